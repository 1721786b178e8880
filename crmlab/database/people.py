"""The textbook's three kinds of people, as of a day: active customers, inactive ones, prospects."""
from .. import tables
from . import activity


def active_customers(database, *, as_of, silent_days=None, times=None):
    """One row per active customer: who she is, her dealings up to as_of, our contacts with her.

    See ``CustomerDatabase.active_customers``.
    """
    found = _status(database, as_of, silent_days, times)
    found = found[found["status"] == "active"].drop(columns=["status", "limit"])
    return _with_contacts(database, _with_identity(database, found), as_of)


def inactive_customers(database, *, as_of=None, silent_days=None, times=None):
    """One row per inactive customer; see ``CustomerDatabase.inactive_customers``."""
    recorded = database.relation("inactive").df().drop(columns="acquisition_channel")
    won = database.relation("inactive").df()[["customer_id", "acquisition_channel"]]
    if as_of is None:
        found = recorded
    else:
        day = tables.day(as_of, "as_of")
        status = _status(database, as_of, silent_days, times)
        silent = status[status["status"] == "inactive"]
        found = silent[["customer_id", "first", "last", "pattern"]].rename(columns={"first": "active_from", "last": "active_until"})
        found = _completed(found, recorded[recorded["active_until"] <= day], set(status.loc[status["status"] == "active", "customer_id"]))
    found = _with_identity(database, found).merge(won, on="customer_id", how="left", suffixes=("_customer", ""))
    if "acquisition_channel_customer" in found:
        found["acquisition_channel"] = found["acquisition_channel"].fillna(found.pop("acquisition_channel_customer"))
    found["active_days"] = (found["active_until"] - found["active_from"]).dt.days
    first = ["customer_id", "name", "acquisition_channel", "active_from", "active_until", "active_days", "pattern", "exit_reason"]
    first = [column for column in first if column in found]
    return found[first + [column for column in found if column not in first]].sort_values("customer_id", ignore_index=True)


def prospects(database, *, as_of=None):
    """One row per prospect who had been found and had not become a customer by as_of; see ``CustomerDatabase.prospects``."""
    found = database.relation("prospects").df()
    if as_of is None:
        return _filled(found[found["customer_id"].isna()])
    day = tables.day(as_of, "as_of").normalize()
    orders = database.relation("orders").project("customer_id, date").df()
    bought = set(orders.loc[orders["date"].dt.normalize() <= day, "customer_id"])
    return _filled(found[~(found["found_on"] > day) & ~found["customer_id"].isin(bought)])


def _filled(found):
    """The rows as a table of their own, without the columns that are empty in all of them."""
    return (found.loc[:, found.notna().any()] if len(found) else found).reset_index(drop=True)


def _status(database, as_of, silent_days, times):
    """Everybody who had bought by then, active or inactive; who is recorded as having left and has not bought since is inactive."""
    orders = database.relation("orders").project("customer_id, date").df()
    erased = database.relation("customers").filter("kind = 'erased'").project("customer_id").df()["customer_id"]
    rule = {"times": 3} if silent_days is None and times is None else {"silent_days": silent_days, "times": times}
    found = activity.who_is(orders[~orders["customer_id"].isin(erased)], as_of=as_of, **rule)
    left = database.relation("inactive").project("customer_id, active_until").df().set_index("customer_id")["active_until"]
    left = left[left <= tables.day(as_of, "as_of")].reindex(found["customer_id"])
    return found.assign(status=found["status"].mask(left.to_numpy() >= found["last"].to_numpy(), "inactive"))


def _completed(silent, recorded, active):
    """What is recorded about those who left, before what their silence says."""
    recorded = recorded[~recorded["customer_id"].isin(active)].set_index("customer_id")
    return recorded.combine_first(silent.set_index("customer_id")).rename_axis("customer_id").reset_index()


def _with_identity(database, found):
    """The columns of customers beside."""
    customers = database.table("customers")
    return customers.merge(found, on="customer_id", how="inner", suffixes=("", "_left"))


def _with_contacts(database, found, as_of):
    """How often, and when last, we and she were in contact."""
    contacts = database.relation("contacts").project("customer_id, date").df()
    until = contacts[contacts["date"].dt.normalize() <= tables.day(as_of, "as_of").normalize()].groupby("customer_id")["date"]
    counts, last = (each.reindex(found["customer_id"]) for each in (until.size(), until.max()))
    return found.assign(contacts=counts.fillna(0).to_numpy(dtype=int), last_contact=last.dt.normalize().to_numpy())
