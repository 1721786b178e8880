"""Channels: what a mix costs, what an answer costs, and one view of all that happened with a customer."""
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import interact, words

COSTS = [50_000, 15_000, 500, 100]
LOG = pd.DataFrame({
    "customer_id": ["An", "An", "Bình", "Chi", "Chi"],
    "date": ["2025-03-02", "2025-01-05", "2025-02-01", "2025-02-01", "2025-02-03"],
    "channel": ["phone", "email", "email", "email", "app"],
    "minutes": [6, 1, 1, 1, 0],
    "answered": [1, 0, 1, 0, 0],
})  # fmt: skip
PRICES = {"phone": 15_000, "email": 500, "app": 100}


def loop_cost(shares, costs):
    added = 0
    for share, cost in zip(shares, costs):
        added += share * cost
    return added


@given(st.lists(st.integers(1, 100), min_size=2, max_size=6), st.data())
def test_a_mix_costs_what_a_loop_adds_up_and_lies_between_its_channels(weights, data):
    costs = data.draw(st.lists(st.integers(0, 100_000), min_size=len(weights), max_size=len(weights)))
    shares = [weight / sum(weights) for weight in weights]
    cost = interact.cost_per_contact(shares, costs)

    assert loop_cost(shares, costs) == pytest.approx(cost)
    assert min(costs) - 1e-6 <= cost <= max(costs) + 1e-6


def test_one_channel_alone_costs_its_own_price():
    assert 15_000 == interact.cost_per_contact([0, 1, 0, 0], COSTS)


def test_no_change_saves_nothing_and_a_dearer_one_saves_less_than_nothing():
    assert 0 == interact.cost_saving(100, 100)
    assert 1 == interact.cost_saving(100, 0)
    assert -0.5 == interact.cost_saving(100, 150)


def test_the_effect_is_one_where_a_contact_just_pays_for_itself():
    assert 1 == interact.interaction_effect(0.25, 60_000, 15_000)
    assert 0 == interact.interaction_effect(0, 60_000, 15_000)
    assert math.isnan(interact.interaction_effect(math.nan, 60_000, 15_000))


def test_the_formulas_keep_the_index_of_a_series():
    rates = pd.Series([0.1, 0.5], index=["email", "phone"])

    assert {"email": 2.0, "phone": 10.0} == interact.interaction_effect(rates, 1_000, 50).to_dict()


def test_an_answer_costs_all_contacts_of_its_channel():
    found = interact.channel_summary(LOG, unit_costs=PRICES).set_index("channel")

    assert ["email", "phone", "app"] == list(found.index)
    assert [3, 3, 1_500, 1] == found.loc["email", ["contacts", "minutes", "cost", "answers"]].tolist()
    assert 1_500 == found.loc["email", "cost_per_answer"]
    assert math.isnan(found.loc["app", "cost_per_answer"])
    assert len(LOG) == found["contacts"].sum()


def test_the_single_view_keeps_every_touchpoint_in_time_order():
    orders = pd.DataFrame({"customer_id": ["An", "Bình"], "date": ["2025-01-20", "2025-02-01"], "product": ["sen", "nhài"], "amount": [10, 20]})
    view = interact.single_view(orders=orders, contacts=LOG)

    assert len(orders) + len(LOG) == len(view)
    assert ["contacts", "orders", "contacts"] == view.loc[view["customer_id"] == "An", "log"].tolist()
    assert ["email", "sen", "phone"] == view.loc[view["customer_id"] == "An", "what"].tolist()
    for _, days in view.groupby("customer_id")["date"]:
        assert days.is_monotonic_increasing


def test_the_row_order_changes_nothing():
    shuffled = LOG.sample(frac=1, random_state=1)

    pd.testing.assert_frame_equal(interact.channel_summary(LOG, unit_costs=PRICES), interact.channel_summary(shuffled, unit_costs=PRICES))
    pd.testing.assert_frame_equal(interact.single_view(contacts=LOG), interact.single_view(contacts=shuffled))


@pytest.mark.parametrize("call", [
    lambda: interact.cost_per_contact([0.5, 0.4], [1, 2]),
    lambda: interact.cost_per_contact([0.5, 0.5], [1, 2, 3]),
    lambda: interact.cost_per_contact([50, 50], [1, 2]),
    lambda: interact.cost_saving(0, 1),
    lambda: interact.interaction_effect(30, 1, 1),
    lambda: interact.channel_summary(LOG, unit_costs={"phone": 15_000}),
    lambda: interact.channel_summary(LOG.assign(answered=2), unit_costs=PRICES),
    lambda: interact.single_view(),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()


def test_an_unknown_channel_is_named(language):
    with pytest.raises(ValueError, match={"vi": "Kênh 'app'", "en": "channel 'app'"}[words.language()]):
        interact.channel_summary(LOG, unit_costs={"phone": 1, "email": 1})
