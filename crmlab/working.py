"""Numbers that show their own working.

A metric is called with numbers that remember how they were made; what comes back knows each term, so the
same mechanism shows the working of every formula, and what is shown is what was computed.
"""
import html
import inspect
import re
from typing import NamedTuple

import numpy as np

from . import words
from .tracing import Number, as_number, remember

_PRECEDENCE = {"+": 1, "−": 1, "×": 2, "/": 2, "^": 3}


class Step(NamedTuple):
    """One row of a working: its label, the Number whose expression is shown (or None), its value, whether it has a bar."""

    label: str
    number: Number
    value: float
    bar: bool


class Worked:
    """A metric's value together with its formula, its inputs and its terms; shows itself in a notebook."""

    def __init__(self, metric, arguments, value, results, labels, digits):
        self.metric, self.arguments, self.value = metric, arguments, value
        self._results, self._labels, self._digits = results, labels, digits

    def _format(self, value):
        return words.number(value, self._digits)

    def steps(self):
        """The working, one step a row."""
        return [step for result in self._results for step in self._steps_of(result)]

    def _steps_of(self, result):
        label, number = result
        long_sum = _long_sum(number)
        if long_sum is None:
            return [Step(label, number, float(number), True)]
        terms = [Step(self._term_label(i), term, float(term), True) for i, term in enumerate(long_sum.parts)]
        total = [Step(words.t("worked.sum"), None, float(long_sum), False)]
        around = [] if long_sum is number else [Step(label, _replace(number, long_sum, self._digits), float(number), False)]
        return terms + total + around

    def _term_label(self, position):
        return str(self._labels[position]) if self._labels is not None else str(position + 1)

    def __repr__(self):
        lines = [f"{_title(self.metric)}: {formula(self.metric, self.arguments)}"]
        lines += [f"  {symbol} = {text}" + (f"  ({name})" if name else "") for symbol, name, text in self._inputs()]
        steps = [(step.label, _text(step.number), self._format(step.value)) for step in self.steps()]
        widths = [max(len(step[column]) for step in steps) for column in (0, 1, 2)]
        for label, expression, value in steps:
            equals = "=" if expression else " "
            lines.append(f"  {label:<{widths[0]}}  {expression:<{widths[1]}}  {equals} {value:>{widths[2]}}")
        return "\n".join([*lines, f"  → {self._result_text()}"])

    def _result_text(self):
        values = np.ravel(self.value).tolist()
        return "; ".join(self._format(value) for value in values)

    def _inputs(self):
        symbols = _symbols(self.metric)
        for name, value in self.arguments.items():
            if isinstance(value, str):
                yield _term(name), "", _term(value)
            elif value is not None:
                figures = np.atleast_1d(np.asarray(value)).ravel().tolist()
                yield symbols.get(name, name), _term(name), "; ".join(_figure(figure) for figure in figures)

    def _repr_html_(self):
        steps = self.steps()
        bars = [abs(step.value) for step in steps if step.bar and step.value == step.value]
        rows = "".join(_row(step, self._format, max(bars) if len(bars) > 2 else 0) for step in steps)
        inputs = " · ".join(map(_input_html, self._inputs()))
        return (
            '<div style="border-left: 4px solid #0072B2; padding: 2px 14px; margin: 6px 0">'
            f"<div><b>{html.escape(_title(self.metric))}</b></div>"
            f'<div style="font-family: serif; font-size: 125%; margin: 6px 0">{formula_html(self.metric, self.arguments)}</div>'
            f'<div style="margin: 6px 0">{inputs}</div>'
            f'<table style="margin: 6px 0">{rows}</table>'
            f'<div style="font-size: 115%"><b>→ {html.escape(self._result_text())}</b></div></div>'
        )


def worked(metric, *args, labels=None, digits=None, **kwargs):
    """Call a metric and show its working: formula, inputs, the terms one by one, the result.

    Parameters
    ----------
    metric : a function of crmlab.metrics
    *args, **kwargs : the metric's own arguments
    labels : list of words, optional
        One name per term, such as the months.
    digits : number of decimals shown, optional

    Returns
    -------
    Worked
        Its ``value`` is what the metric returns; in a notebook it shows itself as a small table, elsewhere as text.

    Examples
    --------
    >>> from crmlab import words
    >>> from crmlab.metrics import strategic
    >>> words.use("en")
    >>> worked(strategic.past_customer_value, [15, 9, 6], 0.0125, digits=2)
    Past customer value: PCV = Σ_n GC_n · (1 + r)^n
      GC = 15; 9; 6  (gross contribution of each period)
      r = 0.0125  (discount rate)
      convention = at the present moment
      1    15 × (1 + 0.0125)^2  = 15.38
      2    9 × (1 + 0.0125)^1   =  9.11
      3    6 × (1 + 0.0125)^0   =  6.00
      sum                         30.49
      → 30.49
    >>> words.use(None)
    """
    bound = inspect.signature(metric).bind(*args, **kwargs)
    bound.apply_defaults()
    value = metric(*bound.args, **bound.kwargs)
    if any(isinstance(one, str) for one in np.ravel(value).tolist()):
        raise ValueError(words.t("worked.not_a_number", metric=metric.__name__))
    remembered = {name: remember(argument) for name, argument in bound.arguments.items()}
    results = _labelled(metric(**remembered), labels)
    _check_labels(labels, results)
    return Worked(metric, dict(bound.arguments), value, results, labels, digits)


