"""The inventory of what is known: counted as typed, blanks are nothing, and the pile of paper has its hours."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import identify
from crmlab.identify.inventory import FIELDS

RECORDS = pd.DataFrame(
    [
        ["t1", "till", "Lê An", "0912345678", None],
        ["t2", "till", "Lê An ", "", None],
        ["t3", "till", None, "0912345678", None],
        ["t4", "till", "Lê Ân", " ", None],
        ["p1", "paper", "Lê An", "0912345678", "12 Hai Bà Trưng"],
    ],
    columns=["record_id", "source", "name", "phone", "address"],
)
SOURCES = pd.DataFrame(
    [
        ["till", "An", "electronic", 4, 4, 0],
        ["paper", "Bình", "paper", 900, 300, 4],
        ["drawer", "Chi", "paper", 50, 0, 3],
    ],
    columns=["source", "owner", "kind", "records_total", "records_entered", "minutes_per_record"],
)
CUSTOMERS = pd.DataFrame({"customer_id": ["A", "B", "C"], "name": ["An", " ", "Công ty Chi"], "phone": ["1", None, "2"], "birthday": [None, None, None], "tax_code": [None, None, "03"]})


def cell(table, source, field):
    return table[(table["source"] == source) & (table["field"] == field)].iloc[0]


def test_the_inventory_counts_filled_distinct_and_repeated_values_of_each_source():
    found = identify.inventory(RECORDS)

    assert [3 / 4, 2, 1] == cell(found, "till", "name")[["filled", "distinct", "repeated"]].tolist()
    assert [2 / 4, 1, 1] == cell(found, "till", "phone")[["filled", "distinct", "repeated"]].tolist()
    assert [0, 0, 0] == cell(found, "till", "address")[["filled", "distinct", "repeated"]].tolist()
    assert [1, 1, 0] == cell(found, "paper", "phone")[["filled", "distinct", "repeated"]].tolist()
    assert [("paper", field) for field in ("name", "phone", "address")] == list(zip(found["source"], found["field"]))[:3]


def test_with_the_list_of_sources_it_names_owner_and_kind_and_shows_the_empty_drawer():
    found = identify.inventory(RECORDS, SOURCES)

    assert ["till", "paper", "drawer"] == found["source"].unique().tolist()
    assert ["Bình", "paper"] == cell(found, "paper", "name")[["owner", "kind"]].tolist()
    assert [0, 0, 0, 0] == cell(found, "drawer", "name")[["records", "filled", "distinct", "repeated"]].tolist()


blank = st.sampled_from([None, "", "  ", "a", "a ", "b", "c"])


@given(st.lists(st.tuples(st.sampled_from(["till", "web"]), blank, blank), min_size=1, max_size=25), st.randoms())
def test_the_inventory_agrees_with_counting_by_hand_and_does_not_see_the_order_of_rows(rows, chance):
    table = pd.DataFrame(rows, columns=["source", "name", "phone"]).astype({"name": "str", "phone": "str"})
    shuffled = table.sample(frac=1, random_state=chance.randrange(1000))
    found = identify.inventory(table)

    pd.testing.assert_frame_equal(found, identify.inventory(shuffled))
    for row in found.to_dict("records"):
        texts = [dict(zip(["source", "name", "phone"], r))[row["field"]] for r in rows if r[0] == row["source"]]
        kept = [text.strip() for text in texts if text and text.strip()]
        assert (len(texts), len(kept) / len(texts), len(set(kept))) == (row["records"], row["filled"], row["distinct"])
        assert sum(kept.count(value) > 1 for value in set(kept)) == row["repeated"]


def test_the_backlog_is_of_paper_only_and_the_longest_work_comes_first():
    found = identify.backlog(SOURCES)

    assert ["paper", "drawer"] == found["source"].tolist()
    assert [600, 50] == found["records"].tolist()
    assert [600 * 4 / 60, 50 * 3 / 60] == found["hours"].tolist()
    assert [300 / 900, 0] == found["entered"].tolist()


def test_a_firm_without_paper_has_no_backlog():
    assert 0 == len(identify.backlog(SOURCES[:1]))


def test_completeness_asks_a_person_no_tax_code_and_a_company_no_birthday():
    found = identify.completeness(CUSTOMERS.assign(kind=["person", "person", "company"]))

    assert [2 / 3, 0, 1] == found["completeness"].tolist()
    assert ["birthday", "name + phone + birthday", ""] == found["missing"].tolist()
    assert [2, 0, 3] == found["known"].tolist()


def test_without_a_kind_everybody_is_asked_everything():
    assert [2 / 4, 0, 3 / 4] == identify.completeness(CUSTOMERS)["completeness"].tolist()


def test_a_weight_makes_a_field_count_more():
    found = identify.completeness(CUSTOMERS, {"name": 1, "birthday": 3})

    assert [1 / 4, 0, 1 / 4] == found["completeness"].tolist()


@given(st.lists(st.lists(st.booleans(), min_size=8, max_size=8), min_size=1, max_size=6), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_completeness_is_a_share_that_grows_with_every_field_learned(known, weights):
    table = pd.DataFrame([["x" if has else None for has in row] for row in known], columns=FIELDS).assign(customer_id=range(len(known)))
    by = dict(zip(FIELDS, weights))
    before = identify.completeness(table, by)["completeness"]
    more = identify.completeness(table.assign(name="x"), by)["completeness"]

    assert np.allclose(before, [sum(w for w, has in zip(weights, row) if has) / sum(weights) for row in known])
    assert (more >= before).all() and (more[table["name"].isna()] > before[table["name"].isna()]).all()


REFUSED = {
    "a source nobody listed": (lambda: identify.inventory(RECORDS.assign(source="web"), SOURCES), "'web'"),
    "no field of identification": (lambda: identify.inventory(RECORDS[["record_id", "source"]]), "'name'"),
    "more typed in than there are": (lambda: identify.backlog(SOURCES.assign(records_entered=901)), "901"),
    "a weight of nothing": (lambda: identify.completeness(CUSTOMERS, {"name": 0}), "weights={'name': 2}"),
    "a field the table lacks": (lambda: identify.completeness(CUSTOMERS, {"shoe": 1}), "'shoe'"),
    "a customer in two rows": (lambda: identify.completeness(pd.concat([CUSTOMERS, CUSTOMERS])), "A"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what, language):
    call, said = REFUSED[what]
    with pytest.raises(ValueError, match="Hãy|hãy|Type|Add|Mend|type") as refused:
        call()

    assert said in str(refused.value)
