"""Garbage in: a sentence or no marks out, never a traceback; nothing but the right answer earns a point."""
import concurrent.futures
import io
import json
import math
import resource
import time
import unicodedata

import mutating
import pytest
import tiny

from crmlab import answers
from crmlab.grading import classpage, classroom, engine, feedback, frames, gradebook, journal, marks, reading, sandbox, sheets, submissions, worker

NOTEBOOKS, RUNS, VALUES = 2000, 700, 20_000
BOX = sandbox.Sandbox("none")


class Now(concurrent.futures.Executor):
    """Does each job at once, and keeps an eye on its time."""

    longest = 0

    def submit(self, function, job):
        future, begun = concurrent.futures.Future(), time.monotonic()
        try:
            future.set_result(function(job))
        except Exception as error:
            future.set_exception(error)
        self.longest = max(self.longest, time.monotonic() - begun)
        return future


def leaves(value):
    """What a value holds, whatever its form: the numbers, coarsely, and the texts of an encoded answer."""
    found, left = [], [value]
    while left:
        part = left.pop()
        if isinstance(part, dict) and part.get("t") == "int":
            part = int(part["v"], 16) if answers.wellformed(part) else None
        if isinstance(part, (dict, list)):
            left += [part[key] for key in part if key != "t"] if isinstance(part, dict) else part
        elif isinstance(part, str):
            found.append(" ".join(unicodedata.normalize("NFC", part).split()).casefold())
        else:
            found.append(f"{part:.4g}" if type(part) is float or type(part) is int and abs(part) < 1e300 else repr(part))
    return sorted(found)


def check_points(result, questions, given, runs):
    """Points only where, in every run, some answer of this name holds what the right one holds."""
    for question in questions:
        verdict, name = result["questions"][question["name"]], question["name"]
        right = all(any(leaves(run["answers"][name]) == leaves(answer) for answer in answered.get(name, ())) for answered, run in zip(given, runs))

        assert verdict["points"] in (0, None, question["points"])
        assert right or not verdict["points"], (question["name"], verdict, given)
        assert verdict["points"] is not None or question["by_hand"]


@pytest.fixture
def task(tmp_path, monkeypatch):
    """The tiny exercise, run for its public and one hidden seed."""
    monkeypatch.setattr(worker, "Worker", tiny.Worker)
    (tmp_path / "key").write_text("a secret\n", encoding="utf-8")
    source = tiny.write(tmp_path / "en" / "sums.ipynb")
    return classroom.assignment(source, tmp_path, tiny.Worker(BOX, sandbox.LIMITS), hidden=1, key=tmp_path / "key")


class Obedient:
    """A worker that runs nothing, and hands in the right answer where a cell asks for it to the letter."""

    task, given = None, []

    def __init__(self, box, limits):
        self.limits, self.ended = limits, None

    def run(self, job):
        """The messages of a job."""
        cells = job["cells"]
        seed = next((int(cell.removeprefix("seed = ")) for cell in cells if cell.startswith("seed = ") and "\n" not in cell), self.task.public)
        handed_in = {}
        self.given.append(handed_in)
        for number, cell in enumerate(cells):
            yield {"cell": number, "type": "start", "execution_count": number + 1}
            for name, place in (("q1", tiny.Q1), ("q2", tiny.Q2)):
                if cell == tiny.RIGHT[place]:
                    value = self.task.runs[seed]["answers"][name]
                    handed_in[name] = [value]
                    yield message(number, "display_data", {"data": {answers.ANSWER: {"name": name, "value": value}}, "metadata": {}, "transient": {}})
            yield {"cell": number, "type": "done", "status": "ok"}


def message(cell, kind, content):
    return {"cell": cell, "msg_type": kind, "header": {"msg_type": kind, "msg_id": "m"}, "parent_header": {"msg_id": f"cell-{cell}"}, "metadata": {}, "content": content}


