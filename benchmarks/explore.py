"""From key press to new picture: Explore against ipywidgets.interact, on the same figure, in JupyterLab in Chromium.

    .venv/bin/python benchmarks/explore.py [rounds] [moves]

The clock starts at the captured keydown and stops one animation frame after the new, decoded picture is in the page.
Rounds are interleaved; what counts is the ratio of medians within a round, not the milliseconds.
"""
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

import nbformat
from playwright.sync_api import sync_playwright

HOUSE = pathlib.Path(__file__).parents[1]
WAYS = ("explore", "interact", "interact_picture")
CELLS = {
    "explore": "from crmlab import Explore, charts\nExplore(charts.customers_left, retention_rate=(0.3, 0.95, 0.01))",
    "interact": "import ipywidgets, matplotlib.pyplot\n"
    "ipywidgets.interact(lambda rate: charts.customers_left(rate).figure, rate=ipywidgets.FloatSlider(0.75, min=0.3, max=0.95, step=0.01))",
    "interact_picture": "ipywidgets.interact(lambda rate: charts.customers_left(rate), rate=ipywidgets.FloatSlider(0.75, min=0.3, max=0.95, step=0.01))",
}
MOVE = """async id => {
  const cell = window.jupyterapp.shell.currentWidget.content.widgets.find(cell => cell.model.id === id).node;
  const image = () => cell.querySelector('.jp-OutputArea img, .jp-OutputArea svg[role=img]');
  const drawn = () => image() && (image().src || image().outerHTML);
  const handle = cell.querySelector('.noUi-handle');
  handle.focus();
  const old = drawn();
  const start = performance.now();
  handle.dispatchEvent(new KeyboardEvent('keydown', {key: window.direction, bubbles: true}));
  while (!drawn() || drawn() === old) await new Promise(requestAnimationFrame);
  if (image().decode) await image().decode().catch(() => 0);
  await new Promise(requestAnimationFrame);
  const box = image().getBoundingClientRect();
  return [performance.now() - start, Math.round(box.width) + 'x' + Math.round(box.height)];
}"""


def start_lab(folder):
    """JupyterLab on a folder; (process, URL)."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port", "0", "--allow-root", "--ServerApp.root_dir=" + folder,
               "--ServerApp.log_level=ERROR", "--LabApp.expose_app_in_browser=True", "--LanguageServerManager.autodetect=False"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    for line in server.stdout:
        found = re.search(r"http://localhost:\d+/\S+", line)
        if found:
            return server, found[0]
    raise SystemExit("JupyterLab did not start")


def measure(page, rounds, moves):
    """{way: [[milliseconds of each move] of each round]} and {way: sizes seen}."""
    times, sizes = {way: [] for way in WAYS}, {way: set() for way in WAYS}
    for number in range(rounds):
        page.evaluate("direction => { window.direction = direction }", ["ArrowLeft", "ArrowRight"][number % 2])
        for way in WAYS:
            page.evaluate("""id => { const book = window.jupyterapp.shell.currentWidget.content;
                                     book.activeCellIndex = book.widgets.findIndex(cell => cell.model.id === id);
                                     return book.scrollToItem(book.activeCellIndex, 'start'); }""", way)
            page.wait_for_timeout(500)
            results = [page.evaluate(MOVE, way) for _ in range(moves)]
            times[way].append([milliseconds for milliseconds, _ in results])
            sizes[way] |= {size for _, size in results}
    return times, sizes


def report(times, sizes):
    """The table: medians over all moves, and the ratio to interact within each round."""
    for way in WAYS:
        moves = sorted(one for one_round in times[way] for one in one_round)
        ratios = [statistics.median(base) / statistics.median(own) for base, own in zip(times["interact"], times[way])]
        print(f"{way:17} median {statistics.median(moves):6.0f} ms   p95 {moves[int(0.95 * len(moves))]:6.0f} ms   "
              f"faster than interact {statistics.median(ratios):.2f} x ({min(ratios):.2f}-{max(ratios):.2f})   sizes {sorted(sizes[way])}")


def main(rounds=5, moves=20):
    folder = tempfile.mkdtemp()
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}), folder + "/bench.ipynb")
    server, url = start_lab(folder)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1300, "height": 900})
            page.goto(url.replace("/lab", "/lab/tree/bench.ipynb"))
            page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'", timeout=90_000)
            page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
            page.wait_for_function("() => document.querySelectorAll('.noUi-handle').length === 3 && document.querySelectorAll('.jp-OutputArea img, .jp-OutputArea svg[role=img]').length === 3", timeout=90_000)
            page.wait_for_timeout(2_000)
            measure(page, 1, 3)
            report(*measure(page, rounds, moves))
            browser.close()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
