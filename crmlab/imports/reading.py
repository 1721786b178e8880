"""How each column of ours is read: the plans made before, and the columns made by them."""
from .. import words
from . import amounts, dates, distinct, letters, vocabulary
from .rawfile import ERRORS, note, texts

_SCIENTIFIC = r"[-+]?\d([.,]\d+)?[eE][-+]?\d+"


def plans(raw, chosen, day_first=None, decimal=None):
    """({ours: plan}, notes, problems) of all columns that are dates or numbers."""
    vietnamese = words.language() == "vi" or letters.is_vietnamese(raw.cells.columns)
    proved = _proved(raw, chosen)
    found = {}
    for ours, theirs in chosen.items():
        kind = vocabulary.kind(ours)
        if kind not in ("date", "number") or not isinstance(theirs, str) or _typed(raw, theirs, kind):
            continue
        column = distinct.of(raw, theirs)
        found[ours] = dates.plan(column, day_first=day_first, vietnamese=vietnamese, proved=proved) if kind == "date" else amounts.plan(column, decimal=decimal, vietnamese=vietnamese)
    notes = [item for plan in found.values() for item in ([plan.why] if isinstance(plan, dates.DatePlan) else plan.notes) if item]
    zones = [note("imports.note_zone", column=theirs, value=value) for ours, theirs in chosen.items() if vocabulary.kind(ours) == "date" and (value := _zone(raw, theirs))]
    return found, [*notes, *zones, *_phones(raw, chosen), *_identifiers(raw, chosen)], [plan.problem for plan in found.values() if plan.problem]


def _zone(raw, theirs):
    """A time of the column that carries a time zone, if there is one."""
    if _typed(raw, theirs, "date"):
        return raw.cells[theirs].dropna().iloc[0].tz_convert("UTC").isoformat() if raw.cells[theirs].dt.tz is not None and raw.cells[theirs].notna().any() else None
    return dates.zoned(distinct.of(raw, theirs))


def _typed(raw, theirs, kind):
    """Whether the file itself says that the column holds dates or numbers."""
    import pandas as pd

    values = raw.cells[theirs]
    return pd.api.types.is_datetime64_any_dtype(values) if kind == "date" else pd.api.types.is_numeric_dtype(values)


def _proved(raw, chosen):
    """{True or False: a column that proves day first, or month first}, of all columns of the file that hold dates."""
    used = [theirs for ours, theirs in chosen.items() if isinstance(theirs, str) and vocabulary.kind(ours) == "date"]
    found = {}
    for name in raw.cells.columns:
        if raw.cells[name].dtype == "str" and (name in used or any(dates._form(distinct.shape(value)) for value in raw.cells[name].head(20) if value)):
            evidence = dates.evidence(distinct.of(raw, name))
            if bool(evidence.day) != bool(evidence.month):
                found.setdefault(bool(evidence.day), name)
    return found


def _phones(raw, chosen):
    """Telephone numbers that a spreadsheet has spoiled: without their first 0, or as 9.1E+08; they are kept as they stand."""
    theirs = chosen.get("phone")
    if not isinstance(theirs, str):
        return []
    values = texts(raw.cells[theirs])
    lost, short = values.str.fullmatch(_SCIENTIFIC), values.str.fullmatch(r"[1-9]\d{8}")
    notes = [note("imports.note_phone_digits", column=theirs, count=int(lost.sum()), value=values[lost].iloc[0])] if lost.any() else []
    return notes + ([note("imports.note_phone_zero", column=theirs, count=int(short.sum()), value=values[short].iloc[0])] if short.any() else [])


def _identifiers(raw, chosen):
    """Identifiers that a program took for decimals: 13085.0 is 13085."""
    named = {ours: theirs for ours, theirs in chosen.items() if isinstance(theirs, str) and vocabulary.kind(ours) == "id"}
    cells = {theirs: texts(raw.cells[theirs]) for theirs in named.values()}
    return [note("imports.note_whole", column=theirs, value=values[values != ""].iloc[0]) for theirs, values in cells.items() if _are_whole(values)]


def _are_whole(values):
    """Whether all identifiers are whole numbers written with .0, as pandas writes a column that has an empty cell."""
    return bool(values.str.fullmatch(r"\d+\.0|").all()) and bool((values != "").any())


def column(raw, ours, theirs, plan):
    """One column of ours, read: dates, numbers, 1 and 0, or text; the first cell that cannot be read is refused with its row."""
    kind = vocabulary.kind(ours)
    if kind == "date":
        return _dates(raw, theirs, plan)
    if kind == "number":
        return _numbers(raw, theirs, plan)
    if kind == "flag":
        return amounts.flags(distinct.of(raw, theirs))
    return _texts(raw, theirs, kind)


def _dates(raw, theirs, plan):
    import pandas as pd

    values = raw.cells[theirs]
    if plan is None:
        values = values.dt.tz_convert("UTC").dt.tz_localize(None) if values.dt.tz is not None else values
        return values.astype("datetime64[us]").reset_index(drop=True)
    found = dates.read(distinct.of(raw, theirs), plan)
    if theirs not in raw.native:
        return found
    native = pd.Series(raw.native[theirs])
    if native.any() and (~native & (texts(values) != "")).any():
        row = raw.rows[int((~native & (texts(values) != "")).to_numpy().argmax())]
        raise ValueError(words.t("imports.dates_and_text", column=theirs, row=row, value=values[raw.rows.index(row)]))
    return found


def _numbers(raw, theirs, plan):
    import pandas as pd

    values = raw.cells[theirs]
    if plan is None:
        return pd.to_numeric(values).astype("float64").reset_index(drop=True)
    found = amounts.read(distinct.of(raw, theirs), plan)
    if theirs in raw.native:
        native = pd.Series(raw.native[theirs])
        found = found.mask(native, pd.to_numeric(values.where(native), errors="coerce").astype(float))
    return found


def _texts(raw, theirs, kind):
    """Text as it stands; in names of customers no error of a spreadsheet and no number that has lost its digits."""
    values = texts(raw.cells[theirs]).reset_index(drop=True)
    if kind == "id" and _are_whole(values):
        values = values.str.removesuffix(".0")
    wrong = values.isin(ERRORS) | (values.str.fullmatch(_SCIENTIFIC) if kind == "id" else False)
    if wrong.any():
        place = int(wrong.to_numpy().argmax())
        if values[place] in ERRORS:
            raise ValueError(words.t("imports.error_cell", column=theirs, row=raw.rows[place], value=values[place]))
        raise ValueError(words.t("imports.lost_digits", column=theirs, row=raw.rows[place], value=values[place]))
    return values
