"""The HTML book: every page whole without a network, both languages from the index, a failure with its traceback."""
import nbformat
import pytest

from crmlab import cli
from crmlab.publishing import book, notebooks, page


def chapter(path, *sources):
    cells = [nbformat.v4.new_markdown_cell(f"# {path.stem} {path.parent.name}\n\nGiá trị $\\frac{{1}}{{1+i}}$ là 5 $ hoặc `$x$`.\n\n$$\\sum_t SR_t$$\n\n[next](b.ipynb)", id="title")]
    cells += [nbformat.v4.new_code_cell(source, id=f"c{number}") for number, source in enumerate(sources)]
    path.parent.mkdir(parents=True, exist_ok=True)
    notebooks.write(nbformat.v4.new_notebook(cells=cells), path)


@pytest.fixture
def course(tmp_path):
    for language in ("vi", "en"):
        chapter(tmp_path / "course" / language / "a.ipynb", "from crmlab import charts\ncharts.survival_curve()")
        chapter(tmp_path / "course" / language / "b.ipynb", "40 + 2")
    return tmp_path / "course"


def test_the_book_has_a_page_a_notebook_and_an_index_of_both_languages_and_a_failing_cell_stops_the_next_one(course, tmp_path, capsys):
    index = book.build(course, tmp_path / "book").read_text(encoding="utf-8")
    first = (tmp_path / "book" / "vi" / "a.html").read_text(encoding="utf-8")

    assert all(f'href="{name}"' in index for name in ("vi/a.html", "vi/b.html", "en/a.html", "en/b.html"))
    assert 'href="../en/a.html"' in first, "the twin"
    assert 'href="b.html"' in first, "the next page, and links to notebooks lead to pages"
    assert "data:image/png;base64" in first
    assert 'lang="vi"' in first

    (course / "vi" / "a.ipynb").unlink()
    chapter(course / "en" / "b.ipynb", "1 / 0")
    code = cli.main(["book", "--notebooks", str(course), "-o", str(tmp_path / "book")])
    said = capsys.readouterr().err

    assert 1 == code
    assert "b.ipynb, cell 2: ZeroDivisionError" in said and "1 / 0" in said
    assert index == (tmp_path / "book" / "index.html").read_text(encoding="utf-8"), "the old one is kept"


def test_a_page_needs_no_network_and_no_script(course):
    html = page.page(notebooks.read(course / "vi" / "a.ipynb"), "a")

    assert "<script" not in html
    assert "http" not in html.replace("http://www.w3.org/1998/Math/MathML", "")


def test_formulas_are_mathml_and_code_words_and_money_stay(course):
    html = page.page(notebooks.read(course / "vi" / "a.ipynb"), "a")

    assert "<mfrac>" in html and 'display="block"' in html
    assert "<code>$x$</code>" in html
    assert "5 $ hoặc" in html


def test_vietnamese_decimals_stay_one_number_and_percents_on_their_line():
    cell = nbformat.v4.new_markdown_cell("Tỷ lệ 85 % với $r = 0{,}5$ và $f(1, 2)$", id="a")
    html = page.page(nbformat.v4.new_notebook(cells=[cell]), "a")

    assert "<mn>0,5</mn>" in html
    assert "<mn>1</mn><mo>&#x0002C;</mo><mn>2</mn>" in html
    assert "85&nbsp;%" in html or "85\u00a0%" in html


def test_a_folder_with_something_else_in_it_is_refused_and_kept(course, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ValueError, match="thesis|holds something else"):
        book.build(course, tmp_path / "mine")

    assert "years of work" == (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8")


def test_the_course_itself_is_never_taken_for_an_old_book(course):
    with pytest.raises(ValueError, match="holds something else"):
        book.build(course, course)

    assert 4 == len(notebooks.find(course))


def test_a_course_without_notebooks_is_refused(tmp_path, capsys):
    assert 1 == cli.main(["book", "--notebooks", str(tmp_path), "-o", str(tmp_path / "book")])
    assert str(tmp_path) in capsys.readouterr().err
