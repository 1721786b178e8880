"""The invented class of the demonstration: its students' cells are made from the author's."""
import random

from crmlab.grading import demo

AUTHOR = """from crmlab import expect
expected_purchases = 2 * members
answer("q1", expected_purchases)
expect("q1", points=1, slips={"one each": members})"""


def test_a_students_cell_keeps_the_working_and_nothing_of_expect():
    right = demo.attempt(AUTHOR, "q1", "right", 4, random.Random(1))
    slipped = demo.attempt(AUTHOR, "q1", "slip", 4, random.Random(1), slip=0)

    assert 'expected_purchases = 2 * members\nanswer("q1", expected_purchases)' == right
    assert 'expected_purchases = 2 * members\nanswer("q1", members)' == slipped
