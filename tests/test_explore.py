"""The slider widget: live in a kernel, a still picture everywhere else."""
import inspect
import pathlib
import re

import pytest

from crmlab import Explore, charts, words
from crmlab.publishing import notebooks

CHAPTERS = sorted((pathlib.Path(__file__).parents[1] / "notebooks" / "vi").glob("[1-9]*.ipynb"))


def test_moving_a_slider_changes_the_picture():
    explore = Explore(charts.customers_left, retention_rate=(0.5, 0.95, 0.05))
    before = explore.children[-1].value
    explore.children[0].value = 0.9

    assert before != explore.children[-1].value
    assert "90%" in explore.children[-1].value
    assert {"retention_rate": 0.9} == explore.values


def test_it_starts_at_the_charts_default_and_is_labelled_in_the_readers_language(language):
    explore = Explore(charts.customers_left, retention_rate=(0.5, 0.95, 0.05))
    slider = explore.children[0]

    assert inspect.signature(charts.customers_left).parameters["retention_rate"].default == slider.value
    assert words.t("retention_rate") == slider.description.lower()
    assert slider.continuous_update


def test_without_live_widgets_it_is_a_picture_with_alt_text_and_caption():
    explore = Explore(charts.customers_left, retention_rate=(0.5, 0.95, 0.05))
    data, _ = explore._repr_mimebundle_()

    assert "<img alt=" in data["text/html"]
    assert "<figcaption>" in data["text/html"]
    assert "Retention rate" in data["text/html"], "it names its sliders"
    assert "Bar chart" in data["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in data, "and it is live in JupyterLab"


def test_whole_numbers_give_a_slider_of_whole_numbers():
    explore = Explore(charts.customers_left, periods=(5, 20, 1))

    assert "IntSlider" == type(explore.children[0]).__name__


def test_an_unknown_slider_is_refused_with_the_charts_arguments():
    with pytest.raises(ValueError, match="retention_rate, customers, periods"):
        Explore(charts.customers_left, retention=(0, 1, 0.1))


def test_no_slider_at_all_is_refused():
    with pytest.raises(ValueError, match="lowest, highest, step"):
        Explore(charts.customers_left)


def test_limits_must_be_three_numbers():
    with pytest.raises(ValueError, match="three numbers"):
        Explore(charts.customers_left, retention_rate=(0.5, 0.9))


def test_a_start_outside_the_limits_widens_them():
    """An instructor may run a chapter with a parameter that its author did not think of."""
    slider = Explore(charts.customers_left, retention_rate=(0.8, 0.95, 0.05)).children[0]

    assert (0.75, 0.75, 0.95) == (slider.value, slider.min, slider.max)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_first_slider_of_every_chapter_changes_its_picture_and_not_its_size(path):
    """Here in Python; tests/test_browser.py moves one of each part of the course in a real JupyterLab."""
    words.use("vi")
    explore = next(shown for _, _, shown in notebooks.cell_by_cell(path) if isinstance(shown, Explore))
    slider = next(iter(explore._sliders.values()))
    seen = {}
    for value in (slider.value, slider.min, slider.max):
        slider.value = value
        drawn = re.search(r'aria-label="(.*?)" (width="\d+" height="\d+")', explore._view.value, re.DOTALL)
        seen[drawn[1]] = drawn[2]

    assert len(seen) >= 2
    assert 1 == len(set(seen.values()))
