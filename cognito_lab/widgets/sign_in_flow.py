"""Ways to sign in, as functions: what the SignIn form does when a button is pressed.

`App` is the app in front of a user pool. Its methods ask the pool and answer with a small record:
`SignedIn`, or a `Challenge` that has to be answered first. `with_google` and `as_guest` are the two
ways that do without a pool. All of them raise AWS's refusals as they are. No widget is needed to
use or to test them.

Left out: forgotten passwords, the hosted pages, refreshing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from cognito_lab.app import SrpProof, secret_hash
from cognito_lab.cloud import Cloud
from cognito_lab.primitives.jose import parse
from cognito_lab.primitives.mailbox import Message as Mail
from cognito_lab.primitives.trace import Exchange
from cognito_lab.services.cognito_idp.codes import channel_at_sign_up
from cognito_lab.services.cognito_idp.enrolment import with_username
from cognito_lab.widgets.asking import Asker

USER_POOL, GOOGLE, GUEST = "User pool", "Practice Google", "Guest"
PASSWORD, SRP = "Password", "SRP (the password stays here)"


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
        secret: What an authenticator app was given during MFA_SETUP; empty before.
    """

    name: str
    username: str
    session: str = field(repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: str = field(default="", repr=False)

    def listed(self, parameter: str) -> list[str]:
        """What a parameter lists, such as ``MFAS_CAN_CHOOSE``; nothing if it is absent."""
        return [str(item) for item in json.loads(self.parameters.get(parameter, "[]"))]


Outcome = SignedIn | Challenge


@dataclass(frozen=True)
class Sent:
    """Where a confirmation code went: AWS's `CodeDeliveryDetails`; empty when none was sent."""

    medium: str = ""
    destination: str = ""


@dataclass(frozen=True)
class App:
    """The app in front of one user pool.

    Attributes:
        cloud: Where the pool lives.
        user_pool_id: Which pool.
        client_id: As which app client.
        client_secret: A confidential client's secret; None for a public client.
    """

    cloud: Cloud
    user_pool_id: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)

    @cached_property
    def _ask(self) -> Asker:
        """An app needs no AWS credentials at a user pool."""
        return Asker(self.cloud, {})

    def _idp(self, operation: str, **members: Any) -> dict[str, Any]:
        return self._ask("cognito-idp", operation, **members)

    # --- signing in ------------------------------------------------------------------------------

    def with_password(self, username: str, password: str) -> Outcome:
        """USER_PASSWORD_AUTH: the password itself travels, inside TLS."""
        answer = self._idp(
            "initiate_auth",
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password} | self._proof(username),
        )
        return _outcome(username, answer)

    def with_srp(self, username: str, password: str) -> Outcome:
        """USER_SRP_AUTH: a proof travels, the password never does."""
        proof = SrpProof(self.user_pool_id, password, ids=self.cloud.ids)
        question = self._idp(
            "initiate_auth",
            ClientId=self.client_id,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": username, "SRP_A": proof.srp_a} | self._proof(username),
        )
        given = proof.answer(question["ChallengeParameters"], self.cloud.clock.now())
        answer = self._idp(
            "respond_to_auth_challenge",
            ClientId=self.client_id,
            ChallengeName="PASSWORD_VERIFIER",
            Session=question["Session"],
            ChallengeResponses=given | self._proof(given["USERNAME"]),
        )
        return _outcome(username, answer)

    def answer(self, challenge: Challenge, responses: Mapping[str, str]) -> Outcome:
        """Answer a challenge.

        Args:
            challenge: The open question.
            responses: AWS's `ChallengeResponses` without USERNAME, such as ``{"SMS_MFA_CODE": …}``.
        """
        named = {"USERNAME": challenge.username} | self._proof(challenge.username)
        answer = self._idp(
            "respond_to_auth_challenge",
            ClientId=self.client_id,
            ChallengeName=challenge.name,
            Session=challenge.session,
            ChallengeResponses=named | dict(responses),
        )
        return _outcome(challenge.username, answer)

    def offer_authenticator(self, challenge: Challenge) -> Challenge:
        """Within MFA_SETUP: get the secret for an authenticator app."""
        answer = self._idp("associate_software_token", Session=challenge.session)
        return replace(challenge, session=answer["Session"], secret=answer["SecretCode"])

    def register_authenticator(self, challenge: Challenge, code: str) -> Outcome:
        """Within MFA_SETUP: prove that the app has the secret, and go on with the sign-in."""
        answer = self._idp("verify_software_token", Session=challenge.session, UserCode=code)
        return self.answer(replace(challenge, session=answer["Session"]), {})

    # --- a new account ---------------------------------------------------------------------------

    def sign_up(self, username: str, password: str, attributes: Mapping[str, str]) -> Sent:
        """Make an account; attributes that were left empty are not sent."""
        given = [{"Name": name, "Value": value} for name, value in attributes.items() if value]
        answer = self._idp(
            "sign_up",
            ClientId=self.client_id,
            Username=username,
            Password=password,
            UserAttributes=given or None,
            SecretHash=self._hash(username),
        )
        return _sent(answer)

    def confirm(self, username: str, code: str) -> None:
        """Enter the code that the mailbox got."""
        self._idp(
            "confirm_sign_up",
            ClientId=self.client_id,
            Username=username,
            ConfirmationCode=code,
            SecretHash=self._hash(username),
        )

    def resend(self, username: str) -> Sent:
        """Have another code sent; the one before is worth nothing then."""
        answer = self._idp(
            "resend_confirmation_code",
            ClientId=self.client_id,
            Username=username,
            SecretHash=self._hash(username),
        )
        return _sent(answer)

    def code_address(self, username: str, attributes: Mapping[str, str]) -> str:
        """Where the code of such a sign-up goes; empty when the pool would send none."""
        pool = self.cloud.cognito_idp.pool(self.user_pool_id)
        values = with_username(pool, username, attributes)
        return values.get(channel_at_sign_up(pool, values) or "", "")

    # --- what a confidential client proves -------------------------------------------------------

    def _hash(self, username: str) -> str | None:
        if self.client_secret is None:
            return None
        return secret_hash(username, self.client_id, self.client_secret)

    def _proof(self, username: str) -> dict[str, str]:
        hashed = self._hash(username)
        return {} if hashed is None else {"SECRET_HASH": hashed}


