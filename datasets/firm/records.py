"""The records: each source asks for other things and types them in its own way."""
import numpy as np
import pandas as pd

from . import addresses, fields, phones, spelling
from .draw import change, dates, day, ids, pick, stream, texts, whole

SOURCES = ("till", "web", "call", "excel", "paper")
FIELDS = ("name", "phone", "email", "address", "birthday", "id_number", "tax_code", "account_no")
HOW_MANY = {1: 0.52, 2: 0.28, 3: 0.13, 4: 0.05, 5: 0.02}  # records of one person
WHERE = {"person": {"till": 33, "web": 29, "call": 16, "excel": 8, "paper": 14}, "company": {"till": 6, "web": 14, "call": 30, "excel": 40, "paper": 10}}
WHEN = {  # each source was in use from … to …
    "till": ("2019-03-01", "2025-12-20"), "web": ("2020-02-01", "2025-12-20"), "call": ("2017-01-05", "2025-12-15"),
    "excel": ("2016-03-01", "2023-12-31"), "paper": ("2014-01-10", "2018-12-31"),
}  # fmt: skip
# how often a field is filled: name, phone, email, address, birthday, id_number, tax_code, account_no
FILLED = {
    "till": (0.99, 0.95, 0.04, 0.04, 0.14, 0, 0.45, 0.6),
    "web": (0.99, 0.95, 0.97, 0.88, 0.30, 0, 0.6, 0.25),
    "call": (0.985, 0.975, 0.12, 0.78, 0.05, 0, 0.6, 0.15),
    "excel": (0.985, 0.95, 0.45, 0.65, 0.28, 0.16, 0.85, 0.2),
    "paper": (0.985, 0.87, 0.08, 0.87, 0.55, 0.5, 0.55, 0.0),
}
ALMOST_NOTHING = 0.015  # records with a first name and nothing else


def records(people, seed):
    """One row per record, with the position of its person; rows and numbers of records tell nothing about whose they are."""
    rng = stream(seed, "records")
    owner, source = _sources(people, rng)
    order = rng.permutation(len(owner))
    owner, source = owner[order], source[order]
    born = people.year.to_numpy()[owner]
    source = np.where(np.isin(source, ["paper", "excel"]) & (born > 1999), "web", source)  # children were in no file
    days = _days(source, born, rng)
    table = pd.DataFrame({"person": owner, "source": source, "day": days})
    for field in FIELDS:
        table[field] = ""
    for name in SOURCES:
        rows = np.flatnonzero(source == name)
        typed = _typed(people.iloc[owner[rows]].reset_index(drop=True), days[rows], name, stream(seed, f"records {name}"))
        for field, column in typed.items():
            table[field] = _put(table[field], rows, column)
    table["record_id"] = ids("R", np.arange(1, len(table) + 1), len(table))
    return table.assign(recorded_on=dates(days))


def _put(column, rows, cells):
    out = column.to_numpy(dtype=object).copy()
    out[rows] = cells
    return out


def _sources(people, rng):
    owner = np.repeat(np.arange(len(people)), pick(rng, HOW_MANY, len(people)).astype(int))
    company = people.kind.to_numpy()[owner] == "company"
    return owner, np.where(company, pick(rng, WHERE["company"], len(owner)), pick(rng, WHERE["person"], len(owner)))


def _days(source, born, rng):
    """When it was recorded; the later years have more; nobody before the age of 15 or so."""
    first = np.array([day(WHEN[name][0]) for name in SOURCES])[_codes(source)]
    first = np.maximum(first, (born - 1970 + 15) * 365)
    last = np.array([day(WHEN[name][1]) for name in SOURCES])[_codes(source)]
    return (first + (last - first) * rng.random(len(source)) ** 0.8).astype(np.int64)


def _codes(source):
    return np.array([SOURCES.index(name) for name in source], dtype=np.int64)


def _typed(people, days, source, rng):
    """The eight fields of one source's records."""
    n = len(people)
    asked = {field: rng.random(n) < share for field, share in zip(FIELDS, FILLED[source], strict=True)}
    number = phones.mistaken(phones.number_of(people, days, rng), rng)
    cells = {
        "name": spelling.names(people, source, rng),
        "phone": phones.written(number, source, rng),
        "email": fields.emails(people, source, rng),
        "address": addresses.written(texts(addresses.address_of(people, days, rng)), source, rng),
        "birthday": fields.birthdays(people, source, rng),
        "id_number": fields.identity(people, days, source, rng),
        "tax_code": fields.taxes(people, source, rng),
        "account_no": fields.accounts(people, source, rng),
    }
    thin = ~((asked["phone"] & (cells["phone"] != "")) | (asked["email"] & (cells["email"] != "")) | (asked["tax_code"] & (cells["tax_code"] != "")))
    asked["phone"] |= thin & (rng.random(n) < 0.8)  # who cannot be reached in any other way is asked again
    cells = {field: np.where(asked[field], column, "").astype(object) for field, column in cells.items()}
    return _mishaps(cells, people, days, source, rng)


def _mishaps(cells, people, days, source, rng):
    """Two numbers in a cell, swapped columns, a number in the note, almost nothing at all."""
    n, draw = len(people), rng.random(len(people))
    second = phones.written(phones.as_then(people.phone_before.to_numpy(dtype=object), days, rng), "till", rng)
    new = (people.phone_changed.to_numpy() > 0) & (people.phone_changed.to_numpy() < days)  # "my old number was …"
    two = (cells["phone"] != "") & (draw < {"excel": 0.05, "paper": 0.05, "call": 0.03}.get(source, 0.004) + np.where(new, 0.3, 0))
    cells["phone"] = change(cells["phone"], two, lambda text, more, kind: text + (" / ", ", ", " - ", "; ", " hoặc ")[kind] + more, second, whole(rng, 0, 4, n))
    if source == "excel":
        swapped = rng.random(n) < 0.012
        cells["name"], cells["phone"] = np.where(swapped, cells["phone"], cells["name"]), np.where(swapped, cells["name"], cells["phone"])
        swapped = rng.random(n) < 0.012
        cells["email"], cells["address"] = np.where(swapped, cells["address"], cells["email"]), np.where(swapped, cells["email"], cells["address"])
    company = people.kind.to_numpy() == "company"
    alone = (rng.random(n) < ALMOST_NOTHING) & ~company
    cells["name"] = np.where(alone | _all_empty(cells), spelling.first_names(people, rng), cells["name"]).astype(object)
    return {field: np.where(alone & (field != "name"), "", column).astype(object) for field, column in cells.items()}


def _all_empty(cells):
    return np.logical_and.reduce([column == "" for column in cells.values()])


def sources(table, seed):
    """One row per source: who keeps it, how much of it is typed in (paper: not all), minutes to type one in."""
    rng = stream(seed, "sources")
    entered = np.array([(table.source == name).sum() for name in SOURCES])
    waiting = np.array([0, 0, 0, 0, round(entered[4] * (1.6 + 0.4 * rng.random()))])
    owner = ["quầy", "web", "tổng đài", "kinh doanh", "kho lưu trữ"]
    kind = ["electronic"] * 4 + ["paper"]
    return pd.DataFrame({"source": SOURCES, "owner": owner, "kind": kind, "records_total": entered + waiting, "records_entered": entered, "minutes_per_record": [0.0, 0.0, 0.0, 0.0, 2.5]})
