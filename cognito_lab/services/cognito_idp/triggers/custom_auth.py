"""The three functions of CUSTOM_AUTH: who defines the walk, who asks, and who judges.

    DefineAuthChallenge          what next? another question, tokens, or the end
    CreateAuthChallenge          the question: what the person sees, and what only the pool knows
    VerifyAuthChallengeResponse  was the answer right? A wrong one does not fail by itself

`CustomWalk` is what the pool remembers in between; the functions remember nothing. How many wrong
answers are too many, DefineAuthChallenge decides: its failAuthentication ends the walk for good.

Source: developer guide, "Custom authentication challenge Lambda triggers"; user-pools.md §3.
Assumed: what is said where a function is missing; a wrong SRP proof is refused without asking;
numbers among the challenge parameters become texts.
Left out: naming challenges of second factors (SMS_MFA and others).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.attempts import Challenge
from cognito_lab.services.cognito_idp.standing import check_standing
from cognito_lab.services.cognito_idp.triggers.firing import (
    Occasion,
    attributes_of,
    fire,
    function_of,
)
from cognito_lab.services.cognito_idp.triggers.response import Response

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.attempts import Attempt
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool

_TRIGGERS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")


@record
class CustomWalk:
    """A walk that a function defines.

    Attributes:
        session: What was asked so far, and how it was answered; the functions get it.
        next: The challenge that is due; None where tokens are.
        private: What the answer will be judged by, from CreateAuthChallenge.
        metadata: Its name for the question.
    """

    session: tuple[Mapping[str, Any], ...] = ()
    next: Challenge | None = None
    private: Mapping[str, str] = field(default_factory=dict)
    metadata: str | None = None

    def after(self, name: str, *, is_right: bool) -> CustomWalk:
        """The walk with one more line in its history."""
        line = {
            "challengeName": str(name),
            "challengeResult": is_right,
            "challengeMetadata": self.metadata,
        }
        return CustomWalk(session=(*self.session, line))

    def may_lead_to(self, name: object) -> bool:
        """Whether a challenge can come next: a password is proved right after it began."""
        began = [line["challengeName"] for line in self.session[-1:]] == ["SRP_A"]
        return name == Challenge.CUSTOM_CHALLENGE or (name == Challenge.PASSWORD_VERIFIER and began)


def check_configured(pool: UserPool) -> None:
    """Refuse a pool that lacks one of the three functions."""
    if missing := [name for name in _TRIGGERS if function_of(pool, name) is None]:
        raise messages.CUSTOM_AUTH_NOT_CONFIGURED.error(
            because=f"The pool's LambdaConfig lacks {', '.join(missing)}."
        )


def defined(desk: Desk, attempt: Attempt) -> Attempt:
    """Ask what comes next.

    Raises:
        InvalidLambdaResponseException: Nothing that could come next.
        NotAuthorizedException: The function ends the walk; or tokens are due, and there is no such
            user, or one who may not sign in. And the others of `check_standing`.
    """
    walk = attempt.custom_walk
    usual = {"challengeName": None, "issueTokens": None, "failAuthentication": None}
    request = {**_about(attempt), "session": list(walk.session)}
    given = _fired(desk, attempt, "DefineAuthChallenge", request, usual)
    if given.says("failAuthentication"):
        raise _end(desk, attempt, "DefineAuthChallenge said failAuthentication.")
    if given.says("issueTokens"):
        if attempt.user.is_decoy:
            raise _end(desk, attempt, "The pool has no user of that name; the client hides this.")
        check_standing(attempt.user, desk.clock.now())
        return replace(attempt, custom=replace(walk, next=None))
    if not walk.may_lead_to(name := given.text("challengeName")):
        raise given.unreadable(f"it names {name!r} as the next challenge")
    return replace(attempt, custom=replace(walk, next=Challenge(str(name))))


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
    private, name = _texts(given, "privateChallengeParameters"), given.text("challengeMetadata")
    kept = replace(walk, private=private, metadata=name)
    return replace(attempt, custom=kept), _texts(given, "publicChallengeParameters")


def judged(desk: Desk, attempt: Attempt, answer: str) -> Attempt:
    """Have the answer judged, and ask what comes next."""
    walk = attempt.custom_walk
    request = {
        **_about(attempt),
        "privateChallengeParameters": dict(walk.private),
        "challengeAnswer": answer,
    }
    given = _fired(desk, attempt, "VerifyAuthChallengeResponse", request, {"answerCorrect": None})
    after = walk.after(Challenge.CUSTOM_CHALLENGE, is_right=given.says("answerCorrect"))
    return defined(desk, replace(attempt, custom=after))


def _end(desk: Desk, attempt: Attempt, because: str) -> AwsError:
    """The walk is over: the session that led here never works again."""
    desk.attempts.spend(attempt.session)
    return messages.WRONG_PASSWORD.error(because=because)


def _about(attempt: Attempt) -> dict[str, Any]:
    """What all three functions are told."""
    is_unknown = attempt.user.is_decoy
    return {
        "userAttributes": {} if is_unknown else attributes_of(attempt.user),
        "clientMetadata": attempt.metadata,
        "userNotFound": is_unknown,
    }


def _fired(
    desk: Desk, attempt: Attempt, trigger: str, request: Mapping[str, Any], usual: Mapping[str, Any]
) -> Response:
    name = attempt.typed_name if attempt.user.is_decoy else attempt.user.username
    occasion = Occasion(attempt.client.pool, name, attempt.client.id)
    given = fire(desk, occasion, f"{trigger}_Authentication", request, usual)
    return given or Response(trigger, {})


def _texts(given: Response, name: str) -> dict[str, str]:
    """Challenge parameters: every value a text, as responses carry it."""
    found = given.map(name)
    if any(isinstance(value, dict | list) for value in found.values()):
        raise given.unreadable(f"in {name} every value is a text")
    return {k: v if isinstance(v, str) else json.dumps(v) for k, v in found.items()}
