"""Did the campaign work? Only a control group that was left alone, chosen by lot, can say.

The intervals are Wilson's for one share and Newcombe's for the difference of two: they stay between 0 and 1, and
hold for small groups and rare answers, where the simple ± formula fails.
"""
import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain

__all__ = ["campaign_lift", "difference_interval", "lift", "sample_size", "wilson"]


def lift(treated_rate, control_rate):
    """How many times as often the treated respond as those left alone.

    lift = p_t / p_c

    1 says that the campaign did nothing. A large lift on a tiny rate may still be little money: look at the difference too.

    Parameters
    ----------
    treated_rate : share
        p_t, the part of the treated who respond.
    control_rate : share
        p_c, the part of the control group who do the same unasked.

    Returns
    -------
    number
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If one is no share, or nobody of the control group responded.

    Examples
    --------
    >>> round(lift(0.12, 0.08), 2)
    1.5
    """
    _guard.share(treated_rate=treated_rate, control_rate=control_rate)
    _guard.positive(control_rate=control_rate)
    return plain(numbers(treated_rate) / numbers(control_rate))


def wilson(successes, trials, confidence=0.95):
    """The interval (low, high) that holds a share, after so many successes in so many trials.

    (p + z²/2n ± z · √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)

    Parameters
    ----------
    successes : count
        Those who did.
    trials : count
        n, all who could; p = successes / n.
    confidence : share, optional
        How sure to be; z is the normal quantile of (1 + confidence) / 2, 1.96 for 0.95.

    Returns
    -------
    (low, high), both shares
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If nobody was tried, there were more successes than trials, or the confidence is not between 0 and 1.

    References
    ----------
    E. B. Wilson (1927). The example was computed by hand.

    Examples
    --------
    >>> [round(limit, 4) for limit in wilson(12, 100)]
    [0.07, 0.1981]
    """
    _guard.positive(trials=trials)
    _guard.not_negative(successes=successes)
    _guard.at_most("trials", trials, successes=successes)
    z, share, n = _z(confidence), numbers(successes) / numbers(trials), numbers(trials)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return plain(np.maximum(middle - half, 0) * (share > 0)), plain(np.where(share == 1, 1.0, np.minimum(middle + half, 1))[()])


def _z(confidence):
    """The normal quantile of a two-sided interval."""
    _guard.share(confidence=confidence)
    if not 0 < confidence < 1:
        raise ValueError(words.t("interact.confidence", confidence=confidence))
    return NormalDist().inv_cdf((1 + confidence) / 2)


