"""Pictures of the customer portfolio: what knowledge is worth, at which level to plan, the bucket over the years, and how to spread the money."""
from dataclasses import replace

import numpy as np
from matplotlib.ticker import NullLocator

from .. import portfolio, words
from .picture import BLUE, COLOURS, GREEN, GREY, LINES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["bucket_years", "knowledge_worth", "known_potential", "moved_money", "planning_levels", "scale_choice"]

_STAGE_LOOKS = {"acquaintance": (SKY, ".."), "friend": (ORANGE, "//"), "partner": (BLUE, "")}
_SPENDING_LOOKS = dict(zip(portfolio.SPENDINGS, ((SKY, ".."), (ORANGE, "//"), (VERMILION, "xx"), (GREEN, ""))))


def knowledge_worth(full_cost=80_000, loss=50, *, good=200, bad=800, gain=500):
    """What a firm earns that serves those it judges good, by accuracy: knowledge free and knowledge paid for, beside serving without judging."""
    firm = {"good": good, "bad": bad, "gain": gain, "loss": loss}
    accuracy = np.linspace(0.5, 1, 101)
    figure, axes = clean_axes(height=4.2, left=0.14, right=0.84, bottom=0.15, top=0.9)
    best = portfolio.best_accuracy(**firm, cost=full_cost)
    paid = portfolio.knowledge_value(accuracy, **firm, cost=full_cost)
    most, without = portfolio.knowledge_value(best, **firm, cost=full_cost), portfolio.value_without_knowledge(**firm)
    lines = {"free": (portfolio.knowledge_value(accuracy, **firm), GREEN, "--"), "paid": (paid, BLUE, "-"), "without": (np.full(101, without), GREY, ":")}
    for name, (values, colour, line) in lines.items():
        axes.plot(accuracy, values, line, color=colour, linewidth=2.4)
        axes.annotate(words.t(f"chart.knowing.{name}"), (1.008, values[-1]), color="#333333", va="center", fontsize=9.5, annotation_clip=False)
    axes.plot([best], [most], "o", color=BLUE, markeredgecolor="black", markersize=10)
    axes.set(xlim=(0.5, 1), ylim=(-0.45 * good * gain, 1.1 * good * gain), xlabel=words.t("chart.knowing.accuracy"), ylabel=words.t("chart.knowing.money"))
    axes.axhline(0, color=GREY, linewidth=0.8)
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    values = {"cost": words.number(full_cost), "best": words.percent(best, 0 if best in (0.5, 1) else 1), "most": words.number(round(most, 1)), "without": words.number(without, 0)}
    values["all"] = words.number(portfolio.knowledge_value(1, **firm), 0)
    axes.set_title(words.t("chart.knowing.title", **values), loc="left", fontsize=11)
    told = words.t("chart.knowing.pays" if most > without else "chart.knowing.pays_not")
    return Picture(figure, words.t("chart.knowing.alt", **values), words.t("chart.knowing.caption", told=told, **values))


def known_potential(potential, at=0.9):
    """What a portfolio is worth by how well its customers are known, beside serving everybody; money in thousands, drawn in millions.

    ``potential``: what each customer is worth when served, negative for a loss; ``at``: the accuracy that is marked.
    """
    accuracy = np.linspace(0.5, 1, 51)
    worth = np.asarray(potential, dtype=float) / 1_000
    line, here = portfolio.portfolio_potential_value(worth, accuracy[:, None]), portfolio.portfolio_potential_value(worth, at)
    everybody = worth.sum()
    figure, axes = clean_axes(left=0.13, right=0.82, top=0.94)
    axes.plot(accuracy, line, color=BLUE, linewidth=2.4)
    axes.axhline(everybody, color=GREY, linestyle=":", linewidth=2.4)
    axes.plot([at], [here], "o", color=BLUE, markeredgecolor="black", markersize=10)
    axes.annotate(words.t("chart.known.judged"), (1.008, line[-1]), va="bottom", fontsize=9.5, annotation_clip=False)
    axes.annotate(words.t("chart.known.everybody"), (1.008, everybody), va="top", fontsize=9.5, annotation_clip=False)
    top = max(line[-1], everybody, 0)
    axes.set(xlim=(0.5, 1), ylim=(min(line[0], everybody, 0), 1.1 * top or 1), xlabel=words.t("chart.knowing.accuracy"), ylabel=words.t("chart.known.money"))
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    money = {"coin": line[0], "all": line[-1], "everybody": everybody, "here": here}
    values = {"at": words.percent(at, 0)} | {name: words.number(round(float(amount), 1)) for name, amount in money.items()}
    return Picture(figure, words.t("chart.known.alt", **values), words.t("chart.known.caption", **values))


