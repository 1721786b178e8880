"""All that is known about one person, for herself to read: one JSON file, and a CSV per table that Excel opens."""
import json
import pathlib

from .. import words
from . import cells, erasing

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # how a cell begins that a spreadsheet would run


def export(database, connection, customer_id, folder):
    """Write everything about one person into a folder; see ``CustomerDatabase.export``."""
    who, folder = str(customer_id), pathlib.Path(folder)
    known = {name: count for name, count in erasing.rows_of(connection, who).items() if count}
    if not known:
        raise ValueError(words.t("database.nobody", value=cells.shown(who)))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(words.t("database.export_folder", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    found = {name: _hers(database, name, who) for name in known}
    written = [folder / "everything.json"]
    written[0].write_text(json.dumps({name: _records(table) for name, table in found.items()}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for name, table in found.items():
        written.append(folder / f"{name}.csv")
        safe = table.map(_harmless).rename(columns=_harmless)
        safe.to_csv(written[-1], index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return written


def _hers(database, name, who):
    """Her rows of one table, kept columns included, columns that are empty in all her rows left out."""
    literal = "'" + who.replace("'", "''") + "'"
    hers = database.relation(name).filter(erasing.about(name).replace("getvariable('who')", literal)).df()
    return hers.loc[:, hers.notna().any()]


def _records(table):
    """Rows as JSON has them: days as text, unknown cells left out."""
    return [{column: _json(value) for column, value in row.items() if value == value and value is not None} for row in table.astype(object).to_dict("records")]


def _json(value):
    if hasattr(value, "isoformat"):
        return str(value).removesuffix(" 00:00:00")
    return value.item() if hasattr(value, "item") else value


def _harmless(value):
    """Text that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it; +84 912… is text as well."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value
