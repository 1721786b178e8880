"""Why customers stopped: the few reasons behind most of the losses."""
import numpy as np

from .. import tables
from ..metrics import _guard

__all__ = ["churn_reasons"]


def churn_reasons(inactive, *, reason="exit_reason", value=None):
    """One row per reason, the most frequent first: customers, share, cumulative_share; with ``value``, also the value lost.

    Shares are of the customers whose reason is known, and add up to 1; how many told no reason stands in a last row without
    reason and shares. With ``value``, a column of money, reasons are ordered by the money they cost, and the shares are of it.
    Equal reasons stand in the order of their names.

    References
    ----------
    Textbook 4.1.1 (L106: why the customer stopped), as a Pareto table.
    """
    tables.require(inactive, table_name="inactive")
    if reason not in inactive:
        tables.require(inactive, reason, table_name="inactive")
    if value is not None:
        tables.require(inactive, value, table_name="inactive")
    weight = np.ones(len(inactive)) if value is None else tables.numbers(inactive, value, "inactive")
    _guard.not_negative(**{value or "customers": weight})
    told = inactive[[reason]].rename(columns={reason: "reason"}).assign(customers=1, value=weight)
    found = told.groupby("reason", dropna=False)[["customers", "value"]].sum().reset_index()
    known = found["reason"].notna()
    found["share"] = (found["value"] / found.loc[known, "value"].sum()).where(known)
    found = found.assign(last=~known).sort_values(["last", "value", "reason"], ascending=[True, False, True], kind="stable", ignore_index=True)
    found["cumulative_share"] = found["share"].cumsum()
    return found[["reason", "customers", *([] if value is None else ["value"]), "share", "cumulative_share"]]
