"""Files as small shops have them: walk-in customers, totals, cancelled orders, telephone numbers for ids; no figure is wrong for it and nobody is named."""
import re

import pandas as pd
import pytest

from crmlab import report, words
from crmlab.report import columns, inside, people, showing, writing

KIOTVIET = ["Mã hóa đơn", "Thời gian", "Mã khách hàng", "Tên khách hàng", "Khách cần trả"]


def sales(customers, money=1000):
    return [(f"HD{place:04d}", f"{1 + place % 28:02d}/{1 + place // 28 % 12:02d}/2025 14:05", *customer, money) for place, customer in enumerate(customers)]


@pytest.mark.parametrize("written_as", ["Khách lẻ", "KHÁCH LẺ", "Khach le", "khách vãng lai", "Walk-in customer", "Guest"])
@pytest.mark.parametrize("place", [0, 1])
def test_walk_in_customers_are_nobody_and_are_said(written_as, place, shop):
    words.use("en")
    walk_in = (written_as, "") if place == 0 else ("KH000", written_as)

    data = report.read(shop(KIOTVIET, sales([("KH001", "Lan"), walk_in, ("KH002", "Mai"), walk_in])))

    assert ["KH001", "KH002"] == data.customers["customer_id"].tolist()
    assert (2, 2, 2000, 4000) == tuple(data.facts[name] for name in ("no_customer", "orders", "money_without_customer", "money"))
    assert f"Rows that say “{written_as}”: 2;" in repr(report.say_identification(data))


def test_walk_in_customers_are_nobody_in_parquet_too(tmp_path):
    pytest.importorskip("duckdb")
    path = tmp_path / "orders.parquet"
    pd.DataFrame({"Mã KH": ["K1", "Khách lẻ", "K2", None], "Tên khách": ["a", "b", "KHÁCH LẺ", "c"], "Ngày": pd.date_range("2025-01-01", periods=4), "Số tiền": 5.0}).to_parquet(path)

    data = report.read(path)

    assert (["K1"], 3, (2, "KHÁCH LẺ, Khách lẻ")) == (data.customers["customer_id"].tolist(), data.facts["no_customer"], data.facts["walk_in"])


def test_the_names_of_nobody_are_written_simply():
    assert all(columns.simple(name) == name for name in people.NOBODY)
    assert all(name in inside._says_nobody("x") for name in people.NOBODY)


def test_the_row_of_totals_is_no_order_and_its_money_is_not_counted(shop):
    rows = [*sales([("KH001", "Lan"), ("", "")]), ("Tổng cộng", "", "", "", 2000)]

    facts = report.read(shop(KIOTVIET, rows)).facts

    assert (3, 1, 1, 1000, 2000) == tuple(facts[name] for name in ("rows", "known", "no_customer", "money_without_customer", "money"))


def test_one_id_for_very_many_people_is_said(shop):
    words.use("en")
    rows = sales([("0000", "x")] * 60 + [(f"KH{place:03d}", "y") for place in range(40)])

    assert "The id 0000 alone has 60.0% of the purchases, 60 times those of the next" in repr(report.say_identification(report.read(shop(KIOTVIET, rows))))
    assert report.read(shop(KIOTVIET, rows[50:])).facts["giant"] is None


def test_cancelled_orders_are_said_with_what_to_do(shop):
    words.use("en")
    rows = [(*row, "Đã hủy" if place == 1 else "Hoàn thành") for place, row in enumerate(sales([("KH001", "Lan")] * 3))]

    assert "Rows that say “Đã hủy” in the column Trạng thái: 1, still counted" in repr(report.say_identification(report.read(shop([*KIOTVIET, "Trạng thái"], rows))))


def test_days_to_come_are_said_with_the_day_to_type(shop):
    words.use("en")
    path = shop(["Mã KH", "Ngày", "Số tiền"], [("K1", "20/12/2025", 5), ("K2", "19/12/2025", 5), ("K1", "25/12/2095", 5)])

    assert "Rows dated after today: 1 (the latest 2095-12-25)" in repr(report.say_identification(report.read(path)))
    assert "--as-of 2025-12-20" in repr(report.say_identification(report.read(path)))
    assert (0, "", "") == report.read(path, as_of="2025-12-20").facts["ahead"]


@pytest.mark.parametrize(("money", "said"), [((300, 300), 1.0), ((100, 200), 0.0)])
def test_the_total_of_an_order_on_each_of_its_lines_is_said(money, said, shop):
    rows = [(f"HD{place}", "20/12/2025", f"K{place % 5}", one) for place in range(12) for one in money]

    assert said == report.read(shop(["Mã hóa đơn", "Ngày", "Mã KH", "Số tiền"], rows)).facts["same_amounts"]


def test_lines_that_continue_an_order_belong_to_it(shop):
    words.use("en")
    head = ["Mã đơn hàng", "Ngày đặt hàng", "Số điện thoại", "Tổng cộng", "Sản phẩm"]
    rows = [("#1", "2025-12-20", "0912345678", 300, "áo"), ("#1", "", "", "", "áo"), ("#1", "", "", "", "áo"), ("#2", "2025-12-21", "", 50, "nón"), ("#3", "", "", "", "")]

    data = report.read(shop(head, rows))

    assert (1, 300.0, 1, 50.0, 0) == tuple(data.facts[name] for name in ("orders", "revenue", "no_customer", "money_without_customer", "doubled"))
    assert repr(report.identification(data)).startswith("Rows in the file | 5\n")
    assert "continue an order above, and belong to it: 2" in dict(data.reading)["Noted while reading"]


