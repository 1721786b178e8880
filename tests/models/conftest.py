"""CDNOW as the papers have it, and customers simulated from a model whose parameters are known."""
import numpy as np
import pandas as pd
import pytest

from crmlab import datasets, measure


@pytest.fixture(scope="session")
def orders():
    """The orders of the 1/10 sample."""
    return datasets.load("cdnow")


@pytest.fixture(scope="session")
def summary(orders):
    """x, t_x, T and monetary in weeks, as of the end of the calibration."""
    return measure.purchase_summary(orders, as_of="1997-09-30", period="W")


def clock(rate, rng):
    """Times to the next purchase, customer by customer."""
    return rng.exponential(1 / rate)


def bgnbd_customers(size, seed, r=0.5, alpha=6.0, a=0.8, b=2.5):
    """(summary, their rates, their probabilities to stop, who is alive at T), one purchase after the other."""
    rng = np.random.default_rng(seed)
    rate, stops, T = rng.gamma(r, 1 / alpha, size), rng.beta(a, b, size), rng.uniform(20, 60, size)
    x, t_x, alive = np.zeros(size), np.zeros(size), np.ones(size, dtype=bool)
    going, now = np.arange(size), np.zeros(size)
    while len(going):
        now[going] += clock(rate[going], rng)
        going = going[now[going] <= T[going]]
        x[going] += 1
        t_x[going] = now[going]
        alive[going] = rng.random(len(going)) >= stops[going]
        going = going[alive[going]]
    return pd.DataFrame({"customer_id": np.arange(size), "x": x, "t_x": t_x, "T": T}), rate, stops, alive


def pareto_customers(size, seed, r=0.6, alpha=8.0, s=0.7, beta=15.0):
    """(summary, their rates, their rates of stopping, who is alive at T)."""
    rng = np.random.default_rng(seed)
    rate, ends, T = rng.gamma(r, 1 / alpha, size), rng.gamma(s, 1 / beta, size), rng.uniform(20, 60, size)
    lifetime = rng.exponential(1 / np.maximum(ends, 1e-300))
    x = rng.poisson(rate * np.minimum(lifetime, T))
    latest = np.minimum(lifetime, T) * rng.random(size) ** (1 / np.maximum(x, 1))
    return pd.DataFrame({"customer_id": np.arange(size), "x": x, "t_x": np.where(x > 0, latest, 0.0), "T": T}), rate, ends, lifetime > T


def spenders(size, seed, p=6.25, q=3.74, v=15.44):
    """(summary of spending, the true mean of each customer)."""
    rng = np.random.default_rng(seed)
    x = rng.poisson(3, size)
    rates = rng.gamma(q, 1 / v, size)
    mean = rng.gamma(p * np.maximum(x, 1), 1 / (rates * np.maximum(x, 1)))
    return pd.DataFrame({"customer_id": np.arange(size), "x": x, "monetary": np.where(x > 0, mean, np.nan)}), p / rates


@pytest.fixture(scope="session")
def simulate():
    """The three simulations by name."""
    return {"bgnbd": bgnbd_customers, "pareto": pareto_customers, "spend": spenders}
