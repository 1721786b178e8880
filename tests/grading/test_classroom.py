"""A whole class through the command line: what comes out, what is graded again and what is not."""
import argparse
import concurrent.futures
import contextlib
import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tracemalloc
import zipfile

import pytest
import tiny

from crmlab.cli import main
from crmlab.grading import classroom, journal, marks, pool, report, sandbox, submissions, worker

HEADER = ["submission", "student", "q1", "q2", "q3", "total", "status"]
ROWS = [
    ["Hoàng Giang.ipynb", "Hoàng Giang", "2", "0", "0", "2", "graded"],
    ["Lê Chi.ipynb", "Lê Chi", "0", "0", "0", "0", "graded"],
    ["Nguyễn Văn An.ipynb", "Nguyễn Văn An", "2", "1.5", "0", "3.5", "graded"],
    ["Phạm Dũng.ipynb", "Phạm Dũng", "2", "0", "0", "2", "graded"],
    ["Trần Thị Bình.ipynb", "Trần Thị Bình", "0", "1.5", "", "1.5", "graded"],
    ["Vũ Hạnh.ipynb", "Vũ Hạnh", "2", "0", "0", "2", "graded"],
    ["Đỗ Ước.ipynb", "Đỗ Ước", "0", "0", "0", "0", "unreadable"],
]
RUNS = 3  # of one submission: the public one and two hidden ones


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with an exercise, seven submissions, a key, and no real sandbox: jobs are counted in ``jobs``."""
    monkeypatch.setattr(worker, "Worker", tiny.Worker)
    monkeypatch.setattr(marks, "_here", argparse.Namespace())
    monkeypatch.setattr(tiny.Worker, "count", tmp_path / "jobs")
    tiny.write(tmp_path / "en" / "sums.ipynb")
    tiny.a_class(tmp_path / "submissions")
    (tmp_path / "key").write_text("a secret\n", encoding="utf-8")
    (tmp_path / "jobs").touch()
    return tmp_path


def grade(course, *options, submitted="submissions", grades="grades"):
    """Give the command; return its exit code and how many runs it made."""
    before = len((course / "jobs").read_text().splitlines())
    code = main(["grade", str(course / "en" / "sums.ipynb"), str(course / submitted), "-o", str(course / grades), "--key", str(course / "key"), "--sandbox", "none", *options])
    return code, len((course / "jobs").read_text().splitlines()) - before


def table(course, grades="grades"):
    with open(course / grades / "gradebook.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def results(course, grades="grades"):
    lines = (course / grades / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["submission"]: entry for entry in (json.loads(line)["result"] for line in lines)}


def test_a_class_is_graded(course):
    code, runs = grade(course)
    raw = (course / "grades" / "gradebook.csv").read_bytes()

    assert 0 == code
    assert [HEADER, *ROWS] == table(course)
    assert raw.startswith(b"\xef\xbb\xbfsubmission,student,q1") and raw.count(b"\r\n") == raw.count(b"\n") == 8
    assert runs >= 6 * RUNS
    assert 7 == len(list((course / "grades" / "feedback").glob("*.html")))
    assert 6 == len(list((course / "grades" / "executed").glob("*.ipynb")))
    assert "Sums" in (course / "grades" / "class.html").read_text(encoding="utf-8")


def test_the_reasons_are_kept(course):
    grade(course)
    done = results(course)
    why = {name: {question: (verdict["outcome"], verdict["why"]) for question, verdict in result["questions"].items()} for name, result in done.items()}

    assert ("correct", None) == why["Nguyễn Văn An.ipynb"]["q1"]
    assert ("not attempted", None) == why["Nguyễn Văn An.ipynb"]["q3"]
    assert ("incorrect", "slip") == why["Trần Thị Bình.ipynb"]["q1"]
    assert "took the mean" == done["Trần Thị Bình.ipynb"]["questions"]["q1"]["slip"]
    assert ("to be read", None) == why["Trần Thị Bình.ipynb"]["q3"]
    assert ("incorrect", "values") == why["Hoàng Giang.ipynb"]["q2"]
    assert ("error", None) == why["Phạm Dũng.ipynb"]["q2"]
    assert "ZeroDivisionError: division by zero" == done["Phạm Dũng.ipynb"]["questions"]["q2"]["error"]
    assert {"not attempted"} == {outcome for outcome, _ in why["Đỗ Ước.ipynb"].values()}
    assert ["q9"] == done["Hoàng Giang.ipynb"]["unknown"], "a name that nobody asked for earns nothing"


def test_the_hidden_runs_catch_a_number_that_was_typed_in(course):
    right = sum(values_of(7))
    tiny.submit(course / "submissions" / "Lê Chi.ipynb", {tiny.Q1: f'answer("q1", {right})'})
    grade(course)
    verdict = results(course)["Lê Chi.ipynb"]["questions"]["q1"]

    assert ("incorrect", 0, "hidden", right) == (verdict["outcome"], verdict["points"], verdict["why"], verdict["given"])


def values_of(seed):
    """The exercise's numbers for a seed."""
    names = {}
    exec(f"seed, n = {seed}, 10\n" + tiny.CELLS[2][2].replace("from crmlab import answer, expect\n", ""), names)
    return names["values"]


