"""reading.csv: prose answers go out, marks come back, and none is ever lost."""
import pathlib

import pytest

from crmlab import words
from crmlab.grading import gradebook, reading, sheets

GOLDEN = pathlib.Path(__file__).parent / "golden"
QUESTIONS = [{"name": "q1", "points": 1.0, "by_hand": False}, {"name": "why", "points": 2.0, "by_hand": True}]


def result(name, given="Vì lãi gộp cao.", outcome="to be read"):
    why = {"outcome": outcome, "points": None if outcome == "to be read" else 0, "given": given, "why": None}
    return {"submission": f"{name}.ipynb", "student": name, "status": "graded", "questions": {"q1": {"outcome": "correct", "points": 1.0}, "why": why}}


CLASS = [result("Trần Thị Hà", "=1+1\nhai dòng; và “phẩy”, nhé"), result("Nguyễn Văn Ấn"), result("Lê Đức", None, "not attempted")]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "reading.csv"


def again(path, results=CLASS):
    """One run of the grader: read the marks, merge them, write the file again."""
    marks = reading.read(path, QUESTIONS)
    reading.write(path, reading.rows(results, QUESTIONS, marks))
    return {one["submission"]: one["questions"]["why"] for one in reading.merged(results, QUESTIONS, marks)}


def edit(path, change, encoding="utf-8-sig"):
    path.write_bytes(change(path.read_bytes().decode("utf-8-sig")).encode(encoding, "replace"))


def marks(path):
    return {mark.submission: (mark.points, mark.comment, mark.changed) for mark in reading.read(path, QUESTIONS)}


def test_the_file_byte_for_byte(path):
    again(path)
    golden = b"\xef\xbb\xbf" + (GOLDEN / "reading.csv").read_bytes().replace(b"\n", b"\r\n")

    assert golden == path.read_bytes().replace(b"=1+1\nhai", b"=1+1\r\nhai")


def test_marks_are_merged_and_kept(path):
    again(path)
    edit(path, lambda text: text.replace("Vì lãi gộp cao.,,", 'Vì lãi gộp cao.,"1,5",Rõ ràng'))
    merged = again(path)
    again(path)

    assert ("incorrect", 1.5, "Rõ ràng") == tuple(merged["Nguyễn Văn Ấn.ipynb"][field] for field in ("outcome", "points", "comment"))
    assert "to be read" == merged["Trần Thị Hà.ipynb"]["outcome"]
    assert {"Nguyễn Văn Ấn.ipynb": (1.5, "Rõ ràng", ""), "Trần Thị Hà.ipynb": (None, "", "")} == marks(path)


def test_full_points_are_correct_and_the_gradebook_has_them(path):
    again(path)
    edit(path, lambda text: text.replace("cao.,,", "cao.,2,"))
    results = reading.merged(CLASS, QUESTIONS, reading.read(path, QUESTIONS))
    row = next(row for row in gradebook.rows(results, QUESTIONS) if row.submission == "Nguyễn Văn Ấn.ipynb")

    assert ({"q1": 1.0, "why": 2.0}, 3.0) == (row.points, row.total)
    assert "correct" == next(one for one in results if one["student"] == "Nguyễn Văn Ấn")["questions"]["why"]["outcome"]


@pytest.mark.parametrize(
    "saved, encoding",
    [
        (lambda text: text, "utf-8"),
        (lambda text: text.replace(",1,5,", ",1.5,"), "utf-8-sig"),
        (lambda text: text.replace(",", ";").replace("1;5", "1,5"), "utf-8-sig"),
        (lambda text: "sep=;\r\n" + text.replace(",", ";").replace("1;5", "1,5"), "utf-8"),
        (lambda text: text.replace(",", "\t").replace("1\t5", "1,5"), "utf-16"),
        (lambda text: text.replace(",", ";").replace("1;5", "1,5"), "cp1258"),
        (lambda text: text.replace(",", ";").replace("1;5", "1,5"), "ascii"),
    ],
    ids=["as ours", "point", "semicolons", "sep", "utf-16 tabs", "cp1258", "question marks"],
)
def test_what_excel_saves_is_taken(path, saved, encoding):
    again(path)
    plain = path.read_bytes().decode("utf-8-sig").split("\r\n")
    lines = [plain[0], plain[1].replace("cao.,,", 'cao.,"1,5",tốt' if encoding in ("utf-8", "utf-8-sig") and ";" not in saved("a,b") else "cao.,1,5,tốt")]
    path.write_bytes(saved("\r\n".join(lines) + "\r\n").encode(encoding, "replace"))
    merged = again(path)

    assert 1.5 == merged["Nguyễn Văn Ấn.ipynb"]["points"]
    assert ["Nguyễn Văn Ấn.ipynb", "Trần Thị Hà.ipynb"] == list(marks(path))
    assert "" == marks(path)["Nguyễn Văn Ấn.ipynb"][2]


