"""What a customer is worth: past and future of two customers, treatment by tier, keeping and letting go, drift."""
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import relationships
from crmlab.metrics import strategic

COMPOSITIONS = {"WE-101": "test_customer_b_overtakes_customer_a_after_27_months"}

RISKS = pd.DataFrame(
    {
        "customer_id": ["An", "Bình", "Chi", "Dũng", "Hoa"],
        "future_value": [1_000_000, 4_000_000, -300_000, 500_000, 2_000_000],
        "leave_probability": [0.5, 0.2, 0.4, 0.1, 0.5],
        "saved_share": [0.4, 0.5, 0.5, 0.2, 0.1],
        "cost": [50_000, 100_000, 50_000, 50_000, 50_000],
    }
)
TREATMENTS = pd.DataFrame({"tier": ["top", "rest"], "treatment": ["manager", "newsletter"], "cost": [500_000, 5_000], "effect": [0.1, 0.02]})


def test_customer_b_overtakes_customer_a_after_27_months():
    """WE-101. Past: 1,000 and 500 USD a month for 24 months. Future: A stays 12 more months, B as long as it takes."""
    past = np.array([[1000] * 24, [500] * 24])
    compounded = strategic.past_customer_value(past, 0.0125, convention="one_period_later")
    future_a = strategic.lifetime_value(1000, 0.0125, periods=12)
    months = relationships.periods_to_match(future_a, 500, 0.0125)

    assert [24_000, 12_000] == past.sum(axis=1).tolist()
    assert [28_135.44, 14_067.72] == compounded.round(2).tolist()
    assert 11_079.31 == round(future_a, 2)
    assert 27 == months
    assert 11_398.15 == round(strategic.lifetime_value(500, 0.0125, periods=27), 2)
    assert strategic.lifetime_value(500, 0.0125, periods=26) < future_a


@settings(max_examples=200, derandomize=True)
@given(st.floats(0, 1e7), st.floats(1, 1e6), st.floats(0, 0.2))
def test_the_periods_to_match_are_the_first_whose_value_is_enough(value, margin, rate):
    periods = relationships.periods_to_match(value, margin, rate)
    worth = 0.0
    slack = 1e-6 * max(value, 1)
    for period in range(1, 400):
        before, worth = worth, worth + margin / (1 + rate) ** period
        if worth >= value + slack:
            assert periods <= period
        if before < value - slack and worth < value - slack:
            assert periods > period


def test_without_discounting_it_is_the_value_over_the_margin_rounded_up():
    assert [0, 1, 3] == relationships.periods_to_match([0, 500, 1001], 500, 0).tolist()
    assert 12 == relationships.periods_to_match(strategic.lifetime_value(500, 0.0125, periods=12), 500, 0.0125)


def test_a_value_that_no_stay_reaches_takes_for_ever():
    assert math.inf == relationships.periods_to_match(40_001, 500, 0.0125)
    assert math.inf == relationships.periods_to_match(40_000, 500, 0.0125)
    assert math.isfinite(relationships.periods_to_match(39_999, 500, 0.0125))


def test_an_interaction_is_worth_what_it_changes():
    assert [280_000, -20_000, -320_000] == [round(relationships.interaction_value(3_000_000, 0.6, after, 20_000)) for after in (0.7, 0.6, 0.5)]
    assert relationships.interaction_value(-100, 0.6, 0.5, 0) == pytest.approx(10), "letting a customer go who costs more than she brings is a gain"
    assert np.isnan(relationships.interaction_value(np.nan, 0.6, 0.7, 0))


def test_the_total_may_rise_while_most_customers_fall():
    before = pd.DataFrame({"customer_id": ["An", "Bình", "Chi", "Dũng"], "actual_value": [100, 100, 100, 30]})
    after = pd.DataFrame({"customer_id": ["Chi", "Bình", "An", "Hoa"], "actual_value": [400, 80, 90, 5]})
    found = relationships.value_change(before, after)

    assert ["Chi", "Hoa", "An", "Bình", "Dũng"] == found["customer_id"].tolist()
    assert [300, 5, -10, -20, -30] == found["change"].tolist()
    assert ["risen", "won", "fallen", "fallen", "lost"] == found["became"].tolist()
    assert found["change"].sum() == after["actual_value"].sum() - before["actual_value"].sum()


def test_an_unknown_value_makes_an_unknown_change():
    before = pd.DataFrame({"customer_id": ["An", "Bình"], "actual_value": [np.nan, 1]})
    found = relationships.value_change(before, before).set_index("customer_id")

    assert np.isnan(found.loc["An", "change"]) and pd.isna(found.loc["An", "became"])
    assert "same" == found.loc["Bình", "became"]


