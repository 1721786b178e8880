"""When customers bought, on any engine."""
import narwhals
import narwhals.stable.v2 as nw

from ... import engines, tables
from ...metrics._numbers import MONEY_DECIMALS


def known_orders(orders, as_of, customer, date, *numbers, since=None):
    """The orders that count, and the day number of ``as_of``; a table at hand with none left is refused."""
    rows = engines.frame(orders, customer, dates=[date], numbers=numbers, table_name="orders")
    known = engines.until(rows, as_of, date, since)
    key = "measure.none_until" if since is None else "measure.none_between"
    first, last = (lambda extreme=extreme: str(getattr(rows.select(nw.col(date).cast(nw.Date)).collect()[date], extreme)()) for extreme in ("min", "max"))
    engines.refuse_none(orders, known, key, as_of=str(as_of), since=str(since), first=first, last=last)
    return known, today(as_of, "as_of")


def today(day, name):
    """The day as a number of days since 1970-01-01."""
    return tables.day(day, name).date().toordinal() - engines.DAYS_BEFORE_1970


def purchase_summary(orders, *, as_of, since, width, customer, date, amount):
    """See ``measure.purchase_summary``; ``width`` is the number of days in a period."""
    known, now = known_orders(orders, as_of, customer, date, amount, since=since)
    daily = known.select(customer, nw.col(date).cast(nw.Date).alias("_day"), nw.col(amount).alias("_money"))
    daily = daily.group_by(customer, "_day").agg(nw.col("_money").sum())
    opening = narwhals.col("_money").first(order_by="_day")  # not in stable.v2, and the only way without a window
    if daily.implementation.is_pyspark():  # which has no first(order_by)
        daily = daily.with_columns(_opening=nw.when(nw.col("_day") == nw.col("_day").min().over(customer)).then(nw.col("_money")))
        opening = nw.col("_opening").sum()
    found = daily.group_by(customer).agg(
        nw.len().cast(nw.Int64).alias("_purchases"), nw.col("_day").min().alias("_first"), nw.col("_day").max().alias("_last"), nw.col("_money").sum(), opening.alias("_opening")
    )
    found = engines.day_numbers(found.with_columns(x=nw.col("_purchases") - 1), "_first", "_last")
    repeat = (nw.col("_money") - nw.col("_opening")).round(MONEY_DECIMALS)
    mean = nw.when(nw.col("x") > 0).then(repeat / nw.col("x"))
    result = found.select(customer, "x", t_x=(nw.col("_last") - nw.col("_first")) / float(width), T=(now - nw.col("_first")) / float(width), monetary=mean)
    return engines.like(result, orders, customer)


def inter_purchase_time(orders, *, customer, date):
    """See ``measure.inter_purchase_time``."""
    rows = engines.frame(orders, customer, dates=[date], table_name="orders").select(customer, _day=nw.col(date))
    found = rows.group_by(customer).agg(nw.col("_day").count().alias("purchases"), nw.col("_day").min().alias("first"), nw.col("_day").max().alias("last"))
    found = found.filter(nw.col("purchases") > 0).with_columns(nw.col("purchases").cast(nw.Int64), _first=nw.col("first"), _last=nw.col("last"))
    found = engines.day_numbers(found, "_first", "_last")
    mean_days = nw.when(nw.col("purchases") > 1).then((nw.col("_last") - nw.col("_first")) / (nw.col("purchases") - 1))
    return engines.like(found.select(customer, "purchases", nw.col("first", "last").cast(nw.Date), mean_days=mean_days), orders, customer)


def p_active(orders, *, as_of, since, customer, date):
    """See ``measure.p_active``."""
    known, now = known_orders(orders, as_of, customer, date, since=since)
    found = known.select(customer, _day=nw.col(date)).group_by(customer)
    found = found.agg(nw.len().alias("n"), nw.col("_day").min().alias("_first"), nw.col("_day").max().alias("_last"))
    found = engines.day_numbers(found.with_columns(nw.col("n").cast(nw.Int64)), "_first", "_last")
    start = nw.col("_first") if since is None else nw.lit(today(since, "since"))
    found = found.with_columns(T=nw.when(now > start).then((nw.col("_last") - start) / (now - start)))
    return engines.like(found.select(customer, "T", "n", p_active=nw.col("T") ** nw.col("n")), orders, customer)
