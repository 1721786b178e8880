"""What a change of treatment would be worth: potential value, made concrete."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard


def best_treatments(values, treatments, *, customer="customer_id", unrealised="unrealised_value"):
    """One row per customer: treatment, the one that gains most with her, and gain; "none" and 0 where none pays.

    A treatment wins the share ``won`` of a customer's unrealised value and costs ``cost`` with each: gain = won · unrealised_value − cost;
    with nothing unrealised it only costs. ``treatments`` has treatment, won and cost; equals are decided by their order there. Whose
    unrealised value is unknown has an unknown treatment and gain (NaN): she must be asked first. The order of rows is kept.
    """
    gains = _gains(values, treatments, customer, unrealised)
    unknown = np.isnan(gains).any(axis=1)
    best = np.where(unknown, 0, np.nan_to_num(gains).argmax(axis=1))
    gain = np.where(unknown, np.nan, np.maximum(gains[np.arange(len(gains)), best], 0))
    names = np.where(gain > 0, treatments["treatment"].to_numpy(dtype=object)[best], "none")
    return pd.DataFrame({customer: values[customer].to_numpy(), "treatment": pd.Series(names, dtype=object).where(~unknown, None).to_numpy(), "gain": gain}, index=values.index)


def uplift_table(values, treatments, *, by=None, customer="customer_id", unrealised="unrealised_value"):
    """One row per treatment (and group of ``by``): customers known, gain_all, pays and gain_best, as uplift over today's treatment.

    gain_all is the gain of treating all of them alike, gain_best of treating only those ``pays`` for whom it pays (see
    ``best_treatments`` for the gain of one). Customers whose unrealised value is unknown count in neither.
    """
    gains = _gains(values, treatments, customer, unrealised)
    if by is not None:
        tables.require(values, by, table_name="values")
    groups = [("", np.ones(len(values), dtype=bool))] if by is None else [(name, (values[by] == name).to_numpy()) for name in sorted(values[by].unique())]
    rows = []
    for place, treatment in enumerate(treatments["treatment"]):
        for name, inside in groups:
            some = gains[inside, place][~np.isnan(gains[inside, place])]
            pays = some > 0
            rows.append({"treatment": treatment} | ({by: name} if by else {}) | {"customers": len(some), "gain_all": some.sum(), "pays": int(pays.sum()), "gain_best": some[pays].sum()})
    return pd.DataFrame(rows)


def _gains(values, treatments, customer, unrealised):
    """The gain of each customer (row) under each treatment (column)."""
    tables.require(treatments, "treatment", "won", "cost", table_name="treatments")
    tables.unique(treatments, "treatment", table_name="treatments")
    tables.require(values, customer, table_name="values")
    tables.unique(values, customer, table_name="values")
    if unrealised not in values:
        tables.require(values, unrealised, table_name="values")
    won, cost = tables.numbers(treatments, "won", "treatments"), tables.numbers(treatments, "cost", "treatments")
    _guard.share(won=won)
    _guard.not_negative(cost=cost)
    missed = np.maximum(values[unrealised].to_numpy(dtype=float), 0)
    return np.round(missed[:, None] * won - cost, 6)