def test_the_same_command_again_grades_nobody(course):
    grade(course)
    before = {file: file.read_bytes() for file in (course / "grades").rglob("*") if file.is_file()}

    assert (0, 0) == grade(course)
    assert before == {file: file.read_bytes() for file in (course / "grades").rglob("*") if file.is_file()}


def test_only_what_has_changed_is_graded_again(course):
    grade(course)
    tiny.submit(course / "submissions" / "Lê Chi.ipynb")

    assert (0, RUNS) == grade(course)
    assert ["Lê Chi.ipynb", "Lê Chi", "2", "1.5", "0", "3.5", "graded"] in table(course)


def test_an_unreadable_one_that_is_handed_in_again_is_graded(course):
    grade(course)
    tiny.submit(course / "submissions" / "Đỗ Ước.ipynb")

    assert (0, RUNS) == grade(course)
    assert ["Đỗ Ước.ipynb", "Đỗ Ước", "2", "1.5", "0", "3.5", "graded"] in table(course)


def test_one_whose_executed_notebook_is_lost_is_graded_again(course):
    grade(course)
    classroom.executed_path(course / "grades", "Lê Chi.ipynb").unlink()

    assert (0, RUNS) == grade(course)
    assert 7 == len(list((course / "grades" / "feedback").glob("*.html")))


def test_a_submission_taken_away_goes_and_a_new_one_comes(course):
    grade(course)
    (course / "submissions" / "Lê Chi.ipynb").rename(course / "submissions" / "Mai Én.ipynb")

    assert (0, RUNS) == grade(course)
    assert {"Mai Én", *(row[1] for row in ROWS)} - {"Lê Chi"} == {row[1] for row in table(course)[1:]}
    assert 7 == len(list((course / "grades" / "feedback").glob("*.html"))), "no page of anybody else is left"


def test_a_changed_source_grades_everybody_again(course):
    grade(course)
    tiny.write(course / "en" / "sums.ipynb", {tiny.Q1: tiny.CELLS[tiny.Q1][2].replace("points=2", "points=4")})
    code, runs = grade(course)

    assert runs >= 6 * RUNS
    assert ["Nguyễn Văn An.ipynb", "Nguyễn Văn An", "4", "1.5", "0", "5.5", "graded"] in table(course)


@pytest.mark.parametrize("options", [["--regrade"], ["--hidden", "1"], ["--seconds", "60"]])
def test_other_limits_and_regrade_grade_everybody_again(course, options):
    grade(course)
    code, runs = grade(course, *options)

    assert runs >= 6 * (2 if "--hidden" in options else RUNS)
    assert [HEADER, *ROWS] == table(course)


def test_another_key_means_other_hidden_numbers(course):
    grade(course)
    hidden = results(course)["Nguyễn Văn An.ipynb"]["questions"]["q1"]["hidden"]
    (course / "key").write_text("another secret\n", encoding="utf-8")
    grade(course)

    assert set() == set(hidden) & set(results(course)["Nguyễn Văn An.ipynb"]["questions"]["q1"]["hidden"])
    assert [HEADER, *ROWS] == table(course)


def test_changed_data_grades_everybody_again(course):
    (course / "data.csv").write_text("1", encoding="utf-8")
    options = ["--data", str(course / "data.csv")]
    grade(course, *options)

    assert (0, 0) == grade(course, *options)

    (course / "data.csv").write_text("2", encoding="utf-8")

    assert grade(course, *options)[1] > 6 * RUNS, "the source is run anew, too"


