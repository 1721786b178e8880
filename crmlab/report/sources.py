"""Orders as people have them: a text or Excel file, Parquet, a table in DuckDB, the folder of an export."""
import pathlib

from .. import words
from . import columns, files, inside, orders

TEXT = (".csv", ".tsv", ".txt")
EXCEL = (".xlsx", ".xlsm")
DUCKDB = (".duckdb", ".ddb", ".db")
PARQUET = (".parquet", ".pq")


def read(source, *, customer="", date="", amount="", order="", table="", sheet="", as_of="", competitors=""):
    """The orders of a file, cleaned, in the tables a report needs: see ``Orders``.

    Parameters
    ----------
    source : path
        Text (csv, tsv, txt), Excel, Parquet, DuckDB (``file.duckdb::table``) or the folder of an export. Parquet and DuckDB stay where they are: only
        results come into memory.
    customer, date, amount, order : names of columns
        Empty: found by the names such columns usually have. ``order``, where there is one, joins lines to orders.
    table, sheet : names
        Of the table in a DuckDB file, of the sheet in an Excel file.
    as_of : day
        The day on which we look; empty: the last day of the data.
    competitors : path or name of a column
        What customers spend with others: a table of customer and amount, or a column of the orders.

    Raises
    ------
    ValueError
        for what cannot be read, with what to type
    """
    path, table = _place(source, table)
    given = {"customer": customer, "date": date, "amount": amount, "order": order}
    if path.is_dir():
        lines, facts, reading, elsewhere = files.folder(path)
    elif path.suffix.lower() in DUCKDB + PARQUET:
        lines, facts, reading, elsewhere = _stored(path, table, given, competitors)
    else:
        lines, facts, reading, elsewhere = files.file(path, sheet, given, competitors)
    if elsewhere is None and competitors:
        elsewhere = spent_elsewhere(pathlib.Path(competitors))
    return orders.clean(lines, facts, reading, as_of, elsewhere)


def read_records(path):
    """Customer records for ``identify.link``: one row per record, with record_id.

    Raises
    ------
    ValueError
        without a file, with what would be needed
    """
    if not path:
        raise ValueError(words.t("report.no_records"))
    return files.records(pathlib.Path(path))


def spent_elsewhere(path):
    """One row per customer: customer_id and amount, what she spends with others."""
    if path.suffix.lower() in DUCKDB + PARQUET:
        rows, _ = inside.relation(path)
        found = columns.find(rows.columns, needed=("customer", "amount"))
        return inside.spending(rows, found["customer"], found["amount"])
    return files.spending(path)


def _stored(path, table, given, competitors):
    """The lines of a Parquet file or DuckDB table as a relation; what is known about them, how they were read, and what is spent elsewhere."""
    rows, table = inside.relation(path, table)
    beside = columns.competitors(competitors, rows.columns)
    found = columns.find([name for name in rows.columns if name != beside], **given)
    facts = {"doubled": inside.doubled(rows), "same_names": inside.same_names(rows, found["customer"], found["name"]) if "name" in found else None, "walk_in": inside.walk_in(rows, found)}
    reading = [(words.t("report.read_file"), path.name)] + ([(words.t("report.read_kind"), words.t("report.read_table", table=table))] if table else [])
    elsewhere = inside.spending(rows, found["customer"], beside) if beside else None
    return inside.lines(rows, found), facts, [*reading, (words.t("report.read_columns"), columns.said(found))], elsewhere


def check(source, table=""):
    """Refuse a source that is not there or not of a kind we read, before anything is started."""
    path, _ = _place(source, table)
    if not path.is_dir() and path.suffix.lower() not in TEXT + EXCEL + DUCKDB + PARQUET:
        raise ValueError(words.t("report.suffix", path=path, known=", ".join(TEXT + EXCEL + PARQUET + DUCKDB)))
    return path


def _place(source, table):
    path, _, inside = str(source).partition("::")
    path = pathlib.Path(path)
    if not path.exists():
        raise ValueError(words.t("report.not_there", path=path))
    return path, table or inside
