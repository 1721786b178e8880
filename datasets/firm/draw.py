"""Seeded drawing on whole columns: a stream for each table, a pick for each row."""
import zlib

import numpy as np


def stream(seed, name):
    """A generator of its own for each table: a change to one table leaves the others as they are."""
    return np.random.default_rng([seed, zlib.crc32(name.encode("ascii"))])


def place(rng, weights, n):
    """n positions in a list of weights, each as likely as its weight."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(edges, rng.random(n) * edges[-1], side="right").clip(max=len(edges) - 1)


def pick(rng, weighted, n):
    """n options of {option: weight}, as an array of texts."""
    return texts(list(weighted))[place(rng, list(weighted.values()), n)]


def texts(values):
    """An array of texts (Python strings: any length)."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def whole(rng, low, high, n):
    """n whole numbers from low to high, both included."""
    return low + (rng.random(n) * (high - low + 1)).astype(np.int64)


def change(column, mask, function, *more):
    """A copy of the column where the cells of the mask went through a function of the text and of other columns."""
    out, at = column.copy(), np.flatnonzero(mask)
    if len(at):
        out[at] = texts([function(*cells) for cells in zip(column[at], *(other[at] for other in more), strict=True)])
    return out


def digits(rng, count, n):
    """n texts of so many digits."""
    return texts([f"{number:0{count}d}" for number in (rng.random(n) * 10**count).astype(np.int64).tolist()])


def joined(*columns, between=" "):
    """Columns of texts put together, empty ones left out."""
    return texts([between.join(filter(None, cells)) for cells in zip(*columns, strict=True)])


def day(text):
    """A date as the number of days since 1970."""
    return int(np.datetime64(text, "D").astype(np.int64))


def dates(days):
    """Numbers of days as a column of dates."""
    return np.asarray(days, dtype=np.int64).astype("datetime64[D]").astype("datetime64[s]")


def ids(letter, numbers, count):
    """Codes of one width: a letter and a number."""
    width = max(5, len(str(count)))
    return texts([f"{letter}{number:0{width}d}" for number in np.asarray(numbers).tolist()])
