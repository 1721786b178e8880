"""What the firm knows already: which source holds which field, what still lies on paper, how complete a customer is."""
import numpy as np
import pandas as pd

from .. import tables, words

FIELDS = ("name", "phone", "email", "address", "birthday", "id_number", "tax_code", "account_no")
NOT_OF = {"person": ("tax_code",), "company": ("birthday", "id_number")}  # a person has no tax code of a firm, a firm no birthday


def inventory(records, sources=None):
    """One row per source and field: records, filled (their share), distinct, repeated; with ``sources`` also owner and kind.

    The first task of identifying customers: list what is there before asking anybody for more. Values are compared
    as they were typed, without the spaces around them: ``distinct`` counts the different ones, ``repeated`` those that more
    than one record of the source has. Empty and unknown are the same. A source without records has 0 of everything.
    """
    tables.require(records, "source", table_name="records")
    fields = _fields(records)
    cells = records[["source", *fields]].melt("source", var_name="field", value_name="value")
    cells["value"] = typed(cells["value"])
    times = cells.groupby(["source", "field", "value"]).size()
    by = cells.groupby(["source", "field"])["value"]
    found = pd.DataFrame({"records": by.size(), "filled": by.count() / by.size(), "distinct": by.nunique()})
    found["repeated"] = (times > 1).groupby(level=[0, 1]).sum()
    return _in_order(found, fields, records["source"], sources)


def _in_order(found, fields, used, sources):
    """Sources as the firm lists them (else by name), fields as they stand in FIELDS; owner and kind where known."""
    if sources is None:
        names, about = sorted(used.unique()), None
    else:
        tables.require(sources, "source", "owner", "kind", table_name="sources")
        tables.unique(sources, "source", table_name="sources")
        names, about = sources["source"].tolist(), sources.set_index("source")[["owner", "kind"]]
        _all_known(used, names)
    grid = pd.MultiIndex.from_product([names, fields], names=["source", "field"])
    counted = found.reindex(grid, fill_value=0).fillna(0).astype({"records": int, "distinct": int, "repeated": int}).reset_index()
    return counted if about is None else counted.join(about, on="source")


def _all_known(used, names):
    strange = sorted(set(used) - set(names))
    if strange:
        raise ValueError(words.t("identify.source", found=strange[0], known=", ".join(map(repr, names))))


def backlog(sources):
    """One row per paper file: owner, records (not typed in yet), entered (the share that is), hours (to type in the rest).

    Names and addresses also lie in files of paper: order cards, guarantee cards, address books. ``minutes_per_record`` is
    what typing in one record takes; hours = records · minutes_per_record / 60. The largest pile of work comes first.
    """
    tables.require(sources, "source", "kind", "records_total", "records_entered", "minutes_per_record", table_name="sources")
    paper = sources[sources["kind"] == "paper"]
    total, entered, minutes = (tables.numbers(paper, column, "sources") for column in ("records_total", "records_entered", "minutes_per_record"))
    if (entered > total).any():
        row = paper.iloc[(entered > total).argmax()]
        raise ValueError(words.t("identify.entered", source=row["source"], entered=row["records_entered"], total=row["records_total"]))
    share = np.divide(entered, total, out=np.ones(len(paper)), where=total > 0)
    found = {"source": paper["source"], "owner": paper.get("owner"), "records": (total - entered).astype(int), "entered": share, "hours": (total - entered) * minutes / 60}
    return pd.DataFrame(found).sort_values(["hours", "source"], ascending=[False, True], ignore_index=True)


def completeness(customers, weights=None):
    """One row per customer: known (fields), completeness (their weighted share) and missing (the fields, joined by +).

    Completeness = weight of the fields known / weight of the fields asked

    ``weights`` names the fields asked and what each is worth ({"phone": 3, "name": 2}); without it each field counts 1. Where
    the table has a column ``kind``, a person is not asked for a firm's tax code, and a company for no birthday or id number.
    """
    tables.require(customers, "customer_id", table_name="customers")
    tables.unique(customers, "customer_id", table_name="customers")
    weights = _weights(customers, weights)
    known = pd.DataFrame({field: typed(customers[field]).notna() for field in weights})
    worth = pd.DataFrame({field: float(weight) for field, weight in weights.items()}, index=customers.index)
    for kind, fields in NOT_OF.items() if "kind" in customers else ():
        worth.loc[customers["kind"] == kind, [field for field in fields if field in worth]] = 0
    asked = worth.sum(axis=1)
    share = (worth * known).sum(axis=1) / asked.where(asked > 0)
    missing = [" + ".join(field for field in weights if not has[field] and of[field]) for has, of in zip(known.to_dict("records"), worth.to_dict("records"))]
    return pd.DataFrame({"customer_id": customers["customer_id"], "known": (known & (worth > 0)).sum(axis=1), "completeness": share, "missing": missing})


def _weights(customers, weights):
    """What each field asked is worth: positive numbers, fields the table has."""
    if weights is None:
        return dict.fromkeys(_fields(customers), 1)
    tables.require(customers.assign(**{field: 0 for field in weights if field in customers}), *weights, table_name="customers")
    for field, weight in weights.items():
        if not isinstance(weight, (int, float)) or not 0 < weight < float("inf"):
            raise ValueError(words.t("identify.weight", field=field, weight=weight))
    return weights


def typed(values):
    """Text as typed, without the spaces around it; empty is unknown (NaN)."""
    stripped = values.astype("str").str.strip()
    return stripped.where(stripped != "")


def _fields(table):
    """The fields of identification that the table has."""
    found = [field for field in FIELDS if field in table]
    if not found:
        raise ValueError(words.t("identify.no_field", fields=", ".join(map(repr, FIELDS)), has=", ".join(map(repr, map(str, table.columns)))))
    return found
