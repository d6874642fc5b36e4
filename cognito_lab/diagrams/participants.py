"""Who is on the stage: each participant of the trace, its purpose, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cognito_lab.diagrams.style import Domain


@dataclass(frozen=True)
class Participant:
    """One lifeline.

    Attributes:
        name: As the trace calls it.
        caption: Two or three words about what it does; may be empty.
        domain: Who answers for it, which decides its band and its colour.
    """

    name: str
    caption: str = ""
    domain: Domain = Domain.AWS


# From left to right, each domain in one piece.
KNOWN = (
    Participant("Administrator", "sets things up", Domain.APP),
    Participant("App", "your notebook", Domain.APP),
    Participant("Browser", "the user's, not the app's", Domain.IDENTITY_PROVIDER),
    Participant("Browser at Google", "the user's, not the app's", Domain.IDENTITY_PROVIDER),
    Participant("Google", "issues tokens", Domain.IDENTITY_PROVIDER),
    Participant("User Pool", "issues tokens", Domain.IDENTITY_PROVIDER),
    Participant("JWKS", "public keys", Domain.IDENTITY_PROVIDER),
    Participant("Identity Pool", "checks & exchanges", Domain.AWS),
    Participant("STS", "mints credentials", Domain.AWS),
    Participant("IAM", "roles & policies", Domain.AWS),
    Participant("S3", "the data", Domain.AWS),
    Participant("DynamoDB", "the table", Domain.AWS),
    Participant("API Gateway", "the doors", Domain.AWS),
    Participant("Function", "your back end", Domain.AWS),
)
_BY_NAME = {participant.name: participant for participant in KNOWN}
_DOMAINS = tuple(Domain)


def participant(name: str | Participant) -> Participant:
    """What is known about a participant; a stranger is taken to belong to the AWS account."""
    if isinstance(name, Participant):
        return name
    return _BY_NAME.get(name) or Participant(name)


def provider(name: str) -> Participant:
    """A stranger to whom browsers are sent to sign in."""
    return _BY_NAME.get(name) or Participant(name, "issues tokens", Domain.IDENTITY_PROVIDER)


def in_order(names: Iterable[str | Participant]) -> tuple[Participant, ...]:
    """Participants from left to right, each once; strangers come last in their domain."""
    found = [participant(name) for name in dict.fromkeys(names)]
    return tuple(sorted(found, key=_place))


def _place(one: Participant) -> tuple[int, int]:
    known = KNOWN.index(one) if one in KNOWN else len(KNOWN)
    return _DOMAINS.index(one.domain), known
