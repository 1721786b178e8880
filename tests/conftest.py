"""Shared by all tests: one language unless a test asks for another."""
import gc
import itertools
import platform
import sys
import tempfile

import nbval.kernel
import pytest
from hypothesis import settings
from jupyter_client.manager import KernelManager

from crmlab import words

# the same examples on every machine, however slow it is
settings.register_profile("crmlab", derandomize=True, max_examples=50, deadline=None)
settings.load_profile("crmlab")


LONG = (
    "test_browser.py", "test_exercises.py", "test_notebooks.py", "test_engines.py", "test_packages.py",
    "test_sandbox.py", "test_casebook.py", "test_kills.py", "test_linking.py", "test_hostile.py",
)  # fmt: skip


def pytest_configure(config):
    """nbval compares pictures byte by byte where letters are drawn as they were when the notebooks were stored."""
    if (sys.platform, platform.machine(), sys.version_info[:2]) == ("linux", "x86_64", (3, 11)):
        config.option.nbval_sanitize_with = None
    if sys.platform == "linux":
        nbval.kernel.KernelManager = _kernels_without_ports()


def _kernels_without_ports():
    """Two kernels that start at one moment are now and then given the same free port, and one dies (jupyter/jupyter_client, issue 487)."""
    folder, count = tempfile.TemporaryDirectory(), itertools.count()
    return lambda **options: KernelManager(transport="ipc", ip=f"{folder.name}/{next(count)}", **options)


def pytest_collection_modifyitems(items):
    """Files that take a minute or more come first: at the end no worker is left alone with one."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


def pytest_collection_finish():
    """Thirteen thousand tests live to the end: looking through them at each garbage collection costs a twelfth of the time."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish():
    gc.unfreeze()


@pytest.fixture(autouse=True)
def english():
    """Tests read English messages; those about both languages use the fixture ``language``."""
    words.use("en")
    yield
    words.use(None)


@pytest.fixture(params=words.LANGUAGES)
def language(request):
    """Each language in turn."""
    words.use(request.param)
    return request.param


@pytest.fixture(scope="session")
def worker():
    """One real sandbox for all tests that run a notebook."""
    from crmlab.grading import sandbox
    from crmlab.grading.worker import Worker

    with Worker(sandbox.choose("auto" if sys.platform == "linux" else "none"), sandbox.LIMITS | {"cell_seconds": 20, "seconds": 60}) as worker:
        yield worker


@pytest.fixture(scope="session")
def generator():
    """The generator of the invented firm and its script: datasets/firm and datasets/make_firm.py."""
    from crmlab import datasets

    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(datasets.FOLDER))
        import firm
        import make_firm

        yield firm, make_firm
