"""Dates as they are written: which number is the day is proved from the whole column, said if it is assumed, and asked if it is open."""
import re
from typing import NamedTuple

from .. import words
from . import distinct
from .rawfile import Note, note, refuse

_TIME = r"(?P<hour>99?):(?P<minute>99)(?::(?P<second>99)(?:[.,](?P<part>9+))?)?(?: ?(?P<half>[AaPp]\.?[Mm]\.?|SA|CH|sa|ch))?(?P<zone>Z| ?[+-]99:?99)?"
_YEAR_FIRST = r"(?P<year>9999)(?P<sign>[-/.])(?P<month>99?)(?P=sign)(?P<day>99?)"
_YEAR_LAST = r"(?P<one>99?)(?P<sign>[-/.])(?P<two>99?)(?P=sign)(?P<year>9999)"
_COMPACT = r"(?P<year>9999)(?P<month>99)(?P<day>99)"
_FORMS = [re.compile(form) for date in (_YEAR_FIRST, _YEAR_LAST, _COMPACT) for form in (rf"{date}(?:(?:[ T]|, ){_TIME})?", rf"{_TIME}(?: |, ){date}")]
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMED = (
    re.compile(r"(?P<day>\d{1,2})[ -](?P<name>[A-Za-z]{3})[a-z]*\.?,?[ -](?P<year>\d{4})"),
    re.compile(r"(?P<name>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
    re.compile(r"(?:ngày )?(?P<day>\d{1,2}) (?:tháng|thg|th) ?(?P<month>\d{1,2})(?:,| năm)? (?P<year>\d{4})", re.IGNORECASE),
)
FIRST_YEAR, LAST_YEAR = 1900, 2100


class DatePlan(NamedTuple):
    """How a column of dates is read: ``day_first`` (None: the order does not matter), why, and what stands against it."""

    day_first: bool = None
    why: Note = None
    problem: Note = None


class Evidence(NamedTuple):
    """What a column proves: a value that can only begin with its day, one only with its month, and one that is open."""

    day: str = None
    month: str = None
    open: str = None
    days: int = 0
    written: bool = False


@distinct.cached
def _form(shape):
    return next((found for form in _FORMS if (found := form.fullmatch(shape))), None)


def evidence(column):
    """What the distinct values of a column prove about the order of day and month."""
    day = month = still = None
    days, other = 0, False
    for shape, places in column.shapes.items():
        form = _form(shape)
        if form is None or "one" not in form.groupdict():
            other = other or form is not None
            continue
        matrix = _matrix([column.values[place] for place in places])
        one, two = (_number(matrix, *form.span(part)) for part in ("one", "two"))
        days += int((one > 12).sum())
        day = day or _first(column, places, (one > 12) & (two <= 12))
        month = month or _first(column, places, (two > 12) & (one <= 12))
        still = still or _first(column, places, (one <= 12) & (two <= 12) & (one != two))
    return Evidence(day, month, still, days, other)


def _first(column, places, mask):
    return column.values[places[int(mask.argmax())]] if mask.any() else None


def plan(column, *, day_first=None, vietnamese=False, proved=None):
    """How the column is to be read. ``proved``: {True or False: the column of the same file that proves it}."""
    found, name = evidence(column), column.column
    if found.day and found.month:
        return DatePlan(problem=note("imports.dates_mixed", column=name, first=found.day, first_row=column.row(found.day), second=found.month, row=column.row(found.month)))
    if day_first is not None:
        return DatePlan(day_first, note("imports.note_day_first_given" if day_first else "imports.note_month_first_given", column=name))
    if found.day:
        return DatePlan(True, note("imports.note_day_first", column=name, count=found.days, value=found.day))
    if found.month:
        return DatePlan(False, note("imports.note_month_first", column=name, value=found.month))
    if not found.open:
        return DatePlan(True)
    return _open(name, found, vietnamese, proved or {}, column)


def _open(name, found, vietnamese, proved, column):
    """A column that proves nothing: another column of the file may; else Vietnamese custom, and said; else it is asked."""
    if len(proved) == 1:
        (first, other), = proved.items()
        return DatePlan(first, note("imports.note_day_first_as" if first else "imports.note_month_first_as", column=name, other=other, value=found.open))
    if vietnamese and not found.written:
        return DatePlan(True, note("imports.note_day_first_assumed", column=name, value=found.open))
    return DatePlan(problem=note("imports.date_order", column=name, value=found.open, row=column.row(found.open)))


def read(column, plan):
    """The dates of every row, NaT where the cell is empty; the first cell that is no date is refused with its row."""
    import numpy as np
    import pandas as pd

    if plan.problem:
        refuse(plan.problem)
    found = np.full(len(column.values) + 1, np.datetime64("NaT"), dtype="datetime64[us]")
    for shape, places in column.shapes.items():
        values, form = [column.values[place] for place in places], _form(shape)
        found[places] = _numbers(values, form, plan.day_first) if form else [_named(value) for value in values]
    years = found.astype("datetime64[Y]").astype(int) + 1970
    wrong = np.isnat(found) | (years < FIRST_YEAR) | (years > LAST_YEAR)
    for place in np.flatnonzero(wrong[:-1]):
        if column.values[place]:
            _refuse(column, column.values[place])
    return pd.Series(found[column.codes])


def _refuse(column, value):
    short = re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?!\d)", value)
    serial = re.fullmatch(r"[2-7]\d{4}(\.\d+)?", value)
    values = {"column": column.column, "row": column.row(value), "value": value}
    if short:
        raise ValueError(words.t("imports.short_year", **values))
    if serial:
        raise ValueError(words.t("imports.serial_date", **values))
    raise ValueError(words.t("imports.date", **values))


