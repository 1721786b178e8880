"""What a file was taken for, shown before it is applied: their columns, ours, an example of each, and everything assumed."""
import dataclasses
import html

from .. import words


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Mapping:
    """Which table of ours a file holds, and which of its columns is which of ours.

    ``system``: suitecrm, hubspot, salesforce, odoo or plain; ``module``: accounts, deals …; ``table``: customers, orders …;
    ``columns``: {our column: their column, or a tuple of columns that are joined}; ``kept``: their other columns, kept under
    their own names; ``assumed``: what was proved or assumed about dates, numbers and rows; ``open``: what must be said before the
    file can be converted. It shows itself as a small table in the language in use.
    """

    system: str
    module: str
    table: str
    columns: dict
    kept: tuple
    plans: dict
    rules: dict
    examples: dict
    assumed: tuple = ()
    open: tuple = ()

    def _rows(self):
        shown = [(_theirs(theirs), ours, self.examples.get(ours, "")) for ours, theirs in self.columns.items()]
        return shown + [(theirs, words.t("imports.show_kept"), self.examples.get(theirs, "")) for theirs in self.kept]

    def _head(self):
        return [words.t("imports.show_theirs"), words.t("imports.show_ours"), words.t("imports.show_example")]

    def _title(self):
        system = words.t("imports.show_plain") if self.system == "plain" else f"{self.system} {self.module}"
        return words.t("imports.show_title", system=system, table=self.table)

    def __repr__(self):
        rows = [self._head(), *self._rows()]
        widths = [max(len(row[place]) for row in rows) for place in range(3)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        notes = [f"- {item}" for item in self.assumed] + [f"? {item}" for item in self.open]
        return "\n".join([self._title(), "", *lines, *([""] if notes else []), *notes])

    def _repr_html_(self):
        cells = "".join("<tr>" + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in self._rows())
        head = "".join(f"<th style='text-align:left'>{html.escape(cell)}</th>" for cell in self._head())
        notes = "".join(f"<li>{html.escape(str(item))}</li>" for item in (*self.assumed, *self.open))
        return f"<p><b>{html.escape(self._title())}</b></p><table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table><ul>{notes}</ul>"


def _theirs(theirs):
    return theirs if isinstance(theirs, str) else " + ".join(theirs)
