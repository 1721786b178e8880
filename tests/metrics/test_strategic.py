"""Chapter 3.2.3: mailing decisions, RFM points, past value, lifetime value, customer equity."""
import inspect
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import datasets, words
from crmlab.metrics import strategic
from crmlab.working import worked

COMPOSITIONS = {
    "WE-327": "test_the_responses_by_code_add_up_to_the_whole_mailing",
    "WE-330-inconsistency": "test_the_campaign_columns_cannot_come_from_one_population",
    "WE-341-years": "test_the_customer_equity_table_year_by_year",
}

quickly = settings(derandomize=True, max_examples=50, deadline=None)
share = st.floats(0, 1)
rate = st.floats(0.01, 0.5)
money = st.floats(0, 1e6)


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9)


# Mailing


def test_the_responses_by_code_add_up_to_the_whole_mailing():
    """WE-327: equal groups, so each criterion's codes average to the 2.02 % of WE-326."""
    table = datasets.load("rfm_response")
    for _, rates in table.groupby("measure").response_rate:
        responses = rates * 8_000

        assert close(0.0202) == strategic.response_rate(responses.sum(), 5 * 8_000)


def test_the_campaign_columns_cannot_come_from_one_population():
    """WE-330: the selection out of the sample answers more often than the whole sample did."""
    table = datasets.load("campaign").set_index("plan")
    answers = table.mailed * table.response_rate

    assert answers.to_dict() == close(table.responses.to_dict())
    assert answers["rfm_selection"] > answers["test"]
    assert table.mailed["rfm_selection"] == 56 * 40_000 / 125


def test_a_mailing_at_breakeven_earns_nothing():
    breakeven = strategic.breakeven_rate(1, 45)

    assert close(0) == strategic.campaign_profit(40_000, breakeven, 45, 1)
    assert close(0) == strategic.breakeven_index(breakeven, breakeven)


@quickly
@given(response=share, cost=st.floats(0.01, 10), profit=st.floats(10, 100))
def test_the_index_and_the_profit_have_the_same_sign(response, cost, profit):
    index = strategic.breakeven_index(response, strategic.breakeven_rate(cost, profit))
    earned = strategic.campaign_profit(1, response, profit, cost)

    assert close(earned / cost * 100) == index


def test_the_rounded_breakeven_rate_is_the_one_printed():
    exact, rounded = (strategic.breakeven_index(0.035, 1 / 45, convention=c) for c in ("exact", "rounded"))

    assert close(57.5) == exact
    assert close((0.035 - 0.0222) / 0.0222 * 100) == rounded


# RFM points


def test_johns_rows_are_the_printed_ones():
    """WE-331, purchase by purchase."""
    shown = worked(strategic.rfm_points, [2, 4, 9], [1, 1, 1], [40, 120, 60], cap="purchase")

    assert [118, 92, 39, 249] == [close(step.value) for step in shown.steps()]
    assert "20 × 5 + 3 × 1 × 2 + 0.1 × 40 × 3" in repr(shown)


def test_the_three_customers_rank_as_printed_under_both_readings():
    """Mags > John > Smith although Smith spent most in one go."""
    purchases = datasets.load("rfm_points")
    for cap in ("customer", "purchase"):
        points = {
            name: strategic.rfm_points(rows.months_ago, rows["items"], rows.amount, cap=cap)
            for name, rows in purchases.groupby("customer_id")
        }

        assert ["Mags", "John", "Smith"] == sorted(points, key=points.get, reverse=True)


@pytest.mark.parametrize(("months", "points"), [(0, 20), (2, 20), (2.1, 10), (4, 10), (6, 5), (9, 3), (12, 1), (12.1, 0), (99, 0)])
def test_recency_points_fall_at_the_bands(months, points):
    assert points == strategic.recency_points(months)


def test_the_limits_hold():
    assert 15 == strategic.frequency_points(100)
    assert 25 == strategic.monetary_points(1e9)
    assert 0 == strategic.frequency_points(0) == strategic.monetary_points(0)


def test_a_purchase_more_than_a_year_ago_brings_no_points():
    recent = strategic.rfm_points([3], [1], [50])
    for cap in ("customer", "purchase"):
        assert close(recent) == strategic.rfm_points([3, 13], [1, 4], [50, 900], cap=cap)


