"""Answers to exercises: what a notebook records, what a solution expects, and feedback that cannot be read."""
from .compare import compare
from .encode import encode, wellformed
from .record import ANSWER, EXPECT, answer, expect, sealed
from .show import show

__all__ = ["ANSWER", "EXPECT", "answer", "compare", "encode", "expect", "sealed", "show", "wellformed"]
