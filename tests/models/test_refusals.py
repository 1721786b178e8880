"""Absurd data: one sentence in both languages that says what the data look like and what to do."""
import string
import sys

import numpy as np
import pandas as pd
import polars
import pytest

from crmlab import datasets, measure, models, words
from crmlab.models import BGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric, gains, holdout, predict

SUMMARY = measure.purchase_summary(datasets.load("cdnow"), as_of="1997-09-30", period="W").head(400)
ORDERS = pd.DataFrame({"customer_id": ["An", "An", "Bình"], "date": ["2026-01-05", "2026-02-01", "2026-02-01"], "amount": [10, 20, 30.5]})
BG, SPEND = BGNBD(0.243, 4.414, 0.793, 2.426), GammaGamma(6.25, 3.74, 15.44)


def changed(**values):
    """The summary with one customer, in row 7, changed."""
    table = SUMMARY.astype({"x": float})
    for column, value in values.items():
        table.loc[7, column] = value
    return table


def like_clockwork(size=400):
    """All come back, buy at one rate, more regularly than chance, and stop at different moments."""
    end = np.minimum(30, np.geomspace(4, 200, size))
    x = np.floor(0.3 * end)
    return pd.DataFrame({"x": x, "t_x": x / 0.3, "T": 30.0})


def all_here_today(size=400):
    """Nobody has stopped: the last purchase was today."""
    x = np.floor(np.geomspace(1, 40, size)) - 1
    return pd.DataFrame({"x": x, "t_x": np.where(x > 0, 30.0, 0.0), "T": 30.0})


def one_purse():
    """All have the same mean: what is left of the differences shrinks with the number of purchases."""
    x = np.tile([1, 2, 4, 8], 50)
    return {"x": x, "monetary": 100 * (1 + np.linspace(-0.9, 0.9, 200) / x)}


def giants():
    """Each customer always spends the same, and the customers differ without limit."""
    return pd.DataFrame({"x": [1, 2, 3, 4, 5] * 20, "monetary": np.geomspace(1, 1e8, 100)})


IMPOSSIBLE = {
    "models.t_x_above_T": lambda: changed(x=2, t_x=40.0, T=39.0),
    "models.x": lambda: changed(x=-1),
    "models.t_x_without_x": lambda: changed(x=0, t_x=3.0),
    "models.x_without_t_x": lambda: changed(x=2, t_x=0.0),
    "models.infinite": lambda: changed(T=np.inf),
    "models.unknown": lambda: changed(T=np.nan),
    "models.empty": lambda: SUMMARY[:0],
    "models.few": lambda: SUMMARY[SUMMARY["x"] == 0],
    "models.no_time": lambda: SUMMARY.assign(x=0, t_x=0.0, T=0.0),
    "models.identical": lambda: SUMMARY.assign(x=2, t_x=9.0, T=20.0),
    "models.missing": lambda: SUMMARY.rename(columns={"t_x": "recency"}),
    "models.kind": lambda: polars.DataFrame({"x": [1], "t_x": [1.0], "T": [2.0]}),
    "models.not_a_time": lambda: SUMMARY.assign(T=pd.Timestamp("2026-01-01")),
    "models.number": lambda: SUMMARY.assign(T="39 weeks"),
    "tables.twice": lambda: pd.concat([SUMMARY, SUMMARY]),
}


def core(key):
    """The longest piece of the sentence between its placeholders."""
    return max((text for text, *_ in string.Formatter().parse(words.catalogue(words.language())[key])), key=len)


def heard(call):
    with pytest.raises(ValueError) as refused:
        call()
    return str(refused.value)


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
@pytest.mark.parametrize("key", IMPOSSIBLE)
def test_a_model_of_purchases_refuses_what_no_customers_can_be(model, key, language):
    sentence = heard(lambda: model.fit(IMPOSSIBLE[key]()))

    assert core(key) in sentence and "\n" not in sentence and "{" not in sentence


@pytest.mark.parametrize("table", [SUMMARY.assign(x=1.5), changed(x=np.inf), changed(x=0.5)], ids=["half", "infinite", "one half"])
def test_x_is_a_count(table, language):
    assert core("models.x") in heard(lambda: BGNBD.fit(table))


