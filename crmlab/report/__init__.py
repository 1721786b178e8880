"""A report on one's own orders: ``build`` (also ``crmlab report``), and what its notebook calls.

writing: run the notebook, write the page. sources, inside: read files; columns: which column is which. orders: the cleaned tables (``Orders``).
attempts: ``attempt``, for what cannot be computed from every file. sayings, ahead: sentences and small tables computed from the figures; showing: how
they look. The templates are ``report_vi.ipynb`` and ``report_en.ipynb``, twins with the same code.
"""
from .ahead import assumptions, discount_range, per_period, retention_range, say_future, say_lifetime, sensitivity
from .attempts import Missing, attempt
from .orders import OTHERS, US, Orders
from .sayings import (
    call_list,
    identification,
    parameters,
    rates,
    say_active,
    say_alarm_past,
    say_alarms,
    say_cohorts,
    say_holdout,
    say_identification,
    say_links,
    say_pyramid,
    say_retention,
    say_rfm,
    say_wallet,
    side_by_side,
    with_alarms,
    with_repeaters,
    with_revenue,
    worth_calling,
)
from .sources import read, read_records

__all__ = [
    "Missing", "OTHERS", "Orders", "US", "assumptions", "attempt", "build", "call_list", "discount_range", "identification", "parameters", "per_period", "rates", "read",
    "read_records", "retention_range", "say_active", "say_alarm_past", "say_alarms", "say_cohorts", "say_future", "say_holdout", "say_identification", "say_lifetime", "say_links", "say_pyramid", "say_retention",
    "say_rfm", "say_wallet", "sensitivity", "side_by_side", "with_alarms", "with_repeaters", "with_revenue", "worth_calling",
]


def build(source, output, **settings):
    """Write the report on a file of orders; see ``crmlab.report.writing.build``."""
    from . import writing

    return writing.build(source, output, **settings)
