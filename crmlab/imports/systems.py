"""What the rows of each system need: deleted ones apart, opportunities won, calls held, identifiers written one way."""
import dataclasses

from .. import words
from . import amounts, distinct, invoices, letters, reading, totals, vocabulary
from .rawfile import note, texts

_OF_CUSTOMERS = ("orders", "contacts", "purchases")
_YES = {"1", "true", "yes", "co", "x"}
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def columns(module, there):
    """{ours: theirs} of a module, a tuple of theirs where several are joined."""
    single = {ours: found for ours, names in module["columns"].items() if (found := _first(names, there))}
    several = {ours: found for ours, parts in module["joined"].items() if (found := tuple(name for part in parts if (name := _first(part, there))))}
    return single | several


def _first(names, there):
    return next((there[name] for name in map(letters.simple, names) if name in there), None)


def prepared(raw, module, chosen):
    """The raw file with its cells as the system meant them: no signs against formulas, no False for nothing, one form of identifiers."""
    raw = totals.blanked(raw, chosen)
    if module["system"] == "plain":
        return raw
    key = ("prepared", module["name"])
    if key not in raw.known:
        used = {name for theirs in chosen.values() for name in ([theirs] if isinstance(theirs, str) else theirs)}
        cells = raw.cells.copy()
        for name in cells.columns:
            if cells[name].dtype == "str":
                cells[name] = _cell_column(cells[name], module, name in used, name == chosen.get("customer_id"))
        raw.known[key] = dataclasses.replace(raw, cells=cells)
    return raw.known[key]


def _cell_column(values, module, used, is_customer):
    if module["system"] == "suitecrm":
        return values.str.replace(r"^'(?=[=+\-@])", "", regex=True)
    if module.get("false") and used:
        return values.mask(values.isin(["False", "false", "FALSE"]), "")
    if module["system"] == "salesforce" and values.str.fullmatch(r"[A-Za-z0-9]{15}|").all():
        return values.map(long_id).astype("str")
    if module.get("several") and is_customer:
        return values.str.split(";").str[0].str.strip().astype("str")
    return values


def long_id(identifier):
    """A Salesforce identifier of 15 letters as the one of 18: three letters tell which of each five are capitals.

    >>> long_id("a00d0000007kUms")
    'a00d0000007kUmsAAE'
    """
    if len(identifier) != 15:
        return identifier
    bits = [sum(letter.isascii() and letter.isupper() and 1 << place for place, letter in enumerate(identifier[start : start + 5])) for start in (0, 5, 10)]
    return identifier + "".join(_CHECK[bit] for bit in bits)


def notes(raw, module, chosen):
    """What is to be known about the rows of a module before it is used."""
    said = []
    there = {letters.simple(name): name for name in reversed(raw.cells.columns)}
    for rule in (module.get("where"), module.get("also")):
        column = _first(rule["column"], there) if rule else None
        if column:
            said.append(_counted(raw, rule, column))
    deleted = _first(module.get("deleted", []), there)
    if deleted and (count := int(_yes(raw, deleted).sum())):
        said.append(note("imports.note_deleted", column=deleted, count=count))
    if module.get("by_name") and letters.simple(chosen.get("customer_id", "")) in map(letters.simple, ("Account Name", "account_name", "Tên tài khoản")):
        said.append(note("imports.note_by_name", column=chosen["customer_id"]))
    if module.get("several") and "customer_id" in chosen and (count := int(texts(raw.cells[chosen["customer_id"]]).str.contains(";").sum())):
        said.append(note("imports.note_several", column=chosen["customer_id"], count=count))
    if "where" in module and module["table"] == "orders":
        said.append(note("imports.note_no_transactions" if module["name"] != "sale.order" else "imports.note_confirmed", module=module["name"]))
    if module["table"] == "records" and "record_id" not in chosen:
        said.append(note("imports.note_record_rows"))
    if module["table"] in _OF_CUSTOMERS and not module.get("lines") and (count := int((texts(raw.cells[chosen["customer_id"]]) == "").sum())):
        said.append(note("imports.note_nobody", column=chosen["customer_id"], count=count))
    return said + (invoices.notes(raw, chosen) if module.get("lines") else [])


def _counted(raw, rule, column):
    """How many rows a rule keeps, and the values of those that it sets apart."""
    values = texts(raw.cells[column])
    kept = values.map(letters.simple).isin(list(map(letters.simple, rule["values"])))
    others = ", ".join(f"{value or '–'} ({count})" for value, count in values[~kept].value_counts().head(8).items())
    return note("imports.note_where", column=column, count=int(kept.sum()), total=len(values), values=", ".join(sorted(set(values[kept]))), others=others or "–")


def _yes(raw, column):
    return texts(raw.cells[column]).map(letters.simple).isin(_YES)


