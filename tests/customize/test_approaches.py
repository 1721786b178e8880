"""Four kinds of mass customization."""
import numpy as np
import pandas as pd
import pytest

from crmlab import customize, words

COMPOSITIONS = {"WE-205": "test_the_four_firms_of_gilmore_and_pine_are_the_four_kinds"}
# product changed, representation changed, firm: as printed by Gilmore & Pine (WE-205)
PRINTED = {"collaborative": (1, 1, "Paris Miki"), "adaptive": (0, 0, "Lutron"), "cosmetic": (0, 1, "Planters"), "transparent": (1, 0, "ChemStation")}


@pytest.mark.parametrize("name", PRINTED)
def test_the_four_firms_of_gilmore_and_pine_are_the_four_kinds(name):
    product, representation, firm = PRINTED[name]
    table = customize.approach_examples().set_index("approach")

    assert name == customize.approach(product, representation) == customize.approach(bool(product), bool(representation))
    assert (firm, product, representation) == tuple(table.loc[name, ["firm", "product_changed", "representation_changed"]])


def test_a_series_keeps_its_index_and_the_unknown_stays_unknown():
    found = customize.approach(pd.Series([1, 0, np.nan], index=["a", "b", "c"]), 0)

    assert ["transparent", "adaptive"] == found[["a", "b"]].tolist() and pd.isna(found["c"])
    assert pd.isna(customize.approach(float("nan"), True))


def test_a_list_and_a_series_in_second_place_keep_their_form():
    assert ["collaborative", "cosmetic"] == customize.approach([1, 0], [1, 1]).tolist()
    assert ["x", "y"] == customize.approach(1, pd.Series([1, 0], index=["x", "y"])).index.tolist()


def test_examples_speak_the_readers_language():
    said = {}
    for language in words.LANGUAGES:
        words.use(language)
        said[language] = customize.approach_examples()

    assert not (said["vi"][["dialogue", "example"]] == said["en"][["dialogue", "example"]]).any(axis=None)
    assert said["vi"].drop(columns=["dialogue", "example"]).equals(said["en"].drop(columns=["dialogue", "example"]))


@pytest.mark.parametrize("arguments", [(2, 0), ("yes", 1), ([1, 0], [1, 0, 1]), (None, 1)])
def test_anything_but_true_or_false_is_refused(arguments, language):
    with pytest.raises(ValueError, match="product_changed|representation_changed"):
        customize.approach(*arguments)
