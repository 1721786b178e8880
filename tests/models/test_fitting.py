"""Fitting: known parameters come back, other packages agree, and neither order, unit nor grouping of customers changes anything."""
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from crmlab.models import BGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric, _rows, bgnbd, contracts, pareto, predict, spend
from crmlab.models._newton import maximise

TRUE = {BGNBD: {"r": 0.5, "alpha": 6.0, "a": 0.8, "b": 2.5}, ParetoNBD: {"r": 0.6, "alpha": 8.0, "s": 0.7, "beta": 15.0}, GammaGamma: {"p": 6.25, "q": 3.74, "v": 15.44}}
KIND = {BGNBD: "bgnbd", ParetoNBD: "pareto", GammaGamma: "spend"}
BOTH = pytest.mark.parametrize("model", [BGNBD, ParetoNBD])


def parameters(found):
    return np.array([getattr(found, name) for name in found.standard_errors])


def errors(found):
    return np.array(list(found.standard_errors.values()))


def same(one, other, rel):
    return parameters(one) == pytest.approx(parameters(other), rel=rel)


@pytest.mark.parametrize("model", TRUE)
def test_the_parameters_of_20_000_simulated_customers_come_back_within_3_standard_errors(simulate, model):
    found = model.fit(simulate[KIND[model]](20_000, seed=11)[0])
    off = (parameters(found) - list(TRUE[model].values())) / errors(found)

    assert np.abs(off).max() < 3
    assert (errors(found) < 0.3 * parameters(found)).all()


def test_the_renewals_of_20_000_simulated_contracts_come_back():
    rng = np.random.default_rng(5)
    renewals = rng.geometric(rng.beta(0.8, 3.0, 20_000))
    found = ShiftedBetaGeometric.fit([(renewals > t).sum() for t in range(9)])

    assert np.abs((parameters(found) - [0.8, 3.0]) / errors(found)).max() < 3


@pytest.mark.parametrize("model", TRUE)
def test_standard_errors_are_the_spread_of_the_estimates_over_many_samples(simulate, model):
    found = [model.fit(simulate[KIND[model]](1500, seed=seed)[0]) for seed in range(100, 140)]
    spread = np.std(np.log([parameters(each) for each in found]), axis=0, ddof=1)
    said = np.median([errors(each) / parameters(each) for each in found], axis=0)

    assert ((0.65 < spread / said) & (spread / said < 1.5)).all(), "40 samples give a spread to about a tenth"


@pytest.mark.parametrize("model", TRUE)
def test_no_general_optimiser_finds_a_likelier_point(summary, model):
    """Nelder-Mead, which knows no derivative, started from elsewhere."""
    found = model.fit(summary)
    probe = lambda logs: -evaluate(model, logs, summary)  # noqa: E731
    climbed = optimize.minimize(probe, np.log(parameters(found)) + 0.3, method="Nelder-Mead", options={"maxiter": 600, "fatol": 1e-7, "xatol": 1e-5})

    assert found.log_likelihood >= -climbed.fun - 1e-6
    assert found.log_likelihood == pytest.approx(-climbed.fun, abs=1e-3)


def evaluate(model, logs, summary):
    """The log-likelihood at any point, by the module's own function."""
    if model is GammaGamma:
        x, z = spend._repeaters(summary["x"].to_numpy(float), summary["monetary"].to_numpy())
        return spend._likelihood(x, z)(logs)[0]
    module = bgnbd if model is BGNBD else pareto
    rows, _, unit = _rows.grouped(*(summary[name].to_numpy(float) for name in ("x", "t_x", "T")))
    rows = rows._replace(t_x=rows.t_x * unit, T=rows.T * unit)
    return module.log_likelihood(logs, rows)[0]


@BOTH
def test_order_of_rows_changes_nothing(summary, model):
    assert model.fit(summary) == model.fit(summary.sample(frac=1, random_state=3))


@pytest.mark.parametrize("model", TRUE)
def test_the_unit_of_time_and_money_changes_only_the_unit(summary, model):
    other = summary.assign(t_x=summary["t_x"] * 7, T=summary["T"] * 7, monetary=summary["monetary"] * 26_000)
    found, scaled = model.fit(summary), model.fit(other)
    factors = [{"alpha": 7, "beta": 7, "v": 26_000}.get(name, 1) for name in found.standard_errors]
    shift = 2457 * np.log(7) if model is not GammaGamma else 946 * np.log(26_000)

    assert parameters(scaled) == pytest.approx(parameters(found) * factors, rel=1e-7)
    assert errors(scaled) == pytest.approx(errors(found) * factors, rel=1e-6)
    assert scaled.log_likelihood == pytest.approx(found.log_likelihood - shift, rel=1e-9)


