"""The pictures of section 3.1: they say their numbers, speak both languages, keep their size, and refuse what cannot be."""
import pytest

from crmlab import charts

YEARS = {"2024": {"Mộc": 10, "Sen": 28, "Lam": 42}, "2025": {"Mộc": 11.5, "Sen": 34.5, "Lam": 54}}
HOUSES = {"Bến Sông": [(5_000, 150)], "Chợ Cũ": [(500, 1_200), (1_500, 100)], "Ga Mới": [(1, 450_000), (2_000, 150)]}
PICTURES = {
    "market_shares": lambda: charts.market_shares(YEARS, firm="Mộc"),
    "share_over_years": charts.share_over_years,
    "customers_behind": lambda: charts.customers_behind(HOUSES),
}


def test_market_shares_names_the_share_of_every_year():
    alt = charts.market_shares(YEARS, firm="Mộc").alt

    assert "12.5% (2024); 11.5% (2025)" in alt


def test_market_shares_refuses_a_market_that_sells_nothing():
    with pytest.raises(ValueError, match="market_sales must be above 0"):
        charts.market_shares({"2024": {"Mộc": 0, "Sen": 0}}, firm="Mộc")


def test_share_over_years_names_the_share_before_and_after(language):
    alt = charts.share_over_years().alt

    assert {"vi": "từ 12,5\u00a0% thành 8,2\u00a0%", "en": "from 12.5% to 8.2%"}[language] in alt


def test_share_over_years_is_level_when_firm_and_market_grow_alike():
    alt = charts.share_over_years(sales_growth=0.2, market_growth=0.2).alt

    assert "from 12.5% to 12.5%" in alt


@pytest.mark.parametrize("growths", [(0.05, 0.1), (0.05, 0.3), (0.3, 0.1), (0.3, 0.3)])
def test_share_over_years_keeps_its_size_under_the_sliders(growths, size):
    assert (700, 380) == size(charts.share_over_years(*growths))


def test_share_over_years_refuses_a_firm_that_outgrows_its_market():
    with pytest.raises(ValueError, match="firm_sales cannot be more than market_sales"):
        charts.share_over_years(sales_growth=1, market_growth=0)


def test_customers_behind_writes_out_every_group(language):
    alt = charts.customers_behind(HOUSES).alt

    assert {"vi": "1 khách × 450.000 + 2.000 khách × 150", "en": "1 × 450,000 + 2,000 × 150"}[language] in alt
