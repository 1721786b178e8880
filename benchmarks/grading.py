"""What grading a class costs: crmlab grade against nbgrader autograde, otter run and the same cells as a plain script.

    .venv/bin/python benchmarks/grading.py [--nbgrader VENV] [--otter VENV] [--rounds 5]

VENV is the folder of a virtual environment that has nbgrader (or otter-grader), pandas and matplotlib; the peers are never
part of the course's own environment. In every round each tool grades the same notebooks; what counts is the ratio within
a round, not the seconds. CPU time is that of a control group (version 2), which also sees kernels and sandboxes that are
killed in the end; where you may not make one, start this script as root or with: systemd-run --user --scope -p Delegate=yes
Packages are compiled to bytecode first, in all environments: a tool that compiles at every start would be measured as slow.
"""
import argparse
import compileall
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time

import nbformat

HOUSE = pathlib.Path(__file__).parents[1]
PARAMETERS = "seed = 2026"
HEAD = "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd"
DATA = """rng = np.random.default_rng(seed)
orders = pd.DataFrame({"customer": rng.integers(1, 3000, 5000), "amount": rng.gamma(2, 150, 5000).round(2)})
orders["day"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 365, 5000), unit="D")
orders.head()"""
RIGHT = {
    "q1": 'spent = orders.groupby("customer")["amount"].sum()\nq1 = spent.mean()\nq1',
    "q2": 'def come_back(orders, times):\n    return (orders["customer"].value_counts() >= times).mean()\n\nq2 = come_back(orders, 2)\nq2',
    "q3": 'months = orders.groupby(orders["day"].dt.month)["amount"].sum()\nq3, axes = plt.subplots()\naxes.bar(months.index, months)\naxes.set_title("Revenue")',
}
WRONG = {"q1": RIGHT["q1"].replace("mean", "median"), "q2": RIGHT["q2"].replace(">=", ">")}
ERROR = {"q1": RIGHT["q1"].replace('"customer"', '"client"')}
CHECKS = {
    "q1": 'abs(q1 - orders.groupby("customer")["amount"].sum().mean()) < 1e-6',
    "q2": 'abs(come_back(orders, 3) - (orders["customer"].value_counts() > 2).mean()) < 1e-6',
    "q3": "len(q3.axes[0].patches) == 12",
}
CYCLE = ["right", "wrong", "right", "error", "right", "right", "wrong", "right", "error"]  # classes differ by whole cycles
SMALL, LARGE, CLASS = 9, 45, 20
FLOOR = """import io, json, os, sys, traceback
import matplotlib.pyplot as plt, numpy, pandas
def run(cells):
    space = {}
    for cell in cells:
        try:
            exec(cell, space)
        except Exception:
            traceback.format_exc()
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.BytesIO(), bbox_inches="tight")
books = json.load(open("books.json"))
run(books[0])
plt.close("all")
for cells in books[:int(sys.argv[1])]:
    child = os.fork()
    if child == 0:
        run(cells)
        os._exit(0)
    os.waitpid(child, 0)
"""
APART = """import json, sys
from crmlab.grading import engine, sandbox, worker
engine.quick_imports()
import nbformat
books = json.load(open("books.json"))
with worker.Worker(sandbox.choose(), many=False) as apart:
    for cells in books[:int(sys.argv[1])]:
        run = engine.execute(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), apart)
        assert run.ended is None
"""
TARGETS = [  # what, one measure, another, at most
    ("crmlab : nbgrader autograde", "crmlab, each further", "nbgrader, each further", 0.10),
    ("crmlab : otter run", "crmlab, each further", "otter run, each", 0.05),
    ("crmlab : plain script", "crmlab, each further", "plain script, each", 0.25),
    ("crmlab : fork of a warm process", "crmlab, each further", "warm fork, each further", 2),
    ("crmlab with 2 hidden runs : nbgrader", "crmlab with 2 hidden runs, each further", "nbgrader, each further", 0.30),
    ("class of 20, crmlab : nbgrader", "crmlab, class of 20", "nbgrader, class of 20", 0.20),
    ("class of 20 with 2 hidden runs : nbgrader", "crmlab with 2 hidden runs, class of 20", "nbgrader, class of 20", None),
    ("a sandbox for each : plain script", "crmlab, a sandbox for each", "plain script, each", 2),
]


