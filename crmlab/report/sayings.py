"""What each figure of a report says, computed and in words; and the small tables that go with it."""
from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import words
from . import people
from .showing import Listing, Note, count_of, day_of, money_of, part_of

RECENT = 90  # days: an alarm that rang longer ago is no alarm any more
PER_YEAR = {"W": 365.25 / 7, "M": 12, "Q": 4}
FEWEST_REPEATERS = 50


class Rates(NamedTuple):
    """What lifetime value is computed from: per period, for a customer who is still there."""

    retention_rate: float
    revenue: float
    pairs: int


def parameters(data, margin, discount_rate, periods):
    """What the report was asked, and what it assumed about the file: one row each."""
    facts = data.facts
    as_of = words.t("report.as_of_given" if facts["as_of_given"] else "report.as_of_last", day=day_of(data.as_of))
    rows = [*data.reading, (words.t("report.dates"), words.t("report.from_to", first=day_of(facts["first"]), last=day_of(facts["last"]))), (words.t("report.as_of"), as_of)]
    rows += [(words.t("report.margin"), words.percent(margin) + (" " + words.t("report.margin_whole") if margin == 1 else ""))]
    rows += [(words.t("report.discount_rate"), words.percent(discount_rate)), (words.t("report.horizon"), periods_of(periods, data.period))]
    return Listing(["", ""], rows, text=True)


def period_name(period):
    """The word for a period: week, month, quarter."""
    return words.t(f"report.period_{period.lower()}")


def periods_of(count, period):
    """So many periods in words: 1 month, 12 months."""
    name = period_name(period) if count == 1 else words.t(f"report.many_{period.lower()}")
    return f"{count_of(count)} {name}"


def identification(data):
    """Rows, orders and customers, and what is doubtful about them: one row each."""
    facts = data.facts
    rows = [("rows", facts["rows"] + facts["left_out"]), ("no_customer", facts["no_customer"]), ("no_date_or_amount", facts["rows"] - facts["known"] - facts["no_customer"])]
    rows += [("doubled", facts["doubled"]), ("orders", facts["orders"]), ("returns", facts["orders"] - facts["purchases"]), ("customers", facts["customers"])]
    rows += [("alike_ids", facts["alike_ids"]), ("same_names", facts["same_names"])]
    return Listing(["", ""], [(words.t(f"report.count_{name}"), count_of(value) if value is not None else words.t("report.no_names")) for name, value in rows])


def say_identification(data):
    """Who can be known from this file, and whose money cannot."""
    facts = data.facts
    said = [words.t("report.say_rows", rows=count_of(facts["rows"] + facts["left_out"]), orders=count_of(facts["orders"]), customers=count_of(facts["customers"]))]
    if facts["no_customer"]:
        share = part_of(facts["no_customer"], facts["rows"])
        said.append(words.t("report.say_no_customer", count=count_of(facts["no_customer"]), share=share, money=part_of(facts["money_without_customer"], facts["money"])))
    if facts["walk_in"][0]:
        said.append(words.t("report.say_walk_in", count=count_of(facts["walk_in"][0]), names=facts["walk_in"][1]))
    if facts["doubled"]:
        said.append(words.t("report.say_doubled", count=count_of(facts["doubled"])))
    if facts["alike_ids"]:
        said.append(words.t("report.say_alike", count=count_of(facts["alike_ids"])))
    if facts["same_names"]:
        said.append(words.t("report.say_same_names", count=count_of(facts["same_names"])))
    said += _doubts(facts)
    once = int((data.customers["purchases"] == 1).sum())
    said.append(words.t("report.say_once", count=count_of(once), share=part_of(once, facts["customers"])))
    return Note(*said)


def _doubts(facts):
    """What may make every figure wrong, each with what to do: one id for many people, cancelled orders, days to come, totals repeated."""
    said = []
    if facts["giant"]:
        code, orders, times = facts["giant"]
        said.append(words.t("report.say_giant", code=code, share=part_of(orders, facts["purchases"]), times=count_of(times)))
    if facts["cancelled"][0]:
        count, called, column = facts["cancelled"]
        said.append(words.t("report.say_cancelled", count=count_of(count), called=called, column=column))
    if facts["ahead"][0]:
        count, last, before = facts["ahead"]
        said.append(words.t("report.say_ahead", count=count_of(count), last=day_of(last), before=before))
    if facts["same_amounts"]:
        said.append(words.t("report.say_same_amounts", share=words.percent(facts["same_amounts"], 0)))
    return said


def say_links(links):
    """How many customers stand behind the records; from ``identify.link``."""
    records, customers = len(links), links["customer_id"].nunique()
    together = int((links["customer_id"].map(links["customer_id"].value_counts()) > 1).sum())
    doubtful = int((links["confidence"] < 0.95).sum())
    return Note(words.t("report.say_links", records=count_of(records), customers=count_of(customers), together=count_of(together), doubtful=count_of(doubtful)))


