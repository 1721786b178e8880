"""The command line: crmlab start, run and report; release and grade for instructors; book and sync for authors."""
import argparse
import os
import pathlib
import subprocess
import sys

from . import course, words
from .grading import cli as exercises


def main(arguments=None):
    """Run one command; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except _user_errors() as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(words.t("grade.interrupted" if options.command is exercises.grade else "cli.interrupted"), file=sys.stderr)
        return 130


def _user_errors():
    """The errors whose message is written for the user."""
    if "crmlab.publishing.notebooks" not in sys.modules:
        return (ValueError, OSError)
    return (ValueError, OSError, sys.modules["crmlab.publishing.notebooks"].CellFailed)


def _parser():
    parser = argparse.ArgumentParser(prog="crmlab", description=words.t("cli.description"))
    commands = parser.add_subparsers(required=True, metavar="start | run | report | release | grade | book | sync")
    start = commands.add_parser("start", help=words.t("cli.start"))
    start.add_argument("folder")
    start.add_argument("--lang", choices=words.LANGUAGES, default="vi", help=words.t("cli.start_language"))
    start.add_argument("--no-open", action="store_true", help=words.t("cli.start_no_open"))
    start.add_argument("--no-browser", action="store_true", help=words.t("cli.start_no_browser"))
    start.set_defaults(command=_start)
    run = commands.add_parser("run", help=words.t("cli.run"))
    run.add_argument("notebook")
    run.add_argument("-p", "--parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), help=words.t("cli.parameter"))
    run.add_argument("-o", "--output", metavar="out.html", help=words.t("cli.output"))
    run.set_defaults(command=_run)
    _add_report(commands)
    book = commands.add_parser("book", help=words.t("cli.book"))
    book.add_argument("-o", "--output", default="build/book")
    book.add_argument("--notebooks", default="notebooks")
    book.set_defaults(command=_book)
    sync = commands.add_parser("sync", help=words.t("cli.sync"))
    sync.add_argument("only", nargs="*")
    sync.add_argument("--accept", nargs="+", default=[], metavar="CELL")
    sync.add_argument("--no-run", action="store_true")
    sync.add_argument("--notebooks", default="notebooks")
    sync.set_defaults(command=_sync)
    exercises.add(commands)
    return parser


def _add_report(commands):
    report = commands.add_parser("report", help=words.t("cli.report"))
    report.add_argument("orders", metavar="ORDERS", help=words.t("cli.report_source"))
    report.add_argument("-o", "--output", required=True, metavar="out.html", help=words.t("cli.report_output"))
    report.add_argument("--lang", choices=words.LANGUAGES, help=words.t("cli.report_language"))
    for name in ("customer", "date", "amount", "order"):
        report.add_argument(f"--{name}", default="", metavar="COLUMN", help=words.t("cli.report_column"))
    for name in ("sheet", "table", "as_of", "competitors", "records"):
        report.add_argument("--" + name.replace("_", "-"), default="", help=words.t(f"cli.report_{name}"))
    report.add_argument("--margin", type=_number, help=words.t("cli.report_margin"))
    report.add_argument("--discount-rate", type=_number, help=words.t("cli.report_discount_rate"))
    report.add_argument("--periods", type=int, help=words.t("cli.report_periods"))
    report.set_defaults(command=_report)


def _number(typed):
    """0.3, or 0,3 as it is written in Vietnamese."""
    return float(typed.replace(",", "."))


def _report(options):
    from . import report

    given = {name: value for name, value in vars(options).items() if name not in ("command", "orders", "output", "lang")}
    print(report.build(options.orders, options.output, language=options.lang, progress=True, **given))
    return 0


def _start(options):
    words.use(options.lang)
    started = course.start(options.folder)
    print(words.t("start.done", copied=started.copied, folder=started.folder))
    if started.changed:
        print(words.t("start.kept", count=len(started.changed), names=", ".join(started.changed[:3]) + (" …" if len(started.changed) > 3 else "")))
    return 0 if options.no_open else _open_lab(started.folder, options)


def _open_lab(folder, options):
    """JupyterLab on the start page, until the reader stops it; it asks nothing of the network."""
    settings = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/notebooks/{options.lang}/0_start.ipynb", "--ServerApp.log_level=ERROR"]
    settings += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LanguageServerManager.autodetect=False"]
    settings += ["--no-browser"] if options.no_browser else []
    settings += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    print(words.t("start.opening", folder=options.folder), flush=True)
    return subprocess.call([sys.executable, "-m", "jupyterlab", *settings], env=os.environ | {"PYTHONUTF8": "1"})


def _run(options):
    from .publishing import notebooks, page, parameters

    path = pathlib.Path(options.notebook)
    words.use(next((part for part in reversed(path.resolve().parts) if part in words.LANGUAGES), None))
    notebook = notebooks.read(path)
    given = parameters.checked(notebook, dict(options.parameter))
    output = pathlib.Path(options.output or path.with_suffix(".html").name)
    if output.resolve() == path.resolve():
        raise ValueError(words.t("run.itself", output=output))
    if not output.resolve().parent.is_dir():
        raise ValueError(words.t("run.folder", folder=output.parent))
    if output.suffix not in (".html", ".ipynb"):
        raise ValueError(words.t("run.suffix", output=output))
    done = notebooks.run_file(path, given, progress=True)
    content = page.page(done, page.title_of(done), language=words.language()) if output.suffix == ".html" else notebooks.text(done)
    output.write_text(content, encoding="utf-8")
    print(output)
    return 0


def _book(options):
    from .publishing import book

    _check_course(options.notebooks)
    print(book.build(options.notebooks, options.output))
    return 0


def _sync(options):
    from .publishing import glossary, sync

    _check_course(options.notebooks)
    if not options.only or any(part in glossary.NAME for part in options.only):
        glossary.write(options.notebooks)
    parts = [folder for folder in (pathlib.Path(options.notebooks), pathlib.Path(options.notebooks) / "casebook") if (folder / "vi").is_dir()]
    todo = [line for folder in parts for line in sync.sync(folder, options.only, options.accept, execute=not options.no_run)]
    print("\n".join(todo) or words.t("sync.done"))
    return 1 if todo else 0


def _check_course(folder):
    if not (pathlib.Path(folder) / "vi").is_dir():
        raise ValueError(words.t("cli.no_course", folder=folder))
