"""The pictures of the cases: what each option brings, and where another one becomes the best."""
import re
import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmlab import words
from crmlab.charts import option_bars, options_over

SHARES = np.linspace(0, 0.5, 51)
PICTURES = {
    "option_bars": lambda: option_bars({"A": 1e6, "B": -2e5, "C": 3e6}, unit="million đồng"),
    "options_over": lambda: options_over("retention_rate", SHARES, {"A": 1e6, "B": -1e6 + 6e6 * SHARES}, at=0.3),
}


def falling_and_rising():
    """B overtakes A where −1 + 6 x = 1, at a third."""
    return PICTURES["options_over"]()


def test_the_crossing_is_where_the_lines_meet(language, said):
    third = words.percent(1 / 3, 1)

    assert f"A: {words.percent(0, 1)} – {third}; B: {third} – {words.percent(0.5, 1)}".replace("\u00a0", " ") in said(falling_and_rising().alt)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_the_best_option_is_said_for_the_stretches_where_it_is_the_best(a, b, c, d):
    values = np.linspace(0, 10, 21)
    lines = {"A": a + b * values, "B": c + d * values}
    gaps = lines["A"] - lines["B"]
    assume(all(gap == 0 or abs(gap) > 1e-9 for gap in gaps[[0, -1]]))
    caption = options_over("discount_rate", values, lines).caption
    best = np.where(gaps >= 0, "A", "B")[(gaps != 0) | (gaps == 0).all()]
    changes = [best[0], *best[1:][best[1:] != best[:-1]]]

    assert changes == re.findall(r"\b([AB]): ", caption)
    assert f"{best[0]}: 0.0 –" in caption


@pytest.mark.parametrize("picture", [lambda: option_bars({"A": 1e6, "B": -2e5, "C": 0}), lambda: option_bars({"A": 0, "B": 0})])
def test_it_draws_without_a_warning_in_both_languages(picture, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert picture().png()


def test_the_bars_say_every_option_and_the_best(said):
    picture = PICTURES["option_bars"]()

    assert "A 1,000,000 million đồng" in said(picture.alt) and "200,000" in picture.alt and "C brings the most" in picture.caption


def test_a_picture_under_a_slider_does_not_jump(size):
    small, large = (options_over("discount_rate", [1, 2, 3], {"A": [k, 2, 3], "B": 1}, limits=(0, 100)) for k in (0, 90))

    assert size(small) == size(large)
    assert small.figure.axes[0].get_ylim() == large.figure.axes[0].get_ylim() == (0, 100)


@pytest.mark.parametrize("high", [0.03, 0.1, 0.2, 0.5, 1.0])
def test_the_ticks_of_shares_are_not_rounded(high):
    picture = options_over("retention_rate", [0, high], {"A": [0, 1], "B": 0.5})
    picture.png()
    axis = picture.figure.axes[0].xaxis
    shown = [float(label.get_text().rstrip("%\u00a0 ")) / 100 for label in axis.get_ticklabels()]

    assert shown == pytest.approx(list(axis.get_ticklocs()), abs=1e-9)
