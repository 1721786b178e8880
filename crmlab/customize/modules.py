"""Much variety from few modules, and the need around the product: packing, delivery, invoice, information."""
import functools
import operator

import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers
from ._money import money

MOST_MODULES = 15  # 32,768 bundles
NOTHING = "none"
LEVELS = ("core", "bundle", "enhanced")


def variants(options):
    """How many different products a few choices make.

    V = k_1 · k_2 · … · k_n

    Every choice goes with every other one. The firm prepares k_1 + k_2 + … + k_n options and can deliver V
    variants: options add up, variants multiply. Use ``bundles`` when some do not go together.

    Parameters
    ----------
    options : list of numbers of options
        k, how many options each of the n choices has ("without" is an option too).

    Returns
    -------
    variants
        One number.

    Raises
    ------
    ValueError
        If a choice has less than one option, or a part of one.

    References
    ----------
    The product rule. The example is our own. Textbook 2.5.

    Examples
    --------
    Three teas, two sizes, three packings, two delivery times:

    >>> variants([3, 2, 3, 2])
    36
    """
    _guard.listed(options=options)
    for count in numbers(options):
        _guard.count(options=getattr(count, "value", count))
    return functools.reduce(operator.mul, [count.item() if isinstance(count, np.generic) else count for count in numbers(options)])


def bundles(modules, *, module="module", unit_cost="unit_cost", price="price"):
    """One row per bundle that is allowed: modules (joined by +, "none" for the bare product), size, unit_cost, price, margin.

    ``modules`` has one row per module. Two more columns are read if they are there: ``requires``, the modules that must come
    with it, and ``excludes``, those that cannot (names joined by +; empty for none). Who excludes whom need be said
    only once. The smallest bundles come first, then by name; the order of rows does not matter.

    Raises ValueError for more than 15 modules, or when one requires or excludes a module that is not in the table.

    >>> modules = pd.DataFrame({"module": ["box", "card"], "unit_cost": [9, 2], "price": [15, 5], "requires": ["", "box"]})
    >>> bundles(modules)["modules"].tolist()
    ['none', 'box', 'box+card']
    """
    tables.require(modules, module, unit_cost, price, table_name="modules")
    tables.unique(modules, module, table_name="modules")
    if len(modules) > MOST_MODULES:
        raise ValueError(words.t("customize.many_modules", most=MOST_MODULES, count=len(modules)))
    ordered = modules.sort_values(module).reset_index(drop=True)
    names = ordered[module].astype(str).tolist()
    chosen = (np.arange(2 ** len(names))[:, None] >> np.arange(len(names)) & 1).astype(bool)
    chosen = chosen[_allowed(chosen, ordered, names)]
    added = {column: chosen @ money(ordered, column, "modules") for column in (unit_cost, price)}
    joined = ["+".join(name for name, taken in zip(names, row) if taken) or NOTHING for row in chosen]
    found = pd.DataFrame({"modules": joined, "size": chosen.sum(axis=1), "unit_cost": added[unit_cost], "price": added[price]})
    return found.assign(margin=found["price"] - found["unit_cost"]).sort_values(["size", "modules"], ignore_index=True)


def _allowed(chosen, ordered, names):
    """Which combinations have all that they require, and nothing that is excluded."""
    needs, clashes = (_pairs(ordered, column, names) for column in ("requires", "excludes"))
    allowed = np.ones(len(chosen), dtype=bool)
    for one, other in needs:
        allowed &= ~chosen[:, one] | chosen[:, other]
    for one, other in clashes:
        allowed &= ~(chosen[:, one] & chosen[:, other])
    return allowed


def _pairs(ordered, column, names):
    """(module, the other one) as positions, for each name in this column."""
    if column not in ordered:
        return []
    pairs = []
    for one, text in enumerate(ordered[column]):
        others = [name.strip() for name in text.split("+") if name.strip()] if isinstance(text, str) else []
        unknown = [name for name in others if name not in names]
        if unknown:
            raise ValueError(words.t("customize.unknown_module", module=names[one], column=column, unknown=unknown[0], known=", ".join(map(repr, names))))
        pairs += [(one, names.index(name)) for name in others]
    return pairs


def expand_need(options, *, core="core"):
    """One row per level of the need (core, bundle, enhanced): choice (options joined by +), ways, unit_cost, worth, surplus.

    ``options`` has one row per option of one customer: part (the ``core`` product, packing, delivery, invoice,
    information …), option, unit_cost (to the firm), worth (to her), standard (1 for the option that everybody gets, one
    in each part). The core is the standard product alone; the bundle has the standard option of each part; the enhanced
    need has, in each part, the option with the largest surplus (worth less cost; of equal ones the cheaper, then the first
    by name). ``ways`` counts the choices that were open: 1 for what is standard.
    """
    tables.require(options, "part", "option", "unit_cost", "worth", "standard", table_name="options")
    tables.unique(options, "part", "option", table_name="options")
    cost, worth = (money(options, column, "options") for column in ("unit_cost", "worth"))
    table = options.assign(unit_cost=cost, worth=worth, surplus=worth - cost).sort_values(["part", "option"], ignore_index=True)
    _one_standard_each(table, core)
    standard = table[table["standard"] == 1]
    best = table.sort_values(["surplus", "unit_cost", "option"], ascending=[False, True, True]).drop_duplicates("part")
    chosen = {"core": standard[standard["part"] == core], "bundle": standard, "enhanced": best}
    ways = {"core": 1, "bundle": 1, "enhanced": int(table.groupby("part").size().prod())}
    return pd.DataFrame([{"level": level, "ways": ways[level], **_added_up(chosen[level], core)} for level in LEVELS])


def _one_standard_each(table, core):
    """Refuse a part with no standard option or several, and a table without the core."""
    if core not in set(table["part"]):
        raise ValueError(words.t("customize.no_core", core=core, parts=", ".join(map(repr, sorted(set(table["part"]))))))
    _guard.truths(standard=table["standard"])
    counted = table.groupby("part")["standard"].sum()
    wrong = counted[counted != 1]
    if len(wrong):
        raise ValueError(words.t("customize.one_standard", part=wrong.index[0], count=int(wrong.iloc[0])))


def _added_up(chosen, core):
    """The chosen options by name, the core first, and their money."""
    ordered = chosen.assign(first=chosen["part"] != core).sort_values(["first", "part"])
    return {"choice": "+".join(ordered["option"].astype(str)), **ordered[["unit_cost", "worth", "surplus"]].sum().to_dict()}
