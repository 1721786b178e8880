"""Active, inactive, prospect: on a day, by a rule; reasons, rhythms and fits, against slow loops and by hand."""
import datetime
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlab import database

DAY = datetime.date(2025, 1, 1)
ROWS = st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 60), st.integers(-5, 100)), min_size=1, max_size=30)


def table(rows):
    return pd.DataFrame({"customer_id": [who for who, _, _ in rows], "date": [DAY + datetime.timedelta(days=day) for _, day, _ in rows], "amount": [float(amount) for _, _, amount in rows]})


def slowly(rows, as_of, limit_of):
    """Status and pattern of everybody, customer by customer."""
    days = {}
    for who, day, _ in rows:
        if day <= as_of:
            days.setdefault(who, set()).add(day)
    gaps = {who: [b - a for a, b in zip(sorted(found), sorted(found)[1:])] for who, found in days.items()}
    usual = [statistics.fmean(some) for some in gaps.values() if some]
    found = {}
    for who in sorted(days):
        limit = limit_of(statistics.fmean(gaps[who]) if gaps[who] else statistics.median(usual) if usual else None)
        status = "unknown" if limit is None else "inactive" if as_of - max(days[who]) > limit else "active"
        regular = len(gaps[who]) >= 3 and statistics.pstdev(gaps[who]) <= 0.5 * statistics.fmean(gaps[who]) * (1 + 1e-12)
        found[who] = (status, "once" if not gaps[who] else "regular" if regular else "occasional")
    return found


@given(ROWS, st.integers(0, 70), st.sampled_from([{"silent_days": 14}, {"times": 2}, {"times": 0.5}]))
def test_who_is_agrees_with_a_slow_loop(rows, as_of, rule):
    if min(day for _, day, _ in rows) > as_of:
        with pytest.raises(ValueError, match="nobody had bought"):
            database.who_is(table(rows), as_of=DAY + datetime.timedelta(days=as_of), **rule)
        return
    limit_of = (lambda usual: 14) if "silent_days" in rule else (lambda usual: None if usual is None else rule["times"] * usual)
    found = database.who_is(table(rows), as_of=DAY + datetime.timedelta(days=as_of), **rule)

    assert slowly(rows, as_of, limit_of) == {who: (status, pattern) for who, status, pattern in found[["customer_id", "status", "pattern"]].to_numpy()}


def test_who_is_by_hand():
    rows = [("An", 0, 1), ("An", 10, 1), ("An", 20, 1), ("An", 30, 1), ("Bình", 5, 1), ("Chi", 0, 1), ("Chi", 2, 1), ("Dũng", 0, 1), ("Dũng", 4, 1), ("Dũng", 8, 1), ("Dũng", 24, 1)]
    found = database.who_is(table(rows), as_of="2025-02-10", times=2).set_index("customer_id")

    assert found.loc["An", ["purchases", "active_days", "usual_gap", "silent", "limit", "status", "pattern"]].tolist() == [4, 30, 10, 10, 20, "active", "regular"]
    assert found.loc["Bình", ["active_days", "silent", "limit", "status", "pattern"]].tolist() == [0, 35, 16, "inactive", "once"]  # others' gaps are 10, 2 and 8: 8 in the middle
    assert found.loc["Chi", ["silent", "limit", "status", "pattern"]].tolist() == [38, 4, "inactive", "occasional"]
    assert found.loc["Dũng", ["usual_gap", "pattern"]].tolist() == [8, "occasional"]  # gaps 4, 4, 16: their deviation is 0.71 of their mean


@pytest.mark.parametrize("rule", [{}, {"times": 2, "silent_days": 30}])
def test_exactly_one_rule_is_named(rule, language):
    with pytest.raises(ValueError, match="silent_days=180.*times=3"):
        database.who_is(table([("A", 0, 1)]), as_of="2025-02-01", **rule)


def test_reasons_for_leaving_are_a_pareto_table():
    left = pd.DataFrame({"exit_reason": ["price", "service", "price", None, "moved", "price", "service"], "value": [1, 10, 1, 5, 2, 1, 10]})

    by_heads = database.churn_reasons(left)
    assert by_heads["reason"].tolist()[:3] == ["price", "service", "moved"]
    np.testing.assert_allclose(by_heads[["customers", "share", "cumulative_share"]].to_numpy(dtype=float), [[3, 3 / 6, 3 / 6], [2, 2 / 6, 5 / 6], [1, 1 / 6, 1], [1, np.nan, np.nan]])
    by_money = database.churn_reasons(left, value="value")
    assert by_money["reason"].tolist()[:3] == ["service", "price", "moved"]
    np.testing.assert_allclose(by_money["share"].tolist()[:3], [20 / 25, 3 / 25, 2 / 25])


