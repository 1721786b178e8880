"""The pictures of classifying customers: they say their numbers, keep their size, and refuse what cannot be."""
import numpy as np
import pandas as pd
import pytest

from crmlab import charts, differentiate

pytestmark = pytest.mark.filterwarnings("error")
RANDOM = np.random.default_rng(11)
DAYS = pd.DataFrame({"relation_days": RANDOM.integers(10, 900, 300), "purchases": RANDOM.integers(0, 4, 300)})
PEOPLE = DAYS.assign(days_since_purchase=np.where(DAYS["purchases"] > 0, DAYS["relation_days"] // 2, np.nan))
HISTORY = pd.DataFrame({"on_file": [10, 20, 30], "recent": [8, 15, 12]}, index=["2024-12-31", "2025-06-30", "2025-12-31"])
VALUES = pd.DataFrame({"customer_id": range(200), "revenue": RANDOM.lognormal(3, 1, 200)})
VALUES["profit"] = VALUES["revenue"] * RANDOM.uniform(-0.1, 0.5, 200)
VALUES["potential_value"] = VALUES["profit"] + VALUES["revenue"] * RANDOM.uniform(0, 1, 200)
TIERED = {by: differentiate.tiers(VALUES, by=by)[["customer_id", "tier"]].merge(VALUES) for by in ("profit", "potential_value")}
SPLITS = {by: differentiate.tier_split(tiered, actual="profit") for by, tiered in TIERED.items()}
FIRMS = pd.DataFrame({"customer_id": ["school", "small_firm"], "current_value": [400, 20], "later_value": [1.25, 37.5]})
FLOWS = {"super": [-20, 5, 10, 15, 20], "medium": [-2, 2, 2, 2, 2], "small": [0, 1, 1, 1, 1]}

PICTURES = {
    "counts_by_rule": lambda: charts.counts_by_rule(PEOPLE, within_days=100),
    "customer_growth": lambda: charts.customer_growth(HISTORY),
    "tier_comparison": lambda: charts.tier_comparison({"curry": [0.5, 0.3, 0.2, 0], "moc_revenue": differentiate.tier_totals(differentiate.tiers(VALUES, by="revenue"), by="revenue")}),
    "tier_grid": lambda: charts.tier_grid(differentiate.tier_moves(VALUES, "revenue", "profit")),
    "later_by_tier": lambda: charts.later_by_tier(SPLITS),
    "now_and_later": lambda: charts.now_and_later(differentiate.value_split(FIRMS)),
    "horizon_ranking": lambda: charts.horizon_ranking(FLOWS, 2, 0.12),
}


def told():
    """What the alt text of each picture must say, computed another way than the picture does."""
    revenue = VALUES["revenue"].sort_values(ascending=False)
    upper = {by: set(VALUES.nlargest(2, by)["customer_id"]) for by in ("revenue", "profit")}
    kept = len(upper["revenue"] & upper["profit"])
    best = VALUES.nlargest(2, "profit")
    to_come = 1 - best["profit"].sum() / best["potential_value"].sum()
    return {
        "counts_by_rule": ("on file 300", f"bought at least once {(DAYS['purchases'] > 0).sum()}", f"last 100 days {(PEOPLE['days_since_purchase'] <= 100).sum()}"),
        "customer_growth": ("2024-12-31", "on file: 10 → 30", "bought in the last year: 8 → 12"),
        "tier_comparison": ("Curry): 50%, 30%, 20%, 0%", f"revenue: {100 * revenue.iloc[:2].sum() / revenue.sum():.0f}%"),
        "tier_grid": ("by revenue", "by profit", f"super {kept},"),
        "later_by_tier": (f"profit: super {100 * to_come:.0f}%",),
        "now_and_later": ("school 400 + 1.25 = 401.25", "small firm 20 + 37.5 = 57.5"),
        "horizon_ranking": ("2 years", f"small {1 / 1.12 + 1 / 1.12**2:.2f}, medium {-2 + 2 / 1.12 + 2 / 1.12**2:.2f}", "super 3, medium 2, small 0"),
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


@pytest.mark.parametrize("days", [0, 30, 365, 100_000])
def test_the_counts_keep_size_and_axis_under_the_slider(days, size):
    picture = charts.counts_by_rule(PEOPLE, within_days=days)

    assert (700, 340) == size(picture)
    assert (0, 324) == picture.figure.axes[0].get_xlim()


@pytest.mark.parametrize("horizon", [0, 1, 4])
def test_the_horizon_moves_the_ranking_but_no_axis(horizon, size):
    picture = charts.horizon_ranking(FLOWS, horizon, 0.12)
    first = charts.horizon_ranking(FLOWS, 2, 0.12)

    assert (700, 390) == size(picture)
    assert [axes.get_xlim() for axes in first.figure.axes] == [axes.get_xlim() for axes in picture.figure.axes]
    assert [axes.get_ylim() for axes in first.figure.axes] == [axes.get_ylim() for axes in picture.figure.axes]


def test_the_caption_says_who_is_first_at_each_horizon():
    firsts = [charts.horizon_ranking(FLOWS, horizon, 0.12).caption.rsplit(" ", 1)[1] for horizon in (0, 2, 4)]

    assert ["small.", "small.", "super."] == firsts


def test_the_installers_axes_stand_still_when_limits_are_given(size):
    larger = FIRMS.assign(later_value=[500.0, 37.5])
    pictures = [charts.now_and_later(differentiate.value_split(firms), limits=(400, 520)) for firms in (FIRMS, larger)]

    assert size(pictures[0]) == size(pictures[1])
    assert [axes.get_xlim() for axes in pictures[0].figure.axes] == [axes.get_xlim() for axes in pictures[1].figure.axes]
    assert "later the small firm" in pictures[0].caption and "as later" in pictures[1].caption


def test_a_base_that_only_grows_says_so():
    assert "except" in charts.customer_growth(HISTORY).caption
    assert "except" not in charts.customer_growth(HISTORY[["on_file"]]).caption


def test_an_empty_tier_and_one_pyramid_alone_draw(size):
    few = differentiate.tier_split(TIERED["profit"][TIERED["profit"]["tier"] != "super"], actual="profit")

    assert (700, 330) == size(charts.later_by_tier({"profit": few}))


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: charts.counts_by_rule(PEOPLE, within_days=-5), "within_days"),
        (lambda: charts.horizon_ranking(FLOWS, -1), "horizon"),
        (lambda: charts.horizon_ranking(FLOWS, 2, 12), "discount_rate"),
    ],
    ids=range(3),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
