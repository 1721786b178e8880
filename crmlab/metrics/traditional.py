"""Chapter 3.1, traditional marketing metrics: the firm in its market, without a word on single customers.

All arguments of one call are per the same period; shares and growth are shares (0.15), not percents.
"""
from . import _guard
from ._numbers import numbers, plain

__all__ = ["market_share", "sales_growth"]


def market_share(firm_sales, market_sales):
    """The part of a market's sales that one firm makes.

    MS_j = S_j / S

    Sales of firm and market are of the same area and period, both in money or both in units. The
    share says nothing on who the customers are: a few large ones and many small ones may give the
    same share (that is ``share_of_wallet``). Books write the result in percent, 100 times ours.

    Parameters
    ----------
    firm_sales : money or units per period
        S_j, the sales of the firm.
    market_sales : money or units per period
        S, the sales of all firms, this one included.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If sales are negative, the market sells nothing, or the firm sells more than the market.

    References
    ----------
    Formula: UEF lecture 5 (scribd 578123719). Numbers of the example: Kumar & Reinartz (2006),
    "BIGGROCER", from memory. Textbook 3.1 (WE-301).

    Examples
    --------
    5,000 customers at 150 USD a month, in an area that spends 5,000,000 USD:

    >>> market_share(5_000 * 150, 5_000_000)
    0.15
    """
    _guard.not_negative(firm_sales=firm_sales)
    _guard.positive(market_sales=market_sales)
    _guard.at_most("market_sales", market_sales, firm_sales=firm_sales)
    return plain(numbers(firm_sales) / numbers(market_sales))


def sales_growth(previous_sales, current_sales):
    """The change of sales from one period to the next, as a share of the earlier one.

    SG_t = (S_t − S_(t−1)) / S_(t−1)

    Both periods are equally long. Growth may come from more customers or from more per customer;
    this metric does not tell which. Books write the result in percent, 100 times ours.

    Parameters
    ----------
    previous_sales : money or units per period
        S_(t−1), the sales of the period before.
    current_sales : money or units per period
        S_t, the sales of the period that we look at.

    Returns
    -------
    share of the previous period's sales
        Of the arguments' own shape; negative when sales fall.

    Raises
    ------
    ValueError
        If sales are negative, or the period before sold nothing.

    References
    ----------
    Formula: UEF lecture 5 (scribd 578123719). The example is our own. Textbook 3.1 (WE-302).

    Examples
    --------
    From 10.0 to 11.5 billion VND:

    >>> round(sales_growth(10.0, 11.5), 4)
    0.15
    """
    _guard.positive(previous_sales=previous_sales)
    _guard.not_negative(current_sales=current_sales)
    previous_sales = numbers(previous_sales)
    return plain((numbers(current_sales) - previous_sales) / previous_sales)
