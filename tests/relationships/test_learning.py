"""The learning relationship: its plain formulas, and its simulation against a slow loop, by hand, and by what must always hold."""
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmlab import relationships
from crmlab.relationships import Draws, LearningRelationship

SHARES = st.floats(0, 1)
FEEDBACK = ("willingness", "trust", "elicitation", "learning_rate", "remembering", "responding")
DRAWS = relationships.draw_customers(300, 24, seed=7)


def one_by_one(firm, draws):
    """The same story told customer by customer, with plain numbers: (period left or None, profit, knowledge at the last purchase) of each."""
    standard = firm.options / (firm.options + 1)
    people = []
    for person, (tells, buys) in enumerate(zip(draws.tells, draws.buys)):
        own = float(tells) ** ((1 - firm.willingness) / firm.willingness) if firm.willingness else 0.0
        willing = firm.willingness + firm.willingness_spread * (own - firm.willingness)
        size = math.exp(firm.size_spread * float(buys) - firm.size_spread**2 / 2)
        heard, profit, left = 0.0, 0.0, None
        for period in range(len(draws.luck)):
            known = 1 - (1 - firm.learning_rate) ** heard
            premium, _ = _worth(firm, known, size, standard, period)
            margin = size * (firm.margin + firm.product_advantage * (1 - firm.copying) ** period) + premium - firm.price_cut
            profit += margin - firm.service_cost + firm.service_cost * firm.service_saving * known - firm.push_cost * (1 - known) - firm.memory_cost
            heard = (heard + willing * firm.trust * firm.elicitation) * firm.remembering
            luck = float(draws.luck[period, person])
            if luck < firm.offer_rate:
                next_known = 1 - (1 - firm.learning_rate) ** heard
                premium, advantage = _worth(firm, next_known, size, standard, period + 1)
                cut = firm.price_cut * (1 - firm.copying) ** (period + 1)
                stay = firm.horizon * (advantage - premium + cut)
                offer = firm.temptation * math.log(firm.offer_rate / luck)
                retold = firm.rival_capability * firm.horizon * advantage
                again = heard * firm.minutes * firm.minute_value
                as_a_stranger = relationships.stays(stay, offer)
                as_a_friend = relationships.stays(stay, retold + offer, again)
                if not (as_a_stranger and as_a_friend):
                    left = period + 1
                    break
        people.append((left, profit, known))
    return people


def _worth(firm, known, size, standard, bought):
    """(premium, advantage) of one customer in one period."""
    fit = standard + (1 - standard) * firm.responding * known
    better = size * firm.worth * (fit - standard)
    shown = 1 + (firm.options - 1) * (1 - firm.responding * known) * (1 - firm.customer_learning) ** bought
    stranger = 1 + (firm.options - 1) * (1 - firm.customer_learning) ** bought
    saved = (stranger - shown) * firm.option_minutes * firm.minute_value
    return firm.premium_share * (1 - firm.rival_capability) * better, better + saved


firms = st.builds(
    LearningRelationship, willingness=SHARES, willingness_spread=SHARES, trust=SHARES, elicitation=SHARES, learning_rate=SHARES, remembering=SHARES,
    responding=SHARES, options=st.integers(1, 20), customer_learning=SHARES, premium_share=SHARES, horizon=st.integers(0, 12), offer_rate=SHARES,
    temptation=st.floats(1_000, 1e6), rival_capability=SHARES, price_cut=st.floats(0, 50_000), copying=SHARES, minutes=st.floats(0, 60),
    size_spread=st.floats(0, 2),
)  # fmt: skip


def test_knowledge_of_every_interaction_adds_a_part_of_the_unknown():
    unknown = 1.0
    for interaction in range(1, 41):
        unknown -= 0.08 * unknown

        assert relationships.knowledge(interaction, 0.08) == pytest.approx(1 - unknown)


