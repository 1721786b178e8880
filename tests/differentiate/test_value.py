"""Actual, potential and unrealised value, for plain numbers and for every customer of a table."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import differentiate
from crmlab.metrics import strategic

PROFITS = pd.DataFrame(
    {
        "customer_id": ["An", "Binh", "Chi", "Dung"],
        "revenue": [6_000.0, 1_200.0, 3_000.0, 0.0],
        "contribution_margin": [3_000.0, 600.0, 900.0, 0.0],
        "cost_to_serve": [600.0, 900.0, 300.0, 100.0],
        "profit": [2_400.0, -300.0, 600.0, -100.0],
    }
)
SURVEY = pd.DataFrame({"customer_id": ["An", "Binh", "Dung"], "wallet": [1_000, 50, 200]})
shares = st.floats(0, 1)
money = st.floats(0, 1e9)


def values(survey=SURVEY, **changed):
    return differentiate.customer_values(PROFITS, survey, **changed).set_index("customer_id")


@settings(derandomize=True)
@given(shares, money, shares)
def test_winning_from_a_rival_lies_between_actual_and_potential_value(share, wallet, won):
    shifted = differentiate.share_shift(share, wallet, won)
    low, high = differentiate.actual_value(share, wallet), differentiate.potential_value(wallet)

    assert low - 1e-6 <= shifted <= high + 1e-6
    assert differentiate.share_shift(share, wallet, 0) == pytest.approx(low)
    assert differentiate.share_shift(share, wallet, 1) == pytest.approx(high)


@settings(derandomize=True)
@given(money, money, st.floats(1, 1e9))
def test_return_on_customer_is_the_share_by_which_profit_and_equity_together_exceed_the_start(profit, after, before):
    assert differentiate.return_on_customer(profit, before, after) + 1 == pytest.approx((profit + after) / before, rel=1e-9, abs=1e-9)


def test_a_customers_values_by_hand():
    found = values(attainable_share=0.8, cost_growth=0.5).loc["An"]
    more = 0.8 * 12 * 1_000 - 6_000
    each = 3_000 / 6_000 - 0.5 * 600 / 6_000

    assert 1_000 == found["wallet"] and 0.5 == found["share_of_wallet"]
    assert 2_400 == found["actual_value"]
    assert found["potential_value"] == pytest.approx(2_400 + more * each)
    assert found["unrealised_value"] == pytest.approx(more * each)


def test_who_did_not_answer_has_an_actual_value_and_no_known_potential():
    found = values().loc["Chi"]

    assert 600 == found["actual_value"]
    assert found[["wallet", "share_of_wallet", "potential_value", "unrealised_value"]].isna().all()


def test_a_wallet_smaller_than_what_she_spends_here_is_what_she_spends():
    found = values().loc["Binh"]

    assert 100 == found["wallet"] and 1 == found["share_of_wallet"]
    assert found["potential_value"] == found["actual_value"]


def test_who_bought_nothing_yet_counts_with_the_rates_of_all():
    found = values(attainable_share=1, cost_growth=1).loc["Dung"]
    rate = (4_500 - 1_900) / 10_200

    assert 0 == found["share_of_wallet"]
    assert found["unrealised_value"] == pytest.approx(12 * 200 * rate)


def test_more_service_for_more_revenue_lowers_the_potential():
    free, as_now = values(cost_growth=0), values(cost_growth=1)

    assert free.loc["An", "potential_value"] > as_now.loc["An", "potential_value"]


def test_nothing_to_win_leaves_potential_at_actual_value():
    found = values(attainable_share=0).dropna()

    assert found["potential_value"].tolist() == found["actual_value"].tolist()


def test_all_years_to_come_are_a_multiple_of_this_one():
    multiple = strategic.margin_multiple(0.8, 0.12)
    once, ever = values(), values(multiple=multiple)

    np.testing.assert_allclose(ever["actual_value"], multiple * once["actual_value"])
    np.testing.assert_allclose(ever["unrealised_value"], multiple * once["unrealised_value"])
    assert ever["wallet"].equals(once["wallet"])


def test_the_order_of_rows_does_not_matter():
    shuffled = differentiate.customer_values(PROFITS.iloc[::-1], SURVEY.iloc[::-1]).sort_values("customer_id", ignore_index=True)

    pd.testing.assert_frame_equal(differentiate.customer_values(PROFITS, SURVEY), shuffled)


def test_the_tables_given_stay_as_they_were():
    profits, survey = PROFITS.copy(), SURVEY.copy()
    differentiate.customer_values(profits, survey)

    pd.testing.assert_frame_equal(PROFITS, profits)
    pd.testing.assert_frame_equal(SURVEY, survey)


def test_two_answers_of_one_customer_are_refused(language):
    with pytest.raises(ValueError, match="survey.*customer_id.*'An'"):
        values(pd.concat([SURVEY, SURVEY[:1]]))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: values(attainable_share=80),
        lambda: values(cost_growth=-0.1),
        lambda: values(months=0),
        lambda: values(multiple=0),
        lambda: values(SURVEY.assign(wallet=-1)),
        lambda: differentiate.customer_values(PROFITS.drop(columns="profit"), SURVEY),
        lambda: differentiate.actual_value(50, 400),
        lambda: differentiate.actual_value(0.5, -400),
        lambda: differentiate.potential_value(400, 1.2),
        lambda: differentiate.share_shift(0.5, 400, 25),
        lambda: differentiate.unrealised_value("a", 1),
        lambda: differentiate.return_on_customer(50, 0, 100),
    ],
    ids=range(12),
)
def test_what_cannot_be_meant_is_refused(refused, language):
    with pytest.raises(ValueError):
        refused()