@settings(max_examples=50, derandomize=True)
@given(st.permutations(range(5)), st.permutations(range(5)))
def test_the_order_of_rows_never_matters(order, other):
    before = pd.DataFrame({"customer_id": list("ABCDE"), "actual_value": [1, 2, 2, 0, 5]})
    after = before.assign(actual_value=[2, 1, 1, 0, 6])
    pd.testing.assert_frame_equal(
        relationships.value_change(before, after), relationships.value_change(before.iloc[order].reset_index(drop=True), after.iloc[other])
    )
    kept = relationships.retain_or_release(RISKS, budget=150_000)
    shuffled = relationships.retain_or_release(RISKS.iloc[order], budget=150_000)
    pd.testing.assert_frame_equal(kept, shuffled.sort_index())


def test_each_tier_gets_its_treatment_with_cost_and_benefit():
    customers = pd.DataFrame({"customer_id": ["An", "Bình", "Chi"], "tier": ["rest", "top", "rest"], "contribution": [100_000, 6_000_000, -200_000]})
    found = relationships.treatment_policy(customers, TREATMENTS)

    assert ["newsletter", "manager", "newsletter"] == found["treatment"].tolist()
    assert [2_000, 600_000, 0] == found["benefit"].tolist()
    assert [-3_000, 100_000, -5_000] == found["gain"].tolist()


def test_a_tier_without_treatment_is_refused(language):
    customers = pd.DataFrame({"customer_id": ["An"], "tier": ["middle"], "contribution": [1]})
    with pytest.raises(ValueError, match="'middle'.*'top', 'rest'.*tier='middle'"):
        relationships.treatment_policy(customers, TREATMENTS)


def test_a_customer_who_costs_more_than_she_brings_is_released_and_the_others_are_weighed():
    found = relationships.retain_or_release(RISKS).set_index("customer_id")

    assert [150_000, 300_000, -110_000, -40_000, 50_000] == found["gain"].tolist()
    assert ["retain", "retain", "release", "not_worth_it", "retain"] == found["decision"].tolist()


def test_the_budget_goes_to_the_best_gain_per_dong_first():
    def decisions(budget):
        return relationships.retain_or_release(RISKS, budget=budget).set_index("customer_id")["decision"]

    assert ["An", "Bình"] == sorted(decisions(150_000).loc[lambda kept: kept == "retain"].index)
    assert "wait" == decisions(150_000)["Hoa"]
    assert ["Bình"] == decisions(149_999).loc[lambda kept: kept == "retain"].index.tolist(), "a tie of gain per đồng goes to the larger gain"
    assert "retain" not in decisions(0).tolist()


def offers(**gain_and_cost):
    rows = [(who, gain + cost, 1, 1, cost) for who, (gain, cost) in gain_and_cost.items()]
    return pd.DataFrame(rows, columns=["customer_id", "future_value", "leave_probability", "saved_share", "cost"])


def kept(risks, budget):
    found = relationships.retain_or_release(risks, budget=budget)
    return found.loc[found["decision"] == "retain", "customer_id"].tolist()


def test_a_small_gain_for_little_money_comes_before_a_large_gain_for_much():
    assert ["An"] == kept(offers(Bình=(100, 100), An=(30, 10)), budget=100)


def test_equal_offers_go_by_customer_id():
    assert ["An"] == kept(offers(Bình=(30, 10), An=(30, 10)), budget=10)


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.tuples(st.integers(-50, 50), st.floats(0, 1), st.floats(0, 1), st.integers(0, 20)), min_size=1, max_size=12), st.integers(0, 60))
def test_nobody_is_kept_at_a_loss_and_the_budget_holds(rows, budget):
    risks = pd.DataFrame(rows, columns=["future_value", "leave_probability", "saved_share", "cost"]).assign(customer_id=range(len(rows)))
    found = relationships.retain_or_release(risks, budget=budget)
    kept = found[found["decision"] == "retain"]

    assert kept["cost"].sum() <= budget
    assert (kept["gain"] > 0).all()
    assert ((found["decision"] == "release") == (risks["future_value"] <= 0)).all()
    for row, gain in zip(risks.itertuples(), found["gain"]):
        saved = row.leave_probability * row.saved_share
        assert gain == pytest.approx(saved * row.future_value - row.cost, abs=1e-5)


def dates(*days_ago):
    return [pd.Timestamp("2025-12-31") - pd.Timedelta(days=ago) for ago in days_ago]