def test_the_same_class_gives_the_same_bytes_in_any_folder_and_order(course):
    shutil.copytree(course / "submissions", course / "again")
    grade(course)
    grade(course, "--workers", "1", submitted="again", grades="again grades")

    for name in ("gradebook.csv", "reading.csv", "class.html"):
        assert (course / "grades" / name).read_bytes() == (course / "again grades" / name).read_bytes()


def test_without_a_key_one_is_made_and_kept_for_the_owner_alone(course, monkeypatch):
    arguments = ["grade", str(course / "en" / "sums.ipynb"), str(course / "submissions"), "-o", str(course / "grades"), "--sandbox", "none"]

    assert 0 == main(arguments)

    key = course / "grades" / "course.key"
    secret = key.read_text()

    assert 0 == main(arguments)
    assert (32, secret) == (len(secret.strip()), key.read_text())
    if os.name == "posix":
        assert 0o600 == key.stat().st_mode & 0o777


def test_an_empty_key_is_refused(course, capsys):
    (course / "key").write_text("\n", encoding="utf-8")

    assert 1 == grade(course)[0]
    assert "key file" in capsys.readouterr().err


def test_any_file_can_be_the_key(course):
    (course / "key").write_bytes(bytes(range(256)))

    assert 0 == grade(course)[0]
    assert [HEADER, *ROWS] == table(course)


def test_a_source_without_a_seed_is_graded_on_its_one_set_of_data(course):
    tiny.write(course / "en" / "sums.ipynb", {1: "n = 10", 2: tiny.CELLS[2][2].replace("Random(seed)", "Random(7)")})
    for path in (course / "submissions").iterdir():
        path.unlink()
    tiny.submit(course / "submissions" / "Lê Chi.ipynb", {1: "n = 10", 2: tiny.CELLS[2][2].replace("Random(seed)", "Random(7)")})
    (course / "roster.csv").write_text("student\nLê Chi\n", encoding="utf-8")

    assert 0 == grade(course, "--roster", str(course / "roster.csv"))[0]
    assert [HEADER, ["Lê Chi.ipynb", "Lê Chi", "2", "1.5", "0", "3.5", "graded"]] == table(course)


def test_personal_copies_of_a_source_without_a_seed_are_refused(course, capsys):
    tiny.write(course / "en" / "sums.ipynb", {1: "n = 10", 2: tiny.CELLS[2][2].replace("Random(seed)", "Random(7)")})
    (course / "roster.csv").write_text("student\nLê Chi\n", encoding="utf-8")

    assert 1 == main(["release", str(course / "en" / "sums.ipynb"), "-o", str(course / "released"), "--fixed", "--roster", str(course / "roster.csv")])
    assert "seed" in capsys.readouterr().err


def layout(course, kind):
    """The class as a platform hands it out."""
    flat = sorted((course / "submissions").iterdir())
    if kind == "moodle":
        with zipfile.ZipFile(course / "moodle.zip", "w") as archive:
            for number, file in enumerate(flat):
                archive.write(file, f"{file.stem}_{100 + number}_assignsubmission_file_/work.ipynb")
        return "moodle.zip"
    for number, file in enumerate(flat):
        name = {"canvas": f"all/name{number}_{number + 1}_{number + 500}_work.ipynb", "nbgrader": f"submitted/{file.stem}/sums/sums.ipynb", "folders": f"all/{file.stem}/work.ipynb"}[kind]
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, course / name)
    return "submitted" if kind == "nbgrader" else "all"


@pytest.mark.parametrize("kind", ["moodle", "canvas", "nbgrader", "folders"])
def test_every_layout_gives_the_same_marks(course, kind):
    submitted = layout(course, kind)
    code, _ = grade(course, "--hidden", "1", submitted=submitted)
    expected = sorted(row[2:] for row in ROWS)

    assert 0 == code
    assert expected == sorted(row[2:] for row in table(course)[1:])
    assert (kind == "moodle") == (course / "grades" / "moodle.csv").exists()
    assert (kind == "canvas") == (course / "grades" / "canvas.csv").exists()
    if kind != "canvas":
        assert {row[1] for row in ROWS} == {row[1] for row in table(course)[1:]}


@pytest.mark.parametrize("place", ["submissions", "submissions/grades", "submissions/a/../grades"])
def test_grades_among_the_submissions_are_refused(course, capsys, place):
    assert (1, 0) == grade(course, grades=place)
    assert "among the submissions" in capsys.readouterr().err
    assert 7 == len(list((course / "submissions").iterdir())), "nothing was written"


