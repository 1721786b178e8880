"""Everything that can be wrong with rows to load, found before the file is touched.

A table is staged in memory beside the database (``stage_orders`` beside ``db.orders``): our columns, ``more`` (the others as
JSON, without empty cells), ``_row`` and ``_state``: new, there (the same row is in the database already) or replaces.
"""
import json
from typing import NamedTuple

from .. import tables, words
from . import cells, schema
from .schema import listed, quoted


class Staged(NamedTuple):
    """One table to load: its kind, the user's columns of ours and others, and the labels of the rows."""

    kind: schema.Kind
    columns: tuple
    extra: tuple
    index: object

    @property
    def name(self):
        """The staged table in SQL."""
        return quoted(f"stage_{self.kind.name}")

    def where(self, row, column=None):
        """Where a row is, in words."""
        return cells.place(self.kind.name, self.index, row, column)


def stage(connection, given, name):
    """Bring one table into memory beside the database, cell by cell in its kinds."""
    kind = schema.kind(name)
    frame = cells.frame_of(given, name)
    ours, extra = cells.convert(frame, kind)
    connection.register("_ours", ours.set_axis([f"c{place}" for place in range(ours.shape[1])], axis=1).assign(_row=range(len(ours))))
    connection.register("_extra", extra.set_axis([f"e{place}" for place in range(extra.shape[1])], axis=1).assign(_row=range(len(extra))))
    typed = ", ".join(f"{_cast(place, kind, column)} AS {quoted(column)}" for place, column in enumerate(ours))
    made = _made_key(kind, ours.columns)
    blank = [f"'' AS {quoted(column)}" for column in kind.key if column == "record_id" and column not in ours]
    rest = ", ".join([typed, f"{_more(extra.columns)} AS more", *blank, "_row", "'new' AS _state"])
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted('stage_' + name)} AS SELECT {rest} FROM _ours JOIN _extra USING (_row) ORDER BY _row")
    staged = Staged(kind, (*ours.columns, *(["record_id"] if blank else [])), tuple(extra.columns), frame.index)
    for view in ("_ours", "_extra"):
        connection.unregister(view)
    return _with_key(connection, staged, made)


def check(connection, staged, *, as_of, replace):
    """Refuse the first thing that is wrong; mark the rows that are there already or replace others."""
    _required(connection, staged)
    _rules(connection, staged)
    if as_of is not None:
        _future(connection, staged, tables.day(as_of, "as_of"))
    _doubled(connection, staged)
    _there(connection, staged, replace)


def references(connection, staged, together):
    """Refuse a row that points to nobody: neither in the database nor among the rows loaded with it."""
    for column, (table, there) in staged.kind.references.items():
        if column not in staged.columns:
            continue
        known = f"SELECT {quoted(there)} FROM db.{quoted(table)}" + (f" UNION ALL SELECT {quoted(there)} FROM {quoted('stage_' + table)}" if table in together else "")
        found = _first(connection, staged, f"{quoted(column)} IS NOT NULL AND {quoted(column)} NOT IN ({known})", column)
        if found:
            hint = words.t("database.hint_channel" if table == "channels" else "database.hint_customers", value=found[1], named=there, table=staged.kind.name, parent=table)
            raise ValueError(words.t("database.unknown_key", where=staged.where(found[0], column), value=cells.shown(found[1]), parent=table, hint=hint))


def _cast(place, kind, column):
    """A staged cell in its type; pandas's NaN and NaT are empty cells, and no record is an empty text where it is part of a key."""
    cell, type = f"c{place}", kind.columns[column]
    if type in ("DOUBLE", "INTEGER"):
        cell = f"CASE WHEN isnan({cell}::DOUBLE) THEN NULL ELSE {cell} END"
    if column == "record_id" and column in kind.key and column not in kind.required:
        cell = f"coalesce({cell}::VARCHAR, '')"
    return f"CAST({cell} AS {type})"


def _more(extra):
    """The other columns as one JSON object without its empty cells; nothing if all are empty."""
    if not len(extra):
        return "NULL::JSON"
    pairs = ", ".join(f"{_literal(column)}, e{place}::VARCHAR::JSON" for place, column in enumerate(extra))
    return f"nullif(json_merge_patch('{{}}', json_object({pairs}))::VARCHAR, '{{}}')::JSON"


def _literal(text):
    return "'" + text.replace("'", "''") + "'"


def _made_key(kind, columns):
    """The key to be made where the file has none."""
    key, parts = schema.MADE_FROM.get(kind.name, (None, ()))
    return (key, [part for part in parts if part in columns]) if key and key not in columns else None


def _with_key(connection, staged, made):
    """Give each row a key made of who, when and what, counted where several are alike: the same file makes the same keys again."""
    if not made:
        return staged
    key, parts = made
    others = listed([*sorted(set(staged.columns) - set(parts)), "more", "_row"])
    alike = f"row_number() OVER (PARTITION BY {listed(parts)} ORDER BY {others})"
    text = " || '|' || ".join(f"coalesce({quoted(part)}::VARCHAR, '')" for part in parts)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {staged.name} AS SELECT md5({text}) || '-' || {alike} AS {quoted(key)}, * FROM {staged.name} ORDER BY _row")
    return staged._replace(columns=(key, *staged.columns))


