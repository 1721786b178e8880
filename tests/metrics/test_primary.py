"""Chapter 3.2.1: acquisition, purchase times, retention, survival, lifetimes, P(Active), win-back."""
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.metrics import primary

COMPOSITIONS = {
    "WE-305-days": "test_six_purchases_a_month_are_one_in_five_days",
    "WE-307-defectors": "test_the_defectors_of_each_year",
    "WE-310-terms": "test_the_printed_cohort_period_by_period",
    "WE-310-constant": "test_a_constant_retention_tells_the_three_lifetimes_apart",
    "WE-314": "test_of_two_customers_silent_equally_long_the_frequent_buyer_is_less_likely_active",
    "WE-316": "test_a_metric_refuses_the_setting_that_it_is_not_made_for",
}

quickly = settings(derandomize=True, max_examples=50, deadline=None)
share = st.floats(0, 1)
below_one = st.floats(0, 0.999)
some_customers = st.floats(1, 1e6)
rates = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9)


# Acquisition and purchase times


def test_all_some_and_none_of_the_prospects():
    assert 1 == primary.acquisition_rate(50, 50)
    assert 0.06 == primary.acquisition_rate(6, 100)
    assert 0 == primary.acquisition_rate(0, 50)


@quickly
@given(spending=st.floats(0, 1e9), targeted=st.integers(1, 10**6), rate=st.floats(0.001, 1))
def test_cost_times_rate_is_the_spending_per_prospect(spending, targeted, rate):
    acquired = targeted * rate
    cost = primary.acquisition_cost(spending, acquired)

    assert close(spending / targeted) == cost * primary.acquisition_rate(acquired, targeted)


def test_six_purchases_a_month_are_one_in_five_days():
    """WE-305: the same customer in months and in days of a 30-day month."""
    months = primary.average_inter_purchase_time(6)

    assert close(5) == 30 * months
    assert close(5) == primary.average_inter_purchase_time(6, periods=30)


def test_it_is_the_mean_gap_of_evenly_spaced_purchases():
    days = np.arange(0, 365, 5) + 5
    gaps = np.diff(days, prepend=0)

    assert close(gaps.mean()) == primary.average_inter_purchase_time(len(days), periods=365)


# Retention


@quickly
@given(retention_rate=share)
def test_every_customer_stays_or_leaves(retention_rate):
    assert close(1) == retention_rate + primary.defection_rate(retention_rate)


@quickly
@given(before=some_customers, retention_rate=share)
def test_retention_is_the_part_kept(before, retention_rate):
    assert close(retention_rate) == primary.retention_rate(before, before * retention_rate)


@quickly
@given(lifetime=st.floats(1, 1000))
def test_lifetime_and_average_retention_are_each_others_inverse(lifetime):
    assert close(lifetime) == primary.lifetime_from_retention(primary.average_retention_rate(lifetime))


def test_the_lifetime_is_the_expected_period_of_defection():
    """1 / (1 − Rr) is the sum of t · Rr^(t−1) · (1 − Rr), added up term by term."""
    added_up = sum(t * 0.75 ** (t - 1) * 0.25 for t in range(1, 500))

    assert close(added_up) == primary.lifetime_from_retention(0.75)


def test_who_leaves_at_once_lives_one_period():
    assert 1 == primary.lifetime_from_retention(0)
    assert 0 == primary.average_retention_rate(1)
    assert 1000 == close(primary.lifetime_from_retention(0.999))


def test_the_defectors_of_each_year():
    """WE-307: 100 customers, three in four stay."""
    left = primary.customers_left(100, 0.75, [0, 1, 2, 3, 4])

    assert [25, 18.75, 14.0625, 10.546875] == (-np.diff(left)).tolist()


@quickly
@given(customers=some_customers, retention_rate=share, period=st.integers(0, 20))
def test_constant_retention_is_the_same_rate_in_every_period(customers, retention_rate, period):
    step_by_step = customers
    for _ in range(period):
        step_by_step *= retention_rate

    assert close(step_by_step) == primary.customers_left(customers, retention_rate, period)


def test_in_period_zero_everybody_is_there():
    assert 100 == primary.customers_left(100, 0.75, 0)
    assert 100 == primary.customers_left(100, 1, 7)
    assert 0 == primary.customers_left(100, 0, 1)


# The ceiling


