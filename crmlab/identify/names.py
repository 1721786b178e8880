"""Names of people and companies: one way to write each, and how much two names say about being the same person."""
import functools
import re
from typing import NamedTuple

from . import letters

TITLES = "anh chị cô chú bác em ông bà mr mrs ms miss dr bs ths ts gs pgs ks ls thầy cậu dì thím mợ bạn cháu kh k/h a c b o ô ds cki ckii bscki bsckii nsnd nsưt".split()
LONG_TITLES = {"bac si", "bac sy", "thac si", "thac sy", "tien si", "tien sy", "duoc si", "duoc sy", "giao su", "pho giao su", "ky su", "luat su", "khach hang", "co giao", "thay giao"}
MAY_BE_A_NAME = {"anh", "chi", "chu", "ba", "di", "chau", "ban"}
SURNAMES = set(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam phung mai to tang thai ha luu luong cao chau ta "
    "quach quan dam kieu thach son giang nghiem nong la lu trieu khuc luc hua tong tham ong bach au ninh han ma lai che mac dong vi doi cu than kim thi ton dau tu tieu "
    "dan liu lo lau cam thieu khong cung phi bien nhan sam uong viet".split()
) - {"thi", "kim", "viet", "nhan", "dan"}
NOBODY = {
    "", "khach", "khach le", "khach hang", "khach vang lai", "vang lai", "khach moi", "kl", "kh", "kh le", "kvl", "khong", "khong ten", "khong ro", "khong biet", "khong co",
    "ko", "ko ten", "ko co", "k", "chua co", "chua ro", "an danh", "na", "n/a", "none", "null", "nan", "test", "unknown", "guest", "customer", "no name", "noname", "walk in",
    "walk-in", "abc", "xyz", "asd", "asdf", "qwerty", "demo", "undefined", "chua biet", "chua cap nhat", "chua xac dinh", "khong xac dinh", "khach quen", "nguoi mua", "nguoi la",
}  # fmt: skip
LEGAL = [  # folded words -> (legal form as we write it, its place in the row)
    (r"(?<!\btong )\b(?:(?:cong\s?t[yi]|c\.?\s?ty|ct)\b|ct(?=(?:cp|tnhh)\b))\.?", "Công ty", 0),
    (r"\btong (cong\s?ty|cty)\b", "Tổng công ty", 0),
    (r"\b(trach nhiem huu han|t\.?n\.?h\.?h)\b\.?", "TNHH", 1),
    (r"\b(mot thanh vien|1 thanh vien|1\s?tv|mtv)\b", "MTV", 2),
    (r"\b(co phan|c\.?p)\b\.?", "CP", 1),
    (r"\b((?:doanh nghiep|dn) tu nhan|d\.?n\.?t\.?n)\b\.?", "DNTN", 0),
    (r"\b(ho kinh doanh|ho kd|h\.?k\.?d)\b\.?", "HKD", 0),
    (r"\b(hop tac xa|htx)\b", "HTX", 0),
    (r"(,?\s*\b(co\.?,?\s*ltd|company limited)\b\.?)", "Co., Ltd", 9),
    (r"(,?\s*\b(limited|ltd)\b\.?)", "Ltd", 9),
    (r"(,?\s*\b(jsc|joint stock company)\b\.?)", "JSC", 9),
    (r"(,?\s*\b(corporation|corp)\b\.?)", "Corp", 9),
    (r"(,?\s*\binc\b\.?)", "Inc", 9),
    (r"\btap doan\b", "Tập đoàn", 0),
]
LEGAL = [(re.compile(pattern), form, place) for pattern, form, place in LEGAL]
_ANY_LEGAL = re.compile("|".join(pattern.pattern for pattern, _, _ in LEGAL[1:]) + r"|^(cong\s?t[yi]|c\.?\s?ty|ct|ctcp|cttnhh)\b|^(chi nhanh|cn|vpdd|van phong) .*\b(cong\s?ty|cty)\b")
_ORGANISATIONS = {letters.fold(name): name for name in (
    "trường tiểu học,trường thcs,trường thpt,trường mầm non,trường đại học,trường cao đẳng,trường mn,trường th,bệnh viện,ubnd,uỷ ban nhân dân,ngân hàng,khách sạn,văn phòng,chi nhánh,trung tâm,"
    "nhà hàng,phòng khám,cửa hàng,đại lý,tạp hoá,cơ sở,doanh nghiệp,bưu điện,sở y tế,bảo hiểm xã hội,quán ăn,quán cafe,nhà thuốc,tiệm,siêu thị"
).split(",")}  # fmt: skip
_ORGANISATION_FOLDED = re.compile(f"(?:{'|'.join(_ORGANISATIONS)})(?!\\w)")
_SHOP = re.compile(r"\b(?:shop|company|group|cafe|coffee|restaurant|hotel)\b")
SHORT_WORDS = {"tm": "thuong mai", "dv": "dich vu", "sx": "san xuat", "xd": "xay dung", "xnk": "xuat nhap khau", "vn": "viet nam", "vlxd": "vat lieu xay dung", "dl": "du lich", "vt": "van tai", "cn": "cong nghe", "qc": "quang cao", "tp": "thuc pham", "tmdv": "thuong mai dich vu", "dt": "dau tu", "kt": "ky thuat", "tt": "trang tri"}  # fmt: skip
_BRACKET = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]?\s*$")
_AFTER = re.compile(r"\s*(?:\s-\s|;|:|\||/|,\s*(?=\d)|\s(?=\+?\d[\d .\-]{6,}))\s*(.+)$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?|Ng\.?|NG\.?|Tr\.|Ph\.|Th\.)")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_CODE = re.compile(  # letters of TCVN3 and of VNI that were read as Latin: V¨n, TuÊn, Vaên
    "[¨©®µ¶·¸¹º»¼½¾§¬ª×÷]|[a-z][À-ÖØ-Þ]|(?i:a[âêàáãåäøùûõ]|e[âàáåäøùûõ]|oâ|[ou]ø|ö[ûïøùõ]|ô[ûïøùõ])"
)
_TELEX = re.compile("aa|ee|oo|dd|[aou]w")
_FILLER = re.compile(r"(?:khach|kh)(?: le| hang| moi)? ?\d+|([a-z])\1{2,}")


