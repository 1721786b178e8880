"""Any answer as plain JSON: what crosses from a student's process to the grader, and nothing else does.

Numbers, texts, booleans and lists are themselves; missing is null; everything else is an object with its type ``t``:

====================  ==============================================================================
``dict``, ``series``  ``v``: a list of [label, value] (a Series labelled 0, 1, 2 … is a list)
``set``               ``v``: a list in canonical order
``frame``             ``columns``, ``labels`` (null when they are 0, 1, 2 …), ``v``: one list per column
``time``              ``v``: ISO 8601, in UTC when it has a time zone
``duration``          ``v``: seconds
``int``, ``float``    ``v``: a text, for whole numbers of 2**53 and more (hexadecimal), for "inf" and "-inf"
``figure``            ``axes``: titles, labels and the plotted data
``unanswered``        the three dots of the student's copy
``toobig``, ``other`` nothing is equal to these
====================  ==============================================================================
"""
import datetime
import decimal
import fractions
import json
import math
import numbers
import re
import sys
import unicodedata

from .figures import figure_of, plotted

DEPTH = 20
BYTES = 2_000_000
_EXACT, _HUGE = 2**53, 2**1000  # a float holds both limits


def encode(value):
    """The answer as plain JSON; an answer that is too deep or too large becomes ``{"t": "toobig"}``."""
    try:
        encoded = _encode(value, DEPTH)
        small = len(json.dumps(encoded)) <= BYTES
    except RecursionError:
        small = False
    return encoded if small else {"t": "toobig"}


def _encode(value, depth):
    if depth == 0:
        raise RecursionError
    if value is ...:
        return {"t": "unanswered"}
    for kinds, encoder in _ENCODERS:
        if isinstance(value, kinds):
            return encoder(value, depth)
    return _encode_library(value, depth)


def _number(value, depth):
    value = int(value) if isinstance(value, numbers.Integral) else float(value)
    if isinstance(value, int):
        return value if abs(value) < _EXACT else {"t": "int", "v": hex(value)} if abs(value) < _HUGE else {"t": "toobig"}
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else {"t": "float", "v": "inf" if value > 0 else "-inf"}


def _time(value, depth):
    if value != value:  # pandas' NaT is a datetime too
        return None
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.UTC)
        return {"t": "time", "v": value.isoformat()}
    return {"t": "time", "v": datetime.datetime(value.year, value.month, value.day).isoformat()}


def _list(value, depth):
    return [_encode(item, depth - 1) for item in value]


def _set(value, depth):
    return {"t": "set", "v": sorted(_list(value, depth), key=json.dumps)}


def _pairs(kind, pairs, depth):
    return {"t": kind, "v": [[_encode(label, depth - 1), _encode(value, depth - 1)] for label, value in pairs]}


_ENCODERS = [
    (type(None), lambda value, depth: None),
    (bool, lambda value, depth: value),
    ((int, float, decimal.Decimal, fractions.Fraction), _number),
    (str, lambda value, depth: unicodedata.normalize("NFC", str(value))),
    (datetime.date, _time),
    (datetime.timedelta, lambda value, depth: {"t": "duration", "v": value.total_seconds()} if value == value else None),
    ((list, tuple, range), _list),
    ((set, frozenset), _set),
    (dict, lambda value, depth: _pairs("dict", value.items(), depth)),
]


def _encode_library(value, depth):
    """Values of numpy, pandas and matplotlib, which are not imported here: who has such a value has imported them."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy and isinstance(value, numpy.generic):
        return _encode_numpy_scalar(value, numpy, depth)
    if numpy and isinstance(value, numpy.ndarray):
        return _encode(value[()], depth) if value.ndim == 0 else _list(value, depth)
    if pandas and isinstance(value, pandas.Series):
        return _list(value, depth) if _unlabelled(value.index, pandas) else _pairs("series", value.items(), depth)
    if pandas and isinstance(value, pandas.DataFrame):
        return _frame(value, pandas, depth)
    if pandas and isinstance(value, (pandas.Index, pandas.api.extensions.ExtensionArray)):
        return _list(value, depth)
    if pandas and value is pandas.NA:
        return None
    if pandas and isinstance(value, (pandas.Period, pandas.Interval)):
        return str(value)
    figure = figure_of(value)
    return _other(value) if figure is None else {"t": "figure", "axes": _list(plotted(figure), depth)}


def _encode_numpy_scalar(value, numpy, depth):
    if isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        if numpy.isnat(value):
            return None
        unit = "datetime64[us]" if isinstance(value, numpy.datetime64) else "timedelta64[us]"
        value = value.astype(unit)
    plain = value.item()
    return _other(value) if isinstance(plain, (numpy.generic, complex)) else _encode(plain, depth)


def _unlabelled(index, pandas):
    return isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1


def _frame(frame, pandas, depth):
    return {
        "t": "frame",
        "columns": _list(frame.columns, depth),
        "labels": None if _unlabelled(frame.index, pandas) else _list(frame.index, depth),
        "v": [_list(frame.iloc[:, column], depth - 1) for column in range(frame.shape[1])],
    }


def _other(value):
    try:
        text = repr(value)[:200]
    except Exception:  # a student's own class may fail in any way
        text = ""
    return {"t": "other", "type": type(value).__name__[:100], "repr": text}


def wellformed(encoded, depth=DEPTH):
    """Whether this JSON, from wherever it comes, is what encode() makes; the rest of the house may rely on it."""
    if encoded is None or isinstance(encoded, (bool, str)):
        return True
    if isinstance(encoded, int):
        return abs(encoded) < _EXACT
    if isinstance(encoded, float):
        return math.isfinite(encoded)
    if depth == 0:
        return False
    if isinstance(encoded, list):
        return all(wellformed(item, depth - 1) for item in encoded)
    return isinstance(encoded, dict) and _wellformed_object(encoded, depth)


def _wellformed_object(encoded, depth):
    kind, inside = encoded.get("t"), encoded.get("v")
    if kind in ("dict", "series"):
        return isinstance(inside, list) and all(isinstance(pair, list) and len(pair) == 2 and wellformed(pair, depth - 1) for pair in inside)
    if kind == "frame":
        return _wellformed_frame(encoded, depth)
    if kind == "set":
        return isinstance(inside, list) and wellformed(inside, depth - 1)
    if kind == "figure":
        return isinstance(encoded.get("axes"), list) and wellformed(encoded["axes"], depth - 1)
    if kind == "duration":
        return type(inside) in (int, float) and wellformed(inside)
    if kind == "other":
        return isinstance(encoded.get("type"), str) and isinstance(encoded.get("repr"), str)
    if kind == "int":
        return isinstance(inside, str) and re.fullmatch(r"-?0x[0-9a-f]{1,250}", inside) is not None
    return kind in ("unanswered", "toobig") or (kind == "time" and isinstance(inside, str)) or (kind == "float" and inside in ("inf", "-inf"))


def _wellformed_frame(encoded, depth):
    columns, labels, values = (encoded.get(part) for part in ("columns", "labels", "v"))
    if not (isinstance(columns, list) and isinstance(values, list) and len(columns) == len(values) and wellformed(columns, depth - 1)):
        return False
    if not all(isinstance(column, list) and wellformed(column, depth - 1) for column in values):
        return False
    heights = {len(column) for column in values} | ({len(labels)} if isinstance(labels, list) else set())
    return "labels" in encoded and len(heights) <= 1 and (labels is None or (isinstance(labels, list) and wellformed(labels, depth - 1)))
