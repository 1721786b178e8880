"""Linking the whole firm takes seconds: once is enough for all tests."""
import pathlib
import runpy

import pytest

DATASETS = pathlib.Path(__file__).parents[2] / "datasets"


@pytest.fixture(scope="session")
def firm_links():
    """What the library finds in Mộc's records, as the script of moc_links.csv asks it."""
    return runpy.run_path(DATASETS / "make_moc_links.py")["links"]()
