"""Pictures of section 4.1.1: from data to knowledge, a list against the shops, the schema, who is active, why customers stop, whom an offer fits."""
import textwrap

import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from .picture import BLUE, GREEN, GREY, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = [
    "customer_status", "data_worth", "database_schema", "field_coverage", "knowledge_ladder", "outdated_list", "pareto", "prospect_fit", "silence_timeline",
]

_NAMES = {
    "identity": "chart.database.identity", "demographics": "chart.database.demographics", "psychographics": "chart.database.psychographics",
    "transactions": "chart.database.transactions", "contacts": "chart.database.contacts", "other": "chart.database.other",
    "moved": "chart.database.moved", "price": "chart.database.price", "rival": "chart.database.rival", "late": "chart.database.late",
    "forgotten": "chart.database.forgotten", "new_buyer": "chart.database.new_buyer", "quality": "chart.database.quality",
    "phone": "chart.database.phone", "birthday": "chart.database.birthday", "needs": "chart.database.needs", "id_number": "chart.database.id_number",
    "health": "chart.database.health",
}


def _called(name):
    """A field, a reason or a need in the reader's words; anything else as it is."""
    return words.t(_NAMES[name]) if name in _NAMES else str(name)


def _days(orders, as_of, date="date"):
    """The day on which we look, and how many days before it each order was made."""
    tables.require(orders, "customer_id", date, table_name="orders")
    day = tables.day(as_of, "as_of")
    return day, (day - tables.dates(orders, date, "orders")).dt.days.to_numpy()


def knowledge_ladder(orders, as_of, festive=()):
    """What is held about one customer, as three steps: rows, what is computed from them, and what it means for the next talk.

    ``festive`` are the products that are bought for a festival only.
    """
    day, ago = _days(orders, as_of)
    known = orders[ago >= 0]
    bought = np.unique(ago[ago >= 0])
    gap = int(np.diff(bought).max()) if len(bought) > 1 else np.nan
    share = float(known["product"].isin(list(festive)).mean())
    values = {"rows": words.number(len(known)), "silent": words.number(bought.min()), "gap": words.number(gap), "share": words.percent(share, 0)}
    values |= {"amount": words.number(known["amount"].sum(), 0), "products": words.number(known["product"].nunique()), "as_of": f"{day:%Y-%m-%d}"}
    rhythm = "chart.ladder.unknown" if gap != gap else "chart.ladder.usual" if bought.min() <= gap else "chart.ladder.broken"
    meaning = words.t("chart.ladder.festive" if share == 1 else rhythm, **values)
    figure, axes = clean_axes(height=3.9, left=0.01, right=0.99, bottom=0.02, top=0.98)
    axes.axis("off")
    titles = {"data": words.t("chart.ladder.data"), "information": words.t("chart.ladder.information"), "knowledge": words.t("chart.ladder.knowledge")}
    said = {"data": words.t("chart.ladder.data_is", **values), "information": words.t("chart.ladder.information_is", **values), "knowledge": meaning}
    for step, (name, colour) in enumerate(zip(titles, (SKY, ORANGE, BLUE))):
        axes.bar(step + 0.5, 1.1 + 0.75 * step, width=0.98, color=colour, alpha=0.3)
        axes.annotate(titles[name], (step + 0.06, 0.98 + 0.75 * step), va="top", fontsize=13, weight="bold")
        axes.annotate(said[name], (step + 0.06, 0.76 + 0.75 * step), va="top", fontsize=10.5, linespacing=1.35)
    axes.set(xlim=(0, 3), ylim=(0, 2.65))
    plain = {name: text.replace("\n", " ") for name, text in said.items()}
    return Picture(figure, words.t("chart.ladder.alt", **plain), words.t("chart.ladder.caption", **values))


