"""Pareto/NBD: while alive a customer buys at her own rate; she may stop at any moment, unseen."""
from dataclasses import dataclass, field

import numpy as np

from ..metrics import _guard
from . import _fitted, _rows
from ._scipy import special

NAMES = ("r", "alpha", "s", "beta")
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
NEGLIGIBLE = 40.0  # where the integrand has fallen below exp(-40) of its start
PART = 256


@dataclass(frozen=True)
class ParetoNBD:
    """Who is still alive and how often she will buy, from the Pareto/NBD model.

    While alive a customer buys at random at the rate lambda, and stops for good at the rate mu; both differ between
    customers, lambda as a gamma distribution of shape r and rate alpha, mu as one of shape s and rate beta. Unlike in
    BG/NBD, who has not come back after the first purchase may have stopped.

    Assumptions: the relationship is non-contractual, rates do not change with time or season, and lambda and mu are
    independent. Time is in the unit of the summary (days or weeks) everywhere.

    Parameters
    ----------
    r, alpha : numbers above 0
        Shape and rate of the purchase rates; their mean is r / alpha purchases per unit of time.
    s, beta : numbers above 0
        Shape and rate of the rates of stopping; their mean is s / beta.
    log_likelihood, standard_errors, customers
        What ``fit`` found: the maximum, the standard error of each parameter (a dict), how many customers it saw.

    References
    ----------
    Schmittlein, Morrison & Colombo (1987), Management Science 33(1). WE-407, WE-408.

    Examples
    --------
    >>> model = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)
    >>> round(model.expected_purchases(52), 2)
    1.47
    >>> round(model.p_alive(0, 0, 39), 3)
    0.294
    """

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float | None = field(default=None, compare=False)
    standard_errors: dict | None = field(default=None, compare=False, repr=False)
    customers: int | None = field(default=None, compare=False)

    def __post_init__(self):
        _guard.positive(**{name: getattr(self, name) for name in NAMES})

    @classmethod
    def fit(cls, summary=None, *, x=None, t_x=None, T=None):
        """The model that makes the observed customers most likely.

        Parameters
        ----------
        summary : purchase summary, one row per customer
            With the columns x, t_x and T (see ``measure.purchase_summary``); or give the three as arrays.
        x, t_x, T : one value per customer
            Repeat purchases; time from the first purchase to the last; time observed since the first.

        Returns
        -------
        ParetoNBD
            With log_likelihood, standard_errors and customers.

        Raises
        ------
        ValueError
            If a row is impossible or unknown, too few customers came back, or the likelihood has no maximum.
        """
        return _fitted.purchases(cls, log_likelihood, NAMES, summary, {"x": x, "t_x": t_x, "T": T}, leaving=(0.5, 0.5), times=("alpha", "beta"))

    def p_alive(self, x, t_x, T):
        """The probability that a customer with this past is still alive at T.

        P(alive) = A / (A + s ∫ (alpha + u)^-(r + x) · (beta + u)^-(s + 1) du), u from t_x to T

        where A = (alpha + T)^-(r + x) · (beta + T)^-s. Of the arguments' own shape; unknown (NaN) stays unknown.
        Raises ValueError if the past is impossible.
        """
        return _fitted.answer(self._alive(*_rows.past(x, t_x, T)), x, t_x, T)

    def _alive(self, x, t_x, T):
        parameters = self.r, self.alpha, self.s, self.beta

        def share(x, t_x, T):
            parts = [slice(start, start + PART) for start in range(0, len(x), PART)]
            return np.concatenate([_cases(parameters, x[part], t_x[part], T[part])[0][:, 0] for part in parts])

        return _fitted.distinct(share, x, t_x, T)

    def expected_purchases(self, t):
        """Repeat purchases to expect from a new customer within t after her first purchase.

        E[X(t)] = r · beta / (alpha · (s − 1)) · (1 − (beta/(beta + t))^(s − 1))

        Of the argument's own shape. Raises ValueError if t is negative.
        """
        _guard.not_negative(t=t)
        return _fitted.answer(self._purchases(0.0, 0.0, np.asarray(t, dtype=float)), t)

    def expected_purchases_of(self, x, t_x, T, periods):
        """Purchases to expect from a customer with this past in the next ``periods``.

        P(alive) · (r + x) · (beta + T) / ((alpha + T) · (s − 1)) · (1 − ((beta + T)/(beta + T + periods))^(s − 1))

        Of the arguments' own shape; unknown (NaN) stays unknown. Raises ValueError if the past is impossible.
        """
        _guard.not_negative(periods=periods)
        past = _rows.past(x, t_x, T)
        if_alive = self._purchases(past[0], past[2], np.asarray(periods, dtype=float))
        return _fitted.answer(self._alive(*past) * if_alive, x, t_x, T, periods)

    def _purchases(self, x, T, t):
        """What one who is alive at T will buy within t; for s = 1 the formula's limit, a logarithm."""
        log = np.log1p(t / (self.beta + T))
        return (self.r + x) / (self.alpha + T) * (self.beta + T) * log * special().exprel(-(self.s - 1) * log)


