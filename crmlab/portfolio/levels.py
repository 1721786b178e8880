"""At which level to plan: for each customer, for groups of customers, or for the market as a whole.

At which level a firm *has* customers and at which it *plans* for them are two things: a bank knows every one of its customers by name and may still plan
for groups.
"""
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard

LEVELS = ("individual", "group", "market")
# what planning at a level adds to a customer's yearly margin (a share of it), and what it costs per customer and year: numbers of our own
PLANS = MappingProxyType({"individual": (0.10, 8.0), "group": (0.05, 0.5), "market": (0.01, 0.05)})


@dataclass(frozen=True)
class FirmLevels:
    """A firm, the level of its customers and the level of its strategy.

    ``customer_level`` is the finest level at which the firm deals with customers, ``strategy_level`` the one for which it plans. Nobody can
    plan for what she cannot tell apart, so the strategy is never finer than the customers; coarser it may well be. ``margin`` is what a
    customer brings a year.
    """

    name: str
    customer_level: str
    strategy_level: str
    margin: float

    def __post_init__(self):
        _guard.choice("customer_level", self.customer_level, LEVELS)
        _guard.choice("strategy_level", self.strategy_level, LEVELS)
        _guard.number(margin=self.margin)
        if LEVELS.index(self.strategy_level) < LEVELS.index(self.customer_level):
            raise ValueError(words.t("portfolio.strategy_too_fine", customer_level=self.customer_level, strategy_level=self.strategy_level))


def level_examples():
    """One row per firm: the level of its customers, of its strategy, and a customer's yearly margin.

    That banks and newspapers mostly have individual customers and plan at group and market level stands in the textbook; the margins, the
    private bank and the bottled tea are examples of our own.
    """
    firms = [
        FirmLevels(words.t("portfolio.firm_bank"), "individual", "group", 200),
        FirmLevels(words.t("portfolio.firm_newspaper"), "individual", "group", 20),
        FirmLevels(words.t("portfolio.firm_private_bank"), "individual", "individual", 5_000),
        FirmLevels(words.t("portfolio.firm_bottled_tea"), "market", "market", 2),
    ]
    return pd.DataFrame(firms).set_index("name")


def level_gains(margin, plans=PLANS):
    """What planning at each level would add per customer and year: one column per level, one row per customer.

    G_l = s_l · m − c_l

    A closer plan adds a larger part of the margin and costs more per customer. Its cost is the same for a small customer as for a large one,
    which is why closeness pays with large margins only.

    Parameters
    ----------
    margin : money per year
        m, what a customer brings: one number, or one per customer.
    plans : dict, optional
        For each level s, the share of the margin it adds, and c, its cost per customer and year.

    Returns
    -------
    Series by level, or a table with one row per margin

    Raises
    ------
    ValueError
        If a margin is infinite, a share is not between 0 and 1, or a cost is negative.

    References
    ----------
    The idea: textbook, on the customer portfolio (S0-1 to S0-3). Formula and numbers are our own (WE-505).

    Examples
    --------
    >>> level_gains(200).round(2).to_dict()
    {'individual': 12.0, 'group': 9.5, 'market': 1.95}
    """
    _guard.number(margin=margin)
    shares, costs = _read(plans)
    gains = np.asarray(margin, dtype=float)[..., None] * shares - costs
    if gains.ndim == 1:
        return pd.Series(gains, index=list(plans))
    index = margin.index if hasattr(margin, "index") and hasattr(margin, "iloc") else pd.Index(np.ravel(margin), name="margin")
    return pd.DataFrame(gains.reshape(-1, len(plans)), index=index, columns=list(plans))


def _read(plans):
    shares, costs = np.array([shares_and_cost for shares_and_cost in plans.values()], dtype=float).T
    _guard.share(plans=shares)
    _guard.not_negative(plans=costs)
    return shares, costs


def best_level(margin, plans=PLANS):
    """The level at which planning adds most per customer; "none" where every level would lose money.

    At equal gain the cheaper level wins, because a plan that costs less can lose less.

    Parameters
    ----------
    margin : money per year
        What a customer brings: one number, or one per customer.
    plans : dict, optional
        For each level the share of the margin it adds, and its cost per customer and year.

    Returns
    -------
    "individual", "group", "market" or "none"
        One word, or a Series of them; nan where the margin is unknown.

    Raises
    ------
    ValueError
        If a margin is infinite, a share is not between 0 and 1, or a cost is negative.

    References
    ----------
    The idea: textbook, on the customer portfolio (S0-1 to S0-3). The rule is our own (WE-505).

    Examples
    --------
    A newspaper's subscriber, a bank's customer, a client of a private bank:

    >>> best_level([20, 200, 5_000]).tolist()
    ['group', 'individual', 'individual']
    """
    gains = level_gains(margin, plans)
    table = (gains.to_frame().T if gains.ndim == 1 else gains).round(9)
    cheap_first = sorted(plans, key=lambda level: plans[level][1])
    values = table[cheap_first].to_numpy()
    found = np.array(cheap_first, dtype=object)[np.where(np.isnan(values), -np.inf, values).argmax(axis=1)]
    found[values.max(axis=1) < 0] = "none"
    found[np.isnan(values).any(axis=1)] = np.nan
    return found[0] if gains.ndim == 1 else pd.Series(found, index=gains.index, name="level")


def breakeven_margin(level, other, plans=PLANS):
    """From which yearly margin on planning at one level adds more than at another.

    m = (c_l − c_o) / (s_l − s_o)

    Parameters
    ----------
    level, other : "individual", "group" or "market"
        The two levels; their order does not matter.
    plans : dict, optional
        For each level s, the share of the margin it adds, and c, its cost per customer and year.

    Returns
    -------
    money per year
        Above it the level that adds the larger share is ahead; nan when both add the same share, so that the cheaper one is ahead always.

    Raises
    ------
    ValueError
        If a level is not among the plans.

    References
    ----------
    Derived from ``level_gains`` (WE-505).

    Examples
    --------
    >>> round(breakeven_margin("individual", "group"), 6), round(breakeven_margin("group", "market"), 6)
    (150.0, 11.25)
    """
    _guard.choice("level", level, tuple(plans))
    _guard.choice("other", other, tuple(plans))
    _read(plans)
    (share, cost), (other_share, other_cost) = plans[level], plans[other]
    return (cost - other_cost) / (share - other_share) if share != other_share else float("nan")
