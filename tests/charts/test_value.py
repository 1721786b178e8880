"""The pictures of section 2.3.1: they say their numbers, keep their size, and refuse what cannot be."""
import numpy as np
import pandas as pd
import pytest

from crmlab import charts, datasets, differentiate, words

pytestmark = pytest.mark.filterwarnings("error")
RANDOM = np.random.default_rng(3)
MANY = pd.DataFrame({"customer_id": [f"K{place:03d}" for place in range(300)], "revenue": RANDOM.lognormal(14, 1, 300).round(-3)})
MANY["contribution_margin"] = (MANY["revenue"] * 0.4).round()
SERVED = MANY[["customer_id"]].assign(cost_to_serve=RANDOM.lognormal(11.5, 1.5, 300).round())
PROFITS = differentiate.allocate(MANY, SERVED)
METHODS = differentiate.profits_by_method(MANY, SERVED)
SURVEY = MANY[["customer_id"]].assign(wallet=MANY["revenue"] / 6)[::3]
TYPED = differentiate.value_types(differentiate.customer_values(PROFITS, SURVEY))
CHANGES = differentiate.rank_changes(PROFITS, "revenue", "profit")
FLOWS = {"A": [0] + [1000] * 12, "C": [-4000] + [600] * 12, "D": [-4000] + [100] * 12}


def friends():
    sold = datasets.load("friends_company")
    sold["revenue"] = sold["sales"] - sold["discounts"] - sold["returns"]
    sold["contribution_margin"] = sold["revenue"] - sold["cost_of_goods"]
    return sold, differentiate.cost_to_serve(datasets.load("friends_costs"), datasets.load("friends_activities"))


PICTURES = {
    "margin_split": lambda: charts.margin_split(differentiate.allocate(*friends())),
    "method_slopes": lambda: charts.method_slopes(differentiate.profits_by_method(*friends())),
    "whale": lambda: charts.whale(PROFITS, beside="revenue"),
    "whale_top": lambda: charts.whale(PROFITS, top_share=0.2),
    "ranking_change": lambda: charts.ranking_change(CHANGES, 10),
    "list_profits": lambda: charts.list_profits(METHODS),
    "wallet_gap": lambda: charts.wallet_gap({"1": 400, "2": 50}, 0.5, won=0.25),
    "value_trajectories": lambda: charts.value_trajectories(FLOWS, 0.0125),
    "customer_pyramid": lambda: charts.customer_pyramid(differentiate.tier_totals(differentiate.tiers(PROFITS))),
    "value_map": lambda: charts.value_map(TYPED),
}


def told():
    """What the alt text of each picture must say, computed another way than the picture does."""
    best = PROFITS.sort_values("profit", ascending=False)
    best_shares = best["profit"].cumsum() / PROFITS["profit"].sum()
    first = {name: set(PROFITS.nlargest(10, name)["customer_id"]) for name in ("revenue", "profit")}
    thirty = {name: set(METHODS.nlargest(30, name)["customer_id"]) for name in ("revenue", "profit_activity")}
    counts = TYPED["value_type"].value_counts()
    return {
        "margin_split": ("AutoCo 23,718", "Motor, Inc. 64,541", "Fast Bike LLC 45,088"),
        "method_slopes": ("AutoCo 15,782 → 25,380 → 23,718",),
        "whale": (f"{100 * best_shares.max():.0f}%", f"last {(PROFITS['profit'] < 0).sum()} "),
        "whale_top": (f"best 20% of customers bring {100 * best_shares.iloc[59]:.0f}%",),
        "ranking_change": (f"first 10 by revenue, {len(first['revenue'] & first['profit'])} ", ),
        "list_profits": (f"{len(thirty['revenue'] & thirty['profit_activity'])} solid bars", "30 profit bars", "100%"),
        "wallet_gap": ("1: 250 / 400", "2: 31.25 / 50", "25%"),
        "value_trajectories": ("A: 11,079;", "C: 2,648 (paid back in month 8)", "D: −2,892 (not paid back)"),
        "customer_pyramid": ("super 3:", "large 12:", "medium 45:", "small 240:"),
        "value_map": ("100 customers", *(f") {counts[kind]}" for kind in ("MVC", "BZ"))),
    }


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name, said):
    alt = said(PICTURES[name]().alt)

    assert [] == [part for part in told()[name] if part not in alt]


@pytest.mark.parametrize("name", PICTURES)
def test_it_draws_in_both_languages_without_a_warning(name, language, size):
    picture = PICTURES[name]()

    assert 700 == size(picture)[0]
    assert len(picture.alt) > 20 and picture.caption


@pytest.mark.parametrize("top", [0, 0.01, 0.5, 1])
def test_the_whale_keeps_its_size_under_the_slider(top, size):
    assert (700, 380) == size(charts.whale(PROFITS, top_share=top))


@pytest.mark.parametrize(("weight", "listed"), [(0, 30), (0.5, 30), (1, 30), (1, 5), (1, 100)])
def test_the_list_keeps_its_size_under_the_sliders(weight, listed, size):
    assert (700, 380) == size(charts.list_profits(METHODS, listed, weight))


def test_the_axes_of_the_list_do_not_move_with_the_slider():
    spans = {charts.list_profits(METHODS, 30, weight).figure.axes[0].get_ylim() for weight in (0, 0.3, 1)}

    assert 1 == len(spans)


def test_shared_by_revenue_the_list_is_almost_the_list_of_the_most_profitable():
    assert "30 solid bars" in charts.list_profits(METHODS, 30, 0.0).alt


def test_a_pyramid_with_a_loss_and_an_empty_tier_draws(size):
    few = PROFITS[:40].assign(profit=[100.0] * 8 + [-2.0] * 32)

    assert (700, 360) == size(charts.customer_pyramid(differentiate.tier_totals(differentiate.tiers(few))))


def test_a_loss_as_a_whole_has_no_whale():
    with pytest.raises(ValueError, match="by='revenue'"):
        charts.whale(PROFITS.assign(profit=-1.0))


def test_shares_in_percent_are_refused():
    with pytest.raises(ValueError, match="0.5"):
        charts.wallet_gap({"1": 400}, 50)
    with pytest.raises(ValueError, match="0.25"):
        charts.wallet_gap({"1": 400}, 0.5, won=25)


def test_who_paid_nothing_at_the_start_has_nothing_to_pay_back(language):
    words.use("en")

    assert "paid back" not in charts.value_trajectories({"A": [0, 5]}).alt