@quickly
@given(ceiling=st.floats(0.1, 1), reached=st.floats(0.01, 0.95), period=st.integers(1, 30))
def test_the_projection_goes_through_the_rate_it_was_made_from(ceiling, reached, period):
    seen = ceiling * reached
    growth = primary.retention_growth(ceiling, seen, period)

    assert close(seen) == primary.projected_retention_rate(ceiling, growth, period)


@quickly
@given(ceiling=st.floats(0.1, 1), growth=st.floats(0.01, 2), period=st.integers(0, 40))
def test_the_projection_climbs_and_stays_under_its_ceiling(ceiling, growth, period):
    now, later = primary.projected_retention_rate(ceiling, growth, [period, period + 1])

    assert 0 <= now <= later <= ceiling


def test_the_projection_starts_at_zero_and_ends_at_the_ceiling():
    assert 0 == primary.projected_retention_rate(0.95, 0.2, 0)
    assert 0 == primary.projected_retention_rate(0.95, 0, 10)
    assert close(0.95) == primary.projected_retention_rate(0.95, 0.2, 1000)
    assert 0 == primary.retention_growth(0.95, 0, 3)


def test_each_period_takes_the_same_part_of_the_gap_to_the_ceiling():
    """From Rr_t = Rr_c (1 − e^(−r t)): the gap shrinks by e^(−r) a period."""
    gaps = 0.95 - primary.projected_retention_rate(0.95, 0.2, [1, 2, 3, 4])

    assert [close(math.exp(-0.2))] * 3 == (gaps[1:] / gaps[:-1]).tolist()


# Survival


@quickly
@given(retention_rates=rates)
def test_each_survival_rate_is_the_one_before_times_the_retention(retention_rates):
    survival = primary.survival_rate(retention_rates)
    before = np.array([1, *survival[:-1]])

    assert (before * retention_rates).tolist() == close(survival.tolist())
    assert (np.diff(survival) <= 0).all()


def test_with_constant_retention_survivors_are_the_customers_left():
    survivors = primary.survivors(100, [0.75] * 4)

    assert primary.customers_left(100, 0.75, [1, 2, 3, 4]).tolist() == close(survivors.tolist())


def test_the_first_survival_rate_is_the_first_retention_rate():
    assert [0.55, 0.0] == primary.survival_rate([0.55, 0]).tolist()


def test_cohorts_stand_in_rows():
    by_row = [[0.5, 0.5], [0.9, 0.8]]
    survival = primary.survival_rate(by_row)
    left = primary.survivors([100, 10], by_row)

    assert close(np.array([[0.5, 0.25], [0.9, 0.72]])) == survival
    assert close(np.array([[50, 25], [9, 7.2]])) == left
    assert close([0.75, 1.62]) == primary.lifetime_duration(left, [100, 10]).tolist()
    assert close([1.75, 2.62]) == primary.lifetime_duration(left, [100, 10], method="period_of_defection").tolist()
    assert close([1.0, 2.34]) == primary.lifetime_duration(left, [100, 10], method="kr_printed").tolist()


def test_one_cohort_number_serves_all_rows():
    assert close(np.array([[50, 25], [90, 45]])) == primary.survivors(100, [[0.5, 0.5], [0.9, 0.5]])


def test_after_an_unknown_retention_survival_is_unknown():
    """Also in a Series, where pandas would skip the gap."""
    for form in (list, np.array, pd.Series):
        survival = primary.survival_rate(form([0.5, np.nan, 0.8]))

        assert [False, True, True] == np.isnan(survival).tolist()


# Lifetime of a cohort


def test_the_printed_cohort_period_by_period():
    """WE-310: the printed steps are 32 %, 1,178 survivors, 2,400 and 2,357 active periods, 2.89 and 3.5 periods."""
    first, second = primary.retention_rate([7_500, 2_400], [2_400, 1_178])
    stand_in = [2400, 1178, 816, 575, 412, 300, 221, 166, 127, 98, 77, 61, 49, 40, 34]
    all_rates = primary.retention_rate([7_500, *stand_in[:-1]], stand_in)

    assert (0.32, 0.491) == (first, round(second, 3))
    assert 1_178 == round(primary.survivors(7_500, [0.32, 0.491])[1])
    assert 2_357 == round(2 * primary.survivors(7_500, [0.32, 0.491])[1])
    assert 21_648 == close(7_500 * primary.lifetime_duration(stand_in, 7_500, method="kr_printed"))
    assert 3.5 == round(primary.lifetime_from_retention(all_rates.mean()), 1)


