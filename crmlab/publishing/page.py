"""A notebook as one HTML page that needs no network: formulas as MathML, pictures inside, no script."""
import html
import re

import latex2mathml.converter
import nbconvert
from pygments.formatters import HtmlFormatter

from .. import words
from .notebooks import canonical
from .markdown import FORMULA, outside_code

_DECIMAL_COMMA = re.compile(r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow><mn>(\d+)</mn>")

STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --line: #d9d9d9; --accent: #0072B2; }
body { font: 17px/1.6 "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; color: var(--ink); max-width: 50rem; margin: 0 auto; padding: 1rem 1.2rem 4rem; }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; border-bottom: 1px solid var(--line); padding: .5rem 0; font-size: 90%; }
h1, h2, h3 { line-height: 1.25; } h1 { font-size: 1.9rem; } h2 { margin-top: 2.4rem; border-bottom: 1px solid var(--line); }
a { color: var(--accent); } a.anchor-link { display: none; }
img, svg { max-width: 100%; height: auto; } math { font-size: 110%; } math[display=block] { margin: .8rem 0; padding: .4rem 0; }
.prompt, .jp-InputPrompt, .jp-OutputPrompt { display: none; }
.highlight { background: #f6f8fa; border-left: 3px solid var(--line); padding: .1rem .8rem; margin: .6rem 0; overflow-x: auto; }
pre { font: 14px/1.5 Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
table { border-collapse: collapse; border: 0; font-size: 92%; margin: .6rem 0; }
th, td { padding: .25rem .7rem; border: 0; border-bottom: 1px solid #ececec; } .dataframe td { text-align: right; }
.output_area, .jp-OutputArea { overflow-x: auto; margin: .3rem 0 1rem; } blockquote { border-left: 4px solid #E69F00; margin: 1rem 0; padding: .1rem 1rem; background: #fff8ec; }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--accent); }
@media print { nav { display: none; } body { max-width: none; } }
"""


def page(notebook, title, links="", language="vi"):
    """One notebook as a whole HTML document."""
    return document(title, links + body(notebook), language)


def document(title, content, language):
    """An HTML document in our style."""
    style = STYLE + HtmlFormatter(style="default").get_style_defs(".highlight")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{html.escape(title)}</title><style>{style}</style></head>\n<body>{content}</body></html>\n"
    )


def body(notebook):
    """The cells as HTML, formulas typeset, links to chapters turned into links to pages."""
    notebook, formulas = _set_formulas_aside(notebook)
    exporter = nbconvert.HTMLExporter(template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True, embed_images=True)
    content, _ = exporter.from_notebook_node(notebook)
    for mark, mathml in formulas.items():
        content = content.replace(mark, mathml)
    content = re.sub(r'<a href="[^"]*exercises/[^"]*\.ipynb"[^>]*>(.*?)</a>', r"\1", content)  # exercises are notebooks to work in, not pages
    return re.sub(r'href="([^"#:]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', content)


def _set_formulas_aside(notebook):
    """A copy with each formula of its Markdown replaced by a mark, and the MathML of each mark."""
    notebook, formulas = canonical(notebook), {}

    def mark(match):
        mathml = latex2mathml.converter.convert(match[1] or match[2], display="block" if match[1] else "inline")
        mathml = _DECIMAL_COMMA.sub(r"<mn>\1,\2</mn>", mathml)
        name = f"crmlabformula{len(formulas)}z"
        formulas[name] = mathml
        return name

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = outside_code(cell.source, lambda prose: _typeset(FORMULA.sub(mark, prose)))
    return notebook, formulas


def _typeset(prose):
    """A percent sign stays on the line of its number; a dollar sign left over is money."""
    return re.sub(r"(?<=\d) %", "&nbsp;%", prose).replace("$", "&#36;")


def title_of(notebook):
    """The first heading of a notebook."""
    for cell in notebook.cells:
        found = re.search(r"^# (.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return found[1].strip()
    return words.t("book.untitled")
