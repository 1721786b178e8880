"""Four types of customers: the most valuable, the most growable, those below zero, and those who may migrate."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from ._ranking import known_or_nan, ranks, rounded

TYPES = ("MVC", "MGC", "BZ", "migrator")


def value_types(
    values, *, top_share=0.10, growth_share=0.20, customer="customer_id", actual="actual_value", potential="potential_value"
):
    """One row per customer: her actual, potential and unrealised value, and her one type (MVC, MGC, BZ or migrator).

    In this order: BZ (below zero) has an actual value below zero and no potential above zero. MVC is of the rest whoever
    is among the ``top_share`` of all customers by actual value, and above zero. MGC is of the rest whoever is among the
    ``growth_share`` of all customers whose potential is known, by unrealised value, and has some. Everybody else
    is a migrator. The numbers of places are rounded, halves up; equal values are ranked by customer id.
    Where the potential is unknown (NaN), actual value alone decides: MVC, BZ or migrator, never MGC. The order of rows is kept.
    """
    _guard.share(top_share=top_share, growth_share=growth_share)
    tables.require(values, customer, actual, table_name="values")
    tables.unique(values, customer, table_name="values")
    now, best = tables.numbers(values, actual, "values"), known_or_nan(values, potential, "values")
    gap = best - now
    below = (now < 0) & ~(best > 0)
    top = (ranks(now, values[customer]) <= rounded(top_share, len(now))) & (now > 0)
    growth = (ranks(gap, values[customer]) <= rounded(growth_share, (~np.isnan(gap)).sum())) & (gap > 0)
    kind = np.select([below, top, growth], ["BZ", "MVC", "MGC"], "migrator")
    found = {customer: values[customer].to_numpy(), actual: now, potential: best, "unrealised_value": gap}
    return pd.DataFrame(found | {"value_type": kind.astype(object)}, index=values.index)