@quickly
@given(purchases=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(0, 400)), min_size=1, max_size=8))
def test_the_customers_limit_is_the_stricter_one_and_knows_no_splitting(purchases):
    months, items, amounts = map(list, zip(*purchases))
    by_customer, by_purchase = (strategic.rfm_points(months, items, amounts, weights=(0, 2, 3), cap=c) for c in ("customer", "purchase"))
    split = [half for amount in amounts for half in (amount / 2, amount / 2)]
    in_halves = strategic.rfm_points(np.repeat(months, 2), np.repeat(np.array(items) / 2, 2), split, weights=(0, 2, 3))

    assert by_customer <= by_purchase + 1e-9
    assert close(by_customer) == in_halves


def test_one_row_brings_205_points_at_most():
    assert 205 == strategic.rfm_points([1], [10], [1000], cap="purchase")


def test_rfm_points_do_not_know_the_order_of_purchases():
    assert strategic.rfm_points([2, 9], [1, 3], [40, 90]) == strategic.rfm_points([9, 2], [3, 1], [90, 40])


def test_learned_weights_add_up_to_the_total_and_ignore_the_scale():
    points = np.random.default_rng(1).uniform(0, 25, (50, 3))
    response = 3 + points @ [0.5, 0.2, 0.3]

    assert [5, 2, 3] == close(strategic.relative_weights(points, response).tolist())
    assert [50, 20, 30] == close(strategic.relative_weights(points, 1000 * response, total=100).tolist())


def test_the_learned_slopes_are_those_of_least_squares():
    """First principles: the residuals are at right angles to the points."""
    draw = np.random.default_rng(2)
    points, noise = draw.uniform(0, 25, (40, 3)), draw.normal(0, 1, 40)
    response = points @ [0.5, 0.2, 0.3] + noise
    centred = points - points.mean(axis=0)
    slopes = np.linalg.solve(centred.T @ centred, centred.T @ (response - response.mean()))

    assert close((10 * slopes / slopes.sum()).tolist()) == strategic.relative_weights(points, response).tolist()


# Past customer value


def test_past_value_is_interest_on_interest():
    """First principles: an account that gets the money and pays interest each period."""
    account = 0
    for contribution in [240, 15, 15, 9, 6]:
        account = account * 1.0125 + contribution

    assert close(account) == strategic.past_customer_value([240, 15, 15, 9, 6], 0.0125)
    assert close(account * 1.0125) == strategic.past_customer_value([240, 15, 15, 9, 6], 0.0125, convention="one_period_later")


def test_without_interest_past_value_is_the_sum():
    assert 285 == strategic.past_customer_value([240, 15, 15, 9, 6], 0)


@quickly
@given(contributions=st.lists(money, min_size=2, max_size=12), discount_rate=rate)
def test_older_money_is_worth_more(contributions, discount_rate):
    rising, falling = sorted(contributions), sorted(contributions, reverse=True)

    assert strategic.past_customer_value(falling, discount_rate) >= strategic.past_customer_value(rising, discount_rate) - 1e-6


def test_past_value_takes_customers_by_rows():
    rows = strategic.past_customer_value([[240, 15], [15, 240]], 0.01)

    assert [close(240 * 1.01 + 15), close(15 * 1.01 + 240)] == rows.tolist()


# Lifetime value


@quickly
@given(margin=money, discount_rate=rate, retention_rate=share, periods=st.integers(1, 30))
def test_lifetime_value_is_the_discounted_sum_of_expected_margins(margin, discount_rate, retention_rate, periods):
    added_up = sum(margin * retention_rate**t / (1 + discount_rate) ** t for t in range(1, periods + 1))

    assert close(added_up) == strategic.lifetime_value(margin, discount_rate, retention_rate, periods)


@quickly
@given(margin=money, discount_rate=rate, retention_rate=st.floats(0, 0.95))
def test_the_endless_value_is_the_limit_of_many_periods(margin, discount_rate, retention_rate):
    endless = strategic.lifetime_value(margin, discount_rate, retention_rate)

    assert pytest.approx(endless, rel=1e-6) == strategic.lifetime_value(margin, discount_rate, retention_rate, periods=400)


