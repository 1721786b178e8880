"""From the author's notebook to the student's: what goes, what stays, what stands in for it."""
import nbformat
import pytest

from crmlab.grading import strip


def notebook(*cells):
    """Cells given as code, as ("markdown", text), or as (code, tag)."""
    made = []
    for cell in cells:
        first, second = (cell, None) if isinstance(cell, str) else cell
        made.append(nbformat.v4.new_markdown_cell(second) if first == "markdown" else nbformat.v4.new_code_cell(first, metadata={"tags": [second]} if second else {}))
    return nbformat.v4.new_notebook(cells=made)


def left(*cells):
    return [cell.source for cell in strip.stripped(notebook(*cells))[0].cells]


def region(inside, before="", after=""):
    return f"{before}### BEGIN SOLUTION\n{inside}\n### END SOLUTION\n{after}"


@pytest.mark.parametrize(("cells", "copy"), [
    ([('x = 1\nanswer("q1", x)\nexpect("q1", points=2)', "solution")], ['answer("q1", ...)']),
    ([("import crmlab as c\nc.answer('q1', 1)\nc.answer('q2', 2)", "solution")], ['c.answer("q1", ...)\nc.answer("q2", ...)']),
    ([("helper = 3", "solution"), "kept = 1"], ["kept = 1"]),
    ([region("rate = 3 / 4", after='answer("q1", rate)')], ['rate = ...\nanswer("q1", rate)']),
    ([region("a, b = 1, 2\nunused = 3", after="a + b")], ["a = ...\nb = ...\na + b"]),
    ([region("answer('q1', 3 / 4)\nexpect('q1')")], ['answer("q1", ...)']),
    (["def f(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION\nanswer('q1', f(2))"], ["def f(x):\n    return ...\nanswer('q1', f(2))"]),
    (["for x in y:\n    ### BEGIN SOLUTION\n    print(x)\n    ### END SOLUTION"], ["for x in y:\n    ..."]),
    ([region("def f(x, *, k=2):\n    return x * k", after="answer('q1', f(2))")], ["def f(x, *, k=2):\n    return ...\nanswer('q1', f(2))"]),
    ([region("this is no ( python", after="1")], ["1"]),
    (["assert rate\n### BEGIN HIDDEN TESTS\nassert rate == 0.75\n### END HIDDEN TESTS\nprint(rate)"], ["assert rate\nprint(rate)"]),
    ([("markdown", "Why?\n### BEGIN SOLUTION\nBecause.\n### END SOLUTION\nSay it.")], ["Why?\nSay it."]),
    ([region("f = open('x')", after="print(f'KH{1}')")], ["print(f'KH{1}')"]),
    ([region("only = 1")], ["# Write your part here."]),
])
def test_what_a_student_gets(cells, copy):
    assert copy == left(*cells)


def test_a_solution_in_words_goes_too():
    made = notebook(("markdown", "The question"), ("markdown", "The answer"))
    made.cells[1].metadata["tags"] = ["solution"]

    assert ["The question"] == [cell.source for cell in strip.stripped(made)[0].cells]


def test_a_cell_that_nbgrader_marks_as_solution_goes_as_a_whole():
    made = notebook('secret = 42\nanswer("q1", secret)', ("markdown", "My model answer"))
    for cell in made.cells:
        cell.metadata["nbgrader"] = {"solution": True, "grade": False, "grade_id": "a"}

    blank, removed = strip.stripped(made)

    assert ['answer("q1", ...)', "Write your part here."] == [cell.source for cell in blank.cells]
    assert all("nbgrader" not in cell.metadata for cell in blank.cells)
    assert ['secret = 42\nanswer("q1", secret)', "My model answer"] == removed


def test_outputs_and_other_metadata_stay_at_home():
    made = notebook(('x = 1\nanswer("q1", x)', "solution"), "y = 2")
    for cell in made.cells:
        cell.outputs = [nbformat.v4.new_output("stream", text="42")]
        cell.execution_count = 7
        cell.metadata["author"] = "secret"
    made.metadata.update(kernelspec={"name": "python3", "display_name": "Python 3"}, papermill={"input_path": "solutions"})

    blank, _ = strip.stripped(made)

    assert all(cell.outputs == [] and cell.execution_count is None and cell.metadata == {} for cell in blank.cells)
    assert ["kernelspec"] == list(blank.metadata)


@pytest.mark.parametrize("code", ["### BEGIN SOLUTION\nx = 1", "x = 1\n### END SOLUTION", "### BEGIN SOLUTION\nx = 1\n### END HIDDEN TESTS"])
def test_a_mark_without_its_other_half_is_refused(code):
    with pytest.raises(ValueError, match="Cell 2"):
        strip.stripped(notebook("1", code))


@pytest.mark.parametrize(("elsewhere", "leak"), [
    ("lost = before - after_campaign", True),
    ("lost=before-after_campaign  # the same, squeezed", True),
    (("markdown", "Compute `lost = before - after_campaign` first."), True),
    ("import numpy as np", False),
    ("other = 1", False),
])
def test_a_solution_line_that_stays_elsewhere_is_found(elsewhere, leak):
    blank, removed = strip.stripped(notebook(elsewhere, ('import numpy as np\nlost = before - after_campaign\nanswer("q1", lost)', "solution")))

    assert leak == bool(strip.leaks(blank, removed))
