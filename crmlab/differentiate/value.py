"""What a customer is worth to the firm: today, if she is treated as she is, and at best."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from ._ranking import known_or_nan


def actual_value(share_of_wallet, wallet):
    """What a customer is worth as things are: the part of her wallet that the firm has.

    V_a = SW · W

    Here in what she spends in a period. Counted in profit, and over all periods to come with everything unchanged,
    actual value is her lifetime value: ``customer_values`` and ``metrics.strategic.lifetime_value``.

    Parameters
    ----------
    share_of_wallet : share
        SW, the part of the wallet that the firm has.
    wallet : money per period
        W, spent in the category at all firms.

    Returns
    -------
    money per period
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the share is none, or the wallet is negative.

    References
    ----------
    Kumar & Reinartz (2018), from memory (WE-202). Textbook 2.3.1 has the idea, not the numbers.

    Examples
    --------
    Two buyers, equally loyal:

    >>> actual_value(0.50, [400, 50]).tolist()
    [200.0, 25.0]
    """
    _guard.share(share_of_wallet=share_of_wallet)
    _guard.not_negative(wallet=wallet)
    return plain(numbers(share_of_wallet) * numbers(wallet))


def potential_value(wallet, attainable_share=1):
    """What a customer could be worth: the part of her wallet that the firm could have at best.

    V_p = W · s_max

    The whole wallet (s_max = 1) is the outer limit; hardly anybody buys everything at one place.

    Parameters
    ----------
    wallet : money per period
        W, spent in the category at all firms.
    attainable_share : share
        s_max, the largest part of it that the firm could win.

    Returns
    -------
    money per period
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the share is none, or the wallet is negative.

    References
    ----------
    Kumar & Reinartz (2018), from memory (WE-202); Peppers & Rogers, ch. 5. Textbook 2.3.1 has the idea.

    Examples
    --------
    >>> potential_value(400)
    400
    """
    _guard.not_negative(wallet=wallet)
    _guard.share(attainable_share=attainable_share)
    return plain(numbers(wallet) * numbers(attainable_share))


def unrealised_value(potential_value, actual_value):
    """What the firm is missing with a customer: the gap between what she could be worth and what she is.

    U = V_p − V_a

    Both in the same units. What is unknown of her potential is unknown here, too.

    Parameters
    ----------
    potential_value : money
        V_p, at best.
    actual_value : money
        V_a, as things are.

    Returns
    -------
    money
        Negative when more business with her would only cost more.

    Raises
    ------
    ValueError
        If an argument is no number.

    References
    ----------
    Peppers & Rogers, ch. 5; the numbers of WE-202 are from memory.

    Examples
    --------
    >>> unrealised_value([400, 50], [200, 25]).tolist()
    [200, 25]
    """
    _guard.number(potential_value=potential_value, actual_value=actual_value)
    return plain(numbers(potential_value) - numbers(actual_value))


def share_shift(share_of_wallet, wallet, won):
    """The actual value of a customer after the firm has won a part of what she spends at its rivals.

    V_a' = (SW + δ · (1 − SW)) · W

    The wallet itself does not grow; only its parts change hands.

    Parameters
    ----------
    share_of_wallet : share
        SW, the part of the wallet that the firm has now.
    wallet : money per period
        W, spent in the category at all firms.
    won : share
        δ, the part of the rivals' business that moves to the firm.

    Returns
    -------
    money per period
        Between the actual value of today (δ = 0) and the whole wallet (δ = 1).

    Raises
    ------
    ValueError
        If a share is none, or the wallet is negative.

    References
    ----------
    Textbook 2.3.1 says that winning a rival's business raises the customer's value now; the formula and its
    numbers are our own, on the wallets of WE-202.

    Examples
    --------
    A quarter of what the buyer spends elsewhere:

    >>> share_shift(0.50, 400, 0.25)
    250.0
    """
    _guard.share(share_of_wallet=share_of_wallet, won=won)
    _guard.not_negative(wallet=wallet)
    share = numbers(share_of_wallet)
    return plain((share + numbers(won) * (1 - share)) * numbers(wallet))


def return_on_customer(profit, equity_before, equity_after):
    """The return on what the firm's customers were worth at the start of a period.

    ROC = (π + (CE_1 − CE_0)) / CE_0

    Profit made by using customers up lowers their equity and counts against itself.

    Parameters
    ----------
    profit : money per period
        π, earned with the customers.
    equity_before : money
        CE_0, the customers' equity (the sum of their lifetime values) at the start.
    equity_after : money
        CE_1, the same at the end.

    Returns
    -------
    share
        Negative when more equity was lost than profit was made.

    Raises
    ------
    ValueError
        If the equity at the start is not above zero.

    References
    ----------
    Formula: *Measuring Marketing*, ch. 27. The numbers are our own (WE-204).

    Examples
    --------
    >>> return_on_customer(50, 1_000, 1_080)
    0.13
    >>> return_on_customer(120, 1_000, 850)
    -0.03
    """
    _guard.number(profit=profit, equity_after=equity_after)
    _guard.positive(equity_before=equity_before)
    return plain((numbers(profit) + (numbers(equity_after) - numbers(equity_before))) / numbers(equity_before))


def customer_values(profits, survey, *, months=12, attainable_share=0.8, cost_growth=0.5, multiple=1, customer="customer_id", wallet="wallet"):
    """One row per customer: wallet, share_of_wallet, actual_value, potential_value and unrealised_value.

    ``profits`` is the result of ``allocate`` for so many ``months``; ``survey`` has the monthly wallet of those who told.
    Actual value is the profit of these months times ``multiple`` (1: just this profit; a margin multiple of chapter 3:
    all profits to come if nothing changes). Potential value adds the revenue up to the attainable share of the wallet.
    Each đồng of it brings the customer's own margin and costs ``cost_growth`` of what a đồng of hers costs to serve now
    (0: no more service, 1: service grows with revenue); who bought nothing counts with the rates of all customers.
    Who told a smaller wallet than she spends here has what she spends as wallet. Who did not answer has an unknown
    wallet, share, potential and unrealised value (NaN), and a known actual value.
    """
    _guard.share(attainable_share=attainable_share, cost_growth=cost_growth)
    _guard.positive(months=months, multiple=multiple)
    columns = ["revenue", "contribution_margin", "cost_to_serve", "profit"]
    tables.require(profits, customer, *columns, table_name="profits")
    tables.unique(profits, customer, table_name="profits")
    revenue, margin, cost, profit = (tables.numbers(profits, column, "profits") for column in columns)
    told = _told(profits[customer], survey, customer, wallet) * months
    full = np.maximum(told, revenue)
    more = np.maximum(full * attainable_share - revenue, 0)
    worth = _rate(margin, revenue) - cost_growth * _rate(cost, revenue)
    actual, potential = profit * multiple, (profit + more * worth) * multiple
    share = np.divide(revenue, full, out=np.full(len(full), np.nan), where=full > 0)
    found = {customer: profits[customer].to_numpy(), "wallet": full / months, "share_of_wallet": share}
    return pd.DataFrame(found | {"actual_value": actual, "potential_value": potential, "unrealised_value": potential - actual})


def _told(ids, survey, customer, wallet):
    """The wallet that each of the customers told, NaN where she told none."""
    tables.require(survey, customer, table_name="survey")
    tables.unique(survey, customer, table_name="survey")
    known = known_or_nan(survey, wallet, "survey")
    _guard.not_negative(**{wallet: known})
    return pd.Series(known, index=survey[customer].to_numpy()).reindex(ids.to_numpy()).to_numpy()


def _rate(money, revenue):
    """Money per đồng of a customer's revenue; that of all customers where she has no revenue."""
    total = revenue.sum()
    everybody = money.sum() / total if total else np.nan
    return np.divide(money, revenue, out=np.full(len(revenue), everybody), where=revenue > 0)
