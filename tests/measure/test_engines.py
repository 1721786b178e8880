"""The same numbers on pandas, Polars, DuckDB and Spark: cell by cell, lazily, whatever the order of rows."""
import collections
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmlab import differentiate, engines, measure

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas", "ignore::DeprecationWarning")

KINDS = ("polars", "lazy", "duckdb", "spark")
# name: (the columns that name a row of the result, the call)
CALLS = {
    "rfm": ("customer_id", lambda t: measure.rfm(t, as_of="2025-06-30")),
    "rfm nested": ("customer_id", lambda t: measure.rfm(t, as_of="2025-06-30", method="nested", groups=11)),
    "purchase_summary": ("customer_id", lambda t: measure.purchase_summary(t, as_of="2025-06-30", period="W")),
    "purchase_summary since": ("customer_id", lambda t: measure.purchase_summary(t, as_of="2025-06-30", since="2024-03-01")),
    "inter_purchase_time": ("customer_id", lambda t: measure.inter_purchase_time(t)),
    "p_active": ("customer_id", lambda t: measure.p_active(t, as_of="2025-06-30")),
    "p_active since": ("customer_id", lambda t: measure.p_active(t, as_of="2025-06-30", since="2024-02-02")),
    **{f"cohort_survival {period}": ("cohort age", lambda t, period=period: measure.cohort_survival(t, as_of="2025-06-30", period=period)) for period in "DWMQY"},
    "past_customer_value": ("customer_id", lambda t: measure.past_customer_value(t, discount_rate=0.1, as_of=7, contribution="amount")),
    "past_customer_value later": ("customer_id", lambda t: measure.past_customer_value(t, discount_rate=0.1, as_of=7, contribution="amount", convention="one_period_later")),
    "share_of_wallet": ("customer_id", lambda t: measure.share_of_wallet(t, firm="ours")),
    "transitions": ("brand next_brand", lambda t: measure.transitions(t, order="line")),
    "transition_matrix": ("", lambda t: measure.transition_matrix(t, order="line").reset_index()),
    "tiers": ("customer_id", lambda t: differentiate.tiers(t, by="amount", customer="line")),
}
KEYS = {name: keys.replace("customer_id", "line" if name == "tiers" else "customer_id").split() for name, (keys, _) in CALLS.items()}


def random_orders(rows=1500, seed=1):
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "customer_id": draw.integers(0, 120, rows),
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 560 * 24, rows), "h"),
            "amount": draw.integers(-100, 1000, rows) / 10,
            "brand": draw.choice(["An", "Ân", "b", "Đ"], rows),
            "line": np.arange(rows),
            "firm": draw.choice(["ours", "theirs"], rows),
            "period": draw.integers(1, 9, rows),
        }
    )


ORDERS = random_orders()


def plain(table, *keys):
    """A table of any kind as pandas, sorted by its keys, with dates and periods as moments."""
    table = engines.in_pandas(table).copy()
    for column in sorted({"first", "last", "cohort"} & set(table.columns)):
        values = table[column]
        table[column] = (values.dt.start_time if isinstance(values.dtype, pd.PeriodDtype) else pd.to_datetime(values)).astype("datetime64[s]")
    return table.sort_values(list(keys), ignore_index=True) if keys else table


def assert_same(expected, found, *keys):
    expected, found = plain(expected, *keys), plain(found, *keys)
    assert expected.columns.tolist() == found.columns.tolist()
    pd.testing.assert_frame_equal(expected, found, check_dtype=False, check_column_type=False, check_names=False, rtol=1e-9, atol=1e-9)
    whole = [column for column in expected if expected[column].dtype.kind in "iu"]
    assert [] == [column for column in whole if found[column].dtype.kind not in "iu"], "whole numbers stay whole numbers"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
def test_every_cell_is_that_of_pandas_in_a_table_of_the_kind_that_went_in(name, kind, made):
    table, call = made(kind, ORDERS), CALLS[name][1]
    found = call(table)

    assert name == "transition_matrix" or type(table) is type(found)
    assert_same(call(ORDERS), found, *KEYS[name])


