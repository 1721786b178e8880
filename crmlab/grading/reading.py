"""reading.csv: the prose answers of a class, for a person to read and mark in a spreadsheet, and to be merged again."""
import pathlib
import re
import unicodedata
from dataclasses import dataclass, replace

from .. import words
from . import sheets

COLUMNS = ["submission", "student", "question", "answer", "points", "comment", "changed"]
LONGEST = 32_000  # Excel cuts a cell at 32,767 letters
CHANGED = "x"


@dataclass(frozen=True)
class Mark:
    """One row of reading.csv as the reader left it; ``points`` is None until she has marked it."""

    submission: str
    student: str
    question: str
    answer: str
    points: float | None
    comment: str
    changed: str = ""


def read(path, questions):
    """The marks in reading.csv, [] if there is no such file yet.

    Separators, decimal commas and encodings are taken as Excel saves them. Points outside 0 and the question's points, or
    that are no number, are refused with their row.
    """
    if not pathlib.Path(path).exists():
        return []
    sheet = sheets.read(path)
    places = {name: sheets.column(sheet, path, name) for name in COLUMNS[:6]}
    changed = [place for place, name in enumerate(sheet.header) if name.strip() == "changed"]
    most = {_key(question["name"]): question["points"] for question in questions}
    marks = []
    for number, row in enumerate(sheet.rows, 2):
        cells = {name: row[place] for name, place in places.items()}
        cells["points"] = _points(path, number, cells["points"], most.get(_key(cells["question"])))
        cells["comment"] = sheets.meant(cells["comment"])
        marks.append(Mark(**cells, changed=row[changed[0]].strip() if changed else ""))
    return marks


def _points(path, number, text, most):
    if not text.strip():
        return None
    points = sheets.number(text)
    if points is None or points < 0 or (most is not None and points > most):
        known = "…" if most is None else words.number(most)
        raise ValueError(words.t("reading.points", path=path, row=number, text=text, most=known))
    return points


def _key(text):
    """A name as it survives Excel: without what an old code page turns into question marks."""
    return re.sub(r"[^\x00-\x7f]", "?", " ".join(unicodedata.normalize("NFC", sheets.safe(text)).split()))


def merged(results, questions, marks):
    """The results with the marks filled in: a prose answer marked by a person gets its points, comment, and an outcome.

    Full points make it "correct", fewer "incorrect"; "comment" is added. Answers without a mark stay as they are.
    """
    given = _by_answer(results, marks)
    by_hand = {question["name"]: question["points"] for question in questions if question["by_hand"]}
    return [result | {"questions": _marked(result, by_hand, given)} for result in results]


def _marked(result, by_hand, given):
    answers = result["questions"].items()
    return {name: _read(answer, by_hand.get(name), given.get((result["submission"], name))) for name, answer in answers}


def _read(answer, most, mark):
    if most is None or mark is None or mark.points is None:
        return answer
    outcome = "correct" if mark.points == most else "incorrect"
    return answer | {"outcome": outcome, "points": mark.points, "why": None, "comment": mark.comment.strip()}


def _by_answer(results, marks):
    """The marks by (submission, question) of the results, the first of several for one answer. A name damaged by Excel
    still finds its own if it is the only one that it could be."""
    exact, damaged = {}, {}
    for result in results:
        for name in result["questions"]:
            pair = result["submission"], name
            exact[tuple(map(sheets.safe, pair))] = pair
            damaged.setdefault(tuple(map(_key, pair)), []).append(pair)
    found = {}
    for mark in marks:
        pairs = damaged.get((_key(mark.submission), _key(mark.question)), [])
        pair = exact.get((mark.submission, mark.question)) or (pairs[0] if len(pairs) == 1 else None)
        if pair and (pair not in found or found[pair].points is None):
            found[pair] = mark if pair not in found or mark.points is not None else found[pair]
    return found


def rows(results, questions, marks):
    """What reading.csv holds from now on, sorted: every prose answer to be read, what was marked before, and, last, marks
    whose submission is not among the results any more. An answer changed since it was marked has an x under ``changed``,
    until the reader deletes it."""
    given = _by_answer(results, marks)
    by_hand = [question["name"] for question in questions if question["by_hand"]]
    kept = []
    for result in sorted(results, key=lambda result: result["submission"]):
        for name in by_hand:
            answer, mark = result["questions"].get(name), given.get((result["submission"], name))
            if (answer and answer["outcome"] == "to be read") or (mark and (mark.points is not None or mark.comment.strip())):
                kept.append(_row(result, name, mark))
    used = {id(mark) for mark in given.values()}
    return kept + [mark for mark in marks if id(mark) not in used and (mark.points is not None or mark.comment.strip())]


def _row(result, name, mark):
    answer = text(result["questions"].get(name))
    fresh = Mark(result["submission"], result["student"], name, answer, None, "")
    if mark is None:
        return fresh
    marked = mark.points is not None and _key(mark.answer) != _key(answer)
    return replace(fresh, points=mark.points, comment=mark.comment, changed=CHANGED if marked else mark.changed)


def text(answer):
    """The text of a prose answer, at most 32,000 letters of it; no answer is no text."""
    given = None if answer is None else answer.get("given")
    if given is not None and not isinstance(given, str):
        from .. import answers

        given = answers.show(given)
    return unicodedata.normalize("NFC", given or "").replace("\r\n", "\n")[:LONGEST]


def write(path, marks):
    """Write reading.csv: submission, student, question, answer, points, comment, changed; as gradebook.write() does."""
    sheets.write(path, sheets.Sheet(COLUMNS, [_cells(mark) for mark in marks]))


def _cells(mark):
    points = "" if mark.points is None else sheets.plain(mark.points)
    who = [sheets.safe(part) for part in (mark.submission, mark.student, mark.question, mark.answer)]
    return [*who, points, sheets.safe(mark.comment), mark.changed]
