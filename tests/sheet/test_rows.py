"""Every firm row of the fact sheet has a test, and every test that is named is there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import evidence
import pytest

ROOT = Path(__file__).parents[2]
ROWS = list(evidence.rows())
THROUGH_THE_WIRE = re.compile(r"boto3_session|http_session|WholeAccount|HttpApiWorld|wire\.http")


@pytest.fixture(scope="module")
def collected(request: pytest.FixtureRequest) -> frozenset[str]:
    """Node ids of all tests in the files that are named, with and without their cases.

    Those of this run; where it leaves out files or slow tests, pytest is asked about the rest.
    """
    named = {test for row in ROWS for test in row.tests}
    here = with_and_without_cases(item.nodeid for item in request.session.items)
    missing = tuple(sorted({test.partition("::")[0] for test in named - here}))
    return here | (collected_from(missing) if missing else frozenset())


def with_and_without_cases(node_ids: Iterable[str]) -> frozenset[str]:
    """The ids, and each again without its brackets."""
    listed = list(node_ids)
    return frozenset(listed) | {name.partition("[")[0] for name in listed}


@cache
def collected_from(files: tuple[str, ...]) -> frozenset[str]:
    """Node ids of all tests in some files, as a pytest of its own finds them."""
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    listed = outcome.stdout.splitlines()
    if not any("::" in line for line in listed):
        pytest.fail(outcome.stdout)
    return with_and_without_cases(listed)


def test_no_row_stands_twice() -> None:
    """Ids are unique, so that a row can be spoken of."""
    ids = [row.id for row in ROWS]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", [r for r in ROWS if r.is_firm], ids=lambda row: row.id)
def test_no_firm_row_is_empty(row: evidence.Row) -> None:
    """A row with evidence of its own has a test, or README says that it is left out."""
    if row.id in evidence.LEFT_OUT:
        readme = (ROOT / "README.md").read_text("utf-8")
        assert evidence.LEFT_OUT[row.id] in readme
    else:
        assert row.tests


@pytest.mark.parametrize("row", [r for r in ROWS if r.tests], ids=lambda row: row.id)
def test_every_test_that_is_named_is_there(row: evidence.Row, collected: frozenset[str]) -> None:
    """Each node id is one that pytest collects."""
    assert [test for test in row.tests if test not in collected] == []


@pytest.mark.parametrize("row", [r for r in ROWS if r.tests], ids=lambda row: row.id)
def test_the_tests_go_through_the_wire(row: evidence.Row) -> None:
    """They use a real boto3 client or real HTTP; what cannot be set up there says why."""
    files = {test.partition("::")[0] for test in row.tests}
    through = [f for f in files if THROUGH_THE_WIRE.search((ROOT / f).read_text("utf-8"))]

    assert through or row.id in evidence.BY_DECIDE


def test_the_list_is_fresh() -> None:
    """When this fails: python tests/sheet/evidence.py > docs/evidence.md."""
    assert (ROOT / "docs" / "evidence.md").read_text("utf-8") == evidence.markdown()
