"""Make moc_suitecrm/: what the business team of the invented firm Mộc would export from its SuiteCRM (chapter 5.2).

    python datasets/make_moc_suitecrm.py

Four lists in the layout of SuiteCRM's own export: Accounts, Contacts, Calls, Opportunities. Most accounts are companies of moc_people.csv as
a salesperson would type them, three of them twice; some are prospects whom Mộc's other systems do not know. All of it is invented.
"""
import csv
import datetime
import io
import pathlib
import uuid

import numpy as np

SEED = 2052
TODAY = datetime.date(2025, 12, 31)
FOLDER = pathlib.Path(__file__).parent
COLUMNS = {
    "Accounts": ("Name", "ID", "Website", "Email Address", "Office Phone", "Billing Street", "Billing City", "Billing State", "Billing Postal Code", "Billing Country", "Type", "Industry", "Date Created", "Deleted"),
    "Contacts": ("First Name", "Last Name", "ID", "Salutation", "Title", "Department", "Account Name", "Email Address", "Phone Mobile", "Phone Work", "Birthdate", "Date Created", "Deleted"),
    "Calls": ("Subject", "ID", "Description", "Status", "Direction", "Start Date and Time", "Date End", "Duration Hours", "Duration Minutes", "Related To Module", "Parent ID", "Deleted"),
    "Opportunities": ("Opportunity Name", "ID", "Opportunity Amount", "Currency", "Expected Close Date", "Sales Stage", "Probability (%)", "Next Step", "Type", "Account Name", "Description", "Amount", "Deleted"),
}  # fmt: skip
SHORT = (("Công ty TNHH MTV ", "Cty TNHH MTV "), ("Công ty TNHH ", "Cty TNHH "), ("Công ty Cổ phần ", "CTCP "), ("Trung tâm ", "TT "), ("Văn phòng ", "VP "), ("Khách sạn ", "KS "))
STRANGERS = (
    "Công ty TNHH Lữ hành Sóng Biếc", "Công ty Cổ phần Dược Lá Xanh", "Nhà xuất bản Trang Giấy", "Bệnh viện Mắt Ánh Ban Mai", "Công ty TNHH Gốm Men Lam",
    "Trường Tiểu học Hoa Gạo", "Công ty Cổ phần Giày Bước Đều", "Câu lạc bộ Yoga Nắng Sớm",
)  # fmt: skip
FAMILY, MIDDLE = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"), ("Thị", "Văn", "Minh", "Thu", "Quốc", "Ngọc")
GIVEN = ("Hạnh", "Dũng", "Lan", "Tuấn", "Thảo", "Khánh", "Mai", "Phong", "Yến", "Sơn", "Trang", "Long")
TITLES, SUBJECTS = ("Hành chính", "Kế toán", "Nhân sự", "Giám đốc"), ("Hỏi giá quà Tết", "Nhắc lịch giao", "Hẹn đến thăm", "Hỏi hóa đơn", "Cảm ơn", "Chào trà họp")
DEALS, STAGES = ("Quà Tết", "Quà Trung thu", "Trà họp hằng tháng", "Tiệc trà khai trương"), ("Closed Won", "Closed Lost", "Prospecting", "Negotiation/Review")


def lists():
    """{"Accounts": rows, …}, the same every time."""
    rng = np.random.default_rng(SEED)
    accounts = _accounts(rng)
    contacts = [_contact(rng, account) for account in accounts for _ in range(int(rng.integers(0, 3)))]
    calls = [_call(rng, accounts, contacts) for _ in range(160)]
    deals = [_deal(rng, account) for account in accounts for _ in range(int(rng.integers(0, 6)))]
    return {"Accounts": accounts, "Contacts": contacts, "Calls": calls, "Opportunities": deals}


def _companies():
    """The companies of the firm's people, by code."""
    with open(FOLDER / "moc_people.csv", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "company"]