@pytest.mark.parametrize(
    "T",
    [SUMMARY["T"] * pd.Timedelta(days=7), pd.Series(pd.Timestamp("2026-01-01"), SUMMARY.index), pd.Series(20_260_101, SUMMARY.index) + SUMMARY.index],
    ids=["durations", "dates", "dates as numbers"],
)
def test_a_time_is_a_number_of_days_or_weeks(T, language):
    assert heard(lambda: BGNBD.fit(SUMMARY.assign(T=T))).startswith(words.t("models.not_a_time", name="T"))


def test_t_x_is_not_the_days_since_the_last_order(language):
    """The book's recency in its place: those who never came back would have one."""
    assert "T - recency" in heard(lambda: BGNBD.fit(SUMMARY.assign(t_x=SUMMARY["T"] - SUMMARY["t_x"])))


def test_x_is_not_the_number_of_orders(language):
    assert "x = purchases - 1" in heard(lambda: BGNBD.fit(SUMMARY.assign(x=SUMMARY["x"] + 1)))


def test_days_and_weeks_do_not_mix(language):
    assert core("models.t_x_above_T") in heard(lambda: BGNBD.fit(SUMMARY.assign(t_x=SUMMARY["t_x"] * 7)))


@pytest.mark.parametrize(
    ("fit", "runs", "meaning"),
    [
        (lambda: BGNBD.fit(like_clockwork()), "r → ∞, alpha → ∞", "models.alike_rates"),
        (lambda: ParetoNBD.fit(like_clockwork()), "r → ∞, alpha → ∞", "models.alike_rates"),
        (lambda: BGNBD.fit(all_here_today()), "→", "models.nobody_stops"),
        (lambda: ParetoNBD.fit(all_here_today()), "→", "models.nobody_stops"),
        (lambda: GammaGamma.fit(giants()), "→", "models.own_means"),
        (lambda: GammaGamma.fit(**one_purse()), "q → ∞", "models.alike_spend"),
        (lambda: ShiftedBetaGeometric.fit([4096, 2048, 1024, 512, 256, 128]), "alpha → ∞, beta → ∞", "models.alike_stops"),
    ],
)
def test_a_likelihood_without_a_maximum_is_refused_and_says_where_it_runs(fit, runs, meaning, language):
    sentence = heard(fit)

    assert core("models.no_maximum") in sentence and sentence.endswith(words.t(meaning))
    assert runs in sentence


SAID = [
    ("models.monetary", lambda: GammaGamma.fit(SUMMARY.assign(monetary=SUMMARY["monetary"] - 50))),
    ("models.monetary", lambda: SPEND.expected_spend([1, 2], [3.0, 0.0])),
    ("models.monetary", lambda: SPEND.expected_spend(1, np.inf)),
    ("models.same_money", lambda: GammaGamma.fit(SUMMARY.assign(monetary=5.0))),
    ("models.same_money", lambda: GammaGamma.fit(SUMMARY.assign(monetary=500 + SUMMARY["customer_id"] / 400))),
    ("models.few", lambda: GammaGamma.fit(SUMMARY.head(12))),
    ("models.unknown", lambda: GammaGamma.fit(SUMMARY.assign(monetary=np.nan))),
    ("models.lengths", lambda: GammaGamma.fit(x=[1, 2, 3], monetary=[1, 2])),
    ("models.lengths", lambda: BGNBD.fit(x=[1, 2, 3], t_x=[1, 2], T=[3, 4])),
    ("models.lengths", lambda: BG.p_alive([1, 2, 3], [1, 2], 4)),
    ("models.nothing", lambda: BGNBD.fit()),
    ("models.nothing", lambda: GammaGamma.fit(x=[1, 2])),
    ("models.list", lambda: BGNBD.fit(x=[], t_x=[], T=[])),
    ("models.number", lambda: BG.p_alive("3", 1, 2)),
    ("models.t_x_above_T", lambda: BG.p_alive([1, 2], [3, 9.5], 4)),
    ("models.x_without_t_x", lambda: predict(changed(x=3, t_x=0.0), BG, periods=4)),
    ("tables.twice", lambda: predict(pd.concat([SUMMARY, SUMMARY]), BG, periods=4)),
    ("models.missing", lambda: predict(SUMMARY.drop(columns="monetary"), BG, SPEND, periods=4)),
    ("models.model", lambda: predict(SUMMARY, BGNBD, periods=4)),
    ("models.model", lambda: predict(SUMMARY, SPEND, BG, periods=4)),
    ("models.model", lambda: predict(SUMMARY, BG, BG, periods=4)),
    ("models.survivors", lambda: ShiftedBetaGeometric.fit([100, 86.9, 74.3])),
    ("models.renewals", lambda: ShiftedBetaGeometric.fit([100, 100, 100])),
    ("models.renewals", lambda: ShiftedBetaGeometric.fit([100, 90])),
    ("models.unknown", lambda: ShiftedBetaGeometric.fit([100, 90, np.nan])),
    ("models.holdout_end", lambda: holdout(ORDERS, calibration_end="2026-02-01", holdout_end="2026-01-05")),
    ("models.no_calibration", lambda: holdout(ORDERS, calibration_end="2025-12-31", holdout_end="2026-01-05")),
    ("models.kind", lambda: holdout(polars.DataFrame({"customer_id": [1]}), calibration_end="2025-12-31", holdout_end="2026-01-05")),
    ("models.nobody_responded", lambda: gains([1, 2, 3], [0, 0, 0], groups=2)),
    ("models.groups", lambda: gains([1, 2, 3], [0, 1, 0])),
    ("models.unknown", lambda: gains([1, np.nan, 3], [0, 1, 0], groups=2)),
]