def test_mutated_notebooks_are_read_and_graded_or_refused(task, tmp_path, monkeypatch):
    sound, folder = json.loads(tiny.notebook(tiny.RIGHT)), tmp_path / "submissions"
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": tiny.RIGHT[tiny.Q1], "outputs": [], "language": "python", "collapsed": False, "metadata": {}}], "metadata": {}}], "metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}
    folder.mkdir()
    for number in range(NOTEBOOKS):
        chance = mutating.seeded(number)
        tree = mutating.changed(old if number % 10 == 9 else sound, chance, times=4)
        (folder / f"{number}.ipynb").write_bytes(mutating.written(tree, chance))
    found = submissions.find(folder, tmp_path / "unpacked")
    monkeypatch.setattr(worker, "Worker", Obedient)
    monkeypatch.setattr(journal.os, "fsync", lambda file: None)
    Obedient.task, Obedient.given = task, []
    given, sound_grade = {}, marks.grade

    def grade(job):
        Obedient.given.clear()
        result = sound_grade(job)
        given[job["submission"]] = list(Obedient.given)
        return result

    monkeypatch.setattr(marks, "grade", grade)
    monkeypatch.setattr(marks, "_here", type("Here", (), {})())
    pool, memory = Now(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results, failed = classroom.grade_class(task, found, tmp_path, BOX, sandbox.LIMITS, pool)
    for result in results.values():
        check_points(result, task.questions, given.get(result["submission"], []), [task.runs[task.public], task.runs[task.hidden[0]]])
    statuses = [result["status"] for result in results.values()]

    assert (NOTEBOOKS, {}) == (len(results), failed)
    assert {"graded", "unreadable"} == set(statuses)
    assert 0.2 < statuses.count("graded") / NOTEBOOKS < 0.95
    assert 100 < sum(result["questions"]["q1"]["points"] > 0 for result in results.values()), "many are only scratched, and still right"
    assert pool.longest < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 1 << 20, "kilobytes"


REFERENCE = {
    "number": 0.235, "count": 4527, "text": "Hạng A", "yes": True, "list": [1, 2.5, "ba"], "date": {"t": "time", "v": "2026-01-31T00:00:00"},
    "series": {"t": "series", "v": [["Bắc", 1250.5], ["Nam", 830.25]]}, "set": {"t": "set", "v": [1, 2, 3]},
    "frame": {"t": "frame", "columns": ["a", "b"], "labels": ["x", "y"], "v": [[1, 2], [3.5, None]]},
    "figure": {"t": "figure", "axes": [{"t": "dict", "v": [["title", "Sales"], ["lines", [[1, 2], [3, 4]]]]}]}, "big": {"t": "int", "v": "0x40000000000001"},
}
SLIPS = {"number": {"as percent": 23.5}, "series": {"one left out": {"t": "series", "v": [["Bắc", 1250.5]]}}}
COMM = {"comm_id": "c", "target_name": "jupyter.widget", "data": {"state": {"_model_name": "OutputModel", "_model_module": "@jupyter-widgets/output", "outputs": [], "msg_id": ""}, "buffer_paths": [["a"]]}, "metadata": {}}


def answered(name, value, cell=1):
    return message(cell, "display_data", {"data": {answers.ANSWER: {"name": name, "value": value}, "text/plain": "ok", "text/html": "<b>ok</b>"}, "metadata": {}, "transient": {"display_id": "d"}})


def honest():
    """The messages of a run in which everything is right, and much is shown beside."""
    shown = [
        {"cell": 0, "type": "start", "execution_count": 1},
        message(0, "stream", {"name": "stdout", "text": "a\n"}), message(0, "stream", {"name": "stderr", "text": "b\n"}),
        message(0, "error", {"ename": "KeyError", "evalue": "'x'", "traceback": ["\x1b[31mKeyError\x1b[0m"]}),
        message(0, "execute_result", {"data": {"text/plain": "1", "image/png": "aGk=", "application/json": {"a": 1}}, "metadata": {}, "execution_count": 1}),
        message(0, "update_display_data", {"data": {"text/plain": "2"}, "metadata": {}, "transient": {"display_id": "d"}}), message(0, "clear_output", {"wait": True}),
        message(0, "comm_open", COMM) | {"buffers": ["aGk="]}, message(0, "comm_msg", {"comm_id": "c", "data": {"method": "update", "state": {"msg_id": "cell-0"}}}), message(0, "comm_close", {"comm_id": "c", "data": {}}),
        {"cell": 0, "type": "done", "status": "error"}, {"cell": 1, "type": "start", "execution_count": 2},
    ]
    return shown + [answered(name, value) for name, value in REFERENCE.items()] + [answered("prose", "Vì …"), {"cell": 1, "type": "done", "status": "ok"}]


class Forging:
    """A worker whose sandbox sends whatever it is told to."""

    script, ends, given = None, None, []

    def __init__(self, box, limits):
        self.limits = limits

    def run(self, job):
        """The messages in the next script."""
        raw = self.script.pop(0)
        self.ended = self.ends
        said = []
        for one in worker.messages(raw):
            said.append(json.loads(json.dumps(one)))
            yield one
        self.given.append(handed_in(said))


def handed_in(said):
    """{name: every value that any part of the messages gives it}."""
    found = {}
    for branch, key in mutating.places(said):
        record = branch[key]
        if isinstance(record, dict) and isinstance(record.get("name"), str) and "value" in record:
            found.setdefault(record["name"], []).append(record["value"])
    return found


BOMBS = [b"[" * 1_000_000, b'{"a":' * 100_000, b'{"a": ' + b"1" * 10_000 + b"}", b"{" + b'"cell": 1, ' * 100_000 + b'"type": "start"}', b"\xed\xa0\x80" * 1000, b'{"cell": 1, "type": "' + b"\xed\xa0\x80" + b'"}', b"{\0" * 1000]


def script(chance):
    """One run's lines: some sound, some changed, some damaged, some bombs."""
    said = honest()
    for _ in range(chance.choice([1, 2, 5])):
        place = chance.randrange(len(said))
        said[place] = mutating.changed(said[place], chance)
    if chance.random() < 0.3:
        chance.shuffle(said)
    lines = [mutating.written(one, chance) if chance.random() < 0.1 else json.dumps(one).replace('"@@deep@@"', "[" * 900 + "]" * 900).replace('"@@huge@@"', '"' + "x" * 100_000 + '"').encode() for one in said]
    if chance.random() < 0.05:
        lines.insert(chance.randrange(len(lines)), chance.choice(BOMBS))
    return b"\n".join(lines)


QUESTIONS = [{"name": name, "title": name, "points": 2.0, "tolerance": None, "hint": None, "by_hand": name == "prose", "slips": list(SLIPS.get(name, {}))} for name in [*REFERENCE, "prose"]]


def test_forged_messages_earn_nothing_and_break_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "Worker", Forging)
    monkeypatch.setattr(marks, "_here", type("Here", (), {})())
    monkeypatch.setattr(journal.os, "fsync", lambda file: None)
    runs = [{"seed": seed, "answers": REFERENCE | {"prose": "x"}, "slips": SLIPS} for seed in (7, 8)]
    text = tiny.notebook({tiny.Q1: 'answer("number", 1)'})
    book, results, longest, memory = journal.Journal(tmp_path / "journal.jsonl", "x"), [], 0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(RUNS):
        chance = mutating.seeded(-number)
        Forging.script, Forging.ends, Forging.given = [script(chance), script(chance) if chance.random() < 0.5 else b"\n".join(json.dumps(one).encode() for one in honest())], chance.choice(frames.ENDS), []
        job = {"submission": f"{number}.ipynb", "student": str(number), "digest": "d", "notebook": text, "model": text, "questions": QUESTIONS, "runs": runs, "sandbox": {"name": "none"}, "limits": {**sandbox.LIMITS}}
        begun = time.monotonic()
        result = marks.grade(job)
        executed = result.pop("executed")
        book.append(result)
        if number % 10 == 0:
            page = feedback.page(result, QUESTIONS, engine_reads(executed), "Sums")

            assert "<script" not in page.lower()
        longest = max(longest, time.monotonic() - begun)
        check_points(result, QUESTIONS, Forging.given, runs)
        json.dumps(json.loads(executed), allow_nan=True).encode("utf-8")
        results.append(result)
    after = book.results()
    write_all(results, tmp_path)

    assert RUNS == len(after)
    assert RUNS / 4 < sum(result["questions"]["count"]["points"] > 0 for result in results) < RUNS * 0.98
    assert longest < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 1 << 20, "kilobytes"


