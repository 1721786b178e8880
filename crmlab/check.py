"""For the cells of a notebook: refuse parameters that cannot be meant, in one sentence that says what to type.

>>> from crmlab import check, words
>>> words.use("en")
>>> check.share(accept_share=0.6)
>>> check.share(accept_share=60)
Traceback (most recent call last):
ValueError: accept_share is a share between 0 and 1, but got 60. Did you mean 0.6? (Write 60 % as 0.6.)
>>> check.positive(wallet={"shop": 500, "app": 0})
Traceback (most recent call last):
ValueError: wallet['app'] must be above 0, but got 0. Type a positive number for wallet['app'].
"""
import functools

from . import words
from .metrics import _guard

__all__ = ["count", "not_negative", "number", "positive", "rate", "share"]


def _as_typed(rule):
    """A rule for parameters as they are typed: of a dictionary each value, and a pair is one number with a comma."""

    @functools.wraps(rule)
    def checked(**named):
        for name, value in named.items():
            if isinstance(value, dict):
                checked(**{f"{name}[{key!r}]": part for key, part in value.items()})
                continue
            if isinstance(value, tuple) and len(value) == 2 and all(isinstance(part, int) for part in value):
                raise ValueError(words.t("check.comma", name=name, typed="{},{}".format(*value), right="{}.{}".format(*value)))
            rule(**{name: value})

    return checked


count, not_negative, number, positive, rate, share = map(_as_typed, (_guard.count, _guard.not_negative, _guard.number, _guard.positive, _guard.rate, _guard.share))
