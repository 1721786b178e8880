"""The bucket that leaks: nobody appears or vanishes, the limits are as they must be, and one year by hand."""
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import portfolio, relationships
from crmlab.portfolio import SPENDINGS, STAGES, Portfolio, simulate_portfolio

shares = st.floats(0, 1)
people = st.integers(0, 5_000)


@st.composite
def portfolios(draw):
    low = [draw(shares) for _ in range(3)]
    return Portfolio(
        start=tuple(draw(people) for _ in range(4)),
        steps=tuple(low),
        most_steps=tuple(min(1, step + draw(shares)) for step in low),
        leaks=tuple(draw(shares) for _ in range(3)),
        most_saved=draw(shares),
        scale=draw(st.floats(0, 0.9)),
    )


mixes = st.lists(st.floats(0, 1e6), min_size=4, max_size=4)


@given(portfolios(), mixes, st.sampled_from([None, 1]))
def test_nobody_appears_or_vanishes(bucket, mix, seed):
    table = simulate_portfolio(bucket, mix, years=6, seed=seed)

    assert table[list(STAGES)].sum(axis=1).to_numpy() == pytest.approx(np.full(7, sum(bucket.start)))
    assert (table[list(STAGES)].to_numpy() >= -1e-9).all()
    assert table["stranger"].diff()[1:].to_numpy() == pytest.approx((table["left"] - table["joined"])[1:].to_numpy(), abs=1e-6)


@given(portfolios(), mixes, st.integers(2, 9))
def test_twice_the_market_and_twice_the_money_is_twice_everything(bucket, mix, times):
    larger = replace(bucket, start=tuple(times * count for count in bucket.start), usual_customers=times * bucket.usual_customers)

    one, many = simulate_portfolio(bucket, mix, years=4), simulate_portfolio(larger, [times * money for money in mix], years=4)

    pd.testing.assert_frame_equal(times * one, many, rtol=1e-9, atol=1e-6)


@given(portfolios(), mixes, st.integers(0, 3), st.floats(0, 1e6))
def test_more_money_brings_diminishing_returns_in_the_first_year(bucket, mix, kind, more):
    values = []
    for times in (0, 1, 2):
        spent = list(mix)
        spent[kind] += times * more
        year = simulate_portfolio(replace(bucket, unit_cost=0), spent, years=1).loc[1]
        values.append({"acquisition": year["joined"], "conversion": year["friend"] + 2 * year["partner"], "defence": -year["left"], "leverage": year["revenue"]}[SPENDINGS[kind]])

    first, second = np.diff(values)
    assert first >= -1e-6
    if SPENDINGS[kind] != "conversion":
        assert second <= first + 1e-6


def test_one_year_by_hand():
    bucket = Portfolio(start=(1_000, 100, 50, 20), reach=(10, 100, 100, 100), usual_customers=100)
    joined = 1_000 * (0.02 + 0.18 * 0.5)
    acquaintances, friends, partners = 100 * (1 - 0.35), 50 * (1 - 0.175), 20 * (1 - 0.07)
    befriended, partnered = acquaintances * (0.05 + 0.20 * 0.75), friends * (0.04 + 0.11 * 0.75)
    expected = [acquaintances + joined - befriended, friends + befriended - partnered, partners + partnered]

    # so much per head that a half is reached, three quarters, a quarter, a half
    per_head = [10 * math.log(2), 100 * math.log(4), 100 * math.log(4 / 3), 100 * math.log(2)]
    money = np.multiply(per_head, [1_000, 150, 170, expected[1] + expected[2]])
    year = simulate_portfolio(bucket, money, years=1).loc[1]

    assert expected == pytest.approx(year[["acquaintance", "friend", "partner"]].tolist())
    assert joined == pytest.approx(year["joined"])
    assert 100 * 0.35 + 50 * 0.175 + 20 * 0.07 == pytest.approx(year["left"])
    assert np.dot(expected, [270, 700 * 1.125, 1_500 * 1.125]) == pytest.approx(year["revenue"])
    assert 270 * sum(expected) == pytest.approx(year["serving_cost"])
    assert money.sum() == pytest.approx(year["spending"])
    assert year["revenue"] - year["serving_cost"] - year["spending"] == pytest.approx(year["profit"])


