"""Chapter 1.3, what a better fit is worth: to the customer, to the firm, and against more choice."""
from ..metrics import _guard
from ..metrics._numbers import numbers, plain


def price_premium(fit, standard_fit, worth, premium_share=0.5):
    """What a customer can be asked to pay more for what fits her than for what fits everybody a little.

    P = s · W · (F − F_0)

    W · (F − F_0) is what the better fit is worth to her. The firm asks for a part of it only: with s = 1 she would be no better
    off than with the standard product, and would not care where she buys. Once a rival fits her as well, the premium is gone.

    Parameters
    ----------
    fit : share
        F, how well the product fits her needs.
    standard_fit : share
        F_0, how well the product for everybody fits her.
    worth : money
        W, what a product that fits perfectly is worth to her.
    premium_share : share, optional
        s, the firm's part of the gain.

    Returns
    -------
    money
        Of the arguments' own shape; negative where the standard product fits better.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1, or the worth is negative.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-22). Formula and example are our own.

    Examples
    --------
    >>> round(price_premium(0.95, 0.80, 400_000, premium_share=0.3))
    18000
    """
    _guard.share(fit=fit, standard_fit=standard_fit, premium_share=premium_share)
    _guard.not_negative(worth=worth)
    return plain(numbers(premium_share) * numbers(worth) * (numbers(fit) - numbers(standard_fit)))


def mutual_gain(customer_surplus, firm_margin):
    """What an exchange creates for both sides together.

    G = S + M

    A relationship lasts when both parts are above zero, not only their sum: a price only moves gain from one side to the other, better
    fit makes the sum larger.

    Parameters
    ----------
    customer_surplus : money
        S, worth to the customer less what she pays and the trouble she has.
    firm_margin : money
        M, what the firm earns by it.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is infinite.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-2). Formula and example are our own.

    Examples
    --------
    >>> mutual_gain(60_000, 90_000)
    150000
    """
    _guard.number(customer_surplus=customer_surplus, firm_margin=firm_margin)
    return plain(numbers(customer_surplus) + numbers(firm_margin))


def choice_surplus(options, worth, option_minutes, minute_value):
    """What a customer gains by choosing the best of several options herself.

    S = W · N / (N + 1) − N · m · w

    If fit is anything between 0 and 1, equally likely, the best of N options fits N / (N + 1) on average, and she has to
    look at all N. Each further option adds less fit than the one before and takes as many minutes.

    Parameters
    ----------
    options : number of options
        N, 1 or more.
    worth : money
        W, what a product that fits perfectly is worth to her.
    option_minutes : minutes per option
        m, to look at one.
    minute_value : money per minute
        w, what a minute is worth to her.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If there is no option, or another argument is negative.

    References
    ----------
    The idea: textbook, on the learning relationship (S2-16). Model and example are our own.

    Examples
    --------
    Most is not best:

    >>> choice_surplus([1, 6, 20], 60_000, 1, 1_000).astype(int).tolist()
    [29000, 45428, 37142]
    """
    _guard.at_least(1, options=options)
    _guard.not_negative(worth=worth, option_minutes=option_minutes, minute_value=minute_value)
    count = numbers(options)
    return plain(numbers(worth) * count / (count + 1) - count * numbers(option_minutes) * numbers(minute_value))
