"""Numbers that remember how they were made, so that a formula can be shown as it was computed."""
import math

import numpy as np


class Number:
    """A number and how it was made: an operation and its parts, or an input (no operation)."""

    __slots__ = ("value", "operation", "parts")

    def __init__(self, value, operation=None, parts=()):
        self.value, self.operation, self.parts = value, operation, tuple(parts)

    def add_up(self, terms):
        """The sum of all terms, each kept as one term."""
        return Number(math.fsum(float(term) for term in terms), "Σ", [as_number(term) for term in terms])

    def __float__(self):
        return float(self.value)

    def __int__(self):
        return int(self.value)

    def __bool__(self):
        return bool(self.value)

    def __hash__(self):
        return hash(self.value)

    def __neg__(self):
        return Number(-self.value, "−", [self])

    def exp(self):
        """e to this power; numpy.exp asks for it by this name."""
        return Number(math.exp(self.value), "exp", [self])

    def log(self):
        """The natural logarithm; numpy.log asks for it by this name."""
        return Number(math.log(self.value), "ln", [self])


def as_number(value):
    """A plain number as an input that remembers itself; a Number as it is."""
    return value if isinstance(value, Number) else Number(value)


def _operator(symbol, compute, swapped=False):
    def operate(self, other):
        if isinstance(other, np.ndarray):
            return NotImplemented
        left, right = (as_number(other), self) if swapped else (self, as_number(other))
        if symbol in "+−" and right.operation is None and right.value == 0:
            return left
        return Number(compute(left.value, right.value), symbol, [left, right])

    return operate


for _name, _symbol, _compute in [
    ("add", "+", lambda a, b: a + b),
    ("sub", "−", lambda a, b: a - b),
    ("mul", "×", lambda a, b: a * b),
    ("truediv", "/", lambda a, b: a / b),
    ("pow", "^", lambda a, b: a**b),
]:
    setattr(Number, f"__{_name}__", _operator(_symbol, _compute))
    setattr(Number, f"__r{_name}__", _operator(_symbol, _compute, swapped=True))
for _name, _compare in [
    ("lt", lambda a, b: a < b),
    ("le", lambda a, b: a <= b),
    ("gt", lambda a, b: a > b),
    ("ge", lambda a, b: a >= b),
    ("eq", lambda a, b: a == b),
    ("ne", lambda a, b: a != b),
]:
    setattr(Number, f"__{_name}__", lambda self, other, compare=_compare: compare(self.value, as_number(other).value))


def remember(argument):
    """Numbers as Numbers, lists as arrays of Numbers; words, truths and None as they are."""
    if argument is None or isinstance(argument, (str, bool)):
        return argument
    array = np.asarray(argument)
    if array.ndim == 0:
        return Number(array.item())
    remembered = np.empty(array.shape, dtype=object)
    remembered.flat = [Number(value) for value in array.ravel().tolist()]
    return remembered
