"""Chapter 3 on tables: by hand on a few rows, against a plain Python version on many, and what must never be lost."""
import collections
import datetime
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import datasets, measure
from crmlab.metrics import strategic

quickly = settings(derandomize=True, max_examples=60, deadline=None)

ORDERS = pd.DataFrame(
    {
        "customer_id": ["An", "An", "Bình", "An", "Chi", "Bình"],
        "date": pd.to_datetime(["2026-01-10", "2026-02-09", "2026-01-31", "2026-04-10", "2026-03-01", "2026-01-31"]),
        "amount": [100, 50, 300, 50, 10, 5],
    }
)
DAY = datetime.date(2026, 1, 1)

orders_tables = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 400), st.integers(0, 5).map(lambda x: x * 0.1)), min_size=1, max_size=40
).map(
    lambda rows: pd.DataFrame(
        {
            "customer_id": [row[0] for row in rows],
            "date": pd.to_datetime([DAY + datetime.timedelta(row[1]) for row in rows]),
            "amount": [row[2] for row in rows],
            "brand": [f"B{(row[0] + row[1]) % 3}" for row in rows],
        }
    )
)


def rows_of(table):
    """A frame as a list of plain tuples, NaN as None."""
    plain = table.astype(object).where(table.notna(), None)
    return list(plain.itertuples(index=False, name=None))


def by_customer(orders, column="date"):
    """The values of each customer, in the order of rows."""
    found = collections.defaultdict(list)
    for customer, value in zip(orders["customer_id"], orders[column]):
        found[customer].append(value)
    return dict(sorted(found.items()))


# RFM


def test_rfm_of_three_customers_by_hand():
    expected = [
        ("An", 20, 3, 200.0, 1, 1, 2, "112"),
        ("Bình", 89, 2, 305.0, 3, 2, 1, "321"),
        ("Chi", 60, 1, 10.0, 2, 3, 3, "233"),
    ]

    assert expected == rows_of(measure.rfm(ORDERS, as_of="2026-04-30", groups=3))


def test_rfm_with_fewer_customers_than_groups_keeps_the_ends():
    coded = measure.rfm(ORDERS, as_of="2026-04-30")

    assert [1, 4, 2] == coded.R.tolist()
    assert [1, 2, 4] == coded.F.tolist()


def test_nested_codes_sort_within_the_group_before():
    """Eight customers, two groups: R halves, F halves each R half, M halves each F half."""
    names = list("abcdefgh")
    orders = pd.DataFrame(
        [
            (name, f"2026-01-{31 - position:02d}", amount)
            for position, (name, count, amount) in enumerate(zip(names, [4, 3, 2, 1, 1, 1, 2, 2], [1, 2, 1, 3, 9, 8, 7, 9]))
            for _ in range(count)
        ],
        columns=["customer_id", "date", "amount"],
    )

    coded = measure.rfm(orders, as_of="2026-01-31", groups=2, method="nested")
    assert ["112", "111", "122", "121", "221", "222", "212", "211"] == coded.rfm.tolist()
    assert ["112", "112", "112", "122", "221", "221", "211", "221"] == measure.rfm(orders, as_of="2026-01-31", groups=2).rfm.tolist()


