"""From one brand to the next, on any engine."""
import narwhals.stable.v2 as nw

from ... import engines, words


def transitions(purchases, *, brand, customer, date, order):
    """See ``measure.transitions``."""
    rows = engines.frame(purchases, customer, brand, *([order] if order else []), dates=[date], table_name="purchases")
    line = [date, order] if order else [date]
    if not order:
        rows, line = _numbered(rows, purchases, brand), [date, "_row"]
    following = f"next_{brand}"
    rows = rows.with_columns(nw.col(brand).shift(-1).over(customer, order_by=line).alias(following))
    pairs = rows.filter(~nw.col(following).is_null(), ~nw.col(brand).is_null()).group_by(brand, following).agg(nw.len().alias("count"))
    pairs = pairs.with_columns(nw.col("count").cast(nw.Int64))
    return engines.like(pairs.with_columns(share=nw.col("count") / nw.col("count").sum().over(brand)), purchases, brand, following)


def brands_of(purchases, brand):
    """All brands that were bought, sorted; this reads the table."""
    found = engines.frame(purchases, brand, table_name="purchases").unique().collect()
    return sorted(found[brand].drop_nulls().to_list())


def _numbered(rows, purchases, brand):
    """With the place of each row, where rows have one."""
    if not engines.ordered(purchases):
        raise ValueError(words.t("engines.order", name="order", table="purchases", brand=brand))
    return nw.from_native(rows.to_native().with_row_index("_row"))
