"""Contribution margin, cost to serve and its allocation: no đồng lost or made, and the printed case to the last cell."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import datasets, differentiate

COMPOSITIONS = {"WE-501": "test_friends_company_is_reproduced_cell_by_cell"}

ORDERS = pd.DataFrame(
    {
        "customer_id": ["B", "A", "B", "C"],
        "product": ["tea", "tea", "gift", "gift"],
        "amount": [100, 250, 50, 400],
        "direct_cost": [40, 100, 60, 150],
    }
)
COSTS = pd.DataFrame({"customer_id": ["A", "B", "B", "D"], "activity": ["call", "visit", "call", "call"], "quantity": [2, 1, 3, 1]})
ACTIVITIES = pd.DataFrame({"activity": ["call", "visit", "return"], "unit": ["minute", "visit", "order"], "unit_cost": [10, 101, 30]})
PRINTED = {  # WE-501: one line of the table per entry; AutoCo, Motor, Fast Bike
    "net_sales": [86_000, 337_000, 371_000],
    "gross_margin": [30_000, 77_000, 69_000],
    "order_taking": [175, 400, 1_100],
    "processing_order": [126, 288, 792],
    "processing_item": [4_375, 7_600, 8_250],
    "delivery_order": [840, 1_920, 5_280],
    "delivery_mile": [140, 560, 2_024],
    "expedited": [0, 600, 3_600],
    "visit": [160, 320, 640],
    "statement": [6, 6, 6],
    "reminder": [0, 15, 60],
    "return": [160, 240, 960],
    "restocking": [300, 510, 1_200],
    "cost_to_serve": [6_282, 12_459, 23_912],
    "profit": [23_718, 64_541, 45_088],
}


def brought():
    return differentiate.contributions(ORDERS)


def served():
    return differentiate.cost_to_serve(COSTS, ACTIVITIES)


def friends():
    sold = datasets.load("friends_company")
    sold["revenue"] = sold["sales"] - sold["discounts"] - sold["returns"]
    sold["contribution_margin"] = differentiate.contribution_margin(sold["revenue"], sold["cost_of_goods"])
    return sold, differentiate.cost_to_serve(datasets.load("friends_costs"), datasets.load("friends_activities"))


def test_friends_company_is_reproduced_cell_by_cell():
    sold, costs = friends()
    profits = differentiate.allocate(sold, costs)
    names = {"revenue": "net_sales", "contribution_margin": "gross_margin"}
    table = profits.rename(columns=names).merge(costs.drop(columns="cost_to_serve")).set_index("customer_id").loc[["AutoCo", "Motor, Inc.", "Fast Bike LLC"]]

    assert PRINTED == {line: table[line].tolist() for line in PRINTED}
    assert [0.2758, 0.1915, 0.1215] == (table["profit"] / table["net_sales"]).round(4).tolist()


def test_the_largest_seller_is_second_in_profit():
    changes = differentiate.rank_changes(differentiate.allocate(*friends()), "revenue", "profit").set_index("customer_id")

    assert [1, 2, -1] == changes.loc["Fast Bike LLC", ["rank_before", "rank_after", "places_won"]].tolist()


def test_each_customer_keeps_the_money_of_her_orders():
    assert brought().to_dict("records") == [
        {"customer_id": "A", "orders": 1, "revenue": 250, "direct_cost": 100, "contribution_margin": 150},
        {"customer_id": "B", "orders": 2, "revenue": 150, "direct_cost": 100, "contribution_margin": 50},
        {"customer_id": "C", "orders": 1, "revenue": 400, "direct_cost": 150, "contribution_margin": 250},
    ]


def test_products_and_customers_split_the_same_margin():
    products = differentiate.contributions(ORDERS, by="product")

    assert ["gift", "tea"] == products["product"].tolist()
    assert products["contribution_margin"].sum() == brought()["contribution_margin"].sum() == 450


def test_cost_to_serve_is_units_times_unit_cost_per_activity():
    assert served().set_index("customer_id").T.to_dict() == {
        "A": {"call": 20, "visit": 0, "return": 0, "cost_to_serve": 20},
        "B": {"call": 30, "visit": 101, "return": 0, "cost_to_serve": 131},
        "D": {"call": 10, "visit": 0, "return": 0, "cost_to_serve": 10},
    }


@pytest.mark.parametrize(
    ("method", "shares"), [("equal", [41, 40, 40, 40]), ("revenue", [50, 30, 81, 0]), ("activity", [20, 131, 0, 10])]
)
def test_each_method_by_hand(method, shares):
    """161 đồng among A, B, C, D with revenue 250, 150, 400, 0: in whole đồng, the odd ones to the largest remainders."""
    profits = differentiate.allocate(brought(), served(), method=method)

    assert list("ABCD") == profits["customer_id"].tolist()
    assert shares == profits["cost_to_serve"].tolist()
    assert (profits["contribution_margin"] - shares).tolist() == profits["profit"].tolist()


def slow_shares(pool, weights):
    """Hand out one đồng after the other, always to whoever is furthest behind her exact share."""
    exact = [pool * weight / sum(weights) for weight in weights]
    given_out = [int(share) for share in exact]
    while sum(given_out) < pool:
        behind = [round(share - got, 6) for share, got in zip(exact, given_out)]
        given_out[behind.index(max(behind))] += 1
    return given_out


@settings(derandomize=True, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**7)), min_size=1, max_size=30))
def test_every_method_allocates_the_pool_to_the_dong(customers):
    revenue, cost = map(list, zip(*customers))
    ids = range(len(customers))
    sold = pd.DataFrame({"customer_id": ids, "revenue": revenue, "contribution_margin": revenue})
    costs = pd.DataFrame({"customer_id": ids, "cost_to_serve": cost})
    for method in ("equal", "revenue", "activity") if sum(revenue) else ("equal", "activity"):
        allocated = differentiate.allocate(sold, costs, method=method)["cost_to_serve"]

        assert sum(cost) == allocated.sum()
        assert (allocated % 1 == 0).all() and (allocated >= 0).all()
        if method == "revenue":
            assert slow_shares(sum(cost), revenue) == allocated.tolist()


def test_a_broken_pool_is_allocated_to_the_last_fraction():
    costs = pd.DataFrame({"customer_id": ["A", "B", "C"], "cost_to_serve": [10.25, 0, 0]})

    assert [4.25, 3, 3] == differentiate.allocate(brought(), costs, method="equal")["cost_to_serve"].tolist()


def test_nobody_is_lost_who_is_in_only_one_table():
    profits = differentiate.allocate(brought(), served()).set_index("customer_id")

    assert {"A", "B", "C", "D"} == set(profits.index)
    assert (0, -10) == (profits.loc["D", "revenue"], profits.loc["D", "profit"])
    assert (0, 250) == (profits.loc["C", "cost_to_serve"], profits.loc["C", "profit"])


@pytest.mark.parametrize("method", ["equal", "revenue", "activity"])
def test_the_order_of_rows_does_not_matter(method):
    backwards = differentiate.allocate(brought().iloc[::-1], served().iloc[::-1], method=method)

    pd.testing.assert_frame_equal(differentiate.allocate(brought(), served(), method=method), backwards)


def test_the_tables_given_stay_as_they_were():
    orders, costs, activities = ORDERS.copy(), COSTS.copy(), ACTIVITIES.copy()
    differentiate.allocate(differentiate.contributions(orders), differentiate.cost_to_serve(costs, activities))

    for before, after in [(ORDERS, orders), (COSTS, costs), (ACTIVITIES, activities)]:
        pd.testing.assert_frame_equal(before, after)


def test_three_methods_side_by_side():
    table = differentiate.profits_by_method(brought(), served())

    assert ["customer_id", "revenue", "profit_equal", "profit_revenue", "profit_activity"] == table.columns.tolist()
    assert [250, 150, 400, 0] == table["revenue"].tolist()
    assert [289, 289, 289] == table.iloc[:, 2:].sum().tolist()


def test_ranks_are_never_shared_and_places_won_add_up_to_nothing():
    table = pd.DataFrame({"customer_id": ["B", "A", "C"], "old": [5, 5, 9], "new": [1, 2, 2]})
    changes = differentiate.rank_changes(table, "old", "new")

    assert ["A", "C", "B"] == changes["customer_id"].tolist()
    assert [2, 1, 3] == changes["rank_before"].tolist()
    assert [1, 2, 3] == changes["rank_after"].tolist()
    assert [1, -1, 0] == changes["places_won"].tolist()


def test_the_unknown_have_no_rank_and_stand_last():
    table = pd.DataFrame({"customer_id": ["A", "B"], "old": [1, 2], "new": [np.nan, -5]})
    changes = differentiate.rank_changes(table, "old", "new")

    assert ["B", "A"] == changes["customer_id"].tolist()
    assert changes["rank_after"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: differentiate.allocate(brought(), served(), method="abc"), "'activity'"),
        (lambda: differentiate.cost_to_serve(COSTS.assign(activity="gift"), ACTIVITIES), "'gift'.*'call', 'visit', 'return'"),
        (lambda: differentiate.cost_to_serve(COSTS.assign(quantity=-1), ACTIVITIES), "quantity"),
        (lambda: differentiate.cost_to_serve(COSTS, pd.concat([ACTIVITIES, ACTIVITIES])), "'call'"),
        (lambda: differentiate.allocate(brought().assign(revenue=0), served(), method="revenue"), "method='equal'"),
        (lambda: differentiate.allocate(brought().assign(revenue=-1), served(), method="revenue"), "revenue"),
        (lambda: differentiate.allocate(pd.concat([brought(), brought()]), served()), "'A'"),
        (lambda: differentiate.contributions(ORDERS.drop(columns="direct_cost")), "direct_cost"),
        (lambda: differentiate.contribution_margin("a", 1), "revenue"),
    ],
    ids=range(9),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