def orders_of(**days_ago):
    return pd.DataFrame([(who, day) for who, days in days_ago.items() for day in dates(*days)], columns=["customer_id", "date"])


def slow_tail(count, total, share, side):
    return sum(math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1) if (k <= count if side == "low" else k >= count))


def test_a_customer_is_compared_with_herself():
    weekly = list(range(360, 90, -7))
    orders = orders_of(An=weekly, Bình=[360, 270, 180, 95, 5], Chi=[60, 30, 1], Dũng=[360, *range(89, 0, -4)])
    found = relationships.detect_change(orders, as_of="2025-12-31").set_index("customer_id")

    assert ["slower", "steady", "new", "faster"] == found["verdict"].tolist()
    assert (38, 0) == tuple(found.loc["An", ["earlier", "recent"]])
    assert found.loc["An", "expected"] == pytest.approx(38 * 90 / 360)
    assert found.loc["An", "probability"] == pytest.approx(slow_tail(0, 38, 0.25, "low"))
    assert found.loc["Dũng", "probability"] == pytest.approx(slow_tail(23, 23, 0.25, "high"))
    assert found.loc["Bình", "probability"] == pytest.approx(min(slow_tail(1, 4, 0.25, "low"), slow_tail(1, 4, 0.25, "high")))
    assert np.isnan(found.loc["Chi", "probability"])


def test_orders_after_the_day_we_look_are_not_seen():
    orders = orders_of(An=[200, 150, 100, 50, 10])
    early = relationships.detect_change(orders, as_of="2025-12-01", recent_days=60)
    cut = relationships.detect_change(orders[orders["date"] <= "2025-12-01"], as_of="2025-12-01", recent_days=60)

    pd.testing.assert_frame_equal(early, cut)
    assert (2, 1) == tuple(early.loc[0, ["earlier", "recent"]])


def test_the_last_days_are_as_many_as_asked_for_and_the_day_we_look_is_one_of_them():
    found = relationships.detect_change(orders_of(An=[300, 90, 89, 0]), as_of="2025-12-31", recent_days=90)

    assert (1, 2) == tuple(found.loc[0, ["earlier", "recent"]])
    assert "new" == relationships.detect_change(orders_of(An=[89, 0]), as_of="2025-12-31", recent_days=90).loc[0, "verdict"]
    assert "new" != relationships.detect_change(orders_of(An=[90, 0]), as_of="2025-12-31", recent_days=90).loc[0, "verdict"]


def test_only_as_many_false_alarms_ring_as_the_alarm_allows():
    rng = np.random.default_rng(4)
    days = {f"K{number}": [400, *rng.integers(0, 400, rng.poisson(40))] for number in range(800)}
    found = relationships.detect_change(orders_of(**days), as_of="2025-12-31", alarm=0.05)

    assert 0.02 < (found["verdict"] != "steady").mean() < 0.11, "two sides of at most 5 %, and counts are whole"


def test_many_orders_of_one_customer_do_not_drown_the_probability():
    steady = relationships.detect_change(orders_of(An=[3000, *range(3000, 0, -1)]), as_of="2025-12-31", recent_days=300)

    assert "steady" == steady.loc[0, "verdict"]
    assert 0.3 < steady.loc[0, "probability"] < 0.7


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: relationships.interaction_value(100, 60, 0.7, 1), "0.6"),
        (lambda: relationships.periods_to_match(100, 0, 0.1), "margin"),
        (lambda: relationships.periods_to_match(100, 1, 12), "0.12"),
        (lambda: relationships.retain_or_release(RISKS.drop(columns="cost")), "cost"),
        (lambda: relationships.retain_or_release(RISKS, budget=-1), "budget"),
        (lambda: relationships.retain_or_release(pd.concat([RISKS, RISKS])), "An"),
        (lambda: relationships.value_change(RISKS, RISKS), "actual_value"),
        (lambda: relationships.treatment_policy(RISKS, TREATMENTS), "tier"),
        (lambda: relationships.detect_change(orders_of(An=[5, 1]), as_of="2020-01-01"), "2020-01-01"),
        (lambda: relationships.detect_change(orders_of(An=[5, 1]), as_of="31/12/2025"), "2026-12-31"),
        (lambda: relationships.detect_change(orders_of(An=[5, 1]), as_of="2025-12-31", recent_days=0), "recent_days"),
    ],
    ids=range(11),
)
def test_what_cannot_be_meant_is_refused_in_both_languages(call, told, language):
    with pytest.raises(ValueError, match=told):
        call()
