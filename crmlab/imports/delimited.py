"""Text files: which sign separates the cells, which row is the header, and every row with as many cells as the header."""
import collections
import csv
import io
import itertools
import re

from .. import words
from . import header

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 50_000
_CDNOW = re.compile(r"\s*\d+(?:\s+\d+)?\s+(?:19|20)\d{6}\s+\d+\s+\d+\.\d+\s*")
_CDNOW_COLUMNS = {4: ["customer_id", "date", "quantity", "amount"], 5: ["customer_id", "sample_id", "date", "quantity", "amount"]}


def parse(text, name, delimiter=None):
    """(cells, rows, header row, delimiter, {column: doubled name}) of a text file."""
    if not text.strip():
        raise ValueError(words.t("imports.empty_file", name=name))
    if _is_cdnow(text):
        return _cdnow(text)
    skip = re.match("sep=(.)\r?\n", text)
    if skip:
        text, delimiter = text[skip.end():], delimiter or skip[1]
    delimiter = delimiter or _sniff(text, name)
    place, names = header.find(_sample(text, delimiter), name)
    offset = 2 if skip else 1
    cells, rows = _cells(text, delimiter, place, names, name, offset)
    cells, doubled, _ = header.named(cells, names)
    return cells, rows, place + offset, delimiter, doubled


def _sample(text, delimiter, size=200_000, rows=200):
    """The first rows, read tolerantly."""
    piece = text if len(text) <= size else text[: max(text.rfind("\n", 0, size), text.rfind("\r", 0, size)) + 1] or text[:size]
    try:
        return list(itertools.islice(csv.reader(io.StringIO(piece, newline=""), delimiter=delimiter), rows))
    except csv.Error:
        return [line.split(delimiter) for line in piece.splitlines()[:rows]]


def _sniff(text, name):
    """The delimiter: the sign that gives all rows the same number of cells, with the best known names in the header."""
    scores = {sign: score for sign in DELIMITERS if (score := _score(_sample(text, sign)))}
    if not scores:
        return ","
    best = max(scores, key=scores.get)
    rivals = [sign for sign, score in scores.items() if sign != best and score == scores[best]]
    if rivals:
        raise ValueError(words.t("imports.delimiter", name=name, first=best, second=rivals[0]))
    return best


def _score(rows):
    """(share of rows with as many cells as most, known names of columns); nothing if most rows have one cell."""
    full = [row for row in rows if any(cell.strip() for cell in row)]
    widths = collections.Counter(len(row) for row in full)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    named = max(header.known(row) for row in full[:20])
    if width < 2:
        return (0, named) if named >= 2 else None
    return (1 if named >= 2 else 0, round(count / len(full), 2), named)


def _cells(text, delimiter, place, names, name, offset):
    """(table of texts, row numbers) of all rows below the header."""
    if '"' not in text and _is_even(text, delimiter, place, len(names)):
        cells = _quick(text, delimiter, place, len(names))
        filled = _filled(cells)
        rows = range(place + 1 + offset, place + 1 + offset + len(cells))
        return (cells, rows) if filled.all() else (cells[filled].reset_index(drop=True), [row for row, kept in zip(rows, filled, strict=True) if kept])
    return _strict(text, delimiter, place, names, name, offset)


def _filled(cells):
    """Which rows hold anything; most have something in their first column."""
    filled = (cells[0] != "").to_numpy()
    for place in cells.columns[1:]:
        if filled.all():
            break
        filled = filled | (cells[place] != "").to_numpy()
    return filled


def _is_even(text, delimiter, place, width):
    """Whether each line below the header has as many cells as the header, none of them quoted."""
    import numpy as np

    if width < 2 or text.count("\r") != text.count("\r\n"):
        return False
    letters = np.frombuffer((text if text.endswith("\n") else text + "\n").encode("utf-8"), dtype=np.uint8)
    ends, signs = np.flatnonzero(letters == 10), np.flatnonzero(letters == ord(delimiter))
    return len(ends) > place + 1 and bool((np.diff(np.searchsorted(signs, ends))[place:] == width - 1).all())


def _quick(text, delimiter, place, width):
    """The cells of a text without quotation marks whose lines are all of one width."""
    import pandas as pd

    return pd.read_csv(io.StringIO(text), sep=delimiter, header=None, names=range(width), skiprows=place + 1, dtype="str", na_filter=False, quoting=csv.QUOTE_NONE, skip_blank_lines=False, index_col=False)


def _strict(text, delimiter, place, names, name, offset):
    """The cells read row by row, refusing half-quoted cells and rows that are too long or too short."""
    import pandas as pd

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    parts, numbers = [], []
    width, named = len(names), max(number for number, cell in enumerate(names, 1) if cell)
    try:
        for _ in range(place + 1):
            next(reader)
        at = place + 1 + offset
        for chunk in header.progress(iter(lambda: list(itertools.islice(reader, CHUNK)), []), len(text), total=text.count("\n") // CHUNK + 1):
            kept, rows = _even(chunk, width, named, at, name)
            at += len(chunk)
            parts.append(pd.DataFrame(dict(enumerate(map(list, zip(*kept, strict=True)))), columns=range(width), dtype="str"))
            numbers.extend(rows)
    except csv.Error:
        raise ValueError(words.t("imports.quote", name=name, row=_broken(text, delimiter) + offset)) from None
    cells = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=range(width), dtype="str")
    return cells, numbers


def _broken(text, delimiter):
    """How many rows can be read before the one whose quotes do not fit."""
    reader, count = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 0
    try:
        for _ in reader:
            count += 1
    except csv.Error:
        pass
    return count


def _even(chunk, width, named, at, name):
    """The rows of a chunk that hold something, all of one width, with their numbers; else the row that is too long or too short."""
    numbers = range(at, at + len(chunk))
    if set(map(len, chunk)) == {width} and all(map(any, chunk)):
        return chunk, numbers
    kept = []
    for number, row in zip(numbers, chunk, strict=True):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > width and not any(row[width:]):
            row = row[:width]
        elif named <= len(row) < width:
            row = row + [""] * (width - len(row))
        if len(row) != width:
            raise ValueError(words.t("imports.too_many_cells" if len(row) > width else "imports.too_few_cells", name=name, row=number, found=len(row), width=width))
        kept.append((number, row))
    return [row for _, row in kept], [number for number, _ in kept]


def _is_cdnow(text):
    lines = [line for line in text[:2000].splitlines()[:6] if line.strip()][:5]
    return len(lines) > 1 and all(_CDNOW.fullmatch(line) for line in lines)


def _cdnow(text):
    """The public CDNOW files: columns by spaces, no header; customer, (her number in the sample), day, CDs, dollars."""
    import pandas as pd

    lines = [line.split() for line in text.splitlines() if line.strip()]
    width = len(lines[0])
    for number, line in enumerate(lines, 1):
        if len(line) != width:
            raise ValueError(words.t("imports.too_few_cells", name="CDNOW", row=number, found=len(line), width=width))
    cells = pd.DataFrame(lines, columns=_CDNOW_COLUMNS[width], dtype="str")
    return cells, range(1, len(lines) + 1), 0, " ", {}
