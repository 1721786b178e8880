"""By what two records are compared: per kind of column the prepared columns, the levels of agreement and the keys under which records meet.

Each level has a condition in SQL over ``{c}`` (the column), the share ``m`` of pairs of one person and the share ``u`` of pairs of two people that reach it, as
they are assumed before anything was learned, and whether rarity counts (``tf``: a rare value says more than a common one).
"""
from typing import NamedTuple

from . import codes, letters, likeness, phones
from .standardise import FIELDS, UNREAD


class Level(NamedTuple):
    """One level of agreement; its word is the key of its sentence in the catalogue."""

    word: str
    sql: str
    m: float
    u: float
    tf: str = ""
    learned: bool = True


_SAME_GIVEN = "(list_has_any({c}_marked_l, {c}_marked_r) or (({c}_untoned_l or {c}_untoned_r) and list_has_any({c}_givens_l, {c}_givens_r)))"
_INSIDE = "({c}_count_l > 1 and {c}_count_r > 1 and (list_has_all({c}_tokens_l, {c}_tokens_r) or list_has_all({c}_tokens_r, {c}_tokens_l)))"
_ONE_WORD = "({c}_count_l = 1 or {c}_count_r = 1)"
_SLIP = "damerau_levenshtein({c}_key_l, {c}_key_r) <= case when least(length({c}_key_l), length({c}_key_r)) >= 10 then 2 else 1 end"
LEVELS = {
    "name": [
        Level("identify.name_same", "{c}_words_l = {c}_words_r", 0.40, 0.0008, "key"),
        Level("identify.name_reordered", "{c}_ordered_l = {c}_ordered_r", 0.04, 0.0001, "key"),
        Level("identify.name_untoned", "{c}_key_l = {c}_key_r and ({c}_untoned_l or {c}_untoned_r)", 0.20, 0.0008, "key"),
        Level("identify.name_shorter", "{c}_key_l <> {c}_key_r and (" + _INSIDE + " and " + _SAME_GIVEN + " or (({c}_initials_l or {c}_initials_r) and {c}_short_l = {c}_short_r))", 0.14, 0.001, "given"),
        Level("identify.name_given", "{c}_key_l <> {c}_key_r and " + _ONE_WORD + " and " + _SAME_GIVEN, 0.10, 0.004, "given"),
        Level("identify.name_sounding", "{c}_soft_l = {c}_soft_r or ({c}_sound_l = {c}_sound_r and ({c}_key_l <> {c}_key_r or {c}_mended_l or {c}_mended_r))", 0.03, 0.0004),
        Level("identify.name_tones", "{c}_key_l = {c}_key_r", 0.004, 0.004, "", False),
        Level("identify.name_similar", _SLIP + " or " + _INSIDE + " or (" + _ONE_WORD + " and list_has_any({c}_sounds_l, {c}_sounds_r) and not list_has_any({c}_givens_l, {c}_givens_r))", 0.06, 0.003),
        Level("identify.name_different", "ELSE", 0.000015, 0.98, "", False),
    ],
    "phone": [
        Level("identify.phone_same", "list_has_any({c}_all_l, {c}_all_r)", 0.70, 0.0001, "value"),
        Level("identify.phone_close", "length({c}_value_l) >= 8 and length({c}_value_r) >= 8 and damerau_levenshtein({c}_value_l, {c}_value_r) = 1", 0.03, 0.00002),
        Level("identify.phone_different", "ELSE", 0.27, 0.9999),
    ],
    "email": [
        Level("identify.email_same", "{c}_value_l = {c}_value_r", 0.80, 0.0001, "value"),
        Level("identify.email_local", "{c}_local_l = {c}_local_r and length({c}_local_l) >= 6", 0.03, 0.0002),
        Level("identify.email_close", "length({c}_value_l) >= 10 and {c}_figures_l = {c}_figures_r and damerau_levenshtein({c}_value_l, {c}_value_r) <= 2", 0.03, 0.0001),
        Level("identify.email_different", "ELSE", 0.14, 0.9996),
    ],
    "address": [
        Level("identify.address_same", "{c}_place_l = {c}_place_r and coalesce({c}_province_l = {c}_province_r, true)", 0.55, 0.0001, "place"),
        Level("identify.address_close", "{c}_number_l = {c}_number_r and {c}_street_l is not null and {c}_street_r is not null and jaro_winkler_similarity({c}_street_l, {c}_street_r) >= 0.88", 0.08, 0.0001),
        Level("identify.address_street", "{c}_street_l = {c}_street_r and coalesce({c}_province_l = {c}_province_r, true)", 0.07, 0.006),
        Level("identify.address_province", "coalesce({c}_province_l = {c}_province_r, true)", 0.22, 0.30),
        Level("identify.address_different", "ELSE", 0.08, 0.69),
    ],
    "date": [
        Level("identify.date_same", "{c}_value_l = {c}_value_r and length({c}_value_l) = 10", 0.75, 0.0003, "value"),
        Level("identify.date_partly", "(length({c}_value_l) = 4 or length({c}_value_r) = 4) and {c}_value_l[1:4] = {c}_value_r[1:4] or ({c}_value_l[1:2] = '--' or {c}_value_r[1:2] = '--') and {c}_value_l[-5:] = {c}_value_r[-5:]", 0.10, 0.004),
        Level("identify.date_swapped", "{c}_swapped_l = {c}_value_r", 0.03, 0.0003),
        Level("identify.date_close", "length({c}_value_l) = 10 and length({c}_value_r) = 10 and damerau_levenshtein({c}_value_l, {c}_value_r) = 1", 0.06, 0.002),
        Level("identify.date_different", "ELSE", 0.06, 0.993),
    ],
    "code": [
        Level("identify.code_same", "{c}_value_l = {c}_value_r", 0.90, 0.00002, "value"),
        Level("identify.code_close", "length({c}_value_l) >= 6 and damerau_levenshtein({c}_value_l, {c}_value_r) = 1", 0.05, 0.0001),
        Level("identify.code_different", "ELSE", 0.05, 0.9998),
    ],
    "text": [
        Level("identify.text_same", "{c}_value_l = {c}_value_r", 0.80, 0.01, "value"),
        Level("identify.text_close", "jaro_winkler_similarity({c}_value_l, {c}_value_r) >= 0.92", 0.07, 0.01),
        Level("identify.text_similar", "jaro_winkler_similarity({c}_value_l, {c}_value_r) >= 0.8", 0.05, 0.04),
        Level("identify.text_different", "ELSE", 0.08, 0.94),
    ],
}  # fmt: skip
LEVELS |= {"id": LEVELS["code"], "tax": [LEVELS["code"][0], Level("identify.tax_branch", "{c}_value_l[1:10] = {c}_value_r[1:10]", 0.02, 0.0005), *LEVELS["code"][1:]]}
EMPTY = {  # where nothing can be said
    "name": "{c}_words_l is null or {c}_words_r is null",
    "address": "({c}_street_l is null and {c}_number_l is null) or ({c}_street_r is null and {c}_number_r is null)",
    "id": "{c}_value_l is null or {c}_value_r is null or length({c}_value_l) <> length({c}_value_r)",
}
EMPTY |= {kind: "{c}_value_l is null or {c}_value_r is null" for kind in LEVELS if kind not in EMPTY}
KIND_OF = {"name": "name", "phone": "phone", "email": "email", "address": "address", "birthday": "date", "id_number": "id", "tax_code": "tax", "account_no": "code"}
FIELD_OF = {kind: field for field, kind in KIND_OF.items()}


