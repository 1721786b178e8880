"""The cost of serving customers, allocated in three ways, and the profit that each way leaves."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ._ranking import best_first, known_or_nan, ranks, sums, whole

METHODS = ("equal", "revenue", "activity")


def cost_to_serve(costs, activities, *, customer="customer_id", activity="activity", quantity="quantity", unit_cost="unit_cost"):
    """One row per customer: the money that each activity cost for her, one column an activity, and cost_to_serve.

    ``costs`` has one row per event, ``activities`` what one unit of each activity costs. An activity that
    nobody asked for has a column of zeros.
    """
    tables.require(costs, customer, activity, quantity, table_name="costs")
    tables.require(activities, activity, unit_cost, table_name="activities")
    tables.unique(activities, activity, table_name="activities")
    amounts, prices = tables.numbers(costs, quantity, "costs"), tables.numbers(activities, unit_cost, "activities")
    _guard.not_negative(**{quantity: amounts, unit_cost: prices})
    place = pd.Index(activities[activity]).get_indexer(costs[activity])
    if (place < 0).any():
        raise ValueError(words.t("differentiate.activity", activity=costs[activity].iloc[int((place < 0).argmax())], known=", ".join(map(repr, activities[activity]))))
    codes, ids = pd.factorize(costs[customer], sort=True)
    money = sums(codes * len(prices) + place, amounts * prices[place], len(ids) * len(prices)).reshape(len(ids), -1)
    table = pd.DataFrame(money, columns=list(activities[activity]))
    table.insert(0, customer, ids)
    return table.assign(cost_to_serve=np.round(money.sum(axis=1), 6))


def allocate(contributions, served, *, method="activity", customer="customer_id", revenue="revenue", margin="contribution_margin", cost="cost_to_serve"):
    """One row per customer: revenue, contribution_margin, cost_to_serve as allocated, and profit.

    The pool is the whole ``cost`` of ``served`` (see ``cost_to_serve``). ``method="activity"`` charges everybody what
    serving her cost; ``"revenue"`` shares the pool in proportion to revenue; ``"equal"`` gives everybody the same. It is
    handed out in whole units of money, the odd ones to the largest remainders (then by customer id), so that every
    method allocates exactly the same total. Who is in only one of the two tables is kept: with a revenue, or a cost, of 0.
    """
    _guard.choice("method", method, METHODS)
    both = _everybody(contributions, served, customer, [revenue, margin], cost)
    shares = {"equal": np.ones(len(both)), "revenue": both[revenue].to_numpy(), "activity": both[cost].to_numpy()}[method]
    _guard.not_negative(**{revenue if method == "revenue" else cost: shares})
    allocated = shares if method == "activity" else _in_whole_units(both[cost].sum(), shares, revenue)
    table = both.assign(**{cost: allocated})
    return table.assign(profit=table[margin] - table[cost])


def profits_by_method(contributions, served, **columns):
    """One row per customer: revenue, and her profit by each method: profit_equal, profit_revenue, profit_activity.

    ``columns`` are the column names of ``allocate``.
    """
    by_method = {method: allocate(contributions, served, method=method, **columns) for method in METHODS}
    first = by_method["equal"].iloc[:, :2]
    return first.assign(**{f"profit_{method}": table["profit"] for method, table in by_method.items()})


def rank_changes(table, before, after, *, customer="customer_id"):
    """One row per customer, best first by ``after``: both values, both ranks and the places won (lost where negative).

    ``before`` and ``after`` are columns of values. Rank 1 is the largest value; equal values are ranked by customer
    id; the unknown have no rank (NaN) and stand last.
    """
    tables.require(table, customer, table_name="profits")
    tables.unique(table, customer, table_name="profits")
    values = [known_or_nan(table, column, "profits") for column in (before, after)]
    first, second = (ranks(value, table[customer]) for value in values)
    found = {customer: table[customer].to_numpy(), before: values[0], after: values[1]}
    placed = {"rank_before": first, "rank_after": second, "places_won": first - second}
    changes = pd.DataFrame(found | {name: whole(place) for name, place in placed.items()})
    return changes.iloc[best_first(values[1], table[customer])].reset_index(drop=True)


def _everybody(contributions, served, customer, columns, cost):
    """The customers of both tables, by id, with zeros for what is not there."""
    tables.require(contributions, customer, *columns, table_name="contributions")
    tables.require(served, customer, cost, table_name="costs")
    for table, name in ((contributions, "contributions"), (served, "costs")):
        tables.unique(table, customer, table_name=name)
    left = pd.DataFrame({customer: contributions[customer]} | {column: tables.numbers(contributions, column, "contributions") for column in columns})
    right = pd.DataFrame({customer: served[customer], cost: tables.numbers(served, cost, "costs")})
    return left.merge(right, on=customer, how="outer", sort=True).fillna({column: 0.0 for column in [*columns, cost]})


def _in_whole_units(pool, shares, name):
    """The pool in proportion to the shares, in whole units that add up to it (a broken unit goes to the first in line)."""
    total = shares.sum()
    if not total:
        raise ValueError(words.t("differentiate.nothing_to_share", name=name))
    exact = shares * (pool / total)
    units = np.floor(exact)
    left = round(float(pool - units.sum()), 6)
    line = np.argsort(-np.round(exact - units, 6), kind="stable")
    units[line[: int(left)]] += 1
    units[line[0]] += left % 1
    return units
