"""Every OpenID provider of one cloud: Google, and those that somebody makes.

contoso = cloud.openid_providers.create("Contoso", issuer="https://login.contoso.example")
contoso.add_user("ana@contoso.example", "practice-password", name="Ana")
"""

from __future__ import annotations

from urllib.parse import urlsplit

from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.keys import GOOGLE_KEYS
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.openid_provider.accounts import require_text
from cognito_lab.services.openid_provider.provider import OpenIdProvider, google, signing_keys

_NOT_TO_BE_HAD = ("amazonaws.com", "amazoncognito.com", "google.com", "googleapis.com")


class OpenIdProviders:
    """All of them. `google` is there from the beginning.

    Args:
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where sign-ins are recorded.
        published_keys: Where their keys are published.
    """

    def __init__(
        self, *, clock: Clock, ids: Ids, trace: Trace, published_keys: PublishedKeys
    ) -> None:
        self._clock, self._ids, self._trace, self._keys = clock, ids, trace, published_keys
        self.google = google(clock=clock, ids=ids, trace=trace, published_keys=published_keys)
        self._of_issuer = {self.google.issuer: self.google}
        self._at_host = {_host(address): self.google for address in self.google.addresses}

    def create(self, name: str, *, issuer: str) -> OpenIdProvider:
        """Make a provider, with its pages and its keys below its issuer's address.

        Args:
            name: How diagrams call it.
            issuer: Its `iss`, such as ``https://login.contoso.example``; a path may follow the
                host.

        Raises:
            ValueError: The issuer is no https address, is taken, or is AWS's or Google's.
        """
        require_text("a provider's name", name)
        require_text("an issuer", issuer)
        host = _host(issuer)
        if not issuer.startswith("https://") or not host or issuer.endswith("/"):
            raise ValueError(f"an issuer looks like https://login.contoso.example, not {issuer!r}")
        if any(host == owned or host.endswith(f".{owned}") for owned in _NOT_TO_BE_HAD):
            raise ValueError(f"{host} belongs to AWS or to Google")
        if host in self._at_host or self._keys.knows(issuer):
            raise ValueError(f"there is a provider at {host} already")
        provider = OpenIdProvider(
            issuer=issuer,
            name=name,
            jwks_uri=f"{issuer}/jwks",
            keys=signing_keys(issuer, GOOGLE_KEYS),
            clock=self._clock,
            ids=self._ids,
            trace=self._trace,
            published_keys=self._keys,
        )
        self._of_issuer[issuer] = self._at_host[host] = provider
        return provider

    def of_issuer(self, issuer: str) -> OpenIdProvider | None:
        """Whose ID tokens carry this `iss`."""
        return self._of_issuer.get(issuer)

    def at_host(self, host: str) -> OpenIdProvider | None:
        """Whose addresses are at this host."""
        return self._at_host.get(host)

    def __repr__(self) -> str:
        return f"<OpenIdProviders {', '.join(self._of_issuer)}>"


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
