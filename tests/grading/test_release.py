"""crmlab release: what it refuses, what it writes, and that nothing of the solution is in it."""
import base64
import json
import re
import zlib

import nbformat
import pytest

from crmlab.answers import seal
from crmlab.cli import main
from crmlab.grading import release, source

PARAMETERS = ("seed = 1", "parameters")
DATA = "import numpy as np\nfrom crmlab import answer, expect\nrng = np.random.default_rng(seed)\nsales = rng.integers(100, 999, 6)"
Q1 = ('answer("q1", sales.sum() / 6)\nexpect("q1", points=2, slips={"you forgot to divide": sales.sum()}, hint="What is an average?")', "solution")
Q2 = ('answer("q2", "A" if sales[0] > 500 else "B")\nexpect("q2")', "solution")
Q3 = ('answer("q3", "model answer of mine")\nexpect("q3", by_hand=True)', "solution")
TEXT = ("markdown", "## The average\nCompute it.")


def written(folder, *cells, name="exercise.ipynb"):
    path = folder / name
    made = []
    for cell in cells:
        first, second = (cell, None) if isinstance(cell, str) else cell
        made.append(nbformat.v4.new_markdown_cell(second) if first == "markdown" else nbformat.v4.new_code_cell(first, metadata={"tags": [second]} if second else {}))
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


@pytest.fixture
def exercise(tmp_path):
    return written(tmp_path, TEXT, PARAMETERS, DATA, Q1, Q2, Q3)


def contents(path):
    """What sealed() would read in a copy."""
    cell = next(cell for cell in nbformat.read(path, 4).cells if cell.get("id") == "crmlab-sealed")
    packed = re.search(r'"""\n(.*)\n"""', cell.source, re.DOTALL)[1]
    return json.loads(zlib.decompress(base64.b64decode("".join(packed.split()))))


def test_the_copy_asks_and_holds_no_answer(exercise, tmp_path, worker):
    (copy,) = release.release(exercise, tmp_path / "out", worker)

    text = copy.read_text(encoding="utf-8")
    cells = [cell.source for cell in nbformat.read(copy, 4).cells if cell.get("id") != "crmlab-sealed"]
    assert [TEXT[1], "seed = 1", DATA, 'answer("q1", ...)', 'answer("q2", ...)', 'answer("q3", ...)'] == cells
    assert not [secret for secret in ("forgot", "model answer", "sales.sum", "What is an average", "solution") if secret in text]


def test_the_seal_of_the_copy_knows_right_and_slipped(exercise, tmp_path, worker):
    import numpy as np

    sales = np.random.default_rng(1).integers(100, 999, 6)
    (copy,) = release.release(exercise, tmp_path / "out", worker)
    questions = contents(copy)["questions"]

    assert ("correct", None) == seal.unseal(questions["q1"], float(sales.sum() / 6))
    assert ("slip", "you forgot to divide") == seal.unseal(questions["q1"], int(sales.sum()))
    assert ("incorrect", "What is an average?") == seal.unseal(questions["q1"], 3)
    assert {"by_hand": True} == questions["q3"]


def test_every_student_of_a_roster_has_data_of_her_own(exercise, tmp_path, worker):
    roster = tmp_path / "roster.csv"
    roster.write_text("﻿student,email\nNguyễn Văn An,an@x\nTrần Thị Bích,b@x\n", encoding="utf-8")
    copies = release.release(exercise, tmp_path / "out", worker, roster)

    seeds = [source.seed_of(nbformat.read(copy, 4)) for copy in copies]
    assert ["Nguyễn Văn An", "Trần Thị Bích"] == [copy.parent.name for copy in copies]
    assert [release.personal_seed("exercise", copy.parent.name) for copy in copies] == seeds
    assert 2 == len(set(seeds))


