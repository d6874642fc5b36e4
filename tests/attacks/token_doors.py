"""Every door of the lab that takes a token, set up through boto3, with a good token for each.

A door knows how to be knocked at, in which words it refuses each fault, and what must stay as it is
when somebody is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from botocore.exceptions import ClientError
from token_forgeries import Fault, Passport
from whole_account import (
    COGNITO,
    CONTOSO,
    DEVELOPER,
    GOOGLE,
    PASSWORD,
    WholeAccount,
)

from cognito_lab.primitives.keys import SigningKey, key_id, user_pool_keys

Answer = tuple[int, str, str]  # status, code (or challenge), how the message begins
Words = Mapping[Fault, Answer]
GRACE = 300


@dataclass
class Door:
    """One door.

    Attributes:
        passport: A token that opens it.
        knocks: Ways to show a token, by name; each answers None when the token is let in.
        words: How it refuses. A fault that is not here is none at this door.
        foreign: Genuine tokens that are none of this door's: name → (fault, token).
        state: What a refused attempt must not change.
    """

    account: WholeAccount
    passport: Passport
    knocks: Mapping[str, Callable[[str], Answer | None]]
    words: Words
    foreign: Mapping[str, tuple[Fault, str]]
    calls: list[Any] = field(default_factory=list)

    def state(self) -> tuple[Any, ...]:
        """Identities, sessions lent, calls of the function behind the door."""
        sessions = self.account.cloud.sts._sessions
        return self.account.table(), len(sessions), len(self.calls)


# --- counters: the identity pool and STS ----------------------------------------------------------

_REFUSED = (400, "NotAuthorizedException")
_LOGIN_WORDS: Words = {
    Fault.FORM: (*_REFUSED, "Invalid login token. Not a valid OpenId Connect identity token."),
    Fault.SIGNATURE: (*_REFUSED, "Invalid login token. Couldn't verify signed token."),
    Fault.EXPIRED: (*_REFUSED, "Invalid login token. Token expired: "),
    Fault.NO_END: (*_REFUSED, "Invalid login token. Token expired: "),
    Fault.AUDIENCE: (*_REFUSED, "Token is not from a supported provider of this identity pool."),
    Fault.NO_AUDIENCE: (*_REFUSED, "Invalid login token. Missing a required claim: aud"),
    Fault.ISSUER: (*_REFUSED, "Invalid login token. Issuer doesn't match providerName"),
    Fault.USE: (*_REFUSED, "Invalid login token. "),
    Fault.COGNITO: (*_REFUSED, "Invalid login token. Can't pass in a Cognito token."),
}


def _asked(call: Callable[[], Any]) -> Answer | None:
    try:
        call()
    except ClientError as refused:
        response = refused.response
        status = response["ResponseMetadata"]["HTTPStatusCode"]
        return status, response["Error"]["Code"], response["Error"]["Message"]
    return None


def _passport(
    account: WholeAccount, token: str, keys: tuple[SigningKey, SigningKey], grace: int = GRACE
) -> Passport:
    return Passport(token, *keys, now=account.cloud.clock.epoch(), grace=grace)


def _pool_keys(account: WholeAccount, *, access: bool = False) -> tuple[SigningKey, SigningKey]:
    """The user pool's key for ID tokens (or access tokens), and the other one."""
    issuer = f"https://{account.user_pool}"
    keys = [SigningKey(index, key_id(issuer, index)) for index in user_pool_keys(0)]
    return (keys[1], keys[0]) if access else (keys[0], keys[1])


def _provider_keys(provider: Any) -> tuple[SigningKey, SigningKey]:
    """A provider signs with its latest key."""
    older, latest = provider._keys[-2:]
    return latest, older


