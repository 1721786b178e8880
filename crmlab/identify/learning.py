"""How much each agreement weighs, learned from the records themselves: the model of Fellegi and Sunter by expectation and maximisation.

What is assumed beforehand counts like some observed pairs, so that ten records are judged by the assumptions and ten thousand by themselves.
"""
from typing import NamedTuple

ASSUMED_PAIRS = 60
ROUNDS = 30


class Model(NamedTuple):
    """The share of pairs that are one person, and per comparison the shares of levels among such pairs (m) and among the others (u)."""

    share: float
    m: list
    u: list


def start(comparisons, records):
    """What is assumed before anything is learned: three further records for ten people."""
    m = [[level.m for level in levels] for _, levels in comparisons]
    u = [[level.u for level in levels] for _, levels in comparisons]
    return _told_apart(Model(min(0.5, 0.6 / max(records - 1, 1)), _normal(m), _normal(u)))


def _told_apart(model):
    """The model with every weight a little different from the others and from 0, so that a weight says which level it is."""
    m = [[value * (1 + 1e-9 * (place + 1)) if value < 0.9 else value * (1 - 1e-9 * (place + 1)) for place, value in enumerate(row)] for row in model.m]
    return model._replace(m=m)


def level_of(weights, model, place):
    """The levels of which these are the weights, 0 the first; -1 where nothing was known and the weight is 0."""
    import numpy as np

    known = np.append(0.0, np.log2(np.array(model.m[place]) / np.array(model.u[place])))
    order = np.argsort(known)
    right = np.searchsorted(known[order], weights).clip(1, len(known) - 1)
    nearest = np.where(weights - known[order][right - 1] <= known[order][right] - weights, right - 1, right)
    return order[nearest] - 1


def _normal(rows):
    return [[value / sum(row) for value in row] for row in rows]


def learn(comparisons, records, met, random):
    """The model after learning.

    ``met`` and ``random`` are (levels, counts): arrays of the patterns of agreement (-1 unknown, 0 the first level) among the compared pairs and among
    pairs drawn from all others, and how often each was seen.
    """
    import numpy as np

    model = start(comparisons, records)
    if not len(met[1]):
        return model
    total = records * (records - 1) / 2
    others = max(total - met[1].sum(), 0)
    drawn = _tally(random[0], random[1], comparisons) if len(random[1]) else [np.zeros(len(levels)) for _, levels in comparisons]
    for _ in range(ROUNDS):
        before = model
        model = _improve(comparisons, model, met, (drawn, others, random[1].sum() if len(random[1]) else 1), total)
        if abs(model.share / before.share - 1) < 1e-4:
            break
    return _told_apart(model)


def _improve(comparisons, model, met, rest, total):
    """One round: how probable each pattern is one person, then the shares that follow from it."""
    patterns, counts = met
    drawn, others, size = rest
    same = counts * _posterior(model, patterns)
    share = (same.sum() + ASSUMED_PAIRS * model.share) / (total + ASSUMED_PAIRS)
    m, u = [], []
    yes, no = _tally(patterns, same, comparisons), _tally(patterns, counts - same, comparisons)
    for place, (_, levels) in enumerate(comparisons):
        unlike = no[place] + drawn[place] * others / size
        m.append(_shares(yes[place], [level.m for level in levels], [level.learned for level in levels], ASSUMED_PAIRS))
        u.append(_shares(unlike, [level.u for level in levels], [level.learned for level in levels], ASSUMED_PAIRS, at_least=0.05))
    return Model(share, m, u)


def _posterior(model, patterns):
    import numpy as np

    weight = np.full(len(patterns), np.log(model.share / (1 - model.share)))
    for place, (m, u) in enumerate(zip(model.m, model.u, strict=True)):
        weight += np.append(np.log(np.array(m) / np.array(u)), 0.0)[patterns[:, place]]
    return 1 / (1 + np.exp(-weight))


def _tally(patterns, counts, comparisons):
    """Per comparison how often each level was seen; unknown is not counted."""
    import numpy as np

    return [
        np.bincount(patterns[:, place] + 1, weights=counts, minlength=len(levels) + 1)[1:]
        for place, (_, levels) in enumerate(comparisons)
    ]


def _shares(seen, assumed, learned, strength, at_least=0.01):
    """Shares of what was seen and assumed; levels that are not learned keep the assumed share, others keep a part of it."""
    assumed = [value / sum(assumed) for value in assumed]
    kept = sum(value for value, free in zip(assumed, learned, strict=True) if not free)
    free = [number + strength * value if is_free else 0 for number, value, is_free in zip(seen, assumed, learned, strict=True)]
    whole = sum(free)
    return [float(max(number / whole * (1 - kept), at_least * value)) if is_free else value for number, value, is_free in zip(free, assumed, learned, strict=True)]


def bits(probability):
    """A probability as evidence in bits: 0.5 is 0, 0.9 is 3.17; 0 and 1 are taken as almost."""
    import math

    probability = min(max(probability, 1e-12), 1 - 1e-12)
    return math.log2(probability / (1 - probability))
