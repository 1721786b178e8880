"""What it is worth to know which customers are good, and what that knowledge may cost.

A firm serves those it judges good. It is right about a good customer with probability ``sensitivity`` and about a bad one with probability
``specificity``; an ``accuracy`` is both at once, 0.5 being a coin and 1 full knowledge. Money is for all customers together, in one period.
"""
import numpy as np

from ..metrics import _guard
from ..metrics._numbers import numbers, plain, total


def selection_value(sensitivity, specificity, *, good, bad, gain, loss):
    """What a firm earns by serving those it judges good.

    V = s_e · G · g − (1 − s_p) · B · l

    A good customer who is judged bad is not served: she costs nothing and brings nothing. Everybody is judged, right or wrong, independently.

    Parameters
    ----------
    sensitivity : probability
        s_e, that a good customer is judged good.
    specificity : probability
        s_p, that a bad customer is judged bad.
    good : number of customers
        G, who bring more than they cost.
    bad : number of customers
        B, who cost more than they bring.
    gain : money per customer
        g, what a good customer brings when she is served.
    loss : money per customer
        l, what a bad customer costs when she is served; a positive number.

    Returns
    -------
    money
        Expected; of the arguments' own shape.

    Raises
    ------
    ValueError
        If a probability is not between 0 and 1, or another argument is negative.

    References
    ----------
    The idea: textbook, on the customer portfolio (S0-6). Formula and numbers are our own (WE-504).

    Examples
    --------
    >>> round(selection_value(0.8, 0.8, good=200, bad=800, gain=500, loss=50))
    72000
    """
    _guard.share(sensitivity=sensitivity, specificity=specificity)
    _guard.not_negative(good=good, bad=bad, gain=gain, loss=loss)
    found, taken = numbers(sensitivity) * numbers(good), (1 - numbers(specificity)) * numbers(bad)
    return plain(found * numbers(gain) - taken * numbers(loss))


def knowledge_cost(accuracy, cost):
    """What it costs to judge with a certain accuracy.

    C = k · (2a − 1)^2

    A coin (a = 0.5) is free, full knowledge (a = 1) costs k, and each step costs more than the one before: what is easy to learn is learned first.

    Parameters
    ----------
    accuracy : probability
        a, that a judgement is right.
    cost : money
        k, of full knowledge about everybody.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the accuracy is no share, or the cost is negative.

    References
    ----------
    That knowledge costs: textbook (S0-7). The form is our own (WE-504).

    Examples
    --------
    >>> round(knowledge_cost(0.71875, 80_000), 2)
    15312.5
    """
    _guard.share(accuracy=accuracy)
    _guard.not_negative(cost=cost)
    return plain(numbers(cost) * (2 * numbers(accuracy) - 1) ** 2)


def knowledge_value(accuracy, *, good, bad, gain, loss, cost=0):
    """What a firm earns by serving those it judges good, less what judging costs.

    W = a · G · g − (1 − a) · B · l − k · (2a − 1)^2

    The firm follows its judgement, whatever that is worth: ``value_without_knowledge`` is what it could have had without any.

    Parameters
    ----------
    accuracy : probability
        a, that a judgement is right, for good and for bad customers alike.
    good : number of customers
        G, who bring more than they cost.
    bad : number of customers
        B, who cost more than they bring.
    gain : money per customer
        g, what a good customer brings when she is served.
    loss : money per customer
        l, what a bad customer costs when she is served; a positive number.
    cost : money, optional
        k, of full knowledge about everybody; without it knowledge is free.

    Returns
    -------
    money
        Expected; of the arguments' own shape.

    Raises
    ------
    ValueError
        If the accuracy is no share, or another argument is negative.

    References
    ----------
    The idea: textbook, on the customer portfolio (S0-5 to S0-7). Formula and numbers are our own (WE-504).

    Examples
    --------
    >>> knowledge_value([0.5, 0.71875, 1], good=200, bad=800, gain=500, loss=50, cost=80_000).round(1).tolist()
    [30000.0, 45312.5, 20000.0]
    """
    served = selection_value(accuracy, accuracy, good=good, bad=bad, gain=gain, loss=loss)
    return plain(served - knowledge_cost(accuracy, cost))