def read(field, kind, table, by_kind):
    """The parts of one field as its reader gives them: from the standardised columns, or read now for a table of any columns."""
    if not by_kind:
        rule = FIELDS[field]
        return {part: table[column] for part, column in rule.columns.items()} | {"note": table[rule.note]}
    if kind in ("text", "code"):
        return {"value": letters.as_column(table[field], table.index), "note": letters.as_column("", table.index)}
    found = FIELDS[FIELD_OF[kind]].read(table[field])
    return {part: found[part] for part in found}


def prepare(kind, found):
    """The columns of one field to compare by: {part: values}; what was not read counts only where it can still be compared."""
    make = {"name": _name, "phone": _phone, "email": _email, "address": _address, "date": _date, "code": _code, "id": _code, "tax": _tax, "text": _text}[kind]
    return {part: values if values.dtype in (bool, "int64") else values.astype("str") for part, values in make(found).items()}


def _known(values):
    """Empty texts as unknown."""
    return values.where(values.notna() & (values != ""))


def _name(found):
    index = found["value"].index
    found = letters.table(found["value"], _parts, likeness.Parts, letters.as_column(found["note"], index), letters.as_column(found["rest"], index))
    found = found.where(found["words"] != "")
    lists = {f"{part}_list": found[part].str.join(" ") for part in ("tokens", "givens", "marked", "sounds")}
    texts = {part: found[part] for part in ("words", "ordered", "key", "short", "sound", "soft")}
    flags = {part: found[part].eq(True) for part in ("initials", "untoned", "mended")}
    return texts | lists | flags | {"given": found["givens"].str[0], "count": found["tokens"].str.len().fillna(0).astype("int64")}


