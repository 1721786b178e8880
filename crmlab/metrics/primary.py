"""Chapter 3.2.1, primary customer-based metrics: winning customers, keeping them, knowing who is still there.

Rates are shares per period (0.75), and all arguments of one call are per the same period. In a contractual setting a
customer is lost for good and we see it; in a non-contractual one she shares her purchases and we must infer it.
"""
import numpy as np

from . import _guard
from ._numbers import mean, numbers, per_row, plain, total

__all__ = [
    "acquisition_cost",
    "acquisition_rate",
    "average_inter_purchase_time",
    "average_lifetime",
    "average_retention_rate",
    "customers_left",
    "defection_rate",
    "lifetime_duration",
    "lifetime_from_retention",
    "p_active",
    "projected_retention_rate",
    "retention_growth",
    "retention_rate",
    "survival_rate",
    "survivors",
    "win_back_rate",
]


def acquisition_rate(acquired, targeted):
    """The part of the targeted prospects who became customers.

    AR = A / P

    A rate of a campaign, not of a person. Say what counts as acquired (a first purchase, a first
    renewal) and never read it alone: a high rate may be bought at a high ``acquisition_cost``.

    Parameters
    ----------
    acquired : customers
        A, the prospects who became customers.
    targeted : prospects
        P, all prospects whom the campaign addressed.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If nobody was targeted, a count is negative, or more were acquired than targeted.

    References
    ----------
    Formula: Hess, MARK 7397, class 2. Numbers: UEF exam (scribd 669611871). Textbook 3.2.1 (WE-303).

    Examples
    --------
    A card for 2,000,000 office workers, taken by 120,000:

    >>> acquisition_rate(120_000, 2_000_000)
    0.06
    """
    _guard.not_negative(acquired=acquired)
    _guard.positive(targeted=targeted)
    _guard.at_most("targeted", targeted, acquired=acquired)
    return plain(numbers(acquired) / numbers(targeted))


def acquisition_cost(spending, acquired):
    """What it costs to win one customer.

    AC = M / A

    The campaign's spending goes to the customers whom it won. That is exact for direct mail, and rough
    for broadcast advertising, which also reaches those who buy already.

    Parameters
    ----------
    spending : money
        M, all that the campaign cost.
    acquired : customers
        A, the prospects who became customers.

    Returns
    -------
    money per customer
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the spending is negative, or nobody was acquired.

    References
    ----------
    Formula: Hess, MARK 7397, class 2. The example is our own. Textbook 3.2.1 (WE-304).

    Examples
    --------
    >>> acquisition_cost(60_000_000, 1_200)
    50000.0
    """
    _guard.not_negative(spending=spending)
    _guard.positive(acquired=acquired)
    return plain(numbers(spending) / numbers(acquired))


def average_inter_purchase_time(purchases, periods=1):
    """The mean time from one purchase to the next.

    AIT = t / n

    Counted from the first purchase to now. A time that grows is an early warning that a customer is
    drifting away; it suits non-contractual relationships, where nobody says that she leaves.

    Parameters
    ----------
    purchases : number of purchases
        n, those made in the time we look at.
    periods : number of periods, optional
        t, how long we look; 1 when ``purchases`` is per period already.

    Returns
    -------
    periods
        Of the arguments' own shape, in the unit of ``periods``.

    Raises
    ------
    ValueError
        If there is no purchase or no time. Give nan for a customer without a purchase.

    References
    ----------
    Formula: UEF lecture 5 (scribd 578123719). Numbers: Kumar & Reinartz (2006), from memory.
    Textbook 3.2.1 (WE-305).

    Examples
    --------
    Six purchases a month, which is one in five days:

    >>> round(average_inter_purchase_time(6), 4)
    0.1667
    >>> average_inter_purchase_time(6, periods=30)
    5.0
    """
    _guard.positive(purchases=purchases, periods=periods)
    return plain(numbers(periods) / numbers(purchases))


