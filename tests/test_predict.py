"""A guess before the answer."""
import pytest

from crmlab import reveal, words


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
