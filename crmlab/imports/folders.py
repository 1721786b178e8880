"""A whole export: every file that one of the maps knows, as tables of ours, linked where one file only names what another numbers."""
import dataclasses
import pathlib

from .. import words
from . import converting, detecting, files, header, letters
from .rawfile import note

_ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet"}


class Export(dict):
    """{table: DataFrame} of a folder; ``mappings`` {file: Mapping}; ``skipped`` {file: why it was left out}."""

    def __init__(self, tables, mappings, skipped):
        super().__init__(tables)
        self.mappings, self.skipped = mappings, skipped

    def __repr__(self):
        lines = [words.t("imports.show_table", table=name, rows=len(table)) for name, table in self.items()]
        lines += [f"{name}: {mapping._title()}" for name, mapping in self.mappings.items()]
        return "\n".join([*lines, *(words.t("imports.show_skipped", name=name, why=why) for name, why in self.skipped.items())])


def folder(path):
    """All files of an export folder as ``{table: DataFrame}``; accounts and contacts together are customers, with their ``source``.

    A file whose columns no map knows is left out and named in ``skipped`` of the result; a known file that cannot be read is refused.
    Where orders name an account that exactly one customer of the folder has as her name, ``customer_id`` becomes her identifier.

    Raises
    ------
    ValueError
        no such folder, or no file in it that can be read
    """
    path = pathlib.Path(path)
    if not path.is_dir():
        raise ValueError(words.t("imports.no_folder", name=path.name))
    found, mappings, skipped, converted = {}, {}, {}, []
    listed = sorted(file for file in path.iterdir() if file.suffix.lower() in _ENDINGS and not file.name.startswith(("~$", ".")))
    for file in header.progress(listed, len(listed) * 1_000_000, unit="files"):
        raw = files.read(file)
        try:
            mapping = detecting.detect(raw)
        except ValueError as error:
            mapping = detecting.called(raw)
            if mapping is None:
                skipped[file.name] = str(error)
                continue
        mappings[file.name] = mapping
        converted.append(converting.convert(raw, mapping))
        found.setdefault(mapping.table, []).append((mapping, converted[-1]))
    if not found:
        raise ValueError(words.t("imports.empty_folder", name=path.name, count=len(listed)))
    tables = _together(found)
    if "name" in tables.get("customers", ()):
        shared = _shared(tables["customers"])
        mappings |= {name: _warned(mapping, shared, part) for (name, mapping), part in zip(mappings.items(), converted, strict=True) if mapping.rules.get("by_name")}
    return Export(tables, mappings, skipped)


def _shared(customers):
    """The simple names that several customers have."""
    simple = customers["name"].map(letters.simple)
    numbers = customers["customer_id"].groupby(simple).nunique()
    return set(numbers[numbers > 1].index) - {""}


def _warned(mapping, shared, orders):
    """The mapping, with a note of the names that stay names because several customers have them."""
    names = [name for name in orders["customer_id"].unique() if letters.simple(name) in shared]
    return dataclasses.replace(mapping, assumed=(*mapping.assumed, note("imports.note_shared_names", column=mapping.columns["customer_id"], count=len(names), name=names[0]))) if names else mapping


def _together(found):
    """One table of each kind, customers with their source, orders with the identifiers of customers."""
    import pandas as pd

    tables = {}
    for name, parts in found.items():
        several = [table.assign(source=f"{mapping.system} {mapping.module}".replace("plain ", "")) if name == "customers" else table for mapping, table in parts]
        tables[name] = pd.concat(several, ignore_index=True) if len(several) > 1 else several[0]
    named = [mapping for parts in found.values() for mapping, _ in parts if mapping.rules.get("by_name")]
    if named and "orders" in tables and "customers" in tables:
        tables["orders"] = _numbered(tables["orders"], tables["customers"])
    return tables


def _numbered(orders, customers):
    """Orders whose customer_id was a name, with the identifier of the one customer of that name; other names stay."""
    simple = customers["name"].map(letters.simple)
    once = ~simple.isin(_shared(customers) | {""})
    identifiers = dict(zip(simple[once], customers["customer_id"][once], strict=True))
    known = set(customers["customer_id"])
    new = [name if name in known else identifiers.get(letters.simple(name), name) for name in orders["customer_id"]]
    return orders.assign(customer_name=orders["customer_id"], customer_id=_texts(new))


def _texts(values):
    """A list of texts as a column."""
    import pandas as pd

    return pd.array(values, dtype="str")
