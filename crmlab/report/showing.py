"""How a report shows tables and sentences: in the reader's language, numbers as the language writes them."""
import html
import re

from .. import words


class Note:
    """What the manager reads from a figure: sentences computed from it; ``more`` for what goes on from a note before."""

    def __init__(self, *sentences, more=False):
        self.sentences, self.more = [sentence for sentence in sentences if sentence], more

    def __repr__(self):
        return " ".join(self.sentences)

    def _repr_html_(self):
        opening = "" if self.more else f"<b>{html.escape(words.t('report.manager'))}</b> "
        return f'<blockquote style="color: #1a1a1a"><p>{opening}{_options_whole(html.escape(re.sub(r"(?<=[0-9]) %", chr(160) + "%", repr(self))))}</p></blockquote>'


class Listing:
    """A small table for reading: a row of headings, numbers to the right; with ``text`` all to the left."""

    def __init__(self, headings, rows, caption="", text=False):
        self.headings, self.rows, self.caption, self.text = list(headings), [list(map(str, row)) for row in rows], caption, text

    def __repr__(self):
        lines = [" | ".join(row) for row in [self.headings, *self.rows] if any(row)]
        return "\n".join([*([self.caption] if self.caption else []), *lines])

    def _repr_html_(self):
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.headings)
        body = "".join("<tr>" + "".join(_cell(cell, place == 0 or self.text) for place, cell in enumerate(row)) + "</tr>" for row in self.rows)
        caption = f'<caption style="text-align: left; padding: .3rem 0"><i>{html.escape(self.caption)}</i></caption>' if self.caption else ""
        return f'<table class="listing">{caption}' + (f"<thead><tr>{head}</tr></thead>" if any(self.headings) else "") + f"<tbody>{body}</tbody></table>"


def _cell(text, is_left):
    return f'<td style="text-align: {"left" if is_left else "right"}">{_options_whole(html.escape(text))}</td>'


def _options_whole(text):
    """No line ends inside --discount-rate."""
    return re.sub(r"--[a-z]+(?:-[a-z]+)*", r'<span style="white-space: nowrap">\g<0></span>', text)


def count_of(number):
    """A whole number as the language writes it."""
    return words.number(number, 0)


def money_of(amount):
    """Money without a unit (the file's own): whole from a hundred on, else two decimals."""
    return words.number(amount, 0 if abs(amount) >= 100 else 2)


def part_of(part, whole):
    """A share as a percentage; unknown when the whole is nothing."""
    return words.percent(part / whole) if whole else "–"


def day_of(day):
    """A day as the language writes it: 30/6/1998 or 1998-06-30."""
    year, month, date = str(day)[:10].split("-")
    return f"{int(date)}/{int(month)}/{year}" if words.language() == "vi" else f"{year}-{month}-{date}"
