"""What customers say and what serving them costs: feedback, the orders it loses, and cost-to-serve events."""
import numpy as np
import pandas as pd

from .draw import dates, place, stream, texts, whole
from .orders import END, booked

ACTIVITIES = {  # activity: (unit, cost of one)
    "delivery": ("trip", 22_000), "express": ("trip", 68_000), "call": ("call", 15_000), "visit": ("visit", 260_000),
    "return": ("return", 85_000), "reminder": ("reminder", 40_000), "invoice": ("invoice", 9_000),
}  # fmt: skip
KINDS = {"complaint": 38, "praise": 17, "suggestion": 10, "rating": 35}
TOPICS = ("late_delivery", "wrong_item", "quality", "staff", "invoice", "price", "other")
SHARE = 0.072  # pieces of feedback per order


def feedback(orders, habit, seed):
    """One row per piece of feedback, each after an order; and the day each person leaves for good because of it (or never)."""
    rng = stream(seed, "feedback")
    n = len(orders)
    hard = habit.hard.to_numpy()[orders.person.to_numpy()]
    said = orders[rng.random(n) < SHARE * (0.75 + 1.4 * hard)].reset_index(drop=True)
    n, hard = len(said), habit.hard.to_numpy()[said.person.to_numpy()]
    kind = texts(list(KINDS))[place(rng, list(KINDS.values()), n)]
    delivered = said.channel.to_numpy() != "shop"
    topic = np.where(delivered, texts(TOPICS)[place(rng, [34, 16, 16, 5, 9, 12, 8], n)], texts(TOPICS)[place(rng, [2, 9, 30, 27, 4, 16, 12], n)])
    when = np.minimum(said.day.to_numpy() + whole(rng, 0, 6, n), END)
    wrong = kind == "complaint"
    wait = np.floor(np.where(rng.random(n) < 0.62, 4 * rng.random(n), -16 * np.log(1 - rng.random(n)))).astype(int)
    resolved = np.where(wrong, when + wait, -1)
    resolved = np.where((resolved > END) | (rng.random(n) < 0.06), -1, resolved)
    late = wrong & ((resolved < 0) | (wait > 7))
    money = np.where(wrong & (resolved >= 0) & (rng.random(n) < 0.4), np.round(np.minimum(0.3 * said.amount.to_numpy(), 200_000) / 5000) * 5000, 0).astype(np.int64)
    pleased = rng.random(n) < np.where(late, 0.16, 0.84) + np.where(money > 0, 0.06, 0) - 0.1 * hard
    table = pd.DataFrame({"person": said.person, "record": said.record, "day": when, "kind": kind, "topic": topic, "compensation": money})
    table = table.assign(rating=_ratings(kind, pleased, rng), resolved=resolved, satisfied=np.where(wrong & (resolved >= 0), pleased.astype(float), np.nan))
    leaves = np.full(len(habit), END + 1)
    lost = wrong & ~pleased & (rng.random(n) < 0.4)
    np.minimum.at(leaves, said.person.to_numpy()[lost], when[lost] + 21)
    return table[table.day <= leaves[table.person]].reset_index(drop=True), leaves


def _ratings(kind, pleased, rng):
    """Most leave stars; a suggestion often none."""
    n = len(kind)
    low, high = np.array([{"complaint": (1, 3), "praise": (4, 5), "suggestion": (3, 4), "rating": (2, 5)}[name] for name in kind]).T
    stars = (low + rng.random(n) ** np.where(kind == "rating", 0.6, 1) * (high - low + 1)).astype(float).clip(1, 5)
    silent = rng.random(n) < np.where(kind == "suggestion", 0.7, np.where(kind == "complaint", 0.45, np.where(kind == "praise", 0.3, 0)))
    return np.where(silent, np.nan, np.floor(np.where((kind == "complaint") & pleased, np.maximum(stars, 2), stars)))


def costs(people, orders, habit, records, seed):
    """One row per cost-to-serve event: what an order sets going, and visits that no order explains."""
    rng = stream(seed, "costs")
    n, person = len(orders), orders.person.to_numpy()
    hard, channel = habit.hard.to_numpy()[person], orders.channel.to_numpy()
    company = people.kind.to_numpy()[person] == "company"
    sent = (channel != "shop") & (rng.random(n) < np.where(company, 0.97, 0.86))
    express = sent & (rng.random(n) < 0.02 + 0.75 * hard**1.5)
    events = [
        _events(orders, sent & ~express, "delivery", 1, 1, rng),
        _events(orders, express, "express", 1, 1 + (company * 3 * hard * rng.random(n)).astype(int), rng),
        _events(orders, (channel == "phone") | (rng.random(n) < 0.45 * hard), "call", -1, 1 + (4 * hard * rng.random(n)).astype(int), rng),
        _events(orders, rng.random(n) < 0.006 + 0.4 * hard**2, "return", 8, 1 + (company * 3 * hard * rng.random(n)).astype(int), rng),
        _events(orders, company & (rng.random(n) < 0.08 + 0.6 * hard**2), "reminder", 45, 1 + (4 * hard * rng.random(n)).astype(int), rng),
        _events(orders, rng.random(n) < np.where(company, 0.95, 0.04), "invoice", 2, 1, rng),
        _visits(people, orders, habit, records, rng),
    ]
    table = pd.concat(events, ignore_index=True)
    return table[(table.day <= END)].sort_values("day", kind="stable", ignore_index=True)


def _events(orders, mask, activity, wait, quantity, rng):
    n = int(mask.sum())
    later = (rng.random(n) * (abs(wait) + 1)).astype(int) if wait >= 0 else 0
    count = np.broadcast_to(quantity, len(orders))[mask]
    return pd.DataFrame({"person": orders.person[mask], "record": orders.record[mask], "day": orders.day[mask] + later, "activity": activity, "quantity": count})


def _visits(people, orders, habit, records, rng):
    """The salespeople drive to companies, and most to those who ask loudest."""
    first = orders.groupby("person").day.agg(["min", "max"])
    first = first[people.kind.to_numpy()[first.index] == "company"]
    hard, large = habit.hard.to_numpy()[first.index], np.minimum(habit["size"].to_numpy()[first.index] / 3.5, 2.5)
    span = (first["max"] - first["min"] + 60).to_numpy()
    count = np.floor(span / 365 * (1 + 15 * hard) * large + rng.random(len(first))).astype(int)
    person = np.repeat(first.index.to_numpy(), count)
    when = np.repeat(first["min"].to_numpy(), count) + (rng.random(len(person)) * np.repeat(span, count)).astype(int)
    row = booked(person, when, texts(["excel"] * len(person)), records, rng)
    return pd.DataFrame({"person": person, "record": row, "day": when, "activity": "visit", "quantity": 1})


def activities():
    """One row per activity: its unit and what one costs, in đồng."""
    return pd.DataFrame([(name, unit, cost) for name, (unit, cost) in ACTIVITIES.items()], columns=["activity", "unit", "unit_cost"])


def feedback_dates(table):
    """Days as dates; not resolved is empty."""
    resolved = pd.Series(dates(table.resolved.clip(lower=0))).where(table.resolved.to_numpy() >= 0)
    return table.assign(date=dates(table.day), resolved_on=resolved)