def test_grades_beside_a_zip_are_no_trouble(course):
    submitted = layout(course, "moodle")

    assert 0 == grade(course, submitted=submitted, grades=".")[0]


def test_data_that_are_not_there_are_refused(course, capsys):
    assert (1, 0) == grade(course, "--data", str(course / "nothing.csv"))
    assert "nothing.csv" in capsys.readouterr().err


def test_a_grade_that_fails_costs_nobody_else_anything(course, monkeypatch, capsys):
    sound = marks.grade

    def failing(job, worker=None):
        if job["submission"] == "Lê Chi.ipynb":
            raise KeyError("our own mistake")
        return sound(job, worker)

    monkeypatch.setattr(marks, "grade", failing)
    with pickled(failing):
        code, _ = grade(course)

    assert 1 == code
    assert "Lê Chi.ipynb" in (said := capsys.readouterr().out) and "our own mistake" in said
    assert [HEADER, *(row for row in ROWS if row[1] != "Lê Chi")] == table(course)

    monkeypatch.setattr(marks, "grade", sound)

    assert (0, RUNS) == grade(course)
    assert [HEADER, *ROWS] == table(course)


@contextlib.contextmanager
def pickled(function):
    """Let a pool of processes find a function of a test."""
    module = sys.modules[__name__]
    function.__qualname__ = function.__name__
    setattr(module, function.__name__, function)
    yield
    delattr(module, function.__name__)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_a_pool_that_breaks_is_reported_and_the_next_command_goes_on(course, monkeypatch, capsys):
    sound = marks.grade

    def dying(job, worker=None):
        if job["submission"] == "Phạm Dũng.ipynb":
            os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when memory runs out
        return sound(job, worker)

    monkeypatch.setattr(marks, "grade", dying)
    monkeypatch.setattr(pool, "WINDOW", 2)
    with pickled(dying):
        code, _ = grade(course, "--workers", "2")

    assert 1 == code
    assert "Phạm Dũng.ipynb" in capsys.readouterr().out

    monkeypatch.setattr(marks, "grade", sound)

    assert 0 == grade(course)[0]
    assert [HEADER, *ROWS] == table(course)


def task_of(course, box=sandbox.Sandbox("none"), **options):
    (course / "grades").mkdir(exist_ok=True)
    with worker.Worker(box, sandbox.LIMITS) as runs:
        return classroom.assignment(course / "en" / "sums.ipynb", course / "grades", runs, key=course / "key", **options)


def points(results):
    return {name: sum(verdict["points"] or 0 for verdict in result["questions"].values()) for name, result in results.items()}


def test_any_executor_will_do_and_stays_open(course):
    task = task_of(course)
    found = submissions.find(course / "submissions", course / "unpacked")
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        done, failed = classroom.grade_class(task, found, course / "grades", sandbox.Sandbox("none"), sandbox.LIMITS, pool)

        assert 4 == pool.submit(lambda: 2 + 2).result()
    assert {} == failed
    assert {row[0]: float(row[5]) for row in ROWS} == points(done)


def test_a_cancelled_job_is_reported(course):
    class Cancelling(concurrent.futures.Executor):
        """Does every second job."""

        count = 0

        def submit(self, function, job):
            self.count += 1
            future = concurrent.futures.Future()
            future.cancel() if self.count % 2 else future.set_result(function(job))
            future.set_running_or_notify_cancel() if future.cancelled() else None
            return future

    found = submissions.find(course / "submissions", course / "unpacked")
    done, failed = classroom.grade_class(task_of(course), found, course / "grades", sandbox.Sandbox("none"), sandbox.LIMITS, Cancelling())

    assert (4, 3) == (len(done), len(failed))


def test_real_sandboxes_each_thread_with_its_own(tmp_path):
    """No stand-in here: two threads, two sandboxes, the same marks."""
    tiny.write(tmp_path / "en" / "sums.ipynb")
    tiny.a_class(tmp_path / "submissions")
    (tmp_path / "key").write_text("a secret\n", encoding="utf-8")
    box = sandbox.choose()
    found = submissions.find(tmp_path / "submissions", tmp_path / "unpacked")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done, failed = classroom.grade_class(task_of(tmp_path, box, hidden=1), found, tmp_path / "grades", box, sandbox.LIMITS, pool)
        list(pool.map(lambda _: marks.close(), range(2)))

    assert {} == failed
    assert {row[0]: float(row[5]) for row in ROWS} == points(done)
    assert {row[0]: row[6] for row in ROWS} == {name: result["status"] for name, result in done.items()}


