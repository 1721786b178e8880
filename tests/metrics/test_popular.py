"""Chapter 3.2.2: wallets, category requirements, the strategy grid, and switching between brands."""
import itertools
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import words, worked
from crmlab.metrics import popular, traditional

COMPOSITIONS = {
    "WE-317-splits": "test_any_split_of_a_wallet_adds_up_to_it",
    "WE-318-conclusions": "test_the_two_printed_conclusions_hold_for_the_stand_in",
    "WE-320-equality": "test_the_two_aggregates_are_equal_only_for_equal_wallets_or_shares",
    "WE-322": "test_a_small_market_share_may_be_a_large_share_of_wallet",
    "WE-323-rows": "test_the_rows_of_the_printed_matrix_add_up_to_one",
    "WE-324-pairs": "test_the_nine_next_pairs_from_a",
}

quickly = settings(derandomize=True, max_examples=50, deadline=None)
money = st.floats(0.01, 1e6)
part = st.floats(0, 1)
MATRIX = [[0.70, 0.20, 0.10], [0.10, 0.80, 0.10], [0.25, 0.15, 0.60]]
A, B, C = 0, 1, 2


@st.composite
def matrices(draw, brands=st.integers(1, 4)):
    """Transition matrices in which every brand can be bought after every other."""
    size = draw(brands)
    weights = np.array(draw(st.lists(st.lists(st.floats(0.01, 1), min_size=size, max_size=size), min_size=size, max_size=size)))
    return weights / weights.sum(axis=1, keepdims=True)


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9)


# Wallets


@quickly
@given(cuts=st.lists(part, max_size=6))
def test_any_split_of_a_wallet_adds_up_to_it(cuts):
    """WE-317: the split is unknown, the wallet of 400 is what counts."""
    spending = np.diff([0, *sorted(400 * cut for cut in cuts), 400])

    assert close(400) == popular.size_of_wallet(spending)


@quickly
@given(spending=st.lists(money, min_size=1, max_size=6))
def test_the_shares_of_all_firms_add_up_to_the_wallet(spending):
    wallet = popular.size_of_wallet(spending) * (1 + 1e-12)

    assert close(1) == popular.share_of_wallet(spending, wallet).sum()


def test_customers_stand_in_rows():
    assert [400, 100] == popular.size_of_wallet([[300, 60, 40], [10, 90, 0]]).tolist()
    assert close([0.62, 0.5]) == popular.aggregate_share_of_wallet([[300, 10], [100, 100]], [[400, 100], [200, 200]]).tolist()
    by_mean = popular.aggregate_share_of_wallet([[300, 10], [100, 100]], [[400, 100], [200, 200]], method="mean_of_shares")

    assert close([0.425, 0.5]) == by_mean.tolist()
    assert close([0.4125, 0.5]) == popular.share_of_category_requirement([[20, 60, 250], [1, 1, 1]], [[100, 200, 500], [2, 2, 2]]).tolist()


def test_the_whole_wallet_is_one_and_nothing_is_zero():
    assert 1 == popular.share_of_wallet(400, 400)
    assert 0 == popular.share_of_wallet(0, 400)


@quickly
@given(customers=st.lists(st.tuples(part, money), min_size=1, max_size=8))
def test_the_ratio_of_sums_is_the_mean_weighted_by_wallet(customers):
    shares, wallets = np.array(customers).T
    spending = shares * wallets

    assert close(np.average(shares, weights=wallets)) == popular.aggregate_share_of_wallet(spending, wallets)
    assert close(shares.mean()) == popular.aggregate_share_of_wallet(spending, wallets, method="mean_of_shares")


@quickly
@given(shares=st.lists(part, min_size=1, max_size=8), wallet=money, same_share=part)
def test_the_two_aggregates_are_equal_only_for_equal_wallets_or_shares(shares, wallet, same_share):
    """WE-320: the textbook's equality; its counter-example is 300 of 400 and 10 of 100."""
    shares, wallets = np.array(shares), np.full(len(shares), wallet)
    unequal = wallets * np.arange(1, len(shares) + 1)
    pairs = [(shares * wallets, wallets), (same_share * unequal, unequal)]

    for spending, of in pairs:
        by_sums = popular.aggregate_share_of_wallet(spending, of)
        assert close(by_sums) == popular.aggregate_share_of_wallet(spending, of, method="mean_of_shares")
    assert 0.62 != popular.aggregate_share_of_wallet([300, 10], [400, 100], method="mean_of_shares")


