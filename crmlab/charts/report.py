"""Pictures of a report on one's own orders: tiers, RFM cells, cohorts, silent customers, and two ways to say who is still active."""
import numpy as np

from .. import words
from .picture import BLUE, GREY, HATCHES, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["active_two_ways", "cohort_grid", "rfm_cells", "silent_customers", "tier_shares"]

TIER_COLOURS = dict(zip(("super", "large", "medium", "small"), (VERMILION, ORANGE, SKY, BLUE)))


def tier_shares(totals, by="revenue"):
    """Each tier's share of the customers (hatched) and of the value; ``totals`` from ``differentiate.tier_totals``."""
    figure, axes = clean_axes(height=3.4, left=0.14, right=0.97, bottom=0.16, top=0.88)
    shares = totals["share_of_value"].fillna(0).to_numpy(dtype=float)
    for row, one in enumerate(totals.itertuples(index=False)):
        axes.barh(row - 0.2, one.share_of_customers, height=0.36, color="white", edgecolor=GREY, hatch="///", linewidth=0.8)
        axes.barh(row + 0.2, shares[row], height=0.36, color=TIER_COLOURS.get(one.tier, GREY))
        note = words.t("chart.tier_shares.note", customers=words.number(one.customers), share=words.percent(one.share_of_customers))
        axes.annotate(note, (one.share_of_customers, row - 0.2), (5, 0), textcoords="offset points", va="center", fontsize=9.5, color="#444444")
        said = words.percent(shares[row], 1) + ("" if one.mean != one.mean else " · " + words.t("chart.tier_shares.each", mean=words.number(one.mean, 0)))
        axes.annotate(said, (max(shares[row], 0), row + 0.2), (5, 0), textcoords="offset points", va="center", fontsize=10, weight="bold")
    ends = np.concatenate([shares, totals["share_of_customers"].to_numpy(dtype=float)])
    axes.set(yticks=range(len(totals)), ylim=(len(totals) - 0.4, -0.6), xlim=(min(0, ends.min() * 1.2), ends.max() * 1.38))
    axes.set_yticklabels([words.t(tier) for tier in totals["tier"]], fontsize=11)
    axes.grid(False)
    percent_ticks(axes.xaxis)
    axes.set_title(words.t("chart.tier_shares.title", by=words.t(by)), loc="left", fontsize=10)
    notes = "; ".join(f"{words.t(one.tier)} {words.number(one.customers)}: {words.percent(share, 0)}" for one, share in zip(totals.itertuples(index=False), shares))
    top = totals.iloc[:2]
    values = {"notes": notes, "by": words.t(by), "few": words.number(top["customers"].sum()), "brings": words.percent(shares[:2].sum(), 0)}
    return Picture(figure, words.t("chart.tier_shares.alt", **values), words.t("chart.tier_shares.caption", **values))


def rfm_cells(scores):
    """Customers by recency code (down) and frequency code (across): their number, and as shade the share of all money they have brought.

    ``scores`` from ``measure.rfm``.
    """
    counts, money = (_cells(scores, column) for column in (None, "monetary"))
    shares = money / money.sum() if money.sum() > 0 else np.zeros_like(money)
    figure, axes = clean_axes(height=4.4, left=0.1, right=0.98, bottom=0.13, top=0.9)
    axes.grid(False)
    axes.imshow(np.clip(shares, 0, None), cmap=_blues(), aspect="auto", vmin=0, vmax=max(shares.max(), 1e-9) * 1.15)
    dark = shares > 0.6 * shares.max()
    for row, column in np.ndindex(shares.shape):
        text = words.number(int(counts[row, column])) + (f"\n{words.percent(shares[row, column])}" if counts[row, column] else "")
        axes.annotate(text, (column, row), ha="center", va="center", fontsize=10.5, color="white" if dark[row, column] else "black")
    rows, columns = shares.shape
    axes.set(xticks=range(columns), yticks=range(rows), xlabel=words.t("chart.code_grid.frequency"), ylabel=words.t("chart.code_grid.recency"))
    axes.set_xticklabels(range(1, columns + 1))
    axes.set_yticklabels(range(1, rows + 1))
    axes.set_title(words.t("chart.rfm_cells.title"), loc="left", fontsize=11)
    values = {"best": words.number(int(counts[0, 0])), "best_share": words.percent(shares[0, 0], 0), "sleeping": words.number(int(counts[-2:, :2].sum())), "sleeping_share": words.percent(shares[-2:, :2].sum(), 0)}
    return Picture(figure, words.t("chart.rfm_cells.alt", **values), words.t("chart.rfm_cells.caption", **values))


def _cells(scores, column):
    """A sum (or the number of customers) for each pair of codes R and F."""
    size = int(max(5, scores["R"].max(), scores["F"].max()))
    place = (scores["R"].to_numpy() - 1) * size + scores["F"].to_numpy() - 1
    weights = None if column is None else scores[column].to_numpy(dtype=float)
    return np.bincount(place, weights=weights, minlength=size * size).reshape(size, size)


def _blues():
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("white to blue", ["#FFFFFF", "#9CCBE8", BLUE, "#00456E"])


