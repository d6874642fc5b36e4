"""What every test of the lab shares: no network, a quick boto3, honest rules for notebook cells.

Kernels and servers inherit the environment that is set here. The rules for notebooks close three
holes of nbval: it compares nothing in a cell that was never run, it gives up after five seconds of
output, and it would compare drawings byte by byte across versions of Graphviz.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "offline")]

import examples  # noqa: E402
import lab  # noqa: E402
import network_guard  # noqa: E402, F401
import quick_boto  # noqa: E402

os.environ.update(lab.notebook_variables(Path(sys.prefix) / "lab", recording=True))
if hasattr(time, "tzset"):
    time.tzset()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`, without which slow tests are left out."""
    parser.addoption("--full", action="store_true", help="also run what is marked slow")


def pytest_configure(config: pytest.Config) -> None:
    """Find nbval's sanitise file from wherever pytest was started; be quick unless `--full`."""
    gc.set_threshold(50_000, 20, 20)  # a search for garbage is rare: a sixth of the time is saved
    if config.getoption("full"):
        examples.try_all()
    else:
        quick_boto.remember()
    if config.getoption("nbval_sanitize_with") == "nbval-sanitize.cfg":
        config.option.nbval_sanitize_with = str(ROOT / "nbval-sanitize.cfg")


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Leave drawings out of the comparison of notebooks; their text twins are compared."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("image/svg+xml",)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark notebook cells, give them time, and leave slow tests out unless `--full` is given."""
    for item in filter(is_notebook_cell, items):
        item.add_marker("nbval")
        item.output_timeout = 60  # type: ignore[attr-defined]
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow and not config.getoption("full"):
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def pytest_collection_finish() -> None:
    """Never search for garbage among the tests themselves."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """What is left goes with the process: to search it takes two seconds."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fail a cell that was never run: nbval would compare nothing and call it passed."""
    if not is_notebook_cell(item):
        return
    cell = item.cell  # type: ignore[attr-defined]
    if cell.source.strip() and cell.execution_count is None:
        pytest.fail("this cell was never run: python3 lab.py record", pytrace=False)


def is_notebook_cell(item: pytest.Item) -> bool:
    """Tell whether a test is a cell that nbval collected."""
    return type(item).__name__ == "IPyNbCell"
