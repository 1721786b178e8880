"""A grading killed at any moment: the same command goes on, grades nobody twice, and nothing of the killed one is left."""
import collections
import contextlib
import ctypes
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

import pytest
import tiny

from crmlab.grading import watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

HOUSE = pathlib.Path(__file__).parents[2]
STUDENTS = 16
KILLS = [(signal.SIGKILL, whom) for whom in ("main", "group")] * 10 + [(signal.SIGINT, "group")] * 3 + [(signal.SIGTERM, "main")]
SET_SUBREAPER = 36
WAYS = [
    {},
    {tiny.Q1: 'answer("q1", sum(values) / n)'},
    {tiny.Q2: 'answer("q2", 1 / 0)', tiny.Q3: 'answer("q3", "I added them up.")'},
    {tiny.Q1: 'answer("q1", ...)', tiny.Q2: "import os\nos._exit(0)"},
]


@pytest.fixture(scope="module", autouse=True)
def adopting():
    """Whoever outlives a killed command becomes our child, so that we see it."""
    libc = ctypes.CDLL(None)
    libc.prctl(SET_SUBREAPER, 1, 0, 0, 0)
    yield
    libc.prctl(SET_SUBREAPER, 0, 0, 0, 0)


def left(before):
    """The processes that descend from us and did not before; those that have ended are let go."""
    for process in watch.family(os.getpid()).keys() - before:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
    return watch.family(os.getpid()).keys() - before


class Course:
    """A class, and the command that grades it."""

    def __init__(self, folder):
        self.folder = folder
        tiny.write(folder / "en" / "sums.ipynb")
        for number in range(STUDENTS):
            changes = {tiny.Q1: tiny.RIGHT[tiny.Q1]} | WAYS[number % len(WAYS)]
            changes[tiny.Q1] = "import time\ntime.sleep(0.03)\n" + changes[tiny.Q1]
            tiny.submit(folder / "submissions" / f"Nguyễn {number:02}.ipynb", changes)
        (folder / "submissions" / "Đỗ Ước.ipynb").write_bytes(tiny.notebook().encode()[:700])
        (folder / "key").write_text("a secret\n", encoding="utf-8")
        (folder / "tmp").mkdir()
        self.light = tiny.light()

    def start(self, grades, box=None, workers=2):
        """Begin grading into a folder, in a session and a process group of its own."""
        words = [sys.executable, "-m", "crmlab", "grade", self.folder / "en" / "sums.ipynb", self.folder / "submissions", "-o", self.folder / grades]
        words += ["--hidden", "1", "--workers", str(workers), "--key", self.folder / "key", "--sandbox", box or self.light]
        with open(self.folder / "said", "wb") as said:
            return subprocess.Popen(words, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True, env=os.environ | {"TMPDIR": str(self.folder / "tmp")})

    def finish(self, grades, box=None, workers=2):
        """Grade to the end; return the bytes of the gradebook."""
        code = self.start(grades, box, workers).wait(120)

        assert 0 == code, (self.folder / "said").read_text(encoding="utf-8")
        return (self.folder / grades / "gradebook.csv").read_bytes()

    def lines(self, grades):
        """How often each submission stands in the journal; a torn line is none."""
        count = collections.Counter()
        with contextlib.suppress(FileNotFoundError):
            for line in (self.folder / grades / "journal.jsonl").read_bytes().split(b"\n"):
                with contextlib.suppress(ValueError):
                    count[json.loads(line)["result"]["submission"]] += 1
        return count

    def kill(self, process, sign, whom):
        """Kill a grading, or it and its pool of processes; wait until it has ended."""
        (os.killpg if whom == "group" else os.kill)(process.pid, sign)
        process.wait(30)


def check_nothing_is_left(course, before):
    deadline = time.monotonic() + 10
    while (processes := left(before)) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert set() == processes, [pathlib.Path(f"/proc/{process}/cmdline").read_bytes() for process in processes]
    assert [] == list((course.folder / "tmp").iterdir())


