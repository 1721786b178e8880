"""Chapter 1.1: what each customer is worth to us, and what follows for how she is treated, kept or let go."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain

MONEY_DECIMALS = 6  # sums are rounded so far before they are compared: their last bits depend on the order of adding


def interaction_value(future_value, stay_before, stay_after, cost):
    """What one interaction with a customer is worth: what it changes about her staying, less what it costs.

    IV = (p_1 − p_0) · FV − c

    An interaction earns nothing by itself. It is worth as much as it moves the probability that the customer
    stays; a bad one moves it down. That probability comes from a trial, or it is a judgement: say which.

    Parameters
    ----------
    future_value : money
        FV, today's worth of what she still brings if she stays; negative when serving her costs more than she brings.
    stay_before : share, 0 to 1
        p_0, the probability that she stays without the interaction.
    stay_after : share, 0 to 1
        p_1, the probability that she stays after it.
    cost : money
        c, of the interaction.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a probability is not a share, or the cost is negative.

    References
    ----------
    The idea that each interaction is a chance to build value: textbook 1.1. Formula and example are our own.

    Examples
    --------
    A call of 20,000 đồng to a customer worth 3 million, who is thought to stay with 70 instead of 60 %:

    >>> round(interaction_value(3_000_000, 0.60, 0.70, 20_000))
    280000
    """
    _guard.number(future_value=future_value)
    _guard.share(stay_before=stay_before, stay_after=stay_after)
    _guard.not_negative(cost=cost)
    return plain((numbers(stay_after) - numbers(stay_before)) * numbers(future_value) - numbers(cost))


def periods_to_match(value, margin, discount_rate):
    """How many whole periods a customer must stay until the present value of her margins reaches a value.

    n = ⌈ −ln(1 − V · r / M) / ln(1 + r) ⌉

    The margins come at the end of each period and are sure as long as she stays. Where even a customer for ever
    would not reach the value (M ≤ V · r), the answer is infinite. Without discounting it is V / M, rounded up.

    Parameters
    ----------
    value : money
        V, the present value to reach.
    margin : money per period
        M, what she brings in each period.
    discount_rate : share per period
        r, the cost of capital; 0 or more.

    Returns
    -------
    periods
        Whole numbers, or infinite; of the arguments' own shape.

    Raises
    ------
    ValueError
        If the margin is not above zero, or the rate is not a share per period.

    References
    ----------
    Two customers A and B: Vietnamese lecture on customer value after Kumar & Reinartz (2018), which prints the inputs and
    the question only; the scenario and its 27 months are our own (WE-101).

    Examples
    --------
    A stays another 12 months at 1,000 a month; B brings 500. When does B overtake?

    >>> periods_to_match(11_079.31, 500, 0.0125)
    27.0
    """
    _guard.not_negative(value=value, discount_rate=discount_rate)
    _guard.positive(margin=margin)
    _guard.rate(discount_rate=discount_rate)
    value, margin, rate = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (value, margin, discount_rate)))
    lost, flat = value * rate / margin, rate < 1e-12
    discounted = -np.log1p(-np.where(lost < 1, lost, 0)) / np.log1p(np.where(flat, 1, rate))
    exact = np.where(flat, value / margin, np.where(lost >= 1, np.inf, discounted))
    return plain(np.ceil(np.round(exact, 9))[()])


def value_change(before, after, *, customer="customer_id", value="actual_value"):
    """One row per customer of either time: her value before and after, the change, and what became of her.

    Both tables have one row per customer. Whoever is missing in one of them was worth 0 then: she was *won* or
    *lost*. The others have *risen*, *fallen* or are the *same*. Unknown values stay unknown (NaN). Sorted by
    change, the largest first; equal changes by customer id.
    """
    sides = [_values(table, name, customer, value) for table, name in ((before, "before"), (after, "after"))]
    table = pd.concat(sides, axis=1, join="outer")
    here = [table.index.isin(side.index) for side in sides]
    for name, present in zip(("before", "after"), here):
        table[name] = table[name].where(present, 0.0)
    table["change"] = (table["after"] - table["before"]).round(MONEY_DECIMALS)
    kinds = [~here[0], ~here[1], table["change"] > 0, table["change"] < 0, table["change"] == 0]
    table["became"] = np.select(kinds, ["won", "lost", "risen", "fallen", "same"], None)
    table = table.rename_axis(customer).reset_index()
    return table.sort_values(["change", customer], ascending=[False, True], na_position="last", ignore_index=True)


def _values(table, name, customer, value):
    """A table's values by customer, as a Series that carries the name of its time."""
    tables.require(table, customer, table_name=name)
    tables.unique(table, customer, table_name=name)
    if value not in table:
        tables.require(table, value, table_name=name)
    known = table[value].notna()
    values = pd.Series(np.nan, index=table[customer], name=name)
    if known.any():
        values[known.to_numpy()] = tables.numbers(table[known], value, name)
    return values


def treatment_policy(customers, treatments, *, customer="customer_id", tier="tier", contribution="contribution"):
    """One row per customer: the treatment of her tier, what it costs, the benefit we expect, and the gain.

    ``treatments`` has one row per tier: tier, treatment, cost (money per customer) and effect (the share by which it
    raises the contribution; a judgement until it is tried). Benefit = effect × contribution; whoever contributes
    nothing, or costs more than she brings, has nothing that could be raised. The order of rows is kept.
    """
    tables.require(customers, customer, tier, contribution, table_name="customers")
    tables.require(treatments, tier, "treatment", "cost", "effect", table_name="treatments")
    tables.unique(customers, customer, table_name="customers")
    tables.unique(treatments, tier, table_name="treatments")
    place = pd.Index(treatments[tier]).get_indexer(customers[tier])
    if (place < 0).any():
        first = customers[tier].iloc[(place < 0).argmax()]
        raise ValueError(words.t("relationships.no_treatment", tier=str(first), known=", ".join(map(repr, treatments[tier]))))
    cost = tables.numbers(treatments, "cost", "treatments")[place]
    effect = tables.numbers(treatments, "effect", "treatments")[place]
    benefit = effect * np.maximum(tables.numbers(customers, contribution, "customers"), 0)
    found = {customer: customers[customer].to_numpy(), tier: customers[tier].to_numpy()}
    found |= {"treatment": treatments["treatment"].to_numpy()[place], "cost": cost, "benefit": benefit, "gain": benefit - cost}
    return pd.DataFrame(found, index=customers.index)


