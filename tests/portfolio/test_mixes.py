"""Many mixes at once: the same as one by one, the best of them really is, and what Johnson and Selnes say of scale."""
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab.metrics import strategic
from crmlab.portfolio import LEAKY, SPENDINGS, WATERTIGHT, Portfolio, best_mix, mix_values, simulate_portfolio, spread_budget

BUDGET = 1_000_000


@given(st.lists(st.lists(st.floats(0, 1e6), min_size=4, max_size=4), min_size=1, max_size=5), st.floats(0, 0.5), st.floats(0, 0.5))
def test_many_at_once_are_worth_what_each_is_worth_alone(mixes, discount_rate, scale):
    market = Portfolio(scale=scale)
    alone = [strategic.lifetime_value(simulate_portfolio(market, mix, years=5)["profit"].tolist()[1:], discount_rate) for mix in mixes]

    assert alone == pytest.approx(mix_values(market, mixes, years=5, discount_rate=discount_rate).tolist())


def test_ten_thousand_mixes_in_one_call():
    mixes = spread_budget(BUDGET, parts=38)

    values = mix_values(Portfolio(), mixes)

    assert 10_660 == len(values) and np.isfinite(values).all()
    assert strategic.lifetime_value(simulate_portfolio(Portfolio(), mixes.loc[5_000])["profit"].tolist()[1:], 0.12) == pytest.approx(values[5_000])


@given(st.integers(1, 12), st.floats(1, 1e9))
def test_every_mix_of_a_budget_is_there_once_and_spends_it_all(parts, budget):
    mixes = spread_budget(budget, parts)

    assert math.comb(parts + 3, 3) == len(mixes)
    assert mixes.sum(axis=1).to_numpy() == pytest.approx(np.full(len(mixes), budget))
    assert not mixes.duplicated().any()


def test_the_best_mix_is_worth_at_least_what_any_other_is():
    best = best_mix(Portfolio(), BUDGET, parts=10)
    tried = [mix_values(Portfolio(), np.array(mix) * BUDGET) for mix in ([1, 0, 0, 0], [0, 1, 0, 0], [0.25] * 4, list(WATERTIGHT.values()))]

    assert max(tried) <= best["net_present_value"]
    assert mix_values(Portfolio(), best[list(SPENDINGS)].to_numpy()) == pytest.approx(best["net_present_value"])


def test_with_scale_weak_relations_pay_and_without_it_close_ones_do():
    money = pd.DataFrame([LEAKY, WATERTIGHT])[list(SPENDINGS)] * BUDGET
    services, industry = (mix_values(Portfolio(scale=scale), money) for scale in (0, 0.3))

    assert services[1] > services[0]
    assert industry[0] > industry[1]
    assert 0 == best_mix(Portfolio(scale=0), BUDGET)["acquisition"]
    assert best_mix(Portfolio(scale=0.3), BUDGET)["acquisition"] > BUDGET / 2


def test_weak_relations_are_where_partners_come_from():
    closed = replace(Portfolio(), steps=(0, 0.05, 0.04), most_steps=(0, 0.25, 0.15))

    with_strangers, without = (simulate_portfolio(market, {"conversion": BUDGET}, years=20) for market in (Portfolio(), closed))

    assert without.loc[20, "partner"] < without.loc[10, "partner"] < with_strangers.loc[20, "partner"]


def test_a_table_is_read_by_the_names_of_its_columns():
    table = pd.DataFrame({"leverage": [4.0], "defence": [3.0], "conversion": [2.0], "acquisition": [1.0]})

    assert mix_values(Portfolio(), [[1, 2, 3, 4]]).tolist() == mix_values(Portfolio(), table).tolist()


def test_both_examples_spend_the_whole_budget():
    assert [1, 1] == [sum(mix.values()) for mix in (LEAKY, WATERTIGHT)]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: mix_values(Portfolio(), [[1, 2, 3]]), "mixes must hold just 4 numbers"),
        (lambda: mix_values(Portfolio(), pd.DataFrame({"acquisition": [1]})), "no column 'conversion'"),
        (lambda: mix_values(Portfolio(), [[1, 2, 3, -1]]), "mixes must be 0 or more"),
        (lambda: mix_values(Portfolio(), [[1, 2, 3, 4]], discount_rate=12), "0.12"),
        (lambda: spread_budget(-1), "budget must be 0 or more"),
        (lambda: spread_budget([1, 2]), "budget must be one number"),
        (lambda: spread_budget(1, parts=2.5), "parts must be one whole number"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
