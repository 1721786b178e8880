"""The pictures of the learning relationship: they say their numbers, keep their size under every slider, and refuse what cannot be."""
import warnings
from dataclasses import replace

import pandas as pd
import pytest

from crmlab import charts, relationships
from crmlab.relationships import LearningRelationship

DRAWS = relationships.draw_customers(500, 24, seed=3)
ALIKE = relationships.simulate_learning_relationship(LearningRelationship(willingness_spread=0, size_spread=0), draws=DRAWS)
GAINS = pd.Series({"learning": 1_159_000.0, "attentive": 382_000.0, "self_service": 82_000.0, "transaction": -25_000.0})


def firms(**ideas):
    return relationships.compare_firms(replace(LearningRelationship(), **ideas), draws=DRAWS)


PICTURES = {
    "knowledge_and_cost": charts.knowledge_and_cost,
    "knowledge_curves": charts.knowledge_curves,
    "choice_curve": charts.choice_curve,
    "relationship_paths": lambda: charts.relationship_paths(ALIKE),
    "two_firms": lambda: charts.two_firms(firms(memory_setup=2e6), prediction=6),
    "advantage_paths": lambda: charts.advantage_paths(knowledge_gain=[0, 1_500, 2_500], months=2),
    "gain_by_kind": lambda: charts.gain_by_kind(GAINS),
    "stored_card": charts.stored_card,
    "cash_cycle": charts.cash_cycle,
    "newsvendor_curve": charts.newsvendor_curve,
}
ALT_SAYS = {
    "knowledge_and_cost": ("30", "91.8%", "300,000"),
    "knowledge_curves": ("91.8%", "80%", "34.1%"),
    "choice_curve": ("45.5", "7 options", "37.1 at 20", "59"),
    "relationship_paths": ("24 months", "6.0 to", "42.0 to"),
    "two_firms": ("24 months", "Customers left: "),
    "advantage_paths": ("20.0 to 16.2", "2.5 thousand"),
    "gain_by_kind": ("+1,159", "+382", "+82", "−25"),
    "stored_card": ("6: 0.1%", "24: 0.4%", "100: 1.7%"),
    "cash_cycle": ("31.16", "43.56", "37.50", "37.21"),
    "newsvendor_curve": ("200", "164.7", "1,135", "180.0"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("name", PICTURES)
def test_every_letter_is_drawn_in_both_languages(name, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert PICTURES[name]().png()


@pytest.mark.parametrize("ideas", [{}, {"learning_rate": 0}, {"remembering": 0}, {"willingness": 1, "learning_rate": 0.3}, {"offer_rate": 1}, {"offer_rate": 0}])
def test_two_firms_keep_their_size_and_say_who_is_ahead(ideas, size):
    both = firms(memory_setup=2e6, **ideas)
    picture = charts.two_firms(both)
    ahead = both.loc["learning", "cumulative"].iloc[-1] > both.loc["price", "cumulative"].iloc[-1]

    assert (700, 370) == size(picture)
    assert ahead == ("ahead for good" in picture.alt)


def test_ahead_means_ahead_until_the_end():
    both = firms(memory_setup=2e6)
    earned = both["cumulative"].unstack("firm")
    month = int(charts.two_firms(both).alt.split("From month ")[1].split(" ")[0])

    assert (earned.loc[month:, "learning"] > earned.loc[month:, "price"]).all()
    assert earned.loc[month - 1, "learning"] <= earned.loc[month - 1, "price"]


@pytest.mark.parametrize("demand_sd", [0, 1, 200, 400])
@pytest.mark.parametrize("salvage", [0, 119_000])
def test_the_newsvendor_keeps_its_size(demand_sd, salvage, size):
    assert (700, 380) == size(charts.newsvendor_curve(demand_sd=demand_sd, salvage=salvage))


@pytest.mark.parametrize("days", [(0, 0, 0), (90, 0, 10), (5, 5, 60)])
def test_a_cash_cycle_may_be_negative_or_nothing(days, size):
    assert (700, 290) == size(charts.cash_cycle(*days))


@pytest.mark.parametrize("gains", [GAINS, -GAINS, GAINS[:1], GAINS * 0])
def test_gains_may_be_losses_or_of_some_kinds_only(gains, size):
    assert (700, 380) == size(charts.gain_by_kind(gains))


@pytest.mark.parametrize("arguments", [{"interactions": 1}, {"interactions": 200}, {"learning_rate": 0}, {"learning_rate": 1}, {"minutes": 0}])
def test_knowledge_keeps_its_size(arguments, size):
    assert (700, 340) == size(charts.knowledge_and_cost(**arguments))


@pytest.mark.parametrize("remembering", [0, 0.5, 1])
def test_a_firm_that_forgets_is_stuck_where_forgetting_meets_learning(remembering, size):
    picture = charts.knowledge_curves(interactions=200, learning_rate=0.08, remembering=remembering)
    stuck = relationships.knowledge(1 / (1 - remembering) if remembering < 1 else 200, 0.08)

    assert (700, 340) == size(picture)
    assert f"stops at {100 * stuck:.1f}%" in picture.alt


@pytest.mark.parametrize("arguments", [{"minutes_saved": 0}, {"minutes_saved": 60}, {"breach_cost": 1}])
def test_the_stored_card_keeps_its_size(arguments, size):
    assert (700, 380) == size(charts.stored_card(**arguments))


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="0.08"):
        charts.knowledge_and_cost(learning_rate=8)
    with pytest.raises(ValueError, match="product_cost"):
        charts.newsvendor_curve(price=100_000)
    with pytest.raises(ValueError, match="days_payable"):
        charts.cash_cycle(31, 43, -1)
