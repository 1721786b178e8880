"""Two drawings for the class page as SVG that keeps its letters' size at any width: totals, and outcomes of a question."""
import html
import math
import statistics

from .. import words
from .style import OUTCOMES

FILLS = {"correct": "#009E73", "incorrect": "url(#stripes)", "in part": "url(#halves)", "error": "url(#dots)", "not attempted": "#ffffff", "to be read": "url(#lines)"}
PATTERNS = """<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#D55E00"/><rect width="2.5" height="8" fill="#f3b68c"/></pattern>
<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#CC79A7"/><circle cx="4" cy="4" r="1.7" fill="#6d2453"/></pattern>
<pattern id="lines" width="8" height="6" patternUnits="userSpaceOnUse"><rect width="8" height="6" fill="#bfe2f6"/><rect width="8" height="2" fill="#56B4E9"/></pattern>
<pattern id="halves" width="6" height="8" patternUnits="userSpaceOnUse"><rect width="6" height="8" fill="#F0E442"/><rect width="1.5" height="8" fill="#b3a700"/></pattern>
</defs></svg>"""
STYLE = """
svg { display: block; } svg text { font-family: inherit; fill: var(--ink); font-variant-numeric: tabular-nums; }
.inside { font-size: 13px; font-weight: 700; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
.narrow { display: none; } @media (max-width: 40rem) { .narrow { display: inline; } .broad { display: none; } }
.axis { font-size: 12px; fill: #555 !important; } .count { font-size: 13px; font-weight: 600; } .halo { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
"""
HEIGHT, TOP, FOOT = 230, 40, 26


def outcome_bar(counts):
    """The outcomes of one question as a stacked bar over the whole class; ``counts`` is {outcome: how many}."""
    total, start, parts = sum(counts.values()) or 1, 0, []
    for outcome, count in counts.items():
        if count:
            parts.append(_segment(outcome, count, start / total, count / total))
            start += count
    said = html.escape(", ".join(f"{words.t(OUTCOMES[outcome][1])}: {count}" for outcome, count in counts.items() if count))
    return f'<svg role="img" aria-label="{said}" width="100%" height="28">{"".join(parts)}</svg>'


def _segment(outcome, count, start, share):
    """One part of the bar with its sign and number, where there is little room its number; a phone has less."""
    x, width, sign = f"{100 * start:.3f}%", f"{100 * share:.3f}%", OUTCOMES[outcome][0]
    parts = [f'<rect x="{x}" y="1" width="{width}" height="26" fill="{FILLS[outcome]}" stroke="#1a1a1a" stroke-width="1"/>']
    for screen, digit in (("broad", 0.011), ("narrow", 0.027)):
        label = f"{sign} {count}" if share >= (len(str(count)) + 2) * digit else str(count)
        if share >= len(str(count)) * digit:
            parts.append(f'<text class="inside {screen}" x="{100 * (start + share / 2):.3f}%" y="19" text-anchor="middle">{label}</text>')
    return "".join(parts)


def share(part):
    """A thin line as long as the share of the class."""
    return (
        '<svg aria-hidden="true" width="100%" height="6"><rect width="100%" height="6" rx="3" fill="#ececec"/>'
        f'<rect width="{100 * part:.2f}%" height="6" rx="3" fill="#D55E00"/></svg>'
    )


def swatch(outcome):
    """The little sample of an outcome for the key."""
    return f'<svg aria-hidden="true" width="22" height="16"><rect x="1" y="1" width="20" height="14" fill="{FILLS[outcome]}" stroke="#1a1a1a"/></svg>'


def histogram(totals, most):
    """How many students earned how many points, of at most ``most``; the dashed line is the median."""
    width, bins = _bins(most)
    counts = [0] * bins
    for total in totals:
        counts[min(bins - 1, max(0, int(total / width + 1e-9)))] += 1
    middle = statistics.median(totals)
    columns = "".join(_column(index, count, max(counts), bins, _range(index, width, bins, most)) for index, count in enumerate(counts))
    said = html.escape(words.t("classpage.histogram_alt", counts=_said(counts, width, bins, most), median=words.number(middle)))
    return (
        f'<svg role="img" aria-label="{said}" width="100%" height="{HEIGHT}">'
        f'<line x1="0" x2="100%" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}" stroke="#1a1a1a"/>{_median(middle, (middle + (width / 2 if width <= 1 else 0)) / (width * bins))}{columns}</svg>'
    )


def _bins(most):
    """The width of a column in points, and how many: at most 16 of a round width; a column of a point or less stands for one value."""
    width = next(step for step in _round_steps() if most / step <= 15)
    return width, int(most / width + 1e-9) + 1 if width <= 1 else math.ceil(most / width)


def _round_steps():
    power = 0.1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _range(index, width, bins, most):
    """What a column's label says: 3–4, or its one value where a column is one point."""
    low = index * width
    if width <= 1:
        return words.number(round(low, 6))
    return f"{words.number(round(low, 6))}–{words.number(round(min(low + width, most), 6))}"


def _said(counts, width, bins, most):
    return "; ".join(words.t("classpage.histogram_column", points=_range(index, width, bins, most), count=count) for index, count in enumerate(counts) if count)


def _column(index, count, highest, bins, label):
    step = 100 / bins
    height = (HEIGHT - TOP - FOOT) * count / highest
    top, middle = HEIGHT - FOOT - height, step * (index + 0.5)
    bar = f'<rect x="{step * (index + 0.08):.3f}%" y="{top:.1f}" width="{step * 0.84:.3f}%" height="{height:.1f}" fill="#0072B2"/>' if count else ""
    number = f'<text class="count halo" x="{middle:.3f}%" y="{top - 6:.1f}" text-anchor="middle">{count}</text>' if count else ""
    return f'{bar}{number}<text class="axis" x="{middle:.3f}%" y="{HEIGHT - 8}" text-anchor="middle">{label}</text>'


def _median(middle, share):
    share = 100 * min(1, share)
    anchor = "end" if share > 60 else "start"
    label = html.escape(words.t("classpage.median", points=words.number(middle)))
    return (
        f'<line x1="{share:.3f}%" x2="{share:.3f}%" y1="8" y2="{HEIGHT - FOOT}" stroke="#D55E00" stroke-width="2" stroke-dasharray="6 4"/>'
        f'<text class="axis halo" x="{share:.3f}%" dx="{-6 if anchor == "end" else 6}" y="16" text-anchor="{anchor}">{label}</text>'
    )
