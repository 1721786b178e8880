"""The submissions of a class: found in a folder or zip of any usual layout, and read without trusting a byte of them."""
import hashlib
import json
import os
import pathlib
import stat
from dataclasses import dataclass
from datetime import datetime

from .. import words
from . import layouts, zips

MANY_CELLS = 5000
MANY_INSIDE = 20


class Unreadable(ValueError):
    """A submission that cannot be graded; its text says why, to the student."""


@dataclass(frozen=True)
class Submission:
    """One notebook of one student. ``name`` is its path below SUBMISSIONS, ``path`` the file to read."""

    name: str
    student: str
    path: pathlib.Path
    moodle: str | None = None
    canvas: str | None = None
    submitted: datetime | None = None
    late: bool = False


def find(path, unpack_to, assignment=None):
    """The submissions in a folder or zip, sorted by name.

    Layouts: notebooks side by side (student: the file's name); a folder per student, as released by roster (student: the
    folder's name); Moodle's "download all submissions", in folders or flat; Canvas's download; nbgrader's
    submitted/<student>/<assignment>/, where ``assignment`` chooses among several. One folder more around all of it does no
    harm. A student's zip is looked into; its first 20 notebooks are called "An/work.zip/work.ipynb". Several notebooks of
    one student are all submissions, except that in Canvas a file handed in again replaces the earlier one. A Moodle or
    Canvas student with files but no notebook appears with the first of them, which read() refuses: nobody is lost.
    Zips are unpacked into ``unpack_to`` under numbers; names from a zip are never used as paths.
    """
    path, unpack_to = pathlib.Path(path), pathlib.Path(unpack_to)
    path = _download_inside(path) or path
    places = _handed_in(path, unpack_to)
    places |= _inside_zips(places, unpack_to)
    found = _attributed(places, path.stem, assignment)
    notebooks = {name: fields for name, fields in found.items() if layouts.is_notebook(name)}
    rows = notebooks | _without_notebook(found, notebooks)
    if not rows:
        raise ValueError(words.t("submissions.nothing", path=path))
    return [Submission(name, path=places[name], **rows[name]) for name in sorted(rows)]


def _download_inside(path):
    """The only zip in a folder without other work: the download itself, put into a folder of its own; else None."""
    work = [name for name in (zips.walk(path) if path.is_dir() else ()) if _wanted(name)]
    alone = len(work) == 1 and layouts.is_zip(work[0]) and "/" not in work[0]
    return path / work[0] if alone and not layouts.moodle(work[0]) and not layouts.canvas(work[0]) else None


def _handed_in(path, unpack_to):
    """Every file in a folder or zip by name, without what is nobody's work."""
    if path.is_dir():
        places = zips.walk(path)
    elif path.is_file() and layouts.is_zip(path.name):
        places = zips.unpack(path, unpack_to / "all", lambda name: _wanted(name) or name.endswith("timestamp.txt"))
    else:
        raise ValueError(words.t("submissions.no_such", path=path))
    return {name: place for name, place in places.items() if not layouts.skipped(name)}


def _wanted(name):
    return (layouts.is_notebook(name) or layouts.is_zip(name)) and not layouts.skipped(name)


def _inner(name):
    return layouts.is_notebook(name) and not layouts.skipped(name)


def _inside_zips(places, unpack_to):
    """The notebooks inside the students' zips by name; a bad zip is somebody's mistake, and holds none."""
    found = {}
    for count, name in enumerate(sorted(filter(layouts.is_zip, places))):
        try:
            inside = zips.unpack(places[name], unpack_to / f"{count:05}", _inner, zips.ZIP_LIMIT)
        except ValueError:
            continue
        found |= {f"{name}/{file}": inside[file] for file in sorted(filter(_inner, inside))[:MANY_INSIDE]}
    return found


def _attributed(places, folder, assignment):
    """Whose each file is, as fields of Submission by name; files that the layout gives to nobody are left out."""
    outer = {name: layouts.outer(name) for name in places}
    work = set(filter(_wanted, outer.values()))
    if layouts.looks_like_canvas(work):
        latest = layouts.latest_of_canvas(set(outer.values()))
        return {name: layouts.canvas(first) for name, first in outer.items() if first in latest}
    wrapper = layouts.wrapper(work)
    found = {name: _student(first, folder, wrapper) for name, first in outer.items()}
    chosen = layouts.one_assignment([found[name] for name in found if layouts.is_notebook(name)], assignment)
    return {name: _timed(fields, places) for name, fields in found.items() if fields.get("assignment", chosen) == chosen}


