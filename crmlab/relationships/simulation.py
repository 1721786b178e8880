"""Chapter 1.3: a learning relationship with thousands of customers, month by month, beside a firm that competes by price.

In each period every customer still here buys, tells what she is willing to tell, and weighs a rival's offer if one reaches
her. The firm starts each period with what it has not forgotten. Two firms are compared on the same customers
and the same luck, so that what differs is the firms.
"""
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import words
from ..metrics import _guard


@dataclass(frozen=True)
class LearningRelationship:
    """The ideas of the learning relationship as numbers; money and minutes are per customer and period.

    Teach: ``willingness`` is how much of what there is to say customers say, on average; ``willingness_spread`` how much they differ
    in that (0 all alike, 1 very much); ``trust`` the part of it that they dare to say to us; ``elicitation`` the part that we hear, because we
    ask well; ``learning_rate`` the part of the unknown that one full conversation teaches; ``minutes`` what it takes her, at ``minute_value``.
    Remember: ``remembering`` is the part of the conversations that is still known a period later; ``memory_cost`` what that costs, after a
    ``memory_setup`` that the firm pays once, in the first period, for all customers together.
    Respond: ``responding`` is how far knowledge becomes fit. Who knows nothing lets her choose the best of ``options``, which takes her
    ``option_minutes`` each; who knows shows fewer. With ``customer_learning`` she learns her own taste and looks faster, wherever she buys.
    Keep: ``worth`` is what perfect fit is worth to her and ``premium_share`` the part of the gain that we charge; she looks ``horizon``
    periods ahead. An offer reaches her with probability ``offer_rate`` and is worth ``temptation`` on average. A rival of ``rival_capability``
    1 could fit her as well as we do, once she has told him everything; of 0 he does not listen at all.
    Money: ``margin`` is what the standard product brings, plus ``product_advantage`` and what ``price_cut`` wins of her goodwill, both of which rivals
    copy (``copying``). Serving costs ``service_cost``, of which knowledge saves up to ``service_saving``; ``push_cost`` goes to messages that she
    does not want, less as we know more. ``size_spread`` is how much customers differ in what they buy.
    """

    willingness: float = 0.5
    willingness_spread: float = 1.0
    trust: float = 0.8
    elicitation: float = 0.8
    learning_rate: float = 0.08
    minutes: float = 10
    minute_value: float = 1_000
    remembering: float = 0.95
    memory_cost: float = 4_000
    memory_setup: float = 0
    responding: float = 0.8
    options: float = 6
    option_minutes: float = 1
    customer_learning: float = 0.1
    worth: float = 400_000
    premium_share: float = 0.3
    horizon: float = 3
    offer_rate: float = 0.06
    temptation: float = 60_000
    rival_capability: float = 0.5
    margin: float = 60_000
    product_advantage: float = 20_000
    price_cut: float = 0
    copying: float = 0.1
    service_cost: float = 30_000
    service_saving: float = 0.3
    push_cost: float = 8_000
    size_spread: float = 0.6

    def __post_init__(self):
        """Refuse what cannot be meant."""
        shares = ("willingness", "willingness_spread", "trust", "elicitation", "learning_rate", "remembering", "responding", "customer_learning",
                  "premium_share", "offer_rate", "rival_capability", "copying", "service_saving")  # fmt: skip
        values = vars(self)
        _guard.share(**{name: values[name] for name in shares})
        _guard.not_negative(**{name: value for name, value in values.items() if name not in (*shares, "options")})
        _guard.at_least(1, options=self.options)
        for name in values:
            if np.ndim(values[name]) or values[name] != values[name]:
                raise ValueError(words.t("relationships.one_number", name=name, value=values[name]))
        _guard.positive(temptation=self.temptation)

    @property
    def standard_fit(self):
        """How well the best of the options fits somebody of whom nothing is known."""
        return self.options / (self.options + 1)


class Draws(NamedTuple):
    """The chance in a simulation. One number per customer: ``tells`` (0 to 1) and ``buys`` (normal); one per period and customer: ``luck`` (0 to 1)."""

    tells: np.ndarray
    buys: np.ndarray
    luck: np.ndarray


