"""The pictures of section 3.2.3, second half: they say their numbers, speak both languages, keep their size, and refuse what cannot be."""
import pytest

from crmlab import charts

PICTURES = {
    "past_value": charts.past_value,
    "lifetime_value_years": lambda: charts.lifetime_value_years(prediction=100),
    "margin_multiples": charts.margin_multiples,
    "equity_years": charts.equity_years,
    "equity_shares": charts.equity_shares,
}


def test_past_value_names_the_value_in_both_orders(language, said):
    alt = said(charts.past_value().alt)

    assert {"vi": "PCV là 298,29, tiền đến muộn thì PCV là 286,21", "en": "PCV of 298.29, late money 286.21"}[language] in alt


def test_past_value_without_interest_is_the_same_in_both_orders(said):
    assert "early money has a PCV of 285.00, late money 285.00" in said(charts.past_value(discount_rate=0).alt)


def test_past_value_refuses_a_rate_in_percent():
    with pytest.raises(ValueError, match="Write 12 % as 0.12"):
        charts.past_value(discount_rate=12)


def test_lifetime_value_years_names_five_years_for_ever_and_the_payback(language, said):
    picture = charts.lifetime_value_years()

    assert {"vi": "sau 5 năm 83,52, mãi mãi 130; thu hồi chi phí ở năm 2", "en": "83.52 after 5 years, 130 for ever; cost earned back in year 2"}[language] in said(picture.alt)


def test_lifetime_value_years_says_when_the_cost_never_comes_back(said):
    assert "not earned back in 15 years" in said(charts.lifetime_value_years(retention_rate=0.5, acquisition_cost=200).caption)


def test_lifetime_value_years_without_a_cost_has_nothing_to_earn_back(said):
    picture = charts.lifetime_value_years(acquisition_cost=0)

    assert "starting at 0:" in said(picture.alt)
    assert "there is no cost to earn back" in said(picture.caption)


@pytest.mark.parametrize("arguments", [(0.5, 0.25, 200), (0.5, 0.08, 0), (0.9, 0.08, 0), (0.9, 0.25, 200)])
def test_lifetime_value_years_stays_inside_its_axes_and_keeps_its_size(arguments, size):
    picture = charts.lifetime_value_years(*arguments)
    axes = picture.figure.axes[0]
    low, high = axes.get_ylim()
    sums = axes.get_lines()[0].get_ydata()

    assert (700, 380) == size(picture)
    assert low < min(sums) and max(sums) < high


def test_lifetime_value_years_refuses_a_rate_in_percent():
    with pytest.raises(ValueError, match="Did you mean 0.85?"):
        charts.lifetime_value_years(retention_rate=85)


def test_margin_multiples_names_all_three_conventions(language, said):
    caption = said(charts.margin_multiples().caption)

    assert {"vi": "2,500; 3,125; 3,500", "en": "2.500, 3.125, 3.500"}[language] in caption


@pytest.mark.parametrize("arguments", [(0.08, 0.5), (0.08, 0.95), (0.25, 0.5), (0.25, 0.95)])
def test_margin_multiples_stays_inside_its_axes_and_keeps_its_size(arguments, size):
    picture = charts.margin_multiples(*arguments)
    axes = picture.figure.axes[0]

    assert (700, 380) == size(picture)
    assert max(max(line.get_ydata()) for line in axes.get_lines()[:-1]) < axes.get_ylim()[1]


def test_margin_multiples_refuses_a_discount_in_percent():
    with pytest.raises(ValueError, match="Write 12 % as 0.12"):
        charts.margin_multiples(discount_rate=12)


def test_equity_years_names_both_totals_and_those_left(language, said):
    alt = said(charts.equity_years().alt)

    assert {"vi": "còn 132; tổng đầu kỳ 15.028 USD, tổng cuối kỳ 13.068 USD", "en": "132 are left; total at the start of the period 15,028 USD, at its end 13,068 USD"}[language] in alt


def test_equity_years_refuses_a_rate_in_percent():
    with pytest.raises(ValueError, match="Did you mean 0.4?"):
        charts.equity_years(retention_rates=[40, 63])


def test_equity_shares_names_every_firm(language, said):
    alt = said(charts.equity_shares().alt)

    assert {"vi": "A 50,1 %; B 30,0 %; C 19,9 %", "en": "A 50.1%; B 30.0%; C 19.9%"}[language] in alt


def test_equity_shares_refuses_a_negative_equity():
    with pytest.raises(ValueError, match="equities must be 0 or more"):
        charts.equity_shares([1, -1], names=["A", "B"])
