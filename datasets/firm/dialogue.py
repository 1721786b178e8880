"""What is asked, said and tried: survey, permissions, contacts, offers and the trial of a campaign."""
import numpy as np
import pandas as pd

from .draw import dates, day, pick, place, stream, texts, whole
from .orders import END, START, booked, monthly

DIMENSIONS = ("price", "speed", "gift", "health", "place")
TASTE = {  # what each needs group says of price, speed, gift, health, place (1 … 5)
    "quick": (3.6, 4.7, 1.7, 2.3, 2.2), "gift": (2.4, 2.8, 4.7, 2.9, 2.3), "health": (2.8, 2.2, 2.5, 4.8, 2.7),
    "place": (3.0, 2.0, 2.0, 2.7, 4.7), "office": (4.6, 4.1, 2.9, 2.1, 1.5),
}  # fmt: skip
WISHES = {  # delivery, packing, invoice, updates
    "quick": (0.5, 0.08, 0.06, 0.45), "gift": (0.6, 0.88, 0.2, 0.4), "health": (0.5, 0.2, 0.08, 0.7), "place": (0.1, 0.1, 0.1, 0.35), "office": (0.9, 0.2, 0.93, 0.3),
}  # fmt: skip
CHANNELS = ("shop", "phone", "email", "app")
MINUTES = {"shop": 9, "phone": 5, "email": 2, "app": 1}
OFFERS = [
    ("Combo sáng", "quick", "trà+bánh", 55_000, 24_000, 4_000_000),
    ("Thẻ đi nhanh", "quick", "trà+đặt trước+tích điểm", 89_000, 47_000, 18_000_000),
    ("Hộp quà gọn", "gift", "trà+hộp", 290_000, 172_000, 9_000_000),
    ("Quà theo tên", "gift", "trà+hộp+thiệp+khắc tên+giao tận nơi", 520_000, 338_000, 35_000_000),
    ("Trà lành", "health", "trà thảo mộc", 130_000, 68_000, 5_000_000),
    ("Trà lành theo mùa", "health", "trà thảo mộc+tư vấn+giao hằng tháng", 240_000, 139_000, 26_000_000),
    ("Chỗ quen", "place", "trà+giữ chỗ", 99_000, 44_000, 6_000_000),
    ("Chiều riêng", "place", "trà+bánh+giữ chỗ+phòng yên tĩnh", 210_000, 118_000, 30_000_000),
    ("Trà văn phòng", "office", "trà túi lọc+hóa đơn", 620_000, 428_000, 8_000_000),
    ("Văn phòng trọn gói", "office", "trà túi lọc+máy pha+hóa đơn theo quý+giao định kỳ", 1_150_000, 790_000, 45_000_000),
]


def offers():
    """One row per offer."""
    return pd.DataFrame(OFFERS, columns=["offer", "need", "modules", "price", "unit_cost", "setup_cost"])


def _choose(people, records, orders, count, rng):
    """So many different people who have bought, and a record of each."""
    buyers = np.unique(orders.person)
    person = np.sort(rng.permutation(buyers)[: min(count, len(buyers))])
    return person, booked(person, np.full(len(person), END), texts([""] * len(person)), records, rng)


def survey(people, orders, records, wallet, scale, seed):
    """About 900 people answer: ratings follow the needs group, with noise; wallet is what they believe they spend."""
    rng = stream(seed, "survey")
    person, row = _choose(people, records, orders, round(900 * scale), rng)
    n, need = len(person), people.needs_group.to_numpy()[person]
    ratings = np.array([TASTE[group] for group in need]) + rng.standard_normal((n, 5)) * 0.75 + rng.standard_normal((n, 1)) * 0.25
    wishes = rng.random((n, 4)) < np.array([WISHES[group] for group in need])
    said = np.maximum(wallet[person] * np.exp(rng.standard_normal(n) * 0.18), monthly(orders, len(people))[person])
    attitude = 1 + 3.2 * people.willingness.to_numpy()[person] + rng.standard_normal(n) * 0.8 + 0.4
    table = pd.DataFrame({"record": row, "answered_on": dates(whole(rng, day("2025-09-15"), day("2025-11-15"), n)), "wallet": np.ceil(said / 10_000).astype(np.int64) * 10_000})
    for at, name in enumerate(DIMENSIONS):
        table[f"rating_{name}"] = np.rint(ratings[:, at]).clip(1, 5).astype(int)
    for at, name in enumerate(("delivery", "packing", "invoice", "updates")):
        table[f"want_{name}"] = wishes[:, at].astype(int)
    return table.assign(attitude=np.rint(attitude).clip(1, 5).astype(int))


def permissions(people, records, seed):
    """One row per record and channel, for the records whose people were asked."""
    rng = stream(seed, "permissions")
    asked = np.flatnonzero((records.day.to_numpy() >= day("2020-01-01")) & (rng.random(len(records)) < 0.62))
    n, willing = len(asked), people.willingness.to_numpy()[records.person.to_numpy()[asked]]
    young = people.year.to_numpy()[records.person.to_numpy()[asked]] >= 1985
    yes = rng.random((n, 4)) < np.clip(np.array([0.7, 0.4, 0.5, 0.45]) + 0.6 * (willing[:, None] - 0.5), 0.03, 0.98)
    liking = np.where(young[:, None], [0.2, 0.12, 0.28, 0.4], [0.3, 0.4, 0.2, 0.1])
    best = (np.log(rng.random((n, 4))) / liking - 1000 * ~yes).argmax(axis=1)
    most = np.where(yes, 1 + np.floor(rng.random((n, 4)) * (1 + 5 * willing[:, None])).astype(int), 0)
    since = np.minimum(records.day.to_numpy()[asked] + whole(rng, 0, 400, n), END)
    preferred = (best[:, None] == np.arange(4)) & yes
    return pd.DataFrame({
        "record": np.repeat(asked, 4), "channel": np.tile(texts(CHANNELS), n), "allowed": yes.ravel().astype(int),
        "preferred": preferred.ravel().astype(int), "max_per_month": most.ravel(), "since": dates(np.repeat(since, 4)),
    })  # fmt: skip


