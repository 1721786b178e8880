"""Telephone numbers: both changes of Vietnam from either side, the doubtful ones left alone, everything else byte for byte."""
import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.identify import read_phone
from crmlab.identify.prefixes import AREA_CHANGES, AREAS, MOBILE_SINCE, NEW_MOBILE, UNCHANGED_AREAS

# written down a second time, from the decisions, not from the code
MOBILE = "0162 032 0163 033 0164 034 0165 035 0166 036 0167 037 0168 038 0169 039 0120 070 0121 079 0122 077 0126 076 0128 078 0123 083 0124 084 0125 085 0127 081 0129 082 0186 056 0188 058 0199 059"
MOBILE = list(zip(MOBILE.split()[::2], MOBILE.split()[1::2], strict=True))
AREA = (
    "022 0212 0231 0213 020 0214 0230 0215 029 0216 052 0232 053 0233 054 0234 0510 0235 0511 0236 037 0237 038 0238 039 0239 033 0203 0240 0204 025 0205 026 0206 027 0207 0280 0208 0281 0209 "
    "0320 0220 0321 0221 0241 0222 031 0225 0351 0226 036 0227 0350 0228 030 0229 0780 0290 0781 0291 0710 0292 0711 0293 074 0294 076 0296 077 0297 079 0299 04 024 08 028 061 0251 062 0252 "
    "064 0254 055 0255 056 0256 057 0257 058 0258 068 0259 060 0260 0501 0261 0500 0262 063 0263 059 0269 070 0270 0651 0271 072 0272 073 0273 0650 0274 075 0275 066 0276 067 0277"
).split()
AREA = list(zip(AREA[::2], AREA[1::2], strict=True))
CHANGES = [(day, old, new) for day, changes in AREA_CHANGES.items() for _, old, new in changes]
NUMBERS = st.builds("".join, st.tuples(st.sampled_from(sorted(MOBILE_SINCE)), st.text("0123456789", min_size=7, max_size=7)))
LANDLINES = st.builds(lambda code, rest: code + rest[: 11 - len(code)], st.sampled_from([new for _, new in AREA]), st.text("23456789", min_size=8, max_size=8))


def subscriber(code):
    return "38251234" if len(code) == 2 else "3825123"


def test_there_are_21_mobile_prefixes_and_63_area_codes():
    assert dict(MOBILE) == NEW_MOBILE and 21 == len(NEW_MOBILE) == len(set(NEW_MOBILE.values()))
    assert sorted(AREA) == sorted((old, new) for _, old, new in CHANGES) and 59 == len(AREA)
    assert 63 == len(AREAS) == 59 + len(UNCHANGED_AREAS)


@pytest.mark.parametrize(("old", "new"), MOBILE)
def test_an_old_mobile_prefix_becomes_the_new_one(old, new):
    assert (new + "2345678", "old_prefix") == read_phone(old + "2345678")[:2]
    assert (new + "2345678", "old_prefix") == read_phone(f"+84 {old[1:]} 234 5678")[:2]
    assert (new + "2345678", "") == read_phone(new + "2345678", "2024-01-01")[:2]


@pytest.mark.parametrize(("day", "old", "new"), CHANGES)
def test_an_old_area_code_becomes_the_new_one_if_the_record_is_older_than_the_change(day, old, new):
    before = (datetime.date.fromisoformat(day) - datetime.timedelta(1)).isoformat()
    dialled = new + subscriber(old)

    assert (dialled, "old_area") == read_phone(old + subscriber(old), before)[:2]
    assert (dialled, "") == read_phone(dialled, day)[:2] == read_phone(dialled)[:2]


@pytest.mark.parametrize(("day", "old", "new"), CHANGES)
def test_an_old_landline_that_could_be_a_mobile_number_is_left_alone(day, old, new):
    typed = old + subscriber(old)
    if typed[:3] in MOBILE_SINCE and len(typed) == 10:
        assert (typed, "ambiguous") == read_phone(typed)[:2] == read_phone(typed, day)[:2]
        assert (typed, "") == read_phone(typed, "2025-01-01")[:2]
        assert (new + subscriber(old), "old_area") == read_phone(f"({old}) {subscriber(old)}")[:2]
    else:
        assert (new + subscriber(old), "old_area") == read_phone(typed)[:2], "nothing else begins like this"


@pytest.mark.parametrize("typed", ["(08) 3825 1234", "08.3825.1234", "08 3825 1234", "08-38251234", "08 3 8251234"])
def test_grouping_tells_a_landline(typed):
    assert ("02838251234", "old_area") == read_phone(typed)[:2]


@pytest.mark.parametrize("typed", ["0912345678", "+84912345678", "84912345678", "0084 912 345 678", "+84 (0) 912.345.678", "(+84) 91-234-5678", "ĐT: 0912 345 678", "０９１２３４５６７８", "0912,345,678", "'0912345678", "0912345678 (chị Lan)", "0912345678 ext 12", "0912345678 máy lẻ 12"])
def test_one_number_in_many_dresses(typed):
    assert "0912345678" == read_phone(typed).value


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("912345678", "0912345678", "lost_zero"),
        ("912345678.0", "0912345678", "lost_zero"),
        ("841234567", "0841234567", "lost_zero"),
        ("1900 1234", "19001234", "short"),
        ("+1 415 555 2671", "+1 415 555 2671", "foreign"),
        ("9.12346E+08", "9.12346E+08", "unread"),
        ("0000000000", "0000000000", "unread"),
        ("không có", "không có", "unread"),
        ("38251234", "38251234", "unread"),
    ],
)
def test_notes(typed, value, note):
    assert (value, note) == read_phone(typed)[:2]


def test_of_several_numbers_the_first_is_read_and_the_others_are_kept():
    assert ("0912345678", "several", "0987654321") == read_phone("0912345678 / 0987.654.321")
    assert ("0912345678", "several", "79") == read_phone("0912345678/79")
    assert ("0912345678", "several", "0987654321") == read_phone("0912345678 0987654321")


@given(NUMBERS | LANDLINES)
@settings(deadline=None)
def test_reading_what_was_read_changes_nothing(number):
    assert (number, "") == read_phone(number, "2025-01-01")[:2]


@given(st.text(max_size=20), st.none() | st.dates(datetime.date(2014, 1, 1), datetime.date(2025, 12, 31)))
@settings(deadline=None)
def test_what_is_not_read_stays_byte_for_byte(typed, day):
    value, note, _ = read_phone(typed, day)

    assert note not in ("unread", "ambiguous", "foreign") or value == typed
    assert value is None or read_phone(value, day).value == value or note in ("unread", "ambiguous", "foreign", "old_prefix", "old_area", "lost_zero")


def test_a_column_is_read_like_its_cells():
    typed = pd.Series(["0838251234", None, "abc", "0838251234", " "], index=[5, 3, 1, 0, 9])
    days = pd.Series(pd.to_datetime(["2015-01-01", "2015-01-01", None, None, None]), index=typed.index)

    assert ["02838251234", None, "abc", "0838251234", None] == read_phone(typed, days)["value"].tolist()
    assert ["old_area", "", "unread", "ambiguous", ""] == read_phone(typed, days)["note"].tolist()
    assert [5, 3, 1, 0, 9] == read_phone(typed).index.tolist()
    assert [] == read_phone(typed.iloc[:0])["value"].tolist()
