"""Signing in elsewhere: the pool sends the browser to a provider, and hears from both of them.

The pool is itself an app at the provider. It sends the browser off with `state` and `nonce`, gets a
code back at /oauth2/idpresponse, and fetches an ID token for it, without the browser.

    1 trip       the `state` is one that the pool gave, unused, not older than five minutes
    2 browser    its cookie says that it is the one that was sent off
    3 provider   it said yes, and gives tokens for the code
    4 ID token   its signature, iss, aud, exp, and the nonce of this trip
    5 person     found, linked or made (federated_user.py), and may sign in

Until step 2 nobody knows which app the browser belongs to, so a refusal is the pool's error page;
after it, refusals travel to the app.

Source: developer guide, "User pool sign-in with third party identity providers", "Managed login and
federation error responses"; OpenID Connect Core 1.0, section 3.1.3.7.
Left out: attributes from the provider's userinfo endpoint; the ID token's are used.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import jose, messages
from cognito_lab.primitives.browser import Cookie, Parameters, Redirect, with_query
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.services.cognito_idp.oauth.arrival import Cookies, arrive
from cognito_lab.services.cognito_idp.oauth.federated_user import user_of
from cognito_lab.services.cognito_idp.oauth.request import error_page, page_of, understood
from cognito_lab.services.cognito_idp.oauth.tickets import BadTicket
from cognito_lab.services.cognito_idp.oauth.visits import TRIP_LIFE, Trip

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.identity_provider import IdentityProvider
    from cognito_lab.services.cognito_idp.oauth.request import AuthorizationRequest
    from cognito_lab.services.cognito_idp.pool import UserPool

CALLBACK = "/oauth2/idpresponse"
CSRF_STATE_COOKIE = "csrf-state"


def depart(desk: Desk, request: AuthorizationRequest) -> Redirect:
    """Send the browser to the provider that the request names.

    Raises:
        NotSimulated: Nobody knows where the provider's page is.
    """
    pool = request.client.pool
    provider = pool.identity_providers.get(request.provider or "")
    if provider is None or not (address := provider.details.get("authorize_url")):
        raise NotSimulated(
            f"the pool does not know the page of {request.provider}: give authorize_url in "
            "ProviderDetails, or make the provider with cloud.openid_providers.create first"
        )
    state, nonce, csrf_state = (desk.ids.base64url(24) for _ in range(3))
    trip = Trip(request, provider, nonce, csrf_state)
    pool.visits.trips.issue(state, trip, desk.clock.now())
    asked = {
        "client_id": provider.client_id,
        "redirect_uri": page_of(pool, CALLBACK, {}),
        "scope": provider.details["authorize_scopes"],
        "response_type": "code",
        "state": state,
        "nonce": nonce,
    }
    cookie = Cookie(CSRF_STATE_COOKIE, csrf_state, int(TRIP_LIFE.total_seconds()))
    return Redirect(with_query(address, asked), cookies=(cookie,))


def come_back(desk: Desk, pool: UserPool, parameters: Parameters, cookies: Cookies) -> Redirect:
    """/oauth2/idpresponse: the browser returns, with a code or with an error of the provider's.

    Raises:
        Refusal: A step fails.
    """
    trip = _trip(desk, pool, parameters, cookies)  # 1, 2
    pool.visits.trips.spend(parameters["state"])
    understood(pool, trip.request.parameters)  # the app's settings may have changed meanwhile
    try:
        claims = _claims(desk, trip, _tokens(desk, trip, parameters))  # 3, 4
        user = user_of(desk, trip.request.client, trip.provider, claims)  # 5
    except AwsError as error:
        raise trip.request.refusal(error) from None
    nonce = trip.request.nonce or trip.nonce
    back = arrive(desk, trip.request, user, trip.provider.name, nonce)
    return replace(back, cookies=(*back.cookies, Cookie(CSRF_STATE_COOKIE, "", 0)))


def _trip(desk: Desk, pool: UserPool, parameters: Parameters, cookies: Cookies) -> Trip:
    because = ""
    try:
        trip = pool.visits.trips.find(parameters.get("state", ""), desk.clock.now())
        cookie = cookies.get(CSRF_STATE_COOKIE, "")
        if hmac.compare_digest(cookie.encode(), trip.csrf_state.encode()):
            return trip
        because = "This browser was not sent to the provider: somebody else's answer is refused."
    except BadTicket as why:
        because = f"The state is no good: {why}."
    raise error_page(pool, messages.OAUTH_INVALID_REQUEST.error(because=because))


def _tokens(desk: Desk, trip: Trip, parameters: Parameters) -> Mapping[str, Any]:
    """What the provider gives for its code: the pool asks it, as an app with a secret."""
    provider = trip.provider
    if (error := parameters.get("error")) is not None:
        raise _said_no(provider, error, parameters.get("error_description", ""))
    elsewhere = desk.openid_providers.of_issuer(provider.issuer)
    if elsewhere is None:
        raise messages.FEDERATION_FAILED.error(
            because=f"Nobody in the lab has the issuer {provider.issuer}.",
            description=f"{provider.name} cannot be reached",
        )
    form = {
        "grant_type": "authorization_code",
        "code": parameters.get("code", ""),
        "redirect_uri": page_of(trip.request.client.pool, CALLBACK, {}),
        "client_id": provider.client_id,
        "client_secret": provider.details.get("client_secret", ""),
    }
    with desk.trace.exchange(elsewhere.participant, "POST /token", form) as exchange:
        exchange.answer = answer = elsewhere.redeem(form)
    if "error" in answer:
        raise _said_no(provider, str(answer["error"]), "")
    return answer


def _claims(desk: Desk, trip: Trip, tokens: Mapping[str, Any]) -> jose.Claims:
    """The ID token, verified: nothing that the browser brought is believed."""
    provider = trip.provider
    desk.trace.step(f"verify the ID token of {provider.name}")
    try:
        token = jose.parse(tokens.get("id_token", ""))
        kid = str(token.unverified_header.get("kid"))
        keys = desk.provider_keys.for_token(provider.issuer, kid)
        claims = jose.verify_signature(token, keys)
    except (jose.InvalidToken, LookupError) as error:
        raise _bad_id_token(provider, f"The token cannot be trusted: {error}.") from None
    audience = claims.get("aud")
    expected = {
        "iss": claims.get("iss") == provider.issuer,
        "aud": provider.client_id in (audience if isinstance(audience, list) else [audience]),
        "exp": isinstance(claims.get("exp"), int) and desk.clock.epoch() < claims["exp"],
        "nonce": claims.get("nonce") == trip.nonce,
        "sub": isinstance(claims.get("sub"), str) and claims["sub"] != "",
    }
    if (wrong := [name for name, holds in expected.items() if not holds]) != []:
        raise _bad_id_token(provider, f"The token's {wrong[0]} is not the one expected.")
    return claims


def _bad_id_token(provider: IdentityProvider, because: str) -> AwsError:
    return messages.FEDERATION_FAILED.error(
        because=because, description=f"Bad id_token of {provider.name}"
    )


def _said_no(provider: IdentityProvider, error: str, description: str) -> AwsError:
    """A refusal of the provider's, handed on."""
    message = messages.Message(error, messages.PROVIDER_SAID_NO.text, evidence="D")
    return message.error(
        because=f"{provider.name} refused: {error}.",
        provider=provider.name,
        status=400,
        error=error,
        description=description,
    )