def _logins_at(account: WholeAccount, provider: str, honest: str) -> Mapping[str, Any]:
    """The operations that take logins, for an identity that has this one, or a good one beside.

    In an order in which a good token passes all of them: what is unlinked can be linked elsewhere.
    """
    known = account.identity({provider: honest})
    good = account.login("user pool" if provider == GOOGLE else "Google")
    beside = account.identity(good)
    return {
        "GetId": lambda t: _asked(lambda: account.identity({provider: t})),
        "GetCredentialsForIdentity": lambda t: _asked(
            lambda: account.credentials({provider: t}, identity=known)
        ),
        "GetOpenIdToken": lambda t: _asked(
            lambda: account.public.get_open_id_token(IdentityId=known, Logins={provider: t})
        ),
        "GetOpenIdTokenForDeveloperIdentity": lambda t: _asked(
            lambda: account.counter.get_open_id_token_for_developer_identity(
                IdentityPoolId=account.pool_id, Logins={DEVELOPER: "stranger", provider: t}
            )
        ),
        "UnlinkIdentity": lambda t: _asked(
            lambda: account.public.unlink_identity(
                IdentityId=known, Logins={provider: t}, LoginsToRemove=[provider]
            )
        ),
        "GetCredentialsForIdentity, beside a good login": lambda t: _asked(
            lambda: account.credentials({**good, provider: t}, identity=beside)
        ),
    }


def _others(account: WholeAccount, own: str) -> dict[str, tuple[Fault, str]]:
    """Genuine tokens of every other kind."""
    others = {
        "a user pool's ID token": account.login("user pool")[account.user_pool],
        "Google's ID token": account.login("Google")[GOOGLE],
        "Contoso's ID token": account.login("Contoso")[CONTOSO],
    }
    return {name: (Fault.ISSUER, token) for name, token in others.items() if name != own}


def _service_tokens(account: WholeAccount) -> dict[str, tuple[Fault, str]]:
    guest = account.public.get_open_id_token(IdentityId=account.identity())["Token"]
    return {
        "a guest's token of the identity service": (Fault.COGNITO, guest),
        "a back end's token": (Fault.COGNITO, account.voucher("u")["Token"]),
    }


def user_pool_login() -> Door:
    """A user pool's ID token at the identity pool."""
    account = WholeAccount()
    tokens = account.sign_in()
    name = account.user_pool
    second = account.people.create_user_pool_client(
        UserPoolId=account.user_pool_id, ClientName="second"
    )["UserPoolClient"]["ClientId"]
    return Door(
        account,
        _passport(account, tokens["IdToken"], _pool_keys(account)),
        _logins_at(account, name, tokens["IdToken"]),
        _LOGIN_WORDS,
        {
            "the access token": (Fault.USE, tokens["AccessToken"]),
            "an access token with an aud": (
                Fault.USE,
                account.made_up(token_use="access"),
            ),
            "the refresh token": (Fault.FORM, "a.b.c.d.e"),
            "a token after Bearer": (Fault.FORM, f"Bearer {tokens['IdToken']}"),
            "another client's ID token": (Fault.AUDIENCE, account.made_up(aud=second)),
            "another pool's ID token": (
                Fault.ISSUER,
                account.made_up(iss=f"https://{name[:-1]}x"),
            ),
            **_others(account, "a user pool's ID token"),
            **_service_tokens(account),
        },
    )


def google_login() -> Door:
    """Google's ID token at the identity pool."""
    account = WholeAccount()
    google = account.cloud.google
    signed_in = google.sign_in("gina@gmail.com", PASSWORD, client_id=account.google_app)
    other = google.register_client("other")
    for_other = google.sign_in("gina@gmail.com", PASSWORD, client_id=other).id_token
    return Door(
        account,
        _passport(account, signed_in.id_token, _provider_keys(google)),
        _logins_at(account, GOOGLE, signed_in.id_token),
        _LOGIN_WORDS,
        {
            "Google's access token": (Fault.FORM, signed_in.access_token),
            "Google's ID token for another app": (Fault.AUDIENCE, for_other),
            **_others(account, "Google's ID token"),
            **_service_tokens(account),
        },
    )


