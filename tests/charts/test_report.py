"""The pictures of a report: they say their numbers, keep their size, and stand the smallest tables."""
import pandas as pd
import pytest

from crmlab import charts, differentiate, interact, measure, words

pytestmark = pytest.mark.filterwarnings("error")
ORDERS = pd.DataFrame(
    [(f"K{place:03d}", pd.Timestamp("2025-01-06") + pd.Timedelta(days=place % 50 + number * (9 + place % 23)), 10.0 + place % 17 + number) for place in range(150) for number in range(1 + place % 11)],
    columns=["customer_id", "date", "amount"],
)  # fmt: skip
AS_OF = "2025-12-31"
REVENUE = ORDERS.groupby("customer_id", as_index=False)["amount"].sum().rename(columns={"amount": "revenue"})
TOTALS = differentiate.tier_totals(differentiate.tiers(REVENUE, by="revenue"), by="revenue")
SCORES = measure.rfm(ORDERS, as_of=AS_OF)
COHORTS = measure.cohort_survival(ORDERS, as_of=AS_OF, period="M")
ALARMS = interact.alerts(ORDERS, as_of=AS_OF)
BOTH = pd.DataFrame({"n": [1, 2, 2, 15], "p_active": [0.0, 0.2, 0.4, 0.1], "p_alive": [1.0, 0.6, 0.8, 0.9]})

PICTURES = {
    "tier_shares": lambda: charts.tier_shares(TOTALS),
    "rfm_cells": lambda: charts.rfm_cells(SCORES),
    "cohort_grid": lambda: charts.cohort_grid(COHORTS),
    "silent_customers": lambda: charts.silent_customers(ALARMS.head(4)),
    "active_two_ways": lambda: charts.active_two_ways(BOTH),
}


def told():
    """What each alt text must say, computed another way."""
    best = SCORES[(SCORES["R"] == 1) & (SCORES["F"] == 1)]
    top = REVENUE["revenue"].nlargest(2).sum() / REVENUE["revenue"].sum()
    first = ORDERS[ORDERS["customer_id"].isin(ORDERS.groupby("customer_id")["date"].min()[lambda day: day < "2025-02-01"].index)]
    last = first.groupby("customer_id")["date"].max()
    again = (last >= "2025-02-01").mean()
    return {
        "tier_shares": (f"super 2: {100 * top:.0f}%", "small 120:"),
        "rfm_cells": (f"cell 1-1 has {len(best)} customers with {100 * best['monetary'].sum() / SCORES['monetary'].sum():.0f}%",),
        "cohort_grid": ("The first, 2025-01:", f"{100 * again:.0f}% after one period"),
        "silent_customers": (f"{ALARMS.loc[0, 'customer_id']}: {ALARMS.loc[0, 'silent']} / {ALARMS.loc[0, 'limit']:.0f}",),
        "active_two_ways": ("4 customers", "1: 0% / 100%", "12: 10% / 90%"),
    }


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_tells_its_numbers(name):
    picture = PICTURES[name]()

    assert [] == [said for said in told()[name] if said not in picture.alt]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_speaks_both_languages(name, language):
    picture = PICTURES[name]()

    assert len(picture.alt) >= 20 and picture.caption
    assert picture.png()


def test_pictures_are_seven_inches_wide(size):
    assert {700} == {size(draw())[0] for draw in PICTURES.values()}


def test_the_smallest_tables_are_drawn(language):
    one = ORDERS.head(1)
    revenue = one[["customer_id"]].assign(revenue=one["amount"])
    small = [
        charts.tier_shares(differentiate.tier_totals(differentiate.tiers(revenue, by="revenue"), by="revenue")),
        charts.rfm_cells(measure.rfm(one, as_of=AS_OF)),
        charts.cohort_grid(measure.cohort_survival(one, as_of="2025-01-31", period="M")),
        charts.silent_customers(ALARMS.head(1)),
        charts.active_two_ways(BOTH.head(1)),
    ]

    assert all(picture.png() for picture in small)


def test_a_week_is_named_by_its_first_day():
    words.use("en")

    assert "The first, 2025-01-06:" in charts.cohort_grid(measure.cohort_survival(ORDERS, as_of="2025-02-02", period="W")).alt


@pytest.mark.parametrize(("as_of", "said"), [("2025-01-31", "is not yet one period old"), ("2025-02-28", "0% are left after one period")])
def test_a_young_cohort_says_no_age_twice(as_of, said):
    one = pd.DataFrame({"customer_id": ["A"], "date": pd.to_datetime(["2025-01-05"]), "amount": [10.0]})
    words.use("en")

    caption = charts.cohort_grid(measure.cohort_survival(one, as_of=as_of, period="M")).caption

    assert said in caption
    assert "after 1." not in caption
