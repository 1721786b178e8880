"""Chapter 3.2.3, first half: mail to whom it pays to mail, and points for recency, frequency and monetary value.

The public names are those of ``strategic``.
"""
import numpy as np

from .. import words
from . import _guard
from ._numbers import like, numbers, plain, total

MONTHS_COUNTED = 12
RECENCY_BANDS = ((2, 20), (4, 10), (6, 5), (9, 3), (MONTHS_COUNTED, 1))  # (at most so many months ago, points)
POINTS_PER_ITEM, MOST_FREQUENCY_POINTS = 3, 15
POINTS_PER_MONEY, MOST_MONETARY_POINTS = 0.10, 25
PRINTED_DECIMALS = 4  # the book prints rates to 0.01 %


def response_rate(responses, mailed):
    """Share of those mailed who answered.

    RR = n / N

    Counted in a sample, it is the estimate for the whole base, if the sample was drawn at random.

    Parameters
    ----------
    responses : customers
        n, those who answered.
    mailed : customers
        N, those who got the mail.

    Returns
    -------
    share

    Raises
    ------
    ValueError
        If more answered than were mailed, or nobody was mailed.

    References
    ----------
    Kumar & Reinartz (2012), ch. 6. Inputs of WE-326 from retrieved slides.

    Examples
    --------
    >>> response_rate(808, 40_000)
    0.0202
    """
    _guard.not_negative(responses=responses)
    _guard.positive(mailed=mailed)
    _guard.at_most("mailed", mailed, responses=responses)
    return plain(numbers(responses) / numbers(mailed))


def breakeven_rate(unit_cost, net_profit):
    """The response rate at which a mailing just pays for itself.

    BE = c / π

    Above 1 the mailing cannot pay: even if everybody answered, each answer brings less than a mail costs.

    Parameters
    ----------
    unit_cost : money per mail
        c, the cost of mailing one customer.
    net_profit : money per response
        π, what one answer brings, before the cost of mailing.

    Returns
    -------
    share

    Raises
    ------
    ValueError
        If the cost is negative, or the profit not above 0.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; the numbers of WE-328 are from memory.

    Examples
    --------
    >>> round(breakeven_rate(unit_cost=1, net_profit=45), 4)
    0.0222
    """
    _guard.not_negative(unit_cost=unit_cost)
    _guard.positive(net_profit=net_profit)
    return plain(numbers(unit_cost) / numbers(net_profit))


def breakeven_index(response_rate, breakeven_rate, convention="exact"):
    """How far a group's response is above (+) or below (−) breakeven, in percent of it.

    BEI = (RR − BE) / BE · 100

    convention="rounded": BEI = (RR − b) / b · 100, b = round(BE, 4)

    Above 0 mail, at 0 it makes no difference, below 0 do not mail. The book's 57.66 rounds BE to 0.01 % first,
    which is the second convention; its own table of cells takes the exact BE, as the default does.

    Parameters
    ----------
    response_rate : share
        RR, of the group.
    breakeven_rate : share
        BE, the response rate at which the mailing pays for itself.
    convention : "exact" or "rounded"
        BE as it is, or rounded to 0.01 % first.

    Returns
    -------
    percent
        The book's unit: 57.5 is 57.5 % above breakeven.

    Raises
    ------
    ValueError
        If a rate is not a share, or the breakeven rate is 0.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6. WE-328 prints 57.66, WE-329 690, 685 and 681 (from memory).

    Examples
    --------
    >>> round(breakeven_index(0.035, 1 / 45), 2)
    57.5
    >>> round(breakeven_index(0.035, 1 / 45, convention="rounded"), 2)
    57.66
    """
    _guard.choice("convention", convention, ("exact", "rounded"))
    _guard.share(response_rate=response_rate, breakeven_rate=breakeven_rate)
    _guard.positive(breakeven_rate=breakeven_rate)
    breakeven = numbers(breakeven_rate)
    if convention == "rounded":
        breakeven = like(breakeven_rate, np.round(np.asarray(breakeven_rate, dtype=float), PRINTED_DECIMALS))
    return plain((numbers(response_rate) - breakeven) / breakeven * 100)


