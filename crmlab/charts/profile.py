"""Pictures of chapter 5.2: one view of the customer, and what it is used for."""
import dataclasses

import numpy as np

from .. import profile, words
from .picture import (
    BLUE,
    COLOURS,
    GREEN,
    GREY,
    HATCHES,
    LINES,
    MARKERS,
    ORANGE,
    SKY,
    VERMILION,
    Picture,
    clean_axes,
    number_ticks,
    percent_ticks,
)

__all__ = ["churn_views", "data_quality_parts", "mailing_breakeven", "profile_ranks", "referral_costs", "season_index", "selling_race", "system_reach", "treatment_gains"]

MEASURES = ("orders", "basket", "days_since", "revenue", "profit", "lifetime_value", "churn_propensity")


def profile_ranks(profiles, customers, measures=MEASURES):
    """Where a few customers stand among all, measure by measure: the share of customers whose value is lower.

    ``profiles``: one row per customer with customer_id and the measures; who is unknown in one has no marker there.
    """
    figure, axes = clean_axes(height=1.5 + 0.42 * len(measures), left=0.25, right=0.96, bottom=0.2, top=0.88)
    ranks = profiles.set_index("customer_id")[list(measures)].rank(pct=True, method="min")
    some, rows, notes = ranks.loc[list(customers)], np.arange(len(measures)), []
    axes.hlines(rows, some.min(), some.max(), color=GREY, linewidth=1.2)
    for (name, one), colour, marker in zip(some.iterrows(), COLOURS, MARKERS):
        axes.plot(one, rows, marker, color=colour, markersize=10, label=str(name))
        said = (f"{words.t(f'chart.profile.{measure}')} {words.percent(share, 0)}" for measure, share in one.dropna().items())
        notes.append(f"{name}: " + ", ".join(said))
    axes.set(xlim=(-0.03, 1.03), ylim=(len(measures) - 0.5, -0.5), yticks=rows, xlabel=words.t("chart.profile_ranks.axis"))
    axes.set_yticklabels([words.t(f"chart.profile.{measure}") for measure in measures])
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    percent_ticks(axes.xaxis)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize=10, borderaxespad=0.2)
    gaps = (some.max() - some.min()).fillna(0)
    values = {"notes": "; ".join(notes), "apart": words.t(f"chart.profile.{gaps.idxmax()}"), "gap": words.number(100 * gaps.max(), 0)}
    return Picture(figure, words.t("chart.profile_ranks.alt", **values), words.t("chart.profile_ranks.caption", **values))


def system_reach(rates):
    """What share of all customers each system holds anything of; ``rates``: ``profile.match_rates``."""
    figure, axes = clean_axes(height=1.4 + 0.42 * len(rates), left=0.17, right=0.96, bottom=0.2, top=0.96)
    notes = []
    for row, one in enumerate(rates.itertuples(index=False)):
        name, share = words.t(f"chart.system.{one.system}"), words.percent(one.reach, 0)
        axes.barh(row, 1, color="white", edgecolor=GREY, hatch="//", height=0.62, linewidth=0.8)
        axes.barh(row, one.reach, color=BLUE, height=0.62)
        label = words.t("chart.system_reach.note", share=share, duplicates=words.number(one.duplicates))
        axes.annotate(label, (0.015, row), va="center", fontsize=10, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.9})
        notes.append(f"{name} {share} ({words.number(one.duplicates)})")
    axes.set(xlim=(0, 1), ylim=(len(rates) - 0.45, -0.55), yticks=range(len(rates)), xlabel=words.t("chart.system_reach.axis"))
    axes.set_yticklabels([words.t(f"chart.system.{name}") for name in rates["system"]])
    axes.grid(False)
    percent_ticks(axes.xaxis)
    least = rates.loc[rates["reach"].idxmin()]
    values = {"notes": "; ".join(notes), "least": words.t(f"chart.system.{least['system']}"), "share": words.percent(least["reach"], 0)}
    return Picture(figure, words.t("chart.system_reach.alt", **values), words.t("chart.system_reach.caption", **values))


