"""What all metrics of chapter 3 have in common: their documentation, their words, and that they show their working."""
import ast
import importlib
import inspect
import re
import textwrap

import pytest

from crmlab import words

CHAPTERS = ("traditional", "primary", "popular", "strategic")
MODULES = {chapter: importlib.import_module(f"crmlab.metrics.{chapter}") for chapter in CHAPTERS}
METRICS = [getattr(module, name) for module in MODULES.values() for name in module.__all__]

each_metric = pytest.mark.parametrize("metric", METRICS, ids=[metric.__name__ for metric in METRICS])


def _parameter_types(metric):
    """The unit of each parameter, as the documentation gives it."""
    section = inspect.getdoc(metric).partition("Parameters\n----------\n")[2].partition("\n\n")[0]
    return dict(re.findall(r"^(\w+) : (.+)$", section, re.MULTILINE))


@each_metric
def test_the_documentation_has_its_parts_in_order(metric):
    documentation = inspect.getdoc(metric)
    what, formula, *_ = documentation.split("\n\n")
    headings = re.findall(r"^(\w+)\n-+$", documentation, re.MULTILINE)

    assert what.endswith(".") and "\n" not in what
    assert "=" in formula or "≥" in formula, f"the second paragraph is the formula, but is {formula!r}"
    assert ["Parameters", "Returns", "Raises", "References", "Examples"] == headings
    assert ">>> " in documentation.partition("Examples\n--------")[2]


@each_metric
def test_every_parameter_is_documented_in_its_order(metric):
    assert list(inspect.signature(metric).parameters) == list(_parameter_types(metric))


@each_metric
def test_every_number_has_a_symbol(metric):
    """The description starts with the symbol of the formula; words and choices have none."""
    documentation = inspect.getdoc(metric)
    for name, unit in _parameter_types(metric).items():
        if '"' not in unit:
            assert re.search(rf"^{name} : .*\n    \S+, ", documentation, re.MULTILINE), f"{name}: begin its description with the symbol and a comma"


@each_metric
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_name_has_words_in_both_languages(metric, language):
    choices = [word for unit in _parameter_types(metric).values() for word in re.findall(r'"(\w+)"', unit)]
    needed = [metric.__name__, *inspect.signature(metric).parameters, *choices]

    assert [] == [key for key in needed if key not in words.catalogue(language)], f"add the words to crmlab/locale/{language}.json"


@each_metric
def test_a_metric_is_short_and_has_at_most_five_parameters(metric):
    function = ast.parse(textwrap.dedent(inspect.getsource(metric))).body[0]
    body = function.body[1:]

    assert body[-1].end_lineno - body[0].lineno + 1 <= 25
    assert len(inspect.signature(metric).parameters) <= 5