def with_google(cloud: Cloud, client_id: str, email: str, password: str) -> SignedIn:
    """The person's browser signs in at Google; only the ID token reaches the app."""
    answer = cloud.google.sign_in(email, password, client_id=client_id)
    provider = cloud.google.issuer.removeprefix("https://")
    return SignedIn(GOOGLE, email, {"IdToken": answer.id_token}, {provider: answer.id_token})


def as_guest() -> SignedIn:
    """Nobody is asked, nothing is shown: a guest has no token."""
    return SignedIn(GUEST)


def mail_sent(cloud: Cloud, exchanges: Sequence[Exchange]) -> Mail | None:
    """The newest message that went out during these exchanges; None when none did."""
    steps = (step for exchange in exchanges for step in exchange.walk())
    to = [step.request["to"] for step in steps if step.action == "send a message"]
    return cloud.mailbox.latest(to[-1]) if to else None


def attributes_asked(cloud: Cloud, user_pool_id: str) -> list[str]:
    """What a sign-up form of this pool has to ask for, beside user name and password.

    That is what the pool verifies and what it requires; an address that is the user name itself is
    not asked for twice.
    """
    pool = cloud.cognito_idp.pool(user_pool_id)
    wanted = dict.fromkeys([*pool.auto_verified, *pool.schema.required])
    return [name for name in wanted if name not in (*pool.naming.username_attributes, "sub")]


def only_user_pool(cloud: Cloud) -> str:
    """The id of the cloud's only user pool.

    Raises:
        ValueError: There is none, or more than one.
    """
    ids = [pool.id for pool in cloud.cognito_idp.pools]
    if len(ids) != 1:
        raise ValueError(f"say which of {len(ids)} user pools: SignIn(cloud, user_pool_id=…)")
    return ids[0]


def only_client(cloud: Cloud, user_pool_id: str) -> str:
    """The id of the pool's only app client.

    Raises:
        ValueError: There is none, or more than one.
    """
    ids = [client.id for client in cloud.cognito_idp.pool(user_pool_id).clients]
    if len(ids) != 1:
        raise ValueError(f"say which of {len(ids)} app clients: SignIn(cloud, client_id=…)")
    return ids[0]


def _outcome(username: str, answer: Mapping[str, Any]) -> Outcome:
    if "AuthenticationResult" not in answer:
        return Challenge(
            answer["ChallengeName"], username, answer["Session"], answer["ChallengeParameters"]
        )
    names, result = ("IdToken", "AccessToken", "RefreshToken"), answer["AuthenticationResult"]
    tokens = {name: result[name] for name in names if name in result}
    provider = _provider_of(tokens["IdToken"])
    return SignedIn(USER_POOL, username, tokens, {provider: tokens["IdToken"]})


def _provider_of(id_token: str) -> str:
    """The issuer without its scheme: an identity pool's name for the provider."""
    return str(parse(id_token).unverified_claims["iss"]).removeprefix("https://")


def _sent(answer: Mapping[str, Any]) -> Sent:
    details = answer.get("CodeDeliveryDetails", {})
    return Sent(details.get("DeliveryMedium", ""), details.get("Destination", ""))
