"""Determinism: the same seed gives the same world in every process."""

import subprocess
import sys
from functools import cache

PROGRAM = """
from cognito_lab.lessons import journey
from cognito_lab.diagrams import sequence
world = journey.build(seed={seed})
papers = journey.papers(world)
knocks = journey.knocks(world, papers)
print(papers.id_token("jdoe"), papers["gina"].credentials, journey.table(knocks, papers))
print(sequence(world.cloud.trace.since(world.cloud.trace.exchanges[-4].number)).svg)
"""


@cache
def printed(seed: object, hash_seed: str) -> bytes:
    """What one process prints for a seed, with Python's own hashes shuffled."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(seed=repr(seed))],
        env={"PYTHONHASHSEED": hash_seed, "PATH": ""},
        capture_output=True,
        check=True,
    ).stdout


def test_a_second_process_gives_the_same_bytes() -> None:
    """Tokens, credentials, answers and the picture depend on the seed alone."""
    assert printed(7, "1") == printed(7, "2")


def test_another_seed_gives_other_ids() -> None:
    """The seed is really used."""
    assert printed(7, "1") != printed(8, "1")
