"""Pictures of the learning relationship: what is known and what leaving costs, two firms side by side, from forecast to build-to-order."""
import numpy as np

from .. import relationships, words
from .picture import BLUE, GREEN, GREY, HATCHES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["advantage_paths", "cash_cycle", "choice_curve", "gain_by_kind", "knowledge_and_cost", "knowledge_curves", "newsvendor_curve", "relationship_paths", "stored_card", "two_firms"]

MILLION = 1_000_000


def knowledge_curves(interactions=30, learning_rate=0.08, remembering=0.8):
    """What is known after each interaction, by a firm that remembers all and by one that keeps only a part from one to the next."""
    figure, axes = clean_axes(height=3.4, bottom=0.18)
    counts, heard = np.arange(interactions + 1), [0.0]
    for _ in range(interactions):
        heard.append(1 + remembering * heard[-1])
    paths = {"all": relationships.knowledge(counts, learning_rate), "part": relationships.knowledge(heard, learning_rate)}
    for (name, path), colour, line in zip(paths.items(), (BLUE, VERMILION), ("-", "--")):
        axes.plot(counts, path, line, color=colour, linewidth=2, label=words.t(f"chart.curves.{name}", kept=words.percent(remembering, 0)))
    axes.set(ylim=(0, 1.05), xlim=(0, interactions), xlabel=words.t("interactions"), ylabel=words.t("knowledge"))
    axes.legend(frameon=False, fontsize=11, loc="center right")
    percent_ticks(axes.yaxis)
    number_ticks(axes.xaxis, 0)
    values = {"count": interactions, "kept": words.percent(remembering, 0)} | {name: words.percent(path[-1], 1) for name, path in paths.items()}
    return Picture(figure, words.t("chart.curves.alt", **values), words.t("chart.curves.caption", **values))


def knowledge_and_cost(interactions=30, learning_rate=0.08, minutes=10, minute_value=1_000):
    """What is known after each interaction, and what it would cost the customer to say it all again elsewhere."""
    figure, (known, cost) = clean_axes(columns=2, height=3.4, bottom=0.2, gap=0.38, left=0.1)
    counts = np.arange(interactions + 1)
    known.plot(counts, relationships.knowledge(counts, learning_rate), "-", color=BLUE, linewidth=2)
    last = relationships.knowledge(interactions, learning_rate)
    known.plot([interactions], [last], MARKERS[0], color=BLUE, markersize=9, markeredgecolor="black")
    known.set(ylim=(0, 1.05), xlabel=words.t("interactions"))
    known.set_title(words.t("knowledge"), loc="left", fontsize=11)
    percent_ticks(known.yaxis)
    price = relationships.switching_cost(counts, minutes, minute_value)
    cost.plot(counts, price / 1_000, "--", color=VERMILION, linewidth=2)
    cost.plot([interactions], [price[-1] / 1_000], MARKERS[1], color=VERMILION, markersize=9, markeredgecolor="black")
    cost.set(ylim=(0, max(1, price[-1] / 1_000) * 1.1), xlabel=words.t("interactions"))
    cost.set_title(words.t("chart.knowledge.cost"), loc="left", fontsize=11)
    number_ticks(cost.yaxis)
    for axes in (known, cost):
        number_ticks(axes.xaxis, 0)
    values = {"count": interactions, "known": words.percent(last, 1), "cost": words.number(price[-1])}
    return Picture(figure, words.t("chart.knowledge.alt", **values), words.t("chart.knowledge.caption", **values))


def choice_curve(worth=60_000, option_minutes=1, minute_value=1_000, most=20):
    """What a customer gains by choosing among more and more options herself, and by being shown the right one."""
    figure, axes = clean_axes()
    counts = np.arange(1, most + 1)
    gains = relationships.choice_surplus(counts, worth, option_minutes, minute_value) / 1_000
    right = (worth - option_minutes * minute_value) / 1_000
    best = int(np.argmax(gains))
    axes.plot(counts, gains, "-o", color=BLUE, linewidth=2, markersize=5)
    axes.plot([counts[best]], [gains[best]], MARKERS[1], color=ORANGE, markersize=12, markeredgecolor="black")
    axes.axhline(right, color=GREEN, linestyle="--", linewidth=2)
    axes.annotate(words.t("chart.choice.right"), (most, right), xytext=(0, -14), textcoords="offset points", ha="right", color=GREEN, fontsize=11)
    axes.set(ylim=(0, worth / 1_000 * 1.05), xlim=(0.5, most + 0.5), xticks=[1, *range(5, most + 1, 5)], xlabel=words.t("chart.choice.options"), ylabel=words.t("chart.choice.gain"))
    number_ticks(axes.yaxis)
    number_ticks(axes.xaxis, 0)
    values = {"best": int(counts[best]), "gain": words.number(gains[best], 1), "most": most, "last": words.number(gains[-1], 1), "right": words.number(right, 1)}
    return Picture(figure, words.t("chart.choice.alt", **values), words.t("chart.choice.caption", **values))