def planning_levels(margin=200, plans=portfolio.PLANS):
    """What planning at each level adds, as a share of the margin: where the lines cross, another level is the best."""
    gained = portfolio.level_gains(margin, plans)
    margins = np.geomspace(1, 10_000, 201)
    at = float(np.clip(margin, 1, 10_000))
    figure, axes = clean_axes(height=4.0, left=0.12, right=0.82, bottom=0.16, top=0.86)
    for (level, line), style, marker, colour in zip((portfolio.level_gains(margins, plans) / margins[:, None]).items(), LINES, MARKERS, COLOURS):
        axes.plot(margins, line, linestyle=style, color=colour, linewidth=2.2)
        here = portfolio.level_gains(at, plans)[level] / at
        axes.plot([at], [here], marker, color=colour, markeredgecolor="black", markersize=8, zorder=3)
        axes.annotate(words.t(f"portfolio.level_{level}"), (11_500, line.iloc[-1]), va="center", fontsize=9.5, annotation_clip=False)
    axes.axvline(at, color="black", linewidth=1, linestyle=(0, (2, 2)))
    axes.axhline(0, color=GREY, linewidth=1)
    most = max(share for share, _ in plans.values())
    axes.set(xscale="log", xlim=(1, 10_000), ylim=(-0.5 * most, 1.15 * most), xlabel=words.t("chart.levels_lines.margin"), ylabel=words.t("chart.levels_lines.gain"))
    percent_ticks(axes.yaxis)
    number_ticks(axes.xaxis)
    axes.xaxis.set_minor_locator(NullLocator())
    _best_stretches(axes, margins, plans)
    gains = {level: words.number(gain, 2) for level, gain in gained.items()}
    values = {"margin": words.number(margin), "best": words.t(f"portfolio.level_{portfolio.best_level(margin, plans)}")}
    listed = "; ".join(f"{words.t(f'portfolio.level_{level}')} {gain}" for level, gain in gains.items())
    return Picture(figure, words.t("chart.levels_lines.alt", list=listed, **values), words.t("chart.levels_lines.caption", **values))


def _best_stretches(axes, margins, plans):
    """Above the lines: which level is best from where to where; at the bottom the margins where that changes."""
    best = portfolio.best_level(margins, plans).to_numpy()
    starts = [0, *(np.flatnonzero(best[1:] != best[:-1]) + 1)]
    edges = [margins[0], *(_edge(best[start], best[start - 1], plans) for start in starts[1:]), margins[-1]]
    for place, (start, left, right) in enumerate(zip(starts, edges, edges[1:])):
        axes.axvspan(left, right, facecolor=("#F2F2F2", "white")[place % 2], zorder=0)
        axes.annotate(words.t(f"portfolio.short_{best[start]}"), (np.sqrt(left * right), 1.02), xycoords=("data", "axes fraction"), ha="center", fontsize=9.5)
        if place:
            label = words.number(round(left, 2))
            axes.annotate(label, (left, 0.02), xycoords=("data", "axes fraction"), ha="center", fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})


def _edge(level, before, plans):
    """The margin from which on this level is better than the one before it."""
    share, cost = plans[level]
    return cost / share if before == "none" else portfolio.breakeven_margin(level, before, plans)


