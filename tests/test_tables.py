"""The column contract: one clear sentence when a table is not what it should be."""
import datetime
import re
import subprocess
import sys

import pandas as pd
import pytest

from crmlab import tables, words

ORDERS = pd.DataFrame({"customer_id": [1, 1, 2], "date": ["2026-01-05", "2026-02-01", "2026-02-01"], "amount": [10, 20, 30.5]})


def refusal(check, *args, **kwargs):
    with pytest.raises(ValueError) as refused:
        check(*args, **kwargs)
    return str(refused.value)


def test_a_table_that_keeps_the_contract_passes():
    assert tables.require(ORDERS, "customer_id", "date", "amount", table_name="orders") is None


def test_every_table_says_its_grain_and_its_columns(language):
    for name, (grain, columns) in tables.TABLES.items():
        assert grain.startswith("one row per"), name
        assert columns and all(words.t(meaning) for meaning in columns.values()), name


def test_missing_columns_are_named_with_what_is_there_and_what_to_type():
    table = ORDERS.rename(columns={"customer_id": "Mã KH", "date": "Ngày mua", "amount": "x"})

    expected = (
        "orders needs 'customer_id' (who: any number or text, the same for the same customer), 'date' (day of the order), "
        "'amount' (money, one currency); this table has 'Mã KH', 'Ngày mua', 'x'. "
        "Type orders = orders.rename(columns={'Mã KH': 'customer_id', 'Ngày mua': 'date', '…': 'amount'})."
    )
    assert expected == refusal(tables.require, table, "customer_id", "date", "amount", table_name="orders")


@pytest.mark.parametrize(
    ("name", "column"),
    [("customerid", "customer_id"), ("Customer ID", "customer_id"), ("khách hàng", "customer_id"), ("ngay", "date"), ("order_date", "date"), ("Số tiền", "amount"), ("Doanh số", "amount"), ("đóng_góp", "contribution")],
)
def test_the_nearest_column_is_suggested_in_both_languages(name, column):
    sentence = refusal(tables.require, pd.DataFrame({name: [1], "zzz": [2]}), column, table_name="mine")

    assert f"Type mine = mine.rename(columns={{{name!r}: {column!r}}})." in sentence


def test_an_empty_table_is_refused():
    expected = "orders must have at least one row, but it is empty. Look at how it was read or filtered."

    assert expected == refusal(tables.require, ORDERS[:0], "date", table_name="orders")


def test_an_empty_cell_is_refused():
    table = ORDERS.assign(amount=[10, None, None])

    expected = (
        "orders must have no empty cell in 'amount', but has 2: look at orders.iloc[1]. Fill in, or type orders = orders.dropna(subset=['amount'])."
    )
    assert expected == refusal(tables.require, table, "amount", table_name="orders")
    assert tables.require(table, "date", table_name="orders") is None


def test_a_column_that_is_there_twice_is_refused():
    table = pd.concat([ORDERS, ORDERS[["amount"]]], axis=1)

    assert "orders must have one column 'amount', but has several. Type" in refusal(tables.require, table, "amount", table_name="orders")


def test_what_is_no_table_is_refused():
    expected = "orders must be a pandas table, but got list. Type orders = pd.DataFrame(…), or pd.read_csv(…)."

    assert expected == refusal(tables.require, [1, 2], "date", table_name="orders")


def test_a_key_that_is_there_twice_is_refused():
    expected = "customers must have one row per customer_id, but 'A' has several. Type customers = customers.drop_duplicates(['customer_id']), or add the rows up."

    assert expected == refusal(tables.unique, pd.DataFrame({"customer_id": ["A", "B", "A"]}), "customer_id", table_name="customers")
    assert tables.unique(ORDERS, "customer_id", "date", table_name="orders") is None


@pytest.mark.parametrize(
    "column",
    [
        ["2026-01-05", "2026-12-31 23:59"],
        [datetime.date(2026, 1, 5), datetime.datetime(2026, 12, 31, 8)],
        pd.to_datetime(["2026-01-05", "2026-12-31"]),
        pd.to_datetime(["2026-01-05", "2026-12-31"]).tz_localize("Asia/Ho_Chi_Minh"),
    ],
)
def test_dates_are_read(column):
    read = tables.dates(pd.DataFrame({"date": column}), "date", "orders")

    assert [datetime.date(2026, 1, 5), datetime.date(2026, 12, 31)] == read.dt.date.tolist()
    assert read.dt.tz is None


@pytest.mark.parametrize("wrong", ["05/01/2026", "hôm nay", "today", 20260105, 46027.0, pd.Period("2026-01")])
def test_dates_that_can_be_read_in_two_ways_are_refused(wrong):
    sentence = refusal(tables.dates, pd.DataFrame({"ngay": ["2026-01-05", wrong]}), "ngay", "orders")

    assert (
        f"orders needs dates like 2026-12-31 in 'ngay', but has {wrong!r}. If the day comes first, "
        "type orders['ngay'] = pd.to_datetime(orders['ngay'], dayfirst=True)."
    ) == sentence


@pytest.mark.parametrize("value", ["2026-12-31", datetime.date(2026, 12, 31), pd.Timestamp("2026-12-31 10:00"), pd.Timestamp("2026-12-31", tz="UTC")])
def test_a_day_is_read(value):
    assert datetime.date(2026, 12, 31) == tables.day(value, "as_of").date()


@pytest.mark.parametrize("value", ["31/12/2026", 20261231, None, pd.NaT, "now"])
def test_what_is_no_day_is_refused(value):
    assert f"as_of must be a date, but got {value!r}. Type as_of='2026-12-31'." == refusal(tables.day, value, "as_of")


def test_numbers_are_read():
    assert [1.0, 2.5] == tables.numbers(pd.DataFrame({"amount": ["1", 2.5]}), "amount", "orders").tolist()


@pytest.mark.parametrize("wrong", ["1.234,5", "5 ₫", float("inf")])
def test_what_is_no_number_is_refused(wrong):
    sentence = refusal(tables.numbers, pd.DataFrame({"amount": [1.5, wrong]}), "amount", "orders")

    assert f"orders needs numbers in 'amount', but has {wrong!r}. Type orders['amount'] = … with numbers like 1234.5" in sentence


def test_it_imports_nothing_heavy():
    """Neither pandas nor, but for the words, the house."""
    code = "import sys, crmlab.tables; print([m for m in sys.modules if re.match('pandas|numpy|crmlab.(?!tables|words)', m)])".replace("sys,", "re, sys,")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)

    assert re.fullmatch(r"\[\]\s*", done.stdout)
