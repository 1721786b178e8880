"""How an address is written: before and after 1 July 2025, in full, in the usual short forms, or in part."""
import numpy as np

from . import damage, places
from .draw import change, day, place

REFORM = day("2025-07-01")
DISTRICTS = [(province, *row) for province, rows in places.DISTRICTS.items() for row in rows]
SHORT_CITY = {
    "Hồ Chí Minh": ("TP. Hồ Chí Minh", "TP.HCM", "TPHCM", "Tp HCM", "HCM", "Sài Gòn", "SG", "TP Hồ Chí Minh", "Hồ Chí Minh", "tp.hcm"),
    "Hà Nội": ("Hà Nội", "TP. Hà Nội", "HN", "Hà Nội", "TP Hà Nội", "Tp.HN", "Hanoi", "Hà nội", "Hà Nội", "hà nội"),
    "Đà Nẵng": ("Đà Nẵng", "TP. Đà Nẵng", "ĐN", "Đà Nẵng", "TP.ĐN", "TP Đà Nẵng", "Da Nang", "Đà Nẵng", "Đà Nẵng", "tp đà nẵng"),
    "Bà Rịa - Vũng Tàu": ("Bà Rịa - Vũng Tàu", "BRVT", "BR-VT", "Vũng Tàu", "tỉnh Bà Rịa-Vũng Tàu"),
    "Thừa Thiên Huế": ("Thừa Thiên Huế", "TT Huế", "Huế", "TT-Huế", "tỉnh Thừa Thiên - Huế"),
    "Huế": ("TP. Huế", "Huế", "Tp Huế"),
}
NUMBER_WORDS = {"1": "Nhất", "3": "Ba", "5": "Năm", "7": "Bảy", "10": "Mười"}
KIND_SHORT = {"Quận": "Q", "Huyện": "H", "Thành phố": "TP", "Thị xã": "TX"}


def address_of(people, days, rng):
    """Where each lived on that day, as it was written then."""
    n = len(people)
    before = (people.moved_on.to_numpy() > days) & (people.moved_on.to_numpy() > 0)
    area = np.where(before, people.area_before, people.area).tolist()
    spot = np.where(before, people.spot_before, people.spot).tolist()
    house = np.where(before, people.house_before, people.house).tolist()
    new = (days >= REFORM) & (rng.random(n) < 0.6)
    style = place(rng, [24, 32, 18, 10, 8, 5, 3], n).tolist()
    draw = rng.random(n).tolist()
    return [(_new if after else _old)(*row) for after, *row in zip(new.tolist(), area, spot, house, style, draw, strict=True)]


def _chosen(options, spot):
    parts = options.split("|")
    return parts[spot % len(parts)]


def _ward(ward, short, draw):
    """Phường 7, P.7, p7, P. Bến Nghé, xã …, TT. …"""
    kind, name = ("TT", ward[3:]) if ward.startswith("TT ") else ("X", ward[2:]) if ward.startswith("X ") else ("P", ward)
    if not short:
        return {"TT": "Thị trấn ", "X": "Xã ", "P": "Phường "}[kind] + name
    return kind + (". ", ".", " ")[int(draw * 3)] + name if not name.isdigit() else kind + ("", ".", ". ")[int(draw * 3)] + name


def _district(kind, name, short, draw):
    if not short:
        return f"{kind} {name}"
    if name in NUMBER_WORDS and draw < 0.04:
        return f"Quận {NUMBER_WORDS[name]}"
    letter = KIND_SHORT[kind]
    if name.isdigit():
        return (f"Q{name}", f"Q.{name}", f"Q. {name}", f"q{name}", f"quận {name}")[int(draw * 5)]
    return (f"{letter}. {name}", f"{letter}.{name}", f"{letter} {name}", name, f"{letter}.{name}")[int(draw * 5)]


def _province(name, short, draw):
    if not short:
        return f"Thành phố {name}" if name in places.CITIES or name == "Huế" else f"Tỉnh {name}"
    options = SHORT_CITY.get(name, (name, f"T. {name}", name, f"tỉnh {name}"))
    return options[int(draw * 97) % len(options)]


def _old(area, spot, house, style, draw):
    province, kind, district, wards, _, streets = DISTRICTS[area]
    street, ward = f"{house} {_chosen(streets, spot)}", _chosen(wards, spot // 7)
    short = style > 0
    parts = (street, _ward(ward, short, draw), _district(kind, district, short, draw * 7 % 1), _province(province, short, draw))
    return _put_together(parts, style, draw)


def _new(area, spot, house, style, draw):
    province, _, _, _, wards, streets = DISTRICTS[area]
    street, ward = f"{house} {_chosen(streets, spot)}", _chosen(wards, spot // 7)
    short = style > 0
    parts = (street, _ward(ward, short, draw), "", _province(places.PROVINCES[province][5], short, draw))
    return _put_together(parts, style, draw)


def _put_together(parts, style, draw):
    """In full; with short words; without the ward; without the province; without commas; district only; street only."""
    street, ward, district, province = parts
    kept = {2: (street, district or ward, province), 3: (street, ward, district), 5: (district or ward, province), 6: (street, district or ward)}.get(style, parts)
    return (" " if style == 4 else " - " if draw < 0.05 else ", ").join(part for part in kept if part)


def written(addresses, source, rng):
    """Without marks, partly, in capitals, NFD, as the source's people type."""
    n, draw = len(addresses), rng.random(len(addresses))
    there, habit = addresses != "", rng.random(len(addresses))
    bare = {"web": 0.22, "excel": 0.18, "call": 0.12, "till": 0.3, "paper": 0.01}[source]
    addresses = change(addresses, there & (habit < bare), damage.bare)
    addresses = change(addresses, there & (habit >= bare) & (habit < bare + 0.04), damage.partly_bare, draw)
    addresses = change(addresses, there & (rng.random(n) < 0.1), damage.other_case, draw)
    addresses = change(addresses, there & (rng.random(n) < 0.02), damage.mistyped, draw)
    apart = {"web": 0.04, "excel": 0.18}.get(source, 0.0)
    return change(addresses, there & (rng.random(n) < apart), damage.decomposed)
