"""A cloud with a pool that has pages, an app that sends browsers there, and a browser to send.

Everything goes through boto3 and `requests`, as a real app and a real browser would do it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

import cognito_lab
from cognito_lab.app import PkcePair, pkce_pair
from cognito_lab.primitives.ids import Ids

DOMAIN = "https://people.auth.us-east-1.amazoncognito.com"
CALLBACK = "https://app.example.com/callback"
GOODBYE = "https://app.example.com/goodbye"
PASSWORD = "Correct-Horse7"
SCOPES = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin", "orders/read"]


@dataclass
class Form:
    """A form of a page: where it is posted, and what is in it already."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class PageReader(HTMLParser):
    """The forms, links and texts of a page; tags that a page should not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.alert = ""
        self._in_alert = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._in_alert = given.get("role") == "alert"
        if tag == "form":
            self.forms.append(Form(given["action"]))
        if tag == "input":
            self.forms[-1].fields[given["name"]] = given["value"]
        if tag == "a":
            self.links.append(given["href"])

    def handle_data(self, data: str) -> None:
        if self._in_alert:
            self.alert, self._in_alert = data, False


class Browser:
    """A person's browser: a requests session that fills in forms."""

    def __init__(self, cloud: cognito_lab.Cloud) -> None:
        self.http = cognito_lab.http_session(cloud)

    def fill_in(self, page: requests.Response, **typed: str) -> requests.Response:
        """Post the first form of a page, with what is in it and what was typed."""
        form = PageReader(page.text).forms[0]
        return self.http.post(urljoin(page.url, form.action), data={**form.fields, **typed})


def carried(response: requests.Response) -> dict[str, str]:
    """What a redirect carries, in its query and behind ``#``."""
    parts = urlsplit(response.headers["Location"])
    return dict(parse_qsl(parts.query) + parse_qsl(parts.fragment))


class OAuthWorld:
    """One cloud, with the app's and the administrator's means."""

    def __init__(self, *, pool: dict[str, Any] | None = None, **client: Any) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.idp = cognito_lab.boto3_session(self.cloud).client("cognito-idp")
        self.pool_id = self.idp.create_user_pool(PoolName="people", **(pool or {}))["UserPool"][
            "Id"
        ]
        self.idp.create_user_pool_domain(Domain="people", UserPoolId=self.pool_id)
        self.idp.create_resource_server(
            UserPoolId=self.pool_id,
            Identifier="orders",
            Name="Orders",
            Scopes=[{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")],
        )
        self.client = self.make_client(**client)
        self.browser = Browser(self.cloud)
        self.pkce: PkcePair = pkce_pair(Ids(3))

    @property
    def issuer(self) -> str:
        return f"https://cognito-idp.us-east-1.amazonaws.com/{self.pool_id}"

    @property
    def app(self) -> requests.Session:
        """The app's own HTTP: no cookies of the browser's."""
        return cognito_lab.http_session(self.cloud)

    def make_client(self, **settings: Any) -> dict[str, Any]:
        """An app client of the code flow, changed by settings."""
        usual = {
            "ClientName": "app",
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": SCOPES,
            "CallbackURLs": [CALLBACK],
            "LogoutURLs": [GOODBYE],
            "SupportedIdentityProviders": ["COGNITO"],
        }
        made = self.idp.create_user_pool_client(UserPoolId=self.pool_id, **{**usual, **settings})
        return dict(made["UserPoolClient"])

    def machine(self, **settings: Any) -> dict[str, Any]:
        """An app client of the client-credentials flow."""
        usual = {
            "GenerateSecret": True,
            "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": ["orders/read", "orders/write"],
        }
        return self.make_client(**{**usual, **settings})

    def add_user(self, username: str = "jdoe", **attributes: str) -> str:
        """A confirmed user with a password. Returns the sub."""
        made = self.idp.admin_create_user(
            UserPoolId=self.pool_id,
            Username=username,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
        )
        self.idp.admin_set_user_password(
            UserPoolId=self.pool_id, Username=username, Password=PASSWORD, Permanent=True
        )
        return next(a["Value"] for a in made["User"]["Attributes"] if a["Name"] == "sub")

    def request(self, **changes: str | None) -> dict[str, str]:
        """The parameters of a good authorize request, changed; None takes one away."""
        usual = {
            "response_type": "code",
            "client_id": self.client["ClientId"],
            "redirect_uri": CALLBACK,
            "state": "s-42",
            "scope": "openid email",
            "code_challenge": self.pkce.code_challenge,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in {**usual, **changes}.items() if value is not None}

    def authorize(self, **changes: str | None) -> requests.Response:
        """Send the browser to /oauth2/authorize, as far as it goes by itself."""
        return self.browser.http.get(f"{DOMAIN}/oauth2/authorize", params=self.request(**changes))

    def sign_in(self, username: str = "jdoe", **changes: str | None) -> requests.Response:
        """The whole way of the browser: authorize, then the page, unless the browser is known."""
        page = self.authorize(**changes)
        return (
            page
            if page.is_redirect
            else self.browser.fill_in(page, username=username, password=PASSWORD)
        )

    def code(self, username: str = "jdoe", **changes: str | None) -> str:
        """An authorization code, as it reached the app."""
        return carried(self.sign_in(username, **changes))["code"]

    def token_form(self, code: str, /, **changes: str | None) -> dict[str, str]:
        """A good token request for a code, changed; None takes a field away."""
        usual = {
            "grant_type": "authorization_code",
            "client_id": self.client["ClientId"],
            "client_secret": self.client.get("ClientSecret"),
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.pkce.code_verifier,
        }
        return {name: value for name, value in {**usual, **changes}.items() if value is not None}

    def post_token(self, form: dict[str, str], **options: Any) -> requests.Response:
        """POST /oauth2/token, as an app."""
        return self.app.post(f"{DOMAIN}/oauth2/token", data=form, **options)

    def tokens(self, username: str = "jdoe", **changes: str | None) -> dict[str, Any]:
        """The tokens of a whole sign-in by redirect."""
        answer = self.post_token(self.token_form(self.code(username, **changes)))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def claims(self, token: str) -> dict[str, Any]:
        """A token's claims, verified by PyJWT with the pool's published keys."""
        import jwt

        keys = cognito_lab.jwks_client(self.cloud, f"{self.issuer}/.well-known/jwks.json")
        with self.cloud.clock.as_system_time():
            return dict(
                jwt.decode(
                    token,
                    keys.get_signing_key_from_jwt(token),
                    algorithms=["RS256"],
                    issuer=self.issuer,
                    options={"verify_aud": False},
                )
            )

    def user(self, username: str) -> dict[str, Any]:
        """AdminGetUser, its attributes as a dictionary under ``attributes``."""
        found = self.idp.admin_get_user(UserPoolId=self.pool_id, Username=username)
        return found | {"attributes": {a["Name"]: a["Value"] for a in found["UserAttributes"]}}

    def because(self) -> str:
        """The latest note in the trace: the lab's own reason."""
        return [note for exchange in self.cloud.trace.walk() for note in exchange.notes][-1]
