"""The letters of cells and headers: composed, without what cannot be seen, and names in their simple form."""
import re
import unicodedata

_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_JOINERS = re.compile("(?<![\u2190-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u2190-\U0010ffff])")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPECIAL = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ₫\u1ea0-\u1ef9]")
_UNIT = re.compile(r"\((?:[^()]*)\)|\[[^\[\]]*\]")


def clean(text):
    """A cell as it is meant: letters composed (NFC), nothing invisible, ordinary spaces, none around it; emoji stay whole."""
    if text.isascii():
        return _ODD.sub("", text).strip()
    text = _JOINERS.sub("", _UNSEEN.sub("", text)) if not text.isalpha() else text
    return _ODD.sub("", unicodedata.normalize("NFC", _SPACES.sub(" ", text))).strip()


def clean_column(values):
    """A column of texts, each cleaned; each distinct text once."""
    import pandas as pd

    codes, distinct = pd.factorize(values)
    cleaned = [clean(text) for text in distinct.to_numpy(dtype=object).tolist()]
    return pd.Series(pd.array(cleaned, dtype="str").take(codes), index=values.index)


def is_clean(text):
    """Whether no cell of a whole file needs cleaning, apart from spaces around it."""
    return not _SPECIAL.search(text) and (text.isascii() or unicodedata.is_normalized("NFC", text))


def simple(name):
    """The simple form of a name: "Ngày mua (VNĐ)" is ngay_mua; "CustomerID" and "Customer ID" are customer_id and customerid."""
    plain = unicodedata.normalize("NFD", clean(_UNIT.sub(" ", str(name)) or str(name)).lower().replace("đ", "d"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9/]+", "_", bare).strip("_")


def is_vietnamese(names):
    """Whether one of the names is written with letters that only Vietnamese has."""
    return any(_VIETNAMESE.search(unicodedata.normalize("NFC", str(name))) for name in names)
