"""Chapter 3.2.3, strategic customer-based metrics: whom to mail, what a customer has been worth, and will be.

All arguments of one call are per the same period; rates are shares per that period.
"""
import numpy as np

from .. import words
from . import _guard
from ._numbers import numbers, per_row, plain, total
from ._rfm import (
    breakeven_index,
    breakeven_rate,
    campaign_profit,
    frequency_points,
    monetary_points,
    recency_points,
    relative_weights,
    response_rate,
    rfm_points,
)

__all__ = [
    "breakeven_index",
    "breakeven_rate",
    "campaign_profit",
    "customer_equity",
    "customer_equity_share",
    "frequency_points",
    "lifetime_value",
    "margin_multiple",
    "monetary_points",
    "net_contribution",
    "past_customer_value",
    "recency_points",
    "relative_weights",
    "response_rate",
    "rfm_points",
]


def past_customer_value(contributions, discount_rate, convention="now"):
    """Today's worth of what one customer has already contributed.

    PCV = Σ_n GC_n · (1 + r)^n

    convention="one_period_later": PCV = Σ_n GC_n · (1 + r)^(n + 1)

    Money earned earlier counts more, because it could have earned interest since. n counts the periods
    before now, 0 for the last one. The book's printed 302.01 values the money one period *after* the last
    contribution although it is labelled as money of the last month; the second convention gives it.

    Parameters
    ----------
    contributions : money per period, oldest first; the last axis is time
        GC, the gross contribution of each period.
    discount_rate : share per period
        r, the cost of capital.
    convention : "now" or "one_period_later"
        Whether the last contribution has exponent 0 or 1.

    Returns
    -------
    money
        One value per customer: the shape of ``contributions`` without its last axis.

    Raises
    ------
    ValueError
        If there is no contribution, or the rate is not a share per period.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; Hess, MARK 7397, class 6. Textbook 3.2.3 prints 302,01.

    Examples
    --------
    Contributions of January … May, and 1.25 % a month:

    >>> round(past_customer_value([240, 15, 15, 9, 6], 0.0125), 2)
    298.29
    >>> round(past_customer_value([240, 15, 15, 9, 6], 0.0125, convention="one_period_later"), 2)
    302.01
    """
    _guard.choice("convention", convention, ("now", "one_period_later"))
    _guard.listed(contributions=contributions)
    _guard.number(contributions=contributions)
    _guard.rate(discount_rate=discount_rate)
    contributions = np.asarray(contributions)
    last_exponent = 0 if convention == "now" else 1
    exponents = np.arange(contributions.shape[-1])[::-1] + last_exponent
    return total(contributions * (1 + discount_rate) ** exponents)


def net_contribution(sales, direct_cost, marketing_cost):
    """What is left of a customer's sales after her own direct and marketing costs.

    NC = (S − DC) − MC

    The contribution margin of a period, ready for ``lifetime_value`` and ``customer_equity``.

    Parameters
    ----------
    sales : money per period
        S, sold to the customer.
    direct_cost : money per period
        DC, of the goods and services sold.
    marketing_cost : money per period
        MC, of serving and keeping the customer.

    Returns
    -------
    money
        Negative when the customer costs more than she brings.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; the components of WE-337 are from memory, its numbers our own.

    Examples
    --------
    >>> net_contribution(sales=120, direct_cost=84, marketing_cost=20)
    16
    """
    _guard.not_negative(sales=sales, direct_cost=direct_cost, marketing_cost=marketing_cost)
    return plain((numbers(sales) - numbers(direct_cost)) - numbers(marketing_cost))


