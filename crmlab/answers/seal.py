"""Feedback without the answer: what an answer says is locked, and only (nearly) the answer itself is the key.

Every right and every slipped answer is put with its message into a box. The key of a box is a slow hash (scrypt) of the
answer's form (type, labels, texts) and of one coarse number made of all its numbers; the box holds the exact answer, so that
tolerance is judged by ``compare``, as in grading. Without the answer there is nothing to read, only guesses to try, each
of some 10 ms. An answer with few possible values (yes or no, one of four) can of course be guessed.
"""
import base64
import hashlib
import json
import math
import os
import random
import zlib

from .compare import compare, is_slip, kind, label, number, scalar

_BLOCK = 256  # boxes are filled up to a multiple of this, so that their size says little


def seal(right, messages, tolerance=None, hint=None):
    """One question's locked feedback, plain JSON.

    Parameters
    ----------
    right : encoded right answer
    messages : list of (encoded wrong answer, message)
    tolerance : as for compare
    hint : text for any other answer; this one can be read, by anybody who looks for it
    """
    salt = os.urandom(16).hex()
    contents = {}
    for answer, message in [(right, None), *messages]:
        for key in _keys(answer, salt, tolerance):
            contents.setdefault(key, []).append([answer, message])
    boxes = dict(_lock(key, content, salt) for key, content in contents.items())
    return {"salt": salt, "kind": kind(right), "form": _mark_of_form(right, salt), "tolerance": tolerance, "hint": hint, "boxes": dict(sorted(boxes.items()))}


def unseal(sealed, given):
    """What the locked feedback says of an answer: ("correct", None), ("slip", message), ("type", kind), ("shape", None) or ("incorrect", hint)."""
    if kind(given) != sealed["kind"]:
        return "type", sealed["kind"]
    for key in _keys(given, sealed["salt"], sealed["tolerance"], around=False):
        for answer, message in _unlock(key, sealed):
            if message is None and compare(answer, given, sealed["tolerance"]) is None:
                return "correct", None
            if message is not None and is_slip(answer, given, sealed["tolerance"]):
                return "slip", message
    if sealed["form"] and sealed["form"] != _mark_of_form(given, sealed["salt"]):
        return "shape", None
    return "incorrect", sealed["hint"]


def _mark_of_form(answer, salt):
    """A hash of the labels and lengths of a table of numbers; nothing where the form itself says something of the answer."""
    form = json.dumps(_form(answer, numbers := []), ensure_ascii=False)
    if kind(answer) not in ("list", "labelled", "frame") or not numbers:
        return ""
    return _secret(form, salt)[:16].hex()


def _keys(answer, salt, tolerance, around=True):
    """The keys of an answer: its form and the cells of a coarse grid that it, with its tolerance, touches."""
    numbers = []
    form = json.dumps(_form(answer, numbers), ensure_ascii=False)
    chance = random.Random(salt)
    weights = [1 + chance.random() for _ in numbers]
    reach = sum(weights) * (_REACH if not tolerance else 1.001 * tolerance) or 1
    place = sum(weight * _coordinate(value, tolerance) for weight, value in zip(weights, numbers)) / (2 * reach) + chance.random()
    half = 0.5 + 1e-15 * abs(place) * (1 + len(numbers))  # and what the sum's rounding may move it
    cells = range(math.floor(place - half), math.floor(place + half) + 1) if around else [math.floor(place)]
    return [f"{form}|{cell}" for cell in cells]


_REACH = 1.1e-6  # what a millionth of a value, or 1e-9 near zero, is at most on the scale of _coordinate


def _coordinate(value, tolerance):
    """The value on a scale on which its tolerance is the same everywhere: its own, or a logarithm that passes through zero."""
    return value if tolerance else math.asinh(value * 1000)


def _form(answer, numbers):
    """The answer without its numbers, which are appended in an order that does not depend on how it was written."""
    what = kind(answer)
    if what == "number" and math.isinf(number(answer)):
        return str(number(answer))
    if what == "number":
        numbers.append(float(number(answer)))
        return "#"
    if what == "list":
        return [_form(item, numbers) for item in answer]
    if what == "set":
        return ["set", sorted(json.dumps(_form(item, numbers)) for item in sorted(answer["v"], key=_by_size))]
    if what == "labelled":
        return ["labelled", [[repr(label(name)), _form(value, numbers)] for name, value in sorted(answer["v"], key=lambda pair: repr(label(pair[0])))]]
    if what == "frame":
        return ["frame", *_form_of_frame(answer, numbers)]
    if what == "figure":
        return ["figure", [_form(axes, numbers) for axes in answer["axes"]]]
    return [what, scalar(answer)] if what in ("text", "bool", "time", "duration", "missing") else [what]


def _by_size(item):
    return (0, number(item)) if kind(item) == "number" else (1, repr(item))


def _form_of_frame(frame, numbers):
    rows = range(len(frame["v"][0])) if frame["v"] else []
    names = list(rows) if frame["labels"] is None else frame["labels"]
    order = sorted(rows, key=lambda row: repr(label(names[row])))
    for name, column in sorted(zip(frame["columns"], frame["v"]), key=lambda pair: repr(label(pair[0]))):
        yield [repr(label(name)), [[repr(label(names[row])), _form(column[row], numbers)] for row in order]]


def _secret(key, salt):
    return hashlib.scrypt(key.encode("utf-8"), salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=48)


def _lock(key, content, salt):
    secret = _secret(key, salt)
    plain = zlib.compress(json.dumps(content, ensure_ascii=False).encode("utf-8"), 9)
    plain = len(plain).to_bytes(4, "big") + plain
    plain += bytes(-len(plain) % _BLOCK)
    return secret[:16].hex(), base64.b64encode(_blend(plain, secret)).decode("ascii")


def _unlock(key, sealed):
    secret = _secret(key, sealed["salt"])
    box = sealed["boxes"].get(secret[:16].hex())
    if box is None:
        return []
    plain = _blend(base64.b64decode(box), secret)
    return json.loads(zlib.decompress(plain[4 : 4 + int.from_bytes(plain[:4], "big")]))


def _blend(text, secret):
    """Exclusive or with a stream that only the secret gives; the same call locks and unlocks."""
    stream = hashlib.shake_256(secret[16:]).digest(len(text))
    return (int.from_bytes(text, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(text), "big")
