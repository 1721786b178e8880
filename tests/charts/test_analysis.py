"""The pictures of section 4.1.2: they say their numbers, speak both languages, keep their size, and refuse what cannot be."""
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from crmlab import charts, models, words

BGNBD, PARETO = models.BGNBD(0.2425929, 4.4135313, 0.7928860, 2.4257530), models.ParetoNBD(0.553276, 10.577615, 0.606213, 11.667906)
ORDERS = pd.DataFrame({"customer_id": [1, 1, 1, 2], "date": pd.to_datetime(["1997-01-01", "1997-01-18", "1997-08-02", "1997-01-01"]), "amount": [29.33, 29.73, 14.96, 6.79]})
COUNTS = [1411, 439, 214, 100, 62, 38, 29, 64]
SHARES = pd.DataFrame({"P(Active)": [0.0, 0.3], "BG/NBD": [1.0, 0.7], "again": [0.14, 0.88]})
CALLS = pd.DataFrame({"customer_id": ["C1", "C2"], "rhythm": [10.0, 20.0], "silent": [60, 45], "limit": [25.0, 44.0], "monthly": [900_000.0, 100_000.0]})
PICTURES = {
    "purchase_lines": lambda: charts.purchase_lines(ORDERS, "1997-09-30"),
    "repeat_counts": lambda: charts.repeat_counts(COUNTS),
    "two_coins": charts.two_coins,
    "alive_by_repeats": lambda: charts.alive_by_repeats(SHARES),
    "frequency_paradox": lambda: charts.frequency_paradox({"BG/NBD": BGNBD, "Pareto/NBD": PARETO}),
    "holdout_bins": lambda: charts.holdout_bins([0.237, 0.697], {"Pareto/NBD": [0.138, 0.600]}),
    "spend_pull": charts.spend_pull,
    "renewals": charts.renewals,
    "gains_curves": lambda: charts.gains_curves({"RFM": [0.5, 0.8, 1.0]}),
    "letter_map": lambda: charts.letter_map([0.1, 0.9, 0.3], [20, 400, 5]),
    "value_alerts": lambda: charts.value_alerts(CALLS),
    "value_by_repeats": lambda: charts.value_by_repeats([60, 40], [20, 80]),
}


def test_purchase_lines_keep_t_x_and_recency_apart(language, said):
    alt = said(charts.purchase_lines(ORDERS, "1997-09-30").alt)

    assert {"vi": "khách 1: x = 2, t_x = 213, độ gần đây 59, T = 272 ngày", "en": "customer 1: x = 2, t_x = 213, recency 59, T = 272 days"}[language] in alt
    assert {"vi": "khách 2: x = 0, t_x = 0, độ gần đây 272", "en": "customer 2: x = 0, t_x = 0, recency 272"}[language] in alt


def test_purchase_lines_do_not_show_the_future():
    later = pd.concat([ORDERS, ORDERS.assign(date=pd.Timestamp("1998-03-01"))])

    assert charts.purchase_lines(ORDERS, "1997-09-30").alt == charts.purchase_lines(later, "1997-09-30").alt


def test_a_customer_of_one_order_has_no_stretch_t_x():
    picture = charts.purchase_lines(ORDERS[ORDERS["customer_id"] == 2], "1997-09-30")

    assert ["recency = 272", "T = 272"] == [text.get_text() for text in picture.figure.axes[0].texts if text.get_text()]


def test_repeat_counts_name_those_who_never_came_back(language, said):
    caption = said(charts.repeat_counts(COUNTS).caption)

    assert {"vi": "60 % trong 2.357 khách", "en": "60% of 2,357 customers"}[language] in caption


def test_two_coins_count_every_customer_once():
    left, right = charts.two_coins().figure.axes

    for axes in (left, right):
        assert 1 == pytest.approx(sum(bar.get_height() for bar in axes.patches))


def test_two_coins_show_the_mean_of_the_second(said):
    assert "the mean is 25%" in said(charts.two_coins(a=0.793, b=2.426).alt)
    assert "the mean is 50%" in said(charts.two_coins(a=2, b=2).alt)


def test_alive_by_repeats_names_each_answer_and_the_truth(language, said):
    alt = said(charts.alive_by_repeats(SHARES).alt)

    assert {"vi": "từ 14 % đến 88 %", "en": "from 14% to 88%"}[language] in alt
    assert {"vi": "BG/NBD: từ 100 % (x = 0) đến 70 %", "en": "BG/NBD: from 100% (x = 0) to 70%"}[language] in alt


def test_alive_by_repeats_refuses_percentages():
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.alive_by_repeats(SHARES.assign(again=[14, 88]))


def test_the_paradox_has_the_four_printed_points_of_both_models(said):
    alt = said(charts.frequency_paradox({"BG/NBD": BGNBD, "Pareto/NBD": PARETO}).alt)

    assert "BG/NBD 0.3475; 0.0428; 0.0042; 0.0004" in alt
    assert "Pareto/NBD 0.7059; 0.1442; 0.0225; 0.0031" in alt


