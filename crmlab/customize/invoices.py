"""When the customer is invoiced, what waiting for the money costs, and what the invoice costs her."""
import numpy as np
import pandas as pd

from .. import tables, words
from ..metrics import _guard
from ..metrics._numbers import numbers, plain
from ._money import money

OPTIONS = ("each", "monthly", "quarterly", "chosen_day")
DAYS_OF_A_YEAR = 365


def invoice_schedule(orders, *, option="each", day=None, every=1, credit_days=0):
    """One row per invoice: customer_id, invoiced_on, paid_on, orders, amount, money_days.

    ``option="each"`` invoices every order on its day; ``"monthly"`` and ``"quarterly"`` put together a customer's orders of a
    calendar month or quarter, on its last day; ``"chosen_day"`` on the ``day`` of the month that she chose (31: the last
    day of each month), ``every`` so many months, counted from January (``every=3``: January, April, July, October; 12 must be
    a multiple of it). An order goes on the first invoice on or after its day. The customer pays ``credit_days`` after the
    invoice. ``money_days`` adds up, over the orders, amount × days from the order to the payment. No money is lost or
    made: the amounts add up to those of the orders.
    """
    _guard.choice("option", option, OPTIONS)
    _guard.not_negative(credit_days=credit_days)
    _check_day(option, day, every)
    tables.require(orders, "customer_id", "date", "amount", table_name="orders")
    dates, amounts = tables.dates(orders, "date", "orders").dt.normalize(), money(orders, "amount", "orders")
    invoiced = _invoice_days(dates, option, day, int(every))
    paid = invoiced + pd.to_timedelta(credit_days, unit="D")
    waited = (paid - dates).dt.days.to_numpy()
    lines = pd.DataFrame({"customer_id": orders["customer_id"].to_numpy(), "invoiced_on": invoiced.to_numpy(), "paid_on": paid.to_numpy(), "orders": 1})
    lines = lines.assign(amount=amounts, money_days=amounts * waited).sort_values(["customer_id", "invoiced_on", "amount"], ignore_index=True)
    if option == "each":
        return lines
    return lines.groupby(["customer_id", "invoiced_on", "paid_on"], as_index=False)[["orders", "amount", "money_days"]].sum()


def _check_day(option, day, every):
    """The day and the number of months belong to the option chosen_day, which needs a day."""
    if (option == "chosen_day") != (day is not None):
        raise ValueError(words.t("customize.day_missing" if day is None else "customize.day_unused", option=option, day=day))
    _guard.count(every=every)
    if day is not None:
        _guard.count(day=day)
        if day > 31:
            raise ValueError(words.t("customize.day", day=day))
    if 12 % every:
        raise ValueError(words.t("customize.every", every=every))


def _invoice_days(dates, option, day, every):
    """The day of the invoice that each order goes on."""
    if option == "each":
        return dates
    if option in ("monthly", "quarterly"):
        day, every = 31, {"monthly": 1, "quarterly": 3}[option]
    first = 1 if option == "chosen_day" else every  # the first month of the year with an invoice: January, or the end of a period
    month = dates.dt.year * 12 + dates.dt.month - 1
    due = month + (first - 1 - month) % every
    late = _day_of(due, day) < dates
    return _day_of(due + np.where(late, every, 0), day)


