"""Files of orders are read as what they are, and what was left out or assumed is said."""
import pandas as pd
import pytest

from crmlab import report
from crmlab.report import columns


@pytest.mark.parametrize("kind", ["csv", "txt", "xlsx", "parquet", "duckdb"])
def test_the_same_orders_in_any_file_give_the_same_customers(kind, written, invented):
    data = report.read(written(kind))

    expected = invented.groupby("customer_id").agg(purchases=("amount", lambda money: (money >= 0).sum()), revenue=("amount", "sum"), first=("date", "min"), last=("date", "max"))
    found = data.customers.set_index("customer_id")
    assert expected.index.tolist() == found.index.tolist()
    assert expected["purchases"].tolist() == found["purchases"].tolist()
    assert expected["revenue"].round(2).tolist() == found["revenue"].round(2).tolist()
    assert expected["first"].tolist() == found["first"].tolist()
    assert expected["last"].tolist() == found["last"].tolist()
    assert (len(invented), int((invented["amount"] >= 0).sum())) == (data.facts["orders"], data.facts["purchases"])
    assert pytest.approx(-3001.5) == data.facts["returned"]


def test_the_table_of_a_duckdb_file_can_be_named_in_the_path(written):
    path = written("duckdb")

    assert 60 == len(report.read(f"{path}::don_hang").customers)


def test_text_in_cp1258_is_said_to_be_so(written):
    said = dict(report.read(written("txt")).reading)

    assert "cp1258" in said["Read as"]
    assert "customer = Mã khách hàng; date = Ngày mua; amount = Thành tiền" == said["Columns used"]


def test_lines_of_invoices_become_orders_and_what_is_left_out_is_counted(uci):
    data = report.read(uci)

    assert {"rows": 9, "no_customer": 2, "doubled": 1, "orders": 5, "purchases": 4, "customers": 2} == {name: data.facts[name] for name in ("rows", "no_customer", "doubled", "orders", "purchases", "customers")}
    assert pytest.approx(56 * 0.5 + 2.51) == data.facts["money_without_customer"]
    assert [13047, 17850] == data.customers["customer_id"].tolist()
    assert [round(2 * 32 * 1.69 - 27.5 + 24 * 1.45, 2), round(6 * (2.55 + 3.39 + 1.85), 2)] == data.customers["revenue"].round(2).tolist()
    assert ("2010-12-01", "2011-01-31") == (data.facts["first"], data.as_of)


def test_as_of_hides_what_came_later(uci):
    data = report.read(uci, as_of="2010-12-13")

    assert [round(2 * 32 * 1.69, 2)] == data.customers.loc[data.customers["customer_id"] == 13047, "revenue"].round(2).tolist()
    assert pd.Timestamp("2010-12-13") == pd.DataFrame(data.orders)["date"].max()


