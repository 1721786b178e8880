"""What `pip install` of the built wheel gives, in an environment that has nothing else: the course, copied, opened and run."""
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile

import pytest

from crmlab import course
from crmlab.publishing import notebooks

HOUSE = pathlib.Path(__file__).parents[1]
WINDOWS = os.name == "nt"


def built(source, target):
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", target], cwd=source, check=True, capture_output=True)
    return next(target.glob("*.whl")), next(target.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """(wheel, source distribution)"""
    return built(HOUSE, tmp_path_factory.mktemp("dist"))


def contents(wheel):
    """{name: bytes}, without the list of checksums."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


def test_the_wheel_holds_the_whole_course_and_no_solution(packages):
    names = set(contents(packages[0]))
    wanted = {f"crmlab/course/{name.as_posix()}" for name in course.files(HOUSE)}

    assert len(wanted) > 100
    assert set() == wanted - names
    assert [] == [name for name in names if "solution" in name or "__pycache__" in name or "checkpoint" in name or name.startswith("tests")]


def test_the_wheel_made_from_the_source_distribution_is_the_same(packages, tmp_path):
    with tarfile.open(packages[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    again, _ = built(next(tmp_path.glob("crmlab-*")), tmp_path / "dist")

    assert contents(packages[0]) == contents(again)


@pytest.fixture(scope="module")
def clean(packages, tmp_path_factory):
    """A new environment with the locked libraries and the wheel, and a home of its own: {"run": function, "folder": the course started}."""
    home = tmp_path_factory.mktemp("home")
    place = home / "env" / ("Scripts" if WINDOWS else "bin")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LANG", "TMPDIR", "TEMP") or name.startswith("UV_")}
    variables = kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}
    uv = [sys.executable, "-m", "uv", "pip"]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "env"], check=True)
    for what in (["install", "-q", "--require-hashes", "-r", HOUSE / "requirements.lock"], ["install", "-q", "--no-deps", packages[0]], ["check"]):
        subprocess.run([*uv, *what, "--python", home / "env"], check=True, capture_output=True)

    def run(*command):
        done = subprocess.run([place / command[0], *command[1:]], cwd=home, env=variables, capture_output=True, encoding="utf-8")
        assert 0 == done.returncode, done.stderr
        return done.stdout

    said = run("crmlab", "start", "my-course", "--no-open")
    return {"run": run, "folder": home / "my-course", "said": said, "home": home, "place": place, "variables": variables}


def test_the_course_is_copied_whole(clean):
    copied = {path.relative_to(clean["folder"]): path.read_bytes() for path in clean["folder"].rglob("*") if path.is_file()}

    assert {name: (HOUSE / name).read_bytes() for name in course.files(HOUSE)} == copied
    assert str(len(copied)) in clean["said"]


def test_a_chapter_runs_there_to_the_stored_outputs(clean):
    name = "notebooks/vi/4.1.1_customer_database.ipynb"
    clean["run"]("crmlab", "run", str(clean["folder"] / name), "-o", "out.ipynb")
    cells = zip(notebooks.read(HOUSE / name).cells, notebooks.canonical(notebooks.read(clean["home"] / "out.ipynb")).cells)
    texts = [[output.get("text", output.get("data", {}).get("text/plain")) for output in cell.get("outputs", [])] for pair in cells for cell in pair]

    assert len(texts) > 100
    assert texts[::2] == texts[1::2]


def test_every_data_set_is_there_and_every_room_opens(clean):
    code = (
        "import crmlab; from crmlab import datasets; print(all(len(datasets.load(name)) for name in datasets.names())); "
        "import crmlab.database, crmlab.models, crmlab.imports, crmlab.report; [getattr(crmlab, name) for name in crmlab.__all__]; print(crmlab.__file__)"
    )
    shown = clean["run"]("python", "-c", code)

    assert shown.startswith("True") and str(HOUSE) not in shown


def test_jupyterlab_opens_on_the_start_page(clean):
    command = [clean["place"] / "crmlab", "start", "my-course", "--lang", "en", "--no-browser"]
    with open(clean["home"] / "lab.log", "w+", encoding="utf-8") as log:
        lab = subprocess.Popen(command, cwd=clean["home"], env=clean["variables"], stdout=log, stderr=subprocess.STDOUT, start_new_session=not WINDOWS)
        try:
            page = opened(clean["home"] / "lab.log")
        finally:
            lab.terminate() if WINDOWS else os.killpg(lab.pid, 15)
            lab.wait(30)

    assert "jupyter-config-data" in page and "0_start.ipynb" in page


def opened(log, seconds=60):
    """The page at the address that JupyterLab prints."""
    for _ in range(10 * seconds):
        address = re.search(r"http://(?:localhost|127\.0\.0\.1):\d+/lab\S*", log.read_text(encoding="utf-8"))
        if address:
            with urllib.request.urlopen(address[0]) as answer:
                return answer.read().decode("utf-8")
        time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8"))