def with_revenue(customers):
    """The customers themselves, when together they bring more than they take back.

    Raises
    ------
    ValueError
        when all revenue together is not above zero: then nobody has a share of it
    """
    if not customers["revenue"].sum() > 0:
        raise ValueError(words.t("report.no_revenue", total=money_of(customers["revenue"].sum())))
    return customers


def say_pyramid(totals, customers):
    """How few bring how much, and what losing one of them means."""
    top, small, everybody = totals.iloc[:2], totals.iloc[-1], len(customers)
    if not top["customers"].sum():
        return Note(words.t("report.say_no_tier", count=count_of(everybody)))
    said = [words.t("report.say_pyramid", few=count_of(top["customers"].sum()), share=part_of(top["customers"].sum(), everybody), brings=words.percent(top["share_of_value"].sum(), 0), rest=words.percent(small["share_of_value"], 0))]
    first = totals[totals["customers"] > 0].iloc[0]
    if first["tier"] != small["tier"] and small["mean"] > 0:
        said.append(words.t("report.say_one_of_top", tier=words.t(first["tier"]), small=words.t(small["tier"]), ratio=count_of(first["mean"] / small["mean"])))
    below = int((customers["revenue"] < 0).sum())
    said.append(words.t("report.say_below_zero", count=count_of(below)) if below else "")
    return Note(*said, words.t("report.say_few_customers", count=count_of(everybody)) if everybody < 100 else "")


def say_rfm(scores):
    """Whom to look at first: good customers of the past who have become silent."""
    money = scores["monetary"].sum()
    best = scores[scores["rfm"] == "111"]
    sleeping = scores[(scores["R"] >= 4) & (scores["F"] <= 2) & (scores["M"] <= 2)]
    said = [words.t("report.say_best_cell", count=count_of(len(best)), share=part_of(best["monetary"].sum(), money)) if len(best) else ""]
    if len(sleeping):
        said.append(words.t("report.say_sleeping", count=count_of(len(sleeping)), share=part_of(sleeping["monetary"].sum(), money), days=count_of(sleeping["recency"].median())))
    else:
        said.append(words.t("report.say_nobody_sleeping"))
    once = scores[scores["frequency"] == 1]
    if once["F"].nunique() > 1:
        said.append(words.t("report.say_tied_frequency", share=part_of(len(once), len(scores)), first=once["F"].min(), last=once["F"].max()))
    return Note(*said)


