"""Chapter 1.3, forecasts: how far they err, and how much to make when all we have is the demand of some past seasons."""
import math

import numpy as np

from .. import words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from .newsvendor import critical_ratio


def forecast_error(customers, known_share, customer_sd):
    """By how much the forecast of all orders errs when part of the customers has said beforehand what they want.

    σ = s · (N · (1 − k))^0.5

    Those who have said it are known; the rest varies, each customer by s and independently of the others, so the errors partly cancel.
    Weather and fashion move everybody at once: of them this formula knows nothing.

    Parameters
    ----------
    customers : number of customers
        N, who may order.
    known_share : share
        k, the part of them who have told us.
    customer_sd : units
        s, by how much the order of one unknown customer varies.

    Returns
    -------
    units
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the known part is no share, or another argument is negative.

    References
    ----------
    The variance of a sum. The idea: textbook (S2-29); the example is our own.

    Examples
    --------
    >>> forecast_error(10_000, [0, 0.75], 2).tolist()
    [200.0, 100.0]
    """
    _guard.not_negative(customers=customers, customer_sd=customer_sd)
    _guard.share(known_share=known_share)
    return plain(numbers(customer_sd) * (numbers(customers) * (1 - numbers(known_share))) ** 0.5)


def sample_quantity(demands, price, product_cost, salvage=0):
    """How many to make, from demands that were seen: the smallest of them that covers the critical ratio of all.

    Q = min q: #(D ≤ q) / n ≥ c

    No form of the distribution is assumed; a handful of demands says little about rare ones.

    Parameters
    ----------
    demands : list of units
        D, seen in seasons like the coming one.
    price : money
        p, at which a unit is sold.
    product_cost : money
        v, of making it.
    salvage : money, optional
        s, what an unsold unit still brings; with p and v it gives c.

    Returns
    -------
    units
        One of the demands.

    Raises
    ------
    ValueError
        If the demands are no list of known numbers from 0 on, or unless salvage < product_cost < price.

    References
    ----------
    The newsvendor model on an empirical distribution; the example is our own.

    Examples
    --------
    >>> sample_quantity([80, 120, 100, 90, 150], 300_000, 120_000, 60_000)
    120
    """
    _guard.listed(demands=demands)
    _guard.not_negative(demands=demands)
    seen = np.sort(np.asarray(demands))
    if np.isnan(seen.astype(float)).any():
        raise ValueError(words.t("relationships.known_demands"))
    ratio = critical_ratio(price, product_cost, salvage)
    return plain(seen[math.ceil(round(ratio * len(seen), 9)) - 1])


def sample_profit(demands, quantity, price, product_cost, salvage=0):
    """The mean profit that a quantity would have brought in the seasons seen.

    G = Σ_i (p · min(Q, D_i) + s · max(Q − D_i, 0) − v · Q) / n

    Parameters
    ----------
    demands : list of units
        D, seen in seasons like the coming one.
    quantity : units
        Q, made before the orders come.
    price : money
        p, at which a unit is sold.
    product_cost : money
        v, of making it.
    salvage : money, optional
        s, what an unsold unit still brings.

    Returns
    -------
    money
        The mean over the seasons.

    Raises
    ------
    ValueError
        If the demands are no list of numbers from 0 on, the quantity is negative, or unless salvage < product_cost < price.

    References
    ----------
    The newsvendor model on an empirical distribution; the example is our own.

    Examples
    --------
    >>> sample_profit([80, 120, 100, 90, 150], 120, 300_000, 120_000, 60_000)
    17280000.0
    """
    _guard.listed(demands=demands)
    _guard.not_negative(demands=demands, quantity=quantity)
    critical_ratio(price, product_cost, salvage)
    sold = np.minimum(quantity, np.asarray(demands))
    return plain((price * sold + salvage * (quantity - sold) - product_cost * quantity).mean())
