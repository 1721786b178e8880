"""Chapter 1.3, the learning relationship in plain formulas: what is known, what leaving costs, what is copied.

Times are minutes, money is đồng, shares are between 0 and 1. What these add up to over many customers and months
is in ``simulation``.
"""
import numpy as np

from ..metrics import _guard
from ..metrics._numbers import like, numbers, plain


def knowledge(interactions, learning_rate):
    """How much of what there is to know about a customer is known after some interactions.

    K = 1 − (1 − λ)^n

    Each interaction teaches the same part of what is *still unknown*, so knowledge climbs fast at first and never quite
    reaches 1. Nothing is forgotten: see ``simulate_learning_relationship`` for a firm that forgets.

    Parameters
    ----------
    interactions : number of interactions
        n, those in which the customer said something.
    learning_rate : share per interaction
        λ, the part of the unknown that one interaction teaches.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there are fewer than no interactions, or the learning rate is no share.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-3, S2-5). Formula and numbers are our own (WE-104).

    Examples
    --------
    >>> round(knowledge(30, 0.08), 6)
    0.918034
    """
    _guard.not_negative(interactions=interactions)
    _guard.share(learning_rate=learning_rate)
    return plain(1 - (1 - numbers(learning_rate)) ** numbers(interactions))


def switching_cost(interactions, minutes, minute_value):
    """What it would cost a customer to teach another firm what this one knows.

    C = n · m · w

    The rival may be just as able: she still has to say everything again. It is her time that is counted, not the firm's money,
    and only the time; the annoyance of a stranger's first mistakes comes on top.

    Parameters
    ----------
    interactions : number of interactions
        n, those she would have to repeat.
    minutes : minutes per interaction
        m, of her own time.
    minute_value : money per minute
        w, what a minute is worth to her.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-6 to S2-8). Formula and numbers are our own (WE-104).

    Examples
    --------
    >>> switching_cost(30, 10, 1_000)
    300000
    """
    _guard.not_negative(interactions=interactions, minutes=minutes, minute_value=minute_value)
    return plain(numbers(interactions) * numbers(minutes) * numbers(minute_value))


def stays(surplus_stay, surplus_switch, switching_cost=0):
    """Whether a customer stays, if she looks only at her own interest.

    S ≥ S' − C: stay

    Where both are equal she stays: leaving takes a reason. This loyalty is pragmatic (it lasts as long as it pays); how she feels
    about the firm does not enter.

    Parameters
    ----------
    surplus_stay : money
        S, what she keeps by staying: worth to her less price and trouble.
    surplus_switch : money
        S', the same at the rival, his special offer included.
    switching_cost : money, optional
        C, of the change itself.

    Returns
    -------
    True or False
        One, or an array or Series of them; nan where something is unknown.

    Raises
    ------
    ValueError
        If an argument is infinite, or the switching cost is negative.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-9). Rule and example are our own.

    Examples
    --------
    An offer better by 250,000, then by 350,000, against a switching cost of 300,000:

    >>> stays(100_000, [350_000, 450_000], 300_000).tolist()
    [True, False]
    """
    _guard.number(surplus_stay=surplus_stay, surplus_switch=surplus_switch)
    _guard.not_negative(switching_cost=switching_cost)
    lead = numbers(surplus_stay) - (numbers(surplus_switch) - numbers(switching_cost))
    unknown = np.isnan(np.asarray(lead, dtype=float))
    return like(lead, np.where(unknown, np.nan, lead >= 0) if unknown.any() else np.asarray(lead >= 0))


def advantage_left(advantage, copying, periods):
    """What is left of an advantage that rivals copy.

    A_t = A · (1 − q)^t

    A better product, or a lower price, can be seen and copied: each period the same part of what is left is gone. What
    a customer has told only us cannot be seen; for that q is near zero.

    Parameters
    ----------
    advantage : money
        A, at the start.
    copying : share per period
        q, the part that rivals copy in one period.
    periods : number of periods
        t, how many have passed.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the copying is no share, or the periods are negative.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-11). Formula and example are our own.

    Examples
    --------
    >>> advantage_left(16_000, 0.5, [0, 1, 2]).tolist()
    [16000.0, 8000.0, 4000.0]
    """
    _guard.number(advantage=advantage)
    _guard.share(copying=copying)
    _guard.not_negative(periods=periods)
    return plain(numbers(advantage) * (1 - numbers(copying)) ** numbers(periods))
