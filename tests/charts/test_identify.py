"""The pictures of section 2.2: they say their numbers, keep their size under every slider, and draw every extreme."""
import numpy as np
import pandas as pd
import pytest

from crmlab import charts, identify

RECORDS = pd.DataFrame(
    {
        "record_id": list("abcdef"),
        "source": ["till", "till", "web", "web", "paper", "their own"],
        "name": ["Lê An", "Lê An", "le an", "Vũ Bình", "Vũ Bình", None],
        "phone": ["0912", None, "0912", None, "0933", None],
        "address": [None, None, "1 Hai Bà Trưng", "2 Hai Bà Trưng", None, None],
    }
)
TRUTH = pd.DataFrame({"record_id": list("abcdef"), "person_id": [1, 1, 1, 2, 2, 3]})
LINKS = TRUTH.rename(columns={"person_id": "customer_id"})
CUSTOMERS = RECORDS.groupby(LINKS["customer_id"]).first().reset_index()
PAIRS = pd.DataFrame(
    [["a", "b", 0.99, 9.0, 0.0, 0.0], ["a", "c", 0.95, 4.0, 8.0, -1.5], ["d", "e", 0.6, 9.0, -3.0, 0.0], ["c", "d", 0.001, -8.0, 0.0, 2.0]],
    columns=["record_l", "record_r", "probability", "weight_name", "weight_phone", "weight_address"],
)
TABLE = identify.threshold_table(PAIRS, TRUTH, [0.001, 0.5, 0.9, 0.99])
PICTURES = {
    "inventory_map": lambda: charts.inventory_map(identify.inventory(RECORDS)),
    "records_to_customers": lambda: charts.records_to_customers(RECORDS, LINKS, people=3, guess=5),
    "complete_customers": lambda: charts.complete_customers(RECORDS, CUSTOMERS),
    "threshold_cost": lambda: charts.threshold_cost(TABLE, 0.9, 5),
    "pair_evidence": lambda: charts.pair_evidence(PAIRS[1:2]),
    "field_evidence": lambda: charts.field_evidence(PAIRS),
}
ALT_SAYS = {
    "inventory_map": ("3 fields by 4 sources", "name · paper cards (100%)", "(0%)"),
    "records_to_customers": ("6 records", "3 different names", "2 different phones", "3 customers"),
    "complete_customers": ("3 rows", "address, from 33% to 67%"),
    "threshold_cost": ("precision 100.0%", "recall 75.0%", "0 wrong pairs", "1 missed", "smallest at 0.5"),
    "pair_evidence": ("3 fields", "95.00%", "phone (+8.0)"),
    "field_evidence": ("2 pairs joined at 0.9", "name, for it in 100%"),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.filterwarnings("error")
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.filterwarnings("error")
def test_it_draws_in_both_languages(name, language):
    picture = PICTURES[name]()

    assert len(picture.png()) > 5000 and len(picture.alt) > 60 and picture.caption


@pytest.mark.parametrize(("threshold", "wrong_cost"), [(0, 0), (0.5, 1), (0.9, 50), (1, 1000)])
def test_the_threshold_picture_keeps_its_size_under_every_slider(threshold, wrong_cost, size):
    assert (700, 400) == size(charts.threshold_cost(TABLE, threshold, wrong_cost))


def test_a_dear_mistake_asks_for_a_higher_threshold_than_a_cheap_one():
    cheap, dear = (charts.threshold_cost(TABLE, 0.5, cost).caption for cost in (0.1, 100))

    assert "choose 0.001" not in dear and "choose 0.5" in dear
    assert cheap != dear


def test_the_waterfall_ends_at_the_probability_and_its_steps_are_the_weights():
    figure = charts.pair_evidence(PAIRS.iloc[1]).figure
    widths = [bar.get_width() for bar in figure.axes[0].patches]

    assert np.allclose([4.0, 8.0, -1.5], widths[1:4])
    assert np.isclose(np.log2(0.95 / 0.05), widths[-1]) and np.isclose(sum(widths[:-1]), widths[-1])


def test_a_pair_that_is_certain_is_drawn_too_and_not_called_certain():
    assert "over 99.99%" in charts.pair_evidence(PAIRS.assign(probability=1.0)[:1]).alt


def test_for_silent_and_against_fill_the_whole_bar():
    figure = charts.field_evidence(PAIRS, threshold=0.5).figure
    bars = np.array([[bar.get_width() for bar in container] for container in figure.axes[0].containers])

    assert np.allclose(1, bars.sum(axis=0))
    assert np.allclose([[1, 1 / 3, 0], [0, 1 / 3, 2 / 3], [0, 1 / 3, 1 / 3]], bars)


def test_a_threshold_in_percent_is_refused_where_it_is_computed():
    with pytest.raises(ValueError, match="0.9"):
        identify.threshold_table(PAIRS, TRUTH, [90])