def test_a_constant_retention_tells_the_three_lifetimes_apart():
    """WE-310: with Rr = 0.75 the means are 3 and 4, and the print's weighting gives 12."""
    survivors = primary.customers_left(100, 0.75, np.arange(1, 300))
    completed, defection, printed = (
        primary.lifetime_duration(survivors, 100, method=method) for method in ("completed_periods", "period_of_defection", "kr_printed")
    )

    assert (close(3), close(4), close(12)) == (completed, defection, printed)
    assert close(defection) == primary.lifetime_from_retention(0.75)


@quickly
@given(lifetimes=st.lists(st.integers(0, 8), min_size=1, max_size=30))
def test_the_cohorts_lifetime_is_the_mean_of_its_customers_lifetimes(lifetimes):
    lifetimes = np.array(lifetimes)
    survivors = [(lifetimes >= period).sum() for period in range(1, 10)]

    assert close(lifetimes.mean()) == primary.lifetime_duration(survivors, len(lifetimes))
    assert close((lifetimes + 1).mean()) == primary.lifetime_duration(survivors, len(lifetimes), method="period_of_defection")


@quickly
@given(retention_rates=rates)
def test_the_period_of_defection_is_one_more_than_the_completed_ones(retention_rates):
    survivors = primary.survivors(100, retention_rates)
    completed = primary.lifetime_duration(survivors, 100)

    assert close(completed + 1) == primary.lifetime_duration(survivors, 100, method="period_of_defection")


def test_a_cohort_that_is_still_there_gives_a_lower_bound():
    """Nobody of the hundred has left: three periods are completed, the fourth is the first in which they may leave."""
    assert 3 == primary.lifetime_duration([100, 100, 100], 100)
    assert 4 == primary.lifetime_duration([100, 100, 100], 100, method="period_of_defection")


def test_a_cohort_gone_at_once_has_completed_no_period():
    assert 0 == primary.lifetime_duration([0], 100)
    assert 1 == primary.lifetime_duration([0], 100, method="period_of_defection")


@quickly
@given(retention_rates=rates, times=st.floats(0.01, 100))
def test_a_lifetime_does_not_depend_on_the_size_of_the_cohort(retention_rates, times):
    small, large = primary.survivors(100, retention_rates), primary.survivors(100 * times, retention_rates)

    for method in ("completed_periods", "period_of_defection", "kr_printed"):
        assert close(primary.lifetime_duration(small, 100, method)) == primary.lifetime_duration(large, 100 * times, method)


# Lifetimes of single customers


@quickly
@given(lifetimes=st.lists(st.integers(1, 50), min_size=1, max_size=30))
def test_with_complete_information_it_is_the_plain_mean(lifetimes):
    everybody = [True] * len(lifetimes)

    assert close(sum(lifetimes) / len(lifetimes)) == primary.average_lifetime(lifetimes)
    assert primary.average_lifetime(lifetimes) == primary.average_lifetime(lifetimes, ended=everybody)


@quickly
@given(lifetimes=st.lists(st.integers(1, 50), min_size=2, max_size=30))
def test_an_end_not_seen_makes_the_lifetime_longer(lifetimes):
    all_but_one = [True] * (len(lifetimes) - 1) + [False]

    assert primary.average_lifetime(lifetimes) < primary.average_lifetime(lifetimes, ended=all_but_one)


SIMULATED, DEFECTION, LIFETIME = 40_000, 0.2, 5.0
FROM, TO = 10, 16


def _simulated(starts):
    """What a firm that looks from FROM to TO sees of customers who leave at 20 % a period: (periods, ended)."""
    lifetimes = np.random.default_rng(20).geometric(DEFECTION, SIMULATED)
    last = starts + lifetimes - 1
    seen = (last >= FROM) & (starts <= TO)
    periods = np.minimum(last, TO) - np.maximum(starts, FROM) + 1
    return periods[seen], (last <= TO)[seen]


