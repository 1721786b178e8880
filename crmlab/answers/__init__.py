"""Answers to exercises: what a notebook records, what a solution expects, and feedback that cannot be read."""
from .compare import compare, is_slip, kind
from .encode import encode, wellformed
from .record import ANSWER, EXPECT, answer, expect, sealed
from .show import show, wanted

__all__ = ["ANSWER", "EXPECT", "answer", "compare", "encode", "expect", "is_slip", "kind", "sealed", "show", "wanted", "wellformed"]
