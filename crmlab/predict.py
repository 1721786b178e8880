"""A guess before the answer."""
import html

from . import words


def reveal(guess, value, digits=None, unit=""):
    """Compare the reader's guess with the value; without a guess, ask for one and keep the value folded.

    Parameters
    ----------
    guess : number, "0,8", or None for no guess yet
    value : number
        The answer, in the same unit as the guess.
    digits : number of decimals shown, optional
    unit : word shown after the numbers, optional
        "%" shows shares as percentages, and takes a guess above 1 for a percentage: 15 is 15 %, as 0.15 is.
    """
    guess = _parse(guess)
    if unit == "%" and guess is not None and guess > 1:
        guess = guess / 100
    return Reveal(guess, value, digits, unit)


class Reveal:
    """A guess beside its answer; shows itself in a notebook."""

    def __init__(self, guess, value, digits, unit):
        self.guess, self.value, self._digits, self._unit = guess, float(value), digits, unit

    def _format(self, number, sign=False):
        if self._unit == "%":
            return words.percent(number, self._digits if self._digits is not None else 1)
        return f"{words.number(number, self._digits, sign)} {self._unit}".strip()

    def _gap(self, gap):
        """The difference of two percentages is in points."""
        if self._unit != "%":
            return self._format(gap, sign=True)
        return words.t("reveal.points", gap=words.number(100 * gap, 1 if self._digits is None else self._digits, sign=True))

    def _verdict(self):
        gap = self.guess - self.value
        if self._format(self.guess) == self._format(self.value):
            return words.t("reveal.same")
        closeness = "reveal.close" if abs(gap) <= 0.05 * abs(self.value) else "reveal.far"
        return words.t(closeness, gap=self._gap(gap))

    def __repr__(self):
        if self.guess is None:
            return f"{words.t('reveal.ask')} → {self._format(self.value)}"
        return f"{words.t('reveal.guess')}: {self._format(self.guess)} · {words.t('reveal.value')}: {self._format(self.value)} · {self._verdict()}"

    def _repr_html_(self):
        if self.guess is None:
            return (
                f"<div>{html.escape(words.t('reveal.ask'))}<details><summary>{html.escape(words.t('reveal.open'))}</summary>"
                f"<b>{html.escape(self._format(self.value))}</b></details></div>"
            )
        largest = max(abs(self.guess), abs(self.value)) or 1
        rows = "".join(
            f'<tr><td style="text-align: left">{html.escape(words.t(key))}</td><td style="text-align: right"><b>{html.escape(self._format(number))}</b></td>'
            f'<td style="text-align: left"><div style="background: {colour}; width: {round(200 * abs(number) / largest)}px; height: 12px"></div></td></tr>'
            for key, number, colour in [("reveal.guess", self.guess, "#E69F00"), ("reveal.value", self.value, "#0072B2")]
        )
        return f"<div><table>{rows}</table>{html.escape(self._verdict())}</div>"


def _parse(guess):
    """The guess as a number: 0,8 typed the Vietnamese way is understood, as text or as the pair Python makes of it."""
    if guess is None:
        return None
    if isinstance(guess, tuple) and len(guess) == 2 and all(type(part) is int for part in guess):
        raise ValueError(words.t("number.comma", typed=f"{guess[0]},{guess[1]}", right=f"{guess[0]}.{guess[1]}"))
    try:
        return float(guess.strip(" %").replace(",", ".")) if isinstance(guess, str) else float(guess)
    except (TypeError, ValueError):
        raise ValueError(words.t("reveal.number", typed=repr(guess))) from None