def outdated_list(listed, still, new):
    """A list of names against what happened in the year after: who on it still bought, who did not, who bought and is not on it."""
    _guard.not_negative(listed=listed, still=still, new=new)
    parts = ((still, BLUE, ""), (listed - still, VERMILION, "//"), (new, GREEN, ".."))
    figure, axes = clean_axes(height=2.7, left=0.4, right=0.93, bottom=0.2, top=0.95)
    axes.grid(axis="y", visible=False)
    for row, (count, colour, hatch) in enumerate(parts):
        axes.barh(row, count, color=colour, hatch=hatch, edgecolor="white", height=0.62)
        axes.annotate(words.number(count), (count, row), (5, 0), textcoords="offset points", va="center", fontsize=11)
    axes.set(yticks=range(3), ylim=(2.6, -0.6), xlim=(0, 1.15 * max(part[0] for part in parts)), xlabel=words.t("chart.customers"))
    axes.set_yticklabels([words.t("chart.outdated.still"), words.t("chart.outdated.silent"), words.t("chart.outdated.new")])
    number_ticks(axes.xaxis)
    values = {"listed": words.number(listed), "still": words.number(still), "silent": words.number(listed - still), "new": words.number(new)}
    values["share"] = words.percent((listed - still) / listed if listed else np.nan, 0)
    return Picture(figure, words.t("chart.outdated.alt", **values), words.t("chart.outdated.caption", **values))


def field_coverage(coverage):
    """For each group of fields the share of customers of whom something is known; a Series of shares by name of the group."""
    _guard.share(coverage=coverage.to_numpy())
    figure, axes = clean_axes(height=0.9 + 0.5 * len(coverage), left=0.4, right=0.92, bottom=0.62 / (0.9 + 0.5 * len(coverage)), top=0.97)
    axes.grid(axis="y", visible=False)
    axes.barh(range(len(coverage)), coverage, color=BLUE, height=0.6)
    for row, share in enumerate(coverage):
        axes.annotate(words.percent(share, 0), (share, row), (5, 0), textcoords="offset points", va="center", fontsize=11)
    axes.set(yticks=range(len(coverage)), ylim=(len(coverage) - 0.5, -0.5), xlim=(0, 1.05), xlabel=words.t("chart.coverage.axis"))
    axes.set_yticklabels([_called(name) for name in coverage.index])
    percent_ticks(axes.xaxis)
    said = ", ".join(f"{_called(name)} {words.percent(share, 0)}" for name, share in coverage.items())
    poorest = {"poorest": _called(coverage.idxmin()), "share": words.percent(coverage.min(), 0)}
    return Picture(figure, words.t("chart.coverage.alt", said=said), words.t("chart.coverage.caption", **poorest))


def database_schema(kinds, centre="customers", most=3):
    """Tables as boxes and foreign keys as arrows to the table in the middle.

    ``kinds`` {table: what the database says of it (key, columns, references)}, as ``crmlab.database.kinds()`` has them. Each box shows
    the keys, then at most ``most`` further columns.
    """
    figure, axes = clean_axes(height=6.2, left=0.01, right=0.99, bottom=0.01, top=0.99)
    axes.axis("off")
    boxes = {table: _columns(kind, 2 * most if table == centre else most) for table, kind in kinds.items()}
    places = _places(boxes, centre)
    for table, (x, top) in places.items():
        _box(axes, table, kinds, boxes[table], (x, top))
    keys = [(table, column, target) for table, kind in kinds.items() for column, (target, _) in kind.references.items() if target in kinds]
    for key in keys:
        _arrow(axes, boxes, places, key, centre)
    edge = max(max(top, len(boxes[table]) + 1 - top) for table, (_, top) in places.items()) + 0.2
    axes.set(xlim=(-0.33, 4.43), ylim=(-edge, edge))
    said = "; ".join(f"{table}.{column} → {target}" for table, column, target in keys)
    values = {"tables": words.number(len(kinds)), "keys": words.number(len(keys)), "said": said, "names": ", ".join(kinds), "centre": centre}
    return Picture(figure, words.t("chart.schema.alt", **values), words.t("chart.schema.caption", **values))


def _columns(kind, most):
    """The columns a box shows: keys first, then the first others; a row of dots where there are more."""
    keys = list(dict.fromkeys([*kind.key, *kind.references]))
    others = [column for column in kind.columns if column not in keys]
    return keys + others[:most] + (["…"] if len(others) > most else [])


def _places(boxes, centre):
    """Left edge and top of every box: one in the middle, the others in two columns beside it."""
    others = [table for table in boxes if table != centre]
    places = {centre: (1.5, (len(boxes[centre]) + 1) / 2)}
    for x, side in ((0.0, others[::2]), (3.0, others[1::2])):
        top = (sum(len(boxes[table]) + 1 for table in side) + 0.9 * (len(side) - 1)) / 2
        for table in side:
            places[table] = (x, top)
            top -= len(boxes[table]) + 1.9
    return places


