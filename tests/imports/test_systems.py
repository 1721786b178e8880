"""Exports of SuiteCRM, HubSpot, Salesforce and Odoo, and the layouts of public data sets, as tables of ours."""
import pandas as pd
import pytest

from crmlab import imports, words
from crmlab.imports import systems, vocabulary

OPPORTUNITIES = {
    "vi": '"Tên Cơ hội","ID","Giá trị Cơ hội","Tiền tệ","Ngày đóng dự kiến","Giai đoạn bán hàng","Ước lượng (%)","Bước kế tiếp","Loại","Tên tài khoản","Mô tả","Giá trị","Đã xóa"',
    "en": '"Opportunity Name","ID","Opportunity Amount","Currency","Expected Close Date","Sales Stage","Probability (%)","Next Step","Type","Account Name","Description","Amount","Deleted"',
    "database": '"name","id","amount","currency_id","date_closed","sales_stage","probability","next_step","opportunity_type","account_name","description","amount_usdollar","deleted"',
}
WON = {"vi": "Đã khóa (Thành công)", "en": "Closed Won", "database": "Closed Won"}


def file(folder, name, *lines, encoding="utf-8"):
    path = folder / name
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def opportunities(folder, header="en", name="opportunities.csv", encoding="utf-8"):
    won = WON[header]
    return file(
        folder,
        name,
        OPPORTUNITIES[header],
        f'"Bàn ghế","o1","1.234.567,00 ₫","-99","31/12/2026","{won}","100","","","Cty TNHH An","\'=1+1","1.234.567,00 ₫","0"',
        '"Tủ","o2","5.000,00 ₫","-99","01/02/2026","Khảo sát","10","","","Cty B","","5.000,00 ₫","0"',
        f'"Kệ","o3","7.000,00 ₫","-99","02/02/2026","{won}","100","","","Cty B","","7.000,00 ₫","1"',
        f'"Sách","o4","8.000,00 ₫","-99","03/02/2026","{won}","100","","","cty tnhh an","","8.000,00 ₫","0"',
        encoding=encoding,
    )