def test_a_small_market_share_may_be_a_large_share_of_wallet():
    """WE-322: 5,000 customers at 150 a month, in a market of 5,000,000; their wallets are 500 (our own)."""
    firm = np.full(5_000, 150)
    wallets = np.full(5_000, 500)

    assert 0.15 == traditional.market_share(firm.sum(), 5_000_000)
    assert 0.30 == popular.aggregate_share_of_wallet(firm, wallets)


# Category requirements


def test_the_two_printed_conclusions_hold_for_the_stand_in():
    """WE-318: customer 3 has the highest share of category requirement, and the largest requirement too."""
    bought, needed = [20, 60, 250], [100, 200, 500]
    shares = popular.share_of_category_requirement(bought, needed, method="individual")

    assert 2 == np.argmax(shares) == np.argmax(needed)


@quickly
@given(customers=st.lists(st.tuples(part, money), min_size=1, max_size=8))
def test_with_all_buyers_of_the_category_it_is_the_market_share(customers):
    shares, needed = np.array(customers).T
    bought = shares * needed

    assert close(traditional.market_share(bought.sum(), needed.sum())) == popular.share_of_category_requirement(bought, needed)


@quickly
@given(customers=st.lists(st.tuples(part, money), min_size=1, max_size=8))
def test_the_aggregate_lies_between_the_customers(customers):
    shares, needed = np.array(customers).T
    individual = popular.share_of_category_requirement(shares * needed, needed, method="individual")
    aggregate = popular.share_of_category_requirement(shares * needed, needed)

    assert close(shares.tolist()) == individual.tolist()
    assert individual.min() - 1e-9 <= aggregate <= individual.max() + 1e-9


# The grid


@pytest.mark.parametrize(
    ("share", "size", "strategy"),
    [
        (0.8, 400, "guard"),
        (0.8, 100, "hold"),
        (0.2, 400, "target"),
        (0.2, 100, "leave"),
        (0.5, 200, "guard"),
        (0.5, 199, "hold"),
        (0.49, 200, "target"),
        (0.49, 199, "leave"),
    ],
)
def test_share_and_size_make_four_strategies_and_the_cut_counts_as_high(share, size, strategy):
    chosen = popular.wallet_strategy(share, size, share_cut=0.5, size_cut=200)

    assert strategy == chosen
    assert type(chosen) is str


def test_strategies_come_in_the_form_of_the_customers():
    shares, sizes = [0.8, 0.8, 0.2, 0.2], [400, 100, 400, 100]
    expected = ["guard", "hold", "target", "leave"]
    names = ["Ann", "Bình", "Chi", "Dũng"]
    series = popular.wallet_strategy(pd.Series(shares, names), pd.Series(sizes[::-1], names[::-1]), 0.5, 200)

    assert expected == popular.wallet_strategy(shares, sizes, 0.5, 200).tolist()
    assert expected == popular.wallet_strategy(np.array(shares), np.array(sizes), 0.5, 200).tolist()
    assert dict(zip(names, expected)) == series.to_dict()
    assert ["guard", "target"] == popular.wallet_strategy([0.8, 0.2], 400, 0.5, 200).tolist()
    assert expected[:2] == popular.wallet_strategy([0.8, 0.8], [400, 400], 0.5, [300, 500]).tolist()


def test_an_unknown_share_or_size_has_no_strategy():
    assert math.isnan(popular.wallet_strategy(np.nan, 400, 0.5, 200))
    assert math.isnan(popular.wallet_strategy(0.8, np.nan, 0.5, 200))
    chosen = popular.wallet_strategy([0.8, np.nan], [400, 400], 0.5, 200).tolist()

    assert "guard" == chosen[0]
    assert math.isnan(chosen[1])


# Switching between brands


def test_the_rows_of_the_printed_matrix_add_up_to_one():
    """WE-323: what is bought next is one of the three."""
    assert [close(1)] * 3 == [sum(row) for row in MATRIX]


def test_the_nine_next_pairs_from_a():
    """WE-324: the two next purchases after A, in the order AA, AB, …, CC; they add up to 1."""
    pairs = {pair: popular.purchase_path_probability(MATRIX, [A, *pair]) for pair in itertools.product([A, B, C], repeat=2)}

    assert [0.49, 0.14, 0.07, 0.02, 0.16, 0.02, 0.025, 0.015, 0.06] == close(list(pairs.values()))
    assert close(1) == sum(pairs.values())


def test_the_first_brand_of_a_path_is_given():
    """One step of certainty is no step at all: P(A → B) is the cell of the matrix."""
    assert 0.20 == popular.purchase_path_probability(MATRIX, [A, B])
    assert 0.15 == popular.purchase_path_probability(MATRIX, [C, B])