def relationship_paths(table):
    """What changes month by month with one kind of customer: knowledge and fit, her search time, what she brings and costs."""
    figure, (known, time, money) = clean_axes(columns=3, height=3.5, left=0.08, right=0.98, bottom=0.18, top=0.8, gap=0.34)
    months = table.index.to_numpy()
    _two_lines(known, months, table["knowledge"], table["fit"], "knowledge", "fit")
    known.set_ylim(0, 1.05)
    percent_ticks(known.yaxis)
    time.plot(months, table["search_time"], "-", color=BLUE, linewidth=2)
    time.set_ylim(0, table["search_time"].max() * 1.1)
    time.set_title(words.t("chart.paths.search"), loc="left", fontsize=10)
    _two_lines(money, months, table["margin"] / 1_000, table["cost_to_serve"] / 1_000, "chart.paths.margin", "cost_to_serve")
    money.set_ylim(0, table["margin"].max() / 1_000 * 1.1)
    for axes in (known, time, money):
        axes.set_xlabel(words.t("chart.month"))
        number_ticks(axes.xaxis, 0)
    for axes in (time, money):
        number_ticks(axes.yaxis)
    first, last = table.iloc[0], table.iloc[-1]
    values = {"months": len(table), "known": words.percent(last["knowledge"], 0)}
    values |= {f"{name}_{when}": words.number(row[name] / scale, 1) for name, scale in (("search_time", 1), ("margin", 1_000), ("cost_to_serve", 1_000)) for when, row in (("first", first), ("last", last))}
    return Picture(figure, words.t("chart.paths.alt", **values), words.t("chart.paths.caption", **values))


def _two_lines(axes, months, first, second, first_name, second_name):
    """Two paths in one panel, named in its title."""
    axes.plot(months, first, "-", color=BLUE, linewidth=2)
    axes.plot(months, second, "--", color=VERMILION, linewidth=2)
    axes.set_title(f"— {words.t(first_name)}\n- - {words.t(second_name)}", loc="left", fontsize=10)


def two_firms(firms, prediction=None):
    """Two firms with the same customers and the same luck (``compare_firms``): who stays, and what has been earned; a guessed month as a mark."""
    figure, (stay, earn) = clean_axes(columns=2, height=3.7, left=0.1, bottom=0.17, top=0.8, gap=0.3)
    customers, earned = firms["customers"].unstack("firm"), firms["cumulative"].unstack("firm") / MILLION
    for name, colour, line in (("learning", BLUE, "-"), ("price", VERMILION, "--")):
        stay.plot(customers.index, customers[name], line, color=colour, linewidth=2)
        earn.plot(earned.index, earned[name], line, color=colour, linewidth=2, label=words.t(f"chart.firms.{name}"))
    ahead = _stays_ahead(earned)
    if ahead:
        earn.plot([ahead], [earned.loc[ahead, "learning"]], MARKERS[0], color=BLUE, markersize=9, markeredgecolor="black")
    if prediction is not None:
        earn.axvline(prediction, color=ORANGE, linestyle=":", linewidth=2)
    start = customers.iloc[0].max()
    stay.set(ylim=(0, start * 1.05), xlabel=words.t("chart.month"))
    earn.set(ylim=(-0.06 * start, 1.25 * start), xlabel=words.t("chart.month"))
    for axes, title in ((stay, "chart.firms.customers"), (earn, "chart.firms.cumulative")):
        axes.set_title(words.t(title), loc="left", fontsize=11)
        axes.set_xlim(0, len(earned) + 1)
        number_ticks(axes.yaxis)
        number_ticks(axes.xaxis, 0)
    figure.legend(*earn.get_legend_handles_labels(), loc="upper left", bbox_to_anchor=(0.09, 1), ncols=2, frameon=False, fontsize=11)
    end = {f"{name}_{what}": words.number(table[name].iloc[-1], 0) for what, table in (("left", customers), ("earned", earned)) for name in ("learning", "price")}
    said = words.t("chart.firms.ahead", month=ahead) if ahead else words.t("chart.firms.never")
    return Picture(figure, words.t("chart.firms.alt", months=len(earned), ahead=said, **end), words.t("chart.firms.caption", ahead=said, **end))


