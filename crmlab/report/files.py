"""Orders, records and spending from text files, Excel files and export folders, read by the room of imports."""
import dataclasses
import unicodedata

import numpy as np

from .. import imports, words
from . import columns, people
from .showing import count_of

OURS = {"customer": "customer_id", "date": "date", "amount": "amount", "order": "order_id", "name": "name"}
IN_PARTS = {"price": "amount", "quantity": "items"}  # read as money and as a count; their product is the amount
ELSEWHERE = "wallet"
BETTER_HERE = ("imports.note_nobody", "imports.note_by_name")  # what the report counts itself, after cleaning


def file(path, sheet, given, competitors):
    """The lines of a text or Excel file; what is known about them, how they were read, and what is spent elsewhere."""
    raw = imports.read(path, sheet=sheet or None)
    names = list(raw.cells.columns)
    beside = columns.competitors(competitors, names)
    mapping = imports.detect(raw) if not beside and not any(given.values()) and _known_system(raw) else None
    if mapping is not None:
        return _converted(imports.convert(raw, mapping), raw, _reading(raw, mapping, f"{mapping.system}, {mapping.module}"), None)
    found = columns.find([name for name in names if name != beside], **given)
    chosen = {OURS[ours]: theirs for ours, theirs in found.items() if ours in OURS}
    if "amount" not in found:
        chosen |= {IN_PARTS[ours]: found[ours] for ours in IN_PARTS}
    mapping = imports.detect(raw, "orders", columns=chosen | ({ELSEWHERE: beside} if beside else {}))
    table = imports.convert(raw, dataclasses.replace(mapping, table="lines"))  # rows without a customer are counted here, not refused
    if "amount" not in found:
        table["amount"] = table["amount"] * table["items"]
    table, continued = _continued(table)
    reading = _reading(raw, mapping, columns.said(found), int(continued.sum()))
    elsewhere = _sums(table, ELSEWHERE) if beside else None
    return _converted(table, raw, reading, elsewhere, continued)


def folder(path):
    """The same from the folder of an export."""
    found = imports.folder(path)
    table = found.get("orders")
    if table is None or not len(table):
        raise ValueError(words.t("report.folder_orders", folder=path, there=", ".join(found) or "–"))
    used = {name: mapping for name, mapping in found.mappings.items() if mapping.table == "orders"}
    said = ", ".join(f"{name} ({mapping.system})" for name, mapping in used.items())
    noted = [str(note) for mapping in used.values() for note in mapping.assumed if note.key not in BETTER_HERE] + _without_id(table, used)
    noted += [words.t("report.note_skipped", names=", ".join(found.skipped))] if found.skipped else []
    table = _known(table)
    customers = found.get("customers")
    names = _same_names(customers) if customers is not None and "name" in customers else None
    reading = [(words.t("report.read_file"), f"{path.name}/"), (words.t("report.read_kind"), said)] + ([(words.t("report.read_noted"), "; ".join(noted))] if noted else [])
    return _lines(table), {"doubled": int(table.astype("str").duplicated().sum()), "same_names": names, "walk_in": table.attrs["walk_in"]}, reading, None


def _without_id(table, used):
    """How many orders have a name for an id, in words."""
    if "customer_name" in table:
        count = int((table["customer_id"] == table["customer_name"]).sum())
    else:
        count = len(table) if any(note.key == "imports.note_by_name" for mapping in used.values() for note in mapping.assumed) else 0
    return [words.t("report.note_by_name", count=count_of(count))] if count else []


def records(path):
    """Customer records, one row per record, with record_id: its row in the file where it has no number of its own."""
    if path.is_dir():
        table = imports.folder(path).get("customers")
    else:
        raw = imports.read(path)
        table = imports.convert(raw, dataclasses.replace(imports.detect(raw), table="lines"))  # a record may lack its name
    if table is None:
        raise ValueError(words.t("report.folder_customers", folder=path))
    table = table.replace("", None)
    if "record_id" not in table:
        table = table.assign(record_id=[f"R{place:07d}" for place in range(1, len(table) + 1)])
    return table


def spending(path):
    """One row per customer: customer_id and amount, added up."""
    raw = imports.read(path)
    found = columns.find(list(raw.cells.columns), needed=("customer", "amount"))
    mapping = imports.detect(raw, "survey", columns={"customer_id": found["customer"], ELSEWHERE: found["amount"]})
    return _sums(imports.convert(raw, dataclasses.replace(mapping, table="lines")), ELSEWHERE)


def _known_system(raw):
    """Whether a file is the export of a system whose columns are known."""
    try:
        mapping = imports.detect(raw)
    except ValueError:
        return False
    return mapping.system != "plain" and mapping.table == "orders"


