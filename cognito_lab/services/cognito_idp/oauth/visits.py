"""What a pool's pages remember of the browsers that come by.

    codes      a person arrived; the app has not fetched the tokens yet       5 minutes, one use
    sessions   this browser signed in a while ago: no second password          1 hour (the cookie)
    trips      this browser was sent to a provider, and is to come back        5 minutes, one use

Source: developer guide, "Token endpoint", "Login endpoint", "User pool sign-in with third party
identity providers".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.oauth.tickets import Tickets

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.identity_provider import IdentityProvider
    from cognito_lab.services.cognito_idp.oauth.request import AuthorizationRequest
    from cognito_lab.services.cognito_idp.user import User

CODE_LIFE = timedelta(minutes=5)
SESSION_LIFE = timedelta(hours=1)
TRIP_LIFE = timedelta(minutes=5)


@record
class BrowserSession:
    """A browser whose person the pool knows. `provider`: where the person signed in."""

    user: User
    auth_time: int
    provider: str


@record
class AuthorizationCode:
    """What a code stands for. `nonce` goes into the ID token."""

    request: AuthorizationRequest
    user: User
    auth_time: int
    nonce: str | None

    @property
    def client(self) -> AppClient:
        return self.request.client


@record
class Trip:
    """A browser on its way to a provider and back.

    Attributes:
        request: What the app asked for.
        provider: Where the browser was sent.
        nonce: What the provider's ID token must carry.
        csrf_state: What the browser's cookie must say when it comes back.
    """

    request: AuthorizationRequest
    provider: IdentityProvider
    nonce: str
    csrf_state: str


@dataclass
class Visits:
    """All visits of one pool."""

    codes: Tickets[AuthorizationCode] = field(default_factory=lambda: Tickets(CODE_LIFE))
    sessions: Tickets[BrowserSession] = field(default_factory=lambda: Tickets(SESSION_LIFE))
    trips: Tickets[Trip] = field(default_factory=lambda: Tickets(TRIP_LIFE))
