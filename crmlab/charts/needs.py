"""Pictures of section 2.3.2: what groups of customers need, whether the groups hold, and what they buy instead."""
import numpy as np

from .. import words
from ..differentiate import needs as groups_of
from .picture import BLUE, ORANGE, Picture, clean_axes, number_ticks

__all__ = ["need_and_purchase", "needs_by_groups", "needs_heatmap", "needs_stability"]

CLEARLY = 0.5  # points of a rating: from here on a need is marked as set apart
HIGHEST, LOWEST = "▲", "▼"
NEEDS = {
    "price": "need.price", "speed": "need.speed", "quick": "need.speed", "gift": "need.gift", "health": "need.health", "place": "need.place",
    "office": "need.office", "delivery": "need.delivery", "packing": "need.packing", "invoice": "need.invoice", "updates": "need.updates",
}  # fmt: skip


def needs_by_groups(ratings, columns, groups=5, customer="customer_id"):
    """Put customers into so many needs groups and draw the profile; a plain number of groups makes it a slider."""
    found = groups_of.needs_groups(ratings, columns=columns, groups=groups, customer=customer)
    return needs_heatmap(groups_of.needs_profile(ratings, found, columns=columns, customer=customer), columns)


def needs_heatmap(profile, columns):
    """The mean rating of each need in each needs group; marked where a group lies half a point above or below all customers."""
    means, sizes = profile[list(columns)].to_numpy(dtype=float), profile["customers"].to_numpy(dtype=float)
    apart = means - (means * sizes[:, None]).sum(axis=0) / sizes.sum()
    figure, axes = clean_axes(height=4.2, left=0.24, right=0.98, bottom=0.04, top=0.86)
    axes.imshow(apart, cmap=_blue_and_orange(), vmin=-2, vmax=2, aspect="auto")
    for row, column in np.ndindex(means.shape):
        mark = HIGHEST if apart[row, column] >= CLEARLY else LOWEST if apart[row, column] <= -CLEARLY else ""
        axes.annotate(f"{words.number(means[row, column], 1)} {mark}".strip(), (column, row), ha="center", va="center", fontsize=12, weight="bold" if mark == HIGHEST else "normal")
    rows = [words.t("chart.needs.row", group=group, customers=words.number(int(size))) for group, size in zip(profile["needs_group"], sizes)]
    _matrix_axes(axes, rows, [_need(column) for column in columns])
    stands = "; ".join(
        words.t("chart.needs.note", group=group, customers=words.number(int(size)), need=_need(need), rating=words.number(mean, 1))
        for group, size, need, mean in zip(profile["needs_group"], sizes, profile["strongest"], [row[list(columns).index(need)] for row, need in zip(means, profile["strongest"])])
    )
    return Picture(figure, words.t("chart.needs.alt", count=len(profile), notes=stands), words.t("chart.needs.caption", high=HIGHEST, low=LOWEST))


def needs_stability(table):
    """How far two halves of the customers find the same groups, for each number of groups."""
    figure, axes = clean_axes()
    counts, middle = table["groups"].to_numpy(), table["agreement"].to_numpy()
    spread = np.vstack([middle - table["lowest"], table["highest"] - middle])
    axes.errorbar(counts, middle, yerr=spread, fmt="o-", color=BLUE, ecolor=ORANGE, elinewidth=2, capsize=5, linewidth=2, markersize=8)
    for count, value in zip(counts, middle):
        axes.annotate(words.number(value, 2), (count, -0.06), ha="center", va="center", fontsize=11)
    axes.axhline(0, color="black", linewidth=0.8)
    number_ticks(axes.yaxis, 1)
    axes.set(ylim=(-0.12, 1.05), xticks=counts, xlim=(min(counts) - 0.5, max(counts) + 0.6), xlabel=words.t("chart.stability.groups"), ylabel=words.t("chart.stability.agreement"))
    values = "; ".join(f"{count}: {words.number(value, 2)}" for count, value in zip(counts, middle))
    best = counts[int(np.argmax(middle))]
    return Picture(figure, words.t("chart.stability.alt", values=values), words.t("chart.stability.caption", best=best))


def need_and_purchase(counts):
    """Customers by what they need (rows) and what they buy (columns), as shares of each row; ``counts`` is such a table."""
    values = counts.to_numpy(dtype=float)
    shares = values / values.sum(axis=1, keepdims=True)
    fits = sum(values[row, list(counts.columns).index(need)] for row, need in enumerate(counts.index) if need in counts.columns) / values.sum()
    figure, axes = clean_axes(height=4.2, left=0.24, right=0.98, bottom=0.04, top=0.8)
    axes.imshow(shares, cmap=_blue_and_orange(), vmin=-1, vmax=1, aspect="auto")
    for row, column in np.ndindex(shares.shape):
        same = counts.index[row] == counts.columns[column]
        axes.annotate(words.percent(shares[row, column], 0), (column, row), ha="center", va="center", fontsize=12, weight="bold" if same else "normal")
        if same:
            axes.add_patch(_frame(column, row))
    _matrix_axes(axes, [_need(need) for need in counts.index], [_need(need) for need in counts.columns])
    axes.set_title(words.t("chart.bought.title"), fontsize=10, pad=8)
    axes.set_ylabel(words.t("chart.bought.need"), fontsize=10)
    rows = "; ".join(f"{_need(need)}: {', '.join(words.percent(share, 0) for share in row)}" for need, row in zip(counts.index, shares))
    said = {"rows": rows, "fits": words.percent(fits, 0)}
    return Picture(figure, words.t("chart.bought.alt", **said), words.t("chart.bought.caption", **said))


def _need(name):
    """The word for a need: rating_speed and speed alike; an unknown one as it is."""
    need = str(name).removeprefix("rating_").removeprefix("want_")
    return words.t(NEEDS[need]) if need in NEEDS else str(name)


def _matrix_axes(axes, rows, columns):
    """A matrix with its words, without ticks and frame."""
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set(yticks=range(len(rows)), xticks=range(len(columns)))
    axes.set_yticklabels(rows, fontsize=11)
    axes.set_xticklabels(columns, fontsize=11)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)


def _frame(x, y):
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, fill=False, edgecolor="black", linewidth=1.5)


def _blue_and_orange():
    """From orange (low) through white to blue (high), pale enough to read black figures on."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("low to high", ["#F3B75B", "#FFFFFF", "#7FB8DD"])