def retain_or_release(risks, *, budget=None, customer="customer_id"):
    """One row per customer who may leave: what an offer to stay would gain, and whether to make it.

    Columns of ``risks``: future_value (today's worth of what she brings if she stays), leave_probability (without an
    offer), saved_share (of those who would leave, the share whom the offer keeps) and cost. The gain is
    ``interaction_value``. *release*: her future value is not above zero, let her go or change the terms.
    *not_worth_it*: the offer costs more than it saves. *retain*: it pays, and the budget reaches her; *wait*: it pays,
    but the budget is spent. The budget goes by gain per đồng (then gain, then customer id), as far down that list
    as it lasts. The order of rows is kept.
    """
    named = ("future_value", "leave_probability", "saved_share", "cost")
    tables.require(risks, customer, *named, table_name="risks")
    tables.unique(risks, customer, table_name="risks")
    future, leaves, saved, cost = (tables.numbers(risks, column, "risks") for column in named)
    _guard.share(leave_probability=leaves, saved_share=saved)
    if budget is not None:
        _guard.not_negative(budget=budget)
    gain = np.round(interaction_value(future, 1 - leaves, 1 - leaves * (1 - saved), cost), MONEY_DECIMALS)
    pays = (future > 0) & (gain > 0)
    decision = np.select([future <= 0, ~pays], ["release", "not_worth_it"], "wait").astype(object)
    decision[_affordable(pays, gain, cost, risks[customer], budget)] = "retain"
    return pd.DataFrame({customer: risks[customer].to_numpy(), "gain": gain, "cost": cost, "decision": decision}, index=risks.index)


def _affordable(pays, gain, cost, ids, budget):
    """Row numbers that pay, best gain per đồng first, as far as the budget reaches."""
    per_money = np.divide(gain, cost, out=np.full(len(gain), np.inf), where=cost > 0)
    order = np.lexsort((pd.factorize(ids, sort=True)[0], -gain, -per_money))
    order = order[pays[order]]
    return order if budget is None else order[np.cumsum(cost[order]) <= budget]


def detect_change(orders, *, as_of, recent_days=90, alarm=0.01, customer="customer_id", date="date"):
    """One row per customer: whether she has lately bought more or less often than she herself used to.

    Her purchases after the first one are counted in the last ``recent_days`` up to ``as_of`` (recent) and before that
    (earlier). If nothing had changed, the recent ones would be a fair draw: each falls into the last days with the
    share of time that these are. ``expected`` is how many that makes; ``probability`` how likely so few are, or so many,
    whichever is less likely. At ``alarm`` or below she is *slower* or *faster*; otherwise *steady*. Whoever first
    bought within the last days is *new*: there is nothing to compare with. Sorted by customer id.
    """
    _guard.count(recent_days=recent_days)
    _guard.share(alarm=alarm)
    tables.require(orders, customer, date, table_name="orders")
    end = tables.day(as_of, "as_of")
    days = (end - tables.dates(orders, date, "orders")).dt.days
    bought = pd.DataFrame({customer: orders[customer].to_numpy(), "ago": days.to_numpy(), "late": (days < recent_days).to_numpy()})
    bought = bought[bought["ago"] >= 0]
    if bought.empty:
        raise ValueError(words.t("relationships.no_orders_by", as_of=str(as_of)))
    found = bought.groupby(customer).agg(known=("ago", "max"), orders=("ago", "size"), recent=("late", "sum"))
    found = found.assign(new=found["known"] < recent_days, total=found["orders"] - 1)
    return _verdicts(found, recent_days, alarm).reset_index()


def _verdicts(found, recent_days, alarm):
    """Expected and counted purchases, the probability of such a count, and the verdict on it."""
    share = np.minimum(recent_days / found["known"].clip(lower=1).to_numpy(), 1)
    total, recent, new = (found[column].to_numpy() for column in ("total", "recent", "new"))
    recent = np.minimum(recent, total)
    lower, at = _binomial(recent, total, share)
    probability = np.where(new, np.nan, np.minimum(lower, 1 - lower + at))
    slower = recent < share * total
    verdict = np.select([new, probability > alarm, slower], ["new", "steady", "slower"], "faster")
    columns = {"earlier": total - recent, "recent": recent, "expected": np.where(new, np.nan, share * total)}
    return pd.DataFrame(columns | {"probability": probability, "verdict": verdict}, index=found.index)


def _binomial(count, total, share):
    """The probability of at most so many, and of exactly so many, out of a total (logarithms: totals may be large)."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total.max() + 1)))])
    inside, outside = np.log(share), np.log1p(-np.minimum(share, 1 - 1e-12))
    lower, at = np.zeros(len(total)), np.zeros(len(total))
    for k in range(count.max() + 1):
        rest = np.maximum(total - k, 0)
        at = np.where(k <= count, np.exp(logs[total] - logs[np.minimum(k, total)] - logs[rest] + k * inside + rest * outside), at)
        lower += np.where(k <= count, at, 0)
    return np.minimum(lower, 1), at
