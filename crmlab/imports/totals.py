"""The row of totals below a table: it is no order of nobody, it stays apart."""
import dataclasses

from . import letters, vocabulary
from .rawfile import note, text_of

_CALLED = {"tong_cong", "tong", "cong", "total", "grand_total", "totals"}


def cell(raw, chosen):
    """The column of the cell that says "Tổng cộng" in the last row, if that row has no date and no customer of its own; or None."""
    if not {"customer_id", "date"} <= set(chosen) or len(raw.cells) < 2:
        return None
    last = {name: text_of(raw.cells[name].iloc[-1]) for name in raw.cells.columns}
    said = [name for name, text in last.items() if letters.simple(text) in _CALLED]
    own = [chosen[ours] for ours in ("customer_id", "date")]
    return said[0] if len(said) == 1 and all(name == said[0] or not last[name] for name in own if isinstance(name, str)) else None


def notes(raw, chosen):
    """That the row stays apart."""
    column = cell(raw, chosen)
    return [note("imports.note_total", row=raw.rows[-1], value=text_of(raw.cells[column].iloc[-1]))] if column else []


def cut(raw, chosen):
    """The raw file without its row of totals."""
    if cell(raw, chosen) is None:
        return raw
    return dataclasses.replace(raw, cells=raw.cells.iloc[:-1], rows=raw.rows[:-1], native={name: mask[:-1] for name, mask in raw.native.items()})


def blanked(raw, chosen):
    """The raw file with nothing in place of "Tổng cộng" where that stands in a column of dates or numbers."""
    column = cell(raw, chosen)
    if not any(column == theirs and vocabulary.kind(ours) in ("date", "number") for ours, theirs in chosen.items()):
        return raw
    key = ("without total", column)
    if key not in raw.known:
        cells, native = raw.cells.copy(), dict(raw.native)
        cells.isetitem(cells.columns.get_loc(column), _typed(cells[column], native, column))
        raw.known[key] = dataclasses.replace(raw, cells=cells, native=native)
    return raw.known[key]


def _typed(values, native, column):
    """The column without its last cell; dates again if all the others were dates of Excel."""
    import pandas as pd

    blank = pd.Series(pd.array([*values.iloc[:-1], ""], dtype="str"), index=values.index)
    filled = blank[blank != ""]
    if column in native and len(filled) and filled.str.match(r"\d{4}-\d\d-\d\d").all() and pd.Series(native[column], index=values.index)[blank != ""].all():
        del native[column]
        return pd.to_datetime(blank.mask(blank == ""), format="ISO8601")
    return blank
