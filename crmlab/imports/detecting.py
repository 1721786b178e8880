"""Which system wrote a file, which table it holds, and which of its columns is which of ours."""
import difflib

from .. import tables, words
from . import header, letters, reading, systems, totals, vocabulary
from .mapping import Mapping
from .rawfile import note, texts

EXTRA = {"orders": ("order_id", "items", "brand", "firm", "channel"), "campaigns": ("campaign_id", "name", "channel", "sent_on", "cost"), "customers": ("name", "phone", "email", "address", "birthday", "id_number", "tax_code", "account_no", "recorded_on")}
SHARE = 0.6  # of the columns of an export that its map must know


def detect(raw, table=None, *, columns=None, day_first=None, decimal=None):
    """A Mapping of a raw file: its system, its table, its columns, and what is assumed about dates and numbers.

    Parameters
    ----------
    raw : RawFile
    table : name of the table it must be, such as "orders"; found by itself if not given
    columns : {our column: their column} where our own search should not decide
    day_first, decimal : True or False, "." or ",", if you know and the file does not prove it

    Raises
    ------
    ValueError
        no table fits, a column asked for is not there, or a column that is needed is there twice with different content
    """
    there = {letters.simple(name): name for name in reversed(raw.cells.columns)}
    module = _module(raw, there, table) or _short(raw, there, table)
    if module is None or (columns and module["system"] == "plain"):
        module, chosen = _plain(raw, there, table, columns or {})
    else:
        chosen = systems.columns(module, there) | {ours: _asked(raw, ours, theirs) for ours, theirs in (columns or {}).items()}
    _check_doubled(raw, chosen, module)
    if module["system"] != "plain" and not {"customer_id", "date"} & set(chosen):
        _refuse_missing(raw, module["table"], ["customer_id"])
    return _mapping(raw, module, chosen, day_first, decimal)


def _module(raw, there, table):
    """The module of a known system whose map knows most of the columns, if one does."""
    found = []
    for module in vocabulary.modules():
        share = sum(name in module["names"] for name in there) / max(len(there), 1)
        must = all(any(name in there for name in group) for group in module["must"])
        if must and (share >= SHARE or module["system"] == "plain") and table in (None, module["table"]):
            found.append((share, len(module["must"]), module))
    return max(found, key=lambda item: item[:2])[2] if found else None


def _short(raw, there, table, called=False):
    """The module whose export keeps so few columns that only labels of its own tell it, or its name in an export folder (``called``)."""
    for module in vocabulary.modules():
        rule = module.get("short")
        if not rule or table not in (None, module["table"]):
            continue
        share = sum(name in module["names"] for name in there) / max(len(there), 1)
        own = _any(rule["own"], there) or (share == 1 and _any(rule["own_if_all_known"], there)) or (called and raw.path.stem.lower().startswith(module["name"]))
        if own and share >= SHARE and all(_any(group, there) for group in rule["must"]):
            return module
    return None


def _any(names, there):
    return any(letters.simple(name) in there for name in names)


def called(raw):
    """The Mapping of a file of an export folder that only its name tells, such as accounts.csv; None if there is none."""
    there = {letters.simple(name): name for name in reversed(raw.cells.columns)}
    module = _short(raw, there, None, called=True)
    return module and _mapping(raw, module, systems.columns(module, there), None, None)


def _plain(raw, there, table, columns):
    """(module, {ours: theirs}) of a file of no known system."""
    if table is not None and table not in tables.TABLES:
        near = (difflib.get_close_matches(str(table), tables.TABLES, n=1, cutoff=0) or ["orders"])[0]
        raise ValueError(words.t("imports.no_such_table", table=table, known=", ".join(vocabulary.keys()), near=near))
    asked = {ours: _asked(raw, ours, theirs) for ours, theirs in columns.items()}
    chosen = _named(there, table, asked)
    fitting = [name for name, needed in vocabulary.keys().items() if all(column in chosen for column in needed) and (name != "records" or {"phone", "email", "address"} & set(chosen))]
    if table is None:
        table = fitting[0] if fitting else _refuse_unknown(raw, chosen)
        chosen = _named(there, table, asked)
    ours = tables.TABLES[table].columns if table in tables.TABLES else {}
    extra = EXTRA.get(table, ())
    chosen = {name: theirs for name, theirs in chosen.items() if name in ours or name in extra or name in asked}
    missing = [column for column in vocabulary.keys().get(table, ()) if column not in chosen]
    if missing:
        _refuse_missing(raw, table, missing)
    return {"system": "plain", "name": table, "table": table}, chosen


