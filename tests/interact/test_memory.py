"""Memory: what each transaction adds, what a profile holds, and the guess "the same as usual?"."""
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import interact

ORDERS = pd.DataFrame({
    "customer_id": ["An"] * 5 + ["Bình"] * 2,
    "date": ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-01-01", "2025-02-01"],
    "product": ["sen", "nhài", "sen", "sen", "nhài", "ô long", "ô long"],
})  # fmt: skip
RECORDS = pd.DataFrame({
    "customer_id": ["An", "An", "An", "Bình"],
    "recorded_on": ["2024-05-01", "2023-01-01", "2025-01-01", "2025-01-01"],
    "phone": ["", "0903", None, "0912"],
    "email": ["an@", None, None, "b@"],
})  # fmt: skip


@given(st.integers(1, 60), st.floats(0, 1))
def test_the_gains_of_all_transactions_add_up_to_what_is_kept(transactions, rate):
    gains = interact.memory_gain(np.arange(1, transactions + 1), rate)

    assert interact.memory_kept(transactions, rate) == pytest.approx(float(np.sum(gains)))


@given(st.floats(0.01, 0.99), st.integers(1, 30))
def test_each_transaction_teaches_less_than_the_one_before(rate, transaction):
    assert interact.memory_gain(transaction + 1, rate) < interact.memory_gain(transaction, rate)


def test_before_the_first_transaction_nothing_is_known_and_a_perfect_learner_knows_all_after_one():
    assert (0, 1, 0) == (interact.memory_kept(0, 0.3), interact.memory_kept(1, 1), interact.memory_kept(9, 0))


def test_a_bargain_is_fair_where_the_gain_is_zero():
    assert 0 == interact.explicit_bargain(12_000, 4, 2_000, 4_000)
    assert -1_000 == interact.explicit_bargain(11_000, 4, 2_000, 4_000)
    assert [2_000, -2_000] == interact.explicit_bargain(10_000, pd.Series([4, 6]), 2_000).tolist()


def test_a_profile_only_grows():
    grown = interact.profile_growth(RECORDS, fields=["phone", "email"])

    assert [0.5, 1.0, 1.0] == grown.loc[grown["customer_id"] == "An", "completeness"].tolist()
    assert [1, 2, 3] == grown.loc[grown["customer_id"] == "An", "nth"].tolist()
    assert len(RECORDS) == len(grown)
    pd.testing.assert_frame_equal(grown, interact.profile_growth(RECORDS[::-1], fields=["phone", "email"]))


def test_the_usual_is_what_was_bought_most_before_and_of_equals_the_newest():
    found = interact.remembered(ORDERS).set_index("customer_id")

    assert ["", "sen", "nhài", "sen", "sen"] == found.loc["An", "usual"].fillna("").tolist()
    assert [0.0, 0.0, 1.0, 0.0] == found.loc["An", "right"].tolist()[1:]
    assert 1.0 == found.loc["Bình", "right"].iloc[1] and np.isnan(found.loc["Bình", "right"].iloc[0])


def slow_usual(products):
    """The same rule written differently: count all before, then look for the newest of the most frequent."""
    if not products:
        return ""
    most = max(products.count(one) for one in products)
    return next(one for one in reversed(products) if products.count(one) == most)


@given(st.lists(st.tuples(st.sampled_from("XYZ"), st.integers(0, 300), st.sampled_from("abc")), min_size=1, max_size=40, unique_by=lambda row: row[:2]))
def test_the_usual_agrees_with_a_slow_count(rows):
    orders = pd.DataFrame(rows, columns=["customer_id", "day", "product"])
    orders["date"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(orders["day"], unit="D")
    for _, bought in interact.remembered(orders).groupby("customer_id"):
        products = bought["product"].tolist()
        assert [slow_usual(products[:row]) for row in range(len(products))] == bought["usual"].fillna("").tolist()


@pytest.mark.parametrize("call", [
    lambda: interact.memory_kept(-1, 0.3),
    lambda: interact.memory_kept(2, 30),
    lambda: interact.memory_gain(0, 0.3),
    lambda: interact.explicit_bargain(-1, 1, 1),
    lambda: interact.profile_growth(RECORDS, fields=[]),
    lambda: interact.profile_growth(RECORDS, fields=["tax_code"]),
    lambda: interact.remembered(ORDERS.drop(columns="product")),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, language):
    with pytest.raises(ValueError):
        call()
