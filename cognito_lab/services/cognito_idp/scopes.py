"""Scopes: what an app asks for, and what each of them opens.

    openid                          an ID token; alone, with every attribute that the app may read
    email, phone                    the address and whether it is verified
    profile                         every attribute that the app may read
    aws.cognito.signin.user.admin   the operations that signed-in people call (GetUser and so on)
    <resource server>/<scope>       whatever the resource server makes of it

Source: developer guide, "Scopes, M2M, and resource servers".
Assumed: a custom scope beside `openid` narrows the ID token too, as `email` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.sign_ins import API_SCOPE

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.sign_ins import SignIn

OPENID = "openid"
NEED_OPENID = ("email", "phone", "profile")
STANDARD_SCOPES = (OPENID, *NEED_OPENID, API_SCOPE)
_ADDRESSES = {
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
}
_ALWAYS = ("sub", "identities")


def scopes_of(pool: UserPool) -> frozenset[str]:
    """Every scope that exists in a pool: the standard ones and those of its resource servers."""
    own = (scope for server in pool.resource_servers for scope in server.full_scopes)
    return frozenset((*STANDARD_SCOPES, *own))


def gets_id_token(sign_in: SignIn) -> bool:
    """Whether ID tokens belong to the session: always through the API, else with `openid`."""
    return not sign_in.by_oauth or OPENID in sign_in.scope.split()


def shows(sign_in: SignIn, attribute: str) -> bool:
    """Whether the session's scopes show an attribute, in the ID token and at userInfo."""
    return not sign_in.by_oauth or _opens(sign_in.scope.split(), attribute)


def _opens(scopes: Sequence[str], attribute: str) -> bool:
    if list(scopes) == [OPENID] or "profile" in scopes or attribute in _ALWAYS:
        return True
    return any(attribute in _ADDRESSES.get(scope, ()) for scope in scopes)


def in_order(scopes: Iterable[str]) -> str:
    """A list of scopes as tokens carry it: each once, separated by spaces.

    Assumed: they stay in the order in which they were asked for.
    """
    return " ".join(dict.fromkeys(scopes))
