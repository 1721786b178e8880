"""Chapter 4.1: the customer database, one file with the textbook's kinds of record.

store: open, load, table, relation, and everything else a database does · schema.sql: the tables, keys and checks ·
cells, staging, loading: how a table gets in, all of it or nothing · file: how the file changes, all of it or nothing ·
people: active and inactive customers, prospects · erasing, exporting, pseudonyms: what a person may ask for, and the class.
Table functions on pandas: activity (who_is), leaving (churn_reasons), fit (fit_score, prospect_fits).
"""
from .activity import who_is
from .erasing import Erased
from .fit import fit_score, prospect_fits
from .leaving import churn_reasons
from .loading import Loaded
from .pseudonyms import Pseudonymised
from .schema import kinds
from .store import CustomerDatabase, open

__all__ = [
    "CustomerDatabase", "Erased", "Loaded", "Pseudonymised", "churn_reasons", "fit_score", "kinds", "open", "prospect_fits", "who_is",
]
