"""Remember the customer a little better after each transaction, and offer her something for what we ask.

What a firm remembers is measured here in two ways: how complete a customer's profile is, and how often the firm could
have said "the same as usual?" and been right.
"""
import numpy as np
import pandas as pd

from .. import tables
from ..metrics import _guard
from ..metrics._numbers import numbers, plain

__all__ = ["explicit_bargain", "memory_gain", "memory_kept", "profile_growth", "remembered"]


def memory_kept(transactions, learning_rate):
    """The part of what matters about a customer that the firm knows after so many transactions.

    K(n) = 1 − (1 − λ)^n

    Each transaction teaches the same part of what is not known yet. It grows only if what is learned is kept: a firm
    that forgets is always at n = 1.

    Parameters
    ----------
    transactions : number
        n, the successful transactions so far.
    learning_rate : share
        λ, the part of what is unknown that one transaction teaches.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the transactions are negative, or the learning rate is no share.

    References
    ----------
    Textbook 2.4 (remember the customer better after each successful transaction). The form is our own.

    Examples
    --------
    >>> memory_kept(3, 0.25)
    0.578125
    """
    _guard.not_negative(transactions=transactions)
    _guard.share(learning_rate=learning_rate)
    return plain(1 - (1 - numbers(learning_rate)) ** numbers(transactions))


def memory_gain(transaction, learning_rate):
    """What one more transaction, the n-th, adds to what the firm knows of a customer.

    K(n) − K(n − 1) = λ · (1 − λ)^(n − 1)

    The first ones teach most. That is why the first conversations deserve the most care.

    Parameters
    ----------
    transaction : number, 1 or more
        n, which transaction it is.
    learning_rate : share
        λ, the part of what is unknown that one transaction teaches.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If the transaction is below 1, or the learning rate is no share.

    References
    ----------
    Textbook 2.4 (remember the customer better after each successful transaction). The form is our own.

    Examples
    --------
    >>> memory_gain(1, 0.25), memory_gain(4, 0.25)
    (0.25, 0.10546875)
    """
    _guard.at_least(1, transaction=transaction)
    _guard.share(learning_rate=learning_rate)
    return plain(numbers(learning_rate) * (1 - numbers(learning_rate)) ** (numbers(transaction) - 1))


def explicit_bargain(value_offered, minutes, minute_value, privacy_cost=0):
    """What a customer gains from an explicit bargain: something of value for her time and her data.

    G = V − m · w − p

    She enters the dialogue when it is 0 or more. The bargain is explicit: she knows what is asked, what it is for, and
    what she gets. A firm that takes the data without asking has no bargain, whatever it gives later.

    Parameters
    ----------
    value_offered : money
        V, what the offer is worth to her.
    minutes : minutes
        m, the time that answering takes.
    minute_value : money per minute
        w, what a minute is worth to her.
    privacy_cost : money, optional
        p, how much she minds giving the data.

    Returns
    -------
    money
        Of the arguments' own shape; negative when she had better refuse.

    Raises
    ------
    ValueError
        If one of them is negative.

    References
    ----------
    Textbook 2.4 (by offering this value the firm invites the customer to a dialogue). The numbers are our own.

    Examples
    --------
    >>> explicit_bargain(20_000, 5, 2_000, 4_000)
    6000
    """
    _guard.not_negative(value_offered=value_offered, minutes=minutes, minute_value=minute_value, privacy_cost=privacy_cost)
    return plain(numbers(value_offered) - numbers(minutes) * numbers(minute_value) - numbers(privacy_cost))


def profile_growth(records, *, fields, customer="customer_id", date="recorded_on"):
    """One row per record, a customer's first ones first: nth, fields_known (so far) and completeness, their share.

    A field is known once any record up to then has it. Records of one day count in the order of the table's other columns.
    """
    tables.require(records, customer, date, table_name="records")
    _guard.listed(fields=fields)
    tables.require(records.fillna(""), *fields, table_name="records")
    there = (records[list(fields)].notna() & (records[list(fields)] != "")).astype(int)
    ordered = pd.DataFrame({customer: records[customer], "date": tables.dates(records, date, "records")}).join(there)
    ordered = ordered.sort_values([customer, "date", *fields], kind="stable", ignore_index=True)
    known = ordered.groupby(customer)[list(fields)].cummax().sum(axis=1)
    nth = ordered.groupby(customer).cumcount() + 1
    return ordered[[customer, "date"]].assign(nth=nth, fields_known=known, completeness=known / len(fields))


def remembered(orders, *, customer="customer_id", date="date", what="product"):
    """One row per order, a customer's first ones first: nth, usual (what she bought most before) and right (0 or 1).

    usual is the firm's guess before she speaks, the newest of those bought equally often; at her first order there
    is none (NaN). right says whether the guess was what she then bought: the customer who is known need not explain.
    """
    tables.require(orders, customer, date, what, table_name="orders")
    found = pd.DataFrame({customer: orders[customer].to_numpy(), "date": tables.dates(orders, date, "orders").to_numpy(), what: orders[what].to_numpy()})
    found = found.sort_values([customer, "date", what], kind="stable", ignore_index=True)
    found["nth"] = found.groupby(customer).cumcount() + 1
    found["usual"] = _usual(pd.factorize(found[customer])[0], found[what].to_numpy(dtype=object))
    right = (found["usual"] == found[what]).astype(float)
    return found.assign(right=right.where(found["usual"].notna()))


def _usual(customers, bought):
    """What each row's customer had bought most often before it, the newest of equals; None at her first row."""
    usual, counts, best = np.empty(len(bought), dtype=object), {}, None
    for row, (customer, product) in enumerate(zip(customers, bought)):
        if row == 0 or customer != customers[row - 1]:
            counts, best = {}, None
        usual[row] = best
        counts[product] = counts.get(product, 0) + 1
        if best is None or counts[product] >= counts[best]:
            best = product
    return usual
