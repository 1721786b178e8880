"""The page about a class: what it counts, what it says first, and that nothing a student wrote runs on it."""
import copy
import html
import html.parser
import re
import shutil
import time
import urllib.parse

import pytest

from crmlab import words
from crmlab.grading import bars, classpage, feedback, gradebook, late

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


def page_of(a_class, **changes):
    return classpage.page(a_class.results, a_class.questions, a_class.codes, a_class.title, **changes)


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)).split())


class Page(html.parser.HTMLParser):
    """Tags, ids and links of a page, and that what is opened is closed."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.links, self.attributes, self.opened = set(), [], [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.ids += [value for name, value in attributes if name == "id"]
        self.links += [value for name, value in attributes if name == "href"]
        if tag != "meta":
            self.opened.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag != "meta":
            self.opened.pop()

    def handle_endtag(self, tag):
        assert self.opened.pop() == tag


def test_it_says_first_what_to_discuss(class_of_40):
    text = text_of(page_of(class_of_40))
    first = text[text.index("Discuss this first") : text.index("How the points are spread")]

    assert "1 In" not in first
    assert re.search(r"In “Retention rate of a year”, 12 of 40 \(30%\) : took the monthly rate for the yearly one: 0.92 See an example In “Whom", first)
    assert 3 == first.count("See an example")


def test_an_error_that_most_of_them_met_is_to_be_discussed_too(class_of_40):
    for result in [result for result in class_of_40.results if "q3" in result["questions"]][:25]:
        result["questions"]["q3"] |= {"outcome": "error", "points": 0, "error": "NameError: name 'per_member' is not defined"}
    text = text_of(page_of(class_of_40))

    assert re.search(r"Discuss this first In “Lifetime value of a customer”, 2\d of 40 \(\d\d%\) : stopped with NameError", text)


def test_a_vietnamese_instructor_reads_vietnamese(class_of_40):
    words.use("vi")
    page = classpage.page(class_of_40.results, class_of_40.questions, class_of_40.codes)

    assert '<html lang="vi">' in page
    assert "12 trên 40 bài (30\u00a0%)" in page
    assert "Nên bàn với lớp trước tiên" in page


def test_it_counts_what_was_handed_in(class_of_40):
    text = text_of(page_of(class_of_40))

    assert "40 handed in" in text
    for odd in ("1 unreadable", "1 ran too long", "1 ended early"):
        assert odd in text
    assert "4.7 mean, of 10 points" in text
    assert "5 median, of 10 points" in text


def test_every_outcome_is_in_its_bar():
    bar = bars.outcome_bar({"correct": 25, "in part": 0, "incorrect": 12, "error": 2, "not attempted": 1, "to be read": 0})

    assert 'aria-label="Correct: 25, Incorrect: 12, Error: 2, Not attempted: 1"' in bar
    assert ["62.500%", "30.000%", "5.000%", "2.500%"] == re.findall(r'<rect [^>]*width="([\d.]+%)"', bar)
    assert 4 == len(set(re.findall(r'fill="([^"]+)" stroke', bar)))
    assert "✓ 25" in bar and "✗ 12" in bar


@pytest.mark.parametrize(("totals", "most", "said"), [
    ([0, 1, 1, 10], 10, "0 points: 1; 1 points: 2; 10 points: 1"),
    ([7.5, 7, 8], 10, "7 points: 2; 8 points: 1"),
    ([0, 19.9, 95, 100], 100, "0–10 points: 1; 10–20 points: 1; 90–100 points: 2"),
    ([0.3, 2], 2, "0.2 points: 1; 2 points: 1"),
    ([5], 5, "5 points: 1"),
    ([37, 36], 37, "35–37 points: 2"),
    ([12, -1], 10, "0 points: 1; 10 points: 1"),
])
def test_every_total_is_in_one_column(totals, most, said):
    assert f"Submissions by points: {said}. The median is" in bars.histogram(totals, most)


def test_each_cluster_shows_an_example_and_who(class_of_40):
    page = page_of(class_of_40)
    cluster = page[page.index('id="q-2-1"') : page.index('id="q-2-2"')]

    assert "theo_thang = 0.92" in cluster
    assert 12 == cluster.count("<li>")
    assert cluster.count('href="feedback/') == 12


def test_errors_are_grouped_by_type(class_of_40):
    text = text_of(page_of(class_of_40))

    assert re.search(r"4 of 40 \(10%\) · stopped with ! NameError NameError: name 'lai_moi_nam' is not defined tong = 0", text)
    assert "2 of 40 (5%) · stopped with ! TypeError" in text


def test_every_student_has_a_row_with_her_total_and_a_link(class_of_40):
    page = page_of(class_of_40)
    names = feedback.file_names([result["submission"] for result in class_of_40.results])
    table = page[page.index('<table class="students">') :]
    totals = {row.submission: row.total for row in gradebook.rows(class_of_40.results, class_of_40.questions)}

    for result in class_of_40.results:
        link = f'<a href="feedback/{urllib.parse.quote(names[result["submission"]])}">{result["student"]}</a>'
        row = table[table.index(link) :]

        assert words.number(totals[result["submission"]]) == re.search(r'<td class="n">(.*?)</td>', row)[1]
        assert ("<br/>" in row[: row.index("</th>")]) == (result["status"] != "graded")
    assert 40 * 6 == table.count('class="mark ')


def test_late_days_cost_what_the_gradebook_says(class_of_40):
    first = class_of_40.results[1]["submission"]

    assert '<td class="n">8</td>' in page_of(class_of_40).split("Trần Thị Bích</a></th>")[1][:40]
    assert '<td class="n">7.2</td>' in page_of(class_of_40, late={first: late.Late(1, 0.1)}).split("Trần Thị Bích</a></th>")[1][:40]


def test_prose_that_earned_some_points_is_right_in_part(class_of_40):
    for result in class_of_40.results:
        if result["questions"].get("q6", {}).get("outcome") == "to be read":
            result["questions"]["q6"] |= {"outcome": "incorrect", "points": 1.5, "comment": "Good."}
    page = page_of(class_of_40)

    assert 'aria-label="Right in part: 32, Not attempted: 8"' in page
    assert "This question is read and marked by a person." in page


def test_links_lead_somewhere_and_tags_are_closed(class_of_40, language):
    page = Page(page_of(class_of_40))

    assert [] == page.opened
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert set() == {link for link in page.links if not link.startswith(("#", "feedback/"))}


def test_it_shows_no_hidden_data(class_of_40):
    for result in class_of_40.results:
        for record in result["questions"].values():
            record["hidden"] = [987123.5 if isinstance(value, float) else value for value in record["hidden"]]

    assert "987" not in page_of(class_of_40).split("</style>")[1]


def hostile(a_class):
    """The same class, with markup wherever a student can write."""
    bad = '"><script>window.CANARY=1</script><img src=x onerror=window.CANARY=1>\u202e\0'
    for result in a_class.results:
        result |= {"student": bad, "submission": bad + result["submission"], "reason": bad}
        for record in result["questions"].values():
            record |= {"given": bad if record["given"] is not None else None, "error": bad if record["error"] else None, "comment": bad}
    a_class.codes = {bad + name: {question: bad for question in code} for name, code in a_class.codes.items()}
    for question in a_class.questions:
        question |= {"title": bad}
    return a_class


def test_nothing_that_a_student_wrote_becomes_a_tag(class_of_40):
    clean = Page(page_of(copy.deepcopy(class_of_40)))
    bad = page_of(hostile(class_of_40))
    dirty = Page(bad)

    assert clean.tags >= dirty.tags
    assert clean.attributes >= dirty.attributes
    assert "default-src 'none'" in bad
    assert "url(h" not in bad and "\0" not in bad and "\u202e" not in bad


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; on Debian: sudo apt install chromium")
def test_it_fits_a_phone_and_runs_nothing(class_of_40, tmp_path):
    from playwright.sync_api import sync_playwright

    (tmp_path / "class.html").write_text(page_of(class_of_40), encoding="utf-8")
    (tmp_path / "bad.html").write_text(page_of(hostile(class_of_40)), encoding="utf-8")
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        page = browser.new_page(viewport={"width": 400, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "class.html").as_uri())
        widths = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        page.goto((tmp_path / "bad.html").as_uri())
        canary = page.evaluate("() => typeof window.CANARY")
        browser.close()

    assert widths[0] <= widths[1]
    assert "undefined" == canary
    assert ["class.html", "bad.html"] == [url.rsplit("/", 1)[1] for url in asked]


@pytest.mark.parametrize("keep", [0, 1])
def test_a_small_class_has_a_page_too(class_of_40, keep, language):
    page = classpage.page(class_of_40.results[:keep], class_of_40.questions, {})

    assert words.t("classpage.nothing_shared") in page
    assert [] == Page(page).opened


def test_a_class_of_unreadable_files_has_a_page_too(class_of_40):
    for result in class_of_40.results:
        result |= {"status": "unreadable", "questions": {}}

    assert "40 unreadable" in text_of(page_of(class_of_40))


def test_a_thousand_students_take_no_time(class_of_40):
    results = [result | {"submission": f"{n}/{result['submission']}"} for n in range(25) for result in class_of_40.results]
    start = time.process_time()
    page = classpage.page(results, class_of_40.questions, {})

    assert "300 of 1000 (30%)" in page
    assert time.process_time() - start < 5
    assert len(page) < 3_000_000
