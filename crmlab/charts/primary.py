"""Pictures of section 3.2.1: winning customers, keeping them, and seeing who is still there."""
import numpy as np

from .. import words
from ..metrics import primary
from .picture import BLUE, GREEN, GREY, LINES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["acquisition", "customers_left", "lifetime_area", "p_active_curves", "purchase_rhythm", "retention_projection", "survival_curve"]


def acquisition(targeted=2_000_000, acquired=120_000):
    """Those won, as a part of all those targeted: one square in a hundred is one percent."""
    won = round(100 * primary.acquisition_rate(acquired, targeted))
    figure, axes = clean_axes(height=3.4, left=0.02, right=0.6, top=0.97, bottom=0.03)
    axes.set_axis_off()
    for cell in range(100):
        row, column = divmod(cell, 10)
        axes.add_patch(_square(column, 9 - row, BLUE if cell < won else "#E4E4E4", "//" if cell < won else ""))
    axes.set(xlim=(-0.1, 10.1), ylim=(-0.1, 10.1), aspect="equal")
    rate = words.percent(primary.acquisition_rate(acquired, targeted), 0)
    axes.annotate(words.t("chart.acquisition.won", rate=rate, acquired=words.number(acquired)), (10.6, 9), fontsize=12, color=BLUE, annotation_clip=False)
    axes.annotate(words.t("chart.acquisition.rest", rest=words.number(targeted - acquired)), (10.6, 4), fontsize=12, color="#555555", annotation_clip=False)
    alt = words.t("chart.acquisition.alt", won=won, acquired=words.number(acquired), targeted=words.number(targeted))
    return Picture(figure, alt, words.t("chart.acquisition.caption", rate=rate))


def _square(x, y, colour, hatch):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), 0.88, 0.88, facecolor=colour, edgecolor="white", hatch=hatch)


def purchase_rhythm(purchase_days, as_of):
    """The purchases of a few customers on a time line, and how long each has now been silent against her own rhythm.

    ``purchase_days``: {name: days of the purchases}; ``as_of``: the day we look.
    """
    figure, axes = clean_axes(height=1.2 + 0.75 * len(purchase_days), left=0.13, bottom=0.24)
    axes.grid(False)
    late = []
    for row, (name, days) in enumerate(purchase_days.items()):
        rhythm = primary.average_inter_purchase_time(len(days) - 1, days[-1] - days[0])
        silent = as_of - days[-1]
        alarm = silent > 2 * rhythm
        late += [name] if alarm else []
        axes.plot(days, [row] * len(days), "o", color=BLUE, markersize=9)
        axes.plot([days[-1], as_of], [row, row], ":" if alarm else "-", color=VERMILION if alarm else GREY, linewidth=2.5)
        axes.annotate(words.t("chart.rhythm.note", rhythm=words.number(rhythm), silent=words.number(silent, 0)), (0, row + 0.26), fontsize=10)
    axes.axvline(as_of, color="black", linewidth=1)
    axes.set(yticks=range(len(purchase_days)), ylim=(len(purchase_days) - 0.4, -0.6), xlim=(-3, as_of + 3), xlabel=words.t("chart.rhythm.days"))
    axes.set_yticklabels(purchase_days)
    number_ticks(axes.xaxis)
    alt = words.t("chart.rhythm.alt", count=len(purchase_days), late=", ".join(late) or "–")
    return Picture(figure, alt, words.t("chart.rhythm.caption", late=", ".join(late) or "–"))


def customers_left(retention_rate=0.75, customers=100, periods=10, prediction=None):
    """How many of a group remain when the same share stays each period; the reader's prediction as a mark."""
    figure, axes = clean_axes()
    times = np.arange(periods + 1)
    left = primary.customers_left(customers, retention_rate, times)
    axes.bar(times, left, color=BLUE, width=0.7)
    axes.bar(times[1:], left[:-1] - left[1:], bottom=left[1:], color="white", edgecolor=VERMILION, hatch="//", width=0.7, linewidth=0.8)
    half = np.log(0.5) / np.log(retention_rate) if 0 < retention_rate < 1 else np.inf
    axes.axhline(customers / 2, color=GREY, linewidth=1, linestyle="--")
    if prediction is not None:
        axes.plot([4], [prediction], "*", color=ORANGE, markersize=18, markeredgecolor="black")
    axes.set(ylim=(0, customers * 1.05), xlim=(-0.6, periods + 0.6), xticks=times, xlabel=words.t("chart.period"), ylabel=words.t("chart.customers"))
    number_ticks(axes.yaxis)
    values = {"rate": words.percent(retention_rate, 0), "half": words.number(half, 1), "last": words.number(left[-1], 1), "periods": periods}
    axes.set_title(words.t("chart.customers_left.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.customers_left.alt", customers=words.number(customers), **values), words.t("chart.customers_left.caption", **values))


