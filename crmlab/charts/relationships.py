"""Pictures of section 1.3: levels of relationship, stages, satisfaction, loyalty and profit, trust."""
import numpy as np

from .. import relationships, words
from ..metrics import primary
from ..relationships import levels
from .picture import BLUE, COLOURS, GREEN, GREY, HATCHES, LINES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["early_phase", "level_map", "loyalty_kinds", "loyalty_quadrants", "relation_stages", "satisfaction_curve", "trust_and_commitment", "willingness"]

_LEVEL_LOOKS = {"intimate": (BLUE, "//"), "face_to_face": (SKY, ".."), "distant": ("#F6D9A4", "\\\\"), "no_contact": ("#E4E4E4", "")}
_KIND_LOOKS = {"true_friend": (BLUE, "o"), "butterfly": (ORANGE, "^"), "barnacle": (VERMILION, "s"), "stranger": (GREY, "x")}
_LOYALTY_LOOKS = {"emotional": (BLUE, "o"), "latent": (ORANGE, "^"), "pragmatic": (VERMILION, "s"), "none": (GREY, "x")}
POINTS = 600  # as many are drawn at most; all are counted


def level_map(personal_data, direct_interaction):
    """Where what we know of a customer meets how we deal with her: nine fields, four levels, and how many situations lie in each."""
    known, meetings = list(personal_data), list(direct_interaction)
    figure, axes = clean_axes(height=4.2, left=0.24, bottom=0.17, top=0.97)
    axes.grid(False)
    for row, data in enumerate(reversed(levels.PERSONAL_DATA)):
        for column, meeting in enumerate(reversed(levels.DIRECT_INTERACTION)):
            level = relationships.barnes_level(data, meeting)
            count = sum(pair == (data, meeting) for pair in zip(known, meetings))
            _field(axes, column, row, _LEVEL_LOOKS[level])
            axes.text(column, row + 0.12, words.t(f"relationships.level_{level}"), ha="center", fontsize=12, weight="bold", bbox=_PLATE)
            axes.text(column, row - 0.22, words.t("chart.levels.count", count=count), ha="center", fontsize=10, bbox=_PLATE)
    axes.set(xlim=(-0.5, 2.5), ylim=(-0.5, 2.5), xticks=range(3), yticks=range(3), xlabel=words.t("chart.levels.meeting"), ylabel=words.t("chart.levels.data"))
    axes.set_xticklabels([words.t(f"relationships.answer_{answer}") for answer in reversed(levels.DIRECT_INTERACTION)])
    axes.set_yticklabels([words.t("relationships.answer_none"), words.t("relationships.answer_some"), words.t("chart.levels.private")])
    found = list(relationships.barnes_level(known, meetings))
    counts = {level: found.count(level) for level in relationships.LEVELS}
    return Picture(figure, words.t("chart.levels.alt", total=len(found), **counts), words.t("chart.levels.caption"))


_PLATE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}


def _field(axes, column, row, looks):
    from matplotlib.patches import Rectangle

    colour, hatch = looks
    axes.add_patch(Rectangle((column - 0.48, row - 0.47), 0.96, 0.94, facecolor=colour, edgecolor="white", hatch=hatch))


def willingness(willing, asked=0.5):
    """How willing customers are to build a relationship, and how many accept when it takes a certain effort."""
    willing = np.asarray(willing, dtype=float)
    figure, axes = clean_axes()
    edges = np.linspace(0, 1, 21)
    shares = np.histogram(willing, edges)[0] / max(len(willing), 1)
    middle = (edges[:-1] + edges[1:]) / 2
    yes = middle >= asked
    axes.bar(middle[yes], shares[yes], width=0.046, color=BLUE)
    axes.bar(middle[~yes], shares[~yes], width=0.046, color="white", edgecolor=GREY, hatch="//", linewidth=0.8)
    axes.axvline(asked, color="black", linestyle="--", linewidth=1.5)
    axes.set(xlim=(0, 1), ylim=(0, 0.15), xlabel=words.t("chart.willingness.axis"), ylabel=words.t("chart.willingness.share"))
    percent_ticks(axes.yaxis)
    number_ticks(axes.xaxis, 1)
    values = {"asked": words.number(asked, 2), "accept": words.percent((willing >= asked).mean(), 0), "count": words.number(len(willing))}
    axes.set_title(words.t("chart.willingness.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.willingness.alt", **values), words.t("chart.willingness.caption", **values))


