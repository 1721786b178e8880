"""The tables everybody passes: what one row is, what the columns mean, and one clear sentence when something is missing.

Any function that takes a table first calls ``require``, then ``dates`` and ``numbers`` for the columns it
computes with. A table may have more columns, and need not have all that are named here: each function asks for its own.
"""
import difflib
import unicodedata
from typing import NamedTuple

from . import words


class Table(NamedTuple):
    """What one row is, and what each column means (a key of the catalogue)."""

    grain: str
    columns: dict


TABLES = {
    "customers": Table("one row per customer", {"customer_id": "column.customer_once"}),
    "orders": Table("one row per order", {"customer_id": "column.customer", "date": "column.order_day", "amount": "column.money"}),
    "purchases": Table(
        "one row per purchase",
        {
            "customer_id": "column.customer",
            "date": "column.purchase_day",
            "months_ago": "column.months_ago",
            "brand": "column.brand",
            "items": "column.items",
            "amount": "column.money",
        },
    ),
    "spending": Table(
        "one row per customer and firm, or per purchase",
        {"customer_id": "column.customer", "firm": "column.firm", "amount": "column.money"},
    ),
    "contributions": Table(
        "one row per customer and period; no row means 0",
        {"customer_id": "column.customer", "period": "column.period", "contribution": "column.contribution"},
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
        raise ValueError(words.t("tables.kind", table=table_name, kind=type(table).__name__))
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(words.t("tables.missing", table=table_name, **_missing(list(map(str, table.columns)), missing, table_name)))
    doubled = [column for column in columns if list(table.columns).count(column) > 1]
    if doubled:
        raise ValueError(words.t("tables.doubled", table=table_name, column=doubled[0]))
    if not len(table):
        raise ValueError(words.t("tables.no_row", table=table_name))
    for column in columns:
        empty = table[column].isna().to_numpy()
        if empty.any():
            raise ValueError(words.t("tables.empty_cell", table=table_name, column=column, count=empty.sum(), row=empty.argmax()))


def unique(table, *columns, table_name):
    """Refuse a table where two rows share the same key."""
    twice = table.duplicated(list(columns)).to_numpy()
    if twice.any():
        found = ", ".join(map(str, table[list(columns)].to_numpy()[twice.argmax()]))
        raise ValueError(words.t("tables.twice", table=table_name, grain=" + ".join(columns), found=found, columns=list(columns)))


def dates(table, column, table_name):
    """A column as dates; text only where it says year-month-day, because 05/01 is May in one country and January in another."""
    import pandas as pd

    values = table[column]
    if not pd.api.types.is_datetime64_any_dtype(values):
        parsed = pd.to_datetime(values.astype(object).map(_date_text), format="ISO8601", errors="coerce")
        unread = parsed.isna().to_numpy()
        if unread.any():
            raise ValueError(words.t("tables.date", table=table_name, column=column, value=_first(values, unread)))
        values = parsed
    return values.dt.tz_localize(None) if values.dt.tz is not None else values


def day(value, name):
    """One date, from text like 2026-12-31, a date or a Timestamp."""
    import pandas as pd

    parsed = pd.to_datetime(_date_text(value), format="ISO8601", errors="coerce")
    if parsed is pd.NaT or parsed is None:
        raise ValueError(words.t("tables.day", name=name, value=value))
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
        raise ValueError(words.t("tables.number", table=table_name, column=column, value=_first(table[column], wrong)))
    return values


def _missing(there, missing, table_name):
    """What is needed, what is there, and what to rename."""
    meanings = TABLES[table_name].columns if table_name in TABLES else {}
    needed = ", ".join(f"{column!r} ({words.t(meanings[column])})" if column in meanings else repr(column) for column in missing)
    renames = ", ".join(f"{_nearest(column, there) or '…'!r}: {column!r}" for column in missing)
    return {"needed": needed, "has": ", ".join(map(repr, there)), "renames": renames}


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
