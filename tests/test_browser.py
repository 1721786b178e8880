"""A student's first minutes, in a real JupyterLab and a real browser: open, run all, move the slider, see the picture change."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import pytest

from crmlab.publishing import notebooks

HOUSE = pathlib.Path(__file__).parents[1]
CHAPTER = "notebooks/vi/3.2.1_primary_metrics.ipynb"
EXERCISE = "exercises/vi/3.1_traditional_metrics.ipynb"
CASE = "notebooks/casebook/vi/C01_dell.ipynb"
PARTS = [*(f"notebooks/vi/{name}.ipynb" for name in ("1.1_customer_value", "2.3.1_differentiate_by_value", "4.1.1_customer_database", "5.1_customer_portfolio")), CASE]
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; on Debian: sudo apt install chromium"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An empty home folder, to see what JupyterLab writes there."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def lab(home, tmp_path_factory):
    """JupyterLab as ``python3 lab.py`` opens it, on a copy of the course; yields its URL."""
    course = tmp_path_factory.mktemp("course")
    for name in ("lab.py", "pyproject.toml", "requirements.lock", "notebooks", "exercises", "datasets", "crmlab"):
        source = HOUSE / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, course / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG", "MPL", "IPYTHON", "DISPLAY"))}
    environment |= {"HOME": str(home)}
    # the copy's .venv is this one: only the stamp differs, because it names the folder
    command = [sys.executable, "-c", f"import sys; sys.argv = ['lab.py']; import lab; lab.VENV = __import__('pathlib').Path({str(sys.prefix)!r}); "
               "lab.PYTHON = lab.VENV / 'bin' / 'python'; lab.prepare = lambda kind='run': None; lab.main(['--no-browser', '--port', '0', '--LabApp.expose_app_in_browser=True'])"]
    server = subprocess.Popen(command, cwd=course, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", start_new_session=True)
    try:
        yield _url_printed_by(server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def _url_printed_by(server):
    said = []
    for line in server.stdout:
        said.append(line)
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+/\S+", line)
        if found:
            return found[0]
    raise AssertionError("JupyterLab printed no URL:\n" + "".join(said))


@pytest.fixture(scope="module")
def page(lab):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"])
        page = browser.new_page(viewport={"width": 1300, "height": 900}, locale="vi-VN")
        page.goto(lab)
        page.wait_for_function("() => window.jupyterapp !== undefined", timeout=60_000)
        page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.title?.label === '0_start.ipynb'", timeout=60_000)
        yield page
        browser.close()


def open_notebook(page, path):
    """Open a notebook and wait until its kernel answers."""
    page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'}) }", path)
    name = path.rsplit("/", 1)[-1]
    page.wait_for_function("name => window.jupyterapp.shell.currentWidget?.title?.label === name", arg=name, timeout=60_000)
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'", timeout=90_000)


def run_all(page):
    """Run all cells and wait for the last one."""
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(
        """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')
                 .every(cell => cell.model.executionCount > 0 && cell.model.sharedModel.execution_count !== null)""",
        timeout=180_000,
    )
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.status === 'idle'", timeout=60_000)


def scroll_to(page, cell):
    """Bring a cell into view."""
    page.evaluate("""id => { const notebook = window.jupyterapp.shell.currentWidget.content;
                             notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.model.id === id);
                             return notebook.scrollToItem(notebook.activeCellIndex); }""", cell)


def test_the_start_page_opens_in_vietnamese(page):
    assert "crmlab" in page.locator(".jp-Notebook:visible h1").first.inner_text()


def test_no_news_and_no_build_prompt_pop_up(page):
    page.wait_for_timeout(3_000)

    assert 0 == page.locator(".Toastify__toast").count()
    assert 0 == page.locator(".jp-Dialog").count()


def test_the_slider_of_the_survival_chapter_changes_the_picture(page):
    open_notebook(page, CHAPTER)
    run_all(page)
    scroll_to(page, "explore")
    slider = page.locator(".jupyter-widgets .noUi-handle").first
    slider.wait_for(state="visible", timeout=30_000)
    picture = page.locator(".jupyter-widgets figure svg[role=img]").first
    before, size = picture.get_attribute("aria-label"), size_of(page, picture)
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.jupyter-widgets figure svg').getAttribute('aria-label').includes('85\u00a0%')", timeout=20_000)

    assert "75\u00a0%" in before, "ten steps of 1 % from 75 %"
    assert size == size_of(page, picture)
    assert "khách" in page.locator(".jupyter-widgets figcaption").first.inner_text()
    assert 0 == page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count()


def size_of(page, picture):
    """Width and height of a picture on the screen; while it is drawn anew there is none for a moment."""
    for _ in range(100):
        if box := picture.bounding_box():
            return box["width"], box["height"]
        page.wait_for_timeout(100)
    raise AssertionError("no picture for ten seconds")


def type_and_run(page, cell, code):
    """Put code into a cell, run it, and give the sentence below it."""
    type_in(page, cell, code)
    scroll_to(page, cell)
    return page.locator(".jp-Notebook:visible .jp-mod-active .jp-OutputArea-output").last.inner_text()


def type_in(page, cell, code):
    """Put code into a cell and run it."""
    page.evaluate("""([id, code]) => { const notebook = window.jupyterapp.shell.currentWidget.content;
                             notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.model.id === id);
                             notebook.activeCell.model.sharedModel.setSource(code); }""", [cell, code])
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell').then(() => null)")


def test_an_exercise_says_at_once_what_went_wrong(page):
    """As a student: from the chapter to its exercise, untouched, slipped, right; the locked feedback stays folded away."""
    open_notebook(page, EXERCISE)
    run_all(page)
    scroll_to(page, "q1")

    assert "○ q1: chưa làm" in page.locator(".jp-Notebook:visible").inner_text()
    swapped = 'answer("q1", (houses["sales_before"].sum() - houses["sales_now"].sum()) / houses["sales_now"].sum())'
    assert type_and_run(page, "q1", swapped).startswith("✗ q1: chưa đúng: đổi chỗ hai năm. Bạn trả lời −0,0")
    assert "✗ q1: chưa đúng loại. Câu trả lời phải là một con số" in type_and_run(page, "q1", 'answer("q1", "4 %")')
    assert type_and_run(page, "q1", 'answer("q1", houses["sales_now"].sum() / houses["sales_before"].sum() - 1)').startswith("✓ q1: đúng. Bạn trả lời ")
    assert 0 == page.locator(".jp-Notebook:visible").get_by_text("crmlab.sealed").count()


def test_a_case_asks_for_a_decision_and_answers_it_in_money(page):
    """Run all: the outcomes stay folded. Choose: the other option stands beside one's own."""
    open_notebook(page, CASE)
    run_all(page)
    scroll_to(page, "reveal")
    folded = page.locator(".jp-Notebook:visible .jp-mod-active details")

    assert folded.count() and not folded.first.evaluate("part => part.open")
    reveal = next(cell.source for cell in notebooks.read(HOUSE / CASE).cells if cell.id == "reveal")
    type_in(page, "choice", 'choice = "A"')
    said = type_and_run(page, "reveal", reveal)
    assert "◄ bạn chọn" in said and "B hơn A 2,4 triệu USD" in said


