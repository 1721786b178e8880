"""A table of customer records with every field written one way, beside what was typed."""
from typing import NamedTuple

from .. import tables, words
from . import addresses, codes, emails, letters, likeness, names, phones


class Field(NamedTuple):
    """How one field is read, and what the parts of the result are called as columns."""

    read: object
    columns: dict
    note: str
    dated: bool = False


FIELDS = {
    "name": Field(names.read_name, {"value": "name_read", "rest": "name_rest"}, "name_note"),
    "phone": Field(phones.read_phone, {"value": "phone_read", "others": "phone_others"}, "phone_note", dated=True),
    "email": Field(emails.read_email, {"value": "email_read", "key": "email_key"}, "email_note"),
    "address": Field(
        addresses.read_address,
        {"value": "address_read", "province": "province", "province_2025": "province_2025", "number": "address_number", "street": "address_street", "area": "address_area"},
        "address_note",
        dated=True,
    ),
    "birthday": Field(codes.read_birthday, {"value": "birthday_read"}, "birthday_note", dated=True),
    "id_number": Field(codes.read_id_number, {"value": "id_read"}, "id_note"),
    "tax_code": Field(codes.read_tax_code, {"value": "tax_read"}, "tax_note"),
    "account_no": Field(codes.read_account, {"value": "account_read"}, "account_note"),
}
UNREAD = ("unread", "no_letters", "check_digit")


def standardise(records, *, recorded_on="recorded_on", columns=None):
    """Records with each field written one way: one row per record, the typed columns untouched, the read ones beside them.

    Read columns: ``name_read`` and ``name_key`` (folded words in alphabetical order: what names are compared by), ``phone_read``, ``phone_others``,
    ``email_read``, ``email_key``, ``address_read``, ``province`` (of the 63 before July 2025), ``province_2025`` (of the 34), ``birthday_read``,
    ``id_read``, ``tax_read``, ``account_read``. Each field has a note, ``phone_note`` …, that says what was done; the readers
    ``read_phone`` … explain their notes. What cannot be read with certainty stays as it was typed; ``unread`` counts it.

    Parameters
    ----------
    records : table with record_id and at least one of name, phone, email, address, birthday, id_number, tax_code, account_no
    recorded_on : column with the day of the record; it decides what an old number meant. The table may lack it.
    columns : {field: column} for columns of another name, {"phone": "sdt"}

    Raises
    ------
    ValueError
        no record_id, no field to read, or two rows with one record_id

    Examples
    --------
    >>> import pandas as pd
    >>> records = pd.DataFrame({"record_id": ["R1"], "name": ["chị LAN"], "phone": ["+84 168 234 5678"]})
    >>> standardise(records)[["name_read", "phone_read", "phone_note"]].to_dict("records")
    [{'name_read': 'Lan', 'phone_read': '0382345678', 'phone_note': 'old_prefix'}]
    """
    found = check(records, FIELDS, columns)
    days = records[recorded_on] if recorded_on in records.columns else None
    table = records.copy()
    for field, column in found.items():
        table = table.assign(**_read(field, records[column], days))
    if "id_number" in found and "birthday" in found:
        table["id_note"] = _id_conflicts(table)
    return table


def check(records, known, columns):
    """{field: column} of a table of records; refuse one that cannot be read or linked."""
    columns = columns or {}
    if not hasattr(records, "columns"):
        tables.require(records, "record_id", table_name="records")
    strange = [field for field in columns if field not in known]
    if strange:
        raise ValueError(words.t("identify.no_such_field", field=strange[0], known=", ".join(known)))
    if len(records) or "record_id" not in records.columns:
        tables.require(records, "record_id", table_name="records")
    tables.unique(records, "record_id", table_name="records")
    absent = [column for column in columns.values() if column not in records.columns]
    if absent:
        tables.require(records, absent[0], table_name="records")
    found = {field: columns.get(field, field) for field in known if columns.get(field, field) in records.columns}
    if not found:
        raise ValueError(words.t("identify.nothing_to_read", known=", ".join(known), has=", ".join(map(str, records.columns)), example=_example(records, known)))
    return found


def _example(records, known):
    """{"phone": "sdt"}, if a column is called so."""
    also = {_plain(name): name for name in map(str, records.columns)}
    guessed = {field: also[name] for field in known for name in tables.ALSO_CALLED.get(field, ()) if name in also}
    return str(guessed or {"phone": "sdt"}).replace("'", '"')


def _plain(name):
    return letters.fold(name).strip().replace(" ", "_")


def _read(field, typed, days):
    """The columns of one field."""
    rule = FIELDS[field]
    read = rule.read(typed, recorded_on=days) if rule.dated else rule.read(typed)
    found = {column: read[part] for part, column in rule.columns.items()} | {rule.note: read["note"]}
    if field == "name":
        keys = letters.table(read["value"], likeness.name_key, likeness.Key, letters.as_column(read["note"], typed.index))
        found["name_key"] = keys["key"]
    return found


def _id_conflicts(table):
    """The notes on identity numbers, with those marked that contradict the birthday."""
    years = table["birthday_read"].where(~table["birthday_note"].isin(["unread", "no_year"])).str[:4]
    again = codes.read_id_number(table["id_read"].where(~table["id_note"].isin(UNREAD)), birth_year=years)
    return table["id_note"].where(again["note"] != "conflict", "conflict")


def unread(standardised):
    """What was read: one row per field, with the number of records, of filled cells, and of those read, ambiguous and unread.

    Examples
    --------
    >>> import pandas as pd
    >>> unread(standardise(pd.DataFrame({"record_id": [1, 2, 3], "phone": ["0912345678", "0838251234", None]}))).to_dict("records")
    [{'field': 'phone', 'records': 3, 'filled': 2, 'read': 1, 'ambiguous': 1, 'unread': 0}]
    """
    import pandas as pd

    rows = []
    for field, rule in FIELDS.items():
        if rule.note not in standardised.columns:
            continue
        filled = int(standardised[rule.columns["value"]].notna().sum())
        notes = standardised[rule.note]
        doubtful, failed = int((notes == "ambiguous").sum()), int(notes.isin(UNREAD).sum())
        rows.append((field, len(standardised), filled, filled - doubtful - failed, doubtful, failed))
    if not rows:
        raise ValueError(words.t("identify.not_standardised"))
    return pd.DataFrame(rows, columns=["field", "records", "filled", "read", "ambiguous", "unread"])
