"""The same functions for Polars, DuckDB and Spark, once for all of them through Narwhals.

Nothing here executes a lazy table. Only sums, counts and extremes stand inside a group, arithmetic comes after them;
windows take the place of self-joins.
"""
