"""Linking: found and wrong pairs on Mộc's records, the same result every time, and small tables that must not break it."""
import logging
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from crmlab import datasets, identify, words
from crmlab.identify import clusters, comparing, learning


@pytest.fixture(scope="module")
def firm():
    return datasets.load("moc_records")


@pytest.fixture(scope="module")
def few(firm):
    """400 records, among them many of the same people: those whose numbers end alike."""
    return firm[firm["phone"].str[-1:].isin(["3", "7"])].head(400)


@pytest.fixture(scope="module")
def few_links(few):
    words.use("en")
    return identify.link(few)


def shares(links, truth):
    """Precision and recall over all pairs of records."""
    both = links.merge(truth, on="record_id")
    pairs = {key: (size * (size - 1) // 2).sum() for key in ("customer_id", "person_id", "both") for size in [both.groupby(["customer_id", "person_id"] if key == "both" else key).size()]}
    return pairs["both"] / pairs["customer_id"], pairs["both"] / pairs["person_id"]


def test_precision_and_recall_on_the_whole_firm(firm_links):
    precision, recall = shares(firm_links, datasets.load("moc_truth"))

    assert precision > 0.98 and recall > 0.82


def test_every_record_gets_one_customer_numbered_by_its_first_record(firm, firm_links):
    assert sorted(firm["record_id"]) == firm_links["record_id"].tolist()
    assert [f"C{number:05d}" for number in range(1, firm_links["customer_id"].nunique() + 1)] == firm_links["customer_id"].drop_duplicates().tolist()
    assert firm_links["confidence"].between(0, 1).all()
    assert firm_links["reason"].str.len().gt(0).all()


def test_neither_a_second_run_nor_the_order_of_rows_changes_a_byte(few, few_links):
    once = few_links.to_csv(float_format="%.17g")

    assert once == identify.link(few).to_csv(float_format="%.17g") == identify.link(few.sample(frac=1, random_state=4)).to_csv(float_format="%.17g")


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_no_thread_stays_behind(few, few_links):
    before = len(os.listdir("/proc/self/task"))
    identify.pairs(few)

    assert before >= len(os.listdir("/proc/self/task"))


def test_standardised_records_are_linked_like_raw_ones(few, few_links):
    pd.testing.assert_frame_equal(few_links, identify.link(identify.standardise(few)))


def test_the_weights_of_a_pair_add_up_to_its_probability(few):
    pairs = identify.pairs(few, threshold=0.1)
    weight = pairs.filter(like="weight_").sum(axis=1)

    assert len(pairs) > 20 and pairs["probability"].is_monotonic_decreasing
    assert np.allclose(pairs["probability"], 1 / (1 + 2.0**-weight), atol=1e-9)
    assert (pairs["record_l"] < pairs["record_r"]).all() and not pairs.duplicated(["record_l", "record_r"]).any()
    assert pairs["probability"].ge(0.1).all()


def test_a_higher_threshold_only_leaves_out_pairs(few):
    all_pairs, sure = identify.pairs(few, threshold=0.2), identify.pairs(few, threshold=0.95)

    assert set(zip(sure["record_l"], sure["record_r"], strict=True)) <= set(zip(all_pairs["record_l"], all_pairs["record_r"], strict=True))
    assert sure["probability"].tolist() == all_pairs.loc[all_pairs["probability"] >= 0.95, "probability"].tolist()


FAMILY = pd.DataFrame(
    [
        ("R1", "Nguyễn Văn Hùng", "0912345678", "12 Lê Lợi, Q1, TPHCM", "1960-03-02"),
        ("R2", "nguyen van hung", "+84 912 345 678", "12 Le Loi, quan 1, HCM", "02/03/1960"),
        ("R3", "Trần Thị Thu Mai", "0912 345 678", "12 Lê Lợi, Q.1, TP.HCM", "1964-11-20"),
        ("R4", "Nguyễn Mỹ Duyên", "0912345678", "12 Lê Lợi, Q1, TPHCM", "1994-05-06"),
        ("R5", None, "0912345678", None, None),
    ],
    columns=["record_id", "name", "phone", "address", "birthday"],
)


def test_a_shared_telephone_does_not_make_a_family_one_customer():
    customer = identify.link(FAMILY).set_index("record_id")["customer_id"]

    assert customer["R1"] == customer["R2"]
    assert 3 == customer[["R1", "R3", "R4"]].nunique()


def test_the_reason_is_a_sentence_in_the_language_in_use(language):
    reason = identify.link(FAMILY.head(2))["reason"].iloc[0]

    assert {"vi": "cùng khách với R2: tên chỉ khác vì một bên gõ không dấu; cùng số điện thoại", "en": "the same customer as R2: same name, typed without marks on one side; same telephone"}[words.language()] in reason


def test_old_and_new_numbers_meet():
    records = pd.DataFrame({"record_id": [1, 2, 3], "name": ["Lê Thị Hồng Nga"] * 2 + ["Võ Minh Trí"], "phone": ["0168 234 5678", "0382345678", "0903111222"]})

    assert ["C00001", "C00001", "C00002"] == identify.link(records)["customer_id"].tolist()


@pytest.mark.parametrize("size", [0, 1, 2, 10])
def test_small_tables(firm, size):
    records = firm.head(size)
    links, pairs = identify.link(records), identify.pairs(records)

    assert size == len(links) and ["record_id", "customer_id", "confidence", "reason"] == list(links.columns)
    assert ["record_l", "record_r", "probability", "reason", "weight_start", "weight_name", "weight_phone"] == list(pairs.columns[:7])


def test_empty_columns_and_unknown_cells_say_nothing():
    nothing = pd.DataFrame({"record_id": ["a", "b", "c"], "name": [None] * 3, "phone": [np.nan] * 3})
    unread = pd.DataFrame({"record_id": ["a", "b", "c"], "name": ["khách lẻ"] * 3, "phone": ["0000000000"] * 3})

    assert 3 == identify.link(nothing)["customer_id"].nunique() == identify.link(unread)["customer_id"].nunique()
    assert 0 == len(identify.pairs(nothing)) == len(identify.pairs(unread))


def test_one_source_only(firm):
    one = firm[firm["source"] == "till"].head(300)

    assert 300 == len(identify.link(one))


def test_any_table_can_be_linked_by_the_kinds_of_its_columns():
    people = pd.DataFrame(
        {"record_id": range(6), "first name": ["anna", "ana", "peter", "maria", "john", None], "born on": ["1990-02-01", "1990-02-01", "1980-01-05", "1971-07-07", "1969-12-12", None], "card": ["A123456", "A123456", "B999111", "C777222", None, None]}
    )
    kinds = {"first name": "text", "born on": "date", "card": "code"}

    assert ["C00001", "C00001", "C00002", "C00003", "C00004", "C00005"] == identify.link(people, kinds=kinds)["customer_id"].tolist()
    assert "weight_first name" in identify.pairs(people, kinds=kinds)


def test_linking_is_quiet_and_leaves_nothing(few, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    root = list(logging.getLogger().handlers)
    identify.link(few.head(60))

    assert ("", "") == capfd.readouterr()
    assert [] == list(tmp_path.iterdir()) and root == logging.getLogger().handlers


def test_importing_loads_neither_splink_nor_duckdb():
    code = "import sys, crmlab.identify; print([name for name in ('splink', 'duckdb', 'tqdm') if name in sys.modules])"

    assert "[]" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_without_splink_it_says_what_to_type(few, monkeypatch, language):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(ValueError, match="pip install splink"):
        identify.link(few)


REFUSED = [
    (lambda records: identify.link(pd.concat([records, records])), {"vi": "một dòng cho mỗi record_id", "en": "one row per record_id"}),
    (lambda records: identify.link(records, threshold=90), {"vi": "threshold phải là một số từ 0.01 đến 1", "en": "threshold must be a number from 0.01 to 1"}),
    (lambda records: identify.link(records, threshold=0), {"vi": "nhưng bạn gõ 0. Hãy gõ threshold=0.9.", "en": "but got 0. Type threshold=0.9."}),
    (lambda records: identify.pairs(records, threshold=-0.1), {"vi": "threshold phải là một số từ 0 đến 1", "en": "threshold must be a number from 0 to 1"}),
    (lambda records: identify.link(records, kinds={"name": "tên"}), {"vi": "kinds chỉ nhận các loại", "en": "kinds takes these kinds"}),
    (lambda records: identify.link(records, kinds={"tên": "name"}), {"vi": "'tên'", "en": "'tên'"}),
    (lambda records: identify.link(records[["record_id", "source"]]), {"vi": "ít nhất một cột", "en": "at least one of the columns"}),
]


@pytest.mark.parametrize(("call", "sentence"), REFUSED)
def test_what_is_refused(few, call, sentence, language):
    with pytest.raises(ValueError) as refusal:
        call(few)

    assert sentence[words.language()] in str(refusal.value)


def test_groups_are_divided_where_the_average_speaks_against_them():
    """One record with only the telephone is like both, who contradict each other."""
    assert [[0, 2], [1]] == sorted(map(sorted, clusters.split([0, 1, 2], {(0, 1): -9.0, (0, 2): 6.0, (1, 2): 5.0})))
    assert [[0, 1, 2]] == sorted(map(sorted, clusters.split([0, 1, 2], {(0, 1): 2.0, (0, 2): 6.0, (1, 2): 5.0})))
    assert [[0], [1]] == sorted(map(sorted, clusters.split([0, 1], {(0, 1): -1.0})))


def test_the_model_learns_what_was_put_into_the_pairs():
    """Pairs drawn from known shares: expectation and maximisation find them again."""
    rng = np.random.default_rng(1)
    comparisons = [(kind, comparing.LEVELS["code"]) for kind in ("a", "b", "c")]
    m, u = [0.7, 0.2, 0.1], [0.001, 0.009, 0.99]
    patterns = np.concatenate([rng.choice(3, (4_000, 3), p=m), rng.choice(3, (400_000, 3), p=u)])
    levels, counts = np.unique(patterns, axis=0, return_counts=True)
    size = int((1 + (1 + 8 * len(patterns)) ** 0.5) / 2)
    model = learning.learn(comparisons, size, (levels, counts.astype(float)), (np.empty((0, 3), dtype=int), np.empty(0)))

    assert np.allclose(model.m, [m] * 3, atol=0.02) and np.allclose(model.u, [u] * 3, atol=0.001)
    assert abs(model.share - 4_000 / 404_000) < 0.001


def test_a_model_without_pairs_is_what_was_assumed():
    comparisons = [("a", comparing.LEVELS["name"])]
    nothing = (np.empty((0, 1), dtype=int), np.empty(0))

    assert learning.start(comparisons, 10) == learning.learn(comparisons, 10, nothing, nothing)


@pytest.mark.parametrize("kind", comparing.LEVELS)
def test_assumed_shares_are_shares(kind):
    levels = comparing.LEVELS[kind]

    assert abs(sum(level.u for level in levels) - 1) < 0.05 and abs(sum(level.m for level in levels) - 1) < 0.05
    assert "ELSE" == levels[-1].sql
    weights = [np.log2(level.m / level.u) for level in levels]
    assert weights[0] > 0 > weights[-1], "agreement speaks for, disagreement against"
