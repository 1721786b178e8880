"""Late work: the deadline that concerns a submission, the days, and what they cost."""
from datetime import datetime, timedelta

import pytest

from crmlab import words
from crmlab.grading import late
from crmlab.grading.submissions import Submission

TEN = late.rule("10%/day")


def at(text, name="An.ipynb", student="Nguyễn Văn An", **more):
    return Submission(name, student, None, submitted=text and datetime.fromisoformat(text), **more)


def rows(tmp_path, text, encoding="utf-8"):
    (tmp_path / "deadlines.csv").write_bytes(text.encode(encoding))
    return late.deadlines(tmp_path / "deadlines.csv")


def days(one, deadlines, costs=TEN):
    found = late.lateness([one], deadlines, costs).get(one.name)
    return found and (found.days, round(found.deduction, 6))


@pytest.mark.parametrize(
    "submitted, expected",
    [("2026-10-01 23:59", None), ("2026-10-02 00:00", (1, 0.1)), ("2026-10-02 23:59", (1, 0.1)), ("2026-10-03 00:00", (2, 0.2)), ("2026-11-30", (60, 1.0))],
)
def test_a_day_begun_is_a_day(tmp_path, submitted, expected):
    assert expected == days(at(submitted), rows(tmp_path, "student,deadline\n*,2026-10-01 23:59\n"))


def test_floor_and_grace(tmp_path):
    everybody = rows(tmp_path, "student;deadline\r\n;01/10/2026 12:00\r\n", "utf-8-sig")
    costs = late.rule("20%/ngày floor 50% grace 15")

    assert days(at("2026-10-01 12:15"), everybody, costs) is None
    assert (1, 0.2) == days(at("2026-10-02 12:15"), everybody, costs)
    assert (4, 0.5) == days(at("2026-10-05 12:00"), everybody, costs)


def test_without_a_rule_the_days_are_only_said(tmp_path):
    one = at("2026-10-03")
    found = late.lateness([one], rows(tmp_path, "student,deadline\n*,2026-10-01\n"), late.rule("none"))

    assert late.Late(2, 0.0) == found["An.ipynb"]
    assert "late 2 days" == found["An.ipynb"].status
    assert "late 1 day" == late.Late(1, 0.1).status


def test_a_date_alone_is_the_end_of_that_day(tmp_path):
    everybody = rows(tmp_path, "student,deadline\n,1/10/2026\n")

    assert days(at("2026-10-01 23:59:59"), everybody) is None
    assert (1, 0.1) == days(at("2026-10-02 00:00"), everybody)


def test_extensions_are_found_by_student_number_or_submission(tmp_path):
    text = "student,submission,deadline\n*,,2026-10-01\nNGUYỄN  văn An,,2026-10-03\n4711,,2026-10-05\n,b.ipynb,2026-10-07\n"
    deadlines = rows(tmp_path, text)

    assert (1, 0.1) == days(at("2026-10-04"), deadlines)
    assert days(at("2026-10-05", student="Trần Hà", moodle="4711"), deadlines) is None
    assert days(at("2026-10-07", name="b.ipynb"), deadlines) is None
    assert (6, 0.6) == days(at("2026-10-07", student="Trần Hà"), deadlines)


def test_the_file_may_say_when_it_was_submitted(tmp_path):
    deadlines = rows(tmp_path, "student,deadline,submitted\n*,2026-10-01,\nNguyễn Văn An,,02/10/2026 07h30\n")

    assert (1, 0.1) == days(at(None), deadlines)
    assert (1, 0.1) == days(at("2026-09-30"), deadlines)
    assert days(at(None, student="Trần Hà"), deadlines) is None


def test_marked_late_by_canvas_without_a_time_is_flagged_and_costs_nothing(tmp_path):
    found = late.lateness([at(None, late=True)], [], TEN)

    assert {"An.ipynb": late.Late(None, 0.0)} == found
    assert "late" == found["An.ipynb"].status


def test_zones_are_compared_and_never_guessed(tmp_path):
    utc = at("2026-10-01 17:30:00+00:00")

    assert (1, 0.1) == days(utc, rows(tmp_path, "student,deadline\n*,2026-10-01 23:59+07:00\n"))
    with pytest.raises(ValueError, match=r"row 2 .*2026-10-01 23:59\+07:00"):
        days(utc, rows(tmp_path, "student,deadline\n*,2026-10-01 23:59\n"))


def test_names_that_nobody_has_are_listed(tmp_path):
    deadlines = rows(tmp_path, "student,deadline\n*,2026-10-01\nNguyễn Văn Ân,2026-10-03\nNguyễn Văn An,2026-10-03\n")

    assert ["nguyễn văn ân"] == late.strangers([at(None)], deadlines)


@pytest.mark.parametrize("text", ["2026-13-01", "31/31/2026", "tomorrow", "10/25/2026 23:59", "2026-10-01 25:00"])
def test_a_wrong_time_is_refused_with_row_and_column(tmp_path, text, language):
    with pytest.raises(ValueError) as refused:
        rows(tmp_path, f"student,deadline\n*,2026-10-01\nAn,{text}\n")

    assert words.t("late.time", path=tmp_path / "deadlines.csv", row=3, column="deadline", text=text) == str(refused.value)


@pytest.mark.parametrize("text", ["", "10", "10%", "ten%/day", "120%/day", "10%/week", "1.2.3%/day"])
def test_a_wrong_rule_is_refused(text):
    with pytest.raises(ValueError, match="A late rule is none, 10%/day"):
        late.rule(text)


def test_rules_as_people_write_them():
    assert late.Rule() == late.rule(" None ")
    assert late.Rule(0.125, 0.4, timedelta(minutes=30)) == late.rule("12,5 %/day floor 40 % grace 30 min")


def test_missing_columns_and_files_are_refused(tmp_path):
    for text, name in [("student,date\n", "'deadline'"), ("name,deadline\n", "'student'"), ("", "CSV table")]:
        with pytest.raises(ValueError, match=name):
            rows(tmp_path, text)
    with pytest.raises(ValueError, match="Cannot read"):
        late.deadlines(tmp_path / "nowhere.csv")
