"""Modules make bundles, and the need grows beyond the product."""
import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import customize

MODULES = pd.DataFrame(
    [
        ("box", 9, 15, "", "bag"),
        ("bag", 2, 3, "", ""),
        ("card", 2, 5, "box", ""),
        ("name", 4, 12, "box+card", ""),
    ],
    columns=["module", "unit_cost", "price", "requires", "excludes"],
)
OPTIONS = pd.DataFrame(
    [
        ("core", "teabags", 400, 600, 1),
        ("core", "loose", 420, 610, 0),
        ("packing", "bag", 5, 5, 1),
        ("packing", "carton", 12, 40, 0),
        ("delivery", "noon", 22, 25, 1),
        ("delivery", "early", 60, 55, 0),
        ("invoice", "each", 9, 0, 1),
        ("invoice", "quarterly", 14, 20, 0),
    ],
    columns=["part", "option", "unit_cost", "worth", "standard"],
)


def slow_bundles(modules):
    """Every subset, tried one by one against its rules."""
    rows = modules.set_index("module")
    found = set()
    for size in range(len(rows) + 1):
        for chosen in itertools.combinations(sorted(rows.index), size):
            required = {name for module in chosen for name in rows.requires[module].split("+") if name}
            excluded = {name for module in chosen for name in rows.excludes[module].split("+") if name}
            if required <= set(chosen) and not excluded & set(chosen):
                found.add(("+".join(chosen) or "none", size, sum(rows.unit_cost[list(chosen)]), sum(rows.price[list(chosen)])))
    return found


def test_the_allowed_bundles_are_those_of_a_slow_search():
    found = customize.bundles(MODULES)

    assert slow_bundles(MODULES) == set(found[["modules", "size", "unit_cost", "price"]].itertuples(index=False, name=None))
    assert ["none", "bag", "box", "box+card", "box+card+name"] == found["modules"].tolist()
    assert [0, 1, 6, 9, 17] == found["margin"].tolist()


names = st.lists(st.sampled_from("abcd"), max_size=2).map("+".join)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, names), min_size=4, max_size=4), st.permutations(range(4)))
def test_bundles_agree_with_the_slow_search_in_any_order_of_rows(rules, order):
    table = pd.DataFrame({"module": list("abcd"), "unit_cost": [1, 2, 4, 8], "price": [3, 5, 7, 9]})
    table = table.assign(requires=[one for one, _ in rules], excludes=[other for _, other in rules])
    found = customize.bundles(table.iloc[list(order)])

    assert slow_bundles(table) == set(found[["modules", "size", "unit_cost", "price"]].itertuples(index=False, name=None))


def test_free_modules_double_the_bundles_each():
    table = pd.DataFrame({"module": list("abcdefg"), "unit_cost": 1, "price": 2})

    assert [2**count for count in range(1, 8)] == [len(customize.bundles(table.head(count))) for count in range(1, 8)]


@settings(derandomize=True, max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_variants_are_as_many_as_can_be_listed(options):
    assert len(list(itertools.product(*map(range, options)))) == customize.variants(options)


@pytest.mark.parametrize("options", [[], [3, 0], [2.5, 2], 3])
def test_a_choice_without_a_whole_option_is_refused(options, language):
    with pytest.raises(ValueError, match="options"):
        customize.variants(options)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (MODULES.assign(requires=["ribbon", "", "", ""]), "ribbon"),
        (MODULES.drop(columns="price"), "price"),
        (pd.concat([MODULES, MODULES]), "box"),
        (pd.DataFrame({"module": range(16), "unit_cost": 1, "price": 2}), "16"),
    ],
)
def test_modules_that_make_no_bundles_are_refused(table, said, language):
    with pytest.raises(ValueError, match=said):
        customize.bundles(table)


def test_the_need_grows_from_core_to_bundle_to_enhanced():
    found = customize.expand_need(OPTIONS).set_index("level")

    assert ["teabags", "teabags+noon+each+bag", "teabags+noon+quarterly+carton"] == found["choice"].tolist()
    assert [1, 1, 16] == found["ways"].tolist()
    assert [400, 436, 448] == found["unit_cost"].tolist()
    assert [600, 630, 685] == found["worth"].tolist()
    assert [200, 194, 237] == found["surplus"].tolist()


def test_the_enhanced_need_is_the_best_of_all_ways():
    parts = [list(rows.itertuples()) for _, rows in OPTIONS.groupby("part")]
    most = max(sum(option.worth - option.unit_cost for option in way) for way in itertools.product(*parts))

    assert most == customize.expand_need(OPTIONS)["surplus"].iloc[-1]


def test_of_equal_options_the_cheaper_is_taken_and_the_order_of_rows_does_not_matter():
    equal = pd.concat([OPTIONS, pd.DataFrame([("packing", "crate", 40, 68, 0)], columns=OPTIONS.columns)])
    found = customize.expand_need(equal)

    assert "carton" in found["choice"].iloc[-1]
    assert found.equals(customize.expand_need(equal.iloc[::-1]))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (OPTIONS[OPTIONS["part"] != "core"], "core"),
        (OPTIONS.assign(standard=0), "core|delivery"),
        (OPTIONS.assign(standard=2), "standard"),
        (pd.concat([OPTIONS, OPTIONS.head(1)]), "teabags"),
    ],
)
def test_options_without_one_standard_each_are_refused(table, said, language):
    with pytest.raises(ValueError, match=said):
        customize.expand_need(table)
