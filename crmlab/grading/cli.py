"""The commands of an instructor: crmlab release and crmlab grade."""
import contextlib
import pathlib

from .. import words


def add(commands):
    """Add the two commands to the command line's parser."""
    release = commands.add_parser("release", help=words.t("release.help"))
    release.add_argument("sources", nargs="+", metavar="SOURCE")
    release.add_argument("-o", "--output", required=True, metavar="DIR")
    release.add_argument("--roster", metavar="roster.csv", help=words.t("release.roster_help"))
    release.add_argument("--data", nargs="+", default=[], metavar="FILE", help=words.t("release.data_help"))
    release.add_argument("--fixed", action="store_true", help=words.t("release.fixed_help"))
    release.add_argument("--cell-seconds", type=float, default=60)
    release.set_defaults(command=_release)
    parser = commands.add_parser("grade", help=words.t("grade.help"))
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("submissions", metavar="SUBMISSIONS", help=words.t("grade.submissions_help"))
    parser.add_argument("-o", "--output", required=True, metavar="GRADES")
    for name, arguments in _GRADE_OPTIONS.items():
        parser.add_argument(name, **{key: words.t(value) if key == "help" else value for key, value in arguments.items()})
    parser.set_defaults(command=grade)
    demo = commands.add_parser("grade-demo", help=words.t("grade.demo_help"))
    demo.add_argument("-o", "--output", default=str(DEMO), metavar="DIR")
    demo.add_argument("--source", default=str(EXERCISE), metavar="SOURCE")
    demo.add_argument("--students", type=int, default=40)
    demo.set_defaults(command=lambda options: _demo(options, parser.parse_args))


HOUSE = pathlib.Path(__file__).parents[2]
DEMO, EXERCISE = HOUSE / "build" / "grade-demo", HOUSE / "exercises" / "solutions" / "vi" / "3.2.1_primary_metrics.ipynb"
_GRADE_OPTIONS = {
    "--hidden": {"type": int, "default": 2, "metavar": "K", "help": "grade.hidden_help"},
    "--key": {"metavar": "FILE", "help": "grade.key_help"},
    "--roster": {"metavar": "roster.csv", "help": "grade.roster_help"},
    "--assignment": {"metavar": "NAME", "help": "grade.assignment_help"},
    "--data": {"nargs": "+", "default": [], "metavar": "FILE", "help": "grade.data_help"},
    "--regrade": {"action": "store_true", "help": "grade.regrade_help"},
    "--deadlines": {"metavar": "deadlines.csv", "help": "grade.deadlines_help"},
    "--late": {"default": "none", "metavar": "RULE", "help": "grade.late_help"},
    "--moodle": {"metavar": "worksheet.csv", "help": "grade.moodle_help"},
    "--canvas": {"metavar": "gradebook.csv", "help": "grade.canvas_help"},
    "--sandbox": {"default": "auto", "metavar": "auto|none|PREFIX", "help": "grade.sandbox_help"},
    "--cell-seconds": {"type": float, "default": 30, "help": "grade.cell_seconds_help"},
    "--seconds": {"type": float, "default": 120, "help": "grade.seconds_help"},
    "--workers": {"type": int, "metavar": "N", "help": "grade.workers_help"},
    "--dask": {"metavar": "tcp://…", "help": "grade.dask_help"},
    "--lang": {"choices": words.LANGUAGES, "help": "grade.lang_help"},
}


def _release(options):
    from . import engine, sandbox, source
    from .release import release
    from .worker import Worker

    engine.quick_imports()
    for path in options.sources:
        notebook = source.read(path)
        data = [*options.data, *source.files(path, notebook)]
        _warn(path, notebook)
        with Worker(sandbox.choose("none", data=data), sandbox.LIMITS | {"cell_seconds": options.cell_seconds}) as worker:
            written = release(path, options.output, worker, options.roster, options.fixed, data, _bar)
        print(words.t("release.done", source=path, count=len(written), folder=written[0].parent if len(written) == 1 else options.output))
    return 0


def _warn(path, notebook):
    """Say what of a notebook made for nbgrader is not collected."""
    from . import source

    if numbers := source.written_answers(notebook):
        print(words.t("release.written", path=path, cells=", ".join(map(str, numbers))))


def _demo(options, grade_options):
    """Release an exercise, invent a class, grade it, and say where the pages are."""
    import shutil

    from . import demo, engine, sandbox
    from .worker import Worker

    folder = pathlib.Path(options.output)
    if folder.exists() and {path.name for path in folder.iterdir()} - {"released", "submitted", "grades"}:
        raise ValueError(words.t("grade.demo_folder", folder=folder))
    shutil.rmtree(folder / "submitted", ignore_errors=True)
    engine.quick_imports()
    grading = grade_options([options.source, str(folder / "submitted"), "-o", str(folder / "grades"), "--cell-seconds", "3"])
    with Worker(sandbox.choose("none", data=[]), sandbox.LIMITS) as worker:
        from .release import release

        (copy,) = release(options.source, folder / "released", worker)
        demo.make_class(options.source, copy, worker, folder / "submitted", options.students)
    status = grade(grading)
    print((folder / "grades" / "class.html").resolve().as_uri())
    return status


def _bar(things):
    from tqdm import tqdm

    return tqdm(things, leave=False)


def grade(options):
    """Grade a class, or what of it is not graded yet."""
    from . import classroom, engine, journal, report, sandbox, source, submissions
    from .worker import Worker

    engine.quick_imports()
    folder = pathlib.Path(options.output)
    words.use(options.lang or source.language_of(options.source))
    _refuse(options)
    report.check(options)
    notebook = source.read(options.source)
    _warn(options.source, notebook)
    data = [*options.data, *source.files(options.source, notebook)]
    box = sandbox.choose(options.sandbox, data=data)
    limits = sandbox.LIMITS | {"cell_seconds": options.cell_seconds, "seconds": options.seconds}
    folder.mkdir(parents=True, exist_ok=True)
    with journal.alone(folder):
        found = submissions.find(options.submissions, folder / "unpacked", options.assignment)
        with Worker(box, limits) as worker:
            task = classroom.assignment(options.source, folder, worker, options.hidden, options.key, options.roster, data)
            with _executor(options.dask) as executor, report.Progress() as progress:
                results, failed = classroom.grade_class(task, found, folder, box, limits, executor, options.workers, options.regrade, progress, worker)
        print(report.write(task, found, results, folder, options))
    for name, reason in sorted(failed.items()):
        print(words.t("grade.failed", submission=name, reason=reason))
    return 1 if failed else 0


def _refuse(options):
    """What cannot be meant: grades among the submissions, where they would be taken for submissions; data that is not there."""
    grades, submissions = pathlib.Path(options.output).resolve(), pathlib.Path(options.submissions).resolve()
    if submissions.is_dir() and grades.is_relative_to(submissions):
        raise ValueError(words.t("grade.inside", folder=options.output, submissions=options.submissions))
    for name, least in (("hidden", 0), ("workers", 1), ("cell_seconds", 1), ("seconds", 1)):
        if (typed := getattr(options, name)) is not None and not typed >= least:  # not a number is none of these either
            raise ValueError(words.t("grade.amount", option="--" + name.replace("_", "-"), least=least, typed=typed))
    for path in options.data:
        if not pathlib.Path(path).exists():
            raise ValueError(words.t("grade.data", path=path))


@contextlib.contextmanager
def _executor(address):
    """The executor of a Dask cluster while it is needed; None where processes of this machine will do."""
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise ValueError(words.t("grade.no_dask")) from None
    with Client(address) as client:
        yield client.get_executor()
