"""Chapter 3.1: market share and sales growth."""
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.metrics import traditional

quickly = settings(derandomize=True, max_examples=50, deadline=None)
sales = st.floats(1, 1e12)


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@quickly
@given(firms=st.lists(sales, min_size=1, max_size=8))
def test_the_shares_of_all_firms_add_up_to_the_market(firms):
    shares = traditional.market_share(firms, sum(firms) * (1 + 1e-12))

    assert close(1) == shares.sum()


@quickly
@given(firm=sales, others=sales, rate=st.floats(0.001, 1000))
def test_a_share_does_not_depend_on_the_currency(firm, others, rate):
    market = firm + others

    assert close(traditional.market_share(firm, market)) == traditional.market_share(firm * rate, market * rate * (1 + 1e-12))


def test_a_monopoly_has_the_market_and_a_newcomer_nothing():
    assert 1 == traditional.market_share(500, 500)
    assert 0 == traditional.market_share(0, 500)


def test_it_is_a_share_and_no_percent():
    assert 0.15 == traditional.market_share(15, 100)
    assert close(0.15) == traditional.sales_growth(100, 115)


@quickly
@given(previous=sales, current=sales)
def test_growth_leads_from_one_period_to_the_next(previous, current):
    growth = traditional.sales_growth(previous, current)

    assert close(current / previous) == 1 + growth


def test_growth_is_over_the_earlier_period_and_negative_when_sales_fall():
    assert 1 == traditional.sales_growth(50, 100)
    assert -0.5 == traditional.sales_growth(100, 50)
    assert -1 == traditional.sales_growth(100, 0)
    assert 0 == traditional.sales_growth(100, 100)


@pytest.mark.parametrize("metric", [traditional.market_share, traditional.sales_growth])
def test_numbers_lists_arrays_and_series_agree(metric):
    first, second = [10.0, 20.0], [40.0, 50.0]
    one_by_one = [metric(a, b) for a, b in zip(first, second)]
    index = ["Ann", "Bình"]
    series = metric(pd.Series(first, index), pd.Series(second, index))

    assert all(type(value) is float for value in one_by_one)
    assert one_by_one == metric(first, second).tolist()
    assert one_by_one == metric(tuple(first), second).tolist()
    assert one_by_one == metric(np.array(first), np.array(second)).tolist()
    assert one_by_one == series.tolist()
    assert index == series.index.tolist()
    assert [10 / 50, 20 / 50] == traditional.market_share(first, 50).tolist()
    assert type(metric(np.float64(10), np.int64(40))) is float


@pytest.mark.parametrize("metric", [traditional.market_share, traditional.sales_growth])
def test_unknown_stays_unknown(metric):
    assert np.isnan(metric(np.nan, 10.0))
    assert np.isnan(metric(10.0, np.nan))
    assert [False, True] == np.isnan(metric([1.0, np.nan], [2.0, 2.0])).tolist()


@pytest.mark.parametrize(
    ("metric", "arguments", "message"),
    [
        (traditional.market_share, (-1, 10), "firm_sales must be 0 or more, but got -1. Type 0 or a positive number for firm_sales."),
        (traditional.market_share, (1, 0), "market_sales must be above 0, but got 0. Type a positive number for market_sales."),
        (traditional.market_share, (10, 4), "firm_sales cannot be more than market_sales, but got 10. Did you swap the two?"),
        (traditional.market_share, ("10 %", 4), "firm_sales must be a number, or a list, array or Series of numbers, but got '10 %'."),
        (traditional.sales_growth, (0, 10), "previous_sales must be above 0, but got 0. Type a positive number for previous_sales."),
        (traditional.sales_growth, (10, -2), "current_sales must be 0 or more, but got -2. Type 0 or a positive number for current_sales."),
    ],
)
def test_what_cannot_be_meant_is_refused(metric, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        metric(*arguments)
