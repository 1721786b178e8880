"""The models from their stories: sums over all rates and probabilities a customer may have, derivatives by differences, limits, and customers simulated one by one."""
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import special, stats

from crmlab.models import BGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric, _rows, bgnbd, contracts, pareto, spend

STEP = 0.08
PASTS = [(0, 0.0, 39.0), (1, 2.0, 30.0), (3, 29.9, 30.0), (4, 5.0, 30.0), (26, 30.857, 31.0), (60, 10.0, 52.0), (0, 0.0, 0.0)]
BG = [BGNBD(0.243, 4.414, 0.793, 2.426), BGNBD(1.7, 3.0, 0.3, 0.5), BGNBD(0.6, 40.0, 1.0, 3.0), BGNBD(5.0, 8.0, 2.5, 9.0)]
PARETO = [ParetoNBD(0.553, 10.578, 0.606, 11.669), ParetoNBD(1.4, 3.0, 0.8, 25.0), ParetoNBD(0.6, 40.0, 1.0, 5.0), ParetoNBD(4.0, 7.0, 2.5, 7.0)]
small = st.floats(0.05, 20)


def rates(shape, rate):
    """Rates of a gamma distribution and the weight of each: a sum in equal steps of the logarithm."""
    logs = np.arange(-36 / shape, 7, STEP)
    found = np.exp(logs)
    return found, stats.gamma.pdf(found, shape, scale=1 / rate) * found * STEP


def chances(a, b):
    """(p, 1 − p, weight) of a beta distribution: a sum in equal steps of the log odds."""
    odds = np.arange(-90, 90, STEP)
    yes, no = special.log_expit(odds), special.log_expit(-odds)
    return np.exp(yes), np.exp(no), np.exp(a * yes + b * no - special.betaln(a, b)) * STEP


def bgnbd_sums(model, x, t_x, T, t):
    """(likelihood, P(alive), purchases within t) as sums over every rate and every probability to stop."""
    (rate, w), (p, stays, v) = rates(model.r, model.alpha), chances(model.a, model.b)
    alive = np.outer(rate**x * np.exp(-rate * T) * w, stays**x * v)
    stopped = np.sum(rate**x * np.exp(-rate * t_x) * w) * np.sum(p * stays ** (x - 1) * v) if x else 0.0
    total = alive.sum() + stopped
    with np.errstate(divide="ignore", invalid="ignore"):
        future = np.where(p > 1e-12, -np.expm1(-np.outer(rate, p) * t) / p, rate[:, None] * t)
    return total, alive.sum() / total, (alive * future).sum() / total


def pareto_sums(model, x, t_x, T, t):
    """(likelihood, P(alive), purchases within t) as sums over every rate of buying and every rate of stopping."""
    (rate, w), (end, v) = rates(model.r, model.alpha), rates(model.s, model.beta)
    both = rate[:, None] + end
    weight = np.outer(rate**x * w, v)
    alive = weight * np.exp(-both * T) * rate[:, None] / both + weight * end / both * np.exp(-both * T)
    stopped = weight * end / both * (np.exp(-both * t_x) - np.exp(-both * T))
    total = alive.sum() + stopped.sum()
    return total, alive.sum() / total, (alive * rate[:, None] * -np.expm1(-end * t) / end).sum() / total


def likelihood_of(module, model, x, t_x, T):
    """The likelihood of one customer, from the function that is maximised, in unscaled time."""
    one = np.array([0])
    rows = _rows.Rows(np.array([float(x)]), np.array([t_x]), np.array([T]), one, one, one, np.ones(1))
    return np.exp(module.log_likelihood(np.log([getattr(model, name) for name in module.NAMES]), rows)[0])


@pytest.mark.parametrize(("module", "models", "sums"), [(bgnbd, BG, bgnbd_sums), (pareto, PARETO, pareto_sums)], ids=["bgnbd", "pareto"])
@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("past", PASTS)
def test_likelihood_p_alive_and_expectation_are_sums_over_all_customers_it_may_be(module, models, sums, which, past):
    model = models[which]
    likelihood, alive, purchases = sums(model, *past, 26.0)

    assert likelihood_of(module, model, *past) == pytest.approx(likelihood, rel=1e-8)
    assert model.p_alive(*past) == pytest.approx(alive, rel=1e-8)
    assert model.expected_purchases_of(*past, 26.0) == pytest.approx(purchases, rel=1e-7)


@pytest.mark.parametrize(("models", "sums"), [(BG, bgnbd_sums), (PARETO, pareto_sums)], ids=["bgnbd", "pareto"])
@pytest.mark.parametrize("t", [0.01, 1.0, 78.0, 1000.0])
def test_a_new_customer_buys_as_the_sum_over_all_she_may_be(models, sums, t):
    for model in models:
        assert model.expected_purchases(t) == pytest.approx(sums(model, 0, 0.0, 0.0, t)[2], rel=1e-7)


