"""Whom we may contact, how often, and what one contact too many does.

Many customers do not want to talk to the firm. Without a permission there is no contact: no row in permissions means no.
"""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

__all__ = ["answer_chance", "fatigue", "may_contact"]

RECENT = (0, 1, 2, 3)  # contacts in the last days; the last class holds this many or more


def may_contact(contacts, permissions, *, as_of, customer="customer_id", channel="channel"):
    """One row per customer and channel: may (1 or 0), left (contacts left this month), preferred, and reason when not.

    A customer with several records may have said different things: the strictest counts (one "no" is no, the smallest
    number a month). left is that number less our own contacts (direction "out") of the calendar month up to ``as_of``;
    answering a customer who came to us uses nothing up. reason is "not_allowed", "limit_reached" or empty.
    """
    tables.require(permissions, customer, channel, "allowed", "preferred", "max_per_month", table_name="permissions")
    _guard.truths(allowed=permissions["allowed"], preferred=permissions["preferred"])
    _guard.not_negative(max_per_month=tables.numbers(permissions, "max_per_month", "permissions"))
    strictest = {"allowed": ("allowed", "min"), "preferred": ("preferred", "max"), "most": ("max_per_month", "min")}
    found = permissions.groupby([customer, channel]).agg(**strictest).reset_index()
    tables.require(contacts, customer, channel, "direction", "date", table_name="contacts")
    days, today = tables.dates(contacts, "date", "contacts"), tables.day(as_of, "as_of")
    ours = (contacts["direction"] == "out") & (days <= today) & (days >= today.replace(day=1).normalize())
    used = contacts[ours].groupby([customer, channel]).size().rename("used").reset_index()
    found = found.merge(used, on=[customer, channel], how="left").fillna({"used": 0})
    left = (found["most"] - found["used"]).clip(lower=0) * found["allowed"]
    reason = np.where(found["allowed"] == 0, "not_allowed", np.where(left < 1, "limit_reached", ""))
    may = (left >= 1).astype(int)
    columns = {"may": may, "left": left.astype(int), "preferred": found["preferred"] * found["allowed"], "reason": reason}
    return found[[customer, channel]].assign(**columns)


def _recent(contacts, as_of, days, customer):
    """Each contact of ours with how many of ours the customer had received in the days before it."""
    when = tables.dates(contacts, "date", "contacts")
    ours = contacts.assign(date=when)[(contacts["direction"] == "out") & (when <= as_of)].sort_values([customer, "date"], kind="stable", ignore_index=True)
    people, day = pd.factorize(ours[customer])[0], (ours["date"] - pd.Timestamp(0)).dt.days.to_numpy()
    key = people * 10**6 + day  # one increasing number line, customer after customer
    before = np.searchsorted(key, key) - np.searchsorted(key, key - days)
    return ours.assign(recent=before)


def fatigue(contacts, *, as_of, days=30, customer="customer_id"):
    """One row per class of recent contacts (0, 1, 2, 3 or more in the ``days`` before): contacts, answer_rate, low, high, usual.

    Our own contacts only (direction "out"). low and high are the 95 % interval (Wilson). usual is the answer rate that the
    same customers have over all our contacts with them: only the gap between answer_rate and usual is fatigue, since whoever is
    contacted often may be somebody who answers anyway.
    """
    from .campaign import wilson

    tables.require(contacts, customer, "date", "direction", "answered", table_name="contacts")
    _guard.truths(answered=contacts["answered"])
    _guard.count(days=days)
    ours = _recent(contacts, tables.day(as_of, "as_of"), days, customer)
    if ours.empty:
        raise ValueError(words.t("interact.no_contact_out", as_of=as_of))
    ours["usual"] = ours.groupby(customer)["answered"].transform("mean")
    ours["recent"] = ours["recent"].clip(upper=RECENT[-1])
    found = ours.groupby("recent").agg(contacts=("answered", "size"), answers=("answered", "sum"), usual=("usual", "mean")).reset_index()
    low, high = wilson(found["answers"].to_numpy(), found["contacts"].to_numpy())
    rate = found["answers"] / found["contacts"]
    return found[["recent", "contacts"]].assign(answer_rate=rate, low=low, high=high, usual=found["usual"])


def answer_chance(contacts, options, *, as_of, days=30, weight=5, customer="customer_id", channel="channel"):
    """One row per customer and channel of options, with chance: how likely the customer answers us there now.

    The customer's own answers in the channel are added to ``weight`` contacts at the rate of the whole channel (so two lucky calls
    are not 100 %), and what recent contacts have cost everybody (``fatigue``, never above 1) is taken off. A channel
    that we never used has no chance (NaN).
    """
    tables.require(options, customer, channel, table_name="options")
    _guard.not_negative(weight=weight)
    today = tables.day(as_of, "as_of")
    tired = fatigue(contacts, as_of=as_of, days=days, customer=customer)
    effect = (tired["answer_rate"] / tired["usual"]).fillna(1).to_numpy()
    effect = dict(zip(tired["recent"], np.minimum(effect / effect[0], 1)))
    ours = contacts.assign(date=tables.dates(contacts, "date", "contacts"))
    ours = ours[(ours["direction"] == "out") & (ours["date"] <= today)]
    rates = ours.groupby(channel)["answered"].mean().rename("rate")
    own = ours.groupby([customer, channel])["answered"].agg(answers="sum", contacts="size")
    recent = ours[ours["date"] > today - pd.Timedelta(days=days)].groupby(customer).size().clip(upper=RECENT[-1])
    found = options.merge(own, on=[customer, channel], how="left").merge(rates, on=channel, how="left").fillna({"answers": 0, "contacts": 0})
    factor = found[customer].map(recent).fillna(0).map(effect).fillna(min(effect.values()))
    chance = (found["answers"] + weight * found["rate"]) / (found["contacts"] + weight) * factor
    return options.reset_index(drop=True).assign(chance=chance.clip(upper=1))
