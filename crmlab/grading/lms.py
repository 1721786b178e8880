"""Grades for Moodle and Canvas: filled into the instructor's own export, or written from the identities in the submissions.

Moodle takes "Upload grading worksheet" (it reads Identifier, Grade, Last modified (grade) and Feedback comments; in another
language than English it wants its own worksheet back). Canvas takes Grades > Import (Student, ID, Section, one column per
assignment, a row of the points possible). Of a student with several submissions the best total counts.
"""
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from .. import words
from . import sheets

MOODLE = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed"]
MOODLE += ["Last modified (submission)", "Last modified (grade)", "Feedback comments"]
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
NAMES = {"full name", "email address", "id number", "username", "student", "sis user id", "sis login id", "họ và tên", "họ tên"}


@dataclass(frozen=True)
class Import:
    """A file for the platform; the students it has no row for; its maximum grade where that is not ours, else None."""

    sheet: sheets.Sheet
    unmatched: list
    maximum: float | None = None


@dataclass(frozen=True)
class _Student:
    name: str
    number: str | None
    total: float


def moodle(graded, submissions, most, worksheet=None):
    """The grades for Moodle: gradebook rows, their submissions, the points to be had, and the path of her worksheet."""
    students = _students(graded, submissions, "moodle")
    if worksheet is None:
        known = [student for student in students if student.number]
        rows = [_participant(one, most) for one in known]
        return Import(sheets.Sheet(MOODLE, rows), [student.name for student in students if not student.number])
    sheet = sheets.read(worksheet)
    grade = sheets.column(sheet, worksheet, "grade", "điểm")
    numbers = [re.search(r"\d*$", row[0].strip())[0] for row in sheet.rows]
    maxima = [row[place] for row in sheet.rows for place, name in enumerate(sheet.header) if name.strip().casefold() == "maximum grade"]
    return _filled(sheet, grade, students, numbers, _other(maxima, most))


def _participant(one, most):
    grade = [sheets.plain(one.total), sheets.plain(most)]
    return [f"Participant {one.number}", sheets.safe(one.name), "", "Submitted for grading", *grade, "Yes", "-", "-", ""]


def canvas(graded, submissions, most, assignment, gradebook=None):
    """The grades for Canvas; ``assignment`` is the column's name, "Bài 3.2.1" or "Bài 3.2.1 (4711)"; ``gradebook`` her export.

    In an export with a single assignment column, that one is taken whatever the name.
    """
    students = _students(graded, submissions, "canvas")
    if gradebook is None:
        known = [student for student in students if student.number]
        rows = [["    Points Possible", "", "", "", "", sheets.plain(most)]]
        rows += [[sheets.safe(one.name), one.number, "", "", "", sheets.plain(one.total)] for one in known]
        return Import(sheets.Sheet([*CANVAS, sheets.safe(assignment)], rows), [student.name for student in students if not student.number])
    sheet = sheets.read(gradebook)
    number = sheets.column(sheet, gradebook, "id")
    grade = _assignment(sheet, gradebook, assignment)
    possible = [row[grade] for row in sheet.rows if "Points Possible" in row[0]]
    return _filled(sheet, grade, students, [row[number].strip() for row in sheet.rows], _other(possible, most))


def write(path, imported):
    """Write the file, as a whole or not at all."""
    sheets.write(path, imported.sheet)


def _students(graded, submissions, number):
    """Every student once, with the best of her totals, in the order of the submissions."""
    totals = {row.submission: row.total for row in graded}
    best = {}
    for one in submissions:
        who = one.student, getattr(one, number)
        if one.name in totals:
            best[who] = max(best.get(who, 0.0), totals[one.name])
    return [_Student(*who, total) for who, total in best.items()]


def _other(texts, most):
    """The platform's maximum, if it names one and it is not ours."""
    numbers = {sheets.number(text) for text in texts} - {None}
    return next((number for number in sorted(numbers) if number != most), None)


def _assignment(sheet, path, name):
    """The index of the assignment's column: by its whole header, by its title without "(id)", or the only one there is."""
    columns = {place: header for place, header in enumerate(sheet.header) if re.fullmatch(r".+ \(\d+\)\s*", header)}
    wanted = squashed(name or "")
    fits = [place for place, header in columns.items() if wanted in (squashed(header), squashed(header.rpartition(" (")[0]))]
    chosen = fits or list(columns)
    if len(chosen) != 1:
        known = ", ".join(map(repr, columns.values())) or "–"
        raise ValueError(words.t("lms.assignment", path=path, known=known, name=next(iter(columns.values()), "… (4711)")))
    return chosen[0]


def _filled(sheet, grade, students, numbers, maximum):
    """The sheet with the students' totals in the column ``grade``; every other cell stays."""
    found = _matched(sheet, students, numbers)
    rows = [list(row) for row in sheet.rows]
    for student, place in found.items():
        rows[place][grade] = sheets.plain(students[student].total)
    unmatched = [student.name for count, student in enumerate(students) if count not in found]
    return Import(replace(sheet, rows=rows), unmatched, maximum)


def _matched(sheet, students, numbers):
    """The row of each student, by index: by number, else by name or login, else by those without accents; only if nobody
    else could be meant."""
    cells = [[row[place] for place, name in enumerate(sheet.header) if name.strip().casefold() in NAMES] for row in sheet.rows]
    names = [{squashed(form) for cell in row for form in _forms(cell)} for row in cells]
    levels = [
        ([{one.number} for one in students], [{number} for number in numbers]),
        ([{squashed(one.name)} for one in students], names),
        ([{bare(squashed(one.name))} for one in students], [{bare(name) for name in row} for row in names]),
    ]
    found = {}
    for wanted, given in levels:
        places = defaultdict(set)
        for place, keys in enumerate(given):
            for key in keys - {None, ""} if place not in found.values() else ():
                places[key].add(place)
        claims = Counter(key for student, keys in enumerate(wanted) for key in keys if student not in found)
        for student, keys in enumerate(wanted):
            rows = {place for key in keys if claims[key] == 1 for place in places.get(key, ())}
            if student not in found and len(rows) == 1:
                found[student] = rows.pop()
    return found


def _forms(cell):
    """A name as written, turned round at its comma ("Văn An, Nguyễn"), and, of an address, what stands before the @."""
    family, comma, given = cell.partition(",")
    return [cell, given + family if comma else cell, cell.partition("@")[0]]


def squashed(name):
    """A name for comparing: composed letters without capitals, spaces and signs."""
    return "".join(letter for letter in unicodedata.normalize("NFC", name).casefold() if letter.isalnum())


def bare(name):
    """A name without accents: nguyễnvănđạt is nguyenvandat."""
    letters = unicodedata.normalize("NFD", name.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
