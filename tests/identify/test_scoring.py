"""Scoring links against the truth: every pair counted once, by a loop that is written differently."""
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import identify
from crmlab.identify._groups import groups, same_value

TRUTH = pd.DataFrame({"record_id": list("abcdef"), "person_id": [1, 1, 1, 2, 2, 3]})
LINKS = pd.DataFrame({"record_id": list("abcdef"), "customer_id": ["X", "X", "Y", "Y", "Z", "W"]})
PAIRS = pd.DataFrame([["a", "b", 0.99], ["b", "c", 0.6], ["c", "d", 0.3], ["d", "e", 0.8]], columns=["record_l", "record_r", "probability"])


def test_a_score_by_hand():
    found = identify.score(LINKS, TRUTH).iloc[0]

    assert (1 / 2, 1 / 4, 1 / 3) == (found["precision"], found["recall"], found["f1"])
    assert [1, 3, 1, 2, 6, 4, 3] == found[["wrong", "missed", "merged", "split", "records", "customers", "people"]].tolist()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20), st.randoms())
def test_the_score_counts_each_pair_as_a_slow_loop_does(both, chance):
    table = pd.DataFrame(both, columns=["customer_id", "person_id"]).assign(record_id=range(len(both)))
    truth = table[["record_id", "person_id"]].sample(frac=1, random_state=chance.randrange(1000))
    found = identify.score(table[["record_id", "customer_id"]], truth).iloc[0]
    joined = right = true = 0
    for (c1, p1), (c2, p2) in itertools.combinations(both, 2):
        joined, true, right = joined + (c1 == c2), true + (p1 == p2), right + (c1 == c2 and p1 == p2)

    assert (joined - right, true - right) == (found["wrong"], found["missed"])
    assert math.isnan(found["precision"]) if not joined else right / joined == found["precision"]
    assert math.isnan(found["recall"]) if not true else right / true == found["recall"]
    assert found["merged"] == sum(len({p for c, p in both if c == one}) > 1 for one in {c for c, _ in both})
    assert found["split"] == sum(len({c for c, p in both if p == one}) > 1 for one in {p for _, p in both})


def test_the_truth_itself_scores_one_and_everybody_alone_joins_nothing():
    perfect = identify.score(TRUTH.rename(columns={"person_id": "customer_id"}), TRUTH).iloc[0]
    alone = identify.score(LINKS.assign(customer_id=range(6)), TRUTH).iloc[0]

    assert [1, 1, 1, 0, 0, 0, 0] == perfect[["precision", "recall", "f1", "wrong", "missed", "merged", "split"]].tolist()
    assert math.isnan(alone["precision"]) and 0 == alone["recall"] == alone["f1"]


def test_a_threshold_joins_whoever_follows_from_record_to_record():
    found = identify.threshold_table(PAIRS, TRUTH, [0.2, 0.5, 0.9, 1]).set_index("threshold")

    assert [2, 3, 5, 6] == found["customers"].tolist()
    assert [6, 0, 0, 0] == found["wrong"].tolist()
    assert [0, 0, 3, 4] == found["missed"].tolist()
    assert [4 / 10, 1, 1] == found["precision"].tolist()[:3] and math.isnan(found["precision"].iloc[-1])


def test_each_row_of_the_threshold_table_is_the_score_of_its_links():
    for row in identify.threshold_table(PAIRS, TRUTH).to_dict("records"):
        kept = PAIRS[PAIRS["probability"] >= row["threshold"]]
        place = {record: number for number, record in enumerate(TRUTH["record_id"])}
        links = TRUTH[["record_id"]].assign(customer_id=groups(6, kept["record_l"].map(place).to_numpy(), kept["record_r"].map(place).to_numpy()))
        scored = identify.score(links, TRUTH).iloc[0].to_dict()

        assert all(np.isclose(row[name], scored[name], equal_nan=True) for name in scored)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=15))
def test_groups_are_those_a_walk_from_neighbour_to_neighbour_reaches(edges):
    left, right = (np.array(side, dtype=int) for side in zip(*edges)) if edges else (np.array([], dtype=int),) * 2
    reached = {}
    for start in range(12):
        seen, front = {start}, {start}
        while front:
            front = {b for a, b in [*edges, *[(b, a) for a, b in edges]] if a in front} - seen
            seen |= front
        reached[start] = min(seen)

    assert list(reached.values()) == groups(12, left, right).tolist()


@given(st.lists(st.sampled_from(["x", "y", "z", None]), min_size=1, max_size=12))
def test_equal_values_end_in_one_group_and_unknown_ones_alone(values):
    labels = groups(len(values), *same_value(pd.Series(values, dtype="str")))

    assert [values.index(value) if value else place for place, value in enumerate(values)] == labels.tolist()


def test_precision_and_recall_of_plain_numbers_are_those_of_the_table():
    found = identify.score(LINKS, TRUTH).iloc[0]

    assert (identify.precision(1, 2), identify.recall(1, 4)) == (found["precision"], found["recall"])
    assert [0, 0.5, 1] == identify.recall(np.array([0, 2, 4]), 4).tolist()


REFUSED = {
    "more right than joined": (lambda: identify.precision(3, 2), "joined"),
    "nobody to find": (lambda: identify.recall(0, 0), "same"),
    "a record without truth": (lambda: identify.score(LINKS, TRUTH[1:]), "'a'"),
    "truth about other records": (lambda: identify.score(LINKS[1:], TRUTH), "isin(links['record_id'])"),
    "a record with two truths": (lambda: identify.score(LINKS, pd.concat([TRUTH, TRUTH])), "record_id"),
    "a threshold in percent": (lambda: identify.threshold_table(PAIRS, TRUTH, [90]), "0.9"),
    "a pair of a stranger": (lambda: identify.threshold_table(PAIRS.assign(record_l="z"), TRUTH), "'z'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what, language):
    call, said = REFUSED[what]
    with pytest.raises(ValueError) as refused:
        call()

    assert said in str(refused.value)
