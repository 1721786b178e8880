"""Pictures of classifying customers: how many there are by each rule, who moves between tiers, and what is still to come."""
import numpy as np

from .. import differentiate, words
from .picture import BLUE, COLOURS, GREY, HATCHES, LINES, MARKERS, ORANGE, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["counts_by_rule", "customer_growth", "horizon_ranking", "later_by_tier", "now_and_later", "tier_comparison", "tier_grid"]


def counts_by_rule(people, within_days=365, least_days=365):
    """How many of the same people are customers by each rule, as bars; ``within_days`` moves the rule that looks at recent purchases.

    ``people`` is the result of ``differentiate.relations``.
    """
    counts = differentiate.customer_counts(people, least_days=least_days, within_days=within_days)
    figure, axes = clean_axes(height=3.4, left=0.37, right=0.9, bottom=0.17, top=0.97)
    axes.grid(False)
    names = [words.t(f"rule.{rule}", days=words.number(within_days), least=words.number(least_days)) for rule in counts["rule"]]
    for row, one in enumerate(counts.itertuples(index=False)):
        moving = one.rule == "recent"
        axes.barh(row, one.customers, height=0.65, color=ORANGE if moving else BLUE, hatch="//" if moving else "", edgecolor="white")
        axes.annotate(words.number(one.customers), (one.customers, row), (5, 0), textcoords="offset points", va="center", fontsize=10.5)
    axes.set(yticks=range(len(counts)), yticklabels=names, ylim=(len(counts) - 0.4, -0.6), xlim=(0, len(people) * 1.08), xlabel=words.t("chart.counts_by_rule.axis"))
    number_ticks(axes.xaxis, 0)
    axes.locator_params(axis="x", nbins=6)
    most, least = counts.loc[counts["customers"].idxmax()], counts.loc[counts["customers"].idxmin()]
    values = {"list": "; ".join(f"{name} {words.number(count)}" for name, count in zip(names, counts["customers"])), "most": words.number(most["customers"]), "least": words.number(least["customers"])}
    return Picture(figure, words.t("chart.counts_by_rule.alt", **values), words.t("chart.counts_by_rule.caption", **values))


def customer_growth(history):
    """The number of customers over time, one line per rule.

    ``history``: one row per day (the index, as text), one column per rule of ``differentiate.customer_counts``.
    """
    figure, axes = clean_axes(left=0.12, right=0.71, bottom=0.11, top=0.96)
    lines = [words.t(f"rule.short_{rule}") for rule in history]
    for place, (name, (rule, counts)) in enumerate(zip(lines, history.items())):
        axes.plot(range(len(counts)), counts, linestyle=LINES[place], marker=MARKERS[place], color=COLOURS[place], linewidth=2, markersize=6, label=name)
    axes.set(xticks=range(len(history)), xticklabels=history.index, ylim=(0, history.to_numpy().max() * 1.08), ylabel=words.t("chart.customer_growth.axis"))
    axes.tick_params(axis="x", labelsize=8.5)
    number_ticks(axes.yaxis, 0)
    order = np.argsort(-history.iloc[-1].to_numpy(), kind="stable")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend([handles[place] for place in order], [labels[place] for place in order], loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=9.5, labelspacing=1)
    falls = [name for name, (rule, counts) in zip(lines, history.items()) if counts.iloc[-1] < counts.max()]
    notes = "; ".join(f"{name}: {words.number(counts.iloc[0])} → {words.number(counts.iloc[-1])}" for name, (rule, counts) in zip(lines, history.items()))
    key = "falls" if falls else "grows"
    values = {"notes": notes, "first": history.index[0], "last": history.index[-1], "falls": ", ".join(falls)}
    return Picture(figure, words.t("chart.customer_growth.alt", **values), words.t(f"chart.customer_growth.{key}", **values))


