"""Pictures of section 2.3.1: what customers are worth, how unequal they are, and who changes places."""
import itertools

import numpy as np

from .. import differentiate, words
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

__all__ = ["customer_pyramid", "list_profits", "margin_split", "method_slopes", "ranking_change", "value_map", "value_trajectories", "wallet_gap", "whale"]

TIER_COLOURS = dict(zip(("super", "large", "medium", "small"), (VERMILION, ORANGE, SKY, BLUE)))
TYPE_STYLES = {
    "MVC": ("D", BLUE, "chart.type.MVC"), "MGC": ("^", GREEN, "chart.type.MGC"), "migrator": (".", GREY, "chart.type.migrator"), "BZ": ("X", VERMILION, "chart.type.BZ"),
}  # fmt: skip


def margin_split(profits, unit="USD", scale=1):
    """What becomes of each customer's contribution margin: cost to serve (hatched) and profit.

    ``profits``: a few rows of ``differentiate.allocate``; amounts are shown in ``unit``, divided by ``scale``.
    """
    figure, axes = clean_axes(height=1.5 + 0.55 * len(profits), left=0.2, right=0.95, bottom=0.24, top=0.86)
    money = profits.set_index("customer_id")[["contribution_margin", "cost_to_serve", "profit"]] / scale
    top = max(money["contribution_margin"].max(), money["cost_to_serve"].max())
    for row, (name, one) in enumerate(money.iterrows()):
        axes.barh(row, one["cost_to_serve"], color="white", edgecolor=VERMILION, hatch="//", height=0.6, linewidth=0.8)
        axes.barh(row, max(one["profit"], 0), left=one["cost_to_serve"], color=BLUE, height=0.6)
        axes.plot([one["contribution_margin"]] * 2, [row - 0.38, row + 0.38], color="black", linewidth=2)
        note = words.t("chart.margin_split.note", profit=words.number(one["profit"], 0))
        axes.annotate(note, (max(one["contribution_margin"], one["cost_to_serve"]) + top * 0.015, row), va="center", fontsize=10)
    axes.set(xlim=(0, top * 1.3), yticks=range(len(money)), ylim=(len(money) - 0.4, -0.6), xlabel=words.t("chart.margin_split.axis", unit=unit))
    axes.set_yticklabels(money.index)
    axes.grid(False)
    number_ticks(axes.xaxis, 0)
    axes.set_title(words.t("chart.margin_split.title"), loc="left", fontsize=10)
    best, notes = money["profit"].idxmax(), "; ".join(f"{name} {words.number(value, 0)}" for name, value in money["profit"].items())
    largest = money["cost_to_serve"].idxmax()
    return Picture(figure, words.t("chart.margin_split.alt", count=len(money), notes=notes, unit=unit), words.t("chart.margin_split.caption", best=best, largest=largest))


def whale(profits, by="profit", beside=None, top_share=None):
    """The whale curve: the share of all profit that the best customers bring together, best first.

    ``beside`` another column as a dashed curve (revenue, say), its own best first. ``top_share`` marks how much so many of
    the customers bring.
    """
    figure, axes = clean_axes()
    curve = differentiate.whale_curve(profits, by=by)
    across, up = (np.concatenate([[0], curve[column]]) for column in ("share_of_customers", "cumulative_share"))
    peak = int(up.argmax())
    if beside:
        other = differentiate.whale_curve(profits, by=beside)
        axes.plot(*(np.concatenate([[0], other[column]]) for column in ("share_of_customers", "cumulative_share")), "--", color=ORANGE, linewidth=2, label=words.t(beside))
    axes.plot(across, up, "-", color=BLUE, linewidth=2.4, label=words.t(by))
    axes.legend(loc="lower right", frameon=False, fontsize=10)
    axes.plot([0, 1], [0, 1], ":", color=GREY, linewidth=1.2)
    axes.axhline(1, color="black", linewidth=0.8)
    values = {"peak": words.percent(up[peak], 0), "at": words.percent(across[peak], 0), "below": words.number(int((curve[by] < 0).sum())), "by": words.t(by)}
    hump = up[peak] >= 1.005
    if hump:
        axes.plot(across[peak], up[peak], "o", color=VERMILION, markersize=8)
        axes.annotate(words.t("chart.whale.peak", **values), (across[peak], up[peak] + 0.03), ha="center" if across[peak] < 0.8 else "right", fontsize=10, color=VERMILION)
    values |= _marked(axes, top_share, across, up) if top_share is not None else {"fifth": words.percent(np.interp(0.2, across, up), 0)}
    axes.set(xlim=(0, 1.005), ylim=(0, max(1.25, up[peak] + 0.15)), xlabel=words.t("chart.whale.customers"), ylabel=words.t("chart.whale.share"))
    percent_ticks(axes.xaxis)
    percent_ticks(axes.yaxis)
    kind = "top" if top_share is not None else "hump" if hump else "plain"
    return Picture(figure, words.t(f"chart.whale.{kind}_alt", **values), words.t(f"chart.whale.{kind}_caption", **values))


