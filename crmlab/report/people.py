"""Whom an id stands for: nobody in particular ("Khách lẻ"), or a person whose name, telephone or address it is."""
import re

import pandas as pd

from . import columns

NOBODY = (
    "khachle", "khachlekhongten", "khachhangle", "khachmuale", "khachbanle", "khachlequay", "khachlethanhtoanngay", "khachvanglai", "khachhangvanglai", "vanglai", "nguoimuakhongcungcapthongtin",
    "nguoimuakhonglayhoadon", "walkin", "walkincustomer", "guest", "guestcustomer", "anonymous", "anonymouscustomer", "cashcustomer", "cashsale", "retailcustomer",
)  # fmt: skip
LONGEST = 60  # letters: a longer text is none of these
PHONE = r"(?:\+?84|0)[235789]\d{8,9}"
BARE_PHONE = r"[35789]\d{8}"  # a mobile number whose 0 was lost
MOSTLY = 0.8


def nobody(values):
    """Which of the values say that the customer is not known: "Khách lẻ", "walk-in", whatever their capitals and accents."""
    different = pd.Series(values.dropna().unique()).astype("str")
    different = different[~different.str.contains("[0-9]", regex=True)]
    meant = different[different.map(columns.simple).isin(NOBODY)]
    return values.isin(meant), sorted(map(str, meant))


def codes(ids, everybody):
    """Ids as a report may show them, and whether some of them had to be shortened.

    What is a telephone number keeps its last three figures, an e-mail address its first letter, a name its first letters; other ids stay as they are.
    Numbers of nine figures are telephone numbers where most ids of ``everybody`` look so.
    """
    bare = everybody.astype(str).str.fullmatch(BARE_PHONE)
    without_zero = len(bare) > 0 and bool(bare.mean() >= MOSTLY)
    shown = [_code(str(one), without_zero) for one in ids]
    return shown, shown != [str(one) for one in ids]


def _code(text, without_zero):
    figures = re.sub(r"[\s.\-()]", "", text)
    if re.search(rf"(?<!\d){PHONE}(?!\d)", figures) or (without_zero and re.fullmatch(BARE_PHONE, figures)):
        return "•••" + re.sub(r"\D", "", figures)[-3:]
    if "@" in text:
        return text[0] + "•••@"
    parts = text.split()
    named = [part for part in parts if part.isalpha()]
    if len(named) > 1 or (len(parts) == 1 and named and text != text.upper() and text != text.lower()) or any(letter > "\u00bf" for letter in "".join(named)):
        return re.sub(r"[^\W\d_]+", lambda found: found[0][0].upper() + ".", " ".join(parts))
    return text
