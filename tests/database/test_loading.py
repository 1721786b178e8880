"""Loading: everything or nothing, what was already there, and sentences that say where."""
import datetime
import decimal
import json

import numpy as np
import pandas as pd
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import database

IDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12)
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
MONEY = st.floats(-1e12, 1e12, allow_nan=False).map(lambda amount: round(amount, 2))
DAYS = st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2040, 1, 1))
OTHERS = {"text": st.none() | TEXTS, "number": st.none() | st.floats(allow_nan=False, allow_infinity=False), "whole": st.integers(-(2**53), 2**53), "yes": st.booleans(), "mixed": st.none() | TEXTS | st.integers(-(2**60), 2**60) | st.booleans()}


def same(expected, found):
    """Cell by cell the same; an empty cell is an empty cell, an empty text as well."""
    assert len(expected) == len(found)
    for column in expected:
        cells = found[column] if column in found else [None] * len(expected)
        for was, is_ in zip(expected[column], cells):
            if was is None or was == "" or was is pd.NaT or was != was:
                assert is_ is None or is_ is pd.NaT or is_ != is_, column
            else:
                assert was == is_ or json.dumps(was) == is_, (column, was, is_)


@st.composite
def orders(draw):
    keys = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    rows = [{"order_id": key, "customer_id": draw(IDS), "date": draw(DAYS), "amount": draw(MONEY), "direct_cost": draw(st.none() | MONEY), "product": draw(st.none() | TEXTS)} for key in keys]
    names = draw(st.lists(st.tuples(TEXTS.filter(bool), st.sampled_from(sorted(OTHERS))), max_size=3, unique_by=lambda pair: pair[0].lower()))
    taken = set(database.kinds()["orders"].columns)
    for name, kind in names:
        if name.lower() not in taken:
            for row in rows:
                row[name] = draw(OTHERS[kind])
    return pd.DataFrame(rows)


@settings(max_examples=20)
@given(orders())
def test_what_is_loaded_comes_back_cell_by_cell(table):
    with database.open(":memory:") as opened:
        opened.load({"orders": table, "customers": table[["customer_id"]].drop_duplicates()})

        same(table, opened.table("orders"))
        assert opened.load("orders", table).already_there == {"orders": len(table)}


def test_several_tables_in_one_load_may_come_in_any_order(shop, tables):
    again = shop.load(dict(reversed(tables.items())))

    assert set(again.new.values()) == {0}
    assert again.already_there == {name: len(table) for name, table in tables.items()}
    assert {name: len(table) for name, table in tables.items()}.items() <= dict(shop.tables()[["table", "rows"]].to_numpy().tolist()).items()


def test_the_shop_comes_back_as_it_went_in(shop, tables):
    for name, table in tables.items():
        found = shop.table(name)
        days = {column: pd.to_datetime(table[column]) for column in table if column == "date" or column.endswith(("_on", "_from", "_until"))}
        same(table.assign(**days), found)


def test_own_columns_are_kept_named_and_given_back_in_their_kinds(path):
    table = pd.DataFrame({"customer_id": ["An", "Bình"], "Điểm": [7.5, None], "Thẻ/loại": ["vàng", None], "a~b'c\"": [True, False], "Số con": [2, 3], "more": ["x", "y"]})
    with database.open(path) as opened:
        done = opened.load("customers", table)
        found = opened.table("customers")

    assert done.kept == {"customers": ("Điểm", "Thẻ/loại", "a~b'c\"", "Số con", "more")}
    assert list(found.columns) == list(table.columns)
    assert found["a~b'c\""].tolist() == [True, False] and found["Số con"].tolist() == [2, 3] and found["Điểm"].tolist()[0] == 7.5
    same(table, found)


def test_own_columns_of_several_loads_stand_side_by_side(shop):
    shop.load("customers", pd.DataFrame({"customer_id": ["Dũng"], "loyal_since": ["lâu rồi"], "zalo": ["dung.zalo"]}))
    found = shop.table("customers").set_index("customer_id")

    assert found.loc["Dũng", ["loyal_since", "zalo"]].tolist() == ["lâu rồi", "dung.zalo"]
    assert found.loc["An", "loyal_since"] == "2019"  # numbers and text in one column: all text


def test_a_relation_has_the_same_rows_and_stays_usable_after_a_load(shop):
    relation = shop.relation("orders")
    shop.load("orders", pd.DataFrame({"order_id": ["D9"], "customer_id": ["Chi"], "date": ["2025-04-01"], "amount": [1]}))

    assert relation.aggregate("count(*), sum(amount)").fetchall() == [(5, 200_001.5)]
    assert relation.columns == shop.relation("orders").columns


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb"])
def test_tables_of_other_engines_are_loaded_as_well(shop, engine):
    import duckdb

    table = polars.DataFrame({"order_id": ["D9"], "customer_id": ["An"], "date": [datetime.date(2025, 4, 1)], "amount": [5.5]})
    shop.load("orders", {"polars": table, "polars lazy": table.lazy(), "duckdb": duckdb.sql("SELECT 'D9' AS order_id, 'An' AS customer_id, DATE '2025-04-01' AS date, 5.5 AS amount")}[engine])

    assert shop.table("orders")["amount"].tolist()[-1] == 5.5


def test_numbers_as_ids_become_text_that_joins(path):
    with database.open(path) as opened:
        opened.load({"customers": pd.DataFrame({"customer_id": [1, 2]}), "orders": pd.DataFrame({"customer_id": [1.0, 2.0], "date": ["2025-01-01"] * 2, "amount": [decimal.Decimal("1.5"), 2]})})

        assert opened.table("orders")["customer_id"].tolist() == ["1", "2"]
        assert opened.table("orders")["amount"].tolist() == [1.5, 2]