@pytest.mark.parametrize(("key", "call"), SAID, ids=range(len(SAID)))
def test_each_refusal_says_its_sentence(key, call, language):
    sentence = heard(call)

    assert core(key) in sentence and "\n" not in sentence


ALREADY_SAID = [
    lambda: BGNBD(0, 1, 1, 1),
    lambda: ParetoNBD(1, 1, -1, 1),
    lambda: GammaGamma("6", 1, 1),
    lambda: BG.expected_purchases(-1),
    lambda: BG.expected_purchases_of(1, 1, 2, -3),
    lambda: predict(SUMMARY, BG, periods=0),
    lambda: ShiftedBetaGeometric(1, 1).retention_rate(0),
    lambda: ShiftedBetaGeometric(1, 1).survival_rate(-1),
    lambda: ShiftedBetaGeometric.fit([100, 90, 95]),
    lambda: ShiftedBetaGeometric.fit(100),
    lambda: gains([1, 2], [True, 3]),
    lambda: gains([1, 2], [True]),
    lambda: gains([1, 2], [True, False], groups=1.5),
    lambda: holdout(ORDERS.drop(columns="date"), calibration_end="2026-01-05", holdout_end="2026-02-05"),
    lambda: holdout(ORDERS, calibration_end="05/01/2026", holdout_end="2026-02-05"),
    lambda: holdout(ORDERS, calibration_end="2026-01-05", holdout_end="2026-02-05", period="M"),
]


@pytest.mark.parametrize("call", ALREADY_SAID, ids=range(len(ALREADY_SAID)))
def test_the_houses_own_refusals_hold_here_too(call, language):
    assert heard(call)


def test_without_scipy_one_sentence_says_what_to_type(monkeypatch, language):
    monkeypatch.setitem(sys.modules, "scipy", None)

    assert "pip install scipy" in heard(lambda: BGNBD.fit(SUMMARY))


def test_importing_the_models_does_not_load_scipy():
    import subprocess

    code = "import sys, crmlab.models; print('scipy' in sys.modules)"
    assert "False" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8").stdout.strip()


def test_nothing_warns(recwarn):
    for model in (BGNBD, ParetoNBD):
        found = model.fit(SUMMARY)
        predict(changed(x=np.nan), found, GammaGamma.fit(SUMMARY), periods=39)
        found.expected_purchases_of(800, 30.0, 30.0, 1e6)
        found.p_alive(3000, 1e-9, 1e6)
    gains([1, 2, 2], [1, 0, 1], groups=3)

    assert [] == [str(warning.message) for warning in recwarn]
    assert sorted(models.__all__) == models.__all__
