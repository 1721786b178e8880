"""The pictures of section 3.2.1: they say their numbers, keep their size under every slider, and refuse what cannot be."""
import pytest

from crmlab import charts

VISITS = {"An": [0, 7, 15, 21, 28], "Bình": [0, 28, 57], "Chi": [0, 20, 41]}
PICTURES = {
    "acquisition": charts.acquisition,
    "purchase_rhythm": lambda: charts.purchase_rhythm(VISITS, as_of=60),
    "customers_left": lambda: charts.customers_left(0.75, prediction=30),
    "retention_projection": charts.retention_projection,
    "survival_curve": charts.survival_curve,
    "lifetime_area": lambda: charts.lifetime_area([0.55, 0.341, 0.23188, 0.1669536]),
    "p_active_curves": charts.p_active_curves,
}
ALT_SAYS = {
    "acquisition": ("6 of them", "120,000", "2,000,000"),
    "purchase_rhythm": ("3 customers", "rhythm: An."),
    "customers_left": ("100", "75%", "5.6"),
    "retention_projection": ("95%", "0.2", "84.5%"),
    "survival_curve": ("1,000", "167", "450"),
    "lifetime_area": ("4 falling bars", "1.29"),
    "p_active_curves": ("67%", "8 purchases"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt]


@pytest.mark.parametrize("rate", [0, 0.01, 0.5, 0.99, 1])
def test_the_picture_keeps_its_size_for_every_retention_rate(rate, size):
    assert (700, 380) == size(charts.customers_left(rate))


@pytest.mark.parametrize("last", [0, 0.5, 1])
def test_p_active_keeps_its_size_for_every_last_purchase(last, size):
    assert (700, 380) == size(charts.p_active_curves(last))


def test_a_rate_in_percent_is_refused():
    with pytest.raises(ValueError, match="0.85"):
        charts.customers_left(85)
    with pytest.raises(ValueError, match="0.55"):
        charts.survival_curve([55, 62])


def test_nobody_is_late_when_all_keep_their_rhythm():
    assert "rhythm: –." in charts.purchase_rhythm({"Chi": [0, 20, 41]}, as_of=60).alt