REFUSED = [
    ("expect", [PARAMETERS, DATA, Q1, 'expect("q2")']),
    ("solution", [PARAMETERS, DATA, Q1, "average = sales.sum() / 6"]),
    ("before she has done anything", [PARAMETERS, DATA, Q1, 'answer("q2", sales[1] + 3)']),
    ("two answers", [PARAMETERS, DATA, ('import time\nanswer("q1", time.time_ns())', "solution")]),
    ("two answers", [PARAMETERS, DATA, ('import os\nanswer("q1", os.urandom(4).hex())', "solution")]),
    ("do not change with the seed", [PARAMETERS, DATA, Q1, ('answer("q2", 42.5)', "solution")]),
    ("no cell tagged parameters", ["seed = 1", DATA, Q1]),
    ("gives the right answer", [PARAMETERS, DATA, ('answer("q1", sales.sum())\nexpect("q1", slips={"forgot": float(sales.sum())})', "solution")]),
    ("fails", [PARAMETERS, DATA, Q1, ("1 / 0", "solution")]),
    ("asks nothing", [PARAMETERS, DATA]),
    ("END SOLUTION", [PARAMETERS, DATA, "### BEGIN SOLUTION\nanswer('q1', sales[0])"]),
    ("answered in two cells", [PARAMETERS, DATA, Q1, ('answer("q1", sales[1])', "solution")]),
    ("not written out", [PARAMETERS, DATA, Q1, ('for n in (7, 8):\n    answer(f"q{n}", sales[n - 5] + 0.5)', "solution")]),
    ("has no answer", [PARAMETERS, DATA, Q1, ('expect("q2")', "solution")]),
    ("two answers", [PARAMETERS, DATA, ('import random\nanswer("q1", sales.mean() + random.random())', "solution")]),
    ("two answers", [PARAMETERS, DATA, ('answer("q1", sales.mean() + np.random.rand())', "solution")]),
    ("students' copy", [PARAMETERS, DATA, Q1, 'import crmlab\ncrmlab.sealed("""x""")']),
    ("hint q1 .* the answer", [PARAMETERS, DATA, ('answer("q1", sales.sum() / 7)\nexpect("q1", hint=f"It is {sales.sum() / 7:.2f}")', "solution")]),
    ("the answer to q1", [PARAMETERS, DATA, ("markdown", "One of them is 571.125."), ('answer("q1", [1.5, 571.125 * seed])', "solution")]),
    ("the answer to q1", [PARAMETERS, DATA, ("markdown", "It should be near 618,333."), ('answer("q1", 618.3333333 * seed)', "solution")]),
]


