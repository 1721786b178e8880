"""A small shop, in a file, for all tests of the database."""
import shutil

import pandas as pd
import pytest

from crmlab import database

TABLES = {
    "customers": {
        "customer_id": ["An", "Bình", "Chi"],
        "name": ["Nguyễn Thị An", "Trần Văn Bình", "Lê Chi"],
        "phone": ["0912345678", "0987654321", None],
        "birthday": ["1990-05-17", "1985", None],
        "note": ["thích trà sen", None, "bạn của Nguyễn Thị An, 0912345678"],
        "loyal_since": [2019, None, 2024],
    },
    "identities": {"source": ["till", "web", "web"], "record_id": ["R1", "R1", "R2"], "customer_id": ["An", "An", "Bình"], "name": ["c An", "An Nguyen", "Binh"], "confidence": [0.9, 0.95, 1]},
    "orders": {
        "order_id": ["D1", "D2", "D3", "D4"],
        "customer_id": ["An", "An", "Bình", "An"],
        "date": pd.to_datetime(["2025-01-05", "2025-01-20", "2025-02-01", "2025-03-07"]),
        "amount": [100_000.5, 50_000, 70_000, -20_000],
        "direct_cost": [40_000, None, 30_000, 0],
        "product": ["trà sen", "trà sen", "bánh", "trà sen"],
    },
    "contacts": {"contact_id": ["T1", "T2"], "customer_id": ["An", "Chi"], "date": ["2025-02-01", "2025-02-02"], "channel": ["phone", "email"], "direction": ["out", "in"], "answered": [1, None]},
    "permissions": {"customer_id": ["An", "An", "Bình"], "channel": ["phone", "email", "phone"], "allowed": [1, 0, 1], "preferred": [1, 0, 0], "max_per_month": [2, 0, 4]},
    "campaigns": {"campaign_id": ["tet"], "name": ["Tết"], "channel": ["email"], "sent_on": ["2025-01-10"], "cost": [500_000]},
    "trial": {"campaign_id": ["tet", "tet"], "customer_id": ["An", "Bình"], "treated": [1, 0], "responded": [1, 0], "amount": [50_000, 0]},
    "inactive": {"customer_id": ["Bình"], "acquisition_channel": ["giới thiệu"], "active_from": ["2025-02-01"], "active_until": ["2025-02-01"], "pattern": ["once"], "exit_reason": ["price"]},
    "prospects": {"prospect_id": ["P1", "P2"], "name": ["Vũ Dung", "Hồ Em"], "need": ["delivery+gift", None], "found_on": ["2025-03-01", "2025-06-01"], "fit": [0.5, None]},
    "feedback": {"feedback_id": ["F1"], "customer_id": ["An"], "date": ["2025-01-08"], "kind": ["praise"], "rating": [5]},
}


@pytest.fixture
def tables():
    """The shop's tables, new for each test."""
    return {name: pd.DataFrame(columns) for name, columns in TABLES.items()}


@pytest.fixture
def path(tmp_path):
    """Where the shop's file lies."""
    return tmp_path / "shop.duckdb"


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """The shop's file, loaded once: loading takes longer than most tests."""
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    with database.open(path) as opened:
        opened.load({name: pd.DataFrame(columns) for name, columns in TABLES.items()})
    return path


@pytest.fixture
def shop(path, loaded):
    """The shop, loaded and open; each test has a copy of its own."""
    shutil.copyfile(loaded, path)
    with database.open(path) as opened:
        yield opened
