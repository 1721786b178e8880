"""Standardising a table: nothing lost, nothing damaged, everything that was not read counted."""
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import datasets, identify, words
from crmlab.identify.standardise import FIELDS, UNREAD

CELLS = st.none() | st.sampled_from(["0912345678", "0838251234", "chị Lan", "Nguyễn Văn An", "???", "lan@gmial.com", "12 Lê Lợi, Q1, TPHCM", "01/02/1990", "079085001234", " "]) | st.text(max_size=8)
ROWS = st.lists(st.tuples(*[CELLS] * 4), min_size=1, max_size=6).map(lambda rows: pd.DataFrame(rows, columns=["name", "phone", "birthday", "address"]).assign(record_id=[f"R{place}" for place in range(len(rows))]))


@pytest.fixture(scope="module")
def firm():
    return datasets.load("moc_records")


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_no_row_is_lost_and_no_typed_column_is_touched(records):
    read = identify.standardise(records)

    pd.testing.assert_frame_equal(records, read[list(records.columns)])


@given(ROWS, st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_is_irrelevant(records, random):
    shuffled = records.sample(frac=1, random_state=random.randrange(1000))

    pd.testing.assert_frame_equal(identify.standardise(records), identify.standardise(shuffled).loc[records.index])


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_unread_cells_stay_byte_for_byte_and_are_counted(records):
    read = identify.standardise(records)
    counted = identify.unread(read).set_index("field")
    for field in ("name", "phone", "birthday", "address"):
        rule = FIELDS[field]
        left = read[rule.note].isin(UNREAD)

        assert read.loc[left, rule.columns["value"]].tolist() == records.loc[left, field].tolist()
        assert left.sum() == counted.loc[field, "unread"]
        assert counted.loc[field, "filled"] == counted.loc[field, ["read", "ambiguous", "unread"]].sum()


def test_the_firm_is_read_but_for_a_few_cells(firm):
    counted = identify.unread(identify.standardise(firm)).set_index("field")

    assert (counted["unread"] < 0.03 * counted["filled"] + 1).all()
    assert len(firm) == counted.loc["name", "records"]


def test_columns_of_another_name_and_missing_ones():
    records = pd.DataFrame({"record_id": [1], "sdt": [912345678.0]})

    assert ["0912345678"] == identify.standardise(records, columns={"phone": "sdt"})["phone_read"].tolist()
    assert ["record_id", "sdt", "phone_read", "phone_others", "phone_note"] == list(identify.standardise(records, columns={"phone": "sdt"}).columns)


def test_the_day_of_the_record_decides_what_an_old_number_meant():
    records = pd.DataFrame({"record_id": [1, 2, 3], "phone": "0838251234", "recorded_on": pd.to_datetime(["2015-01-01", "2024-01-01", None])})

    assert ["02838251234", "0838251234", "0838251234"] == identify.standardise(records)["phone_read"].tolist()
    assert ["old_area", "", "ambiguous"] == identify.standardise(records)["phone_note"].tolist()
    assert ["ambiguous"] * 3 == identify.standardise(records, recorded_on="made_on")["phone_note"].tolist()


def test_an_identity_number_that_contradicts_the_birthday_is_flagged():
    records = pd.DataFrame({"record_id": [1, 2], "id_number": ["079085001234"] * 2, "birthday": ["01/02/1985", "1990"]})

    assert ["", "conflict"] == identify.standardise(records)["id_note"].tolist()


def test_an_empty_table_and_empty_columns():
    empty = identify.standardise(pd.DataFrame({"record_id": [], "name": []}))

    assert 0 == len(empty) and "name_key" in empty
    assert [True] == identify.standardise(pd.DataFrame({"record_id": [1], "phone": [None]}))["phone_read"].isna().tolist()


RECORDS = pd.DataFrame({"record_id": [1, 2], "phone": ["0912345678", None]})
REFUSED = [
    (lambda: identify.standardise(RECORDS[["phone"]]), {"vi": "record_id", "en": "records needs 'record_id'"}),
    (lambda: identify.standardise(RECORDS.assign(record_id=1)), {"vi": "một dòng cho mỗi record_id", "en": "one row per record_id"}),
    (lambda: identify.standardise(RECORDS.rename(columns={"phone": "Số điện thoại"})), {"vi": 'columns={"phone": "Số điện thoại"}', "en": 'columns={"phone": "Số điện thoại"}'}),
    (lambda: identify.standardise(RECORDS, columns={"fone": "phone"}), {"vi": "columns cần tên trường", "en": "columns needs one of these fields"}),
    (lambda: identify.standardise(RECORDS, columns={"phone": "tel"}), {"vi": "'tel'", "en": "records needs 'tel'"}),
    (lambda: identify.standardise([1]), {"vi": "records phải là một bảng", "en": "records must be a pandas table"}),
    (lambda: identify.unread(RECORDS), {"vi": "unread(standardise(records))", "en": "unread(standardise(records))"}),
]


@pytest.mark.parametrize(("call", "sentence"), REFUSED)
def test_what_is_refused(call, sentence, language):
    with pytest.raises(ValueError) as refusal:
        call()

    assert sentence[words.language()] in str(refusal.value)
