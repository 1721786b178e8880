"""The pyramid: sizes from rounded cumulative cut-offs, ties by customer id, small bases; and Curry's split that leaves nothing."""
import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import differentiate

COMPOSITIONS = {"WE-503": "test_currys_split_of_turnover_leaves_nothing_for_the_other_80_percent"}

PROFITS = pd.DataFrame({"customer_id": range(200), "profit": [float((37 * place) % 211 - 40) for place in range(200)]})


def test_currys_split_of_turnover_leaves_nothing_for_the_other_80_percent():
    turnover, customers = [Fraction(50, 100), Fraction(30, 100), Fraction(20, 100)], [Fraction(1, 100), Fraction(4, 100), Fraction(15, 100)]

    assert 1 == sum(turnover)
    assert Fraction(80, 100) == 1 - sum(customers)
    assert 0 == 1 - sum(turnover)


@settings(derandomize=True)
@given(st.integers(1, 5_000))
def test_tier_sizes_are_the_steps_of_exactly_rounded_cut_offs(customers):
    percents = [1, 5, 20, 100]
    cuts = [0, *(math.floor(Fraction(percent * customers, 100) + Fraction(1, 2)) for percent in percents)]
    sizes = differentiate.tier_sizes(customers)

    assert [after - before for before, after in itertools.pairwise(cuts)] == sizes
    assert customers == sum(sizes) and min(sizes) >= 0


@pytest.mark.parametrize(("customers", "sizes"), [(1, [0, 0, 0, 1]), (3, [0, 0, 1, 2]), (10, [0, 1, 1, 8]), (49, [0, 2, 8, 39]), (50, [1, 2, 7, 40]), (100, [1, 4, 15, 80])])
def test_in_a_small_base_the_top_tiers_may_be_empty(customers, sizes):
    assert sizes == differentiate.tier_sizes(customers)


def test_each_tier_rounded_by_itself_would_lose_or_make_customers():
    alone = [round(share * 64) for share in (0.01, 0.04, 0.15, 0.80)]

    assert 65 == sum(alone)
    assert 64 == sum(differentiate.tier_sizes(64))


def test_the_best_come_first_and_no_lower_tier_holds_anybody_better():
    tiered = differentiate.tiers(PROFITS)

    assert [2, 8, 30, 160] == [int((tiered["tier"] == tier).sum()) for tier in ("super", "large", "medium", "small")]
    assert list(range(1, 201)) == tiered["rank"].tolist()
    lowest, highest = (tiered.groupby("tier", sort=False)["profit"].agg(how).tolist() for how in ("min", "max"))
    assert all(above >= below for above, below in zip(lowest, highest[1:]))


def test_equals_are_told_apart_by_customer_id_whatever_the_order_of_rows():
    equal = pd.DataFrame({"customer_id": list("DCBA"), "profit": [1.0] * 4})
    tiered = differentiate.tiers(equal, shares=(0.5, 0.5), names=("upper", "lower"))

    assert [("A", "upper"), ("B", "upper"), ("C", "lower"), ("D", "lower")] == list(zip(tiered["customer_id"], tiered["tier"]))
    pd.testing.assert_frame_equal(tiered, differentiate.tiers(equal.iloc[::-1], shares=(0.5, 0.5), names=("upper", "lower")))


def test_the_unknown_are_in_no_tier_and_do_not_count():
    table = PROFITS.assign(profit=PROFITS["profit"].where(PROFITS["customer_id"] < 100))
    tiered = differentiate.tiers(table)

    assert [1, 4, 15, 80] == tiered["tier"].value_counts().loc[["super", "large", "medium", "small"]].tolist()
    assert tiered["tier"].iloc[100:].isna().all() and tiered["rank"].iloc[100:].isna().all()
    assert set(range(100, 200)) == set(tiered["customer_id"].iloc[100:])


