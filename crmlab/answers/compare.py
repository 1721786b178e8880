"""When two answers are the same: forgiving where a teacher would be, strict where not.

======================  =============================================================  ==============================================
an answer that is       is also right as                                               but not as
======================  =============================================================  ==============================================
a number                whole or decimal, of numpy, Decimal; within the tolerance      a text "3", a list with one number, True
a text                  other capitals, more spaces, other Unicode form                without its tone marks
True, False             numpy's                                                        1, 0, "True"
missing                 None, NaN, NaT, pd.NA                                          0, an empty text
a list                  tuple, array, Index, Categorical, Series labelled 0, 1, 2 …    the same in another order, a labelled Series
a dict, a Series        each other; any order of labels; any name of Series or index   other labels; a plain list
a DataFrame             any order of columns, any order of labelled rows, any dtype    other columns; rows 0, 1, 2 … in another order
a set                   frozenset                                                      a list
a date, a time          date, datetime, Timestamp, datetime64; any time zone           a text "2026-01-31"
a figure                other colours, sizes, fonts                                    other titles, labels or plotted data
anything else                                                                          nothing is equal to it
======================  =============================================================  ==============================================

The tolerance holds for every number inside. Without one: a millionth of the right value (and 1e-9 around zero).
Labels that occur twice are compared in their order.

A named slip is recognised within the tolerance and within a thousandth of its value: a tolerance in the right answer's unit would let
any small number pass for a slip of another scale.
"""
import math
import unicodedata


def compare(expected, given, tolerance=None):
    """None when two encoded answers are the same, else what differs: "type", "shape" (length, labels) or "values"."""
    if kind(expected) != kind(given) or kind(expected) in ("other", "toobig", "unanswered"):
        return "type"
    comparison = _COMPARISONS.get(kind(expected))
    if comparison:
        return comparison(expected, given, tolerance)
    return None if scalar(expected) == scalar(given) else "values"


def is_slip(wrong, given, tolerance=None):
    """Whether an answer is that named wrong answer."""
    return compare(wrong, given, tolerance) is None and (tolerance is None or compare(wrong, given, _thousandth) is None)


def _thousandth(value):
    return 0.001 * abs(value)


def kind(encoded):
    """What an answer is: number, text, bool, missing, list, labelled, frame, set, time, duration, figure, other …"""
    if isinstance(encoded, dict):
        return {"dict": "labelled", "series": "labelled", "int": "number", "float": "number"}.get(encoded["t"], encoded["t"])
    return {bool: "bool", int: "number", float: "number", str: "text", list: "list", type(None): "missing"}[type(encoded)]


def number(encoded):
    """The number behind an encoded number; whole numbers stay exact."""
    if isinstance(encoded, dict):
        return int(encoded["v"], 16) if encoded["t"] == "int" else float(encoded["v"])
    return encoded


def scalar(encoded):
    """A text, date, boolean … so that what counts as the same is equal."""
    if isinstance(encoded, str):
        return " ".join(unicodedata.normalize("NFC", encoded).split()).casefold()
    return encoded["v"] if isinstance(encoded, dict) and "v" in encoded else encoded


def label(encoded):
    """A label of a row or column, so that 2026 and 2026.0 are the same; texts must be the same to the letter."""
    if kind(encoded) == "number":
        value = number(encoded)
        return ("number", int(value) if value == value // 1 else value)
    if kind(encoded) == "list":
        return tuple(label(part) for part in encoded)
    return (kind(encoded), repr(encoded))


def _numbers(expected, given, tolerance):
    one, other = number(expected), number(given)
    if one == other:
        return None
    tolerance = tolerance(one) if callable(tolerance) else tolerance
    try:
        if tolerance is None:
            same = math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
        else:
            same = math.isfinite(one) and abs(one - other) <= tolerance + 4 * math.ulp(max(abs(float(one)), tolerance))  # 0.235 + 0.0005 is 0.23549999999999999
    except OverflowError:
        same = False
    return None if same else "values"


def _lists(expected, given, tolerance):
    if len(expected) != len(given):
        return "shape"
    return _first(compare(one, other, tolerance) for one, other in zip(expected, given))


def _first(differences):
    return next((difference for difference in differences if difference), None)


def _labelled(expected, given, tolerance):
    return _rows([pair[0] for pair in expected["v"]], [pair[0] for pair in given["v"]],
                 [[pair[1] for pair in expected["v"]]], [[pair[1] for pair in given["v"]]], tolerance)


def _rows(labels, given_labels, columns, given_columns, tolerance):
    """Columns of values compared row by row, each row found by its label."""
    here, there = [label(name) for name in labels], [label(name) for name in given_labels]
    if len(set(here)) < len(here) or len(set(there)) < len(there):
        order = list(range(len(there))) if here == there else None
    else:
        place = {name: row for row, name in enumerate(there)}
        order = [place[name] for name in here] if set(here) == set(there) else None
    if order is None:
        return "shape"
    return _first(_lists(one, [other[row] for row in order], tolerance) for one, other in zip(columns, given_columns))


def _frames(expected, given, tolerance):
    names, given_names = ([label(name) for name in frame["columns"]] for frame in (expected, given))
    if sorted(map(repr, names)) != sorted(map(repr, given_names)) or len(set(names)) < len(names):
        return "shape"
    columns = [given["v"][given_names.index(name)] for name in names]
    if expected["labels"] is None and given["labels"] is None:
        return _first(_lists(one, other, tolerance) for one, other in zip(expected["v"], columns))
    return _rows(_labels(expected), _labels(given), expected["v"], columns, tolerance)


def _labels(frame):
    height = len(frame["v"][0]) if frame["v"] else 0
    return list(range(height)) if frame["labels"] is None else frame["labels"]


def _sets(expected, given, tolerance):
    """Every member finds one of its own; members are few, so the simple way will do."""
    if len(expected["v"]) != len(given["v"]):
        return "shape"
    left = list(given["v"])
    for member in expected["v"]:
        place = next((place for place, other in enumerate(left) if compare(member, other, tolerance) is None), None)
        if place is None:
            return "values"
        del left[place]
    return None


def _figures(expected, given, tolerance):
    return compare(expected["axes"], given["axes"], tolerance)


_COMPARISONS = {
    "number": _numbers,
    "list": _lists,
    "labelled": _labelled,
    "frame": _frames,
    "set": _sets,
    "figure": _figures,
}
