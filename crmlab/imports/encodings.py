"""Bytes to text: which encoding, or one sentence. A wrong guess is worse than a refusal, so only what is certain is taken."""
import codecs
import re
import unicodedata

from .. import words

BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aeiouyăâêôơư"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*|[{_MARKS}]+")
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RHYME = "(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oă|oai|oay|oao|oe|oeo|oi|ôi|oo|ơi|ua|uâ|uây|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)"
_SYLLABLE = re.compile(_ONSET + _RHYME + "(?:ch|ng|nh|[cmnpt])?")
_ABBREVIATION = re.compile("[bcdđghklmnpqrstvx]{1,4}")
_TWICE_MARKED = re.compile(f"[âêôăơư][{_MARKS}]")
_SIGNS = "‘’“”–—…™®°\u00a0€£©•½¼¾²³«»¿¡§±·ªº"
_ENGLISH = re.compile(r"(?<=[a-zA-Z])’(?=(?:s|t|ll|re|ve|d|m)\b)", re.IGNORECASE)
_ODD_WORD = re.compile("[aeiouyAEIOUY\u00c0-\u017f][\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]|[A-Za-z0-9][\u00c0-\u00d6\u00d8-\u00de](?=[a-z\u00df-\u00ff])|[a-z][\u00c0-\u00d6\u00d8-\u00de]|(?<![^\\W\\d_])[ÏÛÙÌÒÍÎÏÐÞ]")


def decode(data, name, encoding=None):
    """(text, encoding) of the bytes of a text file; with ``encoding`` given it must fit."""
    if encoding is not None:
        return _given(data, name, encoding), encoding
    found = next((label for bom, label in BOMS if data.startswith(bom)), None)
    if found:
        return _strict(data, name, found), found
    if b"\0" in data:
        return _wide(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _one_byte(data, name, error)


def _given(data, name, encoding):
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ValueError(words.t("imports.no_such_encoding", encoding=encoding)) from None
    except UnicodeDecodeError as error:
        raise ValueError(words.t("imports.not_this_encoding", name=name, encoding=encoding, line=_line(data, error.start))) from None
    return _composed(text) if "1258" in encoding else text


def _strict(data, name, encoding):
    """A file that says its encoding itself, and must keep to it."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        torn = error.end >= len(data) - 4
        raise ValueError(words.t("imports.torn_text" if torn else "imports.broken_utf8", name=name, line=_line(data, error.start))) from None
    if "\0" in text:
        raise ValueError(words.t("imports.nul", name=name, line=text.count("\n", 0, text.index("\0")) + 1))
    return text


def _line(data, place):
    return data.count(b"\n", 0, place) + 1


def _wide(data, name):
    """UTF-16 that does not say so: certain only if one order of bytes gives ordinary text and the other does not."""
    readings = {label: text for label in ("utf-16-le", "utf-16-be") if (text := _ordinary(data, label))}
    if len(readings) != 1:
        raise ValueError(words.t("imports.nul", name=name, line=_line(data, data.index(b"\0"))))
    encoding, text = readings.popitem()
    return text, encoding


def _ordinary(data, encoding):
    """The text in this encoding if it is made of ordinary letters and has lines, else nothing."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    odd = re.search("[^\t\n\r -\u024f\u0300-\u036f\u1ea0-\u1ef9\u2000-\u206f\u20a0-\u20bf\U0001f000-\U0001ffff]", text)
    return "" if odd or "\n" not in text else text


def _one_byte(data, name, error):
    """Not UTF-8: torn, damaged, or one of the two one-byte encodings, if it is certain which."""
    high = sum(byte > 127 for byte in data[:2_000_000])
    whole = len("".join(re.findall("[^\0-\x7f\udc80-\udcff]", data[:2_000_000].decode("utf-8", "surrogateescape"))).encode("utf-8"))
    if error.reason == "unexpected end of data" and error.end >= len(data):
        raise ValueError(words.t("imports.torn_text", name=name, line=_line(data, error.start)))
    if whole > high / 2:
        raise ValueError(words.t("imports.broken_utf8", name=name, line=_line(data, error.start)))
    vietnamese, western = _read(data, "cp1258"), _read(data, "cp1252")
    if vietnamese and vietnamese != western and _is_vietnamese(vietnamese):
        return _composed(vietnamese), "cp1258"
    if western and _is_western(western, vietnamese):
        return western, "cp1252"
    raise ValueError(words.t("imports.unknown_encoding", name=name, line=_line(data, error.start)))


def _read(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _composed(text):
    return unicodedata.normalize("NFC", text)


def _marked_words(text):
    """The distinct words that are not plain ASCII, in small letters."""
    return {word.lower() for word in _WORD.findall(text) if not word.isascii()}


def _is_vietnamese(text):
    """Whether every marked word is a Vietnamese syllable, and at least one has two marks on a letter, as no Western word has."""
    found = _marked_words(text)
    syllables = [word for word in found if _SYLLABLE.fullmatch(_without_tone(word)) or _ABBREVIATION.fullmatch(word)]
    return len(syllables) == len(found) and any(_TWICE_MARKED.search(word) for word in found)


def _without_tone(word):
    """The word without its tone, if it has one tone at most and that on a vowel; else unchanged."""
    apart = unicodedata.normalize("NFD", word).replace("\u0302", "\u1000").replace("\u0306", "\u1001").replace("\u031b", "\u1002")
    tones = [place for place, letter in enumerate(apart) if letter in _MARKS]
    if len(tones) > 1 or any(apart[place - 1] not in "aeiouy\u1000\u1001\u1002" or not place for place in tones):
        return word
    bare = "".join(letter for letter in apart if letter not in _MARKS)
    return unicodedata.normalize("NFC", bare.replace("\u1000", "\u0302").replace("\u1001", "\u0306").replace("\u1002", "\u031b"))


def _is_western(text, vietnamese):
    """Whether the text can only be Western European: marked letters stand alone among consonants, and capitals only begin words."""
    if re.search("[ðÐ]", text):
        return False  # đ and Đ in cp1258, and far more likely in Vietnam than Icelandic
    if vietnamese == text:
        return not _odd_symbols(text) and not _odd_words(text)
    if vietnamese and any(_SYLLABLE.fullmatch(_without_tone(word)) for word in _marked_words(vietnamese) - _marked_words(text)):
        return False
    return not _odd_symbols(text) and not _odd_words(text)


def _odd_symbols(text):
    """Whether a sign touches a letter, as the letters of other encodings do; the apostrophe of English may."""
    text = _ENGLISH.sub("", text)
    return any(found[2] not in _SIGNS or found[1] or found[3] for found in re.finditer(r"([^\W\d_]?)([\x80-\xbf\xd7\xf7\u0152-\u2122])(?=([^\W\d_]?))", text))


def _odd_words(text):
    """Whether a marked letter follows a vowel or another marked letter, or a capital one stands within a word or is a rare beginning."""
    return _ODD_WORD.search(text) is not None
