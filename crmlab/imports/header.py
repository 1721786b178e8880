"""The header of a table: which row it is, and one name for each column."""
import functools
import re
import sys

from .. import tables, words
from . import letters, vocabulary
from .rawfile import note

_VALUE = re.compile(r"[-+(]?[\d.,:/ \-]*\d[\d.,:/ \-]*\)?%?")
_DEPTH = 20


@functools.cache
def _names():
    """Every name of a column that some map or table knows, in its simple form."""
    ours = {name for table in tables.TABLES.values() for name in table.columns}
    also = {name for names in tables.ALSO_CALLED.values() for name in names}
    return {letters.simple(name) for name in ours | also} | vocabulary.all_names()


def known(row):
    """How many cells of a row are names of columns that we know."""
    return sum(letters.simple(cell) in _names() for cell in row if isinstance(cell, str) and cell.strip())


def find(rows, name):
    """(place of the header among the first rows, its cells); titles and empty rows above it are passed over."""
    filled = [sum(bool(str(cell).strip()) for cell in row if cell is not None) for row in rows]
    if not any(filled):
        raise ValueError(words.t("imports.empty_file", name=name))
    place = _place(rows, filled)
    cells = ["" if cell is None else letters.clean(str(cell)).replace("\r\n", " ").replace("\n", " ") for cell in rows[place]]
    if cells and all(_VALUE.fullmatch(cell) for cell in cells if cell) and len(rows) > 1:
        raise ValueError(words.t("imports.no_header", name=name, row=place + 1, found=", ".join(cells[:4])))
    return place, cells


def _place(rows, filled):
    """The first row with about as many cells as the fullest; if it has few known names, a later one that has little else."""
    wanted = max(min(2, max(filled)), max(filled) / 2)
    first = next(place for place, count in enumerate(filled) if count >= wanted)
    names = [known(row) for row in rows[:_DEPTH]]
    best = names.index(max(names))
    sure = names[best] >= 2 and (best < first or names[best] >= 0.6 * filled[best])
    if first >= len(names) or best < first:
        return best if sure else first
    more = 2 * names[first] < names[best] or (names[first] < names[best] and filled[first] < filled[best])
    between = [cell for row in rows[first + 1 : best + 1] for cell in row if cell not in (None, "")]
    return best if sure and more and not any(_VALUE.fullmatch(str(cell).strip()) for cell in between) else first


def named(cells, names):
    """(the table with one name for each column, {name: the name it shares}, places kept); columns without name and content are left out."""
    given, doubled, used = [], {}, set()
    for place, name in enumerate(names):
        own = name or f"column_{place + 1}"
        count = 2
        while own in used:
            own, count = f"{name or f'column_{place + 1}'} ({count})", count + 1
        if own != name and name:
            doubled[own] = name
        used.add(own)
        given.append(own)
    empty = [place for place, name in enumerate(names) if not name and (cells.iloc[:, place].astype("str") == "").all()]
    keep = [place for place in range(len(names)) if place not in empty]
    return cells.iloc[:, keep].set_axis([given[place] for place in keep], axis=1), doubled, keep


def notes(row):
    """What stands above the header is left out, and said."""
    return (note("imports.note_header", row=row),) if row > 1 else ()


def progress(chunks, size, total=None, unit="×50000"):
    """The chunks, with a progress bar on stderr if it takes longer than two seconds."""
    from tqdm import tqdm

    return tqdm(chunks, total=total, unit=unit, delay=2, leave=False, file=sys.stderr) if size > 5_000_000 else chunks
