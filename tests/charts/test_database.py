"""The pictures of section 4.1.1: they say their numbers, keep their size, and draw in both languages without a warning."""
import warnings

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from crmlab import charts, database

FESTIVE = ["hộp quà trung thu", "hộp quà Tết"]
ORDERS = pd.DataFrame({
    "customer_id": ["An"] * 4 + ["Bình"] * 3 + ["Chi"],
    "date": pd.to_datetime(["2024-08-23", "2025-01-25", "2025-09-11", "2025-10-01", "2025-05-01", "2025-05-08", "2025-05-08", "2025-06-04"]),
    "product": ["hộp quà trung thu", "hộp quà Tết", *["hộp quà trung thu"] * 2, *["trà sen"] * 4],
    "amount": [760_000, 432_000, 365_000, 1_140_000, 30_000, 30_000, 35_000, 50_000],
})  # fmt: skip
KNOWN = pd.Series(pd.to_datetime(["2024-01-01", "2025-04-01", "2025-06-01", "2025-07-01", "2025-12-30"]), index=["An", "Bình", "Chi", "Dũng", "Em"])
FIT = pd.DataFrame({"trà mang đi": [0, 0.5, np.nan], "Quà theo tên": [2 / 3, 0.0, np.nan]}, index=["Lan", "Thơ", "Văn phòng Luật sư Trường Linh"])
WORTH = pd.DataFrame({"worth": [3_000, 0], "cost": [550, 4_700]}, index=["phone", "id_number"])
LOST = pd.Series({"moved": 20, "price": 50, "late": 20, "quality": 10})


def an(day="2025-12-31"):
    return charts.knowledge_ladder(ORDERS[ORDERS["customer_id"] == "An"], day, festive=FESTIVE)


