"""The four steps as one turn: identify, differentiate, interact, customize, and what was learned goes back into the customers.

The tables are those of the data sets moc_*: records of many sources, and orders, costs, contacts, permissions and survey that
name a record; the survey asks for the ratings in RATINGS, and for the wallet. A second turn starts from the first one's customers: it knows what they have told.
"""
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import customize, differentiate, identify, interact, tables, words
from .metrics import _guard

RATINGS = {"rating_speed": "quick", "rating_gift": "gift", "rating_health": "health", "rating_place": "place", "rating_price": "price"}
MINUTES = dict.fromkeys(RATINGS, 0.5)
NEEDED = ("records", "orders", "costs", "activities", "survey", "contacts", "permissions", "offers")
OFFICE = "office"
SURE = 0.6  # from this chance on a customer counts as of a needs group


class Turn(NamedTuple):
    """What one turn found out.

    links: record_id, customer_id, confidence, reason. customers: one row per customer, with profit, tier, value_type, needs_group, the chance of
    it, the bits still open, offer, and the facts learned. asked: the questions put, one row each. answers: what came back.
    """

    links: pd.DataFrame
    customers: pd.DataFrame
    asked: pd.DataFrame
    answers: pd.DataFrame


def turn(firm, *, as_of, ask, before=None, customers_asked=300):
    """One turn of the loop on a firm's tables ({name: table}, as in NEEDED; links if the records are linked already); returns a ``Turn``.

    ``ask`` is called with the questions (customer_id, channel, question) and returns the answers that came back
    (customer_id, answered_on, field, value), as many or few as there are. Only customers whose need is unknown and who permit a
    contact are asked, those who bring most profit first, at most ``customers_asked``, one question each: the one from
    which most is learned. ``before`` is the turn before: what it learned is known now, and its links are kept while the
    records are the same. No record, customer or đồng is lost or made.

    Raises ValueError if a table is missing, or if somebody answers who was not asked.
    """
    _check(firm, customers_asked)
    links = _links(firm, before)
    known = _known(firm, links, before)
    values = _values(firm, links, known["customer_id"])
    chances, prior = _what_answers_tell(known)
    asked = _questions(firm, links, _with_needs(known, chances, prior).merge(values, on="customer_id"), chances, as_of, customers_asked)
    answers = _answers(ask, asked)
    told = customize.learn(known, answers)
    customers = _with_needs(told, chances, prior).merge(values, on="customer_id")
    offers = customize.choose_offer(customers, firm["offers"], purchases="orders_a_year")
    return Turn(links, customers.merge(offers[["customer_id", "offer", "expected_profit"]], on="customer_id"), asked, answers)


def knowledge(turned):
    """One row: customers, those whose need is known, their share, and the bits still open on average per customer."""
    known = turned.customers["needs_group"].notna()
    return pd.DataFrame([{"customers": len(known), "known": int(known.sum()), "share_known": known.mean(), "open_bits": turned.customers["open_bits"].mean()}])


def _check(firm, customers_asked):
    """All tables are there."""
    _guard.count(customers_asked=customers_asked)
    missing = [name for name in NEEDED if name not in firm]
    if missing:
        raise ValueError(words.t("loop.missing", missing=", ".join(missing), needed=", ".join(NEEDED)))


def _links(firm, before):
    """Which record is whose: as found before while the records are the same, or as the firm's own table links says, or linked anew."""
    records = set(firm["records"]["record_id"])
    links = before.links if before is not None else firm.get("links")
    return links if links is not None and set(links["record_id"]) == records else identify.link(firm["records"])


def _known(firm, links, before):
    """One row per customer: what the records say, what the survey says, and what earlier turns learned."""
    customers = identify.customers(firm["records"], links)
    survey = identify.assign(firm["survey"], links)
    told = survey.melt(["customer_id", "answered_on"], [*RATINGS, "wallet"], "field", "value")
    customers = customize.learn(customers, told).drop(columns="learned")
    if before is None or not len(before.answers):
        return customers
    earlier = before.customers[["customer_id", *_learned_columns(before)]]
    return customize.learn(customers, _facts(earlier)).drop(columns="learned")


def _learned_columns(before):
    """The columns in which answers were written down, each beside its day."""
    return [column for field in RATINGS for column in (field, f"{field}_on") if column in before.customers]


def _facts(customers):
    """The facts of a table of customers as answers: customer_id, answered_on, field, value."""
    parts = [
        customers[["customer_id", f"{field}_on", field]].set_axis(["customer_id", "answered_on", "value"], axis=1).assign(field=field)
        for field in RATINGS if f"{field}_on" in customers
    ]
    return pd.concat(parts).dropna(subset=["answered_on", "value"])


def _values(firm, links, ids):
    """One row per customer, whether she bought or not: revenue, cost_to_serve, profit, orders_a_year, tier, value_type."""
    orders, costs = (identify.assign(firm[name], links) for name in ("orders", "costs"))
    months = _months(orders)
    bought = differentiate.contributions(orders)
    profits = differentiate.allocate(bought, differentiate.cost_to_serve(costs, firm["activities"]), method="activity")
    yearly = bought[["customer_id"]].assign(orders_a_year=bought["orders"] * 12 / months)
    profits = pd.DataFrame({"customer_id": ids}).merge(profits.merge(yearly, on="customer_id", how="left"), on="customer_id", how="left")
    profits = profits.fillna(dict.fromkeys(["revenue", "contribution_margin", "cost_to_serve", "profit", "orders_a_year"], 0))
    survey = identify.assign(firm["survey"], links).sort_values("answered_on").drop_duplicates("customer_id", keep="last")
    values = differentiate.customer_values(profits, survey, months=months)
    found = profits.merge(differentiate.tiers(profits)[["customer_id", "tier"]], on="customer_id")
    return found.merge(differentiate.value_types(values)[["customer_id", "value_type"]], on="customer_id")


