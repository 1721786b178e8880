"""An offer for each needs group: which ones are worth making, and who gets which."""
import itertools

import numpy as np

from .. import tables, words
from ..metrics import _guard
from ._money import money

NO_OFFER = "none"
MOST_OFFERS = 12  # 4,096 sets of offers


def choose_offer(customers, offers, *, match=0.3, otherwise=0.0, purchases=None):
    """One row per customer: customer_id, needs_group, offer ("none" for no offer), chance, expected_profit.

    ``customers``: customer_id, needs_group (empty where unknown). ``offers``: offer, need (the needs group it is made for),
    price, unit_cost, setup_cost (paid once when the offer is made at all). A customer takes an offer made for her needs
    group with the chance ``match``, another one with ``otherwise``; with the column ``purchases`` she takes it so many times
    (once, if None). Her expected profit is chance × purchases × (price − unit_cost), before the setup.

    Of all sets of offers the one is made that earns most after its setup costs, so that an offer that costs more than
    it brings is not made; nobody gets one that is expected to lose. Of sets that earn the same the smaller is made, then the
    first by name. The order of rows does not matter.

    Raises ValueError for more than 12 offers, or an offer that is called "none".
    """
    people, menu, worth, chances = _prepared(customers, offers, match, otherwise, purchases)
    made = _best_set(worth, menu)
    place = _best_place(worth, made)
    profit = np.where(place >= 0, worth[np.arange(len(people)), place], 0.0)
    names = np.append(menu["offer"].to_numpy(dtype=object), NO_OFFER)
    chance = np.where(place >= 0, chances[np.arange(len(people)), place], 0.0)
    return people[["customer_id", "needs_group"]].assign(offer=names[place], chance=chance, expected_profit=profit)


def plan_offers(customers, offers, *, match=0.3, otherwise=0.0, purchases=None):
    """One row per offer: offer, need, made, customers, expected_margin, setup_cost, expected_profit.

    The same choice as ``choose_offer``, seen from the offers. For an offer that is not made, the figures say what it would
    bring to the customers of its own need alone: why it is not worth it, or that another one serves them better.
    """
    people, menu, worth, chances = _prepared(customers, offers, match, otherwise, purchases)
    made = _best_set(worth, menu)
    place = _best_place(worth, made)
    takers = np.where(np.isin(np.arange(len(menu)), made), place[:, None] == np.arange(len(menu)), _made_for(people, menu))
    margin = (takers * worth).sum(axis=0)
    found = menu[["offer", "need"]].assign(made=np.isin(np.arange(len(menu)), made), customers=takers.sum(axis=0), expected_margin=margin, setup_cost=menu["setup_cost"])
    return found.assign(expected_profit=found["expected_margin"] - found["setup_cost"])


def _prepared(customers, offers, match, otherwise, purchases):
    """Customers and offers in order, what each offer is expected to bring from each customer, and the chances."""
    _guard.share(match=match, otherwise=otherwise)
    _guard.at_most("match", match, otherwise=otherwise)
    tables.require(customers, "customer_id", table_name="customers")
    tables.unique(customers, "customer_id", table_name="customers")
    tables.require(offers, "offer", "need", "price", "unit_cost", "setup_cost", table_name="offers")
    tables.unique(offers, "offer", table_name="offers")
    if "needs_group" not in customers:
        tables.require(customers, "needs_group", table_name="customers")
    if NO_OFFER in set(offers["offer"]) or len(offers) > MOST_OFFERS:
        raise ValueError(words.t("customize.offers", reserved=NO_OFFER, most=MOST_OFFERS, count=len(offers)))
    menu = offers.sort_values("offer").reset_index(drop=True)
    figures = {column: money(menu, column, "offers") for column in ("price", "unit_cost", "setup_cost")}
    _guard.not_negative(setup_cost=figures["setup_cost"])
    people = customers.reset_index(drop=True)
    chances = np.where(_made_for(people, menu), match, otherwise)
    times = np.ones(len(people)) if purchases is None else _times(people, purchases)
    return people, menu.assign(**figures), chances * times[:, None] * (figures["price"] - figures["unit_cost"]), chances


def _made_for(people, menu):
    """Whether an offer (column) is made for the needs group of a customer (row); for nobody's whose group is unknown."""
    groups = people["needs_group"].astype(object).where(people["needs_group"].notna(), np.nan)
    return (groups.to_numpy(dtype=object)[:, None] == menu["need"].to_numpy(dtype=object)).astype(bool)


def _times(people, purchases):
    """How many times each customer would take it: 0 or more."""
    tables.require(people, purchases, table_name="customers")
    times = tables.numbers(people, purchases, "customers")
    _guard.not_negative(**{purchases: times})
    return times


def _best_set(worth, menu):
    """The positions of the offers to make: of all sets the one that earns most after its setup costs.

    Customers with the same signs and the same order of offers choose alike in every set; adding them up first leaves
    one row for each needs group.
    """
    _, alike = np.unique(np.round(worth / np.maximum(np.abs(worth).max(axis=1, keepdims=True), 1e-300), 9), axis=0, return_inverse=True)
    groups = np.zeros((alike.max() + 1, worth.shape[1]))
    np.add.at(groups, alike.ravel(), worth)
    setup = menu["setup_cost"].to_numpy()
    best, most = (), 0.0
    for size in range(1, len(menu) + 1):
        for chosen in itertools.combinations(range(len(menu)), size):
            earned = groups[:, chosen].max(axis=1).sum() - setup[list(chosen)].sum()
            if earned > most + 1e-9 * max(1.0, abs(most)):
                best, most = chosen, earned
    return np.array(best, dtype=int)


def _best_place(worth, made):
    """For each customer the position of her offer among those made, -1 for none; of equal ones the first by name."""
    if not len(made):
        return np.full(len(worth), -1)
    offered = worth[:, made]
    return np.where(offered.max(axis=1) > 0, made[offered.argmax(axis=1)], -1)
