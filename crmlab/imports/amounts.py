"""Numbers as people write them: which mark is the decimal one is proved from the whole column, said if assumed, asked if open."""
import re
from typing import NamedTuple

from .. import words
from . import distinct
from .rawfile import Note, note, refuse

_CURRENCIES = {"₫": "₫|đồng|vnđ|vnd|đ", "$": r"us\$|usd|\$", "€": "€|eur", "£": "£|gbp", "¥": "¥|jpy"}
_SIGN = "|".join(f"(?P<c{place}>{pattern})" for place, pattern in enumerate(_CURRENCIES.values()))
_BEFORE, _AFTER = re.compile(rf"(?P<sign>[-+(]?) ?(?:{_SIGN}) ?", re.IGNORECASE), re.compile(rf" ?(?:{_SIGN})(?P<sign>\)?)$", re.IGNORECASE)
_BODY = re.compile(r"9(?:[9.,' ]*9)?|[.,]9+")
_GROUPED = re.compile(r"9{1,3}(?:(?P<mark>[.,' ])999)(?:(?P=mark)999)*")
_FLAGS = {"1": 1, "yes": 1, "y": 1, "true": 1, "co": 1, "x": 1, "dong_y": 1, "on": 1, "0": 0, "no": 0, "n": 0, "false": 0, "khong": 0, "off": 0}


class Shape(NamedTuple):
    """What the shape of a number says: its sign, its currency, whether it is a share in percent, and its marks.

    ``decimal``: the mark it proves to be decimal; ``open``: the one mark that may be either; ``plain``: its whole part has
    four figures or more and no mark.
    """

    negative: bool
    currency: str
    percent: bool
    decimal: str = None
    open: str = None
    plain: bool = False


class NumberPlan(NamedTuple):
    """How a column of numbers is read, why, and what stands against it."""

    decimal: str = None
    percent: bool = False
    notes: tuple = ()
    problem: Note = None


@distinct.cached
def _read_shape(shape):
    """The Shape of a text whose figures are all 9; nothing if it is no number."""
    text = shape.replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").replace("’", "'").strip()
    found, text = _currency(text)
    percent, text = text.endswith("%"), text.removesuffix("%").strip()
    bracketed = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if bracketed else text
    signed, text = text.startswith("-"), text[1:].strip() if text[:1] in ("+", "-") else text
    if len(found) > 1 or (signed and bracketed) or not _BODY.fullmatch(text):
        return None
    return _marks(text, Shape(signed or bracketed, next(iter(found), ""), percent))


def _currency(text):
    """({its currency}, the text without the sign of it that stands before or behind)."""
    for side in (_BEFORE.match(text), _AFTER.search(text)):
        if side:
            return {name for place, name in enumerate(_CURRENCIES) if side[f"c{place}"]}, (text[: side.start()] + side["sign"] + text[side.end() :]).strip()
    return set(), text


def _marks(body, shape):
    """The shape with what its marks say; nothing if they fit no way of writing numbers."""
    marks = [letter for letter in body if letter in ".,' "]
    if not marks:
        return shape._replace(plain=len(body) > 3)
    last = marks[-1]
    whole, _, rest = body.rpartition(last)
    if last in ".," and marks.count(last) == 1 and (len(set(marks)) > 1 or not whole or len(rest) != 3 or len(whole) > 3):
        grouped = not any(mark in whole for mark in ".,' ") or _GROUPED.fullmatch(whole)
        return shape._replace(decimal=last, plain=len(whole) > 3 and whole.isdigit()) if grouped else None
    if not _GROUPED.fullmatch(body):
        return None
    if last in ".," and len(marks) == 1:
        return shape._replace(open=last)
    return shape._replace(decimal={".": ",", ",": "."}.get(last))


def plan(column, *, decimal=None, vietnamese=False):
    """How the column is to be read: the decimal mark, percent, currency; or what stands against it."""
    groups = {shape: places for shape, places in column.shapes.items() if shape}
    shapes = {shape: _read_shape(shape) for shape in groups}
    unread = next((shape for shape, found in shapes.items() if found is None), None)
    if unread is not None:
        return NumberPlan(problem=_unread(column, column.values[groups[unread][0]]))
    for check in (_mixed_currencies, _mixed_percent):
        if problem := check(column, groups, shapes):
            return NumberPlan(problem=problem)
    signs = {found.currency for found in shapes.values() if found.currency}
    percent = any(found.percent for found in shapes.values())
    notes = [note("imports.note_currency", column=column.column, currency=next(iter(signs)))] if signs else []
    notes += [note("imports.note_percent", column=column.column)] if percent else []
    brackets = next((column.values[groups[shape][0]] for shape, found in shapes.items() if found.negative and "(" in shape), None)
    notes += [note("imports.note_brackets", column=column.column, value=brackets)] if brackets else []
    mark, why, problem = _decimal(column, groups, shapes, decimal, vietnamese, signs)
    return NumberPlan(mark, percent, (*notes, *([why] if why else [])), problem)


