"""Pictures of section 3.2.2: how much of a customer's purchases the firm has, and will have."""
import numpy as np

from .. import words
from ..metrics import popular, traditional
from .picture import BLUE, COLOURS, GREEN, GREY, HATCHES, LINES, MARKERS, ORANGE, SKY, VERMILION, Picture, clean_axes, number_ticks, percent_ticks

__all__ = [
    "aggregate_share", "brand_shares", "category_requirement", "expected_share", "market_and_wallet",
    "same_share", "transition_grid", "wallet_grid", "wallets",
]

STRATEGIES = ("guard", "hold", "target", "leave")
PALE = "#E4E4E4"


def wallets(spending, firm, as_shares=False):
    """The wallet of each customer, cut into the firms where the money goes; as money, or as shares of the wallet.

    ``spending``: {customer: {firm: money}}; ``firm``: the one that stands out.
    """
    figure, axes = clean_axes(height=1 + 0.6 * len(spending), left=0.11, right=0.87, bottom=0.5 / (1 + 0.6 * len(spending)), top=0.97)
    axes.grid(False)
    notes, largest = [], max(popular.size_of_wallet(list(money.values())) for money in spending.values())
    for row, (customer, money) in enumerate(spending.items()):
        wallet = popular.size_of_wallet(list(money.values()))
        share = popular.share_of_wallet(money[firm], wallet)
        _wallet_bar(axes, row, {name: amount / (wallet if as_shares else largest) for name, amount in money.items()}, firm)
        note = words.percent(share, 0) if as_shares else words.number(wallet)
        axes.annotate(note, (1 if as_shares else wallet / largest, row), xytext=(6, 0), textcoords="offset points", va="center", fontsize=12, weight="bold")
        notes.append(words.t("chart.wallets.note", customer=customer, share=words.percent(share, 0), wallet=words.number(wallet)))
    label = words.t("share_of_wallet" if as_shares else "size_of_wallet")
    axes.set(yticks=range(len(spending)), ylim=(len(spending) - 0.5, -0.5), xlim=(0, 1), xticks=np.linspace(0, 1, 5), xlabel=label)
    axes.set_yticklabels(spending, fontsize=11)
    axes.set_xticklabels([words.percent(tick, 0) if as_shares else words.number(tick * largest) for tick in np.linspace(0, 1, 5)])
    values = {"firm": firm, "notes": "; ".join(notes)}
    return Picture(figure, words.t("chart.wallets.alt", **values), words.t(f"chart.wallets.{'shares' if as_shares else 'money'}", **values))


def _wallet_bar(axes, row, widths, firm):
    """One bar in pieces, each as wide as its part of the axis; a piece too narrow for its name stays without."""
    start = 0
    for position, (name, width) in enumerate(widths.items()):
        mine = name == firm
        axes.barh(row, width, left=start, height=0.62, color=BLUE if mine else PALE, edgecolor="white", linewidth=1.5, hatch="" if mine else HATCHES[position % 6])
        if width > 0.08:
            box = None if mine else {"facecolor": "white", "edgecolor": "none", "pad": 1}
            axes.annotate(name, (start + width / 2, row), ha="center", va="center", fontsize=10, color="white" if mine else "black", bbox=box)
        start += width


def same_share(share_of_wallet=0.5, wallets=(400, 50), names=("1", "2"), max_share=1.0):
    """One share of wallet in two wallets: the actual value is what is filled, the unrealised value is the rest up to the highest share."""
    figure, axes = clean_axes(height=2.6, left=0.11, right=0.97, bottom=0.24, top=0.87)
    axes.grid(False)
    rests = []
    for row, wallet in enumerate(wallets):
        actual, potential = share_of_wallet * wallet, max_share * wallet
        popular.share_of_wallet(actual, potential)
        rests.append(words.number(potential - actual))
        axes.barh(row, actual, height=0.6, color=BLUE)
        axes.barh(row, potential - actual, left=actual, height=0.6, color="white", edgecolor=VERMILION, hatch="//", linewidth=0.8)
        note = words.t("chart.same_share.note", actual=words.number(actual), rest=rests[-1])
        axes.annotate(note, (potential, row), xytext=(8, 0), textcoords="offset points", va="center", fontsize=11)
    axes.set(yticks=range(len(wallets)), ylim=(len(wallets) - 0.5, -0.5), xlim=(0, max(wallets) * 1.6), xlabel=words.t("size_of_wallet"))
    axes.set_yticklabels(names, fontsize=11)
    number_ticks(axes.xaxis)
    values = {"share": words.percent(share_of_wallet, 0), "rests": "; ".join(f"{name}: {rest}" for name, rest in zip(names, rests))}
    axes.set_title(words.t("chart.same_share.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.same_share.alt", **values), words.t("chart.same_share.caption", **values))