def _marked(axes, top_share, across, up):
    """Shade what the top share of the customers brings."""
    height = float(np.interp(top_share, across, up))
    inside = across <= top_share
    axes.fill_between(np.append(across[inside], top_share), np.append(up[inside], height), color=SKY, alpha=0.35, linewidth=0)
    axes.plot([top_share, top_share, 0], [0, height, height], "--", color="black", linewidth=1.2)
    said = {"top": words.percent(top_share, 0), "brings": words.percent(height, 0)}
    axes.set_title(words.t("chart.whale.title", **said), loc="left", fontsize=11)
    return said


def method_slopes(by_method, unit="USD", scale=1):
    """The profit of a few customers under the three ways of allocating costs: one line per customer."""
    figure, axes = clean_axes(height=3.4, left=0.12, right=0.78, bottom=0.14)
    columns = ["profit_equal", "profit_revenue", "profit_activity"]
    money = by_method.set_index("customer_id")[columns] / scale
    for (name, row), colour, line, marker in zip(money.iterrows(), COLOURS * 3, LINES * 3, MARKERS * 3):
        axes.plot(range(3), row, linestyle=line, color=colour, marker=marker, markersize=8, linewidth=2)
        axes.annotate(f"{name}: {words.number(row.iloc[2], 0)}", (2.08, row.iloc[2]), va="center", fontsize=10, color=colour, annotation_clip=False)
    low, high = min(0, money.min().min()), money.max().max()
    axes.set(xlim=(-0.15, 2.1), ylim=(low * 1.1, high * 1.1), xticks=range(3), ylabel=words.t("chart.method_slopes.axis", unit=unit))
    axes.set_xticklabels([words.t("chart.method.equal"), words.t("chart.method.revenue"), words.t("chart.method.activity")])
    axes.axhline(0, color="black", linewidth=0.8)
    number_ticks(axes.yaxis, 0)
    notes = "; ".join(f"{name} {' → '.join(words.number(value, 0) for value in row)}" for name, row in money.iterrows())
    moved = (money.max(axis=1) - money.min(axis=1)).idxmax()
    return Picture(figure, words.t("chart.method_slopes.alt", notes=notes, unit=unit), words.t("chart.method_slopes.caption", moved=moved))


