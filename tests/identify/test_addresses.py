"""Addresses: abbreviations, provinces of both divisions, and the parts to compare by."""
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.identify import read_address
from crmlab.identify.provinces import IN_2025, MERGED, UNCHANGED

TYPED = st.sampled_from(["12 Lê Lợi, P.Bến Nghé, Q1, TP.HCM", "số 5 ngõ 12 phố Huế, Q. Hai Bà Trưng, HN", "Ấp 3, X. Phước Kiển, H. Nhà Bè, TPHCM", "3 Yersin, TX. Thuận An, Bình Dương", "KCN Tân Bình"])


@pytest.mark.parametrize(
    ("typed", "value", "province", "province_2025"),
    [
        ("12 đ. Lê Lợi, P.Bến Nghé, Q1, TP.HCM", "12 Đường Lê Lợi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh", "Hồ Chí Minh", "Hồ Chí Minh"),
        ("9C Cổ Bi, X. Đa Tốn, H.Gia Lâm, HN", "9C Cổ Bi, Xã Đa Tốn, Huyện Gia Lâm, HN", "Hà Nội", "Hà Nội"),
        ("96B NGUYỄN HỮU TRÍ, TT. TÂN TÚC, H.BÌNH CHÁNH, TP HỒ CHÍ MINH", "96B Nguyễn Hữu Trí, Thị trấn Tân Túc, Huyện Bình Chánh, Thành phố Hồ Chí Minh", "Hồ Chí Minh", "Hồ Chí Minh"),
        ("166/54 Hùng Vương, P Phú Hội, TP Huế, TT Huế", "166/54 Hùng Vương, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế", "Thừa Thiên Huế", "Huế"),
        ("5 Trưng Trắc, P.1, TP.Vũng Tàu, BR-VT", "5 Trưng Trắc, Phường 1, Thành phố Vũng Tàu, BR-VT", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
        ("20/27 hoang quoc viet p dich vong q cau giay ha noi", "20/27 Hoang Quoc Viet Phường Dich Vong Quận Cau Giay Ha Noi", "Hà Nội", "Hà Nội"),
        ("12 Thái Bình", "12 Thái Bình", "", ""),
        ("12 Điện Biên Phủ", "12 Điện Biên Phủ", "", ""),
    ],
)
def test_reading(typed, value, province, province_2025):
    assert (value, province, province_2025) == tuple(read_address(typed)[place] for place in (0, 2, 3))


def test_63_provinces_became_34():
    assert 63 == len(IN_2025) and 34 == len(set(IN_2025.values())) == len(MERGED) + len(UNCHANGED)
    assert 23 == sum(len(olds) > 1 for olds in MERGED.values())
    assert [52, 11] == [sum(len(MERGED.get(new, [new])) > 1 for new in IN_2025.values()), sum(len(MERGED.get(new, [new])) == 1 for new in IN_2025.values())]


@pytest.mark.parametrize(("old", "new"), sorted(IN_2025.items()))
def test_every_province_is_read_from_either_division(old, new):
    assert (old, new) == read_address(f"12 Lê Lợi, Phường 1, Tỉnh {old}")[2:4]
    assert new == read_address(f"12 Lê Lợi, phường 1, {new}", "2025-08-01").province_2025


def test_a_district_that_contradicts_its_province_is_flagged():
    assert "conflict" == read_address("1 Lê Lợi, Quận Cầu Giấy, Đà Nẵng").note
    assert "conflict" == read_address("1 Lê Lợi, TP Thủ Dầu Một, TP.HCM", "2024-01-01").note
    assert ("", "Bình Dương", "Hồ Chí Minh") == read_address("1 Lê Lợi, TP Thủ Dầu Một, TP.HCM", "2025-08-01")[1:4]


def test_two_spellings_meet():
    one, other = read_address("số 59 ngõ 134 Trần Phú, P.11, Q.5, Sài Gòn"), read_address("134/59 Tran Phu phuong 11 quan 5 TPHCM")

    assert one[3:6] == other[3:6] == ("Hồ Chí Minh", "134 59", "tran phu")


@given(TYPED)
@settings(deadline=None)
def test_composed_and_decomposed_letters_are_one(typed):
    assert read_address(typed) == read_address(unicodedata.normalize("NFD", typed))
    assert read_address(typed).value == read_address(read_address(typed).value).value


@given(st.text("0123456789/-., ", max_size=15))
@settings(deadline=None)
def test_what_is_not_read_stays_byte_for_byte(typed):
    assert read_address(typed).value in (typed, None)
