"""An export of SuiteCRM becomes profiles by the same function as everything else."""
import runpy

import pandas as pd
import pytest

from crmlab import datasets, imports, profile

SCRIPT = datasets.FOLDER / "make_moc_suitecrm.py"


@pytest.fixture(scope="module")
def export():
    return imports.folder(datasets.folder("moc_suitecrm"))


def test_the_export_is_what_its_script_makes():
    made = runpy.run_path(str(SCRIPT))
    rows = made["lists"]()

    assert set(made["COLUMNS"]) == {path.stem for path in datasets.folder("moc_suitecrm").glob("*.csv")}
    for name in made["COLUMNS"]:
        assert made["text"](name, rows[name]).encode("utf-8") == (datasets.folder("moc_suitecrm") / f"{name}.csv").read_bytes()


def test_it_goes_in_without_a_word(export):
    assert {"Accounts.csv": "customers", "Contacts.csv": "customers", "Calls.csv": "contacts", "Opportunities.csv": "orders"} == {name: mapping.table for name, mapping in export.mappings.items()}
    assert {} == export.skipped
    assert [106, 160, 63] == [len(export[name]) for name in ("customers", "contacts", "orders")]
    assert {"not_won": 69} == export["orders"].attrs["apart"]
    assert export["orders"]["customer_id"].isin(export["customers"]["customer_id"]).all()


def test_it_becomes_profiles_by_the_same_function(export):
    found = profile.unify(as_of="2025-12-31", **export)

    assert 106 == len(found)
    assert export["orders"]["amount"].sum() == found["revenue"].sum() == 395_290_000
    assert found[["wallet", "allowed", "complaints", "contribution_margin"]].isna().all().all(), "SuiteCRM does not hold these"


def test_an_account_typed_twice_is_one_customer_once_it_is_linked(export):
    accounts = export["customers"].loc[export["customers"]["source"] == "suitecrm accounts"]
    twice = accounts[accounts["name"].str.endswith("Truyền thông Gia Mai")]["customer_id"].tolist()
    assert 2 == len(twice)
    links = pd.DataFrame({"record_id": accounts["customer_id"], "customer_id": accounts["customer_id"].replace(twice[0], twice[1])})
    deals = export["orders"].rename(columns={"customer_id": "record_id"})
    apart, joined = profile.unify(as_of="2025-12-31", **export), profile.unify(as_of="2025-12-31", links=links, orders=deals)

    both = apart.set_index("customer_id").loc[twice, ["orders", "revenue"]].sum()
    assert both.tolist() == joined.set_index("customer_id").loc[twice[1], ["orders", "revenue"]].tolist()
    assert 1 == profile.match_rates(links, accounts=accounts.rename(columns={"customer_id": "record_id"}))["duplicates"].item()


def test_the_card_counts_what_is_there(export):
    card = (datasets.folder("moc_suitecrm") / "moc_suitecrm.md").read_text(encoding="utf-8")

    rows = {name: (datasets.folder("moc_suitecrm") / f"{name}.csv").read_text(encoding="utf-8").count("\n") - 1 for name in ("Accounts", "Contacts", "Calls", "Opportunities")}
    assert [51, 55, 160, 132] == list(rows.values())
    assert all(f"({number}" in card for number in rows.values()) and 2 == card.count("63 ")


def test_an_unknown_export_is_answered_with_the_list():
    with pytest.raises(ValueError, match="moc_suitecrm"):
        datasets.folder("moc_sugar")
