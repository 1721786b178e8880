"""Chapter 3 on tables: the metrics for every customer, from a table of orders.

Every function takes a table and returns a new one; column names are arguments. ``as_of`` is the day on
which we look (nothing reads the clock): what happened after it is not known yet and does not count. Two orders
on one day are two purchases, except in ``purchase_summary``: add them up first if they are one to you.

The table is a pandas or Polars table, a DuckDB relation or a Spark table, and the result one of the same kind with the same
cells (``rfm_points`` takes pandas only; ``transition_matrix`` always gives pandas). What is unknown is NaN in pandas, null elsewhere.
Lazy kinds are not read before you look at the result: see ``crmlab.engines`` for what their unknown cells give and for
``engines.check``; their rows have no order.

rfm: recency, frequency, monetary value · purchases: when customers bought · cohorts: who is left · money: past value, wallets ·
brands: from one brand to the next · portable: the same for the other engines
"""
from .brands import transition_matrix, transitions
from .cohorts import cohort_survival
from .money import past_customer_value, share_of_wallet
from .purchases import inter_purchase_time, p_active, purchase_summary
from .rfm import rfm, rfm_points

__all__ = [
    "cohort_survival", "inter_purchase_time", "p_active", "past_customer_value", "purchase_summary",
    "rfm", "rfm_points", "share_of_wallet", "transition_matrix", "transitions",
]  # fmt: skip