@quickly
@given(matrix=matrices(), purchases=st.integers(1, 4), data=st.data())
def test_the_paths_to_a_brand_add_up_to_its_share(matrix, purchases, data):
    brands = range(len(matrix))
    start = data.draw(st.sampled_from(brands))
    shares = popular.next_purchase_shares(matrix, start, purchases)
    for brand in brands:
        paths = itertools.product(brands, repeat=purchases - 1)
        added_up = sum(popular.purchase_path_probability(matrix, [start, *path, brand]) for path in paths)

        assert close(added_up) == shares[brand]


@quickly
@given(matrix=matrices(), first=st.integers(1, 4), then=st.integers(1, 4))
def test_purchases_ahead_may_be_taken_in_two_stages(matrix, first, then):
    midway = popular.next_purchase_shares(matrix, 0, first)

    assert close(popular.next_purchase_shares(matrix, 0, first + then)) == popular.next_purchase_shares(matrix, midway / midway.sum(), then)


def test_a_brand_is_the_start_with_all_shares_in_it():
    for purchases in (1, 2, 5):
        assert close(popular.next_purchase_shares(MATRIX, [0, 1, 0], purchases)) == popular.next_purchase_shares(MATRIX, B, purchases)


@quickly
@given(matrix=matrices(), purchases=st.integers(1, 30))
def test_shares_stay_shares(matrix, purchases):
    shares = popular.next_purchase_shares(matrix, 0, purchases)

    assert close(1) == shares.sum()
    assert (shares >= 0).all()


@quickly
@given(matrix=matrices())
def test_a_purchase_leaves_the_long_run_as_it_is(matrix):
    long_run = popular.long_run_shares(matrix)

    assert close(1) == long_run.sum()
    assert (long_run >= 0).all()
    assert close(long_run) == long_run @ matrix


@quickly
@given(matrix=matrices())
def test_many_purchases_lead_to_the_long_run(matrix):
    settled = popular.next_purchase_shares(matrix, 0, 2_000)

    assert pytest.approx(popular.long_run_shares(matrix), abs=1e-6) == settled


def test_a_brand_that_nobody_leaves_takes_all_in_the_end():
    assert [1.0, 0.0, 0.0] == popular.long_run_shares([[1, 0, 0], [0.1, 0.8, 0.1], [0, 0.5, 0.5]]).tolist()
    assert [1.0] == popular.long_run_shares([[1]]).tolist()


def test_customers_who_take_turns_have_the_mean_over_time():
    assert [0.5, 0.5] == popular.long_run_shares([[0, 1], [1, 0]]).tolist()


def test_a_long_run_that_depends_on_the_start_is_refused():
    message = "matrix must lead everybody to one long run, but some brands are never left for the others"
    for matrix in (np.eye(2), [[1, 0, 0], [0.3, 0.4, 0.3], [0, 0, 1]]):
        with pytest.raises(ValueError, match=re.escape(message)):
            popular.long_run_shares(matrix)


def test_the_expected_share_is_the_mean_over_the_next_purchases():
    each = [popular.next_purchase_shares(MATRIX, A, purchases)[A] for purchases in (1, 2, 3)]

    assert close(sum(each) / 3) == popular.expected_share_of_wallet(MATRIX, A, A, 3)
    assert 0.7 == popular.expected_share_of_wallet(MATRIX, A, A, 1)


@quickly
@given(matrix=matrices(), purchases=st.integers(1, 10))
def test_the_expected_shares_of_all_firms_add_up_to_one(matrix, purchases):
    assert close(1) == sum(popular.expected_share_of_wallet(matrix, 0, firm, purchases) for firm in range(len(matrix)))


def test_from_the_long_run_every_purchase_is_expected_alike():
    long_run = popular.long_run_shares(MATRIX)

    assert close(long_run[B]) == popular.expected_share_of_wallet(MATRIX, long_run, B, 7)


def test_the_working_of_a_chain_is_shown_one_purchase_at_a_time():
    """Each purchase from the shares of the one before, not all of them in one line."""
    words.use("en")
    try:
        shown = repr(worked(popular.next_purchase_shares, MATRIX, start=A, purchases=3))
    finally:
        words.use(None)

    assert "0.535 × 0.7 + 0.315 × 0.1 + 0.15 × 0.25  = 0.4435" in shown


