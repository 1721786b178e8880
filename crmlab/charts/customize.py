"""Pictures of section 2.5: four kinds of customization, modules, the cost of variety, invoices, and offers."""
import numpy as np

from .. import words
from ..customize import approach_examples, best_variety, compare_invoices, customer_side_cost, invoice_schedule, variants, variety_cost, variety_profit
from .picture import BLUE, GREEN, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks

__all__ = ["customer_administration", "four_approaches", "invoice_cash_flow", "invoice_options", "loop_knowledge", "modules_variants", "offer_profits", "variety_curve"]

MOST_VARIANTS = 20
MILLION = 1e6
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}


def four_approaches():
    """The four kinds of mass customization as a square: product changed or not, representation changed or not."""
    figure, axes = clean_axes(height=4.0, left=0.14, bottom=0.13, top=0.98)
    axes.grid(False)
    names = _approach_names()
    for row in approach_examples().itertuples():
        corner = (row.representation_changed, row.product_changed)
        changed = row.product_changed + row.representation_changed
        axes.add_patch(_rectangle(corner, ("#F4F4F4", "#E3EEF6", "#BFD9EC")[changed]))
        axes.annotate(names[row.approach], (corner[0] + 0.5, corner[1] + 0.78), ha="center", fontsize=12, weight="bold")
        axes.annotate(row.firm, (corner[0] + 0.5, corner[1] + 0.55), ha="center", fontsize=11, color=BLUE)
        axes.annotate(_folded(row.dialogue), (corner[0] + 0.5, corner[1] + 0.3), ha="center", va="center", fontsize=9.5, style="italic")
    no, yes = words.t("worked.no"), words.t("worked.yes")
    axes.set(xlim=(0, 2), ylim=(0, 2), xticks=(0.5, 1.5), yticks=(0.5, 1.5), xlabel=words.t("chart.approaches.representation"), ylabel=words.t("chart.approaches.product"))
    axes.set_xticklabels([no, yes])
    axes.set_yticklabels([no, yes])
    return Picture(figure, words.t("chart.approaches.alt"), words.t("chart.approaches.caption"))


def _approach_names():
    return {
        "collaborative": words.t("collaborative_customization"),
        "adaptive": words.t("adaptive_customization"),
        "cosmetic": words.t("cosmetic_customization"),
        "transparent": words.t("transparent_customization"),
    }


def _rectangle(corner, colour):
    from matplotlib.patches import Rectangle

    return Rectangle((corner[0] + 0.02, corner[1] + 0.02), 0.96, 0.96, facecolor=colour, edgecolor="#999999")


def _folded(text, width=34):
    """A text in lines short enough for its place."""
    import textwrap

    return "\n".join(textwrap.wrap(text, width))


def modules_variants(options=(3, 2, 3, 2)):
    """Options add up, variants multiply: both as choices are added one by one."""
    figure, axes = clean_axes(left=0.09)
    steps = np.arange(1, len(options) + 1)
    prepared = np.cumsum(options)
    made = [variants(list(options[:step])) for step in steps]
    axes.bar(steps - 0.2, prepared, width=0.38, color=ORANGE, edgecolor="black", hatch="//", linewidth=0.6, label=words.t("chart.modules.prepared"))
    axes.bar(steps + 0.2, made, width=0.38, color=BLUE, label=words.t("variants"))
    for step, few, many in zip(steps, prepared, made):
        axes.annotate(words.number(few), (step - 0.2, few + max(made) * 0.015), ha="center", fontsize=10)
        axes.annotate(words.number(many), (step + 0.2, many + max(made) * 0.015), ha="center", fontsize=10, weight="bold")
    axes.set(xticks=steps, xlabel=words.t("chart.modules.choices"), ylim=(0, max(max(made), prepared[-1]) * 1.12))
    number_ticks(axes.yaxis)
    axes.legend(loc="upper left", frameon=False, fontsize=10)
    values = {"choices": len(options), "prepared": words.number(prepared[-1]), "made": words.number(made[-1])}
    return Picture(figure, words.t("chart.modules.alt", **values), words.t("chart.modules.caption", **values))


