"""Is every passport genuine? The checks on login tokens, before anything else happens.

A login token is checked in AWS's order, and the first failure answers in AWS's words:

    1 form        it is a JWT at all
    2 audience    it says for which app it was made; a user pool's access token does not
    3 issuer      it comes from the provider under whose name it was handed in
    4 app         this pool lists that provider and that app
    5 signature   the provider made it: only from here on are its claims claims
    6 time        it is not older than five minutes past its end
    7 sign-out    the user pool is asked, if the pool's settings say so

Source: Cognito developer guide, "Open ID Connect providers" (the list of validations), "Identity
pools authentication flow"; the texts were observed (fact sheet §3). The order is Assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cognito_lab.primitives import jose
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.jose import Claims, InvalidToken, UnverifiedToken
from cognito_lab.primitives.messages import (
    GUESTS_REFUSED,
    LOGIN_BAD_SIGNATURE,
    LOGIN_EXPIRED,
    LOGIN_IS_COGNITO_TOKEN,
    LOGIN_IS_NO_COGNITO_TOKEN,
    LOGIN_NOT_A_JWT,
    LOGIN_OTHER_ISSUER,
    LOGIN_OTHER_PROVIDER,
    LOGIN_PROVIDER_NOT_PUBLIC,
    LOGIN_SIGNED_OUT,
    LOGIN_WITHOUT_CLAIM,
)
from cognito_lab.primitives.published_keys import CachedKeys
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.proof import Proof, VerifiedLogin
from cognito_lab.services.cognito_identity.providers import (
    Provider,
    TrustedProviders,
    accepted_provider,
    refuse_unsimulated,
)
from cognito_lab.services.cognito_identity.tokens import COGNITO, ISSUER

GRACE_SECONDS = 300


class UserPools(Protocol):
    """What the identity pool asks a user pool, if its settings say so."""

    def is_signed_out(self, issuer: str, claims: Claims) -> bool: ...


@record
class LoginDesk:
    """Checks what is shown at the counter.

    Attributes:
        clock: Judges expiry.
        trace: Shows the checking.
        keys: Copies of the providers' published keys.
        iam: Knows trusted OpenID Connect providers.
        user_pools: Know who signed out.
    """

    clock: Clock
    trace: Trace
    keys: CachedKeys
    iam: TrustedProviders
    user_pools: UserPools

    def check(self, pool: IdentityPool, logins: Mapping[str, str] | None) -> Proof:
        """Check every login; one bad token fails the whole call.

        Args:
            pool: The counter.
            logins: ``{provider: token}``; nothing means a guest.

        Raises:
            NotAuthorizedException: No logins where guests are not served, or a token failed.
            InvalidParameterException: The developer provider's name, which the public may not use.
        """
        if not logins:
            return self._guest(pool)
        if pool.developer_provider in logins:
            raise LOGIN_PROVIDER_NOT_PUBLIC.error(
                because=f"{pool.developer_provider} is the back end's own name: only a signed "
                "GetOpenIdTokenForDeveloperIdentity may use it."
            )
        verified = self.verify_all(pool, logins)
        used = (method for login in verified for method in login.methods)
        return Proof(verified, ("authenticated", *used))

    def _guest(self, pool: IdentityPool) -> Proof:
        if not pool.serves_guests:
            raise GUESTS_REFUSED.error(
                because=f"The call has no Logins, and {pool.name} serves no guests."
            )
        return Proof()

    def verify_all(
        self, pool: IdentityPool, logins: Mapping[str, str]
    ) -> tuple[VerifiedLogin, ...]:
        """Check several tokens, in the order of the call."""
        return tuple(self.verify(pool, name, token) for name, token in logins.items())

    def verify(self, pool: IdentityPool, name: str, raw_token: str) -> VerifiedLogin:
        """Run all seven checks on one token.

        Raises:
            NotAuthorizedException: A check failed; the message says which, `because` says why.
        """
        refuse_unsimulated(pool, name)
        token = parsed(raw_token)  # 1
        _refuse_no_audience(token.unverified_claims)  # 2
        _refuse_other_issuer(token.unverified_claims, name)  # 3
        provider = accepted_provider(pool, name, self.iam)  # 4
        client_id = _accepted_app(token.unverified_claims, provider)
        claims = self._signed_claims(token)  # 5
        refuse_expired(claims, self.clock.epoch())  # 6
        self._refuse_signed_out(claims, provider, client_id)  # 7
        _require(claims, "sub")
        return VerifiedLogin(name, client_id, claims, provider.mapping_key(client_id))

    def _signed_claims(self, token: UnverifiedToken) -> Claims:
        issuer, kid = token.unverified_claims["iss"], token.unverified_header.get("kid", "")
        try:
            jwks = self.keys.for_token(issuer, kid)
            self.trace.step("verify the token", checked="signature, iss, aud, exp")
            return jose.verify_signature(token, jwks, ("RS256", "RS512"))
        except LookupError:
            found = f"nobody publishes keys for {issuer}"
        except InvalidToken as error:
            found = error.found
        raise LOGIN_BAD_SIGNATURE.error(because=f"The signature proves nothing: {found}.")

    def _refuse_signed_out(self, claims: Claims, provider: Provider, client_id: str) -> None:
        asked = client_id in provider.checked_clients
        if asked and self.user_pools.is_signed_out(claims["iss"], claims):
            raise LOGIN_SIGNED_OUT.error(
                because="ServerSideTokenCheck is on, and the user pool says that the user was "
                "signed out everywhere, disabled or deleted."
            )


def parsed(raw_token: str) -> UnverifiedToken:
    """Take a token apart, in this service's words if it cannot be."""
    try:
        return jose.parse(raw_token)
    except InvalidToken as error:
        raise LOGIN_NOT_A_JWT.error(because=f"It is no JWT: {error.found}.") from None


