"""Which offers are worth making, and who gets which."""
import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import customize

CUSTOMERS = pd.DataFrame({"customer_id": ["A", "B", "C", "D"], "needs_group": ["office", "office", "gift", None], "times": [10, 0, 4, 6]})
OFFERS = pd.DataFrame(
    [("big box", "gift", 100, 40, 30), ("box", "gift", 60, 40, 5), ("tea", "office", 100, 50, 20), ("waste", "office", 30, 60, 0)],
    columns=["offer", "need", "price", "unit_cost", "setup_cost"],
)


def slow_profit(customers, offers, chosen, match, otherwise):
    """What a set of offers earns when everybody takes the best of it, or none."""
    earned = -sum(offers[name].setup_cost for name in chosen)
    for person in customers.itertuples():
        worth = [(match if offers[name].need == person.needs_group else otherwise) * person.times * (offers[name].price - offers[name].unit_cost) for name in chosen]
        earned += max([0, *worth])
    return earned


def slow_best(customers, offers, match, otherwise):
    menu = {row.offer: row for row in offers.itertuples()}
    sets = [chosen for size in range(len(menu) + 1) for chosen in itertools.combinations(menu, size)]
    return max(slow_profit(customers, menu, chosen, match, otherwise) for chosen in sets)


people = st.lists(st.tuples(st.sampled_from(["office", "gift", None]), st.integers(0, 9)), min_size=1, max_size=12)
menus = st.lists(st.tuples(st.sampled_from(["office", "gift", "place"]), st.integers(0, 90), st.integers(0, 90), st.integers(0, 60)), min_size=1, max_size=5)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(people, menus, st.sampled_from([(0.5, 0.0), (0.5, 0.25), (1.0, 1.0)]))
def test_no_other_set_of_offers_earns_more(rows, menu, chances):
    customers = pd.DataFrame(rows, columns=["needs_group", "times"]).assign(customer_id=range(len(rows)))
    offers = pd.DataFrame(menu, columns=["need", "price", "unit_cost", "setup_cost"]).assign(offer=[f"o{number}" for number in range(len(menu))])
    match, otherwise = chances
    chosen = customize.choose_offer(customers, offers, match=match, otherwise=otherwise, purchases="times")
    plan = customize.plan_offers(customers, offers, match=match, otherwise=otherwise, purchases="times")
    earned = chosen["expected_profit"].sum() - plan.loc[plan["made"], "setup_cost"].sum()

    assert slow_best(customers, offers, match, otherwise) == pytest.approx(earned)
    assert plan.loc[plan["made"], "expected_profit"].sum() == pytest.approx(earned)
    assert len(customers) == len(chosen) and list(chosen["customer_id"]) == list(customers["customer_id"])
    assert (chosen["expected_profit"] >= 0).all() and ((chosen["offer"] == "none") == (chosen["expected_profit"] == 0)).all()
    assert plan.loc[plan["made"], "customers"].sum() == (chosen["offer"] != "none").sum()


def test_an_offer_for_each_needs_group_and_none_where_nothing_is_earned():
    found = customize.choose_offer(CUSTOMERS, OFFERS, match=0.5, purchases="times").set_index("customer_id")

    assert {"A": "tea", "B": "none", "C": "big box", "D": "none"} == found["offer"].to_dict()
    assert [250, 0, 120, 0] == found["expected_profit"].tolist()
    assert [0.5, 0, 0.5, 0] == found["chance"].tolist()


def test_an_offer_that_costs_more_than_it_brings_is_not_made():
    plan = customize.plan_offers(CUSTOMERS, OFFERS, match=0.5, purchases="times").set_index("offer")
    dear = customize.plan_offers(CUSTOMERS, OFFERS.assign(setup_cost=251), match=0.5, purchases="times")

    assert {"big box": True, "box": False, "tea": True, "waste": False} == plan["made"].to_dict()
    assert plan["expected_profit"]["waste"] < 0
    assert {"big box": 90, "box": 35, "tea": 230, "waste": -150} == plan["expected_profit"].to_dict()
    assert not dear["made"].any()


def test_two_offers_for_one_need_are_both_made_only_if_the_second_pays_its_own_setup():
    """The second one brings only what it brings more than the first."""
    both = pd.DataFrame([("a", "gift", 100, 50, 10), ("b", "gift", 110, 50, 4)], columns=OFFERS.columns)
    plan = customize.plan_offers(CUSTOMERS, both, match=1.0)

    assert [False, True] == plan["made"].tolist()


def test_of_equal_sets_the_smaller_is_made_and_then_the_first_by_name():
    twins = pd.DataFrame([("b", "gift", 100, 50, 0), ("a", "place", 100, 50, 0), ("c", "gift", 100, 50, 0)], columns=OFFERS.columns)
    same = customize.choose_offer(CUSTOMERS, twins, match=0.2, otherwise=0.2)
    dearer = customize.choose_offer(CUSTOMERS, twins.assign(price=[100, 150, 100]), match=0.4, otherwise=0.2)
    better = customize.choose_offer(CUSTOMERS, twins.assign(price=[101, 150, 100]), match=0.4, otherwise=0.2)

    assert ["a"] * 4 == same["offer"].tolist() == dearer["offer"].tolist()
    assert ["a", "a", "b", "a"] == better["offer"].tolist()


@pytest.mark.parametrize("otherwise", [0, 0.1])
def test_the_order_of_rows_does_not_matter(otherwise):
    one = customize.choose_offer(CUSTOMERS, OFFERS, otherwise=otherwise).set_index("customer_id")
    other = customize.choose_offer(CUSTOMERS.iloc[::-1], OFFERS.iloc[::-1], otherwise=otherwise).set_index("customer_id")

    assert one.equals(other.loc[one.index])
    assert customize.plan_offers(CUSTOMERS, OFFERS).equals(customize.plan_offers(CUSTOMERS.iloc[::-1], OFFERS.iloc[::-1]))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: customize.choose_offer(CUSTOMERS, OFFERS, match=30), "0.3"),
        (lambda: customize.choose_offer(CUSTOMERS, OFFERS, match=0.1, otherwise=0.2), "otherwise"),
        (lambda: customize.choose_offer(CUSTOMERS.drop(columns="needs_group"), OFFERS), "needs_group"),
        (lambda: customize.choose_offer(CUSTOMERS.assign(customer_id=1), OFFERS), "customer_id"),
        (lambda: customize.choose_offer(CUSTOMERS, OFFERS.assign(offer=["none", "b", "c", "d"])), "'none'"),
        (lambda: customize.choose_offer(CUSTOMERS, pd.concat([OFFERS, OFFERS])), "big box"),
        (lambda: customize.plan_offers(CUSTOMERS, OFFERS.assign(setup_cost=-1)), "setup_cost"),
        (lambda: customize.plan_offers(CUSTOMERS, OFFERS.drop(columns="need")), "'need'"),
        (lambda: customize.choose_offer(CUSTOMERS.assign(times=-1), OFFERS, purchases="times"), "times"),
        (lambda: customize.choose_offer(CUSTOMERS, pd.DataFrame({"offer": range(13)}).assign(need="x", price=1, unit_cost=0, setup_cost=0)), "13"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, said, language):
    with pytest.raises(ValueError, match=said):
        call()
