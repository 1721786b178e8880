"""Customers differ in what they need: groups of equal answers, groups of near ratings, and how far to trust them.

A needs group holds customers who want the same, whoever they are; a segment holds customers who share one attribute.
Every customer is in one needs group, and in as many segments as she has attributes.
"""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

STARTS, STARTS_OF_A_HALF, STEPS = 20, 4, 100


def same_answers(answers, *, columns, customer="customer_id"):
    """One row per customer: needs_group, the answers that are 1 joined by +, equal for all who answered alike.

    For 0/1 answers. Who wants nothing of it is in the group "none"; who left an answer open is in none (NaN).

    >>> answers = pd.DataFrame({"customer_id": ["An", "Bình", "Chi"], "delivery": [1, 0, 1], "invoice": [1, 0, 1]})
    >>> same_answers(answers, columns=["delivery", "invoice"])["needs_group"].tolist()
    ['delivery+invoice', 'none', 'delivery+invoice']
    """
    found = _one_row_each(answers, columns, customer)
    _guard.truths(**{column: answers[column] for column in columns})
    wanted = answers[list(columns)].to_numpy(dtype=float)
    groups = ["+".join(column for column, one in zip(columns, row) if one) or "none" for row in wanted]
    return found.assign(needs_group=pd.Series(groups, index=found.index).where(~np.isnan(wanted).any(axis=1)))


def needs_groups(ratings, *, columns, groups, customer="customer_id", centre=True):
    """One row per customer: needs_group (1 is the largest), and second, the group that would suit her next best.

    For ratings (1 to 5, say). Customers are put into so many groups that the ratings within each are as near to the
    group's mean as possible (k-means, 20 starts, the best kept). ``centre=True`` first takes each customer's own mean
    away, so that those who rate everything high do not become a group of their own. The result depends neither on
    the order of rows nor on chance; who left a rating open is in no group (NA).

    Raises ValueError if fewer customers rated differently than groups are asked for.
    """
    _guard.count(groups=groups)
    found = _one_row_each(ratings, columns, customer)
    points, complete = _points(ratings, columns, centre)
    distinct = len(np.unique(points, axis=0))
    if distinct < groups:
        raise ValueError(words.t("differentiate.few_ratings", groups=groups, distinct=distinct))
    centres = _best_centres(points, int(groups))
    far = _distances(points, centres)
    nearest = np.argsort(far, axis=1, kind="stable") + 1
    for name, column in (("needs_group", 0), ("second", min(1, groups - 1))):
        group = pd.array([pd.NA] * len(found), dtype="Int64")
        group[complete] = nearest[:, column]
        found[name] = group
    return found


def needs_profile(ratings, found, *, columns, customer="customer_id"):
    """One row per needs group: customers, the mean rating of each need, and strongest, the need rated highest for this group.

    strongest compares with the other groups: what everybody rates high tells nobody apart.
    """
    tables.require(found, customer, table_name="needs groups")
    tables.unique(found, customer, table_name="needs groups")
    joined = ratings.merge(found[[customer, "needs_group"]].dropna(), on=customer)
    means = joined.groupby("needs_group")[list(columns)].mean()
    sizes = joined.groupby("needs_group").size()
    strongest = (means - joined[list(columns)].mean()).idxmax(axis=1)
    return means.assign(customers=sizes, strongest=strongest).reset_index()[["needs_group", "customers", *columns, "strongest"]]


def stability(ratings, *, columns, groups=(2, 3, 4, 5, 6), repeats=20, seed=0, customer="customer_id", centre=True):
    """One row per number of groups: agreement, the mean over repeats, and its lowest and highest value.

    Each repeat groups two random halves of the customers apart, puts all customers into the nearest group of either,
    and asks how far the two agree (``agreement``: 1 the same groups, 0 no more than by chance). Groups that do not
    come back in the other half are no basis for a decision.
    """
    _guard.count(repeats=repeats)
    _one_row_each(ratings, columns, customer)
    points, _ = _points(ratings.sort_values(customer), columns, centre)
    rows = []
    for count in groups:
        chance = np.random.default_rng([seed, count])
        values = [_agreement_of_halves(points, int(count), chance) for _ in range(int(repeats))]
        rows.append({"groups": count, "agreement": np.mean(values), "lowest": min(values), "highest": max(values)})
    return pd.DataFrame(rows)