def best_accuracy(*, good, bad, gain, loss, cost=0):
    """How exactly to judge customers, if we then serve those judged good.

    a = min(1, 1/2 + (G · g + B · l) / (8k))

    There one more step of accuracy costs just what it brings. If knowledge is free, a = 1: every customer is judged by herself. If nothing is
    at stake, a coin will do. It is the best of all accuracies; whether any is worth its money says ``value_without_knowledge``.

    Parameters
    ----------
    good : number of customers
        G, who bring more than they cost.
    bad : number of customers
        B, who cost more than they bring.
    gain : money per customer
        g, what a good customer brings when she is served.
    loss : money per customer
        l, what a bad customer costs when she is served; a positive number.
    cost : money, optional
        k, of full knowledge about everybody.

    Returns
    -------
    probability
        Between 0.5 and 1; of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    Derived from ``knowledge_value`` (WE-504).

    Examples
    --------
    >>> best_accuracy(good=200, bad=800, gain=500, loss=50, cost=[0, 80_000]).tolist()
    [1.0, 0.71875]
    """
    _guard.not_negative(good=good, bad=bad, gain=gain, loss=loss, cost=cost)
    good, bad, gain, loss, cost = (np.asarray(value, dtype=float) for value in (good, bad, gain, loss, cost))
    at_stake = good * gain + bad * loss
    # from k = at_stake / 4 down the accuracy is 1; where nothing is at stake any divisor above zero will do
    return plain((0.5 + at_stake / np.maximum(8 * cost, np.where(at_stake > 0, 2 * at_stake, 1)))[()])


def value_without_knowledge(*, good, bad, gain, loss):
    """What the better of two firms earns that judge nobody: one serves everybody, the other nobody.

    V = max(G · g − B · l, 0)

    Knowledge is worth its money only where ``knowledge_value`` lies above this line.

    Parameters
    ----------
    good : number of customers
        G, who bring more than they cost.
    bad : number of customers
        B, who cost more than they bring.
    gain : money per customer
        g, what a good customer brings when she is served.
    loss : money per customer
        l, what a bad customer costs when she is served; a positive number.

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
    The value of information is measured against the best decision without it (Howard, 1966). The numbers are those of WE-504.

    Examples
    --------
    >>> value_without_knowledge(good=200, bad=800, gain=500, loss=50)
    60000
    """
    everybody = selection_value(1, 0, good=good, bad=bad, gain=gain, loss=loss)
    return plain(np.maximum(everybody, 0))


def portfolio_potential_value(potential, accuracy):
    """What a portfolio of customers with known and unknown potential is worth to a firm that serves those it judges good.

    V = Σ_{i: v_i > 0} a_i · v_i + Σ_{i: v_i < 0} (1 − a_i) · v_i

    ``knowledge_value`` for customers who all differ: each has a potential of her own, and may be known better or worse than the next, as an
    existing customer is known better than a prospect. For several accuracies at once give them as a column, one row each.

    Parameters
    ----------
    potential : list of money
        v, what each customer would bring less what it costs to get and to serve her; negative for the unprofitable.
    accuracy : probability
        a, that she is judged right: one for all, or one per customer.

    Returns
    -------
    money
        Expected, summed over the customers.

    Raises
    ------
    ValueError
        If the potentials are no list of numbers, or an accuracy is not between 0 and 1.

    References
    ----------
    The idea: textbook, on the customer portfolio (S0-4 to S0-6). The formula is our own.

    Examples
    --------
    Two existing customers, known well, and two prospects, hardly known:

    >>> round(portfolio_potential_value([900, -200, 700, -300], [0.9, 0.9, 0.6, 0.6]))
    1090
    """
    _guard.listed(potential=potential)
    _guard.number(potential=potential)
    _guard.share(accuracy=accuracy)
    worth, right = np.asarray(potential, dtype=float), np.asarray(accuracy, dtype=float)
    return total(np.where(worth > 0, right, 1 - right) * worth)
