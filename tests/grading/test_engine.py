"""From messages to executed notebooks: what is kept, what is dropped, and papermill's engine."""
import json
import os
import subprocess
import sys
import types

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from crmlab.answers import ANSWER, EXPECT
from crmlab.grading import engine, sandbox
from crmlab.grading.worker import Worker


@pytest.fixture(scope="module")
def worker():
    """A worker without confinement, for cells that we know."""
    with Worker(sandbox.choose("none"), {"cell_seconds": 10}) as worker:
        yield worker


class Said:
    """A worker whose sandbox said these messages."""

    limits = {"cell_seconds": 30}
    ended = None

    def __init__(self, *messages):
        self.messages = messages

    def run(self, job):
        self.job = job
        yield from self.messages


def notebook(*sources):
    """A notebook of code cells."""
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def message(kind, cell=0, **content):
    """A kernel's message as it comes from the sandbox."""
    return {"cell": cell, "msg_type": kind, "header": {"msg_id": "m", "msg_type": kind}, "parent_header": {"msg_id": f"cell-{cell}"}, "metadata": {}, "content": content}


def shown(mime, record, cell=0):
    return message("display_data", cell, data={mime: record}, metadata={}, transient={})


def test_every_cell_runs_whatever_became_of_those_before_it(worker):
    run = engine.execute(notebook("1 / 0", "def f(:", "raise SystemExit", "6 * 7"), worker)

    assert {0: "error", 1: "error", 2: "error", 3: "ok"} == run.statuses
    assert "ZeroDivisionError: division by zero" == run.errors[0]
    assert "SystemExit" == run.errors[2]
    assert "42" == run.notebook.cells[3].outputs[0].data["text/plain"]
    assert [1, 2, 3, 4] == [cell.execution_count for cell in run.notebook.cells]
    assert None is run.ended


def test_cells_are_numbered_as_in_the_notebook(worker):
    source = new_notebook(cells=[new_markdown_cell("a"), new_code_cell(" \n"), new_code_cell("1 / 0"), new_code_cell("2", metadata={"tags": ["skip-execution"]}), new_code_cell("3")])
    run = engine.execute(source, worker)

    assert {2: "error", 4: "ok"} == run.statuses
    assert [2] == list(run.errors)
    assert [] == source.cells[4].outputs, "the notebook that was given is left as it was"


def test_a_quiet_run_has_the_same_answers_and_errors_and_no_notebook(worker):
    cells = notebook(
        "from crmlab import answers\nimport matplotlib.pyplot as plt", "plt.plot([1, 2]); answers.answer('q1', plt.gcf())", "print('x'); {}['k']",
        "answers.answer('q2', 2.5)\nanswers.expect('q2', slips={'half': 1.25})", "assert [] == plt.get_fignums()",
        "from ipywidgets import interact\ninteract(lambda a=3: answers.answer('q3', a))", "answers.answer('q2', 3)",
    )
    loud, quiet = engine.execute(cells, worker), engine.execute(cells, worker, quiet=True)

    assert loud.answers == quiet.answers
    assert {"q1", "q2", "q3"} == set(quiet.answers)
    assert 3 == quiet.answers["q2"], "the last one counts"
    assert {"half": 1.25} == quiet.expects["q2"]["slips"]
    assert loud.errors == quiet.errors == {2: "KeyError: 'k'"}
    assert loud.statuses == quiet.statuses
    assert None is quiet.notebook


def test_runs_do_not_know_of_each_other(worker):
    first = engine.execute(notebook("x = 1; import random, numpy as np; print(random.random(), np.random.rand(), hash('a')); import builtins; builtins.round = None; np.mean = None"), worker)
    second = engine.execute(notebook("import random, numpy as np; print(random.random(), np.random.rand(), hash('a'))", "x", "round(2.4), float(np.mean([1, 3])), In[:1], Out"), worker)

    assert first.notebook.cells[0].outputs == second.notebook.cells[0].outputs
    assert {1: "NameError: name 'x' is not defined"} == second.errors
    assert "(2, 2.0, [''], {})" == second.notebook.cells[2].outputs[0].data["text/plain"]


