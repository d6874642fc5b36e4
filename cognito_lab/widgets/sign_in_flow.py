"""Ways to sign in, as functions: what the SignIn form does when a button is pressed.

Each function asks the cloud and answers with a small record: `SignedIn`, or a `Challenge` that has
to be answered first. They raise AWS's refusals as they are. No widget is needed to use or to test
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.app import SrpProof
from cognito_lab.cloud import Cloud
from cognito_lab.primitives.jose import parse
from cognito_lab.primitives.masking import masked
from cognito_lab.primitives.trace import Exchange

USER_POOL, GOOGLE, GUEST = "User pool", "Practice Google", "Guest"


@dataclass(frozen=True)
class SignedIn:
    """What the app holds after a sign-in.

    Attributes:
        provider: USER_POOL, GOOGLE or GUEST.
        name: Who signed in, as the person typed or picked it; empty for a guest.
        tokens: ``{"IdToken": …, "AccessToken": …, "RefreshToken": …}`` as far as the provider gave
            them.
        logins: The `Logins` map for an identity pool, ``{provider name: ID token}``; empty for a
            guest.
    """

    provider: str
    name: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    logins: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Challenge:
    """What the user pool wants to know before it gives tokens.

    Attributes:
        name: AWS's challenge name, such as ``NEW_PASSWORD_REQUIRED``.
        username: Whose sign-in it belongs to.
        session: Ties the answer to the question; used once.
        parameters: AWS's `ChallengeParameters`.
    """

    name: str
    username: str
    session: str = field(repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)


# The response that answers a challenge, and how to ask a person for it.
ANSWERS: Mapping[str, tuple[str, str]] = {
    "NEW_PASSWORD_REQUIRED": ("NEW_PASSWORD", "New password"),
    "SOFTWARE_TOKEN_MFA": ("SOFTWARE_TOKEN_MFA_CODE", "Code of your app"),
    "SMS_MFA": ("SMS_MFA_CODE", "Code of the SMS"),
    "SELECT_MFA_TYPE": ("ANSWER", "SMS_MFA or SOFTWARE_TOKEN_MFA"),
}


def with_password(
    cloud: Cloud, client_id: str, username: str, password: str
) -> SignedIn | Challenge:
    """USER_PASSWORD_AUTH: the password itself travels, inside TLS."""
    answer = cloud.cognito_idp.initiate_auth(
        client_id=client_id,
        auth_flow="USER_PASSWORD_AUTH",
        auth_parameters={"USERNAME": username, "PASSWORD": password},
    )
    return _outcome(cloud, username, answer)


def with_srp(
    cloud: Cloud, user_pool_id: str, client_id: str, username: str, password: str
) -> SignedIn | Challenge:
    """USER_SRP_AUTH: a proof travels, the password never does."""
    proof = SrpProof(user_pool_id, password, ids=cloud.ids)
    question = cloud.cognito_idp.initiate_auth(
        client_id=client_id,
        auth_flow="USER_SRP_AUTH",
        auth_parameters={"USERNAME": username, "SRP_A": proof.srp_a},
    )
    answer = cloud.cognito_idp.respond_to_auth_challenge(
        client_id=client_id,
        challenge_name="PASSWORD_VERIFIER",
        challenge_responses=proof.answer(question["ChallengeParameters"], cloud.clock.now()),
    )
    return _outcome(cloud, username, answer)


def answer_challenge(
    cloud: Cloud, client_id: str, challenge: Challenge, value: str
) -> SignedIn | Challenge:
    """Answer a challenge with one value: a new password, a code, a choice.

    Raises:
        KeyError: The lab's form has no field for this challenge.
    """
    response_name, _ = ANSWERS[challenge.name]
    answer = cloud.cognito_idp.respond_to_auth_challenge(
        client_id=client_id,
        challenge_name=challenge.name,
        session=challenge.session,
        challenge_responses={"USERNAME": challenge.username, response_name: value},
    )
    return _outcome(cloud, challenge.username, answer)


def with_google(cloud: Cloud, client_id: str, email: str, password: str) -> SignedIn:
    """The person's browser signs in at Google; only the ID token reaches the app."""
    answer = cloud.google.sign_in(email, password, client_id=client_id)
    provider = cloud.google.issuer.removeprefix("https://")
    return SignedIn(GOOGLE, email, {"IdToken": answer.id_token}, {provider: answer.id_token})


def as_guest() -> SignedIn:
    """Nobody is asked, nothing is shown: a guest has no token."""
    return SignedIn(GUEST)


def _outcome(cloud: Cloud, username: str, answer: Mapping[str, Any]) -> SignedIn | Challenge:
    if "AuthenticationResult" not in answer:
        return Challenge(
            answer["ChallengeName"], username, answer["Session"], answer["ChallengeParameters"]
        )
    tokens = {
        name: answer["AuthenticationResult"][name]
        for name in ("IdToken", "AccessToken", "RefreshToken")
        if name in answer["AuthenticationResult"]
    }
    return SignedIn(
        USER_POOL, username, tokens, {_provider_of(tokens["IdToken"]): tokens["IdToken"]}
    )


def _provider_of(id_token: str) -> str:
    """The issuer without its scheme: an identity pool's name for the provider."""
    return str(parse(id_token).unverified_claims["iss"]).removeprefix("https://")


@dataclass(frozen=True)
class Tapped:
    """One member of a request that travelled: `shown` is safe to display."""

    message: str
    member: str
    shown: str
    is_password: bool = False


def wire_tap(exchanges: Iterable[Exchange]) -> list[Tapped]:
    """What travelled to the provider, member by member, secrets masked.

    Args:
        exchanges: Top-level exchanges of the sign-in, from the trace.
    """
    return [
        Tapped(exchange.action, member, str(masked(value, member)), member == "PASSWORD")
        for exchange in exchanges
        for group in ("AuthParameters", "ChallengeResponses")
        for member, value in exchange.request.get(group, {}).items()
    ]
