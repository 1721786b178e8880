"""A customer at the counter: found by what she says, and a stranger stays a stranger."""
import pandas as pd
import pytest

from crmlab import identify

NAMES = ["Trần Thị Loan", "Nguyễn Văn Hải", "Lê Minh Cường", "Phạm Thu Thảo", "Vũ Đức Anh", "Hồ Ngọc Phượng", "Đỗ Thị Nhung", "Đinh Duy Việt"]
RECORDS = pd.DataFrame(
    {
        "record_id": [f"R{number}" for number in range(8)],
        "source": "web",
        "recorded_on": "2024-05-01",
        "name": NAMES,
        "phone": [f"09123456{number}{number}" for number in range(8)],
        "address": [f"{number + 11} Lê Lợi, Quận 1, TP.HCM" for number in range(8)],
    }
)
LINKS = pd.DataFrame({"record_id": RECORDS["record_id"], "customer_id": [f"C{number}" for number in range(8)]})


def visitor(name, phone, record_id="NEW"):
    return pd.DataFrame({"record_id": [record_id], "name": [name], "phone": [phone], "recorded_on": ["2025-12-31"]})


def test_she_is_found_by_her_number_and_name():
    found = identify.recognise(visitor("chị Loan", "+84 912 345 600"), RECORDS, LINKS)

    assert ["NEW", "C0"] == found.iloc[0][["record_id", "customer_id"]].tolist()
    assert found["confidence"].iloc[0] > 0.5 and found["reason"].iloc[0]


def test_a_stranger_has_one_row_without_customer():
    found = identify.recognise(visitor("Mai Xuân Quý", "0333999888"), RECORDS, LINKS)

    assert 1 == len(found) and "NEW" == found["record_id"].iloc[0] and pd.isna(found["customer_id"].iloc[0])


def test_two_visitors_are_not_recognised_in_each_other():
    two = pd.concat([visitor("Mai Xuân Quý", "0333999888"), visitor("Mai Xuân Quý", "0333999888", "NEW2")])

    assert identify.recognise(two, RECORDS, LINKS)["customer_id"].isna().all()


def test_the_best_record_of_a_customer_speaks_for_her():
    doubled = pd.concat([RECORDS, RECORDS[:1].assign(record_id="R9")])
    links = pd.concat([LINKS, pd.DataFrame({"record_id": ["R9"], "customer_id": ["C0"]})])
    found = identify.recognise(visitor("Trần Thị Loan", "0912345600"), doubled, links)

    assert 1 == (found["customer_id"] == "C0").sum()


REFUSED = {
    "an id in use": (lambda: identify.recognise(visitor("Loan", "1", "R3"), RECORDS, LINKS), "'R3'"),
    "a record without link": (lambda: identify.recognise(visitor("Trần Thị Loan", "0912345600"), RECORDS, LINKS[1:]), "'R0'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what, language):
    call, said = REFUSED[what]
    with pytest.raises(ValueError) as refused:
        call()

    assert said in str(refused.value)