def retention_rate(customers_before, customers_kept):
    """The part of the customers of one period who are customers in the next.

    Rr_t = K_t / N_(t−1)

    Customers who are new in the next period do not count as kept.

    Parameters
    ----------
    customers_before : customers
        N_(t−1), those of the period before.
    customers_kept : customers
        K_t, those among them who are still here.

    Returns
    -------
    share per period
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there were no customers, a count is negative, or more were kept than there were.

    References
    ----------
    Kumar & Reinartz (2018), ch. 5, p. 92 prints the survivors of the example. Textbook 3.2.1 (WE-310).

    Examples
    --------
    >>> retention_rate(7_500, 2_400)
    0.32
    """
    _guard.positive(customers_before=customers_before)
    _guard.not_negative(customers_kept=customers_kept)
    _guard.at_most("customers_before", customers_before, customers_kept=customers_kept)
    return plain(numbers(customers_kept) / numbers(customers_before))


def defection_rate(retention_rate):
    """The part of the customers of one period who are gone in the next.

    Dr = 1 − Rr

    Every customer either stays or leaves. The field also says churn rate.

    Parameters
    ----------
    retention_rate : share per period, 0 to 1
        Rr, the part who stay.

    Returns
    -------
    share per period
        Of the argument's own shape.

    Raises
    ------
    ValueError
        If the rate is not a share.

    References
    ----------
    Kumar & Reinartz (2006), from memory. Textbook 3.2.1 (WE-306).

    Examples
    --------
    >>> defection_rate(0.75)
    0.25
    """
    _guard.share(retention_rate=retention_rate)
    return plain(1 - numbers(retention_rate))


def average_retention_rate(lifetime):
    """The constant retention rate behind a mean lifetime.

    Rr = 1 − 1 / L

    The rate is the same in all periods and for all customers, and a lifetime counts the period of
    defection, so it is 1 at least. ``lifetime_from_retention`` is the way back.

    Parameters
    ----------
    lifetime : periods, 1 or more
        L, the mean lifetime of a customer.

    Returns
    -------
    share per period
        Of the argument's own shape.

    Raises
    ------
    ValueError
        If the lifetime is shorter than one period.

    References
    ----------
    Kumar & Reinartz (2006), from memory. Textbook 3.2.1 (WE-306).

    Examples
    --------
    Customers stay four years on average:

    >>> average_retention_rate(4)
    0.75
    """
    _guard.at_least(1, lifetime=lifetime)
    return plain(1 - 1 / numbers(lifetime))


def lifetime_from_retention(retention_rate):
    """The mean lifetime that goes with a constant retention rate.

    L = 1 / (1 − Rr)

    The period of defection counts as lived; the completed periods alone are one fewer, L − 1. The rate
    is the same in all periods and for all customers: with a mixture of loyal and fickle ones the mean of
    their lifetimes is longer than the lifetime of their mean rate.

    Parameters
    ----------
    retention_rate : share per period, 0 to below 1
        Rr, the part who stay.

    Returns
    -------
    periods
        Of the argument's own shape.

    Raises
    ------
    ValueError
        If the rate is not a share, or is 1: who never leaves has no mean lifetime.

    References
    ----------
    Kumar & Reinartz (2006), from memory. Textbook 3.2.1 (WE-311).

    Examples
    --------
    >>> lifetime_from_retention(0.75)
    4.0
    """
    _guard.share(retention_rate=retention_rate)
    _guard.below("1", 1, "primary.never_leaves", retention_rate=retention_rate)
    return plain(1 / (1 - numbers(retention_rate)))


def customers_left(customers, retention_rate, period):
    """How many of today's customers are left after some periods of constant retention.

    N_t = N_0 · Rr^t

    Expected numbers, so not rounded to whole customers. For rates that change use ``survivors``.

    Parameters
    ----------
    customers : customers
        N_0, those at the start.
    retention_rate : share per period, 0 to 1
        Rr, the part who stay.
    period : number of periods
        t, how many periods later; a list gives one result for each.

    Returns
    -------
    customers
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the rate is not a share, or customers or period are negative.

    References
    ----------
    Kumar & Reinartz (2006), from memory; it prints 42.18 for period 3, truncated. Textbook 3.2.1 (WE-307).

    Examples
    --------
    >>> customers_left(100, 0.75, [1, 2, 3, 4]).tolist()
    [75.0, 56.25, 42.1875, 31.640625]
    """
    _guard.not_negative(customers=customers, period=period)
    _guard.share(retention_rate=retention_rate)
    return plain(numbers(customers) * numbers(retention_rate) ** numbers(period))


