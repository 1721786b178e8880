"""Pictures of section 1.1: past and future value, change per customer, treatment, interactions, whom to keep, who is drifting."""
import numpy as np

from .. import relationships, words
from ..metrics import strategic
from .picture import BLUE, COLOURS, GREEN, GREY, LINES, ORANGE, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["interaction_worth", "keeping_budget", "own_rhythm", "past_and_future", "treatments_by_tier", "value_changes"]


def past_and_future(months_b=27, discount_rate=0.0125, months_a=12, margin_a=1000, margin_b=500):
    """Two customers, A and B: what they brought in 24 months, and what B is worth the longer she stays, beside A."""
    figure, (past, future) = clean_axes(columns=2, gap=0.32, bottom=0.18, left=0.1)
    brought = [strategic.past_customer_value([margin] * 24, discount_rate, convention="one_period_later") for margin in (margin_a, margin_b)]
    past.bar(["A", "B"], brought, color=[ORANGE, BLUE], hatch=["//", ""], width=0.6, edgecolor="white")
    past.set(ylim=(0, max(brought) * 1.2))
    past.set_title(words.t("chart.two.past"), fontsize=11)
    for place, value in enumerate(brought):
        past.annotate(words.number(value, 0), (place, value), ha="center", va="bottom", fontsize=11)
    number_ticks(past.yaxis)
    times = np.arange(0, 61)
    worth_a = strategic.lifetime_value(margin_a, discount_rate, periods=months_a)
    curve = np.array([0.0, *(strategic.lifetime_value(margin_b, discount_rate, periods=int(time)) for time in times[1:])])
    future.plot(times, curve, color=BLUE, linewidth=2.5)
    future.axhline(worth_a, color=ORANGE, linestyle="--", linewidth=2)
    future.annotate(words.t("chart.two.a", months=months_a), (60, worth_a - 900), ha="right", va="top", fontsize=10)
    future.plot([months_b], [curve[months_b]], "o", color=BLUE, markeredgecolor="black", markersize=11)
    future.set(xlim=(0, 61), ylim=(0, 32_000), xlabel=words.t("chart.two.months"))
    future.set_title(words.t("chart.two.future"), fontsize=11)
    number_ticks(future.yaxis)
    match = relationships.periods_to_match(worth_a, margin_b, discount_rate)
    said = {"a": words.number(worth_a, 0), "b": words.number(curve[months_b], 0), "months": months_b, "rate": words.percent(discount_rate, 2),
            "match": words.number(match, 0) if np.isfinite(match) else words.t("chart.two.never")}
    return Picture(figure, words.t("chart.two.alt", **said), words.t("chart.two.caption", **said))


