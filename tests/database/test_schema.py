"""The schema: the textbook's kinds of record, and what DuckDB itself refuses whoever writes into the file."""
import duckdb
import pytest

from crmlab import database
from crmlab.database import schema

COMPOSITIONS = {"WE-401": "test_the_schema_has_the_textbooks_kinds_of_record"}

# WE-401 (L104–L107): what is kept about an active customer, an inactive one, a prospect -> where it stands
ACTIVE = {
    "basic identity": ("customers", ("name", "phone", "email", "address")),
    "demographics": ("customers", ("birthday", "gender", "province", "occupation", "income")),
    "psychographics": ("customers", ("lifestyle", "attitude", "needs_group")),
    "transaction history": ("orders", ("customer_id", "date", "amount")),
    "contact history": ("contacts", ("customer_id", "date", "channel", "direction")),
    "other": ("customers", ("note",)),
}
INACTIVE = {"how acquired": "acquisition_channel", "how long active": "active_from", "until when": "active_until", "purchasing pattern": "pattern", "reason for stopping": "exit_reason"}
PROSPECTS = {"segment profile": "profile", "need": "need", "need fit": "fit"}


def test_the_schema_has_the_textbooks_kinds_of_record():
    kinds = database.kinds()

    for what, (table, columns) in ACTIVE.items():
        assert set(columns) <= set(kinds[table].columns), what
    assert set(INACTIVE.values()) <= set(kinds["inactive"].columns)
    assert set(PROSPECTS.values()) <= set(kinds["prospects"].columns)
    assert {"identities", "orders", "contacts", "permissions", "campaigns", "trial"} <= set(kinds)


def test_every_table_about_people_points_to_customers_and_every_table_has_a_key():
    about_firm = {"customers", "channels", "campaigns"}

    for name, kind in database.kinds().items():
        assert kind.key, name
        assert name in about_firm or kind.references["customer_id"] == ("customers", "customer_id"), name


def test_no_table_points_to_one_that_comes_after_it():
    names = list(database.kinds())

    for place, kind in enumerate(database.kinds().values()):
        assert {table for table, _ in kind.references.values()} <= set(names[:place]), kind.name


