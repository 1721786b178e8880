"""What knowledge of customers is worth: checked customer by customer, and by what must hold for any portfolio."""
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import portfolio

OURS = {"good": 200, "bad": 800, "gain": 500, "loss": 50}
accuracies = st.floats(0, 1)
counts = st.integers(0, 500)
money = st.floats(0, 1_000)


def test_the_expected_value_is_the_mean_over_every_way_to_judge():
    right, worth = [0.9, 0.6, 0.7], [40, -30, 10]

    expected = 0.0
    for judged_right in itertools.product([True, False], repeat=3):
        chance = np.prod([p if ok else 1 - p for p, ok in zip(right, judged_right)])
        served = [value for value, ok in zip(worth, judged_right) if (value > 0) == ok]
        expected += chance * sum(served)

    assert expected == pytest.approx(portfolio.portfolio_potential_value(worth, right))


def test_a_simulated_firm_earns_it_on_average():
    rng = np.random.default_rng(4)
    good_served = rng.binomial(200, 0.8, 40_000)
    bad_served = rng.binomial(800, 0.1, 40_000)

    seen = (500 * good_served - 50 * bad_served).mean()

    assert seen == pytest.approx(portfolio.selection_value(0.8, 0.9, **OURS), rel=0.002)


def test_sensitivity_is_about_the_good_and_specificity_about_the_bad():
    assert 100_000 - 40_000 == portfolio.selection_value(1, 0, **OURS)
    assert 0 == portfolio.selection_value(0, 1, **OURS)
    assert 100_000 == portfolio.selection_value(1, 1, **OURS)
    assert -40_000 == portfolio.selection_value(0, 0, **OURS)


@given(accuracies, accuracies, counts, counts, money, money)
def test_free_knowledge_never_harms(one, other, good, bad, gain, loss):
    low, high = sorted([one, other])
    firm = {"good": good, "bad": bad, "gain": gain, "loss": loss}

    assert portfolio.knowledge_value(low, **firm) <= portfolio.knowledge_value(high, **firm) + 1e-6


@given(counts, counts, money, money, st.floats(0, 1e6))
def test_no_accuracy_from_a_coin_to_full_knowledge_beats_the_best(good, bad, gain, loss, cost):
    firm = {"good": good, "bad": bad, "gain": gain, "loss": loss}
    best = portfolio.best_accuracy(**firm, cost=cost)
    grid = np.linspace(0.5, 1, 301)

    assert 0.5 <= best <= 1
    assert portfolio.knowledge_value(grid, **firm, cost=cost).max() <= portfolio.knowledge_value(best, **firm, cost=cost) + 1e-6


@given(counts, counts, money, money, st.floats(0, 1e6), st.floats(0, 1e6))
def test_dearer_knowledge_is_never_bought_more_exactly(good, bad, gain, loss, one, other):
    firm = {"good": good, "bad": bad, "gain": gain, "loss": loss}

    cheap, dear = portfolio.best_accuracy(**firm, cost=np.sort([one, other]))

    assert dear <= cheap + 1e-12


@given(st.lists(st.floats(-1_000, 1_000), min_size=1, max_size=30), accuracies)
def test_a_portfolio_is_worth_at_most_its_good_customers_and_at_least_minus_its_bad_ones(potential, accuracy):
    value = portfolio.portfolio_potential_value(potential, accuracy)

    assert sum(v for v in potential if v < 0) - 1e-6 <= value <= sum(v for v in potential if v > 0) + 1e-6


@given(counts.filter(bool), counts, money, money)
def test_full_free_knowledge_beats_the_best_firm_without_any(good, bad, gain, loss):
    firm = {"good": good, "bad": bad, "gain": gain, "loss": loss}

    assert portfolio.value_without_knowledge(**firm) <= portfolio.knowledge_value(1, **firm) + 1e-9


def test_customers_who_all_differ_make_the_same_sum_as_two_kinds():
    potential = [500] * 200 + [-50] * 800

    many = portfolio.portfolio_potential_value(potential, np.array([[0.5], [0.8], [1]]))

    assert [30_000, 72_000, 100_000] == pytest.approx(many)
    assert portfolio.knowledge_value([0.5, 0.8, 1], **OURS) == pytest.approx(many)


def test_to_serve_everybody_can_beat_knowledge_that_is_dear():
    best = portfolio.best_accuracy(**OURS, cost=80_000)

    assert portfolio.knowledge_value(best, **OURS, cost=80_000) < portfolio.value_without_knowledge(**OURS)
    # (Gg − Bl)/2 + (Gg + Bl)²/(16k) = Gg − Bl at k = 140,000² / (16 · 30,000)
    even = 140_000**2 / (16 * 30_000)
    assert portfolio.knowledge_value(portfolio.best_accuracy(**OURS, cost=even), **OURS, cost=even) == pytest.approx(60_000)


def test_a_firm_with_mostly_bad_customers_serves_nobody_without_knowledge():
    assert 0 == portfolio.value_without_knowledge(good=100, bad=900, gain=300, loss=50)


def test_where_nothing_is_at_stake_a_coin_will_do():
    nothing = {"good": 0, "bad": 0, "gain": 0, "loss": 0}

    assert [0.5, 0.5] == portfolio.best_accuracy(**nothing, cost=[0, 7]).tolist()


def test_the_unknown_stays_unknown():
    assert np.isnan(portfolio.knowledge_value(np.nan, **OURS))
    assert np.isnan(portfolio.best_accuracy(good=np.nan, bad=1, gain=1, loss=1, cost=1))
    assert np.isnan(portfolio.portfolio_potential_value([1, np.nan], 0.8))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: portfolio.knowledge_value(80, **OURS), "Did you mean 0.8"),
        (lambda: portfolio.knowledge_value(0.8, **OURS | {"loss": -50}), "loss must be 0 or more"),
        (lambda: portfolio.best_accuracy(**OURS, cost=-1), "cost must be 0 or more"),
        (lambda: portfolio.selection_value(0.8, 1.2, **OURS), "specificity"),
        (lambda: portfolio.portfolio_potential_value(5, 0.8), "potential must be a list"),
        (lambda: portfolio.portfolio_potential_value([5], 8), "0.08"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
