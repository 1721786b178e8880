"""From records to customers: which customer a row belongs to, and one row per customer that keeps the best of all records."""
import pandas as pd

from .. import tables, words
from . import letters
from .inventory import completeness
from .names import SURNAMES
from .standardise import FIELDS, UNREAD, standardise

LASTING = ("birthday", "id_number", "tax_code", "account_no")  # these do not change: believe what most records say
DOUBTFUL = ("ambiguous", "conflict")


def assign(table, links):
    """The same rows with customer_id in place of record_id: orders, contacts or feedback of records become those of customers.

    ``links`` (record_id, customer_id) comes from ``link``. Rows stay as many and in the order they were, so that no money is
    lost or made; a row whose record has no link is refused, because its customer would silently disappear.
    """
    tables.require(table, "record_id", table_name="table")
    tables.require(links, "record_id", "customer_id", table_name="links")
    tables.unique(links, "record_id", table_name="links")
    place = pd.Index(links["record_id"]).get_indexer(table["record_id"])
    if (place < 0).any():
        first = table["record_id"].iloc[[(place < 0).argmax()]].tolist()[0]
        raise ValueError(words.t("identify.not_linked", count=int((place < 0).sum()), first=first))
    named = table.drop(columns="customer_id", errors="ignore").rename(columns={"record_id": "customer_id"})
    return named.assign(customer_id=links["customer_id"].to_numpy()[place])


def customers(records, links):
    """One row per customer: the best value of each field, kind, records, sources, first_on, last_on and completeness.

    Nothing is invented: every value stands on one of the customer's own records, written the standard way. Which one:

    - what could be read before what can be read two ways, and that before what cannot be read;
    - name: the fullest (most words, then most of them with their marks, then the family name in front), then what most records say;
    - birthday, id number, tax code, account number, which last: the fullest, then what most records say; 1 January, which often
      stands for a day nobody knew, only when there is nothing else;
    - phone, e-mail, address, which change: the newest, an address with a house number before one without;
    - what is still equal: the newest, then the first in the alphabet. The order of rows does not matter.

    kind is "company" where a record names a firm or has a tax code, else "person"; sources are joined by +. Two people linked into
    one by mistake become one row here; the records stay as they are, so that it can be undone.
    """
    tables.require(records, "record_id", "source", "recorded_on", table_name="records")
    tables.unique(records, "record_id", table_name="records")
    read = standardise(records)
    cells = assign(records[["record_id", "source"]], links).assign(day=tables.dates(records, "recorded_on", "records").to_numpy())
    best = {field: _best(field, cells, read[rule.columns["value"]], read[rule.note]) for field, rule in FIELDS.items() if field in records}
    by = cells.groupby("customer_id")
    found = pd.DataFrame({"kind": _kinds(cells, read, best)} | best, index=sorted(cells["customer_id"].unique())).rename_axis("customer_id")
    found["records"] = by.size()
    found["sources"] = by["source"].agg(lambda names: " + ".join(sorted(set(names))))
    found["first_on"], found["last_on"] = by["day"].min(), by["day"].max()
    found = found.reset_index()
    return found.assign(completeness=completeness(found)["completeness"])


def _best(field, cells, values, notes):
    """The value each customer keeps of one field: the first when her values are put in order."""
    table = cells.assign(value=values.to_numpy(), read=2 - notes.isin(DOUBTFUL).to_numpy() - 2 * notes.isin(UNREAD).to_numpy()).dropna(subset="value")
    table["said"] = table.groupby(["customer_id", "value"])["day"].transform("size")
    merits = _merits(field, table["value"])
    best_first = ["read", *merits, *(["said"] if field in ("name", *LASTING) else []), "day"]
    table = table.assign(**merits).sort_values([*best_first, "value"], ascending=[False] * len(best_first) + [True], kind="stable")
    return table.drop_duplicates("customer_id").set_index("customer_id")["value"]


def _merits(field, values):
    """What makes one value of a field better than another, the weightiest first; more is better."""
    if field == "name":
        split = values.str.split()
        marked = split.map(lambda parts: sum(not part.isascii() for part in parts))
        return {"long": split.str.len(), "marked": marked, "ordered": split.map(lambda parts: letters.fold(parts[0]) in SURNAMES)}
    if field == "birthday":
        return {"long": values.str.len() - 7 * values.str.endswith("-01-01")}
    if field == "address":
        return {"number": values.str.contains(r"^\D{0,12}\d", regex=True)}
    return {"long": values.str.len()} if field in LASTING else {}


def _kinds(cells, read, best):
    """company for who names a firm or has a tax code."""
    firm = (read["name_note"] == "company").to_numpy() if "name_note" in read else False
    named = pd.Series(firm, index=cells["customer_id"].to_numpy()).groupby(level=0).any()
    taxed = named.index.isin(best["tax_code"].index) if "tax_code" in best else False
    return (named | taxed).map({True: "company", False: "person"})