def tier_comparison(bases):
    """Which part of all value each tier brings, several bases side by side.

    ``bases``: {name: one share per tier, or the result of ``differentiate.tier_totals``}; four at most.
    """
    figure, axes = clean_axes(height=4.0, left=0.09, right=0.98, bottom=0.1, top=0.83)
    width, names = 0.8 / len(bases), [words.unit(name) for name in bases]
    shares = {name: np.asarray(base["share_of_value"] if hasattr(base, "columns") else base, dtype=float) for name, base in zip(names, bases.values())}
    for place, (name, values) in enumerate(shares.items()):
        across = np.arange(len(values)) + (place - (len(bases) - 1) / 2) * width
        axes.bar(across, values, width * 0.92, color=COLOURS[place], hatch=HATCHES[place], edgecolor="white", label=name)
        for left, value in zip(across, values):
            axes.annotate(words.percent(value, 0), (left, max(value, 0)), (0, 3), textcoords="offset points", ha="center", fontsize=8.5)
    tiers = [words.t(f"chart.tier_comparison.{tier}") for tier in differentiate.tiers.__kwdefaults__["names"]]
    low, high = min(0, *(values.min() for values in shares.values())), max(0.55, *(values.max() for values in shares.values()))
    axes.set(xticks=range(len(tiers)), xticklabels=tiers, ylim=(low * 1.1, high * 1.1))
    percent_ticks(axes.yaxis)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False, fontsize=9.5)
    notes = "; ".join(f"{name}: {', '.join(words.percent(value, 0) for value in values)}" for name, values in shares.items())
    top = "; ".join(f"{name} {words.percent(values[:2].sum(), 0)}" for name, values in shares.items())
    return Picture(figure, words.t("chart.tier_comparison.alt", notes=notes), words.t("chart.tier_comparison.caption", top=top))


def tier_grid(moves):
    """Who stays in a tier and who moves when the criterion changes: one field per pair of tiers, with the number of customers.

    ``moves`` is the result of ``differentiate.tier_moves``.
    """
    figure, axes = clean_axes(height=3.7, left=0.24, right=0.76, bottom=0.06, top=0.78)
    axes.grid(False)
    axes.spines[:].set_visible(False)
    counts = moves.to_numpy()
    rows = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(rows, cmap="Blues", vmin=0, vmax=1.25, aspect="auto")
    for row, column in np.ndindex(counts.shape):
        stays = row == column
        axes.annotate(words.number(counts[row, column]), (column, row), ha="center", va="center", fontsize=12, fontweight="bold" if stays else "normal", color="white" if rows[row, column] > 0.75 else "black")
        if stays:
            axes.plot(column + np.array([-0.47, 0.47, 0.47, -0.47, -0.47]), row + np.array([-0.47, -0.47, 0.47, 0.47, -0.47]), color="black", linewidth=1.4)
    named = {"before": words.t(moves.index.name), "after": words.t(moves.columns.name)}
    tiers = [words.t(tier) for tier in moves.index]
    axes.set(xticks=range(len(tiers)), yticks=range(len(tiers)), xticklabels=tiers, yticklabels=tiers)
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.set_ylabel(words.t("chart.tier_grid.by", by=named["before"]), fontsize=10.5)
    axes.set_title(words.t("chart.tier_grid.by", by=named["after"]), fontsize=10.5, pad=8)
    stay, upper = int(np.trace(counts)), int(counts[:2].sum())
    lines = "; ".join(f"{tier} {', '.join(map(words.number, line))}" for tier, line in zip(tiers, counts))
    values = named | {"lines": lines, "stay": words.number(stay), "all": words.number(counts.sum()), "upper": words.number(upper), "out": words.number(int(counts[:2, 2:].sum()))}
    return Picture(figure, words.t("chart.tier_grid.alt", **values), words.t("chart.tier_grid.caption", **values))


