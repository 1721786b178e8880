"""Pictures of section 4.1.2, first half: what orders say of a customer, whether she is still there, and how well that was foretold."""
import numpy as np
import pandas as pd

from .. import measure, tables, words
from ..metrics import primary, strategic
from .picture import BLUE, COLOURS, GREEN, GREY, LINES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["alive_by_repeats", "frequency_paradox", "holdout_bins", "purchase_lines", "repeat_counts", "two_coins"]


def purchase_lines(orders, as_of, since=None):
    """Each customer's purchase days on a line up to ``as_of``, with t_x (first to last), recency (last until now) and T.

    ``orders``: those of a few customers (customer_id, date, amount). ``since`` is where the axis begins; by default the first order.
    """
    summary = measure.purchase_summary(orders, as_of=as_of, period="D")
    today = tables.day(as_of, "as_of")
    begin = tables.day(since, "since") if since is not None else tables.dates(orders, "date", "orders").min()
    figure, axes = clean_axes(height=1.2 + 0.9 * len(summary), left=0.15, right=0.97, bottom=0.5 / (1.2 + 0.9 * len(summary)), top=0.97)
    length = (today - begin).days
    axes.set(xlim=(-length * 0.02, length * 1.02), ylim=(len(summary) - 0.4, -0.55), yticks=range(len(summary)), xlabel=words.t("chart.purchase_lines.axis"))
    for row, one in enumerate(summary.itertuples()):
        first = length - one.T
        last = first + one.t_x
        days = (tables.dates(orders, "date", "orders")[orders["customer_id"] == one.customer_id] - begin).dt.days
        axes.plot([first, length], [row, row], color="#BBBBBB", linewidth=1.5, zorder=1)
        repeats = sorted({day for day in days if first < day <= length})
        axes.plot(repeats, [row] * len(repeats), "o", color=BLUE, markersize=9, zorder=3)
        axes.plot([first], [row], "D", markerfacecolor="white", markeredgecolor="black", markersize=8, zorder=3)
        _stretch(axes, first, last, row + 0.27, BLUE, f"$t_x$ = {words.number(one.t_x, 0)}")
        _stretch(axes, last, length, row + 0.27, VERMILION, f"{words.t('recency')} = {words.number(length - last, 0)}")
        _stretch(axes, first, length, row - 0.3, GREY, f"T = {words.number(one.T, 0)}")
    axes.set_yticklabels([words.t("chart.purchase_lines.customer", customer=name) for name in summary["customer_id"]])
    axes.grid(False)
    notes = "; ".join(words.t("chart.purchase_lines.note", customer=one.customer_id, x=one.x, last=words.number(one.t_x, 0), silent=words.number(one.T - one.t_x, 0), all=words.number(one.T, 0)) for one in summary.itertuples())
    return Picture(figure, words.t("chart.purchase_lines.alt", notes=notes), words.t("chart.purchase_lines.caption"))


def _stretch(axes, start, end, height, colour, text, room=0.13):
    """A stretch of days between two bars, with its name in the middle, or below where there is no room."""
    if end <= start:
        return
    narrow = end - start < room * axes.get_xlim()[1]
    axes.annotate("", (start, height), (end, height), arrowprops={"arrowstyle": "|-|,widthA=0.25,widthB=0.25", "color": colour, "shrinkA": 0, "shrinkB": 0})
    place, side = ((start, height + 0.2), "left") if narrow else (((start + end) / 2, height), "center")
    axes.annotate(text, place, ha=side, va="center", fontsize=9, color=colour, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})


def repeat_counts(counts):
    """How many customers bought again 0, 1, 2, … times; the last bar is that many or more."""
    counts = np.asarray(counts, dtype=float)
    shares = strategic.response_rate(counts, counts.sum())
    figure, axes = clean_axes(height=3.4, top=0.95, bottom=0.17)
    axes.bar(range(len(counts)), counts, color=[ORANGE] + [BLUE] * (len(counts) - 1), width=0.75)
    for place, count in enumerate(counts):
        axes.annotate(words.number(count, 0), (place, count + counts.max() * 0.015), ha="center", fontsize=11)
    _repeat_axis(axes, len(counts))
    axes.set(ylim=(0, counts.max() * 1.12), ylabel=words.t("chart.customers"))
    number_ticks(axes.yaxis, 0)
    values = {"listed": "; ".join(words.number(count, 0) for count in counts), "none": words.percent(shares[0], 0), "all": words.number(counts.sum(), 0)}
    return Picture(figure, words.t("chart.repeat_counts.alt", **values), words.t("chart.repeat_counts.caption", **values))


