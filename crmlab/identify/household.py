"""Who lives together: customers who share a home address, a phone number or an e-mail address."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ._groups import groups, same_value


def households(customers, largest=6):
    """The same customers, one row each, with household_id: who shares a home with whom, as far as the data tell.

    Two persons are of one household when they share house number, street and province (both divisions of before and since July
    2025 count as one), or a telephone number, or an e-mail address; and so on from person to person. An address, number or
    mailbox that more than ``largest`` persons share is an office, a dormitory or a shop, and says nothing.

    Surnames do not matter: in Vietnam a wife keeps hers. The rule therefore takes for one family the flats of a house whose doors
    are not on the record, lodgers, and a shop's staff; and it parts a family that wrote its address in two ways. Companies are no
    households (empty), and a person about whom no address, phone or mailbox is known is one alone.
    """
    tables.require(customers, "customer_id", table_name="customers")
    tables.unique(customers, "customer_id", table_name="customers")
    _guard.count(largest=largest)
    if not {"address", "phone", "email"} & set(customers.columns):
        raise ValueError(words.t("identify.no_home", has=", ".join(map(repr, map(str, customers.columns)))))
    firm = (customers["kind"] == "company").to_numpy() if "kind" in customers else np.zeros(len(customers), dtype=bool)
    edges = [same_value(_shared(key.mask(firm), largest)) for key in _keys(customers)]
    left, right = (np.concatenate(side) for side in zip(*edges))
    by_id = np.argsort(np.argsort(customers["customer_id"].to_numpy()))
    first = _first_by_id(groups(len(customers), left, right), by_id)
    number = pd.Series(np.where(firm, -1, first)).rank(method="dense").astype(int) - firm.any()
    names = ("H" + number.astype(str).str.zfill(5)).mask(firm)
    return customers.assign(household_id=names.to_numpy())


def _keys(customers):
    """What a household shares, one Series per field: the home written to compare by, the phone number, the mailbox."""
    from .addresses import read_address
    from .emails import read_email

    found = []
    if "address" in customers:
        home = read_address(customers["address"])
        found.append((home["number"] + "|" + home["street"] + "|" + home["province_2025"]).where((home["number"] != "") & (home["street"] != "") & (home["province_2025"] != "")))
    if "phone" in customers:
        found.append(customers["phone"].where(customers["phone"].notna()))
    if "email" in customers:
        key = read_email(customers["email"])["key"]
        found.append(key.where(key != ""))
    return [key.reset_index(drop=True) for key in found]


def _shared(key, largest):
    """The key without the values that too many share."""
    return key.where(key.map(key.value_counts()) <= largest)


def _first_by_id(labels, by_id):
    """Each group named by its member with the smallest id, so that the order of rows does not matter."""
    least = np.full(len(labels), len(labels))
    np.minimum.at(least, labels, by_id)
    return least[labels]
