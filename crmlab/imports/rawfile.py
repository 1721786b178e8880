"""A file as it was read, before anything is decided about it; and the notes that tell what was noticed or assumed."""
import dataclasses
import functools
import pathlib
from typing import NamedTuple

from .. import words

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")  # what a spreadsheet shows for a failed formula


class Note(NamedTuple):
    """Something noticed or assumed, said in the language in use whenever it is shown."""

    key: str
    values: dict

    def __str__(self):
        return words.t(self.key, **self.values)


def note(key, **values):
    """A note of this key of the catalogue."""
    return Note(key, values)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class RawFile:
    """A table as it stands in a file.

    ``cells``: one row per row of the file, text, ``""`` where a cell is empty; columns that the file itself types as numbers or
    dates (Excel, Parquet, DuckDB) keep their type. ``rows``: the number of each row, as a spreadsheet shows it.
    ``kind``: csv, excel, parquet or duckdb. ``native``: {column: which cells of a mixed Excel column were numbers, not text}.
    ``doubled``: {name of a column: the name it had, which another column has too}.
    """

    path: pathlib.Path
    kind: str
    cells: object
    rows: object
    encoding: str = None
    delimiter: str = None
    sheet: str = None
    header_row: int = 1
    native: dict = dataclasses.field(default_factory=dict)
    doubled: dict = dataclasses.field(default_factory=dict)
    notes: tuple = ()

    @functools.cached_property
    def known(self):
        """What was computed about a column already: its distinct values, by name."""
        return {}

    def __repr__(self):
        facts = [self.kind, self.encoding, repr(self.delimiter) if self.delimiter else None, self.sheet]
        return f"RawFile({self.path.name}: {', '.join(filter(None, facts))}; {len(self.cells)} × {len(self.cells.columns)})"


def refuse(found, **more):
    """Raise a note as the refusal it is."""
    raise ValueError(words.t(found.key, **found.values, **more))


def texts(values):
    """A column as text: whole numbers without a decimal point, days without a time, nothing as an empty text."""
    import pandas as pd

    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_integer_dtype(values):
        return values.astype("str").where(values.notna(), "")
    if pd.api.types.is_float_dtype(values):
        return _floats(values)
    if pd.api.types.is_datetime64_any_dtype(values):
        days = (values.dropna() == values.dropna().dt.normalize()).all()
        return values.dt.strftime("%Y-%m-%d" if days else "%Y-%m-%d %H:%M:%S").astype("str").where(values.notna(), "")
    if values.dtype == "str":
        return values.fillna("")
    return values.astype(object).map(text_of).astype("str")


def _floats(values):
    """Floats as text: 12.0 is 12."""
    import pandas as pd

    known = values.dropna().astype(float)
    if ((known % 1 == 0) & (known.abs() < 1e15)).all():
        return values.astype(float).astype("Int64").astype("str").where(values.notna(), "").astype("str")
    return values.map(text_of).astype("str") if len(values) else pd.Series([], dtype="str")


def text_of(value):
    """One cell as text."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value % 1 == 0 and abs(value) < 1e15 else repr(value)
    if hasattr(value, "isoformat"):
        written = value.isoformat(sep=" ") if hasattr(value, "hour") and hasattr(value, "year") else value.isoformat()
        return written.removesuffix(" 00:00:00")
    return str(value)