def test_an_hour_of_another_time_zone_and_a_day_are_both_dates(path):
    table = pd.DataFrame({"customer_id": ["An"] * 3, "date": [datetime.date(2025, 1, 1), "2025-01-01 10:30", "2025-01-02T00:00:00+07:00"], "amount": [1, 2, 3]})
    with database.open(path) as opened:
        opened.load({"customers": pd.DataFrame({"customer_id": ["An"]}), "orders": table})

        assert opened.table("orders")["date"].dt.strftime("%m-%d %H:%M").tolist() == ["01-01 00:00", "01-01 10:30", "01-02 00:00"]


ORDERS = pd.DataFrame({"customer_id": ["An", "An", "An", "Bình"], "date": ["2025-05-01"] * 4, "amount": [10, 10, 10, 10], "product": ["trà", "trà", "bánh", "trà"]})


def test_orders_without_numbers_are_told_apart_and_known_again(shop):
    first = shop.load("orders", ORDERS)
    mixed = ORDERS.sample(frac=1, random_state=1)
    again = shop.load("orders", mixed)
    more = shop.load("orders", pd.concat([ORDERS, ORDERS.tail(1)]))

    assert (first.new, again.new, again.already_there, more.new) == ({"orders": 4}, {"orders": 0}, {"orders": 4}, {"orders": 1})
    assert shop.table("orders")["order_id"].is_unique


def test_the_same_row_twice_in_a_file_is_one_row(shop):
    row = pd.DataFrame({"order_id": ["D9", "D9"], "customer_id": ["An", "An"], "date": ["2025-04-01"] * 2, "amount": [5, 5]})

    assert (shop.load("orders", row).new, len(shop.table("orders"))) == ({"orders": 1}, 5)


def test_a_known_row_with_other_values_is_refused_or_replaces(shop):
    changed = pd.DataFrame({"customer_id": ["An", "Bình"], "phone": ["0900000001", "0987654321"]})
    with pytest.raises(ValueError, match="row 0, column 'phone': customer_id = 'An' is in the database with '0912345678', but this row has '0900000001'. If the new row is right, type db.load"):
        shop.load("customers", changed)
    done = shop.load("customers", changed, replace=True)

    assert (done.new, done.already_there, done.replaced) == ({"customers": 0}, {"customers": 1}, {"customers": 1})
    an = shop.table("customers").set_index("customer_id").loc["An"]
    assert (an["phone"], an["name"], an["loyal_since"]) == ("0900000001", "Nguyễn Thị An", 2019)  # what the file does not speak of stays
    assert len(shop.table("orders")) == 4


def test_replacing_reaches_own_columns_and_every_other_table_stays(shop, tables):
    shop.load("customers", pd.DataFrame({"customer_id": ["An"], "loyal_since": [2018]}), replace=True)

    assert shop.table("customers")["loyal_since"].tolist()[0] == 2018
    for name in tables.keys() - {"customers"}:
        assert len(shop.table(name)) == len(tables[name]), name
    with pytest.raises(ValueError, match="column 'loyal_since': .* with 2018, but this row has 2017"):
        shop.load("customers", pd.DataFrame({"customer_id": ["An"], "loyal_since": [2017]}))


def test_a_new_and_a_replaced_row_in_one_load(shop):
    done = shop.load({"orders": pd.DataFrame({"order_id": ["D1", "D8"], "customer_id": ["An", "Ý"], "date": ["2025-01-05", "2025-05-05"], "amount": [1, 2]}), "customers": pd.DataFrame({"customer_id": ["Ý"]})}, replace=True)

    assert (done.new, done.replaced) == ({"orders": 1, "customers": 1}, {"orders": 1, "customers": 0})
    assert shop.table("orders").set_index("order_id")["amount"].loc[["D1", "D8"]].tolist() == [1, 2]


def test_one_customer_may_have_said_different_things_on_two_records(shop):
    said = pd.DataFrame({"customer_id": ["Chi", "Chi"], "channel": ["app", "app"], "record_id": ["R5", "R6"], "allowed": [0, 1]})
    shop.load("permissions", said)

    assert shop.table("permissions").set_index("record_id").loc[["R5", "R6"], "allowed"].tolist() == [0, 1]


def test_a_new_channel_can_be_added(shop):
    shop.load("channels", pd.DataFrame({"channel": ["viber"]}))
    shop.load("permissions", pd.DataFrame({"customer_id": ["An"], "channel": ["viber"], "allowed": [1]}))

    assert "viber" in shop.table("channels")["channel"].tolist()


@pytest.mark.parametrize("spoken", ["new rows", "dòng mới"])
def test_what_was_loaded_says_itself(shop, tables, spoken):
    from crmlab import words

    words.use("en" if spoken == "new rows" else "vi")

    assert f"customers: 0 {spoken}, 3 " in str(shop.load(tables)) and "loyal_since" in repr(shop.load(tables))


def test_nothing_of_the_users_table_changes(shop):
    table = ORDERS.copy()
    shop.load("orders", table)

    pd.testing.assert_frame_equal(ORDERS, table)


def test_a_hundred_thousand_orders_are_loaded_in_a_moment(path):
    rows = np.arange(100_000)
    big = pd.DataFrame({"order_id": [f"D{row}" for row in rows], "customer_id": [f"K{row % 10_000}" for row in rows], "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(rows % 700, unit="D"), "amount": rows * 1.5, "till": rows % 7})
    with database.open(path) as opened:
        opened.load({"customers": big[["customer_id"]].drop_duplicates(), "orders": big})

        assert opened.relation("orders").aggregate("count(*), sum(amount), sum(till)").fetchall() == [(100_000, (rows * 1.5).sum(), (rows % 7).sum())]
