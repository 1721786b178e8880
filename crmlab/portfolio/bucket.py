"""The bucket that leaks: strangers become acquaintances, friends and partners, or leave again, year by year.

The idea is Johnson and Selnes': a portfolio of weak and close relations, and four ways to spend money on it. Every number and every curve here is
crmlab's own assumption. Money is in thousand đồng.
"""
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard

STAGES = ("stranger", "acquaintance", "friend", "partner")
SPENDINGS = ("acquisition", "conversion", "defence", "leverage")


@dataclass(frozen=True)
class Portfolio:
    """A market of people and how they move; what they bring; what it costs to serve them. All numbers are assumptions.

    ``start``: how many strangers, acquaintances, friends and partners there are. Each year a share of every stage leaves and is a stranger again:
    ``leaks``, of acquaintances, friends and partners. Of those who stay, a share moves one stage up: ``steps``, as (stranger → acquaintance,
    acquaintance → friend, friend → partner). Spending raises ``steps`` towards ``most_steps`` (acquisition the first one, conversion the other two),
    and saves up to the share ``most_saved`` of every leak (defence). ``revenues`` are what an acquaintance, a friend and a partner bring a
    year before they are served; leverage raises those of friends and partners by up to the share ``most_lift``.

    Diminishing returns: money per head of x reaches the part 1 − e^(−x / reach) of what can be reached, ``reach`` being one amount per
    kind of spending (``SPENDINGS``), per stranger, per acquaintance and friend, per customer, and per friend and partner.

    To serve one customer costs ``unit_cost`` when there are ``usual_customers``. With ``scale`` 0, as in personal services, it always does; with a
    scale of 0.3 it falls by 19 % each time the number of customers doubles: n customers cost unit_cost · n · (n / usual_customers)^(−scale).
    """

    start: tuple = (90_000, 8_000, 1_500, 500)
    steps: tuple = (0.02, 0.05, 0.04)
    most_steps: tuple = (0.20, 0.25, 0.15)
    leaks: tuple = (0.40, 0.20, 0.08)
    most_saved: float = 0.5
    revenues: tuple = (270, 700, 1_500)
    most_lift: float = 0.25
    reach: tuple = (15, 120, 80, 150)
    unit_cost: float = 270
    usual_customers: float = 10_000
    scale: float = 0.0

    def __post_init__(self):
        for name, length in {"start": 4, "steps": 3, "most_steps": 3, "leaks": 3, "revenues": 3, "reach": 4}.items():
            if np.shape(getattr(self, name)) != (length,):
                raise ValueError(words.t("portfolio.how_many", name=name, length=length, value=getattr(self, name)))
        _guard.share(steps=self.steps, most_steps=self.most_steps, leaks=self.leaks, most_saved=self.most_saved, scale=self.scale)
        _guard.not_negative(start=self.start, revenues=self.revenues, most_lift=self.most_lift, unit_cost=self.unit_cost)
        _guard.positive(reach=self.reach, usual_customers=self.usual_customers)
        _guard.at_most("most_steps", self.most_steps, steps=self.steps)


def simulate_portfolio(portfolio=Portfolio(), spending=(0, 0, 0, 0), *, years=10, seed=None):
    """One row per year: who is where after that year's moves, and the money of the year. Year 0 is the start.

    At the beginning of a year the money is spent and people move; in their new stages they buy and are served. Nobody appears or vanishes: who leaves
    is a stranger again and can be won back.

    Parameters
    ----------
    portfolio : Portfolio, optional
        The market, and all that is assumed about it.
    spending : four amounts of money, or a dict or Series with some of SPENDINGS
        What is spent each year on acquisition, conversion, defence and leverage.
    years : number of years, optional
    seed : whole number, optional
        Without it the expected numbers (parts of people included); with it each person decides at random.

    Returns
    -------
    DataFrame
        stranger, acquaintance, friend, partner, joined and left (people); revenue, serving_cost, spending and profit (money).

    Raises
    ------
    ValueError
        If an amount is negative, a kind of spending has another name, the years are no whole number, or, with a seed, the start holds parts of people.

    References
    ----------
    The idea: Johnson & Selnes, "Customer Portfolio Management", Journal of Marketing 68(2), 2004. The model and its numbers are our own.

    Examples
    --------
    >>> simulate_portfolio(spending={"acquisition": 1_000_000}, years=2)[["acquaintance", "friend", "partner"]].round().astype(int).values.tolist()
    [[8000, 1500, 500], [14836, 1392, 508], [18380, 1514, 512]]
    """
    _guard.count(years=years)
    money = _one_mix(spending)
    rng = None if seed is None else _whole_people(portfolio, seed)
    rows = [Year(np.asarray(portfolio.start, dtype=float), *np.zeros(5))]
    for _ in range(years):
        rows.append(next_year(portfolio, rows[-1].people, money, rng))
    columns = ["joined", "left", "revenue", "serving_cost", "spending"]
    table = pd.DataFrame([row.people for row in rows], columns=list(STAGES)).join(pd.DataFrame([row[1:] for row in rows], columns=columns, dtype=float))
    table["profit"] = table["revenue"] - table["serving_cost"] - table["spending"]
    return table.rename_axis("year")


