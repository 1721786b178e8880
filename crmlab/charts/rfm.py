"""Pictures of section 3.2.3, first half: sorting customers by recency, frequency and monetary value, and whom to mail."""
import numpy as np

from .. import words
from ..metrics import strategic
from .picture import BLUE, COLOURS, GREEN, GREY, HATCHES, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["breakeven_codes", "campaign_parts", "code_grid", "points_by_customer", "purchase_gaps", "response_by_code", "rfm_sorting", "top_group"]

MEASURES = ("recency", "frequency", "monetary")
RESPONSE = {  # the coupon mailing of WE-327
    "recency": (0.0450, 0.0280, 0.0150, 0.0105, 0.0025),
    "frequency": (0.0245, 0.0222, 0.0208, 0.0167, 0.0168),
    "monetary": (0.0235, 0.0205, 0.0195, 0.0190, 0.0185),
}
PURCHASES = {  # months ago, items, amounts: WE-331 to 333
    "John": ([2, 4, 9], [1, 1, 1], [40, 120, 60]),
    "Smith": ([6], [2], [400]),
    "Mags": ([2, 4, 6, 9], [1, 1, 1, 1], [90, 70, 80, 40]),
}


def rfm_sorting(customers=40_000, groups=5):
    """Sorting three times, each time inside the groups before: all customers, one of them, one of those."""
    figure, axes = clean_axes(height=3.6, left=0.02, right=0.98, top=0.97, bottom=0.03)
    axes.set_axis_off()
    sizes = [customers / groups**level for level in (1, 2, 3)]
    for level, (measure, size, colour) in enumerate(zip(MEASURES, sizes, (BLUE, VERMILION, GREEN))):
        top = 3 - 1.15 * level
        for code in range(1, groups + 1):
            left = 2.5 + (code - 1) * 7.5 / groups
            axes.add_patch(_box(left, top, 7.3 / groups, colour if code == 1 else "#EEEEEE", "" if code == 1 else HATCHES[0]))
            axes.annotate(f"{measure[0].upper()} = {code}", (left + 3.65 / groups, top + 0.5), ha="center", va="center", fontsize=11, color="white" if code == 1 else "#555555", weight="bold" if code == 1 else "normal")
            axes.annotate(words.number(size), (left + 3.65 / groups, top + 0.18), ha="center", va="center", fontsize=10, color="white" if code == 1 else "#555555")
        axes.annotate(words.t("chart.rfm_sorting.by", measure=words.t(measure)), (2.3, top + 0.35), ha="right", va="center", fontsize=11)
        if level:
            for start, end in ((2.5, 2.5), (2.5 + 7.3 / groups, 10)):
                axes.plot([start, end], [top + 1.13, top + 0.72], ":", color=GREY, linewidth=1.2)
    axes.set(xlim=(0, 10.1), ylim=(0.5, 3.8))
    values = {"customers": words.number(customers), "first": words.number(sizes[0]), "second": words.number(sizes[1]), "cell": words.number(sizes[2]), "cells": groups**3}
    return Picture(figure, words.t("chart.rfm_sorting.alt", **values), words.t("chart.rfm_sorting.caption", **values))


def _box(x, y, width, colour, hatch="", height=0.7):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=colour, edgecolor="white", hatch=hatch)