def _months(orders):
    """The calendar months that the orders cover."""
    days = tables.dates(orders, "date", "orders")
    return (days.max().year - days.min().year) * 12 + days.max().month - days.min().month + 1


def _what_answers_tell(known):
    """How each needs group answers each question, learned from those who answered all; and how frequent the groups are."""
    complete = known.dropna(subset=list(RATINGS))
    found = differentiate.needs_groups(complete, columns=list(RATINGS), groups=len(RATINGS))
    profile = differentiate.needs_profile(complete, found, columns=list(RATINGS))
    found["needs_group"] = found["needs_group"].map(dict(zip(profile["needs_group"], _names(profile))))
    chances = interact.answer_chances(complete, found, questions=list(RATINGS))
    prior = found["needs_group"].value_counts(normalize=True)
    return chances, prior.reindex(next(iter(chances.values())).index).to_numpy()


def _names(profile):
    """A name for each group: the need that sets it apart, with a number where two groups share one."""
    names = profile["strongest"].map(RATINGS)
    again = names.groupby(names).cumcount() + 1
    return names.where(again == 1, names + " " + again.astype(str))


def _with_needs(customers, chances, prior):
    """The customers with needs_group, its chance, and open_bits; a company is an office and need not be asked."""
    groups = next(iter(chances.values())).index
    beliefs = np.tile(prior, (len(customers), 1))
    for field, table in chances.items():
        seen = table.columns.get_indexer(customers[field]) if field in customers else np.full(len(customers), -1)
        beliefs = beliefs * np.where(seen[:, None] >= 0, table.to_numpy(dtype=float).T[seen], 1.0)
    beliefs /= beliefs.sum(axis=1, keepdims=True)
    best = beliefs.argmax(axis=1)
    chance = beliefs[np.arange(len(best)), best]
    office = (customers["kind"] == "company").to_numpy()
    names = np.where(office, OFFICE, groups.to_numpy(dtype=object)[best].astype(str)).astype(object)
    bits = np.where(office, 0.0, interact.entropy(beliefs))
    sure = office | (chance >= SURE)
    return customers.assign(needs_group=pd.Series(names, index=customers.index).where(sure), needs_chance=np.where(office, 1.0, chance), open_bits=bits)


def _questions(firm, links, customers, chances, as_of, most):
    """One row per customer to be asked, most profit first: customer_id, channel, question."""
    contacts, permissions = (identify.assign(firm[name], links) for name in ("contacts", "permissions"))
    options = interact.may_contact(contacts, permissions, as_of=as_of)
    options = options[options["may"] == 1].sort_values(["preferred", "left", "channel"], ascending=[False, False, True]).drop_duplicates("customer_id")
    unknown = customers[customers["needs_group"].isna()].merge(options[["customer_id", "channel"]], on="customer_id")
    unknown = unknown.sort_values(["profit", "customer_id"], ascending=[False, True]).head(int(most)).reset_index(drop=True)
    return unknown[["customer_id", "channel"]].assign(question=_best_questions(unknown, chances)).dropna(subset=["question"])


def _best_questions(customers, chances):
    """For each customer the question that teaches most, given what she has answered already; None when none is left."""
    fields = [field for field in chances if field in customers]
    prior = np.full(len(next(iter(chances.values()))), 1 / len(next(iter(chances.values()))))
    answered = customers[fields].to_numpy(dtype=object) if fields else np.empty((len(customers), 0), dtype=object)
    states = [tuple((field, value) for field, value in zip(fields, row) if not pd.isna(value)) for row in answered]
    best = {}
    for state in sorted(set(states)):
        beliefs = prior
        for field, value in state:
            if value in chances[field].columns:
                beliefs = interact.learn(beliefs, chances[field], value)
        found = interact.next_questions(beliefs, chances, MINUTES, ask=1, known=[field for field, _ in state])
        best[state] = found["question"].iloc[0] if len(found) else None
    return [best[state] for state in states]


def _answers(ask, asked):
    """What came back; refuses answers of customers who were not asked."""
    answers = ask(asked)
    strangers = ~answers["customer_id"].isin(asked["customer_id"])
    if strangers.any():
        raise ValueError(words.t("loop.not_asked", customer=answers.loc[strangers, "customer_id"].iloc[0], count=int(strangers.sum())))
    return answers


def invented_customers(people, truth, links, *, as_of, seed=0):
    """Customers who answer: a function for ``ask``, made from the truth about the invented firm.

    Each answers as willing as she is (the column willingness of people), with 4 or 5 for what she needs and 1 to 3 for the rest.
    """
    person = links.merge(truth, on="record_id").drop_duplicates("customer_id").merge(people, on="person_id").set_index("customer_id")
    chance = np.random.default_rng(seed)

    def ask(asked):
        who = person.reindex(asked["customer_id"])
        own = asked["question"].map(RATINGS).to_numpy() == who["needs_group"].to_numpy()
        value = np.where(own, chance.integers(4, 6, len(asked)), chance.integers(1, 4, len(asked)))
        answers = pd.DataFrame({"customer_id": asked["customer_id"].to_numpy(), "answered_on": tables.day(as_of, "as_of"), "field": asked["question"].to_numpy(), "value": value})
        return answers[chance.random(len(asked)) < who["willingness"].to_numpy(dtype=float)].reset_index(drop=True)

    return ask
