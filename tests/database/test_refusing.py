"""A refused load: one sentence with table, row, column, value and what to type; the file is byte for byte what it was."""
import datetime
import hashlib
import re

import pandas as pd
import pytest

from crmlab import database

GOOD = {"customer_id": ["An", "Bình"], "date": ["2025-05-01", "2025-05-02"], "amount": [1.0, 2.0]}


def bytes_of(folder):
    """Every file of a folder by its name, as a hash."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def orders(**columns):
    return {"orders": pd.DataFrame(GOOD | columns)}


def people(**columns):
    return {"customers": pd.DataFrame({"customer_id": ["Dũng", "Em"]} | columns)}


# what is wrong -> (what to load, arguments, what the sentence must hold in both languages)
CASES = {
    "column missing": ({"orders": pd.DataFrame(GOOD).drop(columns="amount")}, {}, ["orders", "'amount'", "rename"]),
    "column missing that one value can fill": ({"trial": pd.DataFrame({"customer_id": ["An"], "treated": [1]})}, {}, ["trial", "'campaign_id'", "assign"]),
    "no rows": ({"orders": pd.DataFrame(GOOD).head(0)}, {}, ["orders"]),
    "no table": ({"orders": 5}, {}, ["orders", "int", "pd.DataFrame"]),
    "unknown table": ({"order": pd.DataFrame(GOOD)}, {}, ["'order'", "orders"]),
    "nothing": ({}, {}, ["db.load", "orders"]),
    "column twice": ({"orders": pd.concat([pd.DataFrame(GOOD), pd.DataFrame({"amount": [1, 2]})], axis=1)}, {}, ["orders", "'amount'"]),
    "columns that differ in capitals": (orders(Amount=[1, 2]), {}, ["orders", "'Amount'", "'amount'"]),
    "own columns that differ in capitals": (orders(Note1=[1, 2], note1=[1, 2]), {}, ["orders", "'Note1'", "'note1'"]),
    "amount is text": (orders(amount=["1.0", "1,5 triệu"]), {}, ["orders", "1", "'amount'", "'1,5 triệu'"]),
    "amount is endless": (orders(amount=[1, float("inf")]), {}, ["orders", "1", "'amount'", "inf"]),
    "amount is empty": (orders(amount=[None, 2]), {}, ["orders", "0", "'amount'", "dropna"]),
    "customer is empty": (orders(customer_id=["An", None]), {}, ["orders", "1", "'customer_id'", "dropna"]),
    "key is NaN": (orders(order_id=["D7", float("nan")]), {}, ["orders", "1", "'order_id'"]),
    "date is no date": (orders(date=["2025-05-01", "hôm qua"]), {}, ["orders", "1", "'date'", "'hôm qua'", "dayfirst"]),
    "date can be read two ways": (orders(date=["2025-05-01", "05/01/2025"]), {}, ["orders", "1", "'date'", "'05/01/2025'"]),
    "date is the 30th of February": (orders(date=["2025-05-01", "2025-02-30"]), {}, ["orders", "1", "'date'", "'2025-02-30'"]),
    "date after as_of": (orders(), {"as_of": "2025-05-01"}, ["orders", "1", "'date'", "2025-05-02", "2025-05-01"]),
    "as_of is no day": (orders(), {"as_of": "nay"}, ["as_of", "nay"]),
    "quantity below zero": (orders(quantity=[1, -3]), {}, ["orders", "1", "'quantity'", "quantity >= 0", "-3"]),
    "key with a space": (people(customer_id=["Dũng ", "Em"]), {}, ["customers", "0", "'customer_id'", "'Dũng '"]),
    "phone as a number": (people(phone=[912345678, None]), {}, ["customers", "0", "'phone'", "912345678", 'dtype="str"']),
    "name as a list": (people(name=[["Dũng"], "Em"]), {}, ["customers", "0", "'name'", "['Dũng']"]),
    "broken letters": (people(name=pd.Series(["Dũng", "E\ud83d"], dtype=object)), {}, ["customers", "1", "'name'", "UTF-8"]),
    "unknown kind": (people(kind=["person", "robot"]), {}, ["customers", "1", "'kind'", "'robot'", "IN"]),
    "share above one": (people(willingness=[0.5, 85]), {}, ["customers", "1", "'willingness'", "85"]),
    "half answered": ({"contacts": pd.DataFrame({"customer_id": ["An"], "date": ["2025-05-01"], "answered": [0.5]})}, {}, ["contacts", "0", "'answered'", "0.5"]),
    "left before she came": ({"inactive": pd.DataFrame({"customer_id": ["Chi"], "active_from": ["2025-05-01"], "active_until": ["2025-04-01"]})}, {}, ["inactive", "0", "active_until >= active_from", "2025-04-01"]),
    "unknown customer": (orders(customer_id=["An", "Ghost"]), {}, ["orders", "1", "'customer_id'", "'Ghost'", "customers", "drop_duplicates"]),
    "unknown channel": ({"permissions": pd.DataFrame({"customer_id": ["An"], "channel": ["bồ câu"], "allowed": [1]})}, {}, ["permissions", "0", "'channel'", "'bồ câu'", "channels", "pd.DataFrame"]),
    "unknown campaign": ({"trial": pd.DataFrame({"campaign_id": ["hè"], "customer_id": ["An"], "treated": [1]})}, {}, ["trial", "0", "'campaign_id'", "'hè'", "campaigns"]),
    "key twice in the table": (orders(order_id=["D7", "D7"]), {}, ["orders", "1", "order_id = 'D7'", "0"]),
    "key is there with another value": (orders(order_id=["D7", "D1"]), {}, ["orders", "1", "'D1'", "replace=True"]),
    "second of two tables is bad": (people() | orders(customer_id=["Dũng", "Ghost"]), {}, ["orders", "1", "'Ghost'"]),
    "replacing with a bad cell": (orders(order_id=["D1", "D2"], amount=[1, None]), {"replace": True}, ["orders", "1", "'amount'"]),
    "two permissions for one channel": ({"permissions": pd.DataFrame({"customer_id": ["Chi"] * 2, "channel": ["app"] * 2, "allowed": [0, 1]})}, {}, ["permissions", "1", "'Chi', 'app'"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_says_where_and_changes_no_byte(shop, path, language, case):
    what, arguments, named = CASES[case]
    before = bytes_of(path.parent)
    with pytest.raises(ValueError) as refused:
        shop.load(what, **arguments)
    shop.close()

    assert before == bytes_of(path.parent)
    assert [] == [part for part in named if part not in str(refused.value)], str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_two_languages_say_it_differently(shop):
    from crmlab import words

    said = {}
    for spoken in words.LANGUAGES:
        words.use(spoken)
        said[spoken] = []
        for what, arguments, _ in CASES.values():
            with pytest.raises(ValueError) as refused:
                shop.load(what, **arguments)
            said[spoken].append(str(refused.value))

    assert [] == [vi for vi, en in zip(said["vi"], said["en"]) if vi == en]


def test_a_row_is_named_by_its_own_label(shop):
    table = pd.DataFrame(GOOD | {"amount": [1, None]}, index=["dòng 17", "dòng 18"])

    with pytest.raises(ValueError, match="orders, row dòng 18, column 'amount'"):
        shop.load("orders", table)


def test_a_file_is_loaded_by_its_path_and_a_bad_cell_named_as_in_the_file(shop, tmp_path):
    good, bad = tmp_path / "don_hang.csv", tmp_path / "don_hang_2.csv"
    good.write_text("Mã KH;Ngày mua;Thành tiền;Ghi chú riêng\nAn;31/12/2025;1.234,5;x\nBình;30/12/2025;2.000;\n", encoding="utf-8-sig")
    bad.write_text("Mã KH;Ngày mua;Thành tiền\nAn;31/12/2025;1.234,5\nGhost;30/12/2025;2.000\n", encoding="utf-8-sig")

    assert shop.load("orders", good).new == {"orders": 2}
    assert shop.table("orders")["amount"].tolist()[-2:] == [1234.5, 2000]
    with pytest.raises(ValueError, match="row 3, column 'customer_id': 'Ghost'"):
        shop.load("orders", str(bad))


def test_a_table_that_does_not_exist_is_refused_when_looked_at(shop):
    with pytest.raises(ValueError, match="no table 'order'. Its tables: channels, customers"):
        shop.table("order")


def test_a_closed_database_says_how_to_open_it(shop, path):
    shop.close()
    shop.close()

    with pytest.raises(ValueError, match=re.escape(f"is closed. Type db = database.open({path!r})")):
        shop.table("orders")


def test_hours_on_the_day_of_as_of_are_known(shop):
    shop.load(orders(date=[datetime.datetime(2025, 5, 2, 23, 59)] * 2), as_of="2025-05-02")

    assert len(shop.table("orders")) == 6


def test_what_was_in_the_database_can_be_loaded_into_another(shop, tmp_path):
    names = [name for name, rows in shop.tables()[["table", "rows"]].to_numpy() if rows]
    with database.open(tmp_path / "other.duckdb") as other:
        other.load({name: shop.table(name) for name in names})

        for name in names:
            pd.testing.assert_frame_equal(shop.table(name), other.table(name))
