"""The campaign against its control group: intervals from their definitions, and a refusal where there is no control."""
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import interact

TRIAL = pd.DataFrame({
    "customer_id": range(10),
    "treated": [1] * 6 + [0] * 4,
    "responded": [1, 1, 1, 0, 0, 0, 1, 0, 0, 0],
    "amount": [100, 100, 100, 0, 0, 0, 100, 0, 0, 0],
    "cost": [2] * 6 + [0] * 4,
    "needs_group": ["gift", "gift", "quick", "gift", "quick", "quick", "gift", "gift", "quick", "quick"],
})  # fmt: skip


@given(st.integers(1, 500), st.data())
def test_wilson_holds_exactly_the_shares_that_would_not_be_surprised(trials, data):
    """Its definition: at a limit p the observed share is z standard errors *of p* away."""
    successes = data.draw(st.integers(0, trials))
    low, high = interact.wilson(successes, trials)
    share = successes / trials

    assert 0 <= low <= share <= high <= 1
    for limit in (low, high):
        if 1e-12 < limit < 1 - 1e-12:
            assert abs(share - limit) / math.sqrt(limit * (1 - limit) / trials) == pytest.approx(1.959964, abs=1e-5)


def test_wilson_at_its_limits():
    assert 0 == interact.wilson(0, 10)[0] and 1 == interact.wilson(10, 10)[1]
    assert interact.wilson(50, 100)[1] - interact.wilson(50, 100)[0] > interact.wilson(5_000, 10_000)[1] - interact.wilson(5_000, 10_000)[0]
    assert [0.5, 0.5] == pytest.approx(interact.wilson(10**9, 2 * 10**9), abs=1e-4)


def test_wilson_takes_columns():
    low, high = interact.wilson(np.array([0, 12]), np.array([10, 100]))

    assert [0.0, 0.0700] == pytest.approx(low.round(4).tolist()) and [0.2775, 0.1981] == pytest.approx(high.round(4).tolist())


@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_the_difference_lies_in_its_interval_and_swapping_the_groups_turns_it_round(treated, control, data):
    one, other = data.draw(st.integers(0, treated)), data.draw(st.integers(0, control))
    low, high = interact.difference_interval(one, treated, other, control)
    swapped = interact.difference_interval(other, control, one, treated)

    assert -1 <= low <= one / treated - other / control <= high <= 1
    assert (-high, -low) == pytest.approx(swapped)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(4)
    treated, control = rng.binomial(400, 0.12, 3_000), rng.binomial(200, 0.08, 3_000)
    low, high = interact.difference_interval(treated, 400, control, 200)

    assert 0.94 < np.mean((low <= 0.04) & (0.04 <= high)) < 0.97


@pytest.mark.parametrize(("one", "other", "low", "high"), [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)])
def test_the_difference_agrees_with_newcombes_own_examples(one, other, low, high):
    assert [low, high] == pytest.approx(interact.difference_interval(*one, *other), abs=0.00006)


def test_so_many_customers_see_the_effect_as_often_as_asked():
    needed = interact.sample_size(0.10, 0.05)
    rng = np.random.default_rng(2)
    treated, control = rng.binomial(needed, 0.15, 4_000), rng.binomial(needed, 0.10, 4_000)
    middle = (treated + control) / (2 * needed)
    seen = (treated - control) / needed > 1.959964 * np.sqrt(2 * middle * (1 - middle) / needed)

    assert 0.78 < seen.mean() < 0.82
    assert 4 == pytest.approx(interact.sample_size(0.10, 0.025) / needed, rel=0.1), "half the difference, four times the customers"


def test_the_campaign_is_its_two_groups():
    found = interact.campaign_lift(TRIAL, margin=0.5).iloc[0]

    assert (6, 4, 0.5, 0.25, 0.25, 2.0) == tuple(found[["treated", "control", "treated_rate", "control_rate", "difference", "lift"]])
    assert found["low"] < 0.25 < found["high"]
    assert 6 * (0.5 * (50 - 25) - 2) == found["profit"]


def test_groups_are_judged_one_by_one_and_the_row_order_changes_nothing():
    found = interact.campaign_lift(TRIAL, by="needs_group")

    assert ["gift", "quick"] == found["needs_group"].tolist()
    assert [3, 3] == found["treated"].tolist()
    assert found["lift"].isna().tolist() == [False, True], "nobody of the control group of quick bought: no lift, but a difference"
    pd.testing.assert_frame_equal(found, interact.campaign_lift(TRIAL[::-1], by="needs_group"))


def test_a_campaign_that_does_nothing_earns_its_cost_less():
    same = TRIAL.assign(responded=1, amount=100)

    assert 1 == interact.campaign_lift(same)["lift"].iloc[0]
    assert -12 == interact.campaign_lift(same)["profit"].iloc[0]


def test_without_a_control_group_there_is_no_answer(language):
    with pytest.raises(ValueError, match="6"):
        interact.campaign_lift(TRIAL[TRIAL["treated"] == 1])
    with pytest.raises(ValueError, match="gift"):
        interact.campaign_lift(TRIAL[(TRIAL["needs_group"] == "quick") | (TRIAL["treated"] == 1)], by="needs_group")


@pytest.mark.parametrize("call", [
    lambda: interact.wilson(11, 10),
    lambda: interact.wilson(1, 0),
    lambda: interact.wilson(1, 10, confidence=95),
    lambda: interact.wilson(1, 10, confidence=1),
    lambda: interact.sample_size(0.1, 0),
    lambda: interact.sample_size(0.98, 0.05),
    lambda: interact.lift(0.1, 0),
    lambda: interact.campaign_lift(pd.concat([TRIAL, TRIAL])),
    lambda: interact.campaign_lift(TRIAL.assign(treated=2)),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()