def check_finished(course, grades, expected, before):
    everybody = {path.name for path in (course.folder / "submissions").iterdir()}

    assert expected == (course.folder / grades / "gradebook.csv").read_bytes()
    assert dict.fromkeys(everybody, 1) == course.lines(grades), "each is graded to its end once"
    assert [] == list((course.folder / grades).rglob("*.new")), "no half-written file"
    assert STUDENTS == len(list((course.folder / grades / "executed").iterdir()))
    check_nothing_is_left(course, before)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The class, its gradebook when nothing interrupts, and how long that takes."""
    course = Course(tmp_path_factory.mktemp("kills"))
    begun = time.monotonic()
    course.expected = course.finish("whole")
    course.seconds = time.monotonic() - begun
    return course


def at_a_random_moment(course, grades, process, chance):
    """Wait: any time that a grading takes, or until it has graded a few more."""
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0.1, course.seconds))
        return
    enough = course.lines(grades).total() + chance.randint(1, 5)
    while course.lines(grades).total() < enough and process.poll() is None:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.1))


def test_killed_at_random_moments_it_ends_as_if_it_had_not_been(course):
    chance, before = random.Random(2026), watch.family(os.getpid()).keys()
    kills, folder, gone_on = list(KILLS), 0, 0
    chance.shuffle(kills)
    while kills:
        grades = f"killed {folder}"
        known = course.lines(grades)
        process = course.start(grades)
        at_a_random_moment(course, grades, process, chance)
        if process.poll() is None:
            course.kill(process, *kills.pop())
            check_nothing_is_left(course, before)
            gone_on += bool(known) and known < course.lines(grades)

            assert {1} >= set(course.lines(grades).values())
        else:
            check_finished(course, grades, course.expected, before)
            folder += 1
    course.finish(f"killed {folder}")
    check_finished(course, f"killed {folder}", course.expected, before)

    assert gone_on >= 3, "some were killed in the middle of the class"


def test_interrupted_it_says_so_in_one_line(course):
    process = course.start("interrupted")
    while not course.lines("interrupted"):
        time.sleep(0.02)
    course.kill(process, signal.SIGINT, "group")
    said = (course.folder / "said").read_text(encoding="utf-8")

    assert 130 == process.returncode
    assert "Traceback" not in said
    assert course.expected == course.finish("interrupted")


CTRL_C_WHILE_FORKING = """
import concurrent.futures, signal, threading, time
from crmlab.grading import pool

signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored below a shell that runs tests in the background
submit = concurrent.futures.ProcessPoolExecutor.submit
other = threading.Thread(target=time.sleep, args=(0.5,))
other.start()

def interrupted(self, work):
    signal.pthread_kill(other.ident, signal.SIGINT)
    time.sleep(0.05)
    submit(self, work)
    print("forked")

concurrent.futures.ProcessPoolExecutor.submit = interrupted
try:
    with pool._processes(1):
        print("went on")
except KeyboardInterrupt:
    print("stopped")
"""


def test_ctrl_c_waits_for_the_processes_whichever_thread_receives_it():
    said = subprocess.run([sys.executable, "-c", CTRL_C_WHILE_FORKING], cwd=HOUSE, capture_output=True, encoding="utf-8", timeout=60)

    assert ["forked", "stopped"] == said.stdout.split(), said.stderr


def test_the_real_sandbox_dies_with_its_grader_and_gives_the_same_gradebook(course):
    before = watch.family(os.getpid()).keys()
    process = course.start("real", "auto", workers=1)
    while course.lines("real").total() < 2:
        time.sleep(0.02)
    running = left(before)
    course.kill(process, signal.SIGKILL, "main")

    assert len(running) >= 4, "the grading, its process, and the sandbox"
    check_nothing_is_left(course, before)
    course.finish("real", "auto", workers=1)
    check_finished(course, "real", course.expected, before)


def test_killed_while_the_source_runs(course):
    before = watch.family(os.getpid()).keys()
    slow = {tiny.Q2: "import time\ntime.sleep(0.5)\n" + tiny.CELLS[tiny.Q2][2]}
    tiny.write(course.folder / "en" / "sums.ipynb", slow)
    process = course.start("slow source")
    time.sleep(0.9)
    course.kill(process, signal.SIGKILL, "main")
    check_nothing_is_left(course, before)

    assert course.expected == course.finish("slow source")
