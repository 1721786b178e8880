"""The pictures of the customer portfolio: they say their numbers, keep their size under every slider, and refuse what cannot be."""
import warnings
from dataclasses import replace

import pandas as pd
import pytest

from crmlab import charts, portfolio

MARKET = portfolio.Portfolio()
BUDGET = 1_000_000
WATERTIGHT = pd.Series(portfolio.WATERTIGHT) * BUDGET
LEAKY = pd.Series(portfolio.LEAKY) * BUDGET
PICTURES = {
    "known_potential": lambda: charts.known_potential([900_000, -200_000, 700_000]),
    "knowledge_worth": charts.knowledge_worth,
    "planning_levels": charts.planning_levels,
    "bucket_years": lambda: charts.bucket_years(portfolio.simulate_portfolio(MARKET, LEAKY)),
    "moved_money": lambda: charts.moved_money(MARKET, WATERTIGHT),
    "scale_choice": lambda: charts.scale_choice(MARKET, {"A": portfolio.WATERTIGHT, "B": [0.6, 0.4, 0, 0]}, BUDGET, scales=(0, 0.3)),
}
ALT_SAYS = {
    "known_potential": ("from 700 million", "up to 1,600", "at 90% it is 1,420", "line at 1,400"),
    "knowledge_worth": ("80,000", "71.9%", "45,312.5", "60,000", "100,000"),
    "planning_levels": ("At 200", "individual 12.00", "group 9.50", "market 1.95", "Best: individual"),
    "bucket_years": ("10 years", "10,000 customers to 20,279", "1,050 partners", "377", "1,611"),
    "moved_money": ("100 million", "from defence to conversion, 248", "from conversion to acquisition, −455"),
    "scale_choice": ("from 0 to 0.3", "A: 6.4 → 5.6", "B: 5.2 → 9.7", "from 0% to 95%"),
}
SIZES = {"known_potential": (700, 380), "knowledge_worth": (700, 420), "planning_levels": (700, 400), "bucket_years": (700, 400), "moved_money": (700, 390), "scale_choice": (700, 420)}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_drawn_in_both_languages_without_a_warning(name, language, size):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = PICTURES[name]()

        assert SIZES[name] == size(picture)
    assert len(picture.caption) > 20 and picture.alt != picture.caption


@pytest.mark.parametrize("full_cost", [0, 160_000, 1e9])
@pytest.mark.parametrize("loss", [0, 200])
def test_knowledge_keeps_its_size_and_axes(full_cost, loss, size):
    picture = charts.knowledge_worth(full_cost, loss)

    assert (700, 420) == size(picture)
    assert (-45_000, 110_000) == pytest.approx(picture.figure.axes[0].get_ylim())


def test_knowledge_is_said_to_pay_only_where_it_beats_serving_everybody():
    assert "is not worth its money" in charts.knowledge_worth(80_000).caption
    assert "is worth its money" in charts.knowledge_worth(20_000).caption
    assert "100%" in charts.knowledge_worth(0).alt


@pytest.mark.parametrize("potential", [[0], [-5], [1e9, -1e9], [3]])
def test_any_portfolio_can_be_drawn(potential, size):
    assert (700, 380) == size(charts.known_potential(potential))


@pytest.mark.parametrize("margin", [0.5, 5, 11.25, 1_000, 1e6])
def test_levels_keep_their_size_and_axes(margin, size):
    picture = charts.planning_levels(margin)

    assert (700, 400) == size(picture)
    assert (1, 10_000) == picture.figure.axes[0].get_xlim()


def test_the_margins_where_another_level_is_best_are_written_under_the_lines():
    labels = [text.get_text() for text in charts.planning_levels().figure.axes[0].texts]

    assert {"5", "11.25", "150"} <= set(labels)
    assert ["none", "market", "group", "individual"] == [label for label in labels if label in ("none", "market", "group", "individual")][3:]


@pytest.mark.parametrize("spending", [[0, 0, 0, 0], [1e9, 1e9, 1e9, 1e9], [0, 0, 0, 1e6]])
def test_the_bucket_keeps_its_size_and_given_axes(spending, size):
    picture = charts.bucket_years(portfolio.simulate_portfolio(MARKET, spending), most=40_000, most_profit=2_500_000)
    people, money = picture.figure.axes

    assert (700, 400) == size(picture)
    assert (0, 40_000) == people.get_ylim() and (-1_250, 2_500) == money.get_ylim()


def test_an_empty_bucket_is_drawn_too(size):
    empty = portfolio.simulate_portfolio(replace(MARKET, start=(0, 0, 0, 0)))

    assert (700, 400) == size(charts.bucket_years(empty))


def test_moving_money_says_when_nothing_gains_and_when_nothing_can_be_moved():
    best = portfolio.best_mix(MARKET, BUDGET, parts=10)[list(portfolio.SPENDINGS)]

    assert "already the best" in charts.moved_money(MARKET, best).caption
    assert "No spending has" in charts.moved_money(MARKET, {"acquisition": 0}).caption


def test_a_move_is_worth_the_difference_of_two_mixes():
    moved = WATERTIGHT + pd.Series({"defence": -100_000, "conversion": 100_000}).reindex(WATERTIGHT.index, fill_value=0)
    gained = (portfolio.mix_values(MARKET, moved.to_numpy()) - portfolio.mix_values(MARKET, WATERTIGHT.to_numpy())) / 1_000
    cells = [text.get_text() for text in charts.moved_money(MARKET, WATERTIGHT).figure.axes[0].texts]

    assert f"+{gained:.0f}" == cells[2 * 4 + 1]
    assert ["–"] * 5 == [cells[place] for place in (0, 1, 5, 10, 15)]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: charts.knowledge_worth(-1), "cost must be 0 or more"),
        (lambda: charts.known_potential([1, 2], at=9), "0.09"),
        (lambda: charts.planning_levels("many"), "margin"),
        (lambda: charts.moved_money(MARKET, {"acquisition": -1}), "must be 0 or more"),
        (lambda: charts.scale_choice(MARKET, {"A": portfolio.LEAKY}, BUDGET, scales=(0, 2)), "scale is a share"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