def test_the_rule_lies_below_the_models():
    still = charts.frequency_paradox({"BG/NBD": BGNBD, "Pareto/NBD": PARETO}).figure.axes[0]
    bgnbd, pareto, rule = (line.get_ydata() for line in still.lines)

    assert rule[1] == pytest.approx((20 / 39) ** 3)
    assert np.all(rule < bgnbd) and np.all(bgnbd < pareto)


def test_holdout_bins_say_what_happened_and_what_was_expected(language, said):
    alt = said(charts.holdout_bins([0.237, 0.697], {"Pareto/NBD": [0.138, 0.600]}).alt)

    assert {"vi": "0,24 0,70; Pareto/NBD dự đoán 0,14 0,60", "en": "0.24 0.70; Pareto/NBD expected 0.14 0.60"}[language] in alt


def test_spend_pull_draws_the_seldom_buyer_nearer_to_the_mean(said):
    lines = {line.get_label(): line.get_ydata() for line in charts.spend_pull(6.25, 3.74, 15.44).figure.axes[0].lines}

    assert lines["x = 1"][-1] < lines["x = 3"][-1] < lines["x = 10"][-1] < 100
    assert lines["x = 1"][0] > lines["x = 3"][0] > lines["x = 10"][0]
    assert "35.22" in said(charts.spend_pull(6.25, 3.74, 15.44).caption)


def test_renewals_rise_although_nobody_changes(language, said):
    caption = said(charts.renewals().caption)

    assert {"vi": "từ 85,1 % lên 95,7 %", "en": "from 85.1% to 95.7%"}[language] in caption


def test_equal_customers_renew_at_one_rate_for_ever(said):
    caption = said(charts.renewals(defection_rate=0.2, heterogeneity=0).caption)

    assert "from 80.0% to 80." in caption


@pytest.mark.parametrize("arguments", [(0.05, 0.01), (0.05, 0.6), (0.5, 0.01), (0.5, 0.6), (0, 0), (1, 1)])
def test_renewals_keep_their_size_and_axes_under_the_sliders(arguments, size):
    picture = charts.renewals(*arguments)

    assert (700, 370) == size(picture)
    assert [(0, 1), (0, 1)] == [axes.get_ylim() for axes in picture.figure.axes]


@pytest.mark.parametrize("arguments", [(15, 0.2), (0.15, 20)])
def test_renewals_refuse_percentages(arguments):
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.renewals(*arguments)


def test_gains_curves_begin_at_nothing_and_end_with_everybody():
    curve = charts.gains_curves({"RFM": [0.5, 0.8, 1.0]}).figure.axes[0].lines[1]

    assert (0, 1) == (curve.get_ydata()[0], curve.get_ydata()[-1])
    assert [0, 1 / 3, 2 / 3, 1] == pytest.approx(list(curve.get_xdata()))


def test_gains_curves_refuse_percentages():
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.gains_curves({"RFM": [50, 80, 100]})


def test_a_letter_pays_only_for_the_lost_and_the_valuable(language, said):
    alt = said(charts.letter_map([0.1, 0.99, 0.3, 0.1], [20, 400, 5, 9], win_back=0.05, letter_cost=0.4).alt)

    assert {"vi": "2 trong 4 khách", "en": "2 of 4 customers"}[language] in alt
    assert {"vi": "8,00 USD", "en": "8.00 USD"}[language] in alt


def test_letter_map_refuses_percentages():
    with pytest.raises(ValueError, match="responses cannot be more than mailed"):
        charts.letter_map([10, 90], [20, 400])


def test_value_alerts_add_up_what_is_at_stake(language, said):
    picture = charts.value_alerts(CALLS)

    assert {"vi": "C1: nhịp 10,0 ngày, im lặng 60 ngày, 900.000 ₫", "en": "C1: rhythm 10.0 days, silent for 60 days, 900,000 ₫"}[language] in said(picture.alt)
    assert words.number(1_000_000) in said(picture.caption)


def test_value_by_repeats_shows_shares_of_both_sums(said):
    assert "the last group is 40% of the customers but holds 80% of the value" in said(charts.value_by_repeats([60, 40], [20, 80]).caption).lower()


def written(axes):
    """Every text of the axes that is drawn: titles, labels, notes, and the ticks within its limits."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        yield from (tick.label1 for tick in axis.get_major_ticks() if low - 1e-9 <= tick.get_loc() <= high + 1e-9 and tick.label1.get_visible())
    yield from (axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label, *axes.texts)


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_of_a_picture_of_4_1_2_is_cut_off(name, language):
    figure = PICTURES[name]().figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height, renderer = figure.bbox.width, figure.bbox.height, canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for axes in figure.axes for text in written(axes) if text.get_text()]

    assert [] == [text for text, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1]
