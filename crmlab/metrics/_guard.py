"""Refuse arguments that cannot be meant. Each message says what it should be, what it was, and what to type."""
import numpy as np

from ._numbers import numbers


def _values(name, value):
    try:
        if _has_no_number(np.asarray(value)):
            raise TypeError
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number, or a list, array or Series of numbers, but got {value!r}.") from None


def _has_no_number(array):
    """Text, dates and None, which numpy would turn into numbers."""
    if array.dtype.kind == "O":
        return any(item is None or isinstance(item, str) for item in array.flat)
    return array.dtype.kind not in "biuf"


def _first(values, wrong):
    """The first wrong value, written as short as it can be typed."""
    return f"{float(np.atleast_1d(values)[np.atleast_1d(wrong)].flat[0]):.12g}"


def _refuse(name, values, wrong, should, advice=""):
    if np.any(wrong):
        raise ValueError(f"{name} {should}, but got {_first(values, wrong)}.{advice}")


def share(**named):
    """Each is a share between 0 and 1 (NaN, the unknown, passes)."""
    for name, value in named.items():
        values = _values(name, value)
        wrong = (values < 0) | (values > 1)
        advice = ""
        if np.any(wrong) and 1 < float(_first(values, wrong)) <= 100:
            percent = float(_first(values, wrong))
            advice = f" Did you mean {percent / 100:.12g}? (Write {percent:.12g} % as {percent / 100:.12g}.)"
        _refuse(name, values, wrong, "is a share between 0 and 1", advice)


def share_of_time(**named):
    """Each is a share, but of time, so that months are not taken for percents."""
    for name, value in named.items():
        values = _values(name, value)
        advice = " Type 8 / 12 for month 8 of 12."
        _refuse(name, values, (values < 0) | (values > 1), "is a share of the time we look at, between 0 and 1", advice)


def positive(**named):
    """Each is above zero."""
    for name, value in named.items():
        values = _values(name, value)
        _refuse(name, values, (values <= 0) | np.isinf(values), "must be above 0", f" Type a positive number for {name}.")


def not_negative(**named):
    """Each is zero or more."""
    for name, value in named.items():
        values = _values(name, value)
        _refuse(name, values, (values < 0) | np.isinf(values), "must be 0 or more", f" Type 0 or a positive number for {name}.")


def at_most(limit_name, limit, **named):
    """Each is at most the limit that the other argument sets (two Series are compared customer by customer)."""
    for name, value in named.items():
        values, excess = _beside(name, value, limit_name, limit)
        _refuse(name, values, excess > 0, f"cannot be more than {limit_name}", " Did you swap the two?")


def _beside(name, value, other_name, other):
    """The values and by how much they exceed the others, pair by pair, as arrays."""
    _values(name, value)
    _values(other_name, other)
    try:
        excess = numbers(value) - numbers(other)
    except ValueError:
        shapes = f"{np.shape(value)} and {np.shape(other)}"
        should = f"{name} and {other_name} must be of the same length, but have the shapes {shapes}."
        raise ValueError(f"{should} Type one {other_name} per {name}.") from None
    return np.asarray(excess + numbers(other), dtype=float), np.asarray(excess, dtype=float)


def same_length(**named):
    """All have as many values as the first one."""
    (first, length), *others = ((name, np.shape(value)) for name, value in named.items())
    for name, other in others:
        if other != length:
            raise ValueError(f"{name} must have the shape of {first}, {length}, but has {other}. Type one {name} per {first}.")


def below(limit_name, limit, advice, **named):
    """Each is below a limit that it cannot reach."""
    for name, value in named.items():
        values, excess = _beside(name, value, limit_name, limit)
        _refuse(name, values, excess >= 0, f"must be below {limit_name}", f" {advice}")


def at_least(least, **named):
    """Each is this number or more."""
    for name, value in named.items():
        values = _values(name, value)
        _refuse(name, values, (values < least) | np.isinf(values), f"must be {least} or more", f" Type {name}={least} or more.")


def count(**named):
    """Each is one whole number, 1 or more."""
    for name, value in named.items():
        values = _values(name, value)
        if values.ndim or not np.isfinite(values) or values < 1 or values % 1:
            raise ValueError(f"{name} must be one whole number, 1 or more, but got {value!r}. Type {name}=2, for example.")


def rate(**named):
    """Each is a rate per period above -1: 0.0125 for 1.25 % a month. Above 1 it was probably meant as a percent."""
    for name, value in named.items():
        values = _values(name, value)
        advice = " Write 12 % as 0.12."
        _refuse(name, values, values <= -1, "must be above -1", advice)
        _refuse(name, values, values > 1, "is a share per period, seldom above 1", advice)


