"""Current and later value: the installer, the tiers, and rankings that turn round as the firm looks further ahead."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import differentiate
from crmlab.metrics import strategic

COMPOSITIONS = {"WE-506": "test_the_school_is_first_today_and_last_later"}
FLOWS = {"quick": [-10, 20, 0, 0, 0], "slow": [-50, 0, 30, 60, 90], "steady": [0, 8, 8, 8, 8]}
NAMES = ("super", "large", "medium", "small")


def test_the_school_is_first_today_and_last_later():
    """WE-506: 400 + 0.1 · 5 · 2.5 = 401.25 and 20 + 15 · 2.5 = 57.5; the two rankings are opposite."""
    firms = pd.DataFrame({"customer_id": ["school", "small_firm"], "current_value": [400, 20]})
    firms["later_value"] = differentiate.later_value([5, 15], strategic.margin_multiple(0.8, 0.12), [0.10, 1])
    split = differentiate.value_split(firms).set_index("customer_id")

    assert [1.25, 37.5] == pytest.approx(split.loc[["school", "small_firm"], "later_value"].tolist())
    assert [401.25, 57.5] == pytest.approx(split["total_value"].tolist())
    assert [1, 2] == split.loc[["school", "small_firm"], "rank_current"].tolist()
    assert [2, 1] == split.loc[["school", "small_firm"], "rank_later"].tolist()


def test_equals_are_ranked_by_customer_id():
    equal = pd.DataFrame({"customer_id": list("BA"), "current_value": [1, 1], "later_value": [2, 2]})

    assert ["A", "B"] == differentiate.value_split(equal)["customer_id"].tolist()


def test_a_tier_is_split_into_what_it_brings_now_and_what_is_to_come():
    tiered = pd.DataFrame(
        {
            "tier": ["super", "large", "large", "small", "small", None],
            "actual_value": [60.0, 20, 10, 5, 4, 100],
            "potential_value": [100.0, 40, 5, np.nan, 5, 900],
        }
    )
    split = differentiate.tier_split(tiered).set_index("tier")

    assert [1, 2, 0, 1] == split["customers"].tolist()
    assert [60, 30, 0, 4] == split["current"].tolist()
    assert [40, 20, 0, 1] == split["later"].tolist()
    assert [0.4, 0.4, 0.2] == pytest.approx(split["share_later"].drop("medium").tolist()) and np.isnan(split.loc["medium", "share_later"])


@settings(derandomize=True)
@given(st.floats(0, 50), st.floats(0, 0.95), st.floats(0, 1))
def test_expected_flows_of_many_periods_are_current_plus_later_value(margin, retention, chance):
    flows = differentiate.expected_flows(20, margin, periods=900, retention_rate=retention, probability=chance)
    later = differentiate.later_value(margin, strategic.margin_multiple(retention, 0.12), chance)

    assert differentiate.value_curve(flows, 0.12)[-1] == pytest.approx(20 + later, abs=1e-9)


def test_development_climbs_in_equal_steps_and_then_wears_off():
    assert [-100, 10, 20, 30, 30] == differentiate.development_flows(30, 100, periods=4, ramp=3).tolist()
    assert [-100, 5, 5, 3.75, 1.875] == differentiate.development_flows(30, 100, periods=4, ramp=3, retention_rate=0.5).tolist()


def test_the_longer_the_ramp_the_more_patience():
    back = [differentiate.payback_period(differentiate.development_flows(30, 60, periods=12, ramp=ramp), 0.12) for ramp in (1, 2, 4, 6)]

    assert back == sorted(back) and back[0] < back[-1]


@pytest.mark.parametrize(
    ("horizon", "order"),
    [(0, ["steady", "quick", "slow"]), (1, ["quick", "steady", "slow"]), (2, ["steady", "quick", "slow"]), (3, ["slow", "steady", "quick"]), (9, ["slow", "steady", "quick"])],
)
def test_the_ranking_turns_round_as_the_horizon_moves_out(horizon, order):
    ranking = differentiate.horizon_values(FLOWS, horizon)

    assert order == ranking["customer"].tolist()
    assert [1, 2, 3] == ranking["rank"].tolist()


def test_a_dear_future_makes_the_patient_lose():
    assert "slow" == differentiate.horizon_values(FLOWS, 4, 0.1)["customer"][0]
    assert "slow" != differentiate.horizon_values(FLOWS, 4, 0.9)["customer"][0]


def test_the_horizon_values_are_discounted():
    assert -50 + 30 / 1.1**2 == pytest.approx(differentiate.horizon_values(FLOWS, 2, 0.1).set_index("customer").loc["slow", "value"])


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: differentiate.later_value(5, 2.5, 10), "probability"),
        (lambda: differentiate.later_value(5, -1), "multiple"),
        (lambda: differentiate.expected_flows(1, 1, periods=0), "periods"),
        (lambda: differentiate.expected_flows(1, 1, periods=3, retention_rate=80), "retention_rate"),
        (lambda: differentiate.development_flows(1, -1, periods=3, ramp=1), "setup"),
        (lambda: differentiate.development_flows(1, 1, periods=3, ramp=0), "ramp"),
        (lambda: differentiate.horizon_values(FLOWS, -1), "horizon"),
        (lambda: differentiate.horizon_values({}, 1), "cashflows"),
        (lambda: differentiate.horizon_values(FLOWS, 1, 12), "discount_rate"),
        (lambda: differentiate.value_split(pd.DataFrame({"customer_id": [1], "current_value": [1]})), "later_value"),
        (lambda: differentiate.tier_split(pd.DataFrame({"actual_value": [1], "potential_value": [1]})), "tier"),
    ],
    ids=range(11),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
