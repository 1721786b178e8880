"""crmlab run: a chapter with other numbers."""
import pathlib
import shutil

import pytest

from crmlab import cli
from crmlab.publishing import notebooks

COURSE = pathlib.Path(__file__).parents[1] / "notebooks"
CHAPTER = COURSE / "en" / "3.2.1_primary_metrics.ipynb"


def test_a_chapter_runs_with_another_retention_rate(tmp_path):
    output = tmp_path / "out.html"

    assert 0 == cli.main(["run", str(CHAPTER), "-p", "retention_rate", "0.8", "-o", str(output)])
    html = output.read_text(encoding="utf-8")
    assert "80% kept each period" in html, "the picture's alt text follows the parameter"
    assert "<mfrac>" in html


def test_the_result_can_be_a_notebook(tmp_path):
    shutil.copytree(COURSE / "en", tmp_path / "en")
    output = tmp_path / "out.ipynb"

    assert 0 == cli.main(["run", str(tmp_path / "en" / "0_start.ipynb"), "-p", "discount_rate", "0,02", "-o", str(output)])
    assert "discount_rate = 0.02" in "\n".join(cell.source for cell in notebooks.read(output).cells)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-p", "retention", "0.8"], "retention_rate"),
        (["-p", "retention_rate", "high"], "must be a number"),
        (["-o", "out.pdf"], ".html"),
    ],
)
def test_a_wrong_argument_is_refused_and_nothing_written(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert 1 == cli.main(["run", str(CHAPTER), *arguments])
    assert message in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


def test_a_notebook_is_not_written_over_itself(tmp_path, capsys):
    shutil.copy(CHAPTER, tmp_path / "a.ipynb")
    before = (tmp_path / "a.ipynb").read_bytes()

    assert 1 == cli.main(["run", str(tmp_path / "a.ipynb"), "-o", str(tmp_path / "a.ipynb")])
    assert before == (tmp_path / "a.ipynb").read_bytes()
    assert "a.ipynb" in capsys.readouterr().err


def test_a_missing_folder_is_told_before_anything_runs(tmp_path, capsys):
    assert 1 == cli.main(["run", str(CHAPTER), "-o", str(tmp_path / "nowhere" / "out.html")])
    assert "nowhere" in capsys.readouterr().err


def test_the_refusal_is_in_the_notebooks_language(capsys):
    assert 1 == cli.main(["run", str(COURSE / "vi" / CHAPTER.name), "-p", "retention", "0.8"])
    assert "Có phải bạn muốn gõ retention_rate?" in capsys.readouterr().err


def test_a_missing_notebook_is_one_sentence(capsys):
    assert 1 == cli.main(["run", "nowhere.ipynb"])
    assert "nowhere.ipynb" in capsys.readouterr().err


def test_a_value_the_metric_refuses_is_told_with_its_cell(tmp_path, capsys):
    assert 1 == cli.main(["run", str(CHAPTER), "-p", "retention_rate", "80", "-o", str(tmp_path / "out.html")])
    assert "0.8" in capsys.readouterr().err
    assert not (tmp_path / "out.html").exists()
