"""Customers as (x, t_x, T): what cannot be, and equal customers counted once."""
from typing import NamedTuple

import numpy as np

from .. import tables, words

REPEATERS = 10  # with fewer customers who came back there is nothing to learn two distributions from
SAMPLE_ABOVE, SAMPLE = 200_000, 20  # a large table is first fitted on every 20th customer in the order of (x, t_x, T)
DATES = 19_000_101, 21_001_231
LEVELS = 1 << 16  # 179 years of days


class Rows(NamedTuple):
    """Distinct (x, t_x, T): the different values of each, which of them a row has, and how many customers are such."""

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    of_x: np.ndarray
    of_t_x: np.ndarray
    of_T: np.ndarray
    count: np.ndarray

    @property
    def customers(self):
        """How many there are."""
        return int(np.sum(self.count))

    def parts(self, size):
        """The same rows, so few at a time that their columns stay in the processor's cache."""
        for start in range(0, len(self.count), size):
            some = slice(start, start + size)
            yield self._replace(of_x=self.of_x[some], of_t_x=self.of_t_x[some], of_T=self.of_T[some], count=self.count[some])


def columns(summary, *names, given):
    """The columns of a purchase summary, or the arrays that were given by keyword instead."""
    if summary is None:
        missing = [name for name in names if given.get(name) is None]
        if missing:
            raise ValueError(words.t("models.nothing", missing=", ".join(missing)))
        return [_array(name, given[name]) for name in names]
    tabled(summary, names)
    if "customer_id" in summary.columns and not summary["customer_id"].is_unique:
        tables.unique(summary, "customer_id", table_name="summary")
    return [_array(name, summary[name]) for name in names]


def tabled(summary, names):
    """Refuse what is no pandas table, or lacks a column."""
    if not hasattr(summary, "iloc"):
        kind = f"{type(summary).__module__.partition('.')[0]}.{type(summary).__name__}"
        raise ValueError(words.t("models.kind", kind=kind.removeprefix("builtins.")))
    absent = [name for name in names if name not in summary.columns]
    if absent:
        raise ValueError(words.t("models.missing", missing=", ".join(map(repr, absent)), has=", ".join(repr(str(name)) for name in summary.columns)))
    if not len(summary):
        raise ValueError(words.t("models.empty"))


def _array(name, values):
    """Numbers, missing ones as NaN; a time is a number of days or weeks, never a date or a duration."""
    if getattr(getattr(values, "dtype", None), "kind", "") in ("M", "m"):
        raise ValueError(words.t("models.not_a_time", name=name))
    if hasattr(values, "to_numpy"):
        values = values.to_numpy(dtype=None if values.dtype.kind in "biufc" else object, na_value=np.nan)
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        wrong = [value for value in np.asarray(values, dtype=object).flat if isinstance(value, (str, bytes)) or not hasattr(value, "__float__") and value is not None]
        if wrong:
            raise ValueError(words.t("models.number", name=name, value=wrong[0]))
    return array.astype(float, copy=False)


def known(**named):
    """Refuse an empty list, different lengths, and an empty cell: a model is fitted to what is known."""
    for name, values in named.items():
        if not values.size or values.ndim != 1:
            raise ValueError(words.t("models.list", name=name))
        if np.isnan(values).any():
            raise ValueError(words.t("models.unknown", name=name, count=int(np.isnan(values).sum()), row=int(np.isnan(values).argmax())))
    if len({values.size for values in named.values()}) > 1:
        raise ValueError(words.t("models.lengths", lengths=", ".join(f"{name} {values.size}" for name, values in named.items())))


def possible(x, t_x, T):
    """Refuse what no customer can be; an unknown value (NaN) passes."""
    counts(x)
    past = {"x": x, "t_x": t_x, "T": T}
    _refuse("models.infinite", np.isinf(t_x) | np.isinf(T) | (T < 0) | (t_x < 0), **past)
    _refuse("models.t_x_above_T", t_x > T, **past)
    _refuse("models.t_x_without_x", (x == 0) & (t_x > 0), **past)
    _refuse("models.x_without_t_x", (x > 0) & (t_x == 0), **past)


