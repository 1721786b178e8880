"""When customers bought."""
import numpy as np
import pandas as pd

from .. import engines, tables
from ..metrics import _guard, primary
from ..metrics._numbers import sums
from ._kernels import as_dates, day_number, days_of, extreme, keys, ratio, until

DAYS_PER = {"D": 1, "W": 7}


def purchase_summary(orders, *, as_of, since=None, period="D", customer="customer_id", date="date", amount="amount"):
    """One row per customer: x, t_x, T and monetary, the summary from which models of buying are fitted.

    x counts the repeat purchases: days with a purchase after the first such day (several orders on one day are one
    purchase). t_x is the time from the first purchase to the last, T from the first purchase to ``as_of``, both in
    ``period``: "D" days, "W" weeks of seven days, not rounded. monetary is the mean money of a repeat purchase day, in
    the unit of ``amount``; the first day is left out, so that it is unknown (NaN) for x = 0. t_x is what the
    literature on these models calls recency; in this course recency is the time since the last order.

    Orders after ``as_of`` do not count, nor those before ``since``: then the first purchase is the first seen since
    that day. The first purchase ever is seen only where the table goes back to the beginning.

    Raises ValueError if a column is missing, a cell is empty or unreadable, or no order is left.

    Source: the CDNOW summary of Fader, Hardie & Lee (2005), Marketing Science 24(2); WE-402.
    """
    _guard.choice("period", period, tuple(DAYS_PER))
    if engines.elsewhere(orders, "orders"):
        from .portable.purchases import purchase_summary as portable

        return portable(orders, as_of=as_of, since=since, width=DAYS_PER[period], customer=customer, date=date, amount=amount)
    tables.require(orders, customer, date, amount, table_name="orders")
    today, known, days = until(orders, as_of, date, since)
    codes, ids = keys(known[customer])
    first, last, purchases = _purchase_days(codes, days, len(ids))
    repeat = tables.numbers(known, amount, "orders") * (days > first[codes])
    times = {"t_x": (last - first) / DAYS_PER[period], "T": (today - first) / DAYS_PER[period]}
    monetary = ratio(sums(codes, repeat, len(ids)), purchases - 1, purchases > 1)
    return pd.DataFrame({customer: ids, "x": purchases - 1} | times | {"monetary": monetary})


def _purchase_days(codes, days, size):
    """First day, last day and number of different days of each customer: one sort of customer and day in one number."""
    start = days.min()
    width = int(days.max() - start) + 1
    packed = codes * width + (days - start)
    if size * width < 2**32:
        packed = packed.astype(np.uint32)
    packed.sort()
    packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))].astype(np.int64)
    who, when = np.divmod(packed, width)
    count = np.bincount(who, minlength=size)
    ends = np.cumsum(count)
    return when[ends - count] + start, when[ends - 1] + start, count


def inter_purchase_time(orders, *, customer="customer_id", date="date"):
    """One row per customer: purchases, first, last and mean_days between purchases (NaN after only one).

    From the first purchase to the last; the silence since then is not part of it.
    """
    if engines.elsewhere(orders, "orders"):
        from .portable.purchases import inter_purchase_time as portable

        return portable(orders, customer=customer, date=date)
    tables.require(orders, customer, date, table_name="orders")
    dates = tables.dates(orders, date, "orders")
    codes, ids = keys(orders[customer])
    purchases = np.bincount(codes)
    first, last = (extreme(which, codes, days_of(dates), len(ids)) for which in (np.minimum, np.maximum))
    mean_days = ratio(last - first, purchases - 1, purchases > 1)
    return pd.DataFrame({customer: ids, "purchases": purchases, "first": as_dates(first), "last": as_dates(last), "mean_days": mean_days})


def p_active(orders, *, as_of, since=None, customer="customer_id", date="date"):
    """One row per customer: T (time of the last purchase as a share of the time observed), n (purchases) and p_active.

    A customer is observed from ``since`` to ``as_of``; without ``since``, from her own first purchase. Then one purchase
    alone gives T = 0 and P(Active) = 0, however fresh; on the very first day it is unknown (NaN).
    """
    if engines.elsewhere(orders, "orders"):
        from .portable.purchases import p_active as portable

        return portable(orders, as_of=as_of, since=since, customer=customer, date=date)
    tables.require(orders, customer, date, table_name="orders")
    today, known, days = until(orders, as_of, date, since)
    codes, ids = keys(known[customer])
    first, last = (extreme(which, codes, days, len(ids)) for which in (np.minimum, np.maximum))
    start = first if since is None else np.full(len(ids), day_number(since, "since"))
    observed = today - start
    share = ratio(last - start, observed, observed > 0)
    purchases = np.bincount(codes)
    return pd.DataFrame({customer: ids, "T": share, "n": purchases, "p_active": primary.p_active(share, purchases)})
