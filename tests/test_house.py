"""The house: who may import whom, what importing costs, and what the files must look like."""
import ast
import functools
import pathlib
import subprocess
import sys
import unicodedata

import pytest

HOUSE = pathlib.Path(__file__).parents[1]
PACKAGE = HOUSE / "crmlab"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

# room: the rooms of the house it may import ("words" may be used wherever something is shown, or refused)
MAY_IMPORT = {
    "metrics": {"words"},
    "tables": {"words"},
    "words": set(),
    "check": {"metrics", "words"},
    "course": {"words"},
    "datasets": {"course", "tables", "words"},
    "engines": {"tables", "words"},
    "measure": {"engines", "metrics", "tables", "words"},
    "relationships": {"metrics", "tables", "words"},
    "identify": {"metrics", "tables", "words"},
    "differentiate": {"engines", "metrics", "tables", "words"},
    "interact": {"metrics", "tables", "words"},
    "customize": {"metrics", "tables", "words"},
    "models": {"metrics", "tables", "words"},
    "imports": {"tables", "words"},
    "database": {"imports", "metrics", "tables", "words"},
    "report": {"imports", "publishing", "tables", "words"},
    "portfolio": {"metrics", "tables", "words"},
    "profile": {"differentiate", "engines", "imports", "measure", "metrics", "models", "tables", "words"},
    "loop": {"identify", "differentiate", "interact", "customize", "metrics", "tables", "words"},
    "charts": {"metrics", "measure", "models", "relationships", "identify", "differentiate", "interact", "customize", "portfolio", "profile", "tables", "words"},
    "tracing": set(),
    "working": {"tracing", "words"},
    "predict": {"words"},
    "explore": {"charts", "words"},
    "answers": {"words"},
    "grading": {"answers", "refusals", "words"},
    "publishing": {"words"},
    "cli": {"course", "grading", "publishing", "report", "words"},
    "__main__": {"cli"},
    "refusals": set(),
    "__init__": set(),
}


@functools.cache
def parsed(path):
    return ast.parse(text_of(path))


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path):
    """The rooms of crmlab that a file imports, at its head or inside its functions."""
    package = ["crmlab", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(parsed(path)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base += node.module.split(".") if node.module else []
            names = [".".join([*base, alias.name]) for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("crmlab."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_room_imports_only_what_the_law_allows(path):
    room = room_of(path)
    assert room in MAY_IMPORT, f"a new room {room}: give it its line in MAY_IMPORT"

    illegal = {name for name in imported_rooms(path) if name in MAY_IMPORT} - MAY_IMPORT[room] - {room}

    assert set() == illegal, f"{path.name} may not import {illegal}: rooms hand each other tables, not functions"


def test_metrics_import_nothing_but_numpy():
    outside = set()
    for path in (PACKAGE / "metrics").glob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                outside |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                outside.add(node.module)

    assert {"numpy"} == outside


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8").stdout


def test_importing_crmlab_loads_nothing_heavy():
    heavy = "matplotlib", "ipywidgets", "papermill", "pandas", "numpy", "nbconvert", "IPython"
    loaded = python(f"import sys, crmlab; print([name for name in {heavy!r} if name in sys.modules])").strip()

    assert "[]" == loaded


def test_importing_crmlab_loads_fewer_modules_than_importing_pandas():
    count = "import sys; before = set(sys.modules); import {}; print(len(set(sys.modules) - before))"

    assert int(python(count.format("crmlab"))) < int(python(count.format("pandas"))) / 10


def test_importing_crmlab_changes_nothing():
    code = "import os, sys, locale, warnings; state = lambda: (dict(os.environ), os.getcwd(), list(warnings.filters), sys.getdefaultencoding()); a = state(); import crmlab; print(a == state())"

    assert "True" == python(code).strip()


def tracked_files():
    """The files git tracks; in a folder without git, those of the project's own folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, encoding="utf-8")
    if listed.returncode:
        return [path for name in ("crmlab", "tests", "datasets", "benchmarks", "docs") for path in (HOUSE / name).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [HOUSE / name for name in listed.stdout.split("\0") if name]


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_file_names_are_ascii():
    assert [] == [path for path in tracked_files() if not str(path.relative_to(HOUSE)).isascii()]


def test_texts_are_utf8_nfc_without_bom_and_with_unix_lines():
    apart = HOUSE / "datasets" / "moc_records.csv"  # records as they were typed: letters and marks apart are among the damage to be repaired
    for path in tracked_files():
        if path.suffix in (".png", ".ico") or not path.exists():
            continue
        raw = path.read_bytes()
        text = raw.decode("utf-8")

        assert path == apart or unicodedata.normalize("NFC", text) == text, f"{path.name}: save it in NFC"
        assert not raw.startswith(b"\xef\xbb\xbf"), f"{path.name}: save it without BOM"
        assert b"\r\n" not in raw, f"{path.name}: save it with Unix line ends"


def test_no_file_names_a_package_registry_or_a_place_of_one_machine():
    # put together here, so that this file does not hold them itself
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb" + "ian.org", "/ro" + "ot/", "/wo" + "rk/"]
    found = [(path.name, host) for path in tracked_files() if path.exists() for host in hosts if host in text_of(path)]

    assert [] == found


def test_no_module_is_called_utils():
    vague = {"utils", "helpers", "common", "misc", "util", "helper"}

    assert [] == [path.name for path in MODULES if path.stem in vague]


def test_files_stay_short():
    limits = {"metrics": 750}  # two thirds of a metrics file is docstring
    long = {str(path.relative_to(HOUSE)): lines for path in MODULES if (lines := text_of(path).count("\n")) > limits.get(room_of(path), 300)}

    assert {} == long, "is it still one room? Split the file, or give the reason in DECISIONS.md and here"


def functions(path):
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_functions_stay_short_and_public_ones_are_documented(path):
    for function in functions(path):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0

        assert lines <= 30, f"{function.name} has {lines} lines; give its steps names of their own"
    for node in parsed(path).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring; say what it is, in units and shapes"