def test_a_list_of_equal_margins_is_one_margin_for_as_many_periods():
    assert close(strategic.lifetime_value(100, 0.12, 0.8, 3)) == strategic.lifetime_value([100, 100, 100], 0.12, 0.8)


def test_lifetime_value_takes_customers_by_rows_and_rates_by_array():
    by_customer = strategic.lifetime_value([[100, 50], [20, 10]], 0.12)
    by_retention = strategic.lifetime_value(100, 0.12, np.array([0.0, 0.8]), periods=5)

    assert [strategic.lifetime_value([100, 50], 0.12), strategic.lifetime_value([20, 10], 0.12)] == close(by_customer.tolist())
    assert [0, strategic.lifetime_value(100, 0.12, 0.8, 5)] == close(by_retention.tolist())


def test_the_components_of_the_lifetime_value_are_shown():
    """WE-337: what each of five years brings."""
    shown = worked(strategic.lifetime_value, [16] * 5, 0.15)
    years = [round(step.value, 4) for step in shown.steps()[:5]]

    assert [13.9130, 12.0983, 10.5203, 9.1481, 7.9548] == years


@quickly
@given(retention_rate=st.floats(0.01, 0.99), discount_rate=rate)
def test_the_three_multiples_differ_by_when_the_first_margin_comes(retention_rate, discount_rate):
    later, now, certain = (
        strategic.margin_multiple(retention_rate, discount_rate, convention=c) for c in ("end_if_retained", "now", "end_certain")
    )

    assert close(now) == later + 1
    assert close(certain) == later / retention_rate
    assert close(later) == strategic.lifetime_value(1, discount_rate, retention_rate)


# Customer equity


def test_the_customer_equity_table_year_by_year():
    """WE-341, from the data set: survivors, the profit of each year and the total."""
    table = datasets.load("customer_equity")
    margins = strategic.net_contribution(table.sales, table.direct_cost, table.marketing_cost)
    shown = worked(strategic.customer_equity, 1000, margins.tolist(), table.retention_rate.tolist(), 0.15, convention="start_of_period")

    assert [6400.00, 3506.09, 2286.58, 1630.43, 1205.10, 15028.20] == [round(step.value, 2) for step in shown.steps()]


def test_customer_equity_is_customers_times_lifetime_value():
    assert close(1000 * strategic.lifetime_value(16, 0.15, 0.8, 5)) == strategic.customer_equity(1000, 16, [0.8] * 5, 0.15)


@quickly
@given(rates=st.lists(share, min_size=1, max_size=8), discount_rate=rate)
def test_an_undiscounted_first_year_is_one_years_interest_more(rates, discount_rate):
    end, start = (strategic.customer_equity(100, 16, rates, discount_rate, convention=c) for c in ("end_of_period", "start_of_period"))

    assert close(start) == end * (1 + discount_rate)


@quickly
@given(equities=st.lists(st.floats(0.1, 1e6), min_size=1, max_size=8))
def test_equity_shares_add_up_to_one(equities):
    shares = strategic.customer_equity_share(equities)

    assert close(1) == shares.sum()
    assert close(shares.tolist()) == strategic.customer_equity_share([7 * equity for equity in equities]).tolist()


def test_equity_shares_of_several_markets_stand_in_rows():
    shares = strategic.customer_equity_share([[1, 3], [2, 2]])

    assert [[0.25, 0.75], [0.5, 0.5]] == shares.tolist()


# Numbers, lists, arrays and Series

ELEMENTWISE = [
    (strategic.response_rate, {"responses": 808, "mailed": 40_000}),
    (strategic.breakeven_rate, {"unit_cost": 1, "net_profit": 45}),
    (strategic.breakeven_index, {"response_rate": 0.035, "breakeven_rate": 0.02}),
    (strategic.breakeven_index, {"response_rate": 0.035, "breakeven_rate": 1 / 45, "convention": "rounded"}),
    (strategic.campaign_profit, {"mailed": 400, "response_rate": 0.1, "net_profit": 45, "unit_cost": 1}),
    (strategic.recency_points, {"months_ago": 3}),
    (strategic.frequency_points, {"items": 2}),
    (strategic.monetary_points, {"amount": 40}),
    (strategic.net_contribution, {"sales": 120, "direct_cost": 84, "marketing_cost": 20}),
    (strategic.margin_multiple, {"retention_rate": 0.8, "discount_rate": 0.12}),
    (strategic.lifetime_value, {"margin": 100, "discount_rate": 0.12, "retention_rate": 0.8}),
]


