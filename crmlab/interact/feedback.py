"""Feedback: what customers complain about, how fast and how well it is mended, and whether they come back."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from .campaign import wilson

__all__ = ["complaints", "first_contact_resolution", "recovery", "service_desk"]


def complaints(feedback, *, as_of, again_within=90, customer="customer_id", by="topic"):
    """One row per topic, most complaints first: complaints, open, days (median to resolve), satisfied, again and compensation.

    Complaints up to ``as_of``; one resolved later, or never, is open. satisfied is the share among those who were asked
    afterwards (NaN if none); again the share of complaints that the same customer repeats, on the same topic, within
    ``again_within`` days: a complaint answered but not mended.
    """
    heard, today = _heard(feedback, as_of, customer, by)
    _guard.count(again_within=again_within)
    done = heard["resolved_on"].where(heard["resolved_on"] <= today)
    heard = heard.assign(days=(done - heard["date"]).dt.days, open=done.isna(), satisfied=heard["satisfied"].where(done.notna()))
    following = heard.sort_values([customer, by, "date"], kind="stable").groupby([customer, by])["date"].shift(-1)
    heard["again"] = ((following - heard["date"]).dt.days <= again_within).astype(float)
    measures = {"open": ("open", "sum"), "days": ("days", "median"), "satisfied": ("satisfied", "mean"), "again": ("again", "mean")}
    found = heard.groupby(by).agg(complaints=("date", "size"), **measures, compensation=("compensation", "sum")).reset_index()
    return found.sort_values(["complaints", by], ascending=[False, True], ignore_index=True)


def _heard(feedback, as_of, customer, *columns):
    """The complaints up to as_of, their days as dates and their money as numbers (none given is 0)."""
    tables.require(feedback, customer, "date", "kind", *columns, table_name="feedback")
    today = tables.day(as_of, "as_of")
    missing = [column for column in ("resolved_on", "satisfied", "compensation") if column not in feedback]
    if missing:
        raise ValueError(words.t("interact.feedback_column", column=missing[0], has=", ".join(map(repr, feedback))))
    heard = feedback.assign(date=tables.dates(feedback, "date", "feedback"), resolved_on=pd.to_datetime(feedback["resolved_on"]))
    heard = heard[(heard["kind"] == "complaint") & (heard["date"] <= today)]
    if heard.empty:
        raise ValueError(words.t("interact.no_complaint", as_of=as_of))
    if (heard["resolved_on"] < heard["date"]).any():
        raise ValueError(words.t("interact.resolved_before", count=int((heard["resolved_on"] < heard["date"]).sum())))
    return heard.assign(compensation=heard["compensation"].fillna(0).astype(float), satisfied=heard["satisfied"].astype(float)), today


def recovery(feedback, orders, *, as_of, days=90, customer="customer_id"):
    """One row per outcome of a complaint (satisfied, not_satisfied, not_asked): complaints, came_back (a share), low and high.

    came_back: bought again within ``days`` after the complaint. Only complaints so old that those days are over by
    ``as_of``. Compare outcomes with care: whoever was satisfied may have been a better customer before.
    """
    heard, today = _heard(feedback, as_of, customer)
    _guard.count(days=days)
    tables.require(orders, customer, "date", table_name="orders")
    heard = heard[heard["date"] <= today - pd.Timedelta(days=days)].reset_index(drop=True)
    if heard.empty:
        raise ValueError(words.t("interact.no_complaint", as_of=as_of))
    bought = pd.DataFrame({customer: orders[customer].to_numpy(), "bought": tables.dates(orders, "date", "orders").to_numpy()})
    pairs = heard[[customer, "date"]].reset_index().merge(bought, on=customer)
    later = pairs[(pairs["bought"] > pairs["date"]) & (pairs["bought"] <= pairs["date"] + pd.Timedelta(days=days))]
    heard["back"] = heard.index.isin(later["index"])
    outcome = np.select([heard["satisfied"] == 1, heard["satisfied"] == 0], ["satisfied", "not_satisfied"], "not_asked")
    found = heard.groupby(outcome)["back"].agg(["size", "sum"])
    low, high = wilson(found["sum"].to_numpy(), found["size"].to_numpy())
    return pd.DataFrame({"outcome": found.index, "complaints": found["size"].to_numpy(), "came_back": (found["sum"] / found["size"]).to_numpy(), "low": low, "high": high})


def first_contact_resolution(latency, patience, skill=1):
    """The part of the cases that is settled at the first contact, when data take their time to arrive.

    F = k · e^(−d / m)

    Callers wait for an exponential time of mean m; whose data come later than that hang up and call again.

    Parameters
    ----------
    latency : minutes
        d, how long the data take to be in hand.
    patience : minutes
        m, how long a customer waits on average.
    skill : share, optional
        k, the part that is settled once the data are there.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the latency is negative, the patience is not positive, or the skill is no share.

    References
    ----------
    Textbook 2.4 (service improves when data are at hand in time). The form and numbers are our own.

    Examples
    --------
    >>> round(first_contact_resolution(2, 4, 0.9), 4)
    0.5459
    """
    _guard.not_negative(latency=latency)
    _guard.positive(patience=patience)
    _guard.share(skill=skill)
    return plain(numbers(skill) * np.exp(-numbers(latency) / numbers(patience)))


def service_desk(latencies, *, patience=4, skill=0.9, cases=2_000, most=10, seed=0):
    """One row per latency: first_contact (share settled at once), contacts (per case, on average) and given_up (a share).

    A simulation of ``cases`` for each latency: each call has its own patience; if the data are not there in time, or do not
    help, the customer calls again, ``most`` times altogether. All latencies meet the same customers, so they differ by the latency alone.
    """
    _guard.listed(latencies=latencies)
    _guard.not_negative(latencies=latencies)
    _guard.positive(patience=patience)
    _guard.share(skill=skill)
    _guard.count(cases=cases, most=most)
    rng = np.random.default_rng(seed)
    waits, helped = rng.exponential(patience, (cases, most)), rng.random((cases, most)) < skill
    rows = []
    for latency in latencies:
        settled = (waits >= latency) & helped
        done = settled.any(axis=1)
        calls = np.where(done, settled.argmax(axis=1) + 1, most)
        rows.append({"latency": latency, "first_contact": settled[:, 0].mean(), "contacts": calls.mean(), "given_up": 1 - done.mean()})
    return pd.DataFrame(rows)