@pytest.mark.parametrize(
    ("case", "first_start", "last_start"),
    [("right-censored", FROM, FROM), ("both", 0, TO), ("both, all started before", 0, FROM - 1)],
)
def test_censored_customers_do_not_bend_the_lifetime(case, first_start, last_start):
    starts = np.random.default_rng(7).integers(first_start, last_start + 1, SIMULATED)
    periods, ended = _simulated(starts)
    naive = primary.average_lifetime(periods), primary.average_lifetime(periods[ended])

    assert pytest.approx(LIFETIME, rel=0.03) == primary.average_lifetime(periods, ended=ended), case
    assert max(naive) < 0.8 * LIFETIME, case


def test_left_censored_customers_count_from_when_we_began_to_look():
    """All ends are seen, all began before we looked: what is left of a constant risk is as long as the whole."""
    lifetimes = np.random.default_rng(3).geometric(DEFECTION, SIMULATED)
    seen = (lifetimes - FROM)[lifetimes > FROM]

    assert pytest.approx(LIFETIME, rel=0.05) == primary.average_lifetime(seen)


def test_customers_of_several_segments_stand_in_rows():
    assert [4.0, 3.0] == primary.average_lifetime([[2, 6], [3, 3]]).tolist()
    assert [8.0, 3.0] == primary.average_lifetime([[2, 6], [3, 3]], ended=[[True, False], [True, True]]).tolist()


# P(Active) and win-back


def test_of_two_customers_silent_equally_long_the_frequent_buyer_is_less_likely_active():
    """WE-314: the same recency, one to six purchases."""
    probabilities = primary.p_active(8 / 12, np.arange(1, 7))

    assert (np.diff(probabilities) < 0).all()
    assert close(8 / 12) == probabilities[0]


@quickly
@given(last_purchase=st.floats(0.01, 0.99), purchases=st.integers(1, 30))
def test_each_purchase_more_multiplies_by_the_recency(last_purchase, purchases):
    assert close(last_purchase * primary.p_active(last_purchase, purchases)) == primary.p_active(last_purchase, purchases + 1)


def test_it_is_the_chance_that_all_purchases_fall_before_the_last_one():
    """n purchases anywhere in the span: all of them are in its first two thirds with probability (2/3)^n."""
    spans = np.random.default_rng(5).random((200_000, 4))

    assert pytest.approx((spans < 2 / 3).all(axis=1).mean(), abs=0.003) == primary.p_active(2 / 3, 4)


def test_who_bought_just_now_is_active_and_who_never_did_again_is_not():
    assert 1 == primary.p_active(1, 5)
    assert 0 == primary.p_active(0, 5)


def test_a_metric_refuses_the_setting_that_it_is_not_made_for():
    """WE-316: lost-for-good has survival and retention, always-a-share has P(Active) and the time between purchases."""
    with pytest.raises(ValueError, match="p_active is for .* 'non_contractual', but got 'contractual'. Type survival_rate or retention_rate instead."):
        primary.p_active(8 / 12, 4, setting="contractual")
    with pytest.raises(ValueError, match="survival_rate is for .* 'contractual', but got .* Type p_active or average_inter_purchase_time instead."):
        primary.survival_rate([0.5], setting="non_contractual")

    assert primary.p_active(0.5, 2) == primary.p_active(0.5, 2, setting="non_contractual")
    assert primary.survival_rate([0.5]).tolist() == primary.survival_rate([0.5], setting="contractual").tolist()


@quickly
@given(lost=some_customers, part=share)
def test_win_back_is_the_part_regained(lost, part):
    assert close(part) == primary.win_back_rate(lost * part, lost)


# Every form of number

ELEMENTWISE = [
    (primary.acquisition_rate, ([5.0, 2.0], [10.0, 20.0])),
    (primary.acquisition_cost, ([100.0, 50.0], [4.0, 5.0])),
    (primary.average_inter_purchase_time, ([6.0, 3.0], [1.0, 12.0])),
    (primary.retention_rate, ([10.0, 20.0], [5.0, 20.0])),
    (primary.defection_rate, ([0.75, 0.5],)),
    (primary.average_retention_rate, ([4.0, 2.0],)),
    (primary.lifetime_from_retention, ([0.75, 0.5],)),
    (primary.customers_left, ([100.0, 50.0], [0.75, 0.5], [1.0, 2.0])),
    (primary.retention_growth, ([0.95, 0.9], [0.8, 0.5], [9.0, 2.0])),
    (primary.projected_retention_rate, ([0.95, 0.9], [0.2, 0.1], [11.0, 2.0])),
    (primary.p_active, ([0.75, 0.5], [4.0, 2.0])),
    (primary.win_back_rate, ([5.0, 2.0], [10.0, 20.0])),
]
INDEX = ["Ann", "Bình"]


