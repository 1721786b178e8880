"""Reading a file: what kind it is stands in its first bytes, whatever its name says."""
import difflib
import pathlib
import re
import zipfile

from .. import words
from . import columnar, delimited, encodings, excel, letters
from .rawfile import RawFile, note

_OTHERS = ((b"\xd0\xcf\x11\xe0", "old"), (b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"), (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"), (b"{\\rtf", "RTF"))
_INSIDE = {"word/": "Word (.docx)", "ppt/": "PowerPoint (.pptx)", "xl/workbook.bin": "XLSB", "content.xml": "ODS"}  # what an archive that is no .xlsx holds
_DOCUMENTS = ("PDF", "RTF", "Word (.docx)", "PowerPoint (.pptx)")
_EXCEL_PART = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)  # in an archive whose end is missing


def read(path, *, sheet=None, encoding=None, delimiter=None):
    """A file as a RawFile: CSV, TSV, TXT, Excel (.xlsx), Parquet or a table of a DuckDB file.

    Parameters
    ----------
    path : path of the file
    sheet : name of the Excel sheet or of the DuckDB table; needed only if there are several
    encoding : of a text file, such as "utf-8" or "cp1258"; found by itself where that is certain
    delimiter : of a text file, such as ";"

    Raises
    ------
    ValueError
        the file is missing, empty, torn, of a kind that cannot be read, in an encoding that is not certain, has rows of
        unequal length, formulas without results or merged cells; or there are several sheets and none is named
    """
    path = pathlib.Path(path)
    _check(path)
    with open(path, "rb") as file:
        head = file.read(64)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ValueError(words.t("imports.empty_file", name=path.name))
    if head[:4] == b"PAR1" or head[8:12] == b"DUCK":
        return columnar.read(path, "parquet" if head[:4] == b"PAR1" else "duckdb", sheet)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        _check_zip(path)
        return excel.read(path, sheet)
    other = next((kind for start, kind in _OTHERS if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(start.lower())), None)
    if other:
        _refuse_kind(path, other)
    return _text(path, encoding, delimiter)


def _check(path):
    """Refuse what is no file, with the nearest name in its folder."""
    if path.is_dir():
        raise ValueError(words.t("imports.is_folder", name=path.name))
    if not path.is_file():
        there = [other.name for other in path.parent.iterdir() if other.is_file()] if path.parent.is_dir() else []
        near = difflib.get_close_matches(path.name, there, n=1, cutoff=0.5)
        if near:
            raise ValueError(words.t("imports.no_file_near", name=path.name, near=near[0]))
        raise ValueError(words.t("imports.no_file", name=path.name))


def _check_zip(path):
    """Excel files are zip archives; refuse torn ones and other archives, each by what it holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except Exception:  # a damaged archive fails in many ways
        if _EXCEL_PART.search(path.read_bytes()):
            raise ValueError(words.t("imports.torn_excel", name=path.name)) from None
        raise ValueError(words.t("imports.torn_zip", name=path.name)) from None
    if "xl/workbook.xml" not in names:
        _refuse_kind(path, next((kind for start, kind in _INSIDE.items() if any(name.startswith(start) for name in names)), "ZIP"))


def _refuse_kind(path, kind):
    """Say what kind of file it is, and the program that can make a table of it."""
    if kind == "old":
        raise ValueError(words.t("imports.kind_old", name=path.name))
    if kind in ("ZIP", "gzip"):
        raise ValueError(words.t("imports.kind_archive", name=path.name, kind=kind))
    if kind in _DOCUMENTS:
        raise ValueError(words.t("imports.kind_document", name=path.name, kind=kind))
    raise ValueError(words.t("imports.kind", name=path.name, kind=kind))


def _text(path, encoding, delimiter):
    """A text file: decoded, split, cleaned."""
    data = path.read_bytes()
    text, encoding = encodings.decode(data, path.name, encoding)
    cells, rows, header_row, delimiter, doubled = delimited.parse(text, path.name, delimiter)
    if not len(cells):
        raise ValueError(words.t("imports.no_rows", name=path.name))
    notes = []
    if "\ufffd" in text:
        notes.append(note("imports.note_lost_letters", count=text.count("\ufffd"), line=text.count("\n", 0, text.index("\ufffd")) + 1))
    if text[-1] not in "\r\n":
        notes.append(note("imports.note_last_line", row=rows[-1]))
    cells = cells.apply(_stripped if letters.is_clean(text) else letters.clean_column)
    return RawFile(path, "csv", cells, rows, encoding, delimiter, None, header_row, {}, doubled, tuple(notes))


def _stripped(column):
    return column.str.strip()
