"""The published numbers, as data: every metric reproduces them, to the last digit that was printed.

tests/authorities/<section>.toml holds, per metric (or plain formula of a room of chapters 1 and 2), a list of entries:

    [[past_customer_value]]
    id = "WE-335"
    given = { contributions = [240, 15], discount_rate = 0.0125 }   # the metric's arguments
    printed = "261.10"           # as printed ("1,205.10" and "15 %" too), or a (nested) list of such strings
    source = "where it stands"
    grade = "S"                  # S textbook, V retrieved and recomputed, M from memory, C our own
    note = "optional"

The tolerance is half of the last printed digit. A number that is printed wrongly stands in a table of its own,

    [[misprint]]
    id = "WE-307"
    metric = "customers_left"
    given = { … }
    printed = "42.18"            # what the library must not round to …
    exact = "42.1875"            # … because this is right
    why = "truncated, not rounded"
    reached_by = { … }           # optional: the arguments (convention, method) that do give the print

A worked example that is a rule, or takes several metrics, is a test in tests/<room>/test_<section>.py, listed there in
``COMPOSITIONS = {"WE-316": "test_name"}``.
"""
import ast
import importlib
import inspect
import pathlib
import tomllib

import numpy as np
import pytest

TESTS = pathlib.Path(__file__).parent
# section: the module whose functions its entries name
METRICS_OF = {section: f"crmlab.metrics.{section}" for section in ("traditional", "primary", "popular", "strategic")}
ROOMS_OF = {
    "customer_value": "crmlab.relationships", "relationships": "crmlab.relationships", "learning": "crmlab.relationships",
    "identify": "crmlab.identify", "value": "crmlab.differentiate", "needs": "crmlab.differentiate",
    "interact": "crmlab.interact", "customize": "crmlab.customize", "models": "crmlab.models", "classification": "crmlab.differentiate",
    "portfolio": "crmlab.portfolio",
}  # fmt: skip
MODULE_OF = METRICS_OF | ROOMS_OF
EXAMPLES = [*range(101, 108), *range(201, 208), *range(301, 343), *range(401, 413), *range(501, 507)]


def _formula(section, name):
    """A formula by its section and name."""
    return getattr(importlib.import_module(MODULE_OF[section]), name)


def _metrics():
    """Every public function of chapter 3: each needs an authority of its own."""
    return [name for module in METRICS_OF.values() for name in importlib.import_module(module).__all__]


def _tables():
    """(section, formula, entry) of every entry."""
    for path in sorted((TESTS / "authorities").glob("*.toml")):
        for name, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield from ((path.stem, name, entry) for entry in entries)


def _compositions():
    """(file, id, test name) of every worked example that is a test of its own."""
    for path in sorted(TESTS.glob("*/test_*.py")):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "COMPOSITIONS":
                yield from ((path, *item) for item in ast.literal_eval(statement.value).items())


ENTRIES = [(section, name, entry) for section, name, entry in _tables() if name != "misprint"]
MISPRINTS = [(section, entry) for section, name, entry in _tables() if name == "misprint"]
COMPOSITIONS = list(_compositions())


def _read(printed):
    """(number, half of its last digit) of a printed number; None for the tolerance of a word."""
    digits = printed.replace(",", "").removesuffix("%").strip()
    try:
        value = float(digits)
    except ValueError:
        return printed, None
    scale = 0.01 if printed.endswith("%") else 1
    decimals = len(digits.partition(".")[2])
    return value * scale, 0.5 * 10.0**-decimals * scale


def _is_printed_as(value, printed):
    """Whether the value, or each value of a list, is what is printed."""
    if isinstance(printed, list):
        values = list(value)
        return len(values) == len(printed) and all(map(_is_printed_as, values, printed))
    expected, half_digit = _read(printed)
    if half_digit is None:
        return value == expected
    return bool(abs(value - expected) <= half_digit * (1 + 1e-9) + 1e-12 * abs(expected))


