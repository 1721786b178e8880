"""A whole class: every submission graded once, however often the command is interrupted and given again."""
import contextlib
import dataclasses
import hashlib
import json
import pathlib
import secrets

from .. import words
from . import journal, pool, reference, release, source, strip, submissions

CANDIDATES = 8  # hidden seeds tried, so that every answer differs from the public one on some of those chosen


@dataclasses.dataclass(frozen=True)
class Assignment:
    """What a class is graded against; plain data."""

    name: str
    title: str
    questions: list
    model: str
    runs: dict  # seed: {"seed", "answers", "slips"}
    public: int | None
    hidden: list
    personal: frozenset = frozenset()
    data: str = ""  # a hash of the assignment's files
    source: object = dataclasses.field(repr=False, default=None)

    def runs_for(self, notebook):
        """The runs one submission is compared with: the public one (her own seed, if it is one of the class) and the hidden ones."""
        own = source.seed_of(notebook)
        public = own if type(own) is int and own in self.personal else self.public
        return [self.runs[seed] for seed in (public, *self.hidden)]


def course_key(folder, path=None):
    """The secret from which hidden seeds are made: a file given, or the one kept with the grades (made at the first grading)."""
    path = pathlib.Path(path or pathlib.Path(folder) / "course.key")
    if not path.exists():
        journal.write(path, secrets.token_hex(16) + "\n", mode=0o600)
    key = path.read_text(encoding="utf-8", errors="surrogateescape").strip()
    if not key:
        raise ValueError(words.t("grade.key", path=path))
    return key


def assignment(path, folder, worker, hidden=2, key=None, roster=None, data=()):
    """Read the source and run it once per seed; what was run before, with the same ``data`` files, is read from ``folder``/reference.json."""
    path = pathlib.Path(path)
    notebook = source.read(path)
    blank, _ = strip.stripped(notebook)
    files = _hash_of_files(data)
    runs = _Runs(notebook, worker, pathlib.Path(folder) / "reference.json", source.digest(notebook) + files)
    public = source.seed_of(notebook)
    questions = reference.questions(notebook, runs[public])
    chosen = _hidden_seeds(runs, public, questions, hidden, course_key(folder, key), path.stem) if public is not None else []
    personal = frozenset(release.personal_seed(path.stem, student) for student in release.students(roster)) if roster and public is not None else frozenset()
    import nbformat

    return Assignment(
        name=path.stem, title=source.title_of(notebook) or path.stem, questions=questions, model=nbformat.writes(blank),
        runs={seed: _with_slips(runs[seed]) for seed in (public, *chosen, *sorted(personal))},
        public=public, hidden=chosen, personal=personal, data=files, source=notebook,
    )


def _hash_of_files(paths):
    """One hash of files and folders, their names included; nothing for no files."""
    files = [file for path in map(pathlib.Path, paths) for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]
    return hashlib.sha256("".join(f"{file.name}\0{_hash(file)}\0" for file in files).encode("utf-8", "replace")).hexdigest()[:16] if files else ""


def _hash(path):
    """The SHA-256 of a file; of nothing where none can be read."""
    if path.is_file():
        with contextlib.suppress(OSError), open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256().hexdigest()


class _Runs:
    """The source's runs by seed, each made once and kept in a file."""

    def __init__(self, notebook, worker, path, version):
        self.notebook, self.worker, self.path, self.version = notebook, worker, path, version
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.kept = kept["runs"] if kept["version"] == self.version else {}
        except (OSError, ValueError, KeyError, TypeError):
            self.kept = {}

    def __getitem__(self, seed):
        if str(seed) not in self.kept:
            self.kept[str(seed)] = reference.run(self.notebook, self.worker, seed)
            journal.write(self.path, json.dumps({"version": self.version, "runs": self.kept}, ensure_ascii=False, sort_keys=True))
        return self.kept[str(seed)]


