"""Text of strangers made harmless: what they wrote or printed, shown as text on a page and nothing else."""
import html
import re

from .. import words

LENGTH = 8_000  # characters of one output or cell that a page shows

_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]")
# control characters, marks that turn the direction of writing, invisible ones, halves of characters
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]")


def clean(text):
    """Text without terminal codes; what a terminal would overwrite is gone, and each unseen character is a visible �."""
    text = _TERMINAL.sub("", text)
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]
    return _UNSEEN.sub("\ufffd", "\n".join(lines))


def escaped(text):
    """Clean text for the inside of an HTML element or attribute."""
    return html.escape(clean(str(text)))


def shortened(text, length=LENGTH):
    """Escaped text that says what it leaves out of the middle when it is longer than ``length`` characters."""
    if len(text) <= length:
        return escaped(text)
    head, tail = text[: length * 3 // 4], text[-(length // 4) :]
    left_out = words.t("plain.left_out", count=words.number(len(text) - len(head) - len(tail)))
    return f'{escaped(head)}\n<span class="cut">{html.escape(left_out)}</span>\n{escaped(tail)}'


def joined(value):
    """The text of a field of a notebook: a string, or a list of strings; anything else is no text."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