class Year(NamedTuple):
    """People per stage after the moves of a year (last axis), those who joined and left, and the money of that year."""

    people: np.ndarray
    joined: np.ndarray
    left: np.ndarray
    revenue: np.ndarray
    serving_cost: np.ndarray
    spending: np.ndarray


def next_year(portfolio, people, money, rng=None):
    """The year after: ``people`` and ``money`` have four numbers along their last axis, and any number of portfolios before it."""
    customers = people[..., 1:]
    heads = np.stack([people[..., 0], customers[..., :2].sum(axis=-1), customers.sum(axis=-1)], axis=-1)
    acquired, converted, defended = np.moveaxis(_reached(money[..., :3], heads, portfolio.reach[:3]), -1, 0)
    low, high = np.array(portfolio.steps), np.array(portfolio.most_steps)
    steps = low + (high - low) * np.stack([acquired, converted, converted], axis=-1)
    leaks = np.array(portfolio.leaks) * (1 - portfolio.most_saved * defended[..., None])
    gone = _some(customers, leaks, rng)
    up = _some(np.concatenate([people[..., :1], customers[..., :2] - gone[..., :2]], axis=-1), steps, rng)
    after = people.copy()
    after[..., 1:] += up - gone
    after[..., :3] -= up
    after[..., 0] += gone.sum(axis=-1)
    return Year(after, up[..., 0], gone.sum(axis=-1), *_money(portfolio, after, money))


def _reached(money, heads, reach):
    """The part of what can be reached that this money reaches, per head; where there is nobody, nothing."""
    with np.errstate(over="ignore"):
        per_head = np.divide(money, heads, out=np.zeros(np.broadcast(money, heads).shape), where=heads > 0)
    return 1 - np.exp(-per_head / np.array(reach))


def _some(people, shares, rng):
    """This share of the people: expected, or drawn person by person."""
    return people * shares if rng is None else rng.binomial(people.astype(np.int64), shares).astype(float)


def _money(portfolio, people, money):
    """Revenue, cost to serve and spending of a year."""
    close = people[..., 2:].sum(axis=-1)
    lift = 1 + portfolio.most_lift * _reached(money[..., 3], close, portfolio.reach[3])
    revenues = people[..., 1:] * np.array(portfolio.revenues)
    customers = people[..., 1:].sum(axis=-1)
    unit_cost = portfolio.unit_cost * (np.where(customers > 0, customers, 1) / portfolio.usual_customers) ** -portfolio.scale
    return revenues[..., 0] + revenues[..., 1:].sum(axis=-1) * lift, unit_cost * customers, money.sum(axis=-1)


def _one_mix(spending):
    """One mix as an array: four numbers, or some of them by name."""
    if hasattr(spending, "keys"):
        for kind in spending.keys():
            _guard.choice("spending", kind, SPENDINGS)
        spending = [spending.get(kind, 0) for kind in SPENDINGS]
    if np.shape(spending) != (len(SPENDINGS),):
        raise ValueError(words.t("portfolio.how_many", name="spending", length=len(SPENDINGS), value=spending))
    _guard.not_negative(spending=spending)
    return np.asarray(spending, dtype=float)


def _whole_people(portfolio, seed):
    """The random numbers of this seed, if the start holds whole people, who alone can decide."""
    parts = [count for count in portfolio.start if count % 1]
    if parts:
        raise ValueError(words.t("portfolio.whole_people", value=parts[0]))
    return np.random.default_rng(seed)
