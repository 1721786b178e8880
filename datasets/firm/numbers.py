"""True telephone, identity, tax and card numbers and e-mail addresses, of right layout; all of them invented."""
import unicodedata

import numpy as np

from . import places
from .draw import change, day, digits, pick, place, texts, whole

MOBILES = {prefix: weight for prefix, (weight, _) in places.MOBILE.items()}
PROVINCE = texts([name for name in places.PROVINCES for _ in places.DISTRICTS[name]])  # of each district
MAIL = {"gmail.com": 78, "yahoo.com.vn": 8, "yahoo.com": 6, "outlook.com": 3, "hotmail.com": 3, "icloud.com": 2}
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def persons(table, rng):
    """Adds phone (now and before), e-mail, identity cards and the member card to the people."""
    n, head, many = len(table), table["head"].to_numpy(), table.many.to_numpy()
    province = PROVINCE[table.area.to_numpy()]
    phone, before = mobiles(rng, n), mobiles(rng, n)
    child = table.role.ne("head").to_numpy() & (rng.random(n) < 0.21)
    phone, before = np.where(child, phone[head], phone), np.where(child, before[head], before)
    changed = np.where(rng.random(n) < 0.09, whole(rng, day("2017-01-01"), day("2024-12-31"), n), 0)
    changed = np.where(child, changed[head], changed)
    office = _switchboards(np.where(rng.random(n) < 0.03, landlines(rng, province), ""), rng)
    home = np.where((rng.random(n) < 0.3)[head] & (table.year < 1980).to_numpy(), landlines(rng, province)[head], "")
    office = np.where(office == "", home, office).astype(object)
    mail = emails(table, rng)
    mail = np.where((table.role == "spouse") & (rng.random(n) < 0.12), mail[head], np.where(rng.random(n) < 0.72, mail, ""))
    card = np.where(rng.random(n) < 0.42, digits(rng, 8, n), "")
    card = np.where(many & (rng.random(n) < 0.1), card[head], card)
    table = table.assign(province=province, phone=phone, phone_before=before, phone_changed=changed, office=office, email=texts(mail), card=texts(card))
    return table.assign(tax="", branch=False, **cards(table, rng))


def _switchboards(office, rng):
    """Colleagues give the switchboard of their office: about three people to a number."""
    has = np.flatnonzero(office != "")
    office = texts(office)
    office[has] = office[has][whole(rng, 0, max(len(has) // 3 - 1, 0), len(has))] if len(has) else ""
    return office


def mobiles(rng, n):
    """Mobile numbers as of today, ten digits."""
    return pick(rng, MOBILES, n) + digits(rng, 7, n)


def landlines(rng, province):
    """Landlines as of today: 028 + 8 digits in the two big cities, 0236 + 7 elsewhere (11 digits in all)."""
    code = texts([places.PROVINCES[name][4] for name in province])
    return texts([f"{area}3{rest[: 10 - len(area)]}" for area, rest in zip(code, digits(rng, 8, len(province)), strict=True)])


def cards(table, rng):
    """Citizen card of 12 digits (province of birth, century and sex, year, six more) and the older one of 9."""
    n, year, male = len(table), table.year.to_numpy(), table.male.to_numpy()
    born = np.where(rng.random(n) < 0.75, PROVINCE[table.area.to_numpy()], pick(rng, {name: row[0] for name, row in places.PROVINCES.items()}, n))
    code = texts([places.PROVINCES[name][1] for name in born])
    old = texts([places.PROVINCES[name][2] for name in born])
    sex = np.where(year >= 2000, 2, 0) + np.where(male, 0, 1)
    new = texts([f"{a}{b}{c % 100:02d}{d}" for a, b, c, d in zip(code, sex.tolist(), year.tolist(), digits(rng, 6, n), strict=True)])
    return {"id_new": new, "id_old": old + digits(rng, 7, n)}


def plain(text):
    """Lower case without marks: "Đặng" is dang."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum())


def emails(table, rng):
    """Addresses made of the name, as people make them; nobody has somebody else's."""
    n = len(table)
    style = place(rng, [30, 20, 20, 15, 15], n).tolist()
    more = whole(rng, 1, 999, n).tolist()
    parts = [[plain(word) for word in cells] for cells in zip(table.surname, table.middle, table.given, strict=True)]
    local = texts([_local(kind, *part, year, extra) for kind, part, year, extra in zip(style, parts, table.year.tolist(), more, strict=True)])
    mail = local + "@" + pick(rng, MAIL, n)
    _, first = np.unique(mail.astype(str), return_index=True)
    again = np.ones(n, dtype=bool)
    again[first] = False
    return change(mail, again, lambda text, number: text.replace("@", f".{number}@"), np.arange(n))


def _local(kind, surname, middle, given, year, extra):
    year = f"{year % 100:02d}"
    return (
        f"{given}.{surname}{year}",
        f"{surname}{middle}{given}{year}",
        f"{middle}{given}{year}",
        f"{given}{surname[:1]}{middle[:1]}{extra}",
        f"{given}{middle}.{year}{extra % 10}",
    )[kind]


def tax_codes(rng, province):
    """Ten digits whose last is a check digit."""
    body = texts([places.PROVINCES[name][1][1:] for name in province]) + digits(rng, 7, len(province))
    return texts([_checked(text) for text in body])


def _checked(body):
    left = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, body, strict=True)) % 11
    if left:
        return body + str(10 - left)
    return _checked(body[:-1] + str((int(body[-1]) + 1) % 10))


def companies(table, rng):
    """Adds switchboard, mobile of the buyer, tax code (branches: the parent's and -001 …), e-mail and account."""
    n, parent, branch = len(table), table.parent.to_numpy(), table.branch.to_numpy()
    province = PROVINCE[table.area.to_numpy()]
    number = np.arange(n) - parent
    tax = change(tax_codes(rng, province)[parent], branch, lambda text, i: f"{text}-{i:03d}", number)
    line = np.where(branch & (rng.random(n) < 0.3), landlines(rng, province)[parent], landlines(rng, province))
    domain = _domains(table.given)[parent]
    box = pick(rng, {"info": 40, "ketoan": 25, "hanhchinh": 15, "lienhe": 10, "admin": 10}, n)
    shared = np.where(branch & (rng.random(n) < 0.6), "info", box)
    mail = np.where(rng.random(n) < 0.85, texts(shared) + "@" + domain, "")
    account = np.where(rng.random(n) < 0.6, digits(rng, 8, n), "")
    old = {"phone_before": mobiles(rng, n), "phone_changed": np.where(rng.random(n) < 0.2, whole(rng, day("2016-01-01"), day("2024-12-31"), n), 0)}
    return table.assign(province=province, phone=line, office=mobiles(rng, n), email=texts(mail), card=texts(account), tax=tax, id_new="", id_old="", **old)


def _domains(given):
    """The company's own: who comes second to a name takes a number or a word more."""
    host = texts([f"{plain(name)}.{'vn' if i % 3 else 'com.vn'}" for i, name in enumerate(given)])
    _, first = np.unique(host.astype(str), return_index=True)
    again = np.ones(len(host), dtype=bool)
    again[first] = False
    return change(host, again, lambda text, i: text.replace(".", f"{('group', 'vn', 'co', 'corp')[i % 4]}{i}.", 1), np.arange(len(host)))
