"""Questions: exact Bayes, and the question that tells most per minute."""
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import interact

GROUPS = ["quick", "gift", "health"]
GIFT = pd.DataFrame({"no": [0.9, 0.1, 0.9], "yes": [0.1, 0.9, 0.1]}, index=GROUPS)
GIFT_AGAIN = GIFT.copy()
HEALTH = pd.DataFrame({"low": [0.6, 0.6, 0.1], "high": [0.4, 0.4, 0.9]}, index=GROUPS)
WEATHER = pd.DataFrame({"fine": [0.3, 0.3, 0.3], "rain": [0.7, 0.7, 0.7]}, index=GROUPS)
CHANCES = {"gift": GIFT, "gift_again": GIFT_AGAIN, "health": HEALTH, "weather": WEATHER}
MINUTES = {"gift": 1, "gift_again": 1, "health": 1, "weather": 0.1}
EVEN = [1 / 3] * 3


def rows(draw, groups, answers):
    table = np.array(draw(st.lists(st.lists(st.integers(1, 20), min_size=answers, max_size=answers), min_size=groups, max_size=groups)), dtype=float)
    return table / table.sum(axis=1, keepdims=True)


@st.composite
def cases(draw):
    groups, answers = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    return rows(draw, 1, groups)[0], pd.DataFrame(rows(draw, groups, answers))


def slow_entropy(beliefs):
    return sum(-b * math.log2(b) for b in beliefs if b > 0)


def slow_gain(beliefs, chances):
    """The definition, answer by answer."""
    left = 0
    for answer in chances:
        probability = sum(b * p for b, p in zip(beliefs, chances[answer]))
        left += probability * slow_entropy([b * p / probability for b, p in zip(beliefs, chances[answer])]) if probability else 0
    return slow_entropy(beliefs) - left


def test_entropy_is_zero_for_certainty_and_largest_for_even_beliefs():
    assert 0 == interact.entropy([1, 0, 0])
    assert math.log2(3) == pytest.approx(interact.entropy(EVEN))
    assert [0, 1] == interact.entropy([[1, 0], [0.5, 0.5]]).tolist()


@given(cases())
def test_the_gain_is_what_its_definition_says_and_never_negative(case):
    beliefs, chances = case

    assert slow_gain(beliefs, chances) == pytest.approx(interact.information_gain(beliefs, chances), abs=1e-9)
    assert 0 <= interact.information_gain(beliefs, chances) <= interact.entropy(beliefs) + 1e-9


@given(cases())
def test_beliefs_after_an_answer_are_bayes_and_average_back_to_those_before(case):
    beliefs, chances = case
    back = sum(chances[answer].to_numpy() @ beliefs * interact.learn(beliefs, chances, answer) for answer in chances)

    assert beliefs == pytest.approx(back)


def test_the_order_of_answers_does_not_matter():
    one = interact.learn(interact.learn(EVEN, GIFT, "yes"), HEALTH, "high")
    other = interact.learn(interact.learn(EVEN, HEALTH, "high"), GIFT, "yes")

    assert one == pytest.approx(other)


def test_an_impossible_answer_leaves_the_beliefs_unknown():
    never = pd.DataFrame({"no": [1.0, 1.0], "yes": [0.0, 0.0]})

    assert np.isnan(interact.learn([0.5, 0.5], never, "yes")).all()


def test_the_golden_question_comes_first_and_nothing_useless_or_known_is_asked():
    asked = interact.next_questions(EVEN, CHANCES, MINUTES, ask=4)

    assert asked["question"].iloc[0] in ("gift", "gift_again")
    assert "weather" not in set(asked["question"])
    assert not {"gift", "gift_again"} & set(interact.next_questions(EVEN, CHANCES, MINUTES, ask=3, known=["gift", "gift_again"])["question"])
    assert interact.next_questions([1, 0, 0], CHANCES, MINUTES).empty


def test_two_questions_about_the_same_thing_are_not_the_best_pair():
    sharp = GIFT.copy()
    sharp[:] = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    asked = interact.next_questions(EVEN, {"gift": sharp, "gift_again": sharp.copy(), "health": HEALTH}, MINUTES, ask=2)

    assert "health" == asked["question"].iloc[1], "the second question about gifts would tell nothing new"