def naive_rfm(orders, as_of, groups, nested):
    """Plain Python: sort, cut, code."""
    dates, amounts = by_customer(orders), by_customer(orders, "amount")
    worth = {c: ((max(dates[c]) - pd.Timestamp(DAY)).days, len(dates[c]), round(math.fsum(amounts[c]), 6)) for c in dates}
    codes = {c: () for c in dates}
    for position in range(3):
        cells = itertools.groupby(sorted(dates, key=lambda c: codes[c]), key=lambda c: codes[c]) if nested else [(None, dates)]
        new = {}
        for _, cell in cells:
            ranked = sorted(cell, key=lambda c: (-worth[c][position], c))
            new |= {c: rank * groups // len(ranked) + 1 for rank, c in enumerate(ranked)}
        codes = {c: (*codes[c], new[c]) for c in dates}
    return [((as_of - max(dates[c])).days, worth[c][1], pytest.approx(worth[c][2]), *codes[c]) for c in dates]


@quickly
@given(orders=orders_tables, groups=st.integers(1, 6), nested=st.booleans())
def test_rfm_is_what_plain_python_finds(orders, groups, nested):
    coded = measure.rfm(orders, as_of="2027-06-30", groups=groups, method="nested" if nested else "independent")

    expected = naive_rfm(orders, pd.Timestamp("2027-06-30"), groups, nested)
    assert expected == rows_of(coded.drop(columns=["customer_id", "rfm"]))


@quickly
@given(orders=orders_tables, seed=st.integers(0, 9), method=st.sampled_from(["independent", "nested"]))
def test_rfm_loses_nothing_and_ignores_the_order_of_rows(orders, seed, method):
    before = orders.copy()
    coded = measure.rfm(orders, as_of="2027-06-30", method=method)
    shuffled = measure.rfm(orders.sample(frac=1, random_state=seed), as_of="2027-06-30", method=method)

    pd.testing.assert_frame_equal(before, orders)
    pd.testing.assert_frame_equal(coded, shuffled)
    assert sorted(set(orders.customer_id)) == coded.customer_id.tolist()
    assert len(orders) == coded.frequency.sum()
    assert pytest.approx(orders.amount.sum()) == coded.monetary.sum()
    assert (coded.recency >= 0).all()


@pytest.mark.parametrize("customers", [4, 5, 23, 125, 126, 1000])
def test_groups_differ_by_at_most_one_customer(customers):
    draw = np.random.default_rng(customers)
    orders = pd.DataFrame(
        {"customer_id": range(customers), "date": pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, 9, customers), "D"), "amount": 1}
    )
    independent = measure.rfm(orders, as_of="2026-02-01")
    nested = measure.rfm(orders, as_of="2026-02-01", method="nested")

    for sizes in (*(independent[code].value_counts() for code in "RFM"), nested.R.value_counts(), nested.rfm.value_counts()):
        assert sizes.max() - sizes.min() <= 1
    if customers >= 125:
        assert 125 == nested.rfm.nunique()


def test_the_customers_of_the_books_mailing_fall_into_125_cells_of_320():
    """WE-326: a sample of 40,000."""
    draw = np.random.default_rng(1)
    orders = pd.DataFrame(
        {"customer_id": np.arange(40_000), "date": pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, 300, 40_000), "D"), "amount": draw.integers(1, 99, 40_000)}
    )

    assert {320} == set(measure.rfm(orders, as_of="2026-12-31", method="nested").rfm.value_counts())


def test_more_than_nine_groups_are_told_apart_in_the_label():
    orders = pd.DataFrame({"customer_id": range(10), "date": "2026-01-01", "amount": range(10)})

    assert "1-1-10" == measure.rfm(orders, as_of="2026-01-01", groups=10).rfm[0]


def test_orders_after_the_day_do_not_count_and_those_of_the_day_do():
    late = ORDERS.assign(date=ORDERS.date + pd.Timedelta("15h"))
    coded = measure.rfm(late, as_of="2026-02-09")

    assert [("An", 0, 2), ("Bình", 9, 2)] == rows_of(coded[["customer_id", "recency", "frequency"]])


def test_money_that_differs_in_the_last_bit_only_is_a_tie():
    orders = pd.DataFrame({"customer_id": ["a", "b", "b", "b"], "date": "2026-01-01", "amount": [0.6, 0.1, 0.2, 0.3]})

    assert 0.1 + 0.2 + 0.3 != 0.6
    assert [1, 2] == measure.rfm(orders, as_of="2026-01-01", groups=2).M.tolist()


# RFM points


def test_the_points_of_john_smith_and_mags():
    """WE-331 to 333, both readings of the upper limits."""
    purchases = datasets.load("rfm_points")

    assert [("Mags", 38, 12, 28, 298, 1), ("John", 33, 9, 22, 249, 2), ("Smith", 5, 6, 25, 112, 3)] == rows_of(measure.rfm_points(purchases, cap="purchase"))
    assert [("Mags", 289), ("John", 249), ("Smith", 112)] == rows_of(measure.rfm_points(purchases)[["customer_id", "points"]])