@pytest.mark.parametrize("kind", ["polars", "lazy", "duckdb"])
@pytest.mark.parametrize("name", CALLS)
def test_the_order_of_rows_does_not_matter(name, kind, made):
    _, call = CALLS[name]

    assert_same(call(made(kind, ORDERS)), call(made(kind, ORDERS.sample(frac=1, random_state=3))), *KEYS[name])


def test_a_polars_table_comes_back_sorted_like_a_pandas_one(made):
    for name in ("rfm", "purchase_summary", "cohort_survival M", "transitions", "tiers"):
        expected, found = CALLS[name][1](ORDERS), engines.in_pandas(CALLS[name][1](made("polars", ORDERS)))
        assert expected[KEYS[name][-1]].tolist() == found[KEYS[name][-1]].tolist()


@pytest.mark.parametrize("day", range(23, 30))
@pytest.mark.parametrize("period", ["W", "M"])
def test_the_last_period_is_that_of_the_day_we_look_from(day, period, made):
    expected, found = (measure.cohort_survival(table, as_of=f"2025-06-{day}", period=period) for table in (ORDERS, made("polars", ORDERS)))

    assert_same(expected, found, "cohort", "age")


# Tables nobody thought of

text_ids = st.sampled_from(["", "An", "an", "Ân", "Đỗ", "Z", "é", "e\u0301", "😀"])
order_rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 70), st.sampled_from([0, 9, 23]), st.integers(-30, 99), st.sampled_from("AB"), st.booleans(), st.integers(1, 9)), min_size=1, max_size=25
)


def table_of(rows, ids):
    columns = ["customer_id", "day", "hour", "amount", "brand", "firm", "period"]
    table = pd.DataFrame(rows, columns=columns).assign(line=range(len(rows)))
    table["date"] = pd.Timestamp("2024-12-20") + pd.to_timedelta(table.pop("day") * 24 + table.pop("hour"), "h")
    table["amount"] = table["amount"] / 10
    table["firm"] = np.where(table["firm"], "ours", "theirs")
    table["customer_id"] = [ids[place] for place in table["customer_id"]]
    return table


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=order_rows, ids=st.lists(text_ids, min_size=5, max_size=5) | st.lists(st.integers(-(2**40), 2**40), min_size=5, max_size=5))
@pytest.mark.parametrize("name", [name for name in CALLS if name.split()[-1] not in ("later", "since", "W", "Q", "Y")])
def test_any_orders_give_the_same_on_polars_and_duckdb(name, rows, ids, made):
    table, call = table_of(rows, ids), CALLS[name][1]
    try:
        expected = call(table)
    except ValueError as refused:
        with pytest.raises(ValueError) as also:
            call(made("polars", table))
        assert str(refused) == str(also.value)
        return

    for kind in ("polars", "duckdb"):
        assert_same(expected, call(made(kind, table)), *KEYS[name])


@given(rows=order_rows)
def test_transitions_are_the_pairs_a_loop_counts(rows):
    table = table_of(rows, "abcde")
    found = measure.transitions(table, order="line")
    pairs = collections.Counter()
    for _, bought in itertools.groupby(sorted(zip(table["customer_id"], table["date"], table["line"], table["brand"])), key=lambda row: row[0]):
        pairs.update(itertools.pairwise(row[3] for row in bought))

    assert dict(pairs) == {(before, after): count for before, after, count, _ in found.itertuples(index=False)}
    assert [pytest.approx(1)] * found["brand"].nunique() == found.groupby("brand")["share"].sum().tolist()


# Lazy stays lazy


def counted(kind, made, monkeypatch):
    """A lazy table over a source that counts how often it is read."""
    reads = []

    def read(batch):
        reads.append(len(batch))
        return batch

    if kind == "lazy":
        table = made("lazy", ORDERS)
        return table.map_batches(read, schema=table.collect_schema()), reads
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.create_function("read", lambda amount: (reads.append(1), amount)[1], ["DOUBLE"], "DOUBLE", side_effects=True)
    connection.from_df(ORDERS.head(20)).create("source")
    return connection.sql("SELECT * REPLACE (read(amount) AS amount) FROM source"), reads


@pytest.mark.parametrize("kind", ["lazy", "duckdb"])
def test_nothing_is_read_before_the_result_is(kind, made, monkeypatch):
    table, reads = counted(kind, made, monkeypatch)
    results = [call(table) for name, (_, call) in CALLS.items() if name != "transition_matrix"]

    assert [] == reads
    engines.in_pandas(results[0])
    assert reads


