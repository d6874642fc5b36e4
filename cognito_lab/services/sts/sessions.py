"""Role sessions: who holds temporary credentials, for which role, until when.

A session is an access key of its own with an expiry date, and a `Caller` that says who signs with
it. `Terms` are what the role is lent on; `narrowing_policies` limit what it permits.

Left out: sessions of the root user and of federated users, and revoking sessions (AWS does that
with a policy on the role).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any, Protocol

from cognito_lab.policy.document import Document, PolicyKind, parse
from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.caller import ACCOUNT_ID, Caller
from cognito_lab.primitives.clock import utc_text
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.messages import (
    CHAINED_SESSION_TOO_LONG,
    PACKED_POLICY_TOO_LARGE,
    SESSION_POLICY_NOT_FOUND,
    SESSION_POLICY_WITHOUT_ARN,
    SESSION_TOO_LONG,
    TOO_MANY_SESSION_POLICIES,
)
from cognito_lab.primitives.record import record
from cognito_lab.services.sts.tags import SessionTags

HOUR = 3600
# The lab's measure of a packed policy: AWS packs into a binary form whose size is not documented.
_PACKED_LIMIT = 2048
_MANAGED_LIMIT = 10


@record
class SessionPolicies:
    """What a session is narrowed to.

    Attributes:
        texts: JSON texts; None when none were passed, so that nothing is narrowed.
        packed_percent: How much of the allotted space policies and tags take.
    """

    texts: tuple[str, ...] | None = None
    packed_percent: int = 0

    def packed_size(self) -> dict[str, int]:
        """The answer's ``PackedPolicySize``, where there is one."""
        return {"PackedPolicySize": self.packed_percent} if self.packed_percent else {}


@record
class Terms:
    """On what terms a role is lent.

    Attributes:
        session_name: The last part of the session's ARN.
        seconds: How long.
        tags: Labels of the session.
        policies: What narrows it.
        context: Further condition keys that the session carries.
        cognito: What API Gateway tells its back end about it; see `Caller.cognito`.
    """

    session_name: str
    seconds: int = HOUR
    tags: SessionTags = field(default_factory=SessionTags)
    policies: SessionPolicies = field(default_factory=SessionPolicies)
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    cognito: Mapping[str, ContextValue] = field(default_factory=dict)


@record
class Session:
    """One set of temporary credentials.

    Attributes:
        access_key_id: ``ASIA…``.
        caller: Who signs with it, with the condition keys and session policies of the session.
        expires_at: From this moment on the credentials are refused; aware, in lab time.
        transitive_tags: Session tags that a further AssumeRole takes along, ``{key: value}``.
    """

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    caller: Caller
    expires_at: datetime
    transitive_tags: Mapping[str, str] = field(default_factory=dict)

    def credentials(self) -> dict[str, Any]:
        """The credentials as STS hands them out."""
        return {
            "AccessKeyId": self.access_key_id,
            "SecretAccessKey": self.secret_access_key,
            "SessionToken": self.session_token,
            "Expiration": self.expires_at,
        }

    def assumed_role_user(self) -> dict[str, str]:
        return {"AssumedRoleId": self.caller.user_id, "Arn": self.caller.arn}


class LentRole(Protocol):
    """What a session needs to know about its role."""

    name: str
    unique_id: str
    max_session_duration: int

    @property
    def arn(self) -> str: ...


