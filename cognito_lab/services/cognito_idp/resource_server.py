"""A resource server: an API that access tokens open, and the scopes that it knows.

An app asks for ``<identifier>/<scope>``. The API behind it reads the scope in the access token and
decides; the user pool only hands scopes out.

Source: developer guide, "Scopes, M2M, and resource servers"; API reference, "ResourceServerType".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives.record import record

MAX_OF_A_POOL = 25


@record
class ResourceServer:
    """One API. `scopes` is ``{scope name: description}``."""

    identifier: str
    name: str
    pool_id: str
    scopes: Mapping[str, str]

    @property
    def full_scopes(self) -> list[str]:
        """Its scopes as apps ask for them."""
        return [f"{self.identifier}/{scope}" for scope in self.scopes]

    def describe(self) -> dict[str, Any]:
        """As AWS's ResourceServerType."""
        return {
            "UserPoolId": self.pool_id,
            "Identifier": self.identifier,
            "Name": self.name,
            "Scopes": [
                {"ScopeName": name, "ScopeDescription": description}
                for name, description in self.scopes.items()
            ],
        }
