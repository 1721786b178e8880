"""The course's files, in the source tree or inside the installed package; `crmlab start` copies them into a folder of one's own."""
import filecmp
import os
import pathlib
import shutil
from typing import NamedTuple

from . import words

PACKAGE = pathlib.Path(__file__).parent
HOUSE = PACKAGE / "course" if (PACKAGE / "course").is_dir() else PACKAGE.parent
PARTS = ("notebooks/vi", "notebooks/en", "notebooks/casebook", "exercises/vi", "exercises/en", "datasets")
KINDS = (".ipynb", ".csv", ".md")
FIRST = pathlib.PurePosixPath("notebooks/vi/0_start.ipynb")


class Started(NamedTuple):
    """What `start` did: the folder, how many files it copied, and which of the reader's own it left as they were."""

    folder: pathlib.Path
    copied: int
    changed: tuple


def files(house=HOUSE):
    """What a student gets, relative to ``house``: chapters, cases, exercises without solutions, data; the start page first."""
    found = [path.relative_to(house) for part in PARTS for path in (house / part).rglob("*") if path.suffix in KINDS and ".ipynb_checkpoints" not in path.parts]
    return sorted(found, key=lambda path: (path != pathlib.Path(FIRST), path))


def start(folder, house=HOUSE):
    """Copy the course into a folder; files that are there already stay as they are, so that no work is lost.

    A folder that holds something else is refused. An interrupted copy goes on where it stopped.

    Raises
    ------
    ValueError
        When the folder is a file, or holds anything but a course.
    """
    folder = pathlib.Path(folder).resolve()
    if folder.exists() and not folder.is_dir():
        raise ValueError(words.t("start.file", folder=folder))
    if folder.is_dir() and any(folder.iterdir()) and not (folder / FIRST).exists():
        raise ValueError(words.t("start.not_empty", folder=folder))
    copied, changed = 0, []
    for name in files(house):
        if (folder / name).exists():
            changed += [] if filecmp.cmp(house / name, folder / name, shallow=False) else [name.as_posix()]
            continue
        _copy(house / name, folder / name)
        copied += 1
    return Started(folder, copied, tuple(changed))


def _copy(source, target):
    """At once or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + ".new")
    shutil.copyfile(source, new)
    os.replace(new, target)