def retention_growth(retention_ceiling, retention_rate, period):
    """How fast a cohort's retention rate climbs towards its ceiling.

    r = (1 / t) · [ln Rr_c − ln(Rr_c − Rr_t)]

    The rate follows a curve that rises ever more slowly, Rr_c · (1 − e^(−r·t)). One observed rate fixes
    its speed; see ``projected_retention_rate`` for what follows from it.

    Parameters
    ----------
    retention_ceiling : share per period, 0 to 1
        Rr_c, the rate that is approached and never reached.
    retention_rate : share per period, below the ceiling
        Rr_t, the rate seen in that period.
    period : number of periods, above 0
        t, the period in which it was seen.

    Returns
    -------
    growth per period
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a rate is not a share, the rate is not below the ceiling, or the period is not above 0.

    References
    ----------
    Kumar & Reinartz (2006), from memory; it prints 0.198 for period 10, truncated. Textbook 3.2.1 (WE-308).

    Examples
    --------
    >>> round(retention_growth(0.95, 0.80, 9), 3)
    0.205
    """
    _guard.share(retention_ceiling=retention_ceiling, retention_rate=retention_rate)
    _guard.positive(period=period)
    _guard.below("retention_ceiling", retention_ceiling, "primary.ceiling", retention_rate=retention_rate)
    ceiling = numbers(retention_ceiling)
    return plain(1 / numbers(period) * (np.log(ceiling) - np.log(ceiling - numbers(retention_rate))))


def projected_retention_rate(retention_ceiling, growth, period):
    """The retention rate of a later period, on the curve towards the ceiling.

    Rr_t = Rr_c · (1 − e^(−r·t))

    The longer customers stay, the less likely they leave: the unfaithful have left already. The curve
    starts at 0 in period 0 and never reaches the ceiling; it projects rates, it does not explain them.

    Parameters
    ----------
    retention_ceiling : share per period, 0 to 1
        Rr_c, the rate that is approached.
    growth : growth per period, 0 or more
        r, the speed, as ``retention_growth`` gives it.
    period : number of periods
        t, the period wanted; a list gives one rate for each.

    Returns
    -------
    share per period
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the ceiling is not a share, or growth or period are negative.

    References
    ----------
    Kumar & Reinartz (2006), from memory. Textbook 3.2.1 (WE-308).

    Examples
    --------
    >>> round(projected_retention_rate(0.95, 0.2, 11), 3)
    0.845
    """
    _guard.share(retention_ceiling=retention_ceiling)
    _guard.not_negative(growth=growth, period=period)
    exponent = -(numbers(growth) * numbers(period))
    return plain(numbers(retention_ceiling) * (1 - np.exp(exponent)))


def survival_rate(retention_rates, setting="contractual"):
    """The part of a cohort that is still there after each period.

    SR_t = Rr_t · SR_(t−1)

    It starts from SR_0 = 1. Each rate is among those who were there the period before. Only a contractual
    setting shows who has left; without a contract use ``p_active``.

    Parameters
    ----------
    retention_rates : share per period, first period first; the last axis is time
        Rr_t, the part of the previous period's customers who stay.
    setting : "contractual" (lost for good) or "non_contractual" (always a share)
        The kind of relationship; the second is refused.

    Returns
    -------
    share
        One per period: the shape of ``retention_rates``. After an unknown rate all is unknown.

    Raises
    ------
    ValueError
        If a rate is not a share, there is none, or the setting is not contractual.

    References
    ----------
    Formula: UEF lecture 5. Numbers: Kumar & Reinartz (2006), from memory. Textbook 3.2.1 (WE-309; the setting WE-316).

    Examples
    --------
    >>> survival_rate([0.55, 0.62, 0.68, 0.72]).round(5).tolist()
    [0.55, 0.341, 0.23188, 0.16695]
    """
    _guard.suits("survival_rate", setting, "contractual")
    _guard.listed(retention_rates=retention_rates)
    _guard.share(retention_rates=retention_rates)
    # np.cumprod would skip the unknown rates of a Series and go on as if they were 1.
    return np.multiply.accumulate(numbers(retention_rates), axis=-1)


