"""What a person may ask for: to be forgotten, to be told everything; and a copy for class that names nobody."""
import csv
import hashlib
import hmac
import io
import json
import os

import pandas as pd
import pytest

from crmlab import database

HERS = ("Nguyễn Thị An", "0912345678", "c An", "An Nguyen", "1990-05-17", "thích trà sen", "an@moc.vn", "12 Hàng Bài", "zalo-cua-an")
KEY = "0123456789abcdef-secret"


@pytest.fixture
def known(shop):
    """The shop, where more is known of An, in every table and in a column of the firm's own."""
    shop.load("customers", pd.DataFrame({"customer_id": ["An"], "email": ["an@moc.vn"], "address": ["12 Hàng Bài"], "zalo": ["zalo-cua-an"], "=risky": ["=1+1"]}), replace=True)
    shop.load("inactive", pd.DataFrame({"customer_id": ["An"], "active_until": ["2025-05-01"], "exit_reason": ["+84 moved"]}))
    shop.load("prospects", pd.DataFrame({"prospect_id": ["P9"], "customer_id": ["An"], "name": ["Nguyễn Thị An"]}))
    return shop


def bytes_near(path):
    """All bytes of all files of the folder, one after another."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def test_her_bytes_are_there_before_and_gone_after(known, path):
    known.load("customers", pd.DataFrame({"customer_id": ["Chi"], "note": ["bạn cũ"]}), replace=True)  # whose note had mentioned her
    assert [] == [word for word in HERS if word.encode() not in bytes_near(path)]
    done = known.erase("An", on="2026-01-05")
    known.close()

    assert [] == [word for word in HERS if word.encode() in bytes_near(path)]
    assert [path.name] == os.listdir(path.parent)
    assert done.mentions == ()


def test_her_rows_are_gone_everybody_elses_stay_and_the_money_adds_up(known, tables):
    before = {name: known.table(name) for name in tables}
    done = known.erase("An", on="2026-01-05")

    for name, table in before.items():
        after = known.table(name)
        assert not (after == "An").any().any(), name
        columns = [column for column in ("customer_id", "prospect_id") if column in table]
        others = table[~table[columns].isin(["An", "P9"]).any(axis=1)]
        left = after[~after.get("customer_id", pd.Series("", index=after.index)).fillna("").str.startswith("erased-")]
        pd.testing.assert_frame_equal(others.dropna(axis=1, how="all").reset_index(drop=True), left.dropna(axis=1, how="all").reset_index(drop=True), check_dtype=False)
    assert before["orders"]["amount"].sum() == known.table("orders")["amount"].sum()
    assert done.rows == {"customers": 1, "inactive": 1, "prospects": 1, "identities": 2, "orders": 3, "contacts": 1, "feedback": 1, "permissions": 2, "trial": 1}


def test_what_is_kept_of_her_money_is_a_sum_a_month_under_an_id_made_by_chance(known):
    done = known.erase("An", on="2026-01-05")
    kept = known.table("orders").query("customer_id.str.startswith('erased-')")

    assert kept[["date", "amount"]].astype(str).to_numpy().tolist() == [["2025-01-01", "150000.5"], ["2025-03-01", "-20000.0"]]
    assert kept["direct_cost"].isna().tolist() == [True, False]  # one of the two orders of January had no known cost
    assert kept.get("product", pd.Series(dtype=object)).isna().all()
    assert done.months_kept == 2 and kept["customer_id"].nunique() == 1
    assert known.table("erasures").astype(str).to_dict("records") == [{"erasure_id": "1", "erased_on": "2026-01-05", "rows_removed": "13", "months_kept": "2"}]


def test_two_shops_that_erase_the_same_person_give_her_different_ids(known, tmp_path, tables):
    with database.open(tmp_path / "twin.duckdb") as twin:
        twin.load(tables)
        found = []
        for shop in (known, twin):
            shop.erase("An", on="2026-01-05")
            found += shop.table("customers").query("kind == 'erased'")["customer_id"].tolist()

    assert len(set(found)) == 2


def test_without_orders_nothing_is_kept(known):
    known.erase("An", on="2026-01-05", keep_orders=False)

    assert known.table("orders")["customer_id"].tolist() == ["Bình"]
    assert known.table("customers")["customer_id"].tolist() == ["Bình", "Chi"]
    assert known.table("erasures")["months_kept"].tolist() == [0]


def test_where_others_still_mention_her_is_said(known):
    done = known.erase("An", on="2026-01-05")

    assert done.mentions == (("customers", "note", 1),)
    assert "customers, column note, 1 rows" in str(done) and "13 rows" in str(done)


def test_a_prospect_can_be_erased_and_an_erased_customer_is_active_no_more(known):
    known.erase("P1", on="2026-01-05")
    known.erase("An", on="2026-01-05")

    assert known.table("prospects")["prospect_id"].tolist() == ["P2"]
    assert not known.active_customers(as_of="2025-03-08", silent_days=400)["customer_id"].str.startswith("erased").any()


def test_nobody_is_erased_or_exported_by_an_id_nobody_has(known, path, language, tmp_path):
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for refused in (lambda: known.erase("Ghost", on="2026-01-05"), lambda: known.export("Ghost", tmp_path / "out"), lambda: known.erase("An", on="hôm nay")):
        with pytest.raises(ValueError, match="Ghost|hôm nay"):
            refused()

    assert before == hashlib.sha256(path.read_bytes()).hexdigest() and not (tmp_path / "out").exists()


def test_an_export_holds_every_cell_that_is_known_of_her_and_nobody_elses(known, tmp_path, tables):
    known.export("An", tmp_path / "an")
    everything = json.loads((tmp_path / "an" / "everything.json").read_text(encoding="utf-8"))
    cells = 0
    for name in [*tables]:
        table = known.relation(name).df()
        mine = table[(table[[column for column in ("customer_id", "prospect_id") if column in table]] == "An").any(axis=1)] if "customer_id" in table else table.head(0)
        for row, told in zip(mine.to_dict("records"), everything.get(name, [{}] * len(mine))):
            for column, value in row.items():
                if not pd.isna(value):
                    cells += 1
                    assert str(value).removesuffix(" 00:00:00") == str(told[column]), (name, column)
    text = json.dumps(everything, ensure_ascii=False)

    assert cells == sum(len(row) for rows in everything.values() for row in rows) and cells > 60
    assert all(word in text for word in HERS) and "Trần Văn Bình" not in text


def test_the_csvs_open_in_excel_and_run_nothing(known, tmp_path):
    paths = known.export("An", tmp_path / "an")
    for path in paths[1:]:
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\n") == raw.count(b"\r\n")
        for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
            assert not any(cell.startswith(("=", "+", "@")) or (cell.startswith("-") and not cell[1:2].isdigit()) for cell in row), path.name
    [header, row] = csv.reader(io.StringIO((tmp_path / "an" / "customers.csv").read_text(encoding="utf-8-sig")))
    told = dict(zip(header, row))

    assert (told["name"], told["'=risky"], told["phone"]) == ("Nguyễn Thị An", "'=1+1", "0912345678")


def test_an_export_does_not_mix_with_other_files(known, tmp_path, language):
    (tmp_path / "an").mkdir()
    (tmp_path / "an" / "note.txt").write_text("x", encoding="utf-8")

    with pytest.raises(ValueError, match="an"):
        known.export("An", tmp_path / "an")


@pytest.fixture
def copy(known, tmp_path):
    """The copy for class."""
    (tmp_path / "class").mkdir()
    known.pseudonymise(tmp_path / "class" / "class.duckdb", key=KEY, keep=["loyal_since"])
    with database.open(tmp_path / "class" / "class.duckdb") as opened:
        yield opened


def test_a_copy_for_class_names_nobody(known, copy, tmp_path):
    raw = bytes_near(tmp_path / "class" / "class.duckdb")

    assert [] == [word for word in (*HERS, "Trần Văn Bình", "Vũ Dung", "+84 moved", "bạn của", "R1\0") if word.encode() in raw]
    assert sorted(copy.table("customers").columns) == ["birthday", "customer_id", "loyal_since"]
    assert sorted(copy.table("customers")["birthday"].dropna()) == ["1985", "1990"]


def test_ids_are_keyed_hashes_that_join_as_before(known, copy):
    expected = hmac.new(KEY.encode(), "customer_id:An".encode(), "sha256").hexdigest()[:16]
    here, there = known.table("orders"), copy.table("orders")

    assert expected in set(copy.table("customers")["customer_id"]) & set(there["customer_id"]) & set(copy.table("identities")["customer_id"])
    assert sorted(here["amount"]) == sorted(there["amount"])
    assert sorted(here.groupby("customer_id")["amount"].sum()) == sorted(there.groupby("customer_id")["amount"].sum())
    assert here["date"].sort_values().tolist() == there["date"].sort_values().tolist()


@pytest.mark.parametrize("key", ["k" * 16, "k" * 64, "khóa bí mật " * 9])
def test_keys_of_any_length_hash_as_the_standard_library_does(known, tmp_path, key):
    known.pseudonymise(tmp_path / "k.duckdb", key=key)
    with database.open(tmp_path / "k.duckdb") as opened:
        assert hmac.new(key.encode(), "customer_id:Bình".encode(), "sha256").hexdigest()[:16] in opened.table("customers")["customer_id"].tolist()


def test_rare_combinations_are_counted(tmp_path):
    people = pd.DataFrame({"customer_id": range(13), "birthday": ["1990-01-01"] * 6 + ["1991"] * 7, "gender": ["f"] * 6 + ["m"] * 6 + ["f"]})
    with database.open(tmp_path / "a.duckdb") as opened:
        opened.load("customers", people)
        done = opened.pseudonymise(tmp_path / "b.duckdb", key=KEY)

    assert (done.k, done.rare) == (1, 1) and "1 people" in str(done)


@pytest.mark.parametrize(("arguments", "named"), [({"key": "short"}, "16"), ({"key": KEY, "keep": ["zalo", "Ghost"]}, "Ghost")])
def test_a_weak_key_or_an_unknown_column_makes_no_copy(known, tmp_path, language, arguments, named):
    with pytest.raises(ValueError, match=named):
        known.pseudonymise(tmp_path / "c.duckdb", **arguments)

    assert not (tmp_path / "c.duckdb").exists()


def test_a_copy_never_overwrites(known, path, language):
    with pytest.raises(ValueError, match="shop.duckdb"):
        known.pseudonymise(path, key=KEY)
