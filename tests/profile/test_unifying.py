"""From several systems to one row per customer."""
import numpy as np
import pandas as pd
import pytest

from crmlab import datasets, identify, profile, words

LINKS = pd.DataFrame({"record_id": ["R1", "R2", "R3", "R4"], "customer_id": ["An", "An", "Bình", "Chi"]})
ORDERS = pd.DataFrame(
    {
        "record_id": ["R1", "R2", "R3", "R9", "R1"],
        "date": ["2025-01-10", "2025-03-11", "2025-06-01", "2025-06-02", "2026-02-01"],
        "amount": [100, 50, 70, 999, 5000],
        "direct_cost": [60, 20, 80, 1, 1],
    }
)
CONTACTS = pd.DataFrame(
    {"record_id": ["R1", "R2", "R2", "R3"], "date": ["2025-02-01"] * 4, "direction": ["out", "out", "in", "in"], "answered": [1, 0, 1, 1]}
)
PERMISSIONS = pd.DataFrame(
    {"record_id": ["R1", "R2", "R1", "R4", "R4"], "channel": ["phone", "phone", "email", "phone", "email"], "allowed": [1, 0, 1, 0, 0]}
)
SURVEY = pd.DataFrame({"record_id": ["R2", "R1"], "answered_on": ["2025-09-01", "2025-04-01"], "wallet": [300, 200], "attitude": [4, 2]})
FEEDBACK = pd.DataFrame({"record_id": ["R3", "R3", "R3"], "date": ["2025-05-01"] * 3, "kind": ["complaint", "rating", "complaint"], "rating": [np.nan, 4, 1]})
ALL = {"orders": ORDERS, "contacts": CONTACTS, "permissions": PERMISSIONS, "survey": SURVEY, "feedback": FEEDBACK}


def one_view(**more):
    return profile.unify(as_of="2025-12-31", links=LINKS, **(ALL | more)).set_index("customer_id")


def test_everybody_has_one_row_whatever_the_systems_hold():
    assert ["An", "Bình", "Chi"] == list(one_view().index)


def test_orders_of_all_records_are_one_customers():
    found = one_view()[["records", "orders", "revenue", "contribution_margin", "days_since"]]

    assert [2, 2, 150, 70, 295] == found.loc["An"].tolist(), "295 days from 11 March to 31 December"
    assert [1, 1, 70, -10, 213] == found.loc["Bình"].tolist()
    assert [1, 0, 0, 0] == found.loc["Chi"].tolist()[:4] and np.isnan(found.loc["Chi", "days_since"])


def test_what_happened_later_does_not_count():
    assert pd.Timestamp("2025-03-11") == one_view().loc["An", "last_on"]


def test_contacts_permissions_survey_and_feedback_by_hand():
    found = one_view()

    assert [1, 2, 0.5] == found.loc["An", ["contacts_in", "contacts_out", "answered_share"]].tolist()
    assert "email" == found.loc["An", "allowed"], "by telephone she said both yes and no: no"
    assert [300, 4] == found.loc["An", ["wallet", "attitude"]].tolist(), "the newest answer"
    assert [2, 2.5] == found.loc["Bình", ["complaints", "rating"]].tolist()
    assert "orders + contacts + permissions + survey" == found.loc["An", "systems"]


def test_nothing_is_not_the_same_as_unknown():
    found = one_view()

    assert [0, 0, 0] == found.loc["Chi", ["orders", "contacts_out", "complaints"]].tolist()
    assert "" == found.loc["Chi", "allowed"], "asked, and permits nothing"
    assert found.loc["Bình", ["allowed", "wallet", "attitude", "answered_share"]].isna().all(), "nobody asked her"


def test_a_system_that_is_not_given_leaves_its_columns_unknown():
    found = profile.unify(as_of="2025-12-31", links=LINKS, orders=ORDERS.drop(columns="direct_cost"))

    assert ["customer_id", *profile.unifying.COLUMNS] == list(found)
    assert found[["contribution_margin", "contacts_in", "allowed", "wallet", "complaints", "name"]].isna().all().all()


def test_tables_of_customers_need_no_links_and_the_order_of_rows_does_not_matter():
    named = {name: identify.assign(table[table["record_id"] != "R9"], LINKS) for name, table in ALL.items()}
    people = pd.DataFrame({"customer_id": ["Dung", "An"], "name": ["Lê Dung", "Vũ An"]})
    found = profile.unify(as_of="2025-12-31", customers=people, **named)
    shuffled = profile.unify(as_of="2025-12-31", customers=people[::-1], **{name: table.sample(frac=1, random_state=3) for name, table in named.items()})

    assert ["An", "Bình", "Chi", "Dung"] == found["customer_id"].tolist()
    assert ["Vũ An", "Lê Dung"] == found["name"].dropna().tolist()
    pd.testing.assert_frame_equal(found, shuffled)


def test_it_gives_a_new_table_and_keeps_the_old_ones():
    before = ORDERS.copy()
    profile.unify(as_of="2025-12-31", links=LINKS, orders=ORDERS)

    pd.testing.assert_frame_equal(before, ORDERS)


def test_match_rates_by_hand():
    found = profile.match_rates(LINKS, orders=ORDERS, survey=SURVEY).set_index("system")

    assert [5, 4, 0.8, 4, 2, 1] == found.loc["orders"].tolist()[:6]
    assert 2 / 3 == pytest.approx(found.loc["orders", "reach"])
    assert [2, 2, 1, 2, 1, 1] == found.loc["survey"].tolist()[:6]


def test_mocs_money_is_all_there():
    links = datasets.load("moc_links")
    orders = datasets.load("moc_orders")
    found = profile.unify(as_of="2025-12-31", links=links, orders=orders, survey=datasets.load("moc_survey"))

    assert (len(orders), orders["amount"].sum()) == (found["orders"].sum(), found["revenue"].sum())
    assert links["customer_id"].nunique() == len(found) == found["customer_id"].nunique()
    assert 897 == found["wallet"].notna().sum(), "900 answers, three customers answered twice"


REFUSED = {
    "nothing": (lambda: profile.unify(as_of="2025-12-31"), "at least one is needed"),
    "no amount": (lambda: one_view(orders=ORDERS.drop(columns="amount")), "amount"),
    "no customer": (lambda: profile.unify(as_of="2025-12-31", orders=ORDERS), "customer_id"),
    "empty": (lambda: one_view(survey=SURVEY[:0]), "survey"),
    "twice": (lambda: profile.unify(as_of="2025-12-31", customers=pd.DataFrame({"customer_id": ["An", "An"]})), "An"),
    "a record twice": (lambda: profile.match_rates(pd.concat([LINKS, LINKS[:1]]), orders=ORDERS), "R1"),
    "no match": (lambda: one_view(orders=ORDERS.assign(record_id="r-1")), "no row of the table orders matches links"),
    "no survey column": (lambda: one_view(survey=SURVEY[["record_id"]]), "wallet"),
    "a list": (lambda: one_view(orders=[1, 2]), "orders"),
    "as_of": (lambda: profile.unify(as_of="31/12/2025", links=LINKS), "as_of"),
    "no system": (lambda: profile.match_rates(LINKS), "only links was given"),
    "allowed": (lambda: one_view(permissions=PERMISSIONS.assign(allowed=7)), "allowed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_one_sentence(name, language):
    words.use("en")
    call, said = REFUSED[name]
    with pytest.raises(ValueError, match=said):
        call()
    words.use(language)
    with pytest.raises(ValueError):
        call()