@pytest.mark.parametrize(("interactions", "rate", "known"), [(0, 0.5, 0), (7, 0, 0), (1, 1, 1), (0, 1, 0), (10_000, 0.5, 1)])
def test_knowledge_at_its_limits(interactions, rate, known):
    assert known == relationships.knowledge(interactions, rate)


def test_an_equally_able_rival_must_offer_more_than_the_switching_cost():
    cost = relationships.switching_cost(30, 10, 1_000)

    assert [True, True, False] == relationships.stays(50_000, [50_000, 350_000, 350_001], cost).tolist()
    assert relationships.stays(50_000, 50_001) is False


def test_an_unknown_surplus_stays_unknown():
    answer = relationships.stays(pd.Series([1.0, 0.0, -1.0, np.nan], index=list("abcd")), 0)

    assert [1, 1, 0] == answer[:3].tolist() and np.isnan(answer["d"])


def test_formulas_keep_the_index_of_a_series():
    fits = pd.Series([0.9, np.nan], index=["Lan", "Minh"])
    premium = relationships.price_premium(fits, 0.8, 100_000)

    assert ["Lan", "Minh"] == list(premium.index)
    assert premium["Lan"] == pytest.approx(5_000) and np.isnan(premium["Minh"])


def test_a_premium_of_all_the_gain_leaves_the_customer_nothing():
    gain = 400_000 * (0.95 - 0.80)

    assert relationships.price_premium(0.95, 0.80, 400_000, premium_share=1) == pytest.approx(gain)
    assert relationships.price_premium(0.80, 0.80, 400_000) == 0
    assert relationships.mutual_gain(gain - 18_000, 90_000 + 18_000) == relationships.mutual_gain(gain, 90_000)


def test_the_best_of_several_options_fits_as_in_a_draw_by_lot():
    fits = np.random.default_rng(3).random((40_000, 6)).max(axis=1).mean()

    assert relationships.choice_surplus(6, 1, 0, 0) == pytest.approx(fits, abs=0.002)


def test_more_choice_is_worse_beyond_the_square_root():
    surplus = relationships.choice_surplus(np.arange(1, 40), 60_000, 1, 1_000)

    assert 7 == 1 + int(np.argmax(surplus)) == round(math.sqrt(60_000 / 1_000) - 1)
    assert (np.diff(surplus[7:]) < 0).all()


def test_an_advantage_that_nobody_can_see_is_not_copied():
    assert [9, 9] == relationships.advantage_left(9, 0, [0, 60]).tolist()
    assert [9, 0] == relationships.advantage_left(9, 1, [0, 1]).tolist()


def test_a_stored_card_is_worth_nothing_at_the_breakeven_probability():
    chance = relationships.breakeven_breach_probability([24, 1], 0.5, 1_000, 3_000_000)

    assert relationships.stored_card_gain([24, 1], 0.5, 1_000, chance, 3_000_000) == pytest.approx([0, 0], abs=1e-9)


def test_the_kind_of_relationship_follows_value_and_willingness():
    kinds = relationships.choose_relationship(pd.Series([200, 199, np.nan]), [0.5, 0.49, 0.9], value_cut=200)

    assert ["learning", "transaction"] == kinds[:2].tolist() and kinds[2] != kinds[2]
    assert "attentive" == relationships.choose_relationship(200, 0.49, 200)
    assert ["self_service", "transaction"] == relationships.choose_relationship(10, [0.5, 0.2], 200).tolist()