class Name(NamedTuple):
    """A name as it would be written to; what was noticed; words that were no part of the name."""

    value: str
    note: str
    rest: str = ""


def read_name(text):
    """A name with capitals, marks in one place, and without the form of address; of a Series a table, one row per value.

    ``note`` is ``""`` read, ``"honorific"`` a form of address in front was taken off, ``"company"`` legal form written one way,
    ``"initials"`` parts are abbreviated, ``"ambiguous"`` kept: of two words, "Anh Tuấn" may be Mr Tuấn or somebody called so,
    ``"unread"`` kept: nobody's name ("Khách lẻ", "???"), an e-mail address, or letters of another code page (TCVN3, VNI); ``"no_letters"`` kept. What stood in brackets or behind a dash is in ``rest``.

    Examples
    --------
    >>> read_name("chị NGUYỄN THỊ HÒA (khách quen)")
    Name(value='Nguyễn Thị Hoà', note='honorific', rest='khách quen')
    >>> read_name("Cty TNHH MTV Minh Anh").value
    'Công ty TNHH MTV Minh Anh'
    """
    if hasattr(text, "iloc"):
        return letters.table(text, _cell, Name)
    return Name(None, "") if letters.empty(text) else _cell(str(text))


def _cell(typed):
    text = letters.tidy(typed)
    if not any(letter.isalpha() for letter in text):
        return Name(typed, "no_letters")
    if (not text.isascii() and _OTHER_CODE.search(text)) or letters.fold(text).strip(" .-*") in NOBODY:
        return Name(typed, "unread")
    name, rest = _without_remarks(text)
    folded = letters.fold(name)
    if not any(letter.isalpha() for letter in folded):
        return Name(typed, "no_letters")
    if any(sign in name for sign in "?@\ufffd") or folded.strip(" .-*") in NOBODY or _FILLER.fullmatch(folded):
        return Name(typed, "unread")
    if is_company(folded, name):
        return Name(_company(name, folded) or typed, "company", rest)
    return _person(typed, name.strip(" .,;:-*_\"'") + ("." if re.search(r"\b\w\.$", name) else ""), rest)


