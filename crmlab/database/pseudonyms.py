"""A copy for the classroom: the same customers, orders and money, without who they are.

Pseudonymous, not anonymous: whoever has the key, or knows enough of a person's purchases, may still find her. Keep the key apart
from the copy, and the copy in the class.
"""
import hashlib
import os
from typing import NamedTuple

from .. import words
from . import schema
from .schema import listed, quoted

IDS = ("customer_id", "prospect_id", "record_id", "household_id", "order_id", "contact_id", "feedback_id")
REMOVED = ("name", "phone", "email", "address", "id_number", "tax_code", "account_no", "note", "reason")
COMMON = ("occupation", "lifestyle", "exit_reason", "profile", "need", "purpose", "topic", "province", "acquisition_channel")  # as a rule a choice; whatever only a few have may be free text
ABOUT_FIRM = ("campaigns", "channels")  # their names and ids name nobody
TOGETHER = ("birthday", "gender", "province", "occupation")  # what, put together, may single somebody out
FEWEST = 5  # people who share a value, or a combination, so that it names none of them
SHORTEST_KEY = 16
BLOCK = 64  # bytes of a SHA-256 block, for HMAC (RFC 2104)


class Pseudonymised(NamedTuple):
    """What was written: rows by table, the columns removed, k (the smallest group alike in what may single out), rare (people in groups below 5)."""

    rows: dict
    removed: tuple
    k: int
    rare: int

    def __str__(self):
        warning = words.t("database.rare", rare=self.rare, fewest=FEWEST, columns=", ".join(TOGETHER)) if self.rare else words.t("database.not_rare", k=self.k, columns=", ".join(TOGETHER))
        return "\n".join([words.t("database.pseudonymised", rows=sum(self.rows.values()), removed=", ".join(self.removed)), warning])

    __repr__ = __str__


def pseudonymise(file, path, *, key, keep=()):
    """Write the copy; see ``CustomerDatabase.pseudonymise``."""
    if not isinstance(key, (str, bytes)) or len(key) < SHORTEST_KEY:
        raise ValueError(words.t("database.key", shortest=SHORTEST_KEY))
    if os.path.exists(path):
        raise ValueError(words.t("database.exists", path=path))
    connection = file.connection
    keep = _kept(connection, keep)
    with file.beside(path):
        _set_key(connection, key)
        connection.execute("BEGIN")
        connection.execute("DELETE FROM fresh.channels")
        rows = {name: _copy(connection, kind, keep) for name, kind in schema.kinds().items()}
        for column in keep:
            connection.execute("INSERT INTO fresh.extra_columns SELECT table_name, column_name, place FROM db.extra_columns WHERE column_name = ?", [column])
        connection.execute("INSERT INTO fresh.erasures FROM db.erasures")
        k, rare = _rare(connection)
        connection.execute("COMMIT")
        connection.execute("RESET VARIABLE inner_key; RESET VARIABLE outer_key")
    extra = [column for (column,) in connection.execute("SELECT DISTINCT column_name FROM db.extra_columns ORDER BY 1").fetchall() if column not in keep]
    return Pseudonymised(rows, (*REMOVED, *extra), k, rare)


def _kept(connection, keep):
    """The kept columns that are asked for by name."""
    known = {column for (column,) in connection.execute("SELECT column_name FROM db.extra_columns").fetchall()}
    keep = [keep] if isinstance(keep, str) else list(keep)
    for column in keep:
        if column not in known:
            raise ValueError(words.t("database.not_kept", column=column, known=", ".join(sorted(known)) or "–"))
    return keep


def _set_key(connection, key):
    """The two keys of HMAC-SHA-256, for SQL to hash with."""
    secret = key.encode("utf-8") if isinstance(key, str) else key
    secret = (hashlib.sha256(secret).digest() if len(secret) > BLOCK else secret).ljust(BLOCK, b"\0")
    for name, pad in (("inner_key", 0x36), ("outer_key", 0x5C)):
        connection.execute(f"SET VARIABLE {name} = ?::BLOB", [bytes(byte ^ pad for byte in secret)])


def pseudonym(column):
    """An id as SQL hashes it: HMAC-SHA-256 of "column:id", its first 16 hex digits; empty stays empty."""
    text = f"encode('{column}:' || {quoted(column)})"
    mac = f"sha256(getvariable('outer_key') || unhex(sha256(getvariable('inner_key') || {text})))"
    return f"CASE WHEN {quoted(column)} = '' THEN '' ELSE left({mac}, 16) END"


def _copy(connection, kind, keep):
    """One table without what names a person, in the order of its new ids; returns its rows."""
    cells = [f"{_cell(kind, column)} AS {quoted(column)}" for column in kind.columns]
    pairs = ", ".join(f"'{column.replace(chr(39), chr(39) * 2)}', json_extract(more, '/{_pointer(column)}')" for column in keep)
    more = f"nullif(json_merge_patch('{{}}', json_object({pairs}))::VARCHAR, '{{}}')::JSON" if keep else "NULL"
    order = listed(kind.key)
    connection.execute(f"INSERT INTO fresh.{quoted(kind.name)} BY NAME SELECT * FROM (SELECT {', '.join([*cells, f'{more} AS more'])} FROM db.{quoted(kind.name)}) ORDER BY {order}")
    return connection.execute(f"SELECT count(*) FROM fresh.{quoted(kind.name)}").fetchall()[0][0]


def _pointer(column):
    return column.replace("~", "~0").replace("/", "~1").replace("'", "''")


def _cell(kind, column):
    """What a column becomes in the copy, as SQL."""
    name = quoted(column)
    if kind.name in ABOUT_FIRM:
        return "NULL" if column == "note" else name
    if column in IDS:
        return pseudonym(column)
    if column in REMOVED:
        return "NULL"
    if column == "birthday":
        return f"nullif(regexp_extract({name}, '(?:^|[^0-9])((?:19|20)[0-9]{{2}})(?:[^0-9]|$)', 1), '')"
    if column in COMMON:
        return f"CASE WHEN count(*) OVER (PARTITION BY {name}) >= {FEWEST} THEN {name} END"
    return name


def _rare(connection):
    """(k, people in groups below 5), over what a stranger may know of somebody."""
    sizes = f"SELECT count(*) AS n FROM fresh.customers WHERE coalesce(kind, '') <> 'erased' GROUP BY {listed(TOGETHER)}"
    [(k, rare)] = connection.execute(f"SELECT coalesce(min(n), 0), coalesce(sum(n) FILTER (n < {FEWEST}), 0) FROM ({sizes})").fetchall()
    return int(k), int(rare)
