"""Pictures of section 4.1.2, second half: what customers will spend, who renews, whom to contact first, and where the value lies."""
import numpy as np

from .. import models, words
from ..metrics import strategic
from .picture import BLUE, COLOURS, GREY, HATCHES, LINES, MARKERS, ORANGE, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = ["gains_curves", "letter_map", "renewals", "spend_pull", "value_alerts", "value_by_repeats"]

HIGH_END = (1, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491, 0.468, 0.445, 0.427, 0.409, 0.394)  # survivors of WE-411, years 0–12


def spend_pull(p=6.25, q=3.74, v=15.44, repeats=(1, 3, 10), most=100, unit="USD"):
    """What to expect of a customer's next purchase, by what her purchases cost so far: pulled to everybody's mean, less with more purchases.

    Defaults: CDNOW (WE-409).
    """
    model = models.GammaGamma(p, q, v)
    figure, axes = clean_axes(height=3.8, top=0.86)
    seen = most * np.linspace(0.02, 1, 50)
    axes.plot(seen, seen, color=GREY, linewidth=1.2, linestyle=":", label=words.t("chart.spend.as_seen"))
    axes.axhline(model.mean_spend, color="black", linewidth=1.2)
    axes.annotate(words.t("chart.spend.mean", mean=words.number(model.mean_spend, 2)), (most * 0.99, model.mean_spend - most * 0.06), ha="right", fontsize=10)
    for x, colour, marker, line in zip(repeats, COLOURS, MARKERS, LINES):
        axes.plot(seen, model.expected_spend(x, seen), color=colour, linestyle=line, marker=marker, markevery=(9, 10), linewidth=2, label=f"x = {x}", clip_on=False)
    axes.set(xlim=(0, most), ylim=(0, most), xlabel=words.t("chart.spend.seen", unit=unit), ylabel=words.t("chart.spend.expected", unit=unit))
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=4, frameon=False, fontsize=10, handlelength=2.4)
    number_ticks(axes.yaxis)
    number_ticks(axes.xaxis)
    high = "; ".join(f"x = {x}: {words.number(float(model.expected_spend(x, 0.8 * most)), 1)}" for x in repeats)
    values = {"mean": words.number(model.mean_spend, 2), "seen": words.number(0.8 * most), "high": high, "unit": unit}
    return Picture(figure, words.t("chart.spend.alt", **values), words.t("chart.spend.caption", **values))


def renewals(defection_rate=0.1493, heterogeneity=0.1827, survivors=HIGH_END):
    """Why retention rises although nobody grows more loyal: who is still there (left), and the share that renews each year (right).

    ``defection_rate``: mean chance to leave in the first year; ``heterogeneity``: 0 when all customers are equal, 1 when each one
    either always stays or leaves at once. Defaults: the fit of WE-411, whose survivors stand beside as points.
    """
    alpha, beta = _shape(defection_rate, heterogeneity)
    model, years = models.ShiftedBetaGeometric(alpha, beta), np.arange(1, 13)
    figure, panels = clean_axes(columns=2, height=3.7, left=0.09, right=0.98, bottom=0.16, top=0.9, gap=0.2)
    _who_is_left(panels[0], alpha, beta)
    real = np.asarray(survivors, dtype=float)
    panels[1].plot(years, model.retention_rate(years), color=BLUE, marker="o", linewidth=2, label=words.t("chart.renewals.model"))
    panels[1].plot(years, np.full(12, 1 - defection_rate), color=VERMILION, linestyle="--", linewidth=1.8, label=words.t("chart.renewals.same"))
    panels[1].plot(np.arange(1, len(real)), strategic.response_rate(real[1:], real[:-1]), "D", color="black", markersize=5, label=words.t("chart.renewals.real"))
    panels[1].set(xlim=(0.5, 12.5), ylim=(0, 1), xticks=range(1, 13), xlabel=words.t("chart.renewals.year"))
    panels[1].set_title(_capital(words.t("retention_rate")), loc="left", fontsize=11)
    for axes, place in zip(panels, ("upper right", "lower right")):
        axes.legend(loc=place, frameon=False, fontsize=10, handlelength=2.2)
        percent_ticks(axes.yaxis)
    rates = model.retention_rate(years)
    values = {"leave": words.percent(defection_rate, 0), "first": words.percent(rates[0], 1), "fifth": words.percent(rates[4], 1), "last": words.percent(rates[-1], 1)}
    return Picture(figure, words.t("chart.renewals.alt", **values), words.t("chart.renewals.caption", **values))


