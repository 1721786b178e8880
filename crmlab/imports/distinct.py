"""A column as its distinct texts and their shapes: 31/12/2026 has the shape 99/99/9999, and a million dates have three or four."""
import dataclasses
import functools

from .rawfile import texts

_DIGITS = str.maketrans("0123456789", "9999999999")


@dataclasses.dataclass(frozen=True, eq=False)
class Distinct:
    """The distinct texts of a column, which of them each row has, and the numbers of the rows in the file."""

    column: str
    codes: object
    values: list
    rows: object

    @functools.cached_property
    def shapes(self):
        """{shape: places of the distinct texts that have it}."""
        found = {}
        for place, value in enumerate(self.values):
            found.setdefault(value.translate(_DIGITS), []).append(place)
        return found

    def row(self, value):
        """The number of the first row of the file that has this text."""
        return self.rows[int((self.codes == self.values.index(value)).argmax())]


def of(raw, column):
    """The distinct texts of a column of a raw file; cells that are numbers of Excel among texts do not count."""
    import pandas as pd

    if column not in raw.known:
        values = texts(raw.cells[column])
        if column in raw.native:
            values = values.mask(raw.native[column], "")
        codes, found = pd.factorize(values)
        raw.known[column] = Distinct(column, codes, found.to_numpy(dtype=object).tolist(), raw.rows)
    return raw.known[column]


def shape(value):
    """The shape of one text: every figure a 9."""
    return value.translate(_DIGITS)


cached = functools.lru_cache(maxsize=10_000)
