"""A user's table, cell by cell in the kinds the database keeps; what cannot be one is refused with its row, column and value."""
import json

from .. import tables, words

TYPED = ("phone", "tax_code", "id_number", "account_no", "birthday")  # as typed: a number has lost its first zeros
LONGEST = 40  # letters of a value shown in a sentence


def frame_of(given, table):
    """A pandas table from what a user has: a table of any engine, or the path of a file."""
    import pandas as pd

    if isinstance(given, pd.DataFrame):
        return given
    if isinstance(given, str) or hasattr(given, "__fspath__"):
        return _from_file(given, table)
    if hasattr(given, "collect") and not hasattr(given, "to_pandas"):
        given = given.collect()
    for way in ("to_pandas", "toPandas", "df"):
        if hasattr(given, way):
            return getattr(given, way)()
    raise ValueError(words.t("tables.kind", table=table, kind=type(given).__name__))


def _from_file(path, table):
    """A file read by ``imports``, its rows labelled with their numbers in the file."""
    from .. import imports

    raw = imports.read(path)
    frame = imports.convert(raw, imports.detect(raw, table))
    rows = frame.attrs.get("rows", raw.rows)
    return frame.set_axis(list(rows), axis=0) if len(rows) == len(frame) else frame


def convert(frame, kind):
    """(table with the database's columns, table with all others), both with rows 0, 1, 2 …"""
    names = [str(column) for column in frame.columns]
    _names(names, kind)
    frame = frame.set_axis(names, axis=1).reset_index(drop=True).set_axis(frame.index, axis=0) if names != list(frame.columns) else frame
    if not len(frame):
        raise ValueError(words.t("tables.no_row", table=kind.name))
    if missing := [column for column in kind.required if column not in names]:
        _missing(frame, missing, kind)
    ours = {column: READ[type](frame[column], column, kind.name) for column, type in kind.columns.items() if column in names}
    extra = {column: _extra(frame[column], column, kind.name) for column in names if column not in kind.columns}
    return _table(ours, len(frame)), _table(extra, len(frame))


def plain(frame):
    """The same table with NaN for unknown numbers and truths, as everywhere in the house."""
    import pandas as pd

    masked = {column: float if pd.api.types.is_numeric_dtype(frame[column]) and not pd.api.types.is_bool_dtype(frame[column]) else object for column in frame if pd.api.types.is_extension_array_dtype(frame[column]) and hasattr(frame[column].array, "_mask")}
    return frame.assign(**{column: frame[column].astype(object).where(frame[column].notna(), float("nan")).astype(kind) for column, kind in masked.items()})


def place(table, index, row, column=None):
    """Where a cell is, in words: the row by its own label."""
    return words.t("database.row" if column is None else "database.cell", table=table, row=index[row], column=column)


def shown(value):
    """A value as a sentence shows it: short, dates without midnight."""
    if hasattr(value, "isoformat"):
        return str(value).removesuffix(" 00:00:00")
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" + text[:1]


def _table(columns, rows):
    import pandas as pd

    return pd.DataFrame({name: column.reset_index(drop=True) for name, column in columns.items()}, index=range(rows))


def _missing(frame, missing, kind):
    """Say which column is missing, and how to give it: by renaming, or as one value for all rows."""
    for column in missing:
        if column in ("campaign_id", "source", "active_until", "allowed", "treated"):
            raise ValueError(words.t("database.missing_one", table=kind.name, column=column, has=", ".join(map(repr, frame.columns))))
    tables.require(frame, *missing, table_name=kind.name)


def _names(names, kind):
    """No column twice, and none that differs from another, or from one of the database's, only in capitals."""
    ours = {column.lower(): column for column in kind.columns}
    seen = {}
    for name in names:
        near = seen.setdefault(name.lower(), name)
        if names.count(name) > 1:
            raise ValueError(words.t("tables.doubled", table=kind.name, column=name))
        if near != name or ours.get(name.lower(), name) != name:
            other = near if near != name else ours[name.lower()]
            raise ValueError(words.t("database.same_name", table=kind.name, column=name, other=other))


