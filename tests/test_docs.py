"""The documents say what is there: links lead somewhere, tables are complete, examples run."""
import doctest
import pathlib
import re
import tomllib

import pytest

from crmlab.publishing import notebooks

HOUSE = pathlib.Path(__file__).parents[1]
DOCUMENTS = ["README.md", "README.vi.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md", "docs/grading.md", "docs/grading.vi.md", "exercises/README.md"]
TWINS = [("README.md", "README.vi.md"), ("docs/grading.md", "docs/grading.vi.md")]


def text(name):
    return (HOUSE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_into_the_project_leads_to_a_file(name):
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text(name))

    assert [] == [target for target in targets if not ((HOUSE / name).parent / target).exists()]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readme_lists_every_chapter_and_case_in_both_languages(name):
    folders = [HOUSE / "notebooks" / part / language for part in (".", "casebook") for language in ("vi", "en")]
    chapters = [path for folder in folders for path in notebooks.find(folder) if not path.name.startswith("0_")]

    assert [] == [path.name for path in chapters if f"({path.relative_to(HOUSE).as_posix()})" not in text(name)]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readme_has_one_picture_with_alt_text(name):
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(name))

    assert 1 == len(pictures)
    assert len(pictures[0][0]) > 40


@pytest.mark.parametrize("pair", TWINS, ids=[pair[0] for pair in TWINS])
def test_both_languages_have_the_same_parts(pair):
    english, vietnamese = (re.findall(r"^(#+ |\||\* |```|    |[1-9]\.)", text(name), re.MULTILINE) for name in pair)
    options = [sorted(set(re.findall(r"--[a-z-]+", text(name)))) for name in pair]

    assert english == vietnamese or pair[0] == "README.md" and [mark for mark in english if mark[0] == "#"] == [mark for mark in vietnamese if mark[0] == "#"]
    assert options[0] == options[1]


def test_the_guide_explains_the_comparison_as_the_code_does():
    from crmlab.answers import compare

    rows = [re.split(r"  +", line.strip()) for line in compare.__globals__["__doc__"].split("=\n")[2].splitlines()[:11]]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text("docs/grading.md").splitlines() if line.startswith("| ")]

    assert [] == [row for row in rows if [cell for cell in row if cell] not in [[cell for cell in line if cell] for line in cells]]


def test_the_guide_names_every_option_of_grade():
    from crmlab.grading import cli

    said = text("docs/grading.md")
    assert [] == [name for name in cli._GRADE_OPTIONS if name not in said]


def test_the_readmes_example_runs():
    failed, tried = doctest.testfile(str(HOUSE / "README.md"), module_relative=False, encoding="utf-8")

    assert (0, 7) == (failed, tried)


def test_the_changelog_has_the_present_version():
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]

    assert f"## {version}" in text("CHANGELOG.md")


def test_decisions_are_dated_newest_first():
    days = re.findall(r"^## (\d{4}-\d\d-\d\d) · .+$", text("DECISIONS.md"), re.MULTILINE)

    assert len(days) >= 5
    assert sorted(days, reverse=True) == days
    assert len(days) == text("DECISIONS.md").count("\n## ")
