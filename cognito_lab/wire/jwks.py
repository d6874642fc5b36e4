"""PyJWT's own key client, reading from the lab.

    jwks_client(cloud, url).get_signing_key_from_jwt(token)

Everything is PyJWT's (caching, finding the key by `kid`); only the fetch goes through
`http_session`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jwt import PyJWKClient
from jwt.exceptions import PyJWKClientConnectionError

from cognito_lab.wire.given import a_cloud, an_address
from cognito_lab.wire.http import http_session

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


def jwks_client(cloud: Cloud, url: str, **options: Any) -> PyJWKClient:
    """A PyJWKClient for keys that an issuer of the lab publishes.

    Args:
        cloud: Where the issuer is.
        url: Where its JWKS is, such as
            ``https://cognito-idp.us-east-1.amazonaws.com/<pool>/.well-known/jwks.json``.
        **options: PyJWKClient's own.

    Raises:
        TypeError: The cloud is none, or the address no text.
        ValueError: The address is not one of https.
    """
    return _LabJwksClient(a_cloud(cloud), an_address(url), **options)


class _LabJwksClient(PyJWKClient):
    def __init__(self, cloud: Cloud, url: str, **options: Any) -> None:
        super().__init__(url, **options)
        self._session = http_session(cloud)

    def fetch_data(self) -> Any:
        """The JWKS; kept in PyJWT's cache, as its own method does."""
        response = self._session.get(self.uri, headers=self.headers)
        if not response.ok:
            raise PyJWKClientConnectionError(
                f'Fail to fetch data from the url, err: "{response.status_code} {response.text}"'
            )
        jwks = response.json()
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(jwks)
        return jwks
