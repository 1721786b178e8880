"""Loyalty and profit, kinds of loyalty, satisfaction and staying, stages of a relationship, trust."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import relationships, words

COMPOSITIONS = {"WE-102": "test_four_points_around_the_cuts_are_the_four_kinds"}

STAGES = list(relationships.STAGES)
MATRIX = pd.DataFrame([[0.8, 0.2, 0, 0], [0.1, 0.6, 0.3, 0], [0, 0.1, 0.7, 0.2], [0, 0, 0.1, 0.9]], index=STAGES, columns=STAGES)


def test_four_points_around_the_cuts_are_the_four_kinds():
    """WE-102: high & short butterfly, high & long true friend, low & short stranger, low & long barnacle; a tie counts as high."""
    kinds = relationships.loyalty_quadrant([101, 101, 99, 99], [11, 13, 11, 13], profit_cut=100, duration_cut=12)

    assert ["butterfly", "true_friend", "stranger", "barnacle"] == kinds.tolist()
    assert "true_friend" == relationships.loyalty_quadrant(100, 12, 100, 12)
    assert "butterfly" == relationships.loyalty_quadrant(100, 11.999, 100, 12)
    assert "barnacle" == relationships.loyalty_quadrant(99.999, 12, 100, 12)


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 120)), min_size=1, max_size=20), st.floats(-1e6, 1e6), st.floats(0, 120))
def test_everybody_is_exactly_one_kind(points, profit_cut, duration_cut):
    table = pd.DataFrame(points, columns=["profit", "duration"])
    kinds = relationships.loyalty_quadrant(table["profit"], table["duration"], profit_cut, duration_cut)

    for (profit, duration), kind in zip(points, kinds):
        expected = ("true_friend" if duration >= duration_cut else "butterfly") if profit >= profit_cut else ("barnacle" if duration >= duration_cut else "stranger")
        assert expected == kind


def test_unknown_profit_or_attitude_gives_an_unknown_kind():
    assert np.isnan(relationships.loyalty_quadrant(np.nan, 3, 1, 1))
    assert [True, False] == pd.Series(relationships.loyalty_type([np.nan, 5], [0.5, 0.5])).isna().tolist()


def test_the_kind_of_loyalty_needs_both_what_she_thinks_and_what_she_does():
    table = pd.DataFrame({"attitude": [5, 4, 3, 1], "behaviour": [0.5, 0.49, 0.5, 0]}, index=list("abcd"))
    found = relationships.loyalty_type(table["attitude"], table["behaviour"])

    assert {"a": "emotional", "b": "latent", "c": "pragmatic", "d": "none"} == found.to_dict()


def test_quadrants_have_a_name_and_an_action_in_both_languages(language):
    table = relationships.quadrant_actions()

    assert list(relationships.QUADRANTS) == table.index.tolist()
    assert 4 == table.iloc[:, 1].nunique() and (table.iloc[:, 1].str.len() > 20).all()
    assert {"vi": "hàu bám", "en": "barnacle"}[language] == table.iloc[2, 0]


def test_one_point_more_multiplies_the_odds():
    chances = relationships.stay_probability(np.arange(1, 6), -3, 1.2)
    odds = chances / (1 - chances)

    assert np.exp(1.2) == pytest.approx(odds[1:] / odds[:-1])
    assert 0.5 == relationships.stay_probability(2.5, -3, 1.2)
    assert 0 < relationships.stay_probability(-100, 0, 1) < 1e-40


def test_the_fit_finds_the_curve_that_made_the_data():
    rng = np.random.default_rng(7)
    points = rng.integers(1, 6, 40_000)
    stayed = rng.random(40_000) < relationships.stay_probability(points, -2, 0.9)

    assert (-2, 0.9) == pytest.approx(relationships.fit_stay_probability(points, stayed), abs=0.06)


def test_the_fit_is_the_most_likely_curve():
    points, stayed = np.array([1, 1, 2, 3, 3, 4, 5, 5, 5]), np.array([0, 0, 1, 0, 1, 0, 1, 1, 0])
    base, effect = relationships.fit_stay_probability(points, stayed)

    def likelihood(base, effect):
        chances = relationships.stay_probability(points, base, effect)
        return np.log(np.where(stayed == 1, chances, 1 - chances)).sum()

    best = likelihood(base, effect)
    assert all(best > likelihood(base + a, effect + b) for a, b in [(0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01), (0.01, -0.01)])
    with_unknown = relationships.fit_stay_probability([*points, np.nan, 3], [*stayed, 1, np.nan])
    assert (base, effect) == pytest.approx(with_unknown)


@pytest.mark.parametrize("stayed", [[1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 1, 1]])
def test_data_that_no_curve_fits_best_are_refused(stayed, language):
    with pytest.raises(ValueError, match="satisfaction"):
        relationships.fit_stay_probability([1, 2, 3, 4], stayed)


def test_stages_follow_the_matrix_and_nobody_is_lost_on_the_way():
    found = relationships.stage_shares(MATRIX, 3)

    assert [1, 0, 0, 0] == found.loc[0].tolist()
    assert [0.8, 0.2, 0, 0] == pytest.approx(found.loc[1].tolist())
    assert [0.66, 0.28, 0.06, 0] == pytest.approx(found.loc[2].tolist())
    assert 0.06 * 0.2 == pytest.approx(found.loc[3, "partner"])
    assert np.ones(4) == pytest.approx(found.sum(axis=1).to_numpy())


def test_thousands_of_single_customers_agree_with_the_shares():
    rng = np.random.default_rng(3)
    stage = np.zeros(20_000, dtype=int)
    edges = MATRIX.to_numpy().cumsum(axis=1)
    for _ in range(6):
        stage = (rng.random((20_000, 1)) > edges[stage]).sum(axis=1)

    assert np.bincount(stage, minlength=4) / 20_000 == pytest.approx(relationships.stage_shares(MATRIX, 6).loc[6].to_numpy(), abs=0.01)


def test_trust_grows_with_kept_promises_and_falls_with_broken_ones():
    assert 0.5 == relationships.trust(0, 0)
    assert [0.6667, 0.75, 0.8] == relationships.trust([1, 2, 3], 0).round(4).tolist()
    assert relationships.trust(8, 1) < relationships.trust(8, 0)
    assert 1 == pytest.approx(relationships.trust(10**9, 0))


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: relationships.loyalty_quadrant(1, -1, 0, 0), "duration"),
        (lambda: relationships.loyalty_type(5, 90), "0.9"),
        (lambda: relationships.stage_shares([[1]], 2), "transitions"),
        (lambda: relationships.stage_shares(MATRIX.iloc[:, ::-1], 2), "transitions"),
        (lambda: relationships.stage_shares(MATRIX + 0.1, 2), "transitions"),
        (lambda: relationships.stage_shares(MATRIX, 2, start=4), "start"),
        (lambda: relationships.stage_shares(MATRIX, 0), "periods"),
        (lambda: relationships.trust(-1, 0), "kept"),
        (lambda: relationships.fit_stay_probability([1, 2], [1]), "stayed"),
    ],
    ids=range(9),
)
def test_what_cannot_be_meant_is_refused_in_both_languages(call, told, language):
    with pytest.raises(ValueError, match=told):
        call()


def test_every_word_of_the_kinds_exists(language):
    names = [f"relationships.{prefix}_{name}" for prefix, group in (("loyalty", relationships.LOYALTIES), ("stage", STAGES), ("quadrant", relationships.QUADRANTS)) for name in group]

    assert all(words.t(name) for name in names)
