"""Parameters of a notebook: read without running it, and refused when they do not fit."""
import nbformat
import pytest

from crmlab.publishing import parameters


@pytest.fixture
def notebook():
    cell = nbformat.v4.new_code_cell('retention_rate = 0.75\nperiods = 5\nrates = [0.5, 0.6]\nname = "Mộc"\nprediction = None\nloud = True')
    cell.metadata["tags"] = ["parameters"]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0"), cell])


def test_defaults_are_read_without_running_anything(notebook):
    assert {"retention_rate": 0.75, "periods": 5, "rates": [0.5, 0.6], "name": "Mộc", "prediction": None, "loud": True} == parameters.defaults(notebook)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("retention_rate", "0.8", 0.8),
        ("retention_rate", "0,8", 0.8),
        ("retention_rate", "1", 1.0),
        ("periods", "7", 7),
        ("rates", "[0.7, 0.8, 0.9]", [0.7, 0.8, 0.9]),
        ("name", "Trà Mộc", "Trà Mộc"),
        ("name", "12", "12"),
        ("prediction", "200", 200),
        ("loud", "False", False),
    ],
)
def test_what_is_typed_becomes_the_parameters_own_kind(notebook, name, typed, value):
    assert {name: value} == parameters.checked(notebook, {name: typed})


def test_a_wrong_name_is_refused_with_the_nearest_and_the_list(notebook, language):
    with pytest.raises(ValueError) as refusal:
        parameters.checked(notebook, {"retention": "0.8"})

    assert "retention_rate?" in str(refusal.value)
    assert "periods = 5" in str(refusal.value)


@pytest.mark.parametrize(("name", "typed"), [("retention_rate", "high"), ("retention_rate", "[0.8]"), ("periods", "2.5"), ("rates", "0.7"), ("rates", "[]"), ("rates", "['a']"), ("loud", "1"), ("prediction", "many")])
def test_a_wrong_kind_is_refused_with_what_it_should_be(notebook, name, typed):
    with pytest.raises(ValueError, match="for example|True or False"):
        parameters.checked(notebook, {name: typed})


def test_a_notebook_without_parameters_says_so():
    with pytest.raises(ValueError, match="no parameter rate"):
        parameters.checked(nbformat.v4.new_notebook(), {"rate": "1"})
