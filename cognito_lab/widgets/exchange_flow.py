"""The token exchange, one stop after the other: what the app does, and what it holds afterwards.

    enhanced    insert the login → GetId → GetCredentialsForIdentity
    classic     insert the login → GetId → GetOpenIdToken → AssumeRoleWithWebIdentity, with a role
                that the app chooses

Each stop is one real boto3 call. A `Shelf` is what the app holds between two stops. No widget is
needed to use or to test this.

Left out: several logins in one call, a back end that vouches (developer identities).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cognito_lab.cloud import Cloud
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.jose import InvalidToken, parse
from cognito_lab.primitives.trace import Exchange
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.role_rules import rules_of
from cognito_lab.widgets.asking import Asker

CLASSIC_SESSION_NAME = "my-app"
SENTENCES: Mapping[str, str] = {
    "GetId": "The app shows its login and asks: under which name do you know this person?",
    "GetCredentialsForIdentity": "The app shows name and login again and asks for credentials. "
    "Behind the counter, the pool chooses a role and calls STS.",
    "GetOpenIdToken": "The app asks for a token of the identity service, in place of credentials.",
    "AssumeRoleWithWebIdentity": "The app goes to STS itself, with that token and a role "
    "of its choice.",
}


@dataclass(frozen=True)
class Shelf:
    """What the app holds now; a thing it does not hold is empty or None.

    Attributes:
        logins: The `Logins` map, ``{provider name: token}``; empty for a guest.
        identity_id: The name under which the identity pool knows the person.
        identity_token: The identity service's own token (classic flow only).
        credentials: Temporary credentials, as the service spelled them.
    """

    logins: Mapping[str, str] = field(default_factory=dict, repr=False)
    identity_id: str = ""
    identity_token: str = field(default="", repr=False)
    credentials: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Stop:
    """One call of the exchange.

    Attributes:
        call: AWS's operation name.
        shelf: What the app holds after it; after a refusal the same as before.
        exchange: The record of the call.
        refusal: What AWS said instead of an answer.
    """

    call: str
    shelf: Shelf
    exchange: Exchange = field(repr=False)
    refusal: AwsError | None = None

    @property
    def sentence(self) -> str:
        """What the app does here, in plain words."""
        return SENTENCES[self.call]


def calls(*, classic: bool) -> tuple[str, ...]:
    """The calls of a flow, in order."""
    if classic:
        return ("GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity")
    return ("GetId", "GetCredentialsForIdentity")


class Counter:
    """An identity pool as an app sees it: three calls, none of them signed, and STS beside it.

    It has two switches, too, which belong to the pool's owner.
    """

    def __init__(self, cloud: Cloud, identity_pool_id: str) -> None:
        self._cloud, self._pool_id = cloud, identity_pool_id
        self._app, self._owner = Asker(cloud, {}), Asker(cloud, None)

    @property
    def pool(self) -> IdentityPool:
        """The pool as it stands now; looking is no request."""
        return self._cloud.cognito_identity.pool(self._pool_id)

    def make(self, call: str, shelf: Shelf, *, role_arn: str = "") -> Stop:
        """Make one call with what is on the shelf. A refusal is a stop too.

        Args:
            call: One of `calls`.
            shelf: What the app holds before.
            role_arn: The role that the app asks for; empty lets the pool choose.
        """
        mark = self._cloud.trace.mark()
        ask: Mapping[str, Callable[[Shelf, str], Shelf]] = {
            "GetId": self._get_id,
            "GetCredentialsForIdentity": self._get_credentials,
            "GetOpenIdToken": self._get_open_id_token,
            "AssumeRoleWithWebIdentity": self._assume_role,
        }
        refusal = None
        try:
            shelf = ask[call](shelf, role_arn)
        except AwsError as error:
            refusal = error
        return Stop(call, shelf, self._cloud.trace.since(mark)[-1], refusal)

    def _get_id(self, shelf: Shelf, _: str) -> Shelf:
        answer = self._counter("get_id", shelf, IdentityPoolId=self._pool_id)
        return Shelf(shelf.logins, answer["IdentityId"])

    def _get_credentials(self, shelf: Shelf, role_arn: str) -> Shelf:
        answer = self._counter(
            "get_credentials_for_identity",
            shelf,
            IdentityId=shelf.identity_id,
            CustomRoleArn=role_arn or None,
        )
        return replace(shelf, identity_id=answer["IdentityId"], credentials=answer["Credentials"])

    def _get_open_id_token(self, shelf: Shelf, _: str) -> Shelf:
        answer = self._counter("get_open_id_token", shelf, IdentityId=shelf.identity_id)
        return replace(shelf, identity_token=answer["Token"])

    def _assume_role(self, shelf: Shelf, role_arn: str) -> Shelf:
        answer = self._app(
            "sts",
            "assume_role_with_web_identity",
            RoleArn=role_arn,
            RoleSessionName=CLASSIC_SESSION_NAME,
            WebIdentityToken=shelf.identity_token,
        )
        return replace(shelf, credentials=answer["Credentials"])

    def _counter(self, operation: str, shelf: Shelf, **members: Any) -> dict[str, Any]:
        logins = dict(shelf.logins) or None
        return self._app("cognito-identity", operation, Logins=logins, **members)

    # --- what the pool's owner may switch --------------------------------------------------------

    def switch(self, setting: str, on: bool) -> None:
        """Change one setting of the pool. UpdateIdentityPool takes all of them, every time.

        Args:
            setting: ``AllowUnauthenticatedIdentities`` or ``AllowClassicFlow``.
            on: What it is to be.
        """
        settings = self.pool.described() | {setting: on}
        self._owner("cognito-identity", "update_identity_pool", **settings)


def roles_to_ask_for(pool: IdentityPool, logins: Mapping[str, str]) -> list[str]:
    """ARNs that an app might ask for: the pool's own, those of its rules, those in the token.

    What the token says is not verified here; the counter does that.
    """
    in_rules = (r["RoleARN"] for m in pool.role_mappings.values() for r in rules_of(m))
    return list(dict.fromkeys([*pool.roles.values(), *in_rules, *_in_tokens(logins)]))


def _in_tokens(logins: Mapping[str, str]) -> Iterator[str]:
    for token in logins.values():
        try:
            roles = parse(token).unverified_claims.get("cognito:roles", [])
        except InvalidToken:
            continue
        yield from (str(role) for role in (roles if isinstance(roles, list) else []))


def sts_call(stop: Stop) -> Exchange | None:
    """The exchange with STS inside a stop, for the back panel; None when STS took no part."""
    inner = (exchange for exchange in stop.exchange.walk() if exchange.receiver == "STS")
    return next(inner, None)