def _without_remarks(text):
    """The name, and what stands in brackets or behind a dash after it."""
    rest = []
    while (found := _BRACKET.search(text)) and found.start():
        rest.insert(0, found[1].strip())
        text = text[: found.start()]
    if (found := _AFTER.search(text)) and any(letter.isalpha() for letter in text[: found.start()]) and letters.fold(text[: found.start()].strip()) not in _TITLES | LONG_TITLES:
        rest.insert(0, found[1].strip())
        text = text[: found.start()]
        if (found := _BRACKET.search(text)) and found.start():
            rest.insert(0, found[1].strip())
            text = text[: found.start()]
    return text.strip(), "; ".join(filter(None, rest))


_TITLES = {letters.fold(title) for title in TITLES}


def _person(typed, name, rest):
    kept, note = _without_title(_untelexed(name.split()))
    if not kept:
        return Name(typed, "unread", "")
    split = _split_dots(kept)
    if len(split) > 1 and any(_is_initial(word, place == len(split) - 1) for place, word in enumerate(split)):
        kept, note = split, note or "initials"
    if len(kept) == 1 and kept[0].isupper() and kept[0].isascii() and len(kept[0]) in (2, 3, 4) and not letters.is_syllable(kept[0].lower()):
        return Name(kept[0], note or "initials", rest)
    return Name(letters.one_tone_place(" ".join(_capital(word) for word in kept)), note, rest)


def _untelexed(words):
    """Words with Telex keys turned into marks: Vawn in any name, Hanhj only where all words are Vietnamese, so that Max and Van der Berg stay."""
    meant = [letters.untelex(word) for word in words]
    if meant == words:
        return words
    sure = all(letters.is_syllable(letters.fold(word).strip(".,:")) or len(word) < 3 for word in meant) and (len(words) > 1 or words[0][-1] not in "sxr")
    return [new if sure or _TELEX.search(old.lower()) else old for old, new in zip(words, meant, strict=True)]


def _is_initial(word, last):
    """N., V. or Ng.; also N, but Ý is a word, and A and Y are names of their own inside a name."""
    if not _INITIAL.fullmatch(word) or word.endswith("."):
        return word.endswith(".") and bool(_INITIAL.fullmatch(word))
    return not word.islower() and (word.isascii() or word == "Đ") and (last or word not in "AEY")


def _split_dots(words):
    """N.V.An as N. V. An."""
    return re.sub(r"\.(?=\S)", ". ", " ".join(words)).split()


def _without_title(words):
    """The words without the form of address in front, and what that was: "honorific", "ambiguous" or nothing."""
    note = ""
    while words:
        if glued := re.fullmatch(r"(a|c|anh|chị|mr|ms|mrs|bs)\.([^.]{2,})", words[0], re.IGNORECASE):
            words = [glued[1] + ".", glued[2], *words[1:]]
        if size := _long_title(words):
            if len(words) == size or letters.fold(words[size].strip(".:,")) not in SURNAMES | _TITLES:
                return words, note or "ambiguous"
            words, note = words[size:], "honorific"
            continue
        marked, following = words[0].lower().strip(".:,"), words[1:]
        if not _is_title(marked):
            return words, note
        if not following:
            return ([], "") if not (note or marked.isascii()) else (words, note)
        kind = _address(words, marked, note)
        if kind != "honorific":
            return words, note or kind
        words, note = following, "honorific"
    return words, note


_LONG_TITLE_BEGINS = {title.split()[0] for title in LONG_TITLES}


def _long_title(words):
    """How many words a title like "bác sĩ" takes in front, 0 if there is none."""
    if letters.fold_word(words[0]) not in _LONG_TITLE_BEGINS:
        return 0
    return next((size for size in (3, 2) if letters.fold(" ".join(words[:size])).strip(".:,") in LONG_TITLES), 0)


def _is_title(marked):
    """Whether a word in small letters is a form of address, or several: anh/chị, pgs.ts."""
    parts = marked.split("/") if "/" in marked else marked.split(".")
    return all(part in TITLES or (part.isascii() and part in _TITLES) for part in parts) and ("." not in marked or "/" in marked or min(map(len, parts)) > 1)


