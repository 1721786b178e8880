"""Chapter 3 on tables: the metrics for every customer, from a table of orders.

Every function takes a pandas table and returns a new one; column names are arguments. ``as_of`` is the day on
which we look (nothing reads the clock): what happened after it is not known yet and does not count. Two orders
on one day are two purchases: add them up first if they are one to you.
"""
import numpy as np
import pandas as pd

from . import tables, words
from .metrics import _guard, primary, strategic
from .metrics._rfm import MONTHS_COUNTED, three_weights

MONEY_DECIMALS = 6  # sums are rounded so far before they are ranked: their last bits depend on the order of adding
COHORT_PERIODS = ("D", "W", "M", "Q", "Y")


def rfm(orders, *, as_of, groups=5, method="independent", customer="customer_id", date="date", amount="amount"):
    """One row per customer: recency, frequency, monetary and the codes R, F, M and rfm.

    recency is days since the last order (the book's word; in chapter 4's models the same word means the time from
    the first order to the last), frequency the number of orders, monetary their money. Code 1 is the best: most
    recent, most frequent, largest. Groups differ by at most one customer in size; equal customers are ranked by
    their id, so that the result does not depend on the order of rows.

    ``method="independent"`` codes each of the three by itself. ``"nested"`` sorts by recency first, then by
    frequency within each R group, then by money within each of those: 125 cells of equal size for 5 groups.
    """
    _guard.count(groups=groups)
    _guard.choice("method", method, ("independent", "nested"))
    tables.require(orders, customer, date, amount, table_name="orders")
    today, known, days = _until(orders, as_of, date)
    codes, ids = pd.factorize(known[customer], sort=True)
    last = _extreme(np.maximum, codes, days, len(ids))
    frequency = np.bincount(codes)
    monetary = _sums(codes, tables.numbers(known, amount, "orders"), len(ids))
    scores = _scores([last, frequency, monetary], int(groups), nested=method == "nested")
    found = {customer: ids, "recency": today - last, "frequency": frequency, "monetary": monetary}
    return pd.DataFrame(found | dict(zip("RFM", scores)) | {"rfm": _labels(scores, int(groups))})


def rfm_points(
    purchases, *, weights=(5, 2, 3), cap="customer", customer="customer_id", months_ago="months_ago", items="items", amount="amount"
):
    """One row per customer, best first: R, F and M points, their weighted sum (points) and the rank.

    The points of ``metrics.strategic.rfm_points``, for every customer of the table; equal points share a rank.
    """
    _guard.choice("cap", cap, ("customer", "purchase"))
    three_weights(weights)
    tables.require(purchases, customer, months_ago, items, amount, table_name="purchases")
    months, count, money = (tables.numbers(purchases, column, "purchases") for column in (months_ago, items, amount))
    _guard.not_negative(**{months_ago: months, items: count, amount: money})
    codes, ids = pd.factorize(purchases[customer], sort=True)
    recent = months <= MONTHS_COUNTED

    def capped(points, values):
        if cap == "purchase":
            return _sums(codes, points(values * recent), len(ids))
        return points(_sums(codes, values * recent, len(ids)))

    recency = _sums(codes, strategic.recency_points(months), len(ids))
    found = {"R": recency, "F": capped(strategic.frequency_points, count), "M": capped(strategic.monetary_points, money)}
    points = sum(weight * found[criterion] for weight, criterion in zip(weights, found))
    table = pd.DataFrame({customer: ids} | found | {"points": np.round(points, MONEY_DECIMALS)})
    table["rank"] = table["points"].rank(method="min", ascending=False).astype(int)
    return table.sort_values("rank", kind="stable", ignore_index=True)