def test_a_matrix_may_be_a_list_an_array_or_a_table():
    table = pd.DataFrame(MATRIX, index=list("ABC"), columns=list("ABC"))
    for matrix in (MATRIX, np.array(MATRIX), table):
        assert close([0.535, 0.315, 0.150]) == popular.next_purchase_shares(matrix, A, 2).tolist()
        assert close([0.325, 0.475, 0.200]) == popular.long_run_shares(matrix).tolist()
        assert close(0.02) == popular.purchase_path_probability(matrix, (A, B, A))
        assert close(0.6175) == popular.expected_share_of_wallet(matrix, np.int64(A), A, 2)
    assert type(popular.purchase_path_probability(MATRIX, np.array([A, B]))) is float
    assert type(popular.expected_share_of_wallet(MATRIX, A, A, 2)) is float
    assert close([0.4, 0.5, 0.1]) == popular.next_purchase_shares(MATRIX, pd.Series([0.5, 0.5, 0]), 1).tolist()


def test_an_unknown_cell_makes_unknown_what_depends_on_it():
    matrix = [[0.9, 0.1], [np.nan, np.nan]]

    assert [0.9, 0.1] == popular.next_purchase_shares(matrix, A, 1).tolist()
    assert np.isnan(popular.next_purchase_shares(matrix, A, 2)).all()
    assert np.isnan(popular.long_run_shares(matrix)).all()
    assert math.isnan(popular.purchase_path_probability(matrix, [A, B, A]))
    assert math.isnan(popular.expected_share_of_wallet(matrix, B, A, 1))


# Every form of number

INDEX = ["Ann", "Bình"]


def _individual(firm_volume, category_volume):
    return popular.share_of_category_requirement(firm_volume, category_volume, method="individual")


@pytest.mark.parametrize("metric", [popular.share_of_wallet, _individual])
def test_numbers_lists_arrays_and_series_agree(metric):
    firm, whole = [300.0, 10.0], [400.0, 100.0]
    series = metric(pd.Series(firm, INDEX), pd.Series(whole, INDEX))

    assert [0.75, 0.1] == [metric(a, b) for a, b in zip(firm, whole)]
    assert [0.75, 0.1] == metric(firm, whole).tolist()
    assert [0.75, 0.1] == metric(tuple(firm), whole).tolist()
    assert [0.75, 0.1] == metric(np.array(firm), np.array(whole)).tolist()
    assert {"Ann": 0.75, "Bình": 0.1} == series.to_dict()
    assert type(metric(np.float64(300), 400)) is float
    assert np.isnan(metric(300, np.nan))


def test_sums_over_customers_take_every_form():
    for form in (list, tuple, np.array, pd.Series):
        firm, whole = form([300, 10]), form([400, 100])

        assert 310 == popular.size_of_wallet(firm)
        assert 0.62 == popular.aggregate_share_of_wallet(firm, whole)
        assert 0.425 == popular.aggregate_share_of_wallet(firm, whole, method="mean_of_shares")
        assert 0.62 == popular.share_of_category_requirement(firm, whole)
    assert type(popular.size_of_wallet([300.0, 10.0])) is float
    assert type(popular.aggregate_share_of_wallet([300, 10], [400, 100])) is float


def test_an_unknown_customer_makes_the_sum_unknown():
    assert math.isnan(popular.size_of_wallet([300, np.nan]))
    assert math.isnan(popular.aggregate_share_of_wallet([300, np.nan], [400, 100]))
    assert math.isnan(popular.aggregate_share_of_wallet([300, 10], [400, np.nan], method="mean_of_shares"))
    assert math.isnan(popular.share_of_category_requirement([300, np.nan], [400, 100]))


# Refusals

