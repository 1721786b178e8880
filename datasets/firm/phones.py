"""How a telephone number is written: by whom, when, and in what program."""
import itertools

import numpy as np

from . import damage, places
from .draw import change, day, place

MIGRATION, LANDLINES = day("2018-09-15"), day("2017-06-17")
OLD_MOBILE = {new: old for new, (_, old) in places.MOBILE.items() if old}
OLD_AREA = {row[4]: row[3] for row in places.PROVINCES.values()}
FORMS = ("plain", "spaces", "dots", "dashes", "+84", "+84 ", "0084", "84", "(+84)", "(0)", "lost zero", "scientific", "text")
# which forms each source likes
HABITS = {
    "till": (70, 12, 8, 2, 2, 0, 0, 3, 0, 0, 2, 0, 1),
    "web": (68, 8, 3, 1, 12, 4, 0.5, 3, 0.5, 0, 0, 0, 0),
    "call": (55, 14, 10, 4, 6, 3, 2, 4, 1, 1, 0, 0, 0),
    "excel": (22, 10, 8, 3, 7, 3, 2, 8, 2, 2, 30, 4, 1),
    "paper": (35, 22, 30, 7, 1, 1, 1, 1, 0.5, 1.5, 0, 0, 0),
}


def number_of(people, days, rng):
    """The number a person gave on that day: the one of then, sometimes that of the office or, in earlier years, of the house."""
    n = len(people)
    before = (people.phone_changed.to_numpy() > days) & (people.phone_changed.to_numpy() > 0)
    given = np.where(before, people.phone_before, people.phone)
    office, company = people.office.to_numpy(), people.kind.to_numpy() == "company"
    other = (office != "") & (rng.random(n) < np.where(company, 0.25, np.where(days < day("2019-01-01"), 0.3, 0.08)))
    return as_then(np.where(other, office, given).astype(object), days, rng)


def as_then(numbers, days, rng):
    """Mobile prefixes before 15 September 2018 and area codes before 2017; some go on writing the old ones for a year."""
    habit = rng.random(len(numbers))
    late = np.where(days < MIGRATION, 0.98, np.where(days < MIGRATION + 365, 0.3 * (1 - (days - MIGRATION) / 365), 0.01))
    numbers = change(numbers, habit < late, _old_mobile)
    late = np.where(days < LANDLINES, 0.97, np.where(days < LANDLINES + 400, 0.3, 0.02))
    return change(numbers, rng.random(len(numbers)) < late, _old_area)


def _old_mobile(number):
    return OLD_MOBILE.get(number[:3], number[:3]) + number[3:] if len(number) == 10 else number


def _area(number):
    return "" if not number.startswith("02") or len(number) != 11 else number[:3] if number[:3] in OLD_AREA else number[:4]


def _old_area(number):
    area = _area(number)
    return OLD_AREA.get(area, area) + number[len(area) :] if area else number


def mistaken(numbers, rng):
    """One digit wrong, two swapped, one missing: about 2 %."""
    draw, kind = rng.random(len(numbers)), rng.random(len(numbers))
    filled = numbers != ""
    numbers = change(numbers, filled & (kind < 0.01), damage.wrong_digit, draw)
    numbers = change(numbers, filled & (kind >= 0.01) & (kind < 0.016), damage.swapped_digits, draw)
    return change(numbers, filled & (kind >= 0.016) & (kind < 0.023), damage.missing_digit, draw)


def written(numbers, source, rng):
    """A column of numbers as a source writes them."""
    form = place(rng, HABITS[source], len(numbers))
    draw = rng.random(len(numbers))
    numbers = change(numbers, numbers != "", _written, form, draw)
    extension = (rng.random(len(numbers)) < 0.12) & np.array([number.startswith(("02", "(02")) for number in numbers], dtype=bool)
    return change(numbers, extension, lambda text, at: f"{text} {('ext', 'máy lẻ', 'xin số')[int(at * 3)]} {100 + int(at * 40)}", draw)


def _written(number, form, draw):
    kind, short = FORMS[form], number[1:]
    if kind in ("spaces", "dots", "dashes"):
        return {"spaces": " ", "dots": ".", "dashes": "-"}[kind].join(_groups(number, draw))
    if kind == "(0)":
        area = _area(number) or (number[:2] if number[:2] in ("04", "08") else number[:3])
        return f"({area}) {number[len(area) :]}"
    if kind == "scientific":
        return f"{int(short):.2E}".replace(".", "," if draw < 0.4 else ".")
    parts = {"+84": f"+84{short}", "+84 ": f"+84 {' '.join(_groups(short, draw))}", "0084": f"0084{short}", "84": f"84{short}", "(+84)": f"(+84) {short}"}
    return {**parts, "lost zero": short, "text": f"'{number}"}.get(kind, number)


def _groups(number, draw):
    """0912 345 678, 091 234 5678, 09 12 34 56 78, 0912 345678."""
    area = _area(number)
    if area:
        rest = number[len(area) :]
        return [area, rest[:4], rest[4:]]
    cuts = ((4, 7), (3, 6), (2, 4, 6, 8), (4,), (3, 7))[int(draw * 5)]
    return [number[a:b] for a, b in itertools.pairwise((0, *cuts, len(number)))]
