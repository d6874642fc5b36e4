"""Determinism: the same seed gives the same world in every process."""

import subprocess
import sys
from functools import cache

PROGRAM = """
from cognito_lab.lessons import journey
from cognito_lab.diagrams import sequence
for seed in (7, 8):
    world = journey.build(seed=seed)
    papers = journey.papers(world)
    knocks = journey.knocks(world, papers)
    print(papers.id_token("jdoe"), papers["gina"].credentials, journey.table(knocks, papers))
    print(sequence(world.cloud.trace.since(world.cloud.trace.exchanges[-4].number)).svg)
    print("next seed")
"""


@cache
def printed(hash_seed: str) -> list[bytes]:
    """What one process prints for each of two seeds, with Python's own hashes shuffled."""
    outcome = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONHASHSEED": hash_seed, "PATH": ""},
        capture_output=True,
        check=True,
    )
    return outcome.stdout.split(b"next seed\n")[:2]


def test_a_second_process_gives_the_same_bytes() -> None:
    """Tokens, credentials, answers and the picture depend on the seed alone."""
    assert printed("1") == printed("2")


def test_another_seed_gives_other_ids() -> None:
    """The seed is really used."""
    seven, eight = printed("1")

    assert seven != eight
