"""Run the report's notebook on somebody's orders, and write it as one page or as a notebook to go on from."""
import copy
import html
import os
import pathlib
import re

import nbformat

from .. import words
from ..publishing import notebooks, page
from . import sources

TEMPLATES = pathlib.Path(__file__).parent
REFUSED = re.compile(r": ValueError: ")
FOLDERS = re.compile(r'"(?:/|[A-Za-z]:|\\\\)[^"\n]*[/\\]([^"/\\\n]+)"')  # a page says which file, not in whose folder
STYLE = """<style>
.listing { border-top: 2px solid #767676; } .listing td, .listing th { vertical-align: top; } details.code { font-size: 85%; color: #767676; }
details.code pre { background: #f6f8fa; padding: .4rem .8rem; overflow-x: auto; }
</style>"""


def build(source, output, *, language=None, progress=False, **parameters):
    """Write the report on a file of orders; return the path written.

    Parameters
    ----------
    source : path
        As for ``report.read``.
    output : path
        ``.html``: one page, no network, no script. ``.ipynb``: the notebook with its outputs. An old file stays until the new one is whole.
    language : "vi" or "en"
        Default: the language in use.
    parameters
        Those of the notebook: customer, date, amount, order, table, sheet, as_of, margin, discount_rate, periods, competitors, records.

    Raises
    ------
    ValueError
        for what cannot be read or written, with what to type
    """
    if language is not None:
        words.use(language)
    source, output = str(source), pathlib.Path(output)
    given = _checked(source, output, parameters)
    template = notebooks.canonical(notebooks.read(TEMPLATES / f"report_{words.language()}.ipynb"))
    for cell in template.cells:
        cell.metadata["tags"] = [tag for tag in cell.metadata.get("tags", []) if tag == "parameters"]
    try:
        done = notebooks.run(template, output.resolve().parent, given, progress)
    except notebooks.CellFailed as failure:
        if REFUSED.search(str(failure).splitlines()[0]) is None:
            raise
        raise ValueError(words.t("report.refused", reason=REFUSED.split(_message(failure), maxsplit=1)[1])) from None
    title = words.t("report.title", name=pathlib.Path(source.partition("::")[0]).name)
    text = as_page(done, title) if output.suffix == ".html" else notebooks.text(notebooks.canonical(done))
    new = output.with_name(output.name + ".new")
    new.write_text(text, encoding="utf-8", newline="\n")
    os.replace(new, output)
    return output


def _message(failure):
    """The error's own words: all that stands before the traceback."""
    return re.split(r"\n-{20,}", str(failure), maxsplit=1)[0]


def _checked(source, output, parameters):
    """The parameters for the notebook; every path among them made whole, because the notebook runs in the folder of its output."""
    path = sources.check(source, parameters.get("table", ""))
    if output.suffix not in (".html", ".ipynb"):
        raise ValueError(words.t("report.output_suffix", output=output))
    if not output.resolve().parent.is_dir():
        raise ValueError(words.t("report.output_folder", folder=output.parent))
    inside = source.partition("::")[2]
    given = {"source": str(path.resolve()) + (f"::{inside}" if inside else ""), "language": words.language()}
    given |= {name: value for name, value in parameters.items() if value not in (None, "")}
    _check_numbers(given)
    for name in ("records", "competitors"):
        if given.get(name) and pathlib.Path(given[name]).exists():
            given[name] = str(pathlib.Path(given[name]).resolve())
        elif name in given and name == "records":
            raise ValueError(words.t("report.not_there", path=given[name]))
    inputs = [path, *(pathlib.Path(given[name]) for name in ("records", "competitors") if name in given)]
    if any(output.resolve() == one.resolve() for one in inputs):
        raise ValueError(words.t("report.itself", output=output))
    return given


def _check_numbers(given):
    """Refuse a margin or rate that is no share, and a horizon that is no number of periods."""
    for name in ("margin", "discount_rate"):
        value = given.get(name, 0.5)
        if not 0 <= value <= 1:
            raise ValueError(words.t("report.share", option="--" + name.replace("_", "-"), value=f"{value:g}", meant=f"{value / 100:g}" if 1 < value <= 100 else "0.3"))
    if given.get("periods", 1) < 1:
        raise ValueError(words.t("report.periods", value=given["periods"]))


def as_page(notebook, title):
    """One HTML page for reading: texts and outputs, the commands of each section folded away at its end."""
    reading, parts, commands = copy.deepcopy(notebook), [STYLE], []
    cells = [_place(parts)]
    for cell in reading.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## ") and commands:
            parts.append(_folded(commands))
            cells, commands = [*cells, _place(parts)], []
        if cell.cell_type == "markdown":
            cells.append(cell)
            continue
        commands.append(FOLDERS.sub(r'"\1"', cell.source))
        for text in filter(None, map(_html, cell.outputs)):
            parts.append(text)
            cells.append(_place(parts))
    reading.cells = cells
    whole = page.page(reading, title, language=words.language())
    for number, text in enumerate(parts):
        whole = whole.replace(f"<p>{_mark(number)}</p>", text)
    return whole


def _place(parts):
    """A cell that holds the place of the last part: nbconvert would clean HTML out of a text."""
    return nbformat.v4.new_markdown_cell(_mark(len(parts) - 1))


def _mark(number):
    return f"crmlabpart{number}z"


def _folded(commands):
    code = html.escape("\n\n".join(command.strip() for command in commands))
    return f'<details class="code"><summary>{html.escape(words.t("report.commands"))}</summary><pre>{code}</pre></details>'


def _html(output):
    """An output as HTML."""
    if output.output_type == "stream":
        return f"<pre>{html.escape(output.text)}</pre>" if output.text.strip() else ""
    data = output.get("data", {})
    if data.get("text/html"):
        return data["text/html"]
    return f"<pre>{html.escape(data['text/plain'])}</pre>" if data.get("text/plain", "").strip() else ""
