"""The parameters of a notebook: what can be changed, and whether a new value fits."""
import ast
import difflib

from .. import words
from .notebooks import parameters_cell


def defaults(notebook):
    """The parameters of a notebook with their default values, read from its cell without running it."""
    cell = parameters_cell(notebook)
    if cell is None:
        return {}
    assignments = [node for node in ast.parse(cell.source).body if isinstance(node, ast.Assign)]
    return {node.targets[0].id: ast.literal_eval(node.value) for node in assignments}


def checked(notebook, given):
    """The given values (as typed) turned into the parameters' own types.

    Raises
    ------
    ValueError
        For a name that is no parameter, or a value of the wrong kind, with the list of right ones.
    """
    known = defaults(notebook)
    return {name: _value(name, typed, known) for name, typed in given.items()}


def _value(name, typed, known):
    if name not in known:
        nearest = difflib.get_close_matches(name, known, 1)
        raise ValueError(words.t("run.unknown", name=name, nearest=words.t("run.nearest", name=nearest[0]) if nearest else "", known=_listed(known)))
    default = known[name]
    value = _literal(typed, default)
    if not _fits(value, default):
        raise ValueError(words.t("run.wrong_type", name=name, typed=typed, kind=words.t(f"run.{_kind(default)}"), known=_listed(known)))
    return float(value) if type(default) is float else value


def _literal(typed, default):
    """What was typed, as a value: 0,8 is 0.8; a text parameter takes the words as they are."""
    if not isinstance(typed, str) or isinstance(default, str):
        return typed
    if isinstance(default, (int, float)) and not isinstance(default, bool):
        typed = typed.replace(",", ".") if typed.count(",") == 1 else typed
    try:
        return ast.literal_eval(typed)
    except (ValueError, SyntaxError):
        return typed


def _fits(value, default):
    if default is None:
        return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))
    if isinstance(default, list):
        return isinstance(value, list) and all(_fits(one, default[0]) for one in value) and bool(value)
    if type(default) is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is type(default)


def _kind(default):
    return "number" if default is None else {bool: "truth", int: "whole_number", float: "number", list: "list"}.get(type(default), "text")


def _listed(known):
    return "\n".join(f"  {name} = {value!r}" for name, value in known.items()) or "  –"
