"""Everything a grading leaves for people: gradebook, files for the LMS, prose to read, one page per student, one for the class."""
import io
import pathlib
import zipfile

from .. import answers, words
from . import classroom, classpage, feedback, gradebook, journal, late, lms, reading, sheets, source


class Progress:
    """A bar with what is done, what is left, and how the last ones ended."""

    def __enter__(self):
        return self

    def start(self, count, done):
        """Begin with so many submissions, some of them done before."""
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread of tqdm's own: worker processes are forked from this one
        self._bar = tqdm(total=count, initial=len(done), unit="", desc=words.t("grade.bar"), mininterval=0.2)
        self._right = self._asked = 0

    def step(self, result):
        """One more is graded."""
        outcomes = [verdict["outcome"] for verdict in result["questions"].values()]
        self._asked += len(outcomes)
        self._right += outcomes.count("correct")
        self._bar.set_postfix_str(words.t("grade.so_far", share=words.percent(self._right / self._asked, 0)) if self._asked else "", refresh=False)
        self._bar.update()

    def __exit__(self, *trouble):
        if hasattr(self, "_bar"):
            self._bar.close()


def check(options):
    """Refuse now what would be refused after the grading."""
    late.rule(options.late)
    if options.deadlines:
        late.deadlines(options.deadlines)
    for path in filter(None, (options.moodle, options.canvas)):
        sheets.read(path)


def write(task, found, results, folder, options):
    """Write every file of the folder anew from the results; return what to tell the instructor."""
    folder = pathlib.Path(folder)
    results = [results[submission.name] for submission in found if submission.name in results]
    marks = reading.read(folder / "reading.csv", task.questions)
    rows = reading.rows(results, task.questions, marks)
    results = reading.merged(results, task.questions, marks)
    if rows or marks:
        reading.write(folder / "reading.csv", rows)
    deadlines = late.deadlines(options.deadlines) if options.deadlines else []
    lateness = late.lateness(found, deadlines, late.rule(options.late))
    graded = gradebook.rows(results, task.questions, lateness)
    gradebook.write(folder / "gradebook.csv", graded, task.questions)
    codes = _pages(task, results, folder, lateness)
    journal.write(folder / "class.html", classpage.page(results, task.questions, codes, task.title, lateness, _solutions(task)))
    notes = _unread(rows) + _untimed(found, deadlines) + _strangers(found, deadlines) + _platforms(task, graded, found, folder, options)
    return "\n".join([*_unreadable(results), *notes, words.t("grade.done", count=len(results), folder=folder)])


def _unread(rows):
    waiting = sum(row.points is None for row in rows)
    return [words.t("grade.unread", count=waiting)] if waiting else []


def _untimed(found, deadlines):
    names = late.untimed(found, deadlines) if deadlines else []
    return [words.t("grade.untimed", count=len(names), all=len(found))] if names else []


def _solutions(task):
    """{question: (right answer in short, the author's code)}, for the class page."""
    right = task.runs[task.public]["answers"]
    code = {name: cell.source for cell in task.source.cells for name in source.answered(cell)}
    return {question["name"]: (answers.show(right[question["name"]]), code.get(question["name"], "")) for question in task.questions}


def _strangers(found, deadlines):
    names = late.strangers(found, deadlines)
    return [words.t("grade.strangers", names=", ".join(names[:10]))] if names else []


def _unreadable(results):
    return [words.t("grade.unreadable", submission=_plain(result["submission"]), reason=_plain(result["reason"])) for result in results if result["status"] == "unreadable"]


def _plain(text):
    """A student's text without anything a terminal would obey."""
    return "".join(letter for letter in text if letter.isprintable())


def _platforms(task, graded, found, folder, options):
    """The import files of the platforms that these submissions come from, or that were asked for."""
    most = sum(question["points"] for question in task.questions)
    graded = [row for row in graded if None not in row.points.values()]  # the others are not done: their prose is still to be read
    notes = []
    if any(submission.moodle for submission in found):
        _feedback_for_moodle(folder, found)
    if options.moodle or any(submission.moodle for submission in found):
        notes += _import(folder / "moodle.csv", lms.moodle(graded, found, most, options.moodle))
    if options.canvas or any(submission.canvas for submission in found):
        notes += _import(folder / "canvas.csv", lms.canvas(graded, found, most, options.assignment or task.title, options.canvas))
    return notes


def _feedback_for_moodle(folder, found):
    """The pages as Moodle takes feedback files back: each in the folder, by the name, under which it was handed in."""
    names = feedback.file_names([submission.name for submission in found])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for submission in found:
            if submission.moodle and (page := folder / "feedback" / names[submission.name]).exists():
                entry = zipfile.ZipInfo(submission.name.removesuffix(".ipynb") + ".html", (2000, 1, 1, 0, 0, 0))
                archive.writestr(entry, page.read_bytes(), zipfile.ZIP_DEFLATED)
    journal.write(folder / "feedback_moodle.zip", content.getvalue())


def _import(path, imported):
    lms.write(path, imported)
    notes = [words.t("grade.unmatched", file=path.name, names=", ".join(map(_plain, imported.unmatched[:10])))] if imported.unmatched else []
    if imported.maximum is not None:
        notes.append(words.t("grade.maximum", file=path.name, most=words.number(imported.maximum)))
    return notes


def _pages(task, results, folder, lateness):
    """Write each student's page; {submission: {question: code of its cell}} for the class page."""
    pages = folder / "feedback"
    pages.mkdir(exist_ok=True)
    handed_out = frozenset(cell.source for cell in _read(task.model).cells if cell.cell_type == "markdown")
    names = feedback.file_names([result["submission"] for result in results])
    codes = {}
    for result in results:
        notebook = _read(classroom.executed_path(folder, result["submission"]).read_text(encoding="utf-8")) if result["status"] != "unreadable" else None
        journal.write(pages / names[result["submission"]], feedback.page(result, task.questions, notebook, task.title, lateness.get(result["submission"]), handed_out))
        codes[result["submission"]] = _codes(result, notebook)
    for page in set(pages.glob("*.html")) - {pages / name for name in names.values()}:
        page.unlink()
    return codes


def _read(text):
    import nbformat

    return nbformat.reads(text, as_version=4)


def _codes(result, notebook):
    cells = notebook.cells if notebook else []
    return {name: cells[verdict["cell"]].source for name, verdict in result["questions"].items() if verdict["cell"] is not None and verdict["cell"] < len(cells)}
