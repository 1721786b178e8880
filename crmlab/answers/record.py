"""What a notebook says about its answers: answer() in every copy, expect() in the author's, sealed() in the student's."""
import base64
import html
import json
import os
import zlib

from .. import words
from .compare import kind
from .encode import encode
from .seal import unseal
from .show import show, wanted

ANSWER = "application/vnd.crmlab.answer+json"
EXPECT = "application/vnd.crmlab.expect+json"
FORMAT = 2  # goes up when older copies could be told that a right answer is wrong

_feedback = {}


def answer(name, value=..., *more):
    """Hand in the answer to a question, and say at once what can be said about it.

    Parameters
    ----------
    name : the question's name, as "q1"
    value : the answer
        A number, text, truth value, None, list, tuple, set, dict, date, numpy array, pandas Series, DataFrame, Index or Timestamp,
        or a figure (its titles, labels and plotted data). Left as ``...`` the question is not attempted. See crmlab.answers.compare
        for what counts as the same answer.

    A name answered twice: the last answer counts.
    """
    if not isinstance(name, str) or not name.strip() or "\n" in name:
        raise ValueError(words.t("answers.name", typed=repr(name)[:60]))
    if more:
        raise ValueError(words.t("answers.comma", name=name, typed=",".join(map(str, (value, *more)))[:60], right=f"{value}.{more[0]}"[:60]))
    encoded = encode(value)
    outcome, detail = _judged(name, encoded)
    _display({ANSWER: {"name": name, "value": encoded}}, _sentence(name, encoded, outcome, detail), _STYLES.get(outcome, _STYLES[None]))


def expect(name, *, points=1, tolerance=None, slips=None, hint=None, by_hand=False):
    """In a solution cell, after ``answer(name, right_value)``: how the question is marked.

    Parameters
    ----------
    name : the question's name
    points : for a right answer, a number ≥ 0
    tolerance : how far off a number may be, in its own unit; by default a millionth of it
    slips : {what the student did: the wrong answer it gives on this data}, computed
        Who hands in that value is told that sentence.
    hint : a sentence for every other wrong answer (it can be read in the student's copy)
    by_hand : True for prose that a person reads and marks
    """
    _refuse_expectation(points, tolerance, slips)
    record = {
        "name": name, "points": points, "tolerance": tolerance, "hint": hint, "by_hand": bool(by_hand),
        "slips": {text: encode(value) for text, value in (slips or {}).items()},
    }
    _display({EXPECT: record}, words.t("answers.expects", name=name, points=words.number(points), slips=len(record["slips"])), _STYLES[None])


def _refuse_expectation(points, tolerance, slips):
    for argument, value in (("points", points), ("tolerance", tolerance)):
        if not (value is None and argument == "tolerance") and not (isinstance(value, (int, float)) and 0 <= value < 1e12):
            raise ValueError(words.t("answers.amount", argument=argument, typed=repr(value)[:60]))
    if slips is not None and not (isinstance(slips, dict) and all(isinstance(text, str) for text in slips)):
        raise ValueError(words.t("answers.slips", typed=repr(slips)[:60]))


def sealed(feedback):
    """In a student's copy, made by ``crmlab release``: the locked feedback for this copy's numbers."""
    if os.environ.get("CRMLAB_GRADING"):  # other numbers, nobody to read it
        return
    contents = json.loads(zlib.decompress(base64.b64decode("".join(feedback.split()))))
    words.use(contents["language"])
    if contents.get("format") != FORMAT:
        return _display({}, words.t("answers.format"), _STYLES["type"])
    _feedback.clear()
    _feedback.update(contents["questions"])


def packed(questions, language):
    """The text that sealed() reads: {question: seal(…)} and the language to speak."""
    raw = json.dumps({"format": FORMAT, "language": language, "questions": questions}, ensure_ascii=False).encode("utf-8")
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")


def _judged(name, encoded):
    if kind(encoded) == "unanswered":
        return "not attempted", None
    if kind(encoded) == "toobig":
        return "toobig", None
    if name not in _feedback:
        return ("unknown", ", ".join(_feedback)) if _feedback else (None, None)
    if not _feedback[name].get("by_hand"):
        return unseal(_feedback[name], encoded)
    if kind(encoded) != "text":
        return "type", "text"
    return ("to be read" if encoded.strip() else "not attempted"), None


_STYLES = {"correct": "#009E73", "slip": "#D55E00", "type": "#D55E00", "shape": "#D55E00", "unknown": "#D55E00", "toobig": "#D55E00", "incorrect": "#E69F00", None: "#777777"}
_SENTENCES = {
    "correct": "answers.correct",
    "slip": "answers.slip",
    "type": "answers.type",
    "toobig": "answers.give_less",
    "incorrect": "answers.incorrect",
    "shape": "answers.shape",
    "unknown": "answers.unknown",
    "not attempted": "answers.not_attempted",
    "to be read": "answers.to_be_read",
    None: "answers.recorded",
}


def _sentence(name, encoded, outcome, detail):
    if outcome == "type":
        detail = wanted(detail, encoded)
    sentence = words.t(_SENTENCES[outcome], name=name, detail=detail or "", answer=show(encoded))
    if outcome == "incorrect":
        more = [detail, words.t("answers.rounded") if _looks_rounded(encoded) else None]
        return " ".join([sentence, *filter(None, more)])
    return sentence


def _looks_rounded(encoded):
    """Whether a number has at most two decimals, and some: what people type when they have rounded."""
    return isinstance(encoded, float) and encoded != round(encoded) and encoded == round(encoded, 2)


def _display(record, sentence, colour):
    """Show the sentence; the record stands beside it in the cell's output."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        get_ipython = lambda: None
    if get_ipython() is None:
        print(sentence)
        return
    page = f'<div style="border-left: 4px solid {colour}; padding: 2px 10px">{html.escape(sentence)}</div>'
    display({**record, "text/plain": sentence, "text/html": page}, raw=True)
