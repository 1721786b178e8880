"""The gradebook: the same results give the same bytes, and Excel takes nothing in it for a formula."""
import csv
import pathlib

import pytest

from crmlab.grading import gradebook, journal, late, sheets

GOLDEN = pathlib.Path(__file__).parent / "golden"
QUESTIONS = [{"name": "q1", "points": 2.0, "by_hand": False}, {"name": "q2", "points": 2.5, "by_hand": False}, {"name": "vì sao", "points": 1.0, "by_hand": True}]


def result(submission, student, *outcomes, status="graded"):
    questions = {question["name"]: {"outcome": outcome, "points": points} for question, (outcome, points) in zip(QUESTIONS, outcomes)}
    return {"submission": submission, "student": student, "status": status, "questions": questions}


RESULTS = [
    result("Trần Thị Hà.ipynb", "Trần Thị Hà", ("correct", 2.0), ("correct", 2.5), ("to be read", None)),
    result("Nguyễn Văn An.ipynb", "Nguyễn Văn An", ("correct", 2.0), ("incorrect", 0), ("correct", 0.5)),
    result("=cmd|' /C calc'!A0.ipynb", '@SUM(1;2), "x"', ("correct", 0.1), ("error", 0.2), ("not attempted", 0.0), status="timeout"),
    result("hỏng.ipynb", "Lê\nĐức", status="unreadable"),
]
LATE = {"Nguyễn Văn An.ipynb": late.Late(2, 0.2), "Trần Thị Hà.ipynb": late.Late(None, 0.0)}


def golden(name):
    """The bytes of a golden file; it is kept without BOM and with Unix line ends, as all files of the house."""
    return b"\xef\xbb\xbf" + (GOLDEN / name).read_bytes().replace(b"\n", b"\r\n")


def test_the_gradebook_byte_for_byte(tmp_path):
    gradebook.write(tmp_path / "gradebook.csv", gradebook.rows(RESULTS, QUESTIONS, LATE), QUESTIONS)

    assert golden("gradebook.csv") == (tmp_path / "gradebook.csv").read_bytes().replace("Lê\nĐức".encode(), "Lê\r\nĐức".encode())
    assert ["gradebook.csv"] == [path.name for path in tmp_path.iterdir()]


def test_the_order_of_the_results_does_not_matter():
    assert gradebook.rows(RESULTS, QUESTIONS) == gradebook.rows(RESULTS[::-1], QUESTIONS)


def test_the_total_is_what_is_left_after_the_late_days():
    by_name = {row.submission: row for row in gradebook.rows(RESULTS, QUESTIONS, LATE)}

    assert (2.0, "graded, late 2 days") == (by_name["Nguyễn Văn An.ipynb"].total, by_name["Nguyễn Văn An.ipynb"].status)
    assert (4.5, "graded, late") == (by_name["Trần Thị Hà.ipynb"].total, by_name["Trần Thị Hà.ipynb"].status)


def test_sums_are_exact_and_unread_answers_stay_open():
    by_name = {row.submission: row for row in gradebook.rows(RESULTS, QUESTIONS)}

    assert 0.3 == by_name["=cmd|' /C calc'!A0.ipynb"].total
    assert by_name["Trần Thị Hà.ipynb"].points["vì sao"] is None
    assert {"q1": 0.0, "q2": 0.0, "vì sao": 0.0} == by_name["hỏng.ipynb"].points


def test_a_class_of_40_has_40_rows(tmp_path, class_of_40):
    gradebook.write(tmp_path / "gradebook.csv", gradebook.rows(class_of_40.results, class_of_40.questions), class_of_40.questions)
    with open(tmp_path / "gradebook.csv", encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))

    assert ["submission", "student", "q1", "q2", "q3", "q4", "q5", "q6", "total", "status"] == list(table[0])
    assert sorted(result["submission"] for result in class_of_40.results) == [row["submission"] for row in table]


def test_a_gradebook_open_in_excel_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(journal.os, "replace", lambda *paths: (_ for _ in ()).throw(PermissionError()))

    with pytest.raises(ValueError, match="another program has it open"):
        gradebook.write(tmp_path / "gradebook.csv", [], QUESTIONS)


@pytest.mark.parametrize("points, text", [(2.0, "2"), (1.5, "1.5"), (0, "0"), (-0.00001, "0"), (1 / 3, "0.3333"), (1_000_000.0, "1000000"), (0.1 + 0.2, "0.3")])
def test_points_are_written_plainly(points, text):
    assert text == sheets.plain(points)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "＝1", "\n=1"])
def test_formulas_are_made_harmless(text):
    assert "'" + text == sheets.safe(text)


@pytest.mark.parametrize("text", ["Nguyễn = An", "a-b", "", " x", "3.2.1"])
def test_ordinary_texts_stay_as_they_are(text):
    assert text == sheets.safe(text)
