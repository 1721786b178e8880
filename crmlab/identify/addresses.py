"""Addresses: abbreviations written out, the province in both divisions, and the parts two addresses are compared by."""
import functools
import re
from typing import NamedTuple

from . import letters
from .names import NOBODY
from .provinces import ALSO_CALLED, IN_2025, MERGED, NEW_DIVISION_ON, ONLY_WITH_A_MARK, PROVINCE_OF

_BEFORE = r"(?<![^\W_])"
_SAIGON = rf"{_BEFORE}t\.?\s?p\.?\s*-?\s*(?:hcm|h\.\s?c\.\s?m\.?|sg)(?![^\W_])|{_BEFORE}tphcm(?![^\W_])|(?<=[\s,.-])hcmc?(?=\s*$)"
_SHORT = {  # group: (pattern, in full)
    "saigon": (_SAIGON, "Thành phố Hồ Chí Minh"),
    "hue": (rf"{_BEFORE}(?:t\.?\s?t\.?\s?-?\s?|tt-)(?=h[uú][eêếé](?![^\W_]))", "Thừa Thiên "),
    "city": (rf"{_BEFORE}t\.?p\.?(?=\s*[^\W\d_])(?:\s+|(?<=\.)\s*)", "Thành phố "),
    "borough": (rf"{_BEFORE}t\.?x\.?(?=\s*[^\W\d_])(?:\s+|(?<=\.)\s*)", "Thị xã "),
    "town": (rf"{_BEFORE}(?:(?:tt\.|t\.t\.)\s*(?=[^\W\d_])|tt\s+(?=[^,]+,\s*h(?:\.|\s|uy[eệ]n)))", "Thị trấn "),
    "district": (rf"{_BEFORE}q(?:\.\s*|\s*(?=\d{{1,2}}(?!\d))|\s+(?=[^\W\d_]{{2}}))(?=[^\W_])", "Quận "),
    "hue_street": (rf"{_BEFORE}p\.?\s*(?=hu[eế](?:,|$))", "Phố "),
    "room": (rf"{_BEFORE}p\.?\s*\d+[a-z]?(?=\s*(?:nhà|toà|tòa|chung cư|tập thể|khu tập thể|ktt|cc|block|tầng|lầu)(?![^\W_]))", ""),
    "ward": (rf"{_BEFORE}(?:p|f)(?:\.?\s*(?=(?:0?[1-9]|[12]\d|30)(?![^\W_]))|\.\s*(?=[^\W\d_])|\s+(?=[^\W\d_]{{2}}))(?=[^\W_])", "Phường "),
    "county": (rf"{_BEFORE}h(?:\.\s*|\s+)(?=[^\W\d_]{{2}})", "Huyện "),
    "commune": (rf"{_BEFORE}x\.\s*(?=[^\W\d_]{{2}})", "Xã "),
    "province": (r"(?:(?<=[,\s])|^)t\.\s*(?=[^\W\d_]{2})", "Tỉnh "),
    "street": (rf"{_BEFORE}(?:đ\.\s*|đg\.?\s+|đ\s+(?=[^\W\d_]{{2}}))(?=[^\W_])", "Đường "),
    "quarter": (rf"{_BEFORE}k\.?p\.?\s*(?=\d)", "Khu phố "),
    "industry": (rf"{_BEFORE}kcn\.?\s+", "Khu công nghiệp "),
    "alley": (rf"{_BEFORE}ng\.\s*(?=\d)", "Ngõ "),
    "flats": (rf"{_BEFORE}c\.?c\.?\s+(?=[^\W\d_]{{2}})", "Chung cư "),
}  # fmt: skip
_ABBREVIATION = re.compile(rf"{_BEFORE}(?=[tpqfhxđkcn])(?:{'|'.join(f'(?P<{name}>{pattern})' for name, (pattern, _) in _SHORT.items())})", re.IGNORECASE)
_PLACES = {letters.fold(name): name for name in IN_2025} | {"hue": "Thừa Thiên Huế"} | ALSO_CALLED
_MARK = r"(?:(?:tinh|thanh pho|tp|t)\.?\s*)?"
_MARKED = re.compile(r"(?:^|[\s,.;-])(tinh|thanh pho|tp|t)\.?\s*$")
_LONGEST = max(len(place.split()) for place in _PLACES)
_END = re.compile(r"[\s,.;-]*(?:\b(?:viet nam|vietnam|vn)\b)?[\s,.;-]*(?:\b\d{5,6}\b)?[\s,.;-]*$")
_AREA = r"(?:phuong|p|quan|q|huyen|h|xa(?! lo)|thi xa|tx|thi tran|tt|thanh pho|tp|tinh|khu pho|kp|ap|thon|to|khu cong nghiep|chung cu|khu do thi|khu dan cu|kdc)"
_WORD = re.compile(r"[^\W_]+")
_BEHIND = re.compile(rf"\b{_AREA}\b\s*\w")
_LETTERS = re.compile("[a-z]{2}")
_STREET_OF = re.compile(r"\b(?:xa lo|duong|pho)\s*$")
_ROAD = re.compile(r"\bduong\s+(?=\D)")
_CUT = re.compile(rf"[,;]|\s-\s|\s+(?={_AREA}\b\s*\S)")
_AREA_WORD = re.compile(rf"\b{_AREA}\b")
_HOUSE = re.compile(r"\d+[a-z]?")
_LETTER_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_COMMAS = re.compile(r"\s*[,;][\s,;]*")
_UNITS = {"phường", "quận", "huyện", "xã", "thị", "tỉnh", "thành", "đường", "phố", "ấp", "thôn", "xóm", "tổ", "khu", "số", "ngõ", "hẻm", "kiệt", "tp", "tx", "tt"}
_PART = re.compile("[,;]")
_OF_ONE_LETTER = {"ward", "county", "district", "commune", "street", "province"}
_DOUBTFUL = _OF_ONE_LETTER | {"room", "town"}
_INITIALLED = {(place[0], place.partition(" ")[2]) for place in [*map(letters.fold, IN_2025), *PROVINCE_OF] if " " in place}  # Đ.Đa is Đống Đa, P.Nhuận Phú Nhuận
_NUMBER_ONLY = re.compile(r"\s*(?:so(?: nha)?|nha)?[\s.]*\d+[a-z]?(?:[/-]\d+[a-z]?)*\s+")
_NO_TOWN = re.compile(r"\bq(?:uan\b|\.|\s|\d)|,\s*(?:ba dinh|dong da|hai ba trung|hoan kiem|cau giay|thanh xuan|hoang mai|long bien|tay ho|ha dong|nam tu liem|bac tu liem)\b")  # a town lies in no urban district
_CENTRE = re.compile(r"\b(?:ngu|tieng|y te|thuong mai|van hoa|dao tao|giao duc|tin hoc|the thao|the duc|tiem chung|hoi nghi|day)\b")
_NEXT_NUMBER = re.compile(r"\s*\d")
_DISTRICT = re.compile(r"(?:^|[\s,.-])(?:(?P<kind>quan|huyen|thi xa|thanh pho|tp|tx)\s+)(?P<name>[^,;-]+)|(?P<part>(?:^|(?<=[,;]))[^,;]+)(?=$|[,;])")
_NUMBERED = re.compile(r"\bquan (?:1[0-2]|[1-9])\b")
_NUMBER = re.compile(r"^(?:so|nha so|nha|so nha|ngo|ngach|hem|kiet|lo|can|sn|dia chi|d/c|dc)?[\s.:]*((?:\d+[a-z]?(?:[/-]\d+[a-z]?)*)(?:\s*(?:,\s*)?(?:ngo|ngach|hem|kiet|/)\s*\d+[a-z]?(?:/\d+[a-z]?)*)*)\b[\s,]*(?!thang\b)")
_DATE_STREET = re.compile(r"\b(\d{1,2})(?:\s*[/-]\s*|\s+thang\s+)(\d{1,2})\b")


