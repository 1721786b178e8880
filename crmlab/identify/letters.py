"""Vietnamese letters: one way to write each, with and without marks; fast on whole columns because it works on distinct values."""
import functools
import re
import unicodedata

HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
SPACES = {ord(space): " " for space in "\u00a0\u2002\u2003\u2009\u202f\u3000\t\r\n\v\f"}
SAME = HIDDEN | SPACES | {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("\u2010"): "-", ord("\u2011"): "-", ord("–"): "-", ord("—"): "-"}
SAME |= dict.fromkeys(map(ord, "\u2012\u2015\u2212"), "-")
OLD_TONE_PLACE = {old: new for old, new in zip("òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(), "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(), strict=True)}
_OLD_TONE = re.compile("(" + "|".join(OLD_TONE_PLACE) + r")(?![^\W\d_])", re.IGNORECASE)
_MISREAD = re.compile("[ÃÄÆ][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|á[º»]")
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
_SYLLABLE = re.compile(_ONSET + "[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_ALWAYS_MARKED = re.compile(r"(?:[aeiouy](?:ch|[cpt])|i?[iy]en.*|.*uye.*|.*(?:iem|iep|iet|ieu|uon|uong|uoi|uou))$")


WORDS = 100_000  # words that are remembered: names and streets repeat few words
CELLS = 20_000  # of each kind: some megabytes


@functools.cache
def _unmarked():
    """Every Latin letter with marks -> the letter without; đ too, which Unicode does not decompose."""
    marked = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
    plain = {letter: "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part)) for letter in marked}
    return str.maketrans({letter: base for letter, base in plain.items() if base.isascii()} | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"} | {chr(mark): "" for mark in range(0x300, 0x370)})


def fold(text):
    """A text in small letters without any mark: "Đặng" is "dang"; to compare with, never to show."""
    return unicodedata.normalize("NFC", text).translate(_unmarked()).lower()


def tidy(text):
    """A text in NFC with single spaces, one kind of dash and apostrophe, Đ for Ð; UTF-8 that was read as Windows-1252 is put right."""
    if _MISREAD.search(text):
        text = _reread(text)
    return " ".join(unicodedata.normalize("NFC", text).translate(SAME).split())


def one_tone_place(text):
    """The tone of open oa, oe, uy on the second vowel: hòa becomes hoà, thúy becomes thuý."""
    return _OLD_TONE.sub(_move_tone, text)


def _move_tone(found):
    old = found[0]
    new = OLD_TONE_PLACE[old.lower()]
    return "".join(letter.upper() if was.isupper() else letter for letter, was in zip(new, old, strict=True))


@functools.lru_cache(maxsize=WORDS)
def fold_word(word):
    """fold, remembered: for single words."""
    return fold(word)


@functools.lru_cache(maxsize=WORDS)
def is_syllable(word):
    """Whether the folded word could be a Vietnamese syllable: "minh" could, "fpt" could not."""
    return _SYLLABLE.fullmatch(word) is not None


def is_untoned(text):
    """Whether marks were left out: no mark at all, or a plain word that Vietnamese always writes with one, like "nguyen" or "duc"."""
    return text.isascii() or any(word.isascii() and _ALWAYS_MARKED.search(word) for word in text.lower().split())


def _reread(text):
    """UTF-8 bytes that a program showed as Windows-1252; unchanged where that is not what happened."""
    try:
        return b"".join(_byte(letter) for letter in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _byte(letter):
    return bytes([ord(letter)]) if ord(letter) < 256 else letter.encode("cp1252")


_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TELEX_VOWELS = (("dd", "đ"), ("uow", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))


@functools.lru_cache(maxsize=WORDS)
def untelex(word):
    """A word whose Telex keys were not turned into marks, hanhj or traanf, as it was meant; any other word as it is."""
    small = word.lower()
    if not small.isascii() or len(small) < 3 or is_syllable(small):
        return word
    tone = next((_TELEX_TONES[letter] for letter in reversed(small[1:]) if letter in _TELEX_TONES), "")
    key = {mark: letter for letter, mark in _TELEX_TONES.items()}.get(tone, "")
    place = small.rfind(key) if key and small.rfind(key) > 0 else None
    bare = small if place is None else small[:place] + small[place + 1 :]
    for keys, letter in _TELEX_VOWELS:
        bare = bare.replace(keys, letter)
    meant = unicodedata.normalize("NFC", _toned(bare, tone))
    if bare == small or not is_syllable(fold(meant)):
        return word
    return meant.upper() if word.isupper() else meant.capitalize() if word[0].isupper() else meant


def _toned(word, tone):
    """The word with its tone where it is written: on the marked vowel, else on the second of oa, oe, uy and before an ending, else on the first."""
    start = re.match("(?:qu|gi(?=[aeiouyăâêôơư])|[^aeiouyăâêôơư])*", word).end()
    vowels = re.match("[aeiouyăâêôơư]*", word[start:])[0]
    if not tone or not vowels:
        return word
    marked = [place for place, letter in enumerate(vowels) if letter in "ăâêôơư"]
    closed = len(word) > start + len(vowels)
    place = marked[-1] if marked else 1 if len(vowels) > 1 and (closed or len(vowels) > 2 or vowels in ("oa", "oe", "uy")) else 0
    return word[: start + place + 1] + tone + word[start + place + 1 :]


_SWAPS = str.maketrans("40137", "aoiet")
_SOUNDS = [(re.compile(old), new) for old, new in (
    ("^ph", "f"), ("^ngh?", "N"), ("^gh", "g"), ("^gi|^[drvwz](?=.)", "z"), ("^tr", "C"), ("^ch", "C"), ("^[sx]", "s"), ("^[ln](?!h)", "l"), ("^nh", "J"), ("^(?:qu|kw)", "w"), ("^[ck]h?", "k"),
    ("(?:nh|ng|n)$", "n"), ("(?:ch|[tc])$", "t"), ("y", "i"), ("j", "i"),
)]  # fmt: skip


@functools.lru_cache(maxsize=WORDS)
def sound(word):
    """A folded word as it sounds to many: l for n, tr for ch, s for x, gi, d and r alike, final t and c alike; figures and j of chat language as letters."""
    word = mended(word.translate(_SWAPS))
    for old, new in _SOUNDS:
        word = old.sub(new, word)
    return word


@functools.lru_cache(maxsize=WORDS)
def soft(word):
    """A word with the falling-rising tone for the broken one: Hãi is Hải to half of the country."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace("\u0303", "\u0309"))


@functools.lru_cache(maxsize=WORDS)
def mended(word):
    """A folded word that is no syllable, with two neighbouring letters changed back if one such change makes it one: nugyen is nguyen."""
    if not word.isalpha() or len(word) < 4 or is_syllable(word):
        return word
    swapped = {word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)}
    found = sorted(other for other in swapped if is_syllable(other))
    return found[0] if len(found) == 1 else word


def empty(value):
    """Whether a cell holds nothing: None, NaN, or only spaces."""
    return value is None or value != value or not str(value).strip()


def day_text(value):
    """A day as 2016-05-31; nothing gives an empty text."""
    return "" if value is None or value != value else str(value)[:10]


def day_texts(days, index):
    """Days (a Series, or one day for all rows) as texts 2016-05-31; unknown ones are empty."""
    import pandas as pd

    if not isinstance(days, pd.Series):
        return pd.Series(day_text(days), index=index)
    if pd.api.types.is_datetime64_any_dtype(days):
        return days.dt.strftime("%Y-%m-%d").astype(object).where(days.notna(), "")
    return days.map(day_text).astype(object)


def table(values, read, kind, *others):
    """A reader over a Series: a table with the fields of ``kind``, one row per value; an empty cell gives an empty value.

    Each distinct value (with its further arguments) is read once, and the newest of all tables are remembered: the same records are
    standardised, linked and recognised again and again.
    """
    import numpy as np
    import pandas as pd

    codes, distinct = pd.factorize(values.astype(object).to_numpy(), use_na_sentinel=True)
    blank = np.append([empty(value) for value in distinct], True).astype(bool)[codes]
    columns = [np.append(distinct.astype(object), None)[codes]]
    for other in others:
        number, found = pd.factorize(other.to_numpy())
        codes = codes.astype("int64") * (len(found) + 1) + number + 1
        columns.append(other.to_numpy(dtype=object))
    codes = np.where(blank, -1, codes)
    codes, first = _renumber(codes)
    read = _remembered(read)
    results = [read(str(row[0]), *row[1:]) for row in zip(*[column[first] for column in columns], strict=True)]
    rows = pd.DataFrame([*results, (None,) + ("",) * (len(kind._fields) - 1)], columns=kind._fields, dtype=object)
    return rows.iloc[codes].set_axis(values.index)


@functools.cache
def _remembered(read):
    """A reader that remembers what it read last."""
    return functools.lru_cache(maxsize=CELLS)(read)


def _renumber(codes):
    """Codes as 0, 1, 2, … (-1 stays) and the first row of each."""
    import numpy as np

    found, first, again = np.unique(codes, return_index=True, return_inverse=True)
    missing = int(len(found) > 0 and found[0] < 0)
    return again - missing, first[missing:]


def as_column(value, index):
    """A Series of texts, of a Series or of one value for all rows; unknown is an empty text."""
    import pandas as pd

    if not isinstance(value, pd.Series):
        return pd.Series("" if value is None else str(value), index=index)
    return value.astype(object).where(value.notna(), "").map(str)