@pytest.fixture(scope="module")
def once():
    """A database without us: the schema alone, with one customer and one campaign."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(schema.SCRIPT.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO customers (customer_id) VALUES ('An'); INSERT INTO campaigns (campaign_id) VALUES ('tet')")
        yield connection


@pytest.fixture
def raw(once):
    """The same for each test."""
    once.execute("BEGIN")
    yield once
    once.execute("ROLLBACK")


GOOD = {
    "customers": {"customer_id": "'Bình'", "kind": "'person'", "income": "0", "willingness": "1", "wallet": "0"},
    "channels": {"channel": "'viber'"},
    "inactive": {"customer_id": "'An'", "active_from": "DATE '2025-01-01'", "active_until": "DATE '2025-01-01'", "pattern": "'once'"},
    "prospects": {"prospect_id": "'P1'", "fit": "0.5", "customer_id": "'An'"},
    "identities": {"source": "'web'", "record_id": "'R1'", "customer_id": "'An'", "confidence": "0.5"},
    "orders": {"order_id": "'D1'", "customer_id": "'An'", "date": "TIMESTAMP '2025-01-01'", "amount": "-1", "quantity": "0", "direct_cost": "1"},
    "contacts": {"contact_id": "'T1'", "customer_id": "'An'", "date": "TIMESTAMP '2025-01-01'", "channel": "'phone'", "direction": "'in'", "minutes": "0", "answered": "1"},
    "feedback": {"feedback_id": "'F1'", "customer_id": "'An'", "date": "TIMESTAMP '2025-01-01'", "compensation": "0", "satisfied": "0"},
    "permissions": {"customer_id": "'An'", "channel": "'phone'", "allowed": "1", "preferred": "0", "max_per_month": "0"},
    "campaigns": {"campaign_id": "'he'", "channel": "'email'", "cost": "0"},
    "trial": {"campaign_id": "'tet'", "customer_id": "'An'", "treated": "1", "responded": "0", "amount": "-5", "cost": "0"},
    "erasures": {"erasure_id": "1", "erased_on": "DATE '2025-01-01'", "rows_removed": "1", "months_kept": "0"},
}
BAD = [
    ("customers", "customer_id", "''"), ("customers", "customer_id", "' An'"), ("customers", "customer_id", "NULL"), ("customers", "kind", "'robot'"), ("customers", "income", "-1"),
    ("customers", "willingness", "1.1"), ("customers", "wallet", "-1"), ("channels", "channel", "''"), ("channels", "channel", "'x '"), ("channels", "channel", "NULL"),
    ("inactive", "customer_id", "'Ghost'"), ("inactive", "active_until", "NULL"), ("inactive", "active_until", "DATE '2024-12-31'"), ("inactive", "pattern", "'often'"),
    ("prospects", "prospect_id", "''"), ("prospects", "prospect_id", "NULL"), ("prospects", "fit", "1.01"), ("prospects", "fit", "-0.01"), ("prospects", "customer_id", "'Ghost'"),
    ("identities", "source", "NULL"), ("identities", "record_id", "''"), ("identities", "record_id", "NULL"), ("identities", "customer_id", "'Ghost'"), ("identities", "customer_id", "NULL"), ("identities", "confidence", "2"),
    ("orders", "order_id", "''"), ("orders", "order_id", "' D1'"), ("orders", "order_id", "NULL"), ("orders", "customer_id", "'Ghost'"), ("orders", "customer_id", "NULL"), ("orders", "date", "NULL"), ("orders", "amount", "NULL"),
    ("orders", "amount", "'nan'::DOUBLE"), ("orders", "amount", "'inf'::DOUBLE"), ("orders", "direct_cost", "'nan'::DOUBLE"), ("orders", "quantity", "-1"),
    ("contacts", "contact_id", "''"), ("contacts", "contact_id", "NULL"), ("contacts", "customer_id", "'Ghost'"), ("contacts", "customer_id", "NULL"), ("contacts", "date", "NULL"), ("contacts", "channel", "'pigeon'"),
    ("contacts", "direction", "'up'"), ("contacts", "minutes", "-1"), ("contacts", "answered", "2"),
    ("feedback", "feedback_id", "''"), ("feedback", "feedback_id", "NULL"), ("feedback", "customer_id", "'Ghost'"), ("feedback", "customer_id", "NULL"), ("feedback", "date", "NULL"), ("feedback", "compensation", "-1"), ("feedback", "satisfied", "3"),
    ("permissions", "customer_id", "'Ghost'"), ("permissions", "customer_id", "NULL"), ("permissions", "channel", "'pigeon'"), ("permissions", "channel", "NULL"), ("permissions", "allowed", "NULL"), ("permissions", "allowed", "2"),
    ("permissions", "preferred", "-1"), ("permissions", "max_per_month", "-1"),
    ("campaigns", "campaign_id", "''"), ("campaigns", "campaign_id", "NULL"), ("campaigns", "channel", "'pigeon'"), ("campaigns", "cost", "-1"),
    ("trial", "campaign_id", "'Ghost'"), ("trial", "campaign_id", "NULL"), ("trial", "customer_id", "'Ghost'"), ("trial", "customer_id", "NULL"), ("trial", "treated", "NULL"), ("trial", "treated", "2"), ("trial", "responded", "2"),
    ("trial", "amount", "'nan'::DOUBLE"), ("trial", "cost", "-1"),
    ("erasures", "erased_on", "NULL"), ("erasures", "rows_removed", "-1"), ("erasures", "rows_removed", "NULL"), ("erasures", "months_kept", "-1"), ("erasures", "months_kept", "NULL"),
]  # fmt: skip


def insert(connection, table, values):
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})")


@pytest.mark.parametrize("table", GOOD)
def test_the_schema_takes_a_good_row_once(raw, table):
    insert(raw, table, GOOD[table])

    with pytest.raises(duckdb.ConstraintException):
        insert(raw, table, GOOD[table])


@pytest.mark.parametrize(("table", "column", "value"), BAD)
def test_the_schema_refuses_a_bad_cell_whoever_writes_it(raw, table, column, value):
    with pytest.raises(duckdb.ConstraintException):
        insert(raw, table, GOOD[table] | {column: value})


def test_every_check_and_every_reference_of_the_schema_has_a_bad_cell_here():
    tried = {(table, column) for table, column, _ in BAD}
    needed = {(kind.name, column) for kind in database.kinds().values() for column in (*kind.references, *kind.required)}
    needed |= {(kind.name, columns[0]) for kind in database.kinds().values() for columns, _ in kind.checks}

    assert set() == needed - tried