def test_a_roster_gives_each_student_numbers_of_her_own(course):
    (course / "roster.csv").write_text("student\nNguyễn Văn An\nTrần Thị Bình\n", encoding="utf-8")
    roster = ["--roster", str(course / "roster.csv")]

    assert 0 == main(["release", str(course / "en" / "sums.ipynb"), "-o", str(course / "released"), *roster])

    copies = {path.parent.name: path for path in (course / "released").rglob("*.ipynb")}
    own = {name: solved(path, course / "handed in" / name / "sums.ipynb") for name, path in copies.items()}
    solved(copies["Nguyễn Văn An"], course / "handed in" / "Lê Chi" / "sums.ipynb", f'answer("q1", {sum(values_of(own["Nguyễn Văn An"]))})')
    grade(course, *roster, submitted="handed in")
    given = {result["student"]: result["questions"]["q1"]["given"] for result in results(course).values()}

    assert {"Nguyễn Văn An", "Trần Thị Bình"} == set(own) and 2 == len(set(own.values()))
    assert {name: sum(values_of(seed)) for name, seed in own.items()} == {name: given[name] for name in own}
    assert {"Nguyễn Văn An": "3.5", "Trần Thị Bình": "3.5", "Lê Chi": "1.5"} == {row[1]: row[5] for row in table(course)[1:]}