def _capital(text):
    return text[0].upper() + text[1:]


def _shape(defection_rate, heterogeneity):
    """α and β of the chances to leave, from their mean and how different they are."""
    strategic.response_rate(defection_rate, 1)
    strategic.response_rate(heterogeneity, 1)
    size = 1 / np.clip(heterogeneity, 0.001, 0.999) - 1
    share = np.clip(defection_rate, 0.001, 0.999)
    return float(share * size), float((1 - share) * size)


def _who_is_left(axes, alpha, beta, later=5):
    """Customers by their own chance to leave: all at the start, and those left after some years."""
    from scipy import stats

    edges = np.linspace(0, 1, 11)
    for years, colour, hatch, shift in ((0, ORANGE, HATCHES[1], -0.02), (later, BLUE, "", 0.02)):
        shares = np.diff(stats.beta(alpha, beta + years).cdf(edges))
        axes.bar(edges[:-1] + 0.05 + shift, shares, width=0.04, color=colour, hatch=hatch, edgecolor="white", label=words.t("chart.renewals.left", years=years) if years else words.t("chart.renewals.start"))
    axes.set(xlim=(0, 1), ylim=(0, 1), xticks=np.arange(5) / 5, xlabel=words.t("chart.renewals.chance"))
    axes.set_title(words.t("chart.renewals.who"), loc="left", fontsize=11)
    percent_ticks(axes.xaxis)


def gains_curves(gains):
    """The share of all responders reached, by share of customers contacted, best first; contacting by chance as a dotted line.

    ``gains``: {name: one gain per group, the last being 1}, groups of equal size.
    """
    figure, axes = clean_axes(height=4.0, top=0.84, right=0.95)
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1.5, label=words.t("chart.gains.chance"))
    for (name, gain), colour, marker, line in zip(gains.items(), COLOURS, MARKERS, LINES):
        reached = np.append(0, strategic.response_rate(gain, 1))
        axes.plot(np.linspace(0, 1, len(reached)), reached, color=colour, marker=marker, linestyle=line, markersize=6, linewidth=1.8, label=name)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel=words.t("chart.gains.contacted"), ylabel=words.t("chart.gains.reached"))
    percent_ticks(axes.xaxis)
    percent_ticks(axes.yaxis)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, frameon=False, fontsize=10, handlelength=2.6)
    listed = "; ".join(f"{name} {', '.join(words.percent(share, 0) for share in list(gain)[:3])}" for name, gain in gains.items())
    return Picture(figure, words.t("chart.gains.alt", listed=listed), words.t("chart.gains.caption"))


def letter_map(p_alive, if_back, win_back=0.05, letter_cost=0.4, unit="USD"):
    """Whom a letter can win back with a profit: customers by probability of being still there and by what they bring if they are.

    ``p_alive``: shares; ``if_back``: money, above 0. A letter pays above the line win_back · (1 − P) · money = letter_cost.
    """
    p_alive, if_back = np.asarray(p_alive, dtype=float), np.asarray(if_back, dtype=float)
    lost = 1 - strategic.response_rate(p_alive, 1)
    pays = win_back * lost * if_back > letter_cost
    figure, axes = clean_axes(height=4.0, top=0.86, right=0.96)
    axes.plot(p_alive[~pays], if_back[~pays], ".", color="#9A9A9A", markersize=4, label=words.t("chart.letters.no", count=words.number((~pays).sum())))
    axes.plot(p_alive[pays], if_back[pays], "^", color=BLUE, markersize=5, label=words.t("chart.letters.yes", count=words.number(pays.sum())))
    share = np.linspace(0, 0.995, 200)
    axes.plot(share, letter_cost / win_back / (1 - share), color=VERMILION, linewidth=2, label=words.t("chart.letters.line"))
    axes.set(xlim=(-0.015, 1), ylim=(if_back.min() / 1.3, if_back.max() * 1.5), yscale="log", xlabel=words.t("chart.letters.alive"), ylabel=words.t("chart.letters.money", unit=unit))
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, frameon=False, fontsize=10, handlelength=1.6)
    percent_ticks(axes.xaxis)
    number_ticks(axes.yaxis)
    values = {"pays": words.number(pays.sum()), "all": words.number(len(pays)), "least": words.number(letter_cost / win_back, 2), "unit": unit}
    return Picture(figure, words.t("chart.letters.alt", **values), words.t("chart.letters.caption", **values))