def aggregate_share(firm_spending=(300, 10), wallets=(400, 100), names=("1", "2")):
    """Two ways to say the share of a group: columns as wide as the wallets, filled to the share, with both means as lines."""
    figure, axes = clean_axes(right=0.74, bottom=0.16, top=0.96)
    shares, start = popular.share_of_wallet(firm_spending, wallets), 0
    for position, (share, wallet, name) in enumerate(zip(shares, wallets, names)):
        axes.bar(start, share, width=wallet, align="edge", color=BLUE, edgecolor="white", linewidth=2)
        axes.bar(start, 1 - share, bottom=share, width=wallet, align="edge", color=PALE, edgecolor="white", linewidth=2, hatch="..")
        axes.annotate(f"{name}: {words.percent(share, 0)}", (start + wallet / 2, 1.02), ha="center", fontsize=11, annotation_clip=False)
        start += wallet
    found = {}
    for method, colour, line in (("ratio_of_sums", "black", "-"), ("mean_of_shares", VERMILION, "--")):
        level = popular.aggregate_share_of_wallet(firm_spending, wallets, method=method)
        found[method] = words.percent(level)
        axes.axhline(level, color=colour, linestyle=line, linewidth=2)
        note = words.t(f"chart.aggregate.{method}", share=found[method])
        axes.annotate(note, (1.01, level), xycoords=("axes fraction", "data"), va="center", color=colour, fontsize=11, annotation_clip=False)
    axes.set(xlim=(0, start), ylim=(0, 1.1), yticks=np.arange(0, 1.01, 0.2), xlabel=words.t("chart.aggregate.axis"), ylabel=words.t("share_of_wallet"))
    percent_ticks(axes.yaxis)
    number_ticks(axes.xaxis)
    return Picture(figure, words.t("chart.aggregate.alt", **found), words.t("chart.aggregate.caption", **found))


def category_requirement(firm_volume=(20, 60, 250), category_volume=(100, 200, 500)):
    """What each customer needs (A) and what she buys from the firm (B), with B/A and the share of all together."""
    figure, axes = clean_axes()
    rows = np.arange(1, len(firm_volume) + 1)
    shares = popular.share_of_category_requirement(firm_volume, category_volume, method="individual")
    axes.bar(rows - 0.2, category_volume, width=0.36, color=PALE, hatch="//", edgecolor="white", label=words.t("chart.requirement.needs"))
    axes.bar(rows + 0.2, firm_volume, width=0.36, color=BLUE, label=words.t("chart.requirement.bought"))
    for row, share, bought in zip(rows, shares, firm_volume):
        axes.annotate(f"B/A = {words.number(share)}", (row + 0.2, bought), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=11)
    axes.set(xticks=rows, ylim=(0, max(category_volume) * 1.12), xlabel=words.t("chart.requirement.customer"), ylabel=words.t("chart.requirement.units"))
    axes.legend(loc="upper left", frameon=False, fontsize=11)
    number_ticks(axes.yaxis)
    whole = popular.share_of_category_requirement(firm_volume, category_volume)
    values = {"shares": "; ".join(words.number(share) for share in shares), "whole": words.percent(whole, 2), "best": words.number(int(np.argmax(shares)) + 1)}
    return Picture(figure, words.t("chart.requirement.alt", **values), words.t("chart.requirement.caption", **values))


def market_and_wallet(market_sales=5_000_000, customers=5_000, spending=150, wallet=500):
    """The market, within it the wallets of the firm's own customers, and within those the firm's sales."""
    figure, axes = clean_axes(height=2.8, left=0.03, right=0.97, bottom=0.02, top=0.98)
    axes.set_axis_off()
    sales, own_wallets = customers * spending, customers * wallet
    market_share = words.percent(traditional.market_share(sales, market_sales))
    covered = words.percent(traditional.market_share(own_wallets, market_sales))
    share = words.percent(popular.aggregate_share_of_wallet([sales], [own_wallets]))
    rows = (("market", market_sales, PALE, "", ""), ("wallets", own_wallets, SKY, "//", covered), ("sales", sales, BLUE, "", market_share))
    for row, (key, amount, colour, hatch, part) in enumerate(rows):
        axes.barh(row, amount, height=0.5, color=colour, hatch=hatch, edgecolor="white")
        note = words.t(f"chart.market_and_wallet.{key}", amount=words.number(amount), part=part, share=share)
        axes.annotate(note, (0, row - 0.3), va="bottom", fontsize=11)
    axes.set(xlim=(0, market_sales), ylim=(2.35, -0.7))
    values = {"market_share": market_share, "covered": covered, "share": share}
    return Picture(figure, words.t("chart.market_and_wallet.alt", **values), words.t("chart.market_and_wallet.caption", **values))