def test_spark_runs_no_job_before_the_result_is_asked_for(spark):
    def refuse(batches):
        raise RuntimeError("executed")
        yield from batches

    source = spark.createDataFrame(ORDERS.head(20))
    table = source.mapInPandas(refuse, schema=source.schema)
    results = [call(table) for name, (_, call) in CALLS.items() if name != "transition_matrix"]

    with pytest.raises(Exception, match="executed"):
        results[0].collect()


# Days and clocks


@pytest.mark.parametrize("kind", ["polars", "lazy", "duckdb"])
@pytest.mark.parametrize("type_of_day", ["date", "moment", "zoned"])
def test_dates_moments_and_moments_with_a_time_zone_count_by_their_own_clock(kind, type_of_day, made):
    table = ORDERS.head(300)
    if type_of_day == "zoned" and kind == "duckdb":
        pytest.skip("DuckDB shows such moments by the clock of its session")
    given_to = table.assign(date=table["date"].dt.tz_localize("Asia/Ho_Chi_Minh")) if type_of_day == "zoned" else table
    lazy = made(kind, given_to)
    if type_of_day == "date":
        lazy = lazy.project("* REPLACE (CAST(date AS DATE) AS date)") if kind == "duckdb" else lazy.with_columns(date=__import__("polars").col("date").dt.date())

    for name in ("rfm", "purchase_summary", "cohort_survival W", "p_active since"):
        assert_same(CALLS[name][1](table), CALLS[name][1](lazy), *KEYS[name])


def test_spark_keeps_the_hour_of_its_session(made):
    late = ORDERS.head(200).assign(date=ORDERS["date"].head(200).dt.normalize() + pd.Timedelta("23h30min"))

    assert_same(CALLS["rfm"][1](late), CALLS["rfm"][1](made("spark", late)), "customer_id")


# Unknown values


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("customers", [1, 7, 130])
def test_the_unknown_are_in_no_tier_on_any_engine(kind, customers, made):
    values = pd.DataFrame({"customer_id": [f"k{place * 11 % customers:03d}" for place in range(customers)], "profit": [float(place % 11) if place % 5 else np.nan for place in range(customers)]})
    values.loc[0, "profit"] = 4.0
    expected, found = differentiate.tiers(values), plain(differentiate.tiers(made(kind, values)))
    found = found.sort_values(["rank", "customer_id"], ignore_index=True)

    assert expected["customer_id"].tolist() == found["customer_id"].tolist()
    assert expected["tier"].fillna("none").tolist() == found["tier"].fillna("none").tolist()
    assert expected["rank"].fillna(0).tolist() == found["rank"].fillna(0).tolist()
    assert expected["profit"].fillna(-1).tolist() == found["profit"].fillna(-1).tolist()


@pytest.mark.parametrize("kind", ["lazy", "duckdb", "spark"])
def test_in_a_lazy_table_unknown_money_stays_unknown_and_ranks_last(kind, made):
    orders = ORDERS.head(40).reset_index(drop=True)
    orders.loc[0, "amount"] = np.nan
    who = orders.loc[0, "customer_id"]
    found = plain(measure.rfm(made(kind, orders), as_of="2025-12-31"), "customer_id").set_index("customer_id")

    assert [who] == found.index[found["monetary"].isna()].tolist()
    assert 5 == found["M"][who]
    expected = measure.rfm(orders.assign(amount=orders["amount"].fillna(-1e9)), as_of="2025-12-31").set_index("customer_id")
    assert expected["M"].tolist() == found["M"].tolist()


@pytest.mark.parametrize("kind", ["lazy", "duckdb", "spark"])
def test_in_a_lazy_table_rows_without_a_date_do_not_count(kind, made):
    orders = ORDERS.head(40).reset_index(drop=True)
    orders.loc[[0, 3], "date"] = pd.NaT

    for name in ("rfm", "inter_purchase_time", "cohort_survival M"):
        assert_same(CALLS[name][1](orders.dropna()), CALLS[name][1](made(kind, orders)), *KEYS[name])