def test_two_customers_three_periods_by_hand():
    firm = LearningRelationship(
        willingness=1, trust=1, elicitation=1, learning_rate=0.5, remembering=1, responding=1, options=1, customer_learning=0, worth=100, minutes=1,
        minute_value=10, premium_share=0.4, horizon=1, offer_rate=0.5, temptation=20, rival_capability=0, margin=60, product_advantage=16, copying=0.5,
        service_cost=10, service_saving=0.5, push_cost=4, memory_cost=2, memory_setup=5, size_spread=0,
    )  # fmt: skip
    accepted = 0.5 * math.exp(-1)  # an offer of 20; the first conversation leaves her 25 - 10 = 15 to lose, the second 37.5 - 15 = 22.5
    draws = Draws(np.array([0.2, 0.9]), np.zeros(2), np.array([[0.9, accepted], [accepted, 0.9], [0.9, 0.9]]))
    table = relationships.simulate_learning_relationship(firm, draws=draws)

    assert [2, 1, 1] == table["customers"].tolist()
    assert [1, 0, 0] == table["left"].tolist()
    assert [0, 0.5, 0.75] == table["knowledge"].tolist()
    assert [0.5, 0.75, 0.875] == table["fit"].tolist()
    assert [1, 0.5, 0.25] == table["waste"].tolist()
    assert [76, 68 + 10, 64 + 15] == pytest.approx(table["margin"].tolist())
    assert [16, 7.5 + 2 + 2, 6.25 + 1 + 2] == pytest.approx(table["cost_to_serve"].tolist())
    assert [0 - 10, 25 - 10 - 10, 37.5 - 15 - 10] == pytest.approx(table["customer_gain"].tolist())
    assert [2 * 60 - 5, 66.5, 69.75] == pytest.approx(table["profit"].tolist())
    assert [115, 181.5, 251.25] == pytest.approx(table["cumulative"].tolist())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(firms)
@example(LearningRelationship())
@example(LearningRelationship(rival_capability=1, horizon=12))
def test_the_simulation_is_the_slow_loop(firm):
    draws = Draws(DRAWS.tells[:12], DRAWS.buys[:12], DRAWS.luck[:, :12])
    slow = one_by_one(firm, draws)
    fast = relationships.simulate_customers(firm, draws=draws)
    table = relationships.simulate_learning_relationship(firm, draws=draws)

    assert [left or 24 for left, _, _ in slow] == fast["periods"].tolist()
    assert [profit for _, profit, _ in slow] == pytest.approx(fast["profit"].tolist(), rel=1e-9, abs=1e-3)
    assert [known for _, _, known in slow] == pytest.approx(fast["knowledge"].tolist())
    assert [sum(left == period for left, _, _ in slow) for period in range(1, 25)] == table["left"].tolist()
    assert table["cumulative"].iloc[-1] == pytest.approx(fast["profit"].sum() - firm.memory_setup, rel=1e-9, abs=1e-3)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(firms)
def test_nobody_is_lost_or_made(firm):
    table = relationships.simulate_learning_relationship(firm, draws=DRAWS)
    after = table["customers"] - table["left"]

    assert 300 == table["customers"].iloc[0]
    assert after.tolist()[:-1] == table["customers"].tolist()[1:]
    assert 300 == table["left"].sum() + after.iloc[-1]
    assert (relationships.simulate_customers(firm, draws=DRAWS)["periods"].sum()) == table["customers"].sum()


@pytest.mark.parametrize("idea", FEEDBACK)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(firm=firms, low=SHARES, high=SHARES)
def test_more_feedback_never_makes_anybody_leave_earlier(idea, firm, low, high):
    low, high = sorted((low, high))
    less = relationships.simulate_customers(replace(firm, **{idea: low}), draws=DRAWS)
    more = relationships.simulate_customers(replace(firm, **{idea: high}), draws=DRAWS)

    assert (more["periods"] >= less["periods"]).all()


def test_more_feedback_does_keep_customers():
    kept = [relationships.simulate_learning_relationship(LearningRelationship(willingness=share))["customers"].iloc[-1] for share in (0.1, 0.5, 0.9)]

    assert kept[0] < kept[1] < kept[2]


def test_against_an_equally_able_rival_customers_still_stay_longer():
    equal = LearningRelationship(rival_capability=1)
    nothing_to_tell_again = replace(equal, minutes=0)
    stranger = replace(equal, learning_rate=0)
    left = [relationships.simulate_learning_relationship(firm)["left"].sum() for firm in (equal, nothing_to_tell_again, stranger)]

    assert left[0] < left[1] == left[2]


