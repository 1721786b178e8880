"""Invoices: when the money comes, what waiting costs, and what the customer pays in all."""
import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import customize

ORDERS = pd.DataFrame(
    {
        "customer_id": ["An", "An", "Bình", "An"],
        "date": pd.to_datetime(["2025-01-03", "2025-01-05", "2025-01-31", "2025-03-31"]),
        "amount": [1, 2, 4, 8],
    }
)
CHOICES = [
    {"option": "each"},
    {"option": "monthly"},
    {"option": "quarterly"},
    {"option": "chosen_day", "day": 5},
    {"option": "chosen_day", "day": 5, "every": 3},
    {"option": "chosen_day", "day": 31, "every": 6},
    {"option": "chosen_day", "day": 29, "every": 12},
]
MONTHS_APART = {"monthly": 1, "quarterly": 3}


def slow_day(date, option, day=None, every=1):
    """Walk on day by day until one that may carry an invoice."""
    while True:
        tomorrow = date + datetime.timedelta(days=1)
        last = tomorrow.month != date.month
        if option == "each" or (option == "monthly" and last) or (option == "quarterly" and last and date.month % 3 == 0):
            return date
        if option == "chosen_day" and (date.month - 1) % every == 0 and (date.day == day or (last and date.day < day)):
            return date
        date = tomorrow


orders_of_anybody = st.lists(
    st.tuples(st.sampled_from("ABC"), st.dates(datetime.date(2023, 12, 1), datetime.date(2025, 12, 31)), st.integers(-5, 900)), min_size=1, max_size=25
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(orders_of_anybody, st.sampled_from(CHOICES), st.integers(0, 40))
def test_every_order_is_on_the_invoice_that_a_walk_through_the_calendar_finds(rows, choice, credit_days):
    orders = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    found = customize.invoice_schedule(orders.assign(date=orders["date"].astype(str)), **choice, credit_days=credit_days)
    expected, waited = {}, 0
    for number, (customer, date, amount) in enumerate(rows):
        day = slow_day(date, **choice)
        key = (customer, day, number if choice["option"] == "each" else 0)
        expected[key] = expected.get(key, 0) + amount
        waited += amount * ((day - date).days + credit_days)

    assert sorted((customer, day, amount) for (customer, day, _), amount in expected.items()) == sorted(
        (row.customer_id, row.invoiced_on.date(), row.amount) for row in found.itertuples()
    )
    assert waited == found["money_days"].sum()
    assert (len(rows), sum(row[2] for row in rows)) == (found["orders"].sum(), found["amount"].sum())
    assert ((found["paid_on"] - found["invoiced_on"]).dt.days == credit_days).all()


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_order_of_rows_does_not_matter(choice):
    assert customize.invoice_schedule(ORDERS, **choice).equals(customize.invoice_schedule(ORDERS.iloc[::-1], **choice))


def test_one_quarterly_invoice_on_the_fifth():
    found = customize.invoice_schedule(ORDERS, option="chosen_day", day=5, every=3)

    assert [("An", "2025-01-05", 3), ("An", "2025-04-05", 8), ("Bình", "2025-04-05", 4)] == [
        (row.customer_id, str(row.invoiced_on.date()), row.amount) for row in found.itertuples()
    ]


def test_february_has_no_thirty_first():
    orders = ORDERS.head(1).assign(date=pd.Timestamp("2024-02-10"))

    assert pd.Timestamp("2024-02-29") == customize.invoice_schedule(orders, option="chosen_day", day=31)["invoiced_on"][0]


def test_a_year_of_waiting_costs_a_year_of_interest():
    schedule = customize.invoice_schedule(ORDERS, option="each", credit_days=365)

    assert 15 * 0.08 == pytest.approx(customize.financing_cost(schedule, 0.08))
    assert 0 == customize.financing_cost(schedule, 0)


def test_the_options_are_compared_on_the_same_orders():
    found = customize.compare_invoices(ORDERS, annual_rate=0.365, invoice_cost=10, day=5, every=3).set_index("option")

    assert {"each": 4, "monthly": 3, "quarterly": 2, "chosen_day": 3} == found["invoices"].to_dict()
    assert [0, 0.08, 0.493, 0.298] == found["financing_cost"].round(9).tolist()
    assert [0, 9.92, 19.507, 9.702] == found["saved"].round(9).tolist()


def test_a_gain_in_retention_pays_for_the_waiting_exactly():
    gain = customize.breakeven_retention_gain(60_000, 4_000_000)

    assert 60_000 == pytest.approx(gain * 4_000_000)
    assert customize.breakeven_retention_gain(-1, 10) < 0 == customize.breakeven_retention_gain(0, 10)


def test_the_customer_pays_for_her_own_minutes():
    each, quarterly = customize.customer_side_cost(20_000_000, [48, 4], 15, 80_000)

    assert (48 - 4) * 80_000 / 4 == each - quarterly
    assert 7 == customize.customer_side_cost(7, 0, 15, 80_000)
    assert 9 == customize.customer_side_cost(7, 0, 15, 80_000, own_work=2)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: customize.invoice_schedule(ORDERS, option="weekly"), "weekly"),
        (lambda: customize.invoice_schedule(ORDERS, option="chosen_day"), "day=5"),
        (lambda: customize.invoice_schedule(ORDERS, option="monthly", day=5), "chosen_day"),
        (lambda: customize.invoice_schedule(ORDERS, option="chosen_day", day=32), "32"),
        (lambda: customize.invoice_schedule(ORDERS, option="chosen_day", day=2.5), "day"),
        (lambda: customize.invoice_schedule(ORDERS, option="chosen_day", day=5, every=5), "every=3"),
        (lambda: customize.invoice_schedule(ORDERS, credit_days=-1), "credit_days"),
        (lambda: customize.invoice_schedule(ORDERS.drop(columns="customer_id")), "customer_id"),
        (lambda: customize.financing_cost(ORDERS, 0.1), "money_days"),
        (lambda: customize.financing_cost(customize.invoice_schedule(ORDERS), 12), "0.12"),
        (lambda: customize.breakeven_retention_gain(1, 0), "value_kept"),
        (lambda: customize.customer_side_cost(1, -1, 1, 1), "invoices"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, said, language):
    with pytest.raises(ValueError, match=said):
        call()