def number(**named):
    """Each is a number (any sign)."""
    for name, value in named.items():
        _refuse(name, _values(name, value), np.isinf(_values(name, value)), "must be a finite number")


def choice(name, value, allowed):
    """The value is one of the allowed words."""
    if value not in allowed:
        words = ", ".join(repr(word) for word in allowed)
        raise ValueError(f"{name} must be one of {words}, but got {value!r}. Type {name}={allowed[0]!r}, for example.")


def listed(**named):
    """Each is a list (array, Series) with at least one value, along its last axis."""
    for name, value in named.items():
        shape = np.shape(value)
        if not shape or shape[-1] == 0:
            should = f"{name} must be a list with at least one number, but got {value!r}."
            raise ValueError(f"{should} Type {name}=[…], one number per period.")


def suits(metric, setting, suited, instead):
    """The relationship is of the kind that this metric is made for."""
    choice("setting", setting, ("contractual", "non_contractual"))
    if setting != suited:
        raise ValueError(f"{metric} is for a setting that is {suited!r}, but got {setting!r}. Type {instead} instead.")


def adds_up(name, shares):
    """The shares of this list add up to 1 (an unknown one passes)."""
    share(**{name: shares})
    added = float(np.sum(_values(name, shares)))
    if abs(added - 1) > 1e-8:
        should = f"{name} must hold shares that add up to 1, but they add up to {added:.12g}."
        raise ValueError(f"{should} Type {name} / {name}.sum() for an array {name}.")


def transitions(**named):
    """Each is a square matrix whose rows are shares that add up to 1."""
    for name, matrix in named.items():
        values = _values(name, matrix)
        if values.ndim != 2 or values.shape[0] != values.shape[1] or not values.size:
            should = f"{name} must have one row and one column per brand, but its shape is {values.shape}."
            raise ValueError(f"{should} Type {name}=[[0.9, 0.1], [0.2, 0.8]], for example.")
        share(**{name: matrix})
        for row, added in enumerate(values.sum(axis=1)):
            if abs(added - 1) > 1e-8:
                should = f"row {row} of {name} must add up to 1, but adds up to {added:.12g} (the first row is row 0)."
                raise ValueError(f"{should} Type row / row.sum() for that row.")


def positions(name, value, brands):
    """Whole numbers that each name one of so many brands, the first being 0."""
    values = _values(name, value)
    wrong = ~((values >= 0) & (values < brands) & (values % 1 == 0))
    _refuse(name, values, wrong, f"must name a row of the matrix, 0 to {brands - 1}", " The first brand is 0.")


def truths(**named):
    """Each is True or False (or 1 or 0; the unknown passes)."""
    for name, value in named.items():
        values = _values(name, value)
        wrong = (values != 0) & (values != 1) & ~np.isnan(values)
        _refuse(name, values, wrong, "must be True or False", f" Type {name}=[True, False], for example.")


def some(name, added, advice):
    """At least one is true: their number is not zero."""
    if np.any(_values(name, added) == 0):
        raise ValueError(f"{name} must be True for at least one, but is True for none. {advice}")


def shrinking(name, values, before):
    """Each is at most the value before it."""
    values, before = np.broadcast_arrays(_values(name, values), _values(name, before))
    wrong = values > before
    if np.any(wrong):
        should = f"{name} cannot grow, a cohort only loses customers"
        found = f"{_first(values, wrong)} after {_first(before, wrong)}"
        raise ValueError(f"{should}, but got {found}. Type the survivors of one cohort, first period first.")


def steps(**named):
    """Each is a list of two or more."""
    for name, value in named.items():
        if np.ndim(value) != 1 or len(value) < 2:
            should = f"{name} must be a list of two or more, now and next, but got {value!r}."
            raise ValueError(f"{should} Type {name}=[0, 1], for example.")


def one_per_brand(name, value, brands):
    """A list with one value for each brand."""
    if np.shape(value) != (brands,):
        should = f"{name} must hold {brands} shares, one per brand, but its shape is {np.shape(value)}."
        raise ValueError(f"{should} Type one share per row of the matrix.")


def one_long_run(name, everybody_gets_here):
    """At least one brand is reached from all brands, so that the long run does not depend on the start."""
    if not np.any(everybody_gets_here):
        raise ValueError(
            f"{name} must lead everybody to one long run, but some brands are never left for the others, "
            "so that it depends on the start. Type next_purchase_shares(matrix, start, purchases) for a given start."
        )
