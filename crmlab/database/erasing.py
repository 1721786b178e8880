"""One person erased: from every table, from every byte of the file, so that nothing leads back to her.

What the law asks is not legal advice here. Decree 13/2023/NĐ-CP on personal data protection took effect on 1 July 2023, the Law on
Personal Data Protection 91/2025/QH15, with a new decree in the old one's place, on 1 January 2026; both give the person the right to have her data deleted and
to be given them. Other laws (accounting, tax) make a firm keep some papers for years: what is kept because of them belongs in the
books, not in a file that is used to address customers. Time limits and exceptions: read the law.

The file is written anew without her, so the freed blocks that a database leaves in its file do not exist. Copies made before
(backups, exports, the disk's own old blocks) are out of reach from here.
"""
import secrets
from typing import NamedTuple

from .. import tables, words
from . import cells, loading, schema
from .schema import quoted

NAMING = ("name", "phone", "email", "id_number", "tax_code", "account_no", "record_id")

class Erased(NamedTuple):
    """What an erasure did: rows removed by table, months of money kept under no name, and where others' rows still mention her."""

    rows: dict
    months_kept: int
    mentions: tuple

    def __str__(self):
        lines = [words.t("database.erased", rows=sum(self.rows.values()), months=self.months_kept)]
        return "\n".join(lines + [words.t("database.mention", table=table, column=column, count=count) for table, column, count in self.mentions])

    __repr__ = __str__


def erase(file, customer_id, *, on, keep_orders=True):
    """Erase one customer or prospect; see ``CustomerDatabase.erase``."""
    connection, who, day = file.connection, str(customer_id), tables.day(on, "on").date()
    rows = rows_of(connection, who)
    if not any(rows.values()):
        raise ValueError(words.t("database.nobody", value=cells.shown(who)))
    months = _months(connection, who) if keep_orders else 0
    mentions = tuple(_mentions(connection, who))
    instead = {name: f"SELECT * FROM db.{quoted(name)} WHERE NOT coalesce(({about(name)}), false)" for name in schema.kinds() if name not in ("channels", "campaigns")}
    with file.changed(copy=False):
        connection.execute("BEGIN")
        connection.execute("SET VARIABLE who = ?", [who])
        loading.copy_all(connection, instead)
        if months:
            _keep_money(connection)
        connection.execute("INSERT INTO fresh.erasures SELECT coalesce(max(erasure_id), 0) + 1, ?, ?, ? FROM fresh.erasures", [day, sum(rows.values()), months])
        connection.execute("COMMIT")
        connection.execute("RESET VARIABLE who")
    return Erased(rows, months, mentions)


def about(name):
    """The condition, in SQL, that a row of a table is about the person in the variable ``who``."""
    columns = [column for column in ("customer_id", "prospect_id") if column in schema.kinds()[name].columns]
    return " OR ".join(f"{column} = getvariable('who')" for column in columns)


def rows_of(connection, who):
    """How many rows each table has about one person."""
    connection.execute("SET VARIABLE who = ?", [who])
    names = [name for name in schema.kinds() if about(name)]
    return {name: connection.execute(f"SELECT count(*) FROM db.{quoted(name)} WHERE {about(name)}").fetchall()[0][0] for name in names}


def _months(connection, who):
    [(count,)] = connection.execute("SELECT count(DISTINCT date_trunc('month', date)) FROM db.orders WHERE customer_id = ?", [who]).fetchall()
    return count


def _mentions(connection, who):
    """(table, column, rows) where what is known of her alone stands in a row of somebody else: in a note, say. A namesake is no mention."""
    sought = _own_words(connection, who)
    for name, kind in schema.kinds().items():
        theirs = f"NOT coalesce(({about(name)}), false)" if about(name) else "true"
        for column in [*(column for column, type in kind.columns.items() if type == "VARCHAR" and column not in NAMING), "more"]:
            said = " OR ".join([f"contains(lower({quoted(column)}::VARCHAR), lower(?))"] * len(sought))
            [(count,)] = connection.execute(f"SELECT count(*) FROM db.{quoted(name)} WHERE {theirs} AND ({said})", sought).fetchall()
            if count:
                yield name, column, count


def _own_words(connection, who):
    """What names her: her id and records, full names, phones, e-mails, numbers; nothing so short that it names many."""
    found = {who}
    for name in ("customers", "prospects", "identities"):
        columns = [column for column in NAMING if column in schema.kinds()[name].columns]
        for row in connection.execute(f"SELECT {', '.join(columns)} FROM db.{quoted(name)} WHERE {about(name)}").fetchall():
            found |= {text for column, text in zip(columns, row) if text and (len(text.split()) > 1 if column == "name" else len(text) >= 6)}
    return sorted(found)


def _keep_money(connection):
    """Her money, one row a month, under an id drawn at random that is written down nowhere else."""
    nobody = f"erased-{secrets.token_hex(8)}"
    connection.execute("INSERT INTO fresh.customers (customer_id, kind) VALUES (?, 'erased')", [nobody])
    connection.execute(
        "INSERT INTO fresh.orders (order_id, customer_id, date, amount, direct_cost) "
        "SELECT ? || strftime(month, '-%Y-%m'), ?, month, sum(amount), CASE WHEN count(direct_cost) = count(*) THEN sum(direct_cost) END "
        "FROM (SELECT date_trunc('month', date) AS month, amount, direct_cost FROM db.orders WHERE customer_id = getvariable('who')) GROUP BY month ORDER BY month",
        [nobody, nobody],
    )
