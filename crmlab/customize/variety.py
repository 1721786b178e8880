"""What variety costs, when it pays, and how many variants are best."""
import numpy as np

from .. import words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain


def customization_cost(setup_cost, variants, cost_per_customer, customers):
    """What it costs to treat customers differently.

    C = s · V + c · N

    The setup is paid once for each variant, whoever takes it; the work is done again for each customer. Customizing for
    each of N customers from scratch is V = N; mass customization keeps V small.

    Parameters
    ----------
    setup_cost : money per variant
        s, to have a variant at all: designing, tools, training.
    variants : number of variants
        V, how many there are.
    cost_per_customer : money per customer
        c, what one customer costs more than with the standard product.
    customers : number of customers
        N, those who get a variant.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    Fixed and variable cost. The example is our own. Textbook 2.5 (L78).

    Examples
    --------
    Each of 400 offices its own packing, against three packings for all:

    >>> customization_cost(1_500_000, [400, 3], 4_000, 400).tolist()
    [601600000, 6100000]
    """
    _guard.not_negative(setup_cost=setup_cost, variants=variants, cost_per_customer=cost_per_customer, customers=customers)
    return plain(numbers(setup_cost) * numbers(variants) + numbers(cost_per_customer) * numbers(customers))


def breakeven_customers(setup_cost, extra_margin):
    """How many customers must take a variant before it has paid for its setup.

    N = s / e

    Not rounded: 12.5 means that the thirteenth customer brings the first profit. The extra margin is what a customer
    brings with the variant less what she would have brought without it, in the time the setup serves.

    Parameters
    ----------
    setup_cost : money
        s, to have the variant at all.
    extra_margin : money per customer
        e, by how much the variant raises the contribution margin of one customer.

    Returns
    -------
    customers
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the setup is negative, or a customer brings nothing more: then no number of customers pays for it.

    References
    ----------
    Break-even. The example is our own. Textbook 2.5 (L78).

    Examples
    --------
    >>> breakeven_customers(1_500_000, 120_000)
    12.5
    """
    _guard.not_negative(setup_cost=setup_cost)
    _guard.positive(extra_margin=extra_margin)
    return plain(numbers(setup_cost) / numbers(extra_margin))


def safety_stock(variants, demand_sd, service_factor=1.645, correlation=0):
    """The stock kept in reserve when the same demand is spread over several variants.

    SS = z · σ · (V / (1 + ρ · (V − 1)))^(1/2)

    The demand of all variants together varies by σ. With V equal variants of correlation ρ, one varies by σ_1 where
    σ² = σ_1² · V · (1 + ρ · (V − 1)), and each needs z · σ_1 of its own. Adding up V of them gives the formula. With ρ = 0
    it is the square-root law, z · σ · √V: four times the variants, twice the reserve. With ρ = 1 all rise and fall together
    and nothing is added. Made to order, a variant needs no finished stock at all.

    Parameters
    ----------
    variants : number of variants
        V, 1 or more.
    demand_sd : units
        σ, the standard deviation of the whole demand while a new delivery is on its way.
    service_factor : number, optional
        z, how many standard deviations are kept: 1.645 lasts in 95 % of cases, if demand is normal.
    correlation : share, optional
        ρ, between the demands of two variants, 0 to 1.

    Returns
    -------
    units
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there is less than one variant, the correlation is no share, or another argument is negative.

    References
    ----------
    Square-root law of inventory: Maister (1976). The example is our own. Textbook 2.5.

    Examples
    --------
    >>> safety_stock([1, 4, 16], demand_sd=20, service_factor=1.5).tolist()
    [30.0, 60.0, 120.0]
    """
    _guard.at_least(1, variants=variants)
    _guard.not_negative(demand_sd=demand_sd, service_factor=service_factor)
    _guard.share(correlation=correlation)
    variants, correlation = numbers(variants), numbers(correlation)
    spread = (variants / (1 + correlation * (variants - 1))) ** 0.5
    return plain(numbers(service_factor) * numbers(demand_sd) * spread)