class Place(NamedTuple):
    """The name of a province at the end of a text: where it begins, whether a comma or "Tỉnh" stands before it."""

    name: str
    start: int
    apart: bool
    mark: bool


class Address(NamedTuple):
    """An address written out; what was noticed; its province before and since July 2025; the parts to compare by."""

    value: str
    note: str
    province: str = ""
    province_2025: str = ""
    number: str = ""
    street: str = ""
    area: str = ""


def read_address(text, recorded_on=None):
    """An address with its abbreviations written out and its province; of a Series a table, one row per value.

    ``province`` is one of the 63 of before July 2025, ``province_2025`` one of the 34 since, both without "Tỉnh" and "Thành phố", empty
    where the text names none. ``number``, ``street`` and ``area`` are folded texts to compare by. ``note`` is ``""``, ``"no_province"``,
    ``"conflict"`` district and province contradict each other, ``"unread"`` kept: no letters.

    Examples
    --------
    >>> found = read_address("12 đ. Lê Lợi, P.Bến Nghé, Q1, TP.HCM")
    >>> found.value, found.province
    ('12 Đường Lê Lợi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh', 'Hồ Chí Minh')
    >>> read_address("3 Yersin, TP. Thủ Dầu Một, Bình Dương").province_2025
    'Hồ Chí Minh'
    """
    if hasattr(text, "iloc"):
        late = letters.day_texts(recorded_on, text.index).map(lambda day: NEW_DIVISION_ON if not day or day >= NEW_DIVISION_ON else "1900-01-01")
        return letters.table(text, _cell, Address, late)
    return Address(None, "") if letters.empty(text) else _cell(str(text), letters.day_text(recorded_on))