@pytest.mark.parametrize(("metric", "arguments"), ELEMENTWISE, ids=[metric.__name__ for metric, _ in ELEMENTWISE])
def test_numbers_lists_arrays_and_series_agree(metric, arguments):
    one_by_one = [metric(*pair) for pair in zip(*arguments)]
    series = metric(*(pd.Series(values, INDEX) for values in arguments))

    assert all(type(value) is float for value in one_by_one)
    assert one_by_one == metric(*arguments).tolist()
    assert one_by_one == metric(*map(tuple, arguments)).tolist()
    assert one_by_one == metric(*map(np.array, arguments)).tolist()
    assert one_by_one == series.tolist()
    assert INDEX == series.index.tolist()
    assert all(type(metric(*map(np.float64, pair))) is float for pair in zip(*arguments))


@pytest.mark.parametrize(("metric", "arguments"), ELEMENTWISE, ids=[metric.__name__ for metric, _ in ELEMENTWISE])
def test_unknown_stays_unknown(metric, arguments):
    for position in range(len(arguments)):
        unknown = [np.array(values) for values in arguments]
        unknown[position][1] = np.nan

        assert [False, True] == np.isnan(metric(*unknown)).tolist()


def test_series_in_a_different_order_meet_by_their_index():
    lost = pd.Series([10.0, 100.0], index=INDEX)
    regained = pd.Series([50.0, 1.0], index=INDEX[::-1])

    assert {"Ann": 0.1, "Bình": 0.5} == primary.win_back_rate(regained, lost).to_dict()


def test_metrics_over_time_take_every_form():
    for form in (list, tuple, np.array, pd.Series):
        assert [0.5, 0.25] == list(primary.survival_rate(form([0.5, 0.5])))
        assert [50, 25] == list(primary.survivors(100, form([0.5, 0.5])))
        assert 0.75 == primary.lifetime_duration(form([50, 25]), 100)
        assert 3 == primary.average_lifetime(form([1, 2]), ended=form([True, False]))
    years = pd.Series([0.5, 0.5], index=[2024, 2025])

    assert [2024, 2025] == primary.survival_rate(years).index.tolist()
    assert [2024, 2025] == primary.survivors(100, years).index.tolist()
    assert type(primary.lifetime_duration([50, 25], 100)) is float
    assert type(primary.average_lifetime([1, 2])) is float


def test_an_unknown_survivor_or_lifetime_makes_the_mean_unknown():
    for method in ("completed_periods", "period_of_defection", "kr_printed"):
        assert math.isnan(primary.lifetime_duration([50, np.nan], 100, method))
    assert math.isnan(primary.average_lifetime([1, np.nan]))
    assert math.isnan(primary.average_lifetime([1, 2], ended=[1, np.nan]))


def test_the_input_is_not_changed():
    survivors = np.array([50.0, 25.0])
    primary.lifetime_duration(survivors, 100, method="period_of_defection")

    assert [50, 25] == survivors.tolist()


# Refusals


