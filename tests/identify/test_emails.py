"""E-mail addresses: slips in the domain, the mailbox behind two spellings, everything else byte for byte."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab.identify import read_email


@pytest.mark.parametrize(
    ("typed", "value", "note", "key"),
    [
        (" An.Nguyen+shop@GoogleMail.com ", "an.nguyen+shop@googlemail.com", "", "annguyen@gmail.com"),
        ("lan.tran@yahoo.com", "lan.tran@yahoo.com", "", "lan.tran@yahoo.com"),
        ("lan@gmial.com", "lan@gmail.com", "typo", "lan@gmail.com"),
        ("lan@gmail.con", "lan@gmail.com", "typo", "lan@gmail.com"),
        ("lan@gamil.com", "lan@gmail.com", "typo", "lan@gmail.com"),
        ("lan@yaho.com", "lan@yahoo.com", "typo", "lan@yahoo.com"),
        ("lan@hotmial.com", "lan@hotmail.com", "typo", "lan@hotmail.com"),
        ("lan@yahoo.com,vn", "lan@yahoo.com.vn", "typo", "lan@yahoo.com.vn"),
        ("a@x.vn; b@y.vn", "a@x.vn", "several", "a@x.vn"),
        ("lan.gmail.com", "lan.gmail.com", "unread", ""),
        ("12 Lê Lợi", "12 Lê Lợi", "unread", ""),
    ],
)
def test_reading(typed, value, note, key):
    assert (value, note, key) == read_email(typed)


@given(st.emails())
@settings(deadline=None)
def test_reading_what_was_read_changes_nothing(typed):
    value, note, key = read_email(typed)

    assert (value, key) == (read_email(value).value, read_email(value).key)


@given(st.text(max_size=25))
@settings(deadline=None)
def test_what_is_not_read_stays_byte_for_byte(typed):
    value, note, _ = read_email(typed)

    assert note != "unread" or value == typed
