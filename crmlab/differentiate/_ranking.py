"""Adding up and ranking customers so that the order of rows never matters."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics._numbers import sums

__all__ = ["best_first", "known_or_nan", "ranks", "rounded", "sums", "whole"]


def known_or_nan(table, column, table_name):
    """A column as numbers in which the unknown stays unknown (NaN)."""
    tables.require(table.assign(**{column: 0}) if column in table else table, column, table_name=table_name)
    known = table[column].notna().to_numpy()
    values = np.full(len(table), np.nan)
    if known.any():
        values[known] = tables.numbers(table[known], column, table_name)
    return values


def best_first(values, ids):
    """Row numbers from the largest value to the smallest, the unknown last; equal values by customer id."""
    return np.lexsort((pd.factorize(ids, sort=True)[0], -values))


def ranks(values, ids):
    """1 for the best, 2 for the next … (no rank is shared); the unknown have none (NaN)."""
    found = np.full(len(values), np.nan)
    found[best_first(values, ids)] = np.arange(1, len(values) + 1)
    return np.where(np.isnan(values), np.nan, found)


def rounded(shares_of, count):
    """Shares of a number of customers as whole customers, halves rounded up."""
    return np.floor(np.round(np.asarray(shares_of) * count, 9) + 0.5).astype(int)


def whole(places):
    """Ranks as whole numbers where all are known."""
    return places if np.isnan(places).any() else places.astype(int)
