"""From forecast to build-to-order: stock, cash, and what to make before anybody has ordered."""
import itertools
import math
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import relationships

MEAN, SD, PRICE, COST, SALVAGE = 1_000, 200, 300_000, 120_000, 60_000
MONEY = (PRICE, COST, SALVAGE)
means, sds = st.floats(100, 5_000), st.floats(0.01, 1_000)
salvages, margins, losses = st.floats(0, 1_000), st.floats(1, 1_000), st.floats(1, 1_000)


def drawn(demand_mean, demand_sd, count=400_000):
    """Normal demands, evenly over all probabilities."""
    places = (np.arange(count) + 0.5) / count
    return demand_mean + demand_sd * np.array([NormalDist().inv_cdf(place) for place in places[:: max(1, count // 20_000)].tolist()])


def test_stock_avoided_is_so_many_days_of_goods_sold():
    one_day = 2_737 / 360

    assert relationships.avoided_inventory(2_737, 73, 32, year_days=360) == pytest.approx(41 * one_day)
    assert relationships.avoided_inventory(2_737, 32, 73, year_days=360) == pytest.approx(-41 * one_day)


def test_the_printed_shares_of_dell_imply_their_bases():
    implied = [312 / share for share in (0.59, 0.48, 2.09)]

    assert [528.8, 650.0, 149.3] == [round(base, 1) for base in implied]


def test_the_cycle_adds_exact_days_and_rounds_once():
    stock = relationships.days_sales_of_inventory([429, 293], 4_229)
    customers = relationships.days_receivable([726, 538], 5_296)
    suppliers = relationships.days_payable([466, 403], 4_229)
    rounded = relationships.cash_conversion_cycle(round(stock, 2), round(customers, 2), round(suppliers, 2))

    assert 37.213704 == round(relationships.cash_conversion_cycle(stock, customers, suppliers), 6)
    assert 37.22 == round(rounded, 2)


def test_days_are_given_for_every_row():
    balances = np.array([[429, 293], [429, 429]])

    assert relationships.days_payable(balances, 4_229) == pytest.approx([31.157484, 365 * 429 / 4_229])


def test_compound_decline_ends_at_the_yearly_one():
    assert relationships.obsolescence_cost(365, 0.30) == pytest.approx(0.30)
    assert relationships.obsolescence_cost(730, 0.30) == pytest.approx(1 - 0.7 * 0.7)
    assert relationships.obsolescence_cost(730, 0.60, convention="linear") == pytest.approx(1.2)
    assert 0 == relationships.obsolescence_cost(0, 0.30) == relationships.obsolescence_cost(99, 0)


def test_waiting_day_by_day_loses_as_much_as_in_one_piece():
    value = 1.0
    for _ in range(73):
        value *= 1 - relationships.obsolescence_cost(1, 0.30)

    assert relationships.obsolescence_cost(73, 0.30) == pytest.approx(1 - value)


@pytest.mark.parametrize("quantity", [600, 1_000, 1_134.9, 1_500])
def test_the_loss_function_is_the_mean_of_many_demands(quantity):
    demands = drawn(MEAN, SD)

    assert relationships.expected_lost_sales(quantity, MEAN, SD) == pytest.approx(np.maximum(demands - quantity, 0).mean(), abs=0.05)
    assert relationships.expected_overstock(quantity, MEAN, SD) == pytest.approx(np.maximum(quantity - demands, 0).mean(), abs=0.05)
    assert relationships.newsvendor_profit(quantity, MEAN, SD, *MONEY) == pytest.approx(relationships.sample_profit(demands, quantity, *MONEY), rel=1e-4)


@settings(derandomize=True, deadline=None)
@given(means, sds, salvages, margins, losses, st.floats(-3, 3))
def test_no_other_quantity_earns_more(mean, sd, salvage, margin, loss, away):
    money = salvage + loss + margin, salvage + loss, salvage
    best = relationships.newsvendor_quantity(mean, sd, *money)
    other = max(best + away * sd, 0)

    if best >= 0:
        assert relationships.newsvendor_profit(other, mean, sd, *money) <= relationships.newsvendor_profit(best, mean, sd, *money) + 1e-6


@settings(derandomize=True, deadline=None)
@given(means, sds, salvages, margins, losses)
def test_the_best_quantity_covers_demand_with_the_critical_ratio(mean, sd, salvage, margin, loss):
    money = salvage + loss + margin, salvage + loss, salvage
    best = relationships.newsvendor_quantity(mean, sd, *money)

    assert NormalDist(mean, sd).cdf(best) == pytest.approx(relationships.critical_ratio(*money), abs=1e-6)


@settings(derandomize=True, deadline=None)
@given(means, sds, sds)
def test_who_knows_more_of_demand_earns_more_and_making_to_order_earns_most(mean, sd, other):
    less, more = sorted((sd, other))
    profits = [relationships.newsvendor_profit(max(relationships.newsvendor_quantity(mean, one, *MONEY), 0), mean, one, *MONEY) for one in (less, more)]

    assert profits[1] <= profits[0] + 1e-6 <= (PRICE - COST) * mean + 1e-5


def test_certain_demand_needs_no_luck():
    assert MEAN == relationships.newsvendor_quantity(MEAN, 0, *MONEY)
    assert (PRICE - COST) * MEAN == relationships.newsvendor_profit(MEAN, MEAN, 0, *MONEY)
    assert [100, 0.5, 0] == relationships.expected_lost_sales([900, 999.5, 1_100], MEAN, 0).tolist()
    assert [0, 100] == relationships.expected_overstock([900, 1_100], MEAN, 0).tolist()


def test_lost_sales_far_away_are_nothing_or_everything():
    assert 0 <= relationships.expected_lost_sales(9_000, MEAN, SD) < 1e-200
    assert relationships.expected_lost_sales(0, MEAN, 20) == pytest.approx(MEAN)


def test_a_sample_gives_the_best_of_all_its_quantities():
    rng = np.random.default_rng(11)
    for size, margin in itertools.product((1, 2, 5, 7), range(1, 10)):
        demands = rng.integers(50, 200, size)
        money = (10, 10 - margin, 0)
        best = relationships.sample_quantity(demands, *money)
        profits = [relationships.sample_profit(demands, quantity, *money) for quantity in range(201)]

        assert best in demands
        assert relationships.sample_profit(demands, best, *money) == pytest.approx(max(profits))


def test_a_large_sample_agrees_with_the_closed_form():
    assert relationships.sample_quantity(drawn(MEAN, SD), *MONEY) == pytest.approx(relationships.newsvendor_quantity(MEAN, SD, *MONEY), abs=0.1)


def test_the_forecast_error_is_that_of_many_customers_drawn_by_lot():
    rng = np.random.default_rng(2)
    orders = rng.normal(5, 2, (4_000, 400))
    errors = orders[:, 300:].sum(axis=1) - 500

    assert relationships.forecast_error(400, 0.75, 2) == pytest.approx(errors.std(), rel=0.03)
    assert 0 == relationships.forecast_error(400, 1, 2)


def test_formulas_work_on_a_series_and_leave_the_unknown_unknown():
    quantities = pd.Series([1_000, np.nan], index=["tea", "box"])
    lost = relationships.expected_lost_sales(quantities, MEAN, SD)
    best = relationships.newsvendor_quantity(MEAN, pd.Series([0.0, 200.0], index=["known", "guessed"]), *MONEY)

    assert ["tea", "box"] == list(lost.index) and lost["tea"] == pytest.approx(SD / math.sqrt(2 * math.pi)) and np.isnan(lost["box"])
    assert [1_000, 1_134.9] == best.round(1).tolist()
    assert np.isnan(relationships.critical_ratio(np.nan, COST))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: relationships.critical_ratio(100, 120, 60), "product_cost"),
        (lambda: relationships.newsvendor_quantity(MEAN, SD, 300, 100, 100), "salvage"),
        (lambda: relationships.newsvendor_profit(-1, MEAN, SD, *MONEY), "quantity"),
        (lambda: relationships.expected_lost_sales(1, MEAN, -SD), "demand_sd"),
        (lambda: relationships.sample_quantity([], *MONEY), "demands"),
        (lambda: relationships.sample_quantity([1, float("nan")], *MONEY), "demands"),
        (lambda: relationships.sample_profit([1, 2], -1, *MONEY), "quantity"),
        (lambda: relationships.forecast_error(10, 75, 2), "0.75"),
        (lambda: relationships.obsolescence_cost(32, 30), "0.3"),
        (lambda: relationships.obsolescence_cost(32, 0.3, convention="simple"), "convention"),
        (lambda: relationships.avoided_inventory(2_737, 73, 32, year_days=0), "year_days"),
        (lambda: relationships.days_receivable([726, 538], 0), "sales"),
        (lambda: relationships.days_payable(466, 4_229), "payables"),
        (lambda: relationships.cash_conversion_cycle(-1, 0, 0), "days_inventory"),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(call, says, language):
    with pytest.raises(ValueError, match=says):
        call()
