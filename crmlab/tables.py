"""The tables everybody passes: what one row is, what the columns mean, and one clear sentence when something is missing.

Any function that takes a table first calls ``require``, then ``dates`` and ``numbers`` for the columns it
computes with. A table may have more columns, and need not have all that are named here: each function asks for its own.
"""
import difflib
import unicodedata
from typing import NamedTuple


class Table(NamedTuple):
    """What one row is, and what each column means."""

    grain: str
    columns: dict


CUSTOMER = "who: any number or text, the same for the same customer"
TABLES = {
    "customers": Table("one row per customer", {"customer_id": CUSTOMER + "; no two rows share one"}),
    "orders": Table("one row per order", {"customer_id": CUSTOMER, "date": "day of the order", "amount": "money, one currency"}),
    "purchases": Table(
        "one row per purchase",
        {
            "customer_id": CUSTOMER,
            "date": "day of the purchase",
            "months_ago": "months since the purchase, 0 or more",
            "brand": "what was bought",
            "items": "items bought",
            "amount": "money, one currency",
        },
    ),
    "spending": Table(
        "one row per customer and firm, or per purchase",
        {"customer_id": CUSTOMER, "firm": "where the money went", "amount": "money, one currency"},
    ),
    "contributions": Table(
        "one row per customer and period; no row means 0",
        {"customer_id": CUSTOMER, "period": "a whole number, or a pandas Period", "contribution": "gross contribution, money"},
    ),
}
ALSO_CALLED = {
    "customer_id": ("customer", "client", "account_id", "khach_hang", "ma_khach_hang", "ma_kh", "makh"),
    "date": ("day", "order_date", "ordered_on", "ngay", "ngay_mua", "ngay_dat_hang", "thoi_gian"),
    "amount": ("money", "sales", "revenue", "price", "so_tien", "thanh_tien", "doanh_so", "gia_tri"),
    "brand": ("product", "nhan_hieu", "thuong_hieu", "san_pham"),
    "firm": ("store", "company", "cong_ty", "cua_hang"),
    "items": ("quantity", "so_luong", "so_mon"),
    "period": ("month", "year", "thang", "nam", "ky"),
    "contribution": ("margin", "profit", "dong_gop", "loi_nhuan"),
}


def require(table, *columns, table_name):
    """Refuse a table that lacks one of the columns, has no rows, or has an empty cell in one of them."""
    if not hasattr(table, "columns"):
        raise ValueError(
            f"{table_name} must be a pandas table, but got {type(table).__name__}. "
            f"Type {table_name} = pd.DataFrame(…), or pd.read_csv(…)."
        )
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(_missing(list(map(str, table.columns)), missing, table_name))
    doubled = [column for column in columns if list(table.columns).count(column) > 1]
    if doubled:
        raise ValueError(
            f"{table_name} must have one column {doubled[0]!r}, but has several. "
            f"Type {table_name} = {table_name}.loc[:, ~{table_name}.columns.duplicated()]."
        )
    if not len(table):
        raise ValueError(f"{table_name} must have at least one row, but it is empty. Look at how it was read or filtered.")
    for column in columns:
        empty = table[column].isna().to_numpy()
        if empty.any():
            raise ValueError(
                f"{table_name} must have no empty cell in {column!r}, but has {empty.sum()}: look at {table_name}.iloc[{empty.argmax()}]. "
                f"Fill in, or type {table_name} = {table_name}.dropna(subset=[{column!r}])."
            )


def unique(table, *columns, table_name):
    """Refuse a table where two rows share the same key."""
    twice = table.duplicated(list(columns)).to_numpy()
    if twice.any():
        key = ", ".join(map(str, table[list(columns)].to_numpy()[twice.argmax()]))
        raise ValueError(
            f"{table_name} must have one row per {' and '.join(columns)}, but {key!r} has several. "
            f"Type {table_name} = {table_name}.drop_duplicates({list(columns)!r}), or add the rows up."
        )


def dates(table, column, table_name):
    """A column as dates; text only where it says year-month-day, because 05/01 is May in one country and January in another."""
    import pandas as pd

    values = table[column]
    if not pd.api.types.is_datetime64_any_dtype(values):
        parsed = pd.to_datetime(values.astype(object).map(_date_text), format="ISO8601", errors="coerce")
        unread = parsed.isna().to_numpy()
        if unread.any():
            raise ValueError(
                f"{table_name} needs dates like 2026-12-31 in {column!r}, but has {_first(values, unread)!r}. If the day comes first, "
                f"type {table_name}[{column!r}] = pd.to_datetime({table_name}[{column!r}], dayfirst=True)."
            )
        values = parsed
    return values.dt.tz_localize(None) if values.dt.tz is not None else values


def day(value, name):
    """One date, from text like 2026-12-31, a date or a Timestamp."""
    import pandas as pd

    parsed = pd.to_datetime(_date_text(value), format="ISO8601", errors="coerce")
    if parsed is pd.NaT or parsed is None:
        raise ValueError(f"{name} must be a date, but got {value!r}. Type {name}='2026-12-31'.")
    return parsed.tz_localize(None) if parsed.tz is not None else parsed


def _date_text(value):
    """Text that can be read only one way: no numbers, and no "today", which pandas would read from the clock."""
    return str(value) if hasattr(value, "isoformat") or (isinstance(value, str) and value[:4].isdecimal()) else None


def numbers(table, column, table_name):
    """A column as an array of finite numbers."""
    import pandas as pd

    values = pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float)
    wrong = ~(abs(values) < float("inf"))
    if wrong.any():
        raise ValueError(
            f"{table_name} needs numbers in {column!r}, but has {_first(table[column], wrong)!r}. "
            f"Type {table_name}[{column!r}] = … with numbers like 1234.5: a point, no thousands separator, no unit."
        )
    return values


def _missing(there, missing, table_name):
    """The sentence about missing columns: what is needed, what is there, what to type."""
    meanings = TABLES[table_name].columns if table_name in TABLES else {}
    needed = ", ".join(f"{column!r} ({meanings[column]})" if column in meanings else repr(column) for column in missing)
    renames = ", ".join(f"{_nearest(column, there) or '…'!r}: {column!r}" for column in missing)
    has = ", ".join(map(repr, there))
    return f"{table_name} needs {needed}; this table has {has}. Type {table_name} = {table_name}.rename(columns={{{renames}}})."


def _first(values, wrong):
    """The first wrong cell, as a plain Python value."""
    return values.iloc[[wrong.argmax()]].tolist()[0]


def _nearest(column, there):
    """The column that was probably meant: nearest to the name, or to what it is also called."""
    simple = {_simple(name): name for name in there}
    found = [difflib.get_close_matches(_simple(name), simple, n=1, cutoff=0.7) for name in (column, *ALSO_CALLED.get(column, ()))]
    return next((simple[match[0]] for match in found if match), None)


def _simple(name):
    """Lower case, no accents, no spaces: "Ngày mua" is ngay_mua."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace(" ", "_")