def past_customer_value(
    contributions, *, discount_rate, as_of, convention="now", customer="customer_id", period="period", contribution="contribution"
):
    """One row per customer: past_customer_value, the worth at ``as_of`` of what the customer contributed up to it.

    Periods are whole numbers, or pandas Periods; a period without a row brought nothing. ``as_of`` is a period too:
    a contribution of that period is multiplied by 1, or by 1 + r with the printed ``convention="one_period_later"``.
    Later contributions do not count.
    """
    _guard.choice("convention", convention, ("now", "one_period_later"))
    _guard.rate(discount_rate=discount_rate)
    tables.require(contributions, customer, period, contribution, table_name="contributions")
    ages = _period_number(as_of, contributions[period]) - _period_numbers(contributions[period])
    past = ages >= 0
    if not past.any():
        raise ValueError(words.t("measure.no_past", as_of=as_of, latest=_latest(contributions[period])))
    codes, ids = pd.factorize(contributions[customer][past], sort=True)
    exponents = ages[past] + (convention == "one_period_later")
    worth = tables.numbers(contributions[past], contribution, "contributions") * (1 + discount_rate) ** exponents
    return pd.DataFrame({customer: ids, "past_customer_value": _sums(codes, worth, len(ids))})


def share_of_wallet(spending, *, firm, customer="customer_id", firms="firm", amount="amount"):
    """One row per customer: wallet (spent at all firms), spending (at this firm) and share_of_wallet.

    ``firm`` is the firm that asks, ``firms`` the column of firms. Who spent nothing at it has a share of 0;
    who spent nothing at all has none (NaN). For the firm's own customers, keep the rows with spending above 0; their
    aggregate share of wallet is then ``spending.sum() / wallet.sum()`` (over all rows this is the market share).
    """
    tables.require(spending, customer, firms, amount, table_name="spending")
    at_firm = (spending[firms] == firm).to_numpy()
    if not at_firm.any():
        known = ", ".join(map(repr, sorted(spending[firms].unique().tolist(), key=str)[:10]))
        raise ValueError(words.t("measure.firm", column=firms, firm=firm, known=known))
    codes, ids = pd.factorize(spending[customer], sort=True)
    money = tables.numbers(spending, amount, "spending")
    wallet, ours = _sums(codes, money, len(ids)), _sums(codes, money * at_firm, len(ids))
    share = np.divide(ours, wallet, out=np.full(len(ids), np.nan), where=wallet != 0)
    return pd.DataFrame({customer: ids, "wallet": wallet, "spending": ours, "share_of_wallet": share})


def transition_matrix(purchases, *, brand="brand", customer="customer_id", date="date", order=None, counts=False):
    """One row per brand bought, one column per brand bought next: shares that add up to 1 in each row.

    Counted over each customer's consecutive purchases, by date; purchases at the same moment are taken by the
    column ``order``, or without it in the order of rows. ``counts=True`` gives the numbers of pairs instead of
    shares. A brand that was never followed by another purchase has no shares (NaN).
    """
    tables.require(purchases, customer, date, brand, *([order] if order else []), table_name="purchases")
    moments = tables.dates(purchases, date, "purchases").to_numpy()
    codes, _ = pd.factorize(purchases[customer])
    bought, brands = pd.factorize(purchases[brand], sort=True)
    ties = pd.factorize(purchases[order], sort=True)[0] if order else np.arange(len(codes))
    line = np.lexsort((ties, moments, codes))
    same = np.diff(codes[line]) == 0
    before, after = bought[line][:-1][same], bought[line][1:][same]
    pairs = np.bincount(before * len(brands) + after, minlength=len(brands) ** 2).reshape(len(brands), -1)
    followed = pairs.sum(axis=1, keepdims=True)
    cells = pairs if counts else np.divide(pairs, followed, out=np.full(pairs.shape, np.nan), where=followed > 0)
    return pd.DataFrame(cells, index=pd.Index(brands, name=brand), columns=pd.Index(brands, name=f"next_{brand}"))