def test_the_gain_of_a_pair_is_counted_over_all_pairs_of_answers():
    asked = interact.next_questions(EVEN, {"gift": GIFT, "health": HEALTH}, MINUTES, ask=2)
    left = 0
    for gift, health in itertools.product(GIFT, HEALTH):
        joint = np.array(EVEN) * GIFT[gift].to_numpy() * HEALTH[health].to_numpy()
        left += joint.sum() * slow_entropy(joint / joint.sum())

    assert math.log2(3) - left == pytest.approx(asked["gain"].iloc[1])


def test_a_slow_question_must_earn_its_minutes():
    asked = interact.next_questions(EVEN, CHANCES, MINUTES | {"gift": 60, "gift_again": 60}, ask=1)

    assert "health" == asked["question"].iloc[0]


def people(count=400, seed=3):
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, count)
    said = {"customer_id": np.arange(count)}
    for name, table in CHANCES.items():
        said[name] = table.columns.to_numpy()[(rng.random(count) < table.iloc[:, 1].to_numpy()[group]).astype(int)]
    return pd.DataFrame(said), pd.DataFrame({"customer_id": np.arange(count), "needs_group": np.array(GROUPS)[group]})


def test_asking_by_gain_leaves_less_uncertain_than_asking_in_the_forms_order():
    answers, _ = people()
    form = interact.interviews(answers, CHANCES, MINUTES, start=EVEN, order=["weather", "gift", "gift_again", "health"])
    golden = interact.interviews(answers, CHANCES, MINUTES, start=EVEN)
    left = {name: found.groupby("step")["entropy"].mean() for name, found in (("form", form), ("golden", golden))}

    assert left["golden"][1] < left["form"][1] - 0.2
    assert left["golden"][4] == pytest.approx(left["form"][4]), "all questions asked, all the same is known"


def test_an_interview_asks_no_customer_twice_the_same():
    answers, _ = people(50)
    found = interact.interviews(answers, CHANCES, MINUTES, start=EVEN).dropna(subset=["question"])

    assert not found.duplicated(["customer_id", "question"]).any()
    assert (found.groupby("customer_id")["minutes"].max() == sum(MINUTES.values())).all()


def test_an_interview_is_bayes_customer_by_customer():
    answers, _ = people(20)
    found = interact.interviews(answers, CHANCES, MINUTES, start=EVEN).set_index(["customer_id", "step"])
    for customer in range(20):
        beliefs, said = EVEN, answers.set_index("customer_id").loc[customer]
        for step in range(1, 5):
            question = found.loc[(customer, step), "question"]
            beliefs = interact.learn(beliefs, CHANCES[question], said[question])
            assert slow_entropy(beliefs) == pytest.approx(found.loc[(customer, step), "entropy"])


def test_the_table_of_answers_is_counted_and_no_answer_is_impossible():
    answers, needs = people(300)
    chances = interact.answer_chances(answers, needs, questions=["gift"])["gift"]
    counted = answers.merge(needs)
    gift = counted[counted["needs_group"] == "gift"]

    assert ((gift["gift"] == "yes").sum() + 1) / (len(gift) + 2) == pytest.approx(chances.loc["gift", "yes"])
    assert (chances.sum(axis=1).round(12) == 1).all() and (chances > 0).all().all()


@pytest.mark.parametrize("call", [
    lambda: interact.entropy([0.5, 0.6]),
    lambda: interact.entropy(0.5),
    lambda: interact.learn(EVEN, GIFT, "maybe"),
    lambda: interact.information_gain(EVEN, pd.DataFrame([[0.5, 0.4]] * 3)),
    lambda: interact.next_questions(EVEN, CHANCES, MINUTES, ask=5),
    lambda: interact.next_questions(EVEN, CHANCES, {"gift": 1}),
    lambda: interact.next_questions(EVEN, CHANCES, MINUTES | {"gift": 0}),
    lambda: interact.answer_chances(people(5)[0], pd.DataFrame({"customer_id": [99], "needs_group": ["gift"]}), questions=["gift"]),
    lambda: interact.interviews(pd.concat([people(5)[0]] * 2), CHANCES, MINUTES, start=EVEN),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()
