"""The pictures of chapter 5.2: they say their numbers, keep their size, and refuse what cannot be."""
import numpy as np
import pandas as pd
import pytest

from crmlab import charts, profile

pytestmark = pytest.mark.filterwarnings("error")
PROFILES = pd.DataFrame({"customer_id": list("ABCD"), "orders": [1, 2, 3, 4], "revenue": [40, 30, 20, 10], "basket": [5, 6, 7, np.nan]})
LINKS = pd.DataFrame({"record_id": ["R1", "R2", "R3", "R4", "R5"], "customer_id": ["A", "A", "B", "C", "D"]})
RATES = profile.match_rates(LINKS, records=LINKS, survey=LINKS[:2])
RECORDS = LINKS.assign(source=["web", "web", "till", "till", "till"], recorded_on="2025-12-01", name="An")
DAYS = pd.date_range("2025-01-01", "2025-12-31")
SEASON = profile.seasonality(pd.DataFrame({"date": DAYS, "amount": np.where(DAYS.month == 9, 200, 100)}))
OUTLOOK = pd.DataFrame({"customer_id": list("ABC"), "p_active": [0.0, 0.3, 0.9], "churn_propensity": [0.6, 0.2, 0.1]})
VALUES = pd.DataFrame({"customer_id": list("ABC"), "unrealised_value": [80e6, 30e6, np.nan]})
TREATMENTS = pd.DataFrame({"treatment": ["message", "visit", "tea party"], "won": [0.1, 0.5, 0.0], "cost": [1e6, 20e6, 1e6]})
UPLIFT = profile.uplift_table(VALUES, TREATMENTS)
PICTURES = {
    "profile_ranks": lambda: charts.profile_ranks(PROFILES, ["A", "D"], ("orders", "revenue", "basket")),
    "system_reach": lambda: charts.system_reach(RATES),
    "data_quality_parts": lambda: charts.data_quality_parts(profile.data_quality(RECORDS, LINKS, as_of="2025-12-31", fields=("name",))),
    "season_index": lambda: charts.season_index(SEASON),
    "churn_views": lambda: charts.churn_views(OUTLOOK, [1, 5, 3]),
    "treatment_gains": lambda: charts.treatment_gains(UPLIFT, profile.best_treatments(VALUES, TREATMENTS)["gain"].sum()),
    "referral_costs": lambda: charts.referral_costs(reward=20_000, acquisition_cost=80_000),
    "selling_race": lambda: charts.selling_race(),
    "mailing_breakeven": lambda: charts.mailing_breakeven(0.08, 0.05, 0.055),
}
TOLD = {
    "profile_ranks": ("A: orders 25%, revenue 100%, money an order 33%", "D: orders 100%, revenue 25%"),
    "system_reach": ("records 100% (1)", "survey 25% (1)"),
    "data_quality_parts": ("till 100%", "web site 83%", "all together 93%"),
    "season_index": ("highest in 9 with 1.85",),
    "churn_views": ("one of 3 customers", "The 1 who bought once", "40% on average", "1 customers are below 50% by the formula"),
    "treatment_gains": ("message 9 / 9", "visit 15 / 20", "tea party −2 / 0", "Each her own: 22"),
    "referral_costs": ("20,000 đồng: 40,000 đồng if half", "at 25%"),
    "mailing_breakeven": ("8.0% of those mailed", "3.0% bought because", "breakeven is 5.5%"),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_alt_text_holds_the_values(name, said):
    alt = said(PICTURES[name]().alt)

    assert [] == [part for part in TOLD[name] if part not in alt], alt


def test_the_race_says_what_the_simulation_says(said):
    ends = profile.simulate_selling(runs=60).pivot(index="month", columns="policy", values="cumulative_profit") / 1e6
    first = ends.index[ends["relationship"] >= ends["one_step"]][0]
    picture = charts.selling_race()

    assert f"one-step selling {ends['one_step'].iloc[-1]:.0f}, relationship marketing {ends['relationship'].iloc[-1]:.0f}" in said(picture.alt)
    assert f"from month {first}" in picture.caption
    assert "not ahead yet" in charts.selling_race(monthly_stay=0.6).caption


@pytest.mark.parametrize("name", PICTURES)
def test_it_draws_in_both_languages_without_a_warning(name, language, size):
    picture = PICTURES[name]()

    assert 700 == size(picture)[0]
    assert len(picture.alt) > 20 and picture.caption


@pytest.mark.parametrize("values", [{"monthly_stay": 0.0, "service_cost": 60_000}, {"monthly_stay": 1.0, "service_cost": 0, "referral_rate": 0.3}, {"months": 6}])
def test_the_race_keeps_its_size_under_the_sliders(values, size):
    assert (700, 380) == size(charts.selling_race(**values))


@pytest.mark.parametrize(("reward", "cost"), [(0, 80_000), (200_000, 80_000), (30_000, 0)])
def test_the_referral_curve_keeps_its_size_under_the_sliders(reward, cost, size):
    assert (700, 340) == size(charts.referral_costs(reward=reward, acquisition_cost=cost))


@pytest.mark.parametrize(("response", "unasked", "verdict"), [(0.08, 0.01, "this mail pays"), (0.08, 0.05, "it loses money"), (0.03, 0.0, "does not reach"), (0.02, 0.05, "does not reach")])
def test_a_mailing_is_judged_by_what_it_caused(response, unasked, verdict, size):
    picture = charts.mailing_breakeven(response, unasked, 0.055)

    assert verdict in picture.caption and (700, 250) == size(picture)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: charts.selling_race(monthly_stay=92), "0.92"),
        (lambda: charts.selling_race(service_cost=-1), "service_cost"),
        (lambda: charts.referral_costs(reward=-5), "reward"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