def cohort_grid(cohorts, most=18):
    """The survival rate of each cohort (down) at each age (across); the newest cohorts and the oldest ages beyond ``most`` are left out.

    ``cohorts`` from ``measure.cohort_survival``.
    """
    table = cohorts.pivot(index="cohort", columns="age", values="survival_rate").iloc[:most, :most]
    sizes = cohorts[cohorts["age"] == 0].set_index("cohort")["customers"].reindex(table.index)
    rates = table.to_numpy(dtype=float)
    figure, axes = clean_axes(height=1.5 + 0.27 * max(len(table), 4), left=0.2, right=0.98, bottom=0.22 if len(table) < 8 else 0.14, top=0.88 if len(table) > 4 else 0.82)
    axes.grid(False)
    axes.imshow(np.ma.masked_invalid(rates), cmap=_blues(), aspect="auto", vmin=0, vmax=1.1)
    for row, column in np.ndindex(rates.shape):
        if rates[row, column] == rates[row, column]:
            axes.annotate(words.number(100 * rates[row, column], 0), (column, row), ha="center", va="center", fontsize=8.5, color="white" if rates[row, column] > 0.62 else "black")
    axes.set(yticks=range(len(table)), xticks=range(0, table.shape[1], 1 if table.shape[1] < 13 else 2), xlabel=words.t("chart.cohorts.age"))
    axes.set_yticklabels([words.t("chart.cohorts.row", cohort=_cohort(cohort), size=words.number(size)) for cohort, size in sizes.items()], fontsize=9.5)
    axes.set_title(words.t("chart.cohorts.title"), loc="left", fontsize=11)
    first = rates[0][~np.isnan(rates[0])]
    caption = {1: "chart.cohorts.caption_none", 2: "chart.cohorts.caption_one"}.get(len(first), "chart.cohorts.caption")
    values = {"count": words.number(cohorts["cohort"].nunique()), "shown": words.number(len(table)), "first": _cohort(table.index[0]), "age": words.number(len(first) - 1), "left": words.percent(first[-1], 0), "one": words.percent(first[min(1, len(first) - 1)], 0)}
    return Picture(figure, words.t("chart.cohorts.alt", **values), words.t(caption, **values))


def _cohort(period):
    """A cohort's name: 1997-01; a week by its first day."""
    return str(period).partition("/")[0].removesuffix(" 00:00:00")


def silent_customers(found, most=10):
    """Customers in alarm: how long each has been silent, against her own rhythm (dot) and her own limit (upright stroke).

    ``found``: rows of ``interact.alerts`` in the order they are to be shown; ``code``, where there is one, stands for the customer.
    """
    shown = found.head(most)
    figure, axes = clean_axes(height=1.3 + 0.33 * max(len(shown), 2), left=0.2, right=0.96, bottom=0.13 if len(shown) > 5 else 0.3, top=0.92)
    for row, one in enumerate(shown.itertuples(index=False)):
        axes.barh(row, one.silent, height=0.56, color=SKY, hatch=HATCHES[0])
        axes.plot([one.limit, one.limit], [row - 0.36, row + 0.36], color="black", linewidth=2.4)
        axes.plot([one.rhythm], [row], "o", color=VERMILION, markeredgecolor="white", markersize=8)
        axes.annotate(words.number(one.silent, 0), (one.silent, row), (4, 0), textcoords="offset points", va="center", fontsize=9.5)
    axes.set(yticks=range(len(shown)), ylim=(max(len(shown), 2) - 0.4, -0.6), xlim=(0, max(shown["silent"].max(), shown["limit"].max()) * 1.1), xlabel=words.t("chart.silent.days"))
    names = shown["code" if "code" in shown else "customer_id"].astype(str).tolist()
    axes.set_yticklabels(names)
    axes.grid(False)
    number_ticks(axes.xaxis)
    axes.set_title(words.t("chart.silent.title"), loc="left", fontsize=10)
    notes = "; ".join(f"{name}: {words.number(one.silent, 0)} / {words.number(one.limit, 0)}" for name, one in zip(names, shown.itertuples(index=False)))
    values = {"count": words.number(len(shown)), "notes": notes}
    return Picture(figure, words.t("chart.silent.alt", **values), words.t("chart.silent.caption", **values))


def active_two_ways(both, most=12):
    """By number of purchases: the mean P(Active) of the rule of thumb and of the model, and how many customers stand behind each.

    ``both``: one row per customer: n (purchases), p_active (the rule), p_alive (the model).
    """
    capped = both.assign(n=both["n"].clip(upper=most)).dropna(subset=["p_active", "p_alive"])
    means = capped.groupby("n").agg(rule=("p_active", "mean"), model=("p_alive", "mean"), customers=("n", "size"))
    figure, axes = clean_axes(top=0.9, bottom=0.21)
    axes.plot(means.index, means["model"], "-o", color=BLUE, linewidth=2.2, markersize=7, label=words.t("chart.active.model"))
    axes.plot(means.index, means["rule"], "--s", color=VERMILION, linewidth=2.2, markersize=7, label=words.t("chart.active.rule"))
    ticks = means.index.tolist()
    axes.set(ylim=(0, 1.2), yticks=np.arange(0, 1.01, 0.2), xticks=ticks, xlabel=words.t("chart.active.axis"), ylabel=words.t("chart.active.chance"))
    axes.set_xticklabels([f"{n}{'+' if n == most else ''}\n{words.number(count)}" for n, count in means["customers"].items()], fontsize=9)
    percent_ticks(axes.yaxis)
    axes.legend(loc="upper right", ncols=2, frameon=False, fontsize=10)
    axes.set_title(words.t("chart.active.title"), loc="left", fontsize=11)
    ends = [(n, means.loc[n]) for n in (ticks[0], ticks[-1])]
    notes = "; ".join(f"{n}: {words.percent(one['rule'], 0)} / {words.percent(one['model'], 0)}" for n, one in ends)
    values = {"customers": words.number(len(capped)), "notes": notes, "rule": words.percent(capped["p_active"].mean(), 0), "model": words.percent(capped["p_alive"].mean(), 0)}
    return Picture(figure, words.t("chart.active.alt", **values), words.t("chart.active.caption", **values))