def contoso_login() -> Door:
    """An OpenID provider's ID token at the identity pool."""
    account = WholeAccount()
    who = "ana@contoso.example"
    signed_in = account.contoso.sign_in(who, PASSWORD, client_id=account.contoso_app)
    other = account.contoso.register_client("other")
    for_other = account.contoso.sign_in(who, PASSWORD, client_id=other).id_token
    return Door(
        account,
        _passport(account, signed_in.id_token, _provider_keys(account.contoso)),
        _logins_at(account, CONTOSO, signed_in.id_token),
        _LOGIN_WORDS,
        {
            "Contoso's access token": (Fault.FORM, signed_in.access_token),
            "Contoso's ID token for another app": (Fault.AUDIENCE, for_other),
            **_others(account, "Contoso's ID token"),
            **_service_tokens(account),
        },
    )


def _service_keys(token: str) -> tuple[SigningKey, SigningKey]:
    """The identity service's key of a token, and its other key."""
    import forgeries

    kid = forgeries.parts(token)[0]["kid"]
    other = {"us-east-12": "us-east-13", "us-east-13": "us-east-12"}[kid]
    return SigningKey(int(kid[-1]), kid, "RS512"), SigningKey(int(other[-1]), other, "RS512")


def back_end_login() -> Door:
    """The identity service's own token, which a back end got for its user."""
    account = WholeAccount()
    made = account.voucher("user-1")
    identity, token = made["IdentityId"], made["Token"]
    other_pool = account.counter.create_identity_pool(
        IdentityPoolName="other",
        AllowUnauthenticatedIdentities=False,
        DeveloperProviderName=DEVELOPER,
    )["IdentityPoolId"]
    of_other = account.counter.get_open_id_token_for_developer_identity(
        IdentityPoolId=other_pool, Logins={DEVELOPER: "user-1"}
    )["Token"]
    not_ours = (*_REFUSED, "Invalid login token. Not a Cognito token.")
    words: dict[Fault, Answer] = {
        **_LOGIN_WORDS,
        Fault.ISSUER: not_ours,
        Fault.OTHER_IDENTITY: (*_REFUSED, "Logins don't match."),
    }
    del words[Fault.NO_AUDIENCE]  # the service always says for whom
    return Door(
        account,
        _passport(account, token, _service_keys(token)),
        {
            "GetCredentialsForIdentity": lambda t: _asked(
                lambda: account.credentials({COGNITO: t}, identity=identity)
            )
        },
        words,
        {
            "the user's identifier itself": (Fault.FORM, "user-1"),
            "another pool's token": (Fault.AUDIENCE, of_other),
            "another user's token": (Fault.OTHER_IDENTITY, account.voucher("user-2")["Token"]),
            "a guest's token": (
                Fault.OTHER_IDENTITY,
                account.public.get_open_id_token(IdentityId=account.identity())["Token"],
            ),
            "the user pool's access token": (Fault.ISSUER, account.sign_in()["AccessToken"]),
            **_others(account, ""),
        },
    )