def cohort_survival(orders, *, as_of, period="M", customer="customer_id", date="date"):
    """One row per cohort and age: customers, active, survivors, survival_rate and retention_rate.

    A cohort is everybody whose first order is in the same period ("D", "W", "M", "Q", "Y"); age counts the periods
    since. active ordered at that age; survivors ordered at that age or later, so they never grow; retention_rate
    is survivors by survivors of the age before. The last ages look worse than they are: who comes back after
    ``as_of`` counts as gone. Choose ``as_of`` at the end of a period.
    """
    _guard.choice("period", period, COHORT_PERIODS)
    tables.require(orders, customer, date, table_name="orders")
    _, known, days = _until(orders, as_of, date)
    codes, ids = pd.factorize(known[customer])
    when = pd.DatetimeIndex(_as_dates(days)).to_period(period)
    ordinals = when.asi8
    now = pd.Period(tables.day(as_of, "as_of"), freq=when.freq).ordinal
    first, last = (_extreme(extreme, codes, ordinals, len(ids)) for extreme in (np.minimum, np.maximum))
    start, width = first.min(), int(now - first.min()) + 1

    def count(cohorts, ages):
        return np.bincount((cohorts - start) * width + ages, minlength=width**2).reshape(width, width)

    survivors = count(first, last - first)[:, ::-1].cumsum(axis=1)[:, ::-1]
    who, at = np.divmod(pd.unique(codes * width + (ordinals - start)), width)
    active = count(first[who], at + start - first[who])
    cohort, age = np.nonzero((np.add.outer(np.arange(width), np.arange(width)) < width) & (survivors[:, :1] > 0))
    named = pd.PeriodIndex.from_ordinals(cohort + start, freq=when.freq)
    return _survival_table(named, age, survivors[cohort, 0], active[cohort, age], survivors[cohort, age])


def inter_purchase_time(orders, *, customer="customer_id", date="date"):
    """One row per customer: purchases, first, last and mean_days between purchases (NaN after only one).

    From the first purchase to the last; the silence since then is not part of it.
    """
    tables.require(orders, customer, date, table_name="orders")
    dates = tables.dates(orders, date, "orders")
    codes, ids = pd.factorize(orders[customer], sort=True)
    purchases = np.bincount(codes)
    first, last = (_extreme(extreme, codes, _days(dates), len(ids)) for extreme in (np.minimum, np.maximum))
    mean_days = np.divide(last - first, purchases - 1, out=np.full(len(ids), np.nan), where=purchases > 1)
    return pd.DataFrame({customer: ids, "purchases": purchases, "first": _as_dates(first), "last": _as_dates(last), "mean_days": mean_days})


def p_active(orders, *, as_of, since=None, customer="customer_id", date="date"):
    """One row per customer: T (time of the last purchase as a share of the time observed), n (purchases) and p_active.

    A customer is observed from ``since`` to ``as_of``; without ``since``, from her own first purchase. Then one purchase
    alone gives T = 0 and P(Active) = 0, however fresh; on the very first day it is unknown (NaN).
    """
    tables.require(orders, customer, date, table_name="orders")
    today, known, days = _until(orders, as_of, date, since)
    codes, ids = pd.factorize(known[customer], sort=True)
    first, last = (_extreme(extreme, codes, days, len(ids)) for extreme in (np.minimum, np.maximum))
    start = first if since is None else np.full(len(ids), _day_number(since, "since"))
    observed = today - start
    share = np.divide(last - start, observed, out=np.full(len(ids), np.nan), where=observed > 0)
    purchases = np.bincount(codes)
    return pd.DataFrame({customer: ids, "T": share, "n": purchases, "p_active": primary.p_active(share, purchases)})


def _until(orders, as_of, date, since=None):
    """Day number of ``as_of``, the rows up to it (from ``since`` on), and their day numbers."""
    today, days = _day_number(as_of, "as_of"), _days(tables.dates(orders, date, "orders"))
    seen = days <= today if since is None else (days <= today) & (days >= _day_number(since, "since"))
    if not seen.any():
        key = "measure.none_until" if since is None else "measure.none_between"
        raise ValueError(words.t(key, as_of=str(as_of), since=str(since), first=_as_dates(days.min()), last=_as_dates(days.max())))
    return (today, orders, days) if seen.all() else (today, orders[seen], days[seen])


