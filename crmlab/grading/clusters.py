"""Equal wrong answers of a class, found and counted: each cluster is something to talk about."""
import bisect
import collections
import json
import math
from dataclasses import dataclass

from .. import answers
from ..answers.compare import kind, number


@dataclass(frozen=True)
class Cluster:
    """Submissions with one wrong answer: how many, which answer, the slip's name if known, whose, and one example.

    ``share`` is of all results, ``why`` as in a result ("slip", "hidden": a typed-in number, "type", "shape", "values"),
    ``example`` an index into the results.
    """

    count: int
    share: float
    why: str
    slip: str | None
    answer: str
    submissions: tuple
    example: int


def clusters(results, question):
    """The clusters of one question's wrong answers, largest first.

    All of a class answer on the same hidden data, so equal slips are equal numbers: answers are compared there, and on the
    public data where no hidden run came to an end. Numbers that were typed in make a cluster of their own. Prose has none.
    """
    if question.get("by_hand"):
        return []
    name = question["name"]
    wrong = [(index, result["questions"][name]) for index, result in enumerate(results) if _outcome(result, name) == "incorrect"]
    named, unnamed = collections.defaultdict(list), []
    for index, record in wrong:
        if record["why"] in ("slip", "hidden"):
            named[record["why"], record["slip"]].append(index)
        else:
            unnamed.append((index, _evidence(record)))
    groups = [*named.values(), *_equal(unnamed, question.get("tolerance"))]
    return sorted((_cluster(results, name, group) for group in groups), key=lambda cluster: (-cluster.count, cluster.example))


def _outcome(result, name):
    return (result["questions"].get(name) or {}).get("outcome")


def _evidence(record):
    """What is compared: the answers on the hidden data, or the public one when there is none; and which of the two."""
    hidden = record.get("hidden") or []
    return ["given", record.get("given")] if all(part is None for part in hidden) else ["hidden", *hidden]


def _cluster(results, name, group):
    first = results[group[0]]["questions"][name]
    shown = next((value for value in (first.get("given"), *(first.get("hidden") or [])) if value is not None), None)
    return Cluster(
        count=len(group), share=len(group) / len(results), why=first["why"], slip=first["slip"], answer=answers.show(shown),
        submissions=tuple(results[index]["submission"] for index in group), example=group[0],
    )


def _equal(answered, tolerance):
    """Groups of indices whose answers are the same. The most frequent answers come first and stand for their group.

    Equal answers have nearly the same sum of numbers, so an answer is compared only with the groups near its own sum.
    """
    same_text = collections.defaultdict(list)
    for index, evidence in answered:
        same_text[json.dumps(evidence, sort_keys=True)].append((index, evidence))
    near, groups = [], {}
    for members in sorted(same_text.values(), key=lambda members: (-len(members), members[0][0])):
        evidence, indices = members[0][1], [index for index, _ in members]
        total, reach = _sum(evidence, tolerance)
        low, high = bisect.bisect_left(near, (total - reach,)), bisect.bisect_right(near, (total + reach, math.inf))
        found = next((first for _, first, other in near[low:high] if _same(other, evidence, tolerance)), None)
        if found is None:
            bisect.insort(near, (total, indices[0], evidence))
            groups[indices[0]] = indices
        else:
            groups[found] += indices
    return [[group[0], *sorted(group[1:])] for group in groups.values()]


def _same(one, other, tolerance):
    if len(one) != len(other):
        return False
    return all(_alike(mine, theirs) or answers.compare(mine, theirs, tolerance) is None for mine, theirs in zip(one, other))


def _alike(one, other):
    """Answers that nothing is equal to, such as a function that was not called, are alike when they are of one type."""
    return kind(one) == kind(other) and kind(one) in ("other", "toobig") and (kind(one) == "toobig" or one["type"] == other["type"])


def _sum(evidence, tolerance):
    """The sum of all numbers in an answer, and how far equal answers may be from it."""
    numbers = list(_numbers(evidence))
    total = math.fsum(numbers)
    size = math.fsum(map(abs, numbers))
    apart = len(numbers) * (1e-9 if tolerance is None else tolerance) + size * 2e-6
    return total, apart + 1e-9


def _numbers(encoded):
    """Every number in an answer except the labels of rows, which may be left unsaid."""
    if isinstance(encoded, list):
        for part in encoded:
            yield from _numbers(part)
    elif isinstance(encoded, dict) and encoded["t"] not in ("int", "float"):
        for part in ("columns", "axes", "v"):
            yield from _numbers(encoded.get(part))
    elif kind(encoded) == "number":
        yield min(max(float(number(encoded)), -1e250), 1e250)
