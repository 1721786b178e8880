"""The course's data sets: a table each, with a card that says what it is and where it comes from."""
import difflib

from . import course, words

TEXT = ("name", "phone", "email", "address", "birthday", "id_number", "tax_code", "account_no")  # as typed: 0912… is no number, "Nan" is a name
FOLDER = course.HOUSE / "datasets"


def names():
    """The names of all data sets."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def load(name):
    """A data set as a new pandas table; its card, ``print(card(name))``, says what one row is.

    Dates are dates; an empty cell is unknown (NaN).
    """
    import pandas as pd

    as_typed = dict.fromkeys(TEXT, "str")
    table = pd.read_csv(_path(name, ".csv"), encoding="utf-8", dtype=as_typed, keep_default_na=False, na_values=[""])
    dates = {column: pd.to_datetime(table[column], format="%Y-%m-%d") for column in table if column == "date" or column.endswith("_on")}
    return table.assign(**dates)


def card(name):
    """What the data set is, in both languages: rows, columns, units, source, evidence grade, licence."""
    return _path(name, ".md").read_text(encoding="utf-8")


def folder(name):
    """The folder of an export of several files, to be read by ``imports.folder``; its card is the file of its name inside."""
    known = sorted(path.parent.name for path in FOLDER.glob("*/*.md") if path.stem == path.parent.name)
    if name not in known:
        raise ValueError(words.t("datasets.no_export", name=name, known=", ".join(known), first=known[0]))
    return FOLDER / name


def _path(name, suffix):
    known = names()
    if name not in known:
        near = (difflib.get_close_matches(str(name), known, n=1) or ["cdnow"])[0]
        raise ValueError(words.t("datasets.unknown", name=name, known=", ".join(known), near=near))
    return FOLDER / f"{name}{suffix}"
