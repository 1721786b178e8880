"""For the cells of a notebook: refuse parameters that cannot be meant, in one sentence that says what to type.

>>> from crmlab import check, words
>>> words.use("en")
>>> check.share(accept_share=0.6)
>>> check.share(accept_share=60)
Traceback (most recent call last):
ValueError: accept_share is a share between 0 and 1, but got 60. Did you mean 0.6? (Write 60 % as 0.6.)
"""
from .metrics._guard import count, not_negative, positive, rate, share

__all__ = ["count", "not_negative", "positive", "rate", "share"]
