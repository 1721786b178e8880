"""Which kind of table is this, and what the table functions need of Polars, DuckDB and Spark.

pandas tables go through kernels on arrays; every other kind through Narwhals, once for all of them. What goes in as a
Polars table, a DuckDB relation or a Spark table comes back as one. LazyFrames, relations and Spark tables are not
executed: names and types of columns are checked at once, cells only by ``check``, which reads the table.

In a lazy table a row without a date does not count; money that is unknown (null or NaN) makes the money of its customer
unknown (NaN), which ranks last; a customer_id that is unknown is a customer of its own.
"""
from . import tables, words

# kind: what to type to rename, to make dates, to make numbers, to drop rows, to drop doubled rows
TYPE_THIS = {
    "polars": {
        "rename": "{table}.rename({{{renames}}})",
        "date": "{table}.with_columns(pl.col({column!r}).str.to_date())",
        "number": "{table}.with_columns(pl.col({column!r}).cast(pl.Float64))",
        "whole": "{table}.with_columns(pl.col({column!r}).cast(pl.Int64))",
        "drop": "{table}.drop_nulls({column!r})",
        "finite": "{table}.filter(pl.col({column!r}).is_finite())",
        "unique": "{table}.unique({column!r})",
    },
    "duckdb": {
        "rename": "{table}.project('*, … AS …')",
        "date": "{table}.project('* REPLACE (CAST({column} AS DATE) AS {column})')",
        "number": "{table}.project('* REPLACE (CAST({column} AS DOUBLE) AS {column})')",
        "whole": "{table}.project('* REPLACE (CAST({column} AS BIGINT) AS {column})')",
        "drop": "{table}.filter('{column} IS NOT NULL')",
        "finite": "{table}.filter('isfinite({column})')",
        "unique": "{table}.distinct()",
    },
    "spark": {
        "rename": "{table}.withColumnsRenamed({{{renames}}})",
        "date": "{table}.withColumn({column!r}, F.to_date({column!r}))",
        "number": "{table}.withColumn({column!r}, F.col({column!r}).cast('double'))",
        "whole": "{table}.withColumn({column!r}, F.col({column!r}).cast('bigint'))",
        "drop": "{table}.dropna(subset=[{column!r}])",
        "finite": "{table}.filter('abs({column}) < double(\"inf\")')",
        "unique": "{table}.dropDuplicates([{column!r}])",
    },
}
INSTEAD = {"pyarrow": "duckdb.from_arrow({table})", "dask": "{table}.compute()", "modin": "{table}._to_pandas()", "ibis": "{table}.to_pandas()", "cudf": "{table}.to_pandas()"}
DAYS_BEFORE_1970 = 719_163


def kind(table, table_name="table"):
    """The kind of a table: "pandas", "polars", "duckdb" or "spark"; None for what is no table; other tables are refused."""
    root = type(table).__module__.partition(".")[0].lstrip("_")
    name = type(table).__name__
    if (root, name) in (("polars", "DataFrame"), ("polars", "LazyFrame"), ("duckdb", "DuckDBPyRelation")):
        return root
    if root == "pyspark" and name == "DataFrame" and ".sql." in type(table).__module__:
        return "spark"
    if root in INSTEAD or root == "pyspark":
        instead = INSTEAD.get(root, "{table}.to_spark()").format(table=table_name)
        raise ValueError(words.t("engines.kind", table=table_name, kind=f"{root}.{name}", instead=instead))
    return "pandas" if hasattr(table, "iloc") else None


def elsewhere(table, table_name):
    """Whether the table lives outside pandas, in an engine we speak to through Narwhals."""
    return kind(table, table_name) in TYPE_THIS


def frame(table, *columns, dates=(), numbers=(), whole=(), unique=(), may_be_unknown=False, table_name):
    """The table as a Narwhals LazyFrame with the columns asked for, numbers as floats; refused if one is missing or of a wrong type.

    The cells of a Polars DataFrame are checked too, those of lazy kinds are not (see ``check``); where the numbers
    ``may_be_unknown``, they are NaN. The columns ``unique`` together name one row.
    """
    import narwhals.stable.v2 as nw

    wanted = list(dict.fromkeys([*columns, *dates, *numbers, *whole]))
    _check_names(table, wanted, table_name)
    lazy = nw.from_native(table).lazy()
    schema = lazy.collect_schema()
    _check_types(schema, kind(table), table_name, {"date": dates, "number": numbers, "whole": whole})
    if _at_hand(table):
        check(table, *(column for column in wanted if not (may_be_unknown and column in numbers)), unique=unique, table_name=table_name)
    changed = [nw.col(column).dt.replace_time_zone(None) for column in dates if kind(table) == "polars" and getattr(schema[column], "time_zone", None)]
    changed += [nw.col(column).cast(nw.Float64).fill_null(float("nan")) for column in numbers]
    return lazy.select(wanted).with_columns(*changed) if changed else lazy.select(wanted)