def _repeat_axis(axes, groups):
    """The axis of groups by number of repeat purchases, the last open above."""
    axes.set(xlim=(-0.6, groups - 0.4), xticks=range(groups), xlabel=words.t("chart.repeats"))
    axes.set_xticklabels([*map(str, range(groups - 1)), f"{groups - 1}+"])


def two_coins(r=0.243, alpha=4.414, a=0.793, b=2.426, periods_a_year=52):
    """What BG/NBD believes of the customers: how often they buy while they stay, and how easily they leave after a purchase.

    Defaults: CDNOW in weeks (WE-403). Both panels count customers in per cent.
    """
    from scipy import stats

    figure, panels = clean_axes(columns=2, height=3.4, left=0.09, right=0.98, bottom=0.19, top=0.87, gap=0.18)
    rate = stats.gamma(r, scale=periods_a_year / alpha)
    often = np.diff([*rate.cdf([0, 1, 2, 4, 8, 16]), 1])
    leave = np.diff(stats.beta(a, b).cdf(np.linspace(0, 1, 11)))
    panels[0].bar(range(6), often, color=BLUE, width=0.8)
    panels[0].set(xticks=range(6), xlabel=words.t("chart.two_coins.often"))
    panels[0].set_xticklabels(["0–1", "1–2", "2–4", "4–8", "8–16", "16+"])
    panels[1].bar(np.arange(10) / 10 + 0.05, leave, color=VERMILION, hatch="//", edgecolor="white", width=0.085)
    panels[1].set(xlim=(0, 1), xticks=np.arange(5) / 5, xlabel=words.t("chart.two_coins.leave"))
    percent_ticks(panels[1].xaxis)
    for axes, shares, title in zip(panels, (often, leave), ("first", "second")):
        for bar, share in zip(axes.patches, shares):
            axes.annotate(words.number(100 * share, 0), (bar.get_x() + bar.get_width() / 2, share + 0.01), ha="center", fontsize=10)
        axes.set(ylim=(0, 1))
        axes.set_title(words.t(f"chart.two_coins.{title}"), loc="left", fontsize=11)
        percent_ticks(axes.yaxis)
    panels[1].tick_params(axis="y", labelleft=False)
    values = {"seldom": words.percent(often[0], 0), "often": words.percent(often[-1], 0), "stay": words.percent(leave[0], 0), "mean": words.percent(a / (a + b), 0)}
    return Picture(figure, words.t("chart.two_coins.alt", **values), words.t("chart.two_coins.caption", **values))


def alive_by_repeats(shares):
    """Several answers to "still there?" by number of repeat purchases, beside the share that really bought again (bars).

    ``shares``: one row per group (0, 1, … and more), the column again (what happened) and one column per answer.
    """
    figure, axes = clean_axes(height=3.9, top=0.8, bottom=0.15)
    places, answers = range(len(shares)), [name for name in shares.columns if name != "again"]
    axes.bar(places, strategic.response_rate(shares["again"], 1), color="#CFCFCF", hatch="//", edgecolor="white", width=0.8, label=words.t("chart.alive.again"))
    for name, colour, marker, line in zip(answers, COLOURS, MARKERS, LINES):
        axes.plot(places, shares[name], color=colour, marker=marker, linestyle=line, markersize=7, linewidth=1.8, label=name, clip_on=False)
    _repeat_axis(axes, len(shares))
    axes.set(ylim=(0, 1))
    percent_ticks(axes.yaxis)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, frameon=False, fontsize=10, handlelength=2.6)
    listed = "; ".join(words.t("chart.alive.note", name=name, first=words.percent(shares[name].iloc[0], 0), last=words.percent(shares[name].iloc[-1], 0)) for name in answers)
    real = {"first": words.percent(shares["again"].iloc[0], 0), "last": words.percent(shares["again"].iloc[-1], 0)}
    return Picture(figure, words.t("chart.alive.alt", listed=listed, **real), words.t("chart.alive.caption", **real))


