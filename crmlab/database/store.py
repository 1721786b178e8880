"""The customer database itself: open, load, look."""
from .. import words
from . import cells, erasing, exporting, loading, people, pseudonyms, schema
from .file import File, interruptible
from .schema import quoted


def open(path):
    """The customer database in a file, made new where there is none; ":memory:" is one that goes away when it is closed.

    Use it in a ``with``, or call ``close()``. Reading changes nothing in the file, and several programs may read at once; who
    loads or erases has it alone for that moment.

    >>> with open(":memory:") as database:
    ...     print(database.load("channels", __import__("pandas").DataFrame({"channel": ["viber", "shop"]})).new)
    {'channels': 1}
    """
    return CustomerDatabase(path)


class CustomerDatabase:
    """One file of customers, prospects, orders, contacts, permissions and campaigns, with keys and checks."""

    def __init__(self, path):
        self._file = File(path)
        self.path = path

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """Let go of the file."""
        if self._file:
            self._file.close()
        self._file = None

    @property
    def _now(self):
        """The open file, as it is now."""
        if not self._file:
            raise ValueError(words.t("database.closed", path=self.path))
        self._file.current()
        return self._file

    def tables(self):
        """One row per kind of record: table, rows and what one row is known by (key)."""
        import pandas as pd

        connection, kinds = self._now.connection, schema.kinds()
        rows = [connection.execute(f"SELECT count(*) FROM db.{quoted(name)}").fetchall()[0][0] for name in kinds]
        return pd.DataFrame({"table": list(kinds), "rows": rows, "key": [" + ".join(kind.key) for kind in kinds.values()]})

    def load(self, what, table=None, *, as_of=None, replace=False):
        """Load one table, ``load("orders", orders)``, or several at once, ``load({"customers": …, "orders": …})``: all rows or none.

        A table is a pandas, Polars, Spark or DuckDB table, or the path of a CSV, Excel or export file. Rows that are in the
        database already, the same in every column the table has, are counted and skipped; a row with a known key and other
        values is refused, or takes the old one's place with ``replace=True`` (columns the table lacks keep their values).
        Columns the database does not know are kept. A day after ``as_of`` is refused.

        Returns
        -------
        Loaded
            new, already_there, replaced (rows by table) and kept (columns by table).

        Raises
        ------
        ValueError
            With table, row, column and value of the first thing that is wrong; the file is then byte for byte what it was.
        """
        given = {what: table} if isinstance(what, str) else what
        if not isinstance(given, dict) or any(value is None for value in given.values()):
            raise ValueError(words.t("database.nothing", known=", ".join(schema.kinds())))
        with interruptible():
            return loading.load(self._now, given, as_of=as_of, replace=replace)

    def table(self, name):
        """A table of the database as a new pandas table; columns of your own come last, columns empty in all rows are left out."""
        frame = cells.plain(self.relation(name).df())
        return frame.loc[:, frame.notna().any()] if len(frame) else frame

    def relation(self, name):
        """The same table as a DuckDB relation, read when it is used: for tables larger than memory."""
        connection = self._now.connection.cursor()  # a half-read relation must not stand in the way of anything else
        if name == "erasures":
            return connection.sql("FROM db.erasures")
        kind = schema.kind(name)
        ours = ["nullif(record_id, '') AS record_id" if column == "record_id" and name != "identities" else quoted(column) for column in kind.columns]
        return connection.sql(f"SELECT {', '.join([*ours, *_extra(connection, name)])} FROM db.{quoted(name)}")

    def active_customers(self, *, as_of, silent_days=None, times=None):
        """One row per active customer on a day: who she is (customers), her dealings up to then, our contacts with her.

        The rule for active is one of ``who_is``: ``silent_days`` or ``times``; without one, at most 3 of her own usual gaps. Who
        is in the table inactive, left by then and has not bought since is inactive by any rule.
        """
        return people.active_customers(self, as_of=as_of, silent_days=silent_days, times=times)

    def inactive_customers(self, *, as_of=None, silent_days=None, times=None):
        """One row per inactive customer: how she was won, active_from, active_until, active_days, pattern, exit_reason.

        Without ``as_of``: those recorded in the table inactive. With it: those recorded as having left by then, and those silent
        by the rule of ``active_customers``, whose reason nobody has asked yet (empty).
        """
        return people.inactive_customers(self, as_of=as_of, silent_days=silent_days, times=times)

    def prospects(self, *, as_of=None):
        """One row per prospect who is no customer yet; with ``as_of``, who had been found and had not bought by then."""
        return people.prospects(self, as_of=as_of)

    def erase(self, customer_id, *, on, keep_orders=True):
        """Remove one person, customer or prospect, from every table and from every byte of the file.

        ``keep_orders=True`` keeps the money: one row a month with the sum of her orders, under a random id of kind "erased" that
        leads back to nobody; without order numbers, products, channels or notes. Whoever knows what she spent each month could
        still recognise it: ``keep_orders=False`` keeps nothing. The table erasures says that somebody was erased on the day
        ``on``, and how many rows, never who.

        Returns
        -------
        Erased
            rows (by table), months_kept, and mentions: (table, column, rows) of others, where her name or numbers still stand,
            in a note for instance; a person must decide about these.

        Raises
        ------
        ValueError
            If nobody has this id; the file is then as it was.
        """
        with interruptible():
            return erasing.erase(self._now, customer_id, on=on, keep_orders=keep_orders)

    def export(self, customer_id, folder):
        """Write all that is known about one person into a new folder: everything.json and a CSV per table; returns the paths.

        The CSVs open in Excel (UTF-8 with byte order mark); text that begins like a formula has an apostrophe in front.
        """
        return exporting.export(self, self._now.connection, customer_id, folder)

    def pseudonymise(self, path, *, key, keep=()):
        """Write a copy for class use into a new file: who they are is gone, what they bought and paid is unchanged.

        Ids become keyed hashes (HMAC-SHA-256): the same key gives the same ids, so that tables still join; without the key
        nobody can compute them. Names, phones, e-mails, addresses, numbers of papers and cards, notes and reasons are removed,
        birthdays become years, words that fewer than 5 share are removed, and so are your own columns unless named in ``keep``.

        Returns
        -------
        Pseudonymised
            rows, removed, k (the smallest number of people alike in birth year, gender, province, occupation) and rare (people
            in groups below 5, who may be recognised).
        """
        with interruptible():
            return pseudonyms.pseudonymise(self._now, path, key=key, keep=keep)


def _extra(connection, name):
    """The kept columns of a table as SQL, each in the type all its cells share, else as text."""
    names = [column for (column,) in connection.execute("SELECT column_name FROM db.extra_columns WHERE table_name = ? ORDER BY place", [name]).fetchall()]
    for column in names:
        pointer = "'/" + column.replace("~", "~0").replace("/", "~1").replace("'", "''") + "'"
        types = {type for (type,) in connection.execute(f"SELECT DISTINCT json_type(more, {pointer}) FROM db.{quoted(name)}").fetchall()} - {None, "NULL"}
        text = f"json_extract_string(more, {pointer})"
        yield f"{_typed(text, types)} AS {quoted(column)}"


def _typed(text, types):
    if types == {"BOOLEAN"}:
        return f"({text})::BOOLEAN"
    if types and types <= {"BIGINT", "UBIGINT"}:
        return f"({text})::BIGINT"
    return f"({text})::DOUBLE" if types and types <= {"BIGINT", "UBIGINT", "DOUBLE"} else text