def check(table, *columns, unique=(), table_name="table"):
    """Refuse a table of any kind that is empty, or has unknown, infinite or doubled cells in the columns; this reads the table.

    ``engines.check(orders, "customer_id", "date", "amount")`` before a long computation on a lazy kind; ``unique`` names the
    columns that together may stand in one row only.
    """
    if not elsewhere(table, table_name):
        tables.require(table, *columns, table_name=table_name)
        return tables.unique(table, *unique, table_name=table_name) if unique else None
    import narwhals.stable.v2 as nw

    _check_names(table, [*columns, *unique], table_name)
    lazy = nw.from_native(table).lazy()
    floats = [column for column in columns if lazy.collect_schema()[column].is_float()]
    counts = {f"empty {column}": nw.col(column).is_null().cast(nw.Int64).sum() for column in columns}
    counts |= {f"finite {column}": nw.col(column).is_finite().cast(nw.Int64).sum() for column in floats}
    found = lazy.select(nw.len().alias("rows"), **counts).collect("pandas").to_native().iloc[0]
    if not found["rows"]:
        raise ValueError(words.t("tables.no_row", table=table_name))
    for column in columns:
        if found[f"empty {column}"]:
            raise ValueError(words.t("engines.empty_cell", count=int(found[f"empty {column}"]), **_told(table, table_name, "drop", column)))
        if column in floats and found[f"finite {column}"] < found["rows"]:
            raise ValueError(words.t("engines.finite", count=int(found["rows"] - found[f"finite {column}"]), **_told(table, table_name, "finite", column)))
    if unique:
        _check_unique(table, lazy, list(unique), table_name)
    return None


def _check_unique(table, lazy, columns, table_name):
    import narwhals.stable.v2 as nw

    twice = lazy.group_by(columns).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1).sort(columns).head(1).collect("pandas").to_native()
    if len(twice):
        found = ", ".join(map(str, twice.iloc[0][columns]))
        raise ValueError(words.t("engines.twice", grain=" + ".join(columns), found=found, **_told(table, table_name, "unique", columns[0])))


def like(result, table, *order):
    """The result as the kind of table that went in; a Polars DataFrame is computed at once and sorted."""
    return (result.collect("polars").sort(*order, nulls_last=True) if _at_hand(table) else result).to_native()


def until(rows, as_of, date, since=None):
    """The rows up to the day ``as_of``, from the day ``since`` on."""
    import datetime

    import narwhals.stable.v2 as nw

    found = rows.collect_schema()[date]
    # a moment with a time zone is on the day of the engine's own clock, which a literal of Python's does not know
    clocked = found != nw.Date and (rows.implementation.is_pyspark() or found.time_zone is not None)
    when = nw.col(date).cast(nw.Date) if clocked else nw.col(date)
    plain = datetime.datetime.date if clocked or found == nw.Date else lambda moment: moment
    known = when < plain(_midnight(as_of, "as_of") + datetime.timedelta(1))
    return rows.filter(known if since is None else known & (when >= plain(_midnight(since, "since"))))


def in_pandas(table):
    """A table of any kind as a pandas table; lazy ones are executed."""
    import narwhals.stable.v2 as nw

    return table if kind(table) == "pandas" else nw.from_native(table).lazy().collect("pandas").to_native()


def day_numbers(rows, *days):
    """Columns of dates as days since 1970-01-01; Narwhals has no difference of dates that every engine can count."""
    return _natively(
        rows,
        polars=lambda pl, native: native.with_columns(pl.col(*days).cast(pl.Date).cast(pl.Int32).cast(pl.Int64)),
        duckdb=lambda native: native.project("* REPLACE (" + ", ".join(f"CAST(CAST(\"{day}\" AS DATE) - DATE '1970-01-01' AS BIGINT) AS \"{day}\"" for day in days) + ")"),
        spark=lambda f, native: native.withColumns({day: f.datediff(day, f.lit("1970-01-01").cast("date")).cast("bigint") for day in days}),
    )