def ranking_change(changes, places=10, labels=("revenue", "profit")):
    """The first places by one value and by another, joined where it is the same customer; leavers fall, newcomers rise.

    ``changes``: ``differentiate.rank_changes``; ``labels``: words for the two values.
    """
    figure, axes = clean_axes(height=1.3 + 0.32 * (places + 1), left=0.02, right=0.98, top=0.9, bottom=0.04)
    axes.set_axis_off()
    rows = changes[(changes["rank_before"] <= places) | (changes["rank_after"] <= places)]
    for one in rows.itertuples(index=False):
        stays = max(one.rank_before, one.rank_after) <= places
        colour, line = (BLUE, "-") if stays else (VERMILION, "--") if one.rank_before <= places else (GREEN, ":")
        ends = [rank if rank <= places else places + 1.2 for rank in (one.rank_before, one.rank_after)]
        axes.plot([1, 2], ends, line, color=colour, linewidth=1.8, marker="o", markersize=5)
        for x, rank, align, gap in ((1, one.rank_before, "right", -0.04), (2, one.rank_after, "left", 0.04)):
            if rank <= places:
                away = "" if stays else f"  ({words.number(one.rank_before if x == 2 else one.rank_after)})"
                text = f"{one[0]}{away}  {rank}" if x == 1 else f"{rank}  {one[0]}{away}"
                axes.annotate(text, (x + gap, rank), ha=align, va="center", fontsize=10, color=colour)
    for x, label, align in ((1, labels[0], "right"), (2, labels[1], "left")):
        axes.annotate(words.t("chart.ranking_change.by", value=words.t(label)), (x, 0.1), ha=align, fontsize=11, weight="bold")
    axes.set(xlim=(0.25, 2.75), ylim=(places + 1.6, -0.2))
    stayed = int((rows[["rank_before", "rank_after"]].max(axis=1) <= places).sum())
    fallen = rows.loc[rows["rank_before"] <= places, ["rank_after"]].max().item()
    values = {"places": places, "stayed": stayed, "fallen": words.number(fallen), "before": words.t(labels[0]), "after": words.t(labels[1])}
    return Picture(figure, words.t("chart.ranking_change.alt", **values), words.t("chart.ranking_change.caption", **values))


def list_profits(by_method, list_size=30, activity_weight=1.0):
    """The list of the largest customers by revenue: the profit of each when that part of the costs is allocated by activity."""
    figure, axes = clean_axes(bottom=0.17, top=0.84)
    table = by_method.sort_values(["revenue", "customer_id"], ascending=[False, True], ignore_index=True)
    mixed = (1 - activity_weight) * table["profit_revenue"] + activity_weight * table["profit_activity"]
    best = set(mixed.sort_values(ascending=False, kind="stable").index[:list_size])
    listed = mixed.iloc[:list_size].to_numpy() / 1e6
    kept = np.array([place in best for place in range(len(listed))])
    spots = np.arange(1, len(listed) + 1)
    axes.bar(spots[kept], listed[kept], color=BLUE, width=0.8)
    axes.bar(spots[~kept], listed[~kept], color="white", edgecolor=VERMILION, hatch="//", width=0.8)
    axes.axhline(0, color="black", linewidth=0.8)
    ends = table.loc[: list_size - 1, ["profit_revenue", "profit_activity"]].to_numpy() / 1e6
    axes.set(xlim=(0.3, list_size + 0.7), ylim=(min(0, ends.min()) * 1.15, ends.max() * 1.08), xlabel=words.t("chart.list_profits.axis"), ylabel=words.t("chart.million"))
    number_ticks(axes.yaxis)
    number_ticks(axes.xaxis, 0)
    values = {"weight": words.percent(activity_weight, 0), "kept": int(kept.sum()), "size": list_size, "total": words.number(listed.sum(), 0), "below": int((listed < 0).sum())}
    axes.set_title(words.t("chart.list_profits.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.list_profits.alt", **values), words.t("chart.list_profits.caption", **values))


