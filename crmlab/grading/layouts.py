"""Whose file is it? The layouts in which learning platforms and instructors keep submissions, read from names alone."""
import pathlib
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .. import words

NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)  # browsers on Windows add .txt or .json
MOODLE = re.compile(r"(?P<student>.+?)(?:_(?P<moodle>\d+))?_assignsubmission_file(?:_(?P<file>.*))?")
CANVAS = re.compile(r"(?P<student>.+?)(?P<late>_LATE)?_(?P<canvas>[1-9]\d*)_(?P<upload>[1-9]\d*)_(?P<file>.+)")
SKIPPED = re.compile(r"(^|/)(\.|__MACOSX(/|$))")


def is_notebook(name):
    """Whether a file is named like a notebook."""
    return bool(NOTEBOOK.search(name))


def is_zip(name):
    """Whether a file is named like a zip."""
    return name.lower().endswith(".zip")


def skipped(name):
    """Whether a file is nobody's work: checkpoints, what macOS leaves behind, hidden files."""
    return bool(SKIPPED.search(name))


def tidy(name):
    """A person's name from the name of a file or folder: no endings, no underscores, no "(1)" of a second download."""
    name = NOTEBOOK.sub("", name)
    name = name[:-4] if is_zip(name) else name
    bare = re.sub(r"\s*(\(\d+\)|-Copy\d+)$", "", name)
    return re.sub(r"[\s_]+", " ", bare).strip() or name


def moodle(name):
    """Student and participant number from Moodle's "download all submissions", folders or flat; None for another layout."""
    parts = name.split("/")
    found = next((match for part in parts if (match := MOODLE.fullmatch(part))), None)
    if not found:
        return None
    student, participant = found["student"].strip(), found["moodle"]
    blind = participant and student.casefold() == "participant"
    return {"student": f"{student} {participant}" if blind else student, "moodle": participant}


def outer(name):
    """The file that was handed in: of "An/work.zip/work.ipynb" it is "An/work.zip"; what a zip holds says nothing of whose it is."""
    parts = name.split("/")
    ends = [count for count, part in enumerate(parts, 1) if is_zip(part)]
    return "/".join(parts[: ends[0]] if ends else parts)


def _file(name):
    return name.rpartition("/")[2]


def canvas(name):
    """Student, user id and LATE mark from the flat names of Canvas; None for another layout."""
    found = CANVAS.fullmatch(_file(name))
    return found and {"student": found["student"], "canvas": found["canvas"], "late": bool(found["late"])}


def looks_like_canvas(work):
    """Whether all work lies in one folder under Canvas names, no user id shared by two students, no upload by two files."""
    found = [CANVAS.fullmatch(_file(name)) for name in work]
    if len({name.rpartition("/")[0] for name in work}) != 1 or not all(found):
        return False
    users = {(match["canvas"], match["student"]) for match in found}
    return len(users) == len({match["canvas"] for match in found}) and len(found) == len({match["upload"] for match in found})


def latest_of_canvas(names):
    """Of a file handed in again ("name-1.ipynb" after "name.ipynb"), only the one uploaded last."""
    last = {}
    for name in names:
        if found := CANVAS.fullmatch(_file(name)):
            file = found["canvas"], re.sub(r"-\d+(?=\.\w+$)", "", found["file"])
            last[file] = max(last.get(file, (0, "")), (int(found["upload"]), name))
    return {name for _, name in last.values()}


def nbgrader(name, folder):
    """Student, assignment and their folder from nbgrader's submitted/<student>/<assignment>/; ``folder`` is what SUBMISSIONS is called."""
    parts = [folder, *name.split("/")]
    if "submitted" not in parts[:-3]:
        return None
    at = parts.index("submitted")
    return {"student": parts[at + 1], "assignment": parts[at + 2], "home": "/".join(parts[1 : at + 3])}


def one_assignment(found, assignment):
    """The assignment to take of those below submitted/: the one named, or the only one there is."""
    known = sorted({fields["assignment"] for fields in found if "assignment" in fields})
    if assignment in known or len(known) < 2:
        return assignment if assignment in known else "".join(known)
    raise ValueError(words.t("submissions.assignments", known=", ".join(known), first=known[0]))


def wrapper(work):
    """The one folder, with its "/", around all of two or more works: it was packed with them and is nobody's; else ""."""
    tops = {name.partition("/")[0] for name in work}
    return f"{tops.pop()}/" if len(tops) == 1 and len(work) > 1 else ""


def by_name(name, wrapper):
    """Student from a folder per student, or from the file's own name, inside the folder ``wrapper`` around all of them."""
    parts = name.removeprefix(wrapper).split("/")
    return {"student": tidy(parts[0])}


def timestamp(path):
    """The time in nbgrader's timestamp.txt ("2026-10-01 20:15:00.000000 UTC"), or None if it says none."""
    try:
        date, time, *zone = pathlib.Path(path).read_bytes()[:200].decode().split()
        moment = datetime.fromisoformat(f"{date} {time}")
        if not zone:
            return moment
        offset = re.fullmatch(r"[+-]\d\d:?\d\d", zone[0])
        utc = UTC if zone[0] in ("UTC", "GMT", "Z") else None
        return datetime.fromisoformat(f"{date} {time}{zone[0]}") if offset else moment.replace(tzinfo=utc or ZoneInfo(zone[0]))
    except (OSError, ValueError, LookupError):
        return None
