"""Two ways of selling, month by month: one-step selling that closes a deal and goes on, and relationship marketing that keeps."""
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard


@dataclass(frozen=True)
class SellingPolicy:
    """How a firm sells; months and money throughout. The numbers are assumptions of crmlab, to be changed.

    Parameters
    ----------
    leads : prospects bought a month
    lead_cost : money per bought prospect
    win_rate : share of prospects who buy at once
    first_margin : money, contribution of the first sale
    repeat_margin : money a month, contribution of a customer who stays
    stay : share of customers who stay from one month to the next
    service_cost : money per customer and month, spent on the relationship
    referral_rate : prospects whom a customer sends in a month; they cost nothing
    """

    leads: int = 200
    lead_cost: float = 10_000
    win_rate: float = 0.1
    first_margin: float = 60_000
    repeat_margin: float = 45_000
    stay: float = 0.5
    service_cost: float = 0
    referral_rate: float = 0

    def __post_init__(self):
        _guard.share(win_rate=self.win_rate, stay=self.stay)
        _guard.not_negative(leads=self.leads, lead_cost=self.lead_cost, service_cost=self.service_cost, referral_rate=self.referral_rate)
        _guard.number(first_margin=self.first_margin, repeat_margin=self.repeat_margin)


POLICIES = {
    "one_step": SellingPolicy(leads=300, win_rate=0.14, first_margin=90_000, stay=0.45),
    "relationship": SellingPolicy(leads=150, win_rate=0.10, first_margin=50_000, stay=0.92, service_cost=15_000, referral_rate=0.06),
}


def simulate_selling(policies=None, *, months=36, runs=200, seed=1):
    """One row per policy and month: customers at its end, profit of the month and cumulative_profit, means over ``runs``, and low and high.

    Each month a policy buys prospects, and its customers send some; a share of both buy; of those who were customers before, a share stay and
    buy again. Who buys and who stays is drawn by chance, ``runs`` times; low and high hold the middle 90 % of the cumulative
    profits. ``policies`` is {name: SellingPolicy}; without it, ``POLICIES``. The same seed gives the same table.
    """
    policies = POLICIES if policies is None else policies
    if not policies or not all(isinstance(one, SellingPolicy) for one in getattr(policies, "values", list)()):
        raise ValueError(words.t("profile.policies", found=type(policies).__name__))
    _guard.count(months=months, runs=runs)
    return pd.concat([_months(name, one, months, runs, np.random.default_rng([seed, place])) for place, (name, one) in enumerate(policies.items())], ignore_index=True)


def _months(name, policy, months, runs, rng):
    """All months of one policy, all runs at once."""
    here, profits, customers = np.zeros(runs, dtype=np.int64), np.zeros((months, runs)), np.zeros((months, runs))
    for month in range(months):
        stayed = rng.binomial(here, policy.stay)
        sent = rng.poisson(policy.referral_rate * stayed)
        won = rng.binomial(round(policy.leads) + sent, policy.win_rate)
        here = stayed + won
        customers[month] = here
        profits[month] = won * policy.first_margin + stayed * policy.repeat_margin - round(policy.leads) * policy.lead_cost - here * policy.service_cost
    total = profits.cumsum(axis=0)
    low, high = np.quantile(total, [0.05, 0.95], axis=1)
    found = {"policy": name, "month": np.arange(1, months + 1), "customers": customers.mean(axis=1), "profit": profits.mean(axis=1)}
    return pd.DataFrame(found | {"cumulative_profit": total.mean(axis=1), "low": low, "high": high})
