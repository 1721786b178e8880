"""Chapter 2.5: treat different customers differently, at a cost that pays."""
from .approaches import approach, approach_examples
from .invoices import breakeven_retention_gain, compare_invoices, customer_side_cost, financing_cost, invoice_schedule
from .memory import learn
from .modules import bundles, expand_need, variants
from .offers import choose_offer, plan_offers
from .variety import best_variety, breakeven_customers, customization_cost, safety_stock, variety_cost, variety_profit

__all__ = [
    "approach",
    "approach_examples",
    "best_variety",
    "breakeven_customers",
    "breakeven_retention_gain",
    "bundles",
    "choose_offer",
    "compare_invoices",
    "customer_side_cost",
    "customization_cost",
    "expand_need",
    "financing_cost",
    "invoice_schedule",
    "learn",
    "plan_offers",
    "safety_stock",
    "variants",
    "variety_cost",
    "variety_profit",
]
