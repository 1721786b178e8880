"""Pictures of section 3.2.3, second half: what a customer has been worth, and what she will be."""
import numpy as np

from .. import words
from ..metrics import primary, strategic
from .picture import BLUE, COLOURS, GREEN, GREY, HATCHES, LINES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["equity_shares", "equity_years", "lifetime_value_years", "margin_multiples", "past_value"]


def past_value(contributions=(240, 15, 15, 9, 6), discount_rate=0.0125):
    """The same contributions in both orders of time, and the interest each has earned until now."""
    figure, panels = clean_axes(columns=2, height=3.6, left=0.1, bottom=0.24, top=0.88, gap=0.1)
    results, total = [], words.number(sum(contributions))
    ages = np.arange(len(contributions))[::-1]
    top = max(contributions) * ((1 + discount_rate) ** len(ages) - 1) or 1
    for axes, order in zip(panels, (contributions, contributions[::-1])):
        results.append(strategic.past_customer_value(order, discount_rate))
        interest = np.asarray(order) * ((1 + discount_rate) ** ages - 1)
        axes.bar(ages[::-1] + 1, interest, color=ORANGE, hatch="//", edgecolor="white", width=0.7)
        for month, earned in zip(ages[::-1] + 1, interest):
            axes.annotate(words.number(earned, 2), (month, earned + top * 0.015), ha="center", fontsize=10)
        axes.set(ylim=(0, top), xticks=ages[::-1] + 1, xlabel=words.t("chart.past_value.month"))
        axes.set_xticklabels([f"{month}\n{words.number(money)}" for month, money in zip(ages[::-1] + 1, order)])
        axes.set_title(f"{total} + {words.number(results[-1] - sum(order), 2)} = {words.number(results[-1], 2)}", loc="left", fontsize=12, weight="bold")
        number_ticks(axes.yaxis)
        axes.tick_params(axis="y", labelleft=axes is panels[0])
    panels[0].set_ylabel(words.t("chart.past_value.interest"))
    values = {"total": total, "first": words.number(results[0], 2), "second": words.number(results[1], 2), "rate": words.percent(discount_rate, 2)}
    return Picture(figure, words.t("chart.past_value.alt", **values), words.t("chart.past_value.caption", **values))


def lifetime_value_years(retention_rate=0.8, discount_rate=0.12, acquisition_cost=120, margin=100, periods=15, prediction=None):
    """What each year still brings, and the sum that first has to earn back the acquisition cost; the reader's guess at year 5."""
    figure, axes = clean_axes(top=0.82)
    years = np.arange(periods + 1)
    sums = [-acquisition_cost] + [strategic.lifetime_value(margin, discount_rate, retention_rate, int(year), acquisition_cost) for year in years[1:]]
    endless = strategic.lifetime_value(margin, discount_rate, retention_rate, acquisition_cost=acquisition_cost)
    axes.bar(years[1:], np.diff(sums), color=BLUE, width=0.7, label=words.t("chart.ltv.year"))
    axes.plot(years, sums, "-", marker="o", color=VERMILION, linewidth=2, markersize=5, label=words.t("chart.ltv.sum"))
    axes.axhline(0, color="black", linewidth=1)
    axes.axhline(endless, color=GREY, linestyle="--", linewidth=1.2, label=words.t("chart.ltv.endless"))
    if prediction is not None:
        axes.plot([5], [prediction], "*", color=ORANGE, markersize=18, markeredgecolor="black")
    axes.set(ylim=(-220, 530), xlim=(-0.6, periods + 0.6), xticks=years, xlabel=words.t("chart.ltv.years"), ylabel=words.t("chart.ltv.money"))
    number_ticks(axes.yaxis)
    axes.legend(loc="lower right", ncols=3, frameon=False, fontsize=10)
    values = {
        "rate": words.percent(retention_rate, 0), "discount": words.percent(discount_rate, 0), "cost": words.number(acquisition_cost), "start": words.number(0 - acquisition_cost), "margin": words.number(margin),
        "five": words.number(sums[5], 2), "endless": words.number(endless, 0), "payback": _payback(sums),
    }
    axes.set_title(words.t("chart.ltv.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.ltv.alt", **values), words.t("chart.ltv.caption", **values))


def _payback(sums):
    """The first year in which the sum is not below zero any more, in words."""
    paid = [year for year, value in enumerate(sums) if value >= 0]
    if not paid:
        return words.t("chart.ltv.never", periods=len(sums) - 1)
    return words.t("chart.ltv.payback", year=paid[0]) if paid[0] else words.t("chart.ltv.free")