def explore_cell(path):
    """The first cell of a notebook that shows sliders."""
    return next(cell.id for cell in notebooks.read(HOUSE / path).cells if cell.cell_type == "code" and "Explore(" in cell.source)


@pytest.mark.parametrize("path", PARTS)
def test_the_first_slider_of_each_part_of_the_course_changes_its_picture(page, path):
    open_notebook(page, path)
    cell = explore_cell(path)
    scroll_to(page, cell)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-above').then(() => null)")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell').then(() => null)")
    scroll_to(page, cell)
    shown = page.locator(".jp-Notebook:visible .jp-mod-active")
    picture = shown.locator(".jupyter-widgets figure svg[role=img]").first
    picture.wait_for(state="visible", timeout=90_000)
    before, size = picture.get_attribute("aria-label"), size_of(page, picture)
    slider = shown.locator(".jupyter-widgets .noUi-handle").first
    for key in ("Home", "End"):
        slider.press(key)
        page.wait_for_timeout(1_500)
        if picture.get_attribute("aria-label") != before:
            break

    assert before != picture.get_attribute("aria-label")
    assert size == size_of(page, picture)
    assert 0 == shown.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count()
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown().then(() => null)")
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.model.dirty = false; window.jupyterapp.shell.currentWidget.dispose() }")


def test_a_saved_notebook_still_shows_its_sliders_when_it_is_opened_tomorrow(page):
    """Saved, kernel gone, opened again: the picture is there, and no message about a lost model."""
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save').then(() => null)")
    page.wait_for_timeout(1_000)
    page.evaluate("""() => window.jupyterapp.serviceManager.sessions.shutdownAll().then(() => null)""")
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.dispose() }")
    page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'}) }", CHAPTER)
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.title?.label === '3.2.1_primary_metrics.ipynb'", timeout=60_000)
    page.wait_for_timeout(3_000)
    scroll_to(page, "explore")
    page.locator(".jupyter-widgets figure svg[role=img]").first.wait_for(state="visible", timeout=30_000)

    assert 0 == page.get_by_text("Error displaying widget").count()


def test_jupyterlab_writes_only_into_its_own_folders(page, home):
    written = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]

    assert [] == [path for path in written if not path.startswith((".jupyter/", ".local/share/jupyter/"))]
