"""Households: who shares a home, a number or a mailbox; offices and companies are none."""
import pandas as pd
import pytest

from crmlab import identify

HOME = "12 Lê Lợi, P. Bến Nghé, Q. 1, TP.HCM"
PEOPLE = pd.DataFrame(
    [
        ["c1", "person", "Trần Văn An", "0912345678", None, HOME],
        ["c2", "person", "Lê Thị Bình", "0923456789", None, "12 đ. Lê Lợi, Quận 1, Sài Gòn"],
        ["c3", "person", "Trần Thị Chi", "0923456789", "chi@moc.example", None],
        ["c4", "person", "Vũ Dũng", None, "CHI@moc.example", "5 Hàng Bài, Hà Nội"],
        ["c5", "company", "Công ty TNHH Toàn Tín", "0912345678", None, HOME],
        ["c6", "person", "Trần Văn An", "0999999999", None, None],
        ["c7", "person", "Ngô Giang", None, None, None],
    ],
    columns=["customer_id", "kind", "name", "phone", "email", "address"],
)


def homes(customers, **more):
    found = identify.households(customers, **more)
    return found.set_index("customer_id")["household_id"]


def test_address_phone_and_mailbox_join_a_household_from_person_to_person():
    found = homes(PEOPLE)

    assert 1 == found[["c1", "c2", "c3", "c4"]].nunique()
    assert 3 == found.nunique(), "two of one name without anything shared are two, and who is unknown is one alone"


def test_a_company_is_no_household_and_joins_nobody():
    assert pd.isna(homes(PEOPLE)["c5"])
    staff = pd.DataFrame([["a", "person", "1", None], ["b", "company", "1", HOME], ["c", "person", None, HOME]], columns=["customer_id", "kind", "phone", "address"])
    assert 2 == homes(staff).nunique(), "one has the firm's number, the other its address"


def test_the_same_street_number_in_another_province_is_another_home():
    assert 2 == homes(PEOPLE[:2].assign(phone=None, address=["12 Lê Lợi, TP.HCM", "12 Lê Lợi, Hà Nội"])).nunique()


def test_an_address_without_a_house_number_joins_nobody():
    assert 2 == homes(PEOPLE[:2].assign(phone=None, address="Lê Lợi, Quận 1, TP.HCM")).nunique()


def test_what_too_many_share_says_nothing():
    block = pd.DataFrame({"customer_id": range(7), "address": HOME})

    assert 7 == homes(block).nunique()
    assert 1 == homes(block, largest=7).nunique()
    assert 1 == homes(block[:6]).nunique()


def test_the_order_of_rows_changes_neither_homes_nor_their_names():
    for seed in range(5):
        mixed = PEOPLE.sample(frac=1, random_state=seed)
        found = identify.households(mixed)

        assert mixed["customer_id"].tolist() == found["customer_id"].tolist()
        pd.testing.assert_series_equal(homes(PEOPLE), found.set_index("customer_id")["household_id"].sort_index())


REFUSED = {
    "nothing to share": (lambda: identify.households(PEOPLE[["customer_id", "name"]]), "identify.customers(records, links)"),
    "a customer in two rows": (lambda: identify.households(pd.concat([PEOPLE, PEOPLE])), "c1"),
    "a half person": (lambda: identify.households(PEOPLE, largest=1.5), "1.5"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what, language):
    call, said = REFUSED[what]
    with pytest.raises(ValueError) as refused:
        call()

    assert said in str(refused.value)