def _cell(typed, day=""):
    text = letters.tidy(typed)
    if not any(letter.isalpha() for letter in text) or letters.fold(text).strip(" .") in NOBODY:
        return Address(typed, "unread")
    text = expand(text)
    folded = letters.fold(text)
    rest, province, note = _province(folded, day)
    return Address(text, note, province, IN_2025.get(province, ""), *_parts(rest))


def expand(text):
    """An address with its abbreviations written out, and capitals where a part between commas had been typed all small or all large."""
    large, written = text.isupper(), [_has_capitals(part) for part in _PART.split(text)]
    parts = _PART.split(_ABBREVIATION.sub(_in_full, text))
    parts = [_with_capitals(part, large, of_part) for part, of_part in zip(parts, written, strict=True)]
    return _COMMAS.sub(", ", ",".join(parts)).strip(" ,.;-")


@functools.lru_cache(maxsize=letters.WORDS)
def _with_capitals(part, large, written):
    """A part between commas, remembered because districts and towns come again and again."""
    return _LETTER_WORD.sub(functools.partial(_capital, large=large, written=written), part)


@functools.lru_cache(maxsize=letters.WORDS)
def _has_capitals(part):
    """Whether the writer of a part set capitals himself, in front of more than "Phường" and the like."""
    words = (found[0] for found in _LETTER_WORD.finditer(part))
    return any(word[0].isupper() and word[1:].islower() and word.lower() not in _UNITS for word in words)


def _in_full(found):
    """The word that an abbreviation stands for, or the abbreviation itself where something else may be meant."""
    kind = found.lastgroup
    if kind not in _DOUBTFUL:
        return _SHORT[kind][1]
    before, tail = found.string[: found.start()], found.string[found.end() :]
    name = letters.fold_word(_PART.split(tail, maxsplit=1)[0]).strip(" .")
    stays = (
        kind == "room"
        or (kind == "town" and (_NO_TOWN.search(letters.fold(tail)) or _CENTRE.search(name)))
        or (kind == "province" and name not in _PLACES)
        or (kind in _OF_ONE_LETTER and (letters.fold_word(found[0])[0], name) in _INITIALLED)
        or (kind == "ward" and name[:1].isalpha() and "," not in before and _NUMBER_ONLY.fullmatch(letters.fold(before)))
    )
    return found[0] if stays else _SHORT[kind][1]


_TOGETHER = {"phố": ("thành", "khu"), "xã": ("thị",), "trấn": ("thị",), "công": ("khu",), "cư": ("chung", "dân"), "lộ": ("tỉnh", "quốc", "xa", "đại"), "dân": ("khu",), "thị": ("đô",), "đô": ("khu",)}


