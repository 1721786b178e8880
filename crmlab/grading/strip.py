"""From the author's notebook to the student's: solutions out, what the student fills in left.

Taken out: cells tagged ``solution``, what stands between ``### BEGIN SOLUTION`` and ``### END SOLUTION`` or ``### BEGIN HIDDEN
TESTS`` and ``### END HIDDEN TESTS``, and, as nbgrader does, whole cells that nbgrader marks as solution and that have no such lines.
"""
import ast
import copy
import re
import textwrap

from .. import words
from .source import answered, tags

_REGION = re.compile(r"^(?P<indent>[ \t]*)### BEGIN (?P<what>SOLUTION|HIDDEN TESTS)[^\n]*\n(?P<inside>.*?)^[ \t]*### END (?P=what)[^\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MARK = re.compile(r"^[ \t]*### (BEGIN|END) (SOLUTION|HIDDEN TESTS)", re.MULTILINE)


def stripped(notebook):
    """The student's notebook, and the solution texts that were taken out of it."""
    done = copy.deepcopy(notebook)
    removed, cells = [], []
    for number, cell in enumerate(done.cells, 1):
        source = _without_solution(cell, removed, number)
        if source is not None:
            cell.source = source
            cells.append(cell)
    done.cells = cells
    used = _names_used(cells)
    for cell in cells:
        cell.source = _without_idle_stubs(cell.source, used)
        if cell.cell_type == "code" and not cell.source.strip():
            cell.source = "# " + words.t("release.write_here")
        _forget(cell)
    done.metadata = {key: done.metadata[key] for key in ("kernelspec", "language_info") if key in done.metadata}
    return done, removed


def _without_solution(cell, removed, number):
    """What is left of a cell's source; None when nothing is."""
    if "solution" in tags(cell):
        removed.append(cell.source)
        return _answer_lines(cell.source) if answered(cell) else None
    if _MARK.search(cell.source):
        left = _REGION.sub(lambda region: _stub(region, removed, cell.cell_type), cell.source)
        if _MARK.search(left):
            raise ValueError(words.t("release.marks", cell=number))
        return left.rstrip("\n")
    nbgrader = cell.metadata.get("nbgrader")
    if isinstance(nbgrader, dict) and nbgrader.get("solution"):
        removed.append(cell.source)
        return words.t("release.write_here") if cell.cell_type == "markdown" else _answer_lines(cell.source)
    return cell.source


def _answer_lines(code):
    """``answer("q1", ...)`` for every question that the code answers, called as the author calls it."""
    calls = re.findall(r"""((?:\w+\.)*answer)\(\s*(["'])([^"'\n]{1,100})\2""", code)
    return "\n".join(dict.fromkeys(f'{function}("{name}", ...)' for function, _, name in calls))


def _stub(region, removed, cell_type):
    """What stands in for a region: its names with three dots to fill in."""
    removed.append(region["inside"])
    if cell_type != "code" or region["what"] == "HIDDEN TESTS":
        return ""
    try:
        body = ast.parse(textwrap.dedent(region["inside"])).body
    except SyntaxError:
        body = []
    lines = list(dict.fromkeys(line for statement in body for line in _blank(statement)))
    if region["indent"]:
        lines = [line.removesuffix(_IDLE) for line in lines] or ["..."]
    answers = _answer_lines(region["inside"]).splitlines()
    return textwrap.indent("".join(line + "\n" for line in [*lines, *answers]), region["indent"])


_IDLE = "  # crmlab: idle unless used"


def _blank(statement):
    """A statement's names, defined but empty; lines that only matter if the name is used elsewhere carry a mark."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield f"def {statement.name}({ast.unparse(statement.args)}):\n    return ..."
    elif any(isinstance(node, ast.Return) for node in ast.walk(statement)):
        yield "return ..."
    elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            for name in ast.walk(target):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                    yield f"{name.id} = ...{_IDLE}"


def _names_used(cells):
    """The names that the remaining code reads."""
    found = set()
    for cell in cells:
        code = "\n".join(line for line in cell.source.splitlines() if not line.endswith(_IDLE)) if cell.cell_type == "code" else ""
        try:
            found |= {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
        except SyntaxError:
            found |= set(re.findall(r"\w+", code))
    return found


def _without_idle_stubs(source, used):
    return "\n".join(line.removesuffix(_IDLE) for line in source.splitlines() if not line.endswith(_IDLE) or line.split()[0] in used)


def _forget(cell):
    """Outputs, solution tags and other tools' metadata do not leave the author's house."""
    left = [tag for tag in tags(cell) if tag not in ("solution", "injected-parameters")]
    cell.metadata = {"tags": left} if left else {}
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None


def leaks(copy_, removed):
    """The solution lines that can still be read in the student's notebook, each with its cell number."""
    text = {number: _squeezed(cell.source) for number, cell in enumerate(copy_.cells, 1)}
    secrets = {secret for solution in removed for line in solution.splitlines() if (secret := _secret(line))}
    found = {(number, secret) for number, here in text.items() for secret in secrets if _squeezed(secret) in here}
    return sorted(found)


def _secret(line):
    """What a line tells of the solution; nothing if it is an import, a comment, or a word or two."""
    line = line.strip()
    if answer := re.match(r"(?:\w+\.)*answer\([^,]*,(.*?)\)?$", line):
        line = answer[1].strip()
    if line.startswith(("import ", "from ", "#")) or re.match(r"(\w+\.)*expect\(", line) or re.fullmatch(r"[\w.]*", line):
        return ""
    return line if len(_squeezed(line)) >= 12 else ""


def _squeezed(text):
    return re.sub(r"\s+", "", text)
