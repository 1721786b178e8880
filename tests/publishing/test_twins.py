"""Two languages, one notebook: what must be equal, what is stale, what sync repairs."""
import nbformat
import pytest

from crmlab.publishing import twins


def markdown(cell_id, source, **memory):
    cell = nbformat.v4.new_markdown_cell(source)
    cell.id = cell_id
    if memory:
        cell.metadata["crmlab"] = memory
    return cell


def code(cell_id, source):
    cell = nbformat.v4.new_code_cell(source)
    cell.id = cell_id
    return cell


@pytest.fixture
def pair():
    vi_text, en_text = "## Duy trì\n\n`rate` là $Rr = 0{,}75$.", "## Retention\n\n`rate` is $Rr = 0.75$."
    vi = nbformat.v4.new_notebook(cells=[markdown("idea", vi_text), code("one", "1 + 1")])
    en = nbformat.v4.new_notebook(cells=[markdown("idea", en_text, vi_sha=twins.text_hash(vi_text), en_sha=twins.text_hash(en_text)), code("one", "1 + 1")])
    return vi, en


def test_twins_differ_in_nothing_but_prose(pair):
    assert [] == twins.differences(*pair)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [("## ", "### ", "headings"), ("`rate`", "rate", "code words"), ("$Rr = 0.75$", "$Rr = 0.57$", "formulas"), ("## Retention", "## Retention ![](x.png)", "images")],
)
def test_a_translation_that_loses_something_is_found(pair, old, new, what):
    vi, en = pair
    en.cells[0].source = en.cells[0].source.replace(old, new)

    assert any(what in line for line in twins.differences(vi, en))


def test_a_changed_vietnamese_text_makes_the_english_stale(pair):
    vi, en = pair
    vi.cells[0].source += " Mới."

    assert any("--accept idea" in line for line in twins.differences(vi, en))
    assert twins.stale(vi.cells[0], twins.repaired(vi, en).cells[0]), "sync cannot translate"


def test_a_text_changed_in_both_languages_is_taken_as_translated_anew(pair):
    vi, en = pair
    vi.cells[0].source += " Mới."
    en.cells[0].source += " New."

    assert [] == twins.differences(vi, twins.repaired(vi, en))


def test_a_stale_text_can_be_accepted(pair):
    vi, en = pair
    vi.cells[0].source += " "

    assert [] == twins.differences(vi, twins.repaired(vi, en, accept=["idea"]))


def test_code_that_differs_is_found_and_repaired(pair):
    vi, en = pair
    vi.cells[1].source = "1 + 2"

    assert any("python3 lab.py sync" in line for line in twins.differences(vi, en))
    assert [] == twins.differences(vi, twins.repaired(vi, en))


def test_a_new_cell_comes_in_untranslated_and_stays_stale(pair):
    vi, en = pair
    vi.cells.insert(1, markdown("new", "Câu mới."))
    repaired = twins.repaired(vi, en)

    assert "Câu mới." == repaired.cells[1].source
    assert any("cell new" in line for line in twins.differences(vi, repaired))
    repaired.cells[1].source = "A new sentence."

    assert [] == twins.differences(vi, twins.repaired(vi, repaired))


def test_the_same_words_in_another_unicode_form_are_the_same():
    assert twins.text_hash("Mộc") == twins.text_hash("Mo\u0323\u0302c")
