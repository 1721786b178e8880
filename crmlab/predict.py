"""A guess, or a decision, before the answer."""
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


def decide(choice, outcomes, unit="đồng", digits=0):
    """Compare the option the reader chose with the others; before a choice, ask for one and keep the outcomes folded.

    Parameters
    ----------
    choice : the key of one option, as "A", or None for no choice yet
    outcomes : dict from option to money
        At least two options; unknown (NaN) stays unknown and is never called the best.
    unit, digits : how the money is shown

    Raises
    ------
    ValueError
        For a choice that is no option, or fewer than two options.
    """
    if len(outcomes) < 2:
        raise ValueError(words.t("decide.options", count=len(outcomes)))
    if choice is not None and choice not in outcomes:
        raise ValueError(words.t("decide.choice", typed=repr(choice), known=", ".join(map(repr, outcomes)), first=repr(next(iter(outcomes)))))
    return Decision(choice, {option: float(money) for option, money in outcomes.items()}, unit, digits)


class Decision:
    """A choice beside what each option brings; shows itself in a notebook."""

    def __init__(self, choice, outcomes, unit, digits):
        self.choice, self.outcomes, self._unit, self._digits = choice, outcomes, unit, digits
        known = {option: money for option, money in outcomes.items() if money == money}
        self.best = max(known, key=known.get) if known else None

    def _money(self, money):
        return f"{words.number(money, self._digits)} {words.unit(self._unit)}".strip()

    def _verdict(self):
        gap = 0 if self.best is None else self.outcomes[self.best] - self.outcomes[self.choice]
        if self.best is None or gap != gap:
            return words.t("decide.unknown")
        if self._money(gap) == self._money(0):
            return words.t("decide.best", choice=self.choice)
        return words.t("decide.less", choice=self.choice, best=self.best, gap=self._money(gap))

    def __repr__(self):
        said = " · ".join(f"{option}: {self._money(money)}" for option, money in self.outcomes.items())
        return f"{words.t('decide.ask')} → {said}" if self.choice is None else f"{said} · {self._verdict()}"

    def _repr_html_(self):
        largest = max((abs(money) for money in self.outcomes.values() if money == money), default=0) or 1
        rows = "".join(self._row(option, money, largest) for option, money in self.outcomes.items())
        if self.choice is not None:
            return f"<div><table>{rows}</table>{html.escape(self._verdict())}</div>"
        return f"<div>{html.escape(words.t('decide.ask'))}<details><summary>{html.escape(words.t('decide.open'))}</summary><table>{rows}</table></details></div>"

    def _row(self, option, money, largest):
        mark = words.t("decide.yours") if option == self.choice else ""
        bar = 0 if money != money else round(200 * abs(money) / largest)
        colour = "#0072B2" if money >= 0 else "#D55E00"
        return (
            f'<tr><td style="text-align: left"><b>{html.escape(str(option))}</b></td><td style="text-align: right">{html.escape(self._money(money))}</td>'
            f'<td style="text-align: left"><div style="background: {colour}; width: {bar}px; height: 12px"></div></td><td>{html.escape(mark)}</td></tr>'
        )
