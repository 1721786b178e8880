"""Chapter 1: what a customer is worth to us, levels of relationship, loyalty, the learning relationship."""
from .build_to_order import avoided_inventory, cash_conversion_cycle, days_payable, days_receivable, days_sales_of_inventory, obsolescence_cost
from .fit import choice_surplus, mutual_gain, price_premium
from .forecasts import forecast_error, sample_profit, sample_quantity
from .learning import advantage_left, knowledge, stays, switching_cost
from .levels import LEVELS, barnes_level, barnes_levels, vignettes
from .loyalty import LOYALTIES, QUADRANTS, STAGES, fit_stay_probability, loyalty_quadrant, loyalty_type, quadrant_actions, stage_shares, stay_probability, trust
from .newsvendor import critical_ratio, expected_lost_sales, expected_overstock, newsvendor_profit, newsvendor_quantity
from .simulation import Draws, LearningRelationship, compare_firms, draw_customers, price_led, simulate_customers, simulate_learning_relationship
from .storing import KINDS_OF_RELATIONSHIP, breakeven_breach_probability, choose_relationship, stored_card_gain
from .value import detect_change, interaction_value, periods_to_match, retain_or_release, treatment_policy, value_change

__all__ = [
    "KINDS_OF_RELATIONSHIP",
    "LEVELS",
    "LOYALTIES",
    "QUADRANTS",
    "STAGES",
    "Draws",
    "LearningRelationship",
    "advantage_left",
    "avoided_inventory",
    "barnes_level",
    "barnes_levels",
    "breakeven_breach_probability",
    "cash_conversion_cycle",
    "choice_surplus",
    "choose_relationship",
    "compare_firms",
    "critical_ratio",
    "days_payable",
    "days_receivable",
    "days_sales_of_inventory",
    "detect_change",
    "draw_customers",
    "expected_lost_sales",
    "expected_overstock",
    "fit_stay_probability",
    "forecast_error",
    "interaction_value",
    "knowledge",
    "loyalty_quadrant",
    "loyalty_type",
    "mutual_gain",
    "newsvendor_profit",
    "newsvendor_quantity",
    "obsolescence_cost",
    "periods_to_match",
    "price_led",
    "price_premium",
    "quadrant_actions",
    "retain_or_release",
    "sample_profit",
    "sample_quantity",
    "simulate_customers",
    "simulate_learning_relationship",
    "stage_shares",
    "stay_probability",
    "stays",
    "stored_card_gain",
    "switching_cost",
    "treatment_policy",
    "trust",
    "value_change",
    "vignettes",
]
