"""Dates and numbers as people write them: proved, said, or asked; and the sentence that a reader gets."""
import datetime
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import imports, words
from crmlab.imports import letters


def orders(folder, *rows, header="customer_id;date;amount"):
    path = folder / "orders.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def keys(mapping):
    return {note.key for note in mapping.assumed}


def test_an_open_order_of_day_and_month_is_asked_in_english(tmp_path):
    path = orders(tmp_path, "1;05/01/2026;5")
    mapping = imports.detect(imports.read(path))

    assert ["imports.date_order"] == [note.key for note in mapping.open]
    with pytest.raises(ValueError, match="day_first=True"):
        imports.convert(imports.read(path), mapping)
    assert datetime.datetime(2026, 1, 5) == imports.load(path, day_first=True)["date"][0]
    assert datetime.datetime(2026, 5, 1) == imports.convert(imports.read(path), day_first=False)["date"][0]


def test_vietnamese_custom_decides_and_is_said(tmp_path):
    path = orders(tmp_path, "1;05/01/2026;1.234", "2;06/01/2026;500", header="Mã KH;Ngày mua;Thành tiền")
    raw = imports.read(path)
    mapping = imports.detect(raw)
    table = imports.convert(raw, mapping)

    assert {"imports.note_day_first_assumed", "imports.note_thousands_assumed"} <= keys(mapping)
    assert (datetime.datetime(2026, 1, 5), 1234.0) == (table["date"][0], table["amount"][0])


def test_another_column_of_the_file_proves_the_order(tmp_path):
    path = orders(tmp_path, "1;05/01/2026;5;12/31/2025", header="customer_id;date;amount;delivered")
    raw = imports.read(path)
    mapping = imports.detect(raw)

    assert "imports.note_month_first_as" in keys(mapping)
    assert datetime.datetime(2026, 5, 1) == imports.convert(raw, mapping)["date"][0]


def test_what_the_file_proves_is_stronger_than_what_is_typed(tmp_path):
    with pytest.raises(ValueError, match="12/31/2026"):
        imports.load(orders(tmp_path, "1;12/31/2026;5"), day_first=True)
    with pytest.raises(ValueError, match="1,5"):
        imports.load(orders(tmp_path, "1;2026-01-05;1,5"), decimal=".")


@given(st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 12, 31)), st.booleans())
def test_times_of_twelve_hours(tmp_path_factory, time, vietnamese):
    """The clock of twelve hours, written by hand: 0 is 12, the afternoon is PM or CH."""
    half = (("SA", "CH") if vietnamese else ("AM", "PM"))[time.hour >= 12]
    text = f"{time.year:04}-{time.month:02}-{time.day:02} {(time.hour + 11) % 12 + 1}:{time.minute:02}:{time.second:02} {half}"
    table = imports.load(orders(tmp_path_factory.mktemp("clock"), f"1;{text};5"))

    assert time.replace(microsecond=0) == table["date"][0]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1234567", 1234567), ("1.234.567", 1234567), ("1,234,567", 1234567), ("1 234 567", 1234567), ("1'234'567.5", 1234567.5), ("1.234.567,5", 1234567.5), ("1,234,567.5", 1234567.5), ("12,5", 12.5), ("12.50", 12.5), ("0.125", 0.125), ("0,125", 0.125), (".5", 0.5),
        ("-5", -5), ("−5", -5), ("(5)", -5), ("($5.25)", -5.25), ("-$5.25", -5.25), ("$-5.25", -5.25), ("+5", 5), ("25.000 ₫", 25000), ("25.000đ", 25000), ("VNĐ 25.000", 25000), ("25,000 VND", 25000), ("$1,234", 1234), ("€1.234,50", 1234.5), ("5%", 0.05), ("12,5 %", 0.125),
    ],
)  # fmt: skip
def test_a_number_alone_in_its_column(tmp_path, written, amount):
    assert amount == imports.load(orders(tmp_path, f"1;2026-01-05;{written}"))["amount"][0]


@pytest.mark.parametrize("written", ["5đ5", "--5", "1-2", "5.", "1.5.5", "1,234.567,8", "1234.567,8", "1.23.456", "1 23", "nan", "inf", "５", "5e3", "0x10", "1_000", "5k", "5 triệu", "(5", "5)", "-(5)", "1,2345,678", "$", "đ", "1$5", "1,,5", "1. 5", "12 đôi", "(-5)", "5$ 5"])
def test_no_number_is_made_of_what_is_none(tmp_path, written, language):
    with pytest.raises(ValueError) as refusal:
        imports.load(orders(tmp_path, "1;2026-01-05;7", f"2;2026-01-05;{written}"))
    assert "3" in str(refusal.value) and "amount" in str(refusal.value) and written in str(refusal.value), "row, column and value"