@pytest.mark.parametrize("header", OPPORTUNITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_opportunities_won_are_orders(tmp_path, header, encoding):
    raw = imports.read(opportunities(tmp_path, header, encoding=encoding))
    mapping = imports.detect(raw)
    orders = imports.convert(raw, mapping)

    assert ("suitecrm", "opportunities", "orders") == (mapping.system, mapping.module, mapping.table)
    assert ["o1", "o4"] == list(orders["order_id"])
    assert [1234567.0, 8000.0] == list(orders["amount"])
    assert [pd.Timestamp("2026-12-31"), pd.Timestamp("2026-02-03")] == list(orders["date"])
    assert {"not_won": 1, "deleted": 1} == orders.attrs["apart"]
    assert {"o2": "not_won", "o3": "deleted"} == dict(imports.apart(raw)[["order_id", "reason"]].to_numpy().tolist())
    assert "=1+1" in set(orders.iloc[0]), "the sign against formulas is taken off, the text stays text"


def test_columns_asked_for_by_name_do_not_bring_back_what_was_lost_or_deleted(tmp_path):
    orders = imports.load(opportunities(tmp_path), columns={"amount": "Amount", "brand": "Opportunity Name"})

    assert [("o1", "Bàn ghế"), ("o4", "Sách")] == list(zip(orders["order_id"], orders["brand"], strict=True))


def test_the_mapping_says_what_it_does_before_it_does_it(tmp_path, language):
    mapping = imports.detect(imports.read(opportunities(tmp_path)))
    said = {note.key for note in mapping.assumed}

    assert {"imports.note_where", "imports.note_deleted", "imports.note_by_name", "imports.note_no_transactions", "imports.note_day_first", "imports.note_decimal", "imports.note_currency"} <= said
    for shown in (repr(mapping), mapping._repr_html_()):
        assert words.t("imports.show_title", system="suitecrm opportunities", table="orders") in shown
        assert all(theirs in shown for theirs in ("Account Name", "Opportunity Amount", "Next Step", "1.234.567,00 ₫", words.t("imports.show_kept")))


def test_an_account_is_found_by_its_name_in_a_folder(tmp_path):
    opportunities(tmp_path, "vi")
    file(
        tmp_path,
        "accounts.csv",
        '"Name","ID","Website","Email Address","Office Phone","Billing Street","Billing City","Billing State","Billing Postal Code","Billing Country","Type","Industry","Date Created","Deleted"',
        '"Cty TNHH An","a-1","an.vn","hi@an.vn","\'+84912345678","1 Lê Lợi","Hà Nội","","100000","Việt Nam","Customer","","31/12/2025 10:05","0"',
        '"Cty Khác","a-2","","","","","","","","","","","01/02/2025 00:00","0"',
    )
    file(
        tmp_path,
        "contacts.csv",
        '"First Name","Last Name","ID","Salutation","Title","Department","Account Name","Email Address","Phone Mobile","Phone Work","Birthdate","Date Created","Deleted"',
        '"An","Nguyễn Văn","c-1","Mr.","","","Cty TNHH An","an@an.vn","0912345678","","","31/12/2025 10:05","0"',
    )
    file(
        tmp_path,
        "calls.csv",
        '"Subject","ID","Description","Status","Direction","Start Date and Time","Date End","Duration Hours","Duration Minutes","Related To Module","Parent ID","Deleted"',
        '"Hỏi giá","k1","","Held","Inbound","31/12/2025 10:05 pm","",1,15,"Accounts","a-1",0',
        '"Nhắc","k2","","Not Held","Outbound","31/12/2025 10:05 am","",0,0,"Contacts","c-1",0',
        '"Sau","k3","","Planned","Outbound","31/12/2026 10:05 am","",0,15,"Contacts","c-1",0',
        '"Khác","k4","","Held","Outbound","31/12/2025 10:05 am","",0,15,"Opportunities","o1",0',
    )
    file(tmp_path, "users.csv", "user_name,is_admin", "an,1")
    found = imports.folder(tmp_path)

    assert {"customers", "orders", "contacts"} == set(found)
    assert ["users.csv"] == list(found.skipped)
    assert ["a-1", "a-1"] == list(found["orders"]["customer_id"])
    assert ["Cty TNHH An", "Nguyễn Văn An"] == [found["customers"].set_index("customer_id")["name"][key] for key in ("a-1", "c-1")]
    assert "+84912345678" == found["customers"].set_index("customer_id")["phone"]["a-1"]
    assert "1 Lê Lợi, Hà Nội, Việt Nam" == found["customers"].set_index("customer_id")["address"]["a-1"]
    contacts = found["contacts"]
    assert [["a-1", "in", 75.0, 1, "phone"], ["c-1", "out", 0.0, 0, "phone"]] == contacts[["customer_id", "direction", "minutes", "answered", "channel"]].to_numpy().tolist()
    assert pd.Timestamp("2025-12-31 22:05") == contacts["date"][0]
    assert {"not_held": 1, "of_no_customer": 1} == imports.load(tmp_path / "calls.csv").attrs["apart"]
    assert "orders" in repr(found) and "users.csv" in repr(found)


def test_names_that_two_accounts_share_are_not_numbered(tmp_path):
    opportunities(tmp_path)
    header = '"Name","ID","Website","Email Address","Office Phone","Date Created"'
    file(tmp_path, "accounts.csv", header, '"Cty TNHH An","a-1","","","","2025-12-31"', '"CTY TNHH AN","a-2","","","","2025-12-31"')

    found = imports.folder(tmp_path)
    assert ["Cty TNHH An", "cty tnhh an"] == list(found["orders"]["customer_id"])
    assert [{"column": "Account Name", "count": 2, "name": "Cty TNHH An"}] == [note.values for note in found.mappings["opportunities.csv"].assumed if note.key == "imports.note_shared_names"]


def test_names_of_one_account_each_are_not_warned_of(tmp_path):
    opportunities(tmp_path)
    header = '"Name","ID","Website","Email Address","Office Phone","Date Created"'
    file(tmp_path, "accounts.csv", header, *['"Cty TNHH An","a-1","","","","2025-12-31"'] * 2, *[f'"Cty Khác","b-{place}","","","","2025-12-31"' for place in (1, 2)])

    found = imports.folder(tmp_path)
    assert ["a-1", "a-1"] == list(found["orders"]["customer_id"])
    assert "imports.note_shared_names" not in {note.key for note in found.mappings["opportunities.csv"].assumed}


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        ("khach.csv", '"Name","ID","Office Phone","Type"', '"Cty TNHH An","a-1","0912345678","Customer"'),
        ("khach.csv", '"Name","ID","Billing City"', '"Cty TNHH An","a-1","Hà Nội"'),
        ("khach.csv", '"Name","ID","Assigned User Name","Type"', '"Cty TNHH An","a-1","admin","Customer"'),
        ("Accounts_2026.csv", '"Name","ID","Type"', '"Cty TNHH An","a-1","Customer"'),
        ("accounts.csv", '"Name","ID"', '"Cty TNHH An","00000000-0000-0000-0000-000000023e18"'),
    ],
)
def test_accounts_exported_with_few_columns_are_found_in_a_folder(tmp_path, name, header, row):
    opportunities(tmp_path)
    file(tmp_path, name, header, row)

    found = imports.folder(tmp_path)
    assert ("suitecrm", "accounts") == (found.mappings[name].system, found.mappings[name].module)
    assert row.split(",")[1].strip('"') == found["orders"]["customer_id"][0]
    assert ["Cty TNHH An"] == list(found["customers"]["name"])


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("campaigns.csv", '"Name","ID","Status","Budget","Assigned User","Type"'),
        ("lists.csv", '"Name","ID","Type","Description"'),
        ("products.csv", '"Name","ID","Category","Cost","Price","Office Phone"'),
        ("accounts.csv", '"Name","ID","Balance","Bank","Branch","Currency"'),
    ],
)
def test_other_files_with_a_name_and_an_id_are_no_accounts(tmp_path, name, header):
    opportunities(tmp_path)
    file(tmp_path, name, header, ",".join(['"x"'] * len(header.split(","))))

    assert [name] == list(imports.folder(tmp_path).skipped)