def _stays_ahead(earned):
    """The first month from which the learning firm has earned more until the end, or None."""
    behind = earned.index[earned["learning"] <= earned["price"]]
    first = earned.index[0] if len(behind) == 0 else behind[-1] + 1
    return int(first) if first <= earned.index[-1] else None


def advantage_paths(advantage=20_000, copying=0.1, knowledge_gain=(), months=36):
    """An advantage that rivals see and copy, beside one from knowledge, month by month; ``knowledge_gain`` has one value a month."""
    figure, axes = clean_axes()
    times = np.arange(months + 1)
    left = relationships.advantage_left(advantage, copying, times) / 1_000
    gained = np.asarray(knowledge_gain, dtype=float)[: months + 1] / 1_000
    axes.plot(times, left, "--", color=VERMILION, linewidth=2, label=words.t("chart.advantage.product"))
    axes.plot(np.arange(len(gained)), gained, "-", color=BLUE, linewidth=2, label=words.t("chart.advantage.knowledge"))
    axes.set(ylim=(0, max(advantage / 1_000, *gained, 1) * 1.1), xlim=(0, months), xlabel=words.t("chart.month"), ylabel=words.t("chart.advantage.money"))
    axes.legend(frameon=False, fontsize=11, loc="upper right")
    number_ticks(axes.yaxis)
    number_ticks(axes.xaxis, 0)
    values = {"start": words.number(left[0], 1), "end": words.number(left[-1], 1), "gained": words.number(gained[-1] if len(gained) else 0, 1), "months": months}
    return Picture(figure, words.t("chart.advantage.alt", **values), words.t("chart.advantage.caption", **values))


def gain_by_kind(gains):
    """By how much a learning relationship earns more, or less, for each customer of a kind; ``gains`` is a Series by kind of relationship."""
    figure, axes = clean_axes(left=0.12, bottom=0.16)
    kinds = [kind for kind in relationships.KINDS_OF_RELATIONSHIP if kind in gains.index]
    values = [gains[kind] / 1_000 for kind in kinds]
    reach = max(1, *map(abs, values)) * 1.2
    for place, (value, hatch) in enumerate(zip(values, HATCHES)):
        axes.bar(place, value, color=BLUE if value >= 0 else VERMILION, hatch=hatch, edgecolor="white", width=0.65)
        axes.annotate(words.number(value, 0, sign=True), (place, value), xytext=(0, 5 if value >= 0 else -16), textcoords="offset points", ha="center", fontsize=12)
    axes.axhline(0, color="black", linewidth=1)
    axes.set(ylim=(-reach * 0.35 if min(values) > -reach * 0.3 else -reach, reach), xticks=range(len(kinds)), xlim=(-0.6, len(kinds) - 0.4), ylabel=words.t("chart.gain.gain"))
    axes.set_xticklabels([words.t(f"chart.gain.{kind}") for kind in kinds], fontsize=10)
    number_ticks(axes.yaxis)
    said = "; ".join(f"{words.t(f'chart.gain.{kind}')}: {words.number(value, 0, sign=True)}".replace("\n", " ") for kind, value in zip(kinds, values))
    best = words.t(f"chart.gain.{kinds[int(np.argmax(values))]}").replace("\n", " ")
    return Picture(figure, words.t("chart.gain.alt", values=said), words.t("chart.gain.caption", best=best))


def stored_card(minutes_saved=0.5, minute_value=1_000, breach_cost=3_000_000, most=120, marked=(6, 24, 100)):
    """How likely a leak may be before storing a card is not worth it, by purchases a year."""
    figure, axes = clean_axes()
    counts = np.arange(most + 1)
    limits = relationships.breakeven_breach_probability(counts, minutes_saved, minute_value, breach_cost)
    axes.plot(counts, limits, "-", color=BLUE, linewidth=2)
    axes.fill_between(counts, limits, color=SKY, alpha=0.35, hatch="//", edgecolor="white")
    chances = relationships.breakeven_breach_probability(list(marked), minutes_saved, minute_value, breach_cost)
    axes.plot(marked, chances, MARKERS[0], color=ORANGE, markersize=9, markeredgecolor="black", linestyle="none")
    for count, chance in zip(marked, chances):
        axes.annotate(words.percent(chance, 1), (count, chance), xytext=(8, -13), textcoords="offset points", fontsize=11)
    axes.annotate(words.t("chart.stored_card.pays"), (most * 0.72, limits[-1] * 0.25), ha="center", fontsize=11)
    axes.annotate(words.t("chart.stored_card.loses"), (most * 0.25, limits[-1] * 0.8), ha="center", fontsize=11)
    axes.set(ylim=(0, (limits[-1] or 1) * 1.08), yticks=np.linspace(0, limits[-1] or 1, 5), xlim=(0, most), xlabel=words.t("chart.stored_card.purchases"), ylabel=words.t("chart.stored_card.chance"))
    percent_ticks(axes.yaxis, 1)
    number_ticks(axes.xaxis, 0)
    said = "; ".join(f"{count}: {words.percent(chance, 1)}" for count, chance in zip(marked, chances))
    return Picture(figure, words.t("chart.stored_card.alt", values=said), words.t("chart.stored_card.caption"))


