"""What all fitted models share: from the maximum in logarithms to a record with its errors, and answers of the arguments' shape."""
import numpy as np

from ..metrics._numbers import like
from . import _rows
from ._newton import maximise, near


def purchases(model, log_likelihood, names, summary, given, *, leaving, times):
    """Fit a model of x, t_x and T; ``leaving``: where its last two parameters start; ``times``: which parameters are times."""
    rows, sample, unit = _rows.grouped(*_rows.columns(summary, "x", "t_x", "T", given=given))
    repeats = np.sum(rows.count * rows.x[rows.of_x])
    start = np.log([0.5, 0.5 * rows.customers / repeats, *leaving])
    if sample is not None:
        start = near(lambda logs: log_likelihood(logs, sample), start, names)
    found = maximise(lambda logs: log_likelihood(logs, rows), start, names)
    units = [unit if name in times else 1 for name in names]
    return record(model, names, found, units, log_likelihood=found.value - repeats * np.log(unit), customers=rows.customers)


def record(model, names, maximum, factors, *, log_likelihood, customers, **more):
    """The model with its parameters, exp(logs) times the unit of each, and their standard errors by the delta method."""
    values = np.exp(maximum.logs) * factors
    errors = values * np.sqrt(np.diag(maximum.covariance))
    return model(
        *map(float, values),
        log_likelihood=float(log_likelihood),
        standard_errors=dict(zip(names, map(float, errors), strict=True)),
        customers=int(customers),
        **more,
    )


def distinct(function, *arrays):
    """A costly function on the different combinations only; NaN where one of the values is unknown."""
    columns = [np.ravel(array).astype(float) for array in np.broadcast_arrays(*arrays)]
    there = ~np.isnan(np.sum(columns, axis=0))
    found = np.full(there.shape, np.nan)
    if there.any():
        columns = [column[there] for column in columns]
        first, place = np.unique(_combined(columns), return_index=True, return_inverse=True)[1:]
        found[there] = function(*(column[first] for column in columns))[place]
    return found.reshape(np.broadcast_shapes(*map(np.shape, arrays)))


def _combined(columns):
    """One whole number for each different combination."""
    keys, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        values, codes = _rows.levels(column)
        if size * len(values) > 2**62:
            different, keys = np.unique(keys, return_inverse=True)
            size = len(different)
        keys, size = keys * len(values) + codes, size * len(values)
    return keys


def answer(values, *arguments):
    """The values in the form of the first Series among the arguments, else an array, or one plain number."""
    return like(next((argument for argument in arguments if hasattr(argument, "iloc")), None), values)
