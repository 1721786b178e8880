"""At which level to plan: the lines and where they cross, and that customers and strategy are two things."""
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import portfolio

margins = st.floats(0, 1e5)


@given(margins)
def test_no_level_beats_the_best_one(margin):
    gains, best = portfolio.level_gains(margin), portfolio.best_level(margin)

    assert max(gains.max(), 0) == pytest.approx(gains[best] if best != "none" else 0, abs=1e-8)


@given(margins, margins)
def test_a_larger_margin_is_never_planned_more_coarsely(one, other):
    low, high = sorted([one, other])
    closeness = ["none", "market", "group", "individual"]

    assert closeness.index(portfolio.best_level(low)) <= closeness.index(portfolio.best_level(high))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100), st.floats(0, 100))
def test_at_the_breakeven_margin_both_levels_add_the_same(share, other_share, cost, other_cost):
    plans = {"individual": (share, cost), "market": (other_share, other_cost)}
    margin = portfolio.breakeven_margin("individual", "market", plans)

    if share == other_share:
        assert math.isnan(margin)
    elif abs(share - other_share) > 1e-6:
        gains = portfolio.level_gains(margin, plans)
        assert gains["individual"] == pytest.approx(gains["market"], abs=1e-5)
        assert margin == pytest.approx(portfolio.breakeven_margin("market", "individual", plans))


def test_at_equal_gain_the_cheaper_level_wins():
    assert ["market", "group", "individual"] == portfolio.best_level([11.25, 150, 150.01]).tolist()


def test_a_margin_too_small_for_any_plan_gets_none():
    assert ["none", "market"] == portfolio.best_level([4.99, 5]).tolist()


def test_a_level_that_is_never_best_is_never_chosen():
    plans = {"individual": (0.10, 1.0), "group": (0.05, 0.9), "market": (0.01, 0.05)}

    assert {"none", "market", "individual"} == set(portfolio.best_level(np.linspace(0, 100, 1_001), plans))


def test_a_series_of_customers_keeps_its_names_and_the_unknown_stays_unknown():
    margin = pd.Series([20.0, np.nan, 5_000.0], index=["Lan", "Minh", "Tư"])

    gains, best = portfolio.level_gains(margin), portfolio.best_level(margin)

    assert ["Lan", "Minh", "Tư"] == list(gains.index) == list(best.index)
    assert gains.loc["Minh"].isna().all() and best.isna()["Minh"]
    assert "group" == best["Lan"] and "individual" == best["Tư"]


def test_a_firm_with_individual_customers_may_plan_for_groups_but_not_the_other_way_round():
    bank = portfolio.FirmLevels("bank", customer_level="individual", strategy_level="group", margin=200)

    assert ("individual", "group") == (bank.customer_level, bank.strategy_level)
    with pytest.raises(ValueError, match="cannot be finer"):
        portfolio.FirmLevels("tea", customer_level="market", strategy_level="individual", margin=2)


def test_banks_and_newspapers_have_individual_customers_and_plan_more_coarsely(language):
    table = portfolio.level_examples()

    assert 4 == len(table) == table.index.nunique()
    assert ["individual", "individual"] == table["customer_level"].tolist()[:2]
    assert ["group", "group"] == table["strategy_level"].tolist()[:2]
    assert [200, 20] == table["margin"].tolist()[:2]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: portfolio.level_gains("many"), "margin must be a number"),
        (lambda: portfolio.level_gains(20, {"individual": (10, 8)}), "plans is a share"),
        (lambda: portfolio.level_gains(20, {"individual": (0.1, -8)}), "plans must be 0 or more"),
        (lambda: portfolio.breakeven_margin("individual", "customer"), "must be one of"),
        (lambda: portfolio.FirmLevels("bank", "persons", "group", 200), "customer_level must be one of"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