def frequency_paradox(purchases_models, t_x=20, T=39, periods=52, marked=(10, 15, 20, 25)):
    """What a silence means by number of repeat purchases, the last one always at ``t_x``: still there? (left), purchases to come (right).

    ``purchases_models``: {name: fitted model}. The textbook's rule on the left counts the first purchase too (n = x + 1).
    """
    figure, panels = clean_axes(columns=2, height=3.7, left=0.08, right=0.98, top=0.76, gap=0.2)
    x, marked = np.arange(1, max(marked) + 1), np.asarray(marked)
    alive = {name: model.p_alive(x, t_x, T) for name, model in purchases_models.items()}
    alive[words.t("chart.paradox.rule")] = primary.p_active(t_x / T, x + 1)
    colours = (*COLOURS[: len(purchases_models)], "black")
    for (name, curve), colour, marker, line in zip(alive.items(), colours, MARKERS, LINES):
        panels[0].plot(x, curve, color=colour, linestyle=line, marker=marker, markersize=4, linewidth=1.8, label=name)
    bought = {name: model.expected_purchases_of(marked, t_x, T, periods) for name, model in purchases_models.items()}
    for (name, points), colour, marker, line in zip(bought.items(), colours, MARKERS, LINES):
        panels[1].plot(marked, points, color=colour, linestyle=line, marker=marker, markersize=7, linewidth=1.8)
    panels[0].set(xlim=(0, x[-1] + 0.5), ylim=(0, 1), xlabel=words.t("chart.paradox.axis"))
    panels[1].set(xlim=(marked[0] - 1.5, marked[-1] + 1.5), xticks=marked, yscale="log", xlabel=words.t("chart.paradox.axis"))
    percent_ticks(panels[0].yaxis)
    number_ticks(panels[1].yaxis)
    for axes, title in zip(panels, ("still", "to_come")):
        axes.set_title(words.t(f"chart.paradox.{title}", periods=periods), loc="left", fontsize=11)
    figure.legend(loc="upper left", bbox_to_anchor=(0.06, 1.0), ncols=3, frameon=False, fontsize=10, handlelength=2.6)
    notes = " · ".join(f"{name} {'; '.join(words.number(point, 4) for point in points)}" for name, points in bought.items())
    values = {"last": t_x, "now": T, "marked": ", ".join(map(str, marked)), "notes": notes, "two": "; ".join(f"{name} {words.percent(curve[1], 0)}" for name, curve in alive.items())}
    return Picture(figure, words.t("chart.paradox.alt", periods=periods, **values), words.t("chart.paradox.caption", **values))


def holdout_bins(bought, expected):
    """Purchases a customer made later, by number of repeat purchases before (bars), and what models expected (lines).

    ``bought``: one mean per group; ``expected``: {name: one mean per group}.
    """
    bought = pd.Series(np.asarray(bought, dtype=float))
    figure, axes = clean_axes(height=3.9, top=0.86)
    axes.bar(bought.index, bought, color=SKY, width=0.75, label=words.t("chart.holdout.real"))
    for (name, means), colour, marker, line in zip(expected.items(), (VERMILION, GREEN, "black"), MARKERS[1:], LINES):
        axes.plot(bought.index, means, color=colour, marker=marker, linestyle=line, markersize=7, linewidth=1.8, label=name)
    all_means = pd.DataFrame({"": bought, **{name: np.asarray(means, dtype=float) for name, means in expected.items()}})
    top = all_means.max(axis=None) * 1.1
    for place, mean in bought.items():
        low, high = all_means.loc[place].agg(["min", "max"])
        height = 0.035 * top if low > 0.12 * top else high + 0.055 * top  # at the foot of the bar, or above the lines where they run there
        axes.annotate(words.number(mean, 2), (place, height), ha="center", va="center", fontsize=9)
    _repeat_axis(axes, len(bought))
    axes.set(ylim=(0, top), ylabel=words.t("chart.holdout.axis"))
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, frameon=False, fontsize=10, handlelength=2.6)
    number_ticks(axes.yaxis)
    listed = "; ".join(words.t("chart.holdout.note", name=name, listed=_listed(means)) for name, means in expected.items())
    return Picture(figure, words.t("chart.holdout.alt", real=_listed(bought), listed=listed), words.t("chart.holdout.caption"))


def _listed(means):
    return " ".join(words.number(mean, 2) for mean in means)
