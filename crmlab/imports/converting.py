"""From a raw file to a table of ours; and the rows that stay apart, counted and never lost."""
from .. import words
from . import detecting, files, systems, totals, vocabulary
from .rawfile import texts


def convert(raw, mapping=None, *, day_first=None, decimal=None):
    """A raw file as a table with our column names and types; unknown columns keep their names and stay text.

    Dates are datetime64, money and counts float64, yes and no 1 and 0, names, codes and identifiers text (0012 stays 0012).
    ``attrs["source"]`` says which file and system, ``attrs["apart"]`` how many rows stayed apart, and why: see ``apart``.

    Parameters
    ----------
    raw : RawFile
    mapping : Mapping, optional
        what ``detect(raw)`` gives
    day_first : True if 05/01 is 5 January, False if it is 1 May; needed only where the file does not prove it
    decimal : "." or ",", needed only where the file does not prove it

    Raises
    ------
    ValueError
        a cell cannot be read, or can be read in two ways: names the row as in the file, the column and the value
    """
    mapping = _mapping(raw, mapping, day_first, decimal)
    kept, beside = _both(raw, mapping)
    counts = {reason: int(count) for reason, count in beside["reason"].value_counts().items()}
    if not len(kept):
        raise ValueError(words.t("imports.all_apart", name=raw.path.name, why=", ".join(f"{reason}: {count}" for reason, count in counts.items())))
    kept.attrs["source"] = {"file": raw.path.name, "system": mapping.system, "module": mapping.module, "table": mapping.table}
    kept.attrs["apart"] = counts
    return kept


def apart(raw, mapping=None):
    """The rows that ``convert`` sets apart, one row each, with a column ``reason``.

    ``deleted``; ``not_won`` an opportunity that is not won; ``not_held`` a call that did not take place; ``of_no_customer`` a call about
    something else; ``without_customer``; ``total`` the row of totals below the table; ``continued`` further lines of the record above.
    """
    return _both(raw, _mapping(raw, mapping, None, None))[1]


def load(path, table=None, *, columns=None, sheet=None, day_first=None, decimal=None):
    """A file as a table of ours: ``read``, ``detect`` and ``convert`` at once.

    Parameters
    ----------
    path : path of a CSV, Excel, Parquet or DuckDB file
    table : "orders", "customers" …; found by itself if not given
    columns : {our column: their column}, such as {"amount": "Thành tiền"}, where the search by name should not decide
    sheet : name of the Excel sheet or DuckDB table, if there are several
    day_first, decimal : see ``convert``
    """
    raw = files.read(path, sheet=sheet)
    return convert(raw, detecting.detect(raw, table, columns=columns, day_first=day_first, decimal=decimal))


def _mapping(raw, mapping, day_first, decimal):
    """The mapping given, or found, with what was said about dates and numbers."""
    if mapping is None:
        return detecting.detect(raw, day_first=day_first, decimal=decimal)
    if day_first is None and decimal is None:
        return mapping
    return detecting._mapping(raw, mapping.rules, mapping.columns, day_first, decimal)


def _both(raw, mapping):
    """(the rows of our table, the rows apart with their reason)."""
    import pandas as pd

    of_totals = mapping.table != "lines" and totals.cell(raw, mapping.columns) is not None  # who asks for lines counts every row himself
    raw = systems.prepared(raw, mapping.rules, mapping.columns)
    reasons = systems.reasons(raw, mapping, of_totals)
    table = {ours: systems.column(raw, ours, theirs, mapping) for ours, theirs in mapping.columns.items() if isinstance(theirs, str)}
    table |= systems.joined(raw, mapping)
    table |= {_free(name, table): raw.cells[name].reset_index(drop=True) for name in mapping.kept}
    kept, beside, reasons = systems.finished(pd.DataFrame(table), reasons, raw, mapping)
    _check_filled(pd.DataFrame(table), reasons, raw, mapping)
    return kept, beside


def _free(name, table):
    """The name under which an unknown column is kept; not one of ours."""
    return f"{name} (2)" if name in table else name


def _check_filled(table, reasons, raw, mapping):
    """A row without its day, money or key is refused with its number: it is often a total."""
    for column in vocabulary.keys().get(mapping.table, ()):
        if column not in table.columns:
            continue
        empty = ((texts(table[column]) == "") if vocabulary.kind(column) in ("id", "text") else table[column].isna()) & (reasons == "")
        if empty.any():
            theirs = mapping.columns.get(column, column)
            raise ValueError(words.t("imports.empty_cell", name=raw.path.name, row=raw.rows[int(empty.to_numpy().argmax())], column=theirs if isinstance(theirs, str) else " + ".join(theirs), count=int(empty.sum())))