def _labelled(result, labels):
    """The result as (label, Number) pairs: one for a number, one per element for an array."""
    if np.ndim(result) == 0:
        return [("", as_number(result))]
    flat = [as_number(value) for value in np.asarray(result, dtype=object).ravel()]
    names = list(labels) if labels is not None and len(labels) == len(flat) else range(1, len(flat) + 1)
    return [(str(name), number) for name, number in zip(names, flat)]


def _check_labels(labels, results):
    """Labels name the terms of a long sum, or else the results."""
    sums = [long_sum for _, number in results if (long_sum := _long_sum(number)) is not None]
    wanted = {len(long_sum.parts) for long_sum in sums} or {len(results)}
    if labels is not None and {len(labels)} != wanted:
        raise ValueError(words.t("worked.labels", results=max(wanted), labels=len(labels)))


def _long_sum(number):
    """The sum inside this number that deserves one row per term, if there is one."""
    if number.operation == "Σ" and any(part.operation for part in number.parts):
        return number
    return next((found for part in number.parts if (found := _long_sum(part)) is not None), None)


def _replace(number, known, digits):
    """The same number with one part shown as its value."""
    if number is known:
        return Number(number.value if digits is None else round(number.value, digits))
    return Number(number.value, number.operation, [_replace(part, known, digits) for part in number.parts])


def _text(number, markup=False):
    """The expression behind a number, "6 × (1 + 0.0125)^2"; empty for an input."""
    if number is None or number.operation is None:
        return ""
    return _expression(number, markup)[0]


def _expression(number, markup):
    """(text, precedence) of a number's expression."""
    operation = number.operation
    if operation is None:
        return words.number(number.value), 4 if number.value >= 0 else 1
    if operation == "ln":
        return f"ln({_expression(number.parts[0], markup)[0]})", 4
    if operation == "exp":
        power = _expression(number.parts[0], markup)[0]
        return (f"e<sup>{power}</sup>" if markup else f"e^({power})"), 3
    if len(number.parts) == 1:
        return operation + _inside(number.parts[0], 2, markup), 1
    symbol = "+" if operation == "Σ" else operation
    level = _PRECEDENCE[symbol]
    if symbol == "^":
        base, exponent = number.parts
        power = _expression(exponent, markup)[0]
        raised = f"<sup>{power}</sup>" if markup else "^" + (power if exponent.operation is None else f"({power})")
        return _inside(base, level + 1, markup) + raised, level
    first, *others = number.parts
    stricter = level + (symbol in "−/")
    joined = [_inside(first, level, markup)] + [_inside(part, stricter, markup) for part in others]
    return f" {symbol} ".join(joined), level


def _inside(number, level, markup):
    text, own = _expression(number, markup)
    return text if own >= level else f"({text})"


def _term(name):
    """The words for an identifier; somebody's own metric may have none."""
    return words.catalogue(words.language()).get(name, name.replace("_", " "))


def _title(metric):
    title = _term(metric.__name__)
    return title[0].upper() + title[1:]


def _figure(value):
    return words.t("worked.yes" if value else "worked.no") if isinstance(value, bool) else words.number(value)


def _input_html(row):
    symbol, name, text = row
    if not name:
        return f"{html.escape(symbol)}: {html.escape(text)}"
    return f"<i>{_symbol_html(symbol)}</i> = {html.escape(text)} <small>({html.escape(name)})</small>"


def formula(metric, arguments=None):
    """The formula of a metric: in its docstring the paragraph of the convention chosen (``method="…": …``), else the second one."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in inspect.getdoc(metric).split("\n\n")]
    chosen = [f'{name}="{value}": ' for name, value in (arguments or {}).items() if isinstance(value, str)]
    found = (paragraph.removeprefix(lead) for paragraph in paragraphs for lead in chosen if paragraph.startswith(lead))
    return next(found, paragraphs[1])


def formula_html(metric, arguments=None):
    """The formula with raised exponents and lowered indices."""
    return _symbol_html(formula(metric, arguments))


def _symbol_html(text):
    raised = re.sub(r"\^(\([^()]*\)|[\w−-]+)", lambda m: f"<sup>{m[1].strip('()')}</sup>", html.escape(text))
    return re.sub(r"_(\w+?|\([^()]*\))(?=\W|$)", lambda m: f"<sub>{m[1].strip('()')}</sub>", raised)


def _symbols(metric):
    """The symbol of each parameter: the first word of its description, before the comma."""
    return dict(re.findall(r"^(\w+) : .*\n    (\S+?), ", inspect.getdoc(metric), re.MULTILINE))


def _row(step, format_value, largest):
    expression = _text(step.number, markup=True)
    cell = "padding: 2px 10px; white-space: nowrap"
    weight = "; font-weight: bold; border-top: 1px solid" if step.number is None else ""
    width = round(120 * abs(step.value) / largest) if largest and step.bar and step.value == step.value else 0
    colour = "#0072B2" if step.value >= 0 else "#D55E00"
    bar = f'<div style="background: {colour}; width: {width}px; height: 10px"></div>' if width else ""
    return (
        f'<tr><td style="text-align: left; {cell}">{html.escape(step.label)}</td>'
        f'<td style="text-align: left; {cell}">{expression}</td>'
        f'<td style="text-align: right; {cell}{weight}">{"= " if expression else ""}{format_value(step.value)}</td>'
        f'<td style="text-align: left; {cell}">{bar}</td></tr>'
    )