def value_changes(changes):
    """The change of value of every customer, from the largest rise to the deepest fall: one thin bar each."""
    change = np.sort(np.asarray(changes, dtype=float))[::-1]
    change = change[~np.isnan(change)]
    figure, axes = clean_axes(left=0.13)
    share = (np.arange(len(change)) + 0.5) / len(change)
    limit = max(float(np.quantile(np.abs(change), 0.97)), 1e-9)
    shown = np.clip(change, -limit, limit)
    axes.fill_between(share, 0, np.maximum(shown, 0), step="mid", color=BLUE)
    axes.fill_between(share, 0, np.minimum(shown, 0), step="mid", facecolor="white", edgecolor=VERMILION, hatch="//", linewidth=0.8)
    axes.axhline(0, color="black", linewidth=1)
    axes.set(xlim=(0, 1), ylim=(-1.1 * limit, 1.1 * limit), xlabel=words.t("chart.changes.share"), ylabel=words.t("chart.changes.change"))
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    said = {"up": words.percent((change > 0).mean(), 0), "down": words.percent((change < 0).mean(), 0), "total": words.number(change.sum(), 0, sign=True)}
    axes.set_title(words.t("chart.changes.title", **said), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.changes.alt", **said), words.t("chart.changes.caption", **said))


def treatments_by_tier(policy, tiers):
    """Per tier, in the order given: what its treatment costs in all and what it is expected to bring (``treatment_policy``)."""
    totals = policy.groupby("tier", observed=True)[["cost", "benefit"]].sum().reindex(list(tiers)).fillna(0)
    figure, axes = clean_axes(left=0.14)
    places = np.arange(len(totals))
    axes.bar(places - 0.19, totals["cost"], width=0.36, color="white", edgecolor=VERMILION, hatch="//", label=words.t("cost"))
    axes.bar(places + 0.19, totals["benefit"], width=0.36, color=BLUE, label=words.t("chart.tiers.benefit"))
    top = max(float(totals.to_numpy().max()), 1e-9)
    for column, aside in (("cost", -0.19), ("benefit", 0.19)):
        for place, value in zip(places, totals[column]):
            axes.annotate(words.number(value, 0), (place + aside, value), ha="center", va="bottom", fontsize=10)
    axes.set(xticks=places, ylim=(0, top * 1.2), ylabel=words.t("chart.thousands"))
    axes.set_xticklabels(list(totals.index))
    axes.legend(frameon=False)
    number_ticks(axes.yaxis)
    gains = totals["benefit"] - totals["cost"]
    said = {"gains": "; ".join(f"{tier} {words.number(gain, 0, sign=True)}" for tier, gain in gains.items()), "total": words.number(gains.sum(), 0, sign=True)}
    return Picture(figure, words.t("chart.tiers.alt", **said), words.t("chart.tiers.caption", **said))


def interaction_worth(future_values, cost=20):
    """What an interaction is worth against how far it moves the probability to stay; {name: future value}, one line each."""
    figure, axes = clean_axes(left=0.13, right=0.8)
    moves = np.linspace(-0.10, 0.10, 41)
    breaks = []
    for (name, value), colour, line in zip(future_values.items(), COLOURS, LINES):
        worth = relationships.interaction_value(value, 0.5, 0.5 + moves, cost)
        axes.plot(moves, worth, line, color=colour, linewidth=2.5)
        axes.annotate(name, (0.103, worth[-1]), va="center", fontsize=11, color=colour, annotation_clip=False)
        needed = cost / value if value > 0 else np.inf
        breaks.append(f"{name} {words.percent(needed, 1) if needed <= 1 else '–'}")
    axes.axhline(0, color="black", linewidth=1)
    axes.axvline(0, color=GREY, linewidth=1, linestyle=":")
    highest = max(abs(value) for value in future_values.values()) * 0.1 + cost
    axes.set(xlim=(-0.1, 0.1), xticks=np.arange(-0.10, 0.11, 0.05), ylim=(-1.1 * highest, 1.1 * highest), xlabel=words.t("chart.interaction.move"), ylabel=words.t("chart.thousands"))
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    said = {"cost": words.number(cost), "breaks": ", ".join(breaks)}
    return Picture(figure, words.t("chart.interaction.alt", **said), words.t("chart.interaction.caption", **said))


def keeping_budget(risks, budget=12_000):
    """The gain of offers to stay, best gain per đồng first, as the money spent grows; the line is the budget."""
    decided = relationships.retain_or_release(risks, budget=budget)
    ranked = decided.assign(ratio=decided["gain"] / decided["cost"].clip(lower=1e-9)).sort_values(["ratio", "gain"], ascending=False)
    spent, gained = (np.concatenate([[0], ranked[column].cumsum()]) for column in ("cost", "gain"))
    figure, axes = clean_axes(left=0.13)
    axes.plot(spent, gained, color=BLUE, linewidth=2.5)
    axes.axvline(budget, color="black", linestyle="--", linewidth=1.5)
    kept = decided[decided["decision"] == "retain"]
    axes.plot([kept["cost"].sum()], [kept["gain"].sum()], "o", color=GREEN, markeredgecolor="black", markersize=11)
    axes.plot([spent[gained.argmax()]], [gained.max()], "D", color=ORANGE, markeredgecolor="black", markersize=8)
    low, high = min(gained.min(), 0), max(gained.max(), 1e-9)
    axes.set(xlim=(0, spent[-1] * 1.02 + 1), ylim=(low - 0.08 * (high - low), high * 1.15), xlabel=words.t("chart.keeping.spent"), ylabel=words.t("chart.keeping.gained"))
    number_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    said = {"kept": words.number(len(kept)), "gain": words.number(kept["gain"].sum(), 0), "budget": words.number(budget),
            "all": words.number(gained[-1], 0, sign=True), "best": words.number(gained.max(), 0), "released": words.number((decided["decision"] == "release").sum())}
    return Picture(figure, words.t("chart.keeping.alt", **said), words.t("chart.keeping.caption", **said))


def own_rhythm(orders, customers, *, as_of, recent_days=180, alarm=0.05):
    """The purchases of a few customers on a time line, the last days shaded, and the verdict on each (``detect_change``)."""
    few = orders[orders["customer_id"].isin(customers)]
    found = relationships.detect_change(few, as_of=as_of, recent_days=recent_days, alarm=alarm).set_index("customer_id")
    figure, axes = clean_axes(height=1.3 + 0.72 * len(customers), left=0.13, bottom=0.24, top=0.95)
    axes.grid(False)
    axes.axvspan(-recent_days, 0, color="#F6E7C8", zorder=0)
    said = []
    for row, customer in enumerate(customers):
        days = -(np.datetime64(as_of) - few.loc[few["customer_id"] == customer, "date"].to_numpy()).astype("timedelta64[D]").astype(int)
        verdict = words.t(f"chart.rhythm.{found.loc[customer, 'verdict']}")
        axes.plot(days, [row] * len(days), "|", color=BLUE, markersize=16, markeredgewidth=1.6)
        counted = {"recent": found.loc[customer, "recent"], "expected": words.number(found.loc[customer, "expected"], 1), "verdict": verdict}
        axes.annotate(words.t("chart.rhythm.own", **counted), (-725, row - 0.24), fontsize=10)
        said.append(f"{customer} {verdict}")
    axes.set(yticks=range(len(customers)), ylim=(len(customers) - 0.5, -0.6), xlim=(-735, 5), xlabel=words.t("chart.rhythm.axis"))
    axes.set_yticklabels(list(customers))
    number_ticks(axes.xaxis, 0)
    values = {"days": recent_days, "verdicts": ", ".join(said)}
    return Picture(figure, words.t("chart.rhythm.own_alt", **values), words.t("chart.rhythm.own_caption", **values))
