"""The journey of notebook 00: a world with people and doors, and what happens there.

build(seed=7)         the world                              world.py
papers(world)         what everybody holds after signing in  papers.py
knocks(world, papers) eight rows at three doors              rows.py
facts(world)          what the record says                   facts.py
"""

from cognito_lab.lessons.journey.facts import facts
from cognito_lab.lessons.journey.papers import (
    Paper,
    Papers,
    at_the_counter,
    google_id_token,
    papers,
    read_the_file,
    user_pool_id_token,
)
from cognito_lab.lessons.journey.rows import ROWS, Row, Table, knocks, table
from cognito_lab.lessons.journey.world import World, build

__all__ = [
    "ROWS",
    "Paper",
    "Papers",
    "Row",
    "Table",
    "World",
    "at_the_counter",
    "build",
    "facts",
    "google_id_token",
    "knocks",
    "papers",
    "read_the_file",
    "table",
    "user_pool_id_token",
]
