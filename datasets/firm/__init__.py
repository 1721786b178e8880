"""Mộc, a small chain of tea houses invented by crmlab: all its tables from one seed."""
import numpy as np
import pandas as pd

from . import dialogue, orders, people, records, service
from .draw import ids, stream

__all__ = ["firm"]
PEOPLE = ["person_id", "household_id", "kind", "name", "gender", "birthday", "phone", "email", "province", "needs_group", "willingness", "wallet"]


def firm(scale=1, seed=2026):
    """All tables of the firm by name; scale 1 is about 3,000 people and companies, the same seed the same tables."""
    who = people.everybody(round(3000 * scale), seed)
    typed = records.records(who, seed)
    first = np.full(len(who), 10**9)
    np.minimum.at(first, typed.person.to_numpy(), typed.day.to_numpy())
    habit = orders.habits(who, first, seed)
    sold = orders.orders(who, habit, typed, seed)
    said, leaves = service.feedback(sold, habit, seed)
    sold = sold[sold.day <= leaves[sold.person]].reset_index(drop=True)
    wallet = orders.wallets(who, sold, seed)
    allowed = dialogue.permissions(who, typed, seed)
    tables = {
        "sources": records.sources(typed, seed),
        "records": typed[["record_id", "source", "recorded_on", *records.FIELDS]],
        "truth": _truth(who, typed),
        "people": who.assign(wallet=wallet, gender=who.gender.where(who.gender != "", np.nan))[PEOPLE],
        "orders": _numbered(sold, "order_id", "D", typed)[["order_id", "record_id", "date", "channel", "product", "quantity", "amount", "direct_cost"]],
        "costs": _costs(who, sold, habit, typed, seed),
        "activities": service.activities(),
        "survey": _shuffled(_record_id(dialogue.survey(who, sold, typed, wallet, scale, seed), typed), seed, "survey rows"),
        "contacts": _contacts(who, habit, typed, allowed, scale, seed),
        "permissions": _record_id(allowed, typed),
        "feedback": _feedback(said, typed),
        "offers": dialogue.offers(),
        "trial": _shuffled(_record_id(dialogue.trial(who, sold, typed, scale, seed), typed), seed, "trial rows"),
    }
    return {f"moc_{name}": table for name, table in tables.items()}


def _record_id(table, typed):
    table = table.assign(record_id=typed.record_id.to_numpy()[table.record])
    return table[["record_id", *(name for name in table.columns if name not in ("record", "record_id", "person"))]]


def _numbered(table, name, letter, typed):
    return _record_id(table, typed).assign(**{name: ids(letter, np.arange(1, len(table) + 1), len(table))})


def _shuffled(table, seed, name):
    """In no order that would tell anything."""
    return table.iloc[stream(seed, name).permutation(len(table))].reset_index(drop=True)


def _truth(who, typed):
    owner = typed.person.to_numpy()
    return pd.DataFrame({"record_id": typed.record_id, "person_id": who.person_id.to_numpy()[owner], "household_id": who.household_id.to_numpy()[owner]})


def _costs(who, sold, habit, typed, seed):
    table = service.costs(who, sold, habit, typed, seed)
    table = _numbered(table.assign(date=service.dates(table.day)), "event_id", "K", typed)
    return table[["event_id", "record_id", "date", "activity", "quantity"]]


def _contacts(who, habit, typed, allowed, scale, seed):
    table = dialogue.contacts(who, habit, typed, allowed, scale, seed)
    table = _numbered(table.assign(date=service.dates(table.day)), "contact_id", "T", typed)
    return table[["contact_id", "record_id", "date", "channel", "direction", "purpose", "minutes", "answered"]]


def _feedback(said, typed):
    table = service.feedback_dates(said.sort_values("day", kind="stable", ignore_index=True))
    table = _numbered(table, "feedback_id", "F", typed)
    table = table.astype({"rating": "Int64", "satisfied": "Int64"})
    return table[["feedback_id", "record_id", "date", "kind", "topic", "rating", "resolved_on", "compensation", "satisfied"]]
