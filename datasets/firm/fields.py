"""E-mail addresses, birthdays, identity numbers, tax codes and card numbers as each source writes them."""
import numpy as np

from . import damage
from .draw import change, day, place, whole

TYPOS = {"gmail.com": ("gmial.com", "gmail.con", "gamil.com", "gmai.com", "gmail.com.vn", "gmailcom", "gmail,com", "gmail.co"), "yahoo.com.vn": ("yahoo.com", "yaho.com.vn", "yahoo.vn"), "yahoo.com": ("yahoo.com.vn", "yaho.com", "yahoo.con")}
BIRTHDAYS = ("d/m/Y", "dd/mm/YYYY", "Y-m-d", "d-m-Y", "d.m.Y", "d/m/yy", "Y", "d/m", "ddmmYYYY", "swapped", "01/01", "m/d/Y")
DAYS = {
    "till": (15, 10, 0, 5, 2, 8, 5, 50, 0, 1, 4, 0),
    "web": (5, 45, 30, 3, 1, 2, 1, 0, 2, 3, 5, 3),
    "call": (25, 25, 5, 8, 5, 8, 12, 5, 2, 2, 3, 0),
    "excel": (20, 20, 22, 6, 3, 5, 8, 0, 2, 5, 4, 5),
    "paper": (35, 25, 0, 12, 10, 4, 9, 0, 0, 1.5, 3.5, 0),
}


def emails(people, source, rng):
    """gmial.com, gmail.con, capitals, +tags, dots that mean nothing, a missing dot."""
    n, mail = len(people), people.email.to_numpy(dtype=object)
    there, habit, draw = mail != "", rng.random(n), rng.random(n)
    mail = change(mail, there & (habit < 0.05), _wrong_domain, draw)
    mail = change(mail, there & (habit > 0.05) & (habit < 0.08), _tagged, draw)
    mail = change(mail, there & (habit > 0.08) & (habit < 0.13), _dotted, draw)
    mail = change(mail, there & (habit > 0.13) & (habit < 0.15), _slipped, draw)
    mail = change(mail, there & (rng.random(n) < {"excel": 0.12}.get(source, 0.06)), lambda text, at: text.upper() if at < 0.3 else text[:1].upper() + text[1:], draw)
    return change(mail, there & (rng.random(n) < 0.015), lambda text, at: text + " " if at < 0.6 else " " + text, draw)


def _wrong_domain(text, draw):
    local, domain = text.split("@")
    options = TYPOS.get(domain)
    return f"{local}@{options[int(draw * len(options))]}" if options else text


def _tagged(text, draw):
    local, domain = text.split("@")
    return f"{local}+{('moc', 'tra', 'shop', 'trasua')[int(draw * 4)]}@{domain}" if domain == "gmail.com" else text


def _dotted(text, draw):
    """Gmail takes no notice of dots, and so do its users."""
    local, domain = text.split("@")
    if domain != "gmail.com":
        return text
    at = 2 + int(draw * 1000) % max(len(local) - 3, 1)
    return (local.replace(".", "") if "." in local else f"{local[:at]}.{local[at:]}") + "@" + domain


def _slipped(text, draw):
    local, domain = text.split("@")
    return f"{damage.mistyped(local, draw)}@{domain}"


def birthdays(people, source, rng):
    """In the form of the source; some only a year, some 01/01, some with day and month swapped."""
    n = len(people)
    born, known = people.birthday, people.birthday.notna().to_numpy()
    form = np.where(known, place(rng, DAYS[source], n), -1).tolist()
    d, m, y = (part.fillna(1).astype(int).tolist() for part in (born.dt.day, born.dt.month, born.dt.year))
    cells = np.empty(n, dtype=object)
    cells[:] = [_birthday(*cell) for cell in zip(form, d, m, y, strict=True)]
    year_off = known & (rng.random(n) < 0.015)
    return change(cells, year_off, damage.wrong_digit, rng.random(n))


def _birthday(form, d, m, y):
    if form < 0:
        return ""
    kind = BIRTHDAYS[form]
    return {
        "d/m/Y": f"{d}/{m}/{y}", "dd/mm/YYYY": f"{d:02d}/{m:02d}/{y}", "Y-m-d": f"{y}-{m:02d}-{d:02d}", "d-m-Y": f"{d:02d}-{m:02d}-{y}",
        "d.m.Y": f"{d:02d}.{m:02d}.{y}", "d/m/yy": f"{d:02d}/{m:02d}/{y % 100:02d}", "Y": f"{y}", "d/m": f"{d:02d}/{m:02d}", "ddmmYYYY": f"{d:02d}{m:02d}{y}",
        "swapped": f"{m:02d}/{d:02d}/{y}", "m/d/Y": f"{m}/{d}/{y}", "01/01": f"01/01/{y}",
    }[kind]  # fmt: skip


def identity(people, days, source, rng):
    """The card of nine digits before 2016, both for some years, then the one of twelve."""
    n, new, old = len(people), people.id_new.to_numpy(dtype=object), people.id_old.to_numpy(dtype=object)
    share = np.interp(days, [day("2016-01-01"), day("2019-01-01"), day("2021-03-01"), day("2022-06-01")], [0.02, 0.4, 0.6, 0.98])
    number = np.where(rng.random(n) < share, new, old).astype(object)
    there, habit, draw = number != "", rng.random(n), rng.random(n)
    number = change(number, there & (habit < 0.015), damage.wrong_digit, draw)
    number = change(number, there & (habit > 0.015) & (habit < 0.025), damage.swapped_digits, draw)
    number = change(number, there & (habit > 0.03) & (habit < 0.12), lambda text: " ".join(text[at : at + 3] for at in range(0, len(text), 3)))
    return change(number, there & (source == "excel") & (habit > 0.6), lambda text: text.lstrip("0"))


def taxes(people, source, rng):
    """Mostly as on the stamp; blanks and dots, the dash of a branch left out, Excel's lost zero."""
    n, tax = len(people), people.tax.to_numpy(dtype=object)
    there, habit, draw = tax != "", rng.random(n), rng.random(n)
    tax = change(tax, there & (habit < 0.08), lambda text: text.replace("-", ""))
    tax = change(tax, there & (habit > 0.08) & (habit < 0.14), lambda text: f"{text[:2]} {text[2:6]} {text[6:]}")
    tax = change(tax, there & (habit > 0.14) & (habit < 0.17), lambda text: f"MST: {text}")
    tax = change(tax, there & (habit > 0.17) & (habit < 0.185), damage.wrong_digit, draw)
    tax = change(tax, there & (habit > 0.185) & (habit < 0.2), damage.swapped_digits, draw)
    return change(tax, there & (source == "excel") & (habit > 0.75), lambda text: text.lstrip("0"))


def accounts(people, source, rng):
    """The member card: MOC 1234 5678, moc12345678, 12345678, now and then with a slip."""
    n, card = len(people), people.card.to_numpy(dtype=object)
    there, draw = card != "", rng.random(n)
    card = change(card, there & (rng.random(n) < 0.008), damage.wrong_digit, draw)
    form = whole(rng, 0, 3, n)
    return change(card, there, lambda text, kind: (text, f"MOC{text}", f"MOC {text[:4]} {text[4:]}", f"moc-{text}")[kind], form)