@BOTH
def test_twice_the_same_customers_are_twice_the_evidence(summary, model):
    once, twice = model.fit(summary), model.fit(pd.concat([summary, summary.assign(customer_id=summary["customer_id"] + 10_000)]))

    assert same(twice, once, 1e-7)
    assert errors(twice) == pytest.approx(errors(once) / np.sqrt(2), rel=1e-5)
    assert (twice.customers, twice.log_likelihood) == (2 * once.customers, pytest.approx(2 * once.log_likelihood))


@BOTH
def test_times_that_are_no_whole_days_are_fitted_the_same_way(summary, model):
    """One second more for one customer takes another road through the grouping: sorted levels instead of whole days."""
    odd = summary.assign(T=summary["T"] + np.where(summary.index == 5, 1 / 604_800, 0))
    x, t_x, T = (odd[name].to_numpy(float) for name in ("x", "t_x", "T"))

    assert len(_rows.levels(T)[0]) < len(_rows.levels(summary["T"].to_numpy())[0])
    assert same(model.fit(odd), model.fit(summary), 1e-4)
    assert 2357 == _rows.grouped(x, t_x, T)[0].customers


def test_grouping_loses_nobody_whatever_the_values():
    """Also where the codes do not fit into one whole number and the rows are sorted instead."""
    rng = np.random.default_rng(1)
    x = np.concatenate([rng.integers(0, 3, 400), [70_000, 900_000]]).astype(float)
    T = np.append(rng.integers(1, 4, 400) * np.pi, [4.0, 5.0])
    t_x = np.where(x > 0, T / 2, 0.0)
    rows, _, unit = _rows.grouped(x, t_x, T)
    back = pd.DataFrame({"x": rows.x[rows.of_x], "t_x": rows.t_x[rows.of_t_x] * unit, "T": rows.T[rows.of_T] * unit, "n": rows.count}).round(9)
    counted = pd.DataFrame({"x": x, "t_x": t_x, "T": T}).round(9).value_counts().rename("n").reset_index()

    pd.testing.assert_frame_equal(back.astype(float), counted.sort_values(["x", "t_x", "T"]).reset_index(drop=True).astype(float))
    codes = [np.array([3, 1, 1, 3]), np.array([5, 2, 2, 4]), np.array([1, 0, 0, 2])]
    for sizes in ([4, 6, 3], [2**30, 2**30, 2**30]):
        keys, read = _rows._keys(codes, sizes)
        assert [[1, 1, 3, 3], [2, 2, 4, 5], [0, 0, 2, 1]] == [column.tolist() for column in read(keys)]


@pytest.mark.parametrize("every", [3, 1000], ids=["a third", "three customers, who have no maximum"])
@pytest.mark.parametrize("model", TRUE)
def test_a_first_fit_on_a_sample_leads_to_the_same_maximum(simulate, model, every, monkeypatch):
    table = simulate[KIND[model]](3000, seed=2)[0]
    direct = model.fit(table)
    monkeypatch.setattr(_rows, "SAMPLE_ABOVE", 2000)
    monkeypatch.setattr(_rows, "SAMPLE", every)

    assert same(model.fit(table), direct, 1e-5)


@BOTH
def test_arrays_do_as_well_as_a_table(summary, model):
    assert model.fit(summary) == model.fit(x=summary["x"].tolist(), t_x=summary["t_x"].to_numpy(), T=summary["T"])


def test_nullable_and_unsigned_columns_do_too(summary):
    other = summary.astype({"x": "UInt16", "t_x": "Float64", "T": "float32"}).assign(T=summary["T"].astype("Float64"))

    assert BGNBD.fit(other) == BGNBD.fit(summary)
    assert BGNBD.fit(summary).p_alive(other["x"], other["t_x"], other["T"]).index.equals(summary.index)


def test_customers_first_seen_today_change_nothing(summary):
    today = pd.DataFrame({"customer_id": [-1, -2], "x": 0, "t_x": 0.0, "T": 0.0, "monetary": np.nan})
    found = BGNBD.fit(pd.concat([summary, today]))

    assert same(found, BGNBD.fit(summary), 1e-9)
    assert 2359 == found.customers


def test_the_correlation_of_spending_and_frequency_is_reported(summary):
    back = summary[summary["x"] > 0]

    assert GammaGamma.fit(summary).correlation == pytest.approx(back["x"].corr(back["monetary"]), rel=1e-12)
    assert np.isnan(GammaGamma.fit(back.assign(x=3)).correlation)


def test_fitted_models_are_records():
    model = BGNBD(0.2, 4.0, 0.8, 2.4)

    assert model == BGNBD(0.2, 4.0, 0.8, 2.4, log_likelihood=-1.0) and len({model, BGNBD(0.2, 4.0, 0.8, 2.4)}) == 1
    with pytest.raises(AttributeError):
        model.r = 3