@quickly
@given(
    rows=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 15), st.integers(0, 4), st.integers(0, 200)), min_size=1, max_size=20),
    cap=st.sampled_from(["customer", "purchase"]),
)
def test_the_points_of_a_table_are_those_of_each_customer(rows, cap):
    purchases = pd.DataFrame(rows, columns=["customer_id", "months_ago", "items", "amount"])
    table = measure.rfm_points(purchases, cap=cap, weights=(4, 3, 2))
    one_by_one = {
        customer: strategic.rfm_points(mine.months_ago, mine["items"], mine.amount, weights=(4, 3, 2), cap=cap)
        for customer, mine in purchases.groupby("customer_id")
    }

    assert pytest.approx(one_by_one) == dict(zip(table.customer_id, table.points))
    assert table.points.is_monotonic_decreasing
    assert [1 + sum(other > points for other in table.points) for points in table.points] == table["rank"].tolist()


# Past customer value


def test_past_value_of_the_books_customer_and_her_mirror():
    """WE-335 and WE-336."""
    table = datasets.load("past_contributions")
    now = measure.past_customer_value(table, discount_rate=0.0125, as_of=5)
    later = measure.past_customer_value(table, discount_rate=0.0125, as_of=5, convention="one_period_later")

    assert [("early", 298.286285), ("late", 286.212252)] == rows_of(now)
    assert [("early", 302.014864), ("late", 289.789905)] == rows_of(later)


@quickly
@given(
    rows=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(-50, 200)), min_size=1, max_size=12),
    convention=st.sampled_from(["now", "one_period_later"]),
)
def test_missing_periods_bring_nothing_and_double_ones_add_up(rows, convention):
    table = pd.DataFrame(rows, columns=["customer_id", "period", "contribution"])
    worth = measure.past_customer_value(table, discount_rate=0.1, as_of=7, convention=convention)
    dense = table.pivot_table(index="customer_id", columns="period", values="contribution", aggfunc="sum").reindex(columns=range(1, 8)).fillna(0)

    expected = strategic.past_customer_value(dense.to_numpy(), 0.1, convention=convention)
    assert pytest.approx(expected.tolist()) == worth.past_customer_value.tolist()
    assert dense.index.tolist() == worth.customer_id.tolist()


def test_periods_may_be_months():
    table = datasets.load("past_contributions")
    months = table.assign(period=pd.PeriodIndex.from_ordinals(table.period + 671, freq="M"))

    assert "2026-01" == str(months.period[0])
    expected = measure.past_customer_value(table, discount_rate=0.0125, as_of=4)
    pd.testing.assert_frame_equal(expected, measure.past_customer_value(months, discount_rate=0.0125, as_of="2026-04"))


# Share of wallet


def test_share_of_wallet_by_hand():
    """WE-320: the mean of shares is not the share of sums."""
    wallets = datasets.load("wallets").query("example == 'aggregate'")
    shares = measure.share_of_wallet(wallets, firm="ours")

    assert [(1, 400, 300, 0.75), (2, 100, 10, 0.10)] == rows_of(shares)
    assert 0.62 == shares.spending.sum() / shares.wallet.sum()
    assert pytest.approx(0.425) == shares.share_of_wallet.mean()


def test_who_spends_nothing_with_us_has_a_share_of_0_and_who_spends_nothing_has_none():
    spending = pd.DataFrame({"customer_id": [1, 2, 3], "firm": ["ours", "theirs", "ours"], "amount": [5, 5, 0]})

    assert [1.0, 0.0, None] == [row[3] for row in rows_of(measure.share_of_wallet(spending, firm="ours"))]


def test_wallets_hold_all_the_money_and_every_firms_spending_adds_up_to_it():
    trips = datasets.load("grocery")
    shares = [measure.share_of_wallet(trips, firm=firm) for firm in trips.firm.unique()]

    assert trips.amount.sum() == shares[0].wallet.sum() == sum(share.spending.sum() for share in shares)
    assert [1] * 150 == pytest.approx(sum(share.share_of_wallet for share in shares).tolist())
    pd.testing.assert_frame_equal(shares[0], measure.share_of_wallet(trips.sample(frac=1, random_state=1), firm=trips.firm.unique()[0]))


# Transitions