@pytest.mark.parametrize(("bad", "named"), [(pd.DataFrame({"reason": [1]}), "exit_reason"), (pd.DataFrame({"exit_reason": []}), "inactive"), (5, "int")])
def test_reasons_of_a_bad_table_are_refused(bad, named, language):
    with pytest.raises(ValueError, match=named):
        database.churn_reasons(bad)


PARTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 10), max_size=6)


@given(PARTS, st.sets(st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_a_fit_is_a_share_and_one_more_part_never_makes_it_worse(need, product, more):
    fit = database.fit_score(need, product)

    assert np.isnan(fit) if not sum(need.values()) else 0 <= fit <= 1 + 1e-12
    assert np.isnan(fit) or database.fit_score(need, product | {more}) >= fit - 1e-12
    assert not sum(need.values()) or database.fit_score(need, list(need)) == pytest.approx(1)
    assert np.isnan(fit) or database.fit_score(need, product, must=[more]) == (fit if more in product else 0)


def test_prospects_get_the_products_that_meet_their_need_best_first():
    prospects = pd.DataFrame({"prospect_id": ["P2", "P1"], "need": ["giao hàng+gói quà", None]})
    offers = pd.DataFrame({"offer": ["B", "A", "C"], "modules": ["giao hàng", "gói quà+hóa đơn", "giao hàng+gói quà"]})
    found = database.prospect_fits(prospects, offers)

    assert found["offer"].tolist() == ["C", "A", "B", "A", "B", "C"]
    assert found["missing"].tolist()[:3] == ["", "giao hàng", "gói quà"] and found["fit"].tolist()[:3] == [1, 0.5, 0.5]
    assert found["fit"].isna().tolist()[3:] == [True] * 3


@pytest.mark.parametrize("bad", [lambda: database.fit_score(5, "a"), lambda: database.fit_score({"a": "nhiều"}, "a"), lambda: database.fit_score({"a": -1}, "a"), lambda: database.fit_score("a", {"a": 2})])
def test_a_need_or_product_that_is_none_is_refused(bad, language):
    with pytest.raises(ValueError, match="prospect_need|product"):
        bad()


def test_active_inactive_and_prospects_of_the_shop_on_a_day(shop):
    active = shop.active_customers(as_of="2025-03-10", silent_days=60)
    an = active.set_index("customer_id").loc["An"]
    gone = shop.inactive_customers(as_of="2025-12-01", silent_days=60).set_index("customer_id")

    assert active["customer_id"].tolist() == ["An"]  # Bình's last order is younger than 60 days, but it is recorded that he left
    assert (an["name"], an["purchases"], an["contacts"], an["last_contact"]) == ("Nguyễn Thị An", 3, 1, pd.Timestamp("2025-02-01"))
    assert gone.index.tolist() == ["An", "Bình"]
    assert gone.loc["Bình", ["acquisition_channel", "active_days", "pattern", "exit_reason"]].tolist() == ["giới thiệu", 0, "once", "price"]
    assert gone.loc["An", ["active_days", "pattern"]].tolist() == [61, "occasional"] and pd.isna(gone.loc["An", "exit_reason"])
    assert shop.inactive_customers()["customer_id"].tolist() == ["Bình"]


def test_before_he_left_he_was_active_and_a_prospect_is_one_from_the_day_she_was_found(shop):
    shop.load("prospects", pd.DataFrame({"prospect_id": ["P3"], "customer_id": ["An"], "found_on": ["2024-12-01"]}))

    assert shop.prospects(as_of="2025-01-01")["prospect_id"].tolist() == ["P3"]
    assert shop.prospects(as_of="2025-04-01")["prospect_id"].tolist() == ["P1"]
    assert shop.prospects()["prospect_id"].tolist() == ["P1", "P2"]
    assert "Bình" not in shop.active_customers(as_of="2025-02-01")["customer_id"].tolist()  # left on that very day
    assert shop.active_customers(as_of="2025-01-25", silent_days=60)["customer_id"].tolist() == ["An"]