@pytest.mark.parametrize("written", ["2026-02-30", "31/04/2026", "2026-13-01", "0001-01-05", "9999-12-31", "2026-01-05 24:00", "2026-01-05 13:00 PM", "2026-01-05 10:60", "05-01-26", "hôm qua", "2026", "1/2026", "2026-01", "46027", "32 Jan 2026", "5 Foo 2026"])
def test_no_date_is_made_of_what_is_none(tmp_path, written, language):
    with pytest.raises(ValueError) as refusal:
        imports.load(orders(tmp_path, "1;2026-01-05;7", f"2;{written};5"))
    assert "3" in str(refusal.value) and "date" in str(refusal.value) and written in str(refusal.value)


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text('Báo cáo\n\ncustomer_id;date;amount;note\n1;2026-01-05;5;"hai\ndòng"\n\n2;2026-01-05;x;\n', encoding="utf-8")
    with pytest.raises(ValueError, match="Row 6, column 'amount'"):
        imports.load(path)


def test_columns_are_taken_by_name_and_the_nearest_is_suggested(tmp_path, language):
    path = orders(tmp_path, "1;2026-01-05;5;6", header="customer_id;date;amount;Net value")

    assert 6 == imports.load(path, columns={"amount": "Net value"})["amount"][0]
    with pytest.raises(ValueError, match="'amount': 'Net value'"):
        imports.load(path, columns={"amount": "net valu"})


def test_unknown_columns_are_kept_under_their_own_names(tmp_path):
    path = orders(tmp_path, "1;2026-01-05;5;x;y", header="customer_id;Ngày mua;amount;Màu;date")
    table = imports.load(path, columns={"date": "Ngày mua"})

    assert ["x", "y"] == table.loc[0, ["Màu", "date (2)"]].tolist()
    assert datetime.datetime(2026, 1, 5) == table["date"][0]


def test_a_second_candidate_for_a_column_is_named(tmp_path):
    mapping = imports.detect(imports.read(orders(tmp_path, "1;2026-01-05;5;6", header="Mã KH;Ngày mua;Thành tiền;Doanh thu")))

    assert [{"column": "amount", "theirs": "Thành tiền", "others": "Doanh thu"}] == [note.values for note in mapping.assumed if note.key == "imports.note_also"]


def test_orders_of_nobody_stay_apart_and_are_counted(tmp_path):
    raw = imports.read(orders(tmp_path, ";2026-01-05;5", "2;2026-01-05;6"))

    assert "imports.note_nobody" in keys(imports.detect(raw))
    assert {"without_customer": 1} == imports.convert(raw).attrs["apart"]
    assert [5.0] == list(imports.apart(raw)["amount"])


def test_telephone_numbers_stay_as_they_are_and_what_a_spreadsheet_spoiled_is_said(tmp_path):
    raw = imports.read(orders(tmp_path, "1;An;912345678", "2;Bình;9.12E+08", "3;Cúc;0912345678", header="Mã KH;Họ tên;SĐT"))
    mapping = imports.detect(raw)

    assert "customers" == mapping.table
    assert {"imports.note_phone_zero", "imports.note_phone_digits"} <= keys(mapping)
    assert ["912345678", "9.12E+08", "0912345678"] == list(imports.convert(raw, mapping)["phone"])


def test_a_mapping_shows_itself_in_both_languages(tmp_path, language):
    mapping = imports.detect(imports.read(orders(tmp_path, "KH<1>;31/12/2026;5;x", header="Mã KH;Ngày mua;Thành tiền;Màu")))
    text, page = repr(mapping), mapping._repr_html_()

    for word in (words.t("imports.show_theirs"), words.t("imports.show_kept"), words.t("imports.note_day_first", column="Ngày mua", count=1, value="31/12/2026"), "Mã KH", "customer_id"):
        assert word in text and word in page
    assert "KH<1>" in text and "KH&lt;1&gt;" in page


def test_data_that_looks_like_names_of_columns_is_no_header(tmp_path):
    path = orders(tmp_path, "x;2026-01-01;5", "email;phone;7", header="Cust;When;How much")

    assert 1 == imports.read(path).header_row


