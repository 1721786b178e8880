"""MVC, MGC, BZ and migrator: everybody exactly one, by the rule as it is written."""
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import differentiate

COMPOSITIONS = {"WE-203": "test_the_rule_of_the_four_types_customer_by_customer"}

# ten customers: one place for an MVC, two for the largest gaps
TEN = pd.DataFrame(
    {
        "customer_id": list("ABCDEFGHIJ"),
        "actual_value": [900, 500, 400, 300, 200, 100, 50, 0, -20, -80],
        "potential_value": [1_000, 1_400, 500, 310, 900, 120, 60, 0, 30, -10],
    }
)
RULE = dict(zip("ABCDEFGHIJ", ["MVC", "MGC", "migrator", "migrator", "MGC", "migrator", "migrator", "migrator", "migrator", "BZ"]))


def types(table, **changed):
    return differentiate.value_types(table, **changed).set_index("customer_id")["value_type"].to_dict()


def test_the_rule_of_the_four_types_customer_by_customer():
    """WE-203: I loses money today but could earn (no BZ); J loses whatever is done; B and E have the two largest gaps."""
    assert RULE == types(TEN)


def slow_types(rows, top_share=0.10, growth_share=0.20):
    """One customer at a time, counting those ahead of her."""
    found, known = {}, [row for row in rows if row[2] is not None]
    for name, now, best in rows:
        ahead = sum((other, -place) > (now, -name) for place, other, _ in rows)
        if now < 0 and not (best is not None and best > 0):
            found[name] = "BZ"
        elif ahead < math.floor(top_share * len(rows) + 0.5) and now > 0:
            found[name] = "MVC"
        elif best is not None and best > now and sum((b - a, -place) > (best - now, -name) for place, a, b in known) < math.floor(growth_share * len(known) + 0.5):
            found[name] = "MGC"
        else:
            found[name] = "migrator"
    return found


rows = st.lists(st.tuples(st.integers(-50, 200), st.none() | st.integers(-60, 300)), min_size=1, max_size=60)


@settings(derandomize=True, max_examples=150)
@given(rows)
def test_everybody_gets_the_one_type_of_the_slow_rule(values):
    named = [(place, now, best) for place, (now, best) in enumerate(values)]
    table = pd.DataFrame(named, columns=["customer_id", "actual_value", "potential_value"]).astype({"potential_value": float})

    assert slow_types(named) == types(table)
    assert slow_types(named) == types(table.sample(frac=1, random_state=1))


def test_without_a_known_potential_actual_value_alone_decides():
    found = types(TEN.assign(potential_value=np.nan))

    assert "MVC" == found["A"]
    assert {"I", "J"} == {name for name, kind in found.items() if kind == "BZ"}
    assert "MGC" not in found.values()


def test_who_is_at_the_top_without_earning_anything_is_no_mvc():
    losses = TEN.assign(actual_value=-1.0, potential_value=5.0)

    assert "MVC" not in types(losses).values()


def test_who_has_nothing_left_to_win_is_no_mgc():
    settled = TEN.assign(potential_value=TEN["actual_value"])

    assert "MGC" not in types(settled, growth_share=1).values()


def test_the_rows_keep_their_order_and_the_gap_is_shown():
    backwards = differentiate.value_types(TEN.iloc[::-1])

    assert TEN["customer_id"].tolist()[::-1] == backwards["customer_id"].tolist()
    assert (backwards["potential_value"] - backwards["actual_value"]).tolist() == backwards["unrealised_value"].tolist()


def test_the_shares_are_arguments():
    found = list(types(TEN, top_share=0.3, growth_share=0).values())

    assert 3 == found.count("MVC") and 0 == found.count("MGC")


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: types(TEN, top_share=10), "top_share"),
        (lambda: types(TEN, growth_share=-1), "growth_share"),
        (lambda: types(pd.concat([TEN, TEN])), "'A'"),
        (lambda: types(TEN.drop(columns="potential_value")), "'potential_value'"),
        (lambda: types(TEN.assign(actual_value=np.nan)), "actual_value"),
    ],
    ids=range(5),
)
def test_what_cannot_be_meant_is_refused(refused, says, language):
    with pytest.raises(ValueError, match=says):
        refused()
