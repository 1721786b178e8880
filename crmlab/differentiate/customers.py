"""Who is a customer: the same people counted by different rules."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from .tiers import is_existing

RULES = ("on_file", "bought", "existing", "repeat", "recent")


def relations(records, orders, *, as_of, customer="customer_id", recorded="recorded_on", date="date"):
    """One row per customer known by that day: relation_days, purchases and days_since_purchase (NaN if she has bought nothing).

    The relationship begins with her first record or first order, whichever came first. Records and orders after ``as_of``
    have not happened yet. Rows are sorted by customer id.
    """
    tables.require(records, customer, recorded, table_name="records")
    tables.require(orders, customer, date, table_name="orders")
    day = tables.day(as_of, "as_of")
    seen = pd.DataFrame({customer: records[customer].to_numpy(), "on": tables.dates(records, recorded, "records")})
    bought = pd.DataFrame({customer: orders[customer].to_numpy(), "on": tables.dates(orders, date, "orders")})
    first = pd.concat([seen[seen["on"] <= day], bought[bought["on"] <= day]]).groupby(customer)["on"].min()
    purchases = bought[bought["on"] <= day].groupby(customer)["on"].agg(["size", "max"]).reindex(first.index)
    found = {"relation_days": (day - first).dt.days, "purchases": purchases["size"].fillna(0).astype(int)}
    return pd.DataFrame(found | {"days_since_purchase": (day - purchases["max"]).dt.days}).reset_index()


def is_customer(people, rule="existing", *, least_days=365, within_days=365):
    """Whether each person counts as a customer by a rule: one True or False per row of ``people``.

    ``people`` is the result of ``relations``. Rules: ``"on_file"`` everybody known; ``"bought"`` has bought at least once;
    ``"existing"`` known for more than ``least_days``, or has bought (``is_existing``); ``"repeat"`` has bought at least twice;
    ``"recent"`` has bought within the last ``within_days``. What a customer is differs from business to business, so a rule may also
    be your own function of the table that gives one True or False per row.
    """
    tables.require(people, "relation_days", "purchases", table_name="people")
    _guard.not_negative(least_days=least_days, within_days=within_days)
    if callable(rule):
        return pd.Series(np.asarray(rule(people), dtype=bool), index=people.index)
    _guard.choice("rule", rule, RULES)
    days, purchases = (tables.numbers(people, column, "people") for column in ("relation_days", "purchases"))
    found = {
        "on_file": lambda: np.ones(len(people), dtype=bool),
        "bought": lambda: purchases >= 1,
        "existing": lambda: is_existing(days, purchases, least_days),
        "repeat": lambda: purchases >= 2,
        "recent": lambda: (people["days_since_purchase"] <= within_days).to_numpy(),
    }[rule]()
    return pd.Series(found, index=people.index)


def customer_counts(people, rules=RULES, *, least_days=365, within_days=365):
    """One row per rule: how many of ``people`` are customers by it, and which share of all people on file."""
    counts = [int(is_customer(people, rule, least_days=least_days, within_days=within_days).sum()) for rule in rules]
    return pd.DataFrame({"rule": list(rules), "customers": counts, "share": np.array(counts) / len(people)})
