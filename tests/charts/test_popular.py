"""The pictures of section 3.2.2: they say their numbers, speak both languages, keep their size, and refuse what cannot be."""
import numpy as np
import pytest

from crmlab import charts

SPENDING = {"An": {"Mộc": 300, "Sen": 60, "Lam": 40}, "Bình": {"Mộc": 10, "Sen": 50, "Lam": 40}, "Dung": {"Mộc": 25, "Sen": 15, "Lam": 10}}
MATRIX = [[0.70, 0.20, 0.10], [0.10, 0.80, 0.10], [0.25, 0.15, 0.60]]
SHARES, SIZES = [0.8, 0.8, 0.2, 0.2], [400, 50, 400, 50]
PICTURES = {
    "wallets": lambda: charts.wallets(SPENDING, firm="Mộc"),
    "wallets_as_shares": lambda: charts.wallets(SPENDING, firm="Mộc", as_shares=True),
    "same_share": charts.same_share,
    "aggregate_share": charts.aggregate_share,
    "category_requirement": charts.category_requirement,
    "market_and_wallet": charts.market_and_wallet,
    "wallet_grid": lambda: charts.wallet_grid(SHARES, SIZES, names=("An", "Bình", "Chi", "Dung")),
    "transition_grid": lambda: charts.transition_grid(MATRIX),
    "brand_shares": lambda: charts.brand_shares(MATRIX),
    "expected_share": lambda: charts.expected_share(MATRIX),
}
ALT_SAYS = {
    "wallets": ("An 75% of 400; Bình 10% of 100; Dung 50% of 50",),
    "wallets_as_shares": ("An 75% of 400",),
    "same_share": ("50%", "1: 200; 2: 25"),
    "aggregate_share": ("62.0%", "42.5%"),
    "category_requirement": ("0.2; 0.3; 0.5", "41.25%"),
    "market_and_wallet": ("15.0% of the market", "30.0% of the wallets", "50.0% of the market"),
    "wallet_grid": ("guard 1, hold 1, target 1, leave 1", "50%", "200"),
    "transition_grid": ("A: 70%, 20%, 10%", "C: 25%, 15%, 60%"),
    "brand_shares": ("A 32.5%; B 47.5%; C 20.0%", "10 purchases"),
    "expected_share": ("61.75%", "70.0%"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("cuts", [(0.1, 1), (0.9, 1), (0.1, 500), (0.9, 500), (0, 0)])
def test_wallet_grid_keeps_its_size_under_the_sliders(cuts, size):
    assert (700, 440) == size(charts.wallet_grid(SHARES, SIZES, *cuts))


def test_wallet_grid_counts_every_customer_once():
    rng = np.random.default_rng(1)
    alt = charts.wallet_grid(rng.random(40), rng.random(40) * 500 + 1).alt
    counts = [int(part.split()[-1]) for part in alt.rstrip(".").split(": ")[1].split(",")]

    assert 40 == sum(counts)


def test_wallet_grid_leaves_out_whose_share_is_unknown():
    alt = charts.wallet_grid([0.8, np.nan], [400, 0]).alt

    assert "guard 1, hold 0, target 0, leave 0" in alt


@pytest.mark.parametrize(("repeat_rate", "start"), [(0, 0), (1, 2), (0.5, 1)])
def test_brand_shares_keeps_its_size_under_the_sliders(repeat_rate, start, size):
    away = 1 - repeat_rate
    changed = [[repeat_rate, away * 2 / 3, away / 3], *MATRIX[1:]]

    assert (700, 380) == size(charts.brand_shares(changed, start=start))


def test_brand_shares_starts_from_a_mixture_too():
    alt = charts.brand_shares(MATRIX, start=[0.5, 0.5, 0]).alt

    assert "from A 50%; B 50%; C 0%" in alt


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_same_share_keeps_its_size(share, size):
    assert (700, 260) == size(charts.same_share(share))


def test_transition_grid_shows_a_decimal_where_whole_percents_would_not_do():
    alt = charts.transition_grid([[0.775, 0.225], [0.1, 0.9]], brands=("A", "B")).alt

    assert "A: 77.5%, 22.5%" in alt


@pytest.mark.parametrize(("draw", "message"), [
    (lambda: charts.wallets({"An": {"Mộc": 0, "Sen": 0}}, firm="Mộc"), "wallet must be above 0"),
    (lambda: charts.same_share(share_of_wallet=2), "firm_spending cannot be more than wallet"),
    (lambda: charts.aggregate_share([300, 10], [400, 5]), "firm_spending cannot be more than wallet"),
    (lambda: charts.category_requirement([20], [10]), "firm_volume cannot be more than category_volume"),
    (lambda: charts.market_and_wallet(market_sales=1_000), "firm_sales cannot be more than market_sales"),
    (lambda: charts.wallet_grid([85], [400]), "share_of_wallet is a share between 0 and 1"),
    (lambda: charts.transition_grid([[0.5, 0.2], [0.1, 0.9]]), "row 0 of matrix must add up to 1"),
    (lambda: charts.brand_shares([[1, 0], [0, 1]], brands=("A", "B")), "depends on the start"),
    (lambda: charts.expected_share(MATRIX, firm=3), "must name a row of the matrix"),
])
def test_pictures_refuse_what_the_metrics_refuse(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