def reasons(raw, mapping, of_totals=False):
    """Why each row stays apart, or an empty text."""
    import pandas as pd

    module = mapping.rules
    there = {letters.simple(name): name for name in reversed(raw.cells.columns)}
    found = pd.Series([""] * len(raw.cells), dtype="str")
    for rule in (module.get("also"), module.get("where")):
        column = _first(rule["column"], there) if rule else None
        if column:
            kept = texts(raw.cells[column]).map(letters.simple).isin(list(map(letters.simple, rule["values"]))).reset_index(drop=True)
            found = found.mask(~kept, rule["reason"])
    deleted = _first(module.get("deleted", []), there)
    if deleted:
        found = found.mask(_yes(raw, deleted).reset_index(drop=True), "deleted")
    if module.get("false"):
        found = found.mask(_continued(raw, mapping), "continued")
    if of_totals:
        found.iloc[-1] = "total"
    _one_currency(raw, module, there, found)
    return found


def _continued(raw, mapping):
    """Rows that go on with the lines of the record above: all columns that we use are blank."""
    used = [name for theirs in mapping.columns.values() for name in ([theirs] if isinstance(theirs, str) else theirs)]
    return (raw.cells[used].apply(texts) == "").all(axis=1).reset_index(drop=True)


def _one_currency(raw, module, there, found):
    """Refuse orders in several currencies."""
    column = _first(module.get("where", {}).get("same", []), there)
    if column:
        values = texts(raw.cells[column]).reset_index(drop=True)[found == ""]
        if values.nunique() > 1:
            place = values.index[(values != values.iloc[0]).to_numpy().argmax()]
            raise ValueError(words.t("imports.currencies", column=column, first=values.iloc[0], second=values[place], row=raw.rows[place]))


def column(raw, ours, theirs, mapping):
    """One column of ours, its values translated first where the map says how."""
    values = mapping.rules.get("values", {}).get(ours)
    if not values:
        return reading.column(raw, ours, theirs, mapping.plans.get(ours))
    found = distinct.of(raw, theirs)
    simple = {letters.simple(name): value for name, value in values.items()} | {"": ""}
    if ours in ("answered", "direction"):
        return _numbers_of(_translated(found, simple)) if ours == "answered" else _translated(found, simple)
    return _translated(found, simple | {letters.simple(value): letters.simple(value) for value in found.values if letters.simple(value) not in simple})


def _translated(found, simple):
    import pandas as pd

    new = [simple.get(letters.simple(value), "") for value in found.values]
    return pd.Series(pd.array(new, dtype="str").take(found.codes))


def _numbers_of(values):
    import pandas as pd

    numbers = pd.to_numeric(values.mask(values == ""), errors="coerce")
    return numbers if numbers.isna().any() else numbers.astype("int64")


def joined(raw, mapping):
    """The columns that are made of several of theirs, and those that are the same for every row."""
    import pandas as pd

    made = {ours: _joined(raw, ours, theirs) for ours, theirs in mapping.columns.items() if not isinstance(theirs, str)}
    constants = {ours: pd.Series([value] * len(raw.cells), dtype="str") for ours, value in mapping.rules.get("constants", {}).items()}
    return made | constants


def _joined(raw, ours, theirs):
    parts = [texts(raw.cells[name]).reset_index(drop=True) for name in theirs]
    if ours == "minutes":
        hours, minutes = ([amounts.read(found, amounts.plan(found)).fillna(0) for found in (distinct.of(raw, name) for name in theirs)] + [0])[:2]
        return hours * 60 + minutes
    if ours == "name" and not (letters.is_vietnamese(theirs) or letters.is_vietnamese(parts[0].head(1000))):
        parts = parts[::-1]
    separator = " " if ours == "name" else ", "
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + _between(whole, part, separator) + part
    return whole.astype("str")


def _between(left, right, separator):
    """The separator where both sides hold something."""
    import pandas as pd

    return pd.Series([separator if one and other else "" for one, other in zip(left, right, strict=True)], dtype="str")


def _numbers_as_text(rows):
    """The numbers of the rows of the file, as identifiers."""
    import pandas as pd

    return pd.array(list(map(str, rows)), dtype="str")


def finished(table, reasons, raw, mapping):
    """(rows of our table, rows apart with their reason): orders and contacts of nobody apart, lines of invoices put together."""
    if mapping.table == "records" and "record_id" not in table:
        table.insert(0, "record_id", _numbers_as_text(raw.rows))
    if "seconds" in table:
        table = table.assign(minutes=table["seconds"] / 60).drop(columns="seconds")
    if mapping.table in _OF_CUSTOMERS:
        lost = (table["customer_id"] == "") & table["date"].notna()
        reasons = reasons.mask(lost & (reasons == ""), "without_customer")
    beside = table[reasons != ""].assign(reason=reasons[reasons != ""]).reset_index(drop=True)
    kept = table[reasons == ""]
    kept = kept.assign(**{name: kept[name].astype("int64") for name in sorted(vocabulary.FLAGS & set(kept.columns)) if kept[name].notna().all()})
    return (invoices.orders(kept, mapping) if mapping.rules.get("lines") else kept.reset_index(drop=True)), beside, reasons