def engine_reads(text):
    import nbformat

    return nbformat.reads(text, as_version=4)


def write_all(results, folder):
    """The tables and the class page of results that hold garbage."""
    gradebook.write(folder / "gradebook.csv", gradebook.rows(results, QUESTIONS), QUESTIONS)
    reading.write(folder / "reading.csv", reading.rows(results, QUESTIONS, []))
    page = classpage.page(results[:300], QUESTIONS, {result["submission"]: {} for result in results}, "Sums")
    (folder / "class.html").write_text(page, encoding="utf-8")

    assert len(results) == len(sheets.read(folder / "gradebook.csv").rows)
    assert [] == [mark for mark in reading.read(folder / "reading.csv", QUESTIONS) if mark.points is not None]


def test_only_the_right_value_is_the_same():
    for number in range(VALUES):
        chance = mutating.seeded(("value", number))
        name = chance.choice(list(REFERENCE))
        value = mutating.changed([REFERENCE[name]], chance)
        value = value[0] if isinstance(value, list) and value else value
        if not answers.wellformed(value):
            continue
        same = answers.compare(REFERENCE[name], value) is None
        answers.compare(value, REFERENCE[name])

        assert (leaves(REFERENCE[name]) == leaves(value)) >= same, (name, value)
        assert isinstance(answers.show(value), str)
        json.dumps(value, allow_nan=False)