PICTURES = {
    "knowledge_ladder": an,
    "outdated_list": lambda: charts.outdated_list(2_628, 1_665, 435),
    "field_coverage": lambda: charts.field_coverage(pd.Series({"identity": 0.97, "psychographics": 0.28})),
    "database_schema": lambda: charts.database_schema({name: database.kinds()[name] for name in ("customers", "orders", "inactive")}),
    "customer_status": lambda: charts.customer_status(ORDERS, KNOWN, "2025-12-31", silence_limit=100),
    "silence_timeline": lambda: charts.silence_timeline(ORDERS, {"An": "An", "Bình": "Bình"}, "2025-08-31"),
    "pareto": lambda: charts.pareto(LOST),
    "prospect_fit": lambda: charts.prospect_fit(FIT),
    "data_worth": lambda: charts.data_worth(WORTH),
}
ALT_SAYS = {
    "knowledge_ladder": ("4 rows", "2,697,000", "100% festival", "silent for 91 days", "longest gap 229 days", "festivals only"),
    "outdated_list": ("2,628 customers", "1,665 still", "963 no longer do (37%)", "435 buy"),
    "field_coverage": ("how to reach her) 97%", "psychographics (form) 28%"),
    "database_schema": ("3 tables", "2 foreign keys", "orders.customer_id → customers", "inactive.customer_id → customers"),
    "customer_status": ("2025-12-31", "100 days", "1 active customers", "2 inactive customers", "2 prospects"),
    "silence_timeline": ("An: silent for 218 days → the rule: stopped; days with a purchase afterwards: 2", "Bình: silent for 115 days → the rule: active; days with a purchase afterwards: 0"),
    "pareto": ("too dear 50%, late delivery 20%, moved away 20%, quality 10%", "The first 3 make 90%"),
    "prospect_fit": ("Lan: Quà theo tên 67%", "Thơ: trà mang đi 50%"),
    "data_worth": ("telephone: worth 3,000, cost 550", "identity number: worth 0, cost 4,700"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name, said):
    alt = said(PICTURES[name]().alt)

    assert [] == [text for text in ALT_SAYS[name] if text not in alt], alt


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_draws_in_both_languages_without_a_warning(name, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = PICTURES[name]()
        assert picture.png() and "{" not in picture.caption + picture.alt


def texts_of(axes):
    """All that is written in and around axes; labels beyond the ends of an axis are not drawn."""
    yield from axes.texts
    if axes.axison:
        yield from (axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title)
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            yield from (label for place, label in zip(axis.get_majorticklocs(), axis.get_majorticklabels()) if low <= place <= high)


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_off_at_the_edge_of_the_picture(name, language):
    figure = PICTURES[name]().figure
    FigureCanvasAgg(figure).draw()
    boxes = {text.get_text(): text.get_window_extent() for axes in figure.axes for text in texts_of(axes) if text.get_text()}

    assert boxes
    assert [] == [text for text, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.width or box.y1 > figure.bbox.height]


@pytest.mark.parametrize("limit", [0, 30, 180, 360, 1_000])
@pytest.mark.parametrize("day", ["2025-06-30", "2025-12-31"])
def test_the_status_keeps_its_size_and_its_axes_for_every_limit_and_day(limit, day, size):
    picture = charts.customer_status(ORDERS, KNOWN, day, limit)

    assert (700, 380) == size(picture)
    assert [(0, 700), (0, 3_200)] == [picture.figure.axes[0].get_ylim(), picture.figure.axes[1].get_xlim()]


def test_the_three_kinds_of_customer_are_all_who_were_known(said):
    """By the middle of the year An, Bình and Chi had bought, and nobody else was known."""
    assert "3 active customers, 0 inactive customers, 0 prospects" in said(charts.customer_status(ORDERS, KNOWN, "2025-06-30", 365).alt)


def test_a_limit_includes_its_own_day(said):
    """An bought last 91 days before."""
    assert "1 active" in said(charts.customer_status(ORDERS, KNOWN, "2025-12-31", 91).alt)
    assert "0 active" in said(charts.customer_status(ORDERS, KNOWN, "2025-12-31", 90).alt)


def test_what_came_later_makes_nobody_active(said):
    """On 30 September An had been silent for 19 days; that she came the day after was not known."""
    assert "0 active customers, 3 inactive customers" in said(charts.customer_status(ORDERS, KNOWN, "2025-09-30", 10).alt)


def test_the_bars_of_a_list_are_the_counts():
    bars = charts.outdated_list(2_628, 1_665, 435).figure.axes[0].patches

    assert [1_665, 963, 435] == [bar.get_width() for bar in bars]


def test_knowledge_depends_on_what_was_bought_and_on_the_own_rhythm(said):
    bình = ORDERS[ORDERS["customer_id"] == "Bình"]

    assert "festivals only" in said(an().alt)
    assert "fewer than the customer's own longest gap (7 days)" in said(charts.knowledge_ladder(bình, "2025-05-12").alt)
    assert "longer than ever before (7 days)" in said(charts.knowledge_ladder(bình, "2025-05-20").alt)
    assert "her rhythm is not known" in said(charts.knowledge_ladder(bình, "2025-05-02").alt)


def test_what_came_later_is_not_in_the_ladder(said):
    assert "2 rows" in said(an("2025-02-01").alt)


def test_equal_reasons_stand_in_the_order_of_their_names_whatever_the_order_of_rows(said):
    assert said(charts.pareto(LOST).alt) == said(charts.pareto(LOST[::-1]).alt)


@pytest.mark.parametrize(("reached", "enough"), [(0.5, "The first 1 make 50%"), (0.7, "The first 2 make 70%"), (0.71, "The first 3"), (1, "The first 4 make 100%")])
def test_pareto_counts_how_many_reasons_are_enough(reached, enough, said):
    assert enough in said(charts.pareto(LOST, reached=reached).alt)


def test_only_an_offer_that_meets_two_thirds_is_framed():
    assert 1 == len(charts.prospect_fit(FIT).figure.axes[0].patches)


def test_only_what_costs_more_than_it_is_worth_is_named_as_not_to_be_kept(said):
    assert "Not to be kept: identity number." == said(charts.data_worth(WORTH).caption)
    assert "Not to be kept: –." == said(charts.data_worth(WORTH.head(1)).caption)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: charts.field_coverage(pd.Series({"identity": 97})),
        lambda: charts.prospect_fit(FIT * 100),
        lambda: charts.pareto(LOST, reached=80),
        lambda: charts.pareto(-LOST),
        lambda: charts.pareto(LOST, unit="đồng"),
        lambda: charts.customer_status(ORDERS, KNOWN, "31/12/2025"),
        lambda: charts.customer_status(ORDERS, KNOWN, "2025-12-31", silence_limit=-1),
        lambda: charts.silence_timeline(ORDERS.drop(columns="date"), {"An": "An"}, "2025-08-31"),
        lambda: charts.outdated_list(-1, 0, 0),
        lambda: charts.data_worth(WORTH.drop(columns="cost")),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(wrong, language):
    with pytest.raises(ValueError) as refusal:
        wrong()

    assert "\n" not in str(refusal.value)
