"""How a customer behaves: how often she buys, how much at a time, what, and in which season."""
import numpy as np
import pandas as pd

from .. import measure, tables, words
from ..metrics import _guard

SEASONS = {"month": "month", "quarter": "quarter", "weekday": "day_of_week"}  # weekday: 0 is Monday


def purchase_pattern(orders, *, as_of, least=8, customer="customer_id", date="date", amount="amount"):
    """One row per customer: orders, mean_days, days_since, late, basket, products, favourite, season and season_share.

    mean_days is the mean time from one order to the next (``measure.inter_purchase_time``), unknown (NaN) after one order; days_since is the
    silence up to ``as_of``, and late how many of her own mean times it lasts: 1 is on time, 3 is a sign. basket is the mean money of an
    order. products (how many different ones) and favourite (the one bought most often, the first by name of equals) need a column
    ``product``, and are unknown without it. season is the quarter of the year (1 to 4) with most of her orders and season_share how many
    of them fall into it; both are unknown below ``least`` orders, where some quarter is always the largest by chance.
    """
    _guard.count(least=least)
    tables.require(orders, customer, date, amount, table_name="orders")
    today, days = tables.day(as_of, "as_of"), tables.dates(orders, date, "orders")
    known = orders.assign(**{date: days, amount: tables.numbers(orders, amount, "orders")})[(days <= today).to_numpy()]
    if known.empty:
        raise ValueError(words.t("profile.no_order", as_of=f"{today:%Y-%m-%d}", first=f"{days.min():%Y-%m-%d}"))
    times = measure.inter_purchase_time(known, customer=customer, date=date).set_index(customer)
    silence = (today.normalize() - times["last"]).dt.days
    found = pd.DataFrame({"orders": times["purchases"], "mean_days": times["mean_days"], "days_since": silence})
    found["late"] = silence / times["mean_days"].where(times["mean_days"] > 0)
    found["basket"] = known.groupby(customer)[amount].mean()
    found[["products", "favourite"]] = _products(known, customer)
    return found.assign(**_season(known, customer, date, least)).rename_axis(customer).reset_index()


def _products(orders, customer):
    """How many products each customer buys, and which most often."""
    if "product" not in orders:
        return pd.DataFrame({"products": np.nan, "favourite": None}, index=sorted(orders[customer].unique()))
    counts = orders.groupby([customer, "product"]).size().rename("times").reset_index()
    first = counts.sort_values([customer, "times", "product"], ascending=[True, False, True]).drop_duplicates(customer).set_index(customer)["product"]
    return pd.DataFrame({"products": counts.groupby(customer).size(), "favourite": first})


def _season(orders, customer, date, least):
    """The quarter with most orders and its share; unknown where there are too few orders."""
    counts = pd.crosstab(orders[customer], orders[date].dt.quarter).reindex(columns=range(1, 5), fill_value=0)
    enough = counts.sum(axis=1) >= least
    return {"season": counts.idxmax(axis=1).where(enough), "season_share": (counts.max(axis=1) / counts.sum(axis=1)).where(enough)}


def seasonality(orders, *, by="month", date="date", amount="amount"):
    """One row per month of the year (or quarter; or weekday, 0 being Monday): orders and revenue a day, and index, its revenue a day over the mean of all days.

    Index 1.2: a fifth above a usual day. The days counted are all from the first order to the last, so that a longer month, or one
    seen twice, is no larger for it. A season that was never seen has no row.
    """
    _guard.choice("by", by, tuple(SEASONS))
    tables.require(orders, date, amount, table_name="orders")
    days, money = tables.dates(orders, date, "orders").dt.normalize(), tables.numbers(orders, amount, "orders")
    seen = pd.Series(1, index=pd.date_range(days.min(), days.max()))
    place = getattr(days.dt, SEASONS[by])
    shown = seen.groupby(getattr(seen.index, SEASONS[by])).sum()
    by_season = pd.DataFrame({by: place, "money": money}).groupby(by)["money"].agg(["size", "sum"]).reindex(shown.index, fill_value=0)
    daily = by_season["sum"] / shown
    usual = money.sum() / len(seen)
    index = daily / usual if usual else np.nan
    return pd.DataFrame({by: shown.index, "orders_a_day": (by_season["size"] / shown).to_numpy(), "revenue_a_day": daily.to_numpy(), "index": np.asarray(index)})
