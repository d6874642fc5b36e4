"""What an app asks for when it sends a browser to the pool, judged before anybody signs in.

    1 client          one of this pool's                         error page, never a redirect
    2 redirect_uri    letter by letter one of its CallbackURLs   error page, never a redirect
    3 response_type   code or token                              invalid_request
    4 flow            the client may use it                      unauthorized_client
    5 PKCE            S256, a challenge of the right form        invalid_request
    6 scope           known; what the client lacks is dropped    invalid_scope
    7 provider        known; one of the client's                 invalid_request, unauthorized_…
    8 prompt, resource                                           invalid_request

Steps 1 and 2 decide whether the address may be trusted. Only then does an error travel there, with
`state`, which comes back as it came.

Source: developer guide, "Authorize endpoint"; RFC 6749, section 4.1.2.1; RFC 7636, section 4.3.
Assumed: an unknown client gets the page that a wrong redirect_uri gets; errors travel in the query
for the implicit grant too, where RFC 6749 (section 4.2.2.1) has the fragment; the codes of step 7.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Parameters, Redirect, with_query
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.identity_provider import LOCAL, SIGNS_IN
from cognito_lab.services.cognito_idp.oauth.refusal import Refusal, described, in_oauths_words
from cognito_lab.services.cognito_idp.scopes import NEED_OPENID, OPENID, scopes_of

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.pool import UserPool

_FLOWS = {"code": "code", "token": "implicit"}  # response_type: AllowedOAuthFlows
_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_SCOPE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
_PROMPTS = ("none", "login", "select_account", "consent")


@record
class AuthorizationRequest:
    """A request that may be carried out.

    Attributes:
        client: The app.
        redirect_uri: Where to return, one of the client's.
        scopes: What the app gets, in the order in which it asked.
        provider: Who is to sign the person in: a name, or None if the page shall ask.
        prompts: Of `prompt`, its words.
        parameters: As they came, to be handed on from page to page.
    """

    client: AppClient
    redirect_uri: str
    scopes: tuple[str, ...]
    provider: str | None
    prompts: tuple[str, ...]
    parameters: Parameters

    @property
    def wants_code(self) -> bool:
        """Authorization code grant; else the implicit one."""
        return self.parameters["response_type"] == "code"

    @property
    def nonce(self) -> str | None:
        """What the ID token is to carry back."""
        return self.parameters.get("nonce")

    @property
    def code_challenge(self) -> str | None:
        """What the code's verifier must hash to; None without PKCE."""
        return self.parameters.get("code_challenge")

    @property
    def resource(self) -> str | None:
        """Whom the access token is bound to."""
        return self.parameters.get("resource")

    def to_app(self, result: Parameters) -> Redirect:
        """Back to the app with a result in the query, and the app's `state`."""
        return Redirect(with_query(self.redirect_uri, self.with_state(result)), to_app=True)

    def with_state(self, result: Parameters) -> dict[str, str]:
        """A result, and the `state` that came."""
        return _with_state(self.parameters, result)

    def refusal(self, error: AwsError) -> Refusal:
        """A refusal that travels to the app."""
        told = in_oauths_words(error)
        return Refusal(told, self.to_app(described(told)))


def understood(pool: UserPool, parameters: Parameters) -> AuthorizationRequest:
    """Judge a request.

    Raises:
        NotSimulated: It names a provider that the lab keeps the configuration of, and no more.
        Refusal: A step fails.
    """
    client, redirect_uri = _trusted(pool, parameters)  # 1, 2
    try:
        _check_flow(client, parameters.get("response_type"))  # 3, 4
        _check_challenge(parameters)  # 5
        return AuthorizationRequest(
            client,
            redirect_uri,
            scopes=_scopes(client, parameters.get("scope", "")),  # 6
            provider=_provider(client, parameters),  # 7
            prompts=_prompts(parameters.get("prompt", "")),  # 8
            parameters=_with_checked_resource(parameters),
        )
    except AwsError as error:
        result = _with_state(parameters, described(error))
        raise Refusal(error, Redirect(with_query(redirect_uri, result), to_app=True)) from None


def error_page(pool: UserPool, error: AwsError, client_id: str = "") -> Refusal:
    """A refusal that is shown by the pool itself, because no other address can be trusted."""
    shown = {"error": error.code, **({"client_id": client_id} if client_id else {})}
    return Refusal(error, Redirect(page_of(pool, "/error", shown)))


def page_of(pool: UserPool, path: str, parameters: Parameters) -> str:
    """The address of one of the pool's pages."""
    if pool.domain is None:
        raise LookupError(f"the pool {pool.id} has no domain any more")
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{pool.domain.url}{path}{query}"


def _trusted(pool: UserPool, parameters: Parameters) -> tuple[AppClient, str]:
    client_id, redirect_uri = parameters.get("client_id", ""), parameters.get("redirect_uri", "")
    client = pool.clients.get(client_id)
    if client is None:
        because = f"This pool has no client {client_id!r}: its address cannot be trusted."
        raise error_page(pool, messages.OAUTH_REDIRECT_MISMATCH.error(because=because), client_id)
    if redirect_uri not in (client.settings.get("CallbackURLs") or ()):
        because = f"{redirect_uri!r} is not, letter by letter, among the client's CallbackURLs."
        raise error_page(pool, messages.OAUTH_REDIRECT_MISMATCH.error(because=because), client_id)
    return client, redirect_uri


