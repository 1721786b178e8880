"""Any answer becomes plain JSON, and nothing that is not made by encode() passes for it."""
import datetime
import decimal
import json

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import answers
from crmlab.answers import encode, show, wellformed


class Sly:
    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        return True


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


ENCODED = [
    (1, 1),
    (np.int64(3), 3),
    (0.5, 0.5),
    (np.float32(0.5), 0.5),
    (decimal.Decimal("1.5"), 1.5),
    (True, True),
    (np.bool_(False), False),
    (None, None),
    (np.nan, None),
    (pd.NA, None),
    (pd.NaT, None),
    ("e\u0302\u0323", "ệ"),
    (2**60, {"t": "int", "v": hex(2**60)}),
    (10**400, {"t": "toobig"}),
    (float("-inf"), {"t": "float", "v": "-inf"}),
    ((1, [2.5, "a"]), [1, [2.5, "a"]]),
    (np.arange(4).reshape(2, 2), [[0, 1], [2, 3]]),
    (np.array(7), 7),
    (pd.Index([1, 2]), [1, 2]),
    (pd.array([1, None], dtype="Int64"), [1, None]),
    (pd.Categorical(["b", "a"]), ["b", "a"]),
    ({"a": 1}, {"t": "dict", "v": [["a", 1]]}),
    ({2, 1}, {"t": "set", "v": [1, 2]}),
    (pd.Series([1.5, 2]), [1.5, 2.0]),
    (pd.Series([1, 2], index=["a", "b"]), {"t": "series", "v": [["a", 1], ["b", 2]]}),
    (pd.DataFrame({"n": [1, 2]}), {"t": "frame", "columns": ["n"], "labels": None, "v": [[1, 2]]}),
    (datetime.date(2026, 1, 31), {"t": "time", "v": "2026-01-31T00:00:00"}),
    (pd.Timestamp("2026-01-31", tz="Asia/Ho_Chi_Minh"), {"t": "time", "v": "2026-01-30T17:00:00+00:00"}),
    (np.datetime64("2026-01-31"), {"t": "time", "v": "2026-01-31T00:00:00"}),
    (np.timedelta64(1, "D"), {"t": "duration", "v": 86400.0}),
    (..., {"t": "unanswered"}),
    (1j, {"t": "other", "type": "complex", "repr": "1j"}),
    (Sly(), {"t": "other", "type": "Sly", "repr": ""}),
    (deep(50), {"t": "toobig"}),
    (np.zeros(1_000_000), {"t": "toobig"}),
]


@pytest.mark.parametrize(("value", "encoded"), ENCODED, ids=[str(case[1])[:30] for case in ENCODED])
def test_a_value_becomes_plain_json(value, encoded):
    got = encode(value)

    assert encoded == got
    assert type(encoded) is type(got)
    assert wellformed(json.loads(json.dumps(got)))


def test_what_contains_itself_is_too_big():
    round_and_round = []
    round_and_round.append(round_and_round)

    assert {"t": "toobig"} == encode(round_and_round)


def test_a_figure_is_its_titles_labels_and_data():
    figure, axes = plt.subplots()
    axes.bar(["Hà Nội", "Huế"], [3, 5])
    axes.set(title="Khách", ylabel="người")
    plt.close(figure)

    (encoded,) = encode(axes)["axes"]

    said = {label: value for label, value in encoded["v"]}
    assert {"title": "Khách", "x": "", "y": "người", "categories": ["Hà Nội", "Huế"], "lines": [], "bars": [[3, 5]], "points": []} == said


def test_a_picture_of_crmlab_is_its_figure():
    from crmlab import charts

    picture = charts.customers_left()

    assert encode(picture.figure) == encode(picture)


@pytest.mark.parametrize("line", [
    "NaN", "Infinity", "1e999", "9007199254740993", '{"t": "dict", "v": "abc"}', '{"t": "dict", "v": [["a"]]}', '{"t": "frame"}',
    '{"t": "frame", "columns": ["a"], "labels": [1, 2], "v": [[1]]}', '{"t": "frame", "columns": ["a", "b"], "labels": null, "v": [[1], [1, 2]]}',
    '{"t": "int", "v": "12"}', '{"t": "float", "v": "nan"}', '{"t": ["dict"]}', '{"v": 1}', "{}", '{"t": "figure", "axes": 3}', "[" * 40 + "]" * 40,
])
def test_other_json_is_not_wellformed(line):
    assert not wellformed(json.loads(line))


plain = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4), max_leaves=12)


@given(plain)
def test_whatever_is_encoded_is_wellformed_json(value):
    encoded = json.loads(json.dumps(encode(value), allow_nan=False))

    assert wellformed(encoded)
    assert len(show(encoded)) <= 80


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["t", "v", "columns", "labels", "axes", "type", "repr"]), inner | st.sampled_from(["dict", "frame", "set", "int", "float", "time", "figure", "other", "duration"]), max_size=4), max_leaves=12))
def test_what_is_wellformed_can_be_shown_and_compared(forged):
    if wellformed(forged):
        assert isinstance(show(forged), str)
        assert answers.compare(forged, forged) in (None, "type")
        assert answers.compare(1.5, forged) in (None, "type", "values")