def wallet_grid(share_of_wallet, size_of_wallet, share_cut=0.5, size_cut=200, names=()):
    """Each customer as a mark: the size of the wallet across, the share of it upwards; the two cuts make four strategies."""
    figure, axes = clean_axes(height=4.4, left=0.12, bottom=0.14, top=0.97)
    shares, sizes = np.atleast_1d(share_of_wallet), np.atleast_1d(size_of_wallet)
    chosen = np.atleast_1d(popular.wallet_strategy(shares, sizes, share_cut, size_cut))
    for strategy, colour, marker in zip(STRATEGIES, (BLUE, GREEN, VERMILION, GREY), MARKERS):
        mine = chosen == strategy
        axes.plot(sizes[mine], shares[mine], marker, color=colour, markersize=9 if len(names) else 6, alpha=0.85, markeredgecolor="white", clip_on=False, zorder=3)
        _cell_label(axes, strategy, f"{words.t(strategy)}: {words.number(int(mine.sum()))}", colour)
    for name, share, size in zip(names, shares, sizes):
        axes.annotate(name, (size, share), xytext=(8, 9), textcoords="offset points", va="center", fontsize=11)
    axes.axhline(share_cut, color="black", linewidth=1.2, linestyle="--")
    axes.axvline(size_cut, color="black", linewidth=1.2, linestyle="--")
    _wallet_axes(axes, sizes)
    counts = {strategy: words.number(int((chosen == strategy).sum())) for strategy in STRATEGIES}
    values = counts | {"share_cut": words.percent(share_cut, 0), "size_cut": words.number(size_cut)}
    return Picture(figure, words.t("chart.wallet_grid.alt", **values), words.t("chart.wallet_grid.caption", **values))


def _cell_label(axes, strategy, note, colour):
    """What to do with the customers of one cell, in its corner of the grid."""
    right, up = strategy in ("guard", "target"), strategy in ("guard", "hold")
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    place = {"x": 0.985 if right else 0.015, "y": 0.985 if up else 0.015, "ha": "right" if right else "left", "va": "top" if up else "bottom"}
    axes.text(s=note, transform=axes.transAxes, color=colour, fontsize=11, weight="bold", bbox=box, **place)


def _wallet_axes(axes, sizes):
    """Wallets on a scale where each step multiplies, because a few are many times larger than the rest."""
    axes.set_xscale("log")
    steps = np.array([step * 10.0**power for power in range(-1, 9) for step in (1, 2, 5)])
    known = sizes[sizes > 0]
    low, high = (known.min() / 1.6, known.max() * 1.6) if len(known) else (1, 10)
    inside = steps[(steps >= low) & (steps <= high)]
    axes.set(xlim=(low, high), ylim=(-0.12, 1.12), xticks=inside, yticks=np.arange(0, 1.01, 0.2))
    axes.set_xticks([], minor=True)
    axes.set(xlabel=words.t("size_of_wallet"), ylabel=words.t("share_of_wallet"))
    number_ticks(axes.xaxis)
    percent_ticks(axes.yaxis)


def transition_grid(matrix, brands=("A", "B", "C")):
    """A transition matrix as a grid: bought now down, bought next across; each share as a number and as the size of a square."""
    popular.next_purchase_shares(matrix, 0, 1)
    shares = np.asarray(matrix, dtype=float)
    digits = 0 if np.allclose(100 * shares, np.round(100 * shares)) else 1
    figure, axes = clean_axes(height=4.2, left=0.2, right=0.8, bottom=0.03, top=0.84)
    axes.grid(False)
    axes.spines[:].set_visible(False)
    for row, column in np.ndindex(shares.shape):
        side = 0.96 * np.sqrt(shares[row, column])
        stays = row == column
        axes.add_patch(_square(column, row, 0.96, "white", "#BBBBBB"))
        axes.add_patch(_square(column, row, side, BLUE if stays else "#BFDDF0", "white"))
        colour = "white" if stays and side > 0.6 else "black"
        axes.annotate(words.percent(shares[row, column], digits), (column, row), ha="center", va="center", fontsize=13, weight="bold", color=colour)
    ticks = range(len(brands))
    axes.set(xlim=(-0.5, len(brands) - 0.5), ylim=(len(brands) - 0.5, -0.5), xticks=ticks, yticks=ticks, aspect="equal", ylabel=words.t("chart.transition.now"))
    axes.xaxis.tick_top()
    axes.set_xticklabels(brands, fontsize=12)
    axes.set_yticklabels(brands, fontsize=12)
    axes.tick_params(length=0)
    axes.set_title(words.t("chart.transition.next"), fontsize=10)
    values = {"rows": "; ".join(f"{brand}: {', '.join(words.percent(share, digits) for share in row)}" for brand, row in zip(brands, shares))}
    values["stays"] = "; ".join(f"{brand} {words.percent(share, digits)}" for brand, share in zip(brands, shares.diagonal()))
    return Picture(figure, words.t("chart.transition.alt", **values), words.t("chart.transition.caption", **values))