def _accounts(rng):
    known = _companies()
    chosen = [known[place] for place in sorted(rng.choice(len(known), 40, replace=False))]
    rows = [_account(rng, one["name"], one["phone"], one["email"], one["province"], "Customer") for one in chosen]
    again = [_account(rng, _shortened(one["name"]), one["phone"], "", one["province"], "Customer") for one in (chosen[4], chosen[17], chosen[31])]
    strangers = [_account(rng, name, f"028{39100100 + 37 * place}", "", "Hồ Chí Minh", "Prospect") for place, name in enumerate(STRANGERS)]
    return rows + again + strangers


def _shortened(name):
    """The name as another salesperson typed it."""
    for long, short in SHORT:
        if name.startswith(long):
            return name.replace(long, short, 1)
    return name.upper()


def _account(rng, name, phone, email, city, kind):
    first = phone.startswith("0") and rng.random() < 0.3
    typed = "+84" + phone[1:] if first else phone
    mail = email if rng.random() < 0.8 else ""
    made = _day(rng, 400)
    return dict(zip(COLUMNS["Accounts"], (name, _id(rng), "", mail, _safe(typed), "", city, "", "", "Việt Nam", kind, "", f"{made:%d/%m/%Y} 09:00", "0")))


def _contact(rng, account):
    given, family = str(rng.choice(GIVEN)), f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)}"
    mobile = f"09{rng.integers(10_000_000, 99_999_999)}"
    made = _day(rng, 300)
    cells = (given, family, _id(rng), "", str(rng.choice(TITLES)), "", account["Name"], "", mobile, account["Office Phone"], "", f"{made:%d/%m/%Y} 10:00", "0")
    return dict(zip(COLUMNS["Contacts"], cells))


def _call(rng, accounts, contacts):
    of_account = rng.random() < 0.7
    whom = (accounts if of_account else contacts)[int(rng.integers(len(accounts if of_account else contacts)))]
    inbound, held, when = rng.random() < 0.4, rng.random() < 0.75, _day(rng, 365)
    minutes = int(rng.integers(2, 25)) if held else 0
    start = f"{when:%d/%m/%Y} {rng.integers(8, 18):02d}:{5 * rng.integers(12):02d}"
    cells = (str(rng.choice(SUBJECTS)), _id(rng), "", "Held" if held else "Not Held", "Inbound" if inbound else "Outbound", start, "", 0, minutes, "Accounts" if of_account else "Contacts", whom["ID"], 0)
    return dict(zip(COLUMNS["Calls"], map(str, cells)))


def _deal(rng, account):
    stage = str(rng.choice(STAGES, p=(0.55, 0.2, 0.15, 0.1))) if account["Type"] == "Customer" else str(rng.choice(STAGES[1:], p=(0.3, 0.5, 0.2)))
    money = f"{int(rng.lognormal(15.4, 0.8) // 10_000 * 10_000):,}".replace(",", ".") + ",00 ₫"
    closing = _day(rng, 360) if stage.startswith("Closed") else TODAY + datetime.timedelta(days=int(rng.integers(10, 90)))
    chance = {"Closed Won": 100, "Closed Lost": 0, "Prospecting": 10, "Negotiation/Review": 80}[stage]
    cells = (str(rng.choice(DEALS)), _id(rng), money, "-99", f"{closing:%d/%m/%Y}", stage, str(chance), "", "", account["Name"], "", money, "0")
    return dict(zip(COLUMNS["Opportunities"], cells))


def _day(rng, most):
    return TODAY - datetime.timedelta(days=int(rng.integers(1, most)))


def _id(rng):
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))


def _safe(text):
    """SuiteCRM puts a sign before what a spreadsheet would take for a formula."""
    return "'" + text if text[:1] in "=+-@" else text


def text(name, rows):
    """One list as SuiteCRM writes it: every cell in quotation marks."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[name], quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    (FOLDER / "moc_suitecrm").mkdir(exist_ok=True)
    for name, rows in lists().items():
        (FOLDER / "moc_suitecrm" / f"{name}.csv").write_text(text(name, rows), encoding="utf-8", newline="\n")