ENDLESS = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(3600)",
    "loop that catches errors": "while True:\n    try:\n        int('x')\n    except Exception:\n        pass",
    "loop that catches everything": "while True:\n    try:\n        int('x')\n    except:\n        pass",
    "loop of input": "while True:\n    try:\n        n = int(input())\n    except:\n        print('again')",
    "await": "import asyncio\nawait asyncio.sleep(3600)",
    "await something else": "await asyncio.gather(asyncio.sleep(3600), asyncio.Event().wait())",
    "task of its own": "async def endless():\n    while True: pass\ntask = asyncio.create_task(endless())",
    "async loop": "while True:\n    await asyncio.sleep(0)",
    "prints": "while True: print('x')",
    "subprocess": "!sleep 3600",
    "thread": "import threading; t = threading.Thread(target=time.sleep, args=(3600,), daemon=True); t.start(); t.join()",
    "slow to show": "class Slow:\n    def __repr__(self):\n        while True: pass\nSlow()",
}


def test_a_cell_that_does_not_end_costs_only_itself(worker):
    sources = [part for name in ENDLESS for part in (ENDLESS[name], f"print({name!r})")]
    run = engine.execute(notebook("import asyncio, time", *sources), worker, cell_seconds=0.5)

    assert ["ok"] + ["timeout", "ok"] * len(ENDLESS) == list(run.statuses.values())
    assert list(ENDLESS) == [cell.outputs[0].text.strip() for cell in run.notebook.cells[2::2]]
    assert {"CellTimeout"} == {error.partition(":")[0] for error in run.errors.values()}


def test_the_clock_rings_wherever_the_loop_stands(worker):
    """Once in ten, time is up while asyncio schedules the next step; an error raised there would be lost, and the cell would wait for ever."""
    run = engine.execute(notebook("import asyncio", *[ENDLESS["async loop"]] * 30), worker, cell_seconds=0.11)

    assert ["ok"] + ["timeout"] * 30 == list(run.statuses.values())


def test_a_cell_cannot_hide_its_error_nor_stop_the_run(worker):
    falsy = "class Falsy(Exception):\n    def __bool__(self): raise ValueError\n    def __len__(self): return 0\nraise Falsy('x')"
    mute = "class Mute(Exception):\n    def __str__(self): raise ValueError\n    __repr__ = __str__\nraise Mute('x')"
    run = engine.execute(notebook(falsy, mute, "import asyncio\nfor task in asyncio.all_tasks(): task.cancel()\nawait asyncio.sleep(0)", "get_ipython().exit_now = True", "answer = 42\nanswer"), worker)

    assert ["error", "error", "error", "ok", "ok"] == list(run.statuses.values())
    assert "42" == run.notebook.cells[4].outputs[0].data["text/plain"]


def test_out_of_memory_is_a_status_of_its_cell(worker):
    run = engine.execute(notebook("import numpy as np\nnp.ones(10**13)", "raise MemoryError('mine')", "1"), worker)

    assert ["memory", "memory", "ok"] == list(run.statuses.values())


