"""Nineteen requests of N07.E2: a policy, what is asked, and what IAM says.

They stand in pairs, so that each rule is seen once from either side. A test asks the lab's own IAM
about every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.lessons.tasks.function import Case

PHOTOS = "arn:aws:s3:::photos"
GET, PUT, LIST = "s3:GetObject", "s3:PutObject", "s3:ListBucket"
SUB = "cognito-identity.amazonaws.com:sub"
OWN_FOLDER = f"{PHOTOS}/${{{SUB}}}/*"
JDOE = "us-east-1:1f0c4a52-5d3e-4b7c-9a6d-2b8e6f1d7c30"
GINA = "us-east-1:9d7b2c14-88aa-4f0e-b3c5-64a1e0f25b97"


def statement(
    effect: str, action: str, resource: str, **string_equals: Mapping[str, str]
) -> dict[str, Any]:
    """One statement; `string_equals=` gives it a condition."""
    found = {"Effect": effect, "Action": action, "Resource": resource}
    return found | (
        {"Condition": {"StringEquals": dict(string_equals["string_equals"])}}
        if string_equals
        else {}
    )


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


@dataclass(frozen=True)
class Asked:
    """One request and everything that has a say.

    Attributes:
        id: A few words.
        policy: The role's policy.
        action: What is to be done.
        resource: To what.
        right: ``Allow`` or ``Deny``.
        context: Facts about the request, by condition key.
        session: The session policy, or None where none was passed.
    """

    id: str
    policy: dict[str, Any]
    action: str
    resource: str
    right: str
    context: Mapping[str, str] = field(default_factory=dict)
    session: dict[str, Any] | None = None


_READ = policy(statement("Allow", GET, f"{PHOTOS}/*"))
_NOT_SECRET = statement("Deny", "s3:*", f"{PHOTOS}/secret/*")
_OWN = policy(statement("Allow", GET, OWN_FOLDER))
_LIST = policy(statement("Allow", LIST, PHOTOS, string_equals={"s3:prefix": "public/"}))

REQUESTS = (
    Asked("an Allow fits", _READ, GET, f"{PHOTOS}/a.jpg", "Allow"),
    Asked("another action", _READ, PUT, f"{PHOTOS}/a.jpg", "Deny"),
    Asked("another bucket", _READ, GET, "arn:aws:s3:::letters/a.jpg", "Deny"),
    Asked(
        "a Deny after the Allow",
        policy(*_READ["Statement"], _NOT_SECRET),
        GET,
        f"{PHOTOS}/secret/a.jpg",
        "Deny",
    ),
    Asked(
        "a Deny before the Allow",
        policy(_NOT_SECRET, *_READ["Statement"]),
        GET,
        f"{PHOTOS}/secret/a.jpg",
        "Deny",
    ),
    Asked(
        "an action in small letters",
        policy(statement("Allow", "s3:getobject", f"{PHOTOS}/*")),
        GET,
        f"{PHOTOS}/a.jpg",
        "Allow",
    ),
    Asked(
        "a file in capital letters",
        policy(statement("Allow", GET, f"{PHOTOS}/A.JPG")),
        GET,
        f"{PHOTOS}/a.jpg",
        "Deny",
    ),
    Asked(
        "a longer name",
        policy(statement("Allow", GET, f"{PHOTOS}/a")),
        GET,
        f"{PHOTOS}/a.jpg",
        "Deny",
    ),
    Asked("a folder below", _READ, GET, f"{PHOTOS}/2026/01/a.jpg", "Allow"),
    Asked(
        "a star in the middle",
        policy(statement("Allow", GET, f"{PHOTOS}/*/a.jpg")),
        GET,
        f"{PHOTOS}/2026/01/a.jpg",
        "Allow",
    ),
    Asked("her own folder", _OWN, GET, f"{PHOTOS}/{JDOE}/a.jpg", "Allow", {SUB: JDOE}),
    Asked("another's folder", _OWN, GET, f"{PHOTOS}/{GINA}/a.jpg", "Deny", {SUB: JDOE}),
    Asked("a variable without value", _OWN, GET, f"{PHOTOS}/${{{SUB}}}/a.jpg", "Deny"),
    Asked("the condition holds", _LIST, LIST, PHOTOS, "Allow", {"s3:prefix": "public/"}),
    Asked("the condition fails", _LIST, LIST, PHOTOS, "Deny", {"s3:prefix": "secret/"}),
    Asked("the condition's key is missing", _LIST, LIST, PHOTOS, "Deny"),
    Asked("a session policy allows it too", _READ, GET, f"{PHOTOS}/a.jpg", "Allow", {}, _READ),
    Asked("a session policy leaves it out", _READ, GET, f"{PHOTOS}/a.jpg", "Deny", {}, _LIST),
    Asked("only a session policy allows it", _LIST, GET, f"{PHOTOS}/a.jpg", "Deny", {}, _READ),
)


def cases(world: object) -> list[Case]:
    """The battery: every request as ``(policy, request, session_policy)``."""
    words = "For the request “{item}”, your function said {came_back}."
    return [
        Case(
            one.id,
            (
                one.policy,
                {"Action": one.action, "Resource": one.resource, "Context": dict(one.context)},
                one.session,
            ),
            one.right,
            words,
        )
        for one in REQUESTS
    ]