def _refuse(values, wrong, column, table, should):
    row = int(wrong.argmax())
    raise ValueError(words.t("database.kind", where=place(table, values.index, row, column), should=words.t(should), value=shown(values.iloc[[row]].tolist()[0])))


def _text(values, column, table):
    """Text; whole numbers become text, except where a number would have lost its first zeros; empty text is unknown."""
    import pandas as pd

    if isinstance(values.dtype, pd.StringDtype):
        texts = values.astype(object)
    else:
        values = values.astype(object)
        _encodable(values, column, table)
        kinds = values.map(type)
        odd = values.notna() & ~kinds.isin([str]).to_numpy() & ~values.map(_whole, na_action=None).to_numpy(dtype=bool)
        if column in TYPED:
            odd = values.notna() & ~kinds.isin([str]) & ~values.map(lambda value: hasattr(value, "isoformat"))
        if odd.any():
            _refuse(values, odd.to_numpy(), column, table, "database.should_typed" if column in TYPED else "database.should_text")
        texts = values.map(_as_text, na_action="ignore")
    return texts.where(texts.notna() & (texts != ""), None)


def _whole(value):
    """A whole number or a day, which has one way to be text."""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return hasattr(value, "isoformat")
    return value == value and abs(value) < 2**53 and value % 1 == 0 or isinstance(value, int)


def _as_text(value):
    if isinstance(value, str):
        return value
    return str(value).removesuffix(" 00:00:00") if hasattr(value, "isoformat") else str(int(value))


def _encodable(values, column, table):
    """Refuse broken letters (half of a surrogate pair), which no UTF-8 file can hold."""
    try:
        "".join(value for value in values if isinstance(value, str)).encode("utf-8")
    except UnicodeEncodeError:
        broken = values.map(lambda value: isinstance(value, str) and value != value.encode("utf-8", "ignore").decode("utf-8")).to_numpy(dtype=bool)
        _refuse(values, broken, column, table, "database.should_letters")


def _numbers(values, column, table):
    import numpy as np
    import pandas as pd

    known = values.notna().to_numpy()
    found = pd.to_numeric(values.astype(object) if values.dtype == object else values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = known & ~(np.abs(found) < np.inf)
    if wrong.any():
        _refuse(values, wrong, column, table, "database.should_number")
    return pd.Series(found)


def _integers(values, column, table):
    found = _numbers(values, column, table)
    wrong = (found.notna() & (found % 1 != 0)).to_numpy()
    if wrong.any():
        _refuse(values, wrong, column, table, "database.should_whole")
    return found


def _dates(values, column, table):
    """Days; text only where it says year-month-day, as everywhere in the house."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.tz_localize(None) if values.dt.tz is not None else values
    texts = values.astype(object).map(tables._date_text, na_action="ignore")
    try:
        parsed = pd.to_datetime(texts, format="ISO8601", errors="coerce")
    except ValueError:  # several time zones in one column
        parsed = pd.Series([pd.to_datetime(text, errors="coerce") for text in texts], dtype=object).map(lambda day: day.tz_localize(None))
    wrong = (parsed.isna() & values.notna().to_numpy()).to_numpy()
    if wrong.any():
        _refuse(values, wrong, column, table, "database.should_day")
    return parsed.dt.tz_localize(None) if parsed.dt.tz is not None else parsed


def _extra(values, column, table):
    """A cell of a column that the database does not know, as JSON text: text, number, true or false; a day as text."""
    values = values.astype(object)
    _encodable(values, column, table)
    texts = values.map(lambda value: json.dumps(_plain(value), ensure_ascii=False), na_action="ignore")
    return texts.where(texts.notna() & (texts != '""'), None)


def _plain(value):
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and abs(value) == float("inf"):
        return str(value)
    if isinstance(value, float) and value % 1 == 0 and abs(value) < 2**53:
        return int(value)  # 5 and 5.0 are one value, whichever a table's empty cells have made of it
    if isinstance(value, int) and abs(value) >= 2**63:
        return str(value)
    return value if isinstance(value, (str, bool, int, float)) else _as_text(value) if hasattr(value, "isoformat") else str(value)


READ = {"VARCHAR": _text, "DOUBLE": _numbers, "INTEGER": _integers, "DATE": _dates, "TIMESTAMP": _dates}