@pytest.mark.parametrize(("metric", "arguments"), ELEMENTWISE, ids=[m.__name__ for m, _ in ELEMENTWISE])
def test_numbers_lists_arrays_and_series_agree(metric, arguments):
    one = metric(**arguments)
    in_series = {k: v if isinstance(v, str) else pd.Series([v, v], index=["a", "a"]) for k, v in arguments.items()}
    if metric is strategic.lifetime_value:
        in_series["margin"] = arguments["margin"]
    as_series = metric(**in_series)
    as_array = metric(**{k: v.to_numpy() if isinstance(v, pd.Series) else v for k, v in in_series.items()})
    as_list = metric(**{k: v.tolist() if isinstance(v, pd.Series) else v for k, v in in_series.items()})

    assert type(one) in (int, float)
    assert isinstance(as_series, pd.Series) and ["a", "a"] == as_series.index.tolist()
    for several in (as_series, as_array, as_list):
        assert [one, one] == close(several.tolist())


@pytest.mark.parametrize(("metric", "arguments"), ELEMENTWISE, ids=[m.__name__ for m, _ in ELEMENTWISE])
def test_unknown_in_unknown_out(metric, arguments):
    for name in (name for name, value in arguments.items() if not isinstance(value, str)):
        assert math.isnan(metric(**arguments | {name: math.nan}))


def test_an_unknown_in_a_list_makes_the_result_unknown():
    nan = math.nan

    assert math.isnan(strategic.rfm_points([nan], [1], [40])) and math.isnan(strategic.rfm_points([1], [nan], [40], cap="purchase"))
    assert math.isnan(strategic.past_customer_value([240, nan], 0.01))
    assert math.isnan(strategic.lifetime_value([240, nan], 0.01))
    assert math.isnan(strategic.customer_equity(1000, 16, [0.4, nan], 0.15))
    assert np.isnan(strategic.customer_equity_share([1, nan])).all()
    assert np.isnan(strategic.relative_weights([[1, 2, nan], [3, 4, 5]], [1, 2])).all()


def test_a_series_of_firms_keeps_its_names():
    shares = strategic.customer_equity_share(pd.Series({"A": 1, "B": 3}))

    assert {"A": 0.25, "B": 0.75} == shares.to_dict()


# Shown working


@pytest.mark.parametrize(("metric", "arguments"), ELEMENTWISE, ids=[m.__name__ for m, _ in ELEMENTWISE])
def test_the_working_ends_in_the_value(metric, arguments):
    shown = worked(metric, **arguments)

    assert close(shown.value) == shown.steps()[-1].value
    assert repr(shown) and shown._repr_html_()


@pytest.mark.parametrize("name", strategic.__all__)
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_metric_and_its_parameters_have_words(name, language):
    parameters = inspect.signature(getattr(strategic, name)).parameters

    assert {name, *parameters} <= set(words.catalogue(language))


# Refusals