def campaign_profit(mailed, response_rate, net_profit, unit_cost):
    """What a mailing earns: the profit on the answers less the cost of all mails.

    Π = N · RR · π − N · c

    Parameters
    ----------
    mailed : customers
        N, those who get the mail.
    response_rate : share
        RR, of those mailed.
    net_profit : money per response
        π, what one answer brings, before the cost of mailing.
    unit_cost : money per mail
        c, the cost of mailing one customer.

    Returns
    -------
    money
        Negative when the response is below breakeven.

    Raises
    ------
    ValueError
        If the response rate is not a share, or a count, profit or cost is negative.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; the numbers of WE-330 are from memory, and its three columns
    cannot all come from one population.

    Examples
    --------
    >>> round(campaign_profit(17_920, 0.1525, net_profit=45, unit_cost=1), 2)
    105056.0
    """
    _guard.share(response_rate=response_rate)
    _guard.not_negative(mailed=mailed, net_profit=net_profit, unit_cost=unit_cost)
    mailed = numbers(mailed)
    return plain(mailed * numbers(response_rate) * numbers(net_profit) - mailed * numbers(unit_cost))


def recency_points(months_ago):
    """Points for how lately a purchase was made.

    R = 20 (m ≤ 2), 10 (m ≤ 4), 5 (m ≤ 6), 3 (m ≤ 9), 1 (m ≤ 12), 0 (m > 12)

    Parameters
    ----------
    months_ago : months
        m, since the purchase. This is the book's recency, the time *since* it; the models of
        chapter 4 call "recency" the time from the first purchase to the last.

    Returns
    -------
    points

    Raises
    ------
    ValueError
        If a purchase lies in the future.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; WE-331 (from memory).

    Examples
    --------
    >>> recency_points([2, 4, 6, 9, 12, 13]).tolist()
    [20.0, 10.0, 5.0, 3.0, 1.0, 0.0]
    """
    _guard.not_negative(months_ago=months_ago)
    months = np.asarray(months_ago)
    points = np.select([months <= limit for limit, _ in RECENCY_BANDS], [points for _, points in RECENCY_BANDS])
    return like(months_ago, np.where(months != months, np.nan, points))


def frequency_points(items):
    """Points for how much was bought: 3 an item, 15 at most.

    F = min(3 · n, 15)

    Parameters
    ----------
    items : items in 12 months
        n, bought by the customer, or at one purchase: see ``rfm_points``.

    Returns
    -------
    points

    Raises
    ------
    ValueError
        If items is negative.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; WE-331 (from memory).

    Examples
    --------
    >>> [frequency_points(1), frequency_points(2), frequency_points(8)]
    [3, 6, 15]
    """
    _guard.not_negative(items=items)
    return like(items, np.minimum(POINTS_PER_ITEM * numbers(items), MOST_FREQUENCY_POINTS))


def monetary_points(amount):
    """Points for the money spent: 10 % of the amount, 25 at most.

    M = min(10 % · x, 25)

    The scale fits purchases of some 40 to 250 (dollars, in the book): convert other money first.

    Parameters
    ----------
    amount : money in 12 months
        x, spent by the customer, or at one purchase: see ``rfm_points``.

    Returns
    -------
    points

    Raises
    ------
    ValueError
        If the amount is negative.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; WE-331 (from memory).

    Examples
    --------
    >>> [monetary_points(40), monetary_points(400)]
    [4.0, 25.0]
    """
    _guard.not_negative(amount=amount)
    return like(amount, np.minimum(POINTS_PER_MONEY * numbers(amount), float(MOST_MONETARY_POINTS)))