def test_transitions_by_hand():
    """An buys A, then B, then A; Bình A, A; Chi C once."""
    purchases = ORDERS.assign(brand=["A", "B", "A", "A", "C", "A"])
    counts = measure.transition_matrix(purchases, counts=True)
    shares = measure.transition_matrix(purchases)

    assert [[1, 1, 0], [1, 0, 0], [0, 0, 0]] == counts.to_numpy().tolist()
    assert [(0.5, 0.5, 0), (1, 0, 0), (None, None, None)] == rows_of(shares)
    assert (list("ABC"), "brand") == (shares.index.tolist(), shares.index.name)
    assert (list("ABC"), "next_brand") == (shares.columns.tolist(), shares.columns.name)


def test_ties_in_date_are_taken_by_the_given_column_or_else_by_row():
    purchases = pd.DataFrame({"customer_id": 1, "date": "2026-01-01", "brand": ["A", "B"], "line": [2, 1]})

    assert 1 == measure.transition_matrix(purchases, counts=True).loc["A", "B"]
    assert 1 == measure.transition_matrix(purchases, order="line", counts=True).loc["B", "A"]
    assert 1 == measure.transition_matrix(purchases[::-1], order="line", counts=True).loc["B", "A"]


def test_the_hour_orders_purchases_of_one_day():
    purchases = pd.DataFrame({"customer_id": 1, "date": ["2026-01-01 15:00", "2026-01-01 09:00"], "brand": ["A", "B"]})

    assert 1 == measure.transition_matrix(purchases, counts=True).loc["B", "A"]


@quickly
@given(orders=orders_tables)
def test_transitions_are_what_plain_python_counts(orders):
    pairs = collections.Counter()
    for customer in set(orders.customer_id):
        mine = sorted((when, row, brand) for row, (who, when, brand) in enumerate(zip(orders.customer_id, orders.date, orders.brand)) if who == customer)
        pairs.update((before, after) for (_, _, before), (_, _, after) in itertools.pairwise(mine))
    counts = measure.transition_matrix(orders, counts=True)
    shares = measure.transition_matrix(orders)

    assert {pair: count for pair, count in counts.stack().items() if count} == pairs
    assert len(orders) - orders.customer_id.nunique() == counts.to_numpy().sum()
    assert all(math.isclose(1, row.sum()) or row.isna().all() for _, row in shares.iterrows())


# Cohorts


def test_cohorts_by_hand():
    """An (January; also February and April) and Bình (January only), Chi (March)."""
    table = measure.cohort_survival(ORDERS, as_of="2026-04-30")

    expected = [
        ("2026-01", 0, 2, 2, 2, 1.0, None),
        ("2026-01", 1, 2, 1, 1, 0.5, 0.5),
        ("2026-01", 2, 2, 0, 1, 0.5, 1.0),
        ("2026-01", 3, 2, 1, 1, 0.5, 1.0),
        ("2026-03", 0, 1, 1, 1, 1.0, None),
        ("2026-03", 1, 1, 0, 0, 0.0, 0.0),
    ]
    assert expected == rows_of(table.assign(cohort=table.cohort.astype(str)))


@quickly
@given(orders=orders_tables, period=st.sampled_from(["W", "M", "Q", "Y"]))
def test_cohorts_are_what_plain_python_counts(orders, period):
    when = {customer: [pd.Period(date, period) for date in dates] for customer, dates in by_customer(orders).items()}
    now = pd.Period("2027-06-30", period)
    expected = []
    for cohort in sorted({min(periods) for periods in when.values()}):
        members = [periods for periods in when.values() if min(periods) == cohort]
        for age in range((now - cohort).n + 1):
            active = sum(cohort + age in periods for periods in members)
            expected.append((cohort, age, len(members), active, sum(max(periods) >= cohort + age for periods in members)))
    table = measure.cohort_survival(orders, as_of="2027-06-30", period=period)

    assert expected == rows_of(table[["cohort", "age", "customers", "active", "survivors"]])


def test_survival_is_the_product_of_retention():
    """Rr_t = survivors now / survivors before, so SR_t = Rr_1 · … · Rr_t."""
    table = measure.cohort_survival(datasets.load("cdnow"), as_of="1998-06-30")

    assert 2357 == table[table.age == 0].survivors.sum()
    for _, cohort in table.groupby("cohort"):
        assert cohort.survivors.is_monotonic_decreasing
        assert pytest.approx(cohort.survival_rate.tolist()) == cohort.retention_rate.fillna(1).cumprod().tolist()


