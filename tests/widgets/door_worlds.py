"""The journey's world with everybody's papers, for the tests of doors and cards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from journey_worlds import fresh_world

from cognito_lab import boto3_session
from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import Papers, World
from cognito_lab.widgets.doors import Knock, Visitor, knock


@dataclass
class Doors:
    """Three doors, and people with signatures and tokens."""

    world: World

    @cached_property
    def papers(self) -> Papers:
        """Everybody's documents."""
        return journey.papers(self.world)

    def signed(self, who: str) -> Visitor:
        """Somebody who signs."""
        return Visitor(who, credentials=self.papers[who].credentials)

    def with_token(self, who: str) -> Visitor:
        """Somebody who shows a token."""
        return Visitor(who, id_token=self.papers.id_token(who))

    def knock(self, door: str, visitor: Visitor, **more: Any) -> Knock:
        """Send one request."""
        return knock(self.world.cloud, self.world.api_url, door, visitor, **more)

    def admin(self, service: str) -> Any:
        """A client of the account's administrator."""
        return boto3_session(self.world.cloud).client(service)


def doors() -> Doors:
    """A fresh world."""
    return Doors(fresh_world())
