"""The gradebook: one row per submission, the points of every question, the total and how it went."""
import math
from dataclasses import dataclass

from . import sheets


@dataclass(frozen=True)
class Row:
    """One submission's grades; the points of a prose answer still to be read are None. ``total`` is after a late deduction."""

    submission: str
    student: str
    points: dict
    total: float
    status: str


def rows(results, questions, late=None):
    """One Row per result, sorted by submission.

    ``late``: what late.lateness() returns, {submission: Late}. Points of prose answers are in the results once
    reading.merged() has put them there. A question that a result does not name earned nothing.
    """
    late = late or {}
    return [_row(result, questions, late.get(result["submission"])) for result in sorted(results, key=lambda result: result["submission"])]


def _row(result, questions, late):
    points = {question["name"]: _points(result["questions"].get(question["name"])) for question in questions}
    earned = math.fsum(value for value in points.values() if value is not None)
    total = round(earned * (1 - (late.deduction if late else 0)), 4)
    status = result["status"] + (f", {late.status}" if late else "")
    return Row(result["submission"], result["student"], points, total, status)


def _points(outcome):
    if outcome is None:
        return 0.0
    return None if outcome["outcome"] == "to be read" else outcome["points"]


def write(path, graded, questions):
    """Write gradebook.csv: submission, student, a column per question, total, status.

    UTF-8 with BOM and CRLF, so that Excel shows Vietnamese letters; decimal points; a text that a spreadsheet would take for
    a formula gets an apostrophe in front. The same rows give the same bytes, written as a whole or not at all.
    """
    names = [question["name"] for question in questions]
    header = ["submission", "student", *names, "total", "status"]
    sheets.write(path, sheets.Sheet([sheets.safe(name) for name in header], [_cells(row, names) for row in graded]))


def _cells(row, names):
    points = ["" if row.points[name] is None else sheets.plain(row.points[name]) for name in names]
    return [sheets.safe(row.submission), sheets.safe(row.student), *points, sheets.plain(row.total), sheets.safe(row.status)]