class Meter:
    """Runs commands in a control group of their own and reads what they have cost."""

    def __init__(self):
        home = next(path for path in map(pathlib.Path, ("/sys/fs/cgroup/unified", "/sys/fs/cgroup")) if (path / "cgroup.procs").exists())
        own = next(line.strip()[3:] for line in open("/proc/self/cgroup") if line.startswith("0::"))
        self.group = home / own.strip("/") / f"crmlab-bench-{os.getpid()}"
        self.group.mkdir()

    def run(self, command, folder, **more):
        """(CPU seconds, seconds) of a command with all it has started."""
        environment = os.environ | {"JUPYTER_DATA_DIR": str(folder / "jupyter"), "MPLBACKEND": ""} | more
        environment["PATH"] = os.pathsep.join([os.path.dirname(command[0]), os.environ["PATH"]])
        cpu, begun = self._used(), time.monotonic()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, preexec_fn=self._enter)
        seconds = time.monotonic() - begun
        while (self.group / "cgroup.procs").read_text():
            time.sleep(0.02)
        if done.returncode:
            raise SystemExit(f"{' '.join(map(str, command))[:300]}\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
        return self._used() - cpu, seconds

    def _enter(self):
        (self.group / "cgroup.procs").write_text(str(os.getpid()))

    def _used(self):
        return int((self.group / "cpu.stat").read_text().split()[1]) / 1e6


def solved(number):
    """{question: code} of one student."""
    return RIGHT | {"wrong": WRONG, "error": ERROR, "right": {}}[CYCLE[number % len(CYCLE)]]


def code(source, **metadata):
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def write(path, cells):
    """Write a notebook; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def make_crmlab(folder):
    """The source, a class of each size, and the cells as JSON for the two warm processes of our own."""
    def cells(answers, **metadata):
        first = [code(PARAMETERS, tags=["parameters"]), code(HEAD + "\nfrom crmlab import answer"), code(DATA)]
        return first + [code(f'{answers[name].removesuffix(name)}\nanswer("{name}", {name})', **metadata) for name in answers]

    write(folder / "exercise.ipynb", cells(RIGHT, tags=["solution"]))
    for size in (SMALL, LARGE, CLASS):
        for number in range(size):
            write(folder / str(size) / f"student{number:02}.ipynb", cells(solved(number)))
    (folder / "key").write_text("benchmark\n")
    books = [[PARAMETERS, HEAD, DATA, *solved(number).values()] for number in range(LARGE)]
    (folder / "books.json").write_text(json.dumps(books))
    return folder


def make_scripts(folder):
    """One plain script of the same cells for each kind of student; an error costs its cell only, as in a notebook."""
    folder.mkdir()
    for kind in set(CYCLE):
        cells = [PARAMETERS, HEAD, DATA, *solved(CYCLE.index(kind)).values()]
        parts = [f"try:\n{textwrap.indent(cell, '    ')}\nexcept Exception:\n    traceback.print_exc()\n" for cell in cells]
        (folder / f"{kind}.py").write_text("import traceback\n" + "".join(parts))
    return folder


def make_nbgrader(folder, venv):
    """A course with hidden tests, generated as its instructor would, and classes of two sizes that have handed in."""
    def question(name, **what):
        return {"nbgrader": {"schema_version": 3, "grade_id": name, "task": False, "locked": False, "grade": False, "solution": False} | what}

    cells = [code(PARAMETERS), code(HEAD), code(DATA)]
    for name in RIGHT:
        cells.append(code(f"### BEGIN SOLUTION\n{RIGHT[name]}\n### END SOLUTION", **question(name, solution=True)))
        test = f"assert {name} is not None\n### BEGIN HIDDEN TESTS\nassert {CHECKS[name]}\n### END HIDDEN TESTS"
        cells.append(code(test, **question(f"{name}-test", grade=True, locked=True, points=1)))
    write(folder / "course" / "source" / "ps" / "ps.ipynb", cells)
    environment = os.environ | {"PATH": os.pathsep.join([str(venv / "bin"), os.environ["PATH"]])}
    subprocess.run([venv / "bin" / "nbgrader", "generate_assignment", "ps"], cwd=folder / "course", env=environment, check=True, capture_output=True)
    released = nbformat.read(folder / "course" / "release" / "ps" / "ps.ipynb", as_version=4)
    for size in (2, CLASS):
        shutil.copytree(folder / "course", folder / str(size))
        for number in range(size):
            for cell in released.cells:
                if cell.metadata.get("nbgrader", {}).get("solution"):
                    cell.source = solved(number)[cell.metadata.nbgrader.grade_id]
            write(folder / str(size) / "submitted" / f"student{number:02}" / "ps" / "ps.ipynb", released.cells)
    return folder


def make_otter(folder, venv):
    """One notebook of each kind of student, and the archive with the tests."""
    for kind in set(CYCLE):
        write(folder / f"{kind}.ipynb", [code(PARAMETERS), code(HEAD), code(DATA), *map(code, solved(CYCLE.index(kind)).values())])
    (folder / "tests").mkdir()
    for name, check in CHECKS.items():
        case = {"code": f">>> bool({check})\nTrue", "hidden": True, "locked": False, "points": 1}
        test = {"name": name, "points": 1, "suites": [{"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}]}
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    subprocess.run([venv / "bin" / "otter", "generate", "-t", "tests", "-o", "autograder.zip"], cwd=folder, check=True, capture_output=True)
    return folder


def grade(meter, folder, size, hidden):
    """crmlab grade on one class, from nothing."""
    shutil.rmtree(folder / "grades", ignore_errors=True)
    cost = meter.run([sys.executable, "-m", "crmlab", "grade", "exercise.ipynb", str(size), "-o", "grades", "--hidden", str(hidden), "--key", "key"], folder)
    rows = (folder / "grades" / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == size + 1, rows
    return cost


def autograde(meter, folder, venv, size):
    """nbgrader autograde on one class, from a fresh copy of the course."""
    shutil.rmtree(folder / "now", ignore_errors=True)
    shutil.copytree(folder / str(size), folder / "now")
    cost = meter.run([str(venv / "bin" / "nbgrader"), "autograde", "ps", "--create"], folder / "now")
    assert len(list((folder / "now").glob("autograded/*/ps/ps.ipynb"))) == size
    return cost


def slope(costs, small, large):
    """What each further one costs, from the costs of a small and a large number."""
    return tuple((much - little) / (large - small) for little, much in zip(costs[small], costs[large]))


def shares(cost_of):
    """What a notebook costs, each kind counted as often as in a class."""
    costs = {kind: cost_of(kind) for kind in set(CYCLE)}
    return tuple(statistics.mean(costs[kind][part] for kind in CYCLE) for part in (0, 1))


def one_round(meter, folders, venvs):
    """{what: (CPU seconds, seconds)} of every tool."""
    ours, scripts, python = folders["crmlab"], folders["scripts"], sys.executable
    found = {}
    for hidden, name in ((0, "crmlab"), (2, "crmlab with 2 hidden runs")):
        costs = {size: grade(meter, ours, size, hidden) for size in (SMALL, CLASS, LARGE)}
        found |= {f"{name}, each further": slope(costs, SMALL, LARGE), f"{name}, class of 20": costs[CLASS]}
    found["crmlab, a sandbox for each"] = slope({count: meter.run([python, "-c", APART, str(count)], ours) for count in (1, 10)}, 1, 10)
    found["plain script, each"] = shares(lambda kind: meter.run([python, f"{kind}.py"], scripts, MPLBACKEND="agg"))
    found["warm fork, each further"] = slope({count: meter.run([python, "-c", FLOOR, str(count)], ours, MPLBACKEND="agg") for count in (SMALL, LARGE)}, SMALL, LARGE)
    if venv := venvs["nbgrader"]:
        costs = {size: autograde(meter, folders["nbgrader"], venv, size) for size in (2, CLASS)}
        found |= {"nbgrader, each further": slope(costs, 2, CLASS), "nbgrader, class of 20": costs[CLASS]}
    if venv := venvs["otter"]:
        otter = [str(venv / "bin" / "otter"), "run", "--no-logo", "-a", "autograder.zip"]
        found["otter run, each"] = shares(lambda kind: meter.run([*otter, f"{kind}.ipynb"], folders["otter"]))
    return found


def report(rounds):
    """Both tables: what was measured, and how it compares."""
    print(f"{'medians of ' + str(len(rounds)) + ' rounds (min-max)':42}{'CPU s':>8}{'':18}{'wall s':>8}")
    for what in rounds[0]:
        cpu, wall = ([one[what][part] for one in rounds] for part in (0, 1))
        print(f"{what:42}{statistics.median(cpu):8.3f}{f'  ({min(cpu):.3f}-{max(cpu):.3f})':18}{statistics.median(wall):8.3f}")
    print(f"\n{'ratio of CPU times within a round':42}{'ratio':>8}{'':18}{'target':>8}")
    for what, one, other, most in TARGETS:
        if other in rounds[0]:
            ratios = [found[one][0] / found[other][0] for found in rounds]
            met = "" if most is None else f"{most:8.2f}  {'met' if statistics.median(ratios) <= most else 'MISSED'}"
            print(f"{what:42}{statistics.median(ratios):8.3f}{f'  ({min(ratios):.3f}-{max(ratios):.3f})':18}{met}")


def compile_packages(python):
    """Write the bytecode of everything an environment can import, where it is missing."""
    asked = "import sysconfig, compileall\ncompileall.compile_dir(sysconfig.get_path('purelib'), quiet=3, workers=0)"
    subprocess.run([python, "-c", asked], check=True)


def versions(python, *names):
    """The versions of some packages in an environment."""
    asked = f"from importlib.metadata import version\nprint(', '.join(name + ' ' + version(name) for name in {names!r}))"
    return subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for peer in ("nbgrader", "otter"):
        options.add_argument(f"--{peer}", type=pathlib.Path, default=os.environ.get(f"CRMLAB_BENCH_{peer.upper()}"), metavar="VENV")
    options.add_argument("--rounds", type=int, default=5)
    options = options.parse_args()
    venvs = {peer: getattr(options, peer) and pathlib.Path(getattr(options, peer)).absolute() for peer in ("nbgrader", "otter")}
    for peer in (peer for peer in venvs if not venvs[peer]):
        print(f"{peer} is left out: no --{peer} VENV was given.")
    pythons = {peer: str(venv / "bin" / "python") for peer, venv in venvs.items() if venv} | {"crmlab": sys.executable}
    for python in pythons.values():
        compile_packages(python)
    compileall.compile_dir(HOUSE / "crmlab", quiet=3)
    meter = Meter()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        folders = {"crmlab": make_crmlab(home / "crmlab"), "scripts": make_scripts(home / "scripts")}
        folders |= {peer: make(home / peer, venvs[peer]) for peer, make in (("nbgrader", make_nbgrader), ("otter", make_otter)) if venvs[peer]}
        try:
            report([one_round(meter, folders, venvs) for _ in range(options.rounds)])
        finally:
            meter.group.rmdir()
    packages = {"crmlab": "crmlab", "nbgrader": "nbgrader", "otter": "otter-grader"}
    tools = [versions(python, packages[name], "pandas", "matplotlib", "ipykernel") for name, python in sorted(pythons.items())]
    print(f"\nload average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; Python {sys.version.split()[0]}; {'; '.join(tools)}")


if __name__ == "__main__":
    main()