def rfm_points(months_ago, items, amounts, weights=(5, 2, 3), cap="customer"):
    """Cumulative weighted RFM points of one customer.

    P = w_R · Σ_i R_i + w_F · F + w_M · M

    cap="purchase": P = Σ_i (w_R · R_i + w_F · F_i + w_M · M_i)

    One term per purchase i for recency. Frequency and monetary points have an upper limit: in the book's
    words it holds for the customer's 12 months, and so it is here, because then nobody gains by splitting
    one order into ten. The book's printed table applies it to each purchase instead; the two differ once a sum
    passes the limit. Purchases more than 12 months ago bring no points.

    Parameters
    ----------
    months_ago : months, one per purchase
        m, since the purchase.
    items : items, one per purchase
        n, bought at that purchase.
    amounts : money, one per purchase
        x, spent at that purchase.
    weights : points
        w, the weight of recency, of frequency and of monetary value.
    cap : "customer" or "purchase"
        What the upper limits hold for.

    Returns
    -------
    points

    Raises
    ------
    ValueError
        If the three lists differ in length, hold negative numbers, or there are not three weights.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6; WE-331 to 333 print 249, 112 and 298 (from memory).

    Examples
    --------
    Mags bought for 90, 70, 80 and 40, one item each time:

    >>> round(rfm_points([2, 4, 6, 9], [1, 1, 1, 1], [90, 70, 80, 40]), 2)
    289.0
    >>> round(rfm_points([2, 4, 6, 9], [1, 1, 1, 1], [90, 70, 80, 40], cap="purchase"), 2)
    298.0
    """
    _guard.choice("cap", cap, ("customer", "purchase"))
    _guard.listed(months_ago=months_ago)
    _guard.same_length(months_ago=months_ago, items=items, amounts=amounts)
    _guard.not_negative(months_ago=months_ago, items=items, amounts=amounts)
    three_weights(weights)
    weights, recency = np.asarray(weights), np.asarray(recency_points(months_ago))
    too_old = np.asarray(months_ago) > MONTHS_COUNTED
    items, amounts = np.where(too_old, 0, items), np.where(too_old, 0, amounts)
    if cap == "purchase":
        points = np.stack([recency, frequency_points(items), monetary_points(amounts)], axis=-1)
        return total(np.sum(points * weights, axis=-1))
    by_customer = [frequency_points(total(items)) * weights[1], monetary_points(total(amounts)) * weights[2]]
    return total([*np.multiply(recency, weights[0]), *by_customer])


def three_weights(weights):
    """Refuse weights that are not one for each of recency, frequency and monetary value."""
    _guard.not_negative(weights=weights)
    if np.shape(weights) != (3,):
        raise ValueError(words.t("strategic.three_weights", weights=weights))


def relative_weights(points, response, total=10):
    """Weights of R, F and M learned from how test mailings did, scaled to a sum.

    w_k = Σw · b_k / Σ_j b_j

    b are the slopes of the least-squares line: response = a + b_R · R + b_F · F + b_M · M. Coding R, F and M one
    by one looks at each as if the others did not matter; the regression takes them together. A negative
    weight says that more of it answered *less*, the others being equal.

    Parameters
    ----------
    points : points, mailings x 3
        p, the R, F and M points of each mailing (or customer).
    response : share, or money
        y, the response rate (or profit) of each mailing.
    total : points
        Σw, what the weights shall add up to.

    Returns
    -------
    points
        One weight per column of ``points``.

    Raises
    ------
    ValueError
        If the mailings cannot tell the columns apart, or no positive weight comes out.

    References
    ----------
    Kumar & Reinartz (2006), ch. 6, "method 2"; no numbers are printed. WE-334.

    Examples
    --------
    Response rose half a point per R point, 0.2 per F and 0.3 per M:

    >>> points = [[20, 3, 4], [10, 3, 12], [3, 9, 6], [5, 6, 25], [1, 15, 2]]
    >>> weights = relative_weights(points, [11.8, 9.2, 5.1, 11.2, 4.1])
    >>> [round(weight, 2) for weight in weights.tolist()]
    [5.0, 2.0, 3.0]
    """
    _guard.number(points=points, response=response)
    _guard.positive(total=total)
    slopes = _slopes(np.asarray(points, dtype=float), np.asarray(response, dtype=float))
    if np.sum(slopes) <= 0:
        raise ValueError(words.t("strategic.slopes", added=f"{np.sum(slopes):.6g}"))
    return total * slopes / np.sum(slopes)


def _slopes(points, response):
    """Least-squares slopes of the response on the columns of points; unknown if any number is."""
    if points.ndim != 2 or response.shape != points.shape[:1]:
        raise ValueError(words.t("strategic.mailings", points=points.shape, response=response.shape))
    if np.isnan(points).any() or np.isnan(response).any():
        return np.full(points.shape[1], np.nan)
    design = np.column_stack([np.ones(len(points)), points])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError(words.t("strategic.columns", mailings=len(points)))
    return np.linalg.lstsq(design, response, rcond=None)[0][1:]
