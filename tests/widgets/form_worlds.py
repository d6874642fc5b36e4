"""Small worlds for the tests of the forms, and what a browser does to a form."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.widgets import SignIn
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.sign_in_flow import App

PASSWORD = "Correct-Horse7"
SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}

OUR_TAGS = frozenset(
    "h3 h4 p div section span strong code pre br ol ul li details summary style".split()
    + "table caption thead tbody tr th td dl dt dd".split()
)
OUR_ATTRIBUTES = frozenset({"class", "scope", "role", "aria-label", "tabindex", "open"})


@dataclass(frozen=True)
class Pool:
    """One user pool with one app client."""

    cloud: Cloud
    pool_id: str
    client_id: str
    secret: str | None

    @property
    def app(self) -> App:
        """The app in front of it."""
        return App(self.cloud, self.pool_id, self.client_id, self.secret)

    def form(self, **given: Any) -> SignIn:
        """A sign-in form for it, filled in for jdoe."""
        filled = {"username": "jdoe", "password": PASSWORD, "client_secret": self.secret}
        return SignIn(self.cloud, **filled | given)

    def add(self, name: str = "jdoe", *, temporary: bool = False, **attributes: str) -> None:
        """Give somebody an account, as an administrator."""
        idp = self.cloud.cognito_idp
        idp.admin_create_user(
            user_pool_id=self.pool_id,
            username=name,
            temporary_password=PASSWORD,
            message_action="SUPPRESS",
            user_attributes=[{"Name": k, "Value": v} for k, v in attributes.items()],
        )
        if not temporary:
            idp.admin_set_user_password(
                user_pool_id=self.pool_id, username=name, password=PASSWORD, permanent=True
            )

    def ask_for_factors(self, *factors: str, mfa: str = "ON") -> None:
        """Have the pool ask for second factors."""
        self.cloud.cognito_idp.set_user_pool_mfa_config(
            user_pool_id=self.pool_id,
            sms_mfa_configuration=SMS if "SMS_MFA" in factors else None,
            software_token_mfa_configuration={"Enabled": "SOFTWARE_TOKEN_MFA" in factors},
            mfa_configuration=mfa,
        )


def user_pool(
    *,
    auto_verified: Sequence[str] = ("email",),
    schema: Sequence[Mapping[str, Any]] = (),
    username_attributes: Sequence[str] = (),
    secret: bool = False,
) -> Pool:
    """A cloud with one pool and one app client."""
    cloud = new_cloud(seed=7)
    pool = cloud.cognito_idp.create_user_pool(
        pool_name="people",
        auto_verified_attributes=list(auto_verified),
        schema=list(schema),
        username_attributes=list(username_attributes) or None,
    )["UserPool"]
    client = cloud.cognito_idp.create_user_pool_client(
        user_pool_id=pool["Id"],
        client_name="notebook",
        generate_secret=secret,
        explicit_auth_flows=[
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
        ],
        prevent_user_existence_errors="ENABLED",
    )["UserPoolClient"]
    return Pool(cloud, pool["Id"], client["ClientId"], client.get("ClientSecret"))


def said(form: Frame) -> str:
    """What was said aloud last."""
    return str(form.edge.announcement.partition(" ")[2])


def shown(form: Frame) -> str:
    """All HTML of the form and of its static picture, as the browser gets it."""
    return "\n".join([*_values(form), form._repr_mimebundle_()["text/html"]])


class Page(HTMLParser):
    """What a browser would build from HTML: tags with their attributes, and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._texts: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    @property
    def text(self) -> str:
        """All text, tags left out."""
        return "".join(self._texts)

    def strangers(self) -> list[tuple[str, dict[str, str | None]]]:
        """Tags and attributes that are none of ours: what a text from outside has become."""
        return [
            (tag, attributes)
            for tag, attributes in self.tags
            if tag not in OUR_TAGS or not attributes.keys() <= OUR_ATTRIBUTES
        ]


def _values(box: Any) -> list[str]:
    own = [box.value] if type(box).__name__ == "HTML" else []
    return own + [value for child in getattr(box, "children", ()) for value in _values(child)]


def run_twin(code: str, /, **names: Any) -> dict[str, Any]:
    """Run a shown code twin as a person would, and return every name that it leaves."""
    space = dict(names)
    exec(code, space)
    return space


def twin_of(form: Frame) -> str:
    """The code that the form shows, as text."""
    found = re.search(r"<code>(.*)</code>", form.code.value, re.DOTALL)
    assert found, "the form shows no code"
    return html.unescape(found[1])