def test_a_cohort_nobody_is_left_of_has_no_retention():
    table = measure.cohort_survival(ORDERS[ORDERS.customer_id == "Chi"], as_of="2026-05-31")

    assert [None, 0.0, None] == [row[6] for row in rows_of(table)]


# Time between purchases, P(Active)


def test_inter_purchase_time_by_hand():
    table = measure.inter_purchase_time(ORDERS)

    expected = [("An", 3, "2026-01-10", "2026-04-10", 45.0), ("Bình", 2, "2026-01-31", "2026-01-31", 0.0), ("Chi", 1, "2026-03-01", "2026-03-01", None)]
    assert expected == rows_of(table.assign(first=table["first"].astype(str), last=table["last"].astype(str)))


@quickly
@given(orders=orders_tables)
def test_the_mean_time_is_the_mean_of_the_gaps(orders):
    table = measure.inter_purchase_time(orders).set_index("customer_id")

    assert len(orders) == table.purchases.sum()
    for customer, dates in by_customer(orders).items():
        gaps = [(after - before).days for before, after in itertools.pairwise(sorted(dates))]
        assert math.isnan(table.mean_days[customer]) if not gaps else pytest.approx(sum(gaps) / len(gaps)) == table.mean_days[customer]


def test_p_active_by_hand():
    """An: 90 of 110 days, three purchases; Bình has not come back."""
    table = measure.p_active(ORDERS, as_of="2026-04-30")

    assert [("An", 90 / 110, 3), ("Bình", 0.0, 2), ("Chi", 0.0, 1)] == rows_of(table[["customer_id", "T", "n"]])
    assert [(90 / 110) ** 3, 0, 0] == pytest.approx(table.p_active.tolist())


def test_p_active_from_a_common_start_is_the_books():
    """WE-312, 313: eight of twelve months, four and two purchases."""
    days = {1: [30, 90, 150, 240], 2: [10, 240]}
    purchases = pd.DataFrame([(customer, DAY + datetime.timedelta(day)) for customer in days for day in days[customer]], columns=["customer_id", "date"])
    table = measure.p_active(purchases, since=DAY, as_of=DAY + datetime.timedelta(360))

    assert [0.197531, 0.444444] == pytest.approx(table.p_active.tolist(), abs=5e-7)


def test_p_active_on_the_first_day_is_unknown():
    assert measure.p_active(ORDERS[ORDERS.customer_id == "Chi"], as_of="2026-03-01").p_active.isna().all()


# All of them

CALLS = {
    "rfm": lambda orders, **names: measure.rfm(orders, as_of="2026-04-30", **names),
    "cohort_survival": lambda orders, **names: measure.cohort_survival(orders, as_of="2026-04-30", **_without_amount(names)),
    "inter_purchase_time": lambda orders, **names: measure.inter_purchase_time(orders, **_without_amount(names)),
    "p_active": lambda orders, **names: measure.p_active(orders, as_of="2026-04-30", **_without_amount(names)),
}


def _without_amount(names):
    return {name: column for name, column in names.items() if name != "amount"}


@pytest.mark.parametrize("name", CALLS)
def test_columns_may_have_other_names_and_dates_may_be_text(name):
    named = {"customer": "mã KH", "date": "ngày", "amount": "tiền"}
    vietnamese = ORDERS.rename(columns={"customer_id": "mã KH", "date": "ngày", "amount": "tiền"})
    as_text = vietnamese.assign(ngày=vietnamese["ngày"].dt.strftime("%Y-%m-%d"))
    expected = CALLS[name](ORDERS).rename(columns={"customer_id": "mã KH"})

    pd.testing.assert_frame_equal(expected, CALLS[name](as_text, **named))


@pytest.mark.parametrize("name", CALLS)
def test_the_input_is_not_touched_and_row_order_does_not_matter(name):
    before = ORDERS.copy()
    result = CALLS[name](ORDERS)

    pd.testing.assert_frame_equal(result, CALLS[name](ORDERS[::-1]))
    pd.testing.assert_frame_equal(before, ORDERS)
    assert list(range(len(result))) == result.index.tolist()


