"""What schema.sql says, read back from DuckDB itself: tables in the order of their references, columns, keys, checks."""
import functools
import pathlib
from typing import NamedTuple

from .. import words

VERSION = 1
SCRIPT = pathlib.Path(__file__).with_name("schema.sql")
OURS = ("schema_version", "extra_columns", "erasures")  # kept by the database itself, never loaded
MADE_FROM = {"orders": ("order_id", ("customer_id", "date", "amount")), "contacts": ("contact_id", ("customer_id", "date", "channel")), "feedback": ("feedback_id", ("customer_id", "date", "kind"))}


class Kind(NamedTuple):
    """One kind of record: column -> type, the key, columns that may not be empty, (columns, rule), column -> (table, column)."""

    name: str
    columns: dict
    key: tuple
    required: tuple
    checks: tuple
    references: dict


def duckdb():
    """The duckdb package, or one sentence that says how to get it."""
    try:
        import duckdb as package
    except ImportError:
        raise ValueError(words.t("database.no_duckdb")) from None
    return package


@functools.cache
def kinds():
    """Every table that is loaded, in an order in which no row points to a table that comes later: name -> Kind."""
    with duckdb().connect(":memory:") as connection:
        connection.execute(SCRIPT.read_text(encoding="utf-8"))
        cells = connection.execute("SELECT table_name, column_name, data_type, is_nullable, column_default FROM duckdb_columns() WHERE NOT internal ORDER BY table_oid, column_index").fetchall()
        rules = connection.execute("SELECT table_name, constraint_type, expression, constraint_column_names, referenced_table, referenced_column_names FROM duckdb_constraints() ORDER BY table_oid, constraint_index").fetchall()
    names = dict.fromkeys(table for table, *_ in cells if table not in OURS)
    return {name: _kind(name, [cell[1:] for cell in cells if cell[0] == name], [rule[1:] for rule in rules if rule[0] == name]) for name in names}


def kind(name):
    """One kind of record, or one sentence with the names there are."""
    if name not in kinds():
        raise ValueError(words.t("database.unknown_table", table=name, known=", ".join(kinds())))
    return kinds()[name]


def _kind(name, cells, rules):
    columns = {column: type for column, type, *_ in cells if column != "more"}
    made = MADE_FROM.get(name, (None, ()))[0]
    required = tuple(column for column, _, nullable, default in cells if not nullable and default is None and column != made)
    key = next(tuple(named) for type, _, named, *_ in rules if type == "PRIMARY KEY")
    checks = tuple((tuple(named), expression) for type, expression, named, *_ in rules if type == "CHECK")
    references = {named[0]: (table, there[0]) for type, _, named, table, there in rules if type == "FOREIGN KEY"}
    return Kind(name, columns, key, required, checks, references)


def quoted(name):
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def listed(names):
    """Names as SQL writes them, joined by commas."""
    return ", ".join(map(quoted, names))
