"""The author's notebook: its parameters, its questions, and which of its cells are solutions."""
import ast
import copy
import hashlib
import pathlib
import re
import textwrap
import warnings

from .. import words

SEED = "seed"
LONGEST = 100_000  # letters of a cell that are parsed: a tree takes a hundred times the memory of its text


def read(path):
    """A source notebook as nbformat 4, with ids; refuses what is none with one sentence."""
    import nbformat

    path = pathlib.Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise ValueError(words.t("source.missing", path=path)) from None
    except Exception as error:  # torn JSON, another format, an unreadable disk: nbformat raises many kinds
        raise ValueError(words.t("source.unreadable", path=path, error=type(error).__name__)) from None
    if not any(answered(cell) for cell in notebook.cells):
        raise ValueError(words.t("source.no_answer", path=path))
    if is_copy(notebook):
        raise ValueError(words.t("source.copy", path=path))
    return notebook


def is_copy(notebook):
    """Whether this is a student's copy, made by release."""
    return any(cell.cell_type == "code" and "crmlab.sealed(" in cell.source for cell in notebook.cells)


def language_of(path):
    """The language a notebook is written in, by its folder: vi, en, or the one in use."""
    return next((part for part in reversed(pathlib.Path(path).resolve().parts) if part in words.LANGUAGES), words.language())


def digest(notebook):
    """A short hash of everything in the notebook that can change a mark."""
    text = "\0".join(f"{cell.cell_type}\0{tags(cell)}\0{cell.source}" for cell in notebook.cells)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def tags(cell):
    """A cell's tags; none when its metadata is odd."""
    found = cell.metadata.get("tags", [])
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []


_ANSWER = re.compile(r"""\banswer\(\s*(["'])(?P<name>[^"'\n]{1,100})\1""")


def answered(cell):
    """The questions that a code cell answers by name, in order, each once; the cell need not even parse."""
    if cell.cell_type != "code":
        return []
    return list(dict.fromkeys(match["name"] for match in _ANSWER.finditer(cell.source)))


def parameters_cell(notebook):
    """The index of the cell tagged ``parameters``, or None."""
    return next((index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code" and "parameters" in tags(cell)), None)


def seed_of(notebook):
    """The seed in the parameters cell, or None when there is none."""
    index = parameters_cell(notebook)
    return None if index is None else assigned(notebook.cells[index].source).get(SEED)


def assigned(code):
    """The literal values that a cell's lines give to names; nothing for a cell that does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines = ast.parse(code[:LONGEST]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found = {}
    for line in lines:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            try:
                found[line.targets[0].id] = ast.literal_eval(line.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                pass
    return found


def with_seed(notebook, seed, model=None):
    """The notebook's cells without outputs, with ``seed = …`` put behind the exercise's parameters cell.

    ``model`` is the author's notebook: whatever a student did to the parameters cell (lost its tag, its id, its place), the seed is put behind it.
    """
    import nbformat

    done = copy.deepcopy(notebook)
    done.cells = [cell for cell in done.cells if "injected-parameters" not in tags(cell)]
    for cell in done.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if seed is not None:
        place = _place(done, notebook if model is None else model)
        injected = nbformat.v4.new_code_cell(f"{SEED} = {seed!r}", id="injected-seed", metadata={"tags": ["injected-parameters"]})
        done.cells.insert(place, injected)
    return done


def _place(notebook, model):
    """Where the seed goes: behind the parameters cell, found by tag, id, text, or by what it assigns; else at the top."""
    original = model.cells[parameters_cell(model)]
    tests = [
        lambda cell: "parameters" in tags(cell),
        lambda cell: cell.get("id") == original.get("id"),
        lambda cell: cell.source.split() == original.source.split(),
        lambda cell: SEED in assigned(cell.source),
    ]
    for test in tests:
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "code" and test(cell):
                return index + 1
    return 0


def titles(notebook):
    """{question: the heading above its cell, or its name}, in the order of the notebook."""
    found, heading = {}, None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#+ +(.+?) *$", cell.source, re.MULTILINE)
            heading = _plain(headings[-1]) if headings else heading
        for name in answered(cell):
            found.setdefault(name, heading or name)
    return found


def files(path, notebook):
    """The files and folders beside the source that its code names: what it reads, modules that it imports."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    beside = sorted(pathlib.Path(path).resolve().parent.iterdir())
    return [file for file in beside if file.suffix != ".ipynb" and not file.name.startswith(".") and _named(file, code)]


def _named(file, code):
    if file.suffix == ".py" and re.search(rf"^\s*(import|from)\s+{re.escape(file.stem)}\b", code, re.MULTILINE):
        return True
    return re.search(rf"""["'](\./)?{re.escape(file.name)}["'/]""", code) is not None


def title_of(notebook):
    """The first heading of the notebook, or None."""
    found = (re.search(r"^# +(.+?) *$", cell.source, re.MULTILINE) for cell in notebook.cells if cell.cell_type == "markdown")
    return next((_plain(match[1]) for match in found if match), None)


def _plain(heading):
    """A heading without Markdown's marks."""
    return re.sub(r"[*`]|\b_|_\b", "", heading)


def nbgrader_points(notebook):
    """{question: points} as nbgrader's metadata have them: those of a graded cell are for the answers in it, or before it since the last one."""
    found, waiting = {}, []
    for cell in notebook.cells:
        waiting += [name for name in answered(cell) if name not in found]
        nbgrader = cell.metadata.get("nbgrader")
        if cell.cell_type == "code" and isinstance(nbgrader, dict) and nbgrader.get("grade") and isinstance(nbgrader.get("points"), (int, float)):
            found |= {name: nbgrader["points"] / len(waiting) for name in waiting}
            waiting = []
    return found


def written_answers(notebook):
    """The numbers of the Markdown cells in which nbgrader's students write; nothing of them is collected here."""
    return [number for number, cell in enumerate(notebook.cells, 1) if cell.cell_type == "markdown"
            and isinstance(nbgrader := cell.metadata.get("nbgrader"), dict) and nbgrader.get("grade")]


def lines_of(code):
    """Code as lines without common indentation, for comparing and parsing."""
    return textwrap.dedent(code).strip("\n").splitlines()
