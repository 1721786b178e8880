"""Chapter 1.3: loyalty and profit, kinds of loyalty, satisfaction, the stages of a relationship, trust."""
import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard
from ..metrics._numbers import like, numbers, plain

QUADRANTS = ("true_friend", "butterfly", "barnacle", "stranger")
LOYALTIES = ("emotional", "latent", "pragmatic", "none")
STAGES = ("stranger", "acquaintance", "friend", "partner")
_ACTIONS = {
    "true_friend": "relationships.action_true_friend",
    "butterfly": "relationships.action_butterfly",
    "barnacle": "relationships.action_barnacle",
    "stranger": "relationships.action_stranger",
}


def loyalty_quadrant(profit, duration, profit_cut, duration_cut):
    """Which of four kinds a customer is, from what she brings and how long she stays.

    π ≥ p, L ≥ l: true_friend · π ≥ p, L < l: butterfly · π < p, L ≥ l: barnacle · π < p, L < l: stranger

    A value at the cut counts as high, or long. Where to cut is the manager's choice; the medians are a start.
    ``quadrant_actions`` says what to do with each. The duration is the *expected* one in the source; what we
    have seen so far is only its beginning.

    Parameters
    ----------
    profit : money
        π, what the customer brings; may be negative.
    duration : periods
        L, how long she stays.
    profit_cut : money
        p, from where on a profit is high.
    duration_cut : periods
        l, from where on a stay is long.

    Returns
    -------
    "true_friend", "butterfly", "barnacle" or "stranger"
        One word, or an array or Series of them; nan where profit or duration is unknown.

    Raises
    ------
    ValueError
        If an argument is not a number, or a duration is negative.

    References
    ----------
    Reinartz & Kumar, "The Mismanagement of Customer Loyalty", Harvard Business Review (2002); the matrix in words:
    OpenLearn. Textbook 1.3 (WE-102). The rule for ties is our own.

    Examples
    --------
    >>> loyalty_quadrant(profit=[9, 9, 1, 1], duration=[3, 30, 3, 30], profit_cut=5, duration_cut=12).tolist()
    ['butterfly', 'true_friend', 'stranger', 'barnacle']
    """
    _guard.number(profit=profit, profit_cut=profit_cut)
    _guard.not_negative(duration=duration, duration_cut=duration_cut)
    return _corner(numbers(profit), numbers(duration), profit_cut, duration_cut, ("stranger", "barnacle", "butterfly", "true_friend"))


def _corner(first, second, first_cut, second_cut, names):
    """The name of each pair's corner: low and low, low and high, high and low, high and high."""
    corners = 2 * (first >= first_cut) + (second >= second_cut) + 0 * (first + second + first_cut + second_cut)
    positions = np.asarray(corners, dtype=float)
    chosen = np.array([*names, np.nan], dtype=object)[np.where(np.isnan(positions), 4, positions).astype(int)]
    return like(corners, chosen)


def quadrant_actions():
    """One row per kind of customer (true friend, butterfly, barnacle, stranger): its name and what to do."""
    rows = [(kind, words.t(f"relationships.quadrant_{kind}"), words.t(_ACTIONS[kind])) for kind in QUADRANTS]
    return pd.DataFrame(rows, columns=["quadrant", words.t("relationships.name"), words.t("relationships.action")]).set_index("quadrant")


def loyalty_type(attitude, behaviour, attitude_cut=4, behaviour_cut=0.5):
    """What kind of loyalty a customer has, from what she thinks of us and what she does.

    a ≥ a*, b ≥ b*: emotional · a ≥ a*, b < b*: latent · a < a*, b ≥ b*: pragmatic · a < a*, b < b*: none

    Pragmatic (calculative) loyalty stays because staying is convenient or leaving costs something, not for love: it ends
    when a rival makes leaving cheap. Latent loyalty likes us and is kept from buying. A value at the cut counts as high.

    Parameters
    ----------
    attitude : points, 1 to 5
        a, "I would recommend this firm".
    behaviour : share, 0 to 1
        b, how much of her need she buys here.
    attitude_cut : points
        a*, from where on an attitude is good.
    behaviour_cut : share, 0 to 1
        b*, from where on she buys mostly here.

    Returns
    -------
    "emotional", "latent", "pragmatic" or "none"
        One word, or an array or Series of them; nan where attitude or behaviour is unknown.

    Raises
    ------
    ValueError
        If the behaviour is not a share, or an attitude is negative.

    References
    ----------
    Textbook 1.3 speaks of pragmatic loyalty. The four kinds after Dick & Basu (1994), from memory; the cuts are our own.

    Examples
    --------
    >>> loyalty_type([5, 5, 2, 2], [0.9, 0.1, 0.9, 0.1]).tolist()
    ['emotional', 'latent', 'pragmatic', 'none']
    """
    _guard.not_negative(attitude=attitude, attitude_cut=attitude_cut)
    _guard.share(behaviour=behaviour, behaviour_cut=behaviour_cut)
    return _corner(numbers(attitude), numbers(behaviour), attitude_cut, behaviour_cut, ("none", "pragmatic", "latent", "emotional"))


