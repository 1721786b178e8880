"""Mộc linked as a whole: the shipped file is what the library finds, and better than the rules a person would try first."""
import numpy as np
import pytest

from crmlab import datasets, identify


@pytest.fixture(scope="module")
def truth():
    return datasets.load("moc_truth")


def test_the_links_that_later_chapters_load_are_what_the_library_finds(firm_links):
    shipped = datasets.load("moc_links")

    assert list(shipped.columns) == list(firm_links.columns)
    for column in ("record_id", "customer_id", "reason"):
        assert shipped[column].tolist() == firm_links[column].tolist(), "run: python datasets/make_moc_links.py"
    assert np.allclose(shipped["confidence"], firm_links["confidence"], atol=1e-3)


def test_every_record_of_the_firm_is_somebodys():
    records, links = datasets.load("moc_records"), datasets.load("moc_links")

    assert sorted(records["record_id"]) == sorted(links["record_id"])
    assert len(records) == identify.customers(records, links)["records"].sum()


def test_linking_beats_the_two_rules_by_hand(truth):
    links, standard = datasets.load("moc_links"), identify.standardise(datasets.load("moc_records"))
    phone, alone = standard["phone_read"], standard["record_id"]
    rules = [phone.fillna(alone), (phone + " " + standard["name_key"]).fillna(alone)]
    by_hand = [identify.score(standard[["record_id"]].assign(customer_id=rule), truth)["f1"].iloc[0] for rule in rules]
    found = identify.score(links, truth).iloc[0]

    assert found["f1"] > max(by_hand) + 0.02
    assert found["precision"] > 0.97 and found["recall"] > 0.8


def test_all_money_of_the_orders_reaches_a_customer():
    orders = datasets.load("moc_orders")

    assert orders["amount"].sum() == identify.assign(orders, datasets.load("moc_links")).groupby("customer_id")["amount"].sum().sum()


def test_households_are_mostly_right(truth):
    """Scored customer by customer on the true people, so that only the rule of the household is judged."""
    people = identify.customers(datasets.load("moc_records"), truth.rename(columns={"person_id": "customer_id"})[["record_id", "customer_id"]])
    homes = identify.households(people).dropna(subset="household_id")
    found = homes[["customer_id", "household_id"]].set_axis(["record_id", "customer_id"], axis=1)
    known = truth.drop_duplicates("person_id")[["person_id", "household_id"]].set_axis(["record_id", "person_id"], axis=1)
    scored = identify.score(found, known[known["record_id"].isin(found["record_id"])]).iloc[0]

    assert scored["precision"] > 0.7 and scored["recall"] > 0.4


def test_the_four_records_that_the_chapter_looks_at_are_one_womans(truth):
    loan = ["R01570", "R03154", "R00185", "R01714"]
    records = datasets.load("moc_records").set_index("record_id").loc[loan]

    assert 1 == truth.set_index("record_id").loc[loan, "person_id"].nunique() == datasets.load("moc_links").set_index("record_id").loc[loan, "customer_id"].nunique()
    assert ["01627919429", "3,28E+08", "0327919429", "0327919429"] == records["phone"].tolist()
    assert ["Loan Thị Trần", "Tran Thi Loan", "Trần Thị Loan", "Trần Thị Loan"] == records["name"].tolist()
    assert "01/01/1966" == records["birthday"].iloc[2]
