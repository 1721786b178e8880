"""How a name is written down by each source."""
import numpy as np

from . import damage
from .draw import change, joined, pick, place, texts

# the parts that are written: all, the given name, without middle names, initials for them, given name first, middle + given
PARTS = ("full", "given", "no middle", "initials", "western", "last two", "shifted")
HABITS = {
    "till": (14, 56, 4, 1, 1, 23, 1),
    "web": (80, 1.5, 3.5, 1, 6, 5, 3),
    "call": (56, 12, 7, 2, 5, 16, 2),
    "excel": (72, 3, 6, 5, 5, 6, 3),
    "paper": (84, 3, 4, 4, 0.5, 4, 0.5),
}
HONORIFICS = {"till": 0.72, "web": 0.01, "call": 0.35, "excel": 0.1, "paper": 0.12}  # share with Anh, Chị, …
BARE = {"till": 0.34, "web": 0.24, "call": 0.12, "excel": 0.2, "paper": 0.02}  # share without any marks
CASES = {"till": 0.2, "web": 0.12, "call": 0.06, "excel": 0.4, "paper": 0.07}  # share not Like This
NOTES = {"till": 0.09, "web": 0.01, "call": 0.07, "excel": 0.06, "paper": 0.03}  # share with a note behind the name
MISHEARD = {"till": 0.02, "web": 0.004, "call": 0.13, "excel": 0.025, "paper": 0.03}
MISTYPED = {"till": 0.02, "web": 0.015, "call": 0.015, "excel": 0.02, "paper": 0.003}
APART = {"till": 0.0, "web": 0.07, "call": 0.0, "excel": 0.3, "paper": 0.0}  # share in NFD
NOTE_TEXTS = {
    "(VP tầng 3)": 3, "(bạn chị Hà)": 2, "- khách quen": 3, "(đối diện trường)": 1, "- giao giờ trưa": 2, "(ship)": 2, "(KH cũ)": 2, "- hẻm nhỏ": 1, "*": 1,
    "(ít đường)": 2, "(lấy VAT)": 2, "- gọi trước": 2, "(mới)": 1, "2": 1, "(mẹ bé Na)": 1, "(công ty)": 1, "(không gọi buổi sáng)": 1, "(FB)": 2, "(Zalo)": 2,
}  # fmt: skip
SHORT_FORMS = (
    ("Công ty TNHH MTV", ("Cty TNHH MTV", "CTY TNHH 1TV", "Công ty TNHH Một Thành Viên", "Cty MTV", "C.ty TNHH MTV")),
    ("Công ty TNHH", ("Cty TNHH", "CTY TNHH", "Cty", "C.ty TNHH", "Công ty")),
    ("Công ty Cổ phần", ("Cty CP", "CTCP", "Công ty CP", "Cty Cổ phần", "CTY CP")),
    ("DNTN", ("Doanh nghiệp tư nhân", "DN", "DNTN", "D.N.T.N", "Doanh nghiệp TN")),
    ("Văn phòng Luật sư", ("VPLS", "VP Luật sư", "VPLS", "Văn phòng LS", "VP luật sư")),
    ("Trung tâm Ngoại ngữ", ("TTNN", "TT Ngoại ngữ", "Trung tâm NN", "TT Anh ngữ", "TT ngoại ngữ")),
    ("Khách sạn", ("KS", "Khách sạn", "Hotel", "K.S", "KS.")),
    ("Nhà hàng", ("NH", "Nhà hàng", "Quán", "N.hàng", "NH.")),
)
TRADES_SHORT = (("Thương mại Dịch vụ", "TMDV"), ("Sản xuất Thương mại", "SXTM"), ("Xuất nhập khẩu", "XNK"), ("Xây dựng", "XD"), ("Bất động sản", "BĐS"), ("Chi nhánh", "CN"), ("Công nghệ", "CN"))


def names(people, source, rng):
    """A column of names as the source's people write them."""
    n, company = len(people), people.kind.to_numpy() == "company"
    written = np.where(company, _firms(people, source, rng), _persons(people, source, rng)).astype(object)
    written = _misspelt(written, source, rng)
    written = _marks(written, source, rng)
    draw = rng.random(n)
    written = change(written, rng.random(n) < CASES[source], damage.other_case, draw)
    note = rng.random(n) < NOTES[source]
    written = change(written, note, lambda text, more: f"{text} {more}", pick(rng, NOTE_TEXTS, n))
    written = change(written, rng.random(n) < 0.025, damage.spaced, rng.random(n))
    return change(written, rng.random(n) < APART[source], damage.decomposed)


def first_names(people, rng):
    """Only the first name, as on a paper cup."""
    return change(people.given.to_numpy(dtype=object), rng.random(len(people)) < 0.5, damage.bare)