def draw_customers(customers=10_000, periods=60, seed=1):
    """The chance for so many customers and periods: give it to two simulations, and they meet the same customers and the same luck."""
    _guard.count(customers=customers, periods=periods)
    rng = np.random.default_rng(seed)
    return Draws(rng.random(customers), rng.standard_normal(customers), rng.random((periods, customers)))


def price_led(relationship, price_cut=None):
    """The same firm competing by price: it asks, learns and remembers nothing, and gives the money to all as a price cut."""
    cut = relationship.memory_cost if price_cut is None else price_cut
    return replace(relationship, learning_rate=0.0, minutes=0.0, memory_cost=0.0, memory_setup=0.0, price_cut=cut)


def simulate_learning_relationship(relationship=None, *, customers=10_000, periods=60, seed=1, draws=None):
    """One row per period: who is still here, what is known, how it fits, and what it earns.

    ``customers`` buy in the period and ``left`` of them leave at its end. ``knowledge``, ``fit``, ``search_time`` (minutes), ``waste`` (the part of
    the messages that misses), ``customer_gain`` (what she gains on the standard product at the usual price), ``margin`` and ``cost_to_serve`` are
    means over those who buy; ``profit`` is the firm's, and ``cumulative`` adds it up.

    Parameters
    ----------
    relationship : LearningRelationship, optional
        The firm, its customers and its rival.
    customers, periods, seed : whole numbers, optional
        How many customers, how many periods, and which chance.
    draws : Draws, optional
        The chance itself (``draw_customers``), in place of these three.

    Returns
    -------
    table
        With ``periods`` rows, period 1 first; means are nan once nobody is here.

    Raises
    ------
    ValueError
        If the customers or the periods are no whole numbers from 1 on.

    References
    ----------
    The ideas: textbook, on the learning relationship (S2-1 to S2-33). The model and all its numbers are our own: it shows what
    follows from assumptions, and is no evidence that they are true.

    Examples
    --------
    >>> table = simulate_learning_relationship(customers=1_000, periods=24)
    >>> bool(table["knowledge"].is_monotonic_increasing), int(table["customers"].iloc[0])
    (True, 1000)
    """
    relationship = relationship or LearningRelationship()
    draws = draws or draw_customers(customers, periods, seed)
    rows = []
    for month in _months(relationship, draws):
        means = [values.mean() if len(values) else np.nan for values in (*month.view[:4], month.gain, month.margin, month.cost)]
        rows.append([len(month.here), int(month.leaves.sum()), *means, float((month.margin - month.cost).sum())])
    names = ["customers", "left", "knowledge", "fit", "search_time", "waste", "customer_gain", "margin", "cost_to_serve", "profit"]
    rows[0][-1] -= relationship.memory_setup
    table = pd.DataFrame(rows, columns=names, index=pd.RangeIndex(1, len(rows) + 1, name="period"))
    return table.assign(cumulative=table["profit"].cumsum())


def simulate_customers(relationship=None, *, customers=10_000, periods=60, seed=1, draws=None):
    """One row per customer: how willing she is, what she buys, how long she stayed, what was known at last, what she brought in all.

    The arguments are those of ``simulate_learning_relationship``. ``size`` is 1 for a customer who buys as much as the mean; ``profit`` is the sum
    of her periods, before the firm's ``memory_setup``. As customers do not meet, a firm that keeps a relationship with some of them has the rows of a learning
    firm for those and the rows of the other firm for the rest.
    """
    relationship = relationship or LearningRelationship()
    draws = draws or draw_customers(customers, periods, seed)
    willingness, size = _people(relationship, draws)
    profit, stayed, known = np.zeros((3, len(size)))
    for month in _months(relationship, draws):
        profit[month.here] += month.margin - month.cost
        stayed[month.here] += 1
        known[month.here] = month.view.knowledge
    columns = {"willingness": willingness, "size": size, "periods": stayed.astype(int), "knowledge": known, "profit": profit}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, len(size) + 1, name="customer_id"))