@pytest.mark.parametrize(
    ("metric", "arguments", "message"),
    [
        (primary.acquisition_rate, (5, 0), "targeted must be above 0, but got 0. Type a positive number for targeted."),
        (primary.acquisition_rate, (-5, 10), "acquired must be 0 or more, but got -5. Type 0 or a positive number for acquired."),
        (primary.acquisition_rate, (10, 5), "acquired cannot be more than targeted, but got 10. Did you swap the two?"),
        (primary.acquisition_cost, (100, 0), "acquired must be above 0, but got 0. Type a positive number for acquired."),
        (primary.acquisition_cost, (-100, 1), "spending must be 0 or more, but got -100. Type 0 or a positive number for spending."),
        (primary.average_inter_purchase_time, (0,), "purchases must be above 0, but got 0. Type a positive number for purchases."),
        (primary.average_inter_purchase_time, (6, 0), "periods must be above 0, but got 0. Type a positive number for periods."),
        (primary.retention_rate, (0, 0), "customers_before must be above 0, but got 0."),
        (primary.retention_rate, (10, -1), "customers_kept must be 0 or more, but got -1."),
        (primary.retention_rate, (10, 20), "customers_kept cannot be more than customers_before, but got 20. Did you swap the two?"),
        (primary.defection_rate, (75,), "retention_rate is a share between 0 and 1, but got 75. Did you mean 0.75? (Write 75 % as 0.75.)"),
        (primary.average_retention_rate, (0.5,), "lifetime must be 1 or more, but got 0.5. Type lifetime=1 or more."),
        (primary.lifetime_from_retention, (1,), "retention_rate must be below 1, but got 1. Who never leaves has no mean lifetime; type a share such as 0.99."),
        (primary.lifetime_from_retention, (-0.1,), "retention_rate is a share between 0 and 1, but got -0.1."),
        (primary.customers_left, (-1, 0.5, 1), "customers must be 0 or more, but got -1."),
        (primary.customers_left, (1, 5, 1), "retention_rate is a share between 0 and 1, but got 5. Did you mean 0.05?"),
        (primary.customers_left, (1, 0.5, -1), "period must be 0 or more, but got -1."),
        (primary.retention_growth, (95, 0.8, 9), "retention_ceiling is a share between 0 and 1, but got 95. Did you mean 0.95?"),
        (primary.retention_growth, (0.95, 80, 9), "retention_rate is a share between 0 and 1, but got 80. Did you mean 0.8?"),
        (primary.retention_growth, (0.8, 0.95, 9), "but got 0.95. Type a higher retention_ceiling, or a lower retention_rate."),
        (primary.retention_growth, (0.95, 0.8, 0), "period must be above 0, but got 0."),
        (primary.projected_retention_rate, (95, 0.2, 1), "retention_ceiling is a share between 0 and 1, but got 95."),
        (primary.projected_retention_rate, (0.95, -0.2, 1), "growth must be 0 or more, but got -0.2."),
        (primary.projected_retention_rate, (0.95, 0.2, -1), "period must be 0 or more, but got -1."),
        (primary.survival_rate, ([],), "retention_rates must be a list with at least one number, but got []."),
        (primary.survival_rate, (0.5,), "retention_rates must be a list with at least one number, but got 0.5."),
        (primary.survival_rate, ([55, 62],), "retention_rates is a share between 0 and 1, but got 55. Did you mean 0.55?"),
        (primary.survival_rate, ([0.5], "contract"), "setting must be one of 'contractual', 'non_contractual', but got 'contract'."),
        (primary.survivors, (-1, [0.5]), "customers must be 0 or more, but got -1."),
        (primary.survivors, (1, [50]), "retention_rates is a share between 0 and 1, but got 50."),
        (primary.lifetime_duration, ([50], 100, "printed"), "'period_of_defection', 'kr_printed', but got 'printed'."),
        (primary.lifetime_duration, ([], 100), "survivors_by_period must be a list with at least one number, but got []."),
        (primary.lifetime_duration, ([-1], 100), "survivors_by_period must be 0 or more, but got -1."),
        (primary.lifetime_duration, ([50], 0), "customers must be above 0, but got 0."),
        (primary.lifetime_duration, ([110], 100), "survivors_by_period cannot grow, a cohort only loses customers, but got 110 after 100."),
        (primary.lifetime_duration, ([50, 60], 100), "but got 60 after 50. Type the survivors of one cohort, first period first."),
        (primary.average_lifetime, ([],), "periods_observed must be a list with at least one number, but got []."),
        (primary.average_lifetime, ([-1],), "periods_observed must be 0 or more, but got -1."),
        (primary.average_lifetime, ([1, 2], [True]), "ended must have the shape of periods_observed, (2,), but has (1,)."),
        (primary.average_lifetime, ([1, 2], [3, 4]), "ended must be True or False, but got 3. Type ended=[True, False], for example."),
        (primary.average_lifetime, ([1, 2], [False, False]), "Nobody was seen to leave, so the mean lifetime is not known; observe longer."),
        (primary.p_active, (8, 4), "last_purchase is a share of the time we look at, between 0 and 1, but got 8."),
        (primary.p_active, (0.5, 0), "purchases must be 1 or more, but got 0. Type purchases=1 or more."),
        (primary.win_back_rate, (5, 0), "lost must be above 0, but got 0."),
        (primary.win_back_rate, (-5, 10), "regained must be 0 or more, but got -5."),
        (primary.win_back_rate, (10, 5), "regained cannot be more than lost, but got 10. Did you swap the two?"),
    ],
)
def test_what_cannot_be_meant_is_refused(metric, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        metric(*arguments)
