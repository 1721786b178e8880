"""Current and later value of a customer, and how the ranking depends on how far ahead the firm looks."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from ._ranking import best_first, known_or_nan, ranks, whole
from .levers import value_curve
from .tiers import TIERS


def later_value(later_margin, multiple, probability=1):
    """What a customer is still going to bring after the business of today: expected, in today's money.

    LV = p · CM · MM

    Parameters
    ----------
    later_margin : money per period
        CM, the margin of each later period if there is later business.
    multiple : multiple
        MM, how many times this margin all later periods are worth (``metrics.strategic.margin_multiple``).
    probability : share
        p, the chance that there is any later business; 1 when it is sure.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the probability is no share, or the multiple is negative.

    References
    ----------
    The companion document on classifying customers (S4) has the story of the installer and the school; its numbers here (WE-506)
    are our own.

    Examples
    --------
    A school after its computer room is built, and a small firm that comes every year (million đồng):

    >>> later_value([5, 15], 2.5, [0.10, 1]).tolist()
    [1.25, 37.5]
    """
    _guard.number(later_margin=later_margin)
    _guard.not_negative(multiple=multiple)
    _guard.share(probability=probability)
    return plain(numbers(probability) * numbers(later_margin) * numbers(multiple))


def value_split(customers, *, customer="customer_id", current="current_value", later="later_value"):
    """One row per customer, best first by total: current_value, later_value, total_value, and the three ranks.

    Rank 1 is the largest; equal values are ranked by customer id.
    """
    tables.require(customers, customer, current, later, table_name="customers")
    tables.unique(customers, customer, table_name="customers")
    now, then = (tables.numbers(customers, column, "customers") for column in (current, later))
    values = {"current_value": now, "later_value": then, "total_value": now + then}
    placed = {f"rank_{name.removesuffix('_value')}": whole(ranks(value, customers[customer])) for name, value in values.items()}
    table = pd.DataFrame({customer: customers[customer].to_numpy()} | values | placed)
    return table.sort_values("rank_total", ignore_index=True)


def tier_split(tiered, *, actual="actual_value", potential="potential_value", names=TIERS):
    """One row per tier, the top first: customers, current and later value of the tier, and the share that is still to come.

    ``tiered`` is the result of ``tiers`` joined to the columns of values. Current is actual value, later the gap up to potential value
    where there is one (a negative gap is nothing to come). Customers whose potential is unknown do not count.
    """
    tables.require(tiered.assign(tier="") if "tier" in tiered else tiered, "tier", table_name="values")
    now, best = known_or_nan(tiered, actual, "values"), known_or_nan(tiered, potential, "values")
    known = ~np.isnan(now) & ~np.isnan(best) & tiered["tier"].notna().to_numpy()
    money = pd.DataFrame({"tier": tiered["tier"].to_numpy(), "current": now, "later": np.maximum(best - now, 0)})[known]
    groups = money.groupby("tier")
    table = groups[["current", "later"]].sum().round(6).reindex(names, fill_value=0.0)
    table.insert(0, "customers", groups.size().reindex(names, fill_value=0))
    total = table["current"] + table["later"]
    return table.assign(share_later=table["later"] / total.where(total > 0)).rename_axis("tier").reset_index()


def expected_flows(current, later_margin, *, periods, retention_rate=1, probability=1):
    """What a customer is expected to bring today and in each of the periods to come: a list for ``value_curve``.

    CF_0 = current; CF_t = p · CM · Rr^t. With no end and discounted, the part after today is ``later_value`` with the
    margin multiple of the same retention.
    """
    _guard.number(current=current, later_margin=later_margin)
    _guard.count(periods=periods)
    _guard.share(retention_rate=retention_rate, probability=probability)
    later = probability * later_margin * retention_rate ** np.arange(1, int(periods) + 1)
    return np.concatenate([[float(current)], later])


def development_flows(gain, setup, *, periods, ramp, retention_rate=1):
    """What developing a customer brings: ``setup`` spent today, then a yearly ``gain`` that grows into its full size.

    CF_0 = −setup; CF_t = gain · min(t / ramp, 1) · Rr^t: the gain of period t is reached in equal steps until ``ramp``.
    """
    _guard.number(gain=gain)
    _guard.not_negative(setup=setup)
    _guard.count(periods=periods, ramp=ramp)
    _guard.share(retention_rate=retention_rate)
    time = np.arange(1, int(periods) + 1)
    return np.concatenate([[-float(setup)], gain * np.minimum(time / ramp, 1) * retention_rate**time])


def horizon_values(cashflows, horizon, discount_rate=0):
    """One row per customer, best first: what she has brought by the horizon, in today's money, and her rank.

    ``cashflows``: {name: money per period, today's first}. ``horizon`` is the last period that counts, 0 being today; flows
    that end earlier bring nothing more.
    """
    _guard.not_negative(horizon=horizon)
    _guard.listed(cashflows=list(cashflows))
    curves = [value_curve(flows, discount_rate) for flows in cashflows.values()]
    value = np.array([curve[min(int(horizon), len(curve) - 1)] for curve in curves])
    names = np.array(list(cashflows), dtype=object)
    line = best_first(np.round(value, 6), names)
    return pd.DataFrame({"customer": names[line], "value": value[line], "rank": np.arange(1, len(line) + 1)})
