"""The cases: their form, a decision before its consequence that is no foregone conclusion, and notes that only the instructor gets."""
import math
import pathlib
import re
import tomllib

import pytest

from crmlab import words
from crmlab.predict import Decision
from crmlab.publishing import notebooks

HOUSE = pathlib.Path(__file__).parents[1]
CASES = sorted((HOUSE / "notebooks" / "casebook" / "vi").glob("C*.ipynb"))
NAMES = [path.stem for path in CASES]
BOTH = [(language, name) for name in NAMES for language in ("vi", "en")]
HEADINGS = {
    "vi": ("## Điều ta biết", "## Các phương án", "## Bạn quyết", "có lý\n", "## Bàn trên lớp", "## Thuật ngữ", "## Phiếu câu hỏi", "## Nguồn"),
    "en": ("## What we know", "## The options", "## You decide", "a point\n", "## Discuss", "## Terms", "## Question sheet", "## Sources"),
}
NOTES = {
    "vi": ("# Ca ", "## Diễn tiến 60 phút", "## Hỏi gì trên lớp", "## Người học hay sai ở đâu", "## Đổi tham số", "## Bảng chấm câu tự luận"),
    "en": ("# Case ", "## The hour", "## What to ask", "## Where students go wrong", "## Change the parameters", "## Marking the memo"),
}


def path_of(name, language="vi"):
    return HOUSE / "notebooks" / "casebook" / language / f"{name}.ipynb"


def case(name, language="vi"):
    return notebooks.read(path_of(name, language))


def setting(name):
    return tomllib.loads((HOUSE / "tests" / "casebook" / f"{name}.toml").read_text(encoding="utf-8"))


def played(name, change=(), choice=None, as_far_as=None):
    """The names a case leaves behind, with other parameters and a choice, as far as a cell."""
    for cell, names, shown in notebooks.cell_by_cell(path_of(name)):
        if "parameters" in cell.metadata.get("tags", []):
            assert set(change) <= set(names), f"{name}: only what stands in the parameters cell may be changed"
            names.update(change)
        if cell.id == "choice":
            assert names["choice"] is None
            names["choice"] = choice
        if cell.id == "reveal":
            names["decision"] = shown
        if cell.id == as_far_as:
            break
    return names


def best(outcomes):
    return max(outcomes, key=outcomes.get)


def test_every_case_of_the_textbook_is_here():
    assert [f"C{number:02d}" for number in range(1, 25)] == [name[:3] for name in NAMES]


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_case_is_an_hour_with_a_decision(language, name):
    cells = case(name, language).cells
    whole = "\n".join(cell.source for cell in cells)
    places = [whole.find(heading) for heading in HEADINGS[language]]  # all two, three or four "have a point"

    assert -1 not in places and places == sorted(places)
    assert {"vi": "**Quyết định.**", "en": "**The decision.**"}[language] in cells[0].source
    assert re.search({"vi": r"\d\d phút", "en": r"\d\d minutes"}[language], cells[0].source)
    assert 12 <= len(cells) <= 26, "short"
    assert len(re.findall(r"\w+", "\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))) < 1800, "no lecture"
    assert "Explore(" in whole


@pytest.mark.parametrize("name", NAMES)
def test_the_choice_comes_before_every_consequence(name):
    cells = case(name).cells
    ids = [cell.id for cell in cells]
    computed = next(place for place, cell in enumerate(cells) if cell.cell_type == "code" and re.search(r"\boutcomes\b", cell.source))

    assert ids.index("facts") < ids.index("parameters") < ids.index("options") < ids.index("choice") < computed <= ids.index("reveal")
    assert cells[ids.index("choice")].source == "choice = None"
    assert "decide(choice, outcomes" in cells[ids.index("reveal")].source


@pytest.mark.parametrize("name", NAMES)
def test_changed_parameters_change_the_best_option(name):
    """The decision is not foregone, and a changed firm gives a case that still holds together."""
    wanted = setting(name)
    now, changed = played(name), played(name, wanted["change"])

    assert 2 <= len(now["outcomes"]) and all(math.isfinite(money) for one in (now, changed) for money in one["outcomes"].values())
    assert (wanted["best"], wanted["best_changed"]) == (best(now["outcomes"]), best(changed["outcomes"]))
    assert wanted["best"] != wanted["best_changed"]


@pytest.mark.parametrize("name", NAMES)
def test_every_option_may_be_chosen_and_is_answered_in_money(name):
    for choice in played(name, as_far_as="reveal")["outcomes"]:
        decision = played(name, choice=choice, as_far_as="reveal")["decision"]

        assert isinstance(decision, Decision) and choice == decision.choice
        for language in words.LANGUAGES:
            words.use(language)
            assert best(decision.outcomes) in decision._repr_html_()


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_the_instructor_has_notes_of_her_own(language, name):
    text = (HOUSE / "exercises" / "solutions" / language / f"{name}.md").read_text(encoding="utf-8")
    places = [text.find(heading) for heading in NOTES[language]]

    assert -1 not in places and places == sorted(places)
    assert 120 <= len(re.findall(r"\w+", text)) <= 900


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_of_the_notes_are_those_of_the_case(name):
    """What the notes tell an instructor to change exists."""
    known = {line.partition("=")[0].strip() for cell in case(name).cells if cell.id == "parameters" for line in cell.source.splitlines()}

    for language in ("vi", "en"):
        text = (HOUSE / "exercises" / "solutions" / language / f"{name}.md").read_text(encoding="utf-8")
        assert set() == {found for found in re.findall(r"`(\w+) = ", text)} - known
