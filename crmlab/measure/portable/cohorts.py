"""Who is left of those who came together, on any engine."""
import narwhals.stable.v2 as nw

from ... import engines, tables
from .purchases import known_orders, today

EVERY = {"M": "1mo", "Q": "1q", "Y": "1y"}


def cohort_survival(orders, *, as_of, period, customer, date):
    """See ``measure.cohort_survival``; the cohort is the first day of its period."""
    known, _ = known_orders(orders, as_of, customer, date)
    seen = _first_days(known, date, period).group_by(customer, "_at").agg(nw.len())
    seen = seen.with_columns(cohort=nw.col("_at").min().over(customer), _last=nw.col("_at").max().over(customer))
    leaves = (nw.col("_at") == nw.col("_last")).cast(nw.Int64)
    seen = _numbered(_numbered(seen.with_columns(_leaves=leaves), period, "_at", "_now"), period, "cohort", "_start")
    seen = seen.select("cohort", "_start", "_leaves", age=nw.col("_now") - nw.col("_start"))
    counts = seen.group_by("cohort", "_start", "age").agg(nw.len().cast(nw.Int64).alias("active"), nw.col("_leaves").sum().cast(nw.Int64))
    return engines.like(_rates(_without_gaps(counts, period, as_of)), orders, "cohort", "age")


def _first_days(rows, date, period):
    """The rows with the first day of the period of each date in ``_at``."""
    rows = rows.with_columns(_at=nw.col(date).cast(nw.Date))
    if period == "W":
        return engines.mondays(rows, "_at")
    return rows if period == "D" else rows.with_columns(nw.col("_at").dt.truncate(EVERY[period]).cast(nw.Date))


def _numbered(rows, period, day, name):
    """The rows with the first days of periods as whole numbers, one apart, in a new column."""
    if period in "DW":
        rows = engines.day_numbers(rows.with_columns(nw.col(day).alias(name)), name)
        return rows.with_columns(_counted(period, None, None, nw.col(name)).alias(name))
    year, month = nw.col(day).dt.year().cast(nw.Int64), nw.col(day).dt.month().cast(nw.Int64)
    return rows.with_columns(_counted(period, year, month, None).alias(name))


def _counted(period, year, month, day):
    if period in "DW":
        return day if period == "D" else (day + 3) // 7
    return {"M": lambda: year * 12 + month, "Q": lambda: year * 4 + (month + 2) // 3, "Y": lambda: year}[period]()


def _without_gaps(counts, period, as_of):
    """A row for every age up to ``as_of``: each row again, with nobody active, until the age of the next one."""
    stamp = tables.day(as_of, "as_of")
    end = _counted(period, stamp.year, stamp.month, today(as_of, "as_of")) + 1
    following = nw.col("age").shift(-1).over("cohort", order_by=["age"])
    counts = counts.with_columns(_rows=nw.coalesce(following, end - nw.col("_start")) - nw.col("age"))
    rows = engines.repeated(counts, "_rows", "_later")
    first = nw.col("_later") == 0
    active, leaves = (nw.when(first).then(nw.col(column)).otherwise(nw.lit(0)) for column in ("active", "_leaves"))
    return rows.select("cohort", age=nw.col("age") + nw.col("_later"), active=active, _leaves=leaves)


def _rates(rows):
    """customers, survivors and rates from those active, and those who were active for the last time, at each age."""
    gone = nw.col("_leaves").cum_sum().over("cohort", order_by=["age"]).cast(nw.Int64)
    rows = rows.with_columns(customers=nw.col("_leaves").sum().over("cohort").cast(nw.Int64), _gone=gone)
    rows = rows.with_columns(survivors=nw.col("customers") - nw.col("_gone") + nw.col("_leaves"))
    rows = rows.with_columns(_before=nw.col("survivors").shift(1).over("cohort", order_by=["age"]))
    return rows.select(
        *("cohort", "age", "customers", "active", "survivors"),
        survival_rate=nw.col("survivors") / nw.col("customers"),
        retention_rate=nw.when(nw.col("_before") > 0).then(nw.col("survivors") / nw.col("_before")),
    )
