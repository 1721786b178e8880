"""Gamma-Gamma: how much a customer spends per purchase, seen through a few purchases only."""
from dataclasses import dataclass, field

import numpy as np

from .. import words
from ..metrics import _guard
from . import _fitted, _rows
from ._newton import maximise, near
from ._scipy import special

NAMES = ("p", "q", "v")
ALIKE = 0.005  # spending that varies less than this share of its mean does not vary


@dataclass(frozen=True)
class GammaGamma:
    """How much a customer spends per purchase, from the Gamma-Gamma model.

    The money of one purchase varies around the customer's own mean as a gamma distribution of shape p and rate nu;
    nu differs between customers as a gamma distribution of shape q and rate v. The fewer purchases were seen, the
    closer the expectation stays to the mean of all customers.

    Assumption: how much a customer spends does not depend on how often she buys; ``correlation`` is the check.

    Parameters
    ----------
    p, q : numbers above 0
        Shapes of the purchases of one customer, and of the customers.
    v : money, above 0
        In the unit of the summary's monetary (written gamma in the paper).
    log_likelihood, standard_errors, customers, correlation
        What ``fit`` found: the maximum, the standard error of each parameter (a dict), how many customers who came back
        it saw, and the correlation of their x and monetary: near 0 if the assumption holds.

    References
    ----------
    Fader, Hardie & Lee (2005), RFM and CLV, Journal of Marketing Research 42(4). WE-409, WE-410.

    Examples
    --------
    >>> model = GammaGamma(p=6.25, q=3.74, v=15.44)
    >>> round(model.mean_spend, 2)
    35.22
    >>> round(model.expected_spend(2, 22.35), 2)
    24.66
    """

    p: float
    q: float
    v: float
    log_likelihood: float | None = field(default=None, compare=False)
    standard_errors: dict | None = field(default=None, compare=False, repr=False)
    customers: int | None = field(default=None, compare=False)
    correlation: float | None = field(default=None, compare=False)

    def __post_init__(self):
        _guard.positive(**{name: getattr(self, name) for name in NAMES})

    @classmethod
    def fit(cls, summary=None, *, x=None, monetary=None):
        """The model that makes the observed spending most likely.

        Parameters
        ----------
        summary : purchase summary, one row per customer
            With the columns x and monetary (see ``measure.purchase_summary``); or give the two as arrays. Customers
            who did not come back (x = 0) are left out, for their monetary is not known.
        x, monetary : one value per customer
            Repeat purchases; mean money of one of them.

        Returns
        -------
        GammaGamma
            With log_likelihood, standard_errors, customers and correlation.

        Raises
        ------
        ValueError
            If the money of one who came back is not above 0, too few came back, or the likelihood has no maximum.
        """
        x, z = _repeaters(*_rows.columns(summary, "x", "monetary", given={"x": x, "monetary": monetary}))
        unit = float(np.mean(z))
        start = np.zeros(3)
        if len(x) > _rows.SAMPLE_ABOVE:
            start = near(_likelihood(x[:: _rows.SAMPLE], z[:: _rows.SAMPLE] / unit), start, NAMES)
        found = maximise(_likelihood(x, z / unit), start, NAMES)
        value = found.value - len(z) * np.log(unit)
        return _fitted.record(cls, NAMES, found, [1, 1, unit], log_likelihood=value, customers=len(z), correlation=_correlation(x, z))

    @property
    def mean_spend(self):
        """The mean money of a purchase over all customers, p · v / (q − 1); infinite if q is 1 or less."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else float("inf")

    def expected_spend(self, x, monetary):
        """The money to expect of a purchase of a customer who made x repeat purchases of this mean.

        E[M] = p · (v + x · monetary) / (p · x + q − 1), the mean of all customers for x = 0

        Of the arguments' own shape; unknown (NaN) stays unknown. Raises ValueError if x is no count, or the money of
        one who came back is not above 0.
        """
        counts, money = _rows.pairs("monetary", x, monetary)
        _possible(counts, money)
        spent = np.where(counts > 0, counts * money, np.where(np.isnan(counts), np.nan, 0.0))
        below = self.p * counts + self.q - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(below > 0, self.p * (self.v + spent) / below, np.inf)
        return _fitted.answer(np.where(np.isnan(spent), np.nan, found), x, monetary)


def _possible(x, monetary):
    """Refuse counts that are none, and money of 0 or less."""
    _rows.counts(x)
    wrong = (x > 0) & ((monetary <= 0) | np.isinf(monetary))
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise ValueError(words.t("models.monetary", row=row, value=f"{monetary.flat[row]:g}", count=int(np.sum(wrong))))


def _repeaters(x, monetary):
    """Those who came back, in the order of x."""
    _rows.known(x=x)
    _rows.known(x=x, monetary=np.where(x > 0, monetary, 0.0) if x.shape == monetary.shape else monetary)
    _possible(x, monetary)
    back = x > 0
    if np.sum(back) < _rows.REPEATERS:
        raise ValueError(words.t("models.few", repeaters=int(np.sum(back)), least=_rows.REPEATERS, customers=x.size))
    order = np.argsort(x[back].astype(np.uint16 if x.max() < 2**16 else np.int64), kind="stable")
    x, z = x[back][order], monetary[back][order]
    if np.std(z) <= ALIKE * np.mean(z):
        raise ValueError(words.t("models.same_money", value=f"{np.mean(z):g}"))
    return x, z


def _correlation(x, z):
    """Pearson's, without a matrix product; unknown if everybody came back equally often."""
    x, z = x - np.mean(x), z - np.mean(z)
    spread = np.sqrt(np.sum(x**2) * np.sum(z**2))
    return float(np.sum(x * z) / spread) if spread > 0 else float("nan")