def _days(dates):
    """Dates as numbers of days; the hour does not count."""
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _day_number(value, name):
    return int(np.datetime64(tables.day(value, name).date(), "D").astype(np.int64))


def _as_dates(days):
    return days.astype("datetime64[D]")


def _extreme(extreme, codes, values, size):
    """The largest (smallest) value of each customer."""
    found = np.empty(size, dtype=np.int64)
    found[codes] = values
    extreme.at(found, codes, values)
    return found


def _sums(codes, values, size):
    """The sum of each customer's values, without the last bits that depend on the order of adding."""
    return np.round(np.bincount(codes, weights=values, minlength=size), MONEY_DECIMALS)


def _scores(worths, groups, nested):
    """Codes 1 … groups for each worth, 1 the largest: each by itself, or each within the cells of those before."""
    cell, scores = np.zeros(len(worths[0]), dtype=np.int64), []
    for worth in worths:
        scores.append(_score(worth, cell, groups))
        cell = cell * groups + scores[-1] - 1 if nested else cell
    return scores


def _score(worth, cell, groups):
    """Rank within the cell by (worth, then place in the table), cut into groups whose sizes differ by one at most."""
    best_first = _sorted(-worth)
    line = best_first[_sorted(cell[best_first])]
    sizes = np.bincount(cell)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    score = np.empty(len(worth), dtype=np.int64)
    score[line] = (np.arange(len(worth)) - starts) * groups // np.repeat(sizes, sizes) + 1
    return score


def _sorted(values):
    """Places from small to large, ties as they stand; small whole numbers in 16 bits, which numpy sorts in linear time."""
    if values.dtype.kind == "i" and values.max() - values.min() < 2**16:
        values = (values - values.min()).astype(np.uint16)
    return np.argsort(values, kind="stable")


def _labels(scores, groups):
    """The three codes as one text: 115, or 1-1-10 where a code may have two figures."""
    join, base = "" if groups < 10 else "-", groups + 1
    r, f, m = scores
    place, cells = pd.factorize((r * base + f) * base + m)
    names = [join.join(map(str, (cell // base**2, cell // base % base, cell % base))) for cell in cells.tolist()]
    return np.array(names, dtype=object)[place]


def _period_numbers(periods):
    """Periods as whole numbers, one apart."""
    if isinstance(periods.dtype, pd.PeriodDtype):
        return periods.array.asi8
    values = pd.to_numeric(periods, errors="coerce").to_numpy(dtype=float)
    wrong = ~(values % 1 == 0)
    if wrong.any():
        raise ValueError(words.t("measure.periods", column=periods.name, value=periods.iloc[[wrong.argmax()]].tolist()[0]))
    return values.astype(np.int64)


def _period_number(as_of, periods):
    """The period ``as_of`` on the same count."""
    if isinstance(periods.dtype, pd.PeriodDtype):
        try:
            return pd.Period(as_of, freq=periods.dtype.freq).ordinal
        except (ValueError, AttributeError):
            raise ValueError(words.t("measure.as_of_period", as_of=as_of, latest=_latest(periods))) from None
    if not isinstance(as_of, (int, float, np.number)) or not as_of % 1 == 0:
        raise ValueError(words.t("measure.as_of_number", as_of=as_of, latest=_latest(periods)))
    return int(as_of)


def _latest(periods):
    """The last period as it is typed."""
    period = periods.max()
    return repr(str(period)) if isinstance(period, pd.Period) else f"{period:g}"


def _survival_table(cohort, age, customers, active, survivors):
    before = np.where(age > 0, np.roll(survivors, 1), 0)
    retention = np.divide(survivors, before, out=np.full(len(age), np.nan), where=before > 0)
    rates = {"survival_rate": survivors / customers, "retention_rate": retention}
    return pd.DataFrame({"cohort": cohort, "age": age, "customers": customers, "active": active, "survivors": survivors} | rates)
