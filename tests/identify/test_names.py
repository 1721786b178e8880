"""Names: one way to write them, forms of address off where that is certain, and levels of agreement that know tones."""
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.identify import name_level, read_name
from crmlab.identify.letters import fold, is_syllable, mended, one_tone_place, tidy, untelex
from crmlab.identify.likeness import LEVELS, distance

WORDS = st.sampled_from("Nguyễn Trần Đặng Đỗ Văn Thị Hoà Thuý Anh Ân An Hiền Hiển Lan Tuấn Đức Ngọc Bích Minh Khoẻ".split())
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("chị NGUYỄN THỊ HÒA", "Nguyễn Thị Hoà", "honorific"),
        ("  trần   văn  an ", "Trần Văn An", ""),
        ("Ðặng Văn Bình", "Đặng Văn Bình", ""),
        ("Anh Tuấn", "Anh Tuấn", "ambiguous"),
        ("Lan Anh", "Lan Anh", ""),
        ("anh Tuấn", "Tuấn", "honorific"),
        ("Anh Nguyễn Văn Tuấn", "Nguyễn Văn Tuấn", "honorific"),
        ("Chị Lan", "Chị Lan", "ambiguous"),
        ("A. Tuấn", "A. Tuấn", "ambiguous"),
        ("c.Lan", "Lan", "honorific"),
        ("Mrs. Nguyễn Thị Lan", "Nguyễn Thị Lan", "honorific"),
        ("Anh/Chị Lan", "Lan", "honorific"),
        ("Chu Văn An", "Chu Văn An", ""),
        ("Chị", "Chị", "unread"),
        ("Ng. V. An", "Ng. V. An", "initials"),
        ("N.T.Lan", "N. T. Lan", "initials"),
        ("Cty TNHH MTV Minh Anh", "Công ty TNHH MTV Minh Anh", "company"),
        ("CÔNG TY CỔ PHẦN FPT", "Công ty CP FPT", "company"),
        ("Doanh nghiệp tư nhân Hải Yến", "DNTN Hải Yến", "company"),
        ("Khách lẻ", "Khách lẻ", "unread"),
        ("ho?ng h?u", "ho?ng h?u", "unread"),
        ("---", "---", "no_letters"),
        ("chij Hanhj", "Hạnh", "honorific"),
        ("Nguyá»…n Lan", "Nguyễn Lan", ""),
        ("McDonald", "McDonald", ""),
    ],
)
def test_reading(typed, value, note):
    assert (value, note) == read_name(typed)[:2]


def test_what_stands_behind_the_name_is_kept_apart():
    assert ("Nguyễn Thị Lan", "", "khách quen") == read_name("Nguyễn Thị Lan (khách quen)")
    assert ("Lan", "", "0912345678") == read_name("Lan 0912345678")
    assert "a Tuấn" == read_name("CTY TNHH Đại Sơn - a Tuấn").rest


@given(NAMES)
@settings(deadline=None)
def test_reading_what_was_read_changes_nothing(name):
    value, note, _ = read_name(name)

    assert value == read_name(value).value or note == "honorific"


@given(NAMES)
@settings(deadline=None)
def test_composed_and_decomposed_letters_are_one(name):
    assert read_name(name) == read_name(unicodedata.normalize("NFD", name))


@given(st.text(max_size=25))
@settings(deadline=None)
def test_what_is_not_read_stays_byte_for_byte(typed):
    value, note, _ = read_name(typed)

    assert note not in ("unread", "no_letters") or value == typed


def test_folding_knows_the_vietnamese_d():
    assert "dang van duc" == fold("Đặng Văn Đức") == fold(unicodedata.normalize("NFD", "Đặng Văn Đức")) == fold("Ðặng Văn Đức")
    assert "Hoà Thuý hoàn quý" == one_tone_place("Hòa Thúy hoàn qúy")
    assert "a b" == tidy("\ufeffa\u00a0 \u200bb\n")


def test_keys_that_were_not_turned_into_marks():
    assert ["Trần", "Văn", "Bảo", "Hùng", "Nguyễn", "Alex", "Lan", "FPT"] == [untelex(word) for word in "Traanf Vawn Baor Hungf Nguyeenx Alex Lan FPT".split()]
    assert ["nguyen", "minh", "lan"] == [mended(word) for word in "nugyen mnih lan".split()]
    assert is_syllable("nghieng") and not is_syllable("fpt")


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Nguyễn Văn An", "NGUYỄN VĂN AN", "same"),
        ("Nguyễn Văn An", "An Nguyễn Văn", "reordered"),
        ("Nguyễn Văn An", "nguyen van an", "untoned"),
        ("Nguyễn Văn An", "Nguyen Văn An", "untoned"),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", "tones"),
        ("Trần Thu Hiền", "Trần Thu Hiển", "tones"),
        ("Trần Thu Hiền", "Trần Hiền", "shorter"),
        ("Ng. V. An", "Nguyễn Văn An", "shorter"),
        ("Huy Gia Nguyễn", "Huy", "given"),
        ("chị Lan", "Nguyễn Thị Lan", "given"),
        ("Hiển", "Trần Thu Hiền", "different"),
        ("Nguyễn Văn Hải", "Nguyễn Văn Hãi", "similar"),
        ("Trần Minh Tuấn", "Trần Mnih Tuấn", "similar"),
        ("Nguyễn Thị Liên", "Nguyễn Thị Niên", "similar"),
        ("Lê Hoa", "Trần Bình", "different"),
        ("Cty TNHH TM Minh Anh", "Công ty CP Thương mại Minh Anh", "same"),
        ("", "An", "unknown"),
        ("Khách lẻ", "An", "unknown"),
    ],
)
def test_levels(a, b, level):
    assert level == name_level(a, b) == name_level(b, a)


@given(NAMES, NAMES)
@settings(deadline=None)
def test_levels_do_not_depend_on_the_side(a, b):
    assert name_level(a, b) == name_level(b, a) and name_level(a, b) in LEVELS
    assert "same" == name_level(a, a)


def test_distance_counts_a_swap_once():
    assert (0, 1, 1, 1, 3) == (distance("an", "an"), distance("na", "an"), distance("an", "ant"), distance("an", "on"), distance("", "abc"))
