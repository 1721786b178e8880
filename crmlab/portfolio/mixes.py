"""Which mix of the four spendings is worth most: thousands of mixes in one call."""
from types import MappingProxyType

import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard
from .bucket import SPENDINGS, next_year

# two ways to spend a budget, as shares of it: many weak relations, or few close ones; examples of our own
LEAKY = MappingProxyType({"acquisition": 0.6, "conversion": 0.4, "defence": 0.0, "leverage": 0.0})
WATERTIGHT = MappingProxyType({"acquisition": 0.0, "conversion": 0.4, "defence": 0.35, "leverage": 0.25})


def mix_values(portfolio, mixes, *, years=10, discount_rate=0.12):
    """The net present value of each mix of spendings, over so many years.

    V = Σ_t π_t / (1 + δ)^t

    Expected profits, each at the end of its year. Those who are still customers after the last year count for nothing, so that few years favour mixes
    that harvest.

    Parameters
    ----------
    portfolio : Portfolio
        The market, and all that is assumed about it.
    mixes : table with the columns SPENDINGS, or an array whose last axis holds these four amounts of money
        What is spent each year on acquisition, conversion, defence and leverage.
    years : number of years, optional
    discount_rate : share per year, optional
        δ, the cost of capital.

    Returns
    -------
    money
        One number per mix.

    Raises
    ------
    ValueError
        If a mix has not four amounts from 0 on, or the years are no whole number.

    References
    ----------
    The idea: Johnson & Selnes, "Customer Portfolio Management", Journal of Marketing 68(2), 2004. The model is our own.

    Examples
    --------
    Nothing at all, or 600 million đồng a year for acquisition or for defence:

    >>> from crmlab.portfolio import Portfolio
    >>> mix_values(Portfolio(), [[0, 0, 0, 0], [600_000, 0, 0, 0], [0, 0, 600_000, 0]]).round().astype(int).tolist()
    [5903340, 4448347, 4147171]
    """
    _guard.count(years=years)
    _guard.rate(discount_rate=discount_rate)
    money = _amounts(mixes)
    people = np.broadcast_to(np.asarray(portfolio.start, dtype=float), money.shape)
    value = np.zeros(money.shape[:-1])
    for time in range(1, years + 1):
        year = next_year(portfolio, people, money)
        people = year.people
        value += (year.revenue - year.serving_cost - year.spending) / (1 + discount_rate) ** time
    return value if value.ndim else float(value)


def _amounts(mixes):
    """Spending as an array, the four kinds along its last axis."""
    if hasattr(mixes, "columns"):
        missing = [kind for kind in SPENDINGS if kind not in mixes]
        if missing:
            raise ValueError(words.t("portfolio.missing_kind", kind=missing[0], found=", ".join(map(str, mixes.columns))))
        mixes = mixes[list(SPENDINGS)]
    shape = np.shape(mixes)
    if not shape or shape[-1] != len(SPENDINGS):
        raise ValueError(words.t("portfolio.how_many", name="mixes", length=len(SPENDINGS), value=mixes))
    _guard.not_negative(mixes=mixes)
    return np.asarray(mixes, dtype=float)


def spread_budget(budget, parts=20):
    """Every way to spread a budget over the four spendings in steps of one part: one row per mix, one column per spending.

    Parameters
    ----------
    budget : money per year
    parts : number of parts, optional
        20 makes steps of 5 % and 1,771 mixes, 40 steps of 2.5 % and 12,341.

    Returns
    -------
    DataFrame
        acquisition, conversion, defence, leverage; each row adds up to the budget.

    Raises
    ------
    ValueError
        If the budget is negative or not one number, or the parts are no whole number.

    Examples
    --------
    >>> spread_budget(100, parts=2).shape
    (10, 4)
    """
    if np.ndim(budget):
        raise ValueError(words.t("portfolio.one_number", name="budget", value=budget))
    _guard.not_negative(budget=budget)
    _guard.count(parts=parts)
    counts = np.indices((parts + 1,) * 3).reshape(3, -1).T
    counts = counts[counts.sum(axis=1) <= parts]
    last = parts - counts.sum(axis=1)
    return pd.DataFrame(np.column_stack([counts, last]) * (budget / parts), columns=list(SPENDINGS))


def best_mix(portfolio, budget, *, parts=20, years=10, discount_rate=0.12):
    """The mix of a yearly budget that is worth most, and its net present value.

    The whole budget is spent; compare with smaller ones before believing that spending all of it is wise.

    Parameters
    ----------
    portfolio : Portfolio
        The market, and all that is assumed about it.
    budget : money per year
    parts : number of parts, optional
        In steps of which part of the budget to look.
    years : number of years, optional
    discount_rate : share per year, optional

    Returns
    -------
    Series
        acquisition, conversion, defence, leverage and net_present_value (money).

    Raises
    ------
    ValueError
        As ``spread_budget`` and ``mix_values``.

    Examples
    --------
    A billion đồng a year, in personal services and in a business of scale:

    >>> from crmlab.portfolio import Portfolio
    >>> best_mix(Portfolio(scale=0), 1_000_000)[list(SPENDINGS)].astype(int).tolist()
    [0, 600000, 200000, 200000]
    >>> best_mix(Portfolio(scale=0.3), 1_000_000)[list(SPENDINGS)].astype(int).tolist()
    [950000, 50000, 0, 0]
    """
    mixes = spread_budget(budget, parts)
    values = mix_values(portfolio, mixes, years=years, discount_rate=discount_rate)
    best = values.argmax()
    return pd.concat([mixes.loc[best], pd.Series({"net_present_value": values[best]})])
