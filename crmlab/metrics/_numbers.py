"""The little arithmetic that all formulas share. It also works on numbers that remember how they were made (see tracing.py)."""
import numpy as np

MONEY_DECIMALS = 6  # sums are rounded so far before they are ranked: their last bits depend on the order of adding


def numbers(value):
    """A list as an array; numbers, arrays and Series as they are."""
    return np.asarray(value) if isinstance(value, (list, tuple)) else value


def plain(value):
    """A Python number where numpy would return a scalar of its own."""
    return value.item() if isinstance(value, np.generic) else value


def like(original, values):
    """The values in the form of the original: a Series keeps its index, a single number comes back plain."""
    if hasattr(original, "iloc"):
        return type(original)(np.asarray(values), index=original.index)
    return plain(np.asarray(values)[()])


def total(values):
    """The sum over the last axis."""
    values = np.asarray(values)
    if values.dtype == object and values.ndim == 1 and hasattr(values[0], "add_up"):
        return values[0].add_up(values)
    return plain(np.sum(values, axis=-1))


def mean(values):
    """The mean over the last axis."""
    return total(values) / np.shape(values)[-1]


def known(values):
    """The values without the memory of how they were made: a chain of steps is shown one step at a time."""
    if values.dtype == object and hasattr(values[0], "add_up"):
        return np.array([type(value)(value.value) for value in values])
    return values


def per_row(value):
    """One number as it is; one per row as a column, to meet the periods of its row."""
    return np.asarray(value)[..., None] if np.ndim(value) else value


def sums(codes, values, size):
    """The sum of each customer's values, without the last bits that depend on the order of adding."""
    return np.round(np.bincount(codes, weights=values, minlength=size), MONEY_DECIMALS)