def cash_cycle(days_inventory=31.157484, days_receivable=43.557402, days_payable=37.501182):
    """From paying for material to being paid, as a line of days."""
    figure, axes = clean_axes(height=2.9, left=0.03, bottom=0.22, top=0.95)
    cycle = relationships.cash_conversion_cycle(days_inventory, days_receivable, days_payable)
    parts = [
        (2, 0, days_inventory, SKY, HATCHES[0], "days_inventory"), (2, days_inventory, days_receivable, ORANGE, HATCHES[1], "days_receivable"),
        (1, 0, days_payable, GREEN, HATCHES[2], "days_payable"), (0, min(days_payable, days_payable + cycle), abs(cycle), BLUE, HATCHES[4], "cash_conversion_cycle"),
    ]  # fmt: skip
    for row, start, length, colour, hatch, name in parts:
        axes.barh(row, length, left=start, height=0.42, color=colour, hatch=hatch, edgecolor="white")
        days = cycle if name == "cash_conversion_cycle" else length
        axes.annotate(f"{words.t(name)}: {words.number(days, 2)}", (start, row + 0.28), fontsize=10.5)
    axes.grid(False)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set(yticks=[], ylim=(-0.35, 2.75), xlim=(0, max(days_inventory + days_receivable, days_payable, 1) * 1.12), xlabel=words.t("chart.cycle.days"))
    axes.spines["left"].set_visible(False)
    number_ticks(axes.xaxis, 0)
    values = {name: words.number(days, 2) for name, days in (("stock", days_inventory), ("customers", days_receivable), ("suppliers", days_payable), ("cycle", cycle))}
    return Picture(figure, words.t("chart.cycle.alt", **values), words.t("chart.cycle.caption", **values))


def newsvendor_curve(demand_mean=1_000, demand_sd=200, price=300_000, product_cost=120_000, salvage=60_000):
    """Expected profit of each quantity made in advance, the best of them, and what making to order would bring."""
    figure, axes = clean_axes(left=0.1, top=0.86)
    money = price, product_cost, salvage
    quantities = np.linspace(0.4 * demand_mean, 1.8 * demand_mean, 141)
    profits = relationships.newsvendor_profit(quantities, demand_mean, demand_sd, *money) / MILLION
    best = relationships.newsvendor_quantity(demand_mean, demand_sd, *money)
    top = relationships.newsvendor_profit(max(best, 0), demand_mean, demand_sd, *money) / MILLION
    sure = (price - product_cost) * demand_mean / MILLION
    axes.plot(quantities, profits, "-", color=BLUE, linewidth=2)
    axes.plot([best], [top], MARKERS[1], color=ORANGE, markersize=11, markeredgecolor="black", clip_on=False)
    axes.axhline(sure, color=GREEN, linestyle="--", linewidth=2)
    axes.axvline(demand_mean, color=GREY, linestyle=":", linewidth=1)
    axes.annotate(words.t("build_to_order"), (1.78 * demand_mean, sure), xytext=(0, 5), textcoords="offset points", ha="right", color=GREEN, fontsize=11)
    axes.set(ylim=(0, sure * 1.12), xlim=(0.4 * demand_mean, 1.8 * demand_mean), xlabel=words.t("quantity"), ylabel=words.t("chart.newsvendor.profit"))
    number_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    values = {"sd": words.number(demand_sd, 0), "best": words.number(best, 0), "top": words.number(top, 1), "sure": words.number(sure, 1), "lost": words.number(sure - top, 1)}
    axes.set_title(words.t("chart.newsvendor.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.newsvendor.alt", **values), words.t("chart.newsvendor.caption", **values))
