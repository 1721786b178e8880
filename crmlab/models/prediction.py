"""Models used: what each customer will do, and whether the prediction held."""
import numpy as np

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import sums
from . import _rows
from .bgnbd import BGNBD
from .pareto import ParetoNBD
from .spend import GammaGamma

DAYS_PER = {"D": 1, "W": 7}


def predict(summary, purchases_model, spend_model=None, *, periods, customer="customer_id"):
    """One row per customer: p_alive and expected_purchases in the next ``periods``; with a model of spending, expected_spend and expected_value too.

    Parameters
    ----------
    summary : purchase summary, one row per customer
        With customer, x, t_x, T, and monetary if a model of spending is given. Unknown values (NaN) stay unknown.
    purchases_model : BGNBD or ParetoNBD
        Fitted on a summary in the same unit of time.
    spend_model : GammaGamma, optional
        Fitted on a summary in the same unit of money.
    periods : number, in the summary's unit of time
        How far to look ahead.
    customer : column name, optional
        Of the customer.

    Returns
    -------
    table
        customer, p_alive (share), expected_purchases (count), expected_spend (money per purchase) and expected_value
        (money in the next ``periods``: purchases times spend, not discounted).

    Raises
    ------
    ValueError
        If a column is missing, a customer has two rows, a row is impossible, or a model is none.
    """
    _model("purchases_model", purchases_model, BGNBD, ParetoNBD)
    if spend_model is not None:
        _model("spend_model", spend_model, GammaGamma)
    names = ["x", "t_x", "T"] + (["monetary"] if spend_model is not None else [])
    _rows.tabled(summary, [customer, *names])
    tables.unique(summary, customer, table_name="summary")
    _guard.positive(periods=periods)
    past = [summary[name] for name in names[:3]]
    found = summary[[customer]].copy()
    found["p_alive"] = purchases_model.p_alive(*past)
    found["expected_purchases"] = purchases_model.expected_purchases_of(*past, periods)
    if spend_model is not None:
        found["expected_spend"] = spend_model.expected_spend(summary["x"], summary["monetary"])
        found["expected_value"] = found["expected_purchases"] * found["expected_spend"]
    return found


def _model(name, model, *kinds):
    """Refuse what is no fitted model of these kinds."""
    if not isinstance(model, kinds):
        got = model.__name__ if isinstance(model, type) else type(model).__name__
        raise ValueError(words.t("models.model", name=name, kinds=", ".join(kind.__name__ for kind in kinds), first=kinds[0].__name__, got=got))


def holdout(orders, *, calibration_end, holdout_end, period="D", customer="customer_id", date="date", amount="amount"):
    """One row per customer known at ``calibration_end``: x, t_x, T, monetary as of that day, and holdout_purchases, the days with a purchase after it and up to ``holdout_end``.

    Fit a model on the first columns, predict for the time between the two days, and compare with the last.

    Parameters
    ----------
    orders : one row per order
        With customer, date and amount. Several orders on one day are one purchase.
    calibration_end, holdout_end : days
        The last day the model sees, and the last day of the check.
    period : "D" or "W"
        Time in days, or in weeks of seven days, not rounded.

    Returns
    -------
    table
        customer, x, t_x, T, monetary (as ``measure.purchase_summary`` gives them) and holdout_purchases.

    Raises
    ------
    ValueError
        If a column is missing, a cell is empty or unreadable, or no order lies before ``calibration_end``.
    """
    import pandas as pd

    _guard.choice("period", period, tuple(DAYS_PER))
    _rows.tabled(orders, [])
    tables.require(orders, customer, date, amount, table_name="orders")
    seen, end = _days(calibration_end, "calibration_end"), _days(holdout_end, "holdout_end")
    if end <= seen:
        raise ValueError(words.t("models.holdout_end", calibration_end=str(calibration_end), holdout_end=str(holdout_end)))
    codes, ids = pd.factorize(orders[customer], sort=True)
    days = tables.dates(orders, date, "orders").to_numpy().astype("datetime64[D]").astype(np.int64)
    if not (days <= seen).any():
        raise ValueError(words.t("models.no_calibration", calibration_end=str(calibration_end), first=str(np.datetime64(int(days.min()), "D"))))
    table = pd.DataFrame({customer: ids} | _summary(codes, days, tables.numbers(orders, amount, "orders"), (seen, end), DAYS_PER[period]))
    return table[table["T"] >= 0].reset_index(drop=True)


def _days(day, name):
    return tables.day(day, name).to_datetime64().astype("datetime64[D]").astype(np.int64)


def _summary(codes, days, amounts, ends, unit):
    """The columns for every customer; T is negative for those who first bought after the calibration."""
    seen, end = ends
    size = codes.max() + 1
    first, last = np.full(size, seen + 1), np.full(size, seen + 1)
    np.minimum.at(first, codes, days)
    early = days <= seen
    last = np.where(first <= seen, first, last)
    np.maximum.at(last, codes[early], days[early])
    x = np.maximum(_purchase_days(codes[early], days[early], size) - 1, 0)
    repeat = early & (days > first[codes])
    money = sums(codes[repeat], amounts[repeat], size)
    monetary = np.divide(money, x, out=np.full(size, np.nan), where=x > 0)
    later = ~early & (days <= end)
    times = {"t_x": (last - first) / unit, "T": (seen - first) / unit}
    return {"x": x} | times | {"monetary": monetary, "holdout_purchases": _purchase_days(codes[later], days[later], size)}


def _purchase_days(codes, days, size):
    """How many different days with a purchase each customer has."""
    if not len(codes):
        return np.zeros(size, dtype=np.int64)
    width = int(days.max() - days.min()) + 1
    return np.bincount(np.unique(codes * width + (days - days.min())) // width, minlength=size)
