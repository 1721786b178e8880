"""What every chart shares: a picture with its alt text and caption, colours everybody can tell apart, and clean axes."""
import base64
import html
import io
import re

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from .. import words

# Okabe & Ito (2008), safe for the common forms of colour blindness. Use a marker or line style with each: never colour alone.
BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW, GREY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#767676",
)
COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
MARKERS = ("o", "s", "^", "D", "v", "P")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))
HATCHES = ("", "//", "..", "xx", "\\\\", "++")

WIDTH, HEIGHT, DPI = 7.0, 3.8, 100


class Picture:
    """A figure, a sentence for those who cannot see it (alt), and a caption that says what it tells.

    In a notebook, in HTML and on GitHub it shows itself as an image with both; elsewhere as the alt text.
    """

    def __init__(self, figure, alt, caption):
        self.figure, self.alt, self.caption = figure, alt, caption

    def png(self):
        """The picture as PNG bytes, always of the same size."""
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": 4})
        return file.getvalue()

    def html(self):
        """An HTML figure that is kept: a PNG with its alt text, and the caption below it."""
        image = base64.b64encode(self.png()).decode("ascii")
        return self._figure_html(f'<img alt="{html.escape(self.alt)}" width="{self._size()[0]}" src="data:image/png;base64,{image}"/>')

    def live_html(self):
        """The same figure for a picture that changes under a slider: as SVG, which takes less time to draw.

        Its inner ids are new each time: equal ids in a hidden notebook would take the hatching away here.
        """
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": None}):
            file = io.StringIO()
            self.figure.savefig(file, format="svg", metadata={"Date": None})
        drawing = file.getvalue()
        width, height = self._size()
        head = f'role="img" aria-label="{html.escape(self.alt)}" width="{width}" height="{height}"'
        return self._figure_html(re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', lambda found: head, drawing[drawing.index("<svg "):], count=1))

    def _size(self):
        return round(self.figure.get_figwidth() * DPI), round(self.figure.get_figheight() * DPI)

    def _figure_html(self, image):
        return f'<figure style="margin: 8px 0">{image}<figcaption><i>{html.escape(self.caption)}</i></figcaption></figure>'

    def __repr__(self):
        return f"{self.caption}\n[{self.alt}]"

    def _repr_html_(self):
        return self.html()


def clean_axes(columns=1, width=WIDTH, height=HEIGHT, left=0.11, right=0.97, bottom=0.16, top=0.9, gap=0.25):
    """A figure of fixed size with one or more clean axes; returns (figure, axes), axes being a list when there are several."""
    figure = Figure(figsize=(width, height))
    axes = figure.subplots(1, columns)
    figure.subplots_adjust(left=left, right=right, bottom=bottom, top=top, wspace=gap)
    for one in [axes] if columns == 1 else axes:
        one.spines[["top", "right"]].set_visible(False)
        one.grid(axis="y", color="#DDDDDD", linewidth=0.8)
        one.set_axisbelow(True)
    return figure, axes


def percent_ticks(axis, digits=0):
    """Write an axis of shares as percentages, the way the language does."""
    axis.set_major_formatter(FuncFormatter(lambda share, _: words.percent(share, digits)))


def number_ticks(axis, digits=None):
    """Write an axis of numbers the way the language does."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, digits)))