def lifetime_value(margin, discount_rate, retention_rate=1, periods=None, acquisition_cost=0):
    """Present value of the margins a customer has still to bring, less what it cost to win her.

    LTV = Σ_t CM_t · (Rr / (1 + δ))^t − AC

    t = 1, 2, …: the first margin comes at the end of the first period, and only if she stays till then
    (``margin_multiple`` shows the two other conventions). Without ``periods`` one margin goes on for ever:
    CM · Rr / (1 + δ − Rr). For a Series of customers, multiply: ``margins * lifetime_value(1, …)``.

    Parameters
    ----------
    margin : money per period
        CM, the contribution margin: one number for all periods, or a list with one per period.
    discount_rate : share per period
        δ, the cost of capital.
    retention_rate : share per period
        Rr, the chance that a customer of one period is one in the next; 1 when she is sure to stay.
    periods : periods, optional
        T, how many periods one margin goes on; without it, for ever.
    acquisition_cost : money
        AC, spent today to win her.

    Returns
    -------
    money

    Raises
    ------
    ValueError
        If a list of margins comes with ``periods``, or an endless sum has no limit.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; Hess, MARK 7397, class 6. Numbers of WE-337 and 338 are our own.

    Examples
    --------
    >>> round(lifetime_value(100, 0.12, periods=5), 2)
    360.48
    >>> round(lifetime_value(100, 0.12, retention_rate=0.8, periods=5, acquisition_cost=120), 2)
    83.52
    >>> round(lifetime_value(100, 0.12, retention_rate=0.8), 2)
    250.0
    >>> round(lifetime_value([50, 80, 100], 0.12), 2)
    179.6
    """
    _guard.number(margin=margin)
    _guard.rate(discount_rate=discount_rate)
    _guard.share(retention_rate=retention_rate)
    _guard.not_negative(acquisition_cost=acquisition_cost)
    if np.ndim(margin) == 0 and periods is None:
        return plain(margin * margin_multiple(retention_rate, discount_rate) - acquisition_cost)
    if np.ndim(margin) == 1 and np.ndim(retention_rate):
        raise ValueError(words.t("strategic.one_retention_rate"))
    kept = numbers(retention_rate) / (1 + numbers(discount_rate))
    return plain(_added_up([m * kept**t for t, m in enumerate(_margins(margin, periods), 1)]) - acquisition_cost)


def _margins(margin, periods):
    """The margin of each period, first period first."""
    if np.ndim(margin) == 0:
        _guard.count(periods=periods)
        return [margin] * int(periods)
    if periods is not None:
        raise ValueError(words.t("strategic.no_periods", periods=periods))
    _guard.listed(margin=margin)
    return np.moveaxis(np.asarray(margin), -1, 0)


def _added_up(terms):
    """The sum of the terms, numbers or arrays."""
    return total(terms) if np.ndim(terms[0]) == 0 else sum(terms)


def margin_multiple(retention_rate, discount_rate, convention="end_if_retained"):
    """How many times its yearly margin an endless relationship is worth.

    MM = Rr / (1 + δ − Rr)

    convention="now": MM = (1 + δ) / (1 + δ − Rr)

    convention="end_certain": MM = 1 / (1 + δ − Rr)

    Books mean three things by it, so choose knowingly: the first margin comes at the end of the first
    period if the customer stays (the default), or now, or at the end of the first period for certain.
    Margin, retention and discount rate never change.

    Parameters
    ----------
    retention_rate : share per period
        Rr, the chance that a customer of one period is one in the next.
    discount_rate : share per period
        δ, the cost of capital.
    convention : "end_if_retained", "now" or "end_certain"
        When the first margin comes.

    Returns
    -------
    multiple
        Lifetime value = margin per period times this.

    Raises
    ------
    ValueError
        If retention is not below 1 + the discount rate, where the sum grows without limit.

    References
    ----------
    Gupta & Lehmann (2003), "Customers as assets"; the table WE-339 is from memory, WE-340 our own.

    Examples
    --------
    >>> round(margin_multiple(0.8, 0.12), 3)
    2.5
    >>> round(margin_multiple(0.8, 0.12, convention="now"), 3)
    3.5
    >>> round(margin_multiple(0.8, 0.12, convention="end_certain"), 3)
    3.125
    """
    _guard.choice("convention", convention, ("end_if_retained", "now", "end_certain"))
    _guard.share(retention_rate=retention_rate)
    _guard.rate(discount_rate=discount_rate)
    retention_rate, discount_rate = numbers(retention_rate), numbers(discount_rate)
    _guard.below("1 + discount_rate", 1 + discount_rate, "strategic.endless", retention_rate=retention_rate)
    first = {"end_if_retained": retention_rate, "now": 1 + discount_rate, "end_certain": 1}[convention]
    return plain(first / (1 + discount_rate - retention_rate))