def response_by_code(response_rates=None, highest=0.05, digits=2):
    """Response by R, F and M code, one panel each, with the response of all as a line.

    ``response_rates``: {"recency": one share per code, "frequency": …, "monetary": …}, of groups of equal size.
    """
    response_rates = {measure: np.asarray((response_rates or RESPONSE)[measure], dtype=float) for measure in MEASURES}
    figure, panels = clean_axes(columns=3, height=3.5, left=0.1, bottom=0.17, top=0.86, gap=0.12)
    for axes, measure, colour, hatch in zip(panels, MEASURES, COLOURS, HATCHES):
        rates = strategic.response_rate(response_rates[measure], 1)
        codes = np.arange(1, len(rates) + 1)
        axes.bar(codes, rates, color=colour, hatch=hatch, edgecolor="white", width=0.8)
        axes.axhline(rates.mean(), color="black", linewidth=1.2, linestyle="--")
        for code, rate in zip(codes, rates):
            axes.annotate(words.number(100 * rate, digits), (code, rate + highest * 0.018), ha="center", fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
        axes.set(ylim=(0, highest), xticks=codes, xlabel=words.t("chart.rfm.code"))
        axes.set_title(_capital(words.t(measure)), loc="left", fontsize=11)
        percent_ticks(axes.yaxis)
        axes.tick_params(axis="y", labelleft=axes is panels[0])
    first, last = ({f"{measure}_{end}": words.percent(response_rates[measure][i], digits) for measure in MEASURES} for end, i in (("first", 0), ("last", -1)))
    values = first | last | {"mean": words.percent(np.mean(response_rates["recency"]), digits)}
    return Picture(figure, words.t("chart.response_by_code.alt", **values), words.t("chart.response_by_code.caption", **values))


def _capital(text):
    return text[0].upper() + text[1:]


def breakeven_codes(unit_cost=1.0, net_profit=45, response_rates=RESPONSE["recency"], group_size=80_000, unit="USD"):
    """Which groups to mail: response by code against breakeven, the breakeven index on each bar, and what it earns."""
    figure, axes = clean_axes(top=0.88)
    rates = np.asarray(response_rates)
    breakeven = strategic.breakeven_rate(unit_cost, net_profit)
    indices = strategic.breakeven_index(rates, breakeven)
    earned = strategic.campaign_profit(group_size, rates, net_profit, unit_cost)
    mail, codes, top = indices > 0, np.arange(1, len(rates) + 1), rates.max() * 1.25
    axes.bar(codes[mail], rates[mail], color=BLUE, width=0.7)
    axes.bar(codes[~mail], rates[~mail], color="white", edgecolor=VERMILION, hatch="//", width=0.7)
    if breakeven < top:
        axes.axhline(breakeven, color="black", linestyle="--", linewidth=1.5)
    for code, rate, index in zip(codes, rates, indices):
        axes.annotate(words.number(index, 1, sign=True), (code, rate + top * 0.02), ha="center", fontsize=11, weight="bold", color=BLUE if index > 0 else VERMILION)
    axes.set(ylim=(0, top), xlim=(0.4, len(rates) + 0.6), xticks=codes, xlabel=words.t("chart.rfm.code"), ylabel=words.t("response_rate"))
    percent_ticks(axes.yaxis, 1)
    values = {
        "breakeven": words.percent(breakeven, 2), "count": int(mail.sum()), "codes": ", ".join(map(str, codes[mail])) or "–",
        "chosen": words.money(earned[mail].sum(), unit), "everybody": words.money(earned.sum(), unit),
    }
    axes.set_title(words.t("chart.breakeven_codes.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.breakeven_codes.alt", **values), words.t("chart.breakeven_codes.caption", **values))


def campaign_parts(mailed=(40_000, 17_920), responses=(808, 2_732.8)):
    """A whole and what is said to be a part of it: people mailed, and answers."""
    figure, panels = clean_axes(columns=2, height=3.0, left=0.16, bottom=0.2, top=0.85, gap=0.12)
    for axes, pair, what in zip(panels, (mailed, responses), ("mailed", "responses")):
        too_many = pair[1] > pair[0]
        axes.barh([1, 0], pair, color=[SKY, VERMILION if too_many else BLUE], height=0.6, hatch=["", "//" if too_many else ""], edgecolor="white")
        for row, number in zip((1, 0), pair):
            axes.annotate(words.number(number), (number + max(pair) * 0.02, row), va="center", fontsize=11, weight="bold")
        axes.axvline(pair[0], color=GREY, linestyle="--", linewidth=1.2)
        axes.set(xlim=(0, max(pair) * 1.3), ylim=(-0.6, 1.6), yticks=[1, 0])
        axes.set_yticklabels([words.t("chart.campaign.whole"), words.t("chart.campaign.part")] if axes is panels[0] else ["", ""])
        axes.grid(False)
        axes.set_title(words.t(f"chart.campaign.{what}"), loc="left", fontsize=11)
        axes.locator_params(axis="x", nbins=4)
        number_ticks(axes.xaxis)
    values = dict(zip(("mailed", "chosen", "answers", "claimed"), map(words.number, (*mailed, *responses))))
    return Picture(figure, words.t("chart.campaign.alt", **values), words.t("chart.campaign.caption", **values))


def code_grid(shares, counts):
    """One share per R code (rows) and F code (columns), with the number of customers it rests on.

    ``shares``, ``counts``: tables or arrays of the same shape, codes 1, 2, … in order.
    """
    shares, counts = np.asarray(shares, dtype=float), np.asarray(counts, dtype=float)
    strategic.response_rate(np.nan_to_num(shares), 1)
    figure, axes = clean_axes(height=4.2, left=0.12, right=0.8, bottom=0.15, top=0.97)
    axes.grid(False)
    for row, column in np.ndindex(shares.shape):
        share, count = shares[row, column], counts[row, column]
        empty = not count > 0
        axes.add_patch(_box(column + 0.5, row + 0.5, 1, "white" if empty else _shade(share), "//" if empty else "", height=1))
        text = "–" if empty else f"{words.percent(share, 0)}\n{words.number(count)}"
        axes.annotate(text, (column + 1, row + 1), ha="center", va="center", fontsize=10, color="white" if share > 0.45 and not empty else "black")
    rows, columns = shares.shape
    axes.set(xlim=(0.5, columns + 0.5), ylim=(rows + 0.5, 0.5), xticks=range(1, columns + 1), yticks=range(1, rows + 1))
    axes.set(xlabel=words.t("chart.code_grid.frequency"), ylabel=words.t("chart.code_grid.recency"))
    axes.annotate(words.t("chart.code_grid.key"), (columns + 0.65, 1.5), fontsize=10, annotation_clip=False, va="center")
    known = counts[-1] > 0
    worst = np.average(shares[-1][known], weights=counts[-1][known]) if known.any() else np.nan
    values = {"best": words.percent(shares[0, 0], 0), "best_count": words.number(counts[0, 0]), "worst": words.percent(worst, 0), "empty": int(np.sum(~(counts > 0)))}
    return Picture(figure, words.t("chart.code_grid.alt", **values), words.t("chart.code_grid.caption", **values))


def _shade(share):
    """White for 0 to dark blue for 1."""
    dark = np.array([0, 0.27, 0.45])
    return tuple(1 - (1 - dark) * min(1, share * 1.15))


def purchase_gaps(gaps, longest=140, step=7):
    """How many days customers let pass between two purchases, week by week, with the middle one as a line."""
    gaps = np.asarray(gaps, dtype=float)
    gaps = gaps[~np.isnan(gaps)]
    figure, axes = clean_axes(top=0.88)
    edges = np.arange(0, longest + step, step)
    counts, _ = np.histogram(gaps, edges)
    axes.bar(edges[:-1] + step / 2, counts, width=step * 0.92, color=BLUE)
    median = np.median(gaps)
    axes.axvline(median, color=VERMILION, linestyle="--", linewidth=2)
    axes.set(xlim=(0, longest), xticks=edges[::2], xlabel=words.t("chart.gaps.days"), ylabel=words.t("chart.customers"))
    number_ticks(axes.yaxis)
    values = {"median": words.number(median, 0), "count": words.number(len(gaps)), "longer": words.percent(np.mean(gaps >= longest), 0), "longest": longest}
    axes.set_title(words.t("chart.gaps.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.gaps.alt", **values), words.t("chart.gaps.caption", **values))


def points_by_customer(recency_weight=5, frequency_weight=2, monetary_weight=3, cap="customer"):
    """RFM points of John, Smith and Mags, stacked; only the ratio of the weights counts, so they are scaled to add up to 10."""
    figure, axes = clean_axes(height=3.3, left=0.1, top=0.72, bottom=0.18)
    weights = np.array([recency_weight, frequency_weight, monetary_weight]) * 10 / max(1, recency_weight + frequency_weight + monetary_weight)
    totals, starts = {}, np.zeros(len(PURCHASES))
    for place, (measure, colour, hatch) in enumerate(zip(MEASURES, (BLUE, GREEN, ORANGE), ("", "//", ".."))):
        only = tuple(weights * (np.arange(3) == place))
        points = np.array([strategic.rfm_points(*purchases, weights=only, cap=cap) for purchases in PURCHASES.values()])
        axes.barh(range(len(PURCHASES)), points, left=starts, color=colour, hatch=hatch, edgecolor="white", height=0.62, label=_capital(words.t(measure)))
        starts = starts + points
    totals = dict(zip(PURCHASES, starts))
    for row, total in enumerate(starts):
        axes.annotate(words.number(total, 0), (total + 5, row), va="center", fontsize=12, weight="bold")
    axes.set(yticks=range(len(PURCHASES)), ylim=(len(PURCHASES) - 0.5, -0.5), xlim=(0, 420), xlabel=words.t("cumulative_points"))
    axes.set_yticklabels(PURCHASES)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, frameon=False, fontsize=10, handlelength=1.5)
    order = _in_order(totals)
    values = {"order": order, "weights": " : ".join(words.number(round(weight, 1)) for weight in weights)} | {name: words.number(total, 0) for name, total in totals.items()}
    axes.set_title(words.t("chart.points.title", **values), loc="left", fontsize=11, y=1.14)
    return Picture(figure, words.t("chart.points.alt", **values), words.t("chart.points.caption", **values))


