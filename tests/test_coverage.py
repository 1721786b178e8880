"""Each line of the textbook is taught somewhere, or is named with the reason why not, and what it names exists."""
import ast
import importlib
import pathlib
import tomllib

import pytest

from crmlab.publishing import notebooks

HOUSE = pathlib.Path(__file__).parents[1]
COVERAGE = tomllib.loads((HOUSE / "notebooks" / "coverage.toml").read_text(encoding="utf-8"))
IDS = {
    *(f"L{line}" for line in range(8, 108)),
    *(f"S2-{idea}" for idea in range(1, 37)),
    *(f"WE-{number}" for number in [*range(101, 108), *range(201, 208), *range(301, 343), *range(401, 413), *range(501, 507)]),
    *(f"S0-{idea}" for idea in range(1, 8)),
    *(f"S3-{idea}" for idea in range(1, 16)),
    *(f"S4-{idea}" for idea in range(1, 10)),
    *(f"C{case}" for case in range(1, 25)),
}
PARTS = {
    "L": ("the textbook's abstract, line by line", "đề cương của giáo trình, từng dòng"),
    "S0-": ("companion: the customer portfolio", "tài liệu kèm: tổ hợp khách hàng"),
    "S2-": ("companion: the learning relationship", "tài liệu kèm: quan hệ hiểu biết"),
    "S3-": ("companion: one view of the customer", "tài liệu kèm: một cái nhìn về khách hàng"),
    "S4-": ("companion: classifying customers", "tài liệu kèm: phân loại khách hàng"),
    "WE-": ("worked examples", "ví dụ tính toán"),
    "C": ("cases", "ca tình huống"),
}


def taught():
    return {key: entry for key, entry in COVERAGE.items() if "cells" in entry}


def test_every_line_idea_example_and_case_is_here_once():
    assert IDS == set(COVERAGE)


@pytest.mark.parametrize("key", COVERAGE)
def test_it_is_taught_or_left_out_with_a_reason(key):
    entry = COVERAGE[key]

    assert ("cells" in entry) != ("left_out" in entry), f"{key}: cells, or left_out = why"
    assert set(entry) <= {"cells", "functions", "tests"} if "cells" in entry else len(entry["left_out"]) >= 20


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_cell_exists(language):
    paths = [*notebooks.find(HOUSE / "notebooks" / language), *notebooks.find(HOUSE / "notebooks" / "casebook" / language)]
    known = {f"{path.stem}#{cell.id}" for path in paths for cell in notebooks.read(path).cells}
    named = {cell for entry in taught().values() for cell in entry["cells"]}

    assert set() == named - known


def test_every_function_exists():
    for name in sorted({function for entry in taught().values() for function in entry.get("functions", [])}):
        module, _, function = name.rpartition(".")

        assert callable(getattr(importlib.import_module(module), function, None)), name


def test_every_test_exists():
    defined = {}
    for name in sorted({test for entry in taught().values() for test in entry.get("tests", [])}):
        file, _, test = name.partition("::")
        if file not in defined:
            tree = ast.parse((HOUSE / file).read_text(encoding="utf-8"))
            defined[file] = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

        assert test.partition("[")[0] in defined[file] and test.startswith("test_"), name


def test_every_worked_example_and_every_case_names_a_test():
    assert [] == sorted(key for key, entry in taught().items() if key.startswith(("WE-", "C")) and not entry.get("tests"))


def test_every_case_is_taught_in_its_own_notebook():
    assert [] == sorted(key for key, entry in taught().items() if key[0] == "C" and not any(cell.startswith(f"C{int(key[1:]):02d}_") for cell in entry["cells"]))


def table(language):
    """The table of the READMEs: for each part of the sources, how many of its ids are taught, computed by a function, and tested."""
    for start, titles in PARTS.items():
        entries = [entry for key, entry in COVERAGE.items() if key.startswith(start)]
        counts = [len(entries), *(sum(bool(entry.get(kind)) for entry in entries) for kind in ("cells", "functions", "tests"))]
        yield f"| {titles[language == 'vi']} | {' | '.join(map(str, counts))} |"


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.vi.md", "vi")])
def test_the_readme_shows_the_table(readme, language):
    text = (HOUSE / readme).read_text(encoding="utf-8")

    assert [] == [line for line in table(language) if line not in text], "\n".join(table(language))