def contacts(people, habit, records, permission, scale, seed):
    """One row per contact; fewer answer the more they were contacted in the 30 days before."""
    rng = stream(seed, "contacts")
    n = round(13_500 * scale)
    eager = habit.gap.to_numpy() ** -0.5 * np.exp(rng.standard_normal(len(people)) * 0.7)
    person = np.sort(place(rng, eager, n))
    when = (START + (END - START + 1) * rng.random(n) ** 0.8).astype(np.int64)
    first = records.groupby("person").day.min().to_numpy()
    when = np.maximum(when, first[person])
    bursts = rng.random(n) < 0.35
    when[1:] = np.where(bursts[1:] & (person[1:] == person[:-1]), np.minimum(when[:-1] + whole(rng, 1, 12, n)[1:], END), when[1:])
    order = np.lexsort((when, person))
    person, when = person[order], when[order]
    out = rng.random(n) < 0.76
    channel = np.where(out, pick(rng, {"phone": 26, "email": 37, "app": 29, "shop": 8}, n), pick(rng, {"shop": 34, "phone": 36, "email": 10, "app": 20}, n))
    row = booked(person, when, np.where(channel == "phone", "call", np.where(channel == "shop", "till", "web")), records, rng)
    purpose = np.where(out, pick(rng, {"offer": 62, "reminder": 16, "thanks": 22}, n), pick(rng, {"question": 55, "service": 45}, n))
    answered = _answered(person, when, out, channel, purpose, row, people, permission, rng)
    length = np.array([MINUTES[name] for name in channel]) * np.exp(rng.standard_normal(n) * 0.45) * np.where(out & ~answered, 0.35, 1)
    table = pd.DataFrame({"person": person, "record": row, "day": when, "channel": texts(channel), "direction": texts(np.where(out, "out", "in")), "purpose": texts(purpose)})
    return table.assign(minutes=np.maximum(np.round(length, 1), 0.2), answered=answered.astype(int)).sort_values("day", kind="stable", ignore_index=True)


def recent(person, when, out, days=30):
    """How many contacts from us each person had in the days before (rows sorted by person and day)."""
    key = person * 100_000 + when
    before = np.concatenate([[0], np.cumsum(out)])
    return before[np.searchsorted(key, key)] - before[np.searchsorted(key, key - days)]


def _answered(person, when, out, channel, purpose, row, people, permission, rng):
    base = {"shop": 1.1, "phone": -0.1, "email": -1.1, "app": -0.4}
    code = np.array([CHANNELS.index(name) for name in channel])
    allowed, preferred = _told(permission, row, code)
    score = np.array([base[name] for name in channel]) + 1.6 * (people.willingness.to_numpy()[person] - 0.5)
    score += np.where(allowed == 0, -1.5, np.where(allowed == 1, 0.3, -0.3)) + 0.9 * preferred - 0.42 * recent(person, when, out)
    score += np.where(purpose == "thanks", 0.3, np.where(purpose == "reminder", 0.2, 0))
    return rng.random(len(person)) < np.where(out, 1 / (1 + np.exp(-score)), np.where(channel == "email", 0.86, 0.95))


def _told(permission, row, code):
    """Allowed (1, 0, -1 not asked) and preferred of each record and channel."""
    size = 4 * (max(permission.record.max(), row.max()) + 1)
    told, liked = np.full(size, -1), np.zeros(size)
    at = permission.record.to_numpy() * 4 + np.array([CHANNELS.index(name) for name in permission.channel])
    told[at], liked[at] = permission.allowed, permission.preferred
    return told[row * 4 + code], liked[row * 4 + code]


def trial(people, orders, records, scale, seed):
    """Half of 1,200 people were sent the offer of health teas; the truth: 4 % buy anyway, of those sent 17 % of the health group and 7 % of the rest."""
    rng = stream(seed, "trial")
    person, row = _choose(people, records, orders, round(1200 * scale), rng)
    n = len(person)
    treated = np.zeros(n, dtype=int)
    treated[rng.permutation(n)[: n // 2]] = 1
    fits = people.needs_group.to_numpy()[person] == "health"
    responded = rng.random(n) < np.where(treated == 1, np.where(fits, 0.17, 0.07), 0.04)
    amount = np.where(responded, np.maximum(np.round(165_000 * np.exp(rng.standard_normal(n) * 0.4) / 1000) * 1000, 60_000), 0).astype(np.int64)
    cost = np.where(treated == 1, 3_000 + np.where(responded, 20_000, 0), 0)
    return pd.DataFrame({"record": row, "sent_on": dates(np.full(n, day("2025-11-10"))), "treated": treated, "responded": responded.astype(int), "amount": amount, "cost": cost})

