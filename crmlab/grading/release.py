"""From the author's notebook to the students': checked, stripped, sealed, and one for each student if there is a roster."""
import csv
import io
import pathlib
import shutil

from .. import words
from ..answers import record, seal
from . import journal, reference, source, strip

TRIES = 8  # seeds on which an author's answers are tried


def release(path, folder, worker, roster=None, fixed=False, data=(), progress=lambda things: things):
    """Write the student's notebook(s) of one source; nothing is written when a check refuses.

    Parameters
    ----------
    path : the source notebook
    folder : where the copy goes; with a roster, one folder per student inside it
    worker : runs the source (grading.worker.Worker)
    roster : a CSV file with a column ``student``, optional
    fixed : release although answers do not change with the seed
    data : files and folders that are laid beside each copy
    progress : wraps the students while they are served

    Returns
    -------
    list of the files written
    """
    path = pathlib.Path(path)
    notebook = source.read(path)
    language = source.language_of(path)
    words.use(language)
    if roster is not None and source.seed_of(notebook) is None:
        raise ValueError(words.t("release.roster_no_seed"))
    blank, removed = strip.stripped(notebook)
    _refuse_leaks(blank, removed)
    public, questions = checked(notebook, worker, fixed)
    _refuse_numbers(blank, public, questions)
    _refuse_answered(blank, worker)
    copies = {pathlib.Path(folder): (source.seed_of(notebook), public)} if roster is None else {}
    for student in students(roster) if roster else []:
        copies[pathlib.Path(folder) / student] = (personal_seed(path.stem, student), None)
    _refuse_to_overwrite(path, [place / path.name for place in copies])
    written = []
    for place, (seed, run) in progress(copies.items()) if roster else copies.items():
        run = run or reference.run(notebook, worker, seed)
        written.append(write_notebook(_copy(blank, run, questions, language, seed if roster else None), place / path.name))
        _lay_beside(data, place)
    return written


def _refuse_to_overwrite(path, targets):
    """A copy may replace an older copy, and nothing else."""
    for target in targets:
        if target.exists() and (target.samefile(path) or "crmlab.sealed(" not in target.read_text(encoding="utf-8", errors="replace")):
            raise ValueError(words.t("release.overwrite", path=target))


def _lay_beside(data, folder):
    for path in map(pathlib.Path, data):
        if path.is_dir():
            shutil.copytree(path, folder / path.name, dirs_exist_ok=True)
        else:
            shutil.copy(path, folder / path.name)


def checked(notebook, worker, fixed=False):
    """The public run and its questions, after the author's checks: deterministic, changing with the seed, slips that are wrong."""
    _refuse_names(notebook)
    public, again = (reference.run(notebook, worker, source.seed_of(notebook), chance) for chance in (0, 1))
    if computed := sorted(set(public["answers"]) - set(source.titles(notebook))):
        raise ValueError(words.t("release.computed", name=computed[0]))
    questions = reference.questions(notebook, public)
    if unstable := [name for name, value in public["answers"].items() if value != again["answers"].get(name)]:
        raise ValueError(words.t("release.unstable", names=", ".join(unstable)))
    if confused := reference.confused_slips(questions, public):
        raise ValueError(words.t("release.slip", name=confused[0][0], slip=confused[0][1]))
    if not fixed:
        _refuse_constant(notebook, worker, public, questions)
    return public, questions


def _refuse_names(notebook):
    """A question answered in two cells would be asked twice and marked once."""
    names = [name for cell in notebook.cells for name in source.answered(cell)]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(words.t("release.asked_twice", name=twice[0]))


def _refuse_constant(notebook, worker, public, questions):
    """An answer that is the same for every seed could be typed in."""
    constant = [question["name"] for question in questions if not question["by_hand"]]
    if constant and source.seed_of(notebook) is None:
        raise ValueError(words.t("release.no_seed"))
    for seed in reference.seeds("", "release", TRIES):
        if not constant:
            return
        moved = reference.differing(questions, public, reference.run(notebook, worker, seed))
        constant = [name for name in constant if name not in moved]
    if constant:
        raise ValueError(words.t("release.constant", names=", ".join(constant)))


def _refuse_leaks(blank, removed):
    for number, cell in enumerate(blank.cells, 1):
        if cell.cell_type == "code" and "expect(" in cell.source:
            raise ValueError(words.t("release.expect", cell=number))
    if found := strip.leaks(blank, removed):
        raise ValueError(words.t("release.leak", cell=found[0][0], line=found[0][1]))


