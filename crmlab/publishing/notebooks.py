"""Read, run and write notebooks; the same input gives the same bytes."""
import ast
import contextlib
import os
import pathlib
import re
import unicodedata
import warnings

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from .. import words

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class CellFailed(Exception):
    """A cell raised an error; the message holds its number and traceback."""


def find(folder):
    """The notebooks below a folder, in order, without JupyterLab's checkpoints."""
    return sorted(path for path in pathlib.Path(folder).rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def read(path):
    """A notebook as nbformat 4; anything else is refused with one sentence."""
    path = pathlib.Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise ValueError(words.t("notebooks.missing", path=path)) from None
    except Exception as error:
        raise ValueError(words.t("notebooks.unreadable", path=path, error=type(error).__name__)) from None


def text(notebook):
    """The notebook's canonical file content: sorted keys, letters as they are, one newline at the end."""
    return nbformat.writes(notebook, version=4, indent=1, sort_keys=True, ensure_ascii=False).rstrip("\n") + "\n"


def write(notebook, path):
    """Write the file at once or not at all."""
    path = pathlib.Path(path)
    new = path.with_name(path.name + ".new")
    new.write_text(text(notebook), encoding="utf-8", newline="\n")
    os.replace(new, path)


def run(notebook, folder, parameters=None, progress=False):
    """Run a notebook in a folder with papermill; return it with its outputs.

    Raises
    ------
    CellFailed
        With the cell's number and its traceback.
    """
    try:
        return papermill.execute_notebook(
            notebook, None, parameters=parameters or {}, cwd=str(folder), kernel_name="python3", language="python", progress_bar=progress, log_output=False,
        )
    except PapermillExecutionError as error:
        traceback = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
        failed = words.t("notebooks.failed", cell=error.cell_index + 1, error=f"{error.ename}: {error.evalue}")
        raise CellFailed(f"{failed}\n{traceback}") from None


def run_file(path, parameters=None, progress=False):
    """Run a notebook file in its own folder; the file itself stays as it is."""
    path = pathlib.Path(path).resolve()
    try:
        return run(read(path), path.parent, parameters, progress)
    except CellFailed as failure:
        raise CellFailed(f"{path.name}, {failure}") from None


def cell_by_cell(path):
    """Run the code cells of a notebook in this process and in its folder, without a kernel: yield each cell once it has run, the names so far, and the value it shows.

    Whoever asks for the next cell may change the names before.
    """
    path, names = pathlib.Path(path), {}
    for cell in read(path).cells:
        if cell.cell_type == "code":
            with contextlib.chdir(path.parent):
                shown = _value(cell.source, f"{path.stem}#{cell.id}", names)
            yield cell, names, shown


def _value(source, place, names):
    """The value of the last line, all of it run among these names."""
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([*before, last], []), place, "exec"), names)
        return None
    exec(compile(ast.Module(before, []), place, "exec"), names)
    return eval(compile(ast.Expression(last.value), place, "eval"), names)


def canonical(notebook):
    """The same notebook without what changes from run to run: times, widget ids, ports; text in NFC.

    Code cells are numbered in order, as a fresh run from top to bottom numbers them.
    """
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.source = unicodedata.normalize("NFC", cell.source)
        kept = {key: cell.metadata[key] for key in ("tags", "crmlab") if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = number
        cell.outputs = [_canonical_output(output, number) for output in _joined(cell.outputs)]
    return notebook


def _joined(outputs):
    """The outputs, with printed text in one piece: how a kernel cuts it depends on time."""
    joined = []
    for output in outputs:
        if joined and output.output_type == joined[-1].output_type == "stream" and output.name == joined[-1].name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _canonical_output(output, number):
    if output.output_type in ("display_data", "execute_result"):
        output.data.pop(WIDGET_VIEW, None)
        output.metadata = nbformat.from_dict({})
    if output.output_type == "execute_result":
        output.execution_count = number
    return output


def parameters_cell(notebook):
    """The cell tagged "parameters", or None."""
    return next((cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])), None)
