"""The pictures of section 3.2.3, first half: they say their numbers, speak both languages, keep their size, and refuse what cannot be."""
import numpy as np
import pytest

from crmlab import charts

SHARES = np.array([[0.7, 0.4], [0.3, np.nan]])
COUNTS = np.array([[10, 20], [30, np.nan]])
PICTURES = {
    "rfm_sorting": charts.rfm_sorting,
    "response_by_code": charts.response_by_code,
    "breakeven_codes": charts.breakeven_codes,
    "campaign_parts": charts.campaign_parts,
    "code_grid": lambda: charts.code_grid(SHARES, COUNTS),
    "purchase_gaps": lambda: charts.purchase_gaps([3, 10, 20, np.nan, 200]),
    "points_by_customer": charts.points_by_customer,
    "top_group": lambda: charts.top_group({"recency": 0.6, "past_customer_value": 0.5}),
}


def test_sorting_three_times_makes_cells_of_320(said):
    picture = charts.rfm_sorting(40_000)

    assert "8,000" in said(picture.alt) and "1,600" in said(picture.alt)
    assert "125 cells of 320" in said(picture.caption)


def test_response_by_code_names_the_ends_of_each_criterion(language, said):
    alt = said(charts.response_by_code().alt)

    assert {"vi": "độ gần đây từ 4,50 % xuống 0,25 %", "en": "recency from 4.50% to 0.25%"}[language] in alt
    assert {"vi": "trung bình 2,02 %", "en": "mean line at 2.02%"}[language] in alt


def test_response_by_code_refuses_percentages():
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.response_by_code({"recency": [45, 28], "frequency": [1, 1], "monetary": [1, 1]})


def test_breakeven_codes_names_whom_to_mail_and_what_it_earns(language, said):
    alt = said(charts.breakeven_codes().alt)

    assert {"vi": "2,22 %; 2 nhóm vượt đường ấy (mã 1, 2)", "en": "2.22%; 2 groups are above it (codes 1, 2)"}[language] in alt
    assert {"vi": "lãi 102.800 USD, gửi tất cả −36.400 USD", "en": "earns 102,800 USD, mailing all −36,400 USD"}[language] in alt


def test_breakeven_codes_mails_nobody_when_letters_cost_too_much(said):
    alt = said(charts.breakeven_codes(unit_cost=3, net_profit=15).alt)

    assert "0 groups are above it (codes –)" in alt
    assert "mailing those earns 0 USD" in alt


@pytest.mark.parametrize("arguments", [(0.25, 15), (0.25, 90), (3, 15), (3, 90)])
def test_breakeven_codes_keeps_its_size_and_axes_under_the_sliders(arguments, size):
    picture = charts.breakeven_codes(*arguments)

    assert (700, 380) == size(picture)
    assert charts.breakeven_codes().figure.axes[0].get_ylim() == picture.figure.axes[0].get_ylim()


def test_breakeven_codes_refuses_an_answer_that_brings_nothing():
    with pytest.raises(ValueError, match="net_profit must be above 0"):
        charts.breakeven_codes(net_profit=0)


def test_campaign_parts_says_that_the_part_is_more_than_the_whole(language, said):
    caption = said(charts.campaign_parts().caption)

    assert {"vi": "2.732,8 phản hồi lại nhiều hơn 808", "en": "2,732.8 responses are more than the 808"}[language] in caption


def test_code_grid_counts_empty_cells_and_weighs_the_last_row(said):
    alt = said(charts.code_grid(SHARES, COUNTS).alt)

    assert "cell 1-1 has 10 customers, 70% buying again" in alt
    assert "whole last row only 30%" in alt
    assert "empty cells: 1" in alt


def test_code_grid_refuses_percentages():
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.code_grid(100 * SHARES, COUNTS)


def test_purchase_gaps_leaves_out_the_unknown_and_owns_up_to_what_lies_outside(said):
    alt = said(charts.purchase_gaps([3, 10, 20, np.nan, 200]).alt)

    assert "median 15 days" in alt
    assert "25% of them have 140 days or more" in alt


def test_points_by_customer_names_points_and_order(language, said):
    alt = said(charts.points_by_customer().alt)

    assert "John 249, Smith 112, Mags 289" in alt
    assert "Mags > John > Smith" in alt


def test_points_per_purchase_are_the_printed_ones(said):
    assert "Mags 298" in said(charts.points_by_customer(cap="purchase").alt)


def test_only_the_ratio_of_the_weights_counts():
    assert charts.points_by_customer(5, 2, 3).alt == charts.points_by_customer(10, 4, 6).alt


@pytest.mark.parametrize("weights", [(0, 0, 0), (10, 0, 0), (0, 10, 0), (0, 0, 10), (10, 10, 10)])
def test_points_by_customer_stays_inside_its_axes_and_keeps_its_size(weights, size):
    picture = charts.points_by_customer(*weights)
    longest = max(bar.get_x() + bar.get_width() for bar in picture.figure.axes[0].patches)

    assert (700, 330) == size(picture)
    assert longest < picture.figure.axes[0].get_xlim()[1]


def test_no_weights_bring_smith_to_the_top(said):
    """What the chapter says of the limit: Smith can only draw level."""
    for weights in np.ndindex(4, 4, 4):
        alt = said(charts.points_by_customer(*weights).alt)
        mags, smith = (float(alt.split(f"{name} ")[1].split(",")[0].split(";")[0]) for name in ("Mags", "Smith"))

        assert smith <= mags


def test_equal_points_are_shown_as_equal(said):
    assert "order Mags = Smith > John" in said(charts.points_by_customer(0, 0, 1).alt)
    assert "order John = Mags = Smith" in said(charts.points_by_customer(0, 0, 0).alt)


def test_points_by_customer_refuses_an_unknown_limit():
    with pytest.raises(ValueError, match="cap must be one of 'customer', 'purchase'"):
        charts.points_by_customer(cap="each")


def test_top_group_names_every_ranking(language, said):
    alt = said(charts.top_group({"recency": 0.6, "past_customer_value": 0.5}).alt)

    assert {"vi": "độ gần đây 60,0 %; giá trị quá khứ của khách hàng 50,0 %", "en": "recency 60.0%; past customer value 50.0%"}[language] in alt


def test_top_group_refuses_percentages():
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.top_group({"recency": 60})
