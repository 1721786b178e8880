"""Recency, frequency, monetary value: codes and points."""
import numpy as np
import pandas as pd

from .. import engines, tables
from ..metrics import _guard, strategic
from ..metrics._numbers import MONEY_DECIMALS, sums
from ..metrics._rfm import MONTHS_COUNTED, three_weights
from ._kernels import extreme, keys, until


def rfm(orders, *, as_of, groups=5, method="independent", customer="customer_id", date="date", amount="amount"):
    """One row per customer: recency, frequency, monetary and the codes R, F, M and rfm.

    recency is days since the last order (the book's word; in chapter 4's models the same word means the time from
    the first order to the last), frequency the number of orders, monetary their money. Code 1 is the best: most
    recent, most frequent, largest. Groups differ by at most one customer in size; equal customers are ranked by
    their id, so that the result does not depend on the order of rows.

    ``method="independent"`` codes each of the three by itself. ``"nested"`` sorts by recency first, then by
    frequency within each R group, then by money within each of those: 125 cells of equal size for 5 groups.
    """
    _guard.count(groups=groups)
    _guard.choice("method", method, ("independent", "nested"))
    if engines.elsewhere(orders, "orders"):
        from .portable.rfm import rfm as portable

        return portable(orders, as_of=as_of, groups=int(groups), nested=method == "nested", customer=customer, date=date, amount=amount)
    tables.require(orders, customer, date, amount, table_name="orders")
    today, known, days = until(orders, as_of, date)
    codes, ids = keys(known[customer])
    last = extreme(np.maximum, codes, days, len(ids))
    frequency = np.bincount(codes)
    monetary = sums(codes, tables.numbers(known, amount, "orders"), len(ids))
    scores = _scores([last, frequency, monetary], int(groups), nested=method == "nested")
    found = {customer: ids, "recency": today - last, "frequency": frequency, "monetary": monetary}
    return pd.DataFrame(found | dict(zip("RFM", scores)) | {"rfm": _labels(scores, int(groups))})


def rfm_points(
    purchases, *, weights=(5, 2, 3), cap="customer", customer="customer_id", months_ago="months_ago", items="items", amount="amount"
):
    """One row per customer, best first: R, F and M points, their weighted sum (points) and the rank.

    The points of ``metrics.strategic.rfm_points``, for every customer of the table; equal points share a rank.
    """
    _guard.choice("cap", cap, ("customer", "purchase"))
    three_weights(weights)
    tables.require(purchases, customer, months_ago, items, amount, table_name="purchases")
    months, count, money = (tables.numbers(purchases, column, "purchases") for column in (months_ago, items, amount))
    _guard.not_negative(**{months_ago: months, items: count, amount: money})
    codes, ids = keys(purchases[customer])
    recent = months <= MONTHS_COUNTED

    def capped(points, values):
        if cap == "purchase":
            return sums(codes, points(values * recent), len(ids))
        return points(sums(codes, values * recent, len(ids)))

    recency = sums(codes, strategic.recency_points(months), len(ids))
    found = {"R": recency, "F": capped(strategic.frequency_points, count), "M": capped(strategic.monetary_points, money)}
    points = sum(weight * found[criterion] for weight, criterion in zip(weights, found))
    table = pd.DataFrame({customer: ids} | found | {"points": np.round(points, MONEY_DECIMALS)})
    table["rank"] = table["points"].rank(method="min", ascending=False).astype(int)
    return table.sort_values("rank", kind="stable", ignore_index=True)


def _scores(worths, groups, nested):
    """Codes 1 … groups for each worth, 1 the largest: each by itself, or each within the cells of those before."""
    cell, scores = np.zeros(len(worths[0]), dtype=np.int64), []
    for worth in worths:
        scores.append(_score(worth, cell, groups))
        cell = cell * groups + scores[-1] - 1 if nested else cell
    return scores


def _score(worth, cell, groups):
    """Rank within the cell by (worth, then place in the table), cut into groups whose sizes differ by one at most."""
    best_first = _sorted(-worth)
    score = np.empty(len(worth), dtype=np.int64)
    if not cell.any():
        score[best_first] = np.arange(len(worth)) * groups // len(worth) + 1
        return score
    line = best_first[_sorted(cell[best_first])]
    sizes = np.bincount(cell)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    score[line] = (np.arange(len(worth)) - starts) * groups // np.repeat(sizes, sizes) + 1
    return score


def _sorted(values):
    """Places from small to large, ties as they stand; small whole numbers in 16 bits, which numpy sorts in linear time."""
    if values.dtype.kind == "i" and values.max() - values.min() < 2**16:
        values = (values - values.min()).astype(np.uint16)
    return np.argsort(values, kind="stable")


def _labels(scores, groups):
    """The three codes as one text: 115, or 1-1-10 where a code may have two figures."""
    join, base = "" if groups < 10 else "-", groups + 1
    r, f, m = scores
    place, cells = pd.factorize((r * base + f) * base + m)
    names = [join.join(map(str, (cell // base**2, cell // base % base, cell % base))) for cell in cells.tolist()]
    return np.array(names, dtype=object)[place]