def test_a_row_of_totals_stays_apart_with_its_own_reason(tmp_path, language):
    lines = [",".join(f'"{cell}"' for cell in row) for row in (("HD1", "KH01", "31/12/2026", "500"), ("HD2", "", "30/12/2026", "100"), ("Tổng cộng", "", "", "600"))]
    raw = imports.read(file(tmp_path, "orders.csv", "Sổ bán hàng,,,", "Mã hóa đơn,Mã KH,Ngày mua,Thành tiền", *lines))
    mapping = imports.detect(raw)

    assert {"total": 1, "without_customer": 1} == imports.convert(raw, mapping).attrs["apart"]
    assert {"HD2": "without_customer", "Tổng cộng": "total"} == dict(imports.apart(raw, mapping)[["order_id", "reason"]].to_numpy().tolist())
    notes = [*raw.notes, *mapping.assumed]
    assert [{"row": 5, "value": "Tổng cộng"}] == [note.values for note in notes if note.key == "imports.note_total"]
    assert [1] == [note.values["count"] for note in notes if note.key == "imports.note_nobody"]
    assert [{"row": 2}] == [note.values for note in notes if note.key == "imports.note_header"], "the header is spoken of once"


def test_deals_of_several_companies_take_the_first_and_say_so(tmp_path):
    path = file(
        tmp_path,
        "deals.csv",
        '"Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Pipeline","Create Date","Associated Company IDs","Currency"',
        '"9001","A","Closed Won","2026-12-31 10:05","An","1500.5","Sales","2026-11-01 09:00","55;56","VND"',
        '"9002","B","Closed Lost","2026-12-30 10:05","An","10","Sales","2026-11-01 09:00","57","VND"',
    )
    raw = imports.read(path)
    mapping = imports.detect(raw)
    orders = imports.convert(raw, mapping)

    assert [["55", 1500.5, "9001"]] == orders[["customer_id", "amount", "order_id"]].to_numpy().tolist()
    assert any(note.key == "imports.note_several" and note.values["count"] == 1 for note in mapping.assumed)


