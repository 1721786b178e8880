"""Which question to ask next: the one that tells most about what a customer needs, per minute of her time.

Beliefs are the chances that a customer is in each needs group. An answer changes them by Bayes' rule. A golden
question is one whose answer splits the groups; questions whose answer is known are never asked. Given the needs
group, answers are taken as independent of one another.
"""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

__all__ = ["answer_chances", "entropy", "information_gain", "interviews", "learn", "next_questions"]

MOST_AT_ONCE = 4  # questions in one conversation


def entropy(beliefs):
    """How uncertain beliefs are, in bits: 0 when one group is certain, log2 of their number when all are alike.

    H = −Σ_g b_g · log2 b_g

    Parameters
    ----------
    beliefs : share per needs group; the last axis is groups
        b_g, the chance of each group; they add up to 1.

    Returns
    -------
    bits
        One per row; a chance of 0 adds nothing.

    Raises
    ------
    ValueError
        If the chances do not add up to 1.

    References
    ----------
    C. E. Shannon (1948). Used for the textbook's 2.4 (interaction reveals needs). The example is our own.

    Examples
    --------
    >>> entropy([0.25, 0.25, 0.25, 0.25])
    2.0
    """
    beliefs = _beliefs(beliefs)
    bits = -np.sum(beliefs * np.log2(np.where(beliefs > 0, beliefs, 1)), axis=-1) + 0.0
    return bits.item() if np.ndim(bits) == 0 else bits


def learn(beliefs, chances, answer):
    """The beliefs after an answer, by Bayes' rule.

    b'_g = b_g · P(a | g) / Σ_h b_h · P(a | h)

    Parameters
    ----------
    beliefs : share per needs group
        b_g, the chance of each group before.
    chances : table of one question: a row per group, a column per answer
        P(a | g), how likely each answer is in each group; as ``answer_chances`` makes it.
    answer : one of the columns
        a, what the customer said.

    Returns
    -------
    array of shares per needs group
        NaN for each group if no group could have given this answer.

    Raises
    ------
    ValueError
        If the answer is none of the columns, or the beliefs do not add up to 1.

    Examples
    --------
    >>> gift = pd.DataFrame({"no": [0.9, 0.2], "yes": [0.1, 0.8]}, index=["quick", "gift"])
    >>> learn([0.5, 0.5], gift, "yes").round(4).tolist()
    [0.1111, 0.8889]
    """
    beliefs = _beliefs(beliefs)
    if answer not in chances:
        raise ValueError(words.t("interact.answer", answer=answer, known=", ".join(map(repr, chances))))
    joint = beliefs * chances[answer].to_numpy(dtype=float)
    added = joint.sum(axis=-1, keepdims=True)
    return joint / np.where(added > 0, added, np.nan)


def information_gain(beliefs, chances):
    """The bits of uncertainty that a question is expected to take away, before the answer is known.

    G = H(b) − Σ_a P(a) · H(b | a)

    Never negative: on average an answer cannot make us know less, though a single surprising one can.

    Parameters
    ----------
    beliefs : share per needs group; the last axis is groups
        b, the chance of each group.
    chances : table of one question: a row per group, a column per answer
        P(a | g); each row adds up to 1.

    Returns
    -------
    bits
        One per row of beliefs.

    Raises
    ------
    ValueError
        If beliefs, or a row of the table, do not add up to 1.

    Examples
    --------
    A question that tells two groups apart for certain, and one that all answer alike:

    >>> information_gain([0.5, 0.5], pd.DataFrame({"no": [1, 0], "yes": [0, 1]}))
    1.0
    >>> information_gain([0.5, 0.5], pd.DataFrame({"no": [0.3, 0.3], "yes": [0.7, 0.7]}))
    0.0
    """
    beliefs, table = _beliefs(beliefs), np.asarray(chances, dtype=float)
    for row in table:
        _guard.adds_up("chances", row)
    joint = beliefs[..., :, None] * table  # the chance of being in this group and answering so
    gain = np.sum(joint * np.log2(_ratio(joint, beliefs[..., :, None] * joint.sum(axis=-2, keepdims=True))), axis=(-2, -1))
    gain = np.maximum(gain, 0.0) * (gain > 1e-12)
    return gain.item() if np.ndim(gain) == 0 else gain


def _ratio(joint, expected):
    """joint / expected where something can happen at all, else 1 (its logarithm counts nothing)."""
    return np.where(joint > 0, joint, 1) / np.where(joint > 0, expected, 1)


def _beliefs(beliefs):
    beliefs = np.asarray(beliefs, dtype=float)
    _guard.listed(beliefs=beliefs)
    _guard.share(beliefs=beliefs)
    rows = beliefs.reshape(-1, beliefs.shape[-1])
    for row in rows[np.abs(rows.sum(axis=1) - 1) > 1e-8]:
        _guard.adds_up("beliefs", row)
    return beliefs


