"""A student's feedback page: it helps, it hides what is hidden, and nothing a student displays runs on it."""
import base64
import html
import html.parser
import io
import json
import re
import shutil
import struct
import time
import zlib

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlab import words
from crmlab.grading import feedback, late, plain
from crmlab.grading.outputs import notebook_html

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
v4 = nbformat.v4

CANARY = "window.CANARY=1"
FAR = "http://198.51.100.7/canary"  # an address for documentation: nothing answers there
HOSTILE = [
    f"<script>{CANARY}</script>", f'<img src=x onerror="{CANARY}">', f"<svg onload='{CANARY}'><text>x</text></svg>", f'<a href="javascript:{CANARY}">x</a>',
    '<iframe srcdoc="<script>parent.CANARY=1</script>"></iframe>', f'<meta http-equiv="refresh" content="0;url={FAR}">', f'<base href="{FAR}">', f'<link rel="stylesheet" href="{FAR}">',
    f'<form action="{FAR}"><input name=a><button>go</button></form>', f'<div style="background:url({FAR})">x</div>', f"<style>@import url({FAR}); body {{ display: none }}</style>",
    f'<object data="data:text/html,<script>parent.{CANARY}</script>"></object>', f'<embed src="{FAR}">', f'<video src="{FAR}" autoplay></video>', f'<body onload="{CANARY}">',
    f"<table><tr><td><script>{CANARY}</script></td><td onclick='{CANARY}' style='background:url({FAR})'><a href='javascript:{CANARY}'>cell</a></td></tr></table>",
    f"<table><caption><svg><style><img src=x onerror={CANARY}></style></svg></caption><tr><td>x</table>", f"</pre></section><script>{CANARY}</script>", f"<!--<img src='--><img src=x onerror={CANARY}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={CANARY}&gt;'>", f'<img src="data:image/svg+xml;base64,{base64.b64encode(b"<svg onload=1/>").decode()}">',
    f'<img alt="&quot; onerror={CANARY}" src="{FAR}">', "<table><tr><td>&lt;script&gt;window.CANARY=1&lt;/script&gt;</td></tr></table>", f"<noscript><p title='</noscript><img src=x onerror={CANARY}>'></noscript>",
    "\x1b]0;CANARY\x07\x1b[2J\x1b[31mred\x1b[0m", "null\0bytes", "\u202etxt.exe\u2066", "\ud800", "<" * 3000, "<table>" * 3000, "<table><tr>" + "<td>" * 5000, "<div>" * 5000 + "deep",
]


def picture(width=4, height=3):
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def shown(**data):
    return v4.new_output("display_data", data={key.replace("_", "/", 1): value for key, value in data.items()})


def cell(*outputs, source=""):
    return notebook_html(v4.new_notebook(cells=[v4.new_code_cell(source, outputs=list(outputs))]))


def result(**record):
    question = {"outcome": "correct", "points": 2, "why": None, "slip": None, "given": 0.42, "hidden": [77.125, None], "error": None, "cell": 1, **record}
    return {"submission": "An.ipynb", "student": "Nguyễn Văn An", "status": "graded", "reason": None, "questions": {"q1": question}, "unknown": []}


QUESTIONS = [{"name": "q1", "title": "Retention", "points": 2, "tolerance": None, "hint": "Twelve months.", "by_hand": False}]


class Tags(html.parser.HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        assert all(value.startswith(("#", "data:image/png;base64,", "data:image/jpeg;base64,")) for name, value in attributes if name in ("href", "src"))


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)).split())


WHY = [
    (dict(outcome="correct"), "right result"),
    (dict(outcome="incorrect", points=0, why="type"), "of another kind"),
    (dict(outcome="incorrect", points=0, why="shape"), "not of the right size"),
    (dict(outcome="incorrect", points=0, why="values"), "not the right value"),
    (dict(outcome="incorrect", points=0, why="slip", slip="took the monthly rate"), "a well-known slip: took the monthly rate."),
    (dict(outcome="incorrect", points=0, why="hidden"), "Right for the numbers in your copy, wrong for other numbers"),
    (dict(outcome="error", points=0, error="ZeroDivisionError: division by zero"), "stopped with an error: ZeroDivisionError: division by zero"),
    (dict(outcome="error", points=0, error="KeyError", why="hidden"), "for other numbers your code stopped with an error: KeyError"),
    (dict(outcome="error", points=0, error="timeout"), "stopped with an error: ran too long"),
    (dict(outcome="not attempted", points=0, given=None), "There is no answer here."),
    (dict(outcome="to be read", points=None), "Your instructor will read"),
]


