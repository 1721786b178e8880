"""Gains and lift: how much better than chance a ranking of customers is."""
import numpy as np

from .. import words
from ..metrics import _guard


def gains(scores, responded, *, groups=10):
    """One row per group of customers, best scores first: contacted_share, responses, gain, lift and cumulative_lift.

    Customers are ranked by their score and cut into groups whose sizes differ by at most one. Customers of equal score
    share their responses evenly, so that the result does not depend on the order of rows: a score that is the same
    for all has a lift of 1 everywhere.

    Parameters
    ----------
    scores : one number per customer
        The higher, the earlier she is contacted.
    responded : True or False per customer
        Whether she did what was hoped for (1 and 0 too).
    groups : count, optional
        How many groups; 10 for deciles.

    Returns
    -------
    table
        group (1 is the best), contacted_share (of all customers, cumulative), responses (of the group), gain (share of
        all responses, cumulative), lift (response rate of the group over that of all) and cumulative_lift
        (gain / contacted_share).

    Raises
    ------
    ValueError
        If a score or response is unknown, nobody responded, or there are fewer customers than groups.

    References
    ----------
    WE-412.
    """
    import pandas as pd

    score, response = _asked(scores, responded, groups)
    order = np.argsort(-score, kind="stable")
    _, tie, size = np.unique(-score[order], return_inverse=True, return_counts=True)
    shared = (np.bincount(tie, weights=response[order]) / size)[tie]
    ends = np.arange(1, groups + 1) * len(score) // groups
    cumulative = np.concatenate(([0.0], np.cumsum(shared)[ends - 1]))
    cumulative[-1] = response.sum()
    contacted, responses = ends / len(score), np.diff(cumulative)
    gain = cumulative[1:] / cumulative[-1]
    lift = responses / np.diff(np.append(0, ends)) / response.mean()
    return pd.DataFrame({"group": np.arange(1, groups + 1), "contacted_share": contacted, "responses": responses, "gain": gain, "lift": lift, "cumulative_lift": gain / contacted})


def _asked(scores, responded, groups):
    """Both as arrays of known values, one per customer."""
    _guard.count(groups=groups)
    _guard.listed(scores=scores, responded=responded)
    _guard.number(scores=scores)
    _guard.truths(responded=responded)
    _guard.same_length(scores=scores, responded=responded)
    score, response = np.asarray(scores, dtype=float).ravel(), np.asarray(responded, dtype=float).ravel()
    for name, values in (("scores", score), ("responded", response)):
        if np.isnan(values).any():
            raise ValueError(words.t("models.unknown", name=name, count=int(np.isnan(values).sum()), row=int(np.isnan(values).argmax())))
    if not response.any():
        raise ValueError(words.t("models.nobody_responded"))
    if len(score) < groups:
        raise ValueError(words.t("models.groups", groups=groups, customers=len(score)))
    return score, response
