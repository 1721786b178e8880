"""What is to be expected of a customer: will she leave, how often will she come, what will she bring."""
import numpy as np
import pandas as pd

from .. import measure, models, tables
from ..metrics import _guard, strategic

WEEKS = 52


def outlook(orders, *, as_of, years=3, discount_rate=0.1, model=None, amount="amount"):
    """One row per customer: p_active, churn_propensity, expected_purchases (of the next year) and lifetime_value of the next ``years``.

    ``amount`` is the money that counts: the contribution margin of each order for a lifetime value, or revenue. p_active is the
    textbook's T^n (``measure.p_active``). churn_propensity is 1 − P(alive) of a model of purchases fitted to the same orders: the
    Pareto/NBD model, or the ``model`` given (fitted in weeks). lifetime_value is the present value of the purchases expected in each
    year to come, at her own mean money of a purchase day, if the relationship stays as it is; discounted by ``discount_rate`` a year. Nothing
    after ``as_of`` counts. Who bought only once is judged by the model, that is by all the others.
    """
    _guard.count(years=years)
    _guard.rate(discount_rate=discount_rate)
    tables.require(orders, "customer_id", "date", amount, table_name="orders")
    summary = measure.purchase_summary(orders, as_of=as_of, period="W", amount=amount)
    model = models.ParetoNBD.fit(summary) if model is None else model
    steps = [models.predict(summary, model, periods=WEEKS * year) for year in range(1, years + 1)]
    bought = np.diff(np.column_stack([np.zeros(len(summary)), *(step["expected_purchases"] for step in steps)]), axis=1)
    active = measure.p_active(orders, as_of=as_of).set_index("customer_id")["p_active"].reindex(summary["customer_id"])
    value = strategic.lifetime_value(bought * _each_day(orders, as_of, amount, summary)[:, None], discount_rate)
    found = {"customer_id": summary["customer_id"], "p_active": active.to_numpy(), "churn_propensity": 1 - steps[0]["p_alive"]}
    return pd.DataFrame(found | {"expected_purchases": bought[:, 0], "lifetime_value": value})


def _each_day(orders, as_of, amount, summary):
    """Each customer's mean money of a purchase day, the first one included."""
    days = tables.dates(orders, "date", "orders")
    known = orders[(days <= tables.day(as_of, "as_of")).to_numpy()]
    money = known.assign(**{amount: tables.numbers(known, amount, "orders")}).groupby("customer_id")[amount].sum()
    return money.reindex(summary["customer_id"]).to_numpy() / (summary["x"].to_numpy() + 1)
