"""Chapter 2.3: customers differ in value and in needs."""
from .allocation import allocate, cost_to_serve, profits_by_method, rank_changes
from .concentration import gini, whale_curve
from .customers import customer_counts, is_customer, relations
from .horizon import development_flows, expected_flows, horizon_values, later_value, tier_split, value_split
from .levers import actual_value_levers, payback_period, potential_value_components, relationship_value, value_curve
from .margin import contribution_margin, contributions
from .needs import agreement, bought_need, needs_groups, needs_profile, same_answers, stability
from .tiers import is_existing, tier_moves, tier_sizes, tier_totals, tiers
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
    "customer_counts",
    "customer_values",
    "development_flows",
    "expected_flows",
    "gini",
    "horizon_values",
    "is_customer",
    "is_existing",
    "later_value",
    "needs_groups",
    "needs_profile",
    "payback_period",
    "potential_value",
    "potential_value_components",
    "profits_by_method",
    "rank_changes",
    "relations",
    "relationship_value",
    "return_on_customer",
    "same_answers",
    "share_shift",
    "stability",
    "tier_moves",
    "tier_sizes",
    "tier_split",
    "tier_totals",
    "tiers",
    "unrealised_value",
    "value_curve",
    "value_split",
    "value_types",
    "whale_curve",
]
