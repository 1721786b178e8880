"""What a customer has told goes back into the table of customers: the loop closes here."""
import numpy as np
import pandas as pd

from .. import tables, words

LEARNED = "learned"


def learn(customers, answers):
    """One row per customer, as before: the facts that her answers hold are written in, each with its date and source.

    ``customers``: customer_id and any other columns. ``answers``, one row per answer: customer_id, answered_on, field (the
    column that it fills, such as needs_group or want_invoice), value, and source if known. Each field has a column of
    its own, ``<field>_on`` with the day it was learned and, if answers have one, ``<field>_source``; they are added where
    they are missing. The newest answer wins and nothing older than what is known is written; what is known without a day is older
    than any answer, and what is known of the same day stays. Two answers of one day: the last by value. An empty answer teaches nothing.

    ``learned`` counts, per customer, the facts that are new or have another value now. Learning the same again
    counts 0, so that ``learned.sum()`` says what this round has brought. Nobody is lost or added.

    Raises ValueError when somebody answers who is not among the customers: identify first.
    """
    tables.require(customers, "customer_id", table_name="customers")
    tables.unique(customers, "customer_id", table_name="customers")
    found = customers.reset_index(drop=True)
    learned = np.zeros(len(found), dtype=int)
    newest = _newest(found, answers)
    place = pd.Index(found["customer_id"])
    for field, facts in newest.groupby("field", sort=True):
        found, changed = _write(found, str(field), facts, place.get_indexer(facts["customer_id"]))
        learned += changed
    return found.assign(**{LEARNED: learned})


def _newest(customers, answers):
    """The newest answer of each customer in each field; refuses who is unknown and fields that would overwrite other columns."""
    if not hasattr(answers, "columns") or len(answers):
        tables.require(answers, "customer_id", "answered_on", "field", table_name="answers")
    for column in ("customer_id", "answered_on", "field", "value"):
        if column not in answers:
            tables.require(answers, column, table_name="answers")
    unknown = ~answers["customer_id"].isin(customers["customer_id"]).to_numpy()
    if unknown.any():
        raise ValueError(words.t("customize.unknown_customer", customer=answers["customer_id"].iloc[[unknown.argmax()]].tolist()[0], count=int(unknown.sum())))
    reserved = [field for field in answers["field"].astype(str).unique() if field in ("customer_id", LEARNED) or field.endswith(("_on", "_source"))]
    if reserved:
        raise ValueError(words.t("customize.reserved_field", field=reserved[0]))
    given = answers[answers["value"].notna()].reset_index(drop=True)
    if not len(given):
        return given
    by_value = {"by_number": pd.to_numeric(given["value"], errors="coerce"), "by_text": given["value"].astype(str)}
    given = given.assign(answered_on=tables.dates(given, "answered_on", "answers"), **by_value)
    return given.sort_values(["answered_on", "by_number", "by_text"]).drop_duplicates(["customer_id", "field"], keep="last")


def _write(customers, field, facts, place):
    """The customers with this field filled in where the fact is newer than what is known, and 1 where its value is new."""
    known = customers[field] if field in customers else pd.Series(np.nan, index=customers.index, dtype=object)
    known_on = _days(customers, field)
    there = known_on.iloc[place]
    newer = there.isna().to_numpy() | (facts["answered_on"].to_numpy() > there.to_numpy())
    rows, values = place[newer], facts["value"].to_numpy(dtype=object)[newer]
    before = known.to_numpy(dtype=object)[rows]
    changed = np.zeros(len(customers), dtype=int)
    changed[rows] = [int(pd.isna(old) or old != new) for old, new in zip(before, values)]
    columns = {field: _filled(known, rows, values), f"{field}_on": _filled(known_on, rows, facts["answered_on"].to_numpy()[newer])}
    if "source" in facts:
        sources = customers.get(f"{field}_source", pd.Series(np.nan, index=customers.index, dtype=object))
        columns[f"{field}_source"] = _filled(sources, rows, facts["source"].to_numpy(dtype=object)[newer])
    return customers.assign(**columns), changed


def _days(customers, field):
    """The days on which a field was learned; none if it never was."""
    if f"{field}_on" not in customers:
        return pd.Series(pd.NaT, index=customers.index, dtype="datetime64[ns]")
    return pd.to_datetime(customers[f"{field}_on"], format="ISO8601")


def _filled(column, rows, values):
    """The column with these values in these rows, of its own type where they fit into it."""
    mixed = column.astype(object).to_numpy(dtype=object, copy=True)
    mixed[rows] = values
    filled = pd.Series(mixed, index=column.index, dtype=object)
    try:
        return filled.astype(column.dtype) if column.notna().any() else filled.infer_objects()
    except (TypeError, ValueError):
        return filled.infer_objects()