def _matrix(values):
    """Texts of equal length as a matrix of letters, one row per text."""
    import numpy as np

    return np.array(values).view(np.uint32).reshape(len(values), -1).astype(np.int64)


def _number(matrix, start, stop):
    """The whole number between two places of each text."""
    import numpy as np

    number = np.zeros(len(matrix), dtype=np.int64)
    for place in range(start, stop):
        number = number * 10 + matrix[:, place] - 48
    return number


def _numbers(values, form, day_first):
    """Texts of one shape as points in time; what the calendar does not have is NaT."""
    import numpy as np

    matrix, groups = _matrix(values), form.groupdict()
    part = {name: _number(matrix, *form.span(name)) for name, text in groups.items() if text and name in ("year", "month", "day", "one", "two", "hour", "minute", "second")}
    if "one" in part:
        part["day"], part["month"] = (part["one"], part["two"]) if day_first else (part["two"], part["one"])
    right = (part["month"] >= 1) & (part["month"] <= 12) & (part["year"] > 0)
    months = ((part["year"] - 1970) * 12 + np.where(right, part["month"], 1) - 1).astype("datetime64[M]")
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(int)
    right &= (part["day"] >= 1) & (part["day"] <= length)
    found = months.astype("datetime64[D]").astype("datetime64[us]") + (part["day"] - 1).astype("timedelta64[D]")
    if "hour" in part:
        seconds, good = _clock(part, groups, values, form)
        found, right = found + seconds, right & good
    return np.where(right, found, np.datetime64("NaT"))


def _clock(part, groups, values, form):
    """(time since midnight, whether the clock has it)."""
    import numpy as np

    hour, second = part["hour"], part.get("second", np.int64(0))
    good = (part["minute"] < 60) & (second < 60)
    if groups["half"]:
        late = groups["half"].lower()[0] in "pc"
        good &= (hour >= 1) & (hour <= 12)
        hour = hour % 12 + 12 * late
    good &= hour < 24
    time = ((hour * 60 + part["minute"]) * 60 + second).astype("timedelta64[s]").astype("timedelta64[us]")
    if groups["part"]:
        start, stop = form.span("part")
        time = time + np.array([int(value[start:stop][:6].ljust(6, "0")) for value in values]).astype("timedelta64[us]")
    return time, good


def _named(value):
    """A date whose month is a word, or the Vietnamese way, as a point in time; else NaT."""
    import datetime

    import numpy as np

    for form in _NAMED:
        found = form.fullmatch(value)
        if found:
            month = int(found["month"]) if "month" in found.groupdict() else _MONTHS.get(found["name"].lower(), 0)
            try:
                return np.datetime64(datetime.date(int(found["year"]), month, int(found["day"])), "us")
            except ValueError:
                return np.datetime64("NaT")
    return np.datetime64("NaT")


def zoned(column):
    """A value that carries a time zone, if there is one."""
    return next((column.values[places[0]] for shape, places in column.shapes.items() if (form := _form(shape)) and form.groupdict()["zone"]), None)
