"""The rules every notebook keeps; each broken one is a sentence that says what to do."""
import re
import unicodedata

from .. import words
from .notebooks import parameters_cell

LONGEST_CELL = 10
_CLOCK = re.compile(r"\b(now|today|time|utcnow|perf_counter)\(\)|\bimport (time|datetime)\b")


def broken(notebook):
    """The rules this notebook breaks, in the order of its cells."""
    found = [f"{_where(cell)}: {problem}" for cell in notebook.cells for problem in _of_cell(cell)]
    if parameters_cell(notebook) is None and any(cell.cell_type == "code" for cell in notebook.cells):
        found.append("there is no parameters cell; tag the cell of numbers an instructor may change with \"parameters\"")
    return found


def _where(cell):
    return f"cell {cell.id}"


def _of_cell(cell):
    if unicodedata.normalize("NFC", cell.source) != cell.source:
        yield "the text is not in NFC; run: python3 lab.py sync"
    if cell.cell_type == "code":
        yield from _of_code(cell.source)
        yield from _of_outputs(cell)


def _of_code(source):
    lines = source.splitlines()
    if len(lines) > LONGEST_CELL:
        yield f"{len(lines)} lines of code; split it, {LONGEST_CELL} at the most"
    if source.rstrip().endswith(";"):
        yield "the code ends with ';'; take it away (nbval ignores it, so the outputs would differ)"
    if re.search(r"(https?|ftp)://", source):
        yield "a web address in the code; put the data into datasets/ and load it from there"
    if _CLOCK.search(source):
        yield "the code reads the clock; give the date as a parameter"
    if any(line.lstrip().startswith("#") for line in lines):
        yield "a comment in the code; say it in a Markdown cell, in both languages"


def _of_outputs(cell):
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"the stored output is an error ({output.ename}); mend the cell and run: python3 lab.py sync"
        if output.output_type == "stream" and output.name == "stderr":
            yield f"a warning in the output: {output.text.strip().splitlines()[0][:90]}; change the code so that there is none"
        shown = output.get("data", {})
        if any(kind.startswith("image/") for kind in shown):
            yield "a picture without alt text; return a crmlab.charts picture"
        for image in re.findall(r"<img\b[^>]*>", shown.get("text/html", "")):
            if not re.search(r'alt="[^"]{20,}"', image):
                yield "a picture whose alt text is missing or shorter than 20 letters; describe what it shows"


def term_pairs(vi_cell, en_cell):
    """The rows of a terms table as (Vietnamese term, English term) pairs, from the two languages' tables."""
    def first_column(source):
        rows = re.findall(r"^\| *\*\*(.+?)\*\* *\|", source, re.MULTILINE)
        return [row.strip() for row in rows]

    return list(zip(first_column(vi_cell.source), first_column(en_cell.source)))


def known_pair(vi_term, en_term):
    """Whether the glossary holds this pair, in any of its forms."""
    forms = [{form.strip().casefold() for form in row[language].split(";")} for row in words.glossary() for language in words.LANGUAGES]
    pairs = zip(forms[::2], forms[1::2])
    return any(vi_term.casefold() in vi and en_term.casefold() in en for vi, en in pairs)