@pytest.mark.parametrize(("short", "long"), [("a00d0000007kUms", "a00d0000007kUmsAAE"), ("a03d000000EHi6t", "a03d000000EHi6tAAD"), ("a02d0000006Jdys", "a02d0000006JdysAAC")])
def test_identifiers_of_15_letters_become_those_of_18(short, long):
    """Identifiers of a real export, published with their check letters (an example export of a data loader)."""
    assert long == systems.long_id(short)
    assert long == systems.long_id(long)


def test_salesforce_opportunities_won_and_tasks_done(tmp_path):
    path = file(
        tmp_path,
        "Opportunity.csv",
        '"Id","IsDeleted","AccountId","Name","StageName","Amount","Probability","CloseDate","Type","IsClosed","IsWon","CreatedDate","CurrencyIsoCode"',
        '"006d0000007kUms","false","001d000000EHi6t","A","Closed Won","1500.0","100.0","2026-12-31","","true","true","2026-12-01T17:30:00.000Z","VND"',
        '"006d0000007kUmt","false","001d000000EHi6t","B","Negotiation","1.0","60.0","2026-12-31","","false","false","2026-12-01T17:30:00.000Z","VND"',
        '"006d0000007kUmu","true","001d000000EHi6t","C","Closed Won","1.0","100.0","2026-12-31","","true","true","2026-12-01T17:30:00.000Z","VND"',
    )
    orders = imports.load(path)
    assert [["001d000000EHi6tAAD", 1500.0]] == orders[["customer_id", "amount"]].to_numpy().tolist()
    assert {"not_won": 1, "deleted": 1} == orders.attrs["apart"]

    tasks = file(
        tmp_path,
        "Task.csv",
        '"Id","WhoId","WhatId","Subject","ActivityDate","Status","CallType","CallDurationInSeconds","IsDeleted","TaskSubtype","Priority","AccountId"',
        '"00Td0000007kUmsAAE","","","Hỏi giá","2026-12-31","Completed","Inbound","90","false","Call","Normal","001d000000EHi6tAAD"',
        '"00Td0000007kUmtAAE","","","Thư","2026-12-30","Completed","","","false","Email","Normal","001d000000EHi6tAAD"',
        '"00Td0000007kUmuAAE","","","Sau","2026-12-30","Not Started","","","false","Call","Normal","001d000000EHi6tAAD"',
    )
    contacts = imports.load(tasks, "contacts")
    assert [["phone", "in", 1.5], ["email", "", None]] == contacts[["channel", "direction", "minutes"]].astype(object).where(contacts[["channel", "direction", "minutes"]].notna(), None).to_numpy().tolist()


def test_odoo_false_is_nothing_and_further_lines_stay_apart(tmp_path):
    path = file(
        tmp_path,
        "res_partner.csv",
        '"id","name","is_company","parent_id/id","vat","phone","email","street","city","state_id","country_id","child_ids/name"',
        '"__export__.res_partner_12","Cty An","True","False","0101234567","False","hi@an.vn","1 Lê Lợi","Hà Nội","False","Vietnam","Lan"',
        '"","","","","","","","","","","","Bình"',
    )
    raw = imports.read(path)
    customers = imports.convert(raw)

    assert [["__export__.res_partner_12", "Cty An", "", "0101234567", "1 Lê Lợi, Hà Nội, Vietnam"]] == customers[["customer_id", "name", "phone", "tax_code", "address"]].to_numpy().tolist()
    assert {"continued": 1} == customers.attrs["apart"]
    assert ["Bình"] == list(imports.apart(raw)["child_ids/name"])


def test_odoo_sale_orders_confirmed_are_orders(tmp_path):
    header = "Order Reference,Creation Date,Customer,Salesperson,Order Date,Total,Status"
    path = file(tmp_path, "sale.order.csv", header, "S001,2026-12-01 10:00:00,Cty An,Lan,2026-12-31 10:00:00,1500.5,Sales Order", "S002,2026-12-01 10:00:00,Cty An,Lan,2026-12-31 10:00:00,1,Quotation")

    assert [["Cty An", 1500.5, "S001"]] == imports.load(path)[["customer_id", "amount", "order_id"]].to_numpy().tolist()


