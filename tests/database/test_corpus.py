"""The corpus of bad files, into the database: each is loaded whole, or refused and not one byte of the database has changed."""
import hashlib
import importlib.util
import pathlib
import sys
import time

import pandas as pd
import pytest

from crmlab import database, imports

HERE = pathlib.Path(__file__).parents[1] / "imports" / "corpus.py"
spec = importlib.util.spec_from_file_location("corpus_of_imports", HERE)
corpus = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
spec.loader.exec_module(corpus)
LARGE = "two million rows"
SMALL = {name: case for name, case in corpus.CASES.items() if name != LARGE}


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """One database for all files: what is refused leaves it as it was."""
    path = tmp_path_factory.mktemp("database") / "shop.duckdb"
    with database.open(path) as opened:
        opened.load("customers", pd.DataFrame({"customer_id": ["An"], "name": ["Nguyễn Thị An"]}))
        yield opened, path


@pytest.mark.parametrize("name", SMALL)
def test_each_file_is_loaded_whole_or_changes_no_byte(standing, name, tmp_path):
    (opened, path), case = standing, SMALL[name]
    file = case.make(tmp_path)
    if case.refusal:
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        with pytest.raises(ValueError) as refused:
            opened.load("orders", imports.load(file, **case.load) if case.load else file)
        assert (before, [path.name]) == (hashlib.sha256(path.read_bytes()).hexdigest(), [other.name for other in path.parent.iterdir()])
        assert "\n" not in str(refused.value)
        return
    table = imports.load(file, **case.load)
    done = opened.load({"customers": table[["customer_id"]].drop_duplicates(), "orders": table if case.load else file}, replace=True)

    assert case.rows == done.new["orders"] + done.already_there["orders"] + done.replaced["orders"]


def test_two_million_rows_are_read_in_seconds_and_as_orders_of_nobody_change_no_byte(standing, tmp_path):
    (opened, path), file = standing, corpus.CASES[LARGE].make(tmp_path)
    before, began = path.read_bytes(), time.process_time()
    table = imports.load(file)
    used = time.process_time() - began

    assert corpus.BIG == len(table)
    assert table["amount"].sum() == sum(int(line.rsplit(";", 1)[1]) for line in file.read_text(encoding="utf-8").splitlines()[1:])
    assert used < 15, "seconds of one processor"
    with pytest.raises(ValueError, match="row 0, column 'customer_id'"):
        opened.load("orders", table)
    assert (before, [path.name]) == (path.read_bytes(), [other.name for other in path.parent.iterdir()])
