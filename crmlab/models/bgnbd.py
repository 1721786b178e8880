"""BG/NBD: while alive a customer buys at her own rate; after each purchase she may stop for good."""
from dataclasses import dataclass, field

import numpy as np

from ..metrics import _guard
from . import _fitted, _rows
from ._scipy import special

NAMES = ("r", "alpha", "a", "b")
PART = 8192
NODES, NOTHING = 300, 60.0  # exp(-60) of the highest weight is nothing


@dataclass(frozen=True)
class BGNBD:
    """Who is still alive and how often she will buy, from the beta-geometric/NBD model.

    While alive a customer buys at random at the rate lambda; rates differ between customers as a gamma distribution of
    shape r and rate alpha. After each purchase she stops for good with probability p; p differs as a beta distribution
    (a, b). Who has not come back after the first purchase is alive by construction: she had no occasion to stop.

    Assumptions: the relationship is non-contractual, rates do not change with time or season, and rate and
    probability of stopping are independent. Time is in the unit of the summary (days or weeks) everywhere.

    Parameters
    ----------
    r, alpha : numbers above 0
        Shape and rate of the purchase rates; their mean is r / alpha purchases per unit of time.
    a, b : numbers above 0
        Of the probabilities to stop; their mean is a / (a + b).
    log_likelihood, standard_errors, customers
        What ``fit`` found: the maximum, the standard error of each parameter (a dict), how many customers it saw.

    References
    ----------
    Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2). WE-403 to WE-406.

    Examples
    --------
    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(model.expected_purchases(39), 2)
    1.2
    >>> round(model.expected_purchases_of(10, 20, 39, 52), 2)
    0.35
    """

    r: float
    alpha: float
    a: float
    b: float
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
        BGNBD
            With log_likelihood, standard_errors and customers.

        Raises
        ------
        ValueError
            If a row is impossible or unknown, too few customers came back, or the likelihood has no maximum.
        """
        return _fitted.purchases(cls, log_likelihood, NAMES, summary, {"x": x, "t_x": t_x, "T": T}, leaving=(0.5, 1.5), times=("alpha",))

    def p_alive(self, x, t_x, T):
        """The probability that a customer with this past is still alive at T.

        P(alive) = 1 / (1 + a/(b + x − 1) · ((alpha + T)/(alpha + t_x))^(r + x)) for x > 0, and 1 for x = 0

        Of the arguments' own shape; unknown (NaN) stays unknown. Raises ValueError if the past is impossible.
        """
        return _fitted.answer(self._alive(*_rows.past(x, t_x, T)), x, t_x, T)

    def _alive(self, x, t_x, T):
        again = np.maximum(x, 1)
        odds = np.log(self.a / (self.b + again - 1)) + (self.r + x) * np.log((self.alpha + T) / (self.alpha + t_x))
        alive = np.where(x > 0, special().expit(-odds), 1.0)
        return np.where(np.isnan(odds), np.nan, alive)

    def expected_purchases(self, t):
        """Repeat purchases to expect from a new customer within t after her first purchase.

        E[X(t)] = (a + b − 1)/(a − 1) · (1 − (alpha/(alpha + t))^r · F(r, b; a + b − 1; t/(alpha + t)))

        F is Gauss' hypergeometric function; it is computed as a mean over the probabilities to stop. Of the argument's own shape. Raises ValueError if t is negative.
        """
        _guard.not_negative(t=t)
        return _fitted.answer(_fitted.distinct(lambda t: self._purchases(0 * t, 0 * t, t), np.asarray(t, dtype=float)), t)

    def expected_purchases_of(self, x, t_x, T, periods):
        """Purchases to expect from a customer with this past in the next ``periods``.

        P(alive) · (a + b + x − 1)/(a − 1) · (1 − ((alpha + T)/(alpha + T + periods))^(r + x) · F(r + x, b + x; a + b + x − 1; periods/(alpha + T + periods)))

        Of the arguments' own shape; unknown (NaN) stays unknown. Raises ValueError if the past is impossible.
        """
        _guard.not_negative(periods=periods)
        past = _rows.past(x, t_x, T)
        if_alive = _fitted.distinct(self._purchases, past[0], past[2], np.asarray(periods, dtype=float))
        return _fitted.answer(self._alive(*past) * if_alive, x, t_x, T, periods)

    def _purchases(self, x, T, t):
        """What one who is alive at T will buy within t: the mean of (1 − (1 + p · time)^−(r + x)) / p over her probability to stop."""
        time, found = t / (self.alpha + T), np.empty(len(x))
        for count in np.unique(x):
            some = np.flatnonzero(x == count)
            shape = self.r + count
            p, weight = _stops(self.a, self.b + count, (shape + 1) * time[some].max())
            for part in np.array_split(some, len(some) // PART + 1):
                found[part] = np.sum(-np.expm1(-shape * np.log1p(time[part, None] * p)) * (weight / p), axis=1)
        return found


def _stops(a, b, steepest):
    """Probabilities to stop and their weights, which stand for a beta distribution (a, b) in the mean of a function no steeper than this.

    The closed form of that mean, with a hypergeometric function, is 0 / 0 at a = 1 and loses its digits near it and elsewhere.
    Here it is a sum in equal steps of the log odds, for which all is smooth; beyond the ends the terms are geometric series.
    """
    middle, both = np.log(a / b), a + b
    low = max(middle - (NOTHING + both * np.log1p(a / b)) / a, -40 - np.log1p(steepest + b))
    high = min(middle + (NOTHING + both * np.log1p(b / a)) / b, 40 + np.log1p(a))
    odds, step = np.linspace(low, high, NODES, retstep=True)
    log_p = special().log_expit(odds)
    weight = np.exp(a * log_p + b * special().log_expit(-odds) - special().betaln(a, b)) * step
    weight[0] /= -np.expm1(-a * step)
    weight[-1] /= -np.expm1(-b * step)
    return np.exp(log_p), weight


def log_likelihood(logs, rows):
    """(value, gradient, Hessian) in the logarithms of r, alpha, a, b; time in the unit of the rows."""
    parameters = r, alpha, a, b = np.exp(logs)
    value, slope, bend = _purchase_terms(parameters, rows)
    times = np.log(alpha + rows.t_x), 1 / (alpha + rows.t_x), np.log(alpha + rows.T), 1 / (alpha + rows.T)
    for part in rows.parts(PART):
        added = _time_terms(parameters, part, times)
        value, slope, bend = value + added[0], slope + added[1], bend + added[2]
    scaled = slope * parameters
    return value, scaled, bend * np.outer(parameters, parameters) + np.diag(scaled)


def _purchase_terms(parameters, rows):
    """What depends on x alone: the gamma and beta functions, on the different x only."""
    r, alpha, a, b = parameters
    x, n = rows.x, np.bincount(rows.of_x, weights=rows.count, minlength=len(rows.x))
    gammaln, psi, total = special().gammaln, special().psi, np.sum(n)
    up = lambda function, start: np.sum(n * (function(start + x) - function(start)))  # noqa: E731
    trigamma = lambda z: special().polygamma(1, z)  # noqa: E731
    value = up(gammaln, r) + total * r * np.log(alpha) + up(gammaln, b) - up(gammaln, a + b)
    slope = np.array([up(psi, r) + total * np.log(alpha), total * r / alpha, -up(psi, a + b), up(psi, b) - up(psi, a + b)])
    bend = np.zeros((4, 4))
    bend[0, 0], bend[0, 1], bend[1, 0], bend[1, 1] = up(trigamma, r), total / alpha, total / alpha, -total * r / alpha**2
    bend[2:, 2:] -= up(trigamma, a + b)
    bend[3, 3] += up(trigamma, b)
    return value, slope, bend


def _time_terms(parameters, rows, times):
    """log(A + B) of each row, A = (alpha + T)^-(r + x) for alive at T, B = a/(b + x − 1) · (alpha + t_x)^-(r + x) for stopped at t_x."""
    r, _, a, b = parameters
    x, n = rows.x[rows.of_x], rows.count
    m, stop = r + x, np.where(x > 0, 1 / np.maximum(b + x - 1, 1e-300), 0.0)
    log_t, per_t, log_T, per_T = times[0][rows.of_t_x], times[1][rows.of_t_x], times[2][rows.of_T], times[3][rows.of_T]
    with np.errstate(divide="ignore"):
        odds = np.log(a * stop) + m * (log_T - log_t)
    small = np.exp(-np.abs(odds))
    stopped = np.where(odds > 0, 1.0, small) / (1 + small)
    value = np.sum(n * (np.maximum(odds, 0) + np.log(1 + small) - m * log_T))
    directions = log_T - log_t, m * (per_T - per_t), np.full(len(x), 1 / a), -stop
    slope, bend = _mixture(n, stopped, directions)
    mean = per_T - stopped * (per_T - per_t)
    slope[0] -= np.sum(n * log_T)
    slope[1] -= np.sum(n * m * per_T)
    bend[0, 1] -= np.sum(n * mean)
    bend[1, 0] = bend[0, 1]
    bend[1, 1] += np.sum(n * m * (per_T**2 - stopped * (per_T**2 - per_t**2)))
    bend[2, 2] -= np.sum(n * stopped) / a**2
    bend[3, 3] += np.sum(n * stopped * stop**2)
    return value, slope, bend


def _mixture(n, stopped, directions):
    """Gradient and Hessian of log(1 + odds): the mean of the directions of log odds, and their spread between the two cases."""
    slope, bend = np.empty(4), np.empty((4, 4))
    one, both = n * stopped, n * stopped * (1 - stopped)
    for i, first in enumerate(directions):
        slope[i] = np.sum(one * first)
        weighted = both * first
        for j in range(i + 1):
            bend[i, j] = bend[j, i] = np.sum(weighted * directions[j])
    return slope, bend