def test_orders_in_two_currencies_are_refused(tmp_path, language):
    path = file(tmp_path, "deals.csv", "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company IDs,Currency", "1,A,Closed Won,2026-12-31,5,55,VND", "2,B,Closed Won,2026-12-31,5,55,USD")

    with pytest.raises(ValueError, match="'VND'.*'USD'"):
        imports.load(path)


UCI = [
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
    "536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom",
    "536365,71053,WHITE METAL LANTERN,6,12/1/2010 8:27,3.39,17850,United Kingdom",
    "536367,84879,ASSORTED COLOUR BIRD ORNAMENT,32,12/13/2010 8:34,1.69,13047,United Kingdom",
    "C536379,D,Discount,-1,12/1/2010 9:41,27.5,14527,United Kingdom",
    "536414,22139,,56,12/1/2010 11:52,0,,United Kingdom",
]


def test_lines_of_an_invoice_are_one_order(tmp_path):
    raw = imports.read(file(tmp_path, "OnlineRetail.csv", *UCI))
    mapping = imports.detect(raw)
    orders = imports.convert(raw, mapping)

    assert [["17850", 6 * 2.55 + 6 * 3.39, "536365", 12.0, 2], ["13047", 54.08, "536367", 32.0, 1], ["14527", -27.5, "C536379", -1.0, 1]] == [
        [row[0], pytest.approx(row[1], abs=1e-9), *row[2:]] for row in orders[["customer_id", "amount", "order_id", "items", "lines"]].to_numpy().tolist()
    ]
    assert pd.Timestamp("2010-12-01 08:26") == orders["date"][0]
    assert ["United Kingdom"] * 3 == list(orders["Country"])
    assert {"without_customer": 1} == orders.attrs["apart"]
    counted = {note.key: note.values for note in mapping.assumed}
    assert (1, 1, 4) == (counted["imports.note_cancelled"]["count"], counted["imports.note_nobody"]["count"], counted["imports.note_lines"]["invoices"])


def test_online_retail_ii_has_other_headers(tmp_path):
    lines = [line.replace("InvoiceNo", "Invoice").replace("UnitPrice", "Price").replace("CustomerID", "Customer ID") for line in UCI]
    orders = imports.load(file(tmp_path, "online_retail_II.csv", *(line.replace(",17850,", ",17850.0,").replace(",13047,", ",13047.0,").replace(",14527,", ",14527.0,") for line in lines)))

    assert ["17850", "13047", "14527"] == list(orders["customer_id"])


def test_the_courses_own_tables_are_recognised():
    from crmlab import datasets

    for name, table in {"cdnow": "orders", "grocery": "orders", "moc_records": "records"}.items():
        assert table == imports.detect(imports.read(datasets.FOLDER / f"{name}.csv")).table, name
    for table in ("orders", "contacts", "permissions", "trial", "feedback", "costs", "survey"):
        raw = imports.read(datasets.FOLDER / f"moc_{table}.csv")
        assert table == imports.detect(raw, columns={"customer_id": "record_id"}).table
        with pytest.raises(ValueError, match="customer_id"):
            imports.detect(raw, table)


def test_every_map_names_columns_of_ours_and_needs_columns_it_knows():
    for module in vocabulary.modules():
        assert all(any(name in module["names"] for name in group) for group in module["must"]), module["name"]
        assert module["table"] in vocabulary.keys()
        assert {"customer_id"} <= set(module["columns"]), module["name"]


def test_no_map_takes_the_export_of_another(tmp_path):
    for module in vocabulary.modules():
        header = [names[0] for names in module["columns"].values()] + [group[0] for group in module["must"]] + [part[0] for parts in module["joined"].values() for part in parts]
        header = list(dict.fromkeys(header + [name for name in module.get("where", {}).get("column", [])[:1]]))
        path = file(tmp_path, "x.csv", ",".join(header), ",".join(["1"] * len(header)))
        raw = imports.read(path)
        from crmlab.imports import detecting, letters

        found = detecting._module(raw, {letters.simple(name): name for name in raw.cells.columns}, None)
        assert (module["system"], module["name"]) == (found["system"], found["name"])