def variety_curve(number=1, customers=900, margin=600_000, misfit=400_000, setup_cost=8_000_000, stock_cost=6_000_000):
    """What closer fit brings, what variety costs and what is left, from 1 to 20 variants; the number chosen and the best one marked."""
    figure, axes = clean_axes(left=0.13)
    counts = np.arange(1, MOST_VARIANTS + 1)
    cost = variety_cost(counts, setup_cost, stock_cost)
    profit = variety_profit(counts, customers, margin, misfit, setup_cost, stock_cost)
    best = best_variety(customers, misfit, setup_cost, stock_cost)
    chosen, most = (variety_profit(count, customers, margin, misfit, setup_cost, stock_cost) for count in (number, best))
    axes.plot(counts, (profit + cost) / MILLION, "--", color=GREEN, linewidth=1.8)
    axes.plot(counts, cost / MILLION, ":", color=VERMILION, linewidth=2.2)
    axes.plot(counts, profit / MILLION, "-", color=BLUE, linewidth=2.4)
    top = customers * margin / MILLION
    axes.annotate(words.t("chart.variety.before"), (MOST_VARIANTS, min((profit + cost)[-1] / MILLION, top) - 0.07 * top), ha="right", color=GREEN, fontsize=10, bbox=PLATE)
    axes.annotate(words.t("variety_cost"), (MOST_VARIANTS, min(cost[-1] / MILLION, 0.95 * top) + 0.04 * top), ha="right", color=VERMILION, fontsize=10, bbox=PLATE)
    axes.annotate(words.t("chart.variety.profit"), (1.3, profit[0] / MILLION - 0.09 * top), color=BLUE, fontsize=10, bbox=PLATE)
    if best <= MOST_VARIANTS:
        axes.plot([best], [most / MILLION], "*", color=ORANGE, markersize=18, markeredgecolor="black")
    axes.plot([number], [chosen / MILLION], "o", color=BLUE, markersize=9, markeredgecolor="black")
    axes.set(xlim=(0.5, MOST_VARIANTS + 0.5), xticks=(1, 5, 10, 15, 20), ylim=(-0.1 * top, 1.1 * top), xlabel=words.t("variants"), ylabel=words.t("chart.millions"))
    number_ticks(axes.yaxis)
    values = {"number": number, "chosen": words.number(chosen / MILLION, 1), "best": best, "most": words.number(most / MILLION, 1)}
    axes.set_title(words.t("chart.variety.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.variety.alt", **values), words.t("chart.variety.caption", **values))


def customer_administration(spending=20_000_000, invoices=(48, 12, 4), invoice_minutes=15, hourly_wage=80_000):
    """What the customer pays beside the price, by the number of invoices in a year, and what part of the price that is."""
    figure, axes = clean_axes(height=3.2, left=0.16)
    rows = np.arange(len(invoices))
    total = customer_side_cost(spending, np.array(invoices), invoice_minutes, hourly_wage)
    hidden = total - spending
    axes.bar(rows, hidden / MILLION, width=0.5, color=VERMILION, edgecolor="black", hatch="//", linewidth=0.6)
    for row, cost in zip(rows, hidden):
        text = words.t("chart.administration.bar", cost=words.number(cost / MILLION, 2), share=words.percent(cost / spending))
        axes.annotate(text, (row, (cost + 0.02 * max(hidden)) / MILLION), ha="center", fontsize=10)
    axes.set(xticks=rows, xlim=(-0.6, len(invoices) - 0.4), ylim=(0, 1.25 * max(*hidden, 1) / MILLION), xlabel=words.t("invoices"), ylabel=words.t("chart.millions"))
    axes.set_xticklabels([words.number(count) for count in invoices])
    number_ticks(axes.yaxis)
    values = {"most": invoices[0], "least": invoices[-1], "before": words.number(hidden[0] / MILLION, 2), "after": words.number(hidden[-1] / MILLION, 2)}
    values["saved"] = words.number((hidden[0] - hidden[-1]) / MILLION, 2)
    return Picture(figure, words.t("chart.administration.alt", **values), words.t("chart.administration.caption", **values))


