"""A user-pool service without the rest of the cloud, and short ways to fill it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cognito_lab.app import SrpProof, secret_hash
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.mailbox import Mailbox
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.cognito_idp import CognitoIdp
from cognito_lab.services.openid_provider import OpenIdProviders

PASSWORD = "Correct-Horse7"
ALL_FLOWS = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]


class NoFunctions:
    """No trigger is configured in these tests."""

    def invoke(self, arn_or_name: str, event: Any) -> Any:
        raise AssertionError("no trigger is configured")


@dataclass
class World:
    """One service with one pool and one client in it."""

    idp: CognitoIdp
    clock: Clock
    mailbox: Mailbox
    trace: Trace
    published_keys: PublishedKeys
    pool_id: str = ""
    client_id: str = ""
    client_secret: str | None = None
    ids: Ids = field(default_factory=lambda: Ids(99))

    def add_user(self, username: str = "jdoe", password: str = PASSWORD, **attributes: str) -> str:
        """A confirmed user with a permanent password. Returns the sub."""
        given = [{"Name": name, "Value": value} for name, value in attributes.items()]
        made = self.idp.admin_create_user(
            user_pool_id=self.pool_id,
            username=username,
            user_attributes=given,
            message_action="SUPPRESS",
        )
        self.idp.admin_set_user_password(
            user_pool_id=self.pool_id, username=username, password=password, permanent=True
        )
        return next(a["Value"] for a in made["User"]["Attributes"] if a["Name"] == "sub")

    def sign_in(self, username: str = "jdoe", password: str = PASSWORD) -> dict[str, Any]:
        """The whole answer of a USER_PASSWORD_AUTH sign-in."""
        return self.idp.initiate_auth(
            auth_flow="USER_PASSWORD_AUTH",
            client_id=self.client_id,
            auth_parameters={
                "USERNAME": username,
                "PASSWORD": password,
                **self.hash_of(username),
            },
        )

    def tokens(self, username: str = "jdoe", password: str = PASSWORD) -> dict[str, Any]:
        """The tokens of a USER_PASSWORD_AUTH sign-in."""
        return self.sign_in(username, password)["AuthenticationResult"]

    def refresh(self, refresh_token: str, **more: str) -> dict[str, Any]:
        return self.idp.initiate_auth(
            auth_flow="REFRESH_TOKEN_AUTH",
            client_id=self.client_id,
            auth_parameters={"REFRESH_TOKEN": refresh_token, **more},
        )["AuthenticationResult"]

    def ask_srp(self, username: str = "jdoe", password: str = PASSWORD) -> tuple[SrpProof, Any]:
        """The first half of an SRP sign-in: the app's proof, and the challenge."""
        proof = SrpProof(self.pool_id, password, ids=self.ids)
        challenge = self.idp.initiate_auth(
            auth_flow="USER_SRP_AUTH",
            client_id=self.client_id,
            auth_parameters={
                "USERNAME": username,
                "SRP_A": proof.srp_a,
                **self.hash_of(username),
            },
        )
        return proof, challenge

    def answer_srp(
        self, proof: SrpProof, challenge: Any, *, session: str | None = None, **changes: str
    ) -> dict[str, Any]:
        """The second half: the proof as the answer."""
        answers = proof.answer(challenge["ChallengeParameters"], self.clock.now()) | changes
        return self.idp.respond_to_auth_challenge(
            client_id=self.client_id,
            challenge_name="PASSWORD_VERIFIER",
            session=session,
            challenge_responses={**answers, **self.hash_of(answers["USERNAME"])},
        )

    def hash_of(self, username: str) -> dict[str, str]:
        if self.client_secret is None:
            return {}
        return {"SECRET_HASH": secret_hash(username, self.client_id, self.client_secret)}

    def user(self, username: str = "jdoe") -> dict[str, Any]:
        """AdminGetUser, its attributes as a dictionary under ``attributes``."""
        found = self.idp.admin_get_user(user_pool_id=self.pool_id, username=username)
        return found | {"attributes": {a["Name"]: a["Value"] for a in found["UserAttributes"]}}

    def because(self) -> str:
        """The latest note in the trace: the lab's own reason."""
        return [note for exchange in self.trace.walk() for note in exchange.notes][-1]


def make_world(
    *, pool: dict[str, Any] | None = None, client: dict[str, Any] | None = None, seed: int = 7
) -> World:
    """A world whose pool and client have these settings (snake_case) beside the defaults."""
    clock, ids, mailbox = Clock(), Ids(seed), Mailbox()
    trace = Trace(clock.now)
    keys = PublishedKeys(trace)
    idp = CognitoIdp(
        clock=clock,
        ids=ids,
        trace=trace,
        mailbox=mailbox,
        published_keys=keys,
        functions=NoFunctions(),
        openid_providers=OpenIdProviders(clock=clock, ids=ids, trace=trace, published_keys=keys),
    )
    pool_id = idp.create_user_pool(pool_name="people", **(pool or {}))["UserPool"]["Id"]
    made = idp.create_user_pool_client(
        user_pool_id=pool_id,
        client_name="app",
        **({"explicit_auth_flows": ALL_FLOWS} | (client or {})),
    )["UserPoolClient"]
    return World(
        idp, clock, mailbox, trace, keys, pool_id, made["ClientId"], made.get("ClientSecret")
    )


class Refused:
    """Asserts that a block raises one AWS error, and keeps it."""

    def __init__(self, code: str, message: str | None = None) -> None:
        self.code, self.message = code, message

    def __enter__(self) -> Refused:
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        assert isinstance(error, AwsError), f"expected {self.code}, got {error!r}"
        assert error.code == self.code, error
        if self.message is not None:
            assert error.message == self.message
        return True


def refused(code: str, message: str | None = None) -> Refused:
    """The block must be refused with this code, and with this message if one is given."""
    return Refused(code, message)
