"""The whale curve and Gini, against a slow double sum, and at their limits."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import differentiate

WHALE = pd.DataFrame({"customer_id": list("ABCDE"), "profit": [-30.0, 60.0, 50.0, 20.0, 0.0]})


def test_the_whale_rises_above_all_profit_and_comes_back_to_it():
    curve = differentiate.whale_curve(WHALE)

    assert list("BCDEA") == curve["customer_id"].tolist()
    assert [60, 110, 130, 130, 100] == curve["cumulative"].tolist()
    assert [0.6, 1.1, 1.3, 1.3, 1.0] == curve["cumulative_share"].tolist()
    assert [0.2, 0.4, 0.6, 0.8, 1.0] == curve["share_of_customers"].tolist()


@settings(derandomize=True)
@given(st.lists(st.integers(-100, 1000), min_size=1, max_size=40))
def test_the_curve_is_highest_where_the_last_customer_above_zero_stands(values):
    if sum(values) <= 0:
        return
    curve = differentiate.whale_curve(pd.DataFrame({"customer_id": range(len(values)), "profit": values}))

    assert curve["cumulative"].max() == sum(value for value in values if value > 0)
    assert 1 == curve["cumulative_share"].iloc[-1]
    assert (np.diff(curve["profit"]) <= 0).all()


def test_the_order_of_rows_does_not_matter():
    pd.testing.assert_frame_equal(differentiate.whale_curve(WHALE), differentiate.whale_curve(WHALE.iloc[::-1]))


def slow_gini(values):
    """The mean difference of all pairs, by half of it over the mean."""
    pairs = [abs(one - other) for one in values for other in values]
    return sum(pairs) / len(pairs) / (2 * sum(values) / len(values))


@settings(derandomize=True)
@given(st.lists(st.integers(-50, 500), min_size=1, max_size=25))
def test_gini_is_the_mean_difference_of_all_pairs(values):
    if sum(values) > 0:
        assert differentiate.gini(values) == pytest.approx(slow_gini(values), abs=1e-9)


@settings(derandomize=True)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=25), st.integers(2, 9))
def test_gini_is_a_share_and_does_not_depend_on_the_unit(values, unit):
    if sum(values) > 0:
        assert 0 <= differentiate.gini(values) < 1
        assert differentiate.gini([unit * value for value in values]) == pytest.approx(differentiate.gini(values))


def test_customers_below_zero_can_lift_gini_above_one():
    assert differentiate.gini([-40, -40, 100]) > 1


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: differentiate.gini([]), "values"),
        (lambda: differentiate.gini([1, -1]), "by='revenue'"),
        (lambda: differentiate.whale_curve(WHALE.assign(profit=-1)), "-5"),
        (lambda: differentiate.whale_curve(WHALE, by="revenue"), "'revenue'"),
        (lambda: differentiate.whale_curve(pd.concat([WHALE, WHALE])), "'A'"),
        (lambda: differentiate.whale_curve(WHALE.assign(profit=np.nan)), "profit"),
    ],
    ids=range(6),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