def _box(axes, table, kinds, names, place):
    """One table: its name, its columns, the keys marked."""
    from matplotlib.patches import Rectangle

    x, top = place
    foreign_keys = {column for column, (target, _) in kinds[table].references.items() if target in kinds}
    axes.add_patch(Rectangle((x, top - len(names) - 1), 1.1, len(names) + 1, facecolor="white", edgecolor=BLUE, linewidth=1.4))
    axes.add_patch(Rectangle((x, top - 1), 1.1, 1, facecolor=BLUE, edgecolor=BLUE))
    axes.annotate(table, (x + 0.04, top - 0.52), va="center", fontsize=10, weight="bold", color="white")
    for row, name in enumerate(names):
        primary, foreign = name in kinds[table].key, name in foreign_keys
        mark = ("●" if primary else "") + ("→" if foreign else "")
        style = {"weight": "bold" if primary or foreign else "normal", "color": VERMILION if foreign else "black"}
        axes.annotate(f"{mark} {name}".strip() if mark else f"   {name}", (x + 0.04, top - row - 1.52), va="center", fontsize=9, **style)


def _arrow(axes, boxes, places, key, centre):
    """From a foreign key to the primary key it names; along the outside where both tables stand on one side."""
    table, column, target = key
    (x, top), (to_x, to_top) = places[table], places[target]
    outside = 0 if x < 1 else 1.1
    start = (x + (outside if x == to_x else 1.1 if to_x > x else 0), top - boxes[table].index(column) - 1.52)
    end = (to_x + (outside if x == to_x else 0 if to_x > x else 1.1), to_top - 1.52)
    bend = {"connectionstyle": f"arc3,rad={0.35 if (x < 1) == (start[1] > end[1]) else -0.35}"} if x == to_x else {}
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 1.3, "shrinkA": 1, "shrinkB": 2, **bend})


def customer_status(orders, known_on, as_of, silence_limit=180, most=700):
    """How long customers have been silent on a day, and whom a fixed limit calls active, inactive or prospect.

    ``known_on`` is a Series by customer, of the day since when she is known; who was known but had not bought is a prospect.
    ``most`` is where the axis of the left picture ends: give the same for every picture that is compared.
    """
    _guard.not_negative(silence_limit=silence_limit)
    day, ago = _days(orders, as_of)
    silent = pd.Series(np.asarray(ago), index=orders["customer_id"].to_numpy()).loc[np.asarray(ago) >= 0].groupby(level=0).min()
    known = set(known_on.index[known_on <= day]) | set(silent.index)
    counts = {"active": int((silent <= silence_limit).sum()), "inactive": int((silent > silence_limit).sum()), "prospects": len(known - set(silent.index))}
    figure, (spread, bars) = clean_axes(columns=2, left=0.1, right=0.98, bottom=0.17, top=0.86, gap=0.16)
    bins = np.arange(0, 751, 30)
    spread.hist(silent[silent <= silence_limit], bins=bins, color=BLUE, edgecolor="white")
    spread.hist(silent[silent > silence_limit], bins=bins, color=VERMILION, hatch="//", edgecolor="white")
    spread.axvline(silence_limit, color="black", linewidth=1.6, linestyle="--")
    spread.set(xlim=(0, 750), ylim=(0, most), xlabel=words.t("chart.status.days"), ylabel=words.t("chart.customers"))
    labels = {"active": words.t("chart.status.active"), "inactive": words.t("chart.status.inactive"), "prospects": words.t("chart.status.prospects")}
    _status_bars(bars, counts, labels, 3_200)
    for axes in (spread, bars):
        number_ticks(axes.xaxis)
    values = {name: words.number(count) for name, count in counts.items()} | {"limit": words.number(silence_limit), "as_of": f"{day:%Y-%m-%d}"}
    spread.set_title(words.t("chart.status.title", **values), loc="left", fontsize=10.5)
    return Picture(figure, words.t("chart.status.alt", **values), words.t("chart.status.caption", **values))