def invoice_cash_flow(orders, day=5, every=3, annual_rate=0.10):
    """The money of one year's orders as it comes in, month by month, under each invoice option."""
    compared = compare_invoices(orders, annual_rate=annual_rate, invoice_cost=0, day=day, every=every).set_index("option")
    figure, panels = clean_axes(columns=4, height=3.4, left=0.09, right=0.99, bottom=0.2, top=0.7, gap=0.12)
    start = orders["date"].min().to_period("M")
    flows = {option: _by_month(orders, option, day, every, start) for option in compared.index}
    top = max(max(flow) for flow in flows.values()) / MILLION
    names = _option_names(day)
    for axes, (option, flow), hatch in zip(panels, flows.items(), ("", "//", "..", "xx")):
        axes.bar(range(1, len(flow) + 1), np.array(flow) / MILLION, color=SKY, edgecolor="black", hatch=hatch, linewidth=0.5)
        line = words.t("chart.cash.panel", invoices=int(compared["invoices"][option]), cost=words.number(compared["financing_cost"][option] / MILLION, 2))
        axes.set_title(f"{names[option]}\n{line}", loc="left", fontsize=9)
        axes.set(ylim=(0, 1.05 * top), xlim=(0.2, 16.8), xticks=(1, 4, 7, 10, 13), xlabel=words.t("chart.cash.month"))
        number_ticks(axes.yaxis)
    for axes in panels[1:]:
        axes.set_yticklabels([])
    panels[0].set_ylabel(words.t("chart.millions"))
    values = {option: words.number(compared["financing_cost"][option] / MILLION, 2) for option in ("monthly", "quarterly")}
    values |= {"total": words.number(sum(flows["each"]) / MILLION, 1)}
    return Picture(figure, words.t("chart.cash.alt", **values), words.t("chart.cash.caption", **values))


def _by_month(orders, option, day, every, start, months=16):
    """The money paid in each month, counted from the month of the first order."""
    chosen = {"day": day, "every": every} if option == "chosen_day" else {}
    schedule = invoice_schedule(orders, option=option, **chosen)
    month = (schedule["paid_on"].dt.year - start.year) * 12 + schedule["paid_on"].dt.month - start.month
    return np.bincount(month, weights=schedule["amount"], minlength=months)


def _option_names(day):
    """The four options in the reader's words, the usual one first."""
    return {
        "each": words.t("chart.invoice.each"),
        "monthly": words.t("chart.invoice.monthly"),
        "quarterly": words.t("chart.invoice.quarterly"),
        "chosen_day": words.t("chart.invoice.chosen_day", day=day),
    }


def invoice_options(orders, annual_rate=0.10, invoice_cost=9_000, day=5, every=3, credit_days=0):
    """What each invoice option costs the firm in all: writing the invoices, and waiting for the money."""
    compared = compare_invoices(orders, annual_rate=annual_rate, invoice_cost=invoice_cost, day=day, every=every, credit_days=credit_days)
    figure, axes = clean_axes(height=3.2, left=0.3, bottom=0.18, top=0.86)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.grid(False, axis="y")
    names = _option_names(day)
    axes.barh(range(4), compared["invoice_cost"] / MILLION, color=ORANGE, edgecolor="black", hatch="//", linewidth=0.6, label=words.t("chart.invoice.writing"))
    axes.barh(range(4), compared["financing_cost"] / MILLION, left=compared["invoice_cost"] / MILLION, color=BLUE, label=words.t("chart.invoice.waiting"))
    farthest = (len(orders) * invoice_cost + 0.15 * orders["amount"].sum() * 80 / 365) / MILLION  # 80 days of waiting at 15 %: the axis stands still
    cheapest = int(compared["total_cost"].to_numpy().argmin())
    for row, total in enumerate(compared["total_cost"] / MILLION):
        mark = " ★" if row == cheapest else ""
        axes.annotate(words.number(total, 2) + mark, (min(total, 1.02 * farthest) + 0.015 * farthest, row), va="center", fontsize=10)
    axes.set(yticks=range(4), ylim=(3.6, -0.6), xlim=(0, 1.2 * farthest), xlabel=words.t("chart.millions"))
    axes.set_yticklabels([names[option] for option in compared["option"]])
    number_ticks(axes.xaxis)
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, frameon=False, fontsize=10)
    dearest = compared["total_cost"].max() / MILLION
    values = {"cheapest": names[compared["option"][cheapest]], "least": words.number(compared["total_cost"].min() / MILLION, 2), "most": words.number(dearest, 2), "rate": words.percent(annual_rate, 0)}
    return Picture(figure, words.t("chart.invoice.alt", **values), words.t("chart.invoice.caption", **values))


