"""Identity numbers, tax codes, customer cards and birthdays."""
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.identify import read_account, read_birthday, read_id_number, read_tax_code
from crmlab.identify.codes import PROVINCES_OF_BIRTH, citizen, tax_check


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("079 085 001234", "079085001234", ""),
        ("CCCD: 079085001234", "079085001234", ""),
        ("79085001234", "079085001234", "lost_zero"),
        ("025297990", "025297990", "cmnd"),
        ("b1234567", "B1234567", "passport"),
        ("999085001234", "999085001234", "unread"),
        ("9.1E+10", "9.1E+10", "unread"),
    ],
)
def test_identity_numbers(typed, value, note):
    assert (value, note) == read_id_number(typed)


def test_an_identity_number_is_checked_against_sex_and_year():
    assert 63 == len(PROVINCES_OF_BIRTH)
    assert (79, "female", 2003) == citizen("079303001234")
    assert "" == read_id_number("079303001234", sex="nữ", birth_year=2003).note
    assert "conflict" == read_id_number("079303001234", sex="nam").note == read_id_number("079303001234", birth_year="1990").note


@pytest.mark.parametrize(("typed", "value", "note"), [("0100109106", "0100109106", ""), ("0100109106 - 001", "0100109106-001", ""), ("MST: 0100109106", "0100109106", ""), ("100109106", "0100109106", "lost_zero"), ("0100109107", "0100109107", "check_digit"), ("079085001234", "079085001234", "personal"), ("abc", "abc", "unread")])
def test_tax_codes(typed, value, note):
    assert (value, note) == read_tax_code(typed)


@given(st.text("0123456789", min_size=9, max_size=9))
@settings(deadline=None)
def test_at_most_one_check_digit_is_right(nine):
    assert sum(tax_check(nine + digit) for digit in "0123456789") <= 1


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("01/02/1990", "1990-02-01", ""), ("1-2-90", "1990-02-01", ""), ("1.2.1990", "1990-02-01", ""), ("1990-02-01", "1990-02-01", ""), ("1990-02-01 00:00:00", "1990-02-01", ""),
        ("ngày 1 tháng 2 năm 1990", "1990-02-01", ""), ("01021990", "1990-02-01", ""), ("20/5/03", "2003-05-20", ""), ("32905", "32905", "unread"), ("12/03/25", "12/03/25", "unread"), ("1990", "1990", "year_only"),
        ("sinh năm 1990", "1990", "year_only"), ("1990.0", "1990", "year_only"), ("13/12", "--12-13", "no_year"), ("31/02/1990", "31/02/1990", "unread"), ("05/23/1990", "05/23/1990", "unread"),
        ("1/1/2030", "1/1/2030", "unread"), ("không rõ", "không rõ", "unread"),
    ],
)  # fmt: skip
def test_birthdays(typed, value, note):
    assert (value, note) == read_birthday(typed, "2024-05-31")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2024, 12, 31)))
@settings(deadline=None)
def test_every_day_is_read_day_first_and_year_first(day):
    assert (day.isoformat(), "") == read_birthday(day.isoformat()) == read_birthday(day.strftime("%d/%m/%Y")) == read_birthday(f"{day.day}-{day.month}-{day.year}")


@pytest.mark.parametrize("read", [read_id_number, read_tax_code, read_birthday, read_account])
@given(typed=st.text(max_size=15))
@settings(deadline=None)
def test_what_is_not_read_stays_byte_for_byte(read, typed):
    value, note = read(typed)

    assert note not in ("unread", "check_digit") or value == typed


def test_customer_cards():
    assert ["MOC52176306", "MOC54670485"] == [read_account(typed).value for typed in ("MOC 5217 6306", "moc-54670485")]
