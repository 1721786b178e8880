"""The pictures of section 2.5: they say their numbers, keep their size under every slider, and refuse what cannot be."""
import warnings

import pandas as pd
import pytest

from crmlab import charts, customize

ORDERS = pd.DataFrame(
    {"customer_id": "An", "date": pd.to_datetime(["2025-01-20", "2025-02-05", "2025-06-30", "2025-12-31"]), "amount": [2_000_000, 3_000_000, 5_000_000, 2_500_000]}
)
CUSTOMERS = pd.DataFrame({"customer_id": range(40), "needs_group": ["gift"] * 30 + ["office"] * 10})
OFFERS = pd.DataFrame(
    [("Hộp quà", "gift", 300_000, 180_000, 500_000), ("Trà văn phòng", "office", 600_000, 400_000, 1_200_000)],
    columns=["offer", "need", "price", "unit_cost", "setup_cost"],
)
PLAN = customize.plan_offers(CUSTOMERS, OFFERS, match=0.5)
ROUNDS = pd.DataFrame({"customers": 300, "known": [90, 120], "share_known": [0.3, 0.4], "open_bits": [1.61, 1.44]})
PICTURES = {
    "four_approaches": charts.four_approaches,
    "modules_variants": charts.modules_variants,
    "variety_curve": lambda: charts.variety_curve(8),
    "customer_administration": charts.customer_administration,
    "invoice_cash_flow": lambda: charts.invoice_cash_flow(ORDERS),
    "invoice_options": lambda: charts.invoice_options(ORDERS),
    "offer_profits": lambda: charts.offer_profits(PLAN),
    "loop_knowledge": lambda: charts.loop_knowledge(ROUNDS),
}
ALT_SAYS = {
    "four_approaches": ("Both: collaborative, Paris Miki", "Only the product: transparent, ChemStation"),
    "modules_variants": ("grow slowly to 10", "jump to 36"),
    "variety_curve": ("at 4 variants with 451.0 million", "with 8 it is 436.5"),
    "customer_administration": ("48 invoices", "0.96 million", "0.08 million"),
    "invoice_cash_flow": ("12.5 million", "0.02 million", "0.08 million"),
    "invoice_options": ("10%", "“one per order” with 0.04 million", "0.13 million"),
    "loop_knowledge": ("2 rounds", "from 30.0% to 40.0%", "from 1.61 to 1.44 bits"),
    "offer_profits": ("2 offers", "Worth making: 1", "1.3 million", "Hộp quà"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name):
    alt = PICTURES[name]().alt

    assert [] == [said for said in ALT_SAYS[name] if said not in alt], alt


@pytest.mark.parametrize("name", PICTURES)
def test_every_letter_of_both_languages_is_drawn(name, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert PICTURES[name]().png().startswith(b"\x89PNG")


@pytest.mark.parametrize(("number", "setup_cost"), [(1, 0), (1, 100_000_000), (20, 0), (20, 100_000_000), (4, 8_000_000)])
def test_the_variety_curve_keeps_its_size_and_its_axes(number, setup_cost, size):
    picture = charts.variety_curve(number, setup_cost=setup_cost)
    axes = picture.figure.axes[0]

    assert (700, 380) == size(picture)
    assert ((0.5, 20.5), (-54, 594)) == (axes.get_xlim(), pytest.approx(axes.get_ylim()))


@pytest.mark.parametrize(("rate", "credit"), [(0, 0), (0.3, 0), (0, 60), (0.2, 60)])
def test_the_invoice_options_keep_their_size_and_their_axis(rate, credit, size):
    picture = charts.invoice_options(ORDERS, rate, credit_days=credit)

    assert (700, 320) == size(picture)
    assert charts.invoice_options(ORDERS).figure.axes[0].get_xlim() == picture.figure.axes[0].get_xlim()


def test_the_bars_of_every_invoice_option_add_up_to_the_orders():
    for panel in charts.invoice_cash_flow(ORDERS).figure.axes:
        assert 12.5 == pytest.approx(sum(bar.get_height() for bar in panel.patches))


def test_a_firm_that_makes_no_offer_has_a_picture_too():
    nothing = customize.plan_offers(CUSTOMERS, OFFERS, match=0.0)

    assert "Worth making: 0" in charts.offer_profits(nothing).alt


def test_what_the_room_refuses_the_picture_refuses():
    with pytest.raises(ValueError, match="0.12"):
        charts.invoice_options(ORDERS, 12)
    with pytest.raises(ValueError, match="options"):
        charts.modules_variants([2, 0])
    with pytest.raises(ValueError, match="variants"):
        charts.variety_curve(0)
