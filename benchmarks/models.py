"""Fitting BG/NBD and Gamma-Gamma, with standard errors: crmlab.models against lifetimes, and clvkit where it is not too slow.

    .venv/bin/python benchmarks/models.py [--customers 1000000] [--rounds 3] [--clvkit 100000] [--skip-cdnow]

Every round invents new customers (three years, times in days), and the two packages take turns on them; what they find is compared before
the times are. What counts is the ratio of medians (target: at most 1/20), not the seconds. No option of either package is turned, and the
threads of the linear algebra are left as they are for both. --clvkit gives the customers that clvkit, which takes orders, is tried on; 0 leaves it out.
CDNOW is fitted from its published sample, many times, for it takes milliseconds.
"""
import argparse
import pathlib
import resource
import statistics
import sys
import time
import warnings

import numpy as np
import pandas as pd

HOUSE = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from crmlab import datasets, measure
from crmlab.models import BGNBD, GammaGamma, predict

YEARS, RATES, STOPS, SPENDING = 3, (0.4, 30.0), (0.6, 2.0), (6.25, 3.74, 15.44)


def customers(size, seed, keep_orders=False):
    """(summary, orders or None) of invented customers: x counts days, as purchase_summary does."""
    rng = np.random.default_rng(seed)
    rate, stops = rng.gamma(RATES[0], 1 / RATES[1], size), rng.beta(*STOPS, size)
    T = rng.integers(1, 365 * YEARS + 1, size).astype(float)
    x, t_x, now, going, bought = np.zeros(size, dtype=int), np.zeros(size), np.zeros(size), np.arange(size), [np.arange(size)]
    days = [np.zeros(size)]
    while len(going):
        now[going] += rng.exponential(1 / rate[going])
        going = going[np.ceil(now[going]) <= T[going]]
        day = np.ceil(now[going])
        x[going] += day > t_x[going]
        t_x[going] = day
        if keep_orders:
            bought.append(going)
            days.append(day)
        going = going[rng.random(len(going)) >= stops[going]]
    p, q, v = SPENDING
    spent = rng.gamma(p * np.maximum(x, 1)) / (rng.gamma(q, 1 / v, size) * np.maximum(x, 1))
    summary = pd.DataFrame({"customer_id": np.arange(size), "x": x, "t_x": t_x, "T": T, "monetary": np.where(x > 0, spent, np.nan)})
    return summary, _orders(np.concatenate(bought), np.concatenate(days), T) if keep_orders else None


def _orders(who, day, T):
    start = np.datetime64("2023-01-01") + (365 * YEARS - T[who]).astype("timedelta64[D]")
    return pd.DataFrame({"customer_id": who, "date": start + day.astype("timedelta64[D]"), "amount": 1.0})


def seconds(call):
    begun = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - begun[0], time.process_time() - begun[1]


def parameters(model):
    """The parameters and their standard errors; both packages name them alike."""
    if hasattr(model, "params_"):
        return model.params_.to_numpy(), model.standard_errors_.to_numpy()
    return np.array([getattr(model, name) for name in model.standard_errors]), np.array(list(model.standard_errors.values()))


def agree(own, other):
    """How far apart the two packages' parameters are, in standard errors, and their standard errors, in parts."""
    (one, error), (two, their_error) = parameters(own), parameters(other)
    return np.abs((one - two) / error).max(), np.abs(error / their_error - 1).max()


def contest(summary):
    """{what: (ours, theirs)}: wall seconds and CPU seconds of both, on one table."""
    import lifetimes

    x, t_x, T, monetary = (summary[name] for name in ("x", "t_x", "T", "monetary"))
    back = x > 0
    pairs = {
        "BG/NBD": (lambda: BGNBD.fit(summary), lambda: lifetimes.BetaGeoFitter().fit(x, t_x, T)),
        "Gamma-Gamma": (lambda: GammaGamma.fit(summary), lambda: lifetimes.GammaGammaFitter().fit(x[back], monetary[back])),
    }
    found = {}
    for what, calls in pairs.items():
        (own, *ours), (other, *theirs) = map(seconds, calls)
        found[what] = ours, theirs, agree(own, other)
    return found


def race(label, tables):
    """The medians over the rounds and their ratios."""
    rounds = [contest(table) for table in tables]
    print(label, flush=True)
    totals = [0.0, 0.0]
    for what in rounds[0]:
        medians = [[statistics.median(each[what][who][clock] for each in rounds) for clock in (0, 1)] for who in (0, 1)]
        apart = [max(each[what][2][kind] for each in rounds) for kind in (0, 1)]
        totals = [total + median[0] for total, median in zip(totals, medians, strict=True)]
        _say(what, medians[0][0], medians[1][0], f"CPU {medians[0][1]:.3f} and {medians[1][1]:.3f} s; parameters {apart[0]:.1e} standard errors apart, standard errors {apart[1]:.1e}")
    _say("both", *totals, "target: at most 1/20")


def _say(what, ours, theirs, more):
    print(f"  {what:12s} crmlab {ours:8.4f} s   lifetimes {theirs:8.3f} s   1/{theirs / ours:.0f}   {more}", flush=True)


def against_clvkit(size, rounds):
    """BG/NBD once more against clvkit, which reads orders; only the fits are timed."""
    import clvkit

    costs = []
    for seed in range(rounds):
        orders = customers(size, 1000 + seed, keep_orders=True)[1]
        end = orders["date"].max()
        summary = measure.purchase_summary(orders, as_of=end)
        base = clvkit.CustomerBase.from_transactions(orders, observation_period_end=end, time_unit="D")
        own, mine, _ = seconds(lambda: BGNBD.fit(summary))
        other = clvkit.BGNBD()
        _, theirs, _ = seconds(lambda: other.fit(base))
        apart = abs(predict(summary, own, periods=90)["expected_purchases"].sum() / other.predict(90).to_pandas().iloc[:, 0].sum() - 1)
        costs.append((mine, theirs, apart))
    mine, theirs = (statistics.median(each) for each in list(zip(*costs, strict=True))[:2])
    print(f"clvkit, {size:,} customers\n  BG/NBD       crmlab {mine:8.4f} s   clvkit {theirs:8.3f} s   1/{theirs / mine:.0f}   forecasts {max(cost[2] for cost in costs):.1e} apart", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clvkit", type=int, default=100_000, help="customers for clvkit; 0 leaves it out")
    parser.add_argument("--skip-cdnow", action="store_true")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    cdnow = measure.purchase_summary(datasets.load("cdnow"), as_of="1997-09-30", period="W")
    contest(cdnow)
    if not arguments.skip_cdnow:
        race("CDNOW, 2,357 customers", [cdnow] * 15)
    race(f"{arguments.customers:,} invented customers", (customers(arguments.customers, seed)[0] for seed in range(arguments.rounds)))
    if arguments.clvkit:
        against_clvkit(arguments.clvkit, min(arguments.rounds, 3))
    print(f"most memory of the whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB", flush=True)


if __name__ == "__main__":
    main()
