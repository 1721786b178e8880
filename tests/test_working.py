"""The working that is shown is what was computed, for every metric, in both languages."""
import importlib
import inspect
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmlab import words, worked
from crmlab.metrics import primary, strategic
from crmlab.working import formula, formula_html

TESTS = Path(__file__).parent
FAMILIES = ("traditional", "primary", "popular", "strategic")
METRICS = [getattr(module, name) for family in FAMILIES for module in [importlib.import_module(f"crmlab.metrics.{family}")] for name in module.__all__]
BY_NAME = {metric.__name__: metric for metric in METRICS}
EXAMPLES = [
    (name, entry) for family in FAMILIES for path in [TESTS / "authorities" / f"{family}.toml"]
    for name, entries in tomllib.loads(path.read_text(encoding="utf-8")).items() if name != "misprint" for entry in entries
]


def test_past_customer_value_shows_its_terms_and_its_sum(language):
    shown = worked(strategic.past_customer_value, [240, 15, 15, 9, 6], 0.0125, labels=["Jan", "Feb", "Mar", "Apr", "May"], convention="one_period_later")
    terms = [(step.label, round(step.value, 6)) for step in shown.steps() if step.bar]

    assert [("Jan", 255.379717), ("Feb", 15.764180), ("Mar", 15.569561), ("Apr", 9.226406), ("May", 6.075)] == terms
    assert 302.014864 == round(shown.value, 6)
    assert {"vi": "240 × (1 + 0,0125)^5", "en": "240 × (1 + 0.0125)^5"}[language] in repr(shown)
    assert {"vi": "302,015", "en": "302.015"}[language] in repr(shown)


def test_a_survival_rate_shows_the_product_of_each_period():
    shown = worked(primary.survival_rate, [0.55, 0.62, 0.68])

    assert "0.55 × 0.62 × 0.68" in repr(shown)
    assert [0.55, 0.341, 0.23188] == pytest.approx(list(shown.value))


@pytest.mark.parametrize(("name", "entry"), EXAMPLES, ids=[entry["id"] for _, entry in EXAMPLES])
def test_every_worked_example_shows_the_value_that_the_metric_returns(name, entry, language):
    metric = BY_NAME[name]
    plain = metric(**entry["given"])
    if any(isinstance(one, str) for one in np.ravel(plain)):
        with pytest.raises(ValueError, match=name):
            worked(metric, **entry["given"])
        return
    shown = worked(metric, **entry["given"])
    last = np.atleast_1d(np.asarray(plain, dtype=float)).ravel()[-1]

    assert np.asarray(shown.value, dtype=float) == pytest.approx(np.asarray(plain, dtype=float))
    assert shown.steps()[-1].value == pytest.approx(last), "the last step is the result"
    assert formula(metric, shown.arguments) in repr(shown)
    assert "<table" in shown._repr_html_()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.__name__)
def test_every_metric_has_a_formula_and_a_symbol_for_each_number(metric):
    assert re.search(r"[=≥:]", formula(metric)), "the docstring's second paragraph is the formula"
    assert "\n" not in formula(metric)
    assert "^" not in formula_html(metric)


def test_the_formula_is_that_of_the_method_chosen():
    method = "kr_printed"
    shown = worked(primary.lifetime_duration, [2400, 1300, 600], 7500, method=method)

    assert "L = Σ_t S_t / N" == formula(primary.lifetime_duration) == formula(primary.lifetime_duration, {"method": "completed_periods"})
    assert "L = Σ_t t · S_t / N" == formula(primary.lifetime_duration, {"customers": 7500, "method": method})
    assert "Lifetime duration: L = Σ_t t · S_t / N\n" in repr(shown)
    assert "L = Σ<sub>t</sub> t · S<sub>t</sub> / N" in shown._repr_html_()


CHOICES = [
    (metric, name, choice)
    for metric in METRICS
    for name, listed in re.findall(r'^(\w+) : (".+")$', inspect.getdoc(metric), re.MULTILINE)
    for choice in re.findall(r'"(\w+)"', listed)
    if name != "setting" and choice != inspect.signature(metric).parameters[name].default  # of the two settings, one is refused
]


@pytest.mark.parametrize(("metric", "name", "choice"), CHOICES, ids=[f"{metric.__name__}-{choice}" for metric, _, choice in CHOICES])
def test_every_convention_has_its_own_formula(metric, name, choice):
    assert formula(metric) != formula(metric, {name: choice}), f'add a paragraph {name}="{choice}": … to the docstring'
    assert "^" not in formula_html(metric, {name: choice})


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.__name__)
def test_every_metric_and_argument_has_words_in_both_languages(metric):
    names = [metric.__name__, *inspect.signature(metric).parameters]
    missing = [(language, name) for name in names for language in words.LANGUAGES if name not in words.catalogue(language)]

    assert [] == missing, "add them to crmlab/locale/vi.json and en.json, or to glossary.csv"


def test_series_and_lists_show_the_same():
    from_series = worked(strategic.past_customer_value, pd.Series([15, 9, 6], index=["a", "b", "c"]), 0.0125)

    assert repr(worked(strategic.past_customer_value, [15, 9, 6], 0.0125)) == repr(from_series)


def test_somebodys_own_formula_works_without_words():
    def tip_per_table(tips, tables):
        """Tips of an evening per table.

        t = T / n
        """
        return tips / tables

    shown = worked(tip_per_table, 120, 8)

    assert "120 / 8" in repr(shown)
    assert "Tip per table" in repr(shown)


def test_labels_must_name_every_result():
    with pytest.raises(ValueError, match="name each of the 2 results"):
        worked(primary.customers_left, 100, 0.75, [1, 2], labels=["only one"])


def test_a_refused_argument_is_refused_before_anything_is_shown():
    with pytest.raises(ValueError, match="0.85"):
        worked(primary.survival_rate, [85])


def test_html_escapes_what_was_given():
    shown = worked(primary.customers_left, 100, 0.75, [1], labels=["<script>"])

    assert "<script>" not in shown._repr_html_()


def test_labels_must_name_every_term_of_a_sum():
    with pytest.raises(ValueError, match="each of the 3"):
        worked(strategic.past_customer_value, [15, 9, 6], 0.0125, labels=["Jan", "Feb"])


def test_nothing_is_added_or_taken_away_when_it_is_zero():
    assert "− 0" not in repr(worked(strategic.lifetime_value, 100, 0.12, 0.8, 3))
    assert "− 120" in repr(worked(strategic.lifetime_value, 100, 0.12, 0.8, 3, acquisition_cost=120))


def test_the_sum_put_back_into_its_formula_has_the_decimals_asked_for():
    assert "184.92 − 120 " in repr(worked(strategic.lifetime_value, 100, 0.12, 0.8, 4, acquisition_cost=120, digits=2))


def test_an_unknown_term_is_shown_as_unknown():
    shown = worked(strategic.past_customer_value, [15, float("nan"), 6], 0.0125)

    assert "–" in repr(shown)
    assert "<table" in shown._repr_html_()