def open_session(role: LentRole, terms: Terms, *, ids: Ids, now: datetime) -> Session:
    """Make credentials for a role. The role's path is not part of the session's ARN.

    Source: fact sheet §5 for shapes, §7 for the condition keys that a session carries.
    """
    access_key_id = ids.access_key_id("ASIA")
    user_id = f"{role.unique_id}:{terms.session_name}"
    caller = Caller(
        arn=f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role.name}/{terms.session_name}",
        user_id=user_id,
        access_key_id=access_key_id,
        role_arn=role.arn,
        context={
            "aws:userid": user_id,
            "aws:PrincipalArn": role.arn,
            "aws:PrincipalType": "AssumedRole",
            "aws:PrincipalAccount": ACCOUNT_ID,
            "aws:TokenIssueTime": utc_text(now),
            **terms.context,
            **terms.tags.principal_keys(),
        },
        session_policies=terms.policies.texts,
        cognito=terms.cognito,
    )
    return Session(
        access_key_id=access_key_id,
        secret_access_key=ids.secret_access_key(),
        session_token=ids.session_token(),
        caller=caller,
        expires_at=now + timedelta(seconds=terms.seconds),
        transitive_tags=terms.tags.transitive,
    )


def checked_duration(wanted: int | None, role: LentRole, *, chained: bool = False) -> int:
    """How long a session will last, in seconds; an hour unless asked for.

    Raises:
        ValidationError: Longer than the role allows, or than an hour for a session that assumes a
            further role.
    """
    seconds = HOUR if wanted is None else wanted
    if chained and seconds > HOUR:
        raise CHAINED_SESSION_TOO_LONG.error(
            because="A role session that assumes a further role gets an hour at most."
        )
    if seconds > role.max_session_duration:
        raise SESSION_TOO_LONG.error(
            because=f"Sessions of {role.name} last {role.max_session_duration} seconds at most, "
            f"and {seconds} were asked for."
        )
    return seconds


class PolicyShelf(Protocol):
    """Where managed policies are found."""

    def managed_policy(self, arn: str) -> Document | None: ...


def narrowing_policies(
    shelf: PolicyShelf,
    policy: str | None,
    policy_arns: Sequence[Mapping[str, str]] | None,
    tags: SessionTags,
) -> SessionPolicies:
    """Check the policies that are to narrow a session, before it begins.

    Args:
        shelf: Has the managed ones.
        policy: One inline policy.
        policy_arns: Managed ones, ``[{"arn": …}]``.
        tags: Session tags, which take up the same space.

    Raises:
        ValidationError: More than ten managed ones, or one without an ARN.
        MalformedPolicyDocument: The inline policy is wrong, or a managed one is not there.
        PackedPolicyTooLarge: Together they take more than the allotted space.
    """
    arns = _arns(policy_arns or ())
    inline = () if policy is None else (parse(policy, kind=PolicyKind.SESSION),)
    managed = tuple(_managed(shelf, arn) for arn in arns)
    texts = tuple(document.source_text for document in (*inline, *managed))
    packed = [document.size for document in inline] + [len(arn) for arn in arns]
    packed += [len(key) + len(value) for key, value in tags.pairs.items()]
    percent = -(-100 * sum(packed) // _PACKED_LIMIT)  # rounded up
    if percent > 100:
        raise PACKED_POLICY_TOO_LARGE.error(
            because=f"Session policies and tags have {sum(packed)} characters, and the lab lets "
            f"{_PACKED_LIMIT} pass.",
            percent=percent,
        )
    return SessionPolicies(texts or None, percent)


def _arns(entries: Sequence[Mapping[str, str]]) -> list[str]:
    if len(entries) > _MANAGED_LIMIT:
        raise TOO_MANY_SESSION_POLICIES.error(
            because=f"A session takes {_MANAGED_LIMIT} managed policies, and these are "
            f"{len(entries)}."
        )
    for number, entry in enumerate(entries, 1):
        if "arn" not in entry:
            raise SESSION_POLICY_WITHOUT_ARN.error(
                because=f"Entry {number} names no policy.", number=number
            )
    return [entry["arn"] for entry in entries]


def _managed(shelf: PolicyShelf, arn: str) -> Document:
    document = shelf.managed_policy(arn)
    if document is None:
        raise SESSION_POLICY_NOT_FOUND.error(because=f"There is no managed policy {arn}.", arn=arn)
    return document