def _day_of(month, day):
    """This day of each month (counted from year 0), or its last day where the month is shorter."""
    start = pd.to_datetime({"year": month // 12, "month": month % 12 + 1, "day": 1})
    return start + pd.to_timedelta(np.minimum(day, start.dt.days_in_month) - 1, unit="D")


def financing_cost(schedule, annual_rate):
    """What it costs the firm to wait for the money of these invoices.

    F = i · Σ (amount · days) / 365

    Simple interest on each order's amount, from the day of the order to the day of the payment, in years of 365 days:
    what the firm pays for the loan that bridges the time, or loses by not having the money.

    Parameters
    ----------
    schedule : table of invoices
        As ``invoice_schedule`` returns it: the column money_days holds amount · days.
    annual_rate : rate per year
        i, what borrowed money costs in a year.

    Returns
    -------
    money
        One number.

    Raises
    ------
    ValueError
        If the rate is negative or looks like a percentage, or the table has no column money_days.

    References
    ----------
    Simple interest. The example is our own. Textbook 2.5 (L85, case C24).

    Examples
    --------
    >>> orders = pd.DataFrame({"customer_id": "An", "date": ["2025-01-10"], "amount": [7_300_000]})
    >>> financing_cost(invoice_schedule(orders, option="monthly", credit_days=9), annual_rate=0.10)
    60000.0
    """
    _guard.rate(annual_rate=annual_rate)
    _guard.not_negative(annual_rate=annual_rate)
    tables.require(schedule, "money_days", table_name="invoices")
    return plain(annual_rate * tables.numbers(schedule, "money_days", "invoices").sum() / DAYS_OF_A_YEAR)


def compare_invoices(orders, *, annual_rate, invoice_cost, day, every=3, credit_days=0):
    """One row per invoice option: option, invoices, invoice_cost, financing_cost, total_cost, saved.

    All four options on the same orders; ``day`` and ``every`` are those of chosen_day. ``saved`` is what the option costs less
    than an invoice with each order (below 0: more).
    """
    _guard.not_negative(invoice_cost=invoice_cost)
    rows = []
    for option in OPTIONS:
        chosen = {"day": day, "every": every} if option == "chosen_day" else {}
        schedule = invoice_schedule(orders, option=option, credit_days=credit_days, **chosen)
        waiting = financing_cost(schedule, annual_rate)
        rows.append({"option": option, "invoices": len(schedule), "invoice_cost": len(schedule) * invoice_cost, "financing_cost": waiting})
    found = pd.DataFrame(rows)
    total = found["invoice_cost"] + found["financing_cost"]
    return found.assign(total_cost=total, saved=total.iloc[0] - total)


def breakeven_retention_gain(extra_cost, value_kept):
    """By how much the retention rate must rise for a service to pay for itself.

    Δr = C / V

    One more customer kept in a hundred is a gain of 0.01. Below 0 the service saves money and pays even if
    somebody leaves; above 1 no retention can pay for it. Whether the retention rate does rise, only a trial with a
    control group can tell.

    Parameters
    ----------
    extra_cost : money per customer
        C, what the service costs more than now, in a period.
    value_kept : money per customer
        V, what a customer is worth who stays and would otherwise have left: next period's contribution margin, to be
        careful, or her lifetime value.

    Returns
    -------
    share
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If a customer who stays is worth nothing.

    References
    ----------
    Break-even. The example is our own. Textbook 2.5 (L85, case C24).

    Examples
    --------
    >>> breakeven_retention_gain(60_000, 4_000_000)
    0.015
    """
    _guard.number(extra_cost=extra_cost)
    _guard.positive(value_kept=value_kept)
    return plain(numbers(extra_cost) / numbers(value_kept))


def customer_side_cost(spending, invoices, invoice_minutes, hourly_wage, own_work=0):
    """What the goods cost the customer in all: the price and her own administration.

    TC = P + I · m / 60 · w + O

    The firm sees only P. The customer also opens, checks, files and pays I invoices, and does O of what the firm did
    not do for her (fetching, packing again). A service that saves her more than it costs the firm is worth more to both
    than a discount.

    Parameters
    ----------
    spending : money
        P, what she pays the firm in the period.
    invoices : number of invoices
        I, in the period.
    invoice_minutes : minutes per invoice
        m, her time for each.
    hourly_wage : money per hour
        w, what an hour of that time costs her.
    own_work : money, optional
        O, what else she does herself, in money.

    Returns
    -------
    money
        Of the arguments' own shape.

    Raises
    ------
    ValueError
        If an argument is negative.

    References
    ----------
    Total cost of ownership. The example is our own. Textbook 2.5 (L83).

    Examples
    --------
    Tea for 20,000,000 đồng, 48 invoices of 15 minutes, 80,000 đồng an hour:

    >>> customer_side_cost(20_000_000, 48, 15, 80_000)
    20960000.0
    """
    _guard.not_negative(spending=spending, invoices=invoices, invoice_minutes=invoice_minutes, hourly_wage=hourly_wage, own_work=own_work)
    administration = numbers(invoices) * numbers(invoice_minutes) / 60 * numbers(hourly_wage)
    return plain(numbers(spending) + administration + numbers(own_work))
