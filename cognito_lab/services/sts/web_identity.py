"""Tokens that STS accepts instead of a signature: whose they are, and what they say.

A web identity token is checked in this order, each check with AWS's own words for its failure:

    1 form        it is a JWT at all
    2 audience    it says for whom it was made (`aud`)
    3 issuer      the identity service, Google, or an OpenID Connect provider trusted in IAM
    4 app         that provider lists the app id; for the identity service and Google there is no
                  list, so the role's trust policy is the only guard
    5 signature   made with a key that the issuer publishes
    6 time        not expired; unlike the identity pool, STS allows no minutes of grace

A **user pool's** ID token fails at 3: it has to go to an identity pool first.

Source: fact sheet §5; STS API reference, "AssumeRoleWithWebIdentity". The order is Assumed.
Left out: Facebook's and Amazon's opaque tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.jose import (
    Claims,
    InvalidToken,
    UnverifiedToken,
    parse,
    verify_signature,
)
from cognito_lab.primitives.messages import (
    WEB_TOKEN_BAD_SIGNATURE,
    WEB_TOKEN_EXPIRED,
    WEB_TOKEN_NOT_A_JWT,
    WEB_TOKEN_OTHER_AUDIENCE,
    WEB_TOKEN_OTHER_ISSUER,
    WEB_TOKEN_WITHOUT_CLAIM,
)
from cognito_lab.primitives.published_keys import CachedKeys
from cognito_lab.primitives.record import record
from cognito_lab.services.sts.tags import SessionTags, tags_in_token

COGNITO = "cognito-identity.amazonaws.com"
GOOGLE = "accounts.google.com"
_ALGORITHMS = ("RS256", "RS512")


class TrustedProvider(Protocol):
    """An OpenID Connect provider as IAM keeps it."""

    client_ids: list[str]

    @property
    def arn(self) -> str: ...


class TrustedProviders(Protocol):
    """Where those are found, by issuer without ``https://``."""

    def oidc_provider(self, issuer_host_and_path: str) -> TrustedProvider | None: ...


@record
class WebIdentity:
    """Somebody whose claims are verified.

    Attributes:
        principal: What a trust policy calls the issuer: ``cognito-identity.amazonaws.com``,
            ``accounts.google.com``, or the ARN of an IAM OIDC provider.
        key_prefix: What its condition keys begin with, the issuer without ``https://``.
        claims: All claims.
        tags: Session tags that the token carries.
    """

    principal: str
    key_prefix: str
    claims: Claims
    tags: SessionTags

    @property
    def subject(self) -> str:
        return str(self.claims["sub"])

    @property
    def audience(self) -> str:
        """The app that the token was made for."""
        return next(iter(audiences_of(self.claims)), "")

    @property
    def provider(self) -> str:
        """The issuer, as AWS's answer names it."""
        builtin = self.principal == self.key_prefix
        return self.principal if builtin else str(self.claims["iss"])

    @property
    def _methods(self) -> tuple[str, ...]:
        amr = self.claims.get("amr")
        return tuple(str(method) for method in amr) if isinstance(amr, list | tuple) else ()

    def condition_keys(self) -> dict[str, ContextValue]:
        """What the trust policy and, later, the role's own policies can ask about.

        Source: IAM User Guide, "Available keys for AWS web identity federation".
        """
        keys: dict[str, ContextValue] = {
            "aws:FederatedProvider": self.principal,
            f"{self.key_prefix}:aud": self.audience,
            f"{self.key_prefix}:sub": self.subject,
            f"{self.key_prefix}:amr": self._methods,
        }
        return keys | ({f"{GOOGLE}:oaud": self.claims["aud"]} if self.principal == GOOGLE else {})

    def cognito_keys(self) -> dict[str, ContextValue]:
        """What API Gateway tells its back end about an identity of an identity pool."""
        if self.principal != COGNITO:
            return {}
        return {
            "identity_pool_id": self.audience,
            "identity_id": self.subject,
            "amr": self._methods,
        }


def cognito_identity(claims: Claims) -> WebIdentity:
    """An identity that the identity service itself vouches for."""
    return WebIdentity(COGNITO, COGNITO, claims, tags_in_token(claims))


