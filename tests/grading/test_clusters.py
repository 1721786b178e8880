"""Equal wrong answers are found, named and counted."""
import random
import time

import pytest

from crmlab.grading.clusters import clusters

QUESTION = {"name": "q1", "title": "Retention", "points": 1, "tolerance": None}


def results(*records):
    return [{"submission": f"{n}.ipynb", "student": str(n), "status": "graded", "questions": {"q1": one} if one else {}} for n, one in enumerate(records)]


def wrong(given, hidden=None, why="values", slip=None):
    return {"outcome": "incorrect", "points": 0, "why": why, "slip": slip, "given": given, "hidden": [] if hidden is None else [hidden, hidden], "error": None}


RIGHT = {"outcome": "correct", "points": 1, "why": None, "slip": None, "given": 3.0, "hidden": [4.0, 4.0], "error": None}


def found(*records, question=QUESTION):
    return [(cluster.count, cluster.submissions) for cluster in clusters(results(*records), question)]


def test_equal_wrong_answers_are_together_and_the_largest_comes_first():
    assert [(3, ("1.ipynb", "3.ipynb", "4.ipynb")), (1, ("0.ipynb",))] == found(wrong(1, 9), wrong(2, 5), RIGHT, wrong(2.0, 5.0), wrong(2, 5.0000001), None)


def test_answers_are_compared_on_the_hidden_data():
    """Two ways of working it out may agree on one set of data and not on another."""
    assert [1, 1] == [count for count, _ in found(wrong(2, 5), wrong(2, 6))]
    assert [2] == [count for count, _ in found(wrong(2, 5), wrong(2.1, 5))]


def test_without_a_hidden_run_the_public_answers_are_compared():
    assert [(2, ("0.ipynb", "1.ipynb")), (1, ("2.ipynb",))] == found(wrong(2), wrong(2.0), wrong(3))


def test_typed_in_numbers_are_a_cluster_of_their_own():
    one = clusters(results(wrong(3, 3, why="hidden"), wrong(3, 3.5, why="hidden"), wrong(7, 3)), QUESTION)

    assert [("hidden", 2), ("values", 1)] == [(cluster.why, cluster.count) for cluster in one]


def test_a_slip_is_one_cluster_with_its_name():
    one = clusters(results(wrong(0.5, 0.6, "slip", "took the monthly rate"), wrong(0.5, 0.61, "slip", "took the monthly rate"), RIGHT, RIGHT), QUESTION)

    assert [("took the monthly rate", 2, 0.5, "0.5", 0)] == [(cluster.slip, cluster.count, cluster.share, cluster.answer, cluster.example) for cluster in one]


@pytest.mark.parametrize(("one", "other"), [
    ({"t": "dict", "v": [["a", 1], ["b", 2]]}, {"t": "series", "v": [["b", 2.0], ["a", 1.0]]}),
    ({"t": "frame", "columns": ["x"], "labels": None, "v": [[5, 7]]}, {"t": "frame", "columns": ["x"], "labels": [0, 1], "v": [[5, 7]]}),
    ({"t": "int", "v": "0x20000000000000"}, 9007199254740992.0),
    ("Hà  Nội", "hà nội"),
    ({"t": "other", "type": "method", "repr": "<at 0x1>"}, {"t": "other", "type": "method", "repr": "<at 0x2>"}),
    ({"t": "float", "v": "inf"}, {"t": "float", "v": "inf"}),
    (None, None),
])
def test_what_the_comparison_takes_for_equal_is_one_cluster(one, other):
    assert [2] == [count for count, _ in found(wrong(one, one), wrong(other, other))]


def test_the_questions_tolerance_holds():
    assert [2] == [count for count, _ in found(wrong(10, 10), wrong(10.4, 10.4), question=QUESTION | {"tolerance": 0.5})]
    assert [1, 1] == [count for count, _ in found(wrong(10, 10), wrong(10.4, 10.4))]


def test_prose_that_a_person_marked_has_no_clusters():
    assert [] == clusters(results(wrong("so"), wrong("so")), QUESTION | {"by_hand": True})


def test_a_thousand_submissions_take_no_time():
    chance = random.Random(1)
    few = [wrong([value] * 50, [value] * 50) for value in chance.choices(range(20), k=500)]
    all_different = [wrong(chance.random(), chance.random() * 1000) for _ in range(500)]
    start = time.process_time()
    counts = [count for count, _ in found(*few, *all_different)]

    assert 1000 == sum(counts)
    assert 520 == len(counts)
    assert time.process_time() - start < 2


def test_nothing_is_lost_and_nothing_counted_twice(class_of_40):
    for question in class_of_40.questions:
        one = clusters(class_of_40.results, question)
        members = [name for cluster in one for name in cluster.submissions]
        incorrect = [result["submission"] for result in class_of_40.results if result["questions"].get(question["name"], {}).get("outcome") == "incorrect"]

        assert sorted(incorrect) == sorted(members)
        assert all(class_of_40.results[cluster.example]["submission"] in cluster.submissions for cluster in one)