@pytest.mark.parametrize("limit", [{"learning_rate": 0}, {"remembering": 0}, {"willingness": 0}, {"trust": 0}, {"elicitation": 0}, {"responding": 0}])
def test_a_firm_that_breaks_one_link_keeps_nobody_longer_than_a_price_led_one(limit):
    firm = LearningRelationship(**limit)
    both = relationships.compare_firms(firm, price_cut=0)

    assert both.loc["learning", "customers"].tolist() == both.loc["price", "customers"].tolist()
    assert both.loc["learning", "fit"].tolist() == pytest.approx(both.loc["price", "fit"].tolist())


def test_with_no_learning_and_no_cost_both_firms_are_one():
    both = relationships.compare_firms(LearningRelationship(learning_rate=0, memory_cost=0, minutes=0))

    pd.testing.assert_frame_equal(both.loc["learning"], both.loc["price"])


def test_who_knows_her_own_taste_and_is_known_looks_at_fewer_options():
    firm = LearningRelationship(willingness=1, willingness_spread=0, offer_rate=0, option_minutes=2)
    table = relationships.simulate_learning_relationship(firm, customers=5, periods=4)
    stranger = relationships.simulate_learning_relationship(relationships.price_led(firm), customers=5, periods=4)
    others = [5 * 0.9**bought for bought in range(4)]

    assert stranger["search_time"].tolist() == pytest.approx([2 * (1 + unsure) for unsure in others])
    assert table["search_time"].tolist() == pytest.approx([2 * (1 + unsure * (1 - 0.8 * known)) for unsure, known in zip(others, table["knowledge"])])


def test_her_own_learning_makes_what_the_firm_saves_her_worth_less():
    ideas = {"willingness": 1, "willingness_spread": 0, "size_spread": 0, "worth": 0, "offer_rate": 0, "minutes": 0}
    slow, quick = (relationships.simulate_learning_relationship(LearningRelationship(**ideas, customer_learning=rate), customers=2, periods=6) for rate in (0, 0.5))
    expected = [1_000 * 0.8 * known * 5 * 0.5**bought for bought, known in enumerate(quick["knowledge"])]

    assert quick["customer_gain"].tolist() == pytest.approx(expected)
    assert (slow["customer_gain"].iloc[1:] > quick["customer_gain"].iloc[1:]).all()


def test_customers_stay_by_the_closed_form_when_nothing_is_known():
    table = relationships.simulate_learning_relationship(LearningRelationship(learning_rate=0, offer_rate=0.06), customers=200_000, periods=12)

    assert table["customers"].iloc[-1] / 200_000 == pytest.approx(0.94**11, abs=0.004)


def test_a_knowing_firm_is_left_as_often_as_its_lead_says():
    firm = LearningRelationship(willingness=1, willingness_spread=0, size_spread=0, customer_learning=0)
    table = relationships.simulate_learning_relationship(firm, customers=200_000, periods=10)
    heard = sum(0.95**age for age in range(1, 11)) * 0.8 * 0.8
    used = 0.8 * relationships.knowledge(heard, 0.08)
    advantage = used * (400_000 / 7 + 5 * 1_000)
    premium = relationships.price_premium(6 / 7 + used / 7, 6 / 7, 400_000, 0.3 * 0.5)
    lead = 3 * (advantage - premium) - max(0, 0.5 * 3 * advantage - relationships.switching_cost(heard, 10, 1_000))

    assert table["left"].iloc[9] / table["customers"].iloc[9] == pytest.approx(0.06 * math.exp(-lead / 60_000), abs=0.001)


