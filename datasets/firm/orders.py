"""Orders: each customer has a rhythm, a taste and a purse of their own; some stop, a few slow down."""
import numpy as np
import pandas as pd

from .draw import dates, day, place, stream, texts

START, END = day("2024-01-01"), day("2025-12-31")
GROUPS = ("quick", "gift", "health", "place", "office")
PRODUCTS = {  # product: (the need it serves, price, direct cost)
    "trà sen mang đi": ("quick", 35_000, 12_000), "trà đào mang đi": ("quick", 45_000, 16_000), "hồng trà sữa": ("quick", 49_000, 19_000),
    "hộp trà sen Tây Hồ": ("gift", 320_000, 165_000), "hộp quà Tết": ("gift", 450_000, 250_000), "hộp quà trung thu": ("gift", 380_000, 205_000),
    "trà hoa cúc": ("health", 120_000, 58_000), "trà gừng mật ong": ("health", 95_000, 44_000), "trà xanh hữu cơ": ("health", 165_000, 84_000),
    "ấm trà tại quán": ("place", 85_000, 30_000), "set trà chiều": ("place", 145_000, 62_000),
    "thùng trà túi lọc": ("office", 650_000, 430_000), "gói trà hội họp": ("office", 900_000, 620_000),
}  # fmt: skip
CHANNELS = ("shop", "phone", "web")
WHERE = {"quick": (82, 6, 12), "gift": (30, 16, 54), "health": (42, 8, 50), "place": (95, 2, 3), "office": (8, 64, 28)}
SOURCE_OF = {"shop": "till", "phone": "call", "web": "web"}
GAP = {"quick": 55, "gift": 195, "health": 116, "place": 90, "office": 66}  # usual days between two orders
SIZE = {"quick": 1.6, "gift": 1.8, "health": 1.5, "place": 1.7, "office": 2.6}  # usual pieces in an order


def habits(people, first_record, seed):
    """One row per person: what they buy, how often, how much, from when to when, who slows down."""
    rng = stream(seed, "habits")
    n, need, company = len(people), people.needs_group.to_numpy(dtype=object), people.kind.to_numpy() == "company"
    other = texts(GROUPS)[place(rng, [36, 14, 22, 26, 2], n)]
    buys = np.where((rng.random(n) < 0.30) & ~company, other, need)
    usual = np.array([GAP[group] for group in buys]) * np.where(company, 0.9, 1.0)
    gap = (usual * np.exp(rng.standard_normal(n) * 0.75)).clip(4, 400)
    size = np.array([SIZE[group] for group in buys]) * np.exp(rng.standard_normal(n) * np.where(company, 0.55, 0.4))
    start = np.maximum(first_record, START) + gap * rng.random(n)
    patience = np.where(company, 2400, np.where(rng.random(n) < 0.3, 220, 2200))
    end = np.minimum(start + np.where(rng.random(n) < 0.05, 0, 20 - np.log(1 - rng.random(n)) * patience), END)
    regular = rng.random(n) < 0.5
    keen = regular & (gap < 42) & (end >= END) & (start < END - 300)
    slows = keen & (rng.random(n) < min(0.03 * n / max(keen.sum(), 1), 0.6))
    table = pd.DataFrame({"buys": texts(buys), "gap": gap, "size": size, "start": start, "end": end, "regular": regular, "slows": slows})
    return table.assign(slow_on=END - 95 - 40 * rng.random(n), bargain=np.where(company, 0.3 * rng.random(n) ** 1.5, 0.0), hard=_hard(size, company, rng))


def _hard(size, company, rng):
    """How much service a customer asks for: most little, some very much, large companies often."""
    n = len(size)
    large = company & (size > 3.2)
    share = np.where(large, 0.55, np.where(company, 0.2, 0.12))
    return np.where(rng.random(n) < share, 0.55 + 0.45 * rng.random(n), 0.12 * rng.random(n))


def orders(people, habit, records, seed):
    """One row per order, with its person; booked under one of the records the person had by then."""
    rng = stream(seed, "orders")
    person, when = _times(habit, rng)
    n = len(person)
    buys = habit.buys.to_numpy(dtype=object)[person]
    product = _products(buys, when, rng)
    price, cost, need = (np.array([PRODUCTS[name][at] for name in product]) for at in (1, 2, 0))
    company = people.kind.to_numpy()[person] == "company"
    lone = np.exp(rng.standard_normal(n) * 0.35)
    many = np.where(company & (need == "gift"), 9, np.where(company & (need == "quick"), 6, 1))
    quantity = np.maximum(1, np.floor(habit["size"].to_numpy()[person] * lone * many * np.where((need == "office") & ~company, 0.5, 1) + rng.random(n))).astype(int)
    channel = _channels(buys, rng)
    discount = habit.bargain.to_numpy()[person] + np.where(channel == "web", 0.04, 0.0)
    amount = np.round(price * quantity * (1 - discount) / 1000).astype(np.int64) * 1000
    packing = np.where(channel == "shop", 0, 6_000) + np.where(need == "gift", 8_000, 0) * np.minimum(quantity, 5)
    direct = np.round((cost * quantity * (0.95 + 0.1 * rng.random(n)) + packing) / 500).astype(np.int64) * 500
    table = pd.DataFrame({"person": person, "day": when, "date": dates(when), "channel": texts(channel), "product": product, "quantity": quantity, "amount": amount, "direct_cost": direct})
    table["record"] = booked(person, when, table.channel.map(SOURCE_OF).to_numpy(), records, rng)
    return table.sort_values("day", kind="stable", ignore_index=True)


