"""The truth: people in households and companies in groups, each with what they would tell if they told everything."""
import numpy as np
import pandas as pd

from . import names, numbers, places
from .draw import change, ids, joined, pick, place, stream, texts, whole

COMPANIES = 0.08  # share of the customers
SIZES = {1: 0.86, 2: 0.09, 3: 0.035, 4: 0.015}  # customers of Mộc in one household
GROUPS = ("quick", "gift", "health", "place", "office")


def everybody(n, seed):
    """One row per person or company, with private columns beside those that are shipped in moc_people."""
    companies = round(COMPANIES * n)
    people = pd.concat([_persons(n - companies, seed), _companies(companies, seed)], ignore_index=True)
    rng = stream(seed, "order of people")
    people = people.iloc[rng.permutation(len(people))].reset_index(drop=True)
    people["person_id"] = ids("P", np.arange(1, len(people) + 1), n)
    _, first = np.unique(people.household, return_inverse=True)
    people["household_id"] = ids("H", first + 1, n)
    people["middle"] = people.middle.where(people.middle.notna(), "")
    return _temper(people, seed)


def _persons(n, seed):
    rng = stream(seed, "persons")
    sizes = pick(rng, SIZES, n).astype(int)
    household = np.repeat(np.arange(n), sizes)[:n]
    position = np.arange(n) - np.maximum.accumulate(np.where(np.diff(household, prepend=-1) > 0, np.arange(n), 0))
    head = np.arange(n) - position
    tie = pick(rng, {"couple": 0.5, "parent": 0.3, "siblings": 0.2}, n)[head]
    many = np.bincount(household, minlength=n)[household] > 1
    role = np.where(position == 0, "head", np.where(tie == "siblings", "sibling", np.where((tie == "couple") & (position == 1), "spouse", "child")))
    table = pd.DataFrame({"household": household, "head": head, "role": texts(role), "many": many})
    table = _named(_aged(table, rng), rng)
    table["area"] = _areas(rng, n)[head]
    _namesakes(table, rng)
    return numbers.persons(_housed(table, rng), rng)


