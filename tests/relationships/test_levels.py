"""Barnes' four levels of relationship."""
import itertools

import numpy as np
import pandas as pd
import pytest

from crmlab import relationships, words
from crmlab.relationships import levels

COMPOSITIONS = {"WE-103": "test_the_matrix_of_the_four_levels_is_what_the_rule_says"}


def test_the_matrix_of_the_four_levels_is_what_the_rule_says():
    """WE-103: intimate private + often; face-to-face may or may not + yes; distant some + rare; no-contact no + rarely or never."""
    matrix = {
        "intimate": [("private", "often")],
        "face_to_face": [("some", "often"), ("none", "often")],
        "distant": [("some", "rarely")],
        "no_contact": [("none", "rarely"), ("none", "never")],
    }

    for level, answers in matrix.items():
        assert [level] * len(answers) == [relationships.barnes_level(data, meeting) for data, meeting in answers]


def test_every_pair_of_answers_has_exactly_one_level():
    pairs = list(itertools.product(levels.PERSONAL_DATA, levels.DIRECT_INTERACTION))
    found = relationships.barnes_level([data for data, _ in pairs], [meeting for _, meeting in pairs])

    assert 9 == len(found)
    assert set(relationships.LEVELS) == set(found)
    assert "distant" == relationships.barnes_level("private", "never"), "data that nobody uses are still a thread"


def test_lists_arrays_and_series_keep_their_shape_and_the_unknown_stays_unknown():
    table = pd.DataFrame({"data": ["none", None, "some"], "meeting": ["often", "never", np.nan]}, index=["a", "b", "c"])
    found = relationships.barnes_level(table["data"], table["meeting"])

    assert ["a", "b", "c"] == found.index.tolist()
    assert "face_to_face" == found["a"] and found[["b", "c"]].isna().all()
    assert isinstance(relationships.barnes_level(["none"], ["often"]), np.ndarray)
    assert np.isnan(relationships.barnes_level(None, "often"))


def test_twelve_situations_cover_all_four_levels(language):
    table = relationships.vignettes()
    found = relationships.barnes_level(table["personal_data"], table["direct_interaction"])

    assert 12 == len(table) == table["vignette"].nunique()
    assert {"intimate": 3, "face_to_face": 3, "distant": 3, "no_contact": 3} == found.value_counts().to_dict()


def test_the_table_of_levels_says_what_is_the_textbooks_and_what_is_not():
    table = relationships.barnes_levels()

    assert list(relationships.LEVELS) == table.index.tolist()
    assert ["textbook", "textbook", "memory", "textbook"] == [said.partition(" ")[0].strip(",") for said in table["where from"]]
    words.use("vi")
    assert ["thân thiết", "mặt đối mặt", "từ xa", "không tiếp xúc"] == relationships.barnes_levels()["tên gọi"].tolist()


def test_other_words_are_refused_in_both_languages(language):
    with pytest.raises(ValueError, match="'yes'.*personal_data='private'"):
        relationships.barnes_level("yes", "often")
    with pytest.raises(ValueError, match="direct_interaction='often'"):
        relationships.barnes_level(["none"], ["daily"])
    with pytest.raises(ValueError, match="direct_interaction"):
        relationships.barnes_level(["none", "some"], ["often"])
