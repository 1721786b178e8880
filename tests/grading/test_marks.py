"""What a submission gets, and why: every outcome, on the public and on hidden data."""
import nbformat
import pytest

from crmlab.grading import classroom, marks, sandbox, strip

from .test_release import DATA, PARAMETERS, written

Q1 = ('average = sales.sum() / 6\nanswer("q1", average)\nexpect("q1", points=2, tolerance=0.5, slips={"you forgot to divide": sales.sum()})', "solution")
Q2 = ('### BEGIN SOLUTION\nbest = int(sales.argmax())\n### END SOLUTION\nanswer("q2", best + 1)', None)
Q3 = ('answer("q3", None if sales[0] < 0 else list(sales))\nexpect("q3", points=0.5)', "solution")
Q4 = ('answer("q4", "Because.")\nexpect("q4", by_hand=True)', "solution")
RIGHT = {"q1": 'answer("q1", sales.sum() / 6)', "q2": 'answer("q2", int(sales.argmax()) + 1)', "q3": 'answer("q3", sales.tolist())', "q4": 'answer("q4", "Since.")'}


@pytest.fixture(scope="module")
def task(tmp_path_factory, worker):
    folder = tmp_path_factory.mktemp("task")
    return classroom.assignment(written(folder, PARAMETERS, DATA, Q1, Q2, Q3, Q4), folder, worker, hidden=2)


@pytest.fixture
def graded(task, worker):
    """Grade a student's notebook: the copy with some cells replaced, {question: code}."""

    def grade(changed=None, cells=None):
        notebook = strip.stripped(nbformat.from_dict(task.source))[0]
        for cell in notebook.cells:
            for name, code in (changed or {}).items():
                if f'"{name}"' in cell.source and cell.cell_type == "code":
                    cell.source = code
        if cells is not None:
            notebook.cells = cells(notebook.cells)
        job = {"submission": "An.ipynb", "student": "An", "digest": "0", "model": task.model, "questions": task.questions, "limits": sandbox.LIMITS}
        return marks.grade(job | {"notebook": nbformat.writes(notebook), "runs": task.runs_for(notebook)}, worker)

    return grade


def brief(result, name):
    verdict = result["questions"][name]
    return tuple(verdict[part] for part in ("outcome", "points", "why"))


def test_all_right(graded):
    result = graded(RIGHT)

    assert [("correct", 2, None), ("correct", 1, None), ("correct", 0.5, None), ("to be read", None, None)] == [brief(result, name) for name in RIGHT]
    assert ("graded", []) == (result["status"], result["unknown"])


def test_nothing_done_is_not_attempted_even_where_the_dots_raise_an_error(graded):
    result = graded()

    assert "TypeError" in str(nbformat.reads(result["executed"], 4).cells[4].outputs), "Ellipsis + 1, in the copy as it is"
    assert {("not attempted", 0, None)} == {brief(result, name) for name in RIGHT}


Q1_CASES = [
    ('answer("q1", sales.sum())', ("incorrect", 0, "slip"), "you forgot to divide"),
    ('answer("q1", round(sales.sum() / 6))', ("correct", 2, None), None),
    ('answer("q1", -1)', ("incorrect", 0, "values"), None),
    ('answer("q1", str(sales.sum() / 6))', ("incorrect", 0, "type"), None),
    ('answer("q1", sales.sum() / 6 if seed == 1 else 0)', ("incorrect", 0, "hidden"), None),
    ('answer("q1", sales.sum() if seed == 1 else sales.sum() / 6)', ("incorrect", 0, "slip"), "you forgot to divide"),
    ('answer("q1", sales.sum() if seed == 1 else 0)', ("incorrect", 0, "values"), None),
    ('answer("q1", "")', ("incorrect", 0, "type"), None),
    ('answer("q1", None)', ("incorrect", 0, "type"), None),
    ('answer("q1", 1); answer("q1", sales.sum() / 6)', ("correct", 2, None), None),
    ('answer("q1", ...)', ("not attempted", 0, None), None),
    ('x = 1 #"q1"', ("not attempted", 0, None), None),
]


