"""The customer pyramid: who is an existing customer, and the four tiers by value."""
import numpy as np
import pandas as pd

from .. import engines, tables
from ..metrics import _guard
from ..metrics._numbers import like
from ._ranking import best_first, known_or_nan, ranks, rounded, whole

TIERS = ("super", "large", "medium", "small")
SHARES = (0.01, 0.04, 0.15, 0.80)


def is_existing(relation_days, purchases, least_days=365, least_purchases=1):
    """Whether somebody counts as an existing customer: known for longer than a year, or has bought.

    existing = (days > 365) or (purchases ≥ 1)

    What a customer is differs from business to business: both limits are arguments.

    Parameters
    ----------
    relation_days : days
        How long the firm has known her.
    purchases : number of purchases
        How often she has bought.
    least_days : days
        The relationship must have lasted longer.
    least_purchases : number of purchases
        So many suffice, however short the relationship is.

    Returns
    -------
    True or False
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a number is negative.

    References
    ----------
    The rule: the companion document on classifying customers (S4). The examples are our own.

    Examples
    --------
    >>> is_existing([400, 30, 30], [0, 2, 0]).tolist()
    [True, True, False]
    """
    _guard.not_negative(relation_days=relation_days, purchases=purchases, least_days=least_days, least_purchases=least_purchases)
    return like(relation_days, (np.asarray(relation_days) > least_days) | (np.asarray(purchases) >= least_purchases))


def tier_sizes(customers, shares=SHARES):
    """How many customers each tier of the pyramid has.

    n_k = round(N · (s_1 + … + s_k)) − round(N · (s_1 + … + s_(k − 1)))

    The *cumulative* cut-offs are rounded (halves up), so that the tiers always add up to all customers; rounding
    each tier by itself may lose or invent somebody. For fewer than 100 customers one person is more than 1 %,
    and the shares are only roughly kept; for fewer than 50 the first tier is empty.

    Parameters
    ----------
    customers : number of customers
        N, all those who are ranked.
    shares : shares that add up to 1
        s, from the top tier to the bottom one.

    Returns
    -------
    list of numbers of customers

    Raises
    ------
    ValueError
        If there is no customer, or the shares do not add up to 1.

    References
    ----------
    1, 4 and 15 %: the companion document on classifying customers (S4), whose percent sign is lost; the remaining 80 %
    is Curry's pyramid. Recomputed for three bases (WE-502).

    Examples
    --------
    >>> tier_sizes(437)
    [4, 18, 65, 350]
    """
    _guard.count(customers=customers)
    _guard.listed(shares=shares)
    _guard.adds_up("shares", shares)
    cuts = rounded(np.cumsum(shares), int(customers))
    return np.diff(cuts, prepend=0).tolist()


def tiers(values, *, by="profit", shares=SHARES, names=TIERS, customer="customer_id"):
    """One row per customer, best first: her value, her rank and her tier (super, large, medium, small).

    The sizes are those of ``tier_sizes`` for all customers whose value is known. Equal values are ranked by customer
    id, so that a tier keeps its size even where its limit falls among equals; look at the neighbours before you treat
    them differently. The unknown come last, with neither rank (NaN) nor tier (None). ``by`` is the criterion of the
    classification: profit, revenue, potential_value …

    ``values`` may be a Polars table, a DuckDB relation or a Spark table too; the result is of the same kind, and unknown
    values and ranks are null. The rows of lazy kinds have no order: sort by rank.
    """
    _guard.same_length(shares=shares, names=names)
    if engines.elsewhere(values, "values"):
        tier_sizes(1, shares)
        return _portable_tiers(values, by, np.cumsum(shares).tolist(), list(names), customer)
    tables.require(values, customer, table_name="values")
    tables.unique(values, customer, table_name="values")
    value = known_or_nan(values, by, "values")
    line, known = best_first(value, values[customer]), int((~np.isnan(value)).sum())
    tier = np.full(len(value), None, dtype=object)
    tier[:known] = np.repeat(names, tier_sizes(known, shares))
    found = {customer: values[customer].to_numpy()[line], by: value[line], "rank": whole(ranks(value, values[customer])[line])}
    return pd.DataFrame(found | {"tier": tier})


def _portable_tiers(values, by, cuts, names, customer):
    """The same through Narwhals: rank by (value, then customer id), cut where the cumulative shares of the known end."""
    import narwhals.stable.v2 as nw

    rows = engines.frame(values, customer, numbers=[by], may_be_unknown=True, unique=[customer], table_name="values")
    rows = rows.with_columns(_unknown=nw.col(by).is_nan(), _best=-nw.col(by)).with_row_index("_place", order_by=["_unknown", "_best", customer])
    rows = rows.with_columns(_known=(~nw.col("_unknown")).cast(nw.Int64).sum(), rank=nw.when(~nw.col("_unknown")).then(nw.col("_place").cast(nw.Int64) + 1))
    tier = nw.lit(None, dtype=nw.String)
    for cut, name in reversed(list(zip(cuts, names, strict=True))):
        end = ((nw.col("_known") * cut).round(9) + 0.5).floor()
        tier = nw.when(nw.col("rank") <= end).then(nw.lit(name)).otherwise(tier)
    value = nw.when(~nw.col("_unknown")).then(nw.col(by)).alias(by)
    return engines.like(rows.select(customer, value, "rank", tier=tier), values, "rank", customer)


def tier_totals(tiered, *, by="profit", names=TIERS):
    """One row per tier, the top first: customers, value, their shares of all, and the value of one customer on average.

    ``tiered`` is the result of ``tiers``; ``by`` any column of values, also one joined to it. An empty tier has no mean (NaN);
    customers without a tier do not count.
    """
    tables.require(tiered.dropna(subset=["tier"]), "tier", by, table_name="values")
    value = pd.Series(tables.numbers(tiered.dropna(subset=["tier"]), by, "values"), index=tiered.dropna(subset=["tier"]).index)
    groups = value.groupby(tiered["tier"])
    count, money = groups.size().reindex(names, fill_value=0), groups.sum().reindex(names, fill_value=0.0).round(6)
    total = money.sum()
    shares = {"share_of_customers": count / count.sum(), "share_of_value": money / total if total > 0 else np.nan}
    table = pd.DataFrame({"customers": count, by: money} | shares | {"mean": money / count.where(count > 0)})
    return table.rename_axis("tier").reset_index()


def tier_moves(values, before, after, *, shares=SHARES, names=TIERS, customer="customer_id"):
    """One row per tier by ``before``, one column per tier by ``after``: how many customers go from the one to the other.

    Both are columns of values by which everybody is classified; who keeps her tier stands on the diagonal. Only customers with both values
    known are ranked, so that each tier has the same size in both.
    """
    known = values[~np.isnan(known_or_nan(values, before, "values")) & ~np.isnan(known_or_nan(values, after, "values"))]
    first, second = (tiers(known, by=by, shares=shares, names=names, customer=customer).set_index(customer)["tier"] for by in (before, after))
    table = pd.crosstab(first, second.reindex(first.index)).reindex(index=names, columns=names, fill_value=0)
    return table.rename_axis(before).rename_axis(after, axis="columns")