def _parts(value, note, rest):
    return likeness.parts(value, note, rest) or likeness.Parts("", "", "", (), (), (), (), "", "", "", False, False, False)


class Phones(NamedTuple):
    """The numbers by which a telephone cell can be met: as read, also as the landline it may have been."""

    value: str
    all: str


def _phone(found):
    index = found["value"].index
    read_phones = letters.table(found["value"], _phones, Phones, letters.as_column(found["note"], index), letters.as_column(found["others"], index))
    return {"value": _known(read_phones["value"]), "all_list": _known(read_phones["all"])}


def _phones(value, note, others):
    digits = "".join(letter for letter in value if letter.isdecimal())
    if len(digits) < 7 or len(set(digits)) < 3:
        return Phones("", "")
    further = [phones.old_landline(digits)] if note == "ambiguous" else []
    further += [number for number in others.split("; ") if len(number) >= 8]
    return Phones(digits, " ".join([digits, *filter(None, further)]))


def _email(found):
    unread = found["value"].str.lower().where(found["value"].str.contains("mail|yahoo", regex=True).eq(True))
    key = _known(_known(found["key"]).fillna(unread))
    return {"value": key, "local": key.str.split("@").str[0], "figures": key.str.replace(r"[^0-9]", "", regex=True)}


def _address(found):
    number, street, province = (_known(found[part]) for part in ("number", "street", "province_2025"))
    return {"number": number, "street": street, "province": province, "place": number + " " + street}


def _date(found):
    value = found["value"].where(~found["note"].isin(UNREAD), found["value"].map(codes.month_first, na_action="ignore"))
    return {"value": value, "swapped": value.where(value.str.len() == 10).str.replace(r"(....)-(..)-(..)", r"\1-\3-\2", regex=True)}


def _code(found):
    return {"value": _known(found["value"].map(_bare, na_action="ignore"))}


def _tax(found):
    return {"value": _code(found)["value"]}


def _bare(code):
    """The digits of a code, if they are most of it; else its letters and digits."""
    digits = "".join(letter for letter in code if letter.isdecimal())
    return digits if len(digits) >= 6 else "".join(letter for letter in code.upper() if letter.isalnum())


def _text(found):
    return {"value": _known(found["value"].map(letters.fold, na_action="ignore").str.split().str.join(" "))}


def meeting_keys(kinds):
    """SQL expressions of keys, for fields c0, c1 … of these kinds: records that share the value of one are compared."""
    alone = {
        "name": ["{c}_key", "{c}_sound"], "phone": ["unnest({c}_all)", "left({c}_value, length({c}_value) - 2)"], "email": ["{c}_value", "{c}_local"],
        "address": ["{c}_place || '|' || {c}_province", "{c}_place"], "tax": ["left({c}_value, 10)"],
    }  # fmt: skip
    keys = [key.format(c=f"c{place}") for place, kind in enumerate(kinds) for key in alone.get(kind, ["{c}_value"])]
    texts = [f"c{place}_value" for place, kind in enumerate(kinds) if kind in ("text", "date")] if "text" in kinds else []
    keys += [f"{one} || '|' || {other}" for place, one in enumerate(texts) for other in texts[place + 1 :]]
    if "name" in kinds:
        name = f"c{kinds.index('name')}"
        beside = {"phone": ["right({c}_value, 5)"], "address": ["{c}_street"], "date": ["{c}_value"], "email": ["left({c}_local, 5)"]}
        keys += [f"unnest({name}_givens) || '|' || {part.format(c=f'c{place}')}" for place, kind in enumerate(kinds) for part in beside.get(kind, ())]
        keys += [f"{name}_key || '|' || c{place}_province" for place, kind in enumerate(kinds) if kind == "address"]
    return keys