def difference_interval(treated_responses, treated, control_responses, control, confidence=0.95):
    """The interval (low, high) that holds the difference of two shares, treated less control (Newcombe).

    (d − √((p_t − l_t)² + (u_c − p_c)²), d + √((u_t − p_t)² + (p_c − l_c)²))

    l and u are Wilson's limits of each share, d = p_t − p_c. If the interval holds 0, the trial has not shown an effect.

    Parameters
    ----------
    treated_responses, treated : counts
        Responses, and people who were sent it.
    control_responses, control : counts
        The same of the control group.
    confidence : share, optional
        How sure to be.

    Returns
    -------
    (low, high), both differences of shares

    Raises
    ------
    ValueError
        If a group is empty, or has more responses than people.

    References
    ----------
    R. G. Newcombe (1998), method 10; its example 56/70 against 48/80 gives 0.0524 to 0.3339.

    Examples
    --------
    >>> [round(limit, 4) for limit in difference_interval(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    _guard.positive(treated=treated, control=control)
    (low_t, high_t), (low_c, high_c) = wilson(treated_responses, treated, confidence), wilson(control_responses, control, confidence)
    share_t, share_c = numbers(treated_responses) / numbers(treated), numbers(control_responses) / numbers(control)
    below = np.sqrt((share_t - low_t) ** 2 + (high_c - share_c) ** 2)
    above = np.sqrt((high_t - share_t) ** 2 + (share_c - low_c) ** 2)
    return plain(share_t - share_c - below), plain(share_t - share_c + above)


def sample_size(control_rate, difference, confidence=0.95, power=0.8):
    """How many customers each of two equal groups needs, so that a difference of this size would probably be seen.

    n = (z_c · √(2 · p̄ · (1 − p̄)) + z_p · √(p_c(1 − p_c) + p_t(1 − p_t)))² / (p_t − p_c)²

    Halve the difference you want to see and you need four times as many. Ask before the campaign, not after it.

    Parameters
    ----------
    control_rate : share
        p_c, what the control group is expected to do.
    difference : difference of shares
        p_t − p_c, the smallest effect worth knowing; p̄ is the mean of the two shares.
    confidence : share, optional
        How seldom to be fooled: z_c is the normal quantile of (1 + confidence) / 2.
    power : share, optional
        How often to see the effect if it is there: z_p is its normal quantile.

    Returns
    -------
    customers in each group, a whole number

    Raises
    ------
    ValueError
        If the difference is 0, or a share would leave 0 to 1.

    References
    ----------
    J. L. Fleiss (1981), without continuity correction. The example was computed by hand.

    Examples
    --------
    >>> sample_size(0.10, 0.05)
    686
    """
    treated_rate = control_rate + difference
    _guard.share(control_rate=control_rate, power=power)
    if not 0 < abs(difference) < 1 or not 0 <= treated_rate <= 1 or not 0 < power < 1:
        raise ValueError(words.t("interact.sample_size", difference=difference, control_rate=control_rate, power=power))
    middle = (control_rate + treated_rate) / 2
    both = control_rate * (1 - control_rate) + treated_rate * (1 - treated_rate)
    root = _z(confidence) * math.sqrt(2 * middle * (1 - middle)) + NormalDist().inv_cdf(power) * math.sqrt(both)
    return math.ceil(root**2 / difference**2 - 1e-9)


def campaign_lift(trial, *, by=None, margin=1.0, confidence=0.95, customer="customer_id"):
    """One row for the campaign, or one per group of ``by``: treated, control, both rates, difference, low, high, lift and profit.

    difference is treated less control, with the interval low to high. profit is what the campaign added: for each treated
    customer margin · amount − cost, less what a customer of the control group brought on average. Who would have bought anyway
    counts for nothing. A group with no treated or no control customer cannot be judged and is refused.
    """
    tables.require(trial, customer, "treated", "responded", "amount", "cost", table_name="trial")
    tables.unique(trial, customer, table_name="trial")
    _guard.truths(treated=trial["treated"], responded=trial["responded"])
    _guard.share(margin=margin)
    known = trial if by is None else trial.dropna(subset=[by])
    parts = [("all", known)] if by is None else list(known.groupby(by))
    return pd.DataFrame([{by or "group": name} | _effect(name, part, margin, confidence) for name, part in parts])


def _effect(name, trial, margin, confidence):
    """What the campaign did in one group."""
    sent, left_alone = trial[trial["treated"] == 1], trial[trial["treated"] == 0]
    if sent.empty or left_alone.empty:
        raise ValueError(words.t("interact.no_control", group=name, treated=len(sent), control=len(left_alone)))
    counts = int(sent["responded"].sum()), len(sent), int(left_alone["responded"].sum()), len(left_alone)
    low, high = difference_interval(*counts, confidence)
    rate, usual = counts[0] / counts[1], counts[2] / counts[3]
    each = margin * (sent["amount"].mean() - left_alone["amount"].mean()) - sent["cost"].mean()
    rates = {"treated_rate": rate, "control_rate": usual, "difference": rate - usual, "low": low, "high": high}
    return {"treated": counts[1], "control": counts[3], **rates, "lift": rate / usual if usual else np.nan, "profit": each * len(sent)}
