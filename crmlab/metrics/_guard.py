"""Refuse arguments that cannot be meant. Each message says what it should be, what it was, and what to type."""
import numpy as np

from .. import words
from ._numbers import numbers


def _values(name, value):
    try:
        if _has_no_number(np.asarray(value)):
            raise TypeError
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(words.t("guard.number", name=name, value=value)) from None


def _has_no_number(array):
    """Text, dates and None, which numpy would turn into numbers."""
    if array.dtype.kind == "O":
        return any(item is None or isinstance(item, str) for item in array.flat)
    return array.dtype.kind not in "biuf"


def _each(named):
    return ((name, _values(name, value)) for name, value in named.items())


def _first(values, wrong):
    """The first wrong value, written as short as it can be typed."""
    return f"{float(np.atleast_1d(values)[np.atleast_1d(wrong)].flat[0]):.12g}"


def _refuse(key, name, values, wrong, **more):
    """Say the sentence of this key about the first wrong value, if there is one."""
    if np.any(wrong):
        raise ValueError(words.t(key, name=name, value=_first(values, wrong), **more))


def _refuse_comma(value, wrong):
    """0,85 is a pair to Python; in Vietnamese it was meant as 0.85."""
    if np.any(wrong) and isinstance(value, tuple) and len(value) == 2 and value[0] == 0:
        raise ValueError(words.t("number.comma", typed=f"{value[0]},{value[1]}", right=f"{value[0]}.{value[1]}"))


def share(**named):
    """Each is a share between 0 and 1 (NaN, the unknown, passes)."""
    for name, values in _each(named):
        wrong = (values < 0) | (values > 1)
        _refuse_comma(named[name], wrong)
        if np.any(wrong) and 1 < (percent := float(_first(values, wrong))) <= 100:
            _refuse("guard.percent", name, values, wrong, share=f"{percent / 100:.12g}")
        _refuse("guard.share", name, values, wrong)


def share_of_time(**named):
    """Each is a share, but of time, so that months are not taken for percents."""
    for name, values in _each(named):
        _refuse("guard.share_of_time", name, values, (values < 0) | (values > 1))


def positive(**named):
    """Each is above zero."""
    for name, values in _each(named):
        _refuse("guard.positive", name, values, (values <= 0) | np.isinf(values))


def not_negative(**named):
    """Each is zero or more."""
    for name, values in _each(named):
        _refuse("guard.not_negative", name, values, (values < 0) | np.isinf(values))


def at_most(limit_name, limit, **named):
    """Each is at most the limit that the other argument sets (two Series are compared customer by customer)."""
    for name, value in named.items():
        values, excess = _beside(name, value, limit_name, limit)
        _refuse("guard.at_most", name, values, excess > 0, limit=limit_name)


def _beside(name, value, other_name, other):
    """The values and by how much they exceed the others, pair by pair, as arrays."""
    _values(name, value)
    _values(other_name, other)
    try:
        excess = numbers(value) - numbers(other)
    except ValueError:
        shapes = {"shape": np.shape(value), "other_shape": np.shape(other)}
        raise ValueError(words.t("guard.pairs", name=name, other=other_name, **shapes)) from None
    return np.asarray(excess + numbers(other), dtype=float), np.asarray(excess, dtype=float)


def same_length(**named):
    """All have as many values as the first one."""
    (first, shape), *others = ((name, np.shape(value)) for name, value in named.items())
    for name, other in others:
        if other != shape:
            raise ValueError(words.t("guard.same_length", name=name, first=first, shape=shape, other=other))


def below(limit_name, limit, key, **named):
    """Each is below a limit that it cannot reach; the sentence of the key says why not."""
    for name, value in named.items():
        values, excess = _beside(name, value, limit_name, limit)
        _refuse(key, name, values, excess >= 0)


def at_least(least, **named):
    """Each is this number or more."""
    for name, values in _each(named):
        _refuse("guard.at_least", name, values, (values < least) | np.isinf(values), least=least)


