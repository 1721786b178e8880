"""How well records were linked, where the truth is known: only an invented firm can say so exactly."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from ._groups import groups


def precision(right, joined):
    """The part of the joined pairs that is right.

    P = R / J

    Low precision means wrong joins: two people become one customer, and one gets the other's invoice. Never read it alone: who joins
    only what is certain has a precision of 1 and misses almost everybody.

    Parameters
    ----------
    right : pairs of records
        R, those rightly joined: both records are of one person.
    joined : pairs of records
        J, all that were joined, rightly or wrongly.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there is no pair to divide by, a count is negative, or more are right than there are.

    References
    ----------
    The usual measure of record linkage; the example is our own. Textbook 2.2 has no formula for it.

    Examples
    --------
    >>> precision(2, 4)
    0.5
    """
    _guard.not_negative(right=right)
    _guard.positive(joined=joined)
    _guard.at_most("joined", joined, right=right)
    return plain(numbers(right) / numbers(joined))


def recall(right, same):
    """The part of the pairs of one person that was joined.

    C = R / S

    Low recall means missed joins: a good customer looks like two small ones. Never read it alone: who joins everything misses nobody.

    Parameters
    ----------
    right : pairs of records
        R, those rightly joined: both records are of one person.
    same : pairs of records
        S, all pairs of records that are one person, also those that were never compared.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there is no pair to divide by, a count is negative, or more are right than there are.

    References
    ----------
    The usual measure of record linkage; the example is our own. Textbook 2.2 has no formula for it.

    Examples
    --------
    >>> recall(2, 4)
    0.5
    """
    _guard.not_negative(right=right)
    _guard.positive(same=same)
    _guard.at_most("same", same, right=right)
    return plain(numbers(right) / numbers(same))


def score(links, truth):
    """One row: how well ``links`` (record_id, customer_id) puts together the records of one person (record_id, person_id).

    precision = pairs rightly joined / pairs joined        recall = pairs rightly joined / pairs of one person
    f1 = 2 · precision · recall / (precision + recall)

    A pair is two records of one customer. wrong counts the pairs that join two people, missed the pairs of one person left
    apart. merged are the customers who hold records of more than one person (somebody else's invoice), split the people
    spread over more than one customer (a good customer who looks like two small ones). No pair, no share: NaN.
    """
    tables.require(links, "record_id", "customer_id", table_name="links")
    return pd.DataFrame([_scored(pd.factorize(links["customer_id"])[0], _people(links["record_id"], truth))])


def threshold_table(pairs, truth, thresholds=None):
    """One row per threshold: ``score`` of what comes out when every pair of at least this probability is joined.

    ``pairs`` (record_l, record_r, probability) as the function ``pairs`` gives them: below the threshold it was called with
    nothing is known. Joined pairs are followed from record to record: A with B and B with C makes one customer of three (``link``
    takes groups apart again whose members contradict each other). Pairs that were never compared are missed at every threshold. Without ``thresholds``: 0.05, 0.1 … 0.95 and 0.99.
    """
    tables.require(pairs, "record_l", "record_r", "probability", table_name="pairs")
    chance = tables.numbers(pairs, "probability", "pairs")
    thresholds = [*np.round(np.arange(1, 20) / 20, 2).tolist(), 0.99] if thresholds is None else thresholds
    _guard.share(thresholds=thresholds)
    tables.require(truth, "record_id", "person_id", table_name="truth")
    person, known = pd.factorize(truth["person_id"])[0], pd.Index(truth["record_id"])
    left, right = (_places(pairs[side], known) for side in ("record_l", "record_r"))
    rows = []
    for threshold in thresholds:
        joined = chance >= threshold
        rows.append({"threshold": float(threshold), **_scored(groups(len(person), left[joined], right[joined]), person)})
    return pd.DataFrame(rows)


def _scored(customer, person):
    """Two ways of putting the same records together, compared pair by pair."""
    both = pd.DataFrame({"customer": customer, "person": person})
    cells = both.value_counts()
    joined, true, right = (_pairs(sizes) for sizes in (both["customer"].value_counts(), both["person"].value_counts(), cells))
    merged, split = (int((cells.groupby(level=level).size() > 1).sum()) for level in ("customer", "person"))
    precision, recall = (right / part if part else float("nan") for part in (joined, true))
    shares = {"precision": precision, "recall": recall, "f1": 2 * right / (joined + true) if joined + true else float("nan")}
    counts = {"records": len(both), "customers": both["customer"].nunique(), "people": both["person"].nunique()}
    return shares | {"wrong": joined - right, "missed": true - right, "merged": merged, "split": split} | counts


def _pairs(sizes):
    """How many pairs groups of these sizes hold."""
    return int((sizes * (sizes - 1) // 2).sum())


def _people(records, truth):
    """The person of each record, as a number; every record must have one."""
    tables.require(truth, "record_id", "person_id", table_name="truth")
    tables.unique(truth, "record_id", table_name="truth")
    place = _places(records, pd.Index(truth["record_id"]))
    if len(place) < len(truth):
        raise ValueError(words.t("identify.truth_more", truth=len(truth), links=len(place)))
    return pd.factorize(truth["person_id"].to_numpy()[place])[0]


def _places(records, known):
    """Where each record stands in the truth."""
    place = known.get_indexer(records)
    if (place < 0).any():
        raise ValueError(words.t("identify.truth_missing", count=int((place < 0).sum()), first=records.iloc[[(place < 0).argmax()]].tolist()[0]))
    return place
