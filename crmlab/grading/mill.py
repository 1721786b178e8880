"""``papermill --engine crmlab``: papermill, with the notebook run in a sandbox."""
import os

from .. import words
from . import engine, sandbox
from .worker import Worker


def __getattr__(name):
    """CrmlabEngine, made when it is first asked for: papermill imports this module while it is being imported itself."""
    if name != "CrmlabEngine":
        raise AttributeError(name)
    from papermill.engines import Engine

    if name not in globals():  # papermill may just have asked
        globals()[name] = type(name, (Engine,), {"__doc__": _DOC, "__module__": __name__, "execute_managed_notebook": staticmethod(_run)})
    return globals()[name]


_DOC = """Runs notebooks of Python in the sandbox that CRMLAB_SANDBOX names, bubblewrap if it names none.

Unlike papermill's own engine it goes on after an error; papermill reports the errors in the end.
"""


def _run(nb_man, kernel_name, data=(), execution_timeout=None, **ignored):
    """Run the notebook of papermill's manager; ``data`` are files and folders that it may read."""
    language = nb_man.nb.metadata.get("kernelspec", {}).get("language") or "python"
    if language != "python":
        raise ValueError(words.t("engine.language", language=language))

    def watch(event, place, cell):
        mine = nb_man.nb.cells[place]
        if event == "start":
            nb_man.cell_start(mine, place)
            return
        mine.outputs, mine.execution_count = cell.outputs, cell.execution_count
        if any(output.output_type == "error" for output in cell.outputs):
            nb_man.cell_exception(mine, place)
        nb_man.cell_complete(mine, place)

    with Worker(sandbox.choose(os.environ.get("CRMLAB_SANDBOX", "auto"), data)) as worker:
        run = engine.execute(nb_man.nb, worker, cell_seconds=execution_timeout, watch=watch)
    _fill_in(nb_man, run)


def _fill_in(nb_man, run):
    """Copy what the run has made of the notebook; refuse to call it executed if it was cut off."""
    for mine, cell in zip(nb_man.nb.cells, run.notebook.cells):
        if cell.cell_type == "code":
            mine.outputs, mine.execution_count = cell.outputs, cell.execution_count
    if "widgets" in run.notebook.metadata:
        nb_man.nb.metadata.widgets = run.notebook.metadata.widgets
    unfinished = [place for place in engine.runnable(nb_man.nb) if place not in run.statuses]
    if unfinished:
        from papermill.exceptions import PapermillException

        nb_man.cell_exception(nb_man.nb.cells[unfinished[0]], unfinished[0])
        raise PapermillException(words.t("engine.ended", cell=unfinished[0] + 1, ended=run.ended))