def test_garbage_on_the_pipe_is_no_frame():
    for number in range(2000):
        chance = mutating.seeded(("frames", number))
        raw = b"".join(b"%s %d\n%s" % (kind, len(body), body) for kind, body in [(b"R", b"{}"), (b"M", b'{"a": 1}\n{}'), (b"E", b'{"ended": null}')] * 3)
        read = list(frames.read(io.BytesIO(mutating.damaged(raw, chance)), 1 << 20))

        assert all(kind in (b"R", b"M", b"E") for kind, _ in read)
        assert all(worker._read_end(body) in frames.ENDS for _, body in read)
        assert all(isinstance(one, dict) for _, body in read for one in worker.messages(body))


def test_nothing_said_about_marks_is_believed():
    said = honest() + [message(1, "display_data", {"data": {answers.EXPECT: {"name": "number", "points": 99, "slips": {}}, "application/json": {"points": 99, "outcome": "correct"}}, "metadata": {}})]
    Forging.script, Forging.ends, Forging.given = [b"\n".join(json.dumps(one).encode() for one in said)], None, []
    notebook = engine_reads(tiny.notebook())
    run = engine.execute(notebook, Forging(BOX, sandbox.LIMITS), quiet=True)

    assert 99 == run.expects["number"]["points"], "it is read, as the author's own would be, but grading does not look at it"
    assert math.isclose(0.235, run.answers["number"])


def test_some_of_them_in_the_real_sandbox(task, tmp_path, monkeypatch):
    sound, folder = json.loads(tiny.notebook(tiny.RIGHT)), tmp_path / "submissions"
    folder.mkdir()
    number = 0
    while len(list(folder.iterdir())) < 10:
        chance, number = mutating.seeded(("real", number)), number + 1
        path = folder / f"{number}.ipynb"
        path.write_bytes(mutating.written(mutating.changed(sound, chance, times=6), chance))
        try:
            submissions.read(submissions.Submission(path.name, path.stem, path))
        except submissions.Unreadable:
            path.unlink()
    monkeypatch.undo()
    found = submissions.find(folder, tmp_path / "unpacked")
    results, failed = classroom.grade_class(task, found, tmp_path, sandbox.choose(), sandbox.LIMITS | {"cell_seconds": 5, "seconds": 20}, Now())
    marks.close()

    assert (10, {}) == (len(results), failed)
    assert {0, 2} == {result["questions"]["q1"]["points"] for result in results.values()}


@pytest.mark.parametrize("garbage", [{"t": "frame", "columns": [], "v": []}, {"t": "duration", "v": 10**400}, {"t": "duration", "v": True}, {"t": [], "v": []}, {"t": "float", "v": []}, {"t": "figure"}, {}])
def test_what_encode_never_makes_is_not_wellformed(garbage):
    assert not answers.wellformed(garbage)


def test_nothing_is_within_a_tolerance_of_infinity():
    assert "values" == answers.compare({"t": "float", "v": "inf"}, 5, tolerance=0.1)


HALF = '{"cell": 0, "name": "\ud800"}'


@pytest.mark.parametrize("line", [HALF.encode("utf-8", "surrogatepass"), HALF.encode("utf-16-le", "surrogatepass"), HALF.encode("utf-32-le", "surrogatepass"), json.dumps(json.loads(HALF)).encode(), b'{"cell": 0, "name": "\\uD800"}'], ids=["utf-8", "utf-16", "utf-32", "escaped", "escaped in capitals"])
def test_no_message_holds_half_a_character(line):
    for one in worker.messages(line):
        json.dumps(one, ensure_ascii=False).encode("utf-8")
