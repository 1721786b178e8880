"""Needs groups: equal answers, near ratings, and how far to trust them."""
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import differentiate, words

COMPOSITIONS = {"WE-206": "test_six_customers_with_four_needs_form_groups_of_identical_rows"}
NEEDS = ["delivery", "packing", "invoice", "updates"]
SIX = pd.DataFrame(
    [[1, 0, 1, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 1]], columns=NEEDS
).assign(customer_id=["An", "Bình", "Chi", "Dũng", "Hà", "Lan"], district=["Q1", "Q1", "Q3", "Q3", "Q1", "Q3"])
RATINGS = ["price", "speed", "gift"]


def grouped(values, groups, **more):
    table = pd.DataFrame(values, columns=RATINGS[: len(values[0])], dtype=float).assign(customer_id=range(len(values)))
    return differentiate.needs_groups(table, columns=RATINGS[: len(values[0])], groups=groups, **more)


def test_six_customers_with_four_needs_form_groups_of_identical_rows():
    groups = differentiate.same_answers(SIX, columns=NEEDS)

    assert ["delivery+invoice", "packing", "delivery+invoice", "none", "packing", "delivery+packing+invoice+updates"] == groups["needs_group"].tolist()
    assert groups["customer_id"].is_unique


def test_a_customer_is_in_one_needs_group_but_in_a_segment_for_each_attribute():
    groups = differentiate.same_answers(SIX, columns=NEEDS).merge(SIX, on="customer_id")

    assert 2 == groups.loc[groups["district"].eq("Q1"), "needs_group"].nunique()
    assert 2 == groups.loc[groups["needs_group"].eq("delivery+invoice"), "district"].nunique()


@given(st.permutations(range(6)))
def test_groups_of_equal_answers_do_not_depend_on_the_order_of_rows(order):
    straight = differentiate.same_answers(SIX, columns=NEEDS)
    mixed = differentiate.same_answers(SIX.iloc[list(order)], columns=NEEDS).sort_values("customer_id", ignore_index=True)

    pd.testing.assert_frame_equal(straight, mixed)


def test_an_open_answer_leaves_the_group_unknown():
    some = SIX.astype({"invoice": float})
    some.loc[1, "invoice"] = np.nan

    assert [False, True, False, False, False, False] == differentiate.same_answers(some, columns=NEEDS)["needs_group"].isna().tolist()


def spread(points, labels):
    return sum(((points[labels == group] - points[labels == group].mean(axis=0)) ** 2).sum() for group in set(labels))


@pytest.mark.parametrize("seed", range(12))
def test_no_other_partition_of_seven_customers_is_tighter(seed):
    points = np.random.default_rng(seed).integers(1, 6, (7, 3)).astype(float)
    if len(np.unique(points, axis=0)) < 3:
        points[:3] = np.eye(3)
    found = grouped(points.tolist(), 3, centre=False)["needs_group"].to_numpy(dtype=int)
    every = (np.array(labels) for labels in itertools.product(range(3), repeat=7) if len(set(labels)) == 3)

    assert spread(points, found) == pytest.approx(min(spread(points, labels) for labels in every))


def test_the_largest_group_is_number_one():
    found = grouped([[5, 1, 1]] * 2 + [[1, 5, 1]] * 4 + [[1, 1, 5]] * 3, 3)

    assert [3, 3, 1, 1, 1, 1, 2, 2, 2] == found["needs_group"].tolist()


def test_without_centring_those_who_rate_everything_high_are_a_group_of_their_own():
    same_need = [[5, 3, 3], [5, 3, 3], [4, 2, 2], [3, 1, 1], [3, 1, 1]]
    other = [[1, 3, 1], [3, 5, 3]]

    assert 1 == grouped(same_need + other, 2)["needs_group"][:5].nunique()
    assert 2 == grouped(same_need + other, 2, centre=False)["needs_group"][:5].nunique()


@given(st.permutations(range(30)))
def test_needs_groups_do_not_depend_on_the_order_of_rows(order):
    table = pd.DataFrame(np.random.default_rng(5).integers(1, 6, (30, 3)), columns=RATINGS).assign(customer_id=range(30))
    straight = differentiate.needs_groups(table, columns=RATINGS, groups=4)
    mixed = differentiate.needs_groups(table.iloc[list(order)], columns=RATINGS, groups=4).sort_values("customer_id", ignore_index=True)

    pd.testing.assert_frame_equal(straight, mixed)


def test_who_left_a_rating_open_is_in_no_group_and_changes_no_other():
    rows = [[5, 1, 1], [1, 5, 1], [5, 2, 1], [1, 5, 2]]

    with_open = grouped([*rows, [np.nan, 5, 1]], 2)

    assert with_open["needs_group"].isna().tolist() == [False] * 4 + [True]
    assert grouped(rows, 2)["needs_group"].tolist() == with_open["needs_group"].tolist()[:4]