def _unread(column, value):
    key = "imports.lost_digits" if re.fullmatch(r"[-+]?\d([.,]\d+)?[eE][-+]?\d+", value) else "imports.number"
    if key == "imports.lost_digits":
        return note("imports.lost_digits", column=column.column, row=column.row(value), value=value)
    return note("imports.number", column=column.column, row=column.row(value), value=value)


def _mixed_currencies(column, groups, shapes):
    found = {}
    for shape, read in shapes.items():
        if read.currency:
            found.setdefault(read.currency, column.values[groups[shape][0]])
    if len(found) > 1:
        first, second = list(found.values())[:2]
        return note("imports.currencies", column=column.column, first=first, row=column.row(second), second=second)


def _mixed_percent(column, groups, shapes):
    with_sign = [shape for shape, read in shapes.items() if read.percent]
    if with_sign and len(with_sign) < len(shapes):
        other = next(column.values[groups[shape][0]] for shape in shapes if shape not in with_sign)
        return note("imports.percent_mixed", column=column.column, first=column.values[groups[with_sign[0]][0]], row=column.row(other), second=other)


def _decimal(column, groups, shapes, given, vietnamese, signs):
    """(decimal mark, why, problem)."""
    proofs = {}
    for shape, read in shapes.items():
        for place in groups[shape]:
            mark = read.decimal or (read.open if read.open and column.values[place].lstrip("-+( ₫$€£¥")[:1] == "0" else None)
            if mark:
                proofs.setdefault(mark, column.values[place])
                break
    name = column.column
    if len(proofs) > 1:
        return None, None, note("imports.decimals_mixed", column=name, first=proofs["."], first_row=column.row(proofs["."]), second=proofs[","], row=column.row(proofs[","]))
    if given is not None:
        against = proofs and given not in proofs
        return given, note("imports.note_decimal_given", column=name, mark=given), _against(column, proofs, given) if against else None
    if proofs:
        (mark, value), = proofs.items()
        return mark, note("imports.note_decimal", column=name, mark=mark, value=value), None
    return _open(column, groups, shapes, vietnamese, signs)


def _against(column, proofs, given):
    value = next(iter(proofs.values()))
    return note("imports.decimal_against", column=column.column, mark=given, value=value, row=column.row(value))


def _open(column, groups, shapes, vietnamese, signs):
    """No cell proves the mark: a currency without cents or Vietnamese custom decides and is said; else it is asked."""
    opened = {read.open: column.values[groups[shape][0]] for shape, read in shapes.items() if read.open}
    if not opened:
        return ".", None, None
    value = next(iter(opened.values()))
    asked = note("imports.decimal", column=column.column, value=value, row=column.row(value))
    if len(opened) > 1:
        return None, None, asked
    mark = next(iter(opened))
    other = {".": ",", ",": "."}[mark]
    if "₫" in signs or (signs and all(read.currency for read in shapes.values())):
        return other, note("imports.note_thousands_money", column=column.column, mark=mark, value=value), None
    if vietnamese and mark == "." and not any(read.plain for read in shapes.values()):
        return other, note("imports.note_thousands_assumed", column=column.column, mark=mark, value=value), None
    return None, None, asked


def read(column, plan):
    """The numbers of every row as floats, NaN where the cell is empty."""
    import numpy as np
    import pandas as pd

    if plan.problem:
        refuse(plan.problem)
    mark = plan.decimal or "."
    bare = pd.Series(column.values, dtype="str").str.replace("[^0-9,]" if mark == "," else "[^0-9.]", "", regex=True).str.replace(",", ".", regex=False)
    found = np.append(pd.to_numeric(bare.mask(bare == "")).to_numpy(dtype=float), np.nan)
    for shape, places in column.shapes.items():
        if shape and _read_shape(shape).negative:
            found[places] *= -1
    return pd.Series((found / 100 if plan.percent else found)[column.codes])


def flags(column):
    """Yes and no as 1 and 0 of every row, NaN where the cell is empty."""
    import numpy as np
    import pandas as pd

    from .letters import simple

    found = np.full(len(column.values) + 1, np.nan)
    for place, value in enumerate(column.values):
        if value:
            if simple(value) not in _FLAGS:
                raise ValueError(words.t("imports.flag", column=column.column, row=column.row(value), value=value))
            found[place] = _FLAGS[simple(value)]
    answers = pd.Series(found[column.codes])
    return answers if answers.isna().any() else answers.astype("int64")