def sts_counter() -> Door:
    """The identity service's token at STS, which lends to whom the trust policy names."""
    account = WholeAccount()
    logins = account.login()
    identity = account.identity(logins)
    token = account.public.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    role = account.roles["authenticated"]
    denied = (403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    invalid = (400, "InvalidIdentityToken")
    return Door(
        account,
        _passport(account, token, _service_keys(token), grace=0),
        {"AssumeRoleWithWebIdentity": lambda t: _asked(lambda: account.assume(role, t))},
        {
            Fault.FORM: (*invalid, "The ID Token provided is not a valid JWT."),
            Fault.SIGNATURE: (*invalid, ""),
            Fault.EXPIRED: (400, "ExpiredTokenException", "Token expired: current date/time "),
            Fault.NO_END: (400, "ExpiredTokenException", "Token expired: current date/time "),
            Fault.AUDIENCE: denied,
            Fault.NO_AUDIENCE: (*invalid, "Missing a required claim: aud"),
            Fault.ISSUER: (*invalid, "No OpenIDConnect provider found in your account for "),
            Fault.USE: denied,
            Fault.OTHER_PROVIDER: denied,
        },
        {
            "a guest's token": (
                Fault.USE,
                account.public.get_open_id_token(IdentityId=account.identity())["Token"],
            ),
            "a user pool's ID token": (Fault.ISSUER, account.sign_in()["IdToken"]),
            "a user pool's access token": (Fault.NO_AUDIENCE, account.sign_in()["AccessToken"]),
            "Google's ID token": (Fault.OTHER_PROVIDER, account.login("Google")[GOOGLE]),
            "Contoso's ID token": (Fault.OTHER_PROVIDER, account.login("Contoso")[CONTOSO]),
        },
    )


# --- doors of API Gateway -------------------------------------------------------------------------

_UNAUTHORIZED = (401, "UnauthorizedException", "Unauthorized")
_REST_WORDS: Words = {
    **dict.fromkeys(Fault, _UNAUTHORIZED),
    Fault.EXPIRED: (401, "UnauthorizedException", "The incoming token has expired"),
}


def _knock(account: WholeAccount, url: str) -> Callable[[str], Answer | None]:
    """GET with a token in the Authorization header."""

    def knock(token: str) -> Answer | None:
        response = account.http.get(url, headers={"Authorization": token})
        if response.status_code == 200:
            return None
        code = response.headers.get("x-amzn-ErrorType") or response.headers["www-authenticate"]
        return response.status_code, code, str(json.loads(response.text)["message"])

    return knock


def _rest_door(account: WholeAccount, calls: list[Any], **method: Any) -> str:
    """A REST API's GET / behind a user-pool authorizer for our app; its address."""
    api = account.admin.client("apigateway")
    made = api.create_rest_api(name="doors")
    guard = api.create_authorizer(
        restApiId=made["id"],
        name="people",
        type="COGNITO_USER_POOLS",
        providerARNs=[
            f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{account.user_pool_id}"
        ],
        identitySource="method.request.header.Authorization",
        **({} if method else {"identityValidationExpression": account.client_id}),
    )["id"]
    here = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    api.put_method(**here, authorizationType="COGNITO_USER_POOLS", authorizerId=guard, **method)
    function = _function(account, calls)
    api.put_integration(
        **here,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations",
    )
    api.create_deployment(restApiId=made["id"], stageName="prod")
    return f"https://{made['id']}.execute-api.us-east-1.amazonaws.com/prod/"


def _function(account: WholeAccount, calls: list[Any]) -> str:
    return account.cloud.functions.register(
        "behind", lambda event, _: calls.append(event) or {"statusCode": 200}
    )


def _foreign_at_a_user_pools_door(account: WholeAccount) -> dict[str, tuple[Fault, str]]:
    tokens = account.sign_in()
    service = {name: (Fault.ISSUER, token) for name, (_, token) in _service_tokens(account).items()}
    return {
        "nothing": (Fault.FORM, ""),
        "Bearer and nothing": (Fault.FORM, "Bearer "),
        "two tokens": (Fault.FORM, f"{tokens['IdToken']},{tokens['IdToken']}"),
        "a password": (Fault.FORM, "Basic am9lOnB3"),
        "a signature": (Fault.FORM, "AWS4-HMAC-SHA256 Credential=ASIA/x, Signature=1"),
        **_others(account, "a user pool's ID token"),
        **service,
    }


def rest_door_for_id_tokens() -> Door:
    """A REST API's user-pool authorizer, where the method wants an ID token."""
    account, calls = WholeAccount(), list[Any]()
    tokens = account.sign_in()
    return Door(
        account,
        _passport(account, tokens["IdToken"], _pool_keys(account), grace=0),
        {"GET": _knock(account, _rest_door(account, calls))},
        _REST_WORDS,
        {
            "the access token": (Fault.USE, tokens["AccessToken"]),
            "a use that is unsaid": (Fault.USE, account.made_up(token_use=None)),
            **_foreign_at_a_user_pools_door(account),
        },
        calls,
    )


def rest_door_for_access_tokens() -> Door:
    """A REST API's user-pool authorizer, where the method wants a scope."""
    account, calls = WholeAccount(), list[Any]()
    tokens = account.sign_in()
    scope = "aws.cognito.signin.user.admin"
    words = {
        fault: answer
        for fault, answer in _REST_WORDS.items()
        if fault not in (Fault.AUDIENCE, Fault.NO_AUDIENCE)  # an access token has no aud
    }
    passport = _passport(account, tokens["AccessToken"], _pool_keys(account, access=True), grace=0)
    return Door(
        account,
        passport,
        {"GET": _knock(account, _rest_door(account, calls, authorizationScopes=[scope]))},
        words,
        {
            "the ID token": (Fault.USE, tokens["IdToken"]),
            "an ID token with the scope": (Fault.USE, account.made_up(scope=scope)),
            "an access token without the scope": (Fault.USE, passport.signed(scope="openid")),
            "a piece of the scope": (Fault.USE, passport.signed(scope="aws.cognito")),
            "the scope as a list": (Fault.USE, passport.signed(scope=["x", "y"])),
            **_foreign_at_a_user_pools_door(account),
        },
        calls,
    )


def http_door() -> Door:
    """An HTTP API's JWT authorizer for the user pool's app."""
    account, calls = WholeAccount(), list[Any]()
    apis = account.admin.client("apigatewayv2")
    api = apis.create_api(Name="doors", ProtocolType="HTTP")["ApiId"]
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    issuer = f"https://{account.user_pool}"
    guard = apis.create_authorizer(
        ApiId=api,
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        Name="people",
        JwtConfiguration={"Issuer": issuer, "Audience": [account.client_id]},
    )["AuthorizerId"]
    target = apis.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationUri=_function(account, calls),
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    apis.create_route(
        ApiId=api,
        RouteKey="GET /",
        Target=f"integrations/{target}",
        AuthorizationType="JWT",
        AuthorizerId=guard,
    )
    tokens = account.sign_in()
    challenged = (401, "Bearer", "Unauthorized")
    foreign = _foreign_at_a_user_pools_door(account)
    return Door(
        account,
        _passport(account, tokens["IdToken"], _pool_keys(account), grace=0),
        {"GET": _knock(account, f"https://{api}.execute-api.us-east-1.amazonaws.com/")},
        dict.fromkeys(Fault, challenged),
        {
            "a token that begins later": (
                Fault.USE,
                account.made_up(nbf=account.cloud.clock.epoch() + 1),
            ),
            "a token from the future": (
                Fault.USE,
                account.made_up(iat=account.cloud.clock.epoch() + 60),
            ),
            "an access token of another app": (
                Fault.AUDIENCE,
                account.made_up(aud=None, client_id="another-app", token_use="access"),
            ),
            "another aud beside our client_id": (
                Fault.AUDIENCE,
                account.made_up(aud="another-app", client_id=account.client_id),
            ),
            **foreign,
        },
        calls,
    )


DOORS: Mapping[str, Callable[[], Door]] = {
    "a user pool's login at the identity pool": cache(user_pool_login),
    "Google's login at the identity pool": cache(google_login),
    "an OpenID provider's login at the identity pool": cache(contoso_login),
    "a back end's token at the identity pool": cache(back_end_login),
    "the identity service's token at STS": cache(sts_counter),
    "REST API, user pool, ID token": cache(rest_door_for_id_tokens),
    "REST API, user pool, access token with scope": cache(rest_door_for_access_tokens),
    "HTTP API, JWT authorizer": cache(http_door),
}