def compare_firms(relationship=None, *, price_cut=None, customers=10_000, periods=60, seed=1, draws=None):
    """One row per firm ("learning", "price") and period: both firms with the same customers and the same luck.

    The second is ``price_led``: what the first spends on remembering it gives away as a price cut, unless ``price_cut`` says otherwise.
    """
    relationship = relationship or LearningRelationship()
    draws = draws or draw_customers(customers, periods, seed)
    firms = {"learning": relationship, "price": price_led(relationship, price_cut)}
    return pd.concat({name: simulate_learning_relationship(firm, draws=draws) for name, firm in firms.items()}, names=["firm"])


class _View(NamedTuple):
    """What a firm sees of each customer, and what a month with it is worth to her beyond the standard product (before the premium)."""

    knowledge: np.ndarray
    fit: np.ndarray
    search_time: np.ndarray
    waste: np.ndarray
    premium: np.ndarray
    advantage: np.ndarray


class _Month(NamedTuple):
    """One period: the places of those who buy, what is seen of them, what they gain, bring and cost, and who leaves."""

    here: np.ndarray
    view: _View
    gain: np.ndarray
    margin: np.ndarray
    cost: np.ndarray
    leaves: np.ndarray


def _people(relationship, draws):
    """Each customer's willingness and size."""
    mean, spread = relationship.willingness, relationship.willingness_spread
    own = draws.tells ** ((1 - mean) / mean) if mean > 0 else np.zeros_like(draws.tells)
    sigma = relationship.size_spread
    return (1 - spread) * mean + spread * own, np.exp(sigma * draws.buys - sigma**2 / 2)


def _months(relationship, draws):
    """Period by period, what happens to those who are still here; arrays shrink as customers leave."""
    willingness, size = _people(relationship, draws)
    tells, heard, here = willingness * relationship.trust, np.zeros(len(size)), np.arange(len(size))
    view = _view(relationship, heard, size, 0)
    for period, luck in enumerate(draws.luck):
        heard = relationship.remembering * (heard + tells * relationship.elicitation)
        following = _view(relationship, heard, size, period + 1)
        leaves = _lead(relationship, following, heard, period + 1) < _offers(relationship, luck[here])
        yield _Month(here, view, _gain(relationship, view, tells), *_accounts(relationship, view, size, period), leaves)
        stay = ~leaves
        here, heard, tells, size = here[stay], heard[stay], tells[stay], size[stay]
        view = _View(*(values[stay] for values in following))


def _view(relationship, heard, size, bought):
    """What is known after so much was heard, and what it is worth to customers who have bought so often."""
    r = relationship
    known = 1 - (1 - r.learning_rate) ** heard
    used = r.responding * known
    unsure = (r.options - 1) * (1 - r.customer_learning) ** bought
    better = used * (1 - r.standard_fit)
    premium = r.premium_share * (1 - r.rival_capability) * r.worth * better * size
    saved = r.option_minutes * unsure * used
    search_time = r.option_minutes * (1 + unsure) - saved
    return _View(known, r.standard_fit + better, search_time, 1 - known, premium, r.worth * better * size + r.minute_value * saved)


def _lead(relationship, view, heard, period):
    """By how much a customer is better off here than at the rival, without his special offer, over the periods she looks ahead.

    There she either tells everything again and gets the part of the advantage that he is able to give, or stays a stranger.
    """
    r = relationship
    cut = r.price_cut * (1 - r.copying) ** period
    retold = r.rival_capability * r.horizon * view.advantage - heard * r.minutes * r.minute_value
    return r.horizon * (view.advantage - view.premium + cut) - np.maximum(retold, 0)


def _offers(relationship, luck):
    """The rival's special offer to each customer: most get none, a few a large one."""
    rate = relationship.offer_rate
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(luck < rate, relationship.temptation * (np.log(rate) - np.log(luck)), -np.inf)


def _gain(relationship, view, tells):
    """What each customer gains in this period on the standard product at the usual price, her time for telling taken off."""
    r = relationship
    return view.advantage - view.premium + r.price_cut - tells * r.minutes * r.minute_value


def _accounts(relationship, view, size, period):
    """What each customer brings in this period, and what serving her costs."""
    r = relationship
    ahead = r.product_advantage * (1 - r.copying) ** period
    margin = size * (r.margin + ahead) + view.premium - r.price_cut
    cost = r.service_cost * (1 - r.service_saving * view.knowledge) + r.push_cost * view.waste + r.memory_cost
    return margin, cost
