"""Cases checked by hand, from messy.toml: cells as somebody typed them, and what is right; the rules of the file stand at its head."""
import pathlib
import re
import tomllib

import pandas as pd
import pytest

from crmlab import identify
from crmlab.identify.letters import fold

CASES = tomllib.loads(pathlib.Path(__file__).with_name("messy.toml").read_text(encoding="utf-8"))
READERS = {
    "phone": identify.read_phone, "name": identify.read_name, "email": identify.read_email, "address": identify.read_address, "birthday": identify.read_birthday,
    "id_number": identify.read_id_number, "tax_code": identify.read_tax_code, "account_no": identify.read_account,
}  # fmt: skip
EACH = [(kind, case) for kind, cases in CASES.items() for case in cases]
GIVEN = ("recorded_on", "sex", "birth_year")
KEPT = ("unread", "ambiguous", "foreign", "no_letters", "check_digit")  # notes that say: this stands as it was typed


def plain(column, value):
    """Provinces without marks and without "Thành phố" or "Tỉnh"; everything else as it is."""
    return re.sub(r"^(thanh pho|tinh|tp\.?) ", "", fold(value or "")) if column.startswith("province") else value


@pytest.mark.parametrize(("kind", "case"), EACH, ids=[f"{kind}-{case['typed']}" for kind, case in EACH])
def test_a_cell_is_read_as_a_person_reads_it(kind, case):
    read = READERS[kind](case["typed"], **{key: case[key] for key in GIVEN if key in case})

    for column in ("value", "note", "rest", "others", "key", "province", "province_2025"):
        if column in case:
            right = case[column] if isinstance(case[column], list) else [case[column]]
            assert plain(column, getattr(read, column)) in [plain(column, value) for value in right], case.get("why", "")
    absent = case.get("without", [])
    assert not [word for word in ([absent] if isinstance(absent, str) else absent) if word in read.value]


@pytest.mark.parametrize(("kind", "case"), EACH, ids=[f"{kind}-{case['typed']}" for kind, case in EACH])
def test_what_was_not_read_is_kept_to_the_byte(kind, case):
    read = READERS[kind](case["typed"], **{key: case[key] for key in GIVEN if key in case})

    assert read.note not in KEPT or case["typed"].encode() == read.value.encode()


@pytest.mark.parametrize("kind", CASES)
def test_a_column_is_read_as_its_cells_are(kind):
    cases = [case for case in CASES[kind] if not {"sex", "birth_year"} & set(case)]
    dates = [case.get("recorded_on") for case in cases]
    given = {"recorded_on": pd.Series(dates)} if any(dates) else {}

    table = READERS[kind](pd.Series([case["typed"] for case in cases]), **given)

    cells = [READERS[kind](case["typed"], **{key: case[key] for key in GIVEN if key in case}) for case in cases]
    assert [(read.value, read.note) for read in cells] == list(zip(table["value"], table["note"]))


def test_no_case_stands_twice():
    asked = [(kind, case["typed"], *(case.get(key) for key in GIVEN)) for kind, case in EACH]

    assert len(set(asked)) == len(asked)


def test_there_are_some_hundred_cases_and_many_traps():
    assert len(EACH) > 200 and sum(case.get("trap", False) for _, case in EACH) > 50
