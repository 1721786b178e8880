"""Pictures of the cases: what each option brings, and when another one becomes the best."""
import numpy as np
from matplotlib.ticker import MaxNLocator

from .. import words
from .picture import COLOURS, GREY, HATCHES, LINES, MARKERS, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["option_bars", "options_over"]


def option_bars(outcomes, unit="đồng", limits=None):
    """What each option brings, as bars; the best one is said in the caption.

    ``outcomes``: dict from option ("A", "B" …) to money; ``limits``: (lowest, highest) of the axis, so that nothing jumps under a slider.
    """
    options, money = list(outcomes), np.array([float(value) for value in outcomes.values()])
    figure, axes = clean_axes(height=0.7 + 0.55 * len(options), left=0.08, right=0.86, bottom=0.24, top=0.96)
    axes.grid(False)
    for row, value in enumerate(money):
        axes.barh(row, value, height=0.6, color=COLOURS[row % len(COLOURS)], hatch=HATCHES[row % len(HATCHES)], edgecolor="white")
        axes.annotate(words.number(value, 0), (max(value, 0), row), (5, 0), textcoords="offset points", va="center", fontsize=10.5, annotation_clip=False)
    low, high = limits or (min(0, money.min()), max(0, money.max()) or 1)
    axes.set(yticks=range(len(options)), yticklabels=options, ylim=(len(options) - 0.5, -0.5), xlim=(low, high))
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_xlabel(words.unit(unit))
    number_ticks(axes.xaxis)
    axes.locator_params(axis="x", nbins=5)
    values = {"list": "; ".join(f"{option} {words.number(value, 0)} {words.unit(unit)}" for option, value in zip(options, money)), "best": options[int(money.argmax())]}
    return Picture(figure, words.t("chart.option_bars.alt", **values), words.t("chart.option_bars.caption", **values))


def options_over(name, values, outcomes, *, at=None, unit="đồng", limits=None):
    """What each option brings as one number of the case changes: where the lines cross, another option becomes the best.

    Parameters
    ----------
    name : key of the word written under the axis, as the name of the parameter ("retention_rate")
    values : increasing numbers; written as percentages when all lie between 0 and 1
    outcomes : dict from option ("A", "B" …) to money, one number per value
    at : where the case stands today, optional
    limits : (lowest, highest) money of the axis, optional
    """
    values = np.asarray(values, dtype=float)
    lines = {option: np.broadcast_to(np.asarray(money, dtype=float), values.shape) for option, money in outcomes.items()}
    say = _sayer(values)
    figure, axes = clean_axes(left=0.18, bottom=0.17)
    for place, (option, money) in enumerate(lines.items()):
        style = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)], "marker": MARKERS[place % len(MARKERS)]}
        axes.plot(values, money, label=option, markevery=max(1, len(values) // 6), linewidth=2, **style)
    if at is not None:
        axes.axvline(at, color=GREY, linewidth=1, linestyle=(0, (2, 2)))
        axes.annotate(words.t("chart.options_over.today"), (at, 1.01), xycoords=("data", "axes fraction"), ha="center", fontsize=9, color="#444444")
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.set(xlim=(values[0], values[-1]), xlabel=_capital(words.t(name)), ylabel=words.unit(unit))
    if limits and limits[0] != limits[1]:
        axes.set_ylim(*limits)
    axes.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10]))  # no 2.5, which whole percentages would round
    percent_ticks(axes.xaxis, 0 if values[-1] - values[0] >= 0.05 else 1) if _is_share(values) else number_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    axes.legend(frameon=False, loc="best")
    said = {"name": words.t(name), "low": say(values[0]), "high": say(values[-1]), "stretches": _stretches(values, lines, say)}
    return Picture(figure, words.t("chart.options_over.alt", options=", ".join(lines), **said), words.t("chart.options_over.caption", **said))


def _is_share(values):
    return bool(values.min() >= 0 and values.max() <= 1)


def _sayer(values):
    step = (values[-1] - values[0]) / 100
    digits = max(0, int(np.ceil(-np.log10(step)))) if step > 0 else 2
    return (lambda value: words.percent(value, max(0, digits - 2))) if _is_share(values) else (lambda value: words.number(value, min(digits, 4)))


def _capital(text):
    return text[0].upper() + text[1:]


def _stretches(values, lines, say):
    """Which option is best from where to where: "A: 0 % – 12 %; B: 12 % – 50 %"."""
    options, money = list(lines), np.vstack(list(lines.values()))
    best = money.argmax(axis=0)
    starts = [0, *(np.flatnonzero(np.diff(best)) + 1)]
    edges = [values[0], *(_crossing(values, money, start, best) for start in starts[1:]), values[-1]]
    wide = [place for place in range(len(starts)) if edges[place + 1] > edges[place]] or [0]  # lines that only touch at an end make no stretch
    return "; ".join(f"{options[best[starts[place]]]}: {say(edges[place])} – {say(edges[place + 1])}" for place in wide)


def _crossing(values, money, start, best):
    """Where the line that is best from ``start`` on meets the one that was best before."""
    gap = money[best[start], start - 1:start + 1] - money[best[start - 1], start - 1:start + 1]
    if gap[1] == 0:
        return values[start]
    share = gap[0] / (gap[0] - gap[1]) if gap[0] != gap[1] else 0.5
    return values[start - 1] + share * (values[start] - values[start - 1])