def test_names_and_ids_that_look_alike_are_counted(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("customer_id,customer_name,date,amount\nK01,Lê An,2026-01-05,10\nk 01,LÊ  AN,2026-02-05,12\nK02,Lê Ân,2026-03-09,11\n", encoding="utf-8")

    facts = report.read(path).facts

    assert (1, 1) == (facts["alike_ids"], facts["same_names"])


def test_an_export_folder_of_suitecrm_is_read(tmp_path):
    (tmp_path / "Accounts.csv").write_text('"Name","ID","Website","Office Phone","Industry"\n"Mộc An","a1","","0901234567",""\n"Mộc Bình","a2","","0901234568",""\n', encoding="utf-8")
    rows = ['"ID","Opportunity Name","Account Name","Opportunity Amount","Sales Stage","Expected Close Date","Probability (%)"']
    rows += ['"o1","Bàn","Mộc An","1000.00","Closed Won","2026-01-31","100"', '"o2","Ghế","Mộc An","500.00","Closed Lost","2026-02-28","0"', '"o3","Tủ","Mộc Bình","700.00","Closed Won","2026-03-31","100"']
    (tmp_path / "Opportunities.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    data = report.read(tmp_path)

    assert {"a1": 1000.0, "a2": 700.0} == data.customers.set_index("customer_id")["revenue"].to_dict()


def test_spending_elsewhere_comes_from_a_file_or_a_column(tmp_path):
    path, survey = tmp_path / "orders.csv", tmp_path / "survey.csv"
    path.write_text("customer_id,date,amount,elsewhere\nA,2026-01-05,10,30\nB,2026-02-05,20,\nA,2026-03-09,10,10\n", encoding="utf-8")
    survey.write_text("customer_id,amount\nB,60\nZ,9\n", encoding="utf-8")

    by_column, by_file = (report.read(path, competitors=name).wallets() for name in ("elsewhere", str(survey)))

    assert [("A", 20, "us"), ("A", 40, "others")] == list(by_column[["customer_id", "amount", "firm"]].itertuples(index=False, name=None))
    assert [("B", 20, "us"), ("B", 60, "others")] == list(by_file[["customer_id", "amount", "firm"]].itertuples(index=False, name=None))


def test_columns_are_found_by_their_usual_names():
    assert {"customer": "CustomerID", "date": "InvoiceDate", "order": "InvoiceNo", "quantity": "Quantity", "price": "UnitPrice"} == columns.find(["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"])
    assert {"customer": "Mã KH", "date": "Ngày mua (d/m/Y)", "amount": "Doanh số"} == columns.find(["Mã KH", "Ngày mua (d/m/Y)", "Doanh số"])
    assert "Ngày" == columns.find(["KH", "Ngày", "Tiền"], customer="kh", date="ngay")["date"]


REFUSED = [
    ({"amount": "Thanh toan"}, "Thành tiền"),
    ({"customer": "xyz"}, "Mã khách"),
]


@pytest.mark.parametrize(("asked", "suggested"), REFUSED)
def test_a_column_that_is_not_there_is_refused_with_the_nearest(asked, suggested, language):
    with pytest.raises(ValueError, match={"vi": "Tệp không có cột", "en": "The file has no column"}[language]) as refusal:
        columns.find(["Mã khách", "Ngày", "Thành tiền"], **asked)

    assert suggested in str(refusal.value).splitlines()[0]


def test_a_column_that_cannot_be_found_is_asked_for_with_its_option(language):
    with pytest.raises(ValueError) as refusal:
        columns.find(["Mã khách", "Ngày", "Thanh tiên hang"])

    assert '--amount "Thanh tiên hang"' in str(refusal.value)


def test_a_file_that_is_not_there_or_of_no_known_kind_is_refused(tmp_path, language):
    from crmlab.report import sources

    (tmp_path / "orders.docx").write_bytes(b"x")
    for path, said in [("nowhere.csv", {"vi": "Không có tệp", "en": "There is no file"}), ("orders.docx", {"vi": "không thuộc loại tệp", "en": "no kind of file"})]:
        with pytest.raises(ValueError, match=said[language]):
            sources.check(tmp_path / path)


def test_a_table_that_is_not_in_the_duckdb_file_is_refused_with_those_that_are(written, language):
    with pytest.raises(ValueError, match="don_hang"):
        report.read(written("duckdb"), table="orders")


def test_dates_and_money_kept_as_text_in_parquet_are_read_or_refused(tmp_path, language):
    pd.DataFrame({"customer_id": ["A", "B"], "date": ["2026-01-05", "2026-02-05"], "amount": ["10", "20.5"]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"customer_id": ["A", "B"], "date": ["5/1/2026", "2026-02-05"], "amount": [1.0, 2.0]}).to_parquet(tmp_path / "b.parquet")

    assert 30.5 == report.read(tmp_path / "a.parquet").facts["revenue"]
    with pytest.raises(ValueError, match="5/1/2026"):
        report.read(tmp_path / "b.parquet")


def test_ids_that_came_as_decimal_numbers_are_whole_and_those_unknown_are_counted(tmp_path):
    pd.DataFrame({"customer_id": [17850.0, float("nan"), 13047.0], "date": pd.to_datetime(["2026-01-05"] * 3), "amount": [1.0, 2.0, 4.0]}).to_parquet(tmp_path / "a.parquet")

    data = report.read(tmp_path / "a.parquet")

    assert [13047, 17850] == data.customers["customer_id"].tolist()
    assert (1, 2.0) == (data.facts["no_customer"], data.facts["money_without_customer"])


def test_a_day_before_the_first_order_is_refused(uci, language):
    with pytest.raises(ValueError, match="2010-12-01"):
        report.read(uci, as_of="2009-01-01")


def test_a_free_order_is_a_purchase_and_a_return_is_none(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("customer_id,date,amount\nA,2026-01-05,0\nA,2026-02-05,-1\nA,2026-03-05,1\n", encoding="utf-8")

    data = report.read(path)

    assert (3, 2, [2]) == (data.facts["orders"], data.facts["purchases"], data.customers["purchases"].tolist())


def test_an_empty_id_is_no_customer_in_any_file(tmp_path):
    table = pd.DataFrame({"customer_id": ["A", " ", ""], "date": pd.to_datetime(["2026-01-05"] * 3), "amount": [1.0, 2.0, 4.0]})
    table.to_parquet(tmp_path / "a.parquet")
    table.to_csv(tmp_path / "a.csv", index=False)

    assert [(2, 6.0, 1)] * 2 == [(facts["no_customer"], facts["money_without_customer"], facts["customers"]) for facts in (report.read(tmp_path / name).facts for name in ("a.parquet", "a.csv"))]
