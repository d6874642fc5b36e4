"""The token exchange, one stop after the other: what the app does, and what it holds afterwards.

    enhanced    insert the login → GetId → GetCredentialsForIdentity
    classic     insert the login → GetId → GetOpenIdToken → AssumeRoleWithWebIdentity, with a role
                that the app chooses

Each stop is one real call. A `Shelf` is what the app holds between two stops. No widget is needed
to use or to test this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from cognito_lab.cloud import Cloud
from cognito_lab.primitives.trace import Exchange

CLASSIC_SESSION_NAME = "my-app"


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
        sentence: What the app does here, in plain words.
        shelf: What the app holds after it.
        exchange: The record of the call.
    """

    call: str
    sentence: str
    shelf: Shelf
    exchange: Exchange = field(repr=False)


SENTENCES: Mapping[str, str] = {
    "GetId": "The app shows its logins and asks: under which name do you know this person?",
    "GetCredentialsForIdentity": "The app shows name and logins again and asks for credentials. "
    "Behind the counter, the pool chooses a role and calls STS.",
    "GetOpenIdToken": "The app asks for a token of the identity service, in place of credentials.",
    "AssumeRoleWithWebIdentity": "The app goes to STS itself, with that token and a role "
    "of its choice.",
}


def calls(*, classic: bool) -> tuple[str, ...]:
    """The calls of a flow, in order."""
    if classic:
        return ("GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity")
    return ("GetId", "GetCredentialsForIdentity")


class Counter:
    """An identity pool as an app sees it: three calls, none of them signed, and STS beside it."""

    def __init__(self, cloud: Cloud, identity_pool_id: str) -> None:
        self._cloud, self._pool_id = cloud, identity_pool_id

    def make(self, call: str, shelf: Shelf, *, role_arn: str = "") -> Stop:
        """Make one call with what is on the shelf.

        Args:
            call: One of `calls`.
            shelf: What the app holds before.
            role_arn: The role that the app asks STS for; used by AssumeRoleWithWebIdentity alone.

        Raises:
            AwsError: AWS's refusal; the shelf stays as it was.
        """
        mark = self._cloud.trace.mark()
        ask: dict[str, Callable[[Shelf], Shelf]] = {
            "GetId": self._get_id,
            "GetCredentialsForIdentity": self._get_credentials,
            "GetOpenIdToken": self._get_open_id_token,
            "AssumeRoleWithWebIdentity": partial(self._assume_role, role_arn),
        }
        made = ask[call](shelf)
        return Stop(call, SENTENCES[call], made, self._cloud.trace.since(mark)[-1])

    def _get_id(self, shelf: Shelf) -> Shelf:
        answer = self._cloud.cognito_identity.get_id(
            identity_pool_id=self._pool_id, logins=dict(shelf.logins) or None
        )
        return Shelf(shelf.logins, answer["IdentityId"])

    def _get_credentials(self, shelf: Shelf) -> Shelf:
        answer = self._cloud.cognito_identity.get_credentials_for_identity(
            identity_id=shelf.identity_id, logins=dict(shelf.logins) or None
        )
        return replace(shelf, identity_id=answer["IdentityId"], credentials=answer["Credentials"])

    def _get_open_id_token(self, shelf: Shelf) -> Shelf:
        answer = self._cloud.cognito_identity.get_open_id_token(
            identity_id=shelf.identity_id, logins=dict(shelf.logins) or None
        )
        return replace(shelf, identity_token=answer["Token"])

    def _assume_role(self, role_arn: str, shelf: Shelf) -> Shelf:
        answer = self._cloud.sts.assume_role_with_web_identity(
            role_arn=role_arn,
            role_session_name=CLASSIC_SESSION_NAME,
            web_identity_token=shelf.identity_token,
        )
        return replace(shelf, credentials=answer["Credentials"])


def sts_call(stop: Stop) -> Exchange | None:
    """The exchange with STS inside a stop, for the back panel; None when STS took no part."""
    inner = (exchange for exchange in stop.exchange.walk() if exchange.receiver == "STS")
    return next(inner, None)
