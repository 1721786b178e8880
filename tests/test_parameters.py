"""The cell of parameters, which instructors and students change: what cannot be meant is refused before anything is computed."""
import math
import pathlib

import pytest

from crmlab import words
from crmlab.publishing import notebooks

COURSE = pathlib.Path(__file__).parents[1] / "notebooks"
CHAPTERS, CASES = ([path for language in words.LANGUAGES for path in sorted(COURSE.glob(place.format(language)))] for place in ("{}/[1-9]*.ipynb", "casebook/{}/C*.ipynb"))
NO_SHARES = ("fee", "help_cost", "actual_to_forecast", "letter_cost", "unit_cost")  # below 1, but money or a ratio
ANY_SIGN = ("profit_cut", "margin")


def name_of(path):
    return f"{path.parent.name}-{path.stem}"


def played(path, **change):
    """The names a notebook leaves behind, with other parameters."""
    for cell, names, _ in notebooks.cell_by_cell(path):
        if "parameters" in cell.metadata.get("tags", []):
            names.update(change)
    return names


def parameters_of(path):
    """{parameter: value} as they stand in the notebook."""
    left = {}
    exec(notebooks.parameters_cell(notebooks.read(path)).source, {}, left)
    return left


def values_of(parameter):
    """Its numbers, whether it is one, a list or a dictionary."""
    return list(parameter.values()) if isinstance(parameter, dict) else parameter if isinstance(parameter, list) else [parameter]


def spoiled(parameter, by):
    """The same with another value in the first place."""
    if isinstance(parameter, dict):
        return dict(parameter, **{next(iter(parameter)): by})
    return [by, *parameter[1:]] if isinstance(parameter, list) else by


def refused_at_once(path, **change):
    """The sentence with which the cell of imports, or the one after it, refuses."""
    with pytest.raises(ValueError) as refused:
        played(path, **change)

    assert {f"{path.stem}#imports", f"{path.stem}#checks"} & {str(entry.path).rpartition("/")[2] for entry in refused.traceback}
    return str(refused.value)


@pytest.mark.parametrize("path", [*CHAPTERS, *CASES], ids=name_of)
def test_a_percent_or_a_decimal_comma_is_refused_before_anything_is_computed(path):
    shares = {parameter: value for parameter, value in parameters_of(path).items() if parameter not in NO_SHARES and all(isinstance(one, float) and 0 <= one <= 1 for one in values_of(value))}
    words.use(path.parent.name)
    for parameter, value in shares.items():
        assert "0.6" in refused_at_once(path, **{parameter: spoiled(value, 60)})
        if isinstance(value, float):
            assert "0.6" in refused_at_once(path, **{parameter: (0, 6)})


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_a_chapter_checks_every_number_of_its_own(path):
    """So that the sentence names what was typed, not the argument of a function further down."""
    for parameter, value in parameters_of(path).items():
        number = values_of(value)[0]
        if isinstance(number, (int, float)):
            comma = refused_at_once(path, **{parameter: spoiled(value, (1, 5)) if isinstance(value, dict) else (1, 5)})
            assert "1.5" in comma and parameter in comma
            if parameter not in ANY_SIGN:
                assert parameter in refused_at_once(path, **{parameter: spoiled(value, -5)})


@pytest.mark.parametrize("path", [path for path in CASES if path.parent.name == "vi"], ids=name_of)
def test_a_nought_is_played_or_refused_by_its_name(path):
    """Nothing else goes wrong where an instructor tries what happens without it."""
    for parameter, value in parameters_of(path).items():
        if isinstance(values_of(value)[0], str | list):
            continue
        try:
            outcomes = played(path, **{parameter: spoiled(value, 0)})["outcomes"]
        except ValueError as refused:
            assert parameter in str(refused)
        else:
            assert all(math.isfinite(money) for money in outcomes.values()), parameter
