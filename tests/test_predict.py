"""A guess, or a decision, before the answer."""
import html
import re

import pytest

from crmlab import decide, reveal, words


def test_without_a_guess_the_answer_is_folded(language):
    page = reveal(None, 0.06, unit="%")._repr_html_()

    assert "<details>" in page
    assert page.index("<summary>") < page.index({"vi": "6,0\u00a0%", "en": "6.0%"}[language])


def test_a_guess_is_compared_with_the_answer():
    shown = repr(reveal(200, 166.95, digits=0))

    assert "your guess: 200" in shown
    assert "the answer: 167" in shown
    assert "+33" in shown


def test_a_close_guess_is_praised_and_a_right_one_more():
    assert "Very close" in repr(reveal(170, 166.95, digits=0))
    assert "Exactly right" in repr(reveal(167, 166.95, digits=0))


def test_a_share_is_shown_as_a_percentage_and_its_gap_in_points():
    assert "+14.0 percentage points" in repr(reveal(0.2, 0.06, unit="%"))


def test_a_guess_typed_in_percent_is_understood():
    assert "Exactly right" in repr(reveal(6, 0.06, unit="%"))
    assert repr(reveal(0.15, 0.06, unit="%")) == repr(reveal(15, 0.06, unit="%")) == repr(reveal("15 %", 0.06, unit="%"))


def test_a_comma_typed_the_vietnamese_way_is_explained():
    with pytest.raises(ValueError, match=r"Type a point: 0\.8"):
        reveal((0, 8), 0.5)


def test_a_text_with_a_comma_is_understood():
    assert 0.8 == reveal("0,8", 0.5).guess


@pytest.mark.parametrize("typed", ["many", [1, 2], {}])
def test_anything_else_is_refused_with_what_to_type(typed):
    with pytest.raises(ValueError, match="for example 0.8"):
        reveal(typed, 0.5)


def test_zero_can_be_the_answer():
    assert "0" in reveal(1, 0)._repr_html_()
    assert words.t("reveal.far", gap="+1") in repr(reveal(1, 0))


OUTCOMES = {"A": 1_000_000, "B": -200_000, "C": 1_000_000.4}


def test_without_a_choice_it_asks_and_keeps_the_outcomes_folded(language):
    shown = decide(None, OUTCOMES)._repr_html_()

    assert words.t("decide.ask") in html.unescape(shown)
    assert shown.index("<details>") < shown.index(words.number(1_000_000)) < shown.index("</details>")


@pytest.mark.parametrize(("choice", "said"), [("B", "C brings 1,200,000 đồng more than B"), ("C", "C brings the most"), ("A", "A brings the most")])
def test_a_choice_is_answered_with_the_money_between_it_and_the_best(choice, said):
    """Options that differ by less than is shown are equal."""
    decision = decide(choice, OUTCOMES)

    assert "C" == decision.best
    assert said in repr(decision) and said in html.unescape(decision._repr_html_())
    assert 1 == decision._repr_html_().count("your choice")


def test_a_loss_is_shown_with_its_sign_and_not_by_colour_alone():
    assert "−200,000 đồng" in html.unescape(decide("B", OUTCOMES)._repr_html_())


def test_an_unknown_outcome_is_never_called_the_best():
    decision = decide("A", {"A": float("nan"), "B": -5.0}, unit="USD")

    assert "B" == decision.best
    assert "not enough figures" in repr(decision)
    assert decide("A", {"A": float("nan"), "B": float("nan")}).best is None


@pytest.mark.parametrize(("choice", "outcomes", "said"), [("D", OUTCOMES, "'D'"), ("a", OUTCOMES, "'A', 'B', 'C'"), (None, {"A": 1}, "1"), ("A", {}, "0")])
def test_a_choice_that_is_no_option_is_refused(choice, outcomes, said, language):
    with pytest.raises(ValueError, match=re.escape(said)):
        decide(choice, outcomes)