def agreement(one, other):
    """How far two groupings of the same customers agree: 1 the same, about 0 as by chance (it may fall below).

    ARI = (S − E) / (½·(A + B) − E)

    S counts the pairs of customers that are together in both groupings, A and B those together in one of them, and
    E = A·B / all pairs is what S would be by chance. The names of the groups do not matter. Customers who are in no
    group (NaN) in either do not count.

    Parameters
    ----------
    one, other : lists, arrays or Series of equal length
        The group of each customer.

    Returns
    -------
    number
        At most 1; NaN when fewer than two customers are left; 1 when both put all into one group, or each into her own.

    Raises
    ------
    ValueError
        If the lists differ in length.

    References
    ----------
    Hubert & Arabie (1985), adjusted Rand index.

    Examples
    --------
    >>> agreement(["a", "a", "b", "b"], [1, 1, 2, 2])
    1.0
    >>> round(agreement([1, 1, 1, 2, 2, 2], [1, 1, 2, 2, 3, 3]), 4)
    0.2424
    """
    _guard.listed(one=one, other=other)
    _guard.same_length(one=one, other=other)
    labels = pd.DataFrame({"one": list(one), "other": list(other)}).dropna()
    if len(labels) < 2:
        return float("nan")
    together, in_one, in_other = (_pairs(labels.groupby(by).size()) for by in (["one", "other"], "one", "other"))
    by_chance = in_one * in_other / _pairs(len(labels))
    most = (in_one + in_other) / 2
    return 1.0 if most == by_chance else float((together - by_chance) / (most - by_chance))


def bought_need(orders, needs, *, customer="customer_id", product="product", amount="amount"):
    """One row per customer: bought, the need that her money went to; ``needs`` says which need each product serves.

    Of needs with equal money the first in the alphabet is taken. A product that ``needs`` does not name is refused.
    """
    tables.require(orders, customer, product, amount, table_name="orders")
    unknown = sorted(set(orders[product]) - set(needs))
    if unknown:
        raise ValueError(words.t("differentiate.unknown_product", unknown=unknown[0], known=", ".join(map(str, needs))))
    money = pd.Series(tables.numbers(orders, amount, "orders"), index=orders.index, name="money")
    spent = money.groupby([orders[customer], orders[product].map(needs).rename("bought")]).sum().round(6).reset_index()
    spent = spent.sort_values([customer, "money", "bought"], ascending=[True, False, True])
    return spent.drop_duplicates(customer)[[customer, "bought"]].reset_index(drop=True)


def _one_row_each(answers, columns, customer):
    """The customers, each of whom must answer in one row only."""
    tables.require(answers, customer, table_name="survey")
    tables.unique(answers, customer, table_name="survey")
    _guard.listed(columns=columns)
    missing = [column for column in columns if column not in answers.columns]
    if missing:
        tables.require(answers, *missing, table_name="survey")
    return answers[[customer]].reset_index(drop=True)


def _points(ratings, columns, centre):
    """The complete ratings as an array, one row a customer, and which customers they are."""
    _guard.number(**{column: ratings[column] for column in columns})
    values = ratings[list(columns)].to_numpy(dtype=float)
    complete = np.isfinite(values).all(axis=1)
    points = values[complete]
    return (points - points.mean(axis=1, keepdims=True) if centre else points), complete


def _best_centres(points, groups, starts=STARTS):
    """The centres of the best of several starts, the largest group first."""
    points = points[np.lexsort(points.T)]
    chance = np.random.default_rng(0)
    tries = [_centres(points, groups, chance) for _ in range(starts)]
    best = min(tries, key=lambda centres: float(_distances(points, centres).min(axis=1).sum()))
    sizes = np.bincount(_distances(points, best).argmin(axis=1), minlength=groups)
    return best[np.lexsort((*np.round(best.T, 9), -sizes))]


def _centres(points, groups, chance):
    """Where the centres come to rest, from a start spread over the points (k-means++)."""
    centres = points[[chance.integers(len(points))]]
    while len(centres) < groups:
        far = _distances(points, centres).min(axis=1)
        centres = np.vstack([centres, points[np.searchsorted(np.cumsum(far), chance.random() * far.sum(), side="right")]])
    for _ in range(STEPS):
        near = _distances(points, centres).argmin(axis=1)
        sizes = np.bincount(near, minlength=groups)[:, None]
        sums = np.column_stack([np.bincount(near, weights=column, minlength=groups) for column in points.T])
        moved = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres


def _distances(points, centres):
    """Squared distance of each point from each centre."""
    far = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)
    return np.round(np.maximum(far, 0), 9)


def _agreement_of_halves(points, groups, chance):
    """Group two random halves apart, put everybody into the nearest group of each: how far do they agree?"""
    mixed = points[chance.permutation(len(points))]
    half = len(mixed) // 2
    nearest = []
    for part in (mixed[:half], mixed[half:]):
        if len(np.unique(part, axis=0)) < groups:
            raise ValueError(words.t("differentiate.few_ratings", groups=groups, distinct=len(np.unique(part, axis=0))))
        nearest.append(_distances(points, _best_centres(part, groups, STARTS_OF_A_HALF)).argmin(axis=1))
    return agreement(*nearest)


def _pairs(sizes):
    """How many pairs there are within groups of these sizes."""
    return float(np.sum(np.asarray(sizes) * (np.asarray(sizes) - 1.0)) / 2)
