"""An alarm when a customer breaks her own rhythm, early enough to act, and an honest count of the false ones."""
from statistics import NormalDist

import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard

__all__ = ["alert_results", "alerts"]

SPREAD_WEIGHT = 4  # so many gaps of "everybody" are added to a customer's own spread


def alerts(orders, *, as_of, method="quantile", factor=2, quantile=0.95, at_least=5, customer="customer_id", date="date"):
    """One row per customer with at least so many purchase days, alarms first: rhythm, silent, limit, alarm and rings_on.

    rhythm is the mean gap between purchase days, silent the days since the last one. The alarm rings when silent
    exceeds limit, on the day rings_on.

    ``method="factor"``: limit is ``factor`` times the rhythm, the same for the regular and the irregular customer.
    ``"quantile"``: limit is the gap that the customer's own gaps exceed with probability 1 − ``quantile`` (their logarithms taken as normal;
    the spread is drawn towards everybody's when there are few gaps). A regular customer is missed sooner.

    Customers below ``at_least`` purchase days have no rhythm yet and are left out. Ordered by alarm, then by how far past the limit.
    """
    _guard.choice("method", method, ("quantile", "factor"))
    _guard.positive(factor=factor)
    _guard.share(quantile=quantile)
    if not 0.5 <= quantile < 1:
        raise ValueError(words.t("interact.quantile", quantile=quantile))
    _guard.at_least(3, at_least=at_least)
    visits, today = _visits(orders, as_of, customer, date)
    found = _rhythms(visits, today, customer, int(at_least))
    if found.empty:
        raise ValueError(words.t("interact.no_rhythm", at_least=at_least))
    found["limit"] = factor * found["rhythm"] if method == "factor" else _own_quantile(found, quantile)
    found["alarm"] = (found["silent"] > found["limit"]).astype(int)
    found["rings_on"] = found["last"] + pd.to_timedelta(np.floor(found["limit"]) + 1, unit="D")
    over = (found["silent"] / found["limit"]).round(9)
    found = found.assign(over=over).sort_values(["alarm", "over", customer], ascending=[False, False, True], ignore_index=True)
    return found[[customer, "purchases", "last", "rhythm", "silent", "limit", "alarm", "rings_on"]]


def _visits(orders, as_of, customer, date):
    """Each customer's purchase days up to as_of, once each."""
    tables.require(orders, customer, date, table_name="orders")
    today = tables.day(as_of, "as_of").normalize()
    days = tables.dates(orders, date, "orders").dt.normalize()
    visits = pd.DataFrame({customer: orders[customer].to_numpy(), "day": days.to_numpy()})
    return visits[visits["day"] <= today].drop_duplicates().sort_values([customer, "day"], ignore_index=True), today


def _rhythms(visits, today, customer, at_least):
    """One row per customer with enough purchase days: their number, the last one, mean gap, and centre and spread of log gaps."""
    gaps = visits.groupby(customer)["day"].diff().dt.days
    logs = np.log(gaps)
    grouped = visits.assign(gap=gaps, log=logs).groupby(customer)
    found = grouped.agg(purchases=("day", "size"), last=("day", "max"), rhythm=("gap", "mean"), centre=("log", "mean"), spread=("log", "var"))
    found = found[found["purchases"] >= at_least].reset_index()
    return found.assign(silent=(today - found["last"]).dt.days)


def _own_quantile(found, quantile):
    """The gap that a customer's own gaps exceed with probability 1 − quantile."""
    freedom = found["purchases"] - 2  # the gaps, less one for their mean
    everybody = (found["spread"] * freedom).sum() / freedom.sum()
    variance = (found["spread"] * freedom + everybody * SPREAD_WEIGHT) / (freedom + SPREAD_WEIGHT)
    return np.exp(found["centre"] + NormalDist().inv_cdf(quantile) * np.sqrt(variance))


def alert_results(orders, found, *, as_of, days=90, slowed=0.5, customer="customer_id", date="date"):
    """One row per customer of ``alerts``: alarm, expected and bought (purchase days in the next ``days``), and slowed (1 or 0).

    expected is what the rhythm promises, days / rhythm; a customer has slowed when bought is below ``slowed`` times expected. So the alarms can
    be counted afterwards: slowed without alarm is missed, alarm without slowed is false.

    Only for a day so far back that the days after it are known: ``as_of`` plus ``days`` lies within the orders.
    """
    _guard.count(days=days)
    _guard.share(slowed=slowed)
    tables.require(found, customer, "rhythm", "alarm", table_name="alerts")
    today = tables.day(as_of, "as_of").normalize()
    end = today + pd.Timedelta(days=days)
    visits, _ = _visits(orders, end, customer, date)
    last = tables.dates(orders, date, "orders").max().normalize()
    if last < end - pd.Timedelta(days=7):
        raise ValueError(words.t("interact.not_yet_known", end=end.date(), last=last.date(), days=days))
    bought = visits[visits["day"] > today].groupby(customer).size()
    expected = days / found["rhythm"]
    bought = found[customer].map(bought).fillna(0).astype(int)
    return found[[customer, "rhythm", "alarm"]].assign(expected=expected, bought=bought, slowed=(bought < slowed * expected).astype(int))