@pytest.mark.filterwarnings("ignore")
def test_lifetimes_finds_the_same_parameters_errors_and_predictions(summary):
    """It starts Pareto/NBD by chance and stops a little early: its own digits are good to about one in a thousand."""
    lifetimes = pytest.importorskip("lifetimes")
    x, t_x, T = summary["x"], summary["t_x"], summary["T"]
    back = summary[x > 0]
    bg, pareto, money = BGNBD.fit(summary), ParetoNBD.fit(summary), GammaGamma.fit(summary)
    other_bg = lifetimes.BetaGeoFitter().fit(x, t_x, T)
    other_pareto = lifetimes.ParetoNBDFitter().fit(x, t_x, T)
    other_money = lifetimes.GammaGammaFitter().fit(back["x"], back["monetary"])

    for own, other in ((bg, other_bg), (pareto, other_pareto), (money, other_money)):
        assert parameters(own) == pytest.approx(other.params_.to_numpy(), rel=1e-3)
    for own, other in ((bg, other_bg), (money, other_money)):
        assert errors(own) == pytest.approx(other.standard_errors_.to_numpy(), rel=1e-3)
    for own, other in ((bg, other_bg), (pareto, other_pareto)):
        assert own.p_alive(x, t_x, T).to_numpy() == pytest.approx(np.asarray(other.conditional_probability_alive(x, t_x, T)), rel=1e-3, abs=1e-6)
        theirs = other.conditional_expected_number_of_purchases_up_to_time(39, x, t_x, T)
        assert own.expected_purchases_of(x, t_x, T, 39).to_numpy() == pytest.approx(np.asarray(theirs), rel=1e-3, abs=1e-6)
        assert own.expected_purchases(52) == pytest.approx(float(other.expected_number_of_purchases_up_to_time(52)), rel=1e-3)
    assert money.expected_spend(x, summary["monetary"]).to_numpy() == pytest.approx(other_money.conditional_expected_average_profit(x, summary["monetary"].fillna(0)).to_numpy(), rel=1e-5)


def test_lifetimes_and_we_agree_on_simulated_customers_of_many_kinds(simulate):
    lifetimes = pytest.importorskip("lifetimes")
    for seed, kind in enumerate(({"r": 0.2, "alpha": 3.0}, {"r": 2.0, "alpha": 20.0, "a": 0.4}, {"a": 2.0, "b": 1.5}, {"b": 9.0})):
        table = simulate["bgnbd"](1500, seed, **kind)[0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = lifetimes.BetaGeoFitter().fit(table["x"], table["t_x"], table["T"])
        assert parameters(BGNBD.fit(table)) == pytest.approx(other.params_.to_numpy(), rel=2e-3)


@pytest.mark.filterwarnings("ignore")
def test_clvkit_finds_the_same_model(orders, summary):
    clvkit = pytest.importorskip("clvkit")
    early = orders[orders["date"] <= "1997-09-30"]
    base = clvkit.CustomerBase.from_transactions(early, observation_period_end=pd.Timestamp("1997-09-30"), time_unit="W", collapse="D")
    other = clvkit.BGNBD()
    other.fit(base)
    theirs = other.predict(39).to_pandas().iloc[:, 0], other.probability_alive().to_pandas().iloc[:, 0]
    table = predict(summary, BGNBD.fit(summary), periods=39)

    for own, column in zip(("expected_purchases", "p_alive"), theirs, strict=True):
        assert table[own].to_numpy() == pytest.approx(column.sort_index().to_numpy(), rel=1e-3)


@pytest.mark.parametrize("which", ["bgnbd", "pareto", "spend", "contracts"])
def test_every_start_leads_to_the_same_maximum(summary, which):
    rows = _rows.grouped(*(summary[name].to_numpy(float) for name in ("x", "t_x", "T")))[0]
    x, z = spend._repeaters(summary["x"].to_numpy(float), summary["monetary"].to_numpy())
    module, likelihood = {
        "bgnbd": (bgnbd, lambda logs: bgnbd.log_likelihood(logs, rows)),
        "pareto": (pareto, lambda logs: pareto.log_likelihood(logs, rows)),
        "spend": (spend, spend._likelihood(x, z / z.mean())),
        "contracts": (contracts, lambda logs: contracts._likelihood(logs, np.array([131.0, 126, 90, 60, 42, 34, 26, 491]))),
    }[which]
    starts = np.random.default_rng(8).uniform(-4, 4, (6, len(module.NAMES)))
    ends = [maximise(likelihood, start, module.NAMES).logs for start in starts]

    assert all(end == pytest.approx(ends[0], abs=1e-5) for end in ends)