def _refuse_no_audience(unverified_claims: Claims) -> None:
    _require(unverified_claims, "aud")
    if unverified_claims.get("token_use") == "access":
        raise LOGIN_NOT_A_JWT.error(because="It is an access token, although it has an aud.")


def _require(claims: Claims, claim: str) -> None:
    if claim not in claims:
        hint = " It is an access token." if claims.get("token_use") == "access" else ""
        raise LOGIN_WITHOUT_CLAIM.error(because=f"The token has no {claim}.{hint}", claim=claim)


def _refuse_other_issuer(unverified_claims: Claims, name: str) -> None:
    issuer = unverified_claims.get("iss")
    if issuer == ISSUER:
        raise LOGIN_IS_COGNITO_TOKEN.error(
            because="The identity service made this token itself; it is no proof from a provider."
        )
    if name == COGNITO:
        raise LOGIN_IS_NO_COGNITO_TOKEN.error(because=f"The token comes from {issuer}.")
    if issuer != f"https://{name}":
        raise LOGIN_OTHER_ISSUER.error(
            because=f"The token comes from {issuer}, and was handed in under the name {name}."
        )


def refuse_expired(claims: Claims, now: int) -> None:
    """Refuse a token that ended more than five minutes ago, or that says nothing sensible."""
    _require(claims, "exp")
    expires = claims["exp"]
    if not _is_number(expires) or now - GRACE_SECONDS >= expires:
        raise LOGIN_EXPIRED.error(
            because=f"The token ended at {expires}, now is {now}, and the {GRACE_SECONDS} seconds "
            "of grace are over.",
            now=now - GRACE_SECONDS,
            exp=expires,
        )


def _accepted_app(unverified_claims: Claims, provider: Provider) -> str:
    """The app that the token was made for, if the pool takes its tokens.

    Source: Cognito developer guide, "Open ID Connect providers": `azp` if present, else `aud`.
    Assumed: for user pools and Google's own entry `aud` counts.
    """
    by_party = provider.arn and "azp" in unverified_claims
    found = unverified_claims["azp" if by_party else "aud"]
    for audience in found if isinstance(found, list) else [found]:
        if audience in provider.client_ids:
            return str(audience)
    raise LOGIN_OTHER_PROVIDER.error(
        because=f"The token was made for the app {found}; taken are those for {provider.apps}."
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value < 10**12