def _asked(raw, ours, theirs):
    """A column asked for by name, or the nearest one suggested."""
    if theirs in raw.cells.columns:
        return theirs
    near = tables._nearest(str(theirs), list(raw.cells.columns)) or (difflib.get_close_matches(str(theirs), list(raw.cells.columns), n=1, cutoff=0) or ["…"])[0]
    raise ValueError(words.t("imports.no_column", name=raw.path.name, column=theirs, there=", ".join(map(repr, raw.cells.columns)), ours=ours, near=near))


def _named(there, table, asked):
    """{ours: theirs} by name: each of their columns is taken once, by the first of our names for it."""
    wanted = list(tables.TABLES[table].columns) if table in tables.TABLES else []
    wanted += [name for name in EXTRA.get(table, ()) if name not in wanted]
    order = [*wanted, *(name for name in vocabulary.plain() if name not in wanted)]
    taken = set(asked.values())
    chosen = dict(asked)
    for ours in order:
        theirs = next((there[name] for name in vocabulary.plain().get(ours, [ours]) if name in there and there[name] not in taken), None)
        if theirs is not None and ours not in chosen:
            chosen[ours] = theirs
            if table is not None:
                taken.add(theirs)
    return chosen


def _refuse_unknown(raw, chosen):
    """No table fits: say which comes nearest and what it lacks."""
    nearest = min(("orders", "customers", "contacts"), key=lambda name: sum(column not in chosen for column in vocabulary.keys()[name]))
    _refuse_missing(raw, nearest, [column for column in vocabulary.keys()[nearest] if column not in chosen])


def _refuse_missing(raw, table, missing):
    there = list(raw.cells.columns)
    nears = ", ".join(f"{column!r}: {tables._nearest(column, there) or '…'!r}" for column in missing)
    raise ValueError(words.t("imports.missing", name=raw.path.name, table=table, missing=", ".join(map(repr, missing)), there=", ".join(map(repr, there)), nears=nears))


def _check_doubled(raw, chosen, module):
    """A column that we need must not stand there twice with different content; exports of a system repeat labels by nature."""
    if module["system"] != "plain":
        return
    for second, first in raw.doubled.items():
        if first in chosen.values() and not texts(raw.cells[first]).equals(texts(raw.cells[second])):
            raise ValueError(words.t("imports.doubled", name=raw.path.name, column=first, row=raw.header_row))


def _mapping(raw, module, chosen, day_first, decimal):
    """The Mapping, with the plan of every column and all that is assumed."""
    counted = [*totals.notes(raw, chosen), *systems.notes(totals.cut(raw, chosen), module, chosen)]
    raw = systems.prepared(raw, module, chosen)
    plans, notes, problems = reading.plans(raw, chosen, day_first, decimal)
    used = {name for theirs in chosen.values() for name in ([theirs] if isinstance(theirs, str) else theirs)}
    kept = tuple(name for name in raw.cells.columns if name not in used)
    examples = {name: _example(raw, name) for name in kept} | {ours: _example(raw, theirs) for ours, theirs in chosen.items()}
    also = [note("imports.note_also", column=ours, theirs=theirs, others=", ".join(others)) for ours, theirs in chosen.items() if isinstance(theirs, str) and (others := _also(kept, ours, module))]
    assumed = (*header.notes(raw.header_row), *raw.notes, *notes, *also, *counted)
    return Mapping(module["system"], module["name"], module["table"], chosen, kept, plans, module, examples, assumed, tuple(problems))


def _also(kept, ours, module):
    """Columns that were not taken, though they go by a name of the same column of ours."""
    if module["system"] != "plain" or "columns" in module:
        return []
    return [name for name in kept if letters.simple(name) in vocabulary.plain().get(ours, ())]


def _example(raw, theirs):
    """The first value of a column, shortened."""
    parts = []
    for name in [theirs] if isinstance(theirs, str) else theirs:
        filled = texts(raw.cells[name].head(1000))
        filled = filled[filled != ""]
        parts.append(filled.iloc[0] if len(filled) else "")
    text = " ".join(filter(None, parts)).replace("\n", " ")
    return text if len(text) <= 40 else text[:39] + "…"
