"""From several systems to one row per customer; what no system holds stays unknown (NaN)."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

SYSTEMS = ("orders", "contacts", "permissions", "survey", "feedback")
NEEDS = {"orders": ("date", "amount"), "contacts": ("date", "direction"), "permissions": ("channel", "allowed"), "survey": (), "feedback": ("kind",)}
COLUMNS = (
    "name", "records", "orders", "revenue", "contribution_margin", "first_on", "last_on", "days_since", "contacts_in", "contacts_out", "answered_share",
    "allowed", "wallet", "attitude", "complaints", "rating", "systems",
)  # fmt: skip

COUNTED = ("orders", "revenue", "contribution_margin", "contacts_in", "contacts_out", "complaints")  # of every customer: no row is 0

WHOLE = ("records", "orders", "contacts_in", "contacts_out", "complaints")


def unify(*, as_of, customers=None, links=None, orders=None, contacts=None, permissions=None, survey=None, feedback=None):
    """One row per customer: what all systems together know of her on the day ``as_of``.

    Each table names the customer by ``customer_id``, or by ``record_id`` with ``links`` (the result of identification); rows of a
    record that is linked to nobody are left out, and ``match_rates`` counts them. ``customers`` and ``links`` add those who are in no
    other table. What happened after ``as_of`` does not count. The columns are always the same:

    - name (from ``customers``); records (how many of them ``links`` joins); systems, those that hold a row of hers, joined by +
    - orders, revenue, contribution_margin (amount − direct_cost), first_on, last_on, days_since (days without an order)
    - contacts_in (she came to us), contacts_out (we to her), answered_share (of ours that she answered)
    - allowed: the channels she permits, joined by +; empty where she permits none. Who said both yes and no said no.
    - wallet, attitude (the newest answer); complaints, rating (the mean of the stars)

    A customer without a row has 0 orders, revenue, contacts and complaints: those systems note everybody. A permission, a wallet, an attitude
    that nobody asked for is unknown (NaN), and so is every column of a system that was not given.

    Raises ValueError if no table is given, a column is missing, ``customers`` names a customer twice or ``links`` a record twice.
    """
    today, given = tables.day(as_of, "as_of"), dict(zip(SYSTEMS, (orders, contacts, permissions, survey, feedback)))
    named = {name: _until(_of_customers(table, name, links), name, today) for name, table in given.items() if table is not None}
    ids = _everybody(customers, links, named)
    found = pd.DataFrame(index=ids).reindex(columns=[*COLUMNS])
    found[["first_on", "last_on"]] = pd.NaT
    found = found.astype({"name": object, "allowed": object, "systems": object} | dict.fromkeys(("first_on", "last_on"), "datetime64[ns]"))
    for told in (_names(customers), _records(links), *(_TELLS[name](table) for name, table in named.items())):
        for column in told:
            known = told[column].reindex(ids)
            found[column] = known.fillna(0) if column in COUNTED else known
            if column in WHOLE and found[column].notna().all():
                found[column] = found[column].astype("int64")
    found["days_since"] = (today - found["last_on"]).dt.days
    held = [np.where(ids.isin(table["customer_id"]), name, "") for name, table in named.items()]
    found["systems"] = [" + ".join(filter(None, one)) for one in zip(*held)] if held else ""
    return found.rename_axis("customer_id").reset_index()


def match_rates(links, **systems):
    """One row per system: rows, matched (rows whose record is linked), match_rate, records, customers, duplicates and reach.

    ``systems`` are tables by name with record_id, ``match_rates(links, orders=orders, survey=survey)``. duplicates are the linked
    records beyond the first of each customer: so often would this system take one person for two. reach is the share of all
    customers of ``links`` of whom the system holds anything.
    """
    _links(links)
    if not systems:
        raise ValueError(words.t("profile.no_system", given="links"))
    everybody, rows = links["customer_id"].nunique(), []
    for name, table in systems.items():
        tables.require(table, "record_id", table_name=name)
        whose = _whose(table["record_id"], links)
        known = table["record_id"][whose.notna().to_numpy()]
        customers = whose.nunique()
        counts = {"rows": len(table), "matched": len(known), "match_rate": len(known) / len(table), "records": table["record_id"].nunique(), "customers": customers}
        rows.append({"system": name} | counts | {"duplicates": known.nunique() - customers, "reach": customers / everybody})
    return pd.DataFrame(rows)


def _links(links):
    tables.require(links, "record_id", "customer_id", table_name="links")
    tables.unique(links, "record_id", table_name="links")


def _whose(records, links):
    """The customer of each record, NaN where it is linked to nobody."""
    return pd.Series(links["customer_id"].to_numpy(), index=links["record_id"].to_numpy()).reindex(records)


def _of_customers(table, name, links):
    """The rows of a system with customer_id; those of nobody left out."""
    if hasattr(table, "columns") and "customer_id" not in table.columns and "record_id" in table.columns and links is not None:
        _links(links)
        tables.require(table, "record_id", *NEEDS[name], table_name=name)
        table = table.assign(customer_id=_whose(table["record_id"], links).to_numpy()).dropna(subset="customer_id")
        if table.empty:
            raise ValueError(words.t("profile.no_match", system=name))
    tables.require(table, "customer_id", *NEEDS[name], table_name=name)
    return table


def _until(table, name, today):
    """Without what happened after today."""
    column = "date" if "date" in table else "answered_on" if "answered_on" in table else None
    if column is None:
        return table
    days = tables.dates(table, column, name)
    return table.assign(**{column: days})[(days <= today).to_numpy()]


def _everybody(customers, links, named):
    """The customers of all tables, sorted."""
    if customers is not None:
        tables.require(customers, "customer_id", table_name="customers")
        tables.unique(customers, "customer_id", table_name="customers")
    if links is not None:
        _links(links)
    held = [table["customer_id"] for table in (customers, links, *named.values()) if table is not None]
    if not held:
        raise ValueError(words.t("profile.no_system", given="as_of"))
    return pd.Index(pd.unique(pd.concat(held))).sort_values()


def _names(customers):
    return pd.DataFrame() if customers is None or "name" not in customers else customers.set_index("customer_id")[["name"]]


def _records(links):
    return pd.DataFrame() if links is None else links.groupby("customer_id").size().to_frame("records")


def _of_orders(orders):
    money = orders.assign(amount=tables.numbers(orders, "amount", "orders"))
    found = {"orders": ("amount", "size"), "revenue": ("amount", "sum"), "first_on": ("date", "min"), "last_on": ("date", "max")}
    if "direct_cost" in orders:
        money["left"] = money["amount"] - tables.numbers(orders, "direct_cost", "orders")
        found["contribution_margin"] = ("left", "sum")
    return money.groupby("customer_id").agg(**found)


def _of_contacts(contacts):
    by = contacts.groupby(["customer_id", "direction"]).size().unstack(fill_value=0).reindex(columns=["in", "out"], fill_value=0)
    found = by.set_axis(["contacts_in", "contacts_out"], axis=1)
    if "answered" in contacts:
        _guard.truths(answered=contacts["answered"])
        found["answered_share"] = contacts[contacts["direction"] == "out"].groupby("customer_id")["answered"].mean()
    return found


def _of_permissions(permissions):
    _guard.truths(allowed=permissions["allowed"])
    said = permissions.groupby(["customer_id", "channel"])["allowed"].min().reset_index()
    channels = said[said["allowed"] == 1].groupby("customer_id")["channel"].agg(" + ".join)
    return channels.reindex(said["customer_id"].unique(), fill_value="").to_frame("allowed")


def _of_survey(survey):
    asked = [column for column in ("wallet", "attitude") if column in survey]
    if not asked:
        tables.require(survey, "wallet", table_name="survey")
    table = survey.sort_values("answered_on", kind="stable") if "answered_on" in survey else survey
    return table.groupby("customer_id")[asked].last()


def _of_feedback(feedback):
    found = (feedback["kind"] == "complaint").groupby(feedback["customer_id"]).sum().to_frame("complaints")
    return found.assign(rating=feedback.groupby("customer_id")["rating"].mean()) if "rating" in feedback else found


_TELLS = {"orders": _of_orders, "contacts": _of_contacts, "permissions": _of_permissions, "survey": _of_survey, "feedback": _of_feedback}
