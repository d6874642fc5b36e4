"""One attempt at an exercise: the answer, and the pretend account that it is about.

`copy_of` is what makes checks harmless. A check may sign people in, exchange tokens and knock at
doors, and does all of it in a copy of the account: the learner's own account and its record stay
exactly as they were. A copy costs about two milliseconds.

Left out of the copy: the record of what happened before, which starts empty, and what a registered
function closes over.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from cognito_lab.cloud import Cloud
from cognito_lab.primitives.trace import Exchange, Trace
from cognito_lab.wire.store_copy import copy_store


class World(Protocol):
    """What a lesson builds: a record of ids, addresses and names around one cloud.

    It holds data only; a boto3 client cannot be copied.
    """

    @property
    def cloud(self) -> Cloud: ...


AnyWorld = TypeVar("AnyWorld", bound=World)


@dataclass(frozen=True)
class Attempt:
    """What is checked.

    Attributes:
        answer: The value of the learner's variable.
        world: The learner's own account; for `copy_of` and for its clock, not to be changed.
        mark: Where the trace stood when the exercise began.
    """

    answer: Any
    world: Any
    mark: int = 0

    @property
    def events(self) -> tuple[Exchange, ...]:
        """What happened in the learner's account since the exercise began; only for reading."""
        events: tuple[Exchange, ...] = self.world.cloud.trace.since(self.mark)
        return events


def copy_of(world: AnyWorld) -> AnyWorld:
    """The same account a second time, with an empty record; nothing done there is seen here."""
    cloud, memo = world.cloud, dict[int, Any]()
    with cloud.trace.lock:
        memo[id(cloud.clock._traveller)] = None
        clock = copy.deepcopy(cloud.clock, memo)
        memo[id(cloud.trace)] = Trace(clock.now)
        copied = copy.deepcopy(world, memo)
        copy_store(cloud, copied.cloud)
    return copied