def test_money_on_lines_that_continue_an_order_is_hers(shop):
    rows = [("#1", "2025-12-20", "K1", 300), ("#1", "", "", 200), ("#2", "2025-12-21", "K2", 50)]

    assert [500.0, 50.0] == report.read(shop(["Mã đơn hàng", "Ngày", "Mã KH", "Thành tiền"], rows)).customers["revenue"].tolist()


def test_columns_of_tills_are_found():
    assert {"order": "Mã hóa đơn", "date": "Thời gian", "customer": "Mã khách hàng", "name": "Tên khách hàng", "amount": "Khách cần trả"} == columns.find([*KIOTVIET, "Tổng tiền hàng", "Điện thoại"])
    assert "Số điện thoại" == columns.find(["Email", "Số điện thoại", "Tên khách hàng", "Ngày mua", "Tổng cộng"])["customer"]


def test_all_that_is_missing_is_asked_for_at_once_and_no_column_twice(language):
    with pytest.raises(ValueError) as refusal:
        columns.find(["abc", "Thời gian", "foo"])

    assert '--customer "' in str(refusal.value)
    assert '--amount "' in str(refusal.value)
    assert '--amount "Thời gian"' not in str(refusal.value)
    assert "--date" not in str(refusal.value)


SHOWN = [("0912345678", "•••678"), ("+84 912 345 678", "•••678"), ("KH0912345678", "•••678"), ("lan@x.vn", "l•••@"), ("Nguyễn Thị Lan", "N. T. L."), ("NGUYEN VAN A 12", "N. V. A. 12"), ("Lan", "L.")]  # fmt: skip
KEPT = ["KH000123", "ABC", "12346", "123456789", "row 7", "KH 12", "a1b2-c3d4"]


def test_ids_that_name_somebody_are_shortened_and_others_stay():
    everybody = pd.Series(KEPT)

    assert [short for _, short in SHOWN] == people.codes([one for one, _ in SHOWN], everybody)[0]
    assert (KEPT, False) == people.codes(KEPT, everybody)
    assert ["•••789"] == people.codes([912345789], pd.Series([912345789, 987654321, 356789123]))[0]


@pytest.mark.parametrize("identity", ["09{:02d}345678", "9{:02d}345678", "Nguyễn Thị Lan{:02d} Hồng"])
def test_a_page_on_ids_that_name_somebody_shows_none_of_them(identity, shop, tmp_path, run_cells):
    rows = []
    for place in range(60):
        days = pd.date_range("2025-01-01", periods=8 if place < 12 else 2, freq="9D") + pd.Timedelta(days=place % 5)
        rows += [(identity.format(place), day.strftime("%d/%m/%Y"), 1000 * (60 - place)) for day in days]
    rows.append((identity.format(59), "20/04/2025", 5))
    path = shop(["Mã khách hàng", "Ngày mua", "Số tiền"], rows)

    page = report.build(path, tmp_path / "out.html", language="vi").read_text(encoding="utf-8")

    assert "ba số cuối" in page
    assert not any(identity.format(place) in page for place in range(60))
    assert str(tmp_path) not in page
    _, names = run_cells("vi", source=str(path))
    assert set(names["recent"]["customer_id"].astype(str)) <= {identity.format(place) for place in range(60)}
    words.use("en")


def test_a_page_says_the_file_and_not_the_folder():
    assert 'source = "orders.csv"; records = "https"' == writing.FOLDERS.sub(r'"\1"', 'source = "C:\\\\Users\\\\Lan\\\\orders.csv"; records = "https"')
    assert 'source = "orders.csv"' == writing.FOLDERS.sub(r'"\1"', 'source = "/home/lan/shop/orders.csv"')


def test_nobody_with_a_rhythm_is_no_word_of_python(shop, run_cells):
    shown, _ = run_cells("vi", source=str(shop(["Mã KH", "Ngày", "Số tiền"], [("K1", "20/12/2025", 5), ("K2", "13/12/2025", 5), ("K1", "25/12/2025", 5)])))

    said = " ".join(map(repr, shown.values()))
    assert "chưa ai mua vào ít nhất 5 ngày khác nhau" in said
    assert not re.search(r"at_least|tin tốt", said)
    words.use("en")


def test_accounts_that_are_not_found_are_said(tmp_path):
    words.use("en")
    (tmp_path / "Accounts.csv").write_text('"Name","ID","Office Phone","Type"\n"Mai","a1","1","x"\n', encoding="utf-8")
    (tmp_path / "Opportunities.csv").write_text(
        '"ID","Opportunity Name","Account Name","Opportunity Amount","Sales Stage","Expected Close Date","Probability (%)"\n"o1","Bàn","Lan","1000.00","Closed Won","2026-01-31","100"\n', encoding="utf-8"
    )

    noted = dict(report.read(tmp_path).reading)["Noted while reading"]

    assert "rows with only the customer's name" in noted
    assert "imports." not in noted


def test_an_option_is_never_broken_in_two_lines():
    assert '<span style="white-space: nowrap">--discount-rate</span>' in showing.Listing(["", ""], [("x (--discount-rate)", "1")])._repr_html_()
    assert '<span style="white-space: nowrap">--as-of</span> 2025' in showing.Note("--as-of 2025")._repr_html_()


def test_where_nobody_was_in_alarm_no_share_of_alarms_is_drawn(shop, run_cells):
    rows = [("KH1", day.strftime("%d/%m/%Y"), 1000) for day in pd.date_range("2025-01-03", periods=14, freq="25D")]

    shown, names = run_cells("vi", source=str(shop(["Mã KH", "Ngày", "Số tiền"], rows)))

    assert "thì không ai bị báo động" in " ".join(map(repr, shown.values()))
    assert [0.95, 1.0, 1.0] == [round(rate, 2) for rate in names["kept"]]
    assert names["values"][0][1] < names["values"][1][1] <= names["values"][2][1]
    words.use("en")
