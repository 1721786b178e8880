"""An encoded answer in a few words, for people."""
from .. import words
from .compare import kind, number


def show(encoded, width=80):
    """A short plain text: 0,235 · "A" · [1; 2; 3] · a table of 3 × 2; the reader's language writes the numbers."""
    text = " ".join(_show(encoded).split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _show(encoded):
    what = kind(encoded)
    if what == "number":
        return words.number(number(encoded)) if abs(number(encoded)) < 1e15 else f"{float(number(encoded)):.6g}"
    if what in _FIXED:
        return words.t(_FIXED[what])
    if what == "bool":
        return str(encoded)
    if what == "text":
        return f"“{encoded}”"
    if what == "list":
        return "[" + _several(encoded, _show) + "]"
    if what == "set":
        return "{" + _several(encoded["v"], _show) + "}"
    if what == "labelled":
        return "{" + _several(encoded["v"], lambda pair: f"{_show(pair[0])}: {_show(pair[1])}") + "}"
    if what == "frame":
        return words.t("answers.frame", rows=len(encoded["v"][0]) if encoded["v"] else 0, columns=len(encoded["v"]))
    return str(encoded.get("v", encoded.get("repr", "")))


_FIXED = {"missing": "answers.missing", "unanswered": "answers.unanswered", "toobig": "answers.toobig", "figure": "answers.figure"}


_WANTED = {
    "number": "answers.type_number", "text": "answers.type_text", "bool": "answers.type_bool", "missing": "answers.type_missing",
    "list": "answers.type_list", "labelled": "answers.type_labelled", "frame": "answers.type_frame", "set": "answers.type_set",
    "time": "answers.type_time", "duration": "answers.type_duration", "figure": "answers.type_figure",
}


def wanted(what, given):
    """The kind of answer that is asked for, in words, with what to type where another kind was given."""
    if what == "list" and kind(given) == "labelled":
        return words.t("answers.type_list_wanted")
    return words.t(_WANTED[what]) if what in _WANTED else what


def _several(items, show_one):
    return "; ".join(map(show_one, items[:12])) + ("; …" if len(items) > 12 else "")