def wallet_gap(wallets, share_of_wallet=0.5, won=0.0, unit="USD"):
    """Each customer's wallet: what the firm has, what it wins from its rivals, and what is left to them.

    ``wallets``: {name: wallet}; ``share_of_wallet``: one share for all, or one each.
    """
    figure, axes = clean_axes(height=1.5 + 0.6 * len(wallets), left=0.16, bottom=0.26, top=0.86)
    sizes = np.array(list(wallets.values()), dtype=float)
    shares = np.broadcast_to(np.asarray(share_of_wallet, dtype=float), sizes.shape)
    now, after = differentiate.actual_value(shares, sizes), differentiate.share_shift(shares, sizes, won)
    rows = np.arange(len(sizes))
    axes.barh(rows, now, color=BLUE, height=0.6)
    axes.barh(rows, after - now, left=now, color=GREEN, hatch="..", edgecolor="white", height=0.6)
    axes.barh(rows, sizes - after, left=after, color="white", edgecolor=VERMILION, hatch="//", height=0.6, linewidth=0.8)
    for row in rows:
        note = words.t("chart.wallet_gap.note", actual=words.number(after[row]), gap=words.number(sizes[row] - after[row]))
        axes.annotate(note, (sizes[row] + sizes.max() * 0.015, row), va="center", fontsize=10)
    axes.set(xlim=(0, sizes.max() * 1.45), yticks=rows, ylim=(len(sizes) - 0.4, -0.6), xlabel=words.t("chart.wallet_gap.axis", unit=unit))
    axes.set_yticklabels([words.t("chart.wallet_gap.customer", name=name) for name in wallets])
    axes.grid(False)
    number_ticks(axes.xaxis)
    axes.set_title(words.t("chart.wallet_gap.key"), loc="left", fontsize=10)
    notes = "; ".join(f"{name}: {words.number(value)} / {words.number(size)}" for name, value, size in zip(wallets, after, sizes))
    values = {"notes": notes, "won": words.percent(won, 0)}
    return Picture(figure, words.t("chart.wallet_gap.alt", **values), words.t("chart.wallet_gap.caption", **values))


