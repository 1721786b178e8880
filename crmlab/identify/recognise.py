"""A customer at the counter: do we know her already?"""
import pandas as pd

from .. import tables, words
from .customers import assign
from .linking import pairs


def recognise(new_records, records, links, *, threshold=0.5):
    """One row per new record and customer she may be, the most probable first: record_id, customer_id, confidence, reason.

    New records (what somebody says at the counter or on the telephone: a name, a number) are compared with all those known, and
    ``links`` (record_id, customer_id) says whose these are; confidence is the probability of the customer's most similar record. A
    new record that is like nobody known has one row without customer_id: probably a new customer. Ask before you act on
    it: "Is that Ms Loan of Nguyễn Oanh street?" costs a second, somebody else's order on her account costs more.
    """
    for table, name in ((new_records, "new_records"), (records, "records")):
        tables.require(table, "record_id", table_name=name)
        tables.unique(table, "record_id", table_name=name)
    known = new_records["record_id"].isin(records["record_id"])
    if known.any():
        raise ValueError(words.t("identify.known_record", first=new_records["record_id"][known].iloc[0]))
    found = pairs(pd.concat([records, new_records], ignore_index=True), threshold=threshold)
    fresh = found[["record_l", "record_r"]].isin(set(new_records["record_id"])).to_numpy()
    found, right = found[fresh.sum(axis=1) == 1], fresh[fresh.sum(axis=1) == 1, 1]
    old = pd.DataFrame({"record_id": found["record_l"].where(right, found["record_r"])})
    who = pd.DataFrame({"record_id": found["record_r"].where(right, found["record_l"]), "customer_id": assign(old, links)["customer_id"] if len(old) else None})
    best = who.assign(confidence=found["probability"], reason=found["reason"]).drop_duplicates(["record_id", "customer_id"])
    return new_records[["record_id"]].merge(best, on="record_id", how="left")
