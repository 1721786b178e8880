"""Late work: deadlines of a class and of single students, and what a late day costs. No clock is read."""
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .. import words
from . import sheets

DAY = timedelta(days=1)
RULE = r"(?P<share>[\d.,]+) ?%/(day|ngày)( floor (?P<floor>[\d.,]+) ?%)?( grace (?P<grace>\d{1,6})( ?min| ?phút)?)?"
DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?: +(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?)?")


@dataclass(frozen=True)
class Rule:
    """What a late day costs: a share of the points per day, but ``floor`` of them are left; ``grace`` is not late."""

    per_day: float = 0.0
    floor: float = 0.0
    grace: timedelta = timedelta(0)


@dataclass(frozen=True)
class Deadline:
    """One row of the deadlines file: for a student, a submission, or everybody ("")."""

    row: int
    student: str
    submission: str
    deadline: datetime | None
    submitted: datetime | None


@dataclass(frozen=True)
class Late:
    """How late one submission is: days (None: the platform says late, not how much) and the share of its points it loses."""

    days: int | None
    deduction: float

    @property
    def status(self):
        """What the gradebook's status says of it: "late", "late 1 day", "late 2 days"."""
        return "late" if self.days is None else f"late {self.days} day{'s' * (self.days != 1)}"


def rule(text):
    """The rule in words: "none", "10%/day", "10%/day floor 50%", "10%/day floor 50% grace 15" (minutes); "10%/ngày" too."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.casefold() == "none":
        return Rule()
    found = re.fullmatch(RULE, text, re.IGNORECASE)
    shares = [sheets.number(share or "0") for share in found.group("share", "floor")] if found else [None]
    if None in shares or max(shares) > 100:
        raise ValueError(words.t("late.rule", text=text))
    return Rule(shares[0] / 100, shares[1] / 100, timedelta(minutes=int(found["grace"] or 0)))


def deadlines(path):
    """The rows of a deadlines CSV: columns student or submission (or both), deadline, and, where known, submitted.

    A row with * or nothing under student and submission is for everybody; a row for one student or submission is an
    extension. Times are "2026-10-01 23:59" (a zone may follow: +07:00) or "01/10/2026 23:59", day first; a date alone is
    the end of that day.
    """
    sheet = sheets.read(path)
    index = {name.strip().casefold(): place for place, name in enumerate(sheet.header)}
    sheets.column(sheet, path, "deadline")
    sheets.column(sheet, path, "student", "submission")
    cells = [{name: row[place].strip() for name, place in index.items()} for row in sheet.rows]
    return [_deadline(path, number, row) for number, row in enumerate(cells, 2)]


def _deadline(path, number, cells):
    who = [key(cells.get(name, "")).replace("*", "") for name in ("student", "submission")]
    times = [_moment(path, number, name, cells.get(name, "")) for name in ("deadline", "submitted")]
    return Deadline(number, *who, *times)


def key(name):
    """A name as names are compared: composed letters, no capitals, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _moment(path, number, name, text):
    """The time in a cell, or None in an empty one; a date alone is its last second."""
    if not text:
        return None
    try:
        moment = _day_first(text) or datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(words.t("late.time", path=path, row=number, column=name, text=text)) from None
    date_only = len(text) <= 10 and moment.time() == time(0)
    return moment.replace(hour=23, minute=59, second=59) if date_only else moment


def _day_first(text):
    found = DATE.fullmatch(text)
    parts = found and [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    return parts and datetime(*parts)


def lateness(submissions, rows, costs):
    """The late ones among the submissions, as {submission name: Late}.

    Of the rows that speak of a submission the most particular one counts (submission, then student, then everybody; of
    equals the later row), for deadline and submitted each. A day begun is a day. What the file says of when it was submitted
    goes before what the platform says. Marked late by Canvas, but without a time: late, days unknown, nothing deducted.
    """
    found = {submission.name: _late(submission, rows, costs) for submission in submissions}
    return {name: late for name, late in found.items() if late}


def _late(submission, rows, costs):
    deadline, row = _of(submission, rows, "deadline")
    submitted = _of(submission, rows, "submitted")[0] or submission.submitted
    if deadline is None or submitted is None:
        return Late(None, 0.0) if submission.late else None
    if (deadline.tzinfo is None) != (submitted.tzinfo is None):
        raise ValueError(words.t("late.zone", row=row, deadline=deadline, submitted=submitted, submission=submission.name))
    days = math.ceil((submitted - deadline - costs.grace) / DAY)
    return Late(days, min(days * costs.per_day, 1 - costs.floor)) if days > 0 else None


def _of(submission, rows, field):
    """The deadline or the time of submission that the rows give, and the row's number."""
    students = {key(name) for name in (submission.student, submission.moodle, submission.canvas) if name}
    found = []
    for row in rows:
        fits = [mine == key(submission.name) for mine in [row.submission] if mine] + [mine in students for mine in [row.student] if mine]
        if getattr(row, field) is not None and all(fits):
            found.append((2 * bool(row.submission) + bool(row.student), row.row, getattr(row, field)))
    return max(found, key=lambda one: one[:2])[:0:-1] if found else (None, None)


def untimed(submissions, rows):
    """The submissions of which nobody says when they were handed in."""
    return [one.name for one in submissions if not one.late and (_of(one, rows, "submitted")[0] or one.submitted) is None]


def strangers(submissions, rows):
    """The students and submissions in the deadlines file that nobody handed in anything under: perhaps mistyped."""
    known = {key(name) for one in submissions for name in (one.name, one.student, one.moodle, one.canvas) if name}
    return [name for row in rows for name in (row.student, row.submission) if name and name not in known]