def audiences_of(claims: Claims) -> list[str]:
    """The apps that a token was made for: `azp` alone where it is there, else `aud`, one or many.

    Source: Cognito developer guide, "Open ID Connect providers".
    """
    found = claims.get("azp", claims.get("aud"))
    listed = found if isinstance(found, list) else [found]
    return [audience for audience in listed if isinstance(audience, str)]


def verify_web_identity(
    raw_token: str,
    *,
    keys: CachedKeys,
    providers: TrustedProviders,
    now: datetime,
    on_verify: Callable[[], None],
) -> WebIdentity:
    """Run all six checks.

    Args:
        raw_token: As it came.
        keys: The verifier's copies of published keys.
        providers: The issuers that this account trusts.
        now: Aware lab time.
        on_verify: Called when the keys are there and the signature is checked next, for the trace.

    Raises:
        InvalidIdentityToken: Checks 1 to 5.
        ExpiredTokenException: Check 6.
    """
    try:
        token = parse(raw_token)  # 1
    except InvalidToken as error:
        raise WEB_TOKEN_NOT_A_JWT.error(because=f"It is no JWT: {error.found}.") from None
    _require(token.unverified_claims, "aud")  # 2
    principal, key_prefix = _known_issuer(token.unverified_claims, providers)  # 3, 4
    claims = _verified_claims(token, keys, on_verify)  # 5
    _refuse_expired(claims, int(now.timestamp()))  # 6
    _require(claims, "sub")
    return WebIdentity(principal, key_prefix, claims, tags_in_token(claims))


def _require(claims: Claims, claim: str) -> None:
    if claim not in claims:
        raise WEB_TOKEN_WITHOUT_CLAIM.error(
            because=f"The token has no {claim}; its claims are {', '.join(claims)}.", claim=claim
        )


def _known_issuer(unverified_claims: Claims, providers: TrustedProviders) -> tuple[str, str]:
    """How trust policies call the issuer, and what its condition keys begin with."""
    issuer = str(unverified_claims.get("iss"))
    host_and_path = issuer.removeprefix("https://")
    if issuer == f"https://{COGNITO}":
        return COGNITO, COGNITO
    provider = None if issuer == host_and_path else providers.oidc_provider(host_and_path)
    if provider is not None:
        _refuse_other_app(unverified_claims, provider)
        return provider.arn, host_and_path
    if issuer == f"https://{GOOGLE}":
        return GOOGLE, GOOGLE
    way = " A user pool's token goes to an identity pool, which speaks to STS for it."
    raise WEB_TOKEN_OTHER_ISSUER.error(
        because=f"IAM of this account trusts no provider {issuer}."
        f"{way if host_and_path.startswith('cognito-idp.') else ''}",
        issuer=issuer,
    )


def _refuse_other_app(unverified_claims: Claims, provider: TrustedProvider) -> None:
    audiences = audiences_of(unverified_claims)
    if not any(audience in provider.client_ids for audience in audiences):
        raise WEB_TOKEN_OTHER_AUDIENCE.error(
            because=f"The token was made for {', '.join(audiences) or 'no app'}; IAM lists "
            f"{', '.join(provider.client_ids) or 'none'}."
        )


def _verified_claims(
    token: UnverifiedToken, keys: CachedKeys, on_verify: Callable[[], None]
) -> Claims:
    issuer, kid = token.unverified_claims["iss"], token.unverified_header.get("kid", "")
    try:
        jwks = keys.for_token(issuer, kid)
        on_verify()
        return verify_signature(token, jwks, _ALGORITHMS)
    except LookupError:
        found = f"nobody publishes keys for {issuer}"
    except InvalidToken as error:
        found = error.found
    raise WEB_TOKEN_BAD_SIGNATURE.error(because=f"The signature proves nothing: {found}.")


def _refuse_expired(claims: Claims, now: int) -> None:
    _require(claims, "exp")
    expires = claims["exp"]
    is_number = isinstance(expires, int | float) and not isinstance(expires, bool)
    if not is_number or not now < expires < _FAR_FUTURE:
        raise WEB_TOKEN_EXPIRED.error(
            because=f"It ended at {expires}, now is {now}, and STS allows no grace.",
            now=now,
            exp=expires,
        )


# The year 33658: nothing that anybody means as a date, nor infinity.
_FAR_FUTURE = 10**12
