"""One view of the customer: from several systems to one profile, and what to do with it.

``unifying``: one row per customer from all systems, and how well they matched · ``quality``: what each source is worth as data ·
``behaviour``: when, how much and what she buys, and in which season · ``outlook``: will she come back, and what will she bring ·
``treatments``: what a change of treatment would be worth · ``referrals``: what she brings by recommending us ·
``selling``: long relationships against one-step selling, simulated
"""
from .behaviour import purchase_pattern, seasonality
from .outlook import outlook
from .quality import data_quality
from .referrals import referral_cost, referral_value
from .selling import POLICIES, SellingPolicy, simulate_selling
from .treatments import best_treatments, uplift_table
from .unifying import match_rates, unify

__all__ = [
    "POLICIES", "SellingPolicy", "best_treatments", "data_quality", "match_rates", "outlook", "purchase_pattern", "referral_cost", "referral_value",
    "seasonality", "simulate_selling", "unify", "uplift_table",
]  # fmt: skip
