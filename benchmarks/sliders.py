"""Every slider of the course: how long one redraw takes, from the new value to the new picture.

    .venv/bin/python benchmarks/sliders.py [part of a name …]

Each slider goes to 20 places of its range; per picture the median, in milliseconds of CPU time (what the machine does besides does not count)
and on the clock. The aim is 100.
"""
import pathlib
import statistics
import sys
import time

import numpy as np

from crmlab import Explore
from crmlab.publishing import notebooks

COURSE = pathlib.Path(__file__).parents[1] / "notebooks"
PLACES = 20


def explored(path):
    """The Explore objects of a notebook, by cell."""
    return ((cell.id, shown) for cell, _, shown in notebooks.cell_by_cell(path) if isinstance(shown, Explore))


def redraws(explore):
    """Median (CPU, clock) milliseconds of a redraw, all sliders moved one after the other."""
    measured = []
    for slider in explore._sliders.values():
        for value in np.linspace(slider.min, slider.max, PLACES):
            cpu, clock = time.process_time(), time.perf_counter()
            slider.value = type(slider.value)(value)
            measured.append((time.process_time() - cpu, time.perf_counter() - clock))
    return [1000 * statistics.median(column) for column in zip(*measured)]


def main(parts):
    paths = [path for folder in (COURSE / "vi", COURSE / "casebook" / "vi") for path in notebooks.find(folder)]
    print(f"{'notebook':34}{'cell':24}{'CPU ms':>8}{'clock ms':>10}")
    for path in paths:
        if not parts or any(part in path.name for part in parts):
            for cell, explore in explored(path):
                cpu, clock = redraws(explore)
                print(f"{path.stem:34}{cell:24}{cpu:8.0f}{clock:10.0f}{'  > 100' if cpu > 100 else ''}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