@pytest.mark.parametrize(("sentence", "cells"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_source_that_would_teach_wrongly_is_refused(sentence, cells, tmp_path, worker):
    path = written(tmp_path, *cells)
    with pytest.raises(ValueError, match=sentence):
        release.release(path, tmp_path / "out", worker)

    assert not (tmp_path / "out").exists()


def test_nothing_but_an_older_copy_is_overwritten(exercise, tmp_path, worker):
    before = exercise.read_bytes()
    with pytest.raises(ValueError, match="there already"):
        release.release(exercise, tmp_path, worker)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / exercise.name).write_text("my notes", encoding="utf-8")
    with pytest.raises(ValueError, match="there already"):
        release.release(exercise, tmp_path / "out", worker)

    assert before == exercise.read_bytes()
    assert "my notes" == (tmp_path / "out" / exercise.name).read_text(encoding="utf-8")
    assert 2 == len([release.release(exercise, tmp_path / "new", worker) for _ in range(2)])


def test_points_of_nbgrader_count_and_what_is_not_collected_is_said(tmp_path, capsys):
    path = written(tmp_path, PARAMETERS, DATA, ('answer("q1", sales.sum() / 6)', "solution"), "assert True", ('answer("q2", sales[1])\nanswer("q3", sales[2])', "solution"), "assert True", TEXT)
    notebook = nbformat.read(path, 4)
    for cell, points in ((notebook.cells[3], 2), (notebook.cells[5], 3), (notebook.cells[6], 5)):
        cell.metadata["nbgrader"] = {"grade": True, "points": points, "solution": cell.cell_type == "markdown"}
    nbformat.write(notebook, path)

    assert {"q1": 2, "q2": 1.5, "q3": 1.5} == source.nbgrader_points(notebook)
    assert 0 == main(["release", str(path), "-o", str(tmp_path / "out")])
    assert "Markdown cell 7 is not collected" in capsys.readouterr().out


def test_an_answer_in_the_text_is_found_in_both_manners_of_writing():
    assert {"618,33", "618.33"} <= set(release._ways_to_write(618.3333))
    assert {"26.370", "26370", "26,370"} <= set(release._ways_to_write(26370.0))
    assert set() == set(release._ways_to_write(0.5))


@pytest.mark.parametrize(("text", "sentence"), [("name\nAn\n", "column student"), ("student\nAn\nAn\n", "twice"), ("student\nA/B\n", "folder"), ("student\n..\n", "folder"), ("", "column student")])
def test_a_bad_roster_is_refused(text, sentence, tmp_path):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        release.students(tmp_path / "roster.csv")


def test_the_command_releases_a_source_of_nbgraders_manner(tmp_path, capsys):
    """No parameters, no expect, hidden tests: released with --fixed, and told why it is needed."""
    path = written(
        tmp_path, "import crmlab",
        "def mean(xs):\n    ### BEGIN SOLUTION\n    return sum(xs) / len(xs)\n    ### END SOLUTION",
        'assert mean([1, 3]) == 2\n### BEGIN HIDDEN TESTS\nassert mean([5, 6]) == 5.5\n### END HIDDEN TESTS\ncrmlab.answer("mean", mean([2, 3, 7]))',
    )

    assert 1 == main(["release", str(path), "-o", str(tmp_path / "out")])
    assert "--fixed" in capsys.readouterr().err
    assert 0 == main(["release", str(path), "-o", str(tmp_path / "out"), "--fixed"])
    copy = nbformat.read(tmp_path / "out" / path.name, 4)
    assert ["import crmlab", "def mean(xs):\n    return ...", 'assert mean([1, 3]) == 2\ncrmlab.answer("mean", mean([2, 3, 7]))'] == [cell.source for cell in copy.cells[1:]]


def test_files_beside_the_source_that_its_code_names_go_with_it(tmp_path, capsys):
    (tmp_path / "prices.csv").write_text("price\n3\n5\n", encoding="utf-8")
    (tmp_path / "firm.py").write_text("def fee(seed): return seed % 7 + 0.5", encoding="utf-8")
    (tmp_path / "secret.csv").write_text("x", encoding="utf-8")
    (tmp_path / "course.key").write_text("x", encoding="utf-8")
    code = 'import pandas as pd\nimport firm\nfrom crmlab import answer\nprices = pd.read_csv("prices.csv")["price"] * firm.fee(seed)'
    path = written(tmp_path, PARAMETERS, code, ('answer("q1", prices.sum())', "solution"))

    assert 0 == main(["release", str(path), "-o", str(tmp_path / "out")]), capsys.readouterr().err
    assert ["exercise.ipynb", "firm.py", "prices.csv"] == sorted(file.name for file in (tmp_path / "out").iterdir())

    submitted = tmp_path / "submitted"
    written_by = written(tmp_path / "out", PARAMETERS, code, 'answer("q1", prices.sum())', name="An.ipynb")
    submitted.mkdir()
    written_by.rename(submitted / "An.ipynb")
    assert 0 == main(["grade", str(path), str(submitted), "-o", str(tmp_path / "grades")]), capsys.readouterr().err
    assert "An.ipynb,An,1,1,graded" in (tmp_path / "grades" / "gradebook.csv").read_text(encoding="utf-8-sig")