def rates(cohorts, customers):
    """The retention rate from one period to the next, and what a customer who is still there brings in a period.

    The last third of the periods is left out of the rate: who is only pausing there counts as gone. Revenue is that after each customer's first day.

    Raises
    ------
    ValueError
        when there are fewer than three periods, or nobody came back
    """
    ages = cohorts.groupby("cohort")["age"].transform("max")
    last_known = ages - -(-(int(cohorts["age"].max()) + 1) // 3)
    by_cohort = cohorts.sort_values(["cohort", "age"])
    before = by_cohort.groupby("cohort")["survivors"].shift()
    kept = (by_cohort["age"] >= 1) & (by_cohort["age"] <= last_known.reindex(by_cohort.index))
    later = float(cohorts.loc[cohorts["age"] >= 1, "survivors"].sum())
    if not later:
        raise ValueError(words.t("report.nobody_came_back"))
    if not kept.any() or not before[kept].sum():
        raise ValueError(words.t("report.too_short", periods=count_of(cohorts["age"].max() + 1)))
    rate = float(by_cohort.loc[kept, "survivors"].sum() / before[kept].sum())
    return Rates(rate, float((customers["revenue"] - customers["first_revenue"]).sum()) / later, int(kept.sum()))


def say_cohorts(cohorts, period):
    """How many of all customers still buy one, three, six, twelve periods after their first purchase, or later."""
    said = []
    for age in (1, 3, 6, 12):
        old = cohorts[cohorts["age"] == age]
        if len(old):
            said.append(words.t("report.say_age", after=periods_of(age, period), share=part_of(old["survivors"].sum(), old["customers"].sum())))
    return Note(words.t("report.say_survivors", listed="; ".join(said)) if said else words.t("report.say_one_period"))


def say_retention(known, period):
    """How fast customers are lost from one period to the next."""
    return Note(words.t("report.say_retention", period=period_name(period), rate=words.percent(known.retention_rate), lost=words.percent(1 - known.retention_rate)), more=True)


def worth_calling(alarms, data):
    """One row per customer whose alarm rang in the last 90 days, most revenue first: the columns of ``interact.alerts``, her revenue, and her id as it may be shown.

    Raises
    ------
    ValueError
        when there is none
    """
    since = pd.Timestamp(data.days_before(RECENT))
    recent = alarms[(alarms["alarm"] == 1) & (alarms["rings_on"] > since)].merge(data.customers[["customer_id", "revenue"]], on="customer_id")
    if not len(recent):
        raise ValueError(words.t("report.no_alarm", days=RECENT))
    recent = recent.sort_values(["revenue", "customer_id"], ascending=[False, True], ignore_index=True)
    return recent.assign(code=people.codes(recent["customer_id"], data.customers["customer_id"])[0])


def call_list(recent, most=10):
    """Whom to call: a table of the most valuable customers in alarm; ids that are names or telephone numbers are shortened."""
    names = ("customer", "revenue", "purchases", "rhythm", "silent", "last")
    shown = recent.head(most).itertuples(index=False)
    rows = [(one.code, money_of(one.revenue), count_of(one.purchases), count_of(one.rhythm), count_of(one.silent), day_of(one.last)) for one in shown]
    hidden = (recent["code"] != recent["customer_id"].astype(str)).head(most).any()
    return Listing([words.t(f"report.column_{name}") for name in names], rows, words.t("report.ids_shortened" if hidden else "report.ids_shown", shown=count_of(min(most, len(recent))), all=count_of(len(recent))))


def say_alarms(alarms, data):
    """How many valuable customers are silent against their own rhythm, and what they have brought."""
    rung = alarms[alarms["alarm"] == 1]
    recent = rung[rung["rings_on"] > pd.Timestamp(data.days_before(RECENT))]
    money = data.customers.set_index("customer_id")["revenue"]
    share = part_of(money.reindex(recent["customer_id"]).sum(), money.sum())
    said = [words.t("report.say_alarms" if len(recent) else "report.say_no_alarms", watched=count_of(len(alarms)), recent=count_of(len(recent)), days=RECENT, share=share)]
    said.append(words.t("report.say_long_silent", count=count_of(len(rung) - len(recent)), days=RECENT) if len(rung) > len(recent) else "")
    return Note(*said)


def with_alarms(results):
    """The results themselves, when anybody was in alarm.

    Raises
    ------
    ValueError
        when nobody was: then no share of the alarms was right
    """
    if not results["alarm"].any():
        raise ValueError(words.t("report.no_past_alarm", days=RECENT))
    return results


def say_alarm_past(results):
    """How often such alarms were right 90 days ago; from ``interact.alert_results``."""
    right, rung, slow = int((results["alarm"] & results["slowed"]).sum()), int(results["alarm"].sum()), int(results["slowed"].sum())
    values = {"alarms": count_of(rung), "right": count_of(right), "false": count_of(rung - right), "missed": count_of(slow - right), "watched": count_of(len(results))}
    return Note(words.t("report.say_alarm_past", days=RECENT, **values), more=True)


def with_repeaters(summary, at_least=FEWEST_REPEATERS):
    """The summary itself, when enough customers came back for a model to learn from.

    Raises
    ------
    ValueError
        when fewer than ``at_least`` customers bought again
    """
    repeaters = int((summary["x"] > 0).sum())
    if repeaters < at_least:
        raise ValueError(words.t("report.few_repeaters", repeaters=count_of(repeaters), at_least=at_least))
    return summary


def side_by_side(active, summary, p_alive):
    """One row per customer: n, the textbook's p_active, and the model's p_alive."""
    model = summary[["customer_id"]].assign(p_alive=np.asarray(p_alive, dtype=float))
    return active[["customer_id", "n", "p_active"]].merge(model, on="customer_id")


def say_active(both):
    """Where the rule of thumb and the model part company."""
    known = both.dropna(subset=["p_active", "p_alive"])
    gap = known["p_alive"] - known["p_active"]
    again = known[known["n"] >= 2]
    values = {"rule": words.percent(again["p_active"].mean(), 0), "model": words.percent(again["p_alive"].mean(), 0), "again": count_of(len(again))}
    values |= {"lower": count_of((gap[again.index] > 0.5).sum()), "higher": count_of((gap[again.index] < -0.5).sum()), "once": count_of((known["n"] == 1).sum())}
    return Note(words.t("report.say_active", **values), words.t("report.say_active_once", **values) if (known["n"] == 1).any() else "")


def say_holdout(predicted, bought, until, weeks):
    """How well the model, shown only the first part of the time, foretold the rest."""
    expected, actual = float(np.nansum(predicted)), float(np.nansum(bought))
    off = words.number(100 * (expected / actual - 1), 0, sign=True) if actual else "–"
    return Note(words.t("report.say_holdout", until=day_of(until), weeks=count_of(weeks), expected=count_of(expected), actual=count_of(actual), off=off), more=True)


def say_wallet(shares, everybody):
    """Whose wallet is large and mostly elsewhere."""
    known = shares.dropna(subset=["share_of_wallet"])
    together = known["spending"].sum() / known["wallet"].sum() if known["wallet"].sum() else np.nan
    open_ = known[(known["share_of_wallet"] < 0.5) & (known["wallet"] >= known["wallet"].median())]
    elsewhere = (open_["wallet"] - open_["spending"]).sum()
    values = {"known": count_of(len(known)), "everybody": count_of(everybody), "share": words.percent(together), "mean": words.percent(known["share_of_wallet"].mean())}
    return Note(words.t("report.say_wallet", **values), words.t("report.say_open_wallets", count=count_of(len(open_)), elsewhere=money_of(elsewhere)))
