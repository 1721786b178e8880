"""Which column of somebody's file is which: by the name it was given, else by the names such columns usually have."""
import difflib
import pathlib
import re
import unicodedata

from .. import words

CALLED = {
    "customer": (
        "customer_id", "customer", "client_id", "client", "account_id", "account", "contact_id", "user_id", "buyer_id", "member_id", "cust_id", "customer_no", "customer_number", "partner_id",
        "khach_hang", "ma_khach_hang", "ma_kh", "ma_khach", "id_khach_hang", "so_the", "ma_hoi_vien",
        "so_dien_thoai", "dien_thoai", "sdt", "sdt_khach_hang", "so_dien_thoai_khach_hang", "dien_thoai_khach_hang", "phone", "phone_number", "mobile", "email",
    ),
    "date": (
        "date", "day", "order_date", "ordered_on", "date_order", "invoice_date", "purchase_date", "transaction_date", "sale_date", "sold_on", "close_date", "date_closed", "created_at", "order_day", "datetime", "timestamp",
        "ngay", "ngay_mua", "ngay_dat", "ngay_dat_hang", "ngay_don_hang", "ngay_ban", "ngay_hoa_don", "ngay_giao_dich", "thoi_gian", "ngay_tao", "ngay_lap", "ngay_chung_tu", "thoi_gian_ban", "thoi_gian_tao",
    ),
    "amount": (
        "amount", "money", "sales", "revenue", "total", "total_amount", "amount_total", "order_total", "line_total", "value", "order_value", "total_price",
        "so_tien", "thanh_tien", "khach_can_tra", "khach_phai_tra", "tong_tien", "doanh_so", "doanh_thu", "gia_tri", "gia_tri_don_hang", "tri_gia", "tien", "tong_cong", "tong_thanh_toan", "doanh_thu_thuan",
    ),
    "order": (
        "order_id", "order_no", "order_number", "invoice_no", "invoice", "invoice_id", "invoice_number", "transaction_id", "receipt_no", "basket_id",
        "ma_don", "ma_don_hang", "so_don_hang", "so_hoa_don", "ma_hoa_don", "so_chung_tu",
    ),
    "quantity": ("quantity", "qty", "units", "so_luong", "sl"),
    "price": ("unit_price", "price", "price_each", "don_gia", "gia", "gia_ban"),
    "name": ("customer_name", "name", "full_name", "client_name", "ten", "ten_khach", "ten_khach_hang", "ten_kh", "ho_ten", "ho_va_ten"),
}  # fmt: skip
STATUS = ("trang_thai_don_hang", "trang_thai_don", "trang_thai", "trang_thai_hoa_don", "tinh_trang", "order_status", "status", "cancelled", "financial_status")
CANCELLED = {"dahuy", "huy", "huybo", "dahuybo", "bihuy", "donhuy", "huydon", "cancelled", "canceled", "cancel", "void", "voided"}
NEEDED = ("customer", "date", "amount")
OPTIONS = {"customer": "--customer", "date": "--date", "amount": "--amount"}


def find(there, needed=NEEDED, **given):
    """{ours: theirs} for the columns of a file: those named by the reader, then those found by their names.

    Quantity and price of one unit stand in for an amount that is not there.

    Raises
    ------
    ValueError
        for a name that is not in the file, with the nearest that is; or a needed column that cannot be found, with what to type
    """
    there = [str(name) for name in there]
    found = {ours: _named(ours, name, there) for ours, name in given.items() if name}
    for ours in CALLED:
        free = [name for name in there if name not in found.values()]
        if ours not in found and (theirs := _by_name(ours, free)):
            found[ours] = theirs
    unknown = [ours for ours in needed if ours not in found and not (ours == "amount" and {"quantity", "price"} <= found.keys())]
    if unknown:
        free = [name for name in there if name not in found.values()]
        typed = " ".join(f"{OPTIONS[ours]} {_suggested(ours, free)}" for ours in unknown)
        raise ValueError(words.t("report.column_unknown", what=", ".join(words.t(f"report.needs_{ours}") for ours in unknown), typed=typed, there=", ".join(there)))
    return found


def competitors(name, there):
    """The column of what is spent elsewhere; nothing where the name is empty or that of a file."""
    if not name or pathlib.Path(name).exists():
        return None
    alike = [one for one in there if simple(one) == simple(name)]
    if not alike:
        raise ValueError(words.t("report.competitors", name=name, there=", ".join(map(str, there))))
    return alike[0]


def status(there):
    """The column that says whether an order was cancelled, where there is one."""
    return next((name for usual in STATUS for name in there if simple(name) == simple(usual)), None)


def said(found):
    """Which columns were used for what, in words."""
    named = dict(found)
    if "amount" not in named:
        named["amount"] = words.t("report.read_product", quantity=named["quantity"], price=named["price"])
    return "; ".join(words.t("report.read_column", ours=words.t(f"report.ours_{ours}"), theirs=named[ours]) for ours in ("customer", "date", "amount", "order") if ours in named)


def _named(ours, name, there):
    """The column that the reader named, also where only capitals, accents or spaces differ."""
    if name in there:
        return name
    alike = [one for one in there if simple(one) == simple(name)]
    if alike:
        return alike[0]
    near = difflib.get_close_matches(simple(name), [simple(one) for one in there], 1, 0.5)
    nearest = next((one for one in there if near and simple(one) == near[0]), "") or _by_name(ours, there)
    suggestion = words.t("report.did_you_mean", name=nearest) if nearest else ""
    raise ValueError(words.t("report.column_missing", name=name, nearest=suggestion, there=", ".join(there)))


def _by_name(ours, there):
    names = {simple(one): one for one in reversed(there)}
    return next((names[simple(usual)] for usual in CALLED.get(ours, ()) if simple(usual) in names), None)


def _suggested(ours, there):
    """The option to type with the nearest column, where one is near."""
    names = {simple(one): one for one in reversed(there)}
    near = [match[0] for usual in CALLED[ours] if (match := difflib.get_close_matches(simple(usual), names, 1, 0.7))]
    return f'"{names[near[0]]}"' if near else f'"{words.t("report.column_name")}"'


def simple(name):
    """Lower case letters and figures only, no accents, nothing in brackets: "Ngày mua (d/m/Y)" is ngaymua."""
    letters = unicodedata.normalize("NFD", re.sub(r"\(.*?\)|\[.*?\]", "", str(name)).lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum() and not unicodedata.combining(letter))
