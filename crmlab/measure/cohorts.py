"""Who is left of those who came together."""
import numpy as np
import pandas as pd

from .. import engines, tables
from ..metrics import _guard
from ._kernels import as_dates, extreme, keys, ratio, until

COHORT_PERIODS = ("D", "W", "M", "Q", "Y")


def cohort_survival(orders, *, as_of, period="M", customer="customer_id", date="date"):
    """One row per cohort and age: customers, active, survivors, survival_rate and retention_rate.

    A cohort is everybody whose first order is in the same period ("D", "W", "M", "Q", "Y"); age counts the periods
    since. active ordered at that age; survivors ordered at that age or later, so they never grow; retention_rate
    is survivors by survivors of the age before. The last ages look worse than they are: who comes back after
    ``as_of`` counts as gone. Choose ``as_of`` at the end of a period. The cohort is a period in a pandas table, elsewhere the
    first day of it.
    """
    _guard.choice("period", period, COHORT_PERIODS)
    if engines.elsewhere(orders, "orders"):
        from .portable.cohorts import cohort_survival as portable

        return portable(orders, as_of=as_of, period=period, customer=customer, date=date)
    tables.require(orders, customer, date, table_name="orders")
    _, known, days = until(orders, as_of, date)
    codes, ids = keys(known[customer])
    when = pd.DatetimeIndex(as_dates(days)).to_period(period)
    ordinals = when.asi8
    now = pd.Period(tables.day(as_of, "as_of"), freq=when.freq).ordinal
    first, last = (extreme(which, codes, ordinals, len(ids)) for which in (np.minimum, np.maximum))
    start, width = first.min(), int(now - first.min()) + 1

    def count(cohorts, ages):
        return np.bincount((cohorts - start) * width + ages, minlength=width**2).reshape(width, width)

    survivors = count(first, last - first)[:, ::-1].cumsum(axis=1)[:, ::-1]
    who, at = np.divmod(pd.unique(codes * width + (ordinals - start)), width)
    active = count(first[who], at + start - first[who])
    cohort, age = np.nonzero((np.add.outer(np.arange(width), np.arange(width)) < width) & (survivors[:, :1] > 0))
    named = pd.PeriodIndex.from_ordinals(cohort + start, freq=when.freq)
    return _survival_table(named, age, survivors[cohort, 0], active[cohort, age], survivors[cohort, age])


def _survival_table(cohort, age, customers, active, survivors):
    before = np.where(age > 0, np.roll(survivors, 1), 0)
    retention = ratio(survivors, before, before > 0)
    rates = {"survival_rate": survivors / customers, "retention_rate": retention}
    return pd.DataFrame({"cohort": cohort, "age": age, "customers": customers, "active": active, "survivors": survivors} | rates)
