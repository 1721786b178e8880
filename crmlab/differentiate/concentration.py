"""How unequal customers are: the whale curve and the Gini coefficient."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import plain
from ._ranking import best_first


def gini(values):
    """How unequally value is spread over customers: 0 when all are worth the same.

    G = Σ_i Σ_j |x_i − x_j| / (2 · n^2 · x̄)

    With values of zero or more it stays below 1 (one customer has everything); customers below zero can lift
    it above 1.

    Parameters
    ----------
    values : money per customer; the last axis is customers
        x, the value of each.

    Returns
    -------
    number
        One for all customers.

    Raises
    ------
    ValueError
        If nobody is listed, or the values do not add up to more than zero.

    References
    ----------
    The usual mean difference; the example is our own.

    Examples
    --------
    >>> gini([10, 10, 10]), gini([0, 0, 30])
    (0.0, 0.6666666666666666)
    """
    _guard.listed(values=values)
    _guard.number(values=values)
    array = np.sort(np.asarray(values, dtype=float), axis=-1)
    count, total = array.shape[-1], array.sum(axis=-1)
    if np.any(total <= 0):
        raise ValueError(words.t("differentiate.no_total", name="values", total=f"{float(np.min(total)):.12g}"))
    places = 2 * np.arange(1, count + 1) - count - 1
    return plain(np.clip((places * array).sum(axis=-1) / (count * total), 0, None))


def whale_curve(values, *, by="profit", customer="customer_id"):
    """One row per customer, best first: rank, share_of_customers so far, her value, cumulative value and cumulative_share.

    Cumulative share is of the total of all customers, so it climbs above 1 where somebody further down is below
    zero: the height above 1 is the hump of the whale. Sorted by revenue, which is never negative, it is the Lorenz
    curve seen from the other end. Equal values are ranked by customer id.
    """
    tables.require(values, customer, by, table_name="values")
    tables.unique(values, customer, table_name="values")
    value = tables.numbers(values, by, "values")
    total = np.round(value.sum(), 6)
    if total <= 0:
        raise ValueError(words.t("differentiate.no_total", name=by, total=f"{total:.12g}"))
    line = best_first(value, values[customer])
    place, cumulative = np.arange(1, len(line) + 1), np.round(np.cumsum(value[line]), 6)
    found = {customer: values[customer].to_numpy()[line], "rank": place, "share_of_customers": place / len(line), by: value[line]}
    return pd.DataFrame(found | {"cumulative": cumulative, "cumulative_share": cumulative / total})
