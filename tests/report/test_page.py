"""The page and the notebook that `crmlab report` writes, the refusals, and what stays as it was."""
import html
import re

import nbformat
import pytest

from crmlab import cli, datasets, report, words
from crmlab.publishing import notebooks, rules, twins
from crmlab.report import writing

CDNOW = datasets.FOLDER / "cdnow.csv"


def text_of(page):
    """What a reader sees: no pictures, no tags, no folded commands."""
    shown = re.sub(r"<style>.*?</style>|<details.*?</details>", "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", shown)).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def vietnamese(tmp_path_factory):
    words.use("vi")
    path = tmp_path_factory.mktemp("report") / "bao_cao.html"
    assert 0 == cli.main(["report", str(CDNOW), "-o", str(path), "--lang", "vi", "--margin", "0,4"])
    return path.read_text(encoding="utf-8")


def test_the_page_holds_the_figures_in_vietnamese(vietnamese):
    orders = datasets.load("cdnow")
    revenue = orders.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    words.use("vi")
    text = text_of(vietnamese)

    assert f"{words.number(len(orders))} dòng trong tệp là {words.number(len(orders))} đơn hàng của {words.number(len(revenue))} khách" in text
    assert f"gồm 118 khách (5,0 %) mang về {100 * revenue.iloc[:118].sum() / revenue.sum():.0f} % doanh thu" in text
    assert "40,0 %" in text
    assert "30/6/1998, ngày cuối cùng có trong tệp" in text
    assert "Không tính được phần này: chưa biết khách chi bao nhiêu ở đối thủ" in text


def test_the_page_needs_no_network_and_no_script_and_every_picture_speaks(vietnamese):
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", vietnamese)
    assert "crmlabpart" not in vietnamese
    pictures = re.findall(r"<img\b[^>]*>", vietnamese)
    assert len(pictures) >= 7
    assert all(re.search(r'alt="[^"]{20,}"', picture) for picture in pictures)


def test_the_page_never_shows_names_or_telephone_numbers(tmp_path):
    path = tmp_path / "orders.csv"
    rows = [f"K{place % 4},Trần Thị Mận,0901234567,2026-0{1 + place % 6}-{1 + place:02d},{place}" for place in range(28)]
    path.write_text("\n".join(["customer_id,name,phone,date,amount", *rows]) + "\n", encoding="utf-8")

    page = report.build(path, tmp_path / "out.html", language="en").read_text(encoding="utf-8")

    assert "Mận" not in page
    assert "0901234567" not in page
    assert "4 customers" in text_of(page)


def test_a_notebook_to_go_on_from_keeps_its_parameters_and_outputs(uci, tmp_path):
    output = report.build(uci, tmp_path / "out.ipynb", language="en", discount_rate=0.2)

    notebook = nbformat.read(output, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert any("discount_rate = 0.2" in cell.source and str(uci) in cell.source for cell in code)
    assert any("9 rows are 5 orders of 2 customers" in str(cell.outputs) for cell in code)
    assert not any("nbval-skip" in cell.metadata.get("tags", []) for cell in code)


def test_a_failing_report_leaves_the_old_page_and_says_one_sentence(uci, tmp_path, capsys):
    old = tmp_path / "out.html"
    old.write_text("old", encoding="utf-8")

    assert 1 == cli.main(["report", str(uci), "-o", str(old), "--lang", "en", "--customer", "CustomerNr"])

    said = capsys.readouterr().err
    assert "✗ No report could be made. The file has no column 'CustomerNr'. Did you mean \"CustomerID\"?" in said
    assert "Traceback" not in said
    assert ["old"] == [old.read_text(encoding="utf-8")]
    assert ["out.html", "retail.csv"] == sorted(path.name for path in tmp_path.iterdir())


def test_what_cannot_be_written_is_refused_before_anything_starts(uci, language):
    for output, said in [(uci.with_suffix(".pdf"), ".ipynb"), (uci.parent / "nowhere" / "out.html", "nowhere")]:
        with pytest.raises(ValueError, match=said):
            report.build(uci, output, language=language)


def test_the_data_are_never_written_over(tmp_path, language):
    page = tmp_path / "survey.html"
    page.write_text("<table></table>", encoding="utf-8")

    with pytest.raises(ValueError, match={"vi": "chính là tệp dữ liệu", "en": "is the data itself"}[language]):
        report.build(CDNOW, page, language=language, competitors=str(page))


def test_a_file_of_records_that_is_not_there_is_refused_at_once(uci, tmp_path, language):
    with pytest.raises(ValueError, match="nobody.csv"):
        report.build(uci, tmp_path / "out.html", language=language, records="nobody.csv")


@pytest.mark.parametrize(("asked", "said"), [({"margin": 40}, "--margin 0.4"), ({"discount_rate": -0.1}, "--discount-rate 0.3"), ({"periods": 0}, "--periods 12")])
def test_a_number_that_cannot_be_is_refused_with_what_to_type(asked, said, uci, tmp_path, language):
    with pytest.raises(ValueError, match=said):
        report.build(uci, tmp_path / "out.html", language=language, **asked)


def test_a_report_without_a_language_speaks_the_one_in_use(uci, tmp_path):
    words.use("vi")

    with pytest.raises(ValueError, match="phải là số kỳ"):
        report.build(uci, tmp_path / "out.html", periods=0)
    assert "vi" == words.language()


def test_the_templates_are_twins_and_keep_the_rules():
    vi, en = (notebooks.read(writing.TEMPLATES / f"report_{language}.ipynb") for language in words.LANGUAGES)

    assert [] == twins.differences(vi, en)
    assert [] == rules.broken(vi)
    assert [] == [cell.id for notebook in (vi, en) for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]


def test_every_number_typed_may_have_a_comma():
    options = cli._parser().parse_args(["report", "a.csv", "-o", "b.html", "--margin", "0,3", "--discount-rate", "0.12"])

    assert (0.3, 0.12) == (options.margin, options.discount_rate)
