"""What a simulation is asked: policies, actions, a caller, circumstances; checked before deciding.

The simulator's own rules stand here: an action names its service, who asks is a user, and only a
resource policy makes it matter whose resource it is.

Source: IAM model, "SimulateCustomPolicyRequest" and "SimulatePrincipalPolicyRequest".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cognito_lab.policy.document import Document, PolicyKind, parse
from cognito_lab.policy.layers import Policies
from cognito_lab.policy.request import ContextValue, Principal, PrincipalKind
from cognito_lab.primitives.caller import ACCOUNT_ID
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.messages import SIMULATION_INPUT_INVALID

Texts = Sequence[str]
ContextEntries = Sequence[Mapping[str, Any]]
# Somebody without a name: custom policies belong to nobody yet.
SOMEBODY = Principal(f"arn:aws:iam::{ACCOUNT_ID}:user/simulated", ACCOUNT_ID)
_USER = re.compile(r"arn:aws:iam::(\d{12}):user/.+", re.ASCII)


def policies_from(
    identity: tuple[Document, ...],
    boundary_texts: Texts | None,
    resource_policy: str | None,
    own_boundary: Document | None = None,
) -> Policies:
    """Every policy that has a say; a boundary that is given is tried in place of one's own.

    Raises:
        InvalidInput: One of them breaks the grammar.
    """
    given = parsed(boundary_texts, "PermissionsBoundaryPolicyInputList", PolicyKind.BOUNDARY)
    own = (own_boundary,) if own_boundary else None
    texts = [] if resource_policy is None else [resource_policy]
    resource = parsed(texts, "ResourcePolicy", PolicyKind.RESOURCE)
    return Policies(identity=identity, resource=resource, boundary=given or own)


def parsed(
    texts: Texts | None, member: str, kind: PolicyKind = PolicyKind.IDENTITY
) -> tuple[Document, ...]:
    """Policies from the request, called as AWS calls them: ``PolicyInputList.1``.

    Raises:
        InvalidInput: One of them breaks the grammar.
    """
    return tuple(
        _parsed_one(text, member if member == "ResourcePolicy" else f"{member}.{number}", kind)
        for number, text in enumerate(texts or (), start=1)
    )


def _parsed_one(text: str, name: str, kind: PolicyKind) -> Document:
    try:
        return parse(text, name=name, kind=kind)
    except AwsError as error:
        raise SIMULATION_INPUT_INVALID.error(
            because=f"{name} cannot be read. {error.because}", found=error.message
        ) from None


def simulated_user(arn: str) -> Principal:
    """Who asks, from CallerArn: a user of any account.

    Raises:
        InvalidInput: It names no user; the simulator takes neither roles nor their sessions.
    """
    user = _USER.fullmatch(arn)
    if user is None:
        raise SIMULATION_INPUT_INVALID.error(
            because="The simulator lets only users ask; it takes no role, session or service.",
            found=f"CallerArn {arn} is not the ARN of an IAM user.",
        )
    return Principal(arn, user[1], PrincipalKind.USER)


def asker(caller_arn: str | None, otherwise: Principal, resource_policy: str | None) -> Principal:
    """Who asks: the caller that is named, or somebody else as long as nobody has to know.

    Raises:
        InvalidInput: A resource policy has to know a user, and none is named.
    """
    if caller_arn is not None:
        return simulated_user(caller_arn)
    if resource_policy is not None and (
        otherwise is SOMEBODY or otherwise.kind is not PrincipalKind.USER
    ):
        raise SIMULATION_INPUT_INVALID.error(
            because="A resource policy says who may; so it must be known which user asks.",
            found="CallerArn is required with ResourcePolicy.",
        )
    return otherwise


def holder_as_principal(arn: str) -> Principal:
    """The user or role whose policies are simulated, as the one who asks."""
    if _USER.fullmatch(arn):
        return simulated_user(arn)
    return Principal(arn, ACCOUNT_ID, PrincipalKind.ASSUMED_ROLE, role_arn=arn)


def checked_actions(names: Texts, *, may_have_stars: bool = False) -> Texts:
    """The actions, each of which names its service.

    Raises:
        InvalidInput: One does not, or has a wildcard.
    """
    for name in names:
        service, colon, action = name.partition(":")
        if not (service and colon and action) or ("*" in name and not may_have_stars):
            raise SIMULATION_INPUT_INVALID.error(
                because="The simulator asks about one action at a time, as in s3:GetObject.",
                found=f"{name} is not the name of an action.",
            )
    return names


def account_of(owner: str | None) -> str:
    """An account from its number or from the ARN of one of its entities; empty if there is none."""
    fields = (owner or "").split(":")
    return fields[4] if len(fields) > 4 else fields[0]


def owner_of(resource: str, otherwise: str) -> str:
    """The account in a resource's ARN; where the ARN has none, the one that was given."""
    found = account_of(resource) if resource.startswith("arn:") else ""
    return found if found.isdigit() else otherwise


def context_from(entries: ContextEntries | None) -> dict[str, ContextValue]:
    """Condition keys as the simulator takes them; the list types make a key multivalued.

    Raises:
        InvalidInput: An entry names no key.
    """
    if any("ContextKeyName" not in entry for entry in entries or ()):
        raise SIMULATION_INPUT_INVALID.error(
            because="Values alone answer no condition.", found="ContextKeyName is missing."
        )
    return {entry["ContextKeyName"]: _value(entry) for entry in entries or ()}


def _value(entry: Mapping[str, Any]) -> ContextValue:
    values = tuple(entry.get("ContextKeyValues", ()))
    several = str(entry.get("ContextKeyType", "")).endswith("List") or len(values) != 1
    return values if several else str(values[0])