def later_by_tier(splits):
    """Of all that each tier is worth, the part that comes now (solid) and the part still to come (hatched), one panel per criterion.

    ``splits``: {criterion: result of ``differentiate.tier_split``}; one or two.
    """
    figure, panels = clean_axes(columns=2, height=3.3, left=0.12, right=0.96, bottom=0.13, top=0.8, gap=0.22)
    notes = []
    for axes, (by, split) in zip(panels, splits.items()):
        _split_panel(axes, split, words.t("chart.later_by_tier.by", by=words.t(by)))
        notes.append(f"{words.t(by)}: " + ", ".join(f"{words.t(one.tier)} {words.percent(one.share_later, 0)}" for one in split.itertuples(index=False)))
    panels[0].set_yticklabels([words.t(tier) for tier in next(iter(splits.values()))["tier"]])
    panels[1].set_yticklabels([])
    for axes in panels[len(splits):]:
        axes.set_visible(False)
    figure.text(0.12, 0.93, words.t("chart.later_by_tier.key"), fontsize=10)
    values = {"notes": "; ".join(notes)}
    return Picture(figure, words.t("chart.later_by_tier.alt", **values), words.t("chart.later_by_tier.caption", **values))


def _split_panel(axes, split, title):
    """One pyramid as four bars of equal length, cut where the future begins."""
    axes.grid(False)
    later = split["share_later"].fillna(0).to_numpy()
    rows = np.arange(len(split))
    axes.barh(rows, 1 - later, height=0.68, color=BLUE)
    axes.barh(rows, later, left=1 - later, height=0.68, color="white", edgecolor=VERMILION, hatch="//", linewidth=0.8)
    for row, share in zip(rows, split["share_later"]):
        axes.annotate(words.percent(share, 0), (0.985, row), ha="right", va="center", fontsize=10.5, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2})
    axes.set(xlim=(0, 1), ylim=(len(split) - 0.5, -0.5), yticks=rows)
    axes.set_title(title, loc="left", fontsize=10)
    percent_ticks(axes.xaxis)
    axes.locator_params(axis="x", nbins=5)


def now_and_later(split, unit="million đồng", limits=None):
    """What customers bring with the business of today (left) and what is still to come (right), each side with its own scale.

    ``split`` is the result of ``differentiate.value_split``; ``limits``: (highest now, highest later), so that nothing jumps under a slider.
    """
    figure, panels = clean_axes(columns=2, height=1.5 + 0.5 * len(split), left=0.17, right=0.95, bottom=0.26, top=0.84, gap=0.22)
    names = [words.unit(name) for name in split["customer_id"]]
    looks = {"current_value": (BLUE, ""), "later_value": (ORANGE, "//")}
    for axes, (column, (colour, hatch)), limit in zip(panels, looks.items(), limits or (None, None)):
        values, top = split[column].to_numpy(), limit or max(split[column].max(), 1e-9)
        axes.grid(False)
        axes.barh(range(len(values)), values, height=0.62, color=colour, hatch=hatch, edgecolor="white")
        for row, value in enumerate(values):
            axes.annotate(words.number(round(value, 2)), (max(value, 0), row), (5, 0), textcoords="offset points", va="center", fontsize=10.5)
        axes.set(yticks=range(len(values)), yticklabels=names if column == "current_value" else [], ylim=(len(values) - 0.4, -0.6), xlim=(min(0, values.min()), top * 1.25), xlabel=words.unit(unit))
        axes.set_title(words.t(f"chart.now_and_later.{column}"), loc="left", fontsize=10.5)
        number_ticks(axes.xaxis)
        axes.locator_params(axis="x", nbins=4)
    first = {column: names[int(split[f"rank_{column}"].to_numpy().argmin())] for column in ("current", "later")}
    notes = "; ".join(f"{name} {words.number(round(one.current_value, 2))} + {words.number(round(one.later_value, 2))} = {words.number(round(one.total_value, 2))}" for name, one in zip(names, split.itertuples(index=False)))
    key = "same" if first["current"] == first["later"] else "other"
    return Picture(figure, words.t("chart.now_and_later.alt", notes=notes, unit=words.unit(unit)), words.t(f"chart.now_and_later.{key}", **first))


