"""lab.py, the lock files and environment.yml agree, and each trouble has its two sentences."""
import ast
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

HOUSE = pathlib.Path(__file__).parents[1]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def lab():
    specification = importlib.util.spec_from_file_location("lab", HOUSE / "lab.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def locked(name):
    """{package: [(version, marker)]} of a lock file."""
    found = {}
    for line in (HOUSE / name).read_text(encoding="utf-8").splitlines():
        match = re.match(r"([a-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+))?", line)
        if match:
            found.setdefault(match[1], []).append((match[2], (match[3] or "").strip()))
    return found


COURSE = ["setup"]  # the extras that the course's lock holds


def is_satisfied(requirement, lock):
    wanted = Requirement(requirement)
    versions = lock.get(wanted.name.lower().replace("_", "-"), [])
    return bool(versions) and all(wanted.specifier.contains(version) for version, _ in versions)


@pytest.mark.parametrize(("extras", "lock"), [(COURSE, "requirements.lock"), ([*COURSE, "test"], "requirements-test.lock")])
def test_the_lock_satisfies_pyproject(extras, lock):
    wanted = [*PROJECT["dependencies"], *(one for extra in extras for one in PROJECT["optional-dependencies"][extra])]

    assert [] == [one for one in wanted if not is_satisfied(one, locked(lock))], "run: python3 lab.py lock"


def test_the_test_lock_is_the_lock_and_more():
    run, test = locked("requirements.lock"), locked("requirements-test.lock")

    # what a test tool wants everywhere, the course itself may want on some systems only
    differing = {name: versions for name, versions in run.items() if test.get(name) not in (versions, [(version, "") for version, _ in versions])}
    assert {} == differing, "run: python3 lab.py lock"


def test_the_lock_of_spark_satisfies_pyproject_and_holds_little_else():
    lock = locked("requirements-spark.lock")

    assert is_satisfied(PROJECT["optional-dependencies"]["spark"][0], lock)
    assert {"pyspark", "py4j"} == set(lock), "run: python3 lab.py lock"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock", "requirements-spark.lock"])
def test_locks_carry_names_versions_and_hashes_and_no_address(name):
    text = (HOUSE / name).read_text(encoding="utf-8")

    assert "://" not in text
    assert [] == [line for line in text.splitlines() if not re.match(r"([a-z0-9._-]+==|    --hash=sha256:[0-9a-f]{64}( \\)?$)", line)]
    assert all("--hash=" in block for block in re.split(r"\n(?=[a-z])", text))


def test_what_is_installed_is_what_is_locked():
    here = {"python_version": "%d.%d" % sys.version_info[:2]}
    differing = {}
    for name, versions in locked("requirements-test.lock").items():
        wanted = [version for version, marker in versions if not marker or Marker(marker).evaluate(here | {"python_full_version": sys.version.split()[0]})]
        try:
            if wanted and metadata.version(name) not in wanted:
                differing[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            differing[name] = None

    assert {"rfc3987-syntax": None} == differing, "run: python3 lab.py test"


def test_reading_notebooks_does_not_wait_for_grammars_that_nobody_needs():
    """Importing nbformat built 38 of them, more than a second at each start of JupyterLab and of the grader (jsonschema, issue 1428)."""
    loaded = subprocess.run([sys.executable, "-c", "import sys, nbformat; print('lark' in sys.modules)"], capture_output=True, text=True, check=True).stdout

    assert "False\n" == loaded


def test_conda_gets_python_pip_and_the_lock_only():
    environment = yaml.safe_load((HOUSE / "environment.yml").read_text(encoding="utf-8"))
    conda = [one for one in environment["dependencies"] if isinstance(one, str)]
    pip = next(one["pip"] for one in environment["dependencies"] if isinstance(one, dict))

    assert ["python" + PROJECT["requires-python"], "pip"] == conda
    assert ["-r requirements.lock"] == pip


def test_lab_py_is_understood_by_old_pythons_and_refuses_them(lab, capsys):
    ast.parse((HOUSE / "lab.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    with pytest.raises(SystemExit):
        lab.check_python((3, 9, 1))
    said = capsys.readouterr().out

    assert "Python 3.9" in said and "cần Python 3.11" in said and "needs Python 3.11" in said


def test_a_python_that_is_too_new_is_refused_with_the_one_to_install(lab, capsys):
    with pytest.raises(SystemExit):
        lab.check_python((3, 15, 0))
    said = capsys.readouterr().out

    assert "Python 3.15" in said and "cài thêm Python 3.14" in said and "py -3.14 lab.py" in said
    lab.check_python((3, 14, 2))


def test_a_disk_that_became_full_is_not_taken_for_a_bad_network(lab, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(lab, "installer", lambda lock: lab.PIP)
    monkeypatch.setattr(lab, "run_with_bar", lambda *command: (1, ""))
    monkeypatch.setattr(lab, "is_full", lambda: True)
    with pytest.raises(SystemExit):
        lab.install(tmp_path / "lock")

    assert "became full" in capsys.readouterr().out


def test_lab_py_uses_the_standard_library_only():
    imports = {alias.name.split(".")[0] for node in ast.walk(ast.parse((HOUSE / "lab.py").read_text(encoding="utf-8"))) if isinstance(node, ast.Import) for alias in node.names}

    assert set() == imports - set(sys.stdlib_module_names)


def test_the_oldest_python_is_the_same_everywhere(lab):
    assert PROJECT["requires-python"] == ">=%d.%d,<%d.%d" % (*lab.OLDEST, lab.NEWEST[0], lab.NEWEST[1] + 1)


def test_a_long_windows_path_is_refused_and_one_with_marks_is_warned_of(lab, capsys):
    lab.check_path(pathlib.PureWindowsPath(r"C:\Users\Nguyễn\crmlab"), windows=True)
    assert "chữ có dấu" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        lab.check_path(pathlib.PureWindowsPath("C:\\" + "a" * 120), windows=True)
    assert "too long for Windows" in capsys.readouterr().out
    lab.check_path(pathlib.PureWindowsPath(r"C:\crmlab"), windows=True)
    assert "" == capsys.readouterr().out


def test_the_longest_path_of_the_installation_is_within_what_windows_allows(lab):
    inside = [len(str(path.relative_to(sys.prefix))) for path in pathlib.Path(sys.prefix).rglob("*")]

    assert max(inside) + len("/.venv/") <= lab.LONGEST_PATH_IN_VENV


def test_a_full_disk_is_told_before_and_during_the_installation(lab, capsys):
    with pytest.raises(SystemExit):
        lab.check_space(free=123_000_000)
    said = capsys.readouterr().out
    assert "123 MB" in said and "dọn bớt" in said and "Free some space" in said
    with pytest.raises(SystemExit):
        lab.stop_full_disk()


def test_a_package_that_cannot_be_fetched_is_told_with_the_last_lines(lab, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(lab, "installer", lambda lock: [sys.executable, "-m", "pip", "install"])
    monkeypatch.setattr(lab, "run_with_bar", lambda *command: (1, "a\nb\nERROR: No matching distribution found for numpy==2.4.6"))
    with pytest.raises(SystemExit):
        lab.install(tmp_path / "lock")
    said = capsys.readouterr().out

    assert "numpy==2.4.6" in said and "kiểm tra mạng" in said and "Check the network" in said


def test_uv_that_fails_is_followed_by_pip(lab, monkeypatch, tmp_path):
    tried = []
    monkeypatch.setattr(lab, "installer", lambda lock: [lab.PYTHON, "-m", "uv", "pip", "install"])
    monkeypatch.setattr(lab, "run_with_bar", lambda lock, *command: tried.append(command) or (("uv" in command) * 1, ""))
    monkeypatch.setattr(lab, "run", lambda *command, **options: (0, ""))
    lab.install(tmp_path / "lock")

    assert ["uv", "pip", "pip"] == [command[2] for command in tried]


@pytest.mark.parametrize(("said", "enough"), [('openjdk version "17.0.15" 2025-04-15', True), ('java version "1.8.0_401"', False), ('openjdk version "21" 2023-09-19', True), ("", False)])
def test_spark_is_added_only_where_its_java_is(lab, monkeypatch, tmp_path, said, enough):
    installed = []
    monkeypatch.setattr(lab, "VENV", tmp_path)
    monkeypatch.setattr(lab.subprocess, "run", lambda *command, **options: subprocess.CompletedProcess(command, 0, stdout=said))
    monkeypatch.setattr(lab, "install", lambda lock, tool: installed.append(lock.name))
    lab.add_spark()

    assert enough == lab.has_java()
    assert ["requirements-spark.lock"] * enough == installed


def test_without_java_nothing_of_spark_is_fetched(lab, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert not lab.has_java()


def test_one_package_is_cut_out_of_the_lock_with_its_hashes(lab):
    line = lab.requirement("uv", HOUSE / "requirements.lock")

    assert line.startswith("uv==") and line.count("--hash=sha256:") >= 5 and "\n" not in line.strip()


def test_a_torn_set_up_is_done_again(lab, monkeypatch, tmp_path):
    """The stamp is written last: without it the installation runs, with it nothing does."""
    done = []
    monkeypatch.setattr(lab, "VENV", tmp_path)
    monkeypatch.setattr(lab, "PYTHON", pathlib.Path(sys.executable))
    monkeypatch.setattr(lab, "install", lambda lock: done.append(lock.name))
    monkeypatch.setattr(lab, "make_venv", lambda: done.append("venv"))
    lab.prepare()
    lab.prepare()
    assert ["requirements.lock"] == done
    next(tmp_path.glob("*.stamp")).write_text("torn", encoding="utf-8")
    lab.prepare()

    assert ["requirements.lock"] * 2 == done
    assert json.loads((tmp_path / "share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8"))["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_what_was_installed_for_the_tests_is_enough_to_open_the_course(lab, monkeypatch, tmp_path):
    done = []
    monkeypatch.setattr(lab, "VENV", tmp_path)
    monkeypatch.setattr(lab, "PYTHON", pathlib.Path(sys.executable))
    monkeypatch.setattr(lab, "install", lambda lock: done.append(lock.name))
    lab.prepare("test")
    lab.prepare("run")

    assert ["requirements-test.lock"] == done


def test_the_second_start_does_next_to_nothing(lab, monkeypatch):
    """Nothing is run and nothing of .venv imported before JupyterLab itself."""
    ran = []
    monkeypatch.setattr(lab, "run", lambda *command, **options: ran.append(command) or (0, ""))
    monkeypatch.setattr(lab, "stamp", lambda lock: next(lab.VENV.glob("crmlab-*.stamp")).read_text(encoding="utf-8"))
    monkeypatch.setattr(lab, "hand_over", lambda *command: ran.append(command))
    lab.main(["--no-browser"])

    assert 1 == len(ran)
    assert "jupyterlab" in ran[0]


def test_children_write_their_caches_below_venv(lab, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = lab.environment()

    assert "1" == environment["PYTHONUTF8"]
    assert "PYTHONPATH" not in environment
    assert "PYTHONDONTWRITEBYTECODE" not in environment, "a kernel that compiles pandas at each start takes three times as long"
    assert all(environment[name].startswith(str(lab.VENV)) for name in ("IPYTHONDIR", "MPLCONFIGDIR", "VIRTUAL_ENV"))


def test_an_unknown_command_is_told_the_known_ones(lab, capsys):
    with pytest.raises(SystemExit):
        lab.main(["tets"])

    assert "test, book, sync, lock" in capsys.readouterr().out


def test_help_is_in_both_languages(lab, capsys):
    lab.main(["--help"])
    said = capsys.readouterr().out

    assert "mở JupyterLab" in said and "open JupyterLab" in said


def test_lab_py_speaks_where_the_terminal_cannot():
    """A Windows terminal in another code page gets question marks, not a traceback."""
    done = subprocess.run([sys.executable, "lab.py", "--help"], cwd=HOUSE, capture_output=True, env={"PYTHONIOENCODING": "cp1252", "PATH": ""})

    assert 0 == done.returncode
    assert "mở JupyterLab" in done.stdout.decode("utf-8")


def test_ci_calls_the_readmes_test_command():
    assert "python3 lab.py test" in (HOUSE / ".ci" / "run").read_text(encoding="utf-8")
    for readme in ("README.md", "README.vi.md"):
        assert "python3 lab.py test" in (HOUSE / readme).read_text(encoding="utf-8")


def test_versions_and_locks_are_of_this_python_too():
    assert Version(PROJECT["version"]) == Version(metadata.version("crmlab"))
