"""Everything that one account's IAM knows, and how to find it or say that it is not there.

The classes with the operations (`roles`, `users`, `managed_policies`, `oidc_providers`) all stand
on this one. What every AWS account has from its first day is put in here too: AWS's own managed
policies, and the administrator with one access key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from cognito_lab.policy.document import Document
from cognito_lab.primitives.caller import ADMINISTRATOR_ARN
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.messages import (
    DUPLICATE_TAGS,
    IAM_LIMIT,
    NO_SUCH_POLICY,
    NO_SUCH_ROLE,
    NO_SUCH_USER,
    Message,
)
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.iam.aws_managed import AWS_MANAGED_POLICIES, ISSUED
from cognito_lab.services.iam.records import (
    Holder,
    ManagedPolicy,
    OidcProvider,
    Role,
    User,
    UserKey,
)

Record = TypeVar("Record")
Tags = Sequence[Mapping[str, str]]
ADMINISTRATOR_NAME = ADMINISTRATOR_ARN.rpartition("/")[2]


class Registry:
    """The records of one account.

    Args:
        clock: Dates what is created.
        ids: Gives unique ids and keys.
        trace: Where operations are recorded.
    """

    participant = "IAM"

    def __init__(self, clock: Clock, ids: Ids, trace: Trace) -> None:
        self.clock, self.ids, self.trace = clock, ids, trace
        # Names are kept as they were given, and found whatever the case of their letters.
        self._roles: dict[str, Role] = {}
        self._users: dict[str, User] = {}
        self._policies: dict[str, ManagedPolicy] = _aws_managed()
        self._keys: dict[str, UserKey] = {}
        self._providers: dict[str, OidcProvider] = {}
        self._add_administrator()

    def _add_administrator(self) -> None:
        administrator = User(
            name=ADMINISTRATOR_NAME,
            path="/",
            unique_id=self.ids.unique_id("AIDA"),
            created_at=self.clock.now(),
            attached=["arn:aws:iam::aws:policy/AdministratorAccess"],
        )
        self._users[ADMINISTRATOR_NAME] = administrator
        self._administrator_key = self._new_key(administrator)

    def _new_key(self, user: User) -> UserKey:
        key = UserKey(
            access_key_id=self.ids.access_key_id("AKIA"),
            secret=self.ids.secret_access_key(),
            user_name=user.name,
            created_at=self.clock.now(),
        )
        self._keys[key.access_key_id] = key
        return key

    def _role(self, name: str) -> Role:
        return _found(self._roles, name, NO_SUCH_ROLE)

    def _user(self, name: str) -> User:
        return _found(self._users, name, NO_SUCH_USER)

    def _policy(self, arn: str) -> ManagedPolicy:
        if arn in self._policies:
            return self._policies[arn]
        kept = ", ".join(AWS_MANAGED_POLICIES)
        raise NO_SUCH_POLICY.error(
            because=f"There is no managed policy {arn}. Of AWS's own the lab keeps: {kept}.",
            arn=arn,
        )

    def arn_of(self, kind: str, name: str) -> str | None:
        """The ARN, path included, of the ``role`` or ``user`` of a name; None if there is none."""
        holders: Mapping[str, Role | User] = self._roles if kind == "role" else self._users
        holder = holders.get(name.lower())
        return None if holder is None else holder.arn

    def _holders(self) -> tuple[Holder, ...]:
        return (*self._roles.values(), *self._users.values())

    def _documents(self, holder: Holder) -> tuple[Document, ...]:
        """A holder's policies: inline ones first, then the attached ones."""
        attached = (self._policies[arn].document for arn in holder.attached)
        return (*holder.inline.values(), *attached)


def limit(quota: str, value: int) -> AwsError:
    """The refusal of one thing too many."""
    return IAM_LIMIT.error(because=f"The quota {quota} is {value}.", quota=quota, limit=value)


def tags_from(tags: Tags | None) -> dict[str, str]:
    """AWS's list of tags as ``{key: value}``."""
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def tags_of_holder(kept: Mapping[str, str], tags: Tags | None) -> dict[str, str]:
    """The tags of a role or user with further ones: keys that differ by case alone are one key.

    Raises:
        InvalidInput: The further ones name a key twice.

    Source: IAM User Guide, "Tags for IAM resources", "Rules for tagging".
    """
    names = {tag["Key"].lower() for tag in tags or ()}
    if len(names) < len(tags or ()):
        raise DUPLICATE_TAGS.error(because="Team and team are one key, with one value.")
    return without_tags(kept, names) | tags_from(tags)


def without_tags(kept: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The tags of a role or user without some, whatever the case of their letters."""
    gone = {name.lower() for name in names}
    return {key: value for key, value in kept.items() if key.lower() not in gone}


def _found(records: Mapping[str, Record], name: str, message: Message) -> Record:
    record = records.get(name.lower())
    if record is None:
        raise message.error(because=f"Nothing of the name {name!r} is there.", name=name)
    return record


def _aws_managed() -> dict[str, ManagedPolicy]:
    policies = (
        ManagedPolicy(
            name=name,
            path="/",
            unique_id=f"ANPA{number:017d}",
            created_at=ISSUED,
            updated_at=ISSUED,
            account="aws",
            versions={"v1": (text, ISSUED)},
        )
        for number, (name, text) in enumerate(AWS_MANAGED_POLICIES.items(), start=1)
    )
    return {policy.arn: policy for policy in policies}