def relation_stages(transitions, periods=24):
    """The stages of a relationship over time, for a hundred customers who all begin in the first one."""
    shares = relationships.stage_shares(transitions, periods)
    figure, axes = clean_axes(right=0.8)
    below = np.zeros(len(shares))
    for stage, colour, hatch in zip(shares, ("#E4E4E4", SKY, BLUE, GREEN), HATCHES):
        axes.fill_between(shares.index, below, below + shares[stage], step="mid", facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.3)
        middle = below[-1] + shares[stage].iloc[-1] / 2
        axes.annotate(words.t(f"relationships.stage_{stage}"), (periods * 1.02, middle), va="center", fontsize=11, annotation_clip=False)
        below = below + shares[stage].to_numpy()
    axes.set(ylim=(0, 1), xlim=(0, periods), xlabel=words.t("chart.stages.months"), ylabel=words.t("chart.stages.share"))
    percent_ticks(axes.yaxis)
    last = {stage: words.percent(share, 0) for stage, share in shares.iloc[-1].items()}
    half = next((period for period, share in shares.iloc[:, -1].items() if share >= 0.25), None)
    told = words.t("chart.stages.quarter", period=half) if half is not None else words.t("chart.stages.never", periods=periods)
    axes.set_title(told, loc="left", fontsize=11)
    return Picture(figure, words.t("chart.stages.alt", periods=periods, **last), words.t("chart.stages.caption", periods=periods, partner=last["partner"]))