def _first(connection, staged, condition, *columns):
    """(row, cells …) of the first staged row for which a condition holds, or nothing."""
    found = connection.execute(f"SELECT {', '.join(['_row', *map(quoted, columns)])} FROM {staged.name} WHERE {condition} ORDER BY _row LIMIT 1").fetchall()
    return found[0] if found else None


def _required(connection, staged):
    for column in dict.fromkeys([*staged.kind.required, *(column for column in staged.kind.key if column in staged.columns)]):
        if found := _first(connection, staged, f"{quoted(column)} IS NULL"):
            raise ValueError(words.t("database.empty", where=staged.where(found[0], column), column=column, table=staged.kind.name))


def _rules(connection, staged):
    """The checks of the schema, with the rule in the sentence as the schema writes it."""
    for named, rule in staged.kind.checks:
        columns = list(dict.fromkeys(named))
        if set(columns) <= set(staged.columns) and (found := _first(connection, staged, f"NOT {rule}", *columns)):
            value = ", ".join(cells.shown(value) for value in found[1:])
            raise ValueError(words.t("database.rule", where=staged.where(found[0], ", ".join(columns)), rule=_readable(rule), value=value))


def _readable(rule):
    """A rule as a person reads it: without the quotes and outer brackets that SQL adds."""
    text = rule.replace('"', "").replace("!=", "<>")
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _future(connection, staged, today):
    """No day after as_of: nobody has bought tomorrow."""
    for column in staged.columns:
        if staged.kind.columns[column] in ("DATE", "TIMESTAMP"):
            found = _first(connection, staged, f"{quoted(column)}::DATE > DATE '{today.date()}'", column)
            if found:
                raise ValueError(words.t("database.future", where=staged.where(found[0], column), value=cells.shown(found[1]), as_of=today.date()))


def _doubled(connection, staged):
    """Of rows that are alike in everything one stays; two different ones with one key are refused."""
    key, rest = listed(staged.kind.key), listed([*staged.columns, "more"])
    connection.execute(
        f"DELETE FROM {staged.name} WHERE _row IN (SELECT _row FROM (SELECT _row, row_number() OVER (PARTITION BY {rest} ORDER BY _row) AS n FROM {staged.name}) WHERE n > 1)"
    )
    found = connection.execute(f"SELECT min(_row), max(_row), {key} FROM {staged.name} GROUP BY ALL HAVING count(*) > 1 ORDER BY 2 LIMIT 1").fetchall()
    if found:
        first, second, *value = found[0]
        raise ValueError(words.t("database.twice", where=staged.where(second), first=staged.index[first], named=", ".join(staged.kind.key), value=_key_text(value)))


def _there(connection, staged, replace):
    """Compare with the database: what a file does not speak of (a column it lacks) does not make a row another one."""
    same = [f"s.{quoted(column)} IS NOT DISTINCT FROM d.{quoted(column)}" for column in staged.columns]
    more = "(s.more IS NULL OR json_merge_patch(coalesce(d.more, '{}'), s.more)::JSON = coalesce(d.more, '{}')::JSON)"
    matched = " AND ".join(f"s.{quoted(column)} = d.{quoted(column)}" for column in staged.kind.key)
    table = f"db.{quoted(staged.kind.name)}"
    state = f"CASE WHEN {' AND '.join([*same, more])} THEN 'there' ELSE 'replaces' END"
    connection.execute(f"UPDATE {staged.name} AS s SET _state = {state} FROM {table} AS d WHERE {matched}")
    found = None if replace else _first(connection, staged, "_state = 'replaces'", *staged.kind.key)
    if found:
        _conflict(connection, staged, found, matched)


def _conflict(connection, staged, found, matched):
    """Refuse a row that says something else than the database does."""
    columns = [*staged.columns, "more"]
    pairs = ", ".join(f"s.{quoted(column)}, d.{quoted(column)}" for column in columns)
    [values] = connection.execute(f"SELECT {pairs} FROM {staged.name} s JOIN db.{quoted(staged.kind.name)} d ON {matched} WHERE s._row = {found[0]}").fetchall()
    column, new, old = next((column, new, old) for column, new, old in zip(columns, values[::2], values[1::2]) if new != old)
    if column == "more":
        mine, theirs = json.loads(new), json.loads(old or "{}")
        column = next(name for name in mine if mine[name] != theirs.get(name))
        new, old = mine[column], theirs.get(column)
    named = {"named": ", ".join(staged.kind.key), "value": _key_text(found[1:])}
    raise ValueError(words.t("database.conflict", where=staged.where(found[0], column), new=cells.shown(new), old=cells.shown(old), **named))


def _key_text(values):
    return ", ".join(cells.shown(value) for value in values if value != "")