def margin_multiples(discount_rate=0.12, retention_rate=0.8):
    """The multiple against retention, in the three conventions, with one retention rate marked."""
    figure, axes = clean_axes(top=0.86)
    rates = np.linspace(0.5, 0.95, 46)
    values = {"discount": words.percent(discount_rate, 0), "rate": words.percent(retention_rate, 0)}
    for convention, colour, line, marker in zip(("now", "end_certain", "end_if_retained"), (VERMILION, GREEN, BLUE), LINES, MARKERS):
        multiple = strategic.margin_multiple(retention_rate, discount_rate, convention)
        values[convention] = words.number(multiple, 3)
        axes.plot(rates, strategic.margin_multiple(rates, discount_rate, convention), linestyle=line, color=colour, linewidth=2, label=f"{words.t(convention)}: {values[convention]}")
        axes.plot([retention_rate], [multiple], marker, color=colour, markeredgecolor="black", markersize=8)
    axes.axvline(retention_rate, color=GREY, linewidth=1, linestyle=":")
    axes.set(ylim=(0, 9), xlim=(0.5, 0.96), xlabel=words.t("retention_rate"), ylabel=words.t("margin_multiple"))
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    axes.legend(loc="upper left", frameon=False, fontsize=10, title=words.t("chart.multiples.key"), alignment="left")
    axes.set_title(words.t("chart.multiples.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.multiples.alt", **values), words.t("chart.multiples.caption", **values))


def equity_years(customers=1000, margin=16, retention_rates=(0.40, 0.63, 0.75, 0.82, 0.85), discount_rate=0.15, unit="USD"):
    """What a cohort is worth, year by year: those still there, and the money they bring today's worth of; both conventions."""
    figure, axes = clean_axes(top=0.88)
    years = np.arange(1, len(retention_rates) + 1)
    left = primary.survivors(customers, retention_rates)
    sums = {}
    for place, (convention, colour, hatch) in enumerate((("start_of_period", SKY, ""), ("end_of_period", BLUE, "//"))):
        together = [strategic.customer_equity(customers, margin, retention_rates[:year], discount_rate, convention) for year in years]
        sums[convention] = words.money(together[-1], unit)
        axes.bar(years + 0.36 * place - 0.18, np.diff([0, *together]), width=0.36, color=colour, hatch=hatch, edgecolor="white", label=f"{words.t(convention)}: {sums[convention]}")
    top = customers * margin * retention_rates[0] * 1.25
    for year, count, height in zip(years, left, left * margin / (1 + discount_rate) ** (years - 1)):
        axes.annotate(words.t("chart.equity.left", count=words.number(count, 0)), (year, height + top * 0.02), ha="center", fontsize=10)
    axes.set(ylim=(0, top), xlim=(0.4, len(years) + 0.6), xticks=years, xlabel=words.t("chart.ltv.years"), ylabel=unit)
    number_ticks(axes.yaxis)
    axes.legend(loc="upper right", frameon=False, fontsize=10, title=words.t("chart.equity.key"), alignment="left")
    values = sums | {"customers": words.number(customers), "years": len(years), "last": words.number(left[-1], 0)}
    return Picture(figure, words.t("chart.equity.alt", **values), words.t("chart.equity.caption", **values))


def equity_shares(equities=(15_028.2, 9_000, 5_971.8), names=("A", "B", "C")):
    """The customer equity of all firms of a market as one bar."""
    figure, axes = clean_axes(height=2.2, left=0.04, right=0.97, bottom=0.28, top=0.92)
    shares, start = strategic.customer_equity_share(np.asarray(equities, dtype=float)), 0.0
    for name, share, equity, colour, hatch in zip(names, shares, equities, COLOURS, HATCHES):
        axes.barh(0, share, left=start, height=0.6, color=colour, hatch=hatch, edgecolor="white")
        label = f"{name}: {words.percent(share, 1)}\n{words.number(equity)}"
        axes.annotate(label, (start + share / 2, 0), ha="center", va="center", fontsize=11, bbox={"facecolor": "white", "edgecolor": "none", "pad": 2})
        start += share
    axes.set(yticks=[], xlim=(0, 1), ylim=(-0.5, 0.5), xlabel=words.t("chart.equity_shares.axis"))
    axes.spines["left"].set_visible(False)
    axes.grid(False)
    percent_ticks(axes.xaxis)
    listed = "; ".join(f"{name} {words.percent(share, 1)}" for name, share in zip(names, shares))
    return Picture(figure, words.t("chart.equity_shares.alt", listed=listed), words.t("chart.equity_shares.caption", name=names[int(np.argmax(shares))], share=words.percent(max(shares), 0)))