def test_leverage_raises_what_friends_and_partners_bring_and_moves_nobody():
    bucket = Portfolio()
    without, spent = simulate_portfolio(bucket, years=3), simulate_portfolio(bucket, {"leverage": 1e9}, years=3)

    pd.testing.assert_frame_equal(without[list(STAGES)], spent[list(STAGES)])
    lift = 0.25 * (700 * without["friend"] + 1_500 * without["partner"])
    assert lift[1:].tolist() == pytest.approx((spent["revenue"] - without["revenue"])[1:].tolist())


def test_no_leak_and_no_steps_leaves_everybody_where_she_is():
    still = Portfolio(steps=(0, 0, 0), leaks=(0, 0, 0))

    table = simulate_portfolio(still, years=5)

    assert [still.start] * 6 == [tuple(row) for row in table[list(STAGES)].to_numpy()]


def test_a_bucket_that_is_not_filled_runs_dry():
    leaking = Portfolio(steps=(0, 0, 0), most_steps=(0, 0, 0))

    table = simulate_portfolio(leaking, years=3)

    assert [8_000 * 0.6**t for t in range(4)] == pytest.approx(table["acquaintance"].tolist())
    assert 0 == table["joined"].sum()


def test_money_for_stages_where_nobody_is_is_lost_but_does_no_harm():
    empty = Portfolio(start=(1_000, 0, 0, 0), steps=(0, 0, 0))

    table = simulate_portfolio(empty, {"conversion": 500, "defence": 500, "leverage": 500}, years=3)

    assert [-1_500] * 3 == table["profit"].tolist()[1:]
    assert [1_000] * 4 == table["stranger"].tolist()


def test_scale_makes_each_customer_cheaper_when_there_are_more():
    twice = Portfolio(start=(0, 20_000, 0, 0), steps=(0, 0, 0), leaks=(0, 0, 0), scale=0.3)

    cost = simulate_portfolio(twice, years=1).loc[1, "serving_cost"]

    assert 20_000 * 270 * 0.5**0.3 == pytest.approx(cost)
    assert 20_000 * 270 == simulate_portfolio(replace(twice, scale=0), years=1).loc[1, "serving_cost"]


def test_random_years_gather_around_the_expected_ones_and_repeat_themselves():
    bucket = Portfolio(start=(900, 80, 15, 5))
    drawn = [simulate_portfolio(bucket, {"acquisition": 10_000}, years=3, seed=seed) for seed in range(300)]

    mean = sum(drawn).loc[3] / 300
    expected = simulate_portfolio(bucket, {"acquisition": 10_000}, years=3).loc[3]
    spread = np.std([table.loc[3, "acquaintance"] for table in drawn])

    assert abs(mean["acquaintance"] - expected["acquaintance"]) < 4 * spread / math.sqrt(300)
    assert spread > 5
    pd.testing.assert_frame_equal(drawn[7], simulate_portfolio(bucket, {"acquisition": 10_000}, years=3, seed=7))


def test_spending_is_given_by_place_or_by_name():
    by_place = simulate_portfolio(spending=[1, 2, 3, 4], years=1)

    pd.testing.assert_frame_equal(by_place, simulate_portfolio(spending={"leverage": 4, "acquisition": 1, "conversion": 2, "defence": 3}, years=1))
    pd.testing.assert_frame_equal(by_place, simulate_portfolio(spending=pd.Series([4, 3, 2, 1], SPENDINGS[::-1]), years=1))


def test_the_stages_are_those_of_chapter_one():
    assert relationships.STAGES == portfolio.STAGES


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Portfolio(leaks=(0.4, 0.2)), "leaks must hold just 3 numbers"),
        (lambda: Portfolio(leaks=(40, 0.2, 0.1)), "Did you mean 0.4"),
        (lambda: Portfolio(start=(-1, 0, 0, 0)), "start must be 0 or more"),
        (lambda: Portfolio(most_steps=(0.01, 0.25, 0.15)), "steps cannot be more than most_steps"),
        (lambda: Portfolio(scale=1.5), "scale is a share"),
        (lambda: simulate_portfolio(spending=[1, 2, 3]), "spending must hold just 4 numbers"),
        (lambda: simulate_portfolio(spending={"retention": 1}), "must be one of 'acquisition'"),
        (lambda: simulate_portfolio(spending=[1, 2, 3, -4]), "spending must be 0 or more"),
        (lambda: simulate_portfolio(years=0), "years must be one whole number"),
        (lambda: simulate_portfolio(Portfolio(start=(10.5, 0, 0, 0)), seed=1), "start must hold whole people"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