def count(**named):
    """Each is one whole number, 1 or more."""
    for name, values in _each(named):
        if values.ndim or not np.isfinite(values) or values < 1 or values % 1:
            raise ValueError(words.t("guard.count", name=name, value=named[name]))


def rate(**named):
    """Each is a rate per period above -1: 0.0125 for 1.25 % a month. Above 1 it was probably meant as a percent."""
    for name, values in _each(named):
        _refuse_comma(named[name], values > 1)
        _refuse("guard.rate_of_loss", name, values, values <= -1)
        if np.any(values > 1):
            _refuse("guard.rate", name, values, values > 1, share=f"{float(_first(values, values > 1)) / 100:.12g}")


def number(**named):
    """Each is a number (any sign)."""
    for name, values in _each(named):
        _refuse("guard.finite", name, values, np.isinf(values))


def choice(name, value, allowed):
    """The value is one of the allowed words."""
    if value not in allowed:
        raise ValueError(words.t("guard.choice", name=name, value=value, allowed=", ".join(map(repr, allowed)), first=allowed[0]))


def listed(**named):
    """Each is a list (array, Series) with at least one value, along its last axis."""
    for name, value in named.items():
        shape = np.shape(value)
        if not shape or shape[-1] == 0:
            raise ValueError(words.t("guard.list", name=name, value=value))


def suits(metric, setting, suited):
    """The relationship is of the kind that this metric is made for."""
    choice("setting", setting, ("contractual", "non_contractual"))
    if setting != suited:
        raise ValueError(words.t(f"guard.suits_{suited}", metric=metric))


def adds_up(name, shares):
    """The shares of this list add up to 1 (an unknown one passes)."""
    share(**{name: shares})
    added = float(np.sum(_values(name, shares)))
    if abs(added - 1) > 1e-8:
        raise ValueError(words.t("guard.adds_up", name=name, added=f"{added:.12g}"))


def transitions(**named):
    """Each is a square matrix whose rows are shares that add up to 1."""
    for name, values in _each(named):
        if values.ndim != 2 or values.shape[0] != values.shape[1] or not values.size:
            raise ValueError(words.t("guard.square", name=name, shape=values.shape))
        share(**{name: values})
        for row, added in enumerate(values.sum(axis=1)):
            if abs(added - 1) > 1e-8:
                raise ValueError(words.t("guard.row", name=name, row=row, added=f"{added:.12g}"))


def positions(name, value, brands):
    """Whole numbers that each name one of so many brands, the first being 0."""
    values = _values(name, value)
    wrong = ~((values >= 0) & (values < brands) & (values % 1 == 0))
    _refuse("guard.position", name, values, wrong, last=brands - 1)


def truths(**named):
    """Each is True or False (or 1 or 0; the unknown passes)."""
    for name, values in _each(named):
        _refuse("guard.truth", name, values, (values != 0) & (values != 1) & ~np.isnan(values))


def some_left(name, added):
    """At least one customer was seen to leave: the number of ends is not zero."""
    if np.any(_values(name, added) == 0):
        raise ValueError(words.t("guard.some_left", name=name))


def shrinking(name, values, before):
    """Each is at most the value before it."""
    values, before = np.broadcast_arrays(_values(name, values), _values(name, before))
    wrong = values > before
    if np.any(wrong):
        _refuse("guard.shrinking", name, values, wrong, before=_first(before, wrong))


def steps(**named):
    """Each is a list of two or more."""
    for name, value in named.items():
        if np.ndim(value) != 1 or len(value) < 2:
            raise ValueError(words.t("guard.steps", name=name, value=value))


def one_per_brand(name, value, brands):
    """A list with one value for each brand."""
    if np.shape(value) != (brands,):
        raise ValueError(words.t("guard.one_per_brand", name=name, brands=brands, shape=np.shape(value)))


def one_long_run(name, everybody_gets_here):
    """At least one brand is reached from all brands, so that the long run does not depend on the start."""
    if not np.any(everybody_gets_here):
        raise ValueError(words.t("guard.one_long_run", name=name))