def survivors(customers, retention_rates):
    """How many of a cohort are still there after each period.

    S_t = N · SR_t

    Expected numbers, so not rounded to whole customers. A contractual setting, see ``survival_rate``.

    Parameters
    ----------
    customers : customers
        N, the cohort at the start; one number per row of ``retention_rates`` when that has rows.
    retention_rates : share per period, first period first; the last axis is time
        Rr_t, the part of the previous period's customers who stay.

    Returns
    -------
    customers
        One per period: the shape of ``retention_rates``.

    Raises
    ------
    ValueError
        If customers are negative, a rate is not a share, or there is none.

    References
    ----------
    Kumar & Reinartz (2006), from memory. Textbook 3.2.1 (WE-309).

    Examples
    --------
    >>> survivors(1_000, [0.55, 0.62, 0.68, 0.72]).round().tolist()
    [550.0, 341.0, 232.0, 167.0]
    """
    _guard.not_negative(customers=customers)
    survival = survival_rate(retention_rates)
    return per_row(customers) * survival


def lifetime_duration(survivors_by_period, customers, method="completed_periods"):
    """The mean number of periods for which a cohort stays.

    L = Σ_t S_t / N

    method="period_of_defection": L = Σ_t t · D_t / N

    method="kr_printed": L = Σ_t t · S_t / N

    The default counts the periods that a customer completes: a customer gone in period 1 has completed
    none. The second counts the period of defection too (D_t leave in period t) and is one period longer.
    Both end with the data: who is still there has completed the last period, and is taken to leave
    in the one after it, so that a cohort not yet gone gives a lower bound. The third weights
    *survivors* by the number of the period; it is what Kumar & Reinartz print (21,648 / 7,500), and no mean
    lifetime: with a constant retention of 0.75 it is 12, where the others are 3 and 4.

    Parameters
    ----------
    survivors_by_period : customers, first period first; the last axis is time
        S_t, those of the cohort who are still there after period t.
    customers : customers
        N, the cohort at the start.
    method : "completed_periods", "period_of_defection" or "kr_printed"
        What counts as a lifetime.

    Returns
    -------
    periods
        One per cohort: the shape of ``survivors_by_period`` without its last axis.

    Raises
    ------
    ValueError
        If there are no survivors listed, they grow, or there is no customer to start with.

    References
    ----------
    Kumar & Reinartz (2018), ch. 5, p. 92. Textbook 3.2.1 (WE-310).

    Examples
    --------
    Of 100 customers 60 stay one period, 20 two periods, nobody three:

    >>> lifetime_duration([60, 20, 0], 100)
    0.8
    >>> lifetime_duration([60, 20, 0], 100, method="period_of_defection")
    1.8
    """
    _guard.choice("method", method, ("completed_periods", "period_of_defection", "kr_printed"))
    _guard.listed(survivors_by_period=survivors_by_period)
    _guard.not_negative(survivors_by_period=survivors_by_period)
    _guard.positive(customers=customers)
    remaining = np.asarray(survivors_by_period)
    before = np.concatenate([_start(customers, remaining), remaining[..., :-1]], axis=-1)
    _guard.shrinking("survivors_by_period", remaining, before)
    periods = np.arange(1, remaining.shape[-1] + 1)
    if method == "completed_periods":
        return total(remaining) / customers
    if method == "kr_printed":
        return total(periods * remaining) / customers
    leavers = np.concatenate([before - remaining, remaining[..., -1:]], axis=-1)
    return total(np.append(periods, periods[-1] + 1) * leavers) / customers


def _start(customers, remaining):
    """The cohort's first number, as a column beside its periods."""
    return np.broadcast_to(np.asarray(customers)[..., None], (*remaining.shape[:-1], 1))


