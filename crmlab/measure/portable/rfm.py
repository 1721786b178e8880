"""Recency, frequency, monetary value on any engine."""
import narwhals.stable.v2 as nw

from ... import engines
from ...metrics._numbers import MONEY_DECIMALS
from .purchases import known_orders


def rfm(orders, *, as_of, groups, nested, customer, date, amount):
    """See ``measure.rfm``."""
    known, now = known_orders(orders, as_of, customer, date, amount)
    known = known.select(customer, _day=nw.col(date), _money=nw.col(amount))
    found = known.group_by(customer).agg(nw.col("_day").max(), nw.len().alias("frequency"), nw.col("_money").sum())
    found = engines.day_numbers(found, "_day")
    found = engines.with_count(found, "_size").select(
        customer, "_size", recency=now - nw.col("_day"), frequency=nw.col("frequency").cast(nw.Int64), monetary=nw.col("_money").round(MONEY_DECIMALS)
    )
    found = found.with_columns(_R=nw.col("recency"), _F=-nw.col("frequency"), _M=-nw.col("monetary"), _start=nw.lit(0))
    cells = []
    for code in "RFM":
        found = _coded(found, code, cells, groups, customer)
        cells = [*cells, code] if nested else cells
    label = (nw.col("R") * 100 + nw.col("F") * 10 + nw.col("M")).cast(nw.String)
    if groups > 9:
        label = nw.concat_str([nw.col(code).cast(nw.String) for code in "RFM"], separator="-")
    return engines.like(found.select(customer, "recency", "frequency", "monetary", *"RFM", rfm=label), orders, customer)


def _coded(found, code, cells, groups, customer):
    """With the code 1 … groups of one criterion: rank within the cell by (worth, then customer id), cut into equal groups."""
    found = found.with_row_index("_place", order_by=[*cells, f"_{code}", customer])
    place = nw.col("_place").cast(nw.Int64)
    if cells:
        found = found.with_columns(_size=place.count().over(*cells).cast(nw.Int64), _start=place.min().over(*cells))
    return found.with_columns(((place - nw.col("_start")) * groups // nw.col("_size") + 1).alias(code)).drop("_place")