@pytest.mark.parametrize(("record", "sentence"), WHY, ids=range(len(WHY)))
def test_the_page_says_why(record, sentence):
    page = feedback.page(result(**record), QUESTIONS)

    assert sentence in text_of(page)
    assert (record["outcome"] in ("incorrect", "error", "not attempted")) == ("Twelve months." in page)


@pytest.mark.parametrize("record", [record for record, _ in WHY], ids=range(len(WHY)))
def test_every_outcome_has_its_words_in_both_languages(language, record):
    page = feedback.page(result(**record), QUESTIONS)

    assert f'<html lang="{language}">' in page
    assert {"vi": "Nhận xét bài làm: Nguyễn Văn An", "en": "Feedback on your work: Nguyễn Văn An"}[language] in page
    assert re.search(r'class="sign" aria-hidden="true">\S</span> \w', page), "a sign and a word, never colour alone"


def test_points_are_written_as_the_language_does(language):
    page = text_of(feedback.page(result(outcome="incorrect", points=0.5, why=None), QUESTIONS))

    assert {"vi": "0,5 trên 2 điểm", "en": "0.5 of 2 points"}[language] in page


def test_prose_that_a_person_marked_shows_her_points_and_her_comment():
    by_hand = [QUESTIONS[0] | {"by_hand": True}]
    page = text_of(feedback.page(result(outcome="incorrect", points=1.5, why=None, comment="Good, but <b>why</b>?"), by_hand))

    assert "◐ Right in part" in page
    assert "1.5 of 2" in page
    assert "Your instructor has read and marked this answer." in page
    assert "Good, but <b>why</b>?" in page


def test_points_that_are_not_there_yet_are_told():
    page = text_of(feedback.page(result(outcome="to be read", points=None), QUESTIONS))

    assert "0 of 2 points (2 more are waiting for your instructor)" in page
    assert "– of 2" in page


def test_a_late_day_costs_what_the_gradebook_says():
    page = text_of(feedback.page(result(), QUESTIONS, late=late.Late(1, 0.1)))

    assert "1.8 of 2 points" in page
    assert "10% of the points are deducted" in page


@pytest.mark.parametrize("status", ["unreadable", "timeout", "memory", "ended early", "output", "limited"])
def test_an_odd_end_is_explained(status, language):
    page = feedback.page(result() | {"status": status, "reason": "Vì <sao>", "questions": {}}, QUESTIONS)

    assert 'class="warning"' in page
    assert "Vì &lt;sao&gt;" in page
    assert words.t("feedback.verdict.not_attempted") in page


@pytest.mark.parametrize("record", [record for record, _ in WHY], ids=range(len(WHY)))
def test_no_hidden_answer_is_on_the_page(record):
    page = feedback.page(result(**record), QUESTIONS)

    assert "77.1" not in page


def test_the_page_may_run_nothing_and_fetch_nothing():
    page = feedback.page(result(), QUESTIONS)

    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page
    assert "url(" not in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def everything_hostile():
    """A notebook that displays every hostile text in every way a notebook can."""
    cells = [v4.new_markdown_cell(text) for text in HOSTILE] + [v4.new_raw_cell(text) for text in HOSTILE]
    kinds = ["text/html", "text/plain", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "application/javascript", "application/vnd.jupyter.widget-view+json", "application/json"]
    for text in HOSTILE:
        rich = [v4.new_output("display_data", data={kind: text}) for kind in kinds]
        said = [v4.new_output("stream", name=name, text=text) for name in ("stdout", "stderr")]
        cells.append(v4.new_code_cell(text, outputs=rich + said + [v4.new_output("error", ename=text, evalue=text, traceback=[text])]))
    return v4.new_notebook(cells=cells)


def hostile_page():
    record = result(outcome="error", points=0, error=HOSTILE[0] + HOSTILE[1], comment=HOSTILE[1], given=HOSTILE[0])
    record |= {"student": HOSTILE[0], "submission": HOSTILE[1], "unknown": HOSTILE, "status": "timeout", "reason": HOSTILE[2]}
    questions = [QUESTIONS[0] | {"title": HOSTILE[1], "hint": HOSTILE[0]}]
    return feedback.page(record, questions, everything_hostile(), title=HOSTILE[0])


