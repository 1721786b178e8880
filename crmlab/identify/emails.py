"""E-mail addresses: as they would be written to, and a key under which two spellings of one mailbox meet."""
import re
import unicodedata
from typing import NamedTuple

from . import letters

_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*\.?@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}")
_NAMED = re.compile(r"^[^<>@]*<([^<>\s]+@[^<>\s]+)>$")  # Lan <lan@gmail.com>
_REMARK = re.compile(r"\s+\([^()@]*\)$")
_SPLIT = re.compile(r"[;,/\s]+(?=\S+@)")
_ENDINGS = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "cm": "com", "om": "com", "co": "com", "vom": "com", "xom": "com", "cpm": "com", "cim": "com", "com.v": "com.vn", "com.nv": "com.vn", "con.vn": "com.vn", "c0m": "com", "comvn": "com.vn", "com.vm": "com.vn"}
_HOSTS = {
    "gmail": "gmial gamil gmal gmai gmali gnail gmaill ggmail gmall gmaiil gimail gemail gmil gmeil gmaul gmsil gmqil gmaik gmailcom gmaio mgail gamail gmaol".split(),
    "yahoo": "yaho yahooo yhoo yhaoo yahho ymahoo yaoo yahoocom yahop yahou yah00".split(),
    "hotmail": "hotmial hotmal hotmai hotmil hotmali hormail htomail hotmaill hotnail hotmailcom hotamil".split(),
    "outlook": "outlok outllok outloo outook oulook outlookcom otlook".split(),
    "icloud": "iclod icoud iclould icloudcom".split(),
}
_HOST = {wrong: right for right, misspelt in _HOSTS.items() for wrong in misspelt} | {right: right for right in _HOSTS}
_COUNTRY = {"yahoo": {"com", "com.vn", "vn", "fr", "de", "co.uk", "co.jp", "com.sg", "ca", "in", "es", "it"}, "hotmail": {"com", "fr", "co.uk", "de", "it", "es", "com.vn"}, "outlook": {"com", "com.vn", "fr", "de", "es", "jp", "co.th"}}  # fmt: skip
NOBODY = {"khongco", "khong", "noemail", "no", "none", "na", "null", "unknown", "test", "abc", "xxx", "khongcoemail", "noreply", "chuaco"}


class Email(NamedTuple):
    """An e-mail address as it would be written to; what was noticed; the key to compare by."""

    value: str
    note: str
    key: str = ""


def read_email(text):
    """An e-mail address in small letters, an obvious slip in the domain put right; of a Series a table, one row per value.

    ``note`` is ``""`` read, ``"typo"`` gmial.com, gmail.con, yahoo.com,vn …, ``"several"`` the first was read, ``"unread"`` kept as typed,
    as lan@yahoo is, where the ending is cut off and several are possible. Of "Lan <lan@gmail.com> (vợ)" the address is read.
    ``key`` is the mailbox: without +tag, and at Gmail without dots; the value itself keeps both.

    Examples
    --------
    >>> read_email(" An.Nguyen+shop@GoogleMail.com ")
    Email(value='an.nguyen+shop@googlemail.com', note='', key='annguyen@gmail.com')
    >>> read_email("lan@gmial.com")[:2]
    ('lan@gmail.com', 'typo')
    """
    if hasattr(text, "iloc"):
        return letters.table(text, _cell, Email)
    return Email(None, "") if letters.empty(text) else _cell(str(text))


def _cell(typed):
    text = unicodedata.normalize("NFKC", letters.tidy(typed)).lower()
    if text.endswith((")", ">")):
        text = _NAMED.sub(r"\1", _REMARK.sub("", text))
    text = text.strip(" .,;:<>()'\"").removeprefix("mailto:").removeprefix("email:").strip()
    parts = _SPLIT.split(text)
    if "@" in parts[0] and len(parts) > 1:
        reads = [read for read in map(_cell, parts) if read.note != "unread"]
        return Email(reads[0].value, "several", reads[0].key) if reads else Email(typed, "unread")
    plain = re.sub(r"\s+", "", re.sub(r"\s*[(\[](?:at|a)[)\]]\s*", "@", text))
    if plain.count("@") != 1:
        return Email(typed, "unread")
    local, domain = plain.split("@")
    mended = _domain(domain)
    value = f"{local}@{mended}"
    if not _ADDRESS.fullmatch(value) or local in NOBODY:
        return Email(typed, "unread")
    return Email(value, "typo" if mended != domain else "", email_key(value))


def _domain(domain):
    """The domain without an obvious slip, like gmial.con or yahoo.com,vn; empty where its ending was cut off and several are possible."""
    dotted = re.sub(r"[.,]+", ".", domain).strip(".")
    host, _, ending = dotted.partition(".")
    if host not in _HOST:
        return dotted.removesuffix(".con") + ".com" if dotted.endswith(".con") else dotted
    right = _HOST[host]
    if ending in ("", "co") and right in _COUNTRY:
        return ""  # yahoo.com, yahoo.com.vn or yahoo.co.uk
    ending = _ENDINGS.get(ending, ending) or "com"
    if host == "gmai" and ending == "l.com":
        ending = "com"
    return f"{right}.{ending}" if ending in _COUNTRY.get(right, {"com"}) else dotted


def email_key(address):
    """The mailbox behind an address: an.nguyen+shop@googlemail.com and annguyen@gmail.com are one."""
    local, domain = address.split("@")
    local = local.partition("+")[0].strip(".") or local
    if domain in ("gmail.com", "googlemail.com"):
        return local.replace(".", "") + "@gmail.com"
    return f"{local}@{domain}"
