"""Hostile submissions end as their manifest says, the next one gets its full marks, and nothing is left of either."""
import csv
import io
import json
import math
import pathlib
import re
import socket
import sys

import pytest

from crmlab.answers import ANSWER
from crmlab.grading import sandbox
from crmlab.grading.worker import Worker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
if sys.platform == "linux":
    from crmlab.grading import watch

HOSTILE = pathlib.Path(__file__).with_name("hostile")
SUBMISSIONS = {entry["name"]: entry for entry in json.loads((HOSTILE / "manifest.json").read_text(encoding="utf-8"))["submissions"]}
LIMITS = {"cell_seconds": 5, "seconds": 20, "process_memory": 1 << 30, "memory": 3 << 29}
HIDDEN = "seed = 20260131\nn = 1000"
LEFT = """
import glob, os
print()
print([sorted(os.listdir(folder)) for folder in ('.', '/tmp', '/dev/shm', os.path.expanduser('~'))])
sockets = [line.split() for table in ('tcp', 'tcp6', 'udp', 'unix') for line in open('/proc/net/' + table).readlines()[1:]]
print([words[1:6] + words[7:] for words in sockets])
"""


def cells(name):
    """The code of a submission, on hidden parameters."""
    notebook = json.loads((HOSTILE / f"{name}.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [HIDDEN if "parameters" in cell["metadata"].get("tags", ()) else "".join(cell["source"]) for cell in code]


def run(worker, code):
    """The answers and all that was printed or shown as text."""
    answers, said = {}, []
    for message in worker.run({"cells": code, "cell_seconds": LIMITS["cell_seconds"]}):
        content = message.get("content", {})
        said += [content.get("text", ""), content.get("data", {}).get("text/plain", "")]
        if ANSWER in content.get("data", {}):
            answers[content["data"][ANSWER]["name"]] = content["data"][ANSWER]["value"]
    return answers, "".join(said)


def same(expected, given):
    if isinstance(expected, float) and isinstance(given, float):
        return math.isclose(expected, given)
    if isinstance(expected, list) and isinstance(given, list):
        return len(expected) == len(given) and all(map(same, expected, given))
    if isinstance(expected, dict) and isinstance(given, dict):
        return expected.keys() == given.keys() and all(same(value, given[key]) for key, value in expected.items())
    return type(expected) is type(given) and expected == given


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    """The word that nobody may find, wherever a careless grader would leave it, and listeners that nobody may reach."""
    folder = tmp_path_factory.mktemp("grader")
    with pytest.MonkeyPatch.context() as patch, socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket(socket.AF_UNIX) as unix:
        for name in ("sibling.ipynb", "home/notes.txt", "home/.ssh/id"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("CANARY_SECRET", encoding="utf-8")
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("COURSE_KEY", "CANARY_SECRET")
        patch.chdir(folder)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for listener, address in ((tcp, ("127.0.0.1", 18765)), (udp, ("127.0.0.1", 18765)), (unix, "\0crmlab-canary")):
            listener.bind(address)
            listener.setblocking(False)
        tcp.listen()
        unix.listen()
        yield tcp, udp, unix


@pytest.fixture(scope="module")
def worker(secrets):
    with Worker(sandbox.choose(), LIMITS) as worker:
        yield worker


@pytest.fixture(scope="module")
def reference(worker):
    """The right answers, what the sandbox looks like when it is clean, and its processes."""
    answers, clean = run(worker, [*cells("reference"), LEFT])
    return answers, clean.splitlines()[-2:], watch.family(worker._process.pid).keys()


def heard(listeners):
    for listener in listeners:
        try:
            yield listener.recv(100) if listener.type == socket.SOCK_DGRAM else listener.accept()
        except BlockingIOError:
            pass


def marks(right, answers):
    return {name: int(name in answers and same(value, answers[name])) for name, value in right.items()}


def check(entry, worker, answers, said, right):
    given = marks(right, answers)

    assert entry.get("outcome") == worker.ended
    assert entry.get("marks", {}) == {name: given[name] for name in entry.get("marks", {})}
    assert [] == [text for text in entry.get("must_print", ()) if text not in said]
    assert [] == [text for text in entry.get("must_not_print", ()) if text in said]
    assert [] == [name for name in entry.get("must_not_exist", ()) for folder in (".", "/tmp", pathlib.Path.home()) if pathlib.Path(folder, name).exists()]


def test_a_torn_file_is_no_notebook():
    with pytest.raises(ValueError):
        cells("33_not_a_notebook")


@pytest.mark.parametrize("name", [name for name in SUBMISSIONS if name != "33_not_a_notebook"])
def test_a_hostile_submission_ends_as_its_manifest_says_and_leaves_nothing(name, worker, reference, secrets):
    right, clean, processes = reference
    answers, said = run(worker, cells(name))

    check(SUBMISSIONS[name], worker, answers, said, right)
    assert [] == list(heard(secrets))

    answers, said = run(worker, [*cells("reference"), LEFT])

    assert (None, right) == (worker.ended, answers)
    assert clean == said.splitlines()[-2:]
    assert processes == watch.family(worker._process.pid).keys(), "the sandbox is still the same, and empty"


@pytest.mark.parametrize("name", ["14_fork_bomb", "15_daemon", "21_reads_others"])
def test_the_same_with_a_sandbox_for_each(name, reference, secrets):
    right, _, _ = reference
    with Worker(sandbox.choose(), LIMITS, many=False) as worker:
        answers, said = run(worker, cells(name))

        assert worker._process is None
        check(SUBMISSIONS[name], worker, answers, said, right)
        assert [] == list(heard(secrets))


@pytest.fixture(scope="module")
def grades(tmp_path_factory):
    """The folder as an instructor gets it who grades all of them as one class."""
    from crmlab.cli import main

    folder = tmp_path_factory.mktemp("grades")
    assert 0 == main(["grade", str(HOSTILE / "reference.ipynb"), str(HOSTILE), "-o", str(folder), "--hidden", "1", "--cell-seconds", "4", "--seconds", "20"])
    return folder


def test_a_class_of_them_gets_the_marks_of_the_manifest(grades):
    rows = {row["submission"]: row for row in csv.DictReader(io.StringIO((grades / "gradebook.csv").read_text(encoding="utf-8-sig")))}
    assert {f"{name}.ipynb" for name in SUBMISSIONS} == set(rows)
    for name, entry in SUBMISSIONS.items():
        row = rows[f"{name}.ipynb"]

        assert entry.get("marks", {}) == {question: int(row[question]) for question in entry.get("marks", {})}, name
        assert (entry.get("outcome") or "graded") == row["status"], name
    assert ("3", "graded") == (rows["reference.ipynb"]["total"], rows["reference.ipynb"]["status"])


def test_their_pages_hold_nothing_active(grades):
    pages = [grades / "class.html", *(grades / "feedback").glob("*.html")]

    assert len(SUBMISSIONS) + 1 == len(pages)
    for page in pages:
        text = page.read_text(encoding="utf-8").lower()
        assert [] == [bad for bad in ("<script", "<iframe", "<object", "<embed", "href=\"javascript", "\x1b") if bad in text.replace("&lt;", "")], page.name
        assert not re.search(r"<[^>]*\son\w+=", text), page.name