REFUSALS = [
    (strategic.response_rate, (3, 2), "responses cannot be more than mailed, but got 3. Did you swap the two?"),
    (strategic.response_rate, (3, 0), "mailed must be above 0"),
    (strategic.breakeven_rate, (1, 0), "net_profit must be above 0"),
    (strategic.breakeven_rate, (-1, 45), "unit_cost must be 0 or more"),
    (strategic.breakeven_index, (3.5, 0.02), "Did you mean 0.035?"),
    (strategic.breakeven_index, (0.035, 0), "breakeven_rate must be above 0"),
    (strategic.breakeven_index, (0.035, 0.02, "exakt"), "convention must be one of 'exact', 'rounded', but got 'exakt'. Type convention='exact'"),
    (strategic.campaign_profit, (100, 2, 45, 1), "response_rate is a share between 0 and 1, but got 2. Did you mean 0.02?"),
    (strategic.campaign_profit, (-1, 0.02, 45, 1), "mailed must be 0 or more"),
    (strategic.recency_points, (-1,), "months_ago must be 0 or more"),
    (strategic.frequency_points, (-1,), "items must be 0 or more"),
    (strategic.monetary_points, (-1,), "amount must be 0 or more"),
    (strategic.rfm_points, ([2, 4], [1], [40, 50]), "items must have the shape of months_ago"),
    (strategic.rfm_points, ([2], [1], [40], (5, 2)), "weights must be three numbers, for recency, frequency and monetary value, but got (5, 2). Type weights=(5, 2, 3)."),
    (strategic.rfm_points, ([2], [1], [40], (5, 2, 3), "each"), "cap must be one of 'customer', 'purchase'"),
    (strategic.rfm_points, ([], [], []), "months_ago must be a list with at least one number"),
    (strategic.relative_weights, ([[1, 1, 1]] * 5, [1, 2, 3, 4, 5]), "points must tell its columns apart, but these 5 mailings do not. Add mailings"),
    (strategic.relative_weights, ([[1, 2, 3], [3, 2, 1]], [1, 2]), "these 2 mailings do not"),
    (strategic.relative_weights, ([1, 2, 3], [1, 2, 3]), "points must be mailings x 3 with one response each, but the shapes are (3,) and (3,). Type one row per mailing."),
    (strategic.relative_weights, ([[0], [1], [2]], [3, 2, 1]), "the slopes must add up to more than 0, but they add up to -1. Check"),
    (strategic.past_customer_value, (5, 0.1), "contributions must be a list"),
    (strategic.past_customer_value, ([5], 12), "discount_rate is a share per period, seldom above 1, but got 12. Did you mean 0.12? Write 12 % as 0.12."),
    (strategic.past_customer_value, ([5], 0.1, "then"), "convention must be one of 'now', 'one_period_later'"),
    (strategic.net_contribution, (120, -84, 20), "direct_cost must be 0 or more"),
    (strategic.lifetime_value, ([1, 2], 0.1, 1, 2), "periods must stay None when margin has one number per period, but got 2. Type one margin, or leave periods out."),
    (strategic.lifetime_value, (100, 0.1, 1, 2.5), "periods must be one whole number, 1 or more, but got 2.5"),
    (strategic.lifetime_value, ([1, 2], 0.1, [0.8, 0.9]), "retention_rate must be one number when margin is a list. For a rate per period type customer_equity(1, margin, retention_rates, …)."),
    (strategic.lifetime_value, (100, 0, 1), "retention_rate must be below 1 + discount_rate, but got 1. For ever, it grows without limit: type a higher discount_rate, or"),
    (strategic.lifetime_value, (100, 0.1, 80), "Did you mean 0.8?"),
    (strategic.margin_multiple, (1, 0), "retention_rate must be below 1 + discount_rate"),
    (strategic.margin_multiple, (0.8, 0.12, "late"), "convention must be one of 'end_if_retained', 'now', 'end_certain'"),
    (strategic.customer_equity, (1000, [16, 17], [0.4], 0.15), "margin must have the shape of retention_rates"),
    (strategic.customer_equity, (1000, 16, [40], 0.15), "retention_rates is a share between 0 and 1, but got 40. Did you mean 0.4?"),
    (strategic.customer_equity, (1000, 16, [0.4], 0.15, "middle"), "convention must be one of 'end_of_period', 'start_of_period'"),
    (strategic.customer_equity_share, ([0, 0],), "the sum of equities must be above 0"),
    (strategic.customer_equity_share, ([-1, 2],), "equities must be 0 or more"),
]


@pytest.mark.parametrize(("metric", "arguments", "message"), REFUSALS, ids=[f"{m.__name__}-{i}" for i, (m, _, _) in enumerate(REFUSALS)])
def test_what_cannot_be_meant_is_refused(metric, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        metric(*arguments)


def test_the_equity_of_several_cohorts_is_that_of_each():
    """Customers belong to cohorts (rows), not to periods, also when there are as many of both."""
    together = strategic.customer_equity([1000, 500], 16, [[0.5, 0.5], [0.4, 0.4]], 0.15)
    apart = [strategic.customer_equity(1000, 16, [0.5, 0.5], 0.15), strategic.customer_equity(500, 16, [0.4, 0.4], 0.15)]

    assert apart == pytest.approx(together.tolist())
    assert [apart[0], apart[0] / 2] == pytest.approx(strategic.customer_equity([1000, 500], 16, [0.5, 0.5], 0.15).tolist())
