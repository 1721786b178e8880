"""Each rule for notebooks is broken once here, and says what to do."""
import unicodedata

import nbformat
import pytest

from crmlab.publishing import rules


def notebook_of(*cells):
    parameters = nbformat.v4.new_code_cell("rate = 0.5", metadata={"tags": ["parameters"]})
    return nbformat.v4.new_notebook(cells=[parameters, *cells])


def test_a_plain_notebook_breaks_nothing():
    assert [] == rules.broken(notebook_of(nbformat.v4.new_markdown_cell("Chào bạn"), nbformat.v4.new_code_cell("1 + 1")))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("1 + 1;", "ends with ';'"),
        ("read('https://example.org/a.csv')", "web address"),
        ("import datetime", "clock"),
        ("pd.Timestamp.today()", "clock"),
        ("1  \n# why\n2", "comment"),
        ("\n".join("1" * 11), "11 lines"),
    ],
)
def test_code_that_breaks_a_rule(source, message):
    assert any(message in line for line in rules.broken(notebook_of(nbformat.v4.new_code_cell(source))))


def test_text_in_another_unicode_form():
    assert any("NFC" in line for line in rules.broken(notebook_of(nbformat.v4.new_markdown_cell(unicodedata.normalize("NFD", "Mộc")))))


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (nbformat.v4.new_output("error", ename="ValueError", evalue="", traceback=[]), "stored output is an error"),
        (nbformat.v4.new_output("stream", name="stderr", text="FutureWarning: soon"), "a warning"),
        (nbformat.v4.new_output("display_data", data={"image/png": "AAAA"}), "without alt text"),
        (nbformat.v4.new_output("display_data", data={"text/html": '<img src="x"/>'}), "alt text"),
        (nbformat.v4.new_output("display_data", data={"text/html": '<img alt="short" src="x"/>'}), "alt text"),
    ],
)
def test_outputs_that_break_a_rule(output, message):
    cell = nbformat.v4.new_code_cell("1")
    cell.outputs = [output]

    assert any(message in line for line in rules.broken(notebook_of(cell)))


def test_a_notebook_with_code_needs_a_parameters_cell():
    assert any("parameters" in line for line in rules.broken(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])))


def test_terms_are_read_from_their_table_and_looked_up():
    vi, en = nbformat.v4.new_markdown_cell("| **tỷ lệ duy trì** | x |"), nbformat.v4.new_markdown_cell("| **retention rate** | x |")

    assert [("tỷ lệ duy trì", "retention rate")] == rules.term_pairs(vi, en)
    assert rules.known_pair("tỷ lệ duy trì", "Retention rate")
    assert not rules.known_pair("khả năng khuấy đảo", "churn propensity")