def answer_chances(answers, needs, *, questions, customer="customer_id", group="needs_group", prior=1):
    """A dictionary of tables, one per question: a row per needs group, a column per answer, P(answer | group).

    Counted from customers whose answers and needs group are both known. ``prior`` imagined answers of each kind are added
    (Laplace), so that what was never heard is unlikely but not impossible.
    """
    _guard.listed(questions=questions)
    _guard.not_negative(prior=prior)
    tables.require(answers, customer, *questions, table_name="survey")
    tables.require(needs.dropna(subset=[group]), customer, group, table_name="needs groups")
    tables.unique(needs, customer, table_name="needs groups")
    joined = answers[[customer, *questions]].merge(needs[[customer, group]].dropna(), on=customer)
    if joined.empty:
        raise ValueError(words.t("interact.nobody_both"))
    found = {}
    for question in questions:
        counts = pd.crosstab(joined[group], joined[question]) + prior
        found[question] = counts.div(counts.sum(axis=1), axis=0)
    return found


def next_questions(beliefs, chances, minutes, *, ask=2, known=()):
    """One row per question to ask, in this order: gain (bits together with those before it), minutes, gain_per_minute.

    The first has the largest gain per minute; each next one adds most per minute to those before it, so that two
    questions about the same thing are not both asked. Questions in ``known`` are not asked again, nor are those
    that would teach nothing. ``minutes`` is {question: minutes}.
    """
    _guard.count(ask=ask)
    if ask > MOST_AT_ONCE:
        raise ValueError(words.t("interact.many_questions", ask=ask, most=MOST_AT_ONCE))
    _guard.positive(minutes=[minutes[question] for question in _checked(chances, minutes)])
    open_ones = sorted(set(chances) - set(known))
    rows, joint, so_far = [], None, 0.0
    while open_ones and len(rows) < ask:
        tables_now = {question: _together(joint, chances[question]) for question in open_ones}
        gains = {question: information_gain(beliefs, table) for question, table in tables_now.items()}
        best = max(open_ones, key=lambda question: (round((gains[question] - so_far) / minutes[question], 9), question))
        added = (gains[best] - so_far) / minutes[best]
        if added <= 1e-9:
            break
        rows.append({"question": best, "gain": gains[best], "minutes": minutes[best], "gain_per_minute": added})
        joint, so_far = tables_now[best], gains[best]
        open_ones.remove(best)
    return pd.DataFrame(rows, columns=["question", "gain", "minutes", "gain_per_minute"])


def _together(joint, chances):
    """P(both answers | group) of the questions so far and one more, as one table."""
    table = np.asarray(chances, dtype=float)
    return table if joint is None else (joint[:, :, None] * table[:, None, :]).reshape(len(table), -1)


def _checked(chances, minutes):
    """Every question has its minutes."""
    missing = sorted(set(chances) - set(minutes))
    if missing:
        raise ValueError(words.t("interact.minutes", question=missing[0]))
    return chances


def interviews(answers, chances, minutes, *, start, order=None, ask=None, customer="customer_id"):
    """One row per customer and step, from 0: question, minutes (so far), entropy (left), guess and chance of it.

    With ``order`` everybody is asked the same questions in this order, as in a form. Without it each customer is asked the
    question that now gains most per minute *for her*, given what she has said so far. ``start`` is the beliefs
    before any question, one per needs group; ``ask`` at most so many questions.
    """
    tables.require(answers, customer, *chances, table_name="survey")
    tables.unique(answers, customer, table_name="survey")
    _checked(chances, minutes)
    steps = min(ask or len(chances), len(order or chances))
    people = answers.sort_values(customer, ignore_index=True)
    beliefs = np.tile(_beliefs(start), (len(people), 1))
    asked, spent = np.zeros((len(people), len(chances)), dtype=bool), np.zeros(len(people))
    groups = next(iter(chances.values())).index
    found = [_state(people[customer], 0, [None] * len(people), spent, beliefs, groups)]
    names = list(chances)
    for step in range(1, steps + 1):
        chosen = np.full(len(people), names.index(order[step - 1])) if order else _choose(beliefs, asked, chances, minutes)
        for position in np.unique(chosen):
            rows, question = chosen == position, names[position]
            beliefs[rows] = _learn_each(beliefs[rows], chances[question], people[question].to_numpy()[rows])
            spent[rows] += minutes[question]
        asked[np.arange(len(people)), chosen] = True
        found.append(_state(people[customer], step, np.array(names, dtype=object)[chosen], spent, beliefs, groups))
    return pd.concat(found).sort_values([customer, "step"], ignore_index=True)


def _choose(beliefs, asked, chances, minutes):
    """For each customer the position of the question that gains most per minute among those not asked."""
    worth = np.column_stack([information_gain(beliefs, table) / minutes[question] for question, table in chances.items()])
    return np.argmax(np.where(asked, -1.0, np.round(worth, 9)), axis=1)


def _learn_each(beliefs, table, said):
    """Beliefs after each customer's own answer; an answer never heard before teaches nothing."""
    seen = table.columns.get_indexer(said)
    joint = beliefs * np.where(seen[:, None] >= 0, table.to_numpy(dtype=float).T[seen], 1.0)
    added = joint.sum(axis=1, keepdims=True)
    return np.where(added > 0, joint / np.where(added > 0, added, 1), beliefs)


def _state(customers, step, question, spent, beliefs, groups):
    """What is known of each customer after a step."""
    best = beliefs.argmax(axis=1)
    known = {"entropy": entropy(beliefs), "guess": np.asarray(groups)[best], "chance": beliefs.max(axis=1)}
    return pd.DataFrame({customers.name: customers.to_numpy(), "step": step, "question": question, "minutes": spent.copy(), **known})