@given(r=small, alpha=small, s=small, beta=small, x=st.integers(0, 900), share=st.floats(0, 1), T=st.floats(0.1, 300))
@example(r=0.5, alpha=2000.0, s=0.5, beta=0.01, x=0, share=0.0, T=100.0)
@example(r=0.5, alpha=0.01, s=0.5, beta=2000.0, x=300, share=0.5, T=100.0)
def test_the_stop_of_pareto_nbd_is_the_integral_over_its_moments(r, alpha, s, beta, x, share, T):
    """Also where alpha is far above beta or below, and for hundreds of purchases: piece by piece, the pieces ever shorter towards t_x."""
    x = x if share else 0
    t_x = share * T if x else 0.0
    nodes, weights = np.polynomial.legendre.leggauss(16)
    ends = t_x + (T - t_x) * np.append(0, np.geomspace(1e-9, 1, 80))
    half = np.diff(ends)[:, None] / 2
    u = ends[:-1, None] + half * (nodes + 1)
    density = np.exp(-(r + x) * np.log((alpha + u) / (alpha + t_x)) - (s + 1) * np.log((beta + u) / (beta + t_x)))
    stopped = s / (beta + t_x) * np.sum(half * weights * density)
    alive = np.exp(-(r + x) * np.log((alpha + T) / (alpha + t_x)) - s * np.log((beta + T) / (beta + t_x)))

    assert ParetoNBD(r, alpha, s, beta).p_alive(x, t_x, T) == pytest.approx(alive / (alive + stopped), rel=1e-8, abs=1e-300)


@given(r=small, alpha=small, a=small, b=small, x=st.integers(0, 400), T=st.floats(0, 200), share=st.floats(0.001, 0.85))
def test_the_expectation_of_bgnbd_is_its_closed_form(r, alpha, a, b, x, T, share):
    """Where that can be computed: away from a = 1 and a + b + x = 1, and not too far ahead."""
    assume(abs(a - 1) > 0.01 and a + b + x > 1.01)
    third, t = a + b + x - 1, share / (1 - share) * (alpha + T)
    closed = third / (a - 1) * (1 - (1 - share) ** (a - 1) * special.hyp2f1(a + b - 1 - r, a - 1, third, share))
    printed = third / (a - 1) * (1 - (1 - share) ** (r + x) * special.hyp2f1(r + x, b + x, third, share))

    assert BGNBD(r, alpha, a, b)._purchases(*np.array([[float(x)], [T], [t]])) == pytest.approx(closed, rel=1e-8)
    if x < 5:
        assert closed == pytest.approx(printed, rel=1e-6)


def test_the_expectation_of_bgnbd_goes_through_a_equal_to_1_without_a_jump():
    around = [BGNBD(0.5, 6.0, a, 2.5).expected_purchases(52) for a in 1 + 1e-4 * np.arange(-3, 4)]

    assert (np.diff(around) < 0).all()
    assert np.abs(np.diff(around, 2)).max() < 1e-7


def some_rows(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 12, 40) * rng.integers(0, 2, 40)
    T = rng.uniform(5, 60, 40)
    return _rows.grouped(np.append(x, np.arange(1, 11)).astype(float), np.append(np.where(x > 0, T * rng.random(40), 0), np.full(10, 3.0)), np.append(T, np.full(10, 9.0)))[0]


def differences(function, at, step=1e-5):
    """Central differences of a function of several numbers."""
    return np.array([(function(at + step * unit) - function(at - step * unit)) / (2 * step) for unit in np.eye(len(at))])


def check_derivatives(likelihood, logs):
    value, gradient, hessian = likelihood(logs)
    size = 1 + abs(value)

    assert gradient == pytest.approx(differences(lambda at: likelihood(at)[0], logs), rel=1e-5, abs=1e-7 * size)
    assert hessian == pytest.approx(differences(lambda at: likelihood(at)[1], logs), rel=1e-5, abs=1e-7 * size)
    assert (hessian == hessian.T).all()


LOGS = st.lists(st.floats(-2.5, 2.5), min_size=4, max_size=4).map(np.array)


@given(logs=LOGS, seed=st.integers(0, 1000))
def test_gradient_and_hessian_of_bgnbd_are_those_of_its_likelihood(logs, seed):
    rows = some_rows(seed)
    check_derivatives(lambda at: bgnbd.log_likelihood(at, rows), logs)


@given(logs=LOGS, seed=st.integers(0, 1000))
def test_gradient_and_hessian_of_pareto_nbd_are_those_of_its_likelihood(logs, seed):
    rows = some_rows(seed)
    check_derivatives(lambda at: pareto.log_likelihood(at, rows), logs)


@given(logs=LOGS, seed=st.integers(0, 1000))
def test_gradient_and_hessian_of_gamma_gamma_are_those_of_its_likelihood(logs, seed):
    rng = np.random.default_rng(seed)
    check_derivatives(spend._likelihood(np.sort(rng.integers(1, 9, 60)).astype(float), rng.gamma(2, 0.5, 60)), logs[:3])


@given(logs=LOGS, lost=st.lists(st.integers(0, 50), min_size=3, max_size=9))
def test_gradient_and_hessian_of_the_renewals_are_those_of_their_likelihood(logs, lost):
    check_derivatives(lambda at: contracts._likelihood(at, np.array(lost, dtype=float)), logs[:2])


