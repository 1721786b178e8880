"""The invented firm loads whole, and nothing of its money is lost."""
import pandas as pd
import pytest

from crmlab import database, datasets, identify


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    links, records = datasets.load("moc_links"), datasets.load("moc_records")

    def of(name):
        table = datasets.load(name)
        return identify.assign(table, links).assign(record_id=table["record_id"])

    tables = {name: of(f"moc_{name}") for name in ("orders", "contacts", "permissions", "feedback")}
    tables["trial"] = of("moc_trial").assign(campaign_id="tra-lanh")
    tables["campaigns"] = pd.DataFrame({"campaign_id": ["tra-lanh"], "channel": ["email"], "sent_on": ["2025-11-10"]})
    tables["identities"] = records.merge(links, on="record_id")
    tables["customers"] = identify.customers(records, links)
    with database.open(tmp_path_factory.mktemp("firm") / "moc.duckdb") as opened:
        opened.load(tables, as_of="2025-12-31")
        yield opened, tables


def test_the_firm_loads_whole(firm):
    opened, tables = firm
    rows = dict(opened.tables()[["table", "rows"]].to_numpy().tolist())

    assert {name: len(table) for name, table in tables.items()} == {name: rows[name] for name in tables}
    assert opened.table("orders")["amount"].sum() == tables["orders"]["amount"].sum()


def test_loading_the_firm_again_adds_nothing(firm):
    opened, tables = firm

    assert set(opened.load(tables).new.values()) == {0}


def test_everybody_who_bought_is_active_or_inactive_and_nobody_both(firm):
    opened, tables = firm
    active = set(opened.active_customers(as_of="2025-12-31", silent_days=180)["customer_id"])
    inactive = set(opened.inactive_customers(as_of="2025-12-31", silent_days=180)["customer_id"])

    assert active | inactive == set(tables["orders"]["customer_id"]) and not active & inactive
    assert active == set(tables["orders"].groupby("customer_id")["date"].max().loc[lambda last: last >= "2025-07-04"].index)
