"""Chapter 1.3, trust at work: whether to store a customer's card, and with whom to begin a relationship."""
import numpy as np

from ..metrics import _guard
from ..metrics._numbers import like, numbers, plain

KINDS_OF_RELATIONSHIP = ("learning", "attentive", "self_service", "transaction")


def stored_card_gain(purchases, minutes_saved, minute_value, breach_probability, breach_cost):
    """What it is worth to have a card number stored: time saved at each purchase, against the risk that it leaks.

    G = n · m · w − p · L

    From the customer's side m is her time and L her loss and her trouble. From the firm's side m is the time at the till and L what one
    leaked number costs it. Trust is what makes her believe that p is small. All for the same time, such as one year.

    Parameters
    ----------
    purchases : number of purchases
        n, those in which the number need not be read out again.
    minutes_saved : minutes per purchase
        m, the time it takes to read out and type the number.
    minute_value : money per minute
        w, what a minute is worth.
    breach_probability : probability
        p, that the number leaks in this time.
    breach_cost : money
        L, what a leak costs.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the probability is no share, or another argument is negative.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-35, S2-36). Formula and example are our own.

    Examples
    --------
    >>> stored_card_gain(24, 0.5, 1_000, 0.002, 3_000_000)
    6000.0
    """
    _guard.not_negative(purchases=purchases, minutes_saved=minutes_saved, minute_value=minute_value, breach_cost=breach_cost)
    _guard.share(breach_probability=breach_probability)
    saved = numbers(purchases) * numbers(minutes_saved) * numbers(minute_value)
    return plain(saved - numbers(breach_probability) * numbers(breach_cost))


def breakeven_breach_probability(purchases, minutes_saved, minute_value, breach_cost):
    """How likely a leak may be before storing a card is no longer worth it.

    p = n · m · w / L

    Above 1 it means that storing pays even if a leak were certain.

    Parameters
    ----------
    purchases : number of purchases
        n, those in which the number need not be read out again.
    minutes_saved : minutes per purchase
        m, the time it takes to read out and type the number.
    minute_value : money per minute
        w, what a minute is worth.
    breach_cost : money
        L, what a leak costs.

    Returns
    -------
    probability
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the cost of a leak is not positive, or another argument is negative.

    References
    ----------
    ``stored_card_gain`` set to zero. The example is our own.

    Examples
    --------
    >>> breakeven_breach_probability(24, 0.5, 1_000, 3_000_000)
    0.004
    """
    _guard.not_negative(purchases=purchases, minutes_saved=minutes_saved, minute_value=minute_value)
    _guard.positive(breach_cost=breach_cost)
    return plain(numbers(purchases) * numbers(minutes_saved) * numbers(minute_value) / numbers(breach_cost))


def choose_relationship(value, willingness, value_cut, willingness_cut=0.5):
    """Which kind of relationship to begin with a customer, from her value and how willing she is to tell.

    V ≥ v, ω ≥ u: learning · V ≥ v, ω < u: attentive · V < v, ω ≥ u: self_service · V < v, ω < u: transaction

    Learning: ask, remember, respond. Attentive: serve her well and do not ask. Self-service: let her say in an app what she likes, where
    it costs us little. Transaction: sell, politely. On the line counts as above it. Decide early, and look again:
    people change.

    Parameters
    ----------
    value : money
        V, what she brings or may bring.
    willingness : share
        ω, how much of what there is to say she is willing to say.
    value_cut : money
        v, from which on she is worth the effort of asking.
    willingness_cut : share, optional
        u, from which on she is willing enough.

    Returns
    -------
    "learning", "attentive", "self_service" or "transaction"
        One word, or an array or Series of them; nan where something is unknown.

    Raises
    ------
    ValueError
        If the willingness is no share, or a value is infinite.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-19 to S2-21). The four names and the rule are our own.

    Examples
    --------
    >>> choose_relationship([400, 400, 90, 90], [0.8, 0.1, 0.8, 0.1], value_cut=200).tolist()
    ['learning', 'attentive', 'self_service', 'transaction']
    """
    _guard.number(value=value, value_cut=value_cut)
    _guard.share(willingness=willingness, willingness_cut=willingness_cut)
    worth, willing = np.broadcast_arrays(np.asarray(value, dtype=float), np.asarray(willingness, dtype=float))
    place = 2 * (worth < value_cut) + (willing < willingness_cut)
    chosen = np.array([*KINDS_OF_RELATIONSHIP, np.nan], dtype=object)[np.where(np.isnan(worth) | np.isnan(willing), 4, place)]
    return like(value, chosen) if hasattr(value, "iloc") else chosen