def test_the_second_group_is_the_next_nearest():
    found = grouped([[5, 1, 1], [5, 1, 1], [1, 5, 1], [1, 5, 1], [1, 1, 5], [3, 1, 4]], 3)

    assert (found["needs_group"] != found["second"]).all()
    assert found.loc[5, "second"] == found.loc[0, "needs_group"]


def test_a_profile_names_the_need_that_sets_the_group_apart():
    table = pd.DataFrame([[5, 5, 1], [5, 5, 1], [5, 1, 5]], columns=RATINGS).assign(customer_id=["a", "b", "c"])
    found = pd.DataFrame({"customer_id": ["a", "b", "c"], "needs_group": [1, 1, 2]})

    profile = differentiate.needs_profile(table, found, columns=RATINGS)

    assert ["speed", "gift"] == profile["strongest"].tolist(), "price is high for everybody and tells nobody apart"
    assert [2, 1] == profile["customers"].tolist()


def by_counting_pairs(one, other):
    """The adjusted Rand index from its definition, pair by pair."""
    pairs = list(itertools.combinations(range(len(one)), 2))
    a, b = ([x[i] == x[j] for i, j in pairs] for x in (one, other))
    both, expected, most = sum(x and y for x, y in zip(a, b)), sum(a) * sum(b) / len(pairs), (sum(a) + sum(b)) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_agreement_is_the_adjusted_rand_index_of_hubert_and_arabie(labels):
    one, other = zip(*labels)

    assert by_counting_pairs(one, other) == pytest.approx(differentiate.agreement(one, other))
    assert differentiate.agreement(one, other) == pytest.approx(differentiate.agreement(other, [f"group {x}" for x in one]))


def test_agreement_by_chance_is_about_zero():
    chance = np.random.default_rng(3)

    assert abs(differentiate.agreement(chance.integers(0, 4, 5000), chance.integers(0, 4, 5000))) < 0.01


def test_agreement_leaves_out_who_is_in_no_group():
    assert 1.0 == differentiate.agreement(["a", "a", "b", None], [1, 1, 2, 2])
    assert np.isnan(differentiate.agreement(["a", None], [1, 2]))


def three_clear_needs(count=120):
    chance = np.random.default_rng(8)
    points = 3 + 2 * np.eye(3)[np.arange(count) % 3] + chance.normal(0, 0.2, (count, 3))
    return pd.DataFrame(points, columns=RATINGS).assign(customer_id=np.arange(count))


def test_the_true_number_of_groups_is_the_stable_one():
    table = differentiate.stability(three_clear_needs(), columns=RATINGS, groups=(2, 3, 4), repeats=5)

    assert 3 == table.loc[table["agreement"].idxmax(), "groups"]
    assert 1.0 == table["agreement"].max()
    assert (table["lowest"] <= table["agreement"]).all() and (table["agreement"] <= table["highest"]).all()


def test_stability_is_the_same_for_the_same_seed_and_any_order_of_rows():
    table = three_clear_needs(40)
    one, other = (differentiate.stability(rows, columns=RATINGS, groups=(2, 4), repeats=3, seed=4) for rows in (table, table[::-1]))

    pd.testing.assert_frame_equal(one, other)


def test_what_a_customer_buys_is_the_need_her_money_goes_to():
    orders = pd.DataFrame(
        {"customer_id": ["a", "a", "a", "b", "b"], "product": ["box", "tea", "tea", "tea", "box"], "amount": [50, 30, 30, 20, 20]}
    )

    bought = differentiate.bought_need(orders, {"box": "gift", "tea": "quick"})

    assert {"a": "quick", "b": "gift"} == dict(zip(bought["customer_id"], bought["bought"])), "b spent the same on both: the first in the alphabet"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: grouped([[1, 2, 3], [1, 2, 3], [3, 2, 1]], 3), {"vi": "groups=2", "en": "groups=2"}),
        (lambda: grouped([[1, 2, 3]], 0), {"vi": "groups", "en": "groups"}),
        (lambda: differentiate.same_answers(SIX.assign(invoice=3), columns=NEEDS), {"vi": "invoice", "en": "invoice"}),
        (lambda: differentiate.same_answers(pd.concat([SIX, SIX]), columns=NEEDS), {"vi": "An", "en": "An"}),
        (lambda: differentiate.same_answers(SIX, columns=["delivry"]), {"vi": "delivry", "en": "delivry"}),
        (lambda: differentiate.agreement([1, 2], [1]), {"vi": "other", "en": "other"}),
        (
            lambda: differentiate.bought_need(SIX.assign(product="box", amount=1), {"tea": "quick"}),
            {"vi": "box", "en": "box"},
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_the_readers_language(call, sentence, language):
    words.use(language)

    with pytest.raises(ValueError, match=sentence[language]):
        call()
