"""Locked feedback: opened by the answer and by nothing else, and nothing readable in it."""
import base64
import json
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crmlab.answers import compare, encode
from crmlab.answers.record import packed
from crmlab.answers.seal import seal, unseal

from .test_compare import SAME

MONTHLY, YEARLY = 0.0194265, 0.2594
SEALED = seal(MONTHLY, [(YEARLY, "bạn lấy tỷ lệ năm làm tỷ lệ tháng")], tolerance=0.00005, hint="Hãy nghĩ đến căn bậc mười hai.")


@pytest.mark.parametrize(("given", "said"), [
    (0.0194, ("correct", None)),
    (0.01945, ("correct", None)),
    (0.0195, ("incorrect", "Hãy nghĩ đến căn bậc mười hai.")),
    (0.25938, ("slip", "bạn lấy tỷ lệ năm làm tỷ lệ tháng")),
    ("0.0194", ("type", "number")),
])
def test_the_answer_and_the_slip_open_their_boxes(given, said):
    assert said == unseal(SEALED, given)


VALUES = [
    12, "Giữ chân", True, None, [1.5, 2.5, -3], {"An": 1.5, "Bình": -2}, {0.5, 2}, pd.Series([1.5, 2.0], index=["An", "Bình"]),
    pd.DataFrame({"n": [1, 2], "s": ["x", None]}, index=["An", "Bình"]), pd.Timestamp("2026-01-31"), 2**60, float("inf"), [], 0,
]


@pytest.mark.parametrize("value", VALUES, ids=[str(encode(value))[:30] for value in VALUES])
def test_every_kind_of_answer_opens_its_own_box(value):
    sealed = json.loads(json.dumps(seal(encode(value), [])))

    assert ("correct", None) == unseal(sealed, encode(value))
    assert "correct" != unseal(sealed, encode("another"))[0]


@pytest.mark.parametrize(("expected", "given"), SAME, ids=range(len(SAME)))
def test_what_the_grader_takes_for_the_same_opens_the_box(expected, given):
    assert ("correct", None) == unseal(seal(encode(expected), []), encode(given))


def test_the_order_of_rows_columns_and_labels_does_not_matter():
    table = pd.DataFrame({"n": [1, 2], "s": [0.5, 0.1]}, index=["An", "Bình"])

    assert ("correct", None) == unseal(seal(encode(table), []), encode(table[["s", "n"]].iloc[::-1]))


numbers = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9)


@settings(max_examples=60, deadline=None)
@example(1e9 + 1 / 3, 0.99, 1e-6)
@given(numbers, st.floats(-3, 3), st.none() | st.floats(1e-3, 1e3))
def test_the_student_hears_what_the_grader_will_say(right, away, tolerance):
    reach = tolerance or max(1e-9, 1e-6 * abs(right))
    given = right + away * reach

    assert (compare(right, given, tolerance) is None) == (unseal(seal(right, [], tolerance), given)[0] == "correct")


@settings(max_examples=25, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=8), st.data())
def test_lists_are_judged_as_the_grader_judges_them(right, data):
    given = [value + 2 * 0.01 * data.draw(st.floats(-1, 1)) for value in right]
    assume(given)

    assert (compare(right, given, 0.01) is None) == (unseal(seal(right, [], 0.01), given)[0] == "correct")


def test_nothing_readable_is_in_the_copy():
    text = packed({"q1": seal(38316.55, [(42064.6, "nhầm vùng N với vùng E"), (0.77351, "tỷ lệ ngược")])}, "vi")
    inside = zlib.decompress(base64.b64decode(text)).decode("utf-8")

    boxes = json.loads(inside)["questions"]["q1"]["boxes"]
    locked = b"".join(map(base64.b64decode, boxes.values()))
    assert all(secret not in inside for secret in ("38316", "42064", "0.7735", "vùng", "ngược"))
    assert all(secret not in locked for secret in (b"38316", "vùng".encode()))
    assert 1 == len({len(box) for box in boxes.values()}), "boxes of one size, the right one too"


def test_two_seals_of_one_answer_have_nothing_in_common():
    one, other = seal(0.25, []), seal(0.25, [])

    assert not set(one["boxes"]) & set(other["boxes"])
    assert not set(one["boxes"].values()) & set(other["boxes"].values())


def test_many_numbers_cost_one_key():
    table = pd.DataFrame(np.random.default_rng(1).normal(size=(200, 3)))

    assert ("correct", None) == unseal(seal(encode(table), []), encode(table))
    assert 3 >= len(seal(encode(table), [])["boxes"])
