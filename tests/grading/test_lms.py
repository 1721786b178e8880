"""Files for Moodle and Canvas, byte for byte: written from scratch, or filled into the instructor's own export."""
import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmlab.grading import late, lms, reading
from crmlab.grading.gradebook import Row
from crmlab.grading.submissions import Submission

GOLDEN = pathlib.Path(__file__).parent / "golden"


def one(name, student, total, **ids):
    return Submission(name, student, None, **ids), Row(name, student, {}, total, "graded")


def split(pairs):
    return [row for _, row in pairs], [submission for submission, _ in pairs]


IN_MOODLE = split([
    one("a.ipynb", "Nguyễn Văn An", 7.5, moodle="1234567"),
    one("a2.ipynb", "Nguyễn Văn An", 6.0, moodle="1234567"),
    one("b.ipynb", "Trần Thị Hà", 10.0, moodle="1234568"),
    one("c.ipynb", "=Lê Đức", 0.0, moodle="1234569"),
    one("d.ipynb", "Nhóm 3", 5.0),
])
IN_CANVAS = split([
    one("a_11_1_x.ipynb", "nguyễnvănan", 7.5, canvas="11"),
    one("b_12_2_x.ipynb", "hàtrầnthị", 3.25, canvas="12"),
    one("c.ipynb", "Khách", 1.0),
])


def written(tmp_path, imported):
    lms.write(tmp_path / "out.csv", imported)
    return (tmp_path / "out.csv").read_bytes()


def golden(name):
    """The bytes of a golden file; it is kept without BOM and with Unix line ends, as all files of the house."""
    return b"\xef\xbb\xbf" + (GOLDEN / name).read_bytes().replace(b"\n", b"\r\n")


def export(tmp_path, text):
    (tmp_path / "export.csv").write_bytes(text.encode("utf-8"))
    return tmp_path / "export.csv"


def test_moodle_from_the_identities(tmp_path):
    imported = lms.moodle(*IN_MOODLE, 10.0)

    assert golden("moodle.csv") == written(tmp_path, imported)
    assert ["Nhóm 3"] == imported.unmatched


def test_moodle_into_her_own_worksheet(tmp_path):
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_bytes(golden("moodle_worksheet.csv"))
    imported = lms.moodle(*IN_MOODLE, 10.0, worksheet)

    assert golden("moodle_filled.csv") == written(tmp_path, imported)
    assert ["=Lê Đức"] == imported.unmatched
    assert 100.0 == imported.maximum


def test_canvas_from_the_identities(tmp_path):
    imported = lms.canvas(*IN_CANVAS, 10.0, "Bài 3.2.1 (4711)")

    assert golden("canvas.csv") == written(tmp_path, imported)
    assert ["Khách"] == imported.unmatched


def test_canvas_into_her_own_export(tmp_path):
    gradebook = tmp_path / "export.csv"
    gradebook.write_bytes(golden("canvas_gradebook.csv"))
    imported = lms.canvas(*IN_CANVAS, 10.0, "bài 3.2.1", gradebook)

    assert golden("canvas_filled.csv") == written(tmp_path, imported)
    assert (["Khách"], None) == (imported.unmatched, imported.maximum)


def test_nothing_else_of_her_file_changes(tmp_path):
    text = "Student;ID;SIS Login ID;Section;Note;Bài (1)\n    Points Possible;;;;;10,0\n\"An; Nguyễn\";11;an@x.vn;\"A \"\"1\"\"\";giữ;\n;;;;;\n"
    graded, submissions = split([one("a.ipynb", "nguyenan", 7.5, canvas="11")])

    assert text.replace("giữ;", "giữ;7.5") == written(tmp_path, lms.canvas(graded, submissions, 10.0, None, export(tmp_path, text))).decode("utf-8")


@pytest.mark.parametrize(
    "student, row",
    [("NguyễnVănAn", "Nguyễn Văn An"), ("nguyen_van_an", "Nguyễn Văn An"), ("an.nv", "An <an.nv@truong.edu.vn>"), ("Nguyễn Văn An", "An, Nguyễn Văn"), ("20261234", "20261234")],
)
def test_students_without_number_are_found_by_name_or_login(tmp_path, student, row):
    name, login = (row.split(" <")[0], row.split("<")[1][:-1]) if "<" in row else (row, "")
    text = f'ID,Student,SIS Login ID,Section,B (1)\n9,"{name}",{login},A,\n8,Hà,ha@x.vn,A,\n'
    graded, submissions = split([one("a.ipynb", student, 4.0)])
    imported = lms.canvas(graded, submissions, 10.0, "B", export(tmp_path, text))

    assert ("4", []) == (imported.sheet.rows[0][4], imported.unmatched)


def test_nobody_gets_a_grade_by_a_name_that_two_have(tmp_path):
    path = export(tmp_path, "Identifier,Full name,Grade\nParticipant 1,Trần Hà,\nParticipant 2,Trần Hà,\nParticipant 3,Lê Đạt,\nParticipant 4,Lê Đát,\n")
    graded, submissions = split([one("a.ipynb", "Trần Hà", 4.0), one("b.ipynb", "Trần Hà", 5.0, moodle="1"), one("c.ipynb", "Le Dat", 6.0)])
    imported = lms.moodle(graded, submissions, 10.0, path)

    assert ["5", "4", "", ""] == [row[2] for row in imported.sheet.rows]
    assert ["Le Dat"] == imported.unmatched


def test_a_vietnamese_moodle_is_understood(tmp_path):
    path = export(tmp_path, "Định danh,Họ và tên,Điểm,Điểm cao nhất\nThành viên 1234567,Nguyễn Văn An,,10\n")

    assert "7.5" == lms.moodle(*IN_MOODLE, 10.0, path).sheet.rows[0][2]


def test_the_assignment_must_be_clear(tmp_path):
    path = export(tmp_path, "Student,ID,Section,A (1),B (2),Final Score\nAn,1,x,,,\n")
    for name in (None, "C"):
        with pytest.raises(ValueError, match=r"It has 'A \(1\)', 'B \(2\)'.*--assignment \"A \(1\)\""):
            lms.canvas(*IN_CANVAS, 10.0, name, path)


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = export(tmp_path, "a,b\n1,2\n")
    with pytest.raises(ValueError, match="needs a column 'grade'"):
        lms.moodle(*IN_MOODLE, 10.0, path)
    with pytest.raises(ValueError, match="needs a column 'id'"):
        lms.canvas(*IN_CANVAS, 10.0, "B", path)


HEADERS = [b"", b"Identifier,Full name,Grade\n", b"Student;ID;Section;A (1)\n", b"student,submission,deadline\n", b"submission,student,question,answer,points,comment\n"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.sampled_from(HEADERS), body=st.binary(max_size=60) | st.text(',;"\n\r\t 1a=', max_size=60).map(str.encode))
def test_whatever_is_in_a_table_there_is_an_answer_or_a_sentence(tmp_path, header, body):
    path = tmp_path / "table.csv"
    path.write_bytes(header + body)
    questions = [{"name": "a", "points": 1.0, "by_hand": True}]
    readers = [
        lambda: lms.moodle(*IN_MOODLE, 10.0, path),
        lambda: lms.canvas(*IN_CANVAS, 10.0, None, path),
        lambda: late.deadlines(path),
        lambda: reading.rows([], questions, reading.read(path, questions)),
    ]
    for read in readers:
        try:
            read()
        except ValueError as refused:
            assert str(path) in str(refused)