def value_alerts(calls, unit="₫"):
    """Whom to call: each customer's silence beside her own limit, with the money a month that is at stake.

    ``calls``: a few rows with customer_id, rhythm, silent, limit (days) and monthly (money).
    """
    figure, axes = clean_axes(height=1.3 + 0.36 * len(calls), left=0.13, right=0.97, bottom=0.62 / (1.3 + 0.36 * len(calls)), top=1 - 0.42 / (1.3 + 0.36 * len(calls)))
    longest = float(calls["silent"].max())
    for row, one in enumerate(calls.itertuples()):
        axes.barh(row, one.silent, color="#F4C9A8", edgecolor=VERMILION, height=0.6, linewidth=0.8)
        axes.plot([one.limit] * 2, [row - 0.4, row + 0.4], color="black", linewidth=2.2)
        axes.plot([one.rhythm], [row], "o", color=BLUE, markersize=7)
        axes.annotate(words.money(one.monthly, unit), (one.silent + longest * 0.015, row), va="center", fontsize=10)
    axes.set(xlim=(0, longest * 1.3), ylim=(len(calls) - 0.4, -0.6), yticks=range(len(calls)), xlabel=words.t("chart.calls.axis"))
    axes.set_yticklabels(calls["customer_id"])
    axes.grid(False)
    axes.set_title(words.t("chart.calls.title"), loc="left", fontsize=10)
    first = calls.iloc[0]
    values = {
        "count": len(calls), "customer": first["customer_id"], "silent": words.number(first["silent"], 0), "rhythm": words.number(first["rhythm"], 1),
        "monthly": words.money(first["monthly"], unit), "all": words.money(calls["monthly"].sum(), unit),
    }  # fmt: skip
    return Picture(figure, words.t("chart.calls.alt", **values), words.t("chart.calls.caption", **values))


def value_by_repeats(customers, value):
    """Who the customers are and where their future value lies, by number of repeat purchases.

    ``customers``, ``value``: one number per group (0, 1, … and more); shown as shares of their sums.
    """
    shares = {name: strategic.response_rate(np.asarray(numbers, dtype=float), np.sum(numbers)) for name, numbers in {"customers": customers, "value": value}.items()}
    figure, axes = clean_axes(height=3.4, top=0.86, bottom=0.17)
    for (name, share), shift, colour, hatch in zip(shares.items(), (-0.2, 0.2), (ORANGE, BLUE), ("//", "")):
        axes.bar(np.arange(len(share)) + shift, share, width=0.38, color=colour, hatch=hatch, edgecolor="white", label=words.t(f"chart.base.{name}"))
        for place, one in enumerate(share):
            axes.annotate(words.number(100 * one, 0), (place + shift, one + 0.01), ha="center", fontsize=10)
    groups = len(shares["value"])
    axes.set(ylim=(0, 1), xlim=(-0.6, groups - 0.4), xticks=range(groups), xlabel=words.t("chart.repeats"))
    axes.set_xticklabels([*map(str, range(groups - 1)), f"{groups - 1}+"])
    percent_ticks(axes.yaxis)
    axes.legend(loc="upper right", frameon=False, fontsize=10)
    ends = {f"{name}_{end}": words.percent(share[place], 0) for name, share in shares.items() for end, place in (("first", 0), ("last", -1))}
    return Picture(figure, words.t("chart.base.alt", **ends), words.t("chart.base.caption", **ends))