def _status_bars(axes, counts, labels, most):
    """The three kinds of customer, counted; the words stand above the bars."""
    axes.grid(axis="y", visible=False)
    for row, ((name, count), colour, hatch) in enumerate(zip(counts.items(), (BLUE, VERMILION, GREY), ("", "//", ".."))):
        axes.barh(row, count, color=colour, hatch=hatch, edgecolor="white", height=0.42)
        axes.annotate(f"{labels[name]}: {words.number(count)}", (0, row - 0.27), (4, 0), textcoords="offset points", va="bottom", fontsize=10)
    axes.set(yticks=[], ylim=(2.4, -0.75), xlim=(0, most), xlabel=words.t("chart.customers"))


def silence_timeline(orders, who, as_of, silence_limit=180, days=460, later=125):
    """Purchases of a few customers around a day: what the fixed limit said of them, and what they did afterwards.

    ``who`` {name to show: customer_id}; orders after ``as_of`` are drawn hollow, because nobody knew them on that day.
    """
    _guard.not_negative(silence_limit=silence_limit)
    day, ago = _days(orders, as_of)
    figure, axes = clean_axes(height=1.2 + 0.85 * len(who), left=0.02, right=0.98, bottom=0.2, top=0.97)
    axes.grid(False)
    said = []
    for row, (name, customer) in enumerate(who.items()):
        mine = np.unique(ago[(orders["customer_id"] == customer).to_numpy()])
        silent = int(mine[mine >= 0].min())
        lost = silent > silence_limit
        for some, style in (((mine >= 0) & (mine <= days), {"color": BLUE}), ((mine < 0) & (mine >= -later), {"color": GREEN, "markerfacecolor": "white"})):
            axes.plot(-mine[some], np.full(some.sum(), row), "o", markersize=7.5, **style)
        axes.plot([-silent, 0], [row, row], "--" if lost else "-", color=VERMILION if lost else BLUE, linewidth=2.4)
        verdict = words.t("chart.silence.lost" if lost else "chart.silence.active")
        text = words.t("chart.silence.one", name=name, silent=words.number(silent), verdict=verdict, again=words.number((mine < 0).sum()))
        axes.annotate(text, (-days, row - 0.27), fontsize=10.5, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        said.append(text)
    axes.vlines(np.zeros(len(who)), np.arange(len(who)) - 0.16, np.arange(len(who)) + 0.3, color="black", linewidth=1)
    axes.set(yticks=[], ylim=(len(who) - 0.6, -0.75), xlim=(-days - 6, later), xlabel=words.t("chart.silence.days", as_of=f"{day:%Y-%m-%d}"))
    axes.spines["left"].set_visible(False)
    number_ticks(axes.xaxis)
    values = {"said": "; ".join(said), "as_of": f"{day:%Y-%m-%d}", "limit": words.number(silence_limit)}
    return Picture(figure, words.t("chart.silence.alt", **values), words.t("chart.silence.caption", **values))


def pareto(losses, reached=0.8, unit="customers"):
    """Reasons by what they cost, the largest first, and how much the first ones make together; a Series by reason.

    ``unit`` "customers" or "money" only chooses the words. Equal reasons stand in the order of their names.
    """
    _guard.share(reached=reached)
    _guard.choice("unit", unit, ("customers", "money"))
    _guard.not_negative(losses=losses.to_numpy())
    ranked = losses.sort_index().sort_values(ascending=False, kind="stable")
    shares = (ranked / ranked.sum()).to_numpy()
    together = shares.cumsum()
    enough = int((together < reached - 1e-9).sum()) + 1
    figure, axes = clean_axes(left=0.13, right=0.97, bottom=0.24, top=0.95)
    place = np.arange(len(ranked))
    for hatch, colour, some in (("", BLUE, place < enough), ("//", GREY, place >= enough)):
        axes.bar(place[some], shares[some], color=colour, hatch=hatch, edgecolor="white", width=0.7)
    axes.plot(place, together, "-o", color=VERMILION, linewidth=2)
    axes.axhline(reached, color="black", linestyle=":", linewidth=1.2)
    for row, share in enumerate(shares):
        style = {"va": "top", "color": "white"} if share > 0.09 else {"va": "bottom"}
        axes.annotate(words.percent(share, 0), (row, share), (0, -7 if share > 0.09 else 3), textcoords="offset points", ha="center", fontsize=10, **style)
    axes.set(xticks=place, ylim=(0, 1.06), xlim=(-0.6, len(ranked) - 0.4), ylabel=words.t("chart.pareto.money" if unit == "money" else "chart.pareto.customers"))
    axes.set_xticklabels([_called(name).replace(" ", "\n", 1) for name in ranked.index], fontsize=9.5)
    percent_ticks(axes.yaxis)
    said = ", ".join(f"{_called(name)} {words.percent(share, 0)}" for name, share in zip(ranked.index, shares))
    values = {"said": said, "enough": words.number(enough), "of": words.number(len(ranked)), "reached": words.percent(reached, 0), "first": _called(ranked.index[0])}
    values["together"] = words.percent(together[enough - 1], 0)
    return Picture(figure, words.t("chart.pareto.alt", **values), words.t("chart.pareto.caption", **values))


def prospect_fit(fit):
    """Which part of a prospect's needs each offer meets: a table of shares, prospects by offers; the best of a row is framed where it meets two thirds."""
    from matplotlib.patches import Rectangle

    shares = fit.to_numpy(dtype=float)
    _guard.share(fit=shares)
    height = 0.75 + 0.42 * len(fit)
    figure, axes = clean_axes(height=height, left=0.22, right=0.99, bottom=0.03, top=1 - 0.6 / height)
    axes.grid(False)
    axes.imshow(np.nan_to_num(shares), cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        axes.annotate(words.percent(share, 0), (column, row), ha="center", va="center", fontsize=10, color="white" if share > 0.6 else "black")
        if share >= 2 / 3 - 1e-9 and share == np.nanmax(shares[row]):
            axes.add_patch(Rectangle((column - 0.47, row - 0.44), 0.94, 0.88, fill=False, edgecolor=VERMILION, linewidth=2.2))
    axes.set_xticks(range(fit.shape[1]), [textwrap.fill(str(name), 10) for name in fit.columns], fontsize=9.5)
    axes.set_yticks(range(len(fit)), [textwrap.fill(str(name), 17) for name in fit.index], fontsize=10)
    axes.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    best = np.nan_to_num(shares).max(axis=1)
    said = "; ".join(f"{name}: {fit.columns[np.nan_to_num(row).argmax()]} {words.percent(top, 0)}" for name, row, top in zip(fit.index, shares, best))
    values = {"said": said, "well": words.number(int((best >= 2 / 3 - 1e-9).sum())), "of": words.number(len(fit))}
    return Picture(figure, words.t("chart.fit.alt", **values), words.t("chart.fit.caption", **values))


def data_worth(fields):
    """What it costs to hold a field of a customer, and what it is worth, in money a year; columns cost and worth by name of the field."""
    tables.require(fields, "cost", "worth", table_name="fields")
    figure, axes = clean_axes(height=1.2 + 0.62 * len(fields), left=0.3, right=0.95, bottom=0.62 / (1.2 + 0.62 * len(fields)), top=0.88)
    axes.grid(axis="y", visible=False)
    place = np.arange(len(fields))
    axes.barh(place - 0.19, fields["worth"], height=0.36, color=BLUE, edgecolor="white", label=words.t("chart.worth.worth"))
    axes.barh(place + 0.19, fields["cost"], height=0.36, color=VERMILION, hatch="//", edgecolor="white", label=words.t("chart.worth.cost"))
    for shift, column in ((-0.19, "worth"), (0.19, "cost")):
        for row, value in enumerate(fields[column]):
            axes.annotate(words.number(value, 0), (value, row + shift), (4, 0), textcoords="offset points", va="center", fontsize=10)
    axes.set(yticks=place, ylim=(len(fields) - 0.5, -0.5), xlim=(0, 1.15 * fields[["cost", "worth"]].to_numpy().max()), xlabel=words.t("chart.worth.axis"))
    axes.set_yticklabels([_called(name) for name in fields.index])
    number_ticks(axes.xaxis)
    figure.legend(loc="upper center", ncols=2, frameon=False, fontsize=10.5)
    drop = ", ".join(_called(name) for name in fields.index[fields["worth"] <= fields["cost"]]) or "–"
    said = [words.t("chart.worth.one", name=_called(row.Index), worth=words.number(row.worth, 0), cost=words.number(row.cost, 0)) for row in fields.itertuples()]
    return Picture(figure, words.t("chart.worth.alt", said="; ".join(said)), words.t("chart.worth.caption", drop=drop))
