"""What a contact costs through each channel, what it brings, and what the log of contacts says about it.

A channel is where firm and customer meet: shop, phone, e-mail, app. Costs and gains are money, shares add up to 1.
"""
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain, total

__all__ = ["channel_summary", "cost_per_contact", "cost_saving", "interaction_effect", "single_view"]


def cost_per_contact(channel_shares, unit_costs):
    """What one contact costs on average, for a mix of channels.

    C = Σ_i s_i · c_i

    The mix says which part of all contacts goes through which channel. Cheap is not the same as good: a channel that
    nobody answers is dear per answer, see ``channel_summary``.

    Parameters
    ----------
    channel_shares : share per channel; the last axis is channels
        s_i, the part of all contacts that goes through each channel; they add up to 1.
    unit_costs : money per contact, the same channels in the same order
        c_i, what one contact through each channel costs.

    Returns
    -------
    money per contact

    Raises
    ------
    ValueError
        If the shares do not add up to 1, the lists differ in length, or a cost is negative.

    References
    ----------
    Textbook 2.4 (interaction must become cheaper and more effective). The numbers are our own (WE-207).

    Examples
    --------
    Shop, phone, e-mail and app:

    >>> cost_per_contact([0.20, 0.50, 0.25, 0.05], [50_000, 15_000, 500, 100])
    17630.0
    """
    _guard.listed(channel_shares=channel_shares)
    _guard.same_length(channel_shares=channel_shares, unit_costs=unit_costs)
    _guard.adds_up("channel_shares", channel_shares)
    _guard.not_negative(unit_costs=unit_costs)
    return total(numbers(channel_shares) * numbers(unit_costs))


def cost_saving(cost_before, cost_after):
    """The part of the cost that a change saves.

    saving = 1 − C_after / C_before

    Negative when the change makes things dearer. Both costs are for the same work: one contact, or one answer.

    Parameters
    ----------
    cost_before : money
        C_before, the cost until now.
    cost_after : money
        C_after, the cost after the change.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the cost before is not positive, or the cost after is negative.

    References
    ----------
    Textbook 2.4 (technology lowers the cost of interaction). The numbers are our own (WE-207).

    Examples
    --------
    >>> round(cost_saving(17_630, 8_230), 5)
    0.53318
    """
    _guard.positive(cost_before=cost_before)
    _guard.not_negative(cost_after=cost_after)
    return plain(1 - numbers(cost_after) / numbers(cost_before))


def interaction_effect(answer_rate, answer_value, contact_cost):
    """What a contact brings for each đồng it costs.

    E = p · v / c

    Below 1 the contact costs more than it brings. The value of an answer is what it adds, not the whole order: who
    would have bought anyway is no success of the contact (see ``campaign_lift``).

    Parameters
    ----------
    answer_rate : share
        p, the part of the contacts that is answered.
    answer_value : money
        v, what one answer is worth.
    contact_cost : money
        c, what one contact costs.

    Returns
    -------
    money per money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the rate is no share, the value is negative, or the cost is not positive.

    References
    ----------
    Textbook 2.4 (effectiveness and efficiency of interaction). The example is our own.

    Examples
    --------
    A call of 15,000 that every third customer takes, worth 60,000 when taken:

    >>> round(interaction_effect(1 / 3, 60_000, 15_000), 4)
    1.3333
    """
    _guard.share(answer_rate=answer_rate)
    _guard.not_negative(answer_value=answer_value)
    _guard.positive(contact_cost=contact_cost)
    return plain(numbers(answer_rate) * numbers(answer_value) / numbers(contact_cost))


def channel_summary(contacts, *, unit_costs, channel="channel", answered="answered", minutes="minutes"):
    """One row per channel, cheapest answer first: contacts, minutes, cost, answers, answer_rate and cost_per_answer.

    ``unit_costs`` is what one contact costs, {channel: money}. A channel that nobody answered has no cost per answer
    (NaN) and comes last.
    """
    tables.require(contacts, channel, answered, minutes, table_name="contacts")
    _guard.truths(**{answered: contacts[answered]})
    _guard.not_negative(**{minutes: tables.numbers(contacts, minutes, "contacts")})
    check_channels(unit_costs, contacts[channel])
    _guard.not_negative(unit_costs=list(unit_costs.values()))
    grouped = contacts.groupby(channel)
    found = pd.DataFrame({"contacts": grouped.size(), "minutes": grouped[minutes].sum(), "answers": grouped[answered].sum()})
    cost = found["contacts"] * found.index.map(unit_costs).to_numpy(dtype=float)
    found.insert(2, "cost", cost)
    found["answer_rate"] = found["answers"] / found["contacts"]
    found["cost_per_answer"] = cost / found["answers"].where(found["answers"] > 0)
    return found.reset_index().sort_values(["cost_per_answer", channel], ignore_index=True)


def single_view(*, customer="customer_id", date="date", tells=("channel", "kind", "purpose", "topic", "product"), **logs):
    """One row per touchpoint of a customer, her first ones first: log (which table), date and what happened.

    ``logs`` are tables by name, ``orders=orders, contacts=contacts``; each has customer and date. what joins those of
    the columns ``tells`` that a log has. So everybody who talks to a customer sees all that was said before.
    """
    if not logs:
        raise ValueError(words.t("interact.no_log"))
    parts = []
    for name, log in logs.items():
        tables.require(log, customer, date, table_name=name)
        what = [" · ".join(str(one) for one in row if one == one) for row in log[[column for column in tells if column in log]].to_numpy(dtype=object)]
        parts.append(pd.DataFrame({customer: log[customer].to_numpy(), "date": tables.dates(log, date, name).to_numpy(), "log": name, "what": what}))
    return pd.concat(parts).sort_values([customer, "date", "log", "what"], kind="stable", ignore_index=True)


def check_channels(known, used):
    """Every channel of a table is in the dictionary of costs, chances or minutes."""
    unknown = sorted(set(used.unique().tolist()) - set(known), key=str)
    if unknown:
        raise ValueError(words.t("interact.channel", unknown=unknown[0], known=", ".join(map(repr, known))))
