"""Several tables into the database at once: all of them, or nothing."""
from typing import NamedTuple

from .. import words
from . import schema, staging
from .schema import listed, quoted

SHOW_PROGRESS_FROM = 200_000  # rows


class Loaded(NamedTuple):
    """What was loaded: rows new, already there and replaced, and the columns kept beside the database's own, by table."""

    new: dict
    already_there: dict
    replaced: dict
    kept: dict

    def __str__(self):
        lines = [words.t("database.loaded", table=table, new=self.new[table], there=self.already_there[table], replaced=self.replaced[table]) for table in self.new]
        kept = [words.t("database.kept", table=table, columns=", ".join(columns)) for table, columns in self.kept.items() if columns]
        return "\n".join(lines + kept)

    __repr__ = __str__


def load(file, given, *, as_of=None, replace=False):
    """Stage and check every table in memory, then write all new rows in one transaction into the file's successor."""
    connection = file.connection
    order = [name for name in schema.kinds() if name in given] + [schema.kind(name).name for name in given if name not in schema.kinds()]
    if not order:
        raise ValueError(words.t("database.nothing", known=", ".join(schema.kinds())))
    try:
        with _bar(given) as bar:
            staged, sizes = _stage(connection, {name: given[name] for name in order}, (as_of, replace), bar)
            counts = {name: _counts(connection, table, sizes[name]) for name, table in staged.items()}
            done = Loaded(*({name: counts[name][state] for name in staged} for state in ("new", "there", "replaces")), {name: table.extra for name, table in staged.items()})
            if any(done.new.values()) or any(done.replaced.values()):
                _write(file, staged, any(done.replaced.values()), bar)
        return done
    finally:
        for name in order:
            connection.execute(f"DROP TABLE IF EXISTS {quoted('stage_' + name)}")


def _bar(given):
    """A bar of progress for long work: three steps a table."""
    from tqdm import tqdm

    rows = sum(len(table) for table in given.values() if hasattr(table, "__len__") and not isinstance(table, str))
    return tqdm(total=3 * len(given), desc=words.t("database.loading"), disable=rows < SHOW_PROGRESS_FROM, leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}")


def _stage(connection, given, how, bar):
    """Every table staged and checked."""
    staged, sizes = {}, {}
    as_of, replace = how
    for name, table in given.items():
        staged[name] = staging.stage(connection, table, name)
        sizes[name] = len(staged[name].index)
        bar.update()
        staging.check(connection, staged[name], as_of=as_of, replace=replace)
        staging.references(connection, staged[name], staged)
        bar.update()
    return staged, sizes


def _counts(connection, staged, size):
    counts = dict(connection.execute(f"SELECT _state, count(*) FROM {staged.name} GROUP BY 1").fetchall())
    new, replaces = counts.get("new", 0), counts.get("replaces", 0)
    return {"new": new, "replaces": replaces, "there": size - new - replaces}


def _write(file, staged, rewrite, bar):
    """One transaction: new rows are added to a copy; rows that replace others are written with all the rest into a new file."""
    with file.changed(copy=not rewrite) as connection:
        connection.execute("BEGIN")
        if rewrite:
            copy_all(connection, {name: _merged(table) for name, table in staged.items()})
        for name, table in staged.items():
            columns = [*table.columns, "more"]
            connection.execute(f"INSERT INTO fresh.{quoted(name)} ({listed(columns)}) SELECT {listed(columns)} FROM {table.name} WHERE _state = 'new' ORDER BY _row")
            _remember(connection, table)
            bar.update()
        connection.execute("COMMIT")


def _remember(connection, staged):
    """The names of the columns that are kept in ``more``, in the order they came."""
    rows = [(staged.kind.name, column) for column in staged.extra]
    for row in rows:
        connection.execute("INSERT INTO fresh.extra_columns SELECT ?, ?, (SELECT count(*) FROM fresh.extra_columns) ON CONFLICT DO NOTHING", row)


def _merged(staged):
    """What the database has, with the cells that the staged rows replace."""
    kind = staged.kind
    cells = [f"CASE WHEN s._row IS NULL THEN d.{quoted(column)} ELSE s.{quoted(column)} END AS {quoted(column)}" if column in staged.columns else f"d.{quoted(column)}" for column in kind.columns]
    more = "CASE WHEN s.more IS NULL THEN d.more ELSE json_merge_patch(coalesce(d.more, '{}'), s.more)::JSON END AS more"
    matched = " AND ".join(f"s.{quoted(column)} = d.{quoted(column)}" for column in kind.key)
    return f"SELECT {', '.join([*cells, more])} FROM db.{quoted(kind.name)} d LEFT JOIN {staged.name} s ON {matched} AND s._state = 'replaces' ORDER BY d.rowid"


def copy_all(connection, instead=None):
    """Fill the empty successor with everything the database has, or with what a query says instead, parents before children."""
    instead = instead or {}
    connection.execute("DELETE FROM fresh.channels")
    for name in [*schema.kinds(), "extra_columns", "erasures"]:
        connection.execute(f"INSERT INTO fresh.{quoted(name)} BY NAME {instead.get(name, f'FROM db.{quoted(name)}')}")
