"""Identity numbers, tax codes, account numbers and birthdays: read by the rule of each, checked where the rule allows a check."""
import datetime
import re
import unicodedata
from typing import NamedTuple

from . import letters

PROVINCES_OF_BIRTH = {  # the first three digits of a citizen's number: the 63 provinces of its law, also after 2025
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60,
    62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
}  # fmt: skip
_FILLERS = {"123456789", "012345678", "987654321"}  # what people type to get past a form
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_LABEL = re.compile(r"^\s*(?:số\s+)?[^\W\d_][\w\s.]*?\s*[:.\-]?\s+(?=\d)|^\s*[^\W\d_]+\s*[:.]\s*(?=\d)", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:ngày|ngay|sinh)?\s*(\d{1,2})\s*(?:tháng|thang|thg)\.?\s*(\d{1,2})\s*,?\s*(?:năm|nam)?\s*(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?)?", re.IGNORECASE)
LATEST = 2030  # nobody in a record without a date was born later
_BORN = re.compile(r"^(?:ngày sinh|sinh ngày|ngay sinh|sinh ngay|ngày|ngay|sinh|ns|dob)\s*:?\s*(?=\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]|\d{4}-)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_MONTH_IN_ENGLISH = re.compile(rf"(?:(\d{{1,2}})[\s/-]*{_ENGLISH}|{_ENGLISH}\.?\s+(\d{{1,2}}))[\s/,-]+(\d{{4}}|\d{{2}})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")


class Code(NamedTuple):
    """A number as it is written on the card; what was noticed."""

    value: str
    note: str


def read_id_number(text, *, sex=None, birth_year=None):
    """The number of an identity card: 12 digits (CCCD) or 9 digits (CMND); of a Series a table, one row per value.

    ``note`` is ``""`` a citizen's number whose province, century and year are possible, ``"cmnd"`` the old card of 9 digits, which no rule turns
    into the new number, ``"lost_zero"`` a spreadsheet had dropped the first 0, ``"passport"``, ``"conflict"`` the number
    says another sex or year of birth than the record, ``"unread"`` kept as typed.

    Examples
    --------
    >>> read_id_number("079 085 001234", sex="male", birth_year=1985)
    Code(value='079085001234', note='')
    >>> read_id_number("079185001234", sex="male").note
    'conflict'
    """
    if hasattr(text, "iloc"):
        further = [letters.as_column(other, text.index) for other in (sex, birth_year)]
        return letters.table(text, _id_number, Code, *further)
    return Code(None, "") if letters.empty(text) else _id_number(str(text), sex, birth_year)


def _digits(typed):
    text = _LABEL.sub("", unicodedata.normalize("NFKC", letters.tidy(typed))).strip(" '.,;").removesuffix(".0")
    return re.sub(r"[\s.\-]", "", text)


def _id_number(typed, sex=None, birth_year=None):
    digits = _digits(typed)
    if re.fullmatch(r"[A-Za-z]\d{7,8}", digits):
        return Code(digits.upper(), "passport")
    if not digits.isdecimal():
        return Code(typed, "unread")
    note = ""
    if len(digits) == 11 and citizen("0" + digits):
        digits, note = "0" + digits, "lost_zero"
    if len(digits) == 12 and (found := citizen(digits)):
        clash = _clash(found, sex, birth_year)
        return Code(digits, "conflict" if clash else note)
    if len(digits) == 9 and len(set(digits)) > 1 and digits not in _FILLERS:
        return Code(digits, "cmnd")
    return Code(typed, "unread")


class Citizen(NamedTuple):
    """What a citizen's number of 12 digits says: Decree 137/2015, article 13."""

    province: int
    sex: str
    birth_year: int


def citizen(digits):
    """Province code, sex and year of birth in a number of 12 digits; None where it cannot be one."""
    if len(digits) != 12 or int(digits[:3]) not in PROVINCES_OF_BIRTH or int(digits[3]) > 3:
        return None
    century, woman = divmod(int(digits[3]), 2)
    if century == 1 and int(digits[4:6]) > LATEST - 2000:
        return None
    return Citizen(int(digits[:3]), "female" if woman else "male", 1900 + 100 * century + int(digits[4:6]))


def _clash(found, sex, birth_year):
    known = {"m": "male", "nam": "male", "male": "male", "f": "female", "nữ": "female", "nu": "female", "female": "female"}.get(str(sex).strip().lower())
    year = re.match(r"\d{4}", "" if birth_year is None or birth_year != birth_year else str(birth_year))
    return (known is not None and known != found.sex) or (year is not None and int(year[0]) != found.birth_year)


def read_tax_code(text):
    """A tax code: 10 digits, of which the last is a check digit, and a branch "-001"; of a Series a table, one row per value.

    ``note`` is ``""`` the check digit is right, ``"personal"`` 12 digits: since July 2025 a person's tax code is the personal number,
    ``"lost_zero"``, ``"check_digit"`` kept: the check digit is wrong, ``"unread"`` kept.

    Examples
    --------
    >>> read_tax_code("MST: 0100109106 - 001").value, read_tax_code("0100109107").note
    ('0100109106-001', 'check_digit')
    """
    if hasattr(text, "iloc"):
        return letters.table(text, _tax_code, Code)
    return Code(None, "") if letters.empty(text) else _tax_code(str(text))


def _tax_code(typed):
    digits = _digits(typed)
    if not digits.isdecimal():
        return Code(typed, "unread")
    if len(digits) in (9, 12) and tax_check(("0" + digits)[:10]) and not (len(digits) == 12 and citizen(digits)):
        value = "0" + digits
        return Code(value if len(value) == 10 else f"{value[:10]}-{value[10:]}", "lost_zero")
    if len(digits) == 12 and citizen(digits) and "-" not in typed:
        return Code(digits, "personal")
    if len(digits) not in (10, 13):
        return Code(typed, "unread")
    if digits[10:] == "000":
        return Code(typed, "unread")
    if not tax_check(digits[:10]):
        return Code(typed, "check_digit")
    return Code(digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}", "")


def tax_check(digits):
    """Whether the tenth digit is 10 minus the weighted sum of the nine before, modulo 11."""
    return digits != "0" * 10 and 10 - sum(int(digit) * weight for digit, weight in zip(digits, _TAX_WEIGHTS)) % 11 == int(digits[9])


def read_account(text):
    """The number of a customer card: capitals and digits without spaces and dashes; of a Series a table, one row per value.

    Examples
    --------
    >>> read_account("moc 5217-6306").value
    'MOC52176306'
    """
    if hasattr(text, "iloc"):
        return letters.table(text, _account, Code)
    return Code(None, "") if letters.empty(text) else _account(str(text))


def _account(typed):
    text = unicodedata.normalize("NFKC", letters.tidy(typed)).strip(" '").removesuffix(".0")
    value = re.sub(r"[\s.\-_/#:]", "", text).upper()
    return Code(value, "") if re.fullmatch(r"[0-9A-ZÀ-Ỹ]+", value) and any(letter.isdecimal() and letter != "0" for letter in value) else Code(typed, "unread")


def read_birthday(text, recorded_on=None):
    """A birthday as 1990-02-01, day first as in Vietnam; of a Series a table, one row per value.

    ``note`` is ``""`` read, ``"year_only"`` only the year is known: "1990"; ``"no_year"`` day and month: "--02-01"; ``"unread"`` kept: no such day, it
    lies after the day of the record, or nobody can say which is meant (12/03/25).

    Examples
    --------
    >>> read_birthday("1/2/1990").value, read_birthday("sinh năm 1990").value, read_birthday("31/02/1990").note
    ('1990-02-01', '1990', 'unread')
    """
    if hasattr(text, "iloc"):
        days = letters.day_texts(recorded_on, text.index)
        read = letters.table(text, _birthday, Code, days.str[:4])
        late = [(value or "") > day != "" == note for value, note, day in zip(read["value"], read["note"], days, strict=True)]
        return read.assign(value=read["value"].mask(late, text), note=read["note"].mask(late, "unread")) if any(late) else read
    return Code(None, "") if letters.empty(text) else _birthday(str(text), letters.day_text(recorded_on))


def _birthday(typed, day=""):
    text = unicodedata.normalize("NFKC", letters.tidy(typed)).lower().strip(" '.,;").removesuffix(".0")
    latest = int(day[:4]) if day[:4] else LATEST
    text = _BORN.sub("", text)
    if found := re.fullmatch(r"(?:sinh\s*)?(?:năm|nam|sn)?\s*:?\s*((?:19|20)\d\d)", text):
        return Code(found[1], "year_only") if int(found[1]) <= latest else Code(typed, "unread")
    if found := re.fullmatch(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})", text):
        return Code(f"--{int(found[2]):02d}-{int(found[1]):02d}", "no_year") if _date(2000, found[2], found[1]) else Code(typed, "unread")
    year, month, date = _three(text, latest)
    read = _date(year, month, date) if year else None
    return Code(read.isoformat(), "") if read and 1900 <= read.year <= latest and (len(day) < 10 or read.isoformat() <= day) else Code(typed, "unread")