@pytest.mark.parametrize(("code", "expected", "slip"), Q1_CASES, ids=[case[0] for case in Q1_CASES])
def test_one_question(code, expected, slip, graded):
    result = graded(RIGHT | {"q1": code})

    assert expected == brief(result, "q1")
    assert slip == result["questions"]["q1"]["slip"]
    assert 1.5 == sum(verdict["points"] or 0 for name, verdict in result["questions"].items() if name != "q1")


def test_an_error_costs_its_own_question(graded):
    result = graded(RIGHT | {"q1": "answer(\"q1\", 1 / 0)"})

    assert ("error", 0, None) == brief(result, "q1")
    assert "ZeroDivisionError: division by zero" == result["questions"]["q1"]["error"]
    assert ("correct", 1, None) == brief(result, "q2")


def test_an_error_on_hidden_data_tells_its_kind_and_nothing_else(graded):
    made_up = 'if seed != 1: raise type(f"Seed{seed}", (Exception,), {})(seed)\nanswer("q1", sales.sum() / 6)'
    of_python = 'answer("q1", sales.sum() / 6 if seed == 1 else {}[seed])'

    results = [graded(RIGHT | {"q1": code})["questions"]["q1"] for code in (made_up, of_python)]

    assert [("error", "hidden", "Exception"), ("error", "hidden", "KeyError")] == [(verdict["outcome"], verdict["why"], verdict["error"]) for verdict in results]


def test_a_blank_text_is_no_prose(graded):
    assert ("not attempted", 0, None) == brief(graded(RIGHT | {"q4": 'answer("q4", "  ")'}), "q4")


def test_names_nobody_asked_for_are_listed(graded):
    result = graded(RIGHT | {"q4": 'answer("q99", 1)\nanswer("q4", "Since.")'})

    assert ["q99"] == result["unknown"]


def untagged(cells):
    for cell in cells:
        cell.metadata.pop("tags", None)
    return cells


def anonymous(cells):
    return [nbformat.v4.new_code_cell(cell.source) for cell in cells]


def split(cells):
    return [nbformat.v4.new_code_cell("# my notebook"), nbformat.v4.new_code_cell("seed   =  1\n"), *cells[1:]]


def renamed_seed(cells):
    return [nbformat.v4.new_code_cell("print('hello')\nseed = 7"), *cells[1:]]


def with_injected(cells):
    old = nbformat.v4.new_code_cell("seed = 99", metadata={"tags": ["injected-parameters"]})
    return [cells[0], old, *cells[1:]]


def odd_tags(cells):
    cells[0].metadata["tags"] = "parameters"
    return cells


@pytest.mark.parametrize("change", [untagged, anonymous, split, renamed_seed, with_injected, odd_tags])
def test_the_seed_is_found_whatever_became_of_its_cell(change, graded):
    result = graded(RIGHT, change)

    assert 3.5 == sum(verdict["points"] or 0 for verdict in result["questions"].values())


def test_who_sets_the_seed_herself_answers_for_other_data(graded):
    result = graded(RIGHT, lambda cells: [cells[0], nbformat.v4.new_code_cell("seed = 1"), *cells[1:]])

    assert ("incorrect", 0, "hidden") == brief(result, "q1")


def test_every_answer_moves_on_some_hidden_data(tmp_path, worker):
    """A yes or no that is the same for the first seeds of the key is asked on another one."""
    path = written(tmp_path, PARAMETERS, DATA, ('answer("q1", bool(sales[0] > 890))', "solution"))
    moved = 0
    for key in "abcdef":
        (tmp_path / key).write_text(key, encoding="utf-8")
        task = classroom.assignment(path, tmp_path, worker, hidden=2, key=tmp_path / key)
        answers = [run["answers"]["q1"] for run in task.runs_for(task.source)]
        moved += len(set(answers)) > 1

    assert 4 <= moved, "one seed in nine says yes: ten are tried"