def customer_equity(customers, margin, retention_rates, discount_rate, convention="end_of_period"):
    """What a group of new customers is worth today: all their lifetime values together.

    CE = Σ_t N · Rr_1 · … · Rr_t · CM_t / (1 + δ)^t

    convention="start_of_period": CE = Σ_t N · Rr_1 · … · Rr_t · CM_t / (1 + δ)^(t − 1)

    A margin is earned from those who are still there at the end of the period, and comes then. The book's table
    does not discount the first year, although only those kept in that year pay: the second convention.

    Parameters
    ----------
    customers : customers
        N, won at the start.
    margin : money per customer and period
        CM, the net contribution: one number for all periods, or a list with one per period.
    retention_rates : shares per period, first period first
        Rr, the share of the last period's customers who are kept.
    discount_rate : share per period
        δ, the cost of capital.
    convention : "end_of_period" or "start_of_period"
        Whether the first margin is discounted by one period, or not.

    Returns
    -------
    money

    Raises
    ------
    ValueError
        If a rate is not a share, or the list of margins is not as long as that of retention rates.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; the inputs of WE-341 are from memory, 15,028.20 is recomputed.

    Examples
    --------
    >>> rates = [0.40, 0.63, 0.75, 0.82, 0.85]
    >>> round(customer_equity(1000, 16, rates, 0.15), 2)
    13068.0
    >>> round(customer_equity(1000, 16, rates, 0.15, convention="start_of_period"), 2)
    15028.2
    """
    _guard.choice("convention", convention, ("end_of_period", "start_of_period"))
    _guard.not_negative(customers=customers)
    _guard.number(margin=margin)
    _guard.listed(retention_rates=retention_rates)
    _guard.share(retention_rates=retention_rates)
    _guard.rate(discount_rate=discount_rate)
    if np.ndim(margin):
        _guard.same_length(retention_rates=retention_rates, margin=margin)
    active = per_row(customers) * np.multiply.accumulate(numbers(retention_rates), axis=-1)
    exponents = np.arange(active.shape[-1]) + (convention == "end_of_period")
    return total(active * np.asarray(margin) / (1 + discount_rate) ** exponents)


def customer_equity_share(equities):
    """Each firm's share of the customer equity of all firms: market share with an eye to the future.

    CES_j = CE_j / Σ_k CE_k

    Parameters
    ----------
    equities : money, one per firm; the last axis is firms
        CE, the customer equity of each firm in the market.

    Returns
    -------
    shares
        In the firms' order; they add up to 1.

    Raises
    ------
    ValueError
        If an equity is negative, or all are 0.

    References
    ----------
    Rust, Zeithaml & Lemon (2000). The numbers of WE-342 are our own.

    Examples
    --------
    >>> shares = customer_equity_share([15_028.2, 9_000, 5_971.8])
    >>> [round(share, 4) for share in shares.tolist()]
    [0.5009, 0.3, 0.1991]
    """
    _guard.listed(equities=equities)
    _guard.not_negative(equities=equities)
    together = total(equities)
    if np.any(together == 0):
        raise ValueError(words.t("strategic.no_equity"))
    return numbers(equities) / (np.expand_dims(together, -1) if np.ndim(together) else together)
