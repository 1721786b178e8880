"""What would change a customer's value: the levers of today's value, the parts of what is possible, and value over time."""
import numpy as np
import pandas as pd

from ..metrics import _guard
from ..metrics._numbers import numbers, plain


def relationship_value(revenue, margin_rate, cost_to_serve, years):
    """What a customer is worth over the years that she stays, with everything unchanged and nothing discounted.

    V = (X · m − C) · L

    Parameters
    ----------
    revenue : money per year
        X, bought by the customer.
    margin_rate : share
        m, the contribution margin of each đồng.
    cost_to_serve : money per year
        C, deliveries, calls, visits, returns …
    years : years
        L, how long she stays.

    Returns
    -------
    money
        Negative when serving her costs more than her margin.

    Raises
    ------
    ValueError
        If revenue, cost or years are negative, or the margin is no share.

    References
    ----------
    Our own, after Peppers & Rogers; the Textbook (2.3.1) says there are at least three strategies, without listing them.

    Examples
    --------
    >>> relationship_value(12_000_000, 0.4, 1_800_000, 4)
    12000000.0
    """
    _guard.not_negative(revenue=revenue, cost_to_serve=cost_to_serve, years=years)
    _guard.share(margin_rate=margin_rate)
    return plain((numbers(revenue) * numbers(margin_rate) - numbers(cost_to_serve)) * numbers(years))


def actual_value_levers(revenue, margin_rate, cost_to_serve, years, change=0.10):
    """One row per lever of a customer's actual value: value before, value after the lever was moved, and the gain.

    The levers are more revenue, less cost to serve and a longer stay, each moved by the same share ``change`` while the other two
    stay. The same 10 % is not equally hard to reach with each.
    """
    _guard.share(change=change)
    before = relationship_value(revenue, margin_rate, cost_to_serve, years)
    after = {
        "revenue": relationship_value(revenue * (1 + change), margin_rate, cost_to_serve, years),
        "cost_to_serve": relationship_value(revenue, margin_rate, cost_to_serve * (1 - change), years),
        "years": relationship_value(revenue, margin_rate, cost_to_serve, years * (1 + change)),
    }
    table = pd.DataFrame({"lever": list(after), "before": float(before), "after": np.array(list(after.values()), dtype=float)})
    return table.assign(gain=(table["after"] - before).round(6))


def potential_value_components(revenue, margin_rate, cost_to_serve, *, rivals, won=0, cross_sale=0, saved=0):
    """One row per part of a customer's unrealised value: the money a year that each would add.

    ``won`` is the share of what she spends at ``rivals`` that the firm could win; ``cross_sale`` the share of her revenue that she would
    buy on top if she were offered what she does not buy anywhere yet; ``saved`` the share of her cost to serve that would go if she
    behaved differently (orders together, pays by transfer …). New revenue is taken to need no more service.
    """
    _guard.not_negative(revenue=revenue, cost_to_serve=cost_to_serve, rivals=rivals, cross_sale=cross_sale)
    _guard.share(margin_rate=margin_rate, won=won, saved=saved)
    parts = {"rivals": won * rivals * margin_rate, "cross_sale": cross_sale * revenue * margin_rate, "behaviour": saved * cost_to_serve}
    return pd.DataFrame({"component": list(parts), "gain": np.round(list(parts.values()), 6)})


def value_curve(cashflows, discount_rate=0):
    """The value of a customer as it builds up over time: the sum of her cash flows so far, in today's money.

    V_T = Σ_t CF_t / (1 + i)^t

    The first cash flow is that of today (t = 0): what was spent to win her stands there, as a negative number.

    Parameters
    ----------
    cashflows : money per period, today's first; the last axis is time
        CF, brought less spent in each period.
    discount_rate : share per period
        i, the cost of capital.

    Returns
    -------
    money
        One value per period: the shape of ``cashflows``.

    Raises
    ------
    ValueError
        If there is no cash flow, or the rate is no share per period.

    References
    ----------
    Textbook 2.3.1 says that customers have different curves; these numbers are our own.

    Examples
    --------
    >>> value_curve([-300, 200, 200, 200]).tolist()
    [-300.0, -100.0, 100.0, 300.0]
    """
    _guard.listed(cashflows=cashflows)
    _guard.number(cashflows=cashflows)
    _guard.rate(discount_rate=discount_rate)
    flows = np.asarray(cashflows, dtype=float)
    return np.cumsum(flows / (1 + discount_rate) ** np.arange(flows.shape[-1]), axis=-1)


def payback_period(cashflows, discount_rate=0):
    """The first period in which a customer has brought back what was spent on her; NaN if she never does.

    T = min { t : V_t ≥ 0 }

    How long the firm must be patient with her. From then on she may still fall below zero again: look at the curve.

    Parameters
    ----------
    cashflows : money per period, today's first; the last axis is time
        CF, brought less spent in each period.
    discount_rate : share per period
        i, the cost of capital.

    Returns
    -------
    period
        0 when nothing was ever to be earned back.

    Raises
    ------
    ValueError
        If there is no cash flow, or the rate is no share per period.

    References
    ----------
    Our own example.

    Examples
    --------
    >>> payback_period([-300, 200, 200, 200])
    2.0
    """
    curve = value_curve(cashflows, discount_rate)
    reached = curve >= 0
    return plain(np.where(reached.any(axis=-1), reached.argmax(axis=-1), np.nan)[()])
