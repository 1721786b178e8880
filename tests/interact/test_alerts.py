"""Alarms: the customer's own rhythm is the measure, and afterwards the false alarms are counted."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import interact


def orders_of(**days):
    """Orders on the given days of 2025, by customer."""
    rows = [(who, pd.Timestamp("2025-01-01") + pd.Timedelta(days=day)) for who, all_days in days.items() for day in all_days]
    return pd.DataFrame(rows, columns=["customer_id", "date"])


STEADY = orders_of(An=range(0, 71, 7), Bình=[0, 2, 40, 45, 100, 104, 150], Chi=[0, 30])


def test_the_limit_of_a_factor_is_so_many_mean_gaps():
    found = interact.alerts(STEADY, as_of="2025-03-20", method="factor", factor=1.1).set_index("customer_id")

    assert (7, 8, 1) == tuple(found.loc["An", ["rhythm", "silent", "alarm"]])
    assert 7.7 == pytest.approx(found.loc["An", "limit"])
    assert pd.Timestamp("2025-03-20") == found.loc["An", "rings_on"], "silent for 8 days is the first day past 7.7"


def test_an_irregular_customer_is_given_more_time_than_a_steady_one():
    found = interact.alerts(STEADY, as_of="2025-12-31").set_index("customer_id")

    assert found.loc["Bình", "limit"] / found.loc["Bình", "rhythm"] > 1.5 * found.loc["An", "limit"] / found.loc["An", "rhythm"]


def test_whoever_has_no_rhythm_yet_is_left_out():
    assert "Chi" not in set(interact.alerts(STEADY, as_of="2025-12-31")["customer_id"])
    assert {"An", "Bình"} == set(interact.alerts(STEADY, as_of="2025-12-31")["customer_id"])


def test_what_happens_after_as_of_changes_nothing():
    later = pd.concat([STEADY, orders_of(An=[200, 201], Dung=[200])])

    pd.testing.assert_frame_equal(interact.alerts(STEADY, as_of="2025-06-30"), interact.alerts(later, as_of="2025-06-30"))


def test_two_orders_on_one_day_are_one_visit():
    pd.testing.assert_frame_equal(interact.alerts(STEADY, as_of="2025-06-30"), interact.alerts(pd.concat([STEADY, STEADY])[::-1], as_of="2025-06-30"))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 60), min_size=5, max_size=12), st.floats(0.55, 0.9))
def test_a_stricter_quantile_never_adds_an_alarm(gaps, quantile):
    orders = orders_of(An=np.cumsum([0, *gaps]), Bình=range(0, 100, 9))
    easy, strict = (interact.alerts(orders, as_of="2027-01-01", quantile=q).set_index("customer_id")["limit"] for q in (quantile, quantile + 0.05))

    assert (easy <= strict + 1e-9).all()


def regular_firm(people=400, stop_share=0.2, seed=5):
    """Log-normal gaps around 10 days for a year; a fifth stop on day 250 for good."""
    rng = np.random.default_rng(seed)
    rows = []
    for who in range(people):
        days = np.cumsum(rng.lognormal(np.log(10), 0.4, 60)).astype(int)
        days = days[days < 365]
        rows += [(who, day) for day in days if day <= 250 or who >= stop_share * people]
    orders = pd.DataFrame(rows, columns=["customer_id", "day"])
    return orders.assign(date=pd.Timestamp("2025-01-01") + pd.to_timedelta(orders["day"], unit="D"))


def test_a_customers_own_gaps_exceed_the_limit_as_seldom_as_promised():
    orders = regular_firm(people=2_000, stop_share=0)
    found = interact.alerts(orders, as_of="2025-09-08", quantile=0.9).set_index("customer_id")
    visits = orders[orders["date"] > "2025-09-08"].groupby("customer_id")["date"]
    next_gap = visits.nth(1).to_numpy() - visits.nth(0).to_numpy()
    limits = found["limit"].reindex(visits.nth(0).index.map(orders["customer_id"])).to_numpy()

    assert 0.08 < np.mean(next_gap / np.timedelta64(1, "D") > limits) < 0.13


def test_alarms_find_those_who_stopped_and_are_counted():
    orders = regular_firm()
    found = interact.alerts(orders, as_of="2025-10-15", quantile=0.95)
    results = interact.alert_results(orders, found, as_of="2025-10-15", days=70)

    assert results.loc[results["alarm"] == 1, "slowed"].mean() > 0.8
    assert results.loc[results["slowed"] == 1, "alarm"].mean() > 0.8
    assert len(found) == len(results)


def test_the_days_after_are_counted_as_a_loop_does():
    orders = orders_of(An=[0, 10, 20, 30, 40, 50, 55, 60], Bình=[0, 10, 20, 30, 40, 140])
    found = interact.alerts(orders, as_of="2025-02-10")
    results = interact.alert_results(orders, found, as_of="2025-02-10", days=60).set_index("customer_id")

    assert (3, 6, 0) == tuple(results.loc["An", ["bought", "expected", "slowed"]])
    assert (0, 6, 1) == tuple(results.loc["Bình", ["bought", "expected", "slowed"]])


@pytest.mark.parametrize("call", [
    lambda: interact.alerts(STEADY, as_of="2025-12-31", method="mean"),
    lambda: interact.alerts(STEADY, as_of="2025-12-31", quantile=1),
    lambda: interact.alerts(STEADY, as_of="2025-12-31", quantile=0.4),
    lambda: interact.alerts(STEADY, as_of="2025-12-31", at_least=2),
    lambda: interact.alerts(STEADY, as_of="2025-12-31", at_least=50),
    lambda: interact.alert_results(STEADY, interact.alerts(STEADY, as_of="2025-05-20"), as_of="2025-05-20", days=90),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()
