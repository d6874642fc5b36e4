"""The provider: its apps, its keys, and the tokens that a sign-in brings back.

`OpenIdProvider.sign_in` acts as the person's *browser*, never as the app: in the trace the password
goes from *Browser at Google* to *Google*, and only the ID token goes on to *App*.

Source: "OpenID Connect" guide of Google Identity (claims, issuer, discovery); OpenID Connect Core
1.0, sections 2 (ID token) and 3.1.3.6 (at_hash).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cognito_lab.primitives.caller import ACCOUNT_ID
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import at_hash, sign
from cognito_lab.primitives.keys import GOOGLE_KEYS, SigningKey
from cognito_lab.primitives.masking import short
from cognito_lab.primitives.published_keys import Jwks, PublishedKeys
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import APP, Trace
from cognito_lab.services.openid_provider.accounts import (
    Account,
    Accounts,
    SignInRefused,
    require_text,
)
from cognito_lab.services.openid_provider.apps import Apps
from cognito_lab.services.openid_provider.code_flow import CodeFlow

TOKEN_VALIDITY_SECONDS = 3600


@record
class SignIn:
    """What a sign-in brought back, exactly as the browser receives it."""

    id_token: str
    access_token: str

    def __repr__(self) -> str:
        id_token, access_token = short(self.id_token), short(self.access_token)
        return f"SignIn({id_token=}, {access_token=})"


class OpenIdProvider:
    """One provider with its apps, its people and its keys.

    Args:
        issuer: Its `iss`, such as ``https://accounts.google.com``.
        name: How diagrams call it.
        jwks_uri: Where its keys are published.
        keys: Oldest first: the last one signs, the others are still published.
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where sign-ins are recorded.
        published_keys: The noticeboard where verifiers find the keys.
        authorization_endpoint: Where browsers are sent; below the issuer unless given.
        token_endpoint: Where apps redeem codes; below the issuer unless given.
        client_id_form: How its app ids look, ``{letters}`` standing for chance.
        picture_form: The same for the addresses of people's pictures; empty for none.
    """

    def __init__(
        self,
        *,
        issuer: str,
        name: str = "Google",
        jwks_uri: str,
        keys: tuple[SigningKey, ...],
        clock: Clock,
        ids: Ids,
        trace: Trace,
        published_keys: PublishedKeys,
        authorization_endpoint: str = "",
        token_endpoint: str = "",
        client_id_form: str = "{letters}",
        picture_form: str = "",
    ) -> None:
        self.issuer, self.participant, self.jwks_uri = issuer, name, jwks_uri
        self.authorization_endpoint = authorization_endpoint or f"{issuer}/authorize"
        self.token_endpoint = token_endpoint or f"{issuer}/token"
        self._keys, self._generation = keys, len(keys)
        self._clock, self._ids, self._trace = clock, ids, trace
        self._apps = Apps(ids, client_id_form)
        self._accounts = Accounts(ids, trace, picture_form)
        self.code_flow = CodeFlow(
            name=name,
            apps=self._apps,
            accounts=self._accounts,
            tokens=self._token_texts,
            clock=clock,
            ids=ids,
            trace=trace,
        )
        published_keys.publish(issuer, self.jwks)

    # --- apps and people -------------------------------------------------------------------------

    def register_client(self, name: str, redirect_uris: Sequence[str] = ()) -> str:
        """Register an app, as in Google's console.

        Args:
            name: What people call the app.
            redirect_uris: Where browsers may be sent back to, for sign-in by redirect.

        Returns:
            Its app id (client id): the `aud` of its tokens.

        Raises:
            ValueError: The name or an address is empty or no text.
        """
        return self._apps.register(name, redirect_uris).client_id

    def client_secret(self, client_id: str) -> str:
        """An app's secret, which it shows when it redeems a code.

        Raises:
            LookupError: No app has that id.
        """
        return self._apps.secret_of(client_id)

    def add_user(self, email: str, password: str, **claims: Any) -> str:
        """Give a person an account at the provider.

        Args:
            email: Their address, which they sign in with.
            password: A practice password; only a salted hash of it is kept.
            **claims: Further claims for their ID tokens, such as ``name="Gina"`` or
                ``hd="example.com"``; `email_verified` is true unless you say otherwise.

        Returns:
            Their `sub`, 21 digits.

        Raises:
            ValueError: The address or password is missing, the address is taken, or a claim is one
                that only the provider may set, or is not JSON.
        """
        return self._accounts.add(email, password, claims).sub

    # --- signing in ------------------------------------------------------------------------------

    def sign_in(
        self, email: str, password: str, *, client_id: str, nonce: str | None = None
    ) -> SignIn:
        """Sign a person in, as their browser does, and hand the ID token to the app.

        Args:
            email: Their address.
            password: Their password at this provider; the app never gets it.
            client_id: The app that asked for the sign-in.
            nonce: A value of the app's, which comes back in the ID token.

        Raises:
            SignInRefused: The address or the password is wrong, or no app has that id.
            ValueError: An argument is no text, or an empty one.
        """
        request = {"email": email, "password": password, "client_id": client_id}
        if nonce is not None:
            request["nonce"] = nonce
        for name, value in request.items():
            require_text(name, value)
        browser = f"Browser at {self.participant}"
        with self._trace.exchange(self.participant, "sign in", request, sender=browser) as exchange:
            self._check_client(client_id)
            signed_in = self._tokens(self._accounts.check(email, password), client_id, nonce)
            exchange.answer = asdict(signed_in)
        handed_over = {"id_token": signed_in.id_token}
        with self._trace.exchange(APP, "hand over the ID token", handed_over, sender=browser):
            return signed_in  # a message that nobody answers

    def _check_client(self, client_id: str) -> None:
        if self._apps.find(client_id) is None:
            self._trace.note(f"No app with the id {client_id} is registered at {self.participant}.")
            raise SignInRefused("Error 401: invalid_client. The OAuth client was not found.")

    def redeem(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """The token endpoint: tokens for a code; see `code_flow.py`."""
        return self.code_flow.redeem(form)

    def _token_texts(self, account: Account, client_id: str, nonce: str | None) -> dict[str, str]:
        return asdict(self._tokens(account, client_id, nonce))

    def _tokens(self, account: Account, client_id: str, nonce: str | None) -> SignIn:
        access_token = f"ya29.{self._ids.base64url(160)}"
        now, key = self._clock.epoch(), self._keys[-1]
        claims: Mapping[str, Any] = {
            "iss": self.issuer,
            "azp": client_id,
            "aud": client_id,
            "sub": account.sub,
            "email": account.email,
            "at_hash": at_hash(access_token),
            **({} if nonce is None else {"nonce": nonce}),
            **account.claims,
            "iat": now,
            "exp": now + TOKEN_VALIDITY_SECONDS,
        }
        self._trace.step("sign the ID token", key=f"{key.algorithm} private key", kid=key.kid)
        return SignIn(sign(claims, key, {"typ": "JWT"}), access_token)

    # --- keys and addresses ----------------------------------------------------------------------

    def jwks(self) -> Jwks:
        """The public keys, as `jwks_uri` serves them; the one that signs comes last."""
        return {"keys": [key.public_jwk() for key in self._keys]}

    def rotate_keys(self) -> None:
        """Sign with a new key from now on, and withdraw the oldest (Google does so unasked).

        Tokens that the key before signed stay good; older ones are refused from now on.
        """
        oldest, kid = self._keys[0], _key_id(self.issuer, self._generation)
        self._keys = (*self._keys[1:], SigningKey(oldest.index, kid, oldest.algorithm))
        self._generation += 1

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that it answers at."""
        return self.issuer, self.authorization_endpoint, self.token_endpoint, self.jwks_uri

    def discovery(self) -> dict[str, Any]:
        """What ``/.well-known/openid-configuration`` says (OpenID Connect Discovery 1.0, §3)."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.authorization_endpoint,
            "token_endpoint": self.token_endpoint,
            "jwks_uri": self.jwks_uri,
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile"],
            "claims_supported": [
                "aud",
                "email",
                "email_verified",
                "exp",
                "iat",
                "iss",
                "name",
                "sub",
            ],
        }

    def __repr__(self) -> str:
        counts = f"{len(self._apps)} apps, {len(self._accounts)} users"
        return f"<OpenIdProvider {self.participant} at {self.issuer}: {counts}>"


def google(
    *, clock: Clock, ids: Ids, trace: Trace, published_keys: PublishedKeys
) -> OpenIdProvider:
    """A provider that looks like Google to everybody who verifies its tokens."""
    issuer = "https://accounts.google.com"
    return OpenIdProvider(
        issuer=issuer,
        name="Google",
        jwks_uri="https://www.googleapis.com/oauth2/v3/certs",
        keys=signing_keys(issuer, GOOGLE_KEYS),
        clock=clock,
        ids=ids,
        trace=trace,
        published_keys=published_keys,
        authorization_endpoint=f"{issuer}/o/oauth2/v2/auth",
        token_endpoint="https://oauth2.googleapis.com/token",
        client_id_form=f"{ACCOUNT_ID}-{{letters}}.apps.googleusercontent.com",
        picture_form="https://lh3.googleusercontent.com/a/{letters}=s96-c",
    )


def signing_keys(issuer: str, indices: Iterable[int]) -> tuple[SigningKey, ...]:
    """Teaching keys under an issuer's own key ids."""
    return tuple(SigningKey(index, _key_id(issuer, index)) for index in indices)


def _key_id(issuer: str, generation: int) -> str:
    """A `kid` as Google has it: 40 hex digits."""
    return hashlib.sha256(f"{issuer} key {generation}".encode()).hexdigest()[:40]
