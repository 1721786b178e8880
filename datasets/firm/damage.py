"""What hands, ears, keyboards and spreadsheets do to a text. Each function takes one cell and draws nothing itself."""
import re
import unicodedata

LOST = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]")
HOOK, TILDE, TONES = "\u0309", "\u0303", "\u0300\u0301\u0303\u0309\u0323"
STARTS = {  # heard the same by many ears: s/x, ch/tr, d/gi/r, l/n
    "s": "x", "x": "s", "tr": "ch", "ch": "tr", "d": "gi", "gi": "d", "r": "d", "l": "n", "n": "l", "v": "d", "qu": "q",
}  # fmt: skip
ENDS = {"n": "ng", "ng": "n", "t": "c", "c": "t", "i": "y", "y": "i"}
NEW_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ", "ọe": "oẹ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}
TEEN = str.maketrans({"i": "j", "c": "k", "ă": "4", "â": "4", "á": "4", "o": "0", "ê": "3", "q": "w"})
KEYS = {"a": "s", "s": "a", "d": "f", "g": "h", "h": "g", "i": "u", "u": "i", "n": "m", "m": "n", "o": "p", "t": "r", "r": "t", "y": "t", "e": "w", "c": "v", "l": "k", "p": "o", "b": "v", "v": "b", "k": "l"}
TELEX = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}


def bare(text):
    """Typed without marks: Đặng is Dang."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def partly_bare(text, draw):
    """Some words with marks, some without."""
    words = text.split(" ")
    return " ".join(bare(word) if int(draw * 7 * (place + 1)) % 2 else word for place, word in enumerate(words))


def toneless(text):
    """The letters are right (ă, ê, ơ, đ), the tones are missing."""
    return unicodedata.normalize("NFC", "".join(letter for letter in unicodedata.normalize("NFD", text) if letter not in TONES))


def decomposed(text):
    """As a Mac or an old keyboard driver stores it: each mark a character of its own."""
    return unicodedata.normalize("NFD", text)


def icelandic(text):
    """Ð (U+00D0) for Đ: they look the same."""
    return text.replace("Đ", "Ð")


def modern_tones(text):
    """hoà and thuý for hòa and thúy: only where the syllable ends so."""
    for old, new in NEW_TONES.items():
        text = re.sub(rf"(?i:(?<!q)({old}))\b", lambda found, new=new: new.upper() if found[1].isupper() else new, text)
    return text


def hook_for_tilde(text):
    """hỏi and ngã confused, as in the south and the centre."""
    swap = {HOOK: TILDE, TILDE: HOOK}
    return unicodedata.normalize("NFC", "".join(swap.get(letter, letter) for letter in unicodedata.normalize("NFD", text)))


def misheard(text, draw):
    """One word written as it was heard."""
    words = text.split(" ")
    order = sorted(range(len(words)), key=lambda place: (place * 7 + int(draw * 11)) % (len(words) + 1))
    for place in order:
        heard = _other_start(words[place]) if draw * 10 % 1 < 0.75 else _other_end(words[place])
        if heard != words[place]:
            return " ".join([*words[:place], heard, *words[place + 1 :]])
    return hook_for_tilde(text)


def _other_start(word):
    low = word.lower()
    start = next((start for start in ("tr", "ch", "gi", "qu") if low.startswith(start)), low[:1])
    if start not in STARTS or start == "qu" or low[: len(start) + 1] in ("th", "nh", "ng", "ph", "kh"):
        return word
    heard = STARTS[start] + low[len(start) :]
    heard = heard.replace("gii", "gi")
    return heard.capitalize() if word[:1].isupper() else heard


def _other_end(word):
    low = word.lower()
    end = "ng" if low.endswith("ng") else low[-1:]
    if end not in ENDS or low.endswith("nh") or len(low) < 3 or (end == "y" and low[-2] in "aâu"):
        return word
    return word[: len(word) - len(end)] + ENDS[end]


def teencode(text):
    """As the young chat."""
    return text.lower().replace("ph", "f").replace("qu", "w").translate(TEEN)


def telex(text):
    """The Vietnamese keyboard was off: Hoàng is Hoangf, Đức is DDuwcs."""
    return " ".join(_keys(word) for word in text.split(" "))


def _keys(word):
    out, tone = [], ""
    for letter in unicodedata.normalize("NFD", word.replace("Đ", "DD").replace("đ", "dd")):
        if letter in TELEX:
            tone = TELEX[letter]
        elif letter in ("\u0306", "\u031b"):
            out.append("w")
        else:
            out.append(out[-1].lower() if letter == "\u0302" else letter)
    return "".join(out) + tone


def unreadable(text):
    """A program without Unicode put ? for every letter it did not know."""
    return LOST.sub("?", text)


def mistyped(text, draw):
    """One slip of a finger: a neighbouring key, two letters swapped, one left out, one twice."""
    at = 1 + int(draw * 1000) % max(len(text) - 2, 1)
    kind = int(draw * 100_000) % 4
    if len(text) < 4 or not (text[at].isalpha() and text[at - 1].isalpha()):
        return text
    if kind == 0:
        return text[:at] + KEYS.get(text[at], text[at]) + text[at + 1 :]
    if kind == 1:
        return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return text[:at] + text[at + 1 :] if kind == 2 else text[:at] + text[at] + text[at:]


def spaced(text, draw):
    """Two blanks between words, or one before or behind."""
    return (f" {text}", f"{text} ", text.replace(" ", "  ", 1), text.replace(" ", "\u00a0", 1))[int(draw * 4) % 4]


def other_case(text, draw):
    """ALL CAPS, no capitals, or Only the first one."""
    return (text.upper(), text.upper(), text.lower(), text.capitalize())[int(draw * 4) % 4]


def wrong_digit(text, draw):
    """One digit is not the one that was said."""
    at = 3 + int(draw * 1000) % max(len(text) - 3, 1)
    return text[:at] + str((int(text[at]) + 1 + int(draw * 7919) % 8) % 10) + text[at + 1 :] if text[at : at + 1].isdigit() else text


def swapped_digits(text, draw):
    """Two neighbours changed places."""
    at = 4 + int(draw * 1000) % max(len(text) - 5, 1)
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def missing_digit(text, draw):
    """One digit was not written."""
    at = 3 + int(draw * 1000) % max(len(text) - 3, 1)
    return text[:at] + text[at + 1 :]
