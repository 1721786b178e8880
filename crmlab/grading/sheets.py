"""CSV tables as spreadsheets and learning platforms write and read them.

Ours are UTF-8 with BOM, commas and CRLF line ends (RFC 4180): Excel then shows Vietnamese letters, and Moodle writes the same.
"""
import csv
import io
import pathlib
import re
import unicodedata
from dataclasses import dataclass

from .. import words
from . import journal

FORMULA = "=+-@\t\r\n＝＋－＠"


@dataclass(frozen=True)
class Sheet:
    """A table of texts with its header, and how its file wrote it."""

    header: list
    rows: list
    delimiter: str = ","
    bom: bool = True
    end: str = "\r\n"


def safe(text):
    """A text that no spreadsheet takes for a formula: an apostrophe goes before a leading = + - @ or tab."""
    text = unicodedata.normalize("NFC", str(text)).replace("\0", "")
    return "'" + text if text.lstrip(" ")[:1] in set(FORMULA) else text


def meant(text):
    """The text that safe() was given."""
    return text[1:] if text[:1] == "'" and safe(text[1:]) == text else text


def plain(points):
    """Points as text with a decimal point, at most four decimals and no trailing zeros: 2, 1.5."""
    text = f"{points:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number(text):
    """The number written in a cell with decimal comma or point, or None where there is none."""
    text = text.strip().replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII) else None


def decoded(raw):
    """The text of a CSV file: UTF-8, or what Excel saves instead (UTF-16 with its mark, else Vietnamese Windows, cp1258)."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return unicodedata.normalize("NFC", raw.decode("utf-16", "replace"))
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))


def read(path):
    """The table in a CSV file, its separator (comma, semicolon or tab) seen from the header; rows as long as the header."""
    path = pathlib.Path(path)
    try:
        raw = path.read_bytes()
    except OSError:
        raise ValueError(words.t("sheets.missing", path=path)) from None
    text = re.sub(r"\Asep=.\r?\n", "", decoded(raw))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except (ValueError, csv.Error):
        raise ValueError(words.t("sheets.unreadable", path=path)) from None
    rows = [(row + [""] * len(header))[: max(len(row), len(header))] for row in rows]
    end = "\r\n" if first.endswith("\r") else "\n"
    return Sheet(header, rows, delimiter, bom=raw.startswith(b"\xef\xbb\xbf"), end=end)


def column(sheet, path, *names):
    """The index of the column with one of these names, capitals aside; none is refused with the columns there are."""
    found = [index for index, name in enumerate(sheet.header) if name.strip().casefold() in names]
    if not found:
        raise ValueError(words.t("sheets.column", path=path, name=names[0], known=", ".join(map(repr, sheet.header))))
    return found[0]


def content(sheet):
    """The bytes of a table's file."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sheet.delimiter, lineterminator=sheet.end).writerows([sheet.header, *sheet.rows])
    return file.getvalue().encode("utf-8-sig" if sheet.bom else "utf-8", "replace")


def write(path, sheet):
    """Write a table's file as a whole or not at all, even if the power fails."""
    try:
        journal.write(path, content(sheet))
    except PermissionError:  # Windows: Excel holds the file
        raise ValueError(words.t("sheets.open", path=path)) from None