def test_what_is_written_in_pieces_is_one_output():
    pieces = [message("stream", name=name, text=text) for name, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")]]
    run = engine.execute(notebook("x"), Said(*pieces))

    assert [("stdout", "ab"), ("stderr", "c"), ("stdout", "d")] == [(output.name, output.text) for output in run.notebook.cells[0].outputs]


def test_a_display_is_updated_from_a_later_cell_even_between_pieces():
    first = message("display_data", data={"text/plain": "1"}, metadata={}, transient={"display_id": "d"})
    later = message("update_display_data", 1, data={"text/plain": "2"}, metadata={}, transient={"display_id": "d"})
    pieces = [message("stream", name="stdout", text=text) for text in "ab"]
    run = engine.execute(notebook("x", "y"), Said(*pieces, first, pieces[0], later))

    assert ["stream", "display_data", "stream"] == [output.output_type for output in run.notebook.cells[0].outputs]
    assert "2" == run.notebook.cells[0].outputs[1].data["text/plain"]


STRANGE = [
    {}, {"cell": 0}, {"cell": True, "type": "start"}, {"cell": 7, "type": "done", "status": "ok"}, {"cell": -1, "type": "done"}, {"cell": "0", "type": "start"},
    {"cell": 0, "msg_type": 5, "content": 5}, {"cell": 0, "msg_type": "stream"}, message("stream"), message("stream", name="stdin", text="x"), message("stream", name="stdout", text=5),
    message("error"), message("error", ename=[1], evalue={}, traceback="x"), message("error", ename="E", evalue="v", traceback=[5]),
    message("display_data", data=5, metadata={}), message("display_data", data={"text/plain": 5}, metadata={}), message("display_data", data={"text/html": ["<b>", 5]}, metadata={}),
    message("display_data", data={"text/plain": "x"}, metadata=[]), message("execute_result", data={"text/plain": "x"}, metadata={}, execution_count="9"),
    message("comm_open"), message("comm_open", comm_id=[], data={"state": {}}), message("comm_open", comm_id="a", target_name="jupyter.widget", data={"state": {"_model_module": [], "_model_name": 1}}),
    message("comm_msg", comm_id="b", data={"state": 5}), message("clear_output"), message("status", execution_state="idle"), message("no_such_kind", x=1),
    message("update_display_data", data={}, metadata={}, transient={"display_id": ["list"]}), message("display_data", data={"text/plain": "x"}, metadata={}, transient=5),
    shown(ANSWER, 5), shown(ANSWER, {"name": 5, "value": 1}), shown(ANSWER, {"name": "n" * 101, "value": 1}), shown(ANSWER, {"name": "q"}), shown(ANSWER, {"name": "q", "value": {"t": "no such type"}}),
    shown(EXPECT, {"name": "q"}), shown(EXPECT, {"name": "q", "slips": {"s": {"t": 5}}}), {**message("comm_msg", comm_id="c", data={"state": {"x": 1}, "buffer_paths": [["x"]]}), "buffers": ["no base64"]},
    {"cell": 0, "type": "start", "execution_count": "x"},
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("quiet", [False, True], ids=["outputs", "quiet"])
def test_a_strange_message_is_no_trouble_and_no_answer(strange, quiet):
    good = [shown(ANSWER, {"name": "q1", "value": 1}), {"cell": 0, "type": "done", "status": "ok"}]
    run = engine.execute(notebook("x"), Said(strange, *good), quiet=quiet)

    assert {"q1": 1} == run.answers
    assert {} == run.expects
    assert "ok" == run.statuses[0]
    if not quiet:
        nbformat.validate(json.loads(nbformat.writes(run.notebook)))


def test_names_and_messages_are_limited():
    many = [shown(ANSWER, {"name": f"q{i}", "value": i}) for i in range(engine.NAMES + 50)]
    run = engine.execute(notebook("x"), Said(*many, *[many[0]] * engine.MESSAGES, shown(ANSWER, {"name": "q1", "value": "late"})))

    assert engine.NAMES == len(run.answers)
    assert "late" == run.answers["q1"]
    assert engine.MESSAGES == len(run.notebook.cells[0].outputs)


def test_a_limit_and_an_end_are_told(worker):
    run = engine.execute(notebook("print('a', flush=True)", "import os; os._exit(0)", "1"), worker)

    assert "ended early" == run.ended
    assert {0: "ok"} == run.statuses


def test_importing_nbformat_is_quick_after_quick_imports(tmp_path):
    (tmp_path / "rfc3987_syntax.py").write_text("import lark")  # lab.py leaves it out; where the wheel was installed it is there
    code = (
        "import sys\nfrom crmlab.grading import engine\nengine.quick_imports()\nimport nbformat, time\n"
        "nbformat.validate(nbformat.v4.new_notebook())\nprint('rfc3987_syntax' in sys.modules, 'lark' in sys.modules)\nimport rfc3987_syntax"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(tmp_path)})

    assert "False False" == done.stdout.strip(), "what comes later may still import it"
    assert "" == done.stderr


def test_the_engine_itself_imports_nothing_heavy():
    code = "import sys, crmlab.grading.engine\nprint([name for name in ('papermill', 'nbclient', 'nbformat', 'IPython', 'pandas', 'numpy') if name in sys.modules])"

    assert "[]" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def milled(monkeypatch):
    """Execute a notebook with papermill and our engine, without confinement."""
    import papermill.engines

    from crmlab.grading import mill

    monkeypatch.setenv("CRMLAB_SANDBOX", "none")
    monkeypatch.setitem(papermill.engines.papermill_engines._engines, "crmlab", mill.CrmlabEngine)
    return lambda source, path, **options: papermill.execute_notebook(source, path, engine_name="crmlab", kernel_name="python3", language="python", progress_bar=False, **options)


def test_papermill_runs_a_notebook_with_parameters_through_the_engine(milled, tmp_path):
    source = new_notebook(cells=[new_code_cell("seed = 1", metadata={"tags": ["parameters"]}), new_code_cell("print(seed)\nimport ipywidgets\nipywidgets.IntSlider(seed)")])
    (tmp_path / "orders.csv").write_text("a\n1\n")
    source.cells.append(new_code_cell("open('orders.csv').read()"))
    executed = milled(source, str(tmp_path / "out.ipynb"), parameters={"seed": 5}, data=[tmp_path / "orders.csv"])
    saved = nbformat.read(tmp_path / "out.ipynb", as_version=4)

    assert "5\n" == executed.cells[2].outputs[0].text == saved.cells[2].outputs[0].text
    assert "'a\\n1\\n'" == saved.cells[3].outputs[0].data["text/plain"]
    assert ["completed"] * 4 == [cell.metadata.papermill.status for cell in saved.cells]
    assert saved.metadata.widgets


def test_papermill_reports_an_error_after_all_cells_have_run(milled, tmp_path):
    from papermill.exceptions import PapermillExecutionError

    with pytest.raises(PapermillExecutionError, match="division by zero"):
        milled(notebook("1 / 0", "print('still')"), str(tmp_path / "out.ipynb"))
    saved = nbformat.read(tmp_path / "out.ipynb", as_version=4)

    assert "still\n" == saved.cells[-1].outputs[0].text
    assert "failed" in [cell.metadata.get("papermill", {}).get("status") for cell in saved.cells]


def test_papermill_is_told_that_a_notebook_was_cut_off(milled, tmp_path):
    from papermill.exceptions import PapermillException

    with pytest.raises(PapermillException, match=r"cut off in cell 2 \(ended early\)"):
        milled(notebook("1", "import os; os._exit(0)", "2"), str(tmp_path / "out.ipynb"))


def test_a_notebook_in_another_language_is_refused(milled, tmp_path):
    source = notebook("1")
    source.metadata.kernelspec = {"name": "ir", "language": "R", "display_name": "R"}

    with pytest.raises(ValueError, match="but this one is in R"):
        from crmlab.grading import mill

        mill.CrmlabEngine.execute_managed_notebook(types.SimpleNamespace(nb=source), "ir")


@pytest.mark.parametrize("first", ["crmlab.grading.mill", "papermill"])
def test_whichever_is_imported_first_papermill_knows_the_engine(first):
    code = f"import {first}, papermill.engines, crmlab.grading.mill as mill\nprint(papermill.engines.papermill_engines.get_engine('crmlab') is mill.CrmlabEngine)"

    assert "True" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
