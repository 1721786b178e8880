"""What a customer brings by recommending the firm, and what a customer won that way costs."""
from ..metrics import _guard
from ..metrics._numbers import numbers, plain


def referral_value(referrals, lifetime_value, acquisition_cost, caused=1, reward=0):
    """What a customer is worth by the new customers whom she sends.

    RV = n · (s · LTV + (1 − s) · AC − b)

    Whoever comes only because of her brings a whole lifetime value, and nothing was spent on winning him. Whoever would have come anyway
    is no gain, but saves what winning him would have cost. The reward is paid for both.

    Parameters
    ----------
    referrals : new customers
        n, sent by this customer in the time we look at.
    lifetime_value : money
        LTV, of a new customer, before the cost of winning him.
    acquisition_cost : money per customer
        AC, what winning one costs elsewhere (``primary.acquisition_cost``).
    caused : share
        s, the part of them who would not have come without her.
    reward : money per referral
        b, paid to her, to him or to both.

    Returns
    -------
    money
        Negative when rewards cost more than the referrals bring.

    Raises
    ------
    ValueError
        If a number is negative (a lifetime value may be), or the part caused is no share.

    References
    ----------
    That advocacy brings cheap prospects: article on the unified view. The formula follows an idea of Kumar, Petersen & Leone (2007), from
    memory; the numbers are our own.

    Examples
    --------
    Two friends a year, half of whom would have come anyway:

    >>> referral_value(2, 300_000, 50_000, caused=0.5, reward=20_000)
    310000.0
    """
    _guard.not_negative(referrals=referrals, acquisition_cost=acquisition_cost, reward=reward)
    _guard.number(lifetime_value=lifetime_value)
    _guard.share(caused=caused)
    share = numbers(caused)
    return plain(numbers(referrals) * (share * numbers(lifetime_value) + (1 - share) * numbers(acquisition_cost) - numbers(reward)))


def referral_cost(reward, caused=1):
    """What it costs to win one customer by referral, to be set beside the acquisition cost.

    RC = b / s

    Rewards also go to those who bring somebody who would have come anyway, so each customer really won costs more than one reward.

    Parameters
    ----------
    reward : money per referral
        b.
    caused : share above 0
        s, the part of the referred who would not have come without it.

    Returns
    -------
    money per customer won

    Raises
    ------
    ValueError
        If the reward is negative, or nobody is won.

    References
    ----------
    Our own.

    Examples
    --------
    >>> referral_cost(20_000, caused=0.5)
    40000.0
    """
    _guard.not_negative(reward=reward)
    _guard.share(caused=caused)
    _guard.positive(caused=caused)
    return plain(numbers(reward) / numbers(caused))
