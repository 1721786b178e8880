"""Predictions for every customer, the holdout that checks them, and gains and lift."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import measure
from crmlab.models import BGNBD, GammaGamma, ParetoNBD, gains, holdout, predict

BG, PARETO, SPEND = BGNBD(0.243, 4.414, 0.793, 2.426), ParetoNBD(0.553, 10.578, 0.606, 11.669), GammaGamma(6.25, 3.74, 15.44)
BOTH = pytest.mark.parametrize("model", [BG, PARETO], ids=["bgnbd", "pareto"])


@BOTH
def test_predict_has_one_row_per_customer_with_the_models_own_numbers(summary, model):
    found = predict(summary, model, SPEND, periods=39)

    assert ["customer_id", "p_alive", "expected_purchases", "expected_spend", "expected_value"] == list(found.columns)
    assert ["customer_id", "p_alive", "expected_purchases"] == list(predict(summary, model, periods=39).columns)
    for row in (0, 5, 1515):
        x, t_x, T, monetary = summary.loc[row, ["x", "t_x", "T", "monetary"]]
        assert found.loc[row, "p_alive"] == pytest.approx(model.p_alive(x, t_x, T), rel=1e-12)
        assert found.loc[row, "expected_purchases"] == pytest.approx(model.expected_purchases_of(x, t_x, T, 39), rel=1e-12)
        assert found.loc[row, "expected_spend"] == pytest.approx(SPEND.expected_spend(x, monetary), rel=1e-12)
    assert (found["expected_value"] == found["expected_purchases"] * found["expected_spend"]).all()


@BOTH
def test_unknown_stays_unknown(summary, model):
    table = summary.head(8).astype({"x": float})
    for row, column in enumerate(("x", "t_x", "T")):
        table.loc[row, column] = np.nan
    table.loc[5, "monetary"] = np.nan
    found = predict(table, model, SPEND, periods=39)

    assert [True] * 3 + [False] * 5 == found["expected_purchases"].isna().tolist() == found["p_alive"].isna().tolist()
    assert [True, False, False, False, False, True, False, False] == found["expected_spend"].isna().tolist()
    assert [True] * 3 + [False, False, True, False, False] == found["expected_value"].isna().tolist()
    assert np.isnan(model.p_alive(np.nan, 1, 2)) and np.isnan(model.expected_purchases(np.nan)) and np.isnan(model.expected_purchases_of(1, 1, 2, np.nan))


@BOTH
def test_answers_have_the_shape_of_the_arguments(model):
    assert isinstance(model.p_alive(1, 2, 3), float) and isinstance(model.expected_purchases(3), float) and isinstance(model.expected_purchases_of(1, 2, 3, 4), float)
    assert (2, 3) == model.p_alive(np.ones((2, 1)), np.ones(3), 5).shape == model.expected_purchases_of(np.ones((2, 1)), np.ones(3), 5, 9).shape
    series = pd.Series([1.0, 2.0], index=["An", "Bình"])
    assert ["An", "Bình"] == model.expected_purchases_of(series, series, 5, 9).index.tolist() == model.expected_purchases(series).index.tolist()
    assert (3,) == model.expected_purchases([1, 2, 3]).shape
    assert [] == model.p_alive([], [], []).tolist() == model.expected_purchases_of([], [], [], 3).tolist()


def test_a_prediction_keeps_the_index_and_the_table(summary):
    table = summary.head(5).set_index(pd.Index(list("abcde")))
    before = table.copy()

    assert list("abcde") == predict(table, BG, periods=4).index.tolist()
    pd.testing.assert_frame_equal(before, table)


def test_spending_lies_between_the_customers_own_mean_and_that_of_all():
    spend = SPEND.expected_spend(np.array([0, 1, 10, 10_000]), 100.0)

    assert SPEND.mean_spend == spend[0]
    assert (np.diff(spend) > 0).all()
    assert spend[3] == pytest.approx(100, rel=1e-3)
    assert float("inf") == GammaGamma(2, 0.9, 5).mean_spend == GammaGamma(2, 0.9, 5).expected_spend(0, np.nan)
    assert SPEND.mean_spend == SPEND.expected_spend(0, np.nan)


def test_the_holdout_is_the_purchase_summary_and_what_came_after(orders):
    for period in "DW":
        found = holdout(orders, calibration_end="1997-03-01", holdout_end="1997-09-30", period=period)
        seen = measure.purchase_summary(orders, as_of="1997-03-01", period=period)

        pd.testing.assert_frame_equal(seen, found[seen.columns], check_dtype=False)
    later = orders[(orders["date"] > "1997-03-01") & (orders["date"] <= "1997-09-30")].drop_duplicates(["customer_id", "date"])
    counted = later.groupby("customer_id").size().reindex(found["customer_id"], fill_value=0)
    assert counted.tolist() == found["holdout_purchases"].tolist()
    assert len(found) < orders["customer_id"].nunique()


def test_the_holdout_by_hand():
    table = pd.DataFrame(
        {
            "ma": ["An", "An", "An", "An", "Bình", "Bình", "Chi", "Dũng"],
            "ngay": ["2026-01-01", "2026-01-11", "2026-01-11", "2026-02-05", "2026-01-20", "2026-03-09", "2026-02-02", "2026-01-31"],
            "tien": [100, 20, 30, 70, 80, 90, 10, 60],
        }
    )
    found = holdout(table, calibration_end="2026-01-31", holdout_end="2026-02-28", customer="ma", date="ngay", amount="tien")

    assert ["An", "Bình", "Dũng"] == found["ma"].tolist()
    assert [1, 0, 0] == found["x"].tolist() and [10, 0, 0] == found["t_x"].tolist() and [30, 11, 0] == found["T"].tolist()
    assert 50 == found["monetary"][0] and found["monetary"][1:].isna().all()
    assert [1, 0, 0] == found["holdout_purchases"].tolist()


def test_nothing_after_the_calibration_is_a_holdout_of_zeros(orders):
    found = holdout(orders, calibration_end="1998-06-30", holdout_end="1998-12-31")

    assert 0 == found["holdout_purchases"].sum() and 2357 == len(found)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=4, max_size=60), st.integers(1, 4), st.randoms())
def test_gains_do_not_depend_on_the_order_and_add_up(customers, groups, chance):
    customers = [*customers, (3, True)]
    mixed = chance.sample(customers, len(customers))
    found, other = (gains(*map(np.array, zip(*each, strict=True)), groups=groups) for each in (customers, mixed))

    pd.testing.assert_frame_equal(found, other)
    assert 1 == found["contacted_share"].iloc[-1] == pytest.approx(found["gain"].iloc[-1]) == pytest.approx(found["cumulative_lift"].iloc[-1])
    assert found["responses"].sum() == pytest.approx(sum(yes for _, yes in customers))
    sizes = np.diff(np.append(0, found["contacted_share"])) * len(customers)
    assert sizes.max() - sizes.min() <= 1 + 1e-9
    assert (found["lift"] * sizes).sum() == pytest.approx(len(customers))


def test_a_score_that_says_nothing_has_no_lift_and_a_perfect_one_all_of_it():
    responded = np.arange(1000) % 5 == 0

    assert np.ones(10) == pytest.approx(gains(np.zeros(1000), responded)["lift"])
    assert [5, 5, 0, 0] == gains(responded * 1.0, responded)["lift"][:4].tolist()
    assert 0 == gains(-1.0 * responded, responded)["responses"][:8].sum()
