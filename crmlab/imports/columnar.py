"""Parquet files and the tables of DuckDB files: columns that carry their type."""
import difflib

from .. import words
from . import letters
from .rawfile import RawFile, texts


def read(path, kind, table=None):
    """A Parquet file, or one table of a DuckDB file, as a RawFile."""
    duckdb = _duckdb()
    try:
        if kind == "parquet":
            with duckdb.connect() as connection:
                cells = connection.execute("SELECT * FROM read_parquet($1)", [str(path)]).df()
        else:
            with duckdb.connect(str(path), read_only=True) as connection:
                table = _table(connection, path.name, table)
                cells = connection.execute(f'SELECT * FROM "{table.replace(chr(34), chr(34) * 2)}"').df()
    except duckdb.Error as error:
        raise ValueError(words.t("imports.torn_columnar", name=path.name, why=str(error).splitlines()[0][:120])) from None
    if not len(cells):
        raise ValueError(words.t("imports.no_rows", name=path.name))
    cells = cells.rename(columns=str)
    cells = cells.assign(**{name: letters.clean_column(texts(cells[name])) for name in cells if cells[name].dtype in ("str", "object", "category")})
    return RawFile(path, kind, cells, range(1, len(cells) + 1), sheet=table, header_row=0)


def _duckdb():
    try:
        import duckdb
    except ImportError:
        raise ValueError(words.t("imports.extra", package="duckdb")) from None
    return duckdb


def _table(connection, name, wanted):
    """The table asked for, or the only one."""
    there = [row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()]
    return choose(there, wanted, name)


def choose(there, wanted, name):
    """The sheet or table that was asked for, or the only one; with several and none asked for, they are named."""
    if wanted in there:
        return wanted
    if wanted is not None:
        near = (difflib.get_close_matches(str(wanted), there, n=1, cutoff=0.3) or there or [""])[0]
        raise ValueError(words.t("imports.no_sheet", name=name, wanted=wanted, there=", ".join(there), near=near))
    if not there:
        raise ValueError(words.t("imports.no_rows", name=name))
    if len(there) > 1:
        raise ValueError(words.t("imports.several_sheets", name=name, there=", ".join(there), first=there[0]))
    return there[0]
