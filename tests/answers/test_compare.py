"""The table at the head of crmlab/answers/compare.py, row by row."""
import datetime
import decimal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab.answers import compare, encode, is_slip

BY_CUSTOMER = pd.Series([1.5, 2.5], index=["An", "Bình"])
TABLE = pd.DataFrame({"n": [1, 2], "s": [0.5, 0.25]}, index=["An", "Bình"])
PLAIN = pd.DataFrame({"n": [1, 2]})

SAME = [
    (3, 3.0), (3, np.int8(3)), (3.0, decimal.Decimal(3)), (1 / 3, 0.33333333), (0, 1e-10), (2**70, float(2**70)), (float("inf"), np.inf),
    ("Giữ chân", "  giữ   CHÂN "), ("Tiến", "Tiê\u0301n"), (True, np.True_), (None, np.nan), (None, pd.NaT),
    ([1, 2], (1, 2)), ([1, 2], np.array([1.0, 2.0])), ([1, 2], pd.Series([1, 2])), (["a"], pd.Categorical(["a"])), ([1, 2], pd.Index([1, 2])),
    ({"An": 1.5, "Bình": 2.5}, BY_CUSTOMER), (BY_CUSTOMER, BY_CUSTOMER[::-1].rename("x").rename_axis("y")), ({2026: 1}, {2026.0: 1}),
    (TABLE, TABLE[["s", "n"]].iloc[::-1]), (TABLE, TABLE.astype(float).rename_axis("customer")), (PLAIN, PLAIN.astype("Int64")),
    ({1, 2}, frozenset([2, 1])), ({0.1 + 0.2}, {0.3}), (datetime.date(2026, 1, 31), pd.Timestamp("2026-01-31")),
    (pd.Timestamp("2026-01-31", tz="UTC"), pd.Timestamp("2026-01-31 07:00", tz="Asia/Ho_Chi_Minh")), (pd.Timedelta("1D"), datetime.timedelta(days=1)),
]
OTHER = [
    (3, "3", "type"), (3, [3], "type"), (1, True, "type"), (True, 1, "type"), (True, "True", "type"), (3, 3.001, "values"), (3, None, "type"),
    ("Tiến", "Tien", "values"), (None, 0, "type"), (None, "", "type"),
    ([1, 2], [2, 1], "values"), ([1, 2], [1, 2, 3], "shape"), ([1.5, 2.5], BY_CUSTOMER, "type"), (BY_CUSTOMER, [1.5, 2.5], "type"),
    (BY_CUSTOMER, {"An": 1.5}, "shape"), (BY_CUSTOMER, {"An": 1.5, "Chi": 2.5}, "shape"), (BY_CUSTOMER, {"An": 2.5, "Bình": 1.5}, "values"),
    (TABLE, TABLE.rename(columns={"n": "m"}), "shape"), (TABLE, TABLE.reset_index(drop=True), "shape"), (TABLE, TABLE["n"], "type"),
    (PLAIN, PLAIN[::-1].reset_index(drop=True), "values"), (PLAIN, PLAIN.head(1), "shape"), ({1, 2}, [1, 2], "type"), ({1, 2}, {1, 3}, "values"),
    ({1, 2}, {1}, "shape"), (datetime.date(2026, 1, 31), "2026-01-31", "type"), (float("inf"), -np.inf, "values"), (2**70, 2**70 * 2, "values"),
    (object(), object(), "type"), (..., ..., "type"),
]


@pytest.mark.parametrize(("expected", "given"), SAME, ids=range(len(SAME)))
def test_what_a_teacher_would_take_for_the_same(expected, given):
    assert compare(encode(expected), encode(given)) is None


@pytest.mark.parametrize(("expected", "given", "difference"), OTHER, ids=range(len(OTHER)))
def test_what_a_teacher_would_not(expected, given, difference):
    assert difference == compare(encode(expected), encode(given))


@pytest.mark.parametrize(("given", "difference"), [(0.2345, None), (0.2355, None), (0.2356, "values"), (0.2344, "values")])
def test_the_tolerance_is_in_the_answers_own_unit(given, difference):
    assert difference == compare(0.235, given, 0.0005)


def test_the_tolerance_holds_inside_tables():
    assert compare(encode(TABLE), encode(TABLE + 0.004), 0.005) is None
    assert "values" == compare(encode(TABLE), encode(TABLE + 0.006), 0.005)


def test_labels_that_occur_twice_are_compared_in_their_order():
    twice = pd.Series([1, 2], index=["An", "An"])

    assert compare(encode(twice), encode(twice)) is None
    assert "values" == compare(encode(twice), encode(twice[::-1]))


def figure(heights, colour="C0", title="Khách"):
    drawn, axes = plt.subplots()
    axes.bar(["a", "b"], heights, color=colour)
    axes.set_title(title)
    plt.close(drawn)
    return encode(drawn)


def test_figures_are_the_same_in_other_colours_only():
    assert compare(figure([1, 2]), figure([1, 2], "C3")) is None
    assert "values" == compare(figure([1, 2]), figure([1, 3]))
    assert "values" == compare(figure([1, 2]), figure([1, 2], title="Doanh thu"))


numbers = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


@given(numbers, numbers, st.floats(0, 1e6))
def test_a_number_is_right_exactly_within_its_tolerance(right, given, tolerance):
    inside = abs(right - given) <= tolerance

    if inside or abs(right - given) > tolerance + max(1e-14 * max(tolerance, abs(right)), 1e-300):
        assert inside == (compare(right, given, tolerance) is None)


@given(st.dictionaries(st.text("aA bệ", max_size=4), numbers, min_size=1, max_size=6), st.randoms())
def test_the_order_of_labels_does_not_matter(values, chance):
    pairs = list(values.items())
    chance.shuffle(pairs)

    assert compare(encode(values), encode(dict(pairs))) is None


def test_a_slip_of_another_scale_is_not_recognised_in_any_small_number():
    assert is_slip(0.12, 0.12, 0.5) and is_slip(0.12, 0.1201, 0.5)
    assert not is_slip(0.12, 0, 0.5) and not is_slip(0.12, 0.32, 0.5)
    assert is_slip(10_036, 10_036.4, 50) and not is_slip(10_036, 10_070, 50)
    assert is_slip(encode(TABLE), encode(TABLE)) and not is_slip(encode(TABLE), encode(TABLE + 0.01), 0.1)
