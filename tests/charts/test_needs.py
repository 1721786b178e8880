"""The pictures of section 2.3.2: they say their numbers, speak both languages, keep their size, and refuse what cannot be."""
import numpy as np
import pandas as pd
import pytest

from crmlab import charts, differentiate

COLUMNS = ["rating_price", "rating_speed", "rating_gift"]
RATINGS = pd.DataFrame([[5, 1, 1]] * 4 + [[1, 5, 1]] * 3 + [[1, 1, 5]] * 2 + [[2, 5, 1], [5, 2, 1], [1, 2, 5], [2, 1, 5]], columns=COLUMNS).assign(customer_id=range(13))
STABLE = pd.DataFrame({"groups": [2, 3, 4], "agreement": [0.4, 0.93, 0.55], "lowest": [0.1, 0.9, 0.3], "highest": [0.6, 1.0, 0.7]})
BOUGHT = pd.DataFrame([[6, 2], [1, 11]], index=["gift", "speed"], columns=["gift", "speed"])
PROFILE = pd.DataFrame({"needs_group": [1, 2], "customers": [30, 10], "rating_speed": [4.6, 2.0], "rating_gift": [2.1, 4.4], "strongest": ["rating_speed", "rating_gift"]})
PICTURES = {
    "needs_heatmap": lambda: charts.needs_heatmap(PROFILE, ["rating_speed", "rating_gift"]),
    "needs_by_groups": lambda: charts.needs_by_groups(RATINGS, COLUMNS, groups=3),
    "needs_stability": lambda: charts.needs_stability(STABLE),
    "need_and_purchase": lambda: charts.need_and_purchase(BOUGHT),
}
ALT_SAYS = {
    "needs_heatmap": ("group 1, 30 customers, stands out by speed (4.6)", "group 2, 10 customers, stands out by gifts (4.4)"),
    "needs_by_groups": ("3 needs groups", "group 1, 5 customers, stands out by price (5.0)", "group 2, 4 customers, stands out by speed (5.0)"),
    "needs_stability": ("2: 0.40; 3: 0.93; 4: 0.55",),
    "need_and_purchase": ("gifts: 75%, 25%", "speed: 8%, 92%"),
}


def test_ties_of_size_are_ordered_by_the_profile_not_by_chance():
    shuffled = RATINGS.sample(frac=1, random_state=3)

    assert charts.needs_by_groups(RATINGS, COLUMNS, 3).alt == charts.needs_by_groups(shuffled, COLUMNS, 3).alt


@pytest.mark.parametrize("name", PICTURES)
def test_the_alt_text_holds_the_values(name, said):
    alt = said(PICTURES[name]().alt)

    assert [] == [part for part in ALT_SAYS[name] if part not in alt]


def test_the_caption_names_the_number_of_groups_to_trust_and_the_share_that_fits(said):
    assert "Best agreement: 3 groups" in charts.needs_stability(STABLE).caption
    assert "85%" in said(charts.need_and_purchase(BOUGHT).caption)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.filterwarnings("error")
def test_every_letter_can_be_drawn_in_both_languages(name, language):
    picture = PICTURES[name]()

    assert picture.png() and picture.live_html()
    assert len(picture.alt) > 20 and picture.caption


def test_the_size_is_the_same_for_any_number_of_groups(size):
    assert 1 == len({size(charts.needs_by_groups(RATINGS, COLUMNS, groups)) for groups in (1, 2, 6)})


def test_more_groups_than_different_customers_are_refused():
    with pytest.raises(ValueError, match="groups=6"):
        charts.needs_by_groups(RATINGS.head(9).assign(rating_gift=[1, 2, 3, 4, 5, 5, 5, 5, 5], rating_speed=1, rating_price=[5, 5, 5, 5, 5, 5, 5, 4, 4]), COLUMNS, 9)


def test_an_unknown_need_keeps_its_name():
    assert "tea" in charts.need_and_purchase(BOUGHT.rename(index={"gift": "tea"})).alt


def test_the_means_of_the_profile_are_drawn():
    found = differentiate.needs_groups(RATINGS, columns=COLUMNS, groups=3)
    profile = differentiate.needs_profile(RATINGS, found, columns=COLUMNS)
    written = [text.get_text().split()[0] for text in charts.needs_heatmap(profile, COLUMNS).figure.axes[0].texts]

    assert [f"{mean:.1f}" for mean in np.ravel(profile[COLUMNS])] == written