def _square(x, y, side, face, edge):
    from matplotlib.patches import Rectangle

    return Rectangle((x - side / 2, y - side / 2), side, side, facecolor=face, edgecolor=edge)


def brand_shares(matrix, start=0, purchases=10, brands=("A", "B", "C")):
    """Purchase after purchase: the share of each brand among customers who start alike, and the long run they end in."""
    figure, axes = clean_axes(right=0.83)
    times = np.arange(purchases + 1)
    first = np.eye(len(brands))[start] if np.ndim(start) == 0 else np.asarray(start, dtype=float)
    paths = np.array([first, *(popular.next_purchase_shares(matrix, start, ahead) for ahead in times[1:])])
    long_run = popular.long_run_shares(matrix)
    for position, brand in enumerate(brands):
        axes.plot(times, paths[:, position], LINES[position], marker=MARKERS[position], color=COLOURS[position], linewidth=2)
        axes.axhline(long_run[position], color=COLOURS[position], linewidth=1, linestyle=":")
    for position, level in zip(np.argsort(long_run), _apart(np.sort(long_run), 0.065)):
        note = f"{brands[position]}: {words.percent(long_run[position])}"
        axes.annotate(note, (1.01, level), xycoords=("axes fraction", "data"), va="center", color=COLOURS[position], fontsize=11, weight="bold", annotation_clip=False)
    axes.set(xlim=(-0.2, purchases + 0.2), ylim=(-0.03, 1.03), xticks=times, xlabel=words.t("chart.brand_shares.axis"), ylabel=words.t("chart.brand_shares.share"))
    percent_ticks(axes.yaxis)
    runs = "; ".join(f"{brand} {words.percent(share)}" for brand, share in zip(brands, long_run))
    begins = "; ".join(f"{brand} {words.percent(share, 0)}" for brand, share in zip(brands, first))
    values = {"runs": runs, "begins": begins, "purchases": purchases}
    return Picture(figure, words.t("chart.brand_shares.alt", **values), words.t("chart.brand_shares.caption", **values))


def _apart(levels, gap):
    """Sorted heights of labels, each at least a gap above the one before."""
    placed = []
    for level in levels:
        placed.append(max(level, placed[-1] + gap) if placed else level)
    return placed


def expected_share(matrix, start=0, firm=0, purchases=2, most=8):
    """The chance of the firm at each of the next purchases, and their mean over those we look at."""
    figure, axes = clean_axes(top=0.88)
    times = np.arange(1, most + 1)
    mean = popular.expected_share_of_wallet(matrix, start, firm, purchases)
    chances = np.array([popular.next_purchase_shares(matrix, start, ahead)[firm] for ahead in times])
    seen = times <= purchases
    axes.bar(times[seen], chances[seen], color=BLUE, width=0.7)
    axes.bar(times[~seen], chances[~seen], color="white", edgecolor=GREY, hatch="//", width=0.7, linewidth=0.8)
    axes.plot([0.5, purchases + 0.5], [mean, mean], color=ORANGE, linewidth=3)
    for time, chance in zip(times, chances):
        axes.annotate(words.percent(chance), (time, chance), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=10)
    axes.set(xlim=(0.4, most + 0.6), ylim=(0, 1), xticks=times, xlabel=words.t("chart.expected.axis"), ylabel=words.t("chart.expected.chance"))
    percent_ticks(axes.yaxis)
    values = {"mean": words.percent(mean, 2), "purchases": purchases, "first": words.percent(chances[0]), "last": words.percent(chances[-1]), "most": most}
    axes.set_title(words.t("chart.expected.title", **values), loc="left", fontsize=11)
    return Picture(figure, words.t("chart.expected.alt", **values), words.t("chart.expected.caption", **values))
