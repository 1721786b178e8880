"""crmlab: learn customer relationship management by doing it.

In a notebook: ``from crmlab import Explore, charts, datasets, measure, reveal, worked`` and the metrics of chapter 3,
``from crmlab.metrics import traditional, primary, popular, strategic``. Importing crmlab loads nothing heavy.
"""
import importlib
import sys

__version__ = "0.1.0"

_HOMES = {"Explore": "explore", "answer": "answers", "decide": "predict", "expect": "answers", "reveal": "predict", "sealed": "answers", "worked": "working"}
_ROOMS = (
    "answers", "charts", "check", "customize", "datasets", "differentiate", "identify", "interact", "loop", "measure", "metrics", "portfolio", "profile",
    "relationships", "tables", "words",
)
__all__ = [*_HOMES, *_ROOMS]


def __getattr__(name):
    if name in _HOMES:
        return getattr(importlib.import_module(f"crmlab.{_HOMES[name]}"), name)
    if name in _ROOMS:
        return importlib.import_module(f"crmlab.{name}")
    raise AttributeError(f"crmlab has no {name!r}; it has {', '.join(__all__)}")


def __dir__():
    return [*__all__, "__version__"]


def _shell():
    """The notebook that imports crmlab, if it is one."""
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()


if _shell():
    importlib.import_module("crmlab.refusals").shorten(_shell())
