"""Shared by all tests: one language unless a test asks for another."""
import platform
import sys

import pytest
from hypothesis import settings

from crmlab import words

# the same examples on every machine, however slow it is
settings.register_profile("crmlab", derandomize=True, max_examples=50, deadline=None)
settings.load_profile("crmlab")


def pytest_configure(config):
    """nbval compares pictures byte by byte where letters are drawn as they were when the notebooks were stored."""
    if (sys.platform, platform.machine(), sys.version_info[:2]) == ("linux", "x86_64", (3, 11)):
        config.option.nbval_sanitize_with = None


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
