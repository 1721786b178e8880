"""Orders that stay where they are: Parquet files and DuckDB tables, read as relations."""
import hashlib
import itertools
import tempfile

from .. import words
from . import people

_NUMBERS = itertools.count(1)
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


def relation(path, table=""):
    """The rows of a Parquet file, or of one table of a DuckDB file, which is opened for reading only; and the table's name."""
    duckdb = _duckdb()
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return duckdb.read_parquet(str(path)), ""
        store = "orders_" + hashlib.sha256(str(path.resolve()).encode("utf-8")).hexdigest()[:8]
        duckdb.execute(f"ATTACH IF NOT EXISTS '{str(path.resolve()).replace(chr(39), chr(39) * 2)}' AS {store} (READ_ONLY)")
    except duckdb.Error as error:
        raise ValueError(words.t("report.unreadable", path=path, error=str(error).splitlines()[0])) from None
    there = [row[0] for row in duckdb.execute(f"SELECT table_name FROM information_schema.tables WHERE table_catalog = '{store}' AND table_schema = 'main' ORDER BY 1").fetchall()]
    chosen = table or ("orders" if "orders" in there else there[0] if len(there) == 1 else "")
    if chosen not in there:
        raise ValueError(words.t("report.table", path=path, table=chosen, there=", ".join(there) or "–"))
    return duckdb.sql(f"SELECT * FROM {store}.main.{quoted(chosen)}"), chosen


def _duckdb():
    try:
        import duckdb
    except ImportError:
        raise ValueError(words.t("report.no_duckdb")) from None
    if duckdb.execute("SELECT current_setting('temp_directory')").fetchall() == [(".tmp",)]:  # that would be in the reader's own folder
        duckdb.execute("SET temp_directory = ?", [tempfile.gettempdir()])
    return duckdb


def lines(rows, found):
    """customer_id, date, amount and order_id of a relation, as text or number, day and number; what cannot be read as such is refused."""
    kinds = {name: str(kind) for name, kind in zip(rows.columns, rows.types)}
    customer = _identity(rows, found["customer"], kinds[found["customer"]])
    customer = f"CASE WHEN NOT ({_nobody(_in_words(rows, found))}) THEN {customer} END"
    day = _day(rows, found["date"], kinds[found["date"]])
    money = [_number(rows, found[ours], kinds[found[ours]]) for ours in (["amount"] if "amount" in found else ["quantity", "price"])]
    amount = " * ".join(f"CASE WHEN isfinite({one}) THEN {one} END" for one in money)
    selected = f"{customer} AS customer_id, CAST(CAST({day} AS DATE) AS TIMESTAMP) AS date, {amount} AS amount"
    return rows.project(selected + (f", {quoted(found['order'])} AS order_id" if "order" in found else ""))


def walk_in(rows, found):
    """(how many rows belong to nobody in particular, such as "Khách lẻ"; what they are called)."""
    columns = _in_words(rows, found)
    if not columns:
        return 0, ""
    nobody = rows.filter(_nobody(columns))
    called = [rows.filter(_says_nobody(name)).project(f"CAST({quoted(name)} AS VARCHAR) AS name").distinct().fetchall() for name in columns]
    return nobody.aggregate("count(*)").fetchall()[0][0], ", ".join(sorted({row[0] for names in called for row in names}))


def _in_words(rows, found):
    """The columns of customers and of their names that are no numbers."""
    kinds = {name: str(kind) for name, kind in zip(rows.columns, rows.types)}
    return [found[ours] for ours in ("customer", "name") if ours in found and not kinds[found[ours]].startswith(NUMBERS)]


def _nobody(columns):
    return " OR ".join(map(_says_nobody, columns)) or "FALSE"


def _says_nobody(name):
    text = f"CAST({quoted(name)} AS VARCHAR)"
    simple = f"regexp_replace(strip_accents(lower({text})), '[^a-z0-9]', '', 'g')"
    return f"coalesce(CASE WHEN length({text}) <= {people.LONGEST} AND NOT regexp_matches({text}, '[0-9]') THEN {simple} IN ({', '.join(map(repr, people.NOBODY))}) END, FALSE)"


def kept(rows):
    """A relation's rows in a table of DuckDB's own, so that they are read and added up once; it goes to disk where memory ends. Other tables as they are."""
    if type(rows).__name__ != "DuckDBPyRelation":
        return rows
    name = f"crmlab_orders_{next(_NUMBERS)}"
    rows.create(name)
    return _duckdb().table(name)


def spending(rows, customer, amount):
    """One row per customer: what she spends with others, added up; pandas."""
    kinds = {name: str(kind) for name, kind in zip(rows.columns, rows.types)}
    customer_id, money = _identity(rows, customer, kinds[customer]), _number(rows, amount, kinds[amount])
    return rows.project(f"{customer_id} AS customer_id, {money} AS amount").aggregate("customer_id, sum(amount) AS amount").df()


def doubled(rows):
    """How many rows are equal to another in every column."""
    names = ", ".join(quoted(name) for name in rows.columns)
    count, different = rows.aggregate(f"count(*), count(DISTINCT hash({names}))").fetchall()[0]
    return count - different


def same_names(rows, customer, name):
    """How many names belong to more than one customer."""
    each = rows.project(f"lower(trim(CAST({quoted(name)} AS VARCHAR))) AS name, {quoted(customer)} AS customer").filter("name <> '' AND customer IS NOT NULL")
    return each.aggregate("name, count(DISTINCT customer) AS customers").filter("customers > 1").aggregate("count(*)").fetchall()[0][0]


def quoted(name):
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _identity(rows, name, kind):
    """A customer's id: text without spaces around it and never empty; whole numbers also where they came as 17850.0."""
    column = quoted(name)
    if kind in ("FLOAT", "DOUBLE"):
        whole = not rows.filter(f"isfinite({column}) AND {column} <> floor({column})").limit(1).fetchall()
        return f"CASE WHEN isfinite({column}) THEN CAST({column} AS {'BIGINT' if whole else 'VARCHAR'}) END"
    return column if kind.startswith(NUMBERS) else f"nullif(trim(CAST({column} AS VARCHAR)), '')"


def _day(rows, name, kind):
    """A moment; text is taken where all of it says year-month-day."""
    if kind.startswith(("DATE", "TIMESTAMP")):
        return quoted(name)
    cast, wrong = _text_as(rows, name, "TIMESTAMP")
    if wrong:
        raise ValueError(words.t("report.date_kind", column=name, value=wrong[0][0]))
    return cast


def _number(rows, name, kind):
    """A number; text is taken where all of it is one."""
    if kind.startswith(NUMBERS):
        return f"CAST({quoted(name)} AS DOUBLE)"
    cast, wrong = _text_as(rows, name, "DOUBLE")
    if wrong:
        raise ValueError(words.t("report.number_kind", column=name, value=wrong[0][0]))
    return cast


def _text_as(rows, name, kind):
    """The column's text as another kind, and the first row that cannot be read so."""
    cast = f"TRY_CAST(CAST({quoted(name)} AS VARCHAR) AS {kind})"
    return cast, rows.filter(f"CAST({quoted(name)} AS VARCHAR) <> '' AND {cast} IS NULL").project(quoted(name)).limit(1).fetchall()
