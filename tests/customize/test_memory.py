"""What was learned goes back into the customers: newer over older, nobody lost, all of it counted."""
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import customize

CUSTOMERS = pd.DataFrame({"customer_id": ["A", "B", "C"], "needs_group": ["office", None, "gift"], "spent": [5, 6, 7]})
ANSWERS = pd.DataFrame(
    [
        ("B", "2025-03-01", "needs_group", "place", "phone"),
        ("A", "2025-02-01", "want_invoice", 1, "survey"),
        ("A", "2025-03-01", "want_invoice", 0, "phone"),
        ("C", "2025-03-01", "needs_group", None, "phone"),
    ],
    columns=["customer_id", "answered_on", "field", "value", "source"],
)


def test_answers_become_facts_with_their_day_and_source():
    found = customize.learn(CUSTOMERS, ANSWERS).set_index("customer_id")

    assert ["office", "place", "gift"] == found["needs_group"].tolist()
    assert 0 == found["want_invoice"]["A"] and found["want_invoice"][["B", "C"]].isna().all()
    assert (pd.Timestamp("2025-03-01"), "phone") == (found["want_invoice_on"]["A"], found["want_invoice_source"]["A"])
    assert pd.isna(found["needs_group_on"]["C"]) and pd.Timestamp("2025-03-01") == found["needs_group_on"]["B"]
    assert [1, 1, 0] == found["learned"].tolist()
    assert [5, 6, 7] == found["spent"].tolist()


def test_an_older_answer_never_overwrites_a_newer_fact():
    known = customize.learn(CUSTOMERS, ANSWERS)
    again = customize.learn(known, ANSWERS.assign(answered_on="2025-01-01", value=["gift", 1, 1, "health"]))

    assert "place" == again["needs_group"][1] and 0 == again["want_invoice"][0]
    assert 1 == again["learned"].sum(), "C had said nothing with a day before"


def test_learning_the_same_again_brings_nothing_and_changes_nothing():
    once = customize.learn(CUSTOMERS, ANSWERS)
    twice = customize.learn(once, ANSWERS)

    assert 0 == twice["learned"].sum()
    assert once.drop(columns="learned").equals(twice.drop(columns="learned"))


def test_a_newer_answer_of_the_same_value_moves_the_day_and_counts_nothing():
    known = customize.learn(CUSTOMERS, ANSWERS)
    later = customize.learn(known, ANSWERS.head(1).assign(answered_on="2025-06-01"))

    assert (0, pd.Timestamp("2025-06-01")) == (later["learned"].sum(), later["needs_group_on"][1])


def test_the_tables_that_are_passed_stay_as_they_were():
    customers, answers = CUSTOMERS.copy(), ANSWERS.copy()
    customize.learn(CUSTOMERS, ANSWERS)

    assert customers.equals(CUSTOMERS) and answers.equals(ANSWERS)


facts = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 9), st.sampled_from(["x", "y"]), st.integers(0, 3)), max_size=15)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(facts, facts, st.randoms(use_true_random=False))
def test_two_rounds_know_what_a_notebook_kept_by_hand_knows(first, second, shuffle):
    known, counted, table = {}, [], CUSTOMERS
    for round_of_answers in (first, second):
        news = {}
        for customer, day, field, value in sorted(round_of_answers, key=lambda fact: (fact[1], fact[3])):
            news[customer, field] = (day, value)
        changed = {key: fact for key, fact in news.items() if key not in known or fact[0] > known[key][0]}
        counted.append(sum(key not in known or known[key][1] != fact[1] for key, fact in changed.items()))
        known |= changed
        shuffled = shuffle.sample(round_of_answers, len(round_of_answers))
        answers = pd.DataFrame(shuffled, columns=["customer_id", "answered_on", "field", "value"])
        table = customize.learn(table, answers.assign(answered_on=[f"2025-01-0{day}" for day in answers["answered_on"]]))

        assert counted[-1] == table["learned"].sum()
    for (customer, field), (day, value) in known.items():
        row = table.set_index("customer_id").loc[customer]
        assert (value, pd.Timestamp(f"2025-01-0{day}")) == (row[field], row[f"{field}_on"])
    assert list("ABC") == table["customer_id"].tolist()


@pytest.mark.parametrize(
    ("customers", "answers", "said"),
    [
        (CUSTOMERS, ANSWERS.assign(customer_id="Z"), "'Z'"),
        (CUSTOMERS, ANSWERS.assign(field="customer_id"), "customer_id"),
        (CUSTOMERS, ANSWERS.assign(field="needs_group_on"), "needs_group_on"),
        (CUSTOMERS, ANSWERS.assign(answered_on="1/3/2025"), "1/3/2025"),
        (CUSTOMERS, ANSWERS.drop(columns="value"), "value"),
        (pd.concat([CUSTOMERS, CUSTOMERS]), ANSWERS, "A"),
        (CUSTOMERS.drop(columns="customer_id"), ANSWERS, "customer_id"),
    ],
)
def test_strangers_and_wrong_tables_are_refused(customers, answers, said, language):
    with pytest.raises(ValueError, match=said):
        customize.learn(customers, answers)
