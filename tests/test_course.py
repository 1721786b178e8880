"""`crmlab start`: everything a student needs, nothing of an instructor's, and nobody's work is lost."""
import pathlib

import pytest

from crmlab import cli, course

HOUSE = pathlib.Path(__file__).parents[1]


@pytest.fixture
def house(tmp_path):
    """A small house with one file of each kind."""
    for name in (course.FIRST, "notebooks/vi/1.1_a.ipynb", "notebooks/casebook/en/C01_a.ipynb", "exercises/vi/1.1_a.ipynb", "datasets/a.csv", "datasets/a.md",
                 "datasets/make_a.py", "exercises/solutions/vi/1.1_a.ipynb", "exercises/solutions/vi/C01_a.md", "notebooks/vi/.ipynb_checkpoints/1.1_a.ipynb"):
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}\n", encoding="utf-8")
    return tmp_path / "house"


def held(folder):
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def test_a_student_gets_notebooks_cases_exercises_and_data_but_no_solution_and_no_notes(house, tmp_path):
    started = course.start(tmp_path / "mine", house)

    assert {str(course.FIRST), "notebooks/vi/1.1_a.ipynb", "notebooks/casebook/en/C01_a.ipynb", "exercises/vi/1.1_a.ipynb", "datasets/a.csv", "datasets/a.md"} == set(held(tmp_path / "mine"))
    assert (6, ()) == (started.copied, started.changed)


def test_the_real_course_hands_out_no_solution_and_no_instructors_notes():
    files = course.files(HOUSE)

    assert course.FIRST.as_posix() == files[0].as_posix()
    assert [] == [name for name in files if "solutions" in name.parts]
    assert len(list((HOUSE / "exercises" / "vi").glob("*.ipynb"))) == sum(name.parts[:2] == ("exercises", "vi") for name in files)


def test_starting_again_keeps_ones_own_work_and_brings_what_is_missing(house, tmp_path):
    mine = course.start(tmp_path / "mine", house).folder
    (mine / "notebooks/vi/1.1_a.ipynb").write_text("my own work", encoding="utf-8")
    (mine / "my_notes.txt").write_text("mine", encoding="utf-8")
    (mine / "datasets/a.csv").unlink()
    again = course.start(mine, house)

    assert (1, ("notebooks/vi/1.1_a.ipynb",)) == (again.copied, again.changed)
    assert "my own work" == held(mine)["notebooks/vi/1.1_a.ipynb"] and "mine" == held(mine)["my_notes.txt"]


def test_a_copy_that_was_interrupted_goes_on(house, tmp_path, monkeypatch):
    replace, left = course.os.replace, iter(range(2))
    monkeypatch.setattr(course.os, "replace", lambda *paths: replace(*paths) if next(left, None) is not None else (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        course.start(tmp_path / "mine", house)
    monkeypatch.undo()

    assert 4 == course.start(tmp_path / "mine", house).copied
    assert 6 == sum(not name.endswith(".new") for name in held(tmp_path / "mine"))


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_place_that_holds_something_else_is_refused_in_one_sentence(tmp_path, capsys, kind, language):
    place = tmp_path / "place"
    if kind == "folder":
        place.mkdir()
    (place / "thesis.txt" if kind == "folder" else place).write_text("years of work", encoding="utf-8")
    code = cli.main(["start", str(place), "--lang", language, "--no-open"])
    said = capsys.readouterr().err

    assert 1 == code
    assert 1 == len(said.strip().splitlines()) and "crmlab start my-course" in said
    assert ["years of work"] == list((held(place) if kind == "folder" else {"": place.read_text(encoding="utf-8")}).values())
