"""Maximum likelihood by safeguarded Newton steps in the logarithms of the parameters: no starting value, step size or tolerance to choose."""
from typing import NamedTuple

import numpy as np

from .. import words

STEPS = 200
LONGEST = 2.0  # a step multiplies a parameter by exp(2) at most
GAP = 1e-6  # what the log-likelihood may still gain; the last step, not evaluated again, wins nearly all of it
FAR = 10.0  # a parameter more than exp(10) times its natural size has run off
VAGUE = 30.0  # so has one whose logarithm is known no better than ±30

MEANINGS = (
    ({"r → ∞", "alpha → ∞"}, "models.alike_rates"),
    ({"a → ∞", "b → ∞"}, "models.alike_stops"),
    ({"s → ∞", "beta → ∞"}, "models.alike_stops"),
    ({"a → 0", "b → 0"}, "models.split_stops"),
    ({"b → ∞"}, "models.nobody_stops"),
    ({"a → 0"}, "models.nobody_stops"),
    ({"s → 0"}, "models.nobody_stops"),
    ({"b → 0"}, "models.all_stop"),
    ({"alpha → ∞", "beta → ∞"}, "models.alike_stops"),
    ({"q → ∞"}, "models.alike_spend"),
    ({"p → ∞"}, "models.own_means"),
    ({"v → 0"}, "models.own_means"),
)


class Maximum(NamedTuple):
    """The logarithms of the parameters at the maximum, the log-likelihood, and the covariance of the logarithms."""

    logs: np.ndarray
    value: float
    covariance: np.ndarray


def maximise(likelihood, start, names):
    """Climb from ``start``; ``likelihood(logs)`` gives the value, the gradient and the Hessian.

    ``names`` are the parameters'. A likelihood that keeps rising as parameters run off has no maximum and is refused.
    """
    logs = np.asarray(start, dtype=float)
    value, gradient, hessian = likelihood(logs)
    for _ in range(STEPS):
        step = _uphill(gradient, hessian)
        gain = float(np.sum(gradient * step)) / 2
        if gain < GAP:
            return _checked(logs + step, value + gain, hessian, names)
        if np.max(np.abs(logs)) > 1.5 * FAR:
            break
        logs, value, gradient, hessian = _climb(likelihood, logs, value, step, gain)
    raise _runs_off(logs, np.abs(logs), names)


def near(likelihood, start, names):
    """The maximum for a sample as a start for the whole; where the sample has none, the old start."""
    try:
        return maximise(likelihood, start, names).logs
    except ValueError:
        return start


def _uphill(gradient, hessian):
    """Newton's step where the likelihood is concave, a scaled ascent where it is not; never longer than LONGEST."""
    curvatures, axes = np.linalg.eigh(-hessian)
    sizes = np.abs(curvatures)
    along = np.sum(axes * gradient[:, None], axis=0) / np.maximum(sizes, 1e-12 * sizes.max() + 1e-300)
    step = np.sum(axes * along, axis=1)
    return step / max(1.0, np.max(np.abs(step)) / LONGEST)


def _climb(likelihood, logs, value, step, gain):
    """The step, halved until it gains at least a little of what it promises."""
    share = 1.0
    for _ in range(40):
        found = likelihood(logs + share * step)
        if found[0] >= value + 1e-4 * share * gain - 1e-13 * abs(value):
            break
        share /= 2
    return logs + share * step, *found


def _checked(logs, value, hessian, names):
    """The maximum, if it is one: curved downwards in every direction, and not far off."""
    curvatures, axes = np.linalg.eigh(-hessian)
    if curvatures[0] <= VAGUE**-2:
        raise _runs_off(logs, np.abs(axes[:, 0]), names)
    if np.max(np.abs(logs)) > FAR:
        raise _runs_off(logs, np.abs(logs), names)
    return Maximum(logs, value, np.linalg.inv(-hessian))


def _runs_off(logs, weight, names):
    """The refusal that says which parameters run where, r → ∞ or a → 0, and what that says about the customers."""
    far = weight >= 0.5 * np.max(weight)
    runs = [f"{name} → {'∞' if log > 0 else '0'}" for name, log, runs in zip(names, logs, far, strict=True) if runs]
    meaning = next((key for cases, key in MEANINGS if cases <= set(runs)), "models.unclear")
    return ValueError(words.t("models.no_maximum", runs=", ".join(runs), meaning=words.t(meaning)))
