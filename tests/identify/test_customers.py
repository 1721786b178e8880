"""From records to customers: money follows its customer, and what is kept of each field was written by somebody."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import identify
from crmlab.identify.standardise import standardise

LINKS = pd.DataFrame({"record_id": ["r1", "r2", "r3", "r4"], "customer_id": ["A", "A", "A", "B"]})
ORDERS = pd.DataFrame({"order_id": [1, 2, 3, 4], "record_id": ["r4", "r1", "r1", "r3"], "amount": [10, 20, 30, 40]})
RECORDS = pd.DataFrame(
    [
        ["r1", "excel", "2016-05-01", "Loan Thị Trần", "01627919429", "loan@moc.example", "48/33 Nguyễn Oanh, P. 3, Q. Gò Vấp, TP.HCM", "22/2/1966"],
        ["r2", "web", "2020-05-01", "tran thi loan", "0327919429", None, "Gò Vấp, TP.HCM", "01/01/1966"],
        ["r3", "till", "2024-05-01", "Trần Thị Loan", "09", None, None, "01/01/1966"],
        ["r4", "call", "2025-05-01", "Cty TNHH Toàn Tín", None, "info@toantin.example", None, None],
    ],
    columns=["record_id", "source", "recorded_on", "name", "phone", "email", "address", "birthday"],
)


def one(records, links=LINKS, customer="A"):
    return identify.customers(records, links).set_index("customer_id").loc[customer]


def test_every_row_goes_to_its_customer_in_its_old_place():
    found = identify.assign(ORDERS, LINKS)

    assert ["B", "A", "A", "A"] == found["customer_id"].tolist()
    assert ["order_id", "customer_id", "amount"] == list(found.columns)
    assert ["order_id", "record_id", "amount"] == list(ORDERS.columns)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(-9, 9)), min_size=1, max_size=30), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_no_money_is_lost_or_made(rows, owners):
    orders = pd.DataFrame(rows, columns=["record_id", "amount"])
    links = pd.DataFrame({"record_id": list("fedcba"), "customer_id": owners})
    found = identify.assign(orders, links)
    by_hand = {owner: sum(amount for record, amount in rows if owners["fedcba".index(record)] == owner) for owner in owners}

    assert len(orders) == len(found) and orders["amount"].tolist() == found["amount"].tolist()
    assert found.groupby("customer_id")["amount"].sum().to_dict() == {owner: money for owner, money in by_hand.items() if owner in set(found["customer_id"])}


def test_a_name_is_the_fullest_with_its_marks_and_the_family_name_in_front():
    assert "Trần Thị Loan" == one(RECORDS)["name"]


def test_between_equally_full_names_the_family_name_stands_in_front_and_then_most_records_decide():
    assert "Trần Thị Loan" == one(RECORDS.assign(name=["Trần Thị Loan", None, "Loan Thị Trần", None]))["name"]
    assert "Trần Thị Loan" == one(RECORDS.assign(name=["Trần Thị Loan", "Trần Thị Loan", "Trần Thị Lan", None]))["name"]


def test_what_can_be_read_only_one_way_is_believed_before_what_can_be_read_two_ways():
    assert "Tuấn" == one(RECORDS.assign(name=["Tuấn", None, "Anh Tuấn", None]))["name"], "Anh may be his name, or Mr"


def test_what_changes_is_the_newest_that_can_be_read():
    assert "0327919429" == one(RECORDS)["phone"]
    assert "z@moc.example" == one(RECORDS.assign(email=["b@moc.example", "b@moc.example", "z@moc.example", None]))["email"]
    assert one(RECORDS)["address"].startswith("48/33"), "with a house number before one without"


def test_what_lasts_is_what_most_records_say_but_not_the_first_of_january():
    assert "1966-02-22" == one(RECORDS)["birthday"]
    assert "1966-03-05" == one(RECORDS.assign(birthday=["5/3/1966", "5/3/1966", "22/2/1966", None]))["birthday"]
    assert "1966" == one(RECORDS.assign(birthday=[None, "1966", "01/01/1966", None]))["birthday"]
    assert "1966-01-01" == one(RECORDS.assign(birthday=[None, None, "01/01/1966", None]))["birthday"]


def test_a_customer_knows_her_records_sources_and_days():
    found = one(RECORDS)

    assert [3, "excel + till + web"] == found[["records", "sources"]].tolist()
    assert ["2016-05-01", "2024-05-01"] == [str(day.date()) for day in found[["first_on", "last_on"]]]
    assert 5 / 5 == found["completeness"]


def test_a_firm_is_a_company():
    found = identify.customers(RECORDS, LINKS).set_index("customer_id")

    assert ["person", "company"] == found["kind"].tolist()
    assert 2 / 4 == found["completeness"]["B"], "name and e-mail of name, phone, e-mail and address; it has no birthday"


texts = {
    "name": [None, "Lan", "chị LAN", "Nguyễn Thị Lan", "nguyen thi lan", "???"],
    "phone": [None, "0912345678", "912345678", "01682345678", "abc", "0838251234"],
    "email": [None, "lan@moc.example", "LAN@MOC.EXAMPLE", "khong"],
    "address": [None, "12 Lê Lợi, Q1, TP.HCM", "Q1, TP.HCM", "?"],
    "birthday": [None, "1/2/1990", "1990", "01/01/1990", "31/02/1990"],
}
row = st.fixed_dictionaries({field: st.sampled_from(values) for field, values in texts.items()} | {"year": st.integers(2014, 2025), "who": st.integers(0, 2)})


@settings(deadline=None, max_examples=15)
@given(st.lists(row, min_size=1, max_size=8), st.randoms())
def test_nothing_is_invented_and_the_order_of_rows_does_not_matter(rows, chance):
    records = pd.DataFrame(rows).assign(record_id=range(len(rows)), source="web")
    records["recorded_on"] = records["year"].astype("str") + "-03-04"
    links = records[["record_id"]].assign(customer_id=records["who"])
    found = identify.customers(records, links)
    read = standardise(records)
    again = identify.customers(records.sample(frac=1, random_state=chance.randrange(1000)), links)

    pd.testing.assert_frame_equal(found, again)
    assert len(records) == found["records"].sum()
    for field in texts:
        for customer, value in zip(found["customer_id"], found[field]):
            own = read.loc[links["customer_id"] == customer, f"{field}_read"].dropna().tolist()
            assert value in own if own else pd.isna(value)


REFUSED = {
    "a row whose record has no link": (lambda: identify.assign(ORDERS, LINKS[1:]), "2"),
    "a record linked twice": (lambda: identify.assign(ORDERS, pd.concat([LINKS, LINKS])), "r1"),
    "customers of unlinked records": (lambda: identify.customers(RECORDS, LINKS[:3]), "'r4'"),
    "records without a source": (lambda: identify.customers(RECORDS.drop(columns="source"), LINKS), "'source'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what, language):
    call, said = REFUSED[what]
    with pytest.raises(ValueError) as refused:
        call()

    assert said in str(refused.value)


def test_a_field_nobody_filled_stays_unknown():
    found = one(RECORDS.assign(email=np.nan))

    assert pd.isna(found["email"]) and 4 / 5 == found["completeness"]
