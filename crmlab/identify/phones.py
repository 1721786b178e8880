"""Telephone numbers: one way to write each, numbers of before 2017 and 2018 brought up to date, and what is unclear left alone."""
import re
import unicodedata
from typing import NamedTuple

from . import letters
from .prefixes import AREAS, MOBILE_SINCE, NEW_AREA, NEW_MOBILE

_SEPARATOR = re.compile(r"[;/,|&\n]|\bhoặc\b|\bhoac\b|\bhay\b|\bvà\b|\bor\b|\s-\s", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,.(-]*(?:extension|extn?|máy lẻ|may le|số lẻ|so le|máy nhánh|xin số|xin so|bấm số|bấm|nhánh|nhanh|lẻ|line|nb|x|#)[\s.:]*\d{1,6}\)?\s*$", re.IGNORECASE)
_EXPONENT = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"[\s(]*\+?[\d\s.()\-–—_']*\d[\d\s.()\-–—_']*")
_LABEL = re.compile(r"^[^\d+(]*(?=[+(\d])|\s*\([^\d()]*\)\W*$|[^\d)]+$")
_FURTHER_ENDING = re.compile(r"(.*\d{7,}.*?)\s*[/,;]\s*(\d{1,4})")
_COUNTRY = re.compile(r"^\(?(?:\+|00)?84\)?[\s.\-]*(?:\(?0\)?)?[\s.\-]*\(?(?=\d)")
_TOWN = re.compile(r"\(?(0[48])\)?[\s.\-]+(?:\d[\s.\-]*\d{7}|\d[\s.\-]\d{3}[\s.\-]\d{4}|\d{4}[\s.\-]*\d{4}|\d{3}[\s.\-]\d{2}[\s.\-]\d{3}|\d{3}[\s.\-]\d{5})|\(0[48]\).*")
_AREA = re.compile(r"\((0\d{2,3})\).*|(0\d{2,3})[\s.\-]+3[\s.\-]+\d.*")


NOBODY = {"1234567890", "0123456789", "01234567890"}  # what people type to get past a form
_DECIMALS = re.compile(r"(?<=\d{9})[.,]0{1,2}$")
_PLAIN = dict.fromkeys(map(ord, " .-"))


class Phone(NamedTuple):
    """A telephone number as it is dialled today; what was noticed; the further numbers of the same cell."""

    value: str
    note: str
    others: str = ""


def read_phone(text, recorded_on=None):
    """A telephone number as digits: "0912345678", landlines "02838251234"; of a Series a table, one row per value.

    Every certain rewriting is made and noted, everything else stays as it was typed:
    ``""`` read; ``"old_prefix"`` 11-digit mobile number of before 15 September 2018; ``"old_area"`` area code of before 2017;
    ``"lost_zero"`` a spreadsheet had dropped the first 0; ``"short"`` 1800 and 1900 numbers; ``"foreign"`` kept;
    ``"several"`` the first is read, ``others`` keeps the rest; ``"ambiguous"`` an old landline or a mobile number, kept;
    ``"unread"`` kept. An empty cell stays empty.

    Parameters
    ----------
    text : text, or a Series of texts
    recorded_on : date or text 2016-05-31, or a Series of them, optional
        the day of the record: 0838251234 was a landline of Saigon before 17 June 2017 and may be a mobile number since 2018

    Examples
    --------
    >>> read_phone("+84 168 234 5678")
    Phone(value='0382345678', note='old_prefix', others='')
    >>> read_phone("0838251234", recorded_on="2016-05-31").value
    '02838251234'
    >>> read_phone("0838251234").note
    'ambiguous'
    """
    if hasattr(text, "iloc"):
        return _column(text, recorded_on)
    return Phone(None, "") if letters.empty(text) else _cell(str(text), letters.day_text(recorded_on))


def _column(texts, recorded_on):

    days = None if recorded_on is None else letters.day_texts(recorded_on, texts.index)
    return letters.table(texts, _cell, Phone, *([] if days is None else [_periods(days)]))


def _periods(days):
    """Each day as the beginning of its period, within which all numbers are read alike."""
    import numpy as np
    import pandas as pd

    begins = np.array(sorted({"", "1900-01-01", *MOBILE_SINCE.values(), *(day for _, day in NEW_AREA.values())}), dtype=object)
    return pd.Series(begins[np.searchsorted(begins, days.to_numpy(dtype=object), side="right") - 1], index=days.index)


def _cell(typed, day=""):
    """The first number of a cell that can be read, and the others; most cells hold one mobile number and nothing else."""
    plain = typed.translate(_PLAIN)
    if len(plain) == 10 and plain[:3] in MOBILE_SINCE and plain.isascii() and plain.isdecimal() and not old_landline(plain):
        return Phone(plain, "")
    text = _DECIMALS.sub("", letters.tidy(unicodedata.normalize("NFKC", typed)).replace("·", "."))
    parts = [part for part in _SEPARATOR.split(text) if part and part.strip()]
    if sum(_digits(part) >= 7 for part in parts) < 2:
        parts = _glued(text) or [text]
    ending = _FURTHER_ENDING.fullmatch(text) if len(parts) == 1 else None
    if ending and (read := _one(typed, ending[1], day)).note not in ("unread", "ambiguous"):
        return Phone(read.value, "several", ending[2])
    if len(parts) == 1:
        return _one(typed, text.replace(",", ""), day)
    reads = [_one(part.strip(), part.strip(), day) for part in parts]
    first = next((place for place, read in enumerate(reads) if read.note not in ("unread", "ambiguous")), None)
    if first is None:
        return Phone(typed, "unread")
    others = [read.value for place, read in enumerate(reads) if place != first and read.value != reads[first].value]
    return Phone(reads[first].value, "several" if others else reads[first].note, "; ".join(others))


def _glued(text):
    """Two whole numbers with nothing but a space or a dash between them."""
    if _digits(text) < 16:
        return None
    cuts = [(text[: gap.start()], text[gap.end():]) for gap in re.finditer(r"[\s.\-]+", text)]
    return next((list(cut) for cut in cuts if all(_one(part, part, "").note not in ("unread", "ambiguous") for part in cut)), None)


def _digits(text):
    return sum(letter.isdecimal() for letter in text)


def _one(typed, text, day):
    """One number: labels and extension off, the digits together, then the country, then the rules."""
    text = _LABEL.sub("", _EXTENSION.sub("", text.strip().strip("'\""))).removesuffix(".0").strip(" .,-:*")
    if _EXPONENT.fullmatch(text) or not _NUMBER.fullmatch(text):
        return Phone(typed, "unread")
    number = re.sub(r"[^\d+]", "", text.replace("(0)", "")) if text.startswith(("+", "(+", "00", "84")) else re.sub(r"[^\d+]", "", text)
    if number.startswith("+") and number[1:3] != "84" and number[1:2] != "0":
        return Phone(typed, "foreign" if 9 <= len(number) <= 16 and text.startswith("+") else "unread")
    if number.startswith("00") and number[2:4] != "84":
        return Phone(typed, "foreign" if 11 <= len(number) <= 17 and number[2] != "0" else "unread")
    value, note = _national(_without_country(number), _COUNTRY.sub("0", text), day)
    return Phone(value or typed, note)


def _without_country(number):
    """The national number of +84…, 0084…, 84… and 084…; anything else as it is, without a plus."""
    plain = number.lstrip("+")
    if number.startswith("+84") or plain.startswith("0084"):
        return "0" + plain.lstrip("0").removeprefix("84").lstrip("0")
    if plain.startswith("84") and len(plain) in (11, 12, 13):
        return "0" + plain[2:].lstrip("0")
    if plain.startswith("084") and len(plain) == 12:
        return "0" + plain[3:]
    return plain


def _national(digits, text, day):
    """(value, note) of a number within Vietnam; value is None where it stays as typed."""
    if digits in NOBODY:
        return None, "unread"
    if re.fullmatch(r"1[89]00(\d{4}|\d{6})", digits):
        return digits, "short"
    if digits[:1] != "0":
        if len(digits) not in (9, 10):
            return None, "unread"
        value, note = _national("0" + digits, text, day) if len(digits) == 10 or is_mobile("0" + digits) else (None, "unread")
        return value, note or "lost_zero"
    if len(digits) == 11 and digits[:4] in NEW_MOBILE:
        return NEW_MOBILE[digits[:4]] + digits[4:], "old_prefix"
    mobile, landline = is_mobile(digits), old_landline(digits)
    if is_landline(digits) and not (landline and (not day or day < NEW_AREA[digits[:4]][1])):
        return digits, ""
    if mobile and landline:
        return _either(digits, landline, text, day)
    return (digits, "") if mobile else (landline, "old_area") if landline else (None, "unread")


def is_mobile(digits):
    """Whether the digits are a mobile number of today."""
    return len(digits) == 10 and digits[:3] in MOBILE_SINCE


def is_landline(digits):
    """Whether the digits are a landline number of today: 024, 028 and eight digits, or a code of four and seven digits."""
    return len(digits) == 11 and (digits[:4] in AREAS or digits[:3] in ("024", "028"))


def old_landline(digits):
    """The number of today of a landline number of before 2017, or None."""
    for length in (4, 3, 2):
        new, _ = NEW_AREA.get(digits[:length], (None, None))
        rest = digits[length:]
        if new and len(rest) == (8 if length == 2 else 7):
            return new + rest
    return None


def _either(digits, landline, text, day):
    """A number that is an old landline or a mobile number of today: the day of the record or the grouping decides, or nothing."""
    code = next(digits[:length] for length in (4, 3, 2) if digits[:length] in NEW_AREA)
    opened, changed = MOBILE_SINCE[digits[:3]], NEW_AREA[code][1]
    if (_TOWN.fullmatch(text) and text.lstrip("(")[:2] == code) or ((found := _AREA.fullmatch(text)) and code in found.groups()):
        return landline, "old_area"
    if code == "08" and digits[2] in "489" and (not day or day >= opened):
        return digits, ""  # subscribers of Saigon never began with 4, 8 or 9
    if day and day < min(changed, opened):
        return landline, "old_area"
    return (digits, "") if day and day >= max(changed, opened) else (None, "ambiguous")