def _refuse_numbers(blank, public, questions):
    """A right number that can be read in the text of the copy, or in a hint."""
    texts = [(f"{number}", cell.source) for number, cell in enumerate(blank.cells, 1)]
    texts += [(f"hint {question['name']}", question["hint"] or "") for question in questions]
    for question in questions:
        for value in _numbers(public["answers"][question["name"]]):
            ways = _ways_to_write(value)
            for where, text in texts:
                if written := next((way for way in ways if way in text), None):
                    raise ValueError(words.t("release.number", cell=where, name=question["name"], number=written))


def _numbers(encoded):
    """The fractions in an answer; whole numbers of a list are too often something else."""
    if isinstance(encoded, (int, float)) and not isinstance(encoded, bool):
        return [encoded]
    inside = encoded if isinstance(encoded, list) else encoded.get("v") if isinstance(encoded, dict) else None
    return [number for part in (inside if isinstance(inside, list) else [])[:200] for number in _numbers(part) if isinstance(number, float)]


def _ways_to_write(value):
    """A number with four significant figures or more, in the manner of either language."""
    plain = {f"{abs(value):{comma}.{digits}f}" for comma in ("", ",") for digits in range(7)}
    telling = {text for text in plain if len(text.replace(",", "").replace(".", "").lstrip("0").rstrip("0")) >= 4}
    return sorted(telling | {text.translate(str.maketrans(",.", ".,")) for text in telling})


def _refuse_answered(blank, worker):
    """The student's copy, run as it is, must answer nothing."""
    from . import engine

    done = engine.execute(source.with_seed(blank, None), worker, quiet=True)
    if given := [name for name, value in done.answers.items() if value != {"t": "unanswered"}]:
        raise ValueError(words.t("release.answered", names=", ".join(given)))


def sealed_questions(run, questions):
    """{question: locked feedback} for the data of one run."""
    return {question["name"]: _sealed(question, run) for question in questions}


def _sealed(question, run):
    if question["by_hand"]:
        return {"by_hand": True}
    slips = run["expects"].get(question["name"], {}).get("slips", {})
    messages = [(wrong, text) for text, wrong in slips.items()]
    return seal.seal(run["answers"][question["name"]], messages, question["tolerance"], question["hint"])


def _copy(blank, run, questions, language, seed):
    """The student's copy with its sealed feedback, and with her own seed if she has one."""
    import nbformat

    own = nbformat.from_dict(blank)
    place = source.parameters_cell(own)
    if seed is not None:
        cell = own.cells[place]
        cell.source = "\n".join(f"{source.SEED} = {seed}" if line.split("=")[0].strip() == source.SEED else line for line in cell.source.splitlines())
    text = record.packed(sealed_questions(run, questions), language)
    lines = "\n".join(text[start : start + 120] for start in range(0, len(text), 120))
    code = f'import crmlab\ncrmlab.sealed("""\n{lines}\n""")'
    hidden = {"jupyter": {"source_hidden": True}, "editable": False, "deletable": False}
    own.cells.insert(0 if place is None else place + 1, nbformat.v4.new_code_cell(code, id="crmlab-sealed", metadata=hidden))
    own.metadata.setdefault("kernelspec", {"display_name": "Python 3", "language": "python", "name": "python3"})
    return own


def personal_seed(exercise, student):
    """The seed of one student's copy of one exercise."""
    return reference.seeds(student, exercise, 1)[0]


def students(roster):
    """The column ``student`` of a roster, each a name that can be a folder."""
    raw = pathlib.Path(roster).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(words.t("release.roster_encoding", path=roster)) from None
    first = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    if not rows or "student" not in rows[0]:
        raise ValueError(words.t("release.roster", path=roster, columns=", ".join(map(str, rows[0])) if rows else "–"))
    names = [(row["student"] or "").strip() for row in rows]
    for number, name in enumerate(names, 2):
        if not name or set(name) & set('<>:"/\\|?*') or name.strip(". ") != name:
            raise ValueError(words.t("release.student", row=number, name=name))
        if names.count(name) > 1:
            raise ValueError(words.t("release.twice", row=number, name=name))
    return names


def write_notebook(notebook, path):
    """Write one notebook, and the folders it lies in; the same notebook gives the same bytes."""
    import nbformat

    path.parent.mkdir(parents=True, exist_ok=True)
    journal.write(path, nbformat.writes(notebook, version=4, indent=1, ensure_ascii=False, sort_keys=True).rstrip("\n") + "\n")
    return path
