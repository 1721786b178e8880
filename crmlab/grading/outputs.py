"""A stranger's executed notebook as HTML without anything of hers but text, tables of text, and checked pictures.

Nothing she displayed is passed on as markup: a table is read cell by cell and written anew, a picture is decoded and encoded again.
No sanitiser is used: bleach gets no security fixes any more, and the parser of the standard library takes minutes for a hostile 200 kB.
"""
import base64
import binascii
import html
import io
import re

from .. import words
from . import plain

OUTPUTS, CELLS, PICTURES = 40, 400, 60  # of one cell; of one notebook
PICTURE_BYTES, PICTURE_PIXELS = 4_000_000, 20_000_000
MARKUP, ROWS, COLUMNS, ENTRY = 6_000_000, 120, 40, 300

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_SOURCE = re.compile(r'\ssrc="data:image/(?:png|jpeg);base64,([^"]*)"')
_ALT = re.compile(r'\salt="([^"]*)"')
_OBJECT = re.compile(r"<[^<>\n]* object[^<>\n]*>")  # how Python writes what only a browser can show
_SEALED = re.compile(r'(\bsealed\(""")[A-Za-z0-9+/=\s]{80,}(""")')  # the locked feedback of her copy: pages of letters
_UNREAD = ("script", "style", "template", "title", "iframe", "noscript", "textarea")


def notebook_html(notebook, handed_out=()):
    """The cells of an executed notebook: source as text, then outputs; they have the ids cell-0, cell-1 …

    Of the Markdown that was ``handed_out`` only the headings are shown; the seed and the locked feedback are not hers either.
    """
    album = {"left": PICTURES}
    cells = notebook.cells[:CELLS]
    parts = [_asked(cell, index) if _is_handed_out(cell, handed_out) else _cell(cell, index, album) for index, cell in enumerate(cells) if not _is_ours(cell)]
    if len(notebook.cells) > CELLS:
        parts.append(_note("outputs.more_cells", count=words.number(len(notebook.cells) - CELLS)))
    return "\n".join(parts)


def _is_ours(cell):
    source, tags = plain.joined(cell.get("source")), cell.get("metadata", {}).get("tags")
    return (isinstance(tags, list) and "injected-parameters" in tags) or bool(re.fullmatch(r"\s*import crmlab\s+crmlab\." + _SEALED.pattern + r"\)\s*", source))


def _is_handed_out(cell, handed_out):
    return cell.get("cell_type") == "markdown" and plain.joined(cell.get("source")) in handed_out


def _asked(cell, index):
    """What was handed out, by its headings."""
    headings = re.findall(r"^#{1,6} +(.*)$", plain.joined(cell.get("source")), re.MULTILINE)
    return f'<div class="prose" id="cell-{index}">' + "\n".join(f"<b>{plain.escaped(re.sub('[*`]', '', heading))}</b>" for heading in headings) + "</div>" if headings else ""


def _cell(cell, index, album):
    source = plain.shortened(_SEALED.sub(r"\1…\2", plain.joined(cell.get("source"))), 3 * plain.LENGTH)
    if cell.get("cell_type") != "code":
        return f'<div class="prose" id="cell-{index}">{_headings(source)}</div>'
    outputs = cell.get("outputs") or []
    shown = [_output(output, album) for output in outputs[:OUTPUTS]]
    if len(outputs) > OUTPUTS:
        shown.append(_note("outputs.more_outputs", count=words.number(len(outputs) - OUTPUTS)))
    number = html.escape(words.t("outputs.cell", number=index + 1))
    return f'<section class="cell" id="cell-{index}"><p class="number">{number}</p><pre class="code">{source}</pre>{"".join(shown)}</section>'


def _headings(source):
    """Escaped Markdown with its headings set in bold; the rest stays as it was typed."""
    return re.sub(r"^#{1,6} +(.*)$", r"<b>\1</b>", source, flags=re.MULTILINE)


def _output(output, album):
    kind = output.get("output_type")
    if kind == "stream":
        return _text(output.get("text"), "stderr" if output.get("name") == "stderr" else "")
    if kind == "error":
        lines = output.get("traceback")
        trace = "\n".join(line for line in lines if isinstance(line, str)) if isinstance(lines, list) else ""
        return _text(trace or f"{output.get('ename')}: {output.get('evalue')}", "stderr")
    data = output.get("data")
    return _displayed(data, album) if isinstance(data, dict) else ""


