"""Who is a customer: each rule counts other people, the unknown and the day of counting included."""
import pandas as pd
import pytest

from crmlab import differentiate

RECORDS = pd.DataFrame(
    {
        "customer_id": ["A", "A", "B", "C", "D", "E"],
        "recorded_on": pd.to_datetime(["2020-05-01", "2019-05-01", "2025-12-01", "2023-01-01", "2026-02-01", "2024-12-31"]),
    }
)
ORDERS = pd.DataFrame(
    {
        "customer_id": ["B", "B", "C", "F", "D"],
        "date": pd.to_datetime(["2025-12-05", "2025-12-31", "2023-06-30", "2025-03-01", "2026-02-01"]),
    }
)
PEOPLE = differentiate.relations(RECORDS, ORDERS, as_of="2025-12-31")


def counted(rule, people=PEOPLE, **limits):
    return set(people["customer_id"][differentiate.is_customer(people, rule, **limits)])


def test_a_relationship_begins_with_the_first_record_or_order_and_ends_on_the_day_of_counting():
    rows = PEOPLE.set_index("customer_id")

    assert ["A", "B", "C", "E", "F"] == rows.index.tolist()
    assert [2436, 30, 1095, 365, 305] == rows["relation_days"].tolist()
    assert [0, 2, 1, 0, 1] == rows["purchases"].tolist()
    assert [0, 915, 305] == rows["days_since_purchase"].dropna().loc[["B", "C", "F"]].tolist()
    assert ["A", "E"] == rows.index[rows["days_since_purchase"].isna()].tolist()


@pytest.mark.parametrize(
    ("rule", "customers"),
    [("on_file", "ABCEF"), ("bought", "BCF"), ("existing", "ABCF"), ("repeat", "B"), ("recent", "BF")],
)
def test_each_rule_counts_other_people(rule, customers):
    assert set(customers) == counted(rule)


def test_an_existing_customer_comes_in_by_either_branch():
    """S4-3: A is known for years and never bought, F bought once and is known for months; E, known for one year to the day, is neither."""
    assert {"A", "F"} < counted("existing") and "E" not in counted("existing")
    assert "E" in counted("existing", least_days=364)


def test_who_bought_long_ago_comes_back_when_the_rule_looks_further():
    assert {"B"} == counted("recent", within_days=30)
    assert {"B", "C", "F"} == counted("recent", within_days=915)
    assert {"B", "F"} == counted("recent", within_days=914)


def test_a_rule_may_be_ones_own():
    assert {"A", "C"} == counted(lambda people: people["relation_days"] > 1000)


def test_the_counts_are_those_of_the_rules_and_shares_of_all_on_file():
    counts = differentiate.customer_counts(PEOPLE)

    assert [5, 3, 4, 1, 2] == counts["customers"].tolist()
    assert [1, 0.6, 0.8, 0.2, 0.4] == pytest.approx(counts["share"].tolist())


def test_what_is_counted_once_for_ever_never_shrinks_but_the_recent_may():
    days = ["2023-12-31", "2024-12-31", "2025-12-31"]
    history = pd.DataFrame([differentiate.customer_counts(differentiate.relations(RECORDS, ORDERS, as_of=day)).set_index("rule")["customers"] for day in days])

    assert all(history[rule].is_monotonic_increasing for rule in ("on_file", "bought", "existing", "repeat"))
    assert [1, 0, 2] == history["recent"].tolist()


def test_the_order_of_rows_does_not_matter():
    shuffled = differentiate.relations(RECORDS[::-1], ORDERS.sample(frac=1, random_state=2), as_of="2025-12-31")

    pd.testing.assert_frame_equal(PEOPLE, shuffled)


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: differentiate.is_customer(PEOPLE, "members"), "on_file"),
        (lambda: differentiate.is_customer(PEOPLE, within_days=-1), "within_days"),
        (lambda: differentiate.is_customer(PEOPLE.drop(columns="purchases")), "purchases"),
        (lambda: differentiate.relations(RECORDS, ORDERS, as_of="hôm nay"), "as_of"),
        (lambda: differentiate.relations(RECORDS.drop(columns="recorded_on"), ORDERS, as_of="2025-12-31"), "recorded_on"),
    ],
    ids=range(5),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