def solved(copy, path, first='answer("q1", sum(values))'):
    """Fill in a released copy; return the seed in it."""
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if 'answer("q1"' in text:
            cell["source"] = first
        elif 'answer("q2"' in text:
            cell["source"] = 'answer("q2", max(values))'
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    parameters = next(cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", []))
    names = {}
    exec("".join(parameters["source"]), names)
    return names["seed"]


@pytest.mark.parametrize("seed", ["[1, 2]", "{}", "{1: [2]}", "{1, 2}", "True", "None", "'7'", "1e999", "-0", "...", "0x" + "f" * 90_000, "(" * 50_000, "1" * 5000, "-" * 50_000 + "1", "a" + ".b" * 40_000, "not " * 20_000 + "1", "'\\d'"])
def test_whatever_a_student_makes_of_the_seed(course, seed):
    (course / "roster.csv").write_text("student\nLê Chi\n", encoding="utf-8")
    tiny.submit(course / "submissions" / "Lê Chi.ipynb", {1: f"seed = {seed}\nn = 10"})
    for path in (course / "submissions").iterdir():
        if path.name not in ("Lê Chi.ipynb", "Nguyễn Văn An.ipynb"):
            path.unlink()

    assert 0 == grade(course, "--hidden", "1", "--roster", str(course / "roster.csv"))[0]
    assert "3.5" == {row[1]: row[5] for row in table(course)}["Nguyễn Văn An"]


def test_a_parameters_cell_of_twenty_megabytes_costs_no_memory(course):
    notebook = argparse.Namespace(source="seed = 7;" * 2_000_000, cell_type="code", metadata={"tags": ["parameters"]}, get=lambda name: None)
    tracemalloc.start()
    classroom.source.seed_of(argparse.Namespace(cells=[notebook]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 50e6


@pytest.mark.parametrize("option", [["--hidden", "-1"], ["--workers", "0"], ["--cell-seconds", "0"], ["--seconds", "nan"]])
def test_amounts_that_cannot_be_meant_are_refused(course, capsys, option):
    assert (1, 0) == grade(course, *option)
    assert option[0] in capsys.readouterr().err


def test_without_hidden_runs_there_is_one_run_each(course):
    grade(course, "--hidden", "0")

    assert [HEADER, *ROWS] == table(course)
    assert all([] == verdict["hidden"] for result in results(course).values() for verdict in result["questions"].values())


def test_a_class_of_unreadable_files_has_a_gradebook_too(course, capsys):
    for path in (course / "submissions").iterdir():
        path.write_bytes(b"")

    assert 0 == grade(course)[0]
    assert {("0", "unreadable")} == {(row[5], row[6]) for row in table(course)[1:]}


def test_a_class_of_which_none_could_be_graded_has_one_without_rows(course, monkeypatch, capsys):
    def failing(job, worker=None):
        raise OSError("no memory")

    (course / "submissions" / "Đỗ Ước.ipynb").unlink()
    monkeypatch.setattr(marks, "grade", failing)
    with pickled(failing):
        assert 1 == grade(course)[0]
    assert 6 == capsys.readouterr().out.count("no memory")
    assert [HEADER] == table(course)


def test_each_process_of_the_pool_ends_its_sandbox(course, monkeypatch):
    """A sandbox called none has a folder of this machine, which it takes away at its end."""
    monkeypatch.setattr(tiny.Worker, "close", lambda worker: (course / f"closed {os.getpid()} {worker.limits['seconds']}").touch())
    grade(course, "--workers", "2")
    closed = {path.name.split()[1] for path in course.glob("closed *")} - {str(os.getpid())}

    assert 1 <= len(closed) <= 2


def test_prose_is_marked_in_the_spreadsheet_and_merged(course, capsys):
    grade(course)

    assert "1 prose answers wait" in capsys.readouterr().out

    path = course / "grades" / "reading.csv"
    path.write_bytes(path.read_bytes().replace(b"I added them up.,,", "I added them up.,\"0,5\",gọn".encode()))

    assert (0, 0) == grade(course)
    assert ["Trần Thị Bình.ipynb", "Trần Thị Bình", "0", "1.5", "0.5", "2", "graded"] in table(course)
    assert (0, 6 * RUNS) == grade(course, "--regrade")
    assert ["Trần Thị Bình.ipynb", "Trần Thị Bình", "0", "1.5", "0.5", "2", "graded"] in table(course)


def test_progress_counts_what_was_done_before(course, capsys):
    grade(course)
    tiny.submit(course / "submissions" / "Lê Chi.ipynb")
    capsys.readouterr()
    grade(course)
    said = capsys.readouterr().err

    assert "6/7" in said and "7/7" in said


def test_a_bar_without_a_question_and_without_a_start_does_no_harm():
    with report.Progress() as progress:
        progress.start(1, {})
        progress.step({"questions": {}})
    with report.Progress():
        pass


def test_a_second_grading_at_the_same_time_is_refused(course, capsys):
    (course / "grades").mkdir()
    code = f"import sys; sys.path.insert(0, {str(pathlib.Path(journal.__file__).parents[2])!r})\nfrom crmlab.grading import journal\nwith journal.alone({str(course / 'grades')!r}): print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()

        assert (1, 0) == grade(course)
        assert "Another grading runs" in capsys.readouterr().err
        other.communicate("\n")
    assert 0 == grade(course)[0]


def test_what_moodle_gets_is_done_and_feedback_goes_back_as_it_came(course, capsys):
    """Whose prose is still to be read has no grade to import; each page has the place of its submission."""
    grade(course, submitted=layout(course, "moodle"), grades="grades")

    said = capsys.readouterr().out
    imported = (course / "grades" / "moodle.csv").read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(course / "grades" / "feedback_moodle.zip") as archive:
        pages = archive.namelist()
    submitted = [row[0] for row in table(course)[1:]]
    assert "Trần Thị Bình" not in imported and "Nguyễn Văn An" in imported
    assert "not in the files for Moodle" in said
    assert [name.removesuffix(".ipynb") + ".html" for name in submitted] == pages
    assert all("_assignsubmission_file_" in page for page in pages)


def test_a_late_rule_without_times_says_so(course, capsys):
    (course / "deadlines.csv").write_text("student,deadline\n*,2026-01-01\n", encoding="utf-8")
    grade(course, "--deadlines", str(course / "deadlines.csv"), "--late", "10%/day")

    assert "When 7 of 7 were handed in is not known" in capsys.readouterr().out


@pytest.mark.parametrize("option", [["--late", "10%"], ["--deadlines", "none.csv"], ["--moodle", "none.csv"], ["--canvas", "none.csv"]])
def test_what_would_be_refused_afterwards_is_refused_before(course, capsys, option):
    assert (1, 0) == grade(course, *option)
    assert capsys.readouterr().err.startswith("✗")


def test_the_class_page_folds_away_solutions_and_names(course):
    grade(course)
    page = (course / "grades" / "class.html").read_text(encoding="utf-8")

    assert 3 == page.count("<summary>Right answer and solution</summary>")
    assert "<summary>Who?</summary><div class=\"wide\"><table class=\"students\">" in page or page.index("<details", page.rindex("</section>")) < page.index('<table class="students">')