def bucket_years(table, most=None, most_profit=None):
    """Customers by stage, year by year, and the profit of each year.

    ``table``: as ``simulate_portfolio`` returns it; ``most`` customers and ``most_profit`` are the ends of the axes, so that nothing jumps.
    """
    figure, (people, money) = clean_axes(columns=2, height=4.0, left=0.09, right=0.985, bottom=0.15, top=0.83, gap=0.26)
    years, below = table.index.to_numpy(), np.zeros(len(table))
    for stage, (colour, hatch) in _STAGE_LOOKS.items():
        top = below + table[stage].to_numpy()
        people.fill_between(years, below, top, step="mid", facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.3, label=words.t(f"relationships.stage_{stage}"))
        below = top
    profit = table["profit"].to_numpy()[1:] / 1_000
    money.vlines(years[1:], 0, profit, linewidth=165 / len(years), colors=[VERMILION if value < 0 else BLUE for value in profit])
    money.axhline(0, color="black", linewidth=0.8)
    limits = (-most_profit / 2_000, most_profit / 1_000) if most_profit else (min(1.15 * profit.min(), 0), max(1.15 * profit.max(), 1))
    people.set(xlim=(years[0], years[-1]), ylim=(0, most or 1.15 * below.max() or 1), xlabel=words.t("chart.bucket.year"))
    money.set(xlim=(years[0], years[-1] + 1), ylim=limits, xlabel=words.t("chart.bucket.year"))
    people.set_title(words.t("chart.bucket.people"), loc="left", fontsize=10.5, y=1.09)
    money.set_title(words.t("chart.bucket.profit"), loc="left", fontsize=10.5, y=1.09)
    people.legend(frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(-0.04, 0.985), fontsize=9, handlelength=1.4, columnspacing=1, borderpad=0.2)
    for axes in (people, money):
        number_ticks(axes.yaxis)
        axes.locator_params(axis="x", integer=True, nbins=5)
        axes.locator_params(axis="y", nbins=4)
    last = {stage: words.number(table[stage].iloc[-1], 0) for stage in _STAGE_LOOKS}
    values = {"years": words.number(years[-1]), "first": words.number(table[list(_STAGE_LOOKS)].iloc[0].sum(), 0), "total": words.number(below[-1], 0)}
    values |= {"profit": words.number(profit[-1], 0), "begins": words.number(profit[0], 0), **last}
    return Picture(figure, words.t("chart.bucket.alt", **values), words.t("chart.bucket.caption", **values))


def moved_money(market, spending, share=0.1, **horizon):
    """What it would be worth to move a part of the budget from one kind of spending (row) to another (column).

    ``spending``: dict or Series of the four amounts, at least some above zero; ``share`` of the whole budget is moved; ``horizon``: ``years`` and ``discount_rate``.
    """
    kinds = portfolio.SPENDINGS
    now = np.array([float(spending.get(kind, 0)) for kind in kinds])
    moved = share * now.sum()
    moves = now + moved * (np.eye(4)[None, :, :] - np.eye(4)[:, None, :])
    possible = (now[:, None] >= moved - 1e-9) & ~np.eye(4, dtype=bool) & (moved > 0)
    change = portfolio.mix_values(market, np.clip(moves, 0, None), **horizon) - portfolio.mix_values(market, now, **horizon)
    change = np.where(possible, change, np.nan) / 1_000
    figure, axes = clean_axes(height=3.9, left=0.2, right=0.97, bottom=0.05, top=0.74)
    axes.grid(False)
    reach = np.nanmax(np.abs(change)) if possible.any() else 1
    axes.imshow(change / (reach or 1), cmap="RdBu", vmin=-1.6, vmax=1.6, aspect="auto")
    for row, column in np.ndindex(4, 4):
        axes.text(column, row, words.number(change[row, column], 0, sign=True), ha="center", va="center", fontsize=11)
    names = [words.t(f"portfolio.spending_{kind}") for kind in kinds]
    axes.set(xticks=range(4), yticks=range(4), xticklabels=names, yticklabels=[f"{name}\n{words.number(amount / 1_000, 0)}" for name, amount in zip(names, now)])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_title(words.t("chart.moved.title", moved=words.number(moved / 1_000, 0)), loc="left", fontsize=11, x=-0.2, pad=12, linespacing=1.3)
    return Picture(figure, *_told_of_moves(change, names, moved))


