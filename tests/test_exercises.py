"""The course's own exercises: sources that may be released, copies that ask and hold nothing, slips that are recognised."""
import ast
import base64
import json
import pathlib
import random
import re
import zlib

import nbformat
import pytest

from crmlab import answers, words
from crmlab.answers import record, seal
from crmlab.grading import classroom, demo, marks, reference, release, sandbox, source, strip
from crmlab.publishing import notebooks, rules, twins

HOUSE = pathlib.Path(__file__).parents[1]
EXERCISES, SOLUTIONS, COURSE = HOUSE / "exercises", HOUSE / "exercises" / "solutions", HOUSE / "notebooks"
NAMES = sorted(path.stem for path in (SOLUTIONS / "vi").glob("*.ipynb"))
BOTH = [(language, name) for name in NAMES for language in words.LANGUAGES]
LIMITS = sandbox.LIMITS | {"cell_seconds": 20, "seconds": 60}

@pytest.fixture(scope="module", autouse=True)
def each_run_once():
    """The same source with the same seed gives the same answers (test_release holds it): it is run once for all tests of this file."""
    run, kept = reference.run, {}

    def remembered(notebook, worker, seed=None, chance=0):
        key = source.digest(notebook), seed, chance
        if key not in kept:
            kept[key] = run(notebook, worker, seed, chance)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "run", remembered)
        yield


@pytest.fixture
def author(worker, request):
    """The source of an exercise, its public run and its questions."""
    language, name = request.param
    notebook = source.read(SOLUTIONS / language / f"{name}.ipynb")
    run = reference.run(notebook, worker, source.seed_of(notebook))
    return notebook, run, reference.questions(notebook, run)


def copy_of(language, name):
    return nbformat.read(EXERCISES / language / f"{name}.ipynb", 4)


def contents(copy):
    packed = re.search(r'"""\n(.*)\n"""', next(cell for cell in copy.cells if cell.id == "crmlab-sealed").source, re.DOTALL)[1]
    return json.loads(zlib.decompress(base64.b64decode("".join(packed.split()))))


def test_every_section_and_every_case_has_its_exercise():
    taught = [path.stem for path in [*(COURSE / "vi").glob("[1-9]*.ipynb"), *(COURSE / "casebook" / "vi").glob("*.ipynb")]]

    assert sorted(taught) == NAMES


@pytest.mark.parametrize("author", BOTH, ids="-".join, indirect=True)
def test_an_exercise_asks_questions_that_recognise_two_slips_each_and_one_in_prose(author, request):
    _, run, questions = author
    computed = [question for question in questions if not question["by_hand"]]
    is_case = request.node.callspec.params["author"][1].startswith("C")

    assert len(computed) >= (4 if is_case else 5)
    assert 1 == len(questions) - len(computed)
    assert all(len(question["slips"]) >= 2 and question["hint"] and question["points"] for question in computed)
    assert set(run["expects"]) == {question["name"] for question in questions}


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_may_be_released(name, worker):
    release.checked(source.read(SOLUTIONS / "vi" / f"{name}.ipynb"), worker)