def retention_projection(retention_ceiling=0.95, growth=0.2, observed=((9, 0.80), (10, 0.82)), periods=20):
    """Retention that climbs towards a ceiling, with the observed rates as marks."""
    figure, axes = clean_axes()
    times = np.arange(periods + 1)
    rates = primary.projected_retention_rate(retention_ceiling, growth, times)
    axes.plot(times, rates, "-", color=BLUE, linewidth=2)
    axes.axhline(retention_ceiling, color=VERMILION, linestyle="--", linewidth=1.5)
    axes.annotate(words.t("retention_ceiling"), (0.2, retention_ceiling + 0.015), color=VERMILION, fontsize=10)
    axes.plot(*zip(*observed), "s", color=ORANGE, markeredgecolor="black", markersize=8)
    axes.set(ylim=(0, 1.05), xlim=(0, periods), xticks=range(0, periods + 1, 5), xlabel=words.t("chart.period"), ylabel=words.t("retention_rate"))
    percent_ticks(axes.yaxis)
    values = {"ceiling": words.percent(retention_ceiling, 0), "growth": words.number(growth), "next": words.percent(primary.projected_retention_rate(retention_ceiling, growth, 11), 1)}
    return Picture(figure, words.t("chart.projection.alt", **values), words.t("chart.projection.caption", **values))


def survival_curve(retention_rates=(0.55, 0.62, 0.68, 0.72), customers=1000):
    """A cohort melting away: those who stay, those lost in each period, and the period's own retention rate."""
    figure, axes = clean_axes()
    left = np.concatenate([[customers], primary.survivors(customers, retention_rates)])
    times = np.arange(len(left))
    axes.bar(times, left, color=BLUE, width=0.6)
    axes.bar(times[1:], left[:-1] - left[1:], bottom=left[1:], color="white", edgecolor=VERMILION, hatch="//", width=0.6, linewidth=0.8)
    low = left < customers * 0.08
    for time, count in zip(times[~low], left[~low]):
        axes.annotate(words.number(count, 0), (time, count / 2), ha="center", va="center", color="white", fontsize=11, weight="bold")
    for time, count in zip(times[low], left[low]):
        axes.annotate(words.number(count, 0), (time, left[time - 1] + customers * 0.085), ha="center", color=BLUE, fontsize=11, weight="bold")
    for time, rate in zip(times[1:], retention_rates):
        axes.annotate(words.percent(rate, 0), (time, left[time - 1] + customers * 0.02), ha="center", color="#555555", fontsize=10)
    axes.set(ylim=(0, customers * 1.1), xlim=(-0.6, len(left) - 0.4), xticks=times, xlabel=words.t("chart.survival.period"), ylabel=words.t("chart.customers"))
    number_ticks(axes.yaxis)
    values = {"customers": words.number(customers), "periods": len(retention_rates), "last": words.number(left[-1], 0), "lost": words.number(left[0] - left[1], 0)}
    return Picture(figure, words.t("chart.survival.alt", **values), words.t("chart.survival.caption", **values))


def lifetime_area(survival_rates):
    """The mean lifetime as an area: one bar a period, as high as the share still there; the bars laid end to end."""
    figure, (bars, line) = clean_axes(columns=2, height=3.4, gap=0.3, bottom=0.2)
    times = np.arange(1, len(survival_rates) + 1)
    bars.bar(times, survival_rates, color=BLUE, width=0.94)
    bars.set(ylim=(0, 1), xlabel=words.t("chart.period"), ylabel=words.t("survival_rate"))
    percent_ticks(bars.yaxis)
    number_ticks(bars.xaxis, 0)
    start = 0.0
    for time, share in zip(times, survival_rates):
        line.barh(0, share, left=start, height=0.5, color=BLUE if time % 2 else SKY, edgecolor="white")
        start += share
    line.set(yticks=[], xlim=(0, max(4, start * 1.05)), ylim=(-1, 1), xlabel=words.t("chart.lifetime.axis"))
    number_ticks(line.xaxis)
    line.grid(False)
    line.annotate(words.t("chart.lifetime.sum", total=words.number(start, 2)), (0, 0.4), fontsize=11)
    values = {"total": words.number(start, 2), "periods": len(times)}
    return Picture(figure, words.t("chart.lifetime.alt", **values), words.t("chart.lifetime.caption", **values))


def p_active_curves(last_purchase=0.6667, most_purchases=8, marked=(4, 2)):
    """P(Active) against the number of purchases, for one moment of the last purchase."""
    figure, axes = clean_axes()
    counts = np.arange(1, most_purchases + 1)
    chances = primary.p_active(last_purchase, counts)
    axes.plot(counts, chances, LINES[0], marker=MARKERS[0], color=BLUE, linewidth=2, markersize=7)
    for colour, marker, count in zip((VERMILION, GREEN), MARKERS[1:], marked):
        chance = primary.p_active(last_purchase, count)
        axes.plot([count], [chance], marker, color=colour, markersize=12, markeredgecolor="black")
        axes.annotate(f"n = {count}: {words.percent(chance, 1)}", (count + 0.2, chance + 0.03), fontsize=11)
    axes.set(ylim=(0, 1), xlim=(0.7, most_purchases + 0.6), xticks=counts, xlabel=words.t("chart.p_active.axis"), ylabel="P(Active)")
    percent_ticks(axes.yaxis)
    values = {"last": words.percent(last_purchase, 0), "first": words.percent(chances[0], 0), "end": words.percent(chances[-1], 1), "most": most_purchases}
    axes.set_title(words.t("chart.p_active.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.p_active.alt", **values), words.t("chart.p_active.caption", **values))