def test_no_tag_and_no_attribute_of_a_student_survives():
    page = Tags(hostile_page())

    ours = set("html head meta title style body p h1 h2 b br span a table thead tbody tr th td div section pre".split())
    assert set() == page.tags - ours
    assert {"lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "scope", "aria-hidden"} == page.attributes


def test_unseen_characters_are_seen():
    page = hostile_page()

    assert [] == re.findall("[\0\x1b\x07\u202e\u2066\ud800]", page)
    assert "null�bytes" in page
    assert "red" in page
    page.encode("utf-8")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; on Debian: sudo apt install chromium")
def test_nothing_runs_and_nothing_leaves_in_a_real_browser(tmp_path):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    path.write_text(hostile_page(), encoding="utf-8")
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_timeout(1_000)
        canary, address, frames = page.evaluate("() => typeof window.CANARY"), page.url, len(page.frames)
        links = page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
        browser.close()

    assert "undefined" == canary
    assert [path.as_uri()] == [url for url in asked if not url.startswith("data:image/")]
    assert (path.as_uri(), 1) == (address, frames)
    assert [] == [link for link in links if not link.startswith("#cell-")]


def test_a_picture_is_shown_when_it_is_one():
    assert f'src="data:image/png;base64,{picture()}"' in cell(shown(image_png=picture(), text_plain="<Figure>"))
    assert 'alt="&lt;Figure&gt;"' in cell(shown(image_png=picture(), text_plain="<Figure>"))


def too_large():
    """A PNG of a few bytes that says it has 400 million points."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")).decode()


@pytest.mark.parametrize("broken", ["%%%", "AAAA", picture()[:20], base64.b64encode(b"<svg onload='x'/>").decode(), base64.b64encode(b"GIF89a" + b"0" * 99).decode(), picture() + '"><script>', too_large(), ""])
def test_what_is_no_picture_is_not_shown(broken):
    page = cell(shown(image_png=broken))

    assert "<img" not in page
    assert "can only be seen in your own notebook (image/png)" in page


def test_a_pandas_table_is_shown_as_a_table():
    import pandas as pd

    table = pd.DataFrame({"khu_vực": ["Bắc", "<b>Nam</b>"], "amount": [1.5, 2.0]})
    page = cell(shown(text_html=table._repr_html_(), text_plain=repr(table)))

    assert "<tr><th></th><th>khu_vực</th><th>amount</th></tr><tr><th>0</th><td>Bắc</td><td>1.5</td></tr><tr><th>1</th><td>&lt;b&gt;Nam&lt;/b&gt;</td><td>2.0</td></tr>" in page


def test_a_picture_of_ours_keeps_its_alt_text_and_its_caption():
    page = cell(shown(text_html=f'<figure><img alt="a &quot;line&quot;" src="data:image/png;base64,{picture()}"/><figcaption><i>It falls.</i></figcaption></figure>'))

    assert 'alt="a &quot;line&quot;"' in page
    assert '<p class="said">It falls.</p>' in page


def test_the_record_of_an_answer_is_shown_as_its_sentence():
    page = cell(v4.new_output("display_data", data={"application/vnd.crmlab.answer+json": {"name": "q1", "value": 1}, "text/plain": "q1: recorded 1.", "text/html": "<div>q1: recorded 1.</div>"}))

    assert '<pre class="output ">q1: recorded 1.</pre>' in page


def test_the_locked_feedback_of_her_copy_takes_no_pages():
    locked = 'import crmlab\ncrmlab.sealed("""\n' + "\n".join(["eJyrVipJLS5R" * 8] * 200) + '\n""")'

    assert "" == cell(source=locked)
    assert "crmlab.sealed(&quot;&quot;&quot;…&quot;&quot;&quot;)\nseed</pre>" in cell(source=locked + "\nseed")


def test_terminal_codes_and_overwritten_lines_are_gone():
    assert "red\ndone 100 %\n" == plain.clean("\x1b[1;31mred\x1b[0m\r\n10 %\r50 %\rdone 100 %\n")
    assert "title" == plain.clean("\x1b]0;window\x07title")


@pytest.mark.parametrize("flood", ["x" * 1_000_000, "line\n" * 200_000, "\x1b]" * 500_000, "<td>" * 300_000, "<a " * 400_000, "<" * 1_000_000, "&" * 1_000_000, "x\r" * 500_000, "<table><tr>" * 100_000, "<table><tr><td>" + "a <b>" * 200_000, "<img src=" * 120_000])
def test_a_megabyte_of_output_is_cut_and_quickly(flood):
    start = time.process_time()
    page = cell(v4.new_output("stream", name="stdout", text=flood), shown(text_html=flood, text_plain=flood), shown(text_html="<table><tr><td>1</td></tr></table>" + flood))

    assert "characters left out" in page or "more rows" in page
    assert len(page) < 300_000
    assert time.process_time() - start < 5


def test_many_cells_outputs_and_rows_are_cut_and_said():
    page = cell(*[shown(text_plain=str(n)) for n in range(100)])
    rows = cell(shown(text_html="<table>" + "<tr><td>1</td></tr>" * 500 + "</table>"))
    cells = notebook_html(v4.new_notebook(cells=[v4.new_code_cell("1", id=str(n)) for n in range(1000)]))

    assert "This cell has 60 more outputs" in page
    assert "The table has 380 more rows" in rows
    assert "The notebook has 600 more cells" in cells


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.sampled_from(HOSTILE[:24]), lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from(["text/plain", "text/html", "image/png", "x"]), inside, max_size=4), max_leaves=6)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional={"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", 3]), "name": anything, "text": anything, "data": anything, "traceback": anything, "ename": anything, "evalue": anything}), max_size=4))
def test_no_shape_of_outputs_breaks_the_page(outputs):
    notebook = nbformat.from_dict({"cells": [{"cell_type": "code", "source": "", "outputs": outputs}, {"cell_type": 7, "source": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    assert {"section", "p", "pre", "div", "table", "tr", "th", "td", "span"} >= Tags(notebook_html(notebook)).tags


def test_the_same_result_makes_the_same_page():
    assert hostile_page() == hostile_page()


NAMES = [
    ("Nguyễn Văn An.ipynb", "Nguyễn Văn An.html"),
    ("an/lab1.ipynb", "an__lab1.html"),
]


@pytest.mark.parametrize(("submission", "name"), NAMES)
def test_a_page_keeps_the_students_name(submission, name):
    assert name == feedback.file_name(submission)


@pytest.mark.parametrize("submission", ['a<b>:"|?*.ipynb', "CON.ipynb", "nul.x.ipynb", "dots... .ipynb", "../../etc/passwd.ipynb", "a\\b.ipynb", "a\0\n\u202eb.ipynb", "ữ" * 300, "", ".ipynb", "LPT1 .ipynb", "\ud800.ipynb"])
def test_a_page_has_a_name_that_every_file_system_takes(submission, tmp_path):
    name = feedback.file_name(submission)
    (tmp_path / name).write_text("x", encoding="utf-8")

    assert name.endswith(".html")
    assert len(name.encode("utf-8")) <= 255
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\u202e]', name)
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\s*\.|[. ]", name)


def test_no_two_pages_have_one_name():
    submissions = ["An.ipynb", "an.ipynb", "a/b.ipynb", "a__b.ipynb", "Ánh.ipynb", "A\u0301nh.ipynb", "x?.ipynb", "x*.ipynb", "straße.ipynb", "STRASSE.ipynb", "An", "B.ipynb", "ữ" * 300, "ữ" * 301]
    names = feedback.file_names(submissions)

    assert submissions == list(names)
    assert len(submissions) == len({name.casefold() for name in names.values()})
    assert "B.html" == names["B.ipynb"]


def test_the_hostile_notebook_of_the_reviewers_is_harmless():
    text = json.dumps({"cells": [{"cell_type": "code", "source": "x", "metadata": {}, "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/html": [f"<script>{CANARY}</script>", "<img src=x onerror='1'>"], "text/plain": ["<IPython.core.display.HTML object>"]}}]}]})
    page = notebook_html(nbformat.from_dict(json.loads(text)))

    assert "can only be seen in your own notebook (text/html)" in page
    assert "CANARY" not in page


def test_what_was_handed_out_is_not_repeated():
    """Her own text is shown whole; of the exercise's only the headings; the seed and the locked feedback not at all."""
    cells = [
        nbformat.v4.new_markdown_cell("## Câu 1. *Giữ chân*\nTính tỷ lệ."), nbformat.v4.new_markdown_cell("Em nghĩ là 0,8."),
        nbformat.v4.new_code_cell("seed = 7", metadata={"tags": ["injected-parameters"]}),
        nbformat.v4.new_code_cell('import crmlab\ncrmlab.sealed("""\n' + "Ab+/" * 50 + '\n""")'), nbformat.v4.new_code_cell('answer("q1", 0.8)'),
    ]
    shown = notebook_html(nbformat.v4.new_notebook(cells=cells), {cells[0].source})

    assert "<b>Câu 1. Giữ chân</b>" in shown and "Em nghĩ là 0,8." in shown and 'id="cell-4"' in shown
    assert [] == [text for text in ("Tính tỷ lệ", "seed", "sealed") if text in shown]
