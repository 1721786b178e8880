"""The file: opened, shared, locked, killed, interrupted; it holds what was committed, and nothing of what was not."""
import contextlib
import hashlib
import multiprocessing
import os
import random
import subprocess
import sys
import time

import duckdb
import pandas as pd
import pytest

from crmlab import database
from crmlab.database import file as files
from crmlab.database import loading


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def python(code, *arguments):
    return subprocess.Popen([sys.executable, "-c", "from crmlab import words; words.use('en')\n" + code, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def test_opening_reading_and_closing_change_no_byte(shop, path, tables):
    shop.close()
    before = digest(path)
    with database.open(path) as opened:
        for name in tables:
            opened.table(name)
        opened.active_customers(as_of="2025-06-01")
        opened.load(tables)  # all there already

    assert (before, [path.name]) == (digest(path), os.listdir(path.parent))


def test_a_file_keeps_everything_when_it_is_opened_again(shop, path, tables):
    rows = shop.tables()
    shop.close()
    with database.open(str(path)) as again:
        pd.testing.assert_frame_equal(rows, again.tables())


def test_in_memory_nothing_stays(tables):
    with database.open(":memory:") as opened:
        opened.load(tables)
        folder = opened._file.path.parent
        assert len(opened.table("orders")) == 4

    assert not folder.exists()


@pytest.mark.parametrize("content", [b"", b"hello" * 3000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content, language):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"notes\.txt.*DuckDB.*database\.open"):
        database.open(path)

    assert (content, ["notes.txt"]) == (path.read_bytes(), os.listdir(tmp_path))


def test_a_folder_or_a_path_into_no_folder_is_refused(tmp_path, language):
    for path in (tmp_path, tmp_path / "nowhere" / "shop.duckdb"):
        with pytest.raises(ValueError, match=r"database\.open\("):
            database.open(path)


def test_another_database_and_another_version_are_refused(path, language):
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (i INT)")
    with pytest.raises(ValueError, match="crmlab"):
        database.open(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_version (version INT); INSERT INTO schema_version VALUES (99)")
    with pytest.raises(ValueError, match="99.*1"):
        database.open(path)


def test_several_programs_may_read_at_once_but_only_alone_may_one_write(shop, path, tables, language):
    reader = python("import sys; from crmlab import database; db = database.open(sys.argv[1]); print(len(db.table('orders')), flush=True); sys.stdin.read()", path)
    assert reader.stdout.readline() == "4\n"
    before = digest(path)
    with pytest.raises(ValueError, match=r"db\.close\(\)"):
        shop.load("customers", pd.DataFrame({"customer_id": ["Dũng"]}))
    reader.kill()
    reader.wait()

    assert before == digest(path)
    assert shop.load("customers", pd.DataFrame({"customer_id": ["Dũng"]})).new == {"customers": 1}


def test_a_second_program_is_told_when_another_one_is_writing(shop, path, language):
    shop.close()
    writer = duckdb.connect(str(path))
    with pytest.raises(ValueError, match=r"db\.close\(\)"):
        subprocess_open(path)
    writer.close()


def subprocess_open(path):
    """Open it in another process and raise what it says."""
    found = python("import sys; from crmlab import database\ntry: database.open(sys.argv[1])\nexcept ValueError as error: sys.exit(str(error))", path)
    raise ValueError(found.communicate()[1])


def test_what_another_program_changed_is_seen(shop, path):
    change = "import sys, pandas as pd; from crmlab import database; db = database.open(sys.argv[1]); db.load('customers', pd.DataFrame({'customer_id': ['Dũng']})); db.close()"
    shop.close()
    shop = database.open(path)
    shop._file.connection.execute("DETACH db")  # as if this one had not been reading at that moment
    done = python(change, path)
    assert (done.wait(), done.communicate()[1]) == (0, "")

    assert "Dũng" in shop.table("customers")["customer_id"].tolist()
    shop.close()


KILLED = """
import pandas as pd, numpy as np
from crmlab import database
rows = 6_000
k = np.arange(rows)
orders = pd.DataFrame({"order_id": [f"N{i}" for i in k], "customer_id": [f"K{i % 500}" for i in k], "date": pd.Timestamp("2025-01-01"), "amount": k * 1.0})
db = database.open(path)
said.send("ready")
for part in range(6):
    some = orders[part * 1_000 : (part + 1) * 1_000]
    db.load({"customers": some[["customer_id"]].drop_duplicates(), "orders": some})
    said.send(part)
"""


def killed_after(seconds, path, context):
    """How many loads a program had seen committed when it was killed, so long after it began to load."""
    hears, said = context.Pipe(duplex=False)
    running = context.Process(target=exec, args=(KILLED, {"path": str(path), "said": said}))
    running.start()
    said.close()
    assert hears.recv() == "ready"
    time.sleep(seconds)
    running.kill()
    running.join()
    committed = 0
    with contextlib.suppress(EOFError):
        while True:
            hears.recv()
            committed += 1
    return committed


def test_a_program_killed_while_it_loads_loses_nothing_committed_and_leaves_no_half(shop, path):
    shop.close()
    chance, counts = random.Random(4), []
    context = multiprocessing.get_context("spawn" if os.name == "nt" else "forkserver")
    if os.name != "nt":
        context.set_forkserver_preload(["crmlab.database.store", "duckdb", "pandas"])
    for _ in range(12):
        copy = path.with_name("killed.duckdb")
        copy.write_bytes(path.read_bytes())
        counts.append(killed_after(chance.uniform(0, 1.2), copy, context))
        with database.open(copy) as opened:
            orders = opened.table("orders")
            found = len(orders) - 4
            assert found % 1_000 == 0 and counts[-1] * 1_000 <= found <= (counts[-1] + 1) * 1_000
            assert set(orders["customer_id"]) <= set(opened.table("customers")["customer_id"])
            opened.load("customers", pd.DataFrame({"customer_id": ["Dũng"]}))  # it can be written again, and what the killed one left is gone
        assert ["killed.duckdb", "shop.duckdb"] == sorted(os.listdir(path.parent))
    assert min(counts) < max(counts), "killed at different moments"


def test_a_log_that_another_killed_program_left_is_finished_first(shop, path):
    shop.close()
    code = "import sys, os, duckdb; c = duckdb.connect(sys.argv[1]); c.execute(\"SET checkpoint_threshold = '1 TB'\"); c.execute(\"INSERT INTO customers (customer_id) VALUES ('Dũng')\"); os.kill(os.getpid(), 9)"
    python(code, path).wait()
    assert path.with_name("shop.duckdb.wal").exists()

    with database.open(path) as opened:
        assert "Dũng" in opened.table("customers")["customer_id"].tolist()
    assert os.listdir(path.parent) == ["shop.duckdb"]


@pytest.mark.parametrize("moment", ["staging", "writing", "replacing"])
def test_ctrl_c_leaves_every_byte_as_it_was(shop, path, tables, moment, monkeypatch):
    before = digest(path)

    def pressed(*_):
        raise KeyboardInterrupt

    target = {"staging": (loading.staging, "references"), "writing": (loading, "_remember"), "replacing": (files.os, "replace")}[moment]
    with monkeypatch.context() as patch:
        patch.setattr(*target, pressed)
        with pytest.raises(KeyboardInterrupt):
            shop.load({"customers": pd.DataFrame({"customer_id": ["Dũng"], "x": [1]})})

    assert (before, ["shop.duckdb"]) == (digest(path), os.listdir(path.parent))
    assert shop.load("customers", pd.DataFrame({"customer_id": ["Dũng"]})).new == {"customers": 1}


INTERRUPTED = """
import sys, signal, threading, os, pandas as pd, numpy as np
from crmlab import database
signal.signal(signal.SIGINT, signal.default_int_handler)
k = np.arange(200_000)
orders = pd.DataFrame({"order_id": [f"N{i}" for i in k], "customer_id": "An", "date": pd.Timestamp("2025-01-01"), "amount": k * 1.0})
db = database.open(sys.argv[1])
try:
    threading.Timer(float(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    db.load("orders", orders)
    print("loaded")
except KeyboardInterrupt:
    print("interrupted", len(db.table("orders")))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
def test_a_real_ctrl_c_while_loading_leaves_the_file_as_it_was(shop, path):
    shop.close()
    before, said = digest(path), []
    for wait in (0.05, 0.4, 0.9):
        done = python(INTERRUPTED, path, wait)
        said.append(done.communicate()[0].strip())
        if said[-1] == "loaded":
            break
        assert (said[-1], before, ["shop.duckdb"]) == ("interrupted 4", digest(path), os.listdir(path.parent))

    assert "interrupted 4" in said
