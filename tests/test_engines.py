"""Which kind of table it is, and what is refused before and after it is read."""
import numpy as np
import pandas as pd
import pytest

from crmlab import differentiate, engines, measure

polars = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

ORDERS = pd.DataFrame({"customer_id": [1, 2, 1], "date": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-05"]), "amount": [1.0, 2.0, 3.0], "brand": list("ABA")})
POLARS = polars.from_pandas(ORDERS)


def relation():
    return duckdb.connect().from_df(ORDERS)


def rfm(table):
    return measure.rfm(table, as_of="2026-01-31")


def test_the_kinds_are_told_apart():
    assert ["pandas", "polars", "polars", "duckdb", None] == [engines.kind(table) for table in (ORDERS, POLARS, POLARS.lazy(), relation(), [1, 2])]


def test_a_table_of_its_own_kind_of_pandas_is_a_pandas_table():
    class Orders(pd.DataFrame):
        pass

    assert rfm(ORDERS).equals(rfm(Orders(ORDERS)))


@pytest.mark.parametrize("number", [-800, -1, 0, 1, 59, 365, 10956, 11016, 19782, 20000, 47541, 47542])
def test_days_are_counted_from_1970_on_every_engine(number):
    import narwhals.stable.v2 as nw

    day = np.datetime64(number, "D").astype("datetime64[s]")
    table = pd.DataFrame({"day": [pd.Timestamp(day)]})
    for native in (polars.from_pandas(table), duckdb.connect().from_df(table)):
        found = engines.in_pandas(engines.day_numbers(nw.from_native(native).lazy(), "day").to_native())
        assert number == found["day"][0]


class FromElsewhere:
    columns = ("customer_id", "date", "amount")


def other(module):
    return type("Table", (FromElsewhere,), {"__module__": module})()


REFUSALS = [
    ("a missing column", lambda: rfm(POLARS.rename({"date": "ngay"})), "'date'", "orders.rename({'ngay': 'date'})"),
    ("a missing column of a lazy table", lambda: rfm(POLARS.lazy().rename({"date": "ngay"})), "'date'", "orders.rename({'ngay': 'date'})"),
    ("a missing column of a relation", lambda: rfm(relation().project("customer_id, amount")), "'date'", "orders.project('*, … AS …')"),
    ("dates as text", lambda: rfm(POLARS.with_columns(date=polars.lit("2026-01-01"))), "'date'", "String", "pl.col('date').str.to_date()"),
    ("dates as text in a relation", lambda: rfm(relation().project("* REPLACE (date::text AS date)")), "'date'", "String", "CAST(date AS DATE)"),
    ("money as text", lambda: rfm(POLARS.lazy().with_columns(amount=polars.lit("1"))), "'amount'", "String", "cast(pl.Float64)"),
    ("an empty cell", lambda: rfm(POLARS.with_columns(amount=polars.Series([1.0, None, 2.0]))), "'amount'", "1", "orders.drop_nulls('amount')"),
    ("NaN", lambda: rfm(POLARS.with_columns(amount=polars.Series([1.0, float("nan"), 2.0]))), "'amount'", "1", "is_finite()"),
    ("infinity", lambda: rfm(POLARS.with_columns(amount=polars.Series([1.0, float("inf"), 2.0]))), "'amount'", "1", "is_finite()"),
    ("no row", lambda: rfm(POLARS.clear()), "orders"),
    ("no order before the day", lambda: measure.rfm(POLARS, as_of="2025-01-01"), "as_of='2025-01-01'", "2026-01-01", "2026-01-05"),
    ("no order between", lambda: measure.p_active(POLARS, as_of="2026-12-31", since="2026-05-01"), "since='2026-05-01'", "since='2026-01-01', as_of='2026-01-05'"),
    ("a day that is none", lambda: measure.rfm(POLARS, as_of="30/4/2026"), "as_of", "'30/4/2026'"),
    ("a customer twice", lambda: differentiate.tiers(POLARS, by="amount"), "customer_id", "'1'", "values.unique('customer_id')"),
    ("tiers that do not add up", lambda: differentiate.tiers(relation(), by="amount", shares=(0.5, 0.1, 0.1, 0.1)), "shares"),
    ("an unknown firm", lambda: measure.share_of_wallet(POLARS, firm="C", firms="brand"), "'C'", "'A', 'B'"),
    ("periods that are no numbers", lambda: measure.past_customer_value(POLARS, discount_rate=0.1, as_of=3, period="brand", contribution="amount"), "'brand'", "cast(pl.Int64)"),
    ("a period that is none", lambda: measure.past_customer_value(POLARS, discount_rate=0.1, as_of="3", period="customer_id", contribution="amount"), "as_of", "'3'"),
    ("only later periods", lambda: measure.past_customer_value(POLARS, discount_rate=0.1, as_of=0, period="customer_id", contribution="amount"), "as_of=2"),
    ("rows without an order", lambda: measure.transitions(relation()), "order='order_id'", "order='brand'"),
    ("pyarrow", lambda: rfm(POLARS.to_arrow()), "pyarrow.Table", "duckdb.from_arrow(orders)"),
    ("dask", lambda: rfm(other("dask.dataframe")), "dask.Table", "orders.compute()"),
    ("what takes pandas only", lambda: measure.rfm_points(POLARS), "polars.DataFrame"),
    ("a list", lambda: rfm([1, 2]), "list"),
]


@pytest.mark.parametrize(("call", "said"), [(call, said) for _, call, *said in REFUSALS], ids=[name for name, *_ in REFUSALS])
def test_what_cannot_be_meant_is_refused_in_both_languages(call, said, language):
    with pytest.raises(ValueError) as refused:
        call()

    for part in said:
        assert part in str(refused.value)


CELLS = [
    ("SELECT * FROM orders LIMIT 0", {}, "must have at least one row"),
    ("SELECT customer_id, date, NULL::DOUBLE AS amount FROM orders", {}, "no empty cell in 'amount', but has 3"),
    ("SELECT customer_id, date, 'nan'::DOUBLE AS amount FROM orders", {}, "finite numbers in 'amount', but 3 rows"),
    ("SELECT * FROM orders", {"unique": ["customer_id"]}, "one row per customer_id, but '1' has several"),
]


@pytest.mark.parametrize(("query", "unique", "sentence"), CELLS)
def test_the_cells_of_a_lazy_table_are_checked_when_asked(query, unique, sentence):
    connection = duckdb.connect()
    connection.register("orders", ORDERS)
    for table in (connection.sql(query), polars.from_arrow(connection.sql(query).to_arrow_table()).lazy()):
        with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
            engines.check(table, "customer_id", "date", "amount", **unique, table_name="orders")


def test_what_is_sound_passes_the_check_on_every_kind():
    for table in (ORDERS, POLARS, POLARS.lazy(), relation()):
        assert engines.check(table, "customer_id", "date", "amount", unique=["date"]) is None


def test_two_columns_of_one_name_are_refused():
    connection = duckdb.connect()
    twice = type("DuckDBPyRelation", (), {"__module__": "_duckdb", "columns": ["customer_id", "date", "date", "amount"]})()
    with pytest.raises(ValueError, match="must have one column 'date', but has several"):
        engines.check(twice, "date", table_name="orders")
    connection.close()


def test_speaking_to_other_engines_costs_a_pandas_user_nothing():
    import subprocess
    import sys

    code = "import sys; import pandas as pd; from crmlab import measure; measure.rfm(pd.DataFrame({'customer_id': [1], 'date': ['2026-01-01'], 'amount': [1]}), as_of='2026-01-01'); print([name for name in ('narwhals', 'polars', 'duckdb', 'pyspark') if name in sys.modules])"

    assert "[]" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8").stdout.strip()