def data_quality_parts(quality):
    """How filled, how free of doubles and how fresh the data of each source are; ``quality``: ``profile.data_quality``."""
    figure, axes = clean_axes(height=1.6 + 0.42 * len(quality), left=0.17, right=0.96, bottom=0.18, top=0.87)
    rows, parts = np.arange(len(quality)), ("filled", "unique", "fresh")
    for part, colour, marker in zip(parts, (BLUE, GREEN, VERMILION), MARKERS):
        axes.plot(quality[part], rows, marker, color=colour, markersize=9, label=words.t(f"chart.quality.{part}"))
    axes.plot(quality["score"], rows, "|", color="black", markersize=17, markeredgewidth=2.5, label=words.t("chart.quality.score"))
    axes.set(xlim=(-0.03, 1.03), ylim=(len(quality) - 0.5, -0.5), yticks=rows, xlabel=words.t("chart.quality.axis"))
    names = [words.t(f"chart.source.{name}") for name in quality["source"]]
    axes.set_yticklabels(names)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    percent_ticks(axes.xaxis)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize=10, borderaxespad=0.2, handletextpad=0.2, markerscale=0.8)
    scores = [words.percent(score, 0) for score in quality["score"]]
    values = {"notes": "; ".join(f"{name} {score}" for name, score in zip(names, scores)), "best": names[0], "score": scores[0]}
    return Picture(figure, words.t("chart.quality.alt", **values), words.t("chart.quality.caption", **values))


def season_index(season):
    """The revenue of a day in each month (or quarter, or weekday) against a usual day; ``season``: ``profile.seasonality``."""
    figure, axes = clean_axes(height=3.2, bottom=0.17, top=0.95)
    by = season.columns[0]
    places, index = np.arange(len(season)), season["index"].to_numpy()
    above = index >= 1
    axes.bar(places[above], index[above] - 1, bottom=1, color=BLUE, width=0.75)
    axes.bar(places[~above], index[~above] - 1, bottom=1, color="white", edgecolor=VERMILION, hatch="//", width=0.75)
    axes.axhline(1, color="black", linewidth=1)
    for place, value in zip(places, index):
        axes.annotate(words.number(value, 2), (place, value), xytext=(0, 4 if value >= 1 else -5), textcoords="offset points", ha="center", va="bottom" if value >= 1 else "top", fontsize=9)
    axes.set(ylim=(max(0, min(0.7, index.min() - 0.1)), max(1.5, index.max() + 0.1)), xticks=places, xlabel=words.t(f"chart.season.{by}"), ylabel=words.t("chart.season.axis"))
    axes.set_xticklabels([str(one) for one in season[by]])
    number_ticks(axes.yaxis, 1)
    high, low = season.loc[season["index"].idxmax()], season.loc[season["index"].idxmin()]
    values = {"by": words.t(f"chart.season.{by}"), "high": int(high[by]), "most": words.number(high["index"], 2), "low": int(low[by]), "least": words.number(low["index"], 2)}
    return Picture(figure, words.t("chart.season.alt", **values), words.t("chart.season.caption", **values))


def churn_views(outlook, orders):
    """The textbook's P(Active) against the model's probability to stay, customer by customer; once-buyers have their own marker.

    ``outlook``: ``profile.outlook``; ``orders``: the number of orders of each of its customers, in the same order.
    """
    figure, axes = clean_axes(height=4.0, left=0.12, right=0.72, bottom=0.14, top=0.95)
    once, stays = np.asarray(orders) == 1, 1 - outlook["churn_propensity"].to_numpy()
    active = outlook["p_active"].to_numpy()
    for inside, colour, marker, key in ((~once, BLUE, ".", "again"), (once, VERMILION, "x", "once")):
        axes.plot(active[inside], stays[inside], marker, color=colour, markersize=5, alpha=0.6, label=words.t(f"chart.churn.{key}", count=words.number(inside.sum())))
    axes.plot([0, 1], [0, 1], "-", color="black", linewidth=0.8)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel=words.t("chart.churn.active"), ylabel=words.t("chart.churn.stays"))
    percent_ticks(axes.xaxis)
    percent_ticks(axes.yaxis)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9, labelspacing=1.2, handletextpad=0.3)
    missed = (active < 0.5) & (stays > 0.5)
    values = {"missed": words.number(missed.sum()), "count": words.number(len(outlook)), "once": words.number(once.sum()), "mean": words.percent(np.nanmean(stays[once]) if once.any() else np.nan, 0)}
    return Picture(figure, words.t("chart.churn.alt", **values), words.t("chart.churn.caption", **values))


