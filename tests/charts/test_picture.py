"""What all pictures share: alt text and caption wherever they are shown, one size, colours that everybody can tell apart."""
import html
import importlib.util
import pathlib
import re
import warnings

import pytest

from crmlab import charts
from crmlab.charts import picture


def _pictures_of_the_sections():
    """{name: how to draw it} of all section tests in this folder."""
    for path in sorted(pathlib.Path(__file__).parent.glob("test_*.py")):
        if path != pathlib.Path(__file__):
            specification = importlib.util.spec_from_file_location(f"pictures_{path.stem}", path)
            module = importlib.util.module_from_spec(specification)
            specification.loader.exec_module(module)
            yield from module.PICTURES.items()


PICTURES = dict(_pictures_of_the_sections())


def test_every_chart_is_drawn_in_the_tests_of_its_section():
    assert [] == [name for name in dir(charts) if name not in PICTURES]


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_a_picture_draws_without_a_warning_and_says_what_it_shows(draw, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = draw()

        assert language == "en" or picture.png().startswith(b"\x89PNG")  # the longer words, and the letters with marks
    assert len(picture.alt) >= 20
    assert len(picture.caption) >= 20
    assert picture.alt != picture.caption


@pytest.fixture
def drawn():
    return charts.survival_curve()


def test_kept_html_is_an_image_with_alt_text_and_caption(drawn):
    page = drawn.html()

    assert f'alt="{drawn.alt}"' in page
    assert f"<figcaption><i>{html.escape(drawn.caption)}</i></figcaption>" in page
    assert 'width="700"' in page
    assert "data:image/png;base64," in page


def test_live_html_is_a_drawing_with_the_same_text_and_size(drawn):
    page = drawn.live_html()

    assert f'role="img" aria-label="{drawn.alt}" width="700" height="380"' in page
    assert f"<figcaption><i>{html.escape(drawn.caption)}</i></figcaption>" in page
    assert "pt\"" not in page[: page.index(">", page.index("<svg"))], "one size only"


def test_the_same_picture_gives_the_same_bytes():
    assert charts.survival_curve().html() == charts.survival_curve().html()


def test_two_live_pictures_share_no_id():
    """The pattern of a hidden tab would win, and the hatching would be gone."""
    ids = [set(re.findall(r'<(?:pattern|clipPath) id="([^"]+)"', charts.survival_curve().live_html())) for _ in range(2)]

    assert ids[0] and not ids[0] & ids[1]


def test_quotes_in_a_text_do_not_break_the_html(drawn):
    odd = picture.Picture(drawn.figure, 'she said "stay" & <left>', "caption")

    assert 'alt="she said &quot;stay&quot; &amp; &lt;left&gt;"' in odd.html()


def test_as_text_it_is_its_caption_and_alt_text(drawn):
    assert f"{drawn.caption}\n[{drawn.alt}]" == repr(drawn)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_first_colours_are_okabe_and_itos_and_stand_out_from_white():
    assert ("#0072B2", "#D55E00", "#009E73") == picture.COLOURS[:3]
    assert all(1.05 / (luminance(colour) + 0.05) >= 3 for colour in picture.COLOURS[:3]), "WCAG 1.4.11"


def test_no_colour_is_used_alone():
    """As many markers, lines and hatches as colours, all different."""
    assert len(picture.COLOURS) == len(set(picture.COLOURS)) == len(set(picture.MARKERS)) == len(set(picture.LINES)) == len(set(picture.HATCHES))


def test_every_chart_is_found_by_its_name_and_told_of_when_mistyped():
    assert "survival_curve" in dir(charts)
    with pytest.raises(AttributeError, match="survival_curve"):
        charts.survival_curves  # noqa: B018


@pytest.mark.parametrize("path", sorted(set(pathlib.Path(picture.__file__).parent.glob("*.py")) - {pathlib.Path(picture.__file__)}), ids=lambda path: path.name)
def test_charts_speak_only_through_the_catalogue(path):
    """No text is drawn that a reader would see in one language only."""
    drawn_text = re.findall(r'\b(?:set_title|annotate|text|label|xlabel|ylabel|set_xlabel|set_ylabel)(?:\(|=)"([^"]*)"', path.read_text(encoding="utf-8"))

    assert [] == [text for text in drawn_text if re.search("[A-Za-z]{3}", text) and text != "P(Active)"]


def test_no_two_sections_draw_under_one_name():
    names = dir(charts)

    assert [] == sorted({name for name in names if names.count(name) > 1})