def _persons(people, source, rng):
    part = place(rng, HABITS[source], len(people)).tolist()
    draw = rng.random(len(people)).tolist()
    cells = zip(people.surname, people.middle, people.given, part, draw, strict=True)
    written = texts([_parts(*cell) for cell in cells])
    male, year = people.gender.to_numpy() == "m", people.year.to_numpy()
    title = _titles(male, year, rng)
    titled = rng.random(len(people)) < HONORIFICS[source]
    short = np.isin(part, [PARTS.index("given"), PARTS.index("last two")])
    return np.where(titled & (short | (rng.random(len(people)) < 0.25)), joined(title, written), written)


def _parts(surname, middle, given, part, draw):
    kind = PARTS[part]
    if kind == "initials":
        letters = ".".join(word[0] for word in f"{surname} {middle}".split()) if draw < 0.5 else f"{surname} " + ".".join(word[0] for word in middle.split())
        return f"{letters}.{given}" if draw < 0.5 else f"{letters}. {given}" if middle else f"{surname[0]}. {given}"
    order = {
        "given": (given,),
        "no middle": (surname, given),
        "western": (given, middle, surname),
        "last two": ((middle.split() or [""])[-1], given) if middle not in ("Văn", "Thị") else (given,),
        "shifted": (middle, given, surname) if middle else (given, surname),
    }.get(kind, (surname, middle, given))
    return " ".join(filter(None, order))


def _titles(male, year, rng):
    """Anh, Chị, Cô, Chú … with the short forms of the till."""
    n = len(male)
    men = np.where(year < 1970, pick(rng, {"Chú": 4, "Bác": 3, "Ông": 2, "chú": 2, "A.": 1}, n), pick(rng, {"Anh": 8, "anh": 4, "A.": 4, "a.": 3, "A": 3, "Mr": 1, "Mr.": 1, "Em": 1}, n))
    women = np.where(year < 1970, pick(rng, {"Cô": 5, "Bác": 2, "Bà": 1, "cô": 2, "C.": 1}, n), pick(rng, {"Chị": 8, "chị": 4, "C.": 3, "c.": 3, "C": 2, "Ms": 2, "Ms.": 1, "Cô": 1, "Em": 1, "Chi": 2}, n))
    return np.where(male, men, women)


def _firms(people, source, rng):
    n = len(people)
    short = rng.random(n) < {"till": 0.95, "web": 0.5, "call": 0.75, "excel": 0.6, "paper": 0.6}[source]
    kind = (rng.random(n) * 5).astype(int)
    written = change(people.name.to_numpy(dtype=object), short, _short_firm, kind)
    proper = rng.random(n) < {"till": 0.35, "call": 0.14}.get(source, 0.02)
    written = np.where(proper, joined(np.where(kind < 3, "Cty", "công ty"), people.given), written)
    contact = (rng.random(n) < {"till": 0.3, "call": 0.25, "excel": 0.1}.get(source, 0.03)) & (written != "")
    person = pick(rng, {"chị Hoa": 2, "a Tuấn": 2, "Ms Linh": 1, "chị Trang kế toán": 1, "anh Nam": 1, "C.Thảo HC": 1, "Mr Hùng": 1}, n)
    return change(written.astype(object), contact, lambda text, who, draw: f"{text} - {who}" if draw else f"{who} ({text})", person, kind % 2)


def _short_firm(text, kind):
    for long, options in SHORT_FORMS:
        if text.startswith(long):
            text = text.replace(long, options[kind], 1)
            break
    for long, short in TRADES_SHORT if kind != 1 else ():
        text = text.replace(long, short)
    return text


def _misspelt(written, source, rng):
    n, draw = len(written), rng.random(len(written))
    written = change(written, rng.random(n) < MISHEARD[source], damage.misheard, draw)
    written = change(written, rng.random(n) < MISHEARD[source] / 2, damage.hook_for_tilde)
    written = change(written, rng.random(n) < MISTYPED[source], damage.mistyped, draw)
    return change(written, rng.random(n) < {"web": 0.008, "till": 0.004}.get(source, 0), lambda text: damage.teencode(text))


def _marks(written, source, rng):
    """Marks missing, in part, as keys, as ?, in the other place, or the wrong capital D."""
    n, habit, draw = len(written), rng.random(len(written)), rng.random(len(written))
    written = change(written, rng.random(n) < 0.35, damage.modern_tones)
    at, steps = BARE[source], {"partly": 0.04, "toneless": 0.012, "telex": 0.008, "unreadable": 0.012 if source in ("excel", "till") else 0.0}
    written = change(written, habit < at, damage.bare)
    for name, share in steps.items():
        mask, at = (habit >= at) & (habit < at + share), at + share
        function = {"partly": damage.partly_bare, "toneless": damage.toneless, "telex": damage.telex, "unreadable": damage.unreadable}[name]
        written = change(written, mask, function, draw) if name == "partly" else change(written, mask, function)
    return change(written, rng.random(n) < 0.2, damage.icelandic)
