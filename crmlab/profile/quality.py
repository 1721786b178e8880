"""How good the data of each source are: filled, without doubles, fresh."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

FIELDS = ("name", "phone", "email", "address", "birthday")


def data_quality(records, links, *, as_of, fields=FIELDS, fresh_days=730, weights=None):
    """One row per source: records, filled, unique, fresh and score, best first; the last row, "all", is all sources together.

    filled is the share of the cells of ``fields`` that hold something; unique is customers / records (1: nobody stands there twice);
    fresh is the share of the records noted in the ``fresh_days`` up to ``as_of``. score is their mean, with ``weights``
    {"filled": 2, "unique": 1, "fresh": 1} the weighted one. Whether what is filled in is also right, no count can say.
    """
    tables.require(records, "record_id", "source", "recorded_on", table_name="records")
    tables.unique(records, "record_id", table_name="records")
    tables.require(links, "record_id", "customer_id", table_name="links")
    tables.unique(links, "record_id", table_name="links")
    _guard.count(fresh_days=fresh_days)
    asked = [field for field in fields if field in records]
    if not asked:
        raise ValueError(words.t("profile.no_field", fields=", ".join(map(repr, fields)), has=", ".join(map(repr, map(str, records.columns)))))
    today = tables.day(as_of, "as_of")
    age = (today - tables.dates(records, "recorded_on", "records")).dt.days.to_numpy()
    cells = records[asked].apply(lambda column: column.notna() & (column.astype("str").str.strip() != ""))
    whose = pd.Series(links["customer_id"].to_numpy(), index=links["record_id"].to_numpy()).reindex(records["record_id"])
    each = pd.DataFrame({"source": records["source"].to_numpy(), "filled": cells.mean(axis=1).to_numpy(), "fresh": (age >= 0) & (age < fresh_days)})
    each["customer"] = whose.fillna(pd.Series(whose.index, index=whose.index)).to_numpy()
    rows = [_row(source, part, weights) for source, part in each.groupby("source")]
    return pd.DataFrame([*sorted(rows, key=lambda row: (-row["score"], row["source"])), _row("all", each, weights)])


def _row(source, part, weights):
    parts = {"filled": part["filled"].mean(), "unique": part["customer"].nunique() / len(part), "fresh": part["fresh"].mean()}
    return {"source": source, "records": len(part)} | parts | {"score": float(np.average(list(parts.values()), weights=_weights(weights, parts)))}


def _weights(weights, parts):
    """What each part counts; all alike if nothing is said."""
    if weights is None:
        return np.ones(len(parts))
    if set(weights) != set(parts):
        raise ValueError(words.t("profile.weights", parts=", ".join(map(repr, parts)), found=", ".join(map(repr, weights))))
    _guard.positive(**weights)
    return [weights[part] for part in parts]