def _check_flow(client: AppClient, response_type: str | None) -> None:
    if response_type not in _FLOWS:
        raise messages.OAUTH_INVALID_REQUEST.error(
            because=f"response_type is code or token, not {response_type!r}."
        )
    flow = _FLOWS[response_type]
    if not client.allows_oauth(flow):
        raise messages.OAUTH_UNAUTHORIZED_CLIENT.error(
            because=f"The client's settings do not allow the flow {flow}."
        )


def _check_challenge(parameters: Parameters) -> None:
    challenge, method = (parameters.get(f"code_challenge{end}") for end in ("", "_method"))
    if challenge is None and method is None:
        return
    if method != "S256":
        raise messages.OAUTH_INVALID_REQUEST.error(
            because=f"code_challenge_method is S256, the only one, and not {method!r}."
        )
    if challenge is None or not _CHALLENGE.fullmatch(challenge):
        raise messages.OAUTH_INVALID_REQUEST.error(
            because="code_challenge is missing, or is no base64url of a SHA-256."
        )


def _scopes(client: AppClient, asked: str) -> tuple[str, ...]:
    """The scopes that the app gets.

    Assumed: one that exists and that the client has not is dropped without a word; if none is left,
    that is an error.
    """
    allowed = client.settings.get("AllowedOAuthScopes") or ()
    known = scopes_of(client.pool)
    for scope in asked.split(" ") if asked else ():
        if not _SCOPE.fullmatch(scope) or scope not in known:
            raise messages.OAUTH_INVALID_SCOPE.error(
                because=f"Nobody knows the scope {scope!r}: scopes are separated by one space."
            )
    wanted = asked.split(" ") if asked else [scope for scope in allowed if scope in known]
    granted = tuple(dict.fromkeys(scope for scope in wanted if scope in allowed))
    _check_granted(granted)
    return granted


def _check_granted(granted: Sequence[str]) -> None:
    if not granted:
        raise messages.OAUTH_INVALID_SCOPE.error(
            because="The client may have none of these scopes."
        )
    if OPENID not in granted and {*granted} & {*NEED_OPENID}:
        raise messages.OAUTH_INVALID_SCOPE.error(
            because="The scopes email, phone and profile need openid."
        )


def _provider(client: AppClient, parameters: Parameters) -> str | None:
    """Who is to sign the person in; None where the person shall choose."""
    supported = client.settings.get("SupportedIdentityProviders") or ()
    name = parameters.get("identity_provider") or _named_by(client.pool, parameters)
    if name is None:
        if not supported:
            raise messages.OAUTH_UNAUTHORIZED_CLIENT.error(
                because="The client's SupportedIdentityProviders are empty: nobody can sign in."
            )
        if LOCAL in supported or len(supported) > 1:
            return None
        name = supported[0]
    return _usable(client, name)


def _named_by(pool: UserPool, parameters: Parameters) -> str | None:
    """The provider that an `idp_identifier` stands for."""
    if (identifier := parameters.get("idp_identifier")) is None:
        return None
    for provider in pool.identity_providers:
        if identifier in provider.identifiers:
            return provider.name
    raise messages.OAUTH_INVALID_REQUEST.error(
        because=f"No provider of the pool has the identifier {identifier!r}."
    )


def _usable(client: AppClient, name: str) -> str:
    provider = client.pool.identity_providers.get(name)
    if provider is None and name != LOCAL:
        raise messages.OAUTH_INVALID_REQUEST.error(because=f"The pool has no provider {name!r}.")
    if name not in (client.settings.get("SupportedIdentityProviders") or ()):
        raise messages.OAUTH_UNAUTHORIZED_CLIENT.error(
            because=f"{name} is not among the client's SupportedIdentityProviders."
        )
    if provider is not None and provider.type not in SIGNS_IN:
        raise NotSimulated(
            f"the lab keeps the configuration of {provider.type} providers, and nobody can sign "
            f"in through them: {name} is one. Google and OIDC providers work"
        )
    return name


def _prompts(text: str) -> tuple[str, ...]:
    prompts = tuple(text.split())
    if not {*prompts} <= {*_PROMPTS} or ("none" in prompts and len(prompts) > 1):
        raise messages.OAUTH_INVALID_REQUEST.error(
            because=f"The prompt is none alone, or out of {', '.join(_PROMPTS[1:])}."
        )
    return prompts


def _with_checked_resource(parameters: Parameters) -> Parameters:
    resource = parameters.get("resource")
    if resource is not None and not re.fullmatch(r"https?://[^\s#/?]+[^\s#]*", resource):
        raise messages.OAUTH_INVALID_REQUEST.error(
            because="The resource is an absolute address without a fragment (RFC 8707, section 2)."
        )
    return parameters


def _with_state(parameters: Parameters, result: Parameters) -> dict[str, str]:
    state = parameters.get("state")
    return {**result, **({} if state is None else {"state": state})}
