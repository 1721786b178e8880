"""A section that cannot be computed says why, once; what hangs on it stays silent."""
import html

from .. import words


class Missing:
    """What could not be computed, and why: shown in a notebook it says so the first time, and nothing after that."""

    def __init__(self, reason):
        self.reason, self._said = reason, False

    def __repr__(self):
        return words.t("report.missing", reason=self.reason)

    def _repr_mimebundle_(self, include=None, exclude=None):
        text = "" if self._said else repr(self)
        self._said = True
        return {"text/plain": text, "text/html": f'<p style="color: #6a4a00">◇ {html.escape(text)}</p>' if text else ""}


def attempt(function, *arguments, **named):
    """What the function returns; or why it could not, where the data do not allow it.

    Only refusals (``ValueError``, written for readers) are caught. When an argument is itself ``Missing``, the function is not
    called and that ``Missing`` is returned, so that one reason is said once. A result that is still in DuckDB is fetched as a pandas
    table: for results with one row per customer, not for orders.
    """
    unknown = next((value for value in (*arguments, *named.values()) if isinstance(value, Missing)), None)
    if unknown is not None:
        return unknown
    try:
        result = function(*arguments, **named)
        return result.df() if type(result).__name__ == "DuckDBPyRelation" else result
    except ValueError as error:
        return Missing(str(error))