def value_trajectories(cashflows, discount_rate=0.0, unit="USD"):
    """How the value of customers builds up: one line per customer, and when each has paid back what she cost.

    ``cashflows``: {name: money per period, today's first}.
    """
    figure, axes = clean_axes(left=0.14, right=0.86)
    curves = {name: differentiate.value_curve(flows, discount_rate) for name, flows in cashflows.items()}
    ends, notes = _spread([curve[-1] for curve in curves.values()]), []
    for (name, curve), end, colour, line, marker in zip(curves.items(), ends, COLOURS, LINES, MARKERS):
        axes.plot(range(len(curve)), curve, linestyle=line, color=colour, marker=marker, markevery=max(1, len(curve) // 8), linewidth=2)
        axes.annotate(name, (1.02, end), xycoords=("axes fraction", "data"), va="center", color=colour, fontsize=10)
        notes.append(f"{name}: {words.number(curve[-1], 0)}" + _payback(cashflows[name], discount_rate))
    axes.axhline(0, color="black", linewidth=0.8)
    longest = max(len(curve) for curve in curves.values()) - 1
    axes.set(xlim=(0, longest), xlabel=words.t("chart.trajectories.months"), ylabel=words.t("chart.trajectories.axis", unit=unit))
    number_ticks(axes.xaxis, 0)
    number_ticks(axes.yaxis)
    values = {"notes": "; ".join(notes)}
    return Picture(figure, words.t("chart.trajectories.alt", **values), words.t("chart.trajectories.caption", **values))


def _payback(flows, discount_rate):
    """When what was spent at the start has come back, in words; nothing where nothing was spent."""
    if flows[0] >= 0:
        return ""
    back = differentiate.payback_period(flows, discount_rate)
    return " " + (words.t("chart.trajectories.never") if np.isnan(back) else words.t("chart.trajectories.back", period=words.number(back)))


def _spread(ends):
    """The heights of labels, moved apart where they would stand on one another."""
    heights, gap = np.array(ends, dtype=float), 0.07 * (max(*ends, 0) - min(*ends, 0) or 1)
    line = np.argsort(heights, kind="stable")
    for below, above in itertools.pairwise(line):
        heights[above] = max(heights[above], heights[below] + gap)
    return heights


def customer_pyramid(totals, by="profit"):
    """The pyramid of customers, and beside each tier the share of all profit that it brings."""
    figure, (left, right) = clean_axes(columns=2, height=3.6, left=0.02, right=0.97, bottom=0.17, top=0.86, gap=0.05)
    left.set_axis_off()
    shares = totals["share_of_value"].to_numpy(dtype=float)
    for row, one in enumerate(totals.itertuples(index=False)):
        colour, hatch = TIER_COLOURS.get(one.tier, GREY), HATCHES[row % len(HATCHES)]
        left.fill([-row, row, row + 0.94, -row - 0.94], [row, row, row + 0.94, row + 0.94], color=colour, alpha=0.9)
        left.annotate(f"{words.t(one.tier)}: {words.number(one.customers)}", (0, row + 0.55), ha="center", va="center", fontsize=10, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85})
        right.barh(row + 0.47, shares[row], color=colour, hatch=hatch, edgecolor="white", height=0.8)
        mean = words.number(one.mean / 1e6, 1)
        right.annotate(words.t("chart.pyramid.brings", share=words.percent(shares[row], 0), mean=mean), (max(shares[row], 0) + 0.01, row + 0.47), va="center", fontsize=10)
    left.set(xlim=(-4.1, 4.1), ylim=(len(totals), 0))
    right.set(xlim=(min(0, np.nanmin(shares)) - 0.02, max(0.5, np.nanmax(shares)) + 0.35), ylim=(len(totals), 0), yticks=[], xlabel=words.t("chart.pyramid.axis", by=words.t(by)))
    right.grid(False)
    percent_ticks(right.xaxis)
    left.set_title(words.t("chart.pyramid.customers"), loc="left", fontsize=11)
    notes = "; ".join(f"{words.t(one.tier)} {words.number(one.customers)}: {words.percent(one.share_of_value, 0)}" for one in totals.itertuples(index=False))
    top = totals.iloc[:2]
    values = {"notes": notes, "few": words.number(top["customers"].sum()), "brings": words.percent(top["share_of_value"].sum(), 0), "by": words.t(by)}
    return Picture(figure, words.t("chart.pyramid.alt", **values), words.t("chart.pyramid.caption", **values))


def value_map(typed):
    """Actual and potential value of everybody whose potential is known, one marker per type; above the diagonal is what is missed.

    Both axes are stretched around zero (symlog), because a few customers are worth a hundred times the others.
    """
    figure, axes = clean_axes(height=4.4, left=0.12, right=0.7, bottom=0.14, top=0.95)
    known, notes = typed.dropna(subset=["potential_value"]), []
    for kind, (marker, colour, key) in TYPE_STYLES.items():
        some, count = known[known["value_type"] == kind], words.number((typed["value_type"] == kind).sum())
        drawn = words.t("chart.value_map.count", drawn=words.number(len(some)), count=count)
        axes.plot(some["actual_value"] / 1e6, some["potential_value"] / 1e6, marker, color=colour, markersize=5, alpha=0.75, label=f"{words.t(key)}\n{drawn}")
        notes.append(f"{words.t(key)} {count}")
    money = known[["actual_value", "potential_value"]].to_numpy() / 1e6
    ends = [money.min(initial=0), money.max(initial=1)]
    axes.plot(ends, ends, "-", color="black", linewidth=0.8)
    for scale, axis in ((axes.set_xscale, axes.xaxis), (axes.set_yscale, axes.yaxis)):
        scale("symlog", linthresh=1, linscale=0.6)
        number_ticks(axis)
    axes.axhline(0, color="black", linewidth=0.6)
    axes.axvline(0, color="black", linewidth=0.6)
    axes.set(xlabel=words.t("chart.value_map.actual"), ylabel=words.t("chart.value_map.potential"))
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=9, labelspacing=1.2, handletextpad=0.3)
    values = {"counts": "; ".join(notes), "known": words.number(len(known)), "unknown": words.number(len(typed) - len(known))}
    return Picture(figure, words.t("chart.value_map.alt", **values), words.t("chart.value_map.caption", **values))
