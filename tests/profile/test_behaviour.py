"""Purchase pattern, season, outlook."""
import numpy as np
import pandas as pd
import pytest

from crmlab import datasets, identify, measure, models, profile

ORDERS = pd.DataFrame(
    {
        "customer_id": ["A"] * 4 + ["B"] + ["C"] * 2,
        "date": ["2025-01-01", "2025-01-11", "2025-01-21", "2025-04-01", "2025-12-01", "2025-05-05", "2025-05-05"],
        "amount": [10, 20, 30, 40, 5, 7, 9],
        "product": ["tea", "tea", "cake", "milk", "milk", "tea", "cake"],
    }
)


def pattern(**more):
    return profile.purchase_pattern(ORDERS, as_of="2025-12-31", **more).set_index("customer_id")


def test_the_pattern_of_three_customers_by_hand():
    found = pattern()

    assert [4, 30.0, 274, 25.0, 3] == found.loc["A", ["orders", "mean_days", "days_since", "basket", "products"]].tolist()
    assert 274 / 30 == pytest.approx(found.loc["A", "late"])
    assert "tea" == found.loc["A", "favourite"] and "cake" == found.loc["C", "favourite"], "the first by name of equals"
    assert np.isnan(found.loc["B", "mean_days"]) and np.isnan(found.loc["B", "late"])
    assert np.isnan(found.loc["C", "late"]), "two orders on one day: no rhythm yet"


def test_a_season_needs_enough_orders():
    assert pattern()["season"].isna().all()
    assert [1, 0.75] == pattern(least=4).loc["A", ["season", "season_share"]].tolist()


def test_later_orders_do_not_count_and_products_are_optional():
    found = profile.purchase_pattern(ORDERS.drop(columns="product"), as_of="2025-01-15").set_index("customer_id")

    assert ["A"] == list(found.index) and [2, 10.0, 4] == found.loc["A", ["orders", "mean_days", "days_since"]].tolist()
    assert found[["products", "favourite"]].isna().all().all()


def test_a_season_is_measured_a_day():
    days = pd.date_range("2024-01-01", "2024-03-31")
    flat = profile.seasonality(pd.DataFrame({"date": days, "amount": 100}))

    assert [1, 1, 1] == flat["index"].tolist(), "February is no worse for being short"
    doubled = profile.seasonality(pd.DataFrame({"date": days, "amount": np.where(days.month == 2, 200, 100)}))
    assert 200 / (12000 / 91) == pytest.approx(doubled.set_index("month")["index"][2])
    assert [13, 13, 13, 13, 13, 13, 13] == (profile.seasonality(pd.DataFrame({"date": days, "amount": 1}), by="weekday")["orders_a_day"] * 13).tolist()


def test_the_index_of_all_days_is_one():
    orders = datasets.load("moc_orders")
    found = profile.seasonality(orders, by="quarter").set_index("quarter")

    days = pd.Series([91 + 90, 91 + 91, 92 + 92, 92 + 92], index=[1, 2, 3, 4])
    assert 1 == pytest.approx((found["index"] * days).sum() / days.sum(), rel=1e-3)
    assert orders["amount"].sum() == pytest.approx((found["revenue_a_day"] * days).sum(), rel=1e-2)


@pytest.fixture(scope="module")
def orders():
    known = identify.assign(datasets.load("moc_orders"), datasets.load("moc_links"))
    return known.assign(contribution=known["amount"] - known["direct_cost"])


@pytest.fixture(scope="module")
def expected(orders):
    return profile.outlook(orders, as_of="2025-12-31", amount="contribution")


def test_the_outlook_is_made_of_what_the_course_has(orders, expected):
    summary = measure.purchase_summary(orders, as_of="2025-12-31", period="W", amount="contribution")
    model = models.ParetoNBD.fit(summary)
    year, two = (model.expected_purchases_of(summary["x"], summary["t_x"], summary["T"], weeks) for weeks in (52, 104))
    mean = orders.groupby("customer_id")["contribution"].sum().reindex(summary["customer_id"]).to_numpy() / (summary["x"] + 1)
    by_hand = mean * (year / 1.1 + (two - year) / 1.21)

    assert np.allclose(by_hand, profile.outlook(orders, as_of="2025-12-31", years=2, amount="contribution")["lifetime_value"])
    assert np.allclose(1 - model.p_alive(summary["x"], summary["t_x"], summary["T"]), expected["churn_propensity"])
    assert measure.p_active(orders, as_of="2025-12-31")["p_active"].equals(expected["p_active"])


def test_more_years_and_less_discount_are_worth_more(orders, expected):
    model = models.ParetoNBD(1.29, 13.1, 0.79, 92)
    values = [profile.outlook(orders, as_of="2025-12-31", years=years, discount_rate=rate, model=model)["lifetime_value"].sum() for years, rate in ((1, 0.1), (3, 0.1), (3, 0))]

    assert sorted(values) == values and values[0] < values[1] < values[2]
    assert expected["churn_propensity"].between(0, 1).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: profile.purchase_pattern(ORDERS.drop(columns="date"), as_of="2025-12-31"), "date"),
        (lambda: profile.purchase_pattern(ORDERS, as_of="2024-01-01"), "there must be an order up to as_of = 2024-01-01"),
        (lambda: profile.purchase_pattern(ORDERS[:0], as_of="2025-12-31"), "orders"),
        (lambda: profile.purchase_pattern(ORDERS, as_of="2025-12-31", least=0), "least"),
        (lambda: profile.seasonality(ORDERS, by="year"), "month"),
        (lambda: profile.outlook(ORDERS, as_of="2025-12-31", years=0), "years"),
        (lambda: profile.outlook(ORDERS, as_of="2025-12-31", discount_rate=10), "discount_rate"),
        (lambda: profile.outlook(ORDERS.drop(columns="amount"), as_of="2025-12-31"), "amount"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
