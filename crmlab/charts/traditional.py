"""Pictures of section 3.1: the firm in its market, and what market share does not see."""
import numpy as np

from .. import words
from ..metrics import traditional
from .picture import BLUE, GREY, HATCHES, LINES, MARKERS, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["customers_behind", "market_shares", "share_over_years"]


def market_shares(markets, firm):
    """One bar a year, as long as the market, cut into the firms; each part with its market share.

    ``markets``: {year: {firm: sales}}; ``firm``: the one that stands out.
    """
    figure, axes = clean_axes(height=1.1 + 0.95 * len(markets), left=0.09, bottom=0.52 / (1.1 + 0.95 * len(markets)))
    axes.grid(False)
    for row, sales in enumerate(markets.values()):
        _market_bar(axes, row, sales, firm)
    largest = max(sum(sales.values()) for sales in markets.values())
    axes.set(yticks=range(len(markets)), ylim=(len(markets) - 0.5, -0.5), xlim=(0, largest * 1.02), xlabel=words.t("sales"))
    axes.set_yticklabels(markets)
    number_ticks(axes.xaxis)
    shares = [f"{words.percent(traditional.market_share(sales[firm], sum(sales.values())))} ({year})" for year, sales in markets.items()]
    values = {"firm": firm, "shares": "; ".join(shares)}
    return Picture(figure, words.t("chart.market_shares.alt", **values), words.t("chart.market_shares.caption", **values))


def _market_bar(axes, row, sales, firm):
    start, market = 0, sum(sales.values())
    for position, (name, amount) in enumerate(sales.items()):
        mine = name == firm
        axes.barh(row, amount, left=start, height=0.62, color=BLUE if mine else "#E4E4E4", edgecolor="white", hatch="" if mine else HATCHES[1 + position % 5])
        share = words.percent(traditional.market_share(amount, market))
        box = None if mine else {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        axes.annotate(f"{name}\n{share}", (start + amount / 2, row), ha="center", va="center", fontsize=10, color="white" if mine else "black", bbox=box)
        start += amount


def share_over_years(sales_growth=0.15, market_growth=0.25, firm_sales=10.0, market_sales=80.0, years=5):
    """Sales of the firm and of its market (left), and the market share that follows (right), while both growths last."""
    figure, (left, right) = clean_axes(columns=2, gap=0.3, bottom=0.16, top=0.86)
    times = np.arange(years + 1)
    firm, market = firm_sales * (1 + sales_growth) ** times, market_sales * (1 + market_growth) ** times
    share = traditional.market_share(firm, market)
    left.plot(times, 100 * firm / firm_sales, LINES[0], marker=MARKERS[0], color=BLUE, linewidth=2, label=words.t("chart.share_over_years.firm"))
    left.plot(times, 100 * market / market_sales, LINES[1], marker=MARKERS[1], color=VERMILION, linewidth=2, label=words.t("chart.share_over_years.market"))
    left.set(ylim=(0, 400), title=words.t("chart.share_over_years.sales"))
    left.legend(loc="upper left", frameon=False)
    right.plot(times, share, LINES[0], marker=MARKERS[0], color=BLUE, linewidth=2)
    right.axhline(share[0], color=GREY, linestyle="--", linewidth=1)
    right.annotate(words.percent(share[-1]), (years, share[-1] + (0.013 if share[-1] >= share[0] else -0.03)), ha="center", fontsize=12, weight="bold")
    right.set(ylim=(0, 0.32), title=words.t("market_share"))
    percent_ticks(right.yaxis)
    number_ticks(left.yaxis)
    for axes in (left, right):
        axes.set(xlim=(-0.3, years + 0.6), xticks=times, xlabel=words.t("chart.years"))
    values = {"growth": words.percent(sales_growth, 0), "market": words.percent(market_growth, 0), "times": words.number(firm[-1] / firm[0], 2),
              "first": words.percent(share[0]), "last": words.percent(share[-1]), "years": years}
    return Picture(figure, words.t("chart.share_over_years.alt", **values), words.t("chart.share_over_years.caption", **values))


def customers_behind(houses):
    """What market share does not see: one bar a house, as long as its sales, cut into groups of customers.

    ``houses``: {name: [(number of customers, what each spends), …]}.
    """
    figure, axes = clean_axes(height=3.6, left=0.14, bottom=0.16)
    axes.grid(False)
    notes = []
    for row, (name, groups) in enumerate(houses.items()):
        start, parts = 0, []
        for position, (count, each) in enumerate(groups):
            parts.append(words.t("chart.customers_behind.group", count=words.number(count), each=words.number(each)))
            axes.barh(row, count * each, left=start, height=0.62, color="#D6E6F2" if position else BLUE, edgecolor="white", linewidth=2, hatch=HATCHES[position])
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if position else None
            note = parts[-1].replace(" × ", "\n× ")
            axes.annotate(note, (start + count * each / 2, row), ha="center", va="center", fontsize=10, color="black" if position else "white", bbox=box)
            start += count * each
        notes.append(f"{name}: {' + '.join(parts)}")
    largest = max(sum(count * each for count, each in groups) for groups in houses.values())
    axes.set(yticks=range(len(houses)), ylim=(len(houses) - 0.5, -0.5), xlim=(0, largest * 1.03), xlabel=words.t("chart.customers_behind.axis"))
    axes.set_yticklabels(houses, fontsize=11)
    number_ticks(axes.xaxis)
    values = {"notes": "; ".join(notes)}
    return Picture(figure, words.t("chart.customers_behind.alt", **values), words.t("chart.customers_behind.caption", **values))
