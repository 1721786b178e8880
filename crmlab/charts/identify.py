"""Pictures of section 2.2: what every source knows, what each field says, and what a threshold costs."""
import numpy as np

from .. import words
from ..identify.inventory import FIELDS, typed
from .picture import BLUE, GREEN, GREY, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["complete_customers", "field_evidence", "inventory_map", "pair_evidence", "records_to_customers", "threshold_cost"]

_NAMES = {
    "name": "chart.identify.name", "phone": "chart.identify.phone", "email": "chart.identify.email", "address": "chart.identify.address",
    "birthday": "chart.identify.birthday", "id_number": "chart.identify.id_number", "tax_code": "chart.identify.tax_code",
    "account_no": "chart.identify.account_no", "till": "chart.identify.till", "web": "chart.identify.web", "call": "chart.identify.call",
    "excel": "chart.identify.excel", "paper": "chart.identify.paper",
}


def _called(name):
    """A field or a source in the reader's words; one of another firm as it is."""
    return words.t(_NAMES[name]) if name in _NAMES else str(name)


def inventory_map(inventory):
    """Fields by sources: how much of each is filled, written in every cell, darker for more; below it the repeated values."""
    sources, fields = inventory["source"].unique(), inventory["field"].unique()
    filled = inventory.pivot(index="field", columns="source", values="filled").loc[fields, sources].to_numpy()
    repeated = inventory.pivot(index="field", columns="source", values="repeated").loc[fields, sources].to_numpy()
    figure, axes = clean_axes(height=1.1 + 0.52 * len(fields), left=0.19, bottom=0.03, top=0.86, right=0.99)
    axes.grid(False)
    axes.imshow(filled, cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    for (row, column), share in np.ndenumerate(filled):
        said = words.percent(share, 0) + (f"   ({words.number(repeated[row, column], 0)})" if repeated[row, column] else "")
        axes.annotate(said, (column, row), ha="center", va="center", fontsize=10, color="white" if share > 0.6 else "black")
    axes.set_xticks(range(len(sources)), [_called(source) for source in sources], fontsize=11)
    axes.set_yticks(range(len(fields)), [_called(field) for field in fields], fontsize=11)
    axes.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    known = inventory[inventory["records"] > 0]
    best, poorest = (known.loc[known["filled"].map(pick).idxmax()] for pick in (float, lambda share: -share))
    values = {name: f"{_called(row['field'])} · {_called(row['source'])} ({words.percent(row['filled'], 0)})" for name, row in (("best", best), ("poorest", poorest))}
    values |= {"fields": len(fields), "sources": len(sources)}
    return Picture(figure, words.t("chart.inventory_map.alt", **values), words.t("chart.inventory_map.caption", **values))


def records_to_customers(records, links, people=None, guess=None):
    """From cards to customers: the cards, the different names and phones on them as typed, and the customers found."""
    counts = {"chart.records.cards": len(records), "chart.records.names": typed(records["name"]).nunique(), "chart.records.phones": typed(records["phone"]).nunique()}
    counts |= {"chart.records.customers": links["customer_id"].nunique()} | ({} if people is None else {"chart.records.people": people})
    figure, axes = clean_axes(height=1.0 + 0.55 * len(counts), left=0.36, bottom=0.16, top=0.96, right=0.93)
    axes.grid(False)
    colours = dict(zip(counts, (GREY, SKY, SKY, BLUE, GREEN)))
    for row, (key, count) in enumerate(counts.items()):
        axes.barh(row, count, color=colours[key], height=0.62, hatch="" if row in (0, 3) else "//", edgecolor="white")
        axes.annotate(" " + words.number(count, 0), (count, row), va="center", fontsize=11)
    if guess is not None:
        axes.plot([guess], [3], "*", color=ORANGE, markersize=18, markeredgecolor="black")
    axes.set_yticks(range(len(counts)), [words.t(key) for key in counts], fontsize=11)
    axes.set(xlim=(0, len(records) * 1.12), ylim=(len(counts) - 0.4, -0.6))
    number_ticks(axes.xaxis, 0)
    values = {key.removeprefix("chart.records."): words.number(count, 0) for key, count in counts.items()}
    values |= {"mean": words.number(len(records) / links["customer_id"].nunique(), 2)}
    return Picture(figure, words.t("chart.records.alt", **values), words.t("chart.records.caption", **values))


def complete_customers(records, customers):
    """What one card knows and what one customer's cards know together: the share of each field that is filled."""
    fields = [field for field in FIELDS if field in records and field in customers]
    card, whole = ([typed(table[field]).notna().mean() for field in fields] for table in (records, customers))
    figure, axes = clean_axes(height=1.1 + 0.45 * len(fields), left=0.2, bottom=0.13, top=0.9)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    rows = np.arange(len(fields))
    axes.hlines(rows, card, whole, color=GREY, linewidth=2)
    axes.plot(card, rows, "o", color="white", markeredgecolor=VERMILION, markeredgewidth=2, markersize=9, label=words.t("chart.complete.card"))
    axes.plot(whole, rows, "s", color=BLUE, markersize=9, label=words.t("chart.complete.customer"))
    for row, share in zip(rows, whole):
        axes.annotate(words.percent(share, 0), (share, row), (9, 0), textcoords="offset points", va="center", fontsize=10)
    axes.set_yticks(rows, [_called(field) for field in fields], fontsize=11)
    axes.set(xlim=(0, 1.12), ylim=(len(fields) - 0.5, -0.5), xticks=np.arange(0, 1.01, 0.2))
    percent_ticks(axes.xaxis)
    axes.legend(loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=2, frameon=False, fontsize=11)
    most = int(np.argmax(np.subtract(whole, card)))
    values = {"field": _called(fields[most]), "card": words.percent(card[most], 0), "customer": words.percent(whole[most], 0), "fields": len(fields)}
    return Picture(figure, words.t("chart.complete.alt", **values), words.t("chart.complete.caption", **values))


def threshold_cost(table, threshold=0.9, wrong_cost=5.0):
    """Precision and recall at every threshold, and the cost when a wrong pair costs ``wrong_cost`` times a missed one.

    ``table`` comes from identify.threshold_table; the threshold shown is the one in it that is nearest.
    """
    figure, (shares, costs) = clean_axes(columns=2, height=4.0, gap=0.34, left=0.1, bottom=0.24, top=0.84)
    place, at = np.arange(len(table)), int((table["threshold"] - threshold).abs().to_numpy().argmin())
    money = (table["missed"] + wrong_cost * table["wrong"]).to_numpy(dtype=float)
    shares.plot(place, table["precision"], "-o", color=BLUE, label=words.t("chart.threshold.precision"), markersize=5)
    shares.plot(place, table["recall"], "--s", color=VERMILION, label=words.t("chart.threshold.recall"), markersize=5)
    costs.plot(place, money / max(money.max(), 1), "-^", color=GREEN, markersize=5)
    best = int(money.argmin())
    costs.plot([best], money[[best]] / max(money.max(), 1), "*", color=ORANGE, markersize=16, markeredgecolor="black")
    ticks = np.unique(np.linspace(0, len(table) - 1, 6).round().astype(int))
    for axes in (shares, costs):
        axes.axvline(at, color="black", linewidth=1)
        axes.set(ylim=(0, 1.05), xlim=(-0.5, len(table) - 0.5), xlabel=words.t("threshold"))
        axes.set_xticks(ticks, [words.number(value) for value in table["threshold"].iloc[ticks]])
        percent_ticks(axes.yaxis)
    shares.legend(loc="lower left", facecolor="white", edgecolor="none", framealpha=1, fontsize=10)
    costs.set_title(words.t("chart.threshold.cost"), loc="left", fontsize=11)
    row = table.iloc[at]
    values = {name: words.percent(row[name], 1) for name in ("precision", "recall")} | {name: words.number(row[name], 0) for name in ("wrong", "missed", "customers")}
    values |= {"threshold": words.number(row["threshold"]), "best": words.number(table["threshold"].iloc[best]), "times": words.number(wrong_cost)}
    shares.set_title(words.t("chart.threshold.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.threshold.alt", **values), words.t("chart.threshold.caption", **values))


def pair_evidence(pair):
    """What each field says about two records: from how rare a match is, field by field, to the final odds.

    ``pair`` is one row of the table of pairs. Each step to the right by 1 doubles the odds, each to the left halves them.
    """
    row = pair.iloc[0] if hasattr(pair, "columns") else pair
    weights = {name.removeprefix("weight_"): float(row[name]) for name in row.index if name.startswith("weight_") and name != "weight_start" and row[name] != 0}
    chance = float(row["probability"])
    end = float(np.log2(max(chance, 1e-12) / max(1 - chance, 1e-12)))
    steps = [(words.t("chart.pair.start"), end - sum(weights.values())), *[(_called(field), weight) for field, weight in weights.items()]]
    figure, axes = clean_axes(height=1.2 + 0.45 * (len(steps) + 1), left=0.25, bottom=0.18, top=0.96)
    axes.grid(False)
    axes.axvline(0, color="black", linewidth=0.8)
    reached = np.cumsum([0.0, *[weight for _, weight in steps]])
    for place, (_, weight) in enumerate(steps):
        colour, hatch = (GREY, "") if place == 0 else (BLUE, "") if weight > 0 else (VERMILION, "//")
        _bar(axes, place, reached[place], weight, colour, hatch, words.number(weight, 1, sign=True))
    _bar(axes, len(steps), 0, end, GREEN, "", _chance(chance))
    axes.set_yticks(range(len(steps) + 1), [label for label, _ in steps] + [words.t("chart.pair.end")], fontsize=11)
    axes.set(ylim=(len(steps) + 0.5, -0.6), xlim=(reached.min() - 1, reached.max() + 0.16 * np.ptp(reached)), xlabel=words.t("chart.pair.axis"))
    number_ticks(axes.xaxis)
    strongest = max(weights, key=lambda field: abs(weights[field]), default="name")
    values = {"chance": _chance(chance), "field": _called(strongest), "weight": words.number(weights.get(strongest, 0), 1, sign=True), "fields": len(weights)}
    return Picture(figure, words.t("chart.pair.alt", **values), words.t("chart.pair.caption", **values))


def _chance(chance):
    """A probability in words: nothing is ever certain."""
    return words.t("chart.pair.nearly", share=words.percent(0.9999, 2)) if chance > 0.9999 else words.percent(chance, 2)


def _bar(axes, place, left, width, colour, hatch, said):
    axes.barh(place, width, left=left, color=colour, hatch=hatch, edgecolor="white", height=0.6)
    axes.annotate(said, (max(left, left + width), place), (5, 0), textcoords="offset points", va="center", fontsize=10)


def field_evidence(pairs, threshold=0.9):
    """Over all pairs joined at a threshold: how often each field spoke for it, was silent, or spoke against it."""
    joined = pairs[pairs["probability"] >= threshold]
    weights = joined[[name for name in joined if name.startswith("weight_") and name != "weight_start"]].rename(columns=lambda name: name.removeprefix("weight_"))
    heard = [(weights > 0).mean(), (weights == 0).mean(), (weights < 0).mean()]
    order = heard[0].sort_values(ascending=False, kind="stable").index
    figure, axes = clean_axes(height=1.3 + 0.45 * len(order), left=0.19, bottom=0.13, top=0.88, right=0.86)
    axes.grid(False)
    left = np.zeros(len(order))
    for said, share, colour, hatch in zip(("for", "silent", "against"), heard, (BLUE, "#E4E4E4", VERMILION), ("", "", "//")):
        axes.barh(range(len(order)), share[order], left=left, color=colour, hatch=hatch, edgecolor="white", height=0.7, label=_heard(said))
        left = left + share[order].to_numpy()
    for place, field in enumerate(order):
        axes.annotate(words.number(weights[field].mean(), 1, sign=True), (1.02, place), va="center", fontsize=11, annotation_clip=False)
    axes.annotate(words.t("chart.field.mean"), (1.02, -0.75), fontsize=10, annotation_clip=False, va="bottom")
    axes.set_yticks(range(len(order)), [_called(field) for field in order], fontsize=11)
    axes.set(xlim=(0, 1), ylim=(len(order) - 0.5, -0.6))
    percent_ticks(axes.xaxis)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, frameon=False, fontsize=10)
    values = {"field": _called(order[0]), "share": words.percent(heard[0][order[0]], 0), "pairs": words.number(len(joined), 0), "threshold": words.number(threshold)}
    return Picture(figure, words.t("chart.field.alt", **values), words.t("chart.field.caption", **values))


def _heard(said):
    return words.t({"for": "chart.field.for", "silent": "chart.field.silent", "against": "chart.field.against"}[said])
