"""What moves a customer's value, and how value builds up over time."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import differentiate
from crmlab.metrics import strategic


def test_the_three_levers_by_hand():
    """(12,000 × 0.4 − 1,800) × 4 = 12,000; then one lever at a time by 10 %."""
    table = differentiate.actual_value_levers(12_000, 0.4, 1_800, 4).set_index("lever")

    assert [12_000] * 3 == table["before"].tolist()
    assert {"revenue": 1_920, "cost_to_serve": 720, "years": 1_200} == table["gain"].to_dict()
    assert (table["before"] + table["gain"]).tolist() == pytest.approx(table["after"].tolist())


def test_a_longer_stay_makes_a_loss_larger():
    table = differentiate.actual_value_levers(1_000, 0.4, 900, 4).set_index("lever")["gain"]

    assert table["years"] < 0 < table["revenue"]


def test_moving_nothing_gains_nothing():
    assert [0, 0, 0] == differentiate.actual_value_levers(12_000, 0.4, 1_800, 4, change=0)["gain"].tolist()


def test_the_three_parts_of_what_is_possible_by_hand():
    table = differentiate.potential_value_components(12_000, 0.4, 1_800, rivals=6_000, won=0.5, cross_sale=0.1, saved=0.25)

    assert {"rivals": 1_200, "cross_sale": 480, "behaviour": 450} == table.set_index("component")["gain"].to_dict()


flows = st.lists(st.integers(-1000, 1000), min_size=1, max_size=20)


@settings(derandomize=True)
@given(flows, st.floats(0, 0.5))
def test_a_value_curve_adds_up_discounted_cash_flows(cashflows, rate):
    curve = differentiate.value_curve(cashflows, rate)
    slow = [sum(flow / (1 + rate) ** time for time, flow in enumerate(cashflows[: end + 1])) for end in range(len(cashflows))]

    np.testing.assert_allclose(curve, slow, atol=1e-6)


def test_its_end_is_the_lifetime_value():
    curve = differentiate.value_curve([-300, *[200 * 0.8**year for year in range(1, 6)]], 0.1)

    assert curve[-1] == pytest.approx(strategic.lifetime_value(200, 0.1, 0.8, periods=5, acquisition_cost=300))


@settings(derandomize=True)
@given(flows)
def test_payback_is_the_first_time_the_curve_is_not_below_zero(cashflows):
    curve = differentiate.value_curve(cashflows)
    first = next((time for time, value in enumerate(curve) if value >= 0), None)
    period = differentiate.payback_period(cashflows)

    assert np.isnan(period) if first is None else first == period


def test_discounting_asks_for_more_patience():
    assert 2 == differentiate.payback_period([-300, 200, 100])
    assert np.isnan(differentiate.payback_period([-300, 200, 100], 0.05))


def test_several_customers_at_once():
    several = [[-300, 200, 200], [-100, 0, 0]]

    assert [-300, -100, 100] == differentiate.value_curve(several)[0].tolist()
    assert [2.0] == differentiate.payback_period(several)[:1].tolist() and np.isnan(differentiate.payback_period(several)[1])


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: differentiate.relationship_value(1, 40, 1, 1), "margin_rate"),
        (lambda: differentiate.relationship_value(-1, 0.4, 1, 1), "revenue"),
        (lambda: differentiate.actual_value_levers(1, 0.4, 1, 1, change=10), "change"),
        (lambda: differentiate.potential_value_components(1, 0.4, 1, rivals=-1), "rivals"),
        (lambda: differentiate.potential_value_components(1, 0.4, 1, rivals=1, won=50), "won"),
        (lambda: differentiate.value_curve([]), "cashflows"),
        (lambda: differentiate.value_curve([1], 12), "discount_rate"),
    ],
    ids=range(7),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
