"""Twelve probes of N07.E3: six that a policy must allow, six that it must not.

The lab's own IAM decides each of them. A probe that goes wrong says what jdoe could do, or could
not; never which statement to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cognito_lab.lessons.n07_requests import GET, GINA, JDOE, LIST, PHOTOS, PUT, SUB
from cognito_lab.lessons.tasks import Rule, Seen
from cognito_lab.policy.decision import Policies, Principal, PrincipalKind, Request, decide
from cognito_lab.policy.document import parse
from cognito_lab.primitives.caller import ACCOUNT_ID
from cognito_lab.primitives.errors import AwsError

_SESSION = Principal(
    f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/reader/CognitoIdentityCredentials",
    ACCOUNT_ID,
    PrincipalKind.ASSUMED_ROLE,
)
_MINE, _HERS, _PUBLIC = f"{PHOTOS}/{JDOE}", f"{PHOTOS}/{GINA}", f"{PHOTOS}/public"


@dataclass(frozen=True)
class Probe:
    """One request of jdoe's.

    Attributes:
        id: A few words.
        action: What is to be done.
        resource: To what.
        misconception: What somebody believes whose policy gets this wrong.
        context: Facts besides the identity id, by condition key.
    """

    id: str
    action: str
    resource: str
    misconception: str
    context: Mapping[str, str] = field(default_factory=dict)


MUST_ALLOW = (
    Probe("read a photo of the own folder", GET, f"{_MINE}/a.jpg", "M12"),
    Probe("put a photo into the own folder", PUT, f"{_MINE}/b.jpg", "M12"),
    Probe("delete a photo of the own folder", "s3:DeleteObject", f"{_MINE}/a.jpg", "M12"),
    Probe("read a public photo", GET, f"{_PUBLIC}/a.jpg", "M46"),
    Probe("read a public photo two folders below", GET, f"{_PUBLIC}/2026/01/a.jpg", "M46"),
    Probe("list the folder public/", LIST, PHOTOS, "M51", {"s3:prefix": "public/"}),
)
MUST_DENY = (
    Probe("read a file of another bucket", GET, "arn:aws:s3:::letters/a.txt", "M50"),
    Probe("read gina's photo", GET, f"{_HERS}/a.jpg", "M12"),
    Probe("put a photo into public/", PUT, f"{_PUBLIC}/b.jpg", "M50"),
    Probe("list the whole bucket", LIST, PHOTOS, "M51"),
    Probe("change who may read a photo", "s3:PutObjectAcl", f"{_MINE}/a.jpg", "M50"),
    Probe("delete the bucket", "s3:DeleteBucket", PHOTOS, "M50"),
)


def rules() -> tuple[Rule, ...]:
    """The policy can be read; then every probe goes as it should."""
    return (
        Rule("IAM can read it", lambda seen: not problem(seen), problem, "M10"),
        *(_rule(probe, allow=True) for probe in MUST_ALLOW),
        *(_rule(probe, allow=False) for probe in MUST_DENY),
    )


def problem(seen: Seen) -> str:
    """IAM's words about a document that it cannot read, or ""."""
    try:
        parse(seen.returned)
    except AwsError as error:
        return f"IAM cannot read the policy: {error.code}: {error.message}"
    except (TypeError, ValueError) as error:
        return f"That is not a policy document: {error}"
    return ""


def _rule(probe: Probe, *, allow: bool) -> Rule:
    words = f"With your policy jdoe {'cannot' if allow else 'can'} {probe.id}."
    return Rule(
        probe.id, lambda seen: allowed(probe, seen.returned) is allow, words, probe.misconception
    )


def allowed(probe: Probe, document: Mapping[str, object]) -> bool:
    """What IAM says to the probe, with this policy on the role."""
    context = {SUB: JDOE, **probe.context}
    request = Request(probe.action, probe.resource, _SESSION, context)
    return decide(request, Policies(identity=(parse(document),))).allowed
