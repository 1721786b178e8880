"""The authorities are worth something: an error planted in a copy of the formulas is caught by them alone."""
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

HOUSE = pathlib.Path(__file__).parents[1]
PLANTED = {
    "a convention swapped": ("strategic.py", 'last_exponent = 0 if convention == "now" else 1', 'last_exponent = 1 if convention == "now" else 0'),
    "a rate as percent": ("primary.py", "plain(numbers(acquired) / numbers(targeted))", "plain(100 * numbers(acquired) / numbers(targeted))"),
    "an exponent off by one": ("primary.py", "** numbers(period))", "** (numbers(period) - 1))"),
    "nothing": ("primary.py", "import numpy as np", "import numpy as np"),
}


@pytest.mark.parametrize("error", PLANTED)
def test_a_planted_error_is_caught_by_the_authorities(error, tmp_path):
    name, right, wrong = PLANTED[error]
    rooms = [str(path.parent.relative_to(HOUSE)) for path in HOUSE.glob("tests/*/test_*.py")]
    for part in ("crmlab", "tests/authorities", *sorted(set(rooms)), "tests/test_authorities.py"):
        source, target = HOUSE / part, tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    formulas = tmp_path / "crmlab" / "metrics" / name
    text = formulas.read_text(encoding="utf-8")
    assert 1 == text.count(right), f"{name} changed: plant the error anew"
    formulas.write_text(text.replace(right, wrong), encoding="utf-8")
    code = "import sys, pytest; sys.path.insert(0, '.'); import crmlab; assert crmlab.__file__.startswith(sys.argv[1]); sys.exit(pytest.main(['-q', '-x', '--tb=no', '-p', 'no:nbval', '-p', 'no:cacheprovider', '-c', os.devnull, '--rootdir', '.', '--import-mode=importlib', 'tests/test_authorities.py']))"
    run = subprocess.run([sys.executable, "-c", "import os; " + code, str(tmp_path)], cwd=tmp_path, env=os.environ | {"CRMLAB_LANG": "en"}, capture_output=True, encoding="utf-8")

    assert (0 if error == "nothing" else 1) == run.returncode, run.stdout + run.stderr
