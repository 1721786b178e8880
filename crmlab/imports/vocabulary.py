"""The column maps: data beside this file, one TOML for each system, read once."""
import functools
import pathlib
import tomllib

from .. import tables
from . import letters

FOLDER = pathlib.Path(__file__).parent / "maps"
SYSTEMS = ("suitecrm", "hubspot", "salesforce", "odoo")
NUMBERS = frozenset(
    "unit_price seconds amount direct_cost items quantity minutes cost unit_cost setup_cost price wallet rating contribution contribution_margin revenue cost_to_serve profit actual_value potential_value "
    "max_per_month months_ago money_days worth future_value leave_probability saved_share effect income fit confidence willingness attitude compensation".split()
)
DATES = frozenset({"date", "active_from", "active_until", "since"})  # and whatever ends in _on
FLAGS = frozenset({"answered", "allowed", "preferred", "treated", "responded"})
IDENTIFIERS = frozenset({"customer_id", "record_id", "order_id", "campaign_id"})


@functools.cache
def modules():
    """All modules of all systems: records as they stand in the files, with ``system`` and the simple form of every name."""
    found = []
    for system in (*SYSTEMS, "plain"):
        for module in tomllib.loads((FOLDER / f"{system}.toml").read_text(encoding="utf-8")).get("module", []):
            columns = {ours: list(map(letters.simple, names)) for ours, names in module.get("columns", {}).items()}
            joined = {ours: [list(map(letters.simple, part)) for part in parts] for ours, parts in module.get("joined", {}).items()}
            groups = [*columns.values(), *(part for parts in joined.values() for part in parts), *(map(letters.simple, part) for part in _asides(module))]
            must = [list(map(letters.simple, group)) for group in module["must"]]
            found.append(module | {"system": system, "columns": columns, "joined": joined, "must": must, "names": {name for names in groups for name in names}})
    return found


def _asides(module):
    """The columns of a module that decide about rows, or are known and simply kept."""
    return [module.get("others", []), module.get("deleted", []), module.get("where", {}).get("column", []), module.get("where", {}).get("same", []), module.get("also", {}).get("column", [])]


@functools.cache
def plain():
    """{our column: every simple name it goes by in a file of no known system}."""
    also = tomllib.loads((FOLDER / "plain.toml").read_text(encoding="utf-8"))["also"]
    ours = {name for table in tables.TABLES.values() for name in table.columns} | set(also)
    return {name: [letters.simple(name), *map(letters.simple, tables.ALSO_CALLED.get(name, ())), *map(letters.simple, also.get(name, ()))] for name in sorted(ours)}


@functools.cache
def keys():
    """{table: the columns it cannot do without}, in the order in which tables are looked for."""
    return tomllib.loads((FOLDER / "plain.toml").read_text(encoding="utf-8"))["keys"]


@functools.cache
def all_names():
    """Every name of a column in any map."""
    return {name for module in modules() for name in module["names"]} | {name for names in plain().values() for name in names}


def kind(column):
    """What a column of ours holds: date, number, flag, id or text."""
    if column in DATES or column.endswith("_on"):
        return "date"
    return "number" if column in NUMBERS else "flag" if column in FLAGS else "id" if column in IDENTIFIERS else "text"