def _likelihood(x, z):
    """The log-likelihood as a function of log p, log q, log v: what does not depend on them is added up once per different x."""
    first = np.flatnonzero(np.concatenate(([True], x[1:] != x[:-1])))
    different, spent = x[first], x * z
    count = np.diff(np.append(first, len(x))).astype(float)
    log_spent, log_z = np.add.reduceat(np.log(spent), first), np.sum(np.log(z))

    def likelihood(logs):
        v = np.exp(logs[2])
        total = v + spent
        sums = [np.add.reduceat(values, first) for values in (np.log(total), 1 / total, 1 / total**2)]
        return _terms(np.exp(logs), different, count, sums, log_spent, log_z)

    return likelihood


def _terms(parameters, x, n, sums, log_spent, log_z):
    """(value, gradient, Hessian) in the logarithms of the parameters, from sums over the customers of each different x."""
    p, q, v = parameters
    gammaln, psi, trigamma = special().gammaln, special().psi, special().polygamma
    log_total, per_total, per_total2 = sums
    both, customers = p * x + q, np.sum(n)
    value = np.sum(n * (gammaln(both) - gammaln(p * x) - gammaln(q) + q * np.log(v)) + p * x * log_spent - both * log_total) - log_z
    slope = np.array([
        np.sum(x * (n * (psi(both) - psi(p * x)) + log_spent - log_total)),
        np.sum(n * psi(both) - log_total) + customers * (np.log(v) - psi(q)),
        customers * q / v - np.sum(both * per_total),
    ])  # fmt: skip
    bend = np.empty((3, 3))
    bend[0] = np.sum(n * x**2 * (trigamma(1, both) - trigamma(1, p * x))), np.sum(n * x * trigamma(1, both)), -np.sum(x * per_total)
    bend[1, 1:] = np.sum(n * trigamma(1, both)) - customers * trigamma(1, q), customers / v - np.sum(per_total)
    bend[2, 2] = np.sum(both * per_total2) - customers * q / v**2
    bend[[1, 2, 2], [0, 0, 1]] = bend[[0, 0, 1], [1, 2, 2]]
    scaled = slope * parameters
    return value, scaled, bend * np.outer(parameters, parameters) + np.diag(scaled)
