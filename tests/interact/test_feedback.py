"""Complaints: how fast, how well, how often again; and data that come too late."""
import numpy as np
import pandas as pd
import pytest

from crmlab import interact

FEEDBACK = pd.DataFrame(
    [
        ["An", "2025-01-01", "complaint", "price", "2025-01-03", 20_000, 1],
        ["An", "2025-02-01", "complaint", "price", "2025-02-09", None, 0],
        ["Bình", "2025-03-01", "complaint", "late_delivery", None, None, None],
        ["Bình", "2025-03-05", "praise", "staff", None, None, None],
        ["Chi", "2025-03-01", "complaint", "price", "2025-03-05", 10_000, None],
    ],
    columns=["customer_id", "date", "kind", "topic", "resolved_on", "compensation", "satisfied"],
)
ORDERS = pd.DataFrame({"customer_id": ["An", "An", "Bình", "Chi"], "date": ["2025-01-20", "2024-12-01", "2025-03-01", "2025-12-01"]})


def test_each_topic_is_counted():
    found = interact.complaints(FEEDBACK, as_of="2025-12-31").set_index("topic")

    assert ["price", "late_delivery"] == list(found.index)
    assert (3, 0, 4.0, 0.5, 30_000) == tuple(found.loc["price", ["complaints", "open", "days", "satisfied", "compensation"]])
    assert 1 / 3 == pytest.approx(found.loc["price", "again"])
    assert (1, 1) == tuple(found.loc["late_delivery", ["complaints", "open"]])
    assert np.isnan(found.loc["late_delivery", "days"]) and np.isnan(found.loc["late_delivery", "satisfied"])


def test_what_is_resolved_later_is_open_today():
    found = interact.complaints(FEEDBACK, as_of="2025-02-05").set_index("topic")

    assert 1 == found.loc["price", "open"]
    assert 2 == found.loc["price", "complaints"]
    assert 1.0 == found.loc["price", "satisfied"], "the second answer is not known yet"


def test_a_repeat_must_come_soon():
    assert 0 == interact.complaints(FEEDBACK, as_of="2025-12-31", again_within=30).set_index("topic").loc["price", "again"]


def test_coming_back_is_an_order_after_the_complaint_and_in_time():
    found = interact.recovery(FEEDBACK, ORDERS, as_of="2025-12-31").set_index("outcome")

    assert 1.0 == found.loc["satisfied", "came_back"]
    assert 0.0 == found.loc["not_satisfied", "came_back"]
    assert (2, 0.0) == tuple(found.loc["not_asked", ["complaints", "came_back"]]), "the same day is not after, December is too late"


def test_the_simulated_desk_agrees_with_the_formula():
    found = interact.service_desk([0, 1, 2, 4, 8], cases=40_000, most=60)
    expected = interact.first_contact_resolution(found["latency"].to_numpy(), 4, 0.9)

    assert found["first_contact"].to_numpy() == pytest.approx(expected, abs=0.01)
    assert found["contacts"].to_numpy() == pytest.approx(1 / expected, rel=0.03), "so many calls until one succeeds"


def test_later_data_never_help_and_the_seed_gives_the_same_again():
    found = interact.service_desk([0, 1, 2, 4, 8])

    assert found["first_contact"].is_monotonic_decreasing and found["contacts"].is_monotonic_increasing
    pd.testing.assert_frame_equal(found, interact.service_desk([0, 1, 2, 4, 8]))


def test_data_at_hand_at_once_leave_only_the_skill():
    assert 0.9 == interact.first_contact_resolution(0, 4, 0.9)
    assert 0 == interact.first_contact_resolution(5, 4, 0)


@pytest.mark.parametrize("call", [
    lambda: interact.complaints(FEEDBACK.drop(columns="resolved_on"), as_of="2025-12-31"),
    lambda: interact.complaints(FEEDBACK, as_of="2024-12-31"),
    lambda: interact.complaints(FEEDBACK.assign(resolved_on="2020-01-01"), as_of="2025-12-31"),
    lambda: interact.recovery(FEEDBACK, ORDERS, as_of="2025-01-31"),
    lambda: interact.first_contact_resolution(-1, 4),
    lambda: interact.service_desk([]),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()