@pytest.mark.parametrize("name", CALLS)
def test_a_missing_column_is_asked_for(name):
    with pytest.raises(ValueError, match=r"orders needs 'date' \(day of the order\).*rename\(columns=\{'ngay': 'date'\}\)"):
        CALLS[name](ORDERS.rename(columns={"date": "ngay"}))


def _monthly():
    table = datasets.load("past_contributions")
    return table.assign(period=pd.PeriodIndex.from_ordinals(table.period, freq="M"))


REFUSALS = [
    (lambda: measure.rfm(ORDERS, as_of="2025-12-31"), "orders has none up to as_of='2025-12-31': they run from 2026-01-10 to 2026-04-10. Type as_of='2026-04-10'."),
    (lambda: measure.p_active(ORDERS, as_of="2026-12-31", since="2026-05-01"), "from since='2026-05-01': they run from 2026-01-10 to 2026-04-10. Type since='2026-01-10', as_of='2026-04-10'."),
    (lambda: measure.rfm(ORDERS, as_of="30/4/2026"), "as_of must be a date, but got '30/4/2026'. Type as_of='2026-12-31'."),
    (lambda: measure.rfm(ORDERS, as_of="2026-04-30", groups=0), "groups must be one whole number, 1 or more, but got 0."),
    (lambda: measure.rfm(ORDERS, as_of="2026-04-30", method="nest"), "method must be one of 'independent', 'nested', but got 'nest'."),
    (lambda: measure.rfm(ORDERS.assign(amount="x"), as_of="2026-04-30"), "orders needs numbers in 'amount', but has 'x'."),
    (lambda: measure.rfm_points(datasets.load("rfm_points"), weights=(1, 2)), "weights must be three numbers"),
    (lambda: measure.rfm_points(datasets.load("rfm_points"), cap="all"), "cap must be one of 'customer', 'purchase'"),
    (lambda: measure.rfm_points(datasets.load("rfm_points").assign(items=-1)), "items must be 0 or more, but got -1."),
    (lambda: measure.past_customer_value(datasets.load("past_contributions"), discount_rate=0.1, as_of=0), "all are later than 0. Type as_of=5."),
    (lambda: measure.past_customer_value(datasets.load("past_contributions"), discount_rate=0.1, as_of="5"), "as_of must be a whole number like the periods of contributions, but got '5'. Type as_of=5."),
    (lambda: measure.past_customer_value(datasets.load("past_contributions").assign(period="Jan"), discount_rate=0.1, as_of=5), "contributions needs whole numbers or Periods in 'period', but has 'Jan'. For months type"),
    (lambda: measure.past_customer_value(datasets.load("past_contributions"), discount_rate=0.1, as_of=None), "as_of must be a whole number like the periods of contributions, but got None."),
    (lambda: measure.past_customer_value(_monthly(), discount_rate=0.1, as_of="5"), "as_of must be a period like those of contributions, but got '5'. Type as_of='1970-06'."),
    (lambda: measure.past_customer_value(_monthly(), discount_rate=0.1, as_of=None), "as_of must be a period like those of contributions, but got None."),
    (lambda: measure.share_of_wallet(datasets.load("wallets"), firm="us"), "firm must be one of the column 'firm', but got 'us'. Type firm=…, one of 'others', 'ours'."),
    (lambda: measure.cohort_survival(ORDERS, as_of="2026-04-30", period="month"), "period must be one of 'D', 'W', 'M', 'Q', 'Y', but got 'month'."),
    (lambda: measure.transition_matrix(ORDERS), "purchases needs 'brand' (what was bought); this table has"),
]


@pytest.mark.parametrize(("call", "sentence"), REFUSALS, ids=range(len(REFUSALS)))
def test_what_cannot_be_meant_is_refused(call, sentence):
    with pytest.raises(ValueError) as refused:
        call()

    assert sentence in str(refused.value)


def test_as_of_is_never_silent():
    for function in (measure.rfm, measure.p_active, measure.cohort_survival):
        with pytest.raises(TypeError, match="as_of"):
            function(ORDERS)