def test_the_same_seed_gives_the_same_and_another_seed_another_table():
    first, again, other = (relationships.simulate_learning_relationship(customers=500, periods=12, seed=seed) for seed in (1, 1, 2))

    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_the_order_of_the_customers_does_not_matter():
    order = np.random.default_rng(5).permutation(300)
    shuffled = Draws(DRAWS.tells[order], DRAWS.buys[order], DRAWS.luck[:, order])
    table, other = (relationships.simulate_learning_relationship(draws=draws) for draws in (DRAWS, shuffled))
    person, moved = (relationships.simulate_customers(draws=draws) for draws in (DRAWS, shuffled))

    pd.testing.assert_frame_equal(table, other, rtol=1e-12)
    assert person["profit"].to_numpy()[order] == pytest.approx(moved["profit"].to_numpy())


def test_what_happens_to_one_customer_does_not_depend_on_the_others():
    few = Draws(DRAWS.tells[:10], DRAWS.buys[:10], DRAWS.luck[:, :10])

    pd.testing.assert_frame_equal(relationships.simulate_customers(draws=DRAWS).iloc[:10], relationships.simulate_customers(draws=few))


def test_a_relationship_with_some_adds_up_from_the_two_firms():
    firm = LearningRelationship()
    learning, price = (relationships.simulate_customers(one, draws=DRAWS) for one in (firm, relationships.price_led(firm)))
    kind = relationships.choose_relationship(learning["size"], learning["willingness"], value_cut=1)
    mixed = np.where(kind == "learning", learning["profit"], price["profit"]).sum()

    assert mixed == pytest.approx(learning.loc[kind == "learning", "profit"].sum() + price.loc[kind != "learning", "profit"].sum())


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SHARES, SHARES)
def test_willingness_has_the_mean_it_says(mean, spread):
    people = relationships.simulate_customers(LearningRelationship(willingness=mean, willingness_spread=spread), customers=20_000, periods=1)

    assert people["willingness"].mean() == pytest.approx(mean, abs=0.015)
    assert people["willingness"].between(0, 1).all()
    assert people["size"].mean() == pytest.approx(1, abs=0.03)


def test_nobody_left_gives_unknown_means_and_no_profit():
    firm = LearningRelationship(offer_rate=1, learning_rate=0)
    table = relationships.simulate_learning_relationship(firm, customers=3, periods=4)

    assert [3, 0, 0, 0] == table["customers"].tolist()
    assert table["knowledge"].isna().tolist() == [False, True, True, True]
    assert [0, 0, 0] == table["profit"].tolist()[1:]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"learning_rate": 8}, "0.08"),
        ({"willingness": -0.1}, "willingness"),
        ({"margin": -1}, "margin"),
        ({"temptation": 0}, "temptation"),
        ({"options": 0}, "options"),
        ({"trust": float("nan")}, "trust"),
        ({"remembering": [0.5, 0.9]}, "remembering"),
        ({"worth": "much"}, "worth"),
    ],
)
def test_a_relationship_that_cannot_be_is_refused(wrong, says, language):
    with pytest.raises(ValueError, match=says):
        LearningRelationship(**wrong)


@pytest.mark.parametrize("wrong", [{"customers": 0}, {"customers": 2.5}, {"periods": 0}, {"periods": "12"}])
def test_a_simulation_of_nobody_or_no_time_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        relationships.simulate_learning_relationship(**wrong)


def test_formulas_refuse_what_cannot_be(language):
    for call in (
        lambda: relationships.knowledge(-1, 0.5),
        lambda: relationships.knowledge(3, 8),
        lambda: relationships.switching_cost(30, -10, 1_000),
        lambda: relationships.stays(float("inf"), 0),
        lambda: relationships.stays(0, 0, -1),
        lambda: relationships.price_premium(95, 0.8, 1),
        lambda: relationships.choice_surplus(0, 1, 1, 1),
        lambda: relationships.advantage_left(1, 2, 1),
        lambda: relationships.stored_card_gain(1, 1, 1, 2, 1),
        lambda: relationships.breakeven_breach_probability(1, 1, 1, 0),
        lambda: relationships.choose_relationship(1, 50, 1),
        lambda: relationships.mutual_gain(float("inf"), 1),
    ):
        with pytest.raises(ValueError):
            call()