def satisfaction_curve(base, effect, observed=None):
    """The probability to stay against satisfaction: the logit, and what was observed at each point ({points: share})."""
    figure, axes = clean_axes()
    points = np.linspace(1, 5, 81)
    axes.plot(points, relationships.stay_probability(points, base, effect), color=BLUE, linewidth=2.5)
    if observed is not None:
        axes.plot(list(observed.keys()), list(observed.values), "s", color=ORANGE, markeredgecolor="black", markersize=9)
    axes.set(xlim=(0.8, 5.2), ylim=(0, 1.03), xticks=range(1, 6), xlabel=words.t("chart.satisfaction.axis"), ylabel=words.t("stay_probability"))
    percent_ticks(axes.yaxis)
    ends = {f"at_{point}": words.percent(relationships.stay_probability(point, base, effect), 0) for point in (1, 3, 5)}
    axes.set_title(words.t("chart.satisfaction.title", **ends), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.satisfaction.alt", **ends), words.t("chart.satisfaction.caption", **ends))


def early_phase(retention_rates=(0.55, 0.62, 0.68, 0.72), gain=0.10, customers=1000):
    """What the same gain of retention is worth in each period: customer-years added over the whole span."""
    rates = np.asarray(retention_rates, dtype=float)
    plain = primary.survivors(customers, rates)
    added = [primary.survivors(customers, np.minimum(rates + gain * (np.arange(len(rates)) == k), 1)).sum() - plain.sum() for k in range(len(rates))]
    figure, (loss, worth) = clean_axes(columns=2, height=3.5, gap=0.32, bottom=0.18)
    times = np.arange(1, len(rates) + 1)
    loss.bar(times, primary.defection_rate(rates), color=VERMILION, hatch="//", edgecolor="white", width=0.7)
    loss.set(ylim=(0, 0.6), xticks=times, xlabel=words.t("chart.period"), ylabel=words.t("chart.early.loss"))
    percent_ticks(loss.yaxis)
    worth.bar(times, added, color=BLUE, width=0.7)
    worth.set(xticks=times, ylim=(0, max(added) * 1.15 + 1), xlabel=words.t("chart.early.where"), ylabel=words.t("chart.early.added"))
    number_ticks(worth.yaxis)
    for time, more in zip(times, added):
        worth.annotate(words.number(more, 0), (time, more), ha="center", va="bottom", fontsize=10)
    values = {"gain": words.number(100 * gain, 0), "first": words.number(added[0], 0), "last": words.number(added[-1], 0), "loss": words.percent(1 - rates[0], 0)}
    return Picture(figure, words.t("chart.early.alt", **values), words.t("chart.early.caption", **values))


def loyalty_quadrants(duration, profit, duration_cut, profit_cut):
    """Customers by how long they stay and what they bring; the two cuts make true friends, butterflies, barnacles and strangers."""
    profit, duration = np.asarray(profit, dtype=float), np.asarray(duration, dtype=float)
    kinds = relationships.loyalty_quadrant(profit, duration, profit_cut, duration_cut)
    figure, axes = clean_axes(height=4.4, left=0.13, top=0.87)
    high, wide = (max(float(np.nanquantile(values, 0.97)), 1e-9) for values in (profit, duration))
    low = min(0.0, float(np.nanquantile(profit, 0.02)))
    limits = (-0.03 * wide, wide, low - 0.08 * (high - low), high * 1.1)
    _corners(axes, np.clip(duration, 0, wide), np.clip(profit, low, high), kinds, _KIND_LOOKS)
    _cuts(axes, duration_cut, profit_cut, limits)
    axes.set(xlabel=words.t("chart.quadrants.duration"), ylabel=words.t("chart.quadrants.profit"))
    number_ticks(axes.xaxis, 0)
    number_ticks(axes.yaxis)
    counts = _counts(axes, kinds, _KIND_LOOKS, "quadrant")
    total = np.nansum(profit)
    friends = words.percent(np.nansum(np.where(kinds == "true_friend", profit, 0)) / total if total else np.nan, 0)
    values = {"profit_cut": words.number(profit_cut), "duration_cut": words.number(duration_cut), "friends": friends, **counts}
    return Picture(figure, words.t("chart.quadrants.alt", **values), words.t("chart.quadrants.caption", **values))


def loyalty_kinds(attitude, behaviour, attitude_cut=4, behaviour_cut=0.5):
    """Customers by what they think of us and what they do; the two cuts make four kinds of loyalty."""
    attitude, behaviour = np.asarray(attitude, dtype=float), np.asarray(behaviour, dtype=float)
    kinds = relationships.loyalty_type(attitude, behaviour, attitude_cut, behaviour_cut)
    figure, axes = clean_axes(height=4.4, top=0.87)
    aside = np.random.default_rng(1).uniform(-0.25, 0.25, len(attitude))
    _corners(axes, attitude + aside, behaviour, kinds, _LOYALTY_LOOKS)
    _cuts(axes, attitude_cut - 0.5, behaviour_cut, (0.5, 5.5, -0.05, 1.05))
    axes.set(xticks=range(1, 6), xlabel=words.t("chart.kinds.attitude"), ylabel=words.t("share_of_wallet"))
    percent_ticks(axes.yaxis)
    counts = _counts(axes, kinds, _LOYALTY_LOOKS, "loyalty")
    return Picture(figure, words.t("chart.kinds.alt", **counts), words.t("chart.kinds.caption", **counts))


def _corners(axes, x, y, kinds, looks):
    """The points of each corner in its own colour and marker; of very many, evenly spread ones."""
    step = max(1, len(x) // POINTS)
    for kind, (colour, marker) in looks.items():
        chosen = np.flatnonzero(kinds == kind)[::step]
        axes.plot(x[chosen], y[chosen], marker, color=colour, markersize=4.5, alpha=0.6, linestyle="none", rasterized=True)


def _cuts(axes, x, y, limits):
    left, right, bottom, top = limits
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.axvline(x, color="black", linestyle="--", linewidth=1.2)
    axes.axhline(y, color="black", linestyle="--", linewidth=1.2)
    axes.grid(False)


def _counts(axes, kinds, looks, prefix):
    """How many are of each kind, as a legend above the axes; returned as words, by kind."""
    counts = {kind: words.number(int(np.sum(kinds == kind))) for kind in looks}
    for place, (kind, (colour, marker)) in zip((0, 0.27, 0.51, 0.75), looks.items()):
        axes.plot([place], [1.07], marker, color=colour, markersize=8, transform=axes.transAxes, clip_on=False)
        name = words.t(f"relationships.{prefix}_{kind}")
        axes.annotate(f"{name}: {counts[kind]}", (place + 0.025, 1.07), xycoords="axes fraction", va="center", fontsize=9.5, annotation_clip=False)
    return counts


def trust_and_commitment(needed_trust=0.8, promises=12):
    """Trust after each promise kept, without, with one and with two broken ones at the start; from the line on she commits."""
    figure, axes = clean_axes()
    times = np.arange(promises + 1)
    reached = {}
    for broken, colour, marker, line in zip((0, 1, 2), COLOURS, MARKERS, LINES):
        level = relationships.trust(times, broken)
        axes.plot(times, level, line, marker=marker, color=colour, linewidth=2, label=words.t("chart.trust.broken", count=broken))
        reached[broken] = int(times[np.argmax(level >= needed_trust)]) if (level >= needed_trust).any() else None
    axes.axhline(needed_trust, color="black", linestyle="--", linewidth=1.2)
    axes.set_title(words.t("chart.trust.line", needed=words.percent(needed_trust, 0)), loc="left", fontsize=11)
    axes.set(ylim=(0, 1.02), xlim=(-0.3, promises + 0.3), xticks=times, xlabel=words.t("kept"), ylabel=words.t("trust"))
    axes.legend(loc="lower right", frameon=False)
    percent_ticks(axes.yaxis)
    said = {f"after_{broken}": words.number(count) if count is not None else words.t("chart.trust.not_yet") for broken, count in reached.items()}
    values = {"needed": words.percent(needed_trust, 0), **said}
    return Picture(figure, words.t("chart.trust.alt", **values), words.t("chart.trust.caption", **values))