def average_lifetime(periods_observed, ended=None):
    """The mean lifetime of single customers, also when some are seen only in part.

    L = Σ_i T_i / E

    E is the number of customers whose end we saw. With complete information that is everybody, and the
    result is the plain mean. Whoever is still here when we stop looking (right-censored) adds the periods
    for which we saw her and no end; leaving her out, or taking her end as seen, makes lifetimes too short.
    Whoever was here before we began to look (left-censored) counts from then on. The chance to
    leave is taken to be the same in every period and for everybody; only then may these parts be added up.
    Count the period of defection in T for the lifetime of ``lifetime_from_retention``; leave it out
    for completed periods.

    Parameters
    ----------
    periods_observed : periods per customer; the last axis is customers
        T_i, for how long we saw each customer.
    ended : True or False per customer, optional
        e_i, whether we saw her leave (they sum to E); without it everybody was seen to leave.

    Returns
    -------
    periods

    Raises
    ------
    ValueError
        If there is no customer, nobody was seen to leave, or the two lists differ in length.

    References
    ----------
    The maximum likelihood estimate of a constant hazard; Kumar & Reinartz (2006) name the four data cases,
    from memory. The example is our own. Textbook 3.2.1 (WE-311).

    Examples
    --------
    Two customers left after 2 and 4 periods; a third one is here since 6 periods:

    >>> average_lifetime([2, 4, 6], ended=[True, True, False])
    6.0
    """
    _guard.listed(periods_observed=periods_observed)
    _guard.not_negative(periods_observed=periods_observed)
    if ended is None:
        return mean(periods_observed)
    _guard.same_length(periods_observed=periods_observed, ended=ended)
    _guard.truths(ended=ended)
    ends = total(ended)
    _guard.some_left("ended", ends)
    return total(periods_observed) / ends


def p_active(last_purchase, purchases, setting="non_contractual"):
    """The probability that a customer without a contract is still active.

    P(Active) = T^n

    Purchases would fall anywhere in the time we look at. The more there were, the more telling is the
    silence since the last one: of two customers who last bought at the same time, the one who had bought more
    often is the less likely still active. With a contract we see who leaves; use ``survival_rate``.

    Parameters
    ----------
    last_purchase : share of the time we look at, 0 to 1
        T, when the last purchase was: 8 of 12 months is 8/12.
    purchases : number of purchases, 1 or more
        n, those made in this time.
    setting : "contractual" (lost for good) or "non_contractual" (always a share)
        The kind of relationship; the first is refused.

    Returns
    -------
    probability
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If T is not a share (months are typed as 8/12), nobody bought, or the setting is contractual.

    References
    ----------
    Kumar & Reinartz (2006; 2018). Textbook 3.2.1 has T = 0.6667 and n = 4 (WE-312; WE-313; the setting
    WE-316); 0.197, the truncated result, is from memory.

    Examples
    --------
    >>> round(p_active(8 / 12, 4), 3)
    0.198
    >>> round(p_active(8 / 12, 2), 3)
    0.444
    """
    _guard.suits("p_active", setting, "non_contractual")
    _guard.share_of_time(last_purchase=last_purchase)
    _guard.at_least(1, purchases=purchases)
    return plain(numbers(last_purchase) ** numbers(purchases))


def win_back_rate(regained, lost):
    """The part of the lost customers who came back.

    WB_t = R_t / D_(t−1)

    Both are customers of one kind: those regained were among those counted as lost.

    Parameters
    ----------
    regained : customers
        R_t, those who came back in this period.
    lost : customers
        D_(t−1), those who had left before it.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If nobody was lost, a count is negative, or more came back than were lost.

    References
    ----------
    Formula: from memory (the metric is listed in Hess, MARK 7397). The example is our own.
    Textbook 3.2.1 (WE-315).

    Examples
    --------
    >>> win_back_rate(45, 300)
    0.15
    """
    _guard.not_negative(regained=regained)
    _guard.positive(lost=lost)
    _guard.at_most("lost", lost, regained=regained)
    return plain(numbers(regained) / numbers(lost))