@pytest.mark.parametrize(("section", "name", "entry"), ENTRIES, ids=[f"{name}-{entry['id']}" for _, name, entry in ENTRIES])
def test_a_metric_gives_the_published_number(section, name, entry):
    actual = _formula(section, name)(**entry["given"])

    assert _is_printed_as(actual, entry["printed"]), f"{entry['id']}: printed {entry['printed']}, but {name} gives {actual!r}"


@pytest.mark.parametrize(("section", "entry"), MISPRINTS, ids=[entry["id"] for _, entry in MISPRINTS])
def test_a_misprint_is_documented_as_it_is(section, entry):
    metric = _formula(section, entry["metric"])
    actual = metric(**entry["given"])

    assert _is_printed_as(actual, entry["exact"]), f"{entry['id']}: exact {entry['exact']}, but {entry['metric']} gives {actual!r}"
    assert not _is_printed_as(actual, entry["printed"]), f"{entry['id']}: {actual!r} does round to {entry['printed']}; it is no misprint"
    if "reached_by" in entry:
        reached = metric(**entry["given"] | entry["reached_by"])
        assert _is_printed_as(reached, entry["printed"]), f"{entry['id']}: {entry['reached_by']} gives {reached!r}"


@pytest.mark.parametrize("name", _metrics())
def test_every_public_metric_has_an_authority(name):
    known = {metric for _, metric, _ in ENTRIES}

    assert name in known, f"{name} has no entry in tests/authorities/: add one with given, printed, source, grade"


@pytest.mark.parametrize("number", EXAMPLES)
def test_every_worked_example_of_the_course_is_here(number):
    ids = [entry["id"] for _, _, entry in _tables()] + [key for _, key, _ in COMPOSITIONS]
    wanted = f"WE-{number}"
    found = [known for known in ids if known == wanted or known.startswith(wanted + "-")]

    assert found, f"{wanted} is neither in tests/authorities/ nor in COMPOSITIONS"


def test_every_composition_names_a_test_that_exists():
    for path, key, name in COMPOSITIONS:
        defined = {s.name for s in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(s, ast.FunctionDef)}

        assert name in defined, f"{path.name} has no {name} (COMPOSITIONS, {key})"


@pytest.mark.parametrize(("section", "name", "entry"), list(_tables()), ids=[f"{s}-{n}-{e['id']}" for s, n, e in _tables()])
def test_every_entry_is_complete_and_in_its_sections_file(section, name, entry):
    needed = {"id", "metric", "given", "printed", "exact", "why"} if name == "misprint" else {"id", "given", "printed", "source", "grade"}
    allowed = needed | ({"source", "grade", "note", "reached_by"} if name == "misprint" else {"note"})
    metric = entry.get("metric", name)

    assert needed <= set(entry) <= allowed, f"{entry.get('id')}: needs {sorted(needed)}, may have {sorted(allowed)}, has {sorted(entry)}"
    assert metric in importlib.import_module(MODULE_OF[section]).__all__, f"{metric} is not a formula of section {section!r}"
    assert entry.get("grade", "C") in "SVMC" and entry.get("source", "-").strip()
    inspect.signature(_formula(section, metric)).bind(**entry["given"] | entry.get("reached_by", {}))


@pytest.mark.parametrize(
    ("value", "printed", "agrees"),
    [
        (302.014864, "302.01486", True),
        (302.014864, "302.01487", False),
        (2.886, "2.89", True),
        (2.884, "2.89", False),
        (0.0649, "6 %", True),
        (0.0651, "6 %", False),
        (1205.104, "1,205.10", True),
        (-3640, "-3,640", True),
        (float("nan"), "1", False),
        ("guard", "guard", True),
        ("guard", "hold", False),
        (np.array([1.0, 2.0]), ["1.0", "2.0"], True),
        ([1.0], ["1.0", "2.0"], False),
        ([[0.5], [0.26]], [["0.5"], ["0.2"]], False),
    ],
)
def test_a_value_agrees_up_to_half_of_the_last_printed_digit(value, printed, agrees):
    assert agrees == _is_printed_as(value, printed)
