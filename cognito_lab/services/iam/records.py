"""What IAM keeps: roles, users, managed policies, access keys and OpenID Connect providers.

How to read the file: `Holder` is what roles and users have in common, that policies hang on them.
These records change in place, but only inside the operations of this package, and only after
every check.

Left out: groups, instance profiles, SAML providers, log-in profiles and MFA devices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cognito_lab.policy.document import Document, PolicyKind, parse
from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.caller import ACCOUNT_ID, Caller
from cognito_lab.primitives.record import record


@dataclass(kw_only=True)
class Holder:
    """Somebody on whom policies hang.

    Attributes:
        name: Unique among its kind, whatever the case of its letters.
        path: ``/`` or ``/a/b/``; part of the ARN.
        unique_id: ``AROA…`` or ``AIDA…``: a new holder of an old name has another one.
        tags: ``{key: value}``; policies read them as ``aws:PrincipalTag/key``.
        inline: Policies that belong to it alone, ``{policy name: document}``.
        attached: ARNs of managed policies, in the order of attachment.
        boundary: ARN of the managed policy that limits it, or None.
    """

    name: str
    path: str
    unique_id: str
    created_at: datetime
    tags: dict[str, str] = field(default_factory=dict)
    inline: dict[str, Document] = field(default_factory=dict)
    attached: list[str] = field(default_factory=list)
    boundary: str | None = None

    def condition_keys(self) -> dict[str, ContextValue]:
        """What policies can ask about it without being told."""
        return {f"aws:PrincipalTag/{key}": value for key, value in self.tags.items()}

    def optional_members(self) -> dict[str, Any]:
        """The members that AWS leaves out of an answer when they are empty."""
        members: dict[str, Any] = {}
        if self.boundary:
            members["PermissionsBoundary"] = {
                "PermissionsBoundaryType": "Policy",
                "PermissionsBoundaryArn": self.boundary,
            }
        if self.tags:
            members["Tags"] = tag_list(self.tags)
        return members


@dataclass(kw_only=True)
class Role(Holder):
    """A set of permissions that somebody trusted may put on for a while.

    Attributes:
        trust_document: Who may assume it.
        max_session_duration: Longest session, in seconds.
    """

    trust_document: Document
    description: str | None = None
    max_session_duration: int = 3600

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{ACCOUNT_ID}:role{self.path}{self.name}"

    def described(self) -> dict[str, Any]:
        """The role as ListRoles shows it: without tags and boundary."""
        description = {} if self.description is None else {"Description": self.description}
        return {
            "Path": self.path,
            "RoleName": self.name,
            "RoleId": self.unique_id,
            "Arn": self.arn,
            "CreateDate": self.created_at,
            "AssumeRolePolicyDocument": quoted(self.trust_document),
            **description,
            "MaxSessionDuration": self.max_session_duration,
        }


@dataclass(kw_only=True)
class User(Holder):
    """A lasting identity with lasting access keys."""

    def condition_keys(self) -> dict[str, ContextValue]:
        """A user's name and id; a role session brings its own."""
        return {
            **super().condition_keys(),
            "aws:username": self.name,
            "aws:userid": self.unique_id,
            "aws:PrincipalArn": self.arn,
            "aws:PrincipalType": "User",
            "aws:PrincipalAccount": ACCOUNT_ID,
        }

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{ACCOUNT_ID}:user{self.path}{self.name}"

    def described(self) -> dict[str, Any]:
        """The user as ListUsers shows it."""
        return {
            "Path": self.path,
            "UserName": self.name,
            "UserId": self.unique_id,
            "Arn": self.arn,
            "CreateDate": self.created_at,
        }


@dataclass
class UserKey:
    """One access key of a user. Its secret is told once, by CreateAccessKey."""

    access_key_id: str
    secret: str
    user_name: str
    created_at: datetime
    status: str = "Active"


@record
class AccessKey:
    """What the gate needs to know about a lasting key: its secret, and who signs with it."""

    secret: str = field(repr=False)
    caller: Caller


@dataclass
class ManagedPolicy:
    """A policy with an ARN and versions, to be attached to many.

    Attributes:
        versions: ``{"v1": (text, created)}``, oldest first.
        last_version: The highest number ever given: numbers are not used twice.
    """

    name: str
    path: str
    unique_id: str
    created_at: datetime
    updated_at: datetime
    account: str = ACCOUNT_ID
    description: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    versions: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    default_version: str = "v1"
    last_version: int = 1

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account}:policy{self.path}{self.name}"

    @property
    def document(self) -> Document:
        """The version in force. Taking the same text apart again costs a dictionary look-up."""
        text, _ = self.versions[self.default_version]
        return parse(text, name=self.name, kind=PolicyKind.MANAGED)


@dataclass
class OidcProvider:
    """An OpenID Connect provider that this account trusts.

    Attributes:
        url: Host and path, without ``https://``, as AWS shows it.
        client_ids: App ids that tokens may be made for.
        thumbprints: SHA-1 of the provider's TLS certificate. Kept; the lab has no TLS to check.
    """

    url: str
    client_ids: list[str]
    thumbprints: list[str]
    created_at: datetime
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{self.url}"


def quoted(document: Document | str) -> str:
    """A policy as IAM's answers carry it; boto3 makes a dict of it.

    Source: IAM API reference, "GetRolePolicy": policies returned by this operation are URL-encoded
    compliant with RFC 3986.
    """
    text = document if isinstance(document, str) else document.source_text
    return quote(text, safe="")


def tag_list(tags: dict[str, str]) -> list[dict[str, str]]:
    """Tags in AWS's shape: ``[{"Key": …, "Value": …}]``."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
