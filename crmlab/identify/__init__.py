"""Chapter 2.2: records of many sources become one row per customer."""
from .addresses import read_address
from .codes import read_account, read_birthday, read_id_number, read_tax_code
from .customers import assign, customers
from .emails import read_email
from .household import households
from .inventory import backlog, completeness, inventory
from .likeness import name_level
from .linking import link, pairs
from .names import read_name
from .phones import read_phone
from .recognise import recognise
from .scoring import precision, recall, score, threshold_table
from .standardise import standardise, unread

__all__ = [
    "assign", "backlog", "completeness", "customers", "households", "inventory", "link", "name_level", "pairs", "precision", "read_account",
    "read_address", "read_birthday", "read_email", "read_id_number", "read_name", "read_phone", "read_tax_code", "recall", "recognise",
    "score", "standardise", "threshold_table", "unread",
]
