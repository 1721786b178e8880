"""Where Markdown holds formulas and code."""
import re

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$(?!\s)([^$\n]+?)(?<!\s)\$(?![\w$])", re.DOTALL)


def outside_code(source, change):
    """The text with ``change`` applied to its prose; code spans and fences stay as they are."""
    parts, at = [], 0
    for code in CODE.finditer(source):
        parts += [change(source[at:code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, change(source[at:])])


def formulas(source):
    """The formulas of a text, in order, without their dollar signs."""
    return [block or inline for block, inline in FORMULA.findall(CODE.sub("", source))]