def _told_of_moves(change, names, moved):
    """Alt text and caption of the moves: the best one and the worst one."""
    values = {"moved": words.number(moved / 1_000, 0)}
    if np.isnan(change).all():
        return words.t("chart.moved.alt_none", **values), words.t("chart.moved.caption_none", **values)
    for name, place in (("best", np.nanargmax(change)), ("worst", np.nanargmin(change))):
        row, column = np.unravel_index(place, change.shape)
        values |= {f"{name}_from": names[row], f"{name}_to": names[column], name: words.number(change[row, column], 0)}
    return words.t("chart.moved.alt", **values), words.t("chart.moved.caption" if np.nanmax(change) > 0 else "chart.moved.caption_best", **values)


def scale_choice(market, mixes, budget, scales=(0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3), **horizon):
    """Left: what each way to spend a budget is worth, by economies of scale. Right: the best mix there is.

    ``mixes``: dict from a name to shares of the budget, one per kind of spending, in their order or by name; ``horizon``: ``years`` and ``discount_rate``.
    """
    figure, (lines, bars) = clean_axes(columns=2, height=4.2, left=0.09, right=0.985, bottom=0.15, top=0.78, gap=0.26)
    markets = [replace(market, scale=scale) for scale in scales]
    worth = {}
    for place, (name, mix) in enumerate(mixes.items()):
        money = budget * np.array([mix[kind] for kind in portfolio.SPENDINGS] if hasattr(mix, "keys") else mix, dtype=float)
        worth[name] = np.array([portfolio.mix_values(one, money, **horizon) for one in markets]) / 1_000_000
        lines.plot(scales, worth[name], LINES[place % 6], marker=MARKERS[place % 6], color=COLOURS[place % 6], linewidth=2, label=name)
    lines.set(xlabel=words.t("chart.scale.scale"), xticks=scales[::2])
    best = np.array([portfolio.best_mix(one, budget, **horizon)[list(portfolio.SPENDINGS)].to_numpy() for one in markets]) / budget
    below = np.zeros(len(scales))
    for kind, part in zip(portfolio.SPENDINGS, best.T):
        colour, hatch = _SPENDING_LOOKS[kind]
        bars.bar(range(len(scales)), part, bottom=below, width=0.8, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4, label=words.t(f"portfolio.spending_{kind}"))
        below = below + part
    bars.set(ylim=(0, 1), xticks=range(len(scales))[::2], xticklabels=[words.number(scale) for scale in scales[::2]], xlabel=words.t("chart.scale.scale"))
    percent_ticks(bars.yaxis)
    number_ticks(lines.yaxis)
    number_ticks(lines.xaxis)
    for axes, title in ((lines, "chart.scale.value"), (bars, "chart.scale.best")):
        axes.set_title(words.t(title), loc="left", fontsize=10.5, y=1.17)
        axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(-0.03, 0.985), fontsize=8.5, handlelength=2.2, columnspacing=1, borderpad=0.2, labelspacing=0.25)
    return Picture(figure, *_told_of_scale(scales, worth, best))


def _told_of_scale(scales, worth, best):
    """Alt text and caption: what each is worth at both ends, and how much of the best mix is acquisition."""
    said = "; ".join(f"{name}: {words.number(values[0], 1)} → {words.number(values[-1], 1)}" for name, values in worth.items())
    values = {"list": said, "low": words.number(scales[0]), "high": words.number(scales[-1])}
    values |= {"first": words.percent(best[0, 0], 0), "last": words.percent(best[-1, 0], 0)}
    ahead = [max(worth, key=lambda name: worth[name][end]) for end in (0, -1)]
    return words.t("chart.scale.alt", **values), words.t("chart.scale.caption", one=ahead[0], other=ahead[1], **values)