@pytest.mark.parametrize("author", BOTH, ids="-".join, indirect=True)
def test_the_copy_is_the_stripped_source_and_leaks_nothing(author, request):
    notebook, _, _ = author
    language, name = request.node.callspec.params["author"]
    words.use(language)
    blank, removed = strip.stripped(notebook)
    copy = copy_of(language, name)

    assert [cell.source for cell in blank.cells] == [cell.source for cell in copy.cells if cell.id != "crmlab-sealed"], "release it again"
    assert [] == strip.leaks(copy, removed)
    assert "solution" not in (EXERCISES / language / f"{name}.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("author", BOTH, ids="-".join, indirect=True)
def test_the_seal_of_the_copy_knows_every_right_and_every_slipped_answer(author, request):
    _, run, questions = author
    language, name = request.node.callspec.params["author"]
    sealed = contents(copy_of(language, name))

    assert (record.FORMAT, language) == (sealed["format"], sealed["language"])
    for question in questions:
        locked, right = sealed["questions"][question["name"]], run["answers"][question["name"]]
        if question["by_hand"]:
            assert {"by_hand": True} == locked
            continue
        assert ("correct", None) == seal.unseal(locked, right), f"{question['name']}: release it again"
        slips = run["expects"][question["name"]]["slips"]
        for slip, wrong in list(slips.items())[: None if language == "vi" else 1]:  # they are sealed alike, and each takes its time
            assert ("slip", slip) == seal.unseal(locked, wrong)
            assert slip not in json.dumps(sealed, ensure_ascii=False)


def without_texts(code):
    """Code in which slips, hints and model answers are left blank."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("expect", "answer"):
            for text in [part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value]:
                text.value = "…"
    return ast.unparse(tree)


@pytest.mark.parametrize("name", NAMES)
def test_the_english_exercise_is_the_twin_of_the_vietnamese(name):
    vi, en = (notebooks.read(SOLUTIONS / language / f"{name}.ipynb") for language in words.LANGUAGES)
    for one, other in zip(vi.cells, en.cells):
        if one.cell_type == "code":
            assert without_texts(one.source) == without_texts(other.source), one.id
            other.source = one.source

    assert [] == twins.differences(vi, en)


def submissions_of(notebook, right):
    """{who: notebook}: all right, untouched, and one that makes the first slip of every question."""
    slipped = nbformat.from_dict(notebook)
    for cell in slipped.cells:
        for name in source.answered(cell):
            cell.source = demo.attempt(cell.source, name, "right", right[name], random.Random(1), slip=0)
    return {"right": notebook, "untouched": strip.stripped(notebook)[0], "slipped": slipped}


@pytest.mark.parametrize("author", [("vi", name) for name in NAMES], ids="-".join, indirect=True)
def test_a_class_is_marked_as_it_answered(author, worker, tmp_path, request):
    """Source: full marks. Copy: nothing attempted. Each slip: recognised by its name, on public and hidden data (the first ones as students make them)."""
    notebook, run, questions = author
    path = SOLUTIONS / "vi" / f"{request.node.callspec.params['author'][1]}.ipynb"
    task = classroom.assignment(path, tmp_path, worker, hidden=1)
    runs = task.runs_for(notebook)
    job = {"student": "An", "digest": "0", "model": task.model, "questions": questions, "limits": LIMITS, "runs": runs}
    outcomes = {}
    for who, submitted in submissions_of(notebook, run["answers"]).items():
        outcomes[who] = marks.grade(job | {"submission": who, "notebook": nbformat.writes(submitted)}, worker)["questions"]

    assert {question["name"]: "to be read" if question["by_hand"] else "correct" for question in questions} == {name: verdict["outcome"] for name, verdict in outcomes["right"].items()}
    assert {"not attempted"} == {verdict["outcome"] for verdict in outcomes["untouched"].values()}
    for question in questions:
        verdict = outcomes["slipped"][question["name"]]
        assert question["by_hand"] or (0, "slip", question["slips"][0]) == (verdict["points"], verdict["why"], verdict["slip"])
        for slip in question["slips"]:
            wrong = [one["slips"][question["name"]][slip] for one in runs]
            differences = [answers.compare(one["answers"][question["name"]], given, question["tolerance"]) for one, given in zip(runs, wrong)]
            assert differences[0] and slip == marks._slip(question, runs, wrong, differences)


@pytest.mark.parametrize(("language", "name"), BOTH, ids=["-".join(one) for one in BOTH])
def test_exercises_keep_the_rules_of_notebooks(language, name):
    notebook = notebooks.read(SOLUTIONS / language / f"{name}.ipynb")
    broken = [rule for rule in rules.broken(notebook)]

    assert [] == broken
