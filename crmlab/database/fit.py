"""Prospects: how well a product that is made differently meets what one of them needs."""
from numbers import Real

import pandas as pd

from .. import tables, words
from ..metrics import _guard

__all__ = ["fit_score", "prospect_fits"]


def fit_score(prospect_need, product, *, must=()):
    """Which part of a prospect's need a product meets, by the weight of its parts.

    F = Σ_i w_i · m_i / Σ_i w_i

    What the product has and she does not need adds nothing; what she cannot do without (``must``) and it does not have makes F = 0.

    Parameters
    ----------
    prospect_need : {part: weight}, or parts as a list, a set, or text joined by + (all of one weight)
        w_i, how much each part of the need matters to her.
    product : {part: share}, or parts as a list, a set, or text joined by +
        m_i, how far the product meets each part; 1 for each part that is only named, 0 for what is not.
    must : parts, optional

    Returns
    -------
    share
        Unknown (NaN) where she needs nothing that we know of.

    Raises
    ------
    ValueError
        If a weight is negative or a share is not between 0 and 1.

    References
    ----------
    Textbook 4.1.1 (L107: the differentiated product must meet a prospect's specific need). The formula is our own.

    Examples
    --------
    >>> fit_score({"delivery": 3, "gift": 2, "invoice": 1}, ["delivery", "invoice", "app"])
    0.6666666666666666
    >>> fit_score("delivery+gift", "delivery+invoice", must=["gift"])
    0.0
    """
    needs, has = _parts("prospect_need", prospect_need), _parts("product", product)
    _guard.not_negative(**{"prospect_need": list(needs.values())})
    _guard.share(product=list(has.values()))
    total = sum(needs.values())
    if not total > 0:
        return float("nan")
    if any(not has.get(part, 0) > 0 for part in _parts("must", must)):
        return 0.0
    return sum(weight * has.get(part, 0) for part, weight in needs.items()) / total


def prospect_fits(prospects, products, *, need="need", parts="modules", prospect="prospect_id", product="offer"):
    """One row per prospect and product, her best first: fit, and missing, the parts of her need it lacks joined by +.

    ``prospects`` has a need per row and ``products`` has parts per row, both as text joined by +; see ``fit_score``. Equal fits
    stand in the order of the products' names. A prospect whose need is unknown has an unknown fit.
    """
    tables.require(prospects, prospect, table_name="prospects")
    if need not in prospects:
        tables.require(prospects, need, table_name="prospects")
    tables.require(products, product, parts, table_name="products")
    rows = []
    for who, wanted in zip(prospects[prospect], prospects[need]):
        for name, has in zip(products[product], products[parts]):
            known = isinstance(wanted, str)
            lacks = [part for part in _parts(need, wanted) if part not in _parts(parts, has)] if known else []
            rows.append((who, name, fit_score(wanted, has) if known else float("nan"), "+".join(lacks)))
    found = pd.DataFrame(rows, columns=[prospect, product, "fit", "missing"])
    order = dict(zip(prospects[prospect], range(len(prospects))))
    return found.assign(order=found[prospect].map(order)).sort_values(["order", "fit", product], ascending=[True, False, True], ignore_index=True).drop(columns="order")


def _parts(name, value):
    """{part: number}: text joined by +, a list or a set count 1 each."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split("+") if part.strip()]
    if isinstance(value, dict) and all(isinstance(number, Real) for number in value.values()):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return dict.fromkeys(value, 1)
    raise ValueError(words.t("database.parts", name=name, value=value))
