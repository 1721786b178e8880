"""Lifetime value in a report: its assumptions as a table, how far it moves with them, and what the model expects."""
import numpy as np

from .. import words
from .sayings import PER_YEAR, period_name, periods_of
from .showing import Listing, Note, count_of, money_of, part_of


def per_period(discount_rate, period):
    """A yearly discount rate as that of a week, month or quarter: (1 + r)^(1/n) − 1."""
    return (1 + discount_rate) ** (1 / PER_YEAR[period]) - 1


def assumptions(known, margin, discount_rate, period, periods):
    """What goes into lifetime value: one row each."""
    name = period_name(period)
    rows = [
        (words.t("report.assume_revenue", period=name), money_of(known.revenue)),
        (words.t("report.assume_margin"), words.percent(margin)),
        (words.t("report.assume_contribution", period=name), money_of(known.revenue * margin)),
        (words.t("report.assume_retention", period=name), words.percent(known.retention_rate)),
        (words.t("report.assume_discount", period=name), words.percent(per_period(discount_rate, period), 2)),
        (words.t("report.assume_horizon", period=name), count_of(periods)),
    ]
    return Listing(["", ""], rows)


def retention_range(known, step=0.05):
    """Three retention rates to try: lower, as found, higher; never above 1."""
    return [max(0.0, round(known.retention_rate - step, 4)), known.retention_rate, min(1.0, round(known.retention_rate + step, 4))]


def discount_range(discount_rate):
    """Three yearly discount rates to try: half, as given, half as much again."""
    return [round(discount_rate * factor, 4) for factor in (0.5, 1, 1.5)]


def sensitivity(retention_rates, discount_rates, values):
    """Lifetime value for each retention rate (down) and yearly discount rate (across)."""
    head = [words.t("report.sensitivity_corner"), *(words.percent(rate, 1) for rate in discount_rates)]
    rows = [[words.percent(rate, 1), *map(money_of, row)] for rate, row in zip(retention_rates, values)]
    return Listing(head, rows)


def say_lifetime(values, margin, period, periods):
    """The one number, and how far it moves when the assumptions do."""
    low, middle, high = values[0][1], values[1][1], values[2][1]
    said = words.t("report.say_lifetime", value=money_of(middle), periods=periods_of(periods, period), low=money_of(low), high=money_of(high))
    return Note(said, words.t("report.say_revenue_only") if margin == 1 else "")


def say_future(predicted, customers, margin):
    """What the model expects of today's customers, and how much the best of the past differ from the best of the future."""
    both = customers[["customer_id", "revenue"]].merge(predicted[["customer_id", "expected_value"]], on="customer_id")
    places = max(1, round(0.2 * len(both)))
    past, future = (set(both.sort_values([column, "customer_id"], ascending=[False, True]).head(places)["customer_id"]) for column in ("revenue", "expected_value"))
    total = float(np.nansum(both["expected_value"])) * margin
    values = {"total": money_of(total), "mean": money_of(total / len(both)), "places": count_of(places), "stay": count_of(len(past & future)), "share": part_of(len(past & future), places)}
    return Note(words.t("report.say_future", **values))
