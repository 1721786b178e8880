"""Shifted-beta-geometric: with a contract we see who leaves, and those who stay are more and more the loyal ones."""
from dataclasses import dataclass, field

import numpy as np

from .. import words
from ..metrics import _guard
from . import _fitted
from ._newton import maximise
from ._scipy import special

NAMES = ("alpha", "beta")


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """How many customers under contract renew each time, from the shifted-beta-geometric model.

    At each renewal a customer leaves with her own probability, always the same; it differs between customers as a beta
    distribution (alpha, beta). The retention rate rises with tenure though nobody becomes more loyal: those likely to
    leave have left.

    Parameters
    ----------
    alpha, beta : numbers above 0
        Of the probabilities to leave; their mean is alpha / (alpha + beta).
    log_likelihood, standard_errors, customers
        What ``fit`` found: the maximum, the standard error of each parameter (a dict), how many customers it saw.

    References
    ----------
    Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1). WE-411.

    Examples
    --------
    >>> model = ShiftedBetaGeometric(alpha=0.668, beta=3.806)
    >>> round(model.retention_rate(1), 3), round(model.retention_rate(4), 3)
    (0.851, 0.911)
    """

    alpha: float
    beta: float
    log_likelihood: float | None = field(default=None, compare=False)
    standard_errors: dict | None = field(default=None, compare=False, repr=False)
    customers: int | None = field(default=None, compare=False)

    def __post_init__(self):
        _guard.positive(alpha=self.alpha, beta=self.beta)

    @classmethod
    def fit(cls, survivors):
        """The model that makes the observed survivors of one cohort most likely.

        Parameters
        ----------
        survivors : list of counts
            How many customers were there at the start, after the first renewal, after the second, …

        Returns
        -------
        ShiftedBetaGeometric
            With log_likelihood, standard_errors and customers.

        Raises
        ------
        ValueError
            If the survivors are not whole numbers or grow, nobody left, or the likelihood has no maximum.
        """
        left = _lost(survivors)
        found = maximise(lambda logs: _likelihood(logs, left), np.log([1.0, 1.0]), NAMES)
        return _fitted.record(cls, NAMES, found, [1, 1], log_likelihood=found.value, customers=np.sum(left))

    def retention_rate(self, t):
        """The share of those still there before renewal t (1, 2, …) who renew.

        r_t = (beta + t − 1) / (alpha + beta + t − 1)

        Of the argument's own shape. Raises ValueError if t is below 1.
        """
        _guard.at_least(1, t=t)
        past = np.asarray(t, dtype=float) - 1
        return _fitted.answer((self.beta + past) / (self.alpha + self.beta + past), t)

    def survival_rate(self, t):
        """The share of the cohort still there after t renewals.

        S(t) = B(alpha, beta + t) / B(alpha, beta)

        B is the beta function. Of the argument's own shape. Raises ValueError if t is negative.
        """
        _guard.not_negative(t=t)
        gammaln, t = special().gammaln, np.asarray(t, dtype=float)
        log = gammaln(self.beta + t) - gammaln(self.beta) + gammaln(self.alpha + self.beta) - gammaln(self.alpha + self.beta + t)
        return _fitted.answer(np.exp(log), t)


def _lost(survivors):
    """How many left at each renewal, and last how many are still there."""
    _guard.steps(survivors=survivors)
    _guard.not_negative(survivors=survivors)
    counts = np.asarray(survivors, dtype=float)
    if np.isnan(counts).any():
        raise ValueError(words.t("models.unknown", name="survivors", count=int(np.isnan(counts).sum()), row=int(np.isnan(counts).argmax())))
    if (counts % 1).any():
        raise ValueError(words.t("models.survivors", value=f"{counts[counts % 1 > 0][0]:g}"))
    _guard.shrinking("survivors", counts[1:], counts[:-1])
    lost = np.append(-np.diff(counts), counts[-1])
    if len(lost) < 3 or not lost[:-1].any():
        raise ValueError(words.t("models.renewals", renewals=len(lost) - 1, left=f"{lost[:-1].sum():g}"))
    return lost


def _likelihood(logs, lost):
    """(value, gradient, Hessian) in log alpha, log beta.

    Leaving at renewal t is B(alpha + 1, beta + t − 1) / B(alpha, beta), staying to the end B(alpha, beta + renewals) / B(alpha, beta).
    """
    parameters = np.exp(logs)
    one, renewals = np.append(np.ones(len(lost) - 1), 0.0), np.arange(len(lost), dtype=float)
    value = np.sum(_rise(special().gammaln, parameters, one, renewals, lost) * [1, 1, -1])
    first, second = (_rise(function, parameters, one, renewals, lost) for function in (special().psi, lambda z: special().polygamma(1, z)))
    scaled = (first[:2] - first[2]) * parameters
    bend = np.diag(second[:2]) - second[2]
    return value, scaled, bend * np.outer(parameters, parameters) + np.diag(scaled)


def _rise(function, parameters, one, renewals, lost):
    """How much the function rises, added up over the customers, from alpha to alpha + 1, from beta to beta + renewals, and for the two together."""
    alpha, beta = parameters
    rises = function(alpha + one) - function(alpha), function(beta + renewals) - function(beta), function(alpha + beta + one + renewals) - function(alpha + beta)
    return np.array([np.sum(lost * rise) for rise in rises])
