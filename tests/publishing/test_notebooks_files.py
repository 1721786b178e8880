"""Reading, running and writing notebooks: canonical bytes, clear refusals, nothing lost."""
import nbconvert
import nbformat
import pytest

from crmlab.publishing import notebooks, sync


@pytest.fixture
def course(tmp_path):
    for language in ("vi", "en"):
        (tmp_path / language).mkdir()
    return tmp_path


def write(path, *cells):
    parameters = nbformat.v4.new_code_cell("rate = 0.5", metadata={"tags": ["parameters"]}, id="parameters")
    notebooks.write(nbformat.v4.new_notebook(cells=[parameters, *cells]), path)
    return path


def test_a_run_gives_the_same_bytes_twice(tmp_path):
    path = write(tmp_path / "a.ipynb", nbformat.v4.new_code_cell("from crmlab import Explore, charts\nExplore(charts.customers_left, retention_rate=(0.5, 0.9, 0.1))", id="x"))
    texts = {notebooks.text(sync.executed(notebooks.read(path), path)) for _ in range(2)}

    assert 1 == len(texts)
    assert "widget-view" not in texts.pop()


def test_parameters_reach_the_notebook_and_the_file_stays(tmp_path):
    path = write(tmp_path / "a.ipynb", nbformat.v4.new_code_cell("print(rate)", id="x"))
    before = path.read_bytes()
    done = notebooks.run_file(path, {"rate": 0.9})

    assert "0.9\n" == done.cells[-1].outputs[0].text
    assert before == path.read_bytes()


def test_a_failing_cell_is_named_with_its_traceback(tmp_path):
    path = write(tmp_path / "a.ipynb", nbformat.v4.new_code_cell("1 / 0", id="x"))
    with pytest.raises(notebooks.CellFailed) as failure:
        notebooks.run_file(path)

    assert str(failure.value).startswith("a.ipynb, cell 2: ZeroDivisionError: division by zero")
    assert "1 / 0" in str(failure.value)
    assert "\x1b" not in str(failure.value)


@pytest.mark.parametrize("content", [b"", b"{", b"not a notebook", b"\xff\xfe\x00", b'{"cells": 1}'])
def test_a_broken_file_gets_one_sentence(tmp_path, content):
    path = tmp_path / "torn.ipynb"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="torn.ipynb is not a notebook"):
        notebooks.read(path)


def test_a_missing_file_gets_one_sentence(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        notebooks.read(tmp_path / "nowhere.ipynb")


def test_checkpoints_are_no_chapters(course):
    write(course / "vi" / "a.ipynb")
    (course / "vi" / ".ipynb_checkpoints").mkdir()
    write(course / "vi" / ".ipynb_checkpoints" / "a-checkpoint.ipynb")

    assert [course / "vi" / "a.ipynb"] == notebooks.find(course)


def test_sync_makes_the_twin_runs_both_and_says_what_is_left(course):
    write(course / "vi" / "a.ipynb", nbformat.v4.new_markdown_cell("Chào", id="hello"), nbformat.v4.new_code_cell("from crmlab import words\nwords.language()", id="x"))
    todo = sync.sync(course)

    assert ["vi", "en"] == [notebooks.read(course / language / "a.ipynb").cells[-1].outputs[0].data["text/plain"].strip("'") for language in ("vi", "en")]
    assert 1 == len(todo) and "cell hello" in todo[0], "only the translation is left to a person"


def test_sync_changes_nothing_when_a_cell_fails(course):
    path = write(course / "vi" / "a.ipynb", nbformat.v4.new_code_cell("1 / 0", id="x"))
    before = path.read_bytes()
    with pytest.raises(notebooks.CellFailed):
        sync.sync(course)

    assert before == path.read_bytes()
    assert not (course / "en" / "a.ipynb").exists()


def test_jupyters_own_html_export_shows_the_picture_of_a_widget_with_its_alt_text(tmp_path):
    """What a student gets from "Save and Export as HTML", where no widget runs."""
    source = "from crmlab import Explore, charts\nExplore(charts.customers_left, retention_rate=(0.5, 0.9, 0.1))"
    path = write(tmp_path / "a.ipynb", nbformat.v4.new_code_cell(source, id="x"))
    page, _ = nbconvert.HTMLExporter().from_notebook_node(sync.executed(notebooks.read(path), path))

    assert 'alt="' in page[page.index("<figure") : page.index("</figure>")]
    assert "<figcaption>" in page


def test_printed_text_is_kept_in_one_piece_however_the_kernel_cut_it():
    def printed(*parts):
        cell = nbformat.v4.new_code_cell("print(1)", outputs=[nbformat.v4.new_output("stream", name=name, text=text) for name, text in parts])
        return notebooks.text(notebooks.canonical(nbformat.v4.new_notebook(cells=[cell | {"id": "one"}])))

    assert printed(("stdout", "1\n2\n"), ("stderr", "!")) == printed(("stdout", "1\n"), ("stdout", "2\n"), ("stderr", "!"))
    assert printed(("stdout", "1\n"), ("stderr", "!"), ("stdout", "2\n")) != printed(("stdout", "1\n2\n"), ("stderr", "!"))