SHORT_ROW = [[0.7, 0.2], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("metric", "arguments", "message"),
    [
        (popular.size_of_wallet, ([],), "spending must be a list with at least one number, but got []."),
        (popular.size_of_wallet, ([-1],), "spending must be 0 or more, but got -1. Type 0 or a positive number for spending."),
        (popular.share_of_wallet, (-1, 10), "firm_spending must be 0 or more, but got -1."),
        (popular.share_of_wallet, (0, 0), "wallet must be above 0, but got 0. Type a positive number for wallet."),
        (popular.share_of_wallet, (400, 300), "firm_spending cannot be more than wallet, but got 400. Did you swap the two?"),
        (popular.aggregate_share_of_wallet, ([], []), "firm_spending must be a list with at least one number, but got []."),
        (popular.aggregate_share_of_wallet, ([1], [2], "mean"), "method must be one of 'ratio_of_sums', 'mean_of_shares', but got 'mean'."),
        (popular.aggregate_share_of_wallet, ([1, 2], [3]), "wallets must have the shape of firm_spending, (2,), but has (1,)."),
        (popular.aggregate_share_of_wallet, ([5], [3]), "firm_spending cannot be more than wallet, but got 5. Did you swap the two?"),
        (popular.share_of_category_requirement, ([1], [2], "each"), "method must be one of 'aggregate', 'individual', but got 'each'."),
        (popular.share_of_category_requirement, (1, 2), "firm_volume must be a list with at least one number, but got 1."),
        (popular.share_of_category_requirement, ([1, 2], [3]), "category_volume must have the shape of firm_volume, (2,), but has (1,)."),
        (popular.share_of_category_requirement, ([-1], [3]), "firm_volume must be 0 or more, but got -1."),
        (popular.share_of_category_requirement, ([1], [0]), "category_volume must be above 0, but got 0."),
        (popular.share_of_category_requirement, ([5], [3]), "firm_volume cannot be more than category_volume, but got 5. Did you swap the two?"),
        (popular.wallet_strategy, (80, 400, 0.5, 200), "share_of_wallet is a share between 0 and 1, but got 80. Did you mean 0.8?"),
        (popular.wallet_strategy, (0.8, 400, 50, 200), "share_cut is a share between 0 and 1, but got 50. Did you mean 0.5?"),
        (popular.wallet_strategy, (0.8, -1, 0.5, 200), "size_of_wallet must be 0 or more, but got -1."),
        (popular.wallet_strategy, (0.8, 1, 0.5, -200), "size_cut must be 0 or more, but got -200."),
        (popular.purchase_path_probability, (SHORT_ROW, [0, 1]), "row 0 of matrix must add up to 1, but adds up to 0.9 (the first row is row 0)."),
        (popular.purchase_path_probability, ([[70, 30], [50, 50]], [0, 1]), "matrix is a share between 0 and 1, but got 70. Did you mean 0.7?"),
        (popular.purchase_path_probability, ([[0.5, 0.5]], [0, 1]), "matrix must have one row and one column per brand, but its shape is (1, 2)."),
        (popular.purchase_path_probability, (MATRIX, [0]), "path must be a list of two or more, now and next, but got [0]."),
        (popular.purchase_path_probability, (MATRIX, 1), "path must be a list of two or more, now and next, but got 1."),
        (popular.purchase_path_probability, (MATRIX, [1, 3]), "path must name a row of the matrix, 0 to 2, but got 3. The first brand is 0."),
        (popular.purchase_path_probability, (MATRIX, [-1, 2]), "path must name a row of the matrix, 0 to 2, but got -1."),
        (popular.purchase_path_probability, (MATRIX, ["A", "B"]), "path must be a number, or a list, array or Series of numbers, but got ['A', 'B']."),
        (popular.next_purchase_shares, (SHORT_ROW, 0, 1), "row 0 of matrix must add up to 1, but adds up to 0.9"),
        (popular.next_purchase_shares, (MATRIX, 3, 1), "start must name a row of the matrix, 0 to 2, but got 3."),
        (popular.next_purchase_shares, (MATRIX, 0.5, 1), "start must name a row of the matrix, 0 to 2, but got 0.5."),
        (popular.next_purchase_shares, (MATRIX, [0.5, 0.3, 0.1], 1), "start must hold shares that add up to 1, but they add up to 0.9."),
        (popular.next_purchase_shares, (MATRIX, [0.5, 0.5], 1), "start must hold 3 shares, one per brand, but its shape is (2,)."),
        (popular.next_purchase_shares, (MATRIX, 0, 0), "purchases must be one whole number, 1 or more, but got 0."),
        (popular.next_purchase_shares, (MATRIX, 0, 1.5), "purchases must be one whole number, 1 or more, but got 1.5."),
        (popular.next_purchase_shares, (MATRIX, 0, [1, 2]), "purchases must be one whole number, 1 or more, but got [1, 2]."),
        (popular.long_run_shares, (SHORT_ROW,), "row 0 of matrix must add up to 1, but adds up to 0.9"),
        (popular.expected_share_of_wallet, (SHORT_ROW, 0, 0, 1), "row 0 of matrix must add up to 1, but adds up to 0.9"),
        (popular.expected_share_of_wallet, (MATRIX, 0, 5, 1), "firm must name a row of the matrix, 0 to 2, but got 5."),
        (popular.expected_share_of_wallet, (MATRIX, 0, 0, 0), "purchases must be one whole number, 1 or more, but got 0."),
    ],
)
def test_what_cannot_be_meant_is_refused(metric, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        metric(*arguments)