def _capital(found, large, written):
    """The word with a capital, if it was typed all small or all large and is no short form."""
    word = found[0]
    if not word.islower() and not word.isupper():
        return word
    before, small = found.string[: found.start()], word.lower()
    if before[-1:].isdecimal():
        return word
    last = before.rsplit(None, 1)[-1].lower() if before.strip() else ""
    if last in _TOGETHER.get(small, ()) or (small == "nghiệp" and last == "công" and "khu công" in before.lower()):
        return small
    if word.islower():
        number = small in ("số", "ngõ", "hẻm", "ngách", "kiệt") and _NEXT_NUMBER.match(found.string, found.end()) and before.strip() and before.rstrip()[-1] != ","
        kept = number or (written and word.isascii() and not before.rstrip().endswith(("Phường", "Quận"))) or (len(word) < 4 and not letters.is_syllable(letters.fold_word(word)))
        return word if kept else small.capitalize()
    short = len(word) == 1 or (word.isascii() and len(word) <= 3 and not large) or not letters.is_syllable(letters.fold_word(word))
    return word if short else small.capitalize()


def _ended(folded):
    """A text without "Việt Nam", a postal code and punctuation at its end."""
    folded = folded.rstrip(" ,.;-")
    return _END.sub("", folded) if folded.endswith(("nam", "vn")) or folded[-5:].isdecimal() else folded


def _last(folded):
    """The Place at the end of a text, or None: the longest name that the last words make."""
    starts = [found.start() for found in _WORD.finditer(folded)][-_LONGEST - 2 :]
    start = next((start for start in starts if folded[start:] in _PLACES), None)
    if start is None:
        return None
    mark = _MARKED.search(folded[:start])
    begin = mark.start(1) if mark else start
    return Place(folded[start:], begin, folded[:begin].rstrip()[-1:] in (",", ";", "-"), bool(mark))


def _province(folded, day):
    """(the text without it, the province of before 2025, note)."""
    folded = _ended(folded)
    found = _last(folded)
    place = _PLACES[found.name] if found and _certain(found, folded) else None
    rest = _ended(folded[: found.start]) if place else folded
    near = _district(rest if place and found.name not in PROVINCE_OF else folded)
    if not place:
        return rest, near or "", "" if near else "no_province"
    again = _last(rest)
    if again and IN_2025[_PLACES[again.name]] == IN_2025[place] and (again.apart or again.mark):
        near = near or _PLACES[again.name]
    if near and near != place:
        late = not day or day >= NEW_DIVISION_ON
        return (rest, near, "") if late and IN_2025[near] == IN_2025[place] and place in MERGED else (rest, place, "conflict")
    return rest, place, ""


def _certain(found, folded):
    """Whether a place name at the end is the province, not a street: a part of its own, marked, or behind a ward or district."""
    before = folded[: found.start]
    if found.name in ONLY_WITH_A_MARK:
        return bool(found.apart or found.mark or _BEHIND.search(before))
    if not before or found.apart or found.mark or "," in folded or _BEHIND.search(before):
        return True
    return found.name in ("hcm", "tphcm", "sai gon", "ho chi minh", "ha noi", "hanoi") and bool(_LETTERS.search(before)) and not _STREET_OF.search(before)


def _district(folded):
    """The province that the district names, where only one province has it."""
    if _NUMBERED.search(folded):
        return "Hồ Chí Minh"
    for found in _DISTRICT.finditer(folded):
        name = (found["name"] or found["part"] or "").strip(" .")
        if name in PROVINCE_OF:
            return PROVINCE_OF[name]
        words = name.split()
        if found["kind"] and (near := next((PROVINCE_OF[short] for size in (3, 2) if (short := " ".join(words[:size])) in PROVINCE_OF), None)):
            return near
    return None


def _parts(folded):
    """(numbers of the house, street, ward and district) as folded texts."""
    text = _ROAD.sub("", folded)
    number = ""
    if found := _NUMBER.match(text):
        number, text = " ".join(sorted(_HOUSE.findall(found[1]))), text[found.end():]
    cut = _CUT.search(text)
    street, area = (text[: cut.start()], text[cut.end():]) if cut else (text, "")
    street = _DATE_STREET.sub(r"\1 thang \2", street)
    return number, " ".join(_WORD.findall(street)), " ".join(_WORD.findall(_AREA_WORD.sub(" ", area)))
