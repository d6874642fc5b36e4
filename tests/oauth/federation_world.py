"""A world whose people come from elsewhere: Google, and a provider that somebody made."""

from __future__ import annotations

from typing import Any

import requests
from oauth_world import DOMAIN, OAuthWorld, PageReader

from cognito_lab.services.openid_provider import OpenIdProvider

IDP_RESPONSE = f"{DOMAIN}/oauth2/idpresponse"
GINA, GINA_PASSWORD = "gina@gmail.com", "practice-password"
MAPPING = {"email": "email", "name": "name"}
CONTOSO = "https://login.contoso.example"


class FederationWorld(OAuthWorld):
    """A pool with Google and Contoso as providers, and a client that allows all three ways."""

    def __init__(
        self,
        *,
        mapping: dict[str, str] | None = None,
        pool: dict[str, Any] | None = None,
        **client: Any,
    ) -> None:
        super().__init__(pool=pool)
        self.google = self.cloud.google
        self.contoso = self.cloud.openid_providers.create("Contoso", issuer=CONTOSO)
        self.google_app = self.register(self.google)
        self.contoso_app = self.register(self.contoso)
        self.make_provider("Google", "Google", self.google, self.google_app, mapping)
        self.make_provider("Contoso", "OIDC", self.contoso, self.contoso_app, mapping)
        self.gina = self.google.add_user(GINA, GINA_PASSWORD, name="Gina", groups=["a", "b"])
        usual = {"SupportedIdentityProviders": ["COGNITO", "Google", "Contoso"]}
        self.client = self.make_client(**{**usual, **client})

    def register(self, provider: OpenIdProvider) -> str:
        """Make the pool an app of a provider."""
        return provider.register_client("people's pool", [IDP_RESPONSE])

    def make_provider(
        self,
        name: str,
        kind: str,
        provider: OpenIdProvider,
        app_id: str,
        mapping: dict[str, str] | None,
        **details: str,
    ) -> None:
        """Make a provider known to the pool."""
        given = {
            "client_id": app_id,
            "client_secret": provider.client_secret(app_id),
            "authorize_scopes": "openid email profile",
            **({"oidc_issuer": provider.issuer} if kind == "OIDC" else {}),
            **({"attributes_request_method": "GET"} if kind == "OIDC" else {}),
        }
        self.idp.create_identity_provider(
            UserPoolId=self.pool_id,
            ProviderName=name,
            ProviderType=kind,
            ProviderDetails={**given, **details},
            AttributeMapping=MAPPING if mapping is None else mapping,
        )

    def at_provider(self, name: str = "Google", **changes: str | None) -> requests.Response:
        """The provider's page, as the browser comes to it from the app."""
        return self.authorize(identity_provider=name, **changes)

    def sign_in_elsewhere(
        self,
        name: str = "Google",
        email: str = GINA,
        password: str = GINA_PASSWORD,
        **changes: str | None,
    ) -> requests.Response:
        """The whole way: app, pool, provider, pool. Ends at the app's address."""
        page = self.at_provider(name, **{"prompt": "login", **changes})
        return self.browser.fill_in(page, email=email, password=password)

    def tokens_from(self, response: requests.Response) -> dict[str, Any]:
        """The tokens for the code that came back."""
        from oauth_world import carried

        answer = self.post_token(self.token_form(carried(response)["code"]))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    @property
    def usernames(self) -> list[str]:
        """Everybody in the pool."""
        return [u["Username"] for u in self.idp.list_users(UserPoolId=self.pool_id)["Users"]]


__all__ = ["FederationWorld", "PageReader"]
