"""Repair what can be repaired in the notebooks: twins, Unicode form, stored outputs."""
import pathlib

import nbformat
import tqdm

from . import notebooks, rules, twins


def sync(course, only=(), accept=(), execute=True):
    """Bring vi/ and en/ into step, run both, store canonical outputs; return what a person has still to do.

    Parameters
    ----------
    course : folder with vi/ and en/
    only : parts of file names; empty means all
    accept : ids of cells whose English text still says the same
    """
    course, todo = pathlib.Path(course), []
    paths = [path for path in notebooks.find(course / "vi") if not only or any(part in path.name for part in only)]
    for path in tqdm.tqdm(paths, unit="notebook", ascii=" ▏▎▍▌▋▊▉█", disable=None):
        twin = course / "en" / path.relative_to(course / "vi")
        vi = notebooks.canonical(notebooks.read(path))
        en = notebooks.read(twin) if twin.exists() else nbformat.v4.new_notebook()
        en = notebooks.canonical(twins.repaired(vi, en, accept))
        twin.parent.mkdir(parents=True, exist_ok=True)
        if execute:
            vi, en = executed(vi, path), executed(en, twin)
        notebooks.write(vi, path)
        notebooks.write(en, twin)
        todo += [f"{path.name}: {line}" for line in [*rules.broken(vi), *twins.differences(vi, en)]]
    return todo


def executed(notebook, path):
    """The notebook as a fresh run in its folder leaves it, in canonical form."""
    try:
        return notebooks.canonical(notebooks.run(notebook, pathlib.Path(path).parent))
    except notebooks.CellFailed as failure:
        raise notebooks.CellFailed(f"{path}, {failure}") from None
