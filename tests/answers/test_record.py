"""answer(), expect() and sealed() in a notebook."""
import pandas as pd
import pytest
from IPython.testing.globalipapp import start_ipython
from IPython.utils.capture import capture_output

import crmlab
from crmlab import answers, words
from crmlab.answers import record
from crmlab.answers.seal import seal


@pytest.fixture(scope="module", autouse=True)
def shell():
    return start_ipython()


@pytest.fixture(autouse=True)
def nothing_sealed():
    record._feedback.clear()


def said(call):
    with capture_output() as caught:
        call()
    (output,) = caught.outputs
    return output.data


def test_an_answer_is_recorded_in_the_output():
    data = said(lambda: crmlab.answer("q1", 0.25))

    assert {"name": "q1", "value": 0.25} == data[answers.ANSWER]
    assert "q1: recorded 0.25." == data["text/plain"]


def test_three_dots_are_no_answer():
    data = said(lambda: crmlab.answer("q1", ...))

    assert {"t": "unanswered"} == data[answers.ANSWER]["value"]
    assert "not attempted" in data["text/plain"]


def test_sealed_feedback_speaks_the_language_of_the_copy():
    crmlab.sealed(record.packed({"q1": seal(0.25, [(25, "bạn viết phần trăm thay cho phần của 1")], hint="Đọc lại đề.")}, "vi"))

    assert "✓ q1: đúng. Bạn trả lời 0,25." == said(lambda: crmlab.answer("q1", 0.25))["text/plain"]
    assert "✗ q1: chưa đúng: bạn viết phần trăm thay cho phần của 1. Bạn trả lời 25." == said(lambda: crmlab.answer("q1", 25))["text/plain"]
    assert "✗ q1: chưa đúng. Bạn trả lời 3. Đọc lại đề." == said(lambda: crmlab.answer("q1", 3))["text/plain"]
    assert "Câu trả lời phải là một con số" in said(lambda: crmlab.answer("q1", "x"))["text/plain"]


@pytest.mark.parametrize("value", [1, "x", True, None, [1], {"a": 1}, {1, 2}])
def test_every_kind_asked_for_has_its_words(value, language):
    crmlab.sealed(record.packed({"q1": seal(answers.encode(value), [])}, language))
    for other in (2, "y", False, None, [2], {"b": 1}, {2, 3}):
        assert "type_" not in said(lambda: crmlab.answer("q1", other))["text/plain"]


def test_a_rounded_number_wrong_labels_and_an_unknown_name_are_told_as_such():
    series = pd.Series([0.25, 0.5], index=["An", "Bình"])
    crmlab.sealed(record.packed({"q1": seal(0.2537, []), "q2": seal(answers.encode(series), [], hint="Count again."), "q3": {"by_hand": True}}, "en"))

    assert "If you have rounded" in said(lambda: crmlab.answer("q1", 0.25))["text/plain"]
    assert "rounded" not in said(lambda: crmlab.answer("q1", 3))["text/plain"]
    assert "labels or the number of entries" in said(lambda: crmlab.answer("q2", series.rename(str.lower)))["text/plain"]
    assert "labels or the number of entries" in said(lambda: crmlab.answer("q2", series.head(1)))["text/plain"]
    assert "Count again." in said(lambda: crmlab.answer("q2", series + 1))["text/plain"]
    assert "pd.Series(…, index=…)" in said(lambda: crmlab.answer("q2", series.tolist()))["text/plain"]
    assert "no question “Q1” here; there are q1, q2, q3" in said(lambda: crmlab.answer("Q1", 3))["text/plain"]
    assert "a text" in said(lambda: crmlab.answer("q3", 3))["text/plain"]
    assert "not attempted" in said(lambda: crmlab.answer("q3", " "))["text/plain"]


def test_a_decimal_comma_is_understood_and_refused(language):
    with pytest.raises(ValueError, match=r"answer\('q1', 0\.339\)"):
        crmlab.answer("q1", 0,339)


def test_what_a_student_hands_in_is_escaped():
    data = said(lambda: crmlab.answer("q1", "<script>alert(1)</script>"))

    assert "<script" not in data["text/html"]


def test_under_grading_sealed_says_nothing(monkeypatch):
    monkeypatch.setenv("CRMLAB_GRADING", "1")
    crmlab.sealed("not even base64")

    assert {} == record._feedback


def test_a_copy_of_another_version_says_so_and_judges_nothing(monkeypatch):
    text = record.packed({"q1": seal(0.25, [])}, "en")
    monkeypatch.setattr(record, "FORMAT", 99)

    assert "another version" in said(lambda: crmlab.sealed(text))["text/plain"]
    assert {} == record._feedback


def test_expect_records_how_the_question_is_marked():
    data = said(lambda: crmlab.expect("q1", points=2, tolerance=0.5, slips={"swapped": 4.0}, hint="Look again."))

    assert {"name": "q1", "points": 2, "tolerance": 0.5, "hint": "Look again.", "by_hand": False, "slips": {"swapped": 4.0}} == data[answers.EXPECT]


@pytest.mark.parametrize("arguments", [{"points": -1}, {"points": "2"}, {"tolerance": -0.1}, {"slips": [1]}, {"slips": {1: 2}}])
def test_expect_refuses_what_makes_no_sense(arguments, language):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        crmlab.expect("q1", **arguments)


@pytest.mark.parametrize("name", [1, "", "a\nb"])
def test_a_question_needs_a_name(name):
    with pytest.raises(ValueError, match="q1"):
        crmlab.answer(name, 1)


def test_outside_a_notebook_the_sentence_is_printed(monkeypatch, capsys):
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    words.use("en")
    crmlab.answer("q1", 3)

    assert "q1: recorded 3.\n" == capsys.readouterr().out