def _address(words, marked, before):
    """What the first word is: "honorific", "ambiguous" (then it stays), or "" a part of the name."""
    title, following = letters.fold(words[0].strip(".:,").lower()), words[1:]
    if letters.fold(following[0]) in ("thi", "van") or (len(marked) == 1 and all(len(word.strip(".")) == 1 for word in following[:-1]) and len(following) > 1):
        return ""
    if len(following) == 1:
        return "honorific" if before or "/" in marked or "." in marked or (words[0].islower() and following[0][:1].isupper()) else "ambiguous"
    if title not in MAY_BE_A_NAME or (title != "anh" and marked != title) or words[0].endswith((".", ":")):
        return "honorific"
    surname = letters.fold(following[0].strip(".")) in SURNAMES and (title == "anh" or title not in SURNAMES)
    if surname and title == "anh" and len(following) == 2 and letters.fold(following[1]) in SURNAMES:
        return "ambiguous"
    if surname or (words[0].islower() and following[0][:1].isupper()):
        return "honorific"
    return "ambiguous" if title == "anh" or letters.is_untoned(" ".join(following)) else ""


@functools.lru_cache(maxsize=letters.WORDS)
def _capital(word):
    """Capital first, small after; "McDonald" stays, because it is no Vietnamese syllable and was typed so."""
    syllable = letters.is_syllable(letters.fold(word))
    if not (word.isupper() or word.islower() or syllable) or (word.isupper() and not syllable and word.isascii() and len(word) <= 4 and word.isalpha()):
        return word
    if word.isupper() and re.fullmatch("MC[A-Z]{3,}", word):
        return "Mc" + word[2:].capitalize()
    return _WORD.sub(lambda part: part[0][:1].upper() + part[0][1:].lower(), word)


def is_company(folded, typed=""):
    """Whether a folded name is that of a company or another organisation; marks that were typed must be right: Lê Văn Phòng is a man."""
    if _ANY_LEGAL.search(folded) or _SHOP.search(folded):
        return True
    if not (found := _ORGANISATION_FOLDED.match(folded)):
        return False
    marked = _ORGANISATIONS[found[0]].split()
    return all(word.isascii() or word == right for word, right in zip(letters.one_tone_place(typed.lower()).split(), marked, strict=False))


def _company(name, folded):
    """The legal form in front, in the short form of today, then the name; a form in the middle stays where it is. Empty if there is no name."""
    forms, behind = set(), set()
    while found := next(((match, form, place) for pattern, form, place in LEGAL if place < 9 and (match := pattern.match(folded))), None):
        match, form, place = found
        forms.add((place, form))
        name, folded = (whole[match.end() :].lstrip(" ,.:;-") for whole in (name, folded))
    while found := _legal_end(folded):
        match, form, place = found
        (forms if place < 9 else behind).add((place, form))
        name, folded = (whole[: match.start()].rstrip(" ,.:;-") for whole in (name, folded))
    front = [form for _, form in sorted(forms)]
    if front and front[0] in ("TNHH", "CP", "MTV"):
        front = ["Công ty", *front]
    words = [word for word in name.strip(" .,;:-").split() if word.strip(".,-")]
    if not words:
        return ""
    alike = " ".join(words).isupper() or " ".join(words).islower()
    core = [_company_word(word) if alike or word.islower() and not place else word for place, word in enumerate(words)]
    return letters.one_tone_place(" ".join([*front, *core, *(form for _, form in sorted(behind))]))


def _legal_end(folded):
    """(match, form, place) of the legal form at the end of a folded name, None if there is none; what a firm has in front is none."""
    ends = ((match, form, place) for pattern, form, place in LEGAL if place for match in pattern.finditer(folded))
    return next((found for found in ends if not folded[found[0].end() :].strip(" .,") and found[0].start()), None)


def _company_word(word):
    folded = letters.fold(word)
    if folded in SHORT_WORDS or folded in ("tnhh", "mtv", "htx", "dntn", "tmcp"):
        return word.upper()
    return _capital(word) if word.islower() or letters.is_syllable(folded) else word
