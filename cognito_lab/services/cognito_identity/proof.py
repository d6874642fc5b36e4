"""What somebody showed at the counter, after it was verified."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_identity.providers import is_user_pool


@record
class VerifiedLogin:
    """A login token that passed every check.

    Attributes:
        provider: Its key in `Logins`.
        client_id: The app that it was made for.
        claims: Everything that it says.
        mapping_key: What role mappings call the provider.
    """

    provider: str
    client_id: str
    claims: Claims
    mapping_key: str

    @property
    def subject(self) -> str:
        """The user, as the provider numbers them."""
        return str(self.claims["sub"])

    @property
    def methods(self) -> tuple[str, str]:
        """What `amr` says about it: the provider, and the user at the provider."""
        origin = "CognitoSignIn" if is_user_pool(self.provider) else self.client_id
        return self.provider, f"{self.provider}:{origin}:{self.subject}"


@record
class Proof:
    """What somebody showed at the counter: nothing (a guest), or logins that were verified.

    Attributes:
        logins: The verified logins, in the order of the call.
        methods: The `amr` of what the service will say about the identity.
        vouched_id: The identity that a token of the service's own names, if that was shown.
        tags: Principal tags for the session, ``{key: value}``.
    """

    logins: tuple[VerifiedLogin, ...] = ()
    methods: tuple[str, ...] = ("unauthenticated",)
    vouched_id: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_guest(self) -> bool:
        return "authenticated" not in self.methods


def claim_text(value: Any) -> str:
    """One value of a claim as text, for rules and tags: a text as it is, all else as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
