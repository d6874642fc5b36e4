"""Groups of a pool: who is in them, and which IAM roles they bring.

A group may name an IAM role. The ID token then carries the roles of the user's groups, and an
identity pool can be told to trust that list: this is how "editors" become people who may do more in
AWS.

Source: developer guide, "Adding groups to a user pool".
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cognito_lab.services.cognito_idp.roll import Roll
from cognito_lab.services.cognito_idp.user import User

MAX_GROUPS_OF_A_USER = 100


@dataclass(eq=False)
class Group:
    """One group. `precedence`: 0 is the strongest, None the weakest of all."""

    name: str
    pool_id: str
    created_at: datetime
    modified_at: datetime
    description: str | None = None
    role_arn: str | None = None
    precedence: int | None = None
    members: Roll[User] = field(default_factory=Roll)

    @property
    def rank(self) -> float:
        """Precedence as a number that sorts: None comes last."""
        return math.inf if self.precedence is None else self.precedence

    def admit(self, user: User) -> None:
        """Make a user a member; nothing happens to one who is."""
        if self.name not in user.groups:
            user.groups[self.name] = self
            self.members.add(user.sub, user)

    def dismiss(self, user: User) -> None:
        user.groups.pop(self.name, None)
        self.members.remove(user.sub)

    def describe(self) -> dict[str, Any]:
        """As AWS's GroupType; what was never given is absent."""
        optional = {
            "Description": self.description,
            "RoleArn": self.role_arn,
            "Precedence": self.precedence,
        }
        return {
            "GroupName": self.name,
            "UserPoolId": self.pool_id,
            **{name: value for name, value in optional.items() if value is not None},
            "LastModifiedDate": self.modified_at,
            "CreationDate": self.created_at,
        }


def by_rank(groups: Iterable[Group]) -> list[Group]:
    """Strongest first; equals stay in the order of joining.

    Assumed: AWS documents no order of `cognito:groups`.
    """
    return sorted(groups, key=lambda group: group.rank)


def roles_of(groups: Iterable[Group]) -> list[str]:
    """`cognito:roles`: the role ARNs of the groups that have one, each once, strongest first."""
    return list(dict.fromkeys(group.role_arn for group in by_rank(groups) if group.role_arn))


def preferred_role(groups: Iterable[Group]) -> str | None:
    """`cognito:preferred_role`: the role of the strongest group that has one.

    Returns:
        None if no group has a role, or if groups of the same strength name different roles: the
        claim is then absent, and an identity pool that trusts the token finds the choice ambiguous.
    """
    with_role = by_rank(group for group in groups if group.role_arn)
    best = {group.role_arn for group in with_role if group.rank == with_role[0].rank}
    return best.pop() if len(best) == 1 else None