def _times(habit, rng):
    """Half keep a rhythm, half come by chance; who slows down stretches what is left of the time."""
    span = (habit.end - habit.start).clip(lower=0).to_numpy()
    count = np.where(habit.start.to_numpy() > END, 0, np.floor(span / habit.gap.to_numpy()).astype(int) + 1)
    person = np.repeat(np.arange(len(habit)), count)
    step = np.arange(len(person)) - np.repeat(np.cumsum(count) - count, count)
    start, gap, regular = (habit[name].to_numpy()[person] for name in ("start", "gap", "regular"))
    jitter = rng.random(len(person))
    when = np.where(regular, start + (step + 0.5 * jitter) * gap, start + jitter * span[person])
    slow = habit.slows.to_numpy()[person] & (when > habit.slow_on.to_numpy()[person])
    when = np.where(slow, habit.slow_on.to_numpy()[person] + (when - habit.slow_on.to_numpy()[person]) * 3.2, when)
    when = _seasons(when, habit.buys.to_numpy()[person] == "gift", start, rng)
    kept = when <= np.minimum(END, np.maximum(habit.end.to_numpy()[person] + 30, start))
    return person[kept], np.floor(when[kept]).astype(np.int64)


def _seasons(when, gift, start, rng):
    """Presents are bought before Tết and before the mid-autumn festival."""
    feast = np.array([day("2024-02-08"), day("2024-09-15"), day("2025-01-27"), day("2025-10-04")])
    nearest = feast[np.abs(feast[:, None] - when[None, :]).argmin(axis=0)] if len(when) else when
    moved = nearest - 24 * rng.random(len(when))
    return np.where(gift & (rng.random(len(when)) < 0.55) & (moved >= start), moved, when)


def _products(buys, when, rng):
    n = len(buys)
    named = {group: [name for name, row in PRODUCTS.items() if row[0] == group] for group in GROUPS}
    group = np.where(rng.random(n) < 0.85, buys, texts(GROUPS)[place(rng, [40, 10, 22, 27, 1], n)])
    draw = rng.random(n)
    product = texts([named[name][int(at * len(named[name]))] for name, at in zip(group, draw.tolist(), strict=True)])
    feast = np.isin(product, ["hộp quà Tết", "hộp quà trung thu"])
    month = dates(when).astype("datetime64[M]").astype(int) % 12 + 1
    season = np.where(np.isin(month, [12, 1, 2]), "hộp quà Tết", np.where(np.isin(month, [8, 9, 10]), "hộp quà trung thu", "hộp trà sen Tây Hồ"))
    return np.where(feast, season, product).astype(object)


def _channels(buys, rng):
    weights = np.cumsum(np.array([WHERE[group] for group in GROUPS]) / 100, axis=1)
    row = weights[np.array([GROUPS.index(group) for group in buys], dtype=int)]
    return texts(CHANNELS)[(rng.random(len(buys))[:, None] > row).sum(axis=1).clip(max=2)]


def booked(person, when, source, records, rng):
    """The row of a record of the person that was there by that day; one of the channel's own source if there is one."""
    by_time = records.sort_values(["person", "day"], kind="stable")
    rows, key = by_time.index.to_numpy(), by_time.person.to_numpy() * 100_000 + by_time.day.to_numpy()
    first = np.searchsorted(by_time.person.to_numpy(), person)
    known = np.maximum(np.searchsorted(key, person * 100_000 + when, side="right") - first, 1)
    kind = by_time.source.to_numpy(dtype=object)
    chosen = first + (rng.random(len(person)) * known).astype(int)
    for _ in range(2):
        other = first + (rng.random(len(person)) * known).astype(int)
        chosen = np.where((kind[chosen] != source) & (kind[other] == source), other, chosen)
    return rows[chosen]


def wallets(people, table, seed):
    """What each person spends on tea everywhere, a month: never less than with Mộc."""
    rng = stream(seed, "wallets")
    n, spent = len(people), monthly(table, len(people))
    share = 0.12 + 0.85 * rng.random(n) ** 1.1
    usual = np.array([{"quick": 420, "gift": 380, "health": 350, "place": 450, "office": 2600}[need] for need in people.needs_group])
    alone = usual * 1000 * np.exp(rng.standard_normal(n) * 0.5)
    return np.ceil(np.where(spent > 0, np.maximum(spent / share, 0.25 * alone), alone) / 10_000).astype(np.int64) * 10_000


def monthly(table, n):
    """Spending with Mộc a month, the largest of three readings: 2024, 2025, and the months since the first order (at least three)."""
    amount = table.amount.to_numpy(dtype=float)
    late = table.day.to_numpy() >= day("2025-01-01")
    first = np.full(n, END)
    np.minimum.at(first, table.person.to_numpy(), table.day.to_numpy())
    years = [np.bincount(table.person[late == side], amount[late == side], minlength=n) for side in (False, True)]
    months = np.maximum((END - first) / 30.4, 3)
    return np.maximum.reduce([years[0] / 12, years[1] / 12, (years[0] + years[1]) / months])