def with_count(rows, name):
    """The rows with their number in a column; Narwhals would sort DuckDB's rows for it."""
    return _natively(
        rows,
        polars=lambda pl, native: native.with_columns(pl.len().cast(pl.Int64).alias(name)),
        duckdb=lambda native: native.project(f'*, count(*) OVER () AS "{name}"'),
        spark=lambda f, native: native.withColumn(name, f.expr("count(1) OVER ()")),
    )


def repeated(rows, times, place):
    """Each row of a Narwhals LazyFrame as often as its column ``times`` says, counted from 0 in ``place``; Narwhals has no ranges."""
    return _natively(
        rows,
        polars=lambda pl, native: native.with_columns(pl.int_ranges(0, pl.col(times)).alias(place)).explode(place),
        duckdb=lambda native: native.project(f'*, unnest(range("{times}")) AS "{place}"'),
        spark=lambda f, native: native.withColumn(place, f.explode(f.expr(f"sequence(0L, `{times}` - 1)"))),
    )


def mondays(rows, day):
    """The days of a column put back to the Monday of their week; Narwhals does not truncate to weeks."""
    return _natively(
        rows,
        polars=lambda pl, native: native.with_columns(pl.col(day).dt.truncate("1w")),
        duckdb=lambda native: native.project(f"* REPLACE (CAST(date_trunc('week', \"{day}\") AS DATE) AS \"{day}\")"),
        spark=lambda f, native: native.withColumn(day, f.date_trunc("week", day).cast("date")),
    )


def _natively(rows, polars, duckdb, spark):
    """What Narwhals cannot say, said to each engine in its own words."""
    import narwhals.stable.v2 as nw

    native = rows.to_native()
    if rows.implementation.is_polars():
        import polars as pl

        return nw.from_native(polars(pl, native))
    if rows.implementation.is_duckdb():
        return nw.from_native(duckdb(native))
    from pyspark.sql import functions

    return nw.from_native(spark(functions, native))


def ordered(table):
    """Whether the rows of a table stand in an order."""
    return kind(table) in ("pandas", "polars")


def refuse_none(table, rows, key, **values):
    """Say what is wrong if a table at hand has no row left."""
    if _at_hand(table) and not len(rows.head(1).collect().to_native()):
        raise ValueError(words.t(key, **{name: value() if callable(value) else value for name, value in values.items()}))


def _midnight(value, name):
    return tables.day(value, name).normalize().to_pydatetime()


def _at_hand(table):
    """A Polars DataFrame: its cells can be looked at."""
    return kind(table) == "polars" and type(table).__name__ == "DataFrame"


def _check_names(table, wanted, table_name):
    there = table.collect_schema().names() if kind(table, table_name) == "polars" else list(table.columns)
    missing = [column for column in wanted if column not in there]
    if missing:
        told = tables._missing(there, missing, table_name)
        rename = TYPE_THIS[kind(table)]["rename"].format(table=table_name, renames=told.pop("renames"))
        raise ValueError(words.t("engines.missing", table=table_name, rename=rename, **told))
    doubled = [column for column in wanted if there.count(column) > 1]
    if doubled:
        raise ValueError(words.t("engines.doubled", table=table_name, column=doubled[0]))


def _check_types(schema, engine, table_name, wanted):
    fits = {"date": lambda found: found.is_temporal() and str(found).startswith("Date"), "number": lambda found: found.is_numeric(), "whole": lambda found: found.is_integer()}
    sentence = {"date": "engines.date", "number": "engines.number", "whole": "engines.whole"}
    for wish, columns in wanted.items():
        for column in columns:
            if not fits[wish](schema[column]):
                type_this = TYPE_THIS[engine][wish].format(table=table_name, column=column)
                raise ValueError(words.t(sentence[wish], table=table_name, column=column, found=str(schema[column]), type_this=type_this))


def _told(table, table_name, wish, column):
    return {"table": table_name, "column": column, "type_this": TYPE_THIS[kind(table)][wish].format(table=table_name, column=column)}