def stay_probability(satisfaction, base, effect):
    """The probability that a customer stays, from how satisfied she is.

    p = 1 / (1 + e^(−(b_0 + b_1 · s)))

    The logit: an S between 0 and 1. One point more multiplies the *odds* p / (1 − p) by e^(b_1), which is much in the
    middle of the S and little at its ends: satisfied customers tend to stay, and not in a straight line.

    Parameters
    ----------
    satisfaction : points
        s, such as 1 to 5.
    base : number
        b_0, where the S lies.
    effect : number
        b_1, how steep it is.

    Returns
    -------
    probability
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is not a number.

    References
    ----------
    That satisfied customers tend to stay: textbook 1.3. The numbers of the example are our own.

    Examples
    --------
    >>> [round(stay_probability(points, -3, 1.2), 3) for points in (1, 2, 3, 4, 5)]
    [0.142, 0.354, 0.646, 0.858, 0.953]
    """
    _guard.number(satisfaction=satisfaction, base=base, effect=effect)
    return plain(1 / (1 + np.exp(-(numbers(base) + numbers(effect) * numbers(satisfaction)))))


def fit_stay_probability(satisfaction, stayed):
    """The base and the effect for which ``stay_probability`` fits best what customers did.

    ``satisfaction`` (points) and ``stayed`` (1 or 0), one value per customer; whoever has an unknown value is left out.
    Returns (base, effect), by maximum likelihood. Refused where all, or none, stayed, or where satisfaction tells
    perfectly who stays: then no curve is steep enough.
    """
    _guard.listed(satisfaction=satisfaction, stayed=stayed)
    _guard.same_length(satisfaction=satisfaction, stayed=stayed)
    _guard.number(satisfaction=satisfaction)
    _guard.truths(stayed=stayed)
    points, stays = np.asarray(satisfaction, dtype=float), np.asarray(stayed, dtype=float)
    known = ~np.isnan(points + stays)
    columns, stays = np.column_stack([np.ones(known.sum()), points[known]]), stays[known]
    if not _overlap(columns[:, 1], stays):
        raise ValueError(words.t("relationships.no_overlap"))
    weights = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-columns @ weights))
        step = np.linalg.solve((columns.T * (chance * (1 - chance))) @ columns, columns.T @ (stays - chance))
        weights += step
        if abs(step).max() < 1e-12:
            break
    return float(weights[0]), float(weights[1])


def _overlap(points, stays):
    """Whether those who stayed and those who left share some points, so that a curve can be fitted."""
    stayed, left = points[stays == 1], points[stays == 0]
    return bool(len(stayed) and len(left) and stayed.min() < left.max() and left.min() < stayed.max())


def stage_shares(transitions, periods, start=0):
    """One row per period, 0 being now: the share of customers in each stage of the relationship.

    ``transitions`` is a table with one row and one column per stage: the share of those in the row's stage who are in
    the column's stage a period later. ``start`` is the stage in which all begin (its place, the first being 0).
    What comes next depends on the stage only, not on how long somebody has been in it, and is equal for all.
    """
    if not hasattr(transitions, "columns") or list(transitions.index) != list(transitions.columns):
        raise ValueError(words.t("relationships.stages"))
    matrix = transitions.to_numpy()
    _guard.transitions(transitions=matrix)
    _guard.count(periods=periods)
    _guard.positions("start", start, len(matrix))
    shares = [np.eye(len(matrix))[int(start)]]
    for _ in range(int(periods)):
        shares.append(shares[-1] @ matrix)
    return pd.DataFrame(shares, columns=list(transitions.columns), index=pd.RangeIndex(int(periods) + 1, name="period"))


def trust(kept, broken):
    """How far a promise may be trusted, from the promises kept and broken so far.

    τ = (k + 1) / (k + b + 2)

    Laplace's rule of succession: before the first promise it is one half, then each kept one lifts it a little less and
    each broken one lowers it. All promises weigh the same; real customers remember the broken ones longer.

    Parameters
    ----------
    kept : promises
        k, kept so far.
    broken : promises
        b, broken so far.

    Returns
    -------
    probability
        Of the arguments' own shape: that the next promise is kept.

    Raises
    ------
    ValueError
        If a count is negative.

    References
    ----------
    The textbook's sentence on trust is cut off in its abstract after "L.L" (probably L. L. Berry); model and example are our own.

    Examples
    --------
    >>> trust(kept=8, broken=0), round(trust(kept=8, broken=1), 4)
    (0.9, 0.8182)
    """
    _guard.not_negative(kept=kept, broken=broken)
    return plain((numbers(kept) + 1) / (numbers(kept) + numbers(broken) + 2))
