"""From one brand to the next."""
import numpy as np
import pandas as pd

from .. import engines, tables
from ._kernels import keys


def transitions(purchases, *, brand="brand", customer="customer_id", date="date", order=None):
    """One row per pair of brands bought one after the other: brand, next_brand, count and share.

    Counted over each customer's consecutive purchases, by date; share is the count among all purchases that follow one
    of ``brand``. Purchases at the same moment are taken by the column ``order``, or without it in the order of rows; where
    rows have no order (DuckDB, Spark) it must be given, and must tell such purchases apart.
    """
    if engines.elsewhere(purchases, "purchases"):
        from .portable.brands import transitions as portable

        return portable(purchases, brand=brand, customer=customer, date=date, order=order)
    brands, before, after = _followed(purchases, brand, customer, date, order)
    pairs, count = np.unique(before * len(brands) + after, return_counts=True)
    first, following = np.divmod(pairs, len(brands))
    share = count / np.bincount(first, weights=count, minlength=len(brands))[first]
    return pd.DataFrame({brand: brands[first], f"next_{brand}": brands[following], "count": count, "share": share})


def transition_matrix(purchases, *, brand="brand", customer="customer_id", date="date", order=None, counts=False):
    """One row per brand bought, one column per brand bought next: shares that add up to 1 in each row.

    The wide form of ``transitions``. ``counts=True`` gives the numbers of pairs instead of shares. A brand that was never
    followed by another purchase has no shares (NaN). The matrix is a pandas table, computed at once, whatever comes in.
    """
    if engines.elsewhere(purchases, "purchases"):
        pairs = _widened(purchases, brand, customer, date, order)
    else:
        brands, before, after = _followed(purchases, brand, customer, date, order)
        cells = np.bincount(before * len(brands) + after, minlength=len(brands) ** 2).reshape(len(brands), -1)
        pairs = pd.DataFrame(cells, index=pd.Index(brands, name=brand), columns=pd.Index(brands, name=f"next_{brand}"))
    cells = pairs.to_numpy()
    followed = cells.sum(axis=1, keepdims=True)
    shares = np.divide(cells, followed, out=np.full(pairs.shape, np.nan), where=followed > 0)
    return pairs if counts else pd.DataFrame(shares, index=pairs.index, columns=pairs.columns)


def _followed(purchases, brand, customer, date, order):
    """The brands, and of each purchase that was followed by another the number of its brand and of the next one."""
    tables.require(purchases, customer, date, brand, *([order] if order else []), table_name="purchases")
    moments = tables.dates(purchases, date, "purchases").to_numpy()
    codes, _ = keys(purchases[customer])
    bought, brands = keys(purchases[brand])
    ties = pd.factorize(purchases[order], sort=True)[0] if order else np.arange(len(codes))
    line = np.lexsort((ties, moments, codes))
    same = np.diff(codes[line]) == 0
    return brands, bought[line][:-1][same], bought[line][1:][same]


def _widened(purchases, brand, customer, date, order):
    """The counts of pairs of a table outside pandas."""
    from .portable.brands import brands_of
    from .portable.brands import transitions as portable

    long = engines.in_pandas(portable(purchases, brand=brand, customer=customer, date=date, order=order))
    brands = brands_of(purchases, brand)
    places = pd.Index(brands)
    cells = np.zeros((len(brands), len(brands)), dtype=np.int64)
    cells[places.get_indexer(long[brand]), places.get_indexer(long[f"next_{brand}"])] = long["count"]
    return pd.DataFrame(cells, index=pd.Index(brands, name=brand), columns=pd.Index(brands, name=f"next_{brand}"))
