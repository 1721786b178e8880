"""What arguments are refused, and in which words: what it should be, what it was, what to type."""
import datetime
import inspect
import re

import numpy as np
import pandas as pd
import pytest

from crmlab.metrics import _guard

REFUSED = [
    # share
    (_guard.share, {"retention_rate": 85}, "retention_rate is a share between 0 and 1, but got 85. Did you mean 0.85? (Write 85 % as 0.85.)"),
    (_guard.share, {"retention_rate": 1.5}, "retention_rate is a share between 0 and 1, but got 1.5. Did you mean 0.015? (Write 1.5 % as 0.015.)"),
    (_guard.share, {"retention_rate": -0.1}, "retention_rate is a share between 0 and 1, but got -0.1."),
    (_guard.share, {"retention_rate": 120}, "retention_rate is a share between 0 and 1, but got 120."),
    (_guard.share, {"good": 0.5, "retention_rate": [0.5, 60, 70]}, "retention_rate is a share between 0 and 1, but got 60. Did you mean 0.6?"),
    (
        _guard.share_of_time,
        {"last_purchase": 8},
        "last_purchase is a share of the time we look at, between 0 and 1, but got 8. Type 8 / 12 for month 8 of 12.",
    ),
    (_guard.share_of_time, {"last_purchase": -1}, "last_purchase is a share of the time we look at, between 0 and 1, but got -1."),
    # signs
    (_guard.positive, {"lost": 0}, "lost must be above 0, but got 0. Type a positive number for lost."),
    (_guard.positive, {"lost": [3, -2]}, "lost must be above 0, but got -2."),
    (_guard.positive, {"lost": np.inf}, "lost must be above 0, but got inf."),
    (_guard.not_negative, {"spending": -3}, "spending must be 0 or more, but got -3. Type 0 or a positive number for spending."),
    (_guard.not_negative, {"spending": np.inf}, "spending must be 0 or more, but got inf."),
    (_guard.at_least, {"least": 1, "lifetime": 0.5}, "lifetime must be 1 or more, but got 0.5. Type lifetime=1 or more."),
    (_guard.number, {"margin": -np.inf}, "margin must be a finite number, but got -inf"),
    (_guard.rate, {"discount_rate": -1}, "discount_rate must be above -1, but got -1. Write 12 % as 0.12."),
    (_guard.rate, {"discount_rate": 12}, "discount_rate is a share per period, seldom above 1, but got 12. Did you mean 0.12? Write 12 % as 0.12."),
    (_guard.count, {"purchases": 0}, "purchases must be one whole number, 1 or more, but got 0. Type purchases=2, for example."),
    (_guard.count, {"purchases": 2.5}, "purchases must be one whole number, 1 or more, but got 2.5."),
    (_guard.count, {"purchases": [1]}, "purchases must be one whole number, 1 or more, but got [1]."),
    (_guard.count, {"purchases": np.nan}, "purchases must be one whole number, 1 or more, but got nan."),
    # two arguments
    (_guard.at_most, {"limit_name": "market", "limit": 4, "firm": 10}, "firm cannot be more than market, but got 10. Did you swap the two?"),
    (_guard.at_most, {"limit_name": "market", "limit": [9, 4], "firm": [8, 5]}, "firm cannot be more than market, but got 5."),
    (
        _guard.at_most,
        {"limit_name": "market", "limit": [1, 2, 3], "firm": [1, 2]},
        "firm and market must be of the same length, but have the shapes (2,) and (3,). Type one market per firm.",
    ),
    (
        _guard.below,
        {"limit_name": "ceiling", "limit": 0.8, "key": "primary.ceiling", "rate": 0.8},
        "rate must be below retention_ceiling, but got 0.8. Type a higher retention_ceiling, or a lower retention_rate.",
    ),
    (_guard.same_length, {"spending": [1, 2], "wallets": 3}, "wallets must have the shape of spending, (2,), but has (). Type one wallets per spending."),
    # words and lists
    (
        _guard.choice,
        {"name": "method", "value": "x", "allowed": ("now", "later")},
        "method must be one of 'now', 'later', but got 'x'. Type method='now', for example.",
    ),
    (
        _guard.listed,
        {"contributions": 5},
        "contributions must be a list with at least one number, but got 5. Type contributions=[…], the numbers separated by commas.",
    ),
    (_guard.listed, {"contributions": []}, "contributions must be a list with at least one number, but got []."),
    (
        _guard.suits,
        {"metric": "p_active", "setting": "contractual", "suited": "non_contractual"},
        "p_active is for a setting that is 'non_contractual', but got 'contractual'. Type survival_rate or retention_rate instead.",
    ),
    (
        _guard.suits,
        {"metric": "p_active", "setting": "free", "suited": "non_contractual"},
        "setting must be one of 'contractual', 'non_contractual', but got 'free'. Type setting='contractual', for example.",
    ),
    (_guard.truths, {"ended": [True, 2]}, "ended must be True or False, but got 2. Type ended=[True, False], for example."),
    (_guard.some_left, {"name": "ended", "added": 0}, "ended must be True for at least one, but is True for none. Nobody was seen to leave, so the mean"),
    (
        _guard.shrinking,
        {"name": "survivors", "values": [5, 6], "before": [9, 5]},
        "survivors cannot grow, a cohort only loses customers, but got 6 after 5. Type the survivors of one cohort, first period first.",
    ),
    # brands
    (
        _guard.adds_up,
        {"name": "start", "shares": [0.5, 0.4]},
        "start must hold shares that add up to 1, but they add up to 0.9. Type start / start.sum() for an array start.",
    ),
    (_guard.adds_up, {"name": "start", "shares": [50, 50]}, "start is a share between 0 and 1, but got 50. Did you mean 0.5?"),
    (
        _guard.one_per_brand,
        {"name": "start", "value": [0.5, 0.5], "brands": 3},
        "start must hold 3 shares, one per brand, but its shape is (2,). Type one share per row of the matrix.",
    ),
    (
        _guard.transitions,
        {"matrix": [[0.5, 0.5], [0.5, 0.6]]},
        "row 1 of matrix must add up to 1, but adds up to 1.1 (the first row is row 0). Type row / row.sum() for that row.",
    ),
    (
        _guard.transitions,
        {"matrix": [0.5, 0.5]},
        "matrix must have one row and one column per brand, but its shape is (2,). Type matrix=[[0.9, 0.1], [0.2, 0.8]], for example.",
    ),
    (_guard.transitions, {"matrix": np.empty((0, 0))}, "matrix must have one row and one column per brand, but its shape is (0, 0)."),
    (_guard.transitions, {"matrix": [[150, -50], [0, 1]]}, "matrix is a share between 0 and 1, but got 150."),
    (_guard.positions, {"name": "path", "value": [0, 3], "brands": 3}, "path must name a row of the matrix, 0 to 2, but got 3. The first brand is 0."),
    (_guard.positions, {"name": "path", "value": 0.5, "brands": 3}, "path must name a row of the matrix, 0 to 2, but got 0.5."),
    (_guard.positions, {"name": "path", "value": np.nan, "brands": 3}, "path must name a row of the matrix, 0 to 2, but got nan."),
    (_guard.steps, {"path": [0]}, "path must be a list of two or more, now and next, but got [0]. Type path=[0, 1], for example."),
    (
        _guard.one_long_run,
        {"name": "matrix", "everybody_gets_here": [False, False]},
        "matrix must lead everybody to one long run, but some brands are never left for the others, so that it depends on the start. "
        "Type next_purchase_shares(matrix, start, purchases) for a given start.",
    ),
]