def _displayed(data, album):
    """The best of one rich output that may be shown: a picture, a table, else its text, else a note that it is left out."""
    text = plain.joined(data.get("text/plain"))
    for kind in ("image/png", "image/jpeg"):
        if picture := _picture(plain.joined(data.get(kind)), text, album):
            return picture
    if safe := _read(plain.joined(data.get("text/html")), album):
        return safe
    if typed := plain.joined(data.get("text/markdown")):
        return _text(typed)
    rich = [kind for kind in data if isinstance(kind, str) and kind != "text/plain" and not kind.startswith("application/vnd.crmlab.")]
    if rich and (not text.strip() or _OBJECT.fullmatch(text.strip())):
        return _note("outputs.left_out", kinds=", ".join(plain.clean(kind[:60]) for kind in rich[:4]))
    return _text(text)


def _text(text, kind=""):
    text = plain.joined(text)
    return f'<pre class="output {kind}">{plain.shortened(text)}</pre>' if text.strip() else ""


def _note(key, **values):
    return f'<p class="note">{html.escape(words.t(key, **values))}</p>'


def _picture(encoded, alt, album):
    """An <img> of a PNG or JPEG whose bytes are what they claim to be, decoded and encoded again; else nothing."""
    from PIL import Image

    if not encoded or len(encoded) > PICTURE_BYTES * 1.4 or not album["left"]:
        return ""
    try:
        raw = base64.b64decode("".join(encoded.split()), validate=True)
        with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG")) as image:
            (width, height), kind = image.size, image.format.lower()
    except (ValueError, binascii.Error, OSError, SyntaxError, Image.DecompressionBombError):
        return ""
    if not 0 < width * height <= PICTURE_PIXELS:
        return ""
    album["left"] -= 1
    again = base64.b64encode(raw).decode("ascii")
    return f'<img alt="{plain.escaped(alt[:1000])}" width="{width}" src="data:image/{kind};base64,{again}"/>'


def _read(markup, album):
    """What is safe of displayed HTML when it holds a table or a picture: those, written anew, and the text around them."""
    if not markup or len(markup) > MARKUP:
        return ""
    page = _Page(album)
    for token in _TAG.split(markup):
        tag = _NAME.match(token)
        if not tag:
            page.text(token)
        elif tag[1]:
            page.end(tag[2].lower())
        else:
            page.start(tag[2].lower(), token)
    return page.finish()


class _Page:
    """Displayed HTML read tag by tag: knows rows, entries, pictures and text, and forgets every other tag."""

    def __init__(self, album):
        self.album, self.parts, self.rows, self.words, self.skipped, self.worth = album, [], None, [], None, False

    def start(self, tag, token):
        if self.skipped:
            return
        if tag in _UNREAD:
            self.skipped = tag
        elif tag == "table":
            self._end_table()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self._end_entry()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_entry()
            self.rows[-1].append([tag, ""])
        elif tag == "img":
            self._add_picture(token)

    def end(self, tag):
        if self.skipped:
            self.skipped = None if tag == self.skipped else self.skipped
        elif tag == "table":
            self._end_table()
        elif tag in ("td", "th", "tr"):
            self._end_entry()

    def text(self, text):
        if not self.skipped:
            self.words.append(text)

    def finish(self):
        self._end_table()
        return "".join(self.parts) if self.worth else ""

    def _add_picture(self, token):
        source, alt = _SOURCE.search(token), _ALT.search(token)
        if picture := source and _picture(source[1], html.unescape(alt[1]) if alt else "", self.album):
            self._end_table()
            self.parts.append(picture)
            self.worth = True

    def _taken(self):
        """The words read since the last tag that counts, on one line."""
        text, self.words = html.unescape("".join(self.words)), []
        return " ".join(text[: 2 * plain.LENGTH].split())

    def _end_entry(self):
        text = self._taken()
        if self.rows and self.rows[-1] and not self.rows[-1][-1][1]:
            self.rows[-1][-1][1] = text if len(text) <= ENTRY else text[:ENTRY] + " …"

    def _end_table(self):
        if self.rows is not None:
            self._end_entry()
            self.parts.append(_table(self.rows))
            self.worth, self.rows = self.worth or any(self.rows), None
        elif text := self._taken():
            self.parts.append(f'<p class="said">{plain.shortened(text)}</p>')


def _table(rows):
    """Rows of [tag, text] as a table; long ones say how much they leave out."""
    rows = [row for row in rows if row]
    lines = ["".join(f"<{tag}>{plain.escaped(text)}</{tag}>" for tag, text in row[:COLUMNS]) for row in rows[:ROWS]]
    note = _note("outputs.more_rows", count=words.number(len(rows) - ROWS)) if len(rows) > ROWS else ""
    return f'<div class="wide"><table class="data">{"".join(f"<tr>{line}</tr>" for line in lines)}</table></div>{note}' if lines else ""
