"""A tiny exercise, submissions for it, and a kernel that runs its cells in no time: plain exec, no IPython, no sandbox."""
import json
import pathlib
import shlex
import sys
import threading
import time

CELLS = [
    ("markdown", [], "# Sums"),
    ("code", ["parameters"], "seed = 7\nn = 10"),
    ("code", [], "import random\nfrom crmlab import answer, expect\nchance = random.Random(seed)\nvalues = [chance.randrange(1000) for _ in range(n)]"),
    ("markdown", [], "## The sum"),
    ("code", ["solution"], 'answer("q1", sum(values))\nexpect("q1", points=2, slips={"took the mean": sum(values) / n})'),
    ("markdown", [], "## The largest"),
    ("code", ["solution"], 'answer("q2", max(values))\nexpect("q2", points=1.5)'),
    ("markdown", [], "## Why?"),
    ("code", ["solution"], 'answer("q3", "because")\nexpect("q3", by_hand=True)'),
]
Q1, Q2, Q3 = 4, 6, 8
RIGHT = {Q1: 'answer("q1", sum(values))', Q2: 'answer("q2", max(values))', Q3: 'answer("q3", ...)'}


def notebook(changes=None):
    """The exercise as JSON text, some cells changed: {its place: its code}."""
    cells = []
    for place, (kind, tags, source) in enumerate(CELLS):
        cell = {"cell_type": kind, "id": f"c{place}", "metadata": {"tags": tags} if tags else {}, "source": (changes or {}).get(place, source)}
        cells.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False)


def write(path, changes=None):
    """Write the exercise, or a submission to it, and return its path."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(changes), encoding="utf-8")
    return path


def submit(path, changes=None):
    """Write a submission: all right, but for what is changed."""
    return write(path, RIGHT | (changes or {}))


def a_class(folder):
    """Seven submissions, one of each kind."""
    folder = pathlib.Path(folder)
    submit(folder / "Nguyễn Văn An.ipynb")
    submit(folder / "Trần Thị Bình.ipynb", {Q1: 'answer("q1", sum(values) / n)', Q3: 'answer("q3", "I added them up.")'})
    submit(folder / "Lê Chi.ipynb", {Q1: 'answer("q1", 4527)', Q2: 'answer("q2", ...)'})
    submit(folder / "Phạm Dũng.ipynb", {Q2: 'answer("q2", 1 / 0)'})
    submit(folder / "Hoàng Giang.ipynb", {Q2: 'answer("q2", min(values))\nanswer("q9", 1)'})
    submit(folder / "Vũ Hạnh.ipynb", {Q2: "raise SystemExit"})
    (folder / "Đỗ Ước.ipynb").write_bytes(notebook().encode()[:700])
    return folder


def run(job, emit):
    """Run a job's cells in this process, as the kernel in the sandbox does but without its care."""
    from crmlab.answers import record

    with _one_at_a_time:
        shown = record._display
        try:
            _run(job["cells"], emit, record)
        finally:
            record._display = shown


_one_at_a_time = threading.Lock()


def _run(cells, emit, record):
    names = {}
    for cell, source in enumerate(cells):
        say = lambda kind, content: emit({"cell": cell, "msg_type": kind, "header": {"msg_type": kind}, "parent_header": {}, "metadata": {}, "content": content})
        record._display = lambda data, sentence, colour: say("display_data", {"data": data | {"text/plain": sentence}, "metadata": {}, "transient": {}})
        emit({"cell": cell, "type": "start", "execution_count": cell + 1})
        status = "ok"
        try:
            exec(source, names)
        except BaseException as error:
            status = "error"
            say("error", {"ename": type(error).__name__, "evalue": str(error), "traceback": []})
        emit({"cell": cell, "type": "done", "status": status})


class Worker:
    """Stands for grading.worker.Worker: no sandbox, each job counted as a line in the file ``Worker.count``."""

    count = None

    def __init__(self, sandbox, limits, **forced):
        self.limits, self.ended = limits, None

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        self.close()

    def close(self):
        """Nothing to close."""

    def run(self, job):
        """The messages of a job."""
        self.ended = None
        if self.count:
            with open(self.count, "a") as file:
                file.write(f"{time.time()}\n")
        messages = []
        run(job, messages.append)
        yield from messages


def light():
    """The prefix of a sandbox that is bubblewrap's real one, but for a kernel that starts in no time."""
    from crmlab.grading import sandbox

    words = sandbox.choose().prefix
    at = words.index("--remount-ro")
    here = str(pathlib.Path(__file__).parent)
    return shlex.join([*words[:at], "--ro-bind", here, "/light", *words[at:], sys.executable, "-P", "/light/light_runner.py"])