def test_another_criterion_makes_another_pyramid():
    table = PROFITS.assign(revenue=-PROFITS["profit"])

    assert differentiate.tiers(table)["customer_id"].tolist()[:5] != differentiate.tiers(table, by="revenue")["customer_id"].tolist()[:5]


def test_tiers_keep_all_customers_and_all_money():
    totals = differentiate.tier_totals(differentiate.tiers(PROFITS))

    assert ["super", "large", "medium", "small"] == totals["tier"].tolist()
    assert 200 == totals["customers"].sum()
    assert PROFITS["profit"].sum() == totals["profit"].sum()
    assert [0.01, 0.04, 0.15, 0.80] == totals["share_of_customers"].tolist()
    np.testing.assert_allclose(totals["share_of_value"], totals["profit"] / PROFITS["profit"].sum())
    np.testing.assert_allclose(totals["mean"] * totals["customers"], totals["profit"])


def test_an_empty_tier_has_no_mean():
    totals = differentiate.tier_totals(differentiate.tiers(PROFITS[:10]))

    assert [0, 1, 1, 8] == totals["customers"].tolist()
    assert totals["mean"].isna().tolist() == [True, False, False, False]


def test_shares_of_a_loss_are_unknown():
    totals = differentiate.tier_totals(differentiate.tiers(PROFITS.assign(profit=-1.0)))

    assert totals["share_of_value"].isna().all()


@pytest.mark.parametrize(
    ("days", "purchases", "existing"), [(366, 0, True), (365, 0, False), (0, 1, True), (400, 3, True), (30, 0, False)]
)
def test_an_existing_customer_is_known_for_over_a_year_or_has_bought(days, purchases, existing):
    assert existing == differentiate.is_existing(days, purchases)


def test_what_a_customer_is_depends_on_the_business():
    days, purchases = pd.Series([400, 40], index=["An", "Binh"]), pd.Series([0, 2], index=["An", "Binh"])

    assert {"An": False, "Binh": False} == differentiate.is_existing(days, purchases, least_days=730, least_purchases=3).to_dict()


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: differentiate.tier_sizes(0), "customers"),
        (lambda: differentiate.tier_sizes(10, (1, 4, 15, 80)), "shares"),
        (lambda: differentiate.tier_sizes(10, (0.5, 0.4)), "0.9"),
        (lambda: differentiate.tiers(PROFITS, shares=(0.2, 0.8)), "names"),
        (lambda: differentiate.tiers(pd.concat([PROFITS, PROFITS])), "customer_id"),
        (lambda: differentiate.tiers(PROFITS, by="revenue"), "'revenue'"),
        (lambda: differentiate.tiers(PROFITS.assign(profit=np.nan)), "customers"),
        (lambda: differentiate.is_existing(-1, 0), "relation_days"),
    ],
    ids=range(8),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()


def test_who_moves_between_tiers_is_counted_by_both_criteria():
    """S4-2: one change of criterion, the same sizes; only customers known by both count."""
    table = PROFITS.assign(revenue=PROFITS["profit"].to_numpy()[::-1].copy())
    table.loc[3, "revenue"] = np.nan
    moves = differentiate.tier_moves(table, "profit", "revenue")
    known = table.dropna()
    slow = {
        (a, b): len(set(first) & set(second))
        for a, first in differentiate.tiers(known, by="profit").groupby("tier")["customer_id"]
        for b, second in differentiate.tiers(known, by="revenue").groupby("tier")["customer_id"]
    }

    assert differentiate.tier_sizes(199) == moves.sum(axis=0).tolist() == moves.sum(axis=1).tolist()
    assert slow == {(a, b): int(moves.loc[a, b]) for a in moves.index for b in moves.columns}


def test_nobody_moves_when_the_criterion_stays():
    moves = differentiate.tier_moves(PROFITS.assign(double=2 * PROFITS["profit"]), "profit", "double")

    assert [2, 8, 30, 160] == np.diag(moves).tolist() and 200 == int(moves.to_numpy().sum())
