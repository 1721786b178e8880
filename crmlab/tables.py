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
    "customers": Table("one row per customer", {"customer_id": "column.customer_once", "needs_group": "column.needs_group"}),
    "orders": Table("one row per order", {"customer_id": "column.customer", "date": "column.order_day", "amount": "column.money", "direct_cost": "column.direct_cost"}),
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
    "profits": Table(
        "one row per customer: what she brought in a period, and what serving her cost",
        {
            "customer_id": "column.customer_once",
            "revenue": "column.revenue",
            "contribution_margin": "column.contribution_margin",
            "cost_to_serve": "column.cost_to_serve",
            "profit": "column.profit",
        },
    ),
    "values": Table(
        "one row per customer: her actual and her potential value",
        {"customer_id": "column.customer_once", "actual_value": "column.actual_value", "potential_value": "column.potential_value"},
    ),
    "records": Table(
        "one row per customer record of one source, as it was typed",
        {
            "record_id": "column.record_once",
            "source": "column.source",
            "recorded_on": "column.recorded_on",
            "name": "column.name",
            "phone": "column.phone",
            "email": "column.email",
            "address": "column.address",
            "birthday": "column.birthday",
            "id_number": "column.id_number",
            "tax_code": "column.tax_code",
            "account_no": "column.account_no",
        },
    ),
    "links": Table("one row per record", {"record_id": "column.record_once", "customer_id": "column.customer"}),
    "costs": Table(
        "one row per cost-to-serve event",
        {"customer_id": "column.customer", "date": "column.day", "activity": "column.activity", "quantity": "column.quantity"},
    ),
    "activities": Table(
        "one row per activity",
        {"activity": "column.activity", "unit": "column.unit", "unit_cost": "column.unit_cost"},
    ),
    "survey": Table("one row per customer who answered", {"customer_id": "column.customer_once", "wallet": "column.wallet"}),
    "contacts": Table(
        "one row per contact between the firm and a customer",
        {
            "customer_id": "column.customer",
            "date": "column.day",
            "channel": "column.channel",
            "direction": "column.direction",
            "purpose": "column.purpose",
            "minutes": "column.minutes",
            "answered": "column.answered",
        },
    ),
    "permissions": Table(
        "one row per customer and channel",
        {
            "customer_id": "column.customer",
            "channel": "column.channel",
            "allowed": "column.allowed",
            "preferred": "column.preferred",
            "max_per_month": "column.max_per_month",
        },
    ),
    "feedback": Table(
        "one row per piece of feedback",
        {"customer_id": "column.customer", "date": "column.day", "kind": "column.feedback_kind", "topic": "column.topic", "rating": "column.rating"},
    ),
    "offers": Table(
        "one row per offer",
        {
            "offer": "column.offer",
            "need": "column.offer_need",
            "modules": "column.offer_modules",
            "price": "column.money",
            "unit_cost": "column.unit_cost",
            "setup_cost": "column.setup_cost",
        },
    ),
    "answers": Table(
        "one row per answer of a customer",
        {"customer_id": "column.customer", "answered_on": "column.day", "field": "column.field", "value": "column.value", "source": "column.answer_source"},
    ),
    "modules": Table(
        "one row per module",
        {"module": "column.module", "unit_cost": "column.unit_cost", "price": "column.money", "requires": "column.requires", "excludes": "column.excludes"},
    ),
    "options": Table(
        "one row per option of a part of the need",
        {"part": "column.part", "option": "column.option", "unit_cost": "column.unit_cost", "worth": "column.worth", "standard": "column.standard"},
    ),
    "invoices": Table(
        "one row per invoice",
        {"customer_id": "column.customer", "invoiced_on": "column.day", "paid_on": "column.day", "amount": "column.money", "money_days": "column.money_days"},
    ),
    "risks": Table(
        "one row per customer who may leave, with an offer to stay",
        {
            "customer_id": "column.customer_once",
            "future_value": "column.future_value",
            "leave_probability": "column.leave_probability",
            "saved_share": "column.saved_share",
            "cost": "column.cost_each",
        },
    ),
    "treatments": Table(
        "one row per tier of customers",
        {"tier": "column.tier_once", "treatment": "column.treatment", "cost": "column.cost_each", "effect": "column.effect"},
    ),
    "trial": Table(
        "one row per customer in the trial of a campaign",
        {"customer_id": "column.customer_once", "treated": "column.treated", "responded": "column.responded", "amount": "column.money"},
    ),
    "inactive": Table(
        "one row per customer who has stopped buying",
        {
            "customer_id": "column.customer_once",
            "acquisition_channel": "column.acquisition_channel",
            "active_from": "column.active_from",
            "active_until": "column.active_until",
            "pattern": "column.pattern",
            "exit_reason": "column.exit_reason",
        },
    ),
    "prospects": Table(
        "one row per prospect",
        {
            "prospect_id": "column.prospect_once", "name": "column.name", "phone": "column.phone", "email": "column.email", "profile": "column.profile",
            "need": "column.need_parts", "source": "column.source", "found_on": "column.found_on", "fit": "column.fit",
        },
    ),
    "identities": Table(
        "one row per record of a source, with the customer it belongs to",
        {"source": "column.source", "record_id": "column.record", "customer_id": "column.customer", "confidence": "column.confidence"},
    ),
    "campaigns": Table(
        "one row per campaign",
        {"campaign_id": "column.campaign_once", "name": "column.campaign_name", "channel": "column.channel", "sent_on": "column.sent_on", "cost": "column.campaign_cost"},
    ),
    "channels": Table("one row per channel of contact", {"channel": "column.channel"}),
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
    "record_id": ("id", "record", "ma", "ma_ban_ghi", "stt"),
    "name": ("full_name", "customer_name", "ten", "ho_ten", "ho_va_ten", "ten_khach_hang"),
    "phone": ("mobile", "telephone", "tel", "sdt", "dien_thoai", "so_dien_thoai", "di_dong"),
    "email": ("e-mail", "mail", "email_address", "thu_dien_tu"),
    "address": ("street", "dia_chi"),
    "birthday": ("dob", "date_of_birth", "birth_date", "birthdate", "ngay_sinh"),
    "id_number": ("national_id", "cccd", "cmnd", "so_cccd", "so_cmnd", "can_cuoc"),
    "tax_code": ("vat", "mst", "ma_so_thue"),
    "account_no": ("account", "card_no", "member_no", "so_the", "ma_the"),
    "recorded_on": ("created_on", "created", "date_created", "ngay_tao", "ngay_nhap"),
    "channel": ("kenh",),
    "wallet": ("vi_tien", "tui_tien"),
}


def require(table, *columns, table_name):
    """Refuse a table that lacks one of the columns, has no rows, or has an empty cell in one of them."""
    if not hasattr(table, "columns") or not hasattr(table, "iloc"):
        raise ValueError(words.t("tables.kind", table=table_name, kind=f"{type(table).__module__.partition('.')[0]}.{type(table).__name__}".removeprefix("builtins.")))
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
