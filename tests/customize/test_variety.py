"""What variety costs, and when it pays."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import customize

FIRM = {"customers": 900, "misfit": 400_000, "setup_cost": 8_000_000, "stock_cost": 6_000_000}


def test_the_square_root_law_is_what_a_simulation_shows():
    chance = np.random.default_rng(3)
    for variants in (1, 4, 9):
        demand = chance.normal(0, 20 / variants**0.5, (200_000, variants))
        needed = sum(np.quantile(demand[:, one], 0.95) for one in range(variants))

        assert 20 == pytest.approx(demand.sum(axis=1).std(), rel=0.01)
        assert customize.safety_stock(variants, 20) == pytest.approx(needed, rel=0.02)


def test_variants_that_move_together_need_no_more_stock():
    assert [30, 30, 30] == pytest.approx(customize.safety_stock([1, 4, 100], 20, service_factor=1.5, correlation=1))
    assert customize.safety_stock(4, 20, correlation=0.5) == pytest.approx(20 * 1.645 * (4 / 2.5) ** 0.5)
    assert customize.safety_stock(4, 20) == 2 * customize.safety_stock(1, 20)


def test_the_loss_of_fit_is_what_customers_spread_on_a_circle_lose():
    tastes = (np.arange(60_000) + 0.5) / 60_000
    for count in (1, 2, 3, 7):
        variants = np.arange(count) / count
        gap = np.abs(tastes[:, None] - variants)
        distance = np.minimum(gap, 1 - gap).min(axis=1)
        slow = (600_000 - 400_000 * 2 * distance).sum() / 60_000 * 900 - count * 8_000_000 - 6_000_000 * count**0.5

        assert slow == pytest.approx(customize.variety_profit(count, margin=600_000, **FIRM))


@settings(derandomize=True, max_examples=200)
@given(st.integers(0, 100_000), st.integers(0, 10**6), st.integers(0, 10**8), st.integers(0, 10**8))
def test_no_other_number_of_variants_earns_more(customers, misfit, setup_cost, stock_cost):
    if setup_cost + stock_cost < 10_000:
        return
    best = customize.best_variety(customers, misfit, setup_cost, stock_cost)
    counts = np.unique(np.r_[1:200, best, max(1, best - 1), best + 1, 2 * best, np.geomspace(1, 10**6, 60).astype(int)])
    profits = dict(zip(counts.tolist(), customize.variety_profit(counts, customers, 0, misfit, setup_cost, stock_cost)))

    assert profits[best] >= max(profits.values()) - 1e-9 * abs(profits[best])
    assert best == 1 or profits[best - 1] < profits[best]


def test_without_stock_the_best_number_lies_beside_the_square_root():
    for customers in (500, 5_000, 50_000):
        root = (customers * 400_000 / (2 * 8_000_000)) ** 0.5

        assert abs(customize.best_variety(customers, 400_000, 8_000_000) - root) < 1


def test_the_limits_of_variety():
    assert 1 == customize.best_variety(900, 0, 8_000_000)
    assert 1 == customize.best_variety(0, 400_000, 8_000_000)
    assert 1 == customize.best_variety(900, 400_000, 10**12)
    assert customize.best_variety(900, 400_000, 1) == 13_416
    assert customize.best_variety(900, 400_000, 0, 6_000_000) == 15
    assert customize.variety_profit(10**9, 900, 600_000, 400_000, 0) == pytest.approx(900 * 600_000)


def test_more_stock_cost_never_means_more_variants():
    found = [customize.best_variety(900, 400_000, 8_000_000, stock) for stock in range(0, 200_000_000, 20_000_000)]

    assert found == sorted(found, reverse=True) and found[0] > found[-1]


def test_customizing_for_each_costs_what_is_added_up_customer_by_customer():
    slow = sum(1_500_000 + 4_000 for _ in range(400))

    assert slow == customize.customization_cost(1_500_000, 400, 4_000, 400)
    assert 2 * 1_500_000 + 400 * 4_000 == customize.customization_cost(1_500_000, 2, 4_000, 400)


def test_at_break_even_the_extra_margin_has_just_paid_the_setup():
    customers = customize.breakeven_customers(1_500_000, pd.Series([120_000, 75_000]))

    assert [1_500_000] * 2 == (customers * [120_000, 75_000]).tolist()
    assert 0 == customize.breakeven_customers(0, 1)


def test_the_unknown_stays_unknown():
    assert np.isnan(customize.breakeven_customers(float("nan"), 1))
    assert np.isnan(customize.variety_profit([1, 2], 900, float("nan"), 1, 1)).all()
    assert [False, True] == np.isnan(customize.safety_stock(1, [20, np.nan])).tolist()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: customize.safety_stock(0, 20), "variants"),
        (lambda: customize.safety_stock(2, 20, correlation=1.5), "correlation"),
        (lambda: customize.variety_cost(1, -1), "setup_cost"),
        (lambda: customize.variety_profit(1, 900, 1, -2, 1), "misfit"),
        (lambda: customize.best_variety(900, 400_000, 0), "setup_cost"),
        (lambda: customize.breakeven_customers(10, 0), "extra_margin"),
        (lambda: customize.customization_cost(1, 2, 3, -4), "customers"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, said, language):
    with pytest.raises(ValueError, match=said):
        call()