def treatment_gains(uplift, each_her_own, unit="đồng"):
    """What each treatment would gain: given to all alike, given only where it pays, and (last) each customer her own best one.

    ``uplift``: ``profile.uplift_table``; ``each_her_own``: the sum of the gains of ``profile.best_treatments``.
    """
    figure, axes = clean_axes(height=1.7 + 0.62 * (len(uplift) + 1), left=0.23, right=0.95, bottom=0.17, top=0.89)
    rows, scale = np.arange(len(uplift)), 1e6
    everybody, some = uplift["gain_all"] / scale, uplift["gain_best"] / scale
    axes.barh(rows - 0.2, everybody, height=0.36, color="white", edgecolor=VERMILION, hatch="//", label=words.t("chart.treatment.all"))
    axes.barh(rows + 0.2, some, height=0.36, color=SKY, edgecolor=BLUE, label=words.t("chart.treatment.some"))
    axes.barh(len(uplift), each_her_own / scale, height=0.5, color=BLUE, label=words.t("chart.treatment.own"))
    for row, value in [*zip(rows - 0.2, everybody), *zip(rows + 0.2, some), (len(uplift), each_her_own / scale)]:
        axes.annotate(words.number(value, 0), (max(value, 0), row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=10)
    top = max(each_her_own / scale, some.max(), 1)
    axes.set(xlim=(min(0, everybody.min()) * 1.05, top * 1.35), ylim=(len(uplift) + 0.5, -0.6), yticks=range(len(uplift) + 1), xlabel=words.t("chart.treatment.axis", unit=words.unit(unit)))
    names = [words.catalogue(words.language()).get(f"chart.treatment.{name}", name) for name in uplift["treatment"]]
    axes.set_yticklabels([*names, words.t("chart.treatment.own_row")])
    axes.axvline(0, color="black", linewidth=0.8)
    axes.grid(False)
    number_ticks(axes.xaxis, 0)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.2, 1), ncols=3, frameon=False, fontsize=9, borderaxespad=0.2)
    notes = "; ".join(f"{name} {words.number(first, 0)} / {words.number(second, 0)}" for name, first, second in zip(names, everybody, some))
    values = {"notes": notes, "own": words.number(each_her_own / scale, 0), "best": words.number(some.max(), 0), "all": words.number(everybody.max(), 0)}
    return Picture(figure, words.t("chart.treatment.alt", **values), words.t("chart.treatment.caption", **values))


def referral_costs(reward=30_000, acquisition_cost=80_000):
    """What a customer won by referral costs, by how many of the referred would not have come anyway, beside the acquisition cost."""
    figure, axes = clean_axes(height=3.4, left=0.14, right=0.94, bottom=0.17)
    shares = np.linspace(0.05, 1, 96)
    costs = profile.referral_cost(reward, shares)
    axes.plot(shares, costs, "-", color=BLUE, linewidth=2.4)
    axes.axhline(acquisition_cost, color=VERMILION, linestyle="--", linewidth=2)
    axes.fill_between(shares, costs, acquisition_cost, where=costs <= acquisition_cost, color=SKY, alpha=0.3, linewidth=0)
    least = min(reward / acquisition_cost, 1) if acquisition_cost else 1
    axes.plot(least, reward / least if least else 0, "o", color="black", markersize=7)
    axes.annotate(words.t("chart.referral.campaign"), (0.99, acquisition_cost), xytext=(0, 4), textcoords="offset points", ha="right", va="bottom", fontsize=10, color=VERMILION)
    axes.set(xlim=(0, 1.0), ylim=(0, 250_000), xlabel=words.t("chart.referral.caused"), ylabel=words.t("chart.referral.axis"))
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis, 0)
    values = {"reward": words.number(reward, 0), "cost": words.number(acquisition_cost, 0), "least": words.percent(least, 0), "half": words.number(profile.referral_cost(reward, 0.5), 0)}
    axes.set_title(words.t("chart.referral.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.referral.alt", **values), words.t("chart.referral.caption", **values))