def counts(x):
    """Refuse what is no number of purchases; an unknown value (NaN) passes."""
    with np.errstate(invalid="ignore"):
        wrong = (x < 0) | (x != np.floor(x)) & ~np.isnan(x) | np.isinf(x)
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise ValueError(words.t("models.x", row=row, x=f"{float(np.atleast_1d(x).flat[row]):.12g}"))


def _refuse(key, wrong, **past):
    if np.any(wrong):
        row = int(np.argmax(wrong))
        shown = {name: f"{float(np.broadcast_to(values, np.shape(wrong)).flat[row]):.12g}" for name, values in past.items()}
        raise ValueError(words.t(key, row=row, **shown))


def grouped(x, t_x, T):
    """(the rows, a sample of them for a first fit or None, the unit of time): times are measured in the mean of T."""
    known(x=x, t_x=t_x, T=T)
    possible(x, t_x, T)
    _enough(x, T)
    unit = float(np.mean(T))
    different, codes = zip(*(levels(values) for values in (x, t_x, T)), strict=True)
    different = different[0], different[1] / unit, different[2] / unit
    keys, read = _keys(codes, [len(values) for values in different])
    rows = _counted(keys, read, different)
    if len(rows.count) == 1:
        raise ValueError(words.t("models.identical", x=f"{x[0]:g}", t_x=f"{t_x[0]:g}", T=f"{T[0]:g}"))
    return rows, _counted(keys[SAMPLE // 2 :: SAMPLE], read, different) if len(x) > SAMPLE_ABOVE else None, unit


def _enough(x, T):
    """Refuse what carries no information on buying again."""
    seen = T[T > 0]
    if not seen.size:
        raise ValueError(words.t("models.no_time"))
    if DATES[0] <= seen.min() and seen.max() <= DATES[1]:
        raise ValueError(words.t("models.not_a_time", name="T"))
    if (repeaters := int(np.sum(x > 0))) < REPEATERS:
        raise ValueError(words.t("models.few", repeaters=repeaters, least=REPEATERS, customers=x.size))


def levels(values):
    """The different values in order, and each value's place among them; whole days and whole days in weeks need no sorting."""
    for scale in (1, 7):
        whole = np.rint(values * scale)
        if whole.max() < LEVELS and np.abs(values * scale - whole).max() < 1e-9:
            return np.arange(int(whole.max()) + 1) / scale, whole.astype(np.int64)
    return np.unique(values, return_inverse=True)


def _keys(codes, sizes):
    """One whole number per customer, sorted, and a function that reads the three codes back from some of them."""
    high, middle, low = (max(size - 1, 1).bit_length() for size in sizes)
    if high + middle + low > 63:
        order = np.lexsort(codes[::-1])
        return np.arange(len(order)), lambda keys: [code[order[keys]] for code in codes]
    packed = (codes[0] << middle | codes[1]) << low | codes[2]
    packed.sort()
    return packed, lambda keys: (keys >> middle + low, keys >> low & (1 << middle) - 1, keys & (1 << low) - 1)


def _counted(keys, read, different):
    """Equal neighbours as one row with its count."""
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    count = np.diff(np.append(first, len(keys))).astype(float)
    return Rows(*different, *read(keys[first]), count)


def past(x, t_x, T):
    """Three arrays of one shape; an unknown value (NaN) passes, an impossible past is refused."""
    arrays = _together(x=x, t_x=t_x, T=T)
    possible(*arrays)
    return arrays


def pairs(name, x, values):
    """Two arrays of one shape."""
    return _together(**{"x": x, name: values})


def _together(**named):
    arrays = {name: _array(name, values) for name, values in named.items()}
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        raise ValueError(words.t("models.lengths", lengths=", ".join(f"{name} {array.size}" for name, array in arrays.items()))) from None
