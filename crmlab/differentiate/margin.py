"""What a customer brings: revenue less the cost that she causes directly."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from ._ranking import sums


def contribution_margin(revenue, direct_cost):
    """What is left of a customer's revenue after the costs that can be traced straight to it.

    CM = X − Y

    Only costs that would not be there without these sales: goods, packing, the commission. Rent and salaries are
    not; the cost of serving a customer is taken off later (``allocate``).

    Parameters
    ----------
    revenue : money per period
        X, bought by the customer.
    direct_cost : money per period
        Y, directly attributable to it.

    Returns
    -------
    money
        Of the arguments' own shape; negative when the goods cost more than they brought.

    Raises
    ------
    ValueError
        If an argument is no number.

    References
    ----------
    Textbook 2.3.1: CM = X − Y (WE-201). The numbers are our own.

    Examples
    --------
    >>> contribution_margin(450_000, 270_000)
    180000
    """
    _guard.number(revenue=revenue, direct_cost=direct_cost)
    return plain(numbers(revenue) - numbers(direct_cost))


def contributions(orders, *, by="customer_id", amount="amount", direct_cost="direct_cost"):
    """One row per customer (or per product, with ``by="product"``): orders, revenue, direct_cost, contribution_margin.

    ``by`` is the column whose values get one row each, sorted by it. The totals are those of the orders.
    """
    tables.require(orders, by, amount, direct_cost, table_name="orders")
    codes, ids = pd.factorize(orders[by], sort=True)
    revenue, cost = (sums(codes, tables.numbers(orders, column, "orders"), len(ids)) for column in (amount, direct_cost))
    found = {by: ids, "orders": np.bincount(codes), "revenue": revenue, "direct_cost": cost}
    return pd.DataFrame(found | {"contribution_margin": contribution_margin(revenue, cost)})
