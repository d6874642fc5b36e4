"""A pool's domain: the address of its sign-in page and of its OAuth endpoints.

Source: developer guide, "User pool endpoints and managed login reference"; API reference,
"DomainDescriptionType".
Left out: domains of one's own with a certificate; words that AWS reserves.
"""

from __future__ import annotations

from typing import Any

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.record import record


@record
class Domain:
    """``https://<prefix>.auth.<region>.amazoncognito.com``."""

    prefix: str
    pool_id: str
    managed_login_version: int = 1

    @property
    def url(self) -> str:
        return f"https://{self.prefix}.auth.{REGION}.amazoncognito.com"

    def endpoints(self) -> dict[str, str]:
        """What the discovery document says about it.

        Assumed: `end_session_endpoint` and `revocation_endpoint`, which newer pools list.
        """
        return {
            "authorization_endpoint": f"{self.url}/oauth2/authorize",
            "end_session_endpoint": f"{self.url}/logout",
            "revocation_endpoint": f"{self.url}/oauth2/revoke",
            "token_endpoint": f"{self.url}/oauth2/token",
            "userinfo_endpoint": f"{self.url}/oauth2/userInfo",
        }

    def describe(self) -> dict[str, Any]:
        """As AWS's DomainDescriptionType. Where its pages are stored is AWS's own business."""
        return {
            "UserPoolId": self.pool_id,
            "AWSAccountId": ACCOUNT_ID,
            "Domain": self.prefix,
            "Status": "ACTIVE",
            "CustomDomainConfig": {},
            "ManagedLoginVersion": self.managed_login_version,
        }
