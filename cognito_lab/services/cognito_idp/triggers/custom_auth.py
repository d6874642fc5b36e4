"""The three functions of CUSTOM_AUTH: who defines the walk, who asks, and who judges.

    DefineAuthChallenge          what next? another question, tokens, or the end
    CreateAuthChallenge          the question: what the person sees, and what only the pool knows
    VerifyAuthChallengeResponse  was the answer right? A wrong one does not fail by itself

`CustomWalk` is what the pool remembers in between; the functions remember nothing.

Source: developer guide, "Custom authentication challenge Lambda triggers"; user-pools.md §3.
Assumed: what is said where a function is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.attempts import Challenge
from cognito_lab.services.cognito_idp.triggers.firing import (
    Occasion,
    attributes_of,
    fire,
    function_of,
    unreadable,
)

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.attempts import Attempt
    from cognito_lab.services.cognito_idp.desk import Desk

_TRIGGERS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
_NEXT = (Challenge.CUSTOM_CHALLENGE, Challenge.PASSWORD_VERIFIER)


@record
class CustomWalk:
    """A walk that a function defines.

    Attributes:
        session: What was asked so far, and how it was answered; the functions get it.
        next: The challenge that is due; None at the end of the walk.
        issues_tokens: Whether the end is a good one.
        private: What the answer will be judged by, from CreateAuthChallenge.
        metadata: Its name for the question.
    """

    session: tuple[Mapping[str, Any], ...] = ()
    next: Challenge | None = None
    issues_tokens: bool = False
    private: Mapping[str, Any] = field(default_factory=dict)
    metadata: str | None = None


def check_configured(attempt: Attempt) -> None:
    """Refuse a pool that lacks one of the three functions."""
    missing = [name for name in _TRIGGERS if function_of(attempt.client.pool, name) is None]
    if missing:
        raise messages.CUSTOM_AUTH_NOT_CONFIGURED.error(
            because=f"the pool's LambdaConfig lacks {', '.join(missing)}"
        )


def defined(desk: Desk, attempt: Attempt) -> Attempt:
    """Ask what comes next."""
    walk = attempt.custom_walk
    usual = {"challengeName": None, "issueTokens": None, "failAuthentication": None}
    request = {**_about(attempt), "session": list(walk.session)}
    given = _fired(desk, attempt, "DefineAuthChallenge", request, usual)
    if given.get("failAuthentication") is True:
        return replace(attempt, custom=replace(walk, next=None, issues_tokens=False))
    if given.get("issueTokens") is True:
        return replace(attempt, custom=replace(walk, next=None, issues_tokens=True))
    name = given.get("challengeName")
    if name not in _NEXT or (name == Challenge.PASSWORD_VERIFIER and attempt.srp is None):
        raise unreadable("DefineAuthChallenge", f"it names {name!r} as the next challenge")
    return replace(attempt, custom=replace(walk, next=Challenge(name)))


def created(desk: Desk, attempt: Attempt) -> tuple[Attempt, dict[str, str]]:
    """Have the question made: the attempt that remembers the answer, and what the person sees."""
    walk = attempt.custom_walk
    usual = {
        "publicChallengeParameters": None,
        "privateChallengeParameters": None,
        "challengeMetadata": None,
    }
    asked = {"challengeName": str(Challenge.CUSTOM_CHALLENGE), "session": list(walk.session)}
    given = _fired(desk, attempt, "CreateAuthChallenge", {**_about(attempt), **asked}, usual)
    public, private = (
        given.get(f"{kind}ChallengeParameters") or {} for kind in ("public", "private")
    )
    if not isinstance(public, Mapping) or not isinstance(private, Mapping):
        raise unreadable("CreateAuthChallenge", "challenge parameters are maps")
    kept = replace(walk, private=dict(private), metadata=given.get("challengeMetadata"))
    return replace(attempt, custom=kept), {str(k): str(v) for k, v in public.items()}


def judged(desk: Desk, attempt: Attempt, answer: str) -> Attempt:
    """Have the answer judged, and ask what comes next."""
    walk = attempt.custom_walk
    request = {
        **_about(attempt),
        "privateChallengeParameters": dict(walk.private),
        "challengeAnswer": answer,
    }
    given = _fired(desk, attempt, "VerifyAuthChallengeResponse", request, {"answerCorrect": None})
    is_right = given.get("answerCorrect") is True
    return defined(desk, with_result(attempt, Challenge.CUSTOM_CHALLENGE, is_right=is_right))


def with_result(attempt: Attempt, name: str, *, is_right: bool) -> Attempt:
    """The attempt with one more line in its history."""
    walk = attempt.custom_walk
    line = {
        "challengeName": str(name),
        "challengeResult": is_right,
        "challengeMetadata": walk.metadata,
    }
    return replace(attempt, custom=replace(walk, session=(*walk.session, line), metadata=None))


def check_end(attempt: Attempt) -> None:
    """Refuse a walk that its functions ended without tokens, and whoever is not there.

    Raises:
        NotAuthorizedException: Either of the two.
    """
    if attempt.custom is None:
        return
    if attempt.user.is_decoy or not attempt.custom.issues_tokens:
        raise messages.WRONG_PASSWORD.error(
            because="no user of that name"
            if attempt.user.is_decoy
            else "DefineAuthChallenge said failAuthentication"
        )


def _about(attempt: Attempt) -> dict[str, Any]:
    """What all three functions are told."""
    is_unknown = attempt.user.is_decoy
    return {
        "userAttributes": {} if is_unknown else attributes_of(attempt.user),
        "clientMetadata": attempt.metadata or None,
        "userNotFound": is_unknown,
    }


def _fired(
    desk: Desk, attempt: Attempt, trigger: str, request: Mapping[str, Any], usual: Mapping[str, Any]
) -> dict[str, Any]:
    occasion = Occasion(attempt.client.pool, attempt.user.username, attempt.client.id)
    return fire(desk, occasion, f"{trigger}_Authentication", request, usual) or {}
