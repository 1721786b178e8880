"""The pictures of section 2.4: they say their numbers, keep their size, and draw in both languages without a warning."""
import warnings

import numpy as np
import pandas as pd
import pytest

from crmlab import charts, interact

ORDERS = pd.DataFrame({
    "customer_id": ["An"] * 11 + ["Bình"] * 7,
    "date": pd.Timestamp("2025-01-01") + pd.to_timedelta([*range(0, 71, 7), 0, 20, 38, 60, 82, 99, 120], unit="D"),
    "product": ["sen"] * 9 + ["nhài"] * 9,
    "channel": ["shop"] * 18,
})  # fmt: skip
ALERTS = interact.alerts(ORDERS, as_of="2025-05-10")
FATIGUE = pd.DataFrame({"recent": [0, 1, 2, 3], "contacts": [90, 60, 40, 10], "answer_rate": [0.4, 0.3, 0.2, 0.1], "low": [0.3, 0.2, 0.1, 0.0], "high": [0.5, 0.4, 0.3, 0.4], "usual": [0.35, 0.34, 0.33, 0.32]})
STEPS = pd.DataFrame({"step": [0, 1, 2, 3], "minutes": [0, 1, 2, 3.0], "entropy": [2.0, 1.5, 1.2, 1.0]})
LIFT = pd.DataFrame({"group": ["gift", "quick"], "difference": [0.12, 0.01], "low": [0.05, -0.04], "high": [0.2, 0.06]})
RESULTS = pd.DataFrame({"alarm": [1, 1, 1, 0, 0], "slowed": [1, 1, 0, 1, 0]})
PICTURES = {
    "channel_mix": charts.channel_mix,
    "memory_growth": lambda: charts.memory_growth(product=interact.remembered(ORDERS), channel=interact.remembered(ORDERS, what="channel")),
    "contact_permission": lambda: charts.contact_permission(3_000, 2_000, 1_500, 700),
    "contact_fatigue": lambda: charts.contact_fatigue(FATIGUE),
    "uncertainty_left": lambda: charts.uncertainty_left(STEPS, STEPS.assign(entropy=STEPS["entropy"] ** 2 / 2)),
    "rhythm_alarm": lambda: charts.rhythm_alarm(ORDERS, ALERTS, "2025-05-10"),
    "alarm_count": lambda: charts.alarm_count(RESULTS),
    "first_contact": lambda: charts.first_contact(interact.service_desk([0, 2, 4])),
    "lift_intervals": lambda: charts.lift_intervals(LIFT),
}
ALT_SAYS = {
    "channel_mix": ("17,630", "8,985", "50%"),
    "memory_growth": ("purchase 12", "channel from 100%", "product from 100% at the second purchase to 0% at purchase 12"),
    "contact_permission": ("all customers: 3,000", "asked for permission: 2,000", "1,500", "by phone: 700"),
    "contact_fatigue": ("0: 40%", "3: 10%"),
    "uncertainty_left": ("2 bits", "1.2", "0.72"),
    "rhythm_alarm": ("2 customers", "2025-05-10", "An"),
    "alarm_count": ("2 right", "1 false", "1 customers who slowed", "5 customers in all"),
    "first_contact": ("4 minutes", "at once"),
    "lift_intervals": ("gift: 12.0%", "quick: 1.0%", "without 0: gift."),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name, said):
    alt = said(PICTURES[name]().alt)

    assert [] == [text for text in ALT_SAYS[name] if text not in alt], alt


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_draws_in_both_languages_without_a_warning(name, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = PICTURES[name]()
        assert picture.png() and "{" not in picture.caption + picture.alt


@pytest.mark.parametrize("moved", [0, 0.5, 1])
def test_the_mix_keeps_its_size_and_fits_its_axes(moved, size):
    picture = charts.channel_mix(moved)

    assert (700, 380) == size(picture)
    for axes in picture.figure.axes:
        assert max(bar.get_y() + bar.get_height() for bar in axes.patches) <= axes.get_ylim()[1]


def test_the_mix_of_the_course_is_the_picture_before_anything_moves(said):
    assert "from 17,630 to 17,630" in said(charts.channel_mix(0).alt)


@pytest.mark.parametrize("quantile", [0.5, 0.8, 0.99])
def test_the_alarm_picture_keeps_its_size_and_axis_for_every_sensitivity(quantile, size):
    found = interact.alerts(ORDERS, as_of="2025-03-20", quantile=quantile)
    picture = charts.alarm_count(interact.alert_results(ORDERS, found, as_of="2025-03-20", days=30))

    assert (700, 300) == size(picture)
    assert (0, 10) == picture.figure.axes[0].get_xlim()


def test_no_alarm_at_all_is_drawn_too():
    assert "0 right" in charts.alarm_count(RESULTS.assign(alarm=0)).alt


def test_a_group_is_proven_only_without_zero_in_its_interval():
    assert "without 0: –" in charts.lift_intervals(LIFT.assign(low=-0.1, high=0.3)).alt
    assert "No group" in charts.lift_intervals(LIFT.assign(low=-0.1, high=0.3)).caption
    assert "without 0: gift, quick" in charts.lift_intervals(LIFT.assign(low=-0.3, high=-0.01)).alt


def test_a_share_in_percent_is_refused():
    with pytest.raises(ValueError):
        charts.channel_mix(50)
    with pytest.raises(ValueError):
        charts.first_contact(interact.service_desk([0, 2]), skill=90)


def test_nan_rates_do_not_break_the_fatigue_picture():
    assert charts.contact_fatigue(FATIGUE.assign(usual=np.nan)).png()