def offer_profits(plan):
    """What each offer is expected to bring and what it costs to set up; those that are made stand first. ``plan`` is of plan_offers."""
    ordered = plan.sort_values(["made", "expected_profit", "offer"], ascending=[False, False, True], ignore_index=True)
    figure, axes = clean_axes(height=0.42 * len(ordered) + 0.9, left=0.27, bottom=0.14, top=0.98)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.grid(False, axis="y")
    rows = np.arange(len(ordered))
    colours = [BLUE if made else "#CFCFCF" for made in ordered["made"]]
    axes.barh(rows - 0.18, ordered["expected_margin"] / MILLION, height=0.34, color=colours)
    axes.barh(rows + 0.18, -ordered["setup_cost"] / MILLION, height=0.34, color="white", edgecolor=VERMILION, hatch="//", linewidth=0.8)
    for row, (made, profit, place) in enumerate(zip(ordered["made"], ordered["expected_profit"] / MILLION, ordered["expected_margin"] / MILLION)):
        text = words.t("chart.offers.made" if made else "chart.offers.not_made", profit=words.number(profit, 1, sign=True))
        axes.annotate(text, (max(place, 0) + 0.6, row - 0.18), va="center", fontsize=9.5, color="black" if made else "#555555")
    axes.axvline(0, color="black", linewidth=1)
    most = max(ordered["expected_margin"].max(), 1) / MILLION
    axes.set(yticks=rows, ylim=(len(ordered) - 0.4, -0.6), xlim=(-1.08 * max(ordered["setup_cost"].max() / MILLION, 1), 1.62 * most), xlabel=words.t("chart.offers.axis"))
    axes.set_yticklabels(ordered["offer"])
    number_ticks(axes.xaxis)
    values = {"made": int(ordered["made"].sum()), "count": len(ordered), "profit": words.number(ordered.loc[ordered["made"], "expected_profit"].sum() / MILLION, 1)}
    values["best"] = ordered["offer"][0] if values["made"] else "–"
    return Picture(figure, words.t("chart.offers.alt", **values), words.t("chart.offers.caption", **values))


def loop_knowledge(rounds):
    """Round after round: the share of customers whose need is known, and the bits that are still open; ``rounds`` are rows of ``loop.knowledge``."""
    figure, (known, open_bits) = clean_axes(columns=2, gap=0.35)
    steps = np.arange(1, len(rounds) + 1)
    for axes, values, colour, marker, label in (
        (known, rounds["share_known"].to_numpy() * 100, BLUE, "o", words.t("chart.loop.known")),
        (open_bits, rounds["open_bits"].to_numpy(), VERMILION, "s", words.t("chart.loop.open")),
    ):
        axes.plot(steps, values, marker=marker, color=colour, linewidth=2, markersize=8)
        for step, value in zip(steps, values):
            axes.annotate(words.number(value, 1 if axes is known else 2), (step, value), xytext=(0, 9), textcoords="offset points", ha="center", fontsize=11)
        axes.set(xticks=steps, xlim=(0.6, len(rounds) + 0.4), ylim=(0, max(values) * 1.25), xlabel=words.t("chart.loop.round"))
        axes.set_title(label, fontsize=11)
        number_ticks(axes.yaxis)
    said = {"rounds": len(rounds), "first": words.percent(rounds["share_known"].iloc[0], 1), "last": words.percent(rounds["share_known"].iloc[-1], 1)}
    said |= {"bits": words.number(rounds["open_bits"].iloc[0], 2), "left": words.number(rounds["open_bits"].iloc[-1], 2)}
    return Picture(figure, words.t("chart.loop.alt", **said), words.t("chart.loop.caption"))