def _student(name, folder, wrapper):
    return layouts.moodle(name) or layouts.nbgrader(name, folder) or layouts.by_name(name, wrapper)


def _timed(fields, places):
    """nbgrader's fields with the time of its timestamp.txt; others as they are."""
    if "home" not in fields:
        return fields
    stamp = places.get(fields["home"] + "/timestamp.txt")
    return {"student": fields["student"], "submitted": stamp and layouts.timestamp(stamp)}


def _without_notebook(found, notebooks):
    """The first file of every Moodle or Canvas student who handed in files but no notebook."""
    there = {_who(fields) for fields in notebooks.values()}
    first = {}
    for name, fields in sorted(found.items()):
        if ("moodle" in fields or "canvas" in fields) and _who(fields) not in there:
            first.setdefault(_who(fields), name)
    return {name: found[name] for name in first.values()}


def _who(fields):
    return fields["student"], fields.get("moodle"), fields.get("canvas")


def read(submission):
    """A submission's notebook as clean text (nbformat 4.5 as JSON, without outputs), and the SHA-256 of its file.

    Raises
    ------
    Unreadable
        with the reason as a sentence: no notebook, damaged, empty, too big, or not a file. Nothing else is ever raised.
    """
    if not layouts.is_notebook(submission.name):
        raise Unreadable(words.t("submissions.other_file", file=submission.name.rpartition("/")[2]))
    raw = _bytes(submission.path)
    if not raw.strip():
        raise Unreadable(words.t("submissions.empty"))
    try:
        notebook = _clean(json.loads(raw.decode(json.detect_encoding(raw))))
    except (ValueError, RecursionError):
        notebook = None
    if notebook is None:
        raise Unreadable(words.t("submissions.damaged"))
    if len(notebook["cells"]) > MANY_CELLS:
        raise Unreadable(words.t("submissions.many_cells", most=words.number(MANY_CELLS)))
    return _text(notebook), hashlib.sha256(raw).hexdigest()


def _bytes(path):
    """The bytes of a regular file of at most 20 MB; a symbolic link is not followed, a pipe not waited for."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(file, "rb") as opened:
            raw = opened.read(zips.FILE_LIMIT + 1) if stat.S_ISREG(os.fstat(file).st_mode) else None
    except (OSError, ValueError):
        raw = None
    if raw is None:
        raise Unreadable(words.t("submissions.gone"))
    if len(raw) > zips.FILE_LIMIT:
        raise Unreadable(words.t("submissions.too_big", most=zips.FILE_LIMIT >> 20))
    return raw


def _clean(data):
    """A notebook of format 4.5 holding what we use: cells with type, text and tags; None if it is no notebook."""
    if isinstance(data, dict) and "cells" not in data:
        data = _upgraded(data)
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        return None
    cells = [cell for cell in data["cells"] if isinstance(cell, dict)][: MANY_CELLS + 1]
    kernel = _named(data.get("metadata"), "kernelspec", "name", "display_name") | _named(data.get("metadata"), "language_info", "name")
    return {"cells": [_cell(count, cell) for count, cell in enumerate(cells)], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def _upgraded(data):
    """A notebook of format 1, 2 or 3 in format 4, or None."""
    import nbformat

    try:
        return nbformat.convert(nbformat.from_dict({"metadata": {}} | data), 4)
    except Exception:  # the converters trust their input; a stranger's makes them raise anything
        return None


def _cell(count, cell):
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "markdown") else "raw"
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    tags = list(dict.fromkeys(tag for tag in tags if isinstance(tag, str) and "," not in tag and tag)) if isinstance(tags, list) else []
    clean = {"cell_type": kind, "id": f"cell-{count}", "metadata": {"tags": tags} if tags else {}}
    clean["source"] = "".join(line for line in lines if isinstance(line, str))
    return clean | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _named(metadata, field, *needed):
    """One field of the notebook's metadata, only the texts in it, if the needed ones are there."""
    value = metadata.get(field) if isinstance(metadata, dict) else None
    texts = {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}
    return {field: {key: texts[key] for key in needed}} if all(key in texts for key in needed) else {}


def _text(notebook):
    """JSON; half a letter (a lone surrogate) becomes a question mark."""
    text = json.dumps(notebook, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"
