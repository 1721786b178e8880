"""How much two names say about being the same person: the parts they are compared by, and the level at which they agree."""
import re
from typing import NamedTuple

from . import letters
from .names import LEGAL, SHORT_WORDS, is_company, read_name

ONLY_SURNAMES = set("nguyen tran pham huynh phan vo bui ngo truong doan".split())
SURNAMES_AND_GIVEN_NAMES = set("le hoang vu dang do ho duong ly ha mai lam dinh dao luu luong trinh".split())
_GLUED = re.compile(f"(?:{'|'.join(sorted((word for word in SHORT_WORDS if word not in ('dl', 'vt', 'tp', 'dt', 'kt', 'tt')), key=len, reverse=True))}){{2,}}")


class Parts(NamedTuple):
    """What two names are compared by; everything but words, ordered and soft is folded."""

    words: str
    ordered: str
    key: str
    tokens: tuple
    givens: tuple
    marked: tuple
    sounds: tuple
    short: str
    sound: str
    soft: str
    initials: bool
    untoned: bool
    mended: bool


def parts(value, note, rest=""):
    """The parts of a read name; None where nothing was read. A person noted beside a company stands for the company."""
    if value is None or value != value or note in ("unread", "no_letters"):
        return None
    if note != "company" and rest and is_company(letters.fold(rest)):
        value, note = read_name(next(part for part in rest.split("; ") if is_company(letters.fold(part))) if "; " in rest else rest)[:2]
    words = words_of(value, note)
    typed = [letters.fold_word(word) for word in words]
    folded = [letters.mended(word) for word in typed]
    if not words:
        return None
    given = [len(words) - 1] if note == "company" else _given(folded)
    heard = [letters.sound(word) for word in folded]
    return Parts(
        words=" ".join(words), ordered=" ".join(sorted(words)), key=" ".join(sorted(folded)), tokens=tuple(sorted(set(folded))),
        givens=tuple(folded[place] for place in given), marked=tuple(words[place] for place in given), sounds=tuple(heard[place] for place in given),
        short=" ".join([*(word[0] for word in folded[:-1]), heard[-1]]), sound=" ".join(sorted(heard)), soft=" ".join(sorted(map(letters.soft, words))),
        initials=len(folded) > 1 and any(len(word) == 1 or word == "ng" for word in folded[:-1]),
        untoned=note == "company" or letters.is_untoned(" ".join(words)), mended=folded != typed,
    )  # fmt: skip


def words_of(name, note=""):
    """The words of a name to compare: small letters, marks kept; of a company folded, without its legal form, short words written out."""
    if note == "company":
        text = letters.fold(name)
        for pattern, _, _ in LEGAL:
            text = pattern.sub(" ", text)
        text = _GLUED.sub(lambda found: " ".join(re.findall("|".join(sorted(SHORT_WORDS, key=len, reverse=True)), found[0])), text)
        return " ".join(SHORT_WORDS.get(word, word) for word in re.findall(r"\w+", text) if word != "va").split()
    words = [word for word in re.findall(r"\w+", name.lower()) if not word.isdecimal()]
    return words[1:] if note == "ambiguous" and len(words) > 1 else words  # "Anh Minh": what follows agrees either way


def _given(folded):
    """The places where the given name may stand: at the end, or, when the surname was put last, at the front or before it."""
    last = len(folded) - 1
    if last and folded[-1] in ONLY_SURNAMES | SURNAMES_AND_GIVEN_NAMES and folded[0] not in ONLY_SURNAMES | SURNAMES_AND_GIVEN_NAMES:
        return sorted({0, last - 1} | ({last} if folded[-1] in SURNAMES_AND_GIVEN_NAMES else set()))
    if last and folded[-1] in ONLY_SURNAMES and folded[0] not in ONLY_SURNAMES:
        return sorted({0, last - 1})
    return [last]


LEVELS = ("same", "reordered", "untoned", "shorter", "given", "tones", "similar", "different", "unknown")


def name_level(a, b):
    """How two names agree, from "same" to "different".

    ``"same"`` word by word with marks; ``"reordered"`` the same words in another order; ``"untoned"`` the same when marks are taken off, and one
    side was typed without them; ``"shorter"`` one side leaves words out or abbreviates them, the given name agrees; ``"given"`` one
    side is the given name only; ``"tones"`` the same letters but other marks: Hiền and Hiển are two people;
    ``"similar"`` a slip of one or two letters, or a spelling that sounds alike; ``"different"``; ``"unknown"`` if one is empty.

    Examples
    --------
    >>> name_level("Nguyễn Văn An", "An Nguyễn Văn"), name_level("Nguyễn Văn An", "nguyen van an")
    ('reordered', 'untoned')
    >>> name_level("Trần Thu Hiền", "Trần Thu Hiển"), name_level("Trần Thu Hiền", "Trần Hiền")
    ('tones', 'shorter')
    """
    left, right = (None if letters.empty(name) else parts(*read_name(name)) for name in (a, b))
    if left is None or right is None:
        return "unknown"
    return next(level for level, holds in _CHECKS if holds(left, right))


def _same_given(left, right):
    return bool(set(left.marked) & set(right.marked)) or ((left.untoned or right.untoned) and bool(set(left.givens) & set(right.givens)))


def _inside(left, right):
    small, large = sorted((set(left.tokens), set(right.tokens)), key=len)
    return len(small) > 1 and small <= large


def _similar(left, right):
    one_word = 1 in (len(left.tokens), len(right.tokens)) and bool(set(left.sounds) & set(right.sounds)) and not set(left.givens) & set(right.givens)
    limit = 2 if min(len(left.key), len(right.key)) >= 10 else 1
    return one_word or (_inside(left, right) and left.key != right.key) or distance(left.key, right.key) <= limit


_CHECKS = (
    ("same", lambda left, right: left.words == right.words),
    ("reordered", lambda left, right: left.ordered == right.ordered),
    ("untoned", lambda left, right: left.key == right.key and (left.untoned or right.untoned)),
    ("shorter", lambda left, right: left.key != right.key and (_inside(left, right) and _same_given(left, right) or (left.initials or right.initials) and left.short == right.short)),
    ("given", lambda left, right: left.key != right.key and 1 in (len(left.tokens), len(right.tokens)) and _same_given(left, right)),
    ("similar", lambda left, right: left.soft == right.soft or (left.sound == right.sound and (left.key != right.key or left.mended or right.mended))),
    ("tones", lambda left, right: left.key == right.key),
    ("similar", _similar),
    ("different", lambda left, right: True),
)


def distance(a, b):
    """How many letters must be typed, left out, changed or swapped with their neighbour to turn one text into the other."""
    before, row = [], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[-1] = min(row[-1], last[j - 2] + 1)
    return row[-1]


class Key(NamedTuple):
    """A name as it is compared: its folded words in alphabetical order."""

    key: str


def name_key(value, note=""):
    """The key of a read name: "Nguyễn Thị Hoà" is "hoa nguyen thi"."""
    found = parts(value, note)
    return Key(found.key if found else "")
