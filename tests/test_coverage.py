"""Each line of the textbook is taught somewhere, or is named with the reason why not, and what it names exists."""
import ast
import importlib
import pathlib
import re
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
NOW = {key for key in IDS if key[0] == "L" or key.startswith(("S2-", "WE-"))} - {"WE-504", "WE-505", "WE-506"}


def taught():
    return {key: entry for key, entry in COVERAGE.items() if "cells" in entry}


def test_every_line_idea_example_and_case_is_here_once():
    assert IDS == set(COVERAGE)


@pytest.mark.parametrize("key", COVERAGE)
def test_it_is_taught_or_left_out_or_planned(key):
    entry = COVERAGE[key]
    kinds = [kind for kind in ("cells", "left_out", "planned") if entry.get(kind)]

    assert 1 == len(kinds), f"{key}: cells, or left_out = why, or planned = where"
    assert set(entry) <= {"cells", "functions", "tests"} or kinds[0] != "cells" and 1 == len(entry)


def test_chapters_that_are_written_plan_nothing_any_more():
    assert [] == sorted(key for key in NOW & set(COVERAGE) if "planned" in COVERAGE[key] and key != "L59")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_cell_exists(language):
    known = {f"{path.stem}#{cell.id}" for path in notebooks.find(HOUSE / "notebooks" / language) for cell in notebooks.read(path).cells}
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

        assert test in defined[file] and test.startswith("test_"), name


def test_every_worked_example_names_a_test():
    assert [] == sorted(key for key, entry in taught().items() if key.startswith("WE-") and not entry.get("tests"))


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_readme_shows_the_count(readme):
    text = (HOUSE / readme).read_text(encoding="utf-8")
    counts = [len(taught()), len(COVERAGE), sum("left_out" in entry for entry in COVERAGE.values()), sum("planned" in entry for entry in COVERAGE.values())]
    sentence = next(line for line in text.splitlines() if "coverage.toml" in line)

    assert counts == [int(number) for number in re.findall(r"\b\d+\b", sentence.partition("coverage.toml)")[2])][:4]
