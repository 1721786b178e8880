"""Excel files: the values of one sheet, with what a spreadsheet hides: formulas without results, merged cells, error values."""
import io
import re
import zipfile

from .. import words
from . import columnar, header, letters
from .rawfile import ERRORS, RawFile, note, text_of

_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"(?![^>]* t="str")[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read(path, sheet=None):
    """One sheet of an Excel file as a RawFile."""
    book = _open(path)
    filled = {page.title: page for page in book.worksheets if page.sheet_state == "visible" or page.title == sheet}
    rows = {title: found for title, page in filled.items() if (found := _rows(page, path.name))}
    title = columnar.choose(list(rows), sheet, path.name)
    part = filled[title]._worksheet_path
    book.close()
    place, names = header.find(rows[title], path.name)
    _check(path, part, place + 1, len(rows[title]))
    return _raw(path, title, rows[title], place, names)


def _open(path):
    try:
        import openpyxl
    except ImportError:
        raise ValueError(words.t("imports.extra", package="openpyxl")) from None
    try:
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except Exception:  # a damaged archive or part of it fails in many ways
        raise ValueError(words.t("imports.torn_excel", name=path.name)) from None


def _rows(page, name):
    """All rows of a sheet; a sheet without any value gives none."""
    try:
        page.reset_dimensions()
        rows = list(header.progress(page.iter_rows(values_only=True), 10**9, unit="rows"))
    except Exception:  # as in _open
        raise ValueError(words.t("imports.torn_excel", name=name)) from None
    return rows if any(cell not in (None, "") for row in rows for cell in row) else []


def _check(path, part, header_row, last):
    """Refuse formulas without a stored result, and merged cells in the header or below it."""
    with zipfile.ZipFile(path) as archive:
        data = archive.read(part.lstrip("/"))
    formula = _FORMULA.search(data)
    if formula:
        raise ValueError(words.t("imports.formula", name=path.name, cell=formula[1].decode()))
    for first, top, end, bottom in _MERGED.findall(data):
        if int(bottom) >= header_row and int(top) <= last:
            raise ValueError(words.t("imports.merged", name=path.name, cells=f"{first.decode()}{top.decode()}:{end.decode()}{bottom.decode()}"))


def _raw(path, title, rows, place, names):
    """The rows below the header as a table; every column whose cells are all numbers or all dates keeps that type."""
    import pandas as pd

    width = max(len(names), *(len(row) for row in rows))
    names = names + [""] * (width - len(names))
    kept = [(number, row) for number, row in enumerate(rows[place + 1 :], place + 2) if any(cell not in (None, "") for cell in row)]
    if not kept:
        raise ValueError(words.t("imports.no_rows", name=path.name))
    _unnamed(kept, names, path.name)
    columns = [[row[at] if at < len(row) else None for _, row in kept] for at in range(width)]
    table, masks = {}, {}
    for at, values in enumerate(columns):
        table[at], masks[at] = _column(values)
    cells, doubled, places = header.named(pd.DataFrame(table), names)
    native = {name: masks[at] for at, name in zip(places, cells.columns, strict=True) if masks[at] is not None}
    return RawFile(path, "excel", cells, [number for number, _ in kept], sheet=title, header_row=place + 1, native=native, doubled=doubled, notes=_notes(columns))


def _unnamed(kept, names, name):
    """Refuse a single row that is longer than the header: a cell out of place."""
    named = max(number for number, cell in enumerate(names, 1) if cell)
    longer = [number for number, row in kept if any(cell not in (None, "") for cell in row[named:])]
    if 0 < len(longer) <= len(kept) / 10:
        found = max(place for place, cell in enumerate(dict(kept)[longer[0]], 1) if cell not in (None, ""))
        raise ValueError(words.t("imports.too_many_cells", name=name, row=longer[0], found=found, width=named))


def _column(values):
    """(a typed column or one of texts, which cells were numbers if they are mixed with text)."""
    import datetime

    import pandas as pd

    filled = [value for value in values if value not in (None, "")]
    if filled and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in filled):
        whole = all(float(value).is_integer() and abs(value) < 1e15 for value in filled)
        return pd.array([None if value in (None, "") else value for value in values], dtype="Int64" if whole else "Float64"), None
    if filled and all(isinstance(value, (datetime.datetime, datetime.date)) for value in filled):
        days = pd.to_datetime(pd.Series([None if value == "" else value for value in values], dtype=object), errors="coerce")
        return days.array, None
    numbers = [isinstance(value, (int, float, datetime.datetime, datetime.date)) and not isinstance(value, bool) for value in values]
    return pd.array([letters.clean(text_of(value)) for value in values], dtype="str"), numbers if any(numbers) else None


def _notes(columns):
    """How many cells hold an error of Excel instead of a value."""
    count = sum(value in ERRORS for values in columns for value in values if isinstance(value, str))
    return (note("imports.note_errors", count=count),) if count else ()
