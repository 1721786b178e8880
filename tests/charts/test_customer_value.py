"""The pictures of section 1.1: they say their numbers, keep their size under every slider, and refuse what cannot be."""
import warnings

import pandas as pd
import pytest

from crmlab import charts, relationships

RISKS = pd.DataFrame(
    {
        "customer_id": ["An", "Bình", "Chi", "Dũng"],
        "future_value": [1000, 4000, -300, 500],
        "leave_probability": [0.5, 0.2, 0.4, 0.1],
        "saved_share": [0.4, 0.5, 0.5, 0.2],
        "cost": [50, 100, 50, 50],
    }
)
CUSTOMERS = pd.DataFrame({"customer_id": ["An", "Bình", "Chi"], "tier": ["top", "rest", "rest"], "contribution": [6000, 100, -50]})
TREATMENTS = pd.DataFrame({"tier": ["top", "rest"], "treatment": ["manager", "newsletter"], "cost": [400, 5], "effect": [0.1, 0.02]})
POLICY = relationships.treatment_policy(CUSTOMERS, TREATMENTS)
DAYS = {"An": range(700, 180, -14), "Bình": range(700, 0, -30), "Chi": [100, 50]}
ORDERS = pd.DataFrame([(who, pd.Timestamp("2025-12-31") - pd.Timedelta(days=day)) for who, days in DAYS.items() for day in days], columns=["customer_id", "date"])
PICTURES = {
    "past_and_future": charts.past_and_future,
    "value_changes": lambda: charts.value_changes([300, -10, -20, 0, -30]),
    "treatments_by_tier": lambda: charts.treatments_by_tier(POLICY, ["top", "rest"]),
    "interaction_worth": lambda: charts.interaction_worth({"An": 3000, "Bình": 500, "Chi": -400}, cost=20),
    "keeping_budget": lambda: charts.keeping_budget(RISKS, budget=150),
    "own_rhythm": lambda: charts.own_rhythm(ORDERS, ["An", "Bình", "Chi"], as_of="2025-12-31"),
}
ALT_SAYS = {
    "past_and_future": ("27 months", "11,398", "11,079", "1.25%"),
    "value_changes": ("20% rise", "60% fall", "+240"),
    "treatments_by_tier": ("top +200", "rest −8"),
    "interaction_worth": ("20 thousand", "An 0.7%", "Bình 4.0%", "Chi –"),
    "keeping_budget": ("budget of 150 keeps 2", "gain of 450", "rises to 450", "1 are to be released", "ends at +300"),
    "own_rhythm": ("180 days", "An slower", "Bình steady", "Chi new"),
}
SIZES = {"own_rhythm": (700, 346)}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_drawn_in_both_languages_without_a_warning(name, language, size):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = PICTURES[name]()

        assert SIZES.get(name, (700, 380)) == size(picture)
    assert len(picture.alt) > 60 and len(picture.caption) > 30


@pytest.mark.parametrize(("months", "rate"), [(0, 0), (1, 0.03), (60, 0), (60, 0.03)])
def test_the_two_customers_keep_their_size_for_every_slider(months, rate, size):
    assert (700, 380) == size(charts.past_and_future(months, rate))


def test_where_interest_is_too_dear_b_never_overtakes():
    assert "overtake A: never" in charts.past_and_future(27, 0.2, months_a=100, margin_a=5000).caption


@pytest.mark.parametrize("budget", [0, 1, 10**9])
def test_the_budget_keeps_its_size(budget, size):
    assert (700, 380) == size(charts.keeping_budget(RISKS, budget))


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="0.0125"):
        charts.past_and_future(27, 1.25)
    with pytest.raises(ValueError, match="cost"):
        charts.interaction_worth({"An": 100}, cost=-1)
    with pytest.raises(ValueError, match="saved_share"):
        charts.keeping_budget(RISKS.drop(columns="saved_share"))
