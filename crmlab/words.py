"""The words of both languages: one catalogue, one glossary, and numbers written as each language writes them."""
import csv
import functools
import json
import os
import pathlib

LANGUAGES = ("vi", "en")
LOCALE = pathlib.Path(__file__).parent / "locale"

_chosen = []


def use(language):
    """Speak this language from now on, "vi" or "en"; None goes back to the folder's language."""
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"language is 'vi' or 'en', but got {language!r}. Type words.use('vi').")
    _chosen[:] = [] if language is None else [language]


def language():
    """The language in use: the one chosen by use(), else CRMLAB_LANG, else the folder we work in, else Vietnamese."""
    folders = reversed(pathlib.Path.cwd().parts)
    wanted = [*_chosen, os.environ.get("CRMLAB_LANG"), *folders]
    return next((word for word in wanted if word in LANGUAGES), "vi")


@functools.cache
def catalogue(language):
    """Every word of one language: the glossary's terms and the sentences of the catalogue, by key."""
    terms = {row["key"]: row[language].split(";")[0] for row in glossary()}
    return terms | json.loads((LOCALE / f"{language}.json").read_text(encoding="utf-8"))


@functools.cache
def glossary():
    """The glossary, one row per term: key, vi, en; further forms of a term stand behind semicolons."""
    with open(LOCALE / "glossary.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def t(key, **values):
    """The words for a key in the language in use, its {placeholders} filled in."""
    words = catalogue(language())
    if key not in words:
        raise KeyError(f"no words for {key!r}: add it to crmlab/locale/vi.json and en.json, or to glossary.csv")
    return words[key].format(**values) if values else words[key]


def unit(name):
    """A unit in the language in use ("million đồng"); a name without a word stays as it is ("USD")."""
    return catalogue(language()).get(name, name)


def number(value, digits=None, sign=False):
    """A number as the language writes it: 1.234,5 in Vietnamese, 1,234.5 in English. Unknown is an en dash.

    Without ``digits`` it keeps six significant figures at most and no trailing zeros.
    """
    if value is None or value != value:
        return "–"
    text = _significant(value) if digits is None else f"{value:,.{digits}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    if sign and value > 0:
        text = "+" + text
    text = text.replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language() == "vi" else text


def _significant(value):
    """Six significant figures, or all figures before the decimal point, without trailing zeros."""
    if value == 0 or abs(value) in (float("inf"),):
        return f"{value:g}"
    whole_figures = len(str(int(abs(value))))
    if abs(value) < 1e-4:
        return f"{value:.3g}"
    decimals = max(0, 6 - whole_figures) if abs(value) >= 1 else 6
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share, digits=1):
    """A share as a percentage: 0.125 is 12,5 % (one word, it never breaks) in Vietnamese and 12.5% in English."""
    if share is None or share != share:
        return "–"
    text = number(share * 100, digits)
    return text + ("\u00a0%" if language() == "vi" else "%")


def money(value, unit="₫", digits=0):
    """An amount with its unit: 1.234.568 ₫."""
    return f"{number(value, digits)}\u00a0{unit}"