def _in_order(points):
    """The names, most points first: Mags = Smith > John."""
    names = sorted(points, key=lambda name: (-round(points[name], 6), name))
    signs = ["" if before is None else " = " if np.isclose(points[before], points[name]) else " > " for before, name in zip([None, *names], names)]
    return "".join(sign + name for sign, name in zip(signs, names))


def top_group(shares, chance=0.2):
    """How much of the later spending the best fifth brings, for several ways of ranking; picking by chance as a line.

    ``shares``: {key of the ranking, a metric's name: share of all later spending}.
    """
    figure, axes = clean_axes(height=3.6, left=0.36, bottom=0.17, top=0.97)
    names, values = list(shares), [strategic.response_rate(share, 1) for share in shares.values()]
    axes.barh(range(len(names)), values, color=COLOURS[: len(names)], hatch=HATCHES[: len(names)], edgecolor="white", height=0.62)
    for row, share in enumerate(values):
        axes.annotate(words.percent(share, 1), (share + 0.01, row), va="center", fontsize=11, weight="bold")
    axes.axvline(chance, color="black", linestyle="--", linewidth=1.5)
    axes.annotate(words.t("chart.top_group.chance", chance=words.percent(chance, 0)), (chance + 0.01, len(names) - 0.42), fontsize=10, va="center")
    axes.set(yticks=range(len(names)), ylim=(len(names) - 0.2, -0.5), xlim=(0, 1), xlabel=words.t("chart.top_group.axis"))
    axes.set_yticklabels([_capital(words.t(name)) for name in names])
    axes.grid(False)
    percent_ticks(axes.xaxis)
    listed = "; ".join(f"{words.t(name)} {words.percent(share, 1)}" for name, share in shares.items())
    return Picture(figure, words.t("chart.top_group.alt", listed=listed), words.t("chart.top_group.caption", chance=words.percent(chance, 0), low=words.percent(min(values), 0), high=words.percent(max(values), 0)))