def _converted(table, raw, reading, elsewhere, continued=None):
    table = _known(table)
    doubled = raw.cells.duplicated().to_numpy()
    if continued is not None and len(continued) == len(doubled):
        doubled = doubled & ~continued
    facts = {"doubled": int(doubled.sum()), "same_names": _same_names(table) if "name" in table else None, "walk_in": table.attrs["walk_in"], "cancelled": _cancelled(raw), "left_out": 0 if continued is None else len(continued) - len(table)}
    return _lines(table), facts, reading, elsewhere


def _known(table):
    """The table with ids as ids and days as days; who is "Khách lẻ" by id or name is no customer, and counted."""
    table = table.assign(customer_id=_identities(table["customer_id"]), date=table["date"].dt.normalize())
    found = [people.nobody(table[column].astype("str")) for column in ("customer_id", "name") if column in table]
    anybody = found[0][0] if len(found) == 1 else found[0][0] | found[1][0]
    table["customer_id"] = table["customer_id"].mask(anybody)
    table.attrs["walk_in"] = (int(anybody.sum()), ", ".join(sorted({name for _, names in found for name in names})))
    return table


def _continued(table):
    """The table with customer and date on every line of an order that gives them once, without its lines that hold nothing more; and which lines gave neither."""
    if "order_id" not in table:
        return table, np.zeros(len(table), dtype=bool)
    blank = table.assign(order_id=table["order_id"].replace("", None), customer_id=table["customer_id"].astype("str").str.strip().replace(["", "nan", "None"], None))
    bare = blank["customer_id"].isna() & blank["date"].isna() & blank["order_id"].notna()
    bare &= blank["order_id"].isin(blank.loc[~bare & blank["date"].notna(), "order_id"])
    bare = bare.to_numpy()
    if not bare.any():
        return table, bare
    firsts = blank[~bare].drop_duplicates("order_id").set_index("order_id")
    table = table.copy()
    for column in ("customer_id", "date"):
        table[column] = table[column].mask(bare, blank["order_id"].map(firsts[column]))
    return table[~(bare & table["amount"].isna())].reset_index(drop=True), bare


def _cancelled(raw):
    """(how many rows are said to be cancelled, the word for it, the column)."""
    column = columns.status(list(raw.cells.columns))
    values = raw.cells[column].astype("str") if column else None
    called = sorted(value for value in values.unique() if columns.simple(value) in columns.CANCELLED) if column else []
    return (int(values.isin(called).sum()), ", ".join(called), column) if called else (0, "", "")


def _lines(table):
    """The columns a report needs; an order without a number stands for itself."""
    lines = table[["customer_id", "date", "amount"]].copy()
    if "order_id" in table:
        own = table["order_id"].replace("", None)
        lines["order_id"] = own.where(own.notna(), [f"row {place}" for place in range(len(table))])
    return lines


def _identities(values):
    """Ids as text without spaces around them, whole numbers as numbers where all of them are; empty ones unknown."""
    text = values.astype("str").str.strip()
    text = text.mask(text.isin(["", "nan", "None"]))
    return text.astype("Int64") if text.dropna().str.fullmatch(r"[1-9]\d{0,17}").all() else text


def _sums(table, column):
    known = table.assign(customer_id=_identities(table["customer_id"])).dropna(subset=["customer_id", column])
    return known.groupby("customer_id", as_index=False)[column].sum().rename(columns={column: "amount"})


def _same_names(table):
    """How many names, but for capitals and spaces, belong to more than one customer."""
    simple = table["name"].astype("str").map(lambda name: " ".join(unicodedata.normalize("NFC", name).lower().split()))
    named = table.assign(simple=simple)[simple != ""]
    return int((named.groupby("simple")["customer_id"].nunique() > 1).sum())


def _reading(raw, mapping, said, continued=0):
    """How a file was read, as pairs of words: encoding, sign between cells, sheet, header; columns; what was assumed."""
    how = [raw.kind, raw.encoding, repr(raw.delimiter) if raw.delimiter else None, raw.sheet]
    pairs = [(words.t("report.read_file"), raw.path.name), (words.t("report.read_kind"), ", ".join(filter(None, how))), (words.t("report.read_columns"), said)]
    noted = list(dict.fromkeys(str(note) for note in (*raw.notes, *mapping.assumed) if note.key not in BETTER_HERE))
    noted += [words.t("report.note_continued", count=count_of(continued))] if continued else []
    return pairs + ([(words.t("report.read_noted"), "; ".join(noted))] if noted else [])