@pytest.mark.parametrize(("typed", "meant"), [("  An\u00a0Bình ", "An Bình"), ("\u200bKH01\u200f", "KH01"), ("Nguye\u0302\u0303n", "Nguyễn"), ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"), ("a\u200db", "ab"), ("a\x07b", "ab"), ("x\ufeff", "x")])
def test_a_cell_is_what_can_be_seen(typed, meant):
    assert meant == letters.clean(typed)
    assert not (letters.is_clean(typed) and typed.strip() != meant)


def test_a_file_that_is_not_there_suggests_the_nearest(tmp_path, language):
    orders(tmp_path, "1;2026-01-05;5")
    with pytest.raises(ValueError, match="orders.csv"):
        imports.read(tmp_path / "order.csv")
    with pytest.raises(ValueError, match="imports.folder"):
        imports.read(tmp_path)
    with pytest.raises(ValueError, match="nowhere"):
        imports.folder(tmp_path / "nowhere")


def test_typed_columns_of_a_parquet_file_keep_every_digit(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "orders.parquet"
    duckdb.execute(f"COPY (SELECT 9007199254740993 AS customer_id, TIMESTAMP '2026-12-31 10:05:06.123456' AS date, 0.1::DOUBLE AS amount, 5 AS items) TO '{path}' (FORMAT parquet)")
    table = imports.load(path)

    assert ("9007199254740993", pd.Timestamp("2026-12-31 10:05:06.123456"), 0.1, 5.0) == tuple(table[["customer_id", "date", "amount", "items"]].iloc[0])


def test_an_encoding_may_be_said_and_must_fit(tmp_path, language):
    path = tmp_path / "orders.csv"
    path.write_bytes("customer_id;date;amount;name\n1;2026-01-05;5;Võ\n".encode("cp1252"))

    assert ["Võ"] == list(imports.convert(imports.read(path, encoding="cp1252"))["name"])
    with pytest.raises(ValueError, match="'utf-8'.*2"):
        imports.read(path, encoding="utf-8")
    with pytest.raises(ValueError, match="'utf-9'"):
        imports.read(path, encoding="utf-9")


def test_yes_and_no_in_both_languages(tmp_path):
    path = orders(tmp_path, "1;2026-01-05;phone;Có", "2;2026-01-05;phone;không", "3;2026-01-05;phone;TRUE", "4;2026-01-05;phone;n", header="customer_id;date;channel;answered")

    assert [1, 0, 1, 0] == list(imports.load(path)["answered"])
    with pytest.raises(ValueError, match="Row 2.*'maybe'"):
        imports.load(orders(tmp_path, "1;2026-01-05;phone;maybe", header="customer_id;date;channel;answered"))


def test_a_file_without_a_usable_row_and_a_folder_without_a_usable_file(tmp_path, language):
    with pytest.raises(ValueError, match="without_customer: 1"):
        imports.load(orders(tmp_path, ";2026-01-05;5"))
    (tmp_path / "other").mkdir()
    orders(tmp_path / "other", "1;2", header="a;b")
    with pytest.raises(ValueError, match="other"):
        imports.folder(tmp_path / "other")


@pytest.mark.parametrize(("package", "name"), [("openpyxl", "orders.xlsx"), ("duckdb", "orders.parquet")])
def test_a_missing_package_is_named_with_what_to_type(tmp_path, monkeypatch, package, name, language):
    import corpus

    path = corpus.CASES["Excel" if package == "openpyxl" else "Parquet"].make(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ValueError, match=f"pip install {package}"):
        imports.read(path)


def test_a_short_file_shows_no_progress_bar(tmp_path, capsys):
    imports.load(orders(tmp_path, "1;2026-01-05;5"))

    assert ("", "") == capsys.readouterr()


def test_typed_columns_of_every_kind(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "orders.parquet"
    rows = "('A'::ENUM('A', 'B'), TIMESTAMPTZ '2026-01-05 23:00:00+07', 5::DECIMAL(10, 2), true, [1, 2], ' Nguye\u0302\u0303n '), (NULL, TIMESTAMPTZ '2026-01-06 23:00:00+07', 6, NULL, NULL, NULL)"
    duckdb.execute(f"COPY (SELECT * FROM (VALUES {rows}) t(customer_id, date, amount, flag, list, name)) TO '{path}' (FORMAT parquet)")
    raw = imports.read(path)
    table = imports.convert(raw)

    assert "imports.note_zone" in keys(imports.detect(raw))
    assert [("A", pd.Timestamp("2026-01-05 16:00"), 5.0, "Nguyễn")] == list(table[["customer_id", "date", "amount", "name"]].itertuples(index=False, name=None))
    assert {"without_customer": 1} == table.attrs["apart"]
