"""Chapter 2.3: customers differ in value and in needs."""
from .allocation import allocate, cost_to_serve, profits_by_method, rank_changes
from .concentration import gini, whale_curve
from .levers import actual_value_levers, payback_period, potential_value_components, relationship_value, value_curve
from .margin import contribution_margin, contributions
from .needs import agreement, bought_need, needs_groups, needs_profile, same_answers, stability
from .tiers import is_existing, tier_sizes, tier_totals, tiers
from .types import value_types
from .value import actual_value, customer_values, potential_value, return_on_customer, share_shift, unrealised_value

__all__ = [
    "actual_value",
    "actual_value_levers",
    "agreement",
    "allocate",
    "bought_need",
    "contribution_margin",
    "contributions",
    "cost_to_serve",
    "customer_values",
    "gini",
    "is_existing",
    "needs_groups",
    "needs_profile",
    "payback_period",
    "potential_value",
    "potential_value_components",
    "profits_by_method",
    "rank_changes",
    "relationship_value",
    "return_on_customer",
    "same_answers",
    "share_shift",
    "stability",
    "tier_sizes",
    "tier_totals",
    "tiers",
    "unrealised_value",
    "value_curve",
    "value_types",
    "whale_curve",
]