def _aged(table, rng):
    n, head = len(table), table["head"].to_numpy()
    role = table.role.to_numpy()
    male = rng.random(n) < 0.42
    male = np.where(role == "spouse", ~male[head], np.where((role == "sibling") & (rng.random(n) < 0.7), male[head], male))
    year = (1950 + 56 * (1 - (1 - rng.random(n)) ** 0.75) ** 0.8).astype(int)
    parent = np.zeros(n, dtype=bool)
    parent[head[role == "child"]] = True
    year = np.where(parent, 1950 + (year - 1950) * 32 // 57, year)
    gap = whole(rng, 23, 33, n)
    near = whole(rng, -6, 6, n)
    year = np.where(role == "child", np.minimum(year[head] + gap, 2007), np.where((role == "spouse") | (role == "sibling"), year[head] + near, year)).clip(1945, 2007)
    day = year.astype("int64").astype(str).astype("datetime64[Y]").astype("datetime64[D]") + (rng.random(n) * 365).astype(int)
    return table.assign(male=male, year=year, birthday=day.astype("datetime64[s]"), kind="person", gender=texts(np.where(male, "m", "f")))


def _named(table, rng):
    n, head, role, male = len(table), table["head"].to_numpy(), table.role.to_numpy(), table.male.to_numpy()
    surname = pick(rng, names.SURNAMES, n)
    spouse = np.full(n, -1)
    spouse[head[role == "spouse"]] = np.flatnonzero(role == "spouse")
    father = np.where(male[head], surname[head], np.where(spouse[head] >= 0, surname[spouse[head]], surname[(head + 7) % n]))
    surname = np.where(role == "child", father, np.where(role == "sibling", surname[head], surname))
    given = np.where(male, pick(rng, names.MEN, n), pick(rng, names.WOMEN, n))
    twin = np.array([names.TONE_TWIN.get(name, "") for name in given[head]], dtype=object)
    like = (twin != "") & (((role == "sibling") & (male == male[head]) & (rng.random(n) < 0.5)) | ((role == "child") & (rng.random(n) < 0.2)))
    given = np.where(like, twin, given)
    middle = _middles(table, rng)
    middle = np.where((role == "sibling") & (male == male[head]) & (like | (rng.random(n) < 0.6)), middle[head], middle)
    middle = texts(["" if two in (last, first) else two for first, two, last in zip(surname, middle, given, strict=True)])
    return table.assign(surname=surname, middle=middle, given=given)


def _middles(table, rng):
    """Thị and Văn are borne by the older ones; a few have two middle names, a few none."""
    n, male, year = len(table), table.male.to_numpy(), table.year.to_numpy()
    first = np.where(male, "Văn", "Thị")
    plain = rng.random(n) < np.interp(year, [1950, 1975, 1995, 2007], [0.75, 0.6, 0.28, 0.08])
    fine = np.where(male, pick(rng, names.MENS_MIDDLE, n), pick(rng, names.WOMENS_MIDDLE, n))
    two = (rng.random(n) < 0.13) & plain & ~male
    return np.where(two, joined(first, fine), np.where(rng.random(n) < 0.04, "", np.where(plain, first, fine))).astype(object)


def _areas(rng, n):
    """The position of a district in the list of all districts."""
    flat = [(row[0], len(places.DISTRICTS[name])) for name, row in places.PROVINCES.items()]
    return place(rng, [weight / count for weight, count in flat for _ in range(count)], n)


def _namesakes(table, rng):
    """Strangers with one name: some in one district. (Many more come by themselves: Nguyễn is borne by 38 %.)"""
    n = len(table)
    copies = np.flatnonzero((rng.random(n) < 0.03) & ~table.many.to_numpy())
    donor = (copies + whole(rng, 50, n // 2, len(copies))) % n
    same = table.male.to_numpy()[copies] == table.male.to_numpy()[donor]
    copies, donor = copies[same], donor[same]
    for column in ("surname", "middle", "given"):
        table.loc[copies, column] = table[column].to_numpy()[donor]
    near = rng.random(len(copies)) < 0.5
    table.loc[copies[near], "area"] = table.area.to_numpy()[donor[near]]


def _housed(table, rng):
    """House number, street, old and new ward of each household; some moved and had another address before."""
    head = table["head"].to_numpy()
    for suffix in ("", "_before"):
        area = table.area.to_numpy() if not suffix else np.where(rng.random(len(table)) < 0.6, _areas(rng, len(table)), table.area)[head]
        spot = rng.random((4, len(table)))[:, head]
        table["area" + suffix] = area
        table["spot" + suffix] = (spot[0] * 1e6).astype(int)
        table["house" + suffix] = _houses(spot[1], spot[2])
    moved = rng.random(len(table))[head] < 0.12
    table["moved_on"] = np.where(moved, whole(rng, 16500, 20200, len(table))[head], 0)
    return table


def _houses(first, second):
    number = (1 + 320 * first**2).astype(int)
    lane = (1 + 80 * second).astype(int)
    form = (first * 1000) % 1
    return texts([f"{a}" if f < 0.62 else f"{a}/{b}" if f < 0.85 else f"số {b} ngõ {a}" if f < 0.95 else f"{a}{'ABC'[b % 3]}" for a, b, f in zip(number.tolist(), lane.tolist(), form, strict=True)])


def _companies(n, seed):
    """Companies; about a tenth are branches (one group is one household) with a 13-digit tax code."""
    rng = stream(seed, "companies")
    branch = (rng.random(n) < 0.12) & (np.arange(n) > 0)
    parent = np.maximum.accumulate(np.where(branch, 0, np.arange(n)))
    form, trade = pick(rng, names.LEGAL_FORMS, n), pick(rng, names.TRADES, n)
    proper = joined(texts(names.FIRMS_FIRST)[whole(rng, 0, len(names.FIRMS_FIRST) - 1, n)], texts(names.FIRMS_SECOND)[whole(rng, 0, len(names.FIRMS_SECOND) - 1, n)])
    trade = np.where(np.isin(form, ["Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH MTV", "DNTN"]), trade, "")
    table = pd.DataFrame({"household": 10**9 + parent, "head": np.arange(n), "role": "company", "many": branch, "male": False, "year": 2000, "kind": "company"})
    table = table.assign(gender="", birthday=np.datetime64("NaT", "s"), surname=form[parent], middle=trade[parent], given=proper[parent], branch=branch, parent=parent)
    table["area"] = _areas(rng, n)
    table = _housed(table, rng)
    return numbers.companies(table, rng)


def _temper(people, seed):
    """Needs, willingness to have a relationship, and the bent that orders and costs follow (the wallet follows the orders)."""
    rng = stream(seed, "temper")
    n, company = len(people), people.kind.to_numpy() == "company"
    person_need = pick(rng, {"quick": 0.34, "gift": 0.19, "health": 0.21, "place": 0.24, "office": 0.02}, n)
    need = np.where(company, pick(rng, {"office": 0.76, "gift": 0.16, "quick": 0.05, "health": 0.03}, n), person_need)
    willingness = np.round(rng.random(n) ** 0.9 * 0.6 + rng.random(n) * 0.4, 2)
    name = joined(people.surname, people.middle, people.given)
    name = change(name, people.branch.eq(True).to_numpy(), lambda text, province: f"{text} - Chi nhánh {province}", people.province.to_numpy())
    return people.assign(needs_group=texts(need), willingness=willingness, name=name)