def horizon_ranking(cashflows, horizon=3, discount_rate=0.12, unit="million đồng"):
    """The value of customers (or tiers) as it builds up, and their ranking if the firm looks as far as the horizon.

    ``cashflows``: {name: money per year, today's first}, all equally long; ``horizon`` in years from today.
    """
    figure, (left, right) = clean_axes(columns=2, height=3.9, left=0.1, right=0.93, bottom=0.15, top=0.84, gap=0.42)
    curves = {name: differentiate.value_curve(flows, discount_rate) for name, flows in cashflows.items()}
    looks = {name: (COLOURS[place], LINES[place], MARKERS[place], HATCHES[place]) for place, name in enumerate(curves)}
    ranking = differentiate.horizon_values(cashflows, horizon, discount_rate)
    ends = min(0, *(curve.min() for curve in curves.values())), max(0, *(curve.max() for curve in curves.values()))
    span = (ends[0] - 0.06 * (ends[1] - ends[0]), ends[1] + 0.06 * (ends[1] - ends[0]))
    for name, curve in curves.items():
        colour, line, marker, _ = looks[name]
        left.plot(range(len(curve)), curve, linestyle=line, color=colour, marker=marker, markersize=5, linewidth=1.8)
    left.axvline(horizon, color="black", linewidth=1.2, linestyle=":")
    left.axhline(0, color=GREY, linewidth=0.8)
    left.set(xlim=(-0.2, max(map(len, curves.values())) - 0.8), ylim=span, xlabel=words.t("chart.horizon_ranking.years"), ylabel=words.unit(unit))
    left.set_title(words.t("chart.horizon_ranking.curves"), loc="left", fontsize=10)
    left.set_xticks(range(0, max(map(len, curves.values())), 2))
    left.locator_params(axis="y", nbins=5)
    _ranking_panel(right, ranking, looks, ends, horizon)
    for axis in (left.yaxis, right.xaxis):
        number_ticks(axis)
    back = {name: differentiate.payback_period(flows, discount_rate) for name, flows in cashflows.items()}
    order = ", ".join(f"{words.unit(one.customer)} {words.number(round(one.value, 2))}" for one in ranking.itertuples(index=False))
    wait = ", ".join(f"{words.unit(name)} {words.number(period)}" for name, period in back.items())
    values = {"horizon": words.number(horizon), "order": order, "wait": wait, "unit": words.unit(unit), "first": words.unit(ranking["customer"].iloc[0])}
    return Picture(figure, words.t("chart.horizon_ranking.alt", **values), words.t("chart.horizon_ranking.caption", **values))


def _ranking_panel(axes, ranking, looks, ends, horizon):
    """Bars, best first, in the look of the lines beside them: each with its line's marker."""
    axes.grid(False)
    for row, one in enumerate(ranking.itertuples(index=False)):
        colour, _, marker, hatch = looks[one.customer]
        axes.barh(row, one.value, height=0.62, color=colour, hatch=hatch, edgecolor="white")
        axes.plot(0, row, marker=marker, color=colour, markersize=9, markeredgecolor="white", zorder=4)
        axes.annotate(words.number(round(one.value, 2)), (max(one.value, 0), row), (8, 0), textcoords="offset points", va="center", fontsize=10, annotation_clip=False)
    axes.set(yticks=range(len(ranking)), yticklabels=[words.unit(name) for name in ranking["customer"]], ylim=(len(ranking) - 0.4, -0.6), xlim=(ends[0] * 1.06, ends[1] * 1.3))
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_title(words.t("chart.horizon_ranking.ranking", horizon=words.number(horizon)), loc="left", fontsize=10)
    axes.locator_params(axis="x", nbins=4)