@pytest.mark.parametrize(("check", "arguments", "message"), REFUSED, ids=[f"{check.__name__}-{i}" for i, (check, _, _) in enumerate(REFUSED)])
def test_the_message_says_what_to_type(check, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        check(**arguments)


NO_NUMBERS = ["0.5", ["0.5"], "một nửa", None, [None], datetime.date(2026, 1, 1), np.datetime64("2026-01-01"), 1j, [[1], [1, 2]], {}]


@pytest.mark.parametrize("check", [_guard.share, _guard.positive, _guard.number, _guard.rate, _guard.count, _guard.truths])
@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_is_refused_and_quoted(check, value):
    with pytest.raises(ValueError, match=re.escape(f"amount must be a number, or a list, array or Series of numbers, but got {value!r}.")):
        check(amount=value)


def test_every_check_is_tried():
    functions = [value for value in vars(_guard).values() if inspect.isfunction(value) and value.__module__ == _guard.__name__]
    checks = {function.__name__ for function in functions if not function.__name__.startswith("_")}

    assert checks == {check.__name__ for check, _, _ in REFUSED}


@pytest.mark.parametrize("unknown", [np.nan, [np.nan, 0.5], np.array(np.nan), pd.Series([0.5, np.nan]), pd.Series([0.5, None], dtype="Float64")])
def test_the_unknown_passes(unknown):
    for check in (_guard.share, _guard.share_of_time, _guard.positive, _guard.not_negative, _guard.number, _guard.rate):
        check(amount=unknown)
    _guard.truths(amount=np.nan)
    _guard.at_most("limit", 1, amount=unknown)
    _guard.below("limit", 1, "primary.ceiling", amount=unknown)
    _guard.at_least(0, amount=unknown)


def test_what_is_meant_passes():
    _guard.share(amount=[0, 0.5, 1])
    _guard.positive(amount=1e-9)
    _guard.not_negative(amount=0)
    _guard.at_least(1, amount=1)
    _guard.at_most("limit", 3, amount=3)
    _guard.below("limit", 3, "primary.ceiling", amount=2.999)
    _guard.rate(amount=[-0.5, 0, 1])
    _guard.count(amount=np.int64(3))
    _guard.truths(amount=[True, False, 1, 0])
    _guard.transitions(matrix=[[0.7, 0.2, 0.1], [1 / 3, 1 / 3, 1 / 3], [0, 0, 1]])
    _guard.positions("path", [0, 2], 3)
    _guard.suits("survival_rate", "contractual", "contractual")


def test_two_series_are_compared_customer_by_customer():
    """In another order, and with customers that only one of them has."""
    wallets = pd.Series({"Ann": 100, "Bình": 10, "Chi": 1})
    _guard.at_most("wallet", wallets, spending=pd.Series({"Bình": 5, "Ann": 50}))

    with pytest.raises(ValueError, match=re.escape("spending cannot be more than wallet, but got 20. Did you swap the two?")):
        _guard.at_most("wallet", wallets, spending=pd.Series({"Bình": 20, "Ann": 50}))


@pytest.mark.parametrize(("check", "name"), [(_guard.share, "retention_rate"), (_guard.rate, "discount_rate")])
def test_a_share_typed_with_a_comma_gets_its_point(check, name):
    """0,8 is the pair (0, 8) to Python, and 0.08 would be the wrong advice."""
    with pytest.raises(ValueError, match=r"0,8 is two numbers\. Type a point: 0\.8"):
        check(**{name: (0, 8)})
