"""The marks of one submission: a pure function from JSON to JSON, so that any executor can run a class."""
import builtins
import json
import threading

from .. import answers
from . import source

_NOTHING = {"t": "unanswered"}
_here = threading.local()  # a sandbox serves one thread, and ends with it


def grade(job, worker=None):
    """Run one submission on every seed of the class and compare its answers.

    Parameters
    ----------
    job : dict, plain JSON
        ``submission``, ``student``, ``digest``; ``notebook`` and ``model`` (nbformat JSON texts: the submission, the author's copy as students got it);
        ``questions``; ``runs`` (one per seed, the public one first, each with ``seed``, ``answers`` and ``slips``);
        ``sandbox`` and ``limits`` as grading.worker takes them
    worker : the grading.worker.Worker to use; by default one that this process keeps for all its jobs

    Returns
    -------
    dict, plain JSON: the journal's line, and ``executed``, the text of the notebook with the outputs of its public run

    Nothing that the submission's process says about marks, status or success is believed; only its answers are compared.
    """
    import nbformat

    from . import engine

    notebook, model = (nbformat.reads(job[part], as_version=4) for part in ("notebook", "model"))
    worker = worker or _worker(job["sandbox"], job["limits"])
    done = [engine.execute(source.with_seed(notebook, run["seed"], model), worker, quiet=place > 0) for place, run in enumerate(job["runs"])]
    executed, public = done[0].notebook, done[0]
    released = {name: cell.source for cell in model.cells for name in source.answered(cell)}
    names = {question["name"] for question in job["questions"]}
    return {
        "submission": job["submission"],
        "student": job["student"],
        "digest": job["digest"],
        "seed": job["runs"][0]["seed"],
        "status": _status(done),
        "reason": None,
        "questions": {question["name"]: _question(question, job["runs"], done, executed, released) for question in job["questions"]},
        "unknown": sorted(name[:40] for name in public.answers if name not in names)[:20],
        "executed": nbformat.writes(executed),
    }


def _worker(sandbox, limits):
    """This thread's worker for these settings: started once, kept for the whole class."""
    from .sandbox import Sandbox
    from .worker import Worker

    key = json.dumps([sandbox, limits])
    if getattr(_here, "key", None) != key:
        close()
        _here.key, _here.worker = key, Worker(Sandbox(**sandbox), limits)
    return _here.worker


def close():
    """End this thread's sandbox, if it has one."""
    if hasattr(_here, "worker"):
        _here.worker.close()
        del _here.worker, _here.key


def _status(done):
    """How the runs ended, the public one first: "graded", or the first thing that went wrong."""
    for run in done:
        cut = next((status for status in ("timeout", "memory") if status in run.statuses.values()), None)
        if run.ended or cut:
            return run.ended or cut
    return "graded"


def _question(question, runs, done, executed, released):
    """Outcome, points and reason for one question over all runs."""
    name = question["name"]
    given = [run.answers.get(name, _NOTHING) for run in done]
    cell = next((index for index in reversed(range(len(executed.cells))) if name in source.answered(executed.cells[index])), None)
    verdict = {"outcome": None, "points": 0, "why": None, "slip": None, "given": _plain(given[0]), "hidden": [_plain(answer) for answer in given[1:]], "error": None, "cell": cell}
    if given[0] == _NOTHING:
        untouched = cell is not None and source.lines_of(executed.cells[cell].source) == source.lines_of(released.get(name, ""))
        error = None if untouched else _error(done[0], cell)
        return verdict | {"outcome": "error" if error else "not attempted", "error": error}
    if question["by_hand"]:
        blank = isinstance(given[0], str) and not given[0].strip()
        return verdict | ({"outcome": "not attempted"} if blank else {"outcome": "to be read", "points": None})
    differences = ["missing" if answer == _NOTHING else answers.compare(run["answers"][name], answer, question["tolerance"]) for run, answer in zip(runs, given)]
    if not any(differences):
        return verdict | {"outcome": "correct", "points": question["points"]}
    return verdict | _incorrect(question, runs, done, given, differences, cell)


def _plain(answer):
    return None if answer == _NOTHING else answer


def _incorrect(question, runs, done, given, differences, cell):
    """Why an answer is wrong: a named slip, right only for the public data, of another type or shape, or just another value."""
    slip = _slip(question, runs, given, differences)
    if slip is not None:
        return {"outcome": "incorrect", "why": "slip", "slip": slip}
    if differences[0] == "type":
        return {"outcome": "incorrect", "why": "type", "wanted": answers.kind(runs[0]["answers"][question["name"]])}
    if differences[0]:
        return {"outcome": "incorrect", "why": differences[0]}
    lost = next((run for run, difference in zip(done, differences) if difference == "missing" and run.errors), None)
    if lost is not None:
        return {"outcome": "error", "why": "hidden", "error": _public_part(lost.errors.get(cell) or next(iter(lost.errors.values())))}
    return {"outcome": "incorrect", "why": "hidden"}


def _slip(question, runs, given, differences):
    """The named slip that explains every run that is not right."""
    for text in question["slips"]:
        explained = [not difference or (answer != _NOTHING and text in run["slips"].get(question["name"], {})
                     and answers.is_slip(run["slips"][question["name"]][text], answer, question["tolerance"]))
                     for run, answer, difference in zip(runs, given, differences)]
        if all(explained):
            return text
    return None


def _public_part(error):
    """The kind of an error in a hidden run: its text could carry the hidden data, and so could a name that the student made up."""
    name = error.partition(":")[0]
    return name if isinstance(getattr(builtins, name, None), type) else "Exception"


def _error(run, cell):
    """What kept a question from being answered: its cell's error, or the end of the run; None when it simply was not answered."""
    if cell is None:
        return None
    if cell in run.errors:
        return run.errors[cell]
    return run.ended if run.ended and cell not in run.statuses else None
