"""Chapter 1.3, from forecast to build-to-order: days of stock and of credit, the cash they tie up, and what waiting goods lose.

Balance-sheet figures are of one firm and one year, in one currency; two year-ends are averaged.
"""
from ..metrics import _guard
from ..metrics._numbers import mean, numbers, plain


def avoided_inventory(cost_of_goods_sold, rival_days, own_days, year_days=365):
    """The stock a firm does not have to pay for, because its goods wait fewer days than the rival's.

    ΔI = COGS · (d_r − d_o) / Y

    A day of stock costs one day's worth of goods sold, at cost. Negative when our own goods wait longer. Finance often counts a year of
    360 days: say which, for the result moves by more than one percent.

    Parameters
    ----------
    cost_of_goods_sold : money per year
        COGS, of the firm itself.
    rival_days : days
        d_r, for how many days of sales the rival has stock.
    own_days : days
        d_o, for how many days the firm has.
    year_days : days, optional
        Y, in a year: 365, or 360 as finance counts.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the cost or a number of days is negative, or the year has no days.

    References
    ----------
    Worked solution of the case "Dell's Working Capital" (studymode 39981787), USD million, January 1996 (WE-105).

    Examples
    --------
    Dell 32 days, Compaq 73, in a year of 360 days:

    >>> round(avoided_inventory(2_737, 73, 32, year_days=360))
    312
    """
    _guard.not_negative(cost_of_goods_sold=cost_of_goods_sold, rival_days=rival_days, own_days=own_days)
    _guard.positive(year_days=year_days)
    return plain(numbers(cost_of_goods_sold) * (numbers(rival_days) - numbers(own_days)) / numbers(year_days))


def days_sales_of_inventory(inventories, cost_of_goods_sold, year_days=365):
    """For how many days of sales there is stock.

    DSI = Y · Σ_t I_t / T / COGS

    Both are at cost. The mean of two year-ends stands for the year; a single year-end may have been a good or a bad day.

    Parameters
    ----------
    inventories : list of money
        I, the stock at each date, at cost.
    cost_of_goods_sold : money per year
        COGS, in the year between.
    year_days : days, optional
        Y, in a year.

    Returns
    -------
    days
        One number per row of ``inventories``.

    Raises
    ------
    ValueError
        If the stock is no list, or negative, or nothing was sold.

    References
    ----------
    Worked solution of the case "Dell's Working Capital" (studymode 1899028), USD million (WE-106).

    Examples
    --------
    >>> round(days_sales_of_inventory([429, 293], 4_229), 2)
    31.16
    """
    return _days("inventories", inventories, "cost_of_goods_sold", cost_of_goods_sold, year_days)


def days_payable(payables, cost_of_goods_sold, year_days=365):
    """After how many days the firm pays its suppliers.

    DPO = Y · Σ_t AP_t / T / COGS

    As long as that, the suppliers pay for the stock.

    Parameters
    ----------
    payables : list of money
        AP, what is owed to suppliers at each date.
    cost_of_goods_sold : money per year
        COGS, in the year between.
    year_days : days, optional
        Y, in a year.

    Returns
    -------
    days
        One number per row of ``payables``.

    Raises
    ------
    ValueError
        If the payables are no list, or negative, or nothing was sold.

    References
    ----------
    Worked solution of the case "Dell's Working Capital" (studymode 1899028), USD million (WE-106).

    Examples
    --------
    >>> round(days_payable([466, 403], 4_229), 2)
    37.5
    """
    return _days("payables", payables, "cost_of_goods_sold", cost_of_goods_sold, year_days)


def days_receivable(receivables, sales, year_days=365):
    """After how many days the customers pay.

    DSO = Y · Σ_t AR_t / T / S

    Measured on sales, not on cost: customers owe prices.

    Parameters
    ----------
    receivables : list of money
        AR, what customers owe at each date.
    sales : money per year
        S, in the year between.
    year_days : days, optional
        Y, in a year.

    Returns
    -------
    days
        One number per row of ``receivables``.

    Raises
    ------
    ValueError
        If the receivables are no list, or negative, or nothing was sold.

    References
    ----------
    Worked solution of the case "Dell's Working Capital" (studymode 1899028), USD million (WE-106).

    Examples
    --------
    >>> round(days_receivable([726, 538], 5_296), 2)
    43.56
    """
    return _days("receivables", receivables, "sales", sales, year_days)


def _days(name, balances, flow_name, flow, year_days):
    """How many days of a yearly flow the mean balance is worth."""
    _guard.listed(**{name: balances})
    _guard.not_negative(**{name: balances})
    _guard.positive(**{flow_name: flow}, year_days=year_days)
    return plain(numbers(year_days) * mean(balances) / numbers(flow))


def cash_conversion_cycle(days_inventory, days_receivable, days_payable):
    """For how many days the firm's own money is tied up between paying for material and being paid.

    CCC = DSI + DSO − DPO

    Below zero, customers and suppliers pay for the business. Add exact days and round once: rounded parts need not add up to
    the rounded sum.

    Parameters
    ----------
    days_inventory : days
        DSI, of stock.
    days_receivable : days
        DSO, until customers pay.
    days_payable : days
        DPO, until suppliers are paid.

    Returns
    -------
    days
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a number of days is negative.

    References
    ----------
    Worked solution of the case "Dell's Working Capital" (studymode 1899028), which prints 37.22 from rounded parts (WE-106).

    Examples
    --------
    >>> round(cash_conversion_cycle(31.157484, 43.557402, 37.501182), 2)
    37.21
    """
    _guard.not_negative(days_inventory=days_inventory, days_receivable=days_receivable, days_payable=days_payable)
    return plain(numbers(days_inventory) + numbers(days_receivable) - numbers(days_payable))


def obsolescence_cost(days, annual_decline, convention="compound", year_days=365):
    """The part of their value that goods lose while they wait in stock.

    c = 1 − (1 − δ)^(d / Y)

    convention="linear": c = δ · d / Y

    Compound: each day the same part of what is left is lost, and after a year exactly δ. Linear: each day the same amount; close to it for
    short times, and wrong for long ones, where it may lose more than everything.

    Parameters
    ----------
    days : days
        d, for how long the goods wait.
    annual_decline : share
        δ, by how much the price of such goods falls in a year.
    convention : "compound" or "linear"
        How the fall of a year is spread over its days.
    year_days : days, optional
        Y, in a year.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the days are negative, the decline is no share, or the convention is another word.

    References
    ----------
    That prices of components fell 30 % a year: the case "Dell's Working Capital". The computation is our own (WE-107).

    Examples
    --------
    32 days at Dell, 73 at Compaq:

    >>> obsolescence_cost([32, 73], 0.30).round(4).tolist()
    [0.0308, 0.0689]
    >>> obsolescence_cost([32, 73], 0.30, convention="linear").round(4).tolist()
    [0.0263, 0.06]
    """
    _guard.not_negative(days=days)
    _guard.share(annual_decline=annual_decline)
    _guard.positive(year_days=year_days)
    _guard.choice("convention", convention, ("compound", "linear"))
    years = numbers(days) / numbers(year_days)
    if convention == "linear":
        return plain(numbers(annual_decline) * years)
    return plain(1 - (1 - numbers(annual_decline)) ** years)
