"""Pictures, one function per kind of figure, in the file of the textbook section they belong to."""
import importlib

_SECTIONS = (
    "customer_value", "relationships", "learning", "identify", "value", "needs", "interact", "customize",
    "traditional", "primary", "popular", "rfm", "strategic", "database", "analysis", "forecast", "report",
    "portfolio", "profile", "classification", "casebook",
)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    for section in _SECTIONS:
        module = importlib.import_module(f"crmlab.charts.{section}")
        if name in module.__all__:
            return getattr(module, name)
    raise AttributeError(f"crmlab.charts has no {name!r}; it has {', '.join(__dir__())}")


def __dir__():
    return sorted(name for section in _SECTIONS for name in importlib.import_module(f"crmlab.charts.{section}").__all__)
