"""Whom to contact, and through which channel, when staff time and money are short."""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from .channels import check_channels

__all__ = ["contact_plan"]

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)  # how the price of a contact is shared between money and minutes; the best is kept
HALVINGS = 40


def contact_plan(options, *, unit_costs, minutes, hours, budget, customer="customer_id", channel="channel", value="value"):
    """One row per customer to be contacted, largest gain first: channel, gain, cost and minutes; nobody more than once.

    ``options`` has one row per customer and channel: may, chance (of an answer) and value (what an answer is worth).
    gain is chance · value − cost. ``unit_costs`` and ``minutes`` are per contact, {channel: …}; ``hours`` of staff and
    ``budget`` are what there is. Without permission (may = 0) nobody is planned, whatever the gain.

    Staff time and money get a price, raised until what is worth its price fits: each customer then has the channel that
    suits her best at that price. What is left over goes to the next best. Near the best plan when single contacts are small.
    """
    tables.require(options, customer, channel, "may", "chance", value, table_name="options")
    tables.unique(options, customer, channel, table_name="options")
    _guard.share(chance=options["chance"])
    _guard.positive(hours=hours, budget=budget)
    for known in (unit_costs, minutes):
        check_channels(known, options[channel])
    allowed = options[options["may"] == 1]
    net = allowed["chance"] * allowed[value] - allowed[channel].map(unit_costs).astype(float)
    gains = allowed.assign(gain=net).pivot(index=customer, columns=channel, values="gain")
    uses = np.array([[unit_costs[name], minutes[name]] for name in gains.columns], dtype=float).reshape(-1, 2)
    chosen = _best_plan(gains.fillna(-np.inf).to_numpy(), uses / [budget, 60 * hours])
    rows = np.flatnonzero(chosen >= 0)
    found = {customer: gains.index[rows], channel: gains.columns[chosen[rows]], "gain": gains.to_numpy()[rows, chosen[rows]]}
    plan = pd.DataFrame(found | {"cost": uses[chosen[rows], 0], "minutes": uses[chosen[rows], 1]})
    return plan.sort_values(["gain", customer], ascending=[False, True], ignore_index=True)


def _best_plan(gains, uses):
    """The channel of each customer (−1: none), for uses that are parts of what there is."""
    plans = [_filled(_priced(gains, uses, uses @ [weight, 1 - weight]), gains, uses) for weight in WEIGHTS]
    return max(plans, key=lambda plan: round(_gain(plan, gains), 6))


def _gain(chosen, gains):
    rows = np.flatnonzero(chosen >= 0)
    return gains[rows, chosen[rows]].sum()


def _used(chosen, uses):
    return uses[chosen[chosen >= 0]].sum(axis=0)


def _priced(gains, uses, price):
    """The plan at the lowest price at which it fits."""
    low, high = 0.0, 1.0
    while not _fits(_choice(gains, high * price), uses) and high < 1e30:
        low, high = high, 4 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _fits(_choice(gains, middle * price), uses) else (middle, high)
    found = _choice(gains, high * price)
    return found if _fits(found, uses) else np.full(len(gains), -1)


def _choice(gains, price):
    """Each customer's best channel at this price, or none."""
    if not gains.size:
        return np.full(len(gains), -1)
    net = gains - price
    return np.where(net.max(axis=1) > 0, net.argmax(axis=1), -1)


def _fits(chosen, uses):
    return bool(np.all(_used(chosen, uses) <= 1 + 1e-12))


def _filled(chosen, gains, uses):
    """What is left over, to whoever gains most by it: a first contact, or a better channel."""
    chosen, used = chosen.copy(), _used(chosen, uses)
    now = np.where(chosen >= 0, gains[np.arange(len(gains)), chosen], 0.0) if gains.size else np.zeros(len(gains))
    more = gains - now[:, None]
    for row, column in zip(*np.unravel_index(np.argsort(-more, axis=None, kind="stable")[: int((more > 0).sum())], more.shape)):
        before = uses[chosen[row]] if chosen[row] >= 0 else 0.0
        if gains[row, column] > (gains[row, chosen[row]] if chosen[row] >= 0 else 0.0) and np.all(used - before + uses[column] <= 1 + 1e-12):
            chosen[row], used = column, used - before + uses[column]
    return chosen