def variety_cost(variants, setup_cost, stock_cost=0):
    """What it costs to keep so many variants.

    C = s · V + h · V^(1/2)

    The setup grows with the number of variants; the cost of the safety stock with its square root (see
    ``safety_stock``: equal variants whose demands do not move together).

    Parameters
    ----------
    variants : number of variants
        V, 1 or more.
    setup_cost : money per variant
        s, for the period.
    stock_cost : money, optional
        h, what the safety stock costs in the period when there is one variant; 0 when all is made to order.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there is less than one variant, or a cost is negative.

    References
    ----------
    The example is our own. Textbook 2.5 (L78).

    Examples
    --------
    >>> variety_cost([1, 4], setup_cost=2_000_000, stock_cost=3_000_000).tolist()
    [5000000.0, 14000000.0]
    """
    _guard.at_least(1, variants=variants)
    _guard.not_negative(setup_cost=setup_cost, stock_cost=stock_cost)
    variants = numbers(variants)
    return plain(numbers(setup_cost) * variants + numbers(stock_cost) * variants**0.5)


def variety_profit(variants, customers, margin, misfit, setup_cost, stock_cost=0):
    """What is earned with so many variants: closer fit, dearer variety.

    profit = N · (m − k / (2 · V)) − s · V − h · V^(1/2)

    Tastes lie evenly on a circle and so do the variants. Whoever is served worst by a single standard product costs k of
    margin (a lower price, or visits that do not happen), a customer in between in proportion. With V variants the
    farthest is V times as near, and the mean loss is k / (2 · V): the first new variants help much, later ones little.

    Parameters
    ----------
    variants : number of variants
        V, 1 or more.
    customers : number of customers
        N, in all.
    margin : money per customer
        m, the contribution margin of a customer who gets exactly what she wants.
    misfit : money per customer
        k, the margin lost on the customer whom one standard product suits least.
    setup_cost : money per variant
        s, for the period.
    stock_cost : money, optional
        h, the safety stock of one variant, see ``variety_cost``.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there is less than one variant, or another argument but the margin is negative.

    References
    ----------
    Distance on a circle: Salop (1979). The example is our own. Textbook 2.5 (L78).

    Examples
    --------
    >>> variety_profit([1, 2, 4, 10], customers=400, margin=300_000, misfit=200_000, setup_cost=5_000_000).tolist()
    [75000000.0, 90000000.0, 90000000.0, 66000000.0]
    """
    _guard.number(margin=margin)
    _guard.not_negative(customers=customers, misfit=misfit)
    cost = variety_cost(variants, setup_cost, stock_cost)
    per_customer = numbers(margin) - numbers(misfit) / (2 * numbers(variants))
    return plain(numbers(customers) * per_customer - cost)


def best_variety(customers, misfit, setup_cost, stock_cost=0):
    """The number of variants that earns most, a whole number; of two equal ones the smaller.

    Without stock it lies beside the root of N · k / (2 · s). It does not depend on the margin: what everybody brings with
    any variant cancels out. One standard product is the answer as soon as variety is dear enough, or nobody minds.
    The arguments are those of ``variety_profit``, one number each; one of the two costs must be above 0.

    >>> best_variety(customers=400, misfit=200_000, setup_cost=5_000_000)
    3
    >>> best_variety(customers=10_000, misfit=200_000, setup_cost=5_000_000)
    14
    """
    _guard.not_negative(customers=customers, misfit=misfit, setup_cost=setup_cost, stock_cost=stock_cost)
    if not setup_cost + stock_cost > 0:
        raise ValueError(words.t("customize.free_variety"))
    gain = customers * misfit / 2
    low, high = 1.0, 2.0
    while _still_rises(high, gain, setup_cost, stock_cost):
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _still_rises(middle, gain, setup_cost, stock_cost) else (low, middle)
    near = [count for count in range(max(1, int(low) - 1), int(low) + 3)]
    profits = variety_profit(np.array(near), customers, 0, misfit, setup_cost, stock_cost)
    best = profits.max()
    return next(count for count, profit in zip(near, profits) if profit >= best - 1e-12 * abs(best))


def _still_rises(variants, gain, setup_cost, stock_cost):
    """Whether the profit still rises there: its slope, times the square of the number."""
    return gain > setup_cost * variants**2 + stock_cost * variants**1.5 / 2