def test_a_mark_for_a_changed_answer_is_kept_and_flagged_until_the_reader_clears_it(path):
    again(path)
    edit(path, lambda text: text.replace("cao.,,", "cao.,2,"))
    changed = [result("Nguyễn Văn Ấn", "Vì tôi thích.")]
    again(path, changed)
    merged = again(path, changed)

    assert 2.0 == merged["Nguyễn Văn Ấn.ipynb"]["points"]
    assert (2.0, "", "x") == marks(path)["Nguyễn Văn Ấn.ipynb"]

    edit(path, lambda text: text.replace(",2,,x", ",1,,"))
    again(path, changed)

    assert (1.0, "", "") == marks(path)["Nguyễn Văn Ấn.ipynb"]


def test_marks_outlive_their_submission_and_new_submissions_get_rows(path):
    again(path)
    edit(path, lambda text: text.replace("cao.,,", "cao.,2,"))
    again(path, [result("Mai"), result("Nguyễn Văn Ấn", None, "not attempted")])

    assert {"Mai.ipynb": (None, "", ""), "Nguyễn Văn Ấn.ipynb": (2.0, "", "x")} == marks(path)

    again(path, [result("Mai")])

    assert {"Mai.ipynb": (None, "", ""), "Nguyễn Văn Ấn.ipynb": (2.0, "", "x")} == marks(path)


def test_two_students_whom_excel_made_alike_do_not_get_each_others_marks(path):
    two = [result("Hà"), result("Hả")]
    again(path, two)
    edit(path, lambda text: text.replace("cao.,,", "cao.,2,"), "ascii")
    merged = again(path, two)

    assert {"to be read"} == {one["outcome"] for one in merged.values()}
    assert [2.0, 2.0] == [points for points, *_ in ((mark.points,) for mark in reading.read(path, QUESTIONS)) if points]


@pytest.mark.parametrize("typed", ["3", "-1", "2,5", "hai", "1 2", "nan", "1e1", "٢"])
def test_points_that_cannot_be_are_refused_with_their_row(path, typed, language):
    again(path)
    edit(path, lambda text: text.replace("cao.,,", f'cao.,"{typed}",'))
    with pytest.raises(ValueError) as refused:
        reading.read(path, QUESTIONS)

    assert words.t("reading.points", path=path, row=2, text=typed, most="2") == str(refused.value)


def test_no_file_yet_is_no_marks_and_a_file_without_its_columns_is_refused(path):
    assert [] == reading.read(path, QUESTIONS)

    path.write_text("submission,student\n", encoding="utf-8")
    with pytest.raises(ValueError, match="needs a column 'question'"):
        reading.read(path, QUESTIONS)


def test_a_long_answer_fits_a_cell_and_other_values_are_shown_as_text(path):
    again(path, [result("An", "a" * 50_000), result("Ha", {"t": "set", "v": [1, 2]})])
    rows = {mark.student: mark.answer for mark in reading.read(path, QUESTIONS)}

    assert 32_000 == len(rows["An"])
    assert rows["Ha"]


def test_of_two_marks_for_one_answer_the_first_stays(path):
    again(path)
    edit(path, lambda text: text.replace("cao.,,", "cao.,2,") + text.split("\r\n")[1].replace("cao.,,", "cao.,1,") + "\r\n")
    for _ in range(3):
        assert 2.0 == again(path)["Nguyễn Văn Ấn.ipynb"]["points"]
    assert [2.0, None, 1.0] == [mark.points for mark in reading.read(path, QUESTIONS)]


def test_a_comment_that_looks_like_a_formula_comes_back_as_written(path):
    again(path)
    edit(path, lambda text: text.replace("cao.,,", "cao.,1,-1 vì thiếu số"))
    again(path)

    assert "'-1 vì thiếu số" == sheets.read(path).rows[0][5]
    assert "-1 vì thiếu số" == again(path)["Nguyễn Văn Ấn.ipynb"]["comment"]


def test_reading_again_what_was_written_changes_nothing(path):
    again(path)
    before = path.read_bytes()
    again(path)

    assert before == path.read_bytes()
    assert "'=1+1" == sheets.read(path).rows[1][3].split("\n")[0]
