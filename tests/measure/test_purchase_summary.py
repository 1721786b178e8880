"""The purchase summary: the published CDNOW sample, a plain Python loop, and another package's result."""
import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import datasets, measure

COMPOSITIONS = {"WE-402": "test_the_cdnow_sample_has_the_published_counts"}

DAY = datetime.date(2026, 1, 1)
orders_tables = st.lists(st.tuples(st.integers(-3, 4), st.integers(0, 60), st.integers(-20, 99)), min_size=1, max_size=40).map(
    lambda rows: pd.DataFrame(
        {
            "customer_id": [row[0] for row in rows],
            "date": pd.to_datetime([datetime.datetime.combine(DAY, datetime.time(abs(row[2]) % 24)) + datetime.timedelta(row[1]) for row in rows]),
            "amount": [row[2] / 10 for row in rows],
        }
    )
)


def cdnow():
    return measure.purchase_summary(datasets.load("cdnow"), as_of="1997-09-30", period="W")


def slowly(orders, as_of, since, days):
    """Customer by customer, day by day."""
    rows = {}
    for customer in sorted(set(orders["customer_id"])):
        money = {}
        for who, moment, amount in orders[["customer_id", "date", "amount"]].itertuples(index=False):
            if who == customer and since <= moment.date() <= as_of:
                money.setdefault(moment.date(), []).append(amount)
        if money:
            first, *later = sorted(money)
            mean = math.fsum(sum(money[day]) for day in later) / len(later) if later else math.nan
            rows[customer] = (len(later), ([first, *later][-1] - first).days / days, (as_of - first).days / days, mean)
    return rows


def test_the_cdnow_sample_has_the_published_counts():
    found = cdnow()

    assert (2357, 2457, 1411, 946) == (len(found), found["x"].sum(), (found["x"] == 0).sum(), (found["x"] > 0).sum())
    assert [1411, 439, 214, 100, 62, 38, 29, 64] == np.bincount(found["x"].clip(upper=7)).tolist()


def test_the_first_ten_of_cdnow_are_those_of_the_gamma_gamma_note():
    """The inputs of WE-410."""
    found = cdnow().head(10)

    assert [2, 1, 0, 0, 0, 7, 1, 0, 2, 0] == found["x"].tolist()
    assert [22.345, 11.77, None, None, None, 73.74, 11.77, None, 25.55, None] == [pytest.approx(value, abs=0.005) if repeats else None for repeats, value in zip(found["x"], found["monetary"])]
    assert [30.43, 38.86] == found.loc[0, ["t_x", "T"]].round(2).tolist()


@given(orders=orders_tables, cut=st.integers(0, 40), weekly=st.booleans())
def test_the_summary_is_what_a_loop_over_days_finds(orders, cut, weekly):
    since, as_of = DAY + datetime.timedelta(cut // 3), DAY + datetime.timedelta(20 + cut)
    expected = slowly(orders, as_of, since, 7 if weekly else 1)
    if not expected:
        with pytest.raises(ValueError, match="orders has none up to"):
            measure.purchase_summary(orders, as_of=as_of, since=since)
        return
    found = measure.purchase_summary(orders, as_of=as_of, since=since, period="W" if weekly else "D").set_index("customer_id")

    assert list(expected) == found.index.tolist()
    assert [pytest.approx(row, nan_ok=True, abs=1e-6) for row in expected.values()] == list(found.itertuples(index=False, name=None))


@given(orders=orders_tables, seed=st.integers(0, 5))
def test_neither_row_order_nor_how_a_days_money_is_split_matters(orders, seed):
    found = measure.purchase_summary(orders, as_of="2026-12-31")
    halves = pd.concat([orders.assign(amount=orders["amount"] / 2)] * 2)

    pd.testing.assert_frame_equal(found, measure.purchase_summary(orders.sample(frac=1, random_state=seed), as_of="2026-12-31"))
    pd.testing.assert_frame_equal(found, measure.purchase_summary(halves, as_of="2026-12-31"))


@pytest.mark.filterwarnings("ignore")
def test_lifetimes_finds_the_same():
    utils = pytest.importorskip("lifetimes.utils")
    orders = datasets.load("cdnow")
    theirs = utils.summary_data_from_transaction_data(orders, "customer_id", "date", "amount", observation_period_end="1997-09-30", freq="D").reset_index()
    ours = measure.purchase_summary(orders, as_of="1997-09-30")

    assert theirs["customer_id"].tolist() == ours["customer_id"].tolist()
    for their, our in (("frequency", "x"), ("recency", "t_x"), ("T", "T")):
        assert theirs[their].tolist() == ours[our].tolist()
    assert pytest.approx(theirs["monetary_value"].tolist(), abs=1e-6) == ours["monetary"].fillna(0).tolist()


@pytest.mark.parametrize("ids", [[10**15, 3, 10**15], [-(2**62), 2**62, 2**62], ["Ân", "An", "An"]], ids=["sparse", "far apart", "text"])
def test_ids_may_be_any_numbers_or_text(ids):
    orders = pd.DataFrame({"customer_id": ids, "date": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-04"]), "amount": [1.0, 2.0, 3.0]})
    found = measure.purchase_summary(orders, as_of="2026-01-05")

    assert sorted(set(ids)) == found["customer_id"].tolist()
    assert 1 == found["x"].sum()


def test_one_early_order_does_not_make_the_days_run_over():
    """Many customers, five hundred years: the customer and the day together need more than 32 bits."""
    orders = pd.DataFrame({"customer_id": np.arange(30_000), "date": pd.Timestamp("2026-01-01"), "amount": 1.0})
    early = pd.DataFrame({"customer_id": [29_999], "date": [pd.Timestamp("1526-01-01")], "amount": [5.0]})
    found = measure.purchase_summary(pd.concat([orders, early]), as_of="2026-01-01")

    assert [0] * 29_999 + [1] == found["x"].tolist()
    assert (pd.Timestamp("2026-01-01") - pd.Timestamp("1526-01-01")).days == found["t_x"].iloc[-1]


@pytest.mark.parametrize(("call", "sentence"), [({"period": "M"}, "period must be one of 'D', 'W', but got 'M'"), ({"as_of": "1990-01-01"}, "Type as_of='")])
def test_what_cannot_be_meant_is_refused(call, sentence):
    with pytest.raises(ValueError) as refused:
        measure.purchase_summary(datasets.load("cdnow"), **{"as_of": "1997-09-30"} | call)

    assert sentence in str(refused.value)
