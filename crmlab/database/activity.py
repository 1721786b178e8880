"""Who is still a customer on a day, by a rule that is named; what her pattern was. Whose silence should worry us: ``interact.alerts``.

Orders on one day are one purchase here: a rhythm is about days. Nothing reads the clock: ``as_of`` is the day we look.
"""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

__all__ = ["who_is"]

REGULAR_FROM = 4  # purchase days: three gaps are the fewest that can look alike or not
REGULAR_SPREAD = 0.5  # standard deviation of the gaps over their mean; 1 is what pure chance makes


def who_is(orders, *, as_of, silent_days=None, times=None, customer="customer_id", date="date"):
    """One row per customer who had bought by ``as_of``: status, pattern, and what they rest on.

    The rule for active is named, one of two. ``silent_days=180``: her last purchase is at most so many days ago. ``times=3``:
    it is at most 3 of her own usual gaps ago; for who bought on one day only, of the gap usual with others (their median).

    Parameters
    ----------
    orders : table, one row per order
    as_of : day
        Orders after it are not known yet.
    silent_days : days, optional
    times : number, optional

    Returns
    -------
    table
        customer_id · purchases (days with an order) · first, last · active_days (from first to last: how long she was a customer) ·
        usual_gap (active_days / (purchases − 1), unknown for one) · silent (days since the last) · limit (days of silence the rule
        allows) · status: active, inactive, or unknown where the rule has no limit · pattern: once (one purchase day), regular
        (four or more, and the standard deviation of the gaps is at most half their mean), occasional (all others).

    Raises
    ------
    ValueError
        If not exactly one rule is named, or nobody had bought by then.

    References
    ----------
    Textbook 4.1.1 (L104–L106: active and inactive customers, how long active, their pattern); the rules are our own.
    """
    if (silent_days is None) == (times is None):
        raise ValueError(words.t("database.one_rule"))
    _guard.positive(**({"times": times} if silent_days is None else {"silent_days": silent_days}))
    visits, today = _visits(orders, as_of, customer, date)
    found = _rhythm(visits, today, customer)
    if times is None:
        found["limit"] = float(silent_days)
    else:
        found["limit"] = times * found["usual_gap"].fillna(found["usual_gap"].median())
    late = found["silent"] > found["limit"]
    found["status"] = np.where(found["limit"].isna(), "unknown", np.where(late, "inactive", "active"))
    alike = (found["purchases"] >= REGULAR_FROM) & (found.pop("spread") <= REGULAR_SPREAD * found["usual_gap"])
    found["pattern"] = np.where(found["purchases"] == 1, "once", np.where(alike, "regular", "occasional"))
    return found


def _visits(orders, as_of, customer, date):
    """Each customer's purchase days up to as_of, once each, and that day."""
    tables.require(orders, customer, date, table_name="orders")
    today = tables.day(as_of, "as_of").normalize()
    visits = pd.DataFrame({customer: orders[customer].to_numpy(), "day": tables.dates(orders, date, "orders").dt.normalize().to_numpy()})
    known = visits[visits["day"] <= today].drop_duplicates().sort_values([customer, "day"], ignore_index=True)
    if known.empty:
        raise ValueError(words.t("database.nobody_yet", as_of=today.date(), first=visits["day"].min().date()))
    return known, today


def _rhythm(visits, today, customer):
    """One row per customer: purchases, first, last, active_days, usual_gap, spread (of the gaps, n in the denominator), silent."""
    gaps = visits.assign(gap=visits.groupby(customer)["day"].diff().dt.days)
    gaps["square"] = gaps["gap"] ** 2
    found = gaps.groupby(customer).agg(purchases=("day", "size"), first=("day", "min"), last=("day", "max"), usual_gap=("gap", "mean"), square=("square", "mean")).reset_index()
    found.insert(4, "active_days", (found["last"] - found["first"]).dt.days)
    spread = np.sqrt((found.pop("square") - found["usual_gap"] ** 2).clip(lower=0))
    return found.assign(silent=(today - found["last"]).dt.days, spread=spread)