def selling_race(monthly_stay=0.92, service_cost=15_000, referral_rate=0.06, months=36):
    """The cumulative profit of one-step selling and of relationship marketing, month by month, with the middle 90 % of all runs."""
    figure, axes = clean_axes(left=0.12, right=0.78)
    ours = dataclasses.replace(profile.POLICIES["relationship"], stay=monthly_stay, service_cost=service_cost, referral_rate=referral_rate)
    table = profile.simulate_selling(profile.POLICIES | {"relationship": ours}, months=months, runs=60)
    ends = {}
    for (name, rows), colour, line in zip(table.groupby("policy", sort=False), (ORANGE, BLUE), (LINES[1], LINES[0])):
        axes.fill_between(rows["month"], rows["low"] / 1e6, rows["high"] / 1e6, color=colour, alpha=0.2, linewidth=0)
        axes.plot(rows["month"], rows["cumulative_profit"] / 1e6, linestyle=line, color=colour, linewidth=2.2)
        ends[name] = rows["cumulative_profit"].to_numpy() / 1e6
    ahead = np.flatnonzero(ends["relationship"] >= ends["one_step"])
    for name, colour, shift in (("one_step", ORANGE, -7), ("relationship", BLUE, 7)):
        height = float(np.clip(ends[name][-1], -55, 250))
        axes.annotate(words.t(f"chart.selling.{name}"), (months, height), xytext=(6, shift), textcoords="offset points", va="center", fontsize=10, color=colour, annotation_clip=False)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(xlim=(1, months), ylim=(-60, 260), xlabel=words.t("chart.selling.months"), ylabel=words.t("chart.million"))
    number_ticks(axes.xaxis, 0)
    number_ticks(axes.yaxis, 0)
    when = words.t("chart.selling.from", month=int(ahead[0]) + 1) if len(ahead) else words.t("chart.selling.never", months=months)
    axes.set_title(when[0].upper() + when[1:], loc="left", fontsize=11)
    values = {"when": when, "months": months, "one": words.number(ends["one_step"][-1], 0), "relation": words.number(ends["relationship"][-1], 0)}
    return Picture(figure, words.t("chart.selling.alt", **values), words.t("chart.selling.caption", **values))


def mailing_breakeven(response, unasked, breakeven):
    """A mailing's response rate and the part of it that the mailing itself caused, against the breakeven rate."""
    figure, axes = clean_axes(height=2.5, left=0.3, right=0.93, bottom=0.24, top=0.85)
    shares = (response, response - unasked)
    for row, (share, colour, hatch) in enumerate(zip(shares, (ORANGE, BLUE), HATCHES[1::-1])):
        axes.barh(row, share, color=colour if not hatch else "white", edgecolor=colour, hatch=hatch, height=0.55)
        axes.annotate(words.percent(share, 1), (max(share, 0), row), xytext=(5, 0), textcoords="offset points", va="center", fontsize=11)
    axes.axvline(breakeven, color=VERMILION, linestyle="--", linewidth=2)
    axes.annotate(words.t("chart.mailing.breakeven", rate=words.percent(breakeven, 1)), (breakeven, -0.42), xytext=(4, 0), textcoords="offset points", fontsize=10, color=VERMILION, va="bottom")
    axes.set(xlim=(min(0, *shares), max(*shares, breakeven) * 1.35), ylim=(1.5, -0.75), yticks=[0, 1], xlabel=words.t("chart.mailing.axis"))
    axes.set_yticklabels([words.t("chart.mailing.gross"), words.t("chart.mailing.caused")])
    axes.grid(False)
    percent_ticks(axes.xaxis)
    values = {"response": words.percent(response, 1), "caused": words.percent(shares[1], 1), "breakeven": words.percent(breakeven, 1)}
    verdict = "pays" if shares[1] > breakeven else "seems" if response > breakeven else "loses"
    return Picture(figure, words.t("chart.mailing.alt", **values), words.t(f"chart.mailing.{verdict}", **values))
