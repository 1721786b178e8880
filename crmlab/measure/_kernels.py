"""The kernels on arrays that the table functions share."""
import numpy as np
import pandas as pd

from .. import tables, words


def keys(column):
    """Each row's place among the distinct values in their order, and these values."""
    if column.dtype.kind != "i" or not isinstance(column.dtype, np.dtype):
        return pd.factorize(column, sort=True)
    values = column.to_numpy().astype(np.int64, copy=False)
    least, most = int(values.min()), int(values.max())
    if most - least > 8 * len(values) + 1000:
        return pd.factorize(column, sort=True)
    values = values - least
    seen = np.zeros(most - least + 1, dtype=bool)
    seen[values] = True
    codes = values if seen.all() else (np.cumsum(seen) - 1)[values]
    return codes, pd.Index((np.flatnonzero(seen) + least).astype(column.dtype))


def until(orders, as_of, date, since=None):
    """Day number of ``as_of``, the rows up to it (from ``since`` on), and their day numbers."""
    today, days = day_number(as_of, "as_of"), days_of(tables.dates(orders, date, "orders"))
    seen = days <= today if since is None else (days <= today) & (days >= day_number(since, "since"))
    if not seen.any():
        key = "measure.none_until" if since is None else "measure.none_between"
        raise ValueError(words.t(key, as_of=str(as_of), since=str(since), first=as_dates(days.min()), last=as_dates(days.max())))
    return (today, orders, days) if seen.all() else (today, orders[seen], days[seen])


def days_of(dates):
    """Dates as numbers of days since 1970-01-01; the hour does not count."""
    moments = dates.to_numpy()
    unit, count = np.datetime_data(moments.dtype)
    return moments.view(np.int64) // int(np.timedelta64(1, "D") // np.timedelta64(count, unit))


def day_number(value, name):
    """The day ``value`` as a number of days since 1970-01-01."""
    return int(np.datetime64(tables.day(value, name).date(), "D").astype(np.int64))


def as_dates(days):
    """Numbers of days as dates again."""
    return days.astype("datetime64[D]")


def extreme(which, codes, values, size):
    """The largest (``which=np.maximum``) or smallest value of each customer."""
    found = np.empty(size, dtype=np.int64)
    found[codes] = values
    which.at(found, codes, values)
    return found


def ratio(above, below, known):
    """above / below where it is known, else NaN."""
    return np.divide(above, below, out=np.full(len(known), np.nan), where=known)
