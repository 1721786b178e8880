"""The pictures of section 1.3: they say their numbers, keep their size under every slider, and refuse what cannot be."""
import warnings

import numpy as np
import pandas as pd
import pytest

from crmlab import charts, relationships

STAGES = list(relationships.STAGES)
MATRIX = pd.DataFrame([[0.8, 0.2, 0, 0], [0.1, 0.6, 0.3, 0], [0, 0.1, 0.7, 0.2], [0, 0, 0.1, 0.9]], index=STAGES, columns=STAGES)
MONTHS, PROFIT = [3, 30, 3, 30, 40], [900, 900, 100, 100, 1000]
PICTURES = {
    "level_map": lambda: charts.level_map(["private", "some", "none"], ["often", "often", "never"]),
    "willingness": lambda: charts.willingness([0.1, 0.4, 0.6, 0.9], asked=0.5),
    "relation_stages": lambda: charts.relation_stages(MATRIX, 24),
    "satisfaction_curve": lambda: charts.satisfaction_curve(-3, 1.2, pd.Series({1: 0.2, 5: 0.9})),
    "early_phase": charts.early_phase,
    "loyalty_quadrants": lambda: charts.loyalty_quadrants(MONTHS, PROFIT, 12, 500),
    "loyalty_kinds": lambda: charts.loyalty_kinds([5, 5, 2, 1], [0.9, 0.1, 0.9, 0.1]),
    "trust_and_commitment": charts.trust_and_commitment,
}
ALT_SAYS = {
    "level_map": ("Of 3 situations", "1 are intimate", "1 face-to-face", "0 distant", "1 no-contact"),
    "willingness": ("4 customers", "0.50", "50%"),
    "relation_stages": ("month 24", "8% are strangers", "52% partners"),
    "satisfaction_curve": ("14% at 1", "65% at 3", "95% at 5"),
    "early_phase": ("45%", "235", "23"),
    "loyalty_quadrants": ("12 months", "500", "True friends 2", "butterflies 1", "barnacles 1", "strangers 1", "63%"),
    "loyalty_kinds": ("Emotional 1", "latent 1", "pragmatic 1", "none 1"),
    "trust_and_commitment": ("80%", "3 promises", "7 with one", "11 with two"),
}
SIZES = {"level_map": (700, 420), "early_phase": (700, 350), "loyalty_quadrants": (700, 440), "loyalty_kinds": (700, 440)}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_drawn_in_both_languages_without_a_warning(name, language, size):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = PICTURES[name]()

        assert SIZES.get(name, (700, 380)) == size(picture)
    assert len(picture.alt) > 60 and len(picture.caption) > 30


@pytest.mark.parametrize(("months", "profit"), [(0, 0), (0, 10**9), (10**6, -(10**9)), (12, 500)])
def test_the_quadrants_keep_their_size_for_every_cut(months, profit, size):
    assert (700, 440) == size(charts.loyalty_quadrants(MONTHS, PROFIT, months, profit))


def test_the_quadrants_bear_unknown_customers_and_very_many():
    rng = np.random.default_rng(1)
    picture = charts.loyalty_quadrants([*rng.uniform(0, 100, 3000), np.nan], [*rng.normal(500, 400, 3000), 3], 40, 500)

    assert "–" not in picture.alt


@pytest.mark.parametrize("asked", [0, 0.5, 1])
def test_the_willingness_keeps_its_size_for_every_effort(asked, size):
    assert (700, 380) == size(charts.willingness([0.2, 0.8], asked))


@pytest.mark.parametrize("needed", [0.01, 0.5, 0.99, 1])
def test_trust_keeps_its_size_for_every_need(needed, size):
    assert (700, 380) == size(charts.trust_and_commitment(needed))
    assert ("not enough yet" in charts.trust_and_commitment(needed).alt) == (needed >= 0.99)


def test_a_relationship_that_never_grows_is_said_to():
    still = pd.DataFrame(np.eye(4), index=STAGES, columns=STAGES)

    assert "100% are strangers" in charts.relation_stages(still).alt


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="duration"):
        charts.loyalty_quadrants([-1], [1], 1, 1)
    with pytest.raises(ValueError, match="personal_data"):
        charts.level_map(["yes"], ["often"])
    with pytest.raises(ValueError, match="0.55"):
        charts.early_phase([55, 62])
    with pytest.raises(ValueError, match="transitions"):
        charts.relation_stages(MATRIX + 1)