def _with_slips(run):
    return {"seed": run["seed"], "answers": run["answers"], "slips": {name: expected["slips"] for name, expected in run["expects"].items()}}


def _hidden_seeds(runs, public, questions, count, key, name):
    """So many seeds of the key, chosen such that every answer, if at all possible, differs from the public one on one of them."""
    left = {question["name"] for question in questions if not question["by_hand"]}
    moved = {}
    for seed in reference.seeds(key, name, CANDIDATES + count):
        if len(moved) >= count and left <= set().union(*moved.values()):
            break
        moved[seed] = set(reference.differing(questions, runs[public], runs[seed]))
    chosen = []
    while len(chosen) < count:
        best = max(moved, key=lambda seed: len(moved[seed] & left))
        left -= moved.pop(best)
        chosen.append(best)
    return chosen


def grade_class(task, found, folder, sandbox, limits, executor=None, workers=None, regrade=False, progress=None, worker=None):
    """Grade what is not graded yet; {submission name: result} of all, and the names that could not be graded with the reason.

    ``executor`` is any concurrent.futures.Executor, and stays open; by default so many processes as the class is worth, one for
    each processor at most. A class that is worth a single one is graded here, with ``worker`` if there is one warm already.
    """
    folder = pathlib.Path(folder)
    (folder / "executed").mkdir(parents=True, exist_ok=True)
    book = journal.Journal(folder / "journal.jsonl", _setting(task, limits))
    if regrade:
        book.begin_again()
    known = book.results()
    results, jobs = {}, []
    for submission in found:
        job = _job(task, submission, sandbox, limits)
        done = known.get((submission.name, job["digest"]))
        if done and (done["status"] == "unreadable" or (done["seed"] == job["runs"][0]["seed"] and executed_path(folder, submission.name).exists())):
            results[submission.name] = done | {"student": submission.student}
        else:
            jobs.append(job)
    if progress:
        progress.start(len(found), results)
    failed = {}
    for job, outcome in pool.results(jobs, executor or pool.choose(workers, jobs, worker)):
        if isinstance(outcome, Exception):
            failed[job["submission"]] = f"{type(outcome).__name__}: {outcome}"
            continue
        if executed := outcome.pop("executed", None):
            journal.write(executed_path(folder, outcome["submission"]), executed)
        book.append(outcome)
        results[outcome["submission"]] = outcome
        if progress:
            progress.step(outcome)
    if not failed:
        book.end()
    return results, failed


def executed_path(folder, name):
    """Where the executed notebook of a submission is kept; the hash keeps apart what a file system would not."""
    return pathlib.Path(folder) / "executed" / f"{hashlib.sha256(name.encode('utf-8')).hexdigest()[:24]}.ipynb"


def _setting(task, limits):
    """A text that changes when marks could: the source, the seeds, the limits, our way of comparing."""
    from .. import __version__

    parts = [__version__, source.digest(task.source), task.data, task.hidden, limits]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()[:16]


def _job(task, submission, sandbox, limits):
    """Everything one submission needs; an unreadable one carries its result instead of a notebook."""
    import nbformat

    job = {"submission": submission.name, "student": submission.student, "model": task.model, "questions": task.questions, "sandbox": dataclasses.asdict(sandbox), "limits": limits}
    try:
        text, digest = submissions.read(submission)
    except submissions.Unreadable as refused:
        digest = _hash(submission.path)
        return job | {"digest": digest, "result": _unreadable(task, submission, digest, str(refused))}
    return job | {"digest": digest, "notebook": text, "runs": task.runs_for(nbformat.reads(text, as_version=4))}


def _unreadable(task, submission, digest, reason):
    blank = {"outcome": "not attempted", "points": 0, "why": None, "slip": None, "given": None, "hidden": [], "error": None, "cell": None}
    return {
        "submission": submission.name, "student": submission.student, "digest": digest, "status": "unreadable", "reason": reason,
        "questions": {question["name"]: dict(blank) for question in task.questions}, "unknown": [],
    }