def log_likelihood(logs, rows):
    """(value, gradient, Hessian) in the logarithms of r, alpha, s, beta; time in the unit of the rows."""
    parameters = r, alpha, s, beta = np.exp(logs)
    n, x = np.bincount(rows.of_x, weights=rows.count, minlength=len(rows.x)), rows.x
    gammaln, psi, trigamma = special().gammaln, special().psi, special().polygamma
    total = np.sum(n)
    value = np.sum(n * (gammaln(r + x) - gammaln(r))) + total * (r * logs[1] + s * logs[3])
    slope = np.array([np.sum(n * (psi(r + x) - psi(r))) + total * logs[1], total * r / alpha, total * logs[3], total * s / beta])
    bend = np.zeros((4, 4))
    bend[0, 0] = np.sum(n * (trigamma(1, r + x) - trigamma(1, r)))
    bend[0, 1] = bend[1, 0] = total / alpha
    bend[2, 3] = bend[3, 2] = total / beta
    bend[1, 1], bend[3, 3] = -total * r / alpha**2, -total * s / beta**2
    for part in rows.parts(PART):
        added = _time_terms(parameters, part)
        value, slope, bend = value + added[0], slope + added[1], bend + added[2]
    scaled = slope * parameters
    return value, scaled, bend * np.outer(parameters, parameters) + np.diag(scaled)


def _cases(parameters, x, t_x, T):
    """(share of each case, log of their sum, moments of each case): column 0 is alive at T, the others stopped at a moment between t_x and T.

    The integral over the moments is summed at fixed nodes, equally spaced for the logarithm of the moment plus the
    smaller of alpha and beta: there the integrand is smooth, falls ever faster, and neither overflows nor cancels.
    """
    r, alpha, s, beta = parameters
    smaller, m = min(alpha, beta), r + x
    fall = m * (smaller + t_x) / (alpha + t_x) + (s + 1) * (smaller + t_x) / (beta + t_x) - 1
    length = np.log((smaller + T) / (smaller + t_x))
    length = np.where(fall * length > NEGLIGIBLE, NEGLIGIBLE / np.maximum(fall, 1e-300), length)
    since = (smaller + t_x)[:, None] * np.exp(length[:, None] * (NODES + 1) / 2)
    moment = np.concatenate([(smaller + T)[:, None], since], axis=1)
    by_alpha, by_beta = moment + (alpha - smaller), moment + (beta - smaller)
    log_alpha, log_beta = np.log(by_alpha), np.log(by_beta)
    logs = -m[:, None] * log_alpha - s * log_beta
    with np.errstate(divide="ignore"):
        logs[:, 1:] += np.log(s * length[:, None] / 2 * WEIGHTS * since) - log_beta[:, 1:]
    highest = logs.max(axis=1)
    share = np.exp(logs - highest[:, None])
    added = share.sum(axis=1)
    return share / added[:, None], highest + np.log(added), (log_alpha, 1 / by_alpha, log_beta, 1 / by_beta)


def _time_terms(parameters, rows):
    """Value, gradient and Hessian of the log of the sum over the cases: means over the cases, and their spread."""
    r, _, s, _ = parameters
    n, x = rows.count, rows.x[rows.of_x]
    share, logs, (log_alpha, per_alpha, log_beta, per_beta) = _cases(parameters, x, rows.t_x[rows.of_t_x], rows.T[rows.of_T])
    m, weight = (r + x)[:, None], n[:, None] * share
    stopped = np.ones(share.shape[1])
    stopped[0] = 0
    directions = -log_alpha, -m * per_alpha, stopped / s - log_beta, -(s + stopped) * per_beta
    means = [np.sum(share * one, axis=1) for one in directions]
    slope, bend = np.array([np.sum(n * mean) for mean in means]), np.empty((4, 4))
    for i, one in enumerate(directions):
        weighted = weight * one
        for j in range(i + 1):
            bend[i, j] = bend[j, i] = np.sum(weighted * directions[j]) - np.sum(n * means[i] * means[j])
    bend[[0, 1], [1, 0]] -= np.sum(weight * per_alpha)
    bend[1, 1] += np.sum(weight * m * per_alpha**2)
    bend[[2, 3], [3, 2]] -= np.sum(weight * per_beta)
    bend[3, 3] += np.sum(weight * (s + stopped) * per_beta**2)
    bend[2, 2] -= np.sum(weight * stopped) / s**2
    return np.sum(n * logs), slope, bend