def test_the_likelihood_of_spending_is_the_density_of_the_mean_over_all_customers():
    p, q, v = 2.0, 3.0, 10.0
    for x, mean in ((1, 4.0), (3, 12.0), (7, 40.0)):
        rate, w = rates(q, v)
        density = np.sum(stats.gamma.pdf(mean, p * x, scale=1 / (rate * x)) * w)
        spent = np.sum(stats.gamma.pdf(mean, p * x, scale=1 / (rate * x)) * w * p / rate) / density

        assert np.exp(spend._likelihood(np.array([float(x)]), np.array([mean]))(np.log([p, q, v]))[0]) == pytest.approx(density, rel=1e-8)
        assert GammaGamma(p, q, v).expected_spend(x, mean) == pytest.approx(spent, rel=1e-7)


def test_the_renewals_are_a_mean_over_all_probabilities_to_leave():
    model = ShiftedBetaGeometric(0.668, 3.806)
    _, stays, v = chances(0.668, 3.806)
    survival = [np.sum(stays**t * v) for t in range(6)]

    assert model.survival_rate(np.arange(6)) == pytest.approx(survival, rel=1e-9)
    assert model.retention_rate(np.arange(1, 6)) == pytest.approx(np.divide(survival[1:], survival[:-1]), rel=1e-9)
    leaves = np.array([10.0, 7.0, 5.0, 78.0])
    by_hand = np.sum(leaves[:3] * np.log(-np.diff(survival[:4]))) + leaves[3] * np.log(survival[3])
    assert contracts._likelihood(np.log([0.668, 3.806]), leaves)[0] == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize("model", [*BG, *PARETO], ids=str)
def test_limits_of_time(model):
    ahead = np.array([1e-9, 1e-6, 0.1, 1, 10, 100, 1000.0])
    new, known = model.expected_purchases(ahead), model.expected_purchases_of(3, 20.0, 30.0, ahead)

    assert 0 == model.expected_purchases(0) == model.expected_purchases_of(3, 20.0, 30.0, 0)
    assert new[1] / ahead[1] == pytest.approx(model.r / model.alpha, rel=1e-5)
    for grows in (new, known):
        assert (np.diff(grows) > 0).all() and (np.diff(np.diff(grows) / np.diff(ahead)) < 1e-6).all()
    assert model.p_alive(3, 20.0, 1e9) < 0.02
    assert model.p_alive(3, 30.0, 30.0) == (1 if isinstance(model, ParetoNBD) else pytest.approx((model.b + 2) / (model.a + model.b + 2)))


@pytest.mark.parametrize("model", [*BG, *PARETO], ids=str)
def test_p_alive_falls_with_silence_and_rises_with_the_last_purchase(model):
    silence, last = model.p_alive(4, 10.0, np.linspace(10, 90, 30)), model.p_alive(4, np.linspace(1, 40, 30), 40.0)

    assert (np.diff(silence) < 0).all()
    assert (np.diff(last) > 0).all()
    assert ((silence > 0) & (silence <= 1)).all()


def test_who_never_came_back_is_alive_by_construction_in_bgnbd_only():
    T = np.array([1.0, 39.0, 500.0])

    assert [1, 1, 1] == BG[0].p_alive(0, 0, T).tolist()
    assert (np.diff(PARETO[0].p_alive(0, 0, T)) < 0).all() and PARETO[0].p_alive(0, 0, 500.0) < 0.2


@pytest.mark.parametrize("kind", ["bgnbd", "pareto"])
def test_simulated_customers_are_alive_and_buy_as_expected(simulate, kind):
    model = BGNBD(0.5, 6.0, 0.8, 2.5) if kind == "bgnbd" else ParetoNBD(0.6, 8.0, 0.7, 15.0)
    table, rate, stops, alive = simulate[kind](40_000, seed=1)
    chance = model.p_alive(table["x"], table["t_x"], table["T"])
    future = (1 - np.exp(-rate * stops * 30)) / stops if kind == "bgnbd" else rate / stops * -np.expm1(-stops * 30)
    bought = np.random.default_rng(2).poisson(np.where(alive, future, 0))
    expected = model.expected_purchases_of(table["x"], table["t_x"], table["T"], 30)

    for group in (table["x"] == 0, table["x"] == 1, table["x"].between(2, 5), table["x"] > 5):
        error = 4 / np.sqrt(group.sum())
        assert abs(chance[group].mean() - alive[group].mean()) < error * 0.5 + 1e-12
        assert abs(expected[group].mean() - bought[group].mean()) < error * bought[group].std()
    reached = np.corrcoef(chance[table["x"] > 0], alive[table["x"] > 0])[0, 1]
    assert reached > 0.5


def test_simulated_spending_is_expected(simulate):
    table, mean = simulate["spend"](40_000, seed=3)
    expected = GammaGamma(6.25, 3.74, 15.44).expected_spend(table["x"], table["monetary"])

    for low, high in ((0, 0), (1, 2), (3, 20)):
        group = table["x"].between(low, high)
        assert abs(expected[group].mean() - mean[group].mean()) < 4 * (expected - mean)[group].std() / np.sqrt(group.sum())