def month_first(typed):
    """An American date like 05/23/1990, impossible when the day comes first, as 1990-05-23; None if it is none."""
    found = _DAY_FIRST.fullmatch(str(typed).strip())
    year = _full_year(found[3], 2025) if found else None
    read = _date(year, found[1], found[2]) if year else None
    return read.isoformat() if read else None


def _three(text, latest):
    """(year, month, day) as typed; None where the text has another form."""
    if found := _ISO.fullmatch(text):
        return found.groups()
    if found := _IN_WORDS.fullmatch(text) or _DAY_FIRST.fullmatch(text) or re.fullmatch(r"(\d\d)(\d\d)((?:19|20)\d\d)", text):
        date, month, year = found.groups()
        return _full_year(year, latest), month, date
    if found := _MONTH_IN_ENGLISH.fullmatch(text):
        date, month, again = found[1] or found[4], found[2] or found[3], found[5]
        return _full_year(again, latest), _MONTHS.index(month[:3]) + 1, date
    if found := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", text):
        return found.groups()
    return None, None, None


def _full_year(year, latest):
    """90 is 1990, 05 is 2005; None between, where a child or somebody very old may be meant."""
    if len(year) == 4:
        return year
    return 2000 + int(year) if 2000 + int(year) <= min(latest, 2025) - 10 else 1900 + int(year) if int(year) >= 30 else None


def _date(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
