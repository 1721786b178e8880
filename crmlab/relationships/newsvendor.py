"""Chapter 1.3, how much to make before anybody has ordered: the newsvendor, against making to order.

Demand is normal (mean μ, standard deviation σ), for one product and one season; what is left over goes at a salvage value.
"""
import math
from statistics import NormalDist

import numpy as np

from ..metrics import _guard
from ..metrics._numbers import like, numbers, plain


def critical_ratio(price, product_cost, salvage=0):
    """How sure we should be of selling out: the best stock covers demand with this probability.

    c = (p − v) / (p − s)

    One unit too few loses p − v, one too many loses v − s; the best quantity balances both.

    Parameters
    ----------
    price : money
        p, at which a unit is sold.
    product_cost : money
        v, of making it.
    salvage : money, optional
        s, what an unsold unit still brings.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        Unless 0 ≤ salvage < product_cost < price: else nothing, or without end, would be made.

    References
    ----------
    The newsvendor model of operations management; the example is our own. Textbook, on forecast and build-to-order (S2-28, S2-30).

    Examples
    --------
    >>> critical_ratio(300_000, 180_000, 60_000)
    0.5
    """
    _guard.not_negative(salvage=salvage)
    _guard.below("price", price, "relationships.cost_below_price", product_cost=product_cost)
    _guard.below("product_cost", product_cost, "relationships.salvage_below_cost", salvage=salvage)
    return plain((numbers(price) - numbers(product_cost)) / (numbers(price) - numbers(salvage)))


def newsvendor_quantity(demand_mean, demand_sd, price, product_cost, salvage=0):
    """How many to make before the orders come, so that the expected profit is highest.

    Q = μ + Φ^(−1)(c) · σ

    More than the mean when a lost sale costs more than a leftover. Not rounded.

    Parameters
    ----------
    demand_mean : units
        μ, the expected demand.
    demand_sd : units
        σ, by how much demand varies, or the forecast errs.
    price : money
        p, at which a unit is sold.
    product_cost : money
        v, of making it.
    salvage : money, optional
        s, what an unsold unit still brings; with p and v it gives c.

    Returns
    -------
    units
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a demand is negative, or unless salvage < product_cost < price.

    References
    ----------
    The newsvendor model of operations management; the example is our own.

    Examples
    --------
    >>> round(newsvendor_quantity(1_000, 200, 300_000, 120_000, 60_000), 2)
    1134.9
    """
    _guard.not_negative(demand_mean=demand_mean, demand_sd=demand_sd)
    surplus = _standard_quantile(critical_ratio(price, product_cost, salvage))
    return plain(numbers(demand_mean) + surplus * numbers(demand_sd))


def expected_lost_sales(quantity, demand_mean, demand_sd):
    """How much demand is expected to find the shelf empty.

    E = σ · (φ(z) − z · (1 − Φ(z))), z = (Q − μ) / σ

    With σ = 0 it is what exceeds the quantity.

    Parameters
    ----------
    quantity : units
        Q, made before the orders come.
    demand_mean : units
        μ, the expected demand.
    demand_sd : units
        σ, by how much demand varies, or the forecast errs.

    Returns
    -------
    units
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    The loss function of the normal distribution. Textbook (S2-30).

    Examples
    --------
    >>> round(expected_lost_sales(1_000, 1_000, 200), 2)
    79.79
    """
    _guard.not_negative(quantity=quantity, demand_mean=demand_mean, demand_sd=demand_sd)
    short = numbers(demand_mean) - numbers(quantity)
    spread = np.asarray(demand_sd, dtype=float)
    z = -np.asarray(short, dtype=float) / np.where(spread > 0, spread, 1)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    beyond = 0.5 * _erfc(z / math.sqrt(2))
    uncertain = np.maximum(spread * density + np.asarray(short, dtype=float) * beyond, 0)
    return like(short, np.where(spread > 0, uncertain, np.maximum(np.asarray(short, dtype=float), 0)))


def expected_overstock(quantity, demand_mean, demand_sd):
    """How many units are expected to be left over.

    U = Q − μ + E

    What is made is sold or left over: sold is μ less the lost sales E. Made to order, nothing is left over.

    Parameters
    ----------
    quantity : units
        Q, made before the orders come.
    demand_mean : units
        μ, the expected demand.
    demand_sd : units
        σ, by how much demand varies, or the forecast errs.

    Returns
    -------
    units
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    The loss function of the normal distribution. Textbook (S2-30, S2-31).

    Examples
    --------
    >>> round(expected_overstock(1_000, 1_000, 200), 2)
    79.79
    """
    lost = expected_lost_sales(quantity, demand_mean, demand_sd)
    return plain(numbers(quantity) - numbers(demand_mean) + lost)


def newsvendor_profit(quantity, demand_mean, demand_sd, price, product_cost, salvage=0):
    """The profit to expect when a quantity is made before the orders come.

    G = (p − v) · μ − (p − v) · E − (v − s) · U

    With certain demand it would be (p − v) · μ, which is what making to order brings at the same unit cost. The second term is the profit
    of lost sales E, the third the loss on leftovers U.

    Parameters
    ----------
    quantity : units
        Q, made before the orders come.
    demand_mean : units
        μ, the expected demand.
    demand_sd : units
        σ, by how much demand varies, or the forecast errs.
    price : money
        p, at which a unit is sold.
    product_cost : money
        v, of making it.
    salvage : money, optional
        s, what an unsold unit still brings.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a quantity or demand is negative, or unless salvage < product_cost < price.

    References
    ----------
    The newsvendor model of operations management; the example is our own.

    Examples
    --------
    >>> round(newsvendor_profit(1_000, 1_000, 200, 300_000, 180_000, 60_000))
    100850771
    """
    critical_ratio(price, product_cost, salvage)
    lost = expected_lost_sales(quantity, demand_mean, demand_sd)
    over = expected_overstock(quantity, demand_mean, demand_sd)
    each, loss = numbers(price) - numbers(product_cost), numbers(product_cost) - numbers(salvage)
    return plain(each * numbers(demand_mean) - each * lost - loss * over)


def _standard_quantile(share):
    """Below which number of standard deviations a normal variable is with this probability."""
    quantile = NormalDist().inv_cdf
    values = [math.nan if math.isnan(one) else quantile(one) for one in np.asarray(share, dtype=float).ravel().tolist()]
    return like(share, np.reshape(values, np.shape(share)))


def _erfc(values):
    """math.erfc, number by number: numpy has none, and 1 − erf loses all digits in the far tail."""
    return np.reshape([math.erfc(one) for one in np.ravel(values).tolist()], np.shape(values))
