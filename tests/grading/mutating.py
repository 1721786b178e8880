"""Damage: JSON and bytes changed at random in the ways that break readers; the same for the same seed."""
import copy
import json
import random

DEEP, HUGE = "@@deep@@", "@@huge@@"  # put in as bytes: json.dumps would not write them
JUNK = [
    None, True, False, 0, -1, 7, 1.5, 1e308, -0.0, float("nan"), float("inf"), 2**53, 10**400, "", " ", "x", "\0", "\ud800", "a\udfffb", "\u202e", "=1+1", "../../x", "é" * 300,
    [], {}, [[]], [None], {"": None}, {"t": "dict"}, {"t": "int", "v": "0x1"}, {"t": []}, {"t": "frame", "columns": ["a"], "labels": None, "v": [[1], [2]]}, "code", "markdown",
    ["answer(\"q1\", 1)\n", 5], {"tags": ["parameters"]}, {"tags": "parameters"}, {"tags": [1, "a,b", ["parameters"]]}, DEEP, HUGE,
]


def places(tree):
    """Every (container, key) in a JSON value."""
    found, left = [], [tree]
    while left:
        branch = left.pop()
        keys = branch if isinstance(branch, dict) else range(len(branch)) if isinstance(branch, list) else ()
        found += [(branch, key) for key in keys]
        left += [branch[key] for key in keys]
    return found


def changed(tree, chance, times=3):
    """A copy of a JSON value with a few random changes: junk put in, parts removed, doubled, swapped, renamed."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, times)):
        known = places(tree)
        if known:
            _change(*chance.choice(known), known, chance)
    return tree


def _change(branch, key, known, chance):
    way = chance.randrange(6)
    other, there = chance.choice(known)
    if way <= 1:
        branch[key] = copy.deepcopy(chance.choice(JUNK))
    elif way == 2:
        del branch[key]
    elif way == 3:
        branch[key] = copy.deepcopy(other[there])
    elif way == 4 and isinstance(branch, list):
        branch.insert(key, copy.deepcopy(branch[key]))
    elif way == 4:
        branch[chance.choice(["", "t", "v", "id", "name", "cells", str(key) + "x"])] = branch.pop(key)
    elif isinstance(branch, list):
        chance.shuffle(branch)
    else:
        branch[key] = [branch[key]]


def written(tree, chance):
    """The bytes of a JSON value, damaged now and then."""
    text = json.dumps(tree, ensure_ascii=chance.random() < 0.5)
    raw = text.encode(chance.choice(["utf-8"] * 12 + ["utf-16", "utf-32-le", "utf-8-sig"]), "surrogatepass")
    raw = raw.replace(b'"@@deep@@"', b"[" * 50_000 + b"]" * 50_000).replace(b'"@@huge@@"', b'"' + b"x" * 300_000 + b'"')
    return damaged(raw, chance) if chance.random() < 0.4 else raw


def damaged(raw, chance):
    """Bytes flipped, cut off, cut out, doubled, or with others put in."""
    raw = bytearray(raw)
    for _ in range(chance.choice([1, 1, 2, 20])):
        start = chance.randrange(len(raw) + 1)
        end = min(len(raw), start + chance.choice([1, 1, 3, 50]))
        way = chance.randrange(6)
        if way == 0:
            del raw[start:]
        elif way == 1:
            del raw[start:end]
        elif way == 2:
            raw[start:start] = raw[start:end]
        elif way == 3:
            raw[start:start] = chance.choice([b"\0", b"\xff", b"\xed\xa0\x80", b"{", b"]", b'"', b"\n", b"\\ud800", b"1e999", b"NaN"])
        else:
            for place in range(start, end):
                raw[place] ^= 1 << chance.randrange(8)
    return bytes(raw)


def seeded(number):
    """The chance of one case."""
    return random.Random(f"crmlab {number}")
