"""The customer portfolio: what it is worth to know customers, at which level to plan, and the large leaky bucket.

``knowledge``: what serving those judged good brings, and how much knowledge to buy. ``levels``: planning for each customer, for groups or for the
market. ``bucket``: customers who become closer or leave, year by year. ``mixes``: which mix of four spendings is worth most.
"""
from .bucket import SPENDINGS, STAGES, Portfolio, simulate_portfolio
from .knowledge import best_accuracy, knowledge_cost, knowledge_value, portfolio_potential_value, selection_value, value_without_knowledge
from .levels import LEVELS, PLANS, FirmLevels, best_level, breakeven_margin, level_examples, level_gains
from .mixes import LEAKY, WATERTIGHT, best_mix, mix_values, spread_budget

__all__ = [
    "LEAKY",
    "LEVELS",
    "PLANS",
    "SPENDINGS",
    "STAGES",
    "WATERTIGHT",
    "FirmLevels",
    "Portfolio",
    "best_accuracy",
    "best_level",
    "best_mix",
    "breakeven_margin",
    "knowledge_cost",
    "knowledge_value",
    "level_examples",
    "level_gains",
    "mix_values",
    "portfolio_potential_value",
    "selection_value",
    "simulate_portfolio",
    "spread_budget",
    "value_without_knowledge",
]
