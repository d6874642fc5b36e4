"""The public noticeboard of the internet: who publishes which verification keys.

An issuer of tokens publishes its public keys (a JWKS, RFC 7517) at an address that follows from its
issuer URL. Whoever verifies a token reads them there and keeps them for later. In the lab the
addresses are answered in process; a fetch is recorded in the trace only when it really took place,
so the arrow in a diagram is true.

How AWS's own services fetch and cache keys is not documented: the cache here (until a key id is
unknown) is the lab's model, and the sheet says so.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cognito_lab.primitives.trace import Trace

Jwks = Mapping[
    str, Sequence[Mapping[str, Any]]
]  # {"keys": [{"kty", "kid", "alg", "n", "e", "use"}]}
JWKS_PARTICIPANT = "JWKS"


class PublishedKeys:
    """Issuer URL → its JWKS, live: what an issuer publishes now.

    Args:
        trace: Where fetches are recorded.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._sources: dict[str, Callable[[], Jwks]] = {}

    def publish(self, issuer: str, jwks: Callable[[], Jwks]) -> None:
        """From now on the issuer's keys can be read."""
        self._sources[issuer] = jwks

    def withdraw(self, issuer: str) -> None:
        self._sources.pop(issuer, None)

    def knows(self, issuer: str) -> bool:
        return issuer in self._sources

    def fetch(self, issuer: str) -> Jwks:
        """Read an issuer's keys, as one HTTP GET on the record.

        Raises:
            LookupError: Nobody publishes keys under that issuer.
        """
        with self._trace.exchange(
            JWKS_PARTICIPANT, "GET jwks.json", {"issuer": issuer}
        ) as exchange:
            if issuer not in self._sources:
                raise LookupError(f"no keys are published for {issuer}")
            jwks = self._sources[issuer]()
            exchange.answer = jwks
            return jwks

    def peek(self, issuer: str) -> Jwks | None:
        """Look at an issuer's keys without a fetch, so nothing is recorded; None if there are none.

        For somebody who watches the lab, such as a widget. A verifier in the lab uses `fetch`.
        """
        source = self._sources.get(issuer)
        return source() if source is not None else None


class CachedKeys:
    """One verifier's copy of the keys that it has read so far."""

    def __init__(self, published: PublishedKeys) -> None:
        self._published = published
        self._copies: dict[str, Jwks] = {}

    def for_token(self, issuer: str, kid: str) -> Jwks:
        """The issuer's keys; read again only when the copy lacks the key id.

        Raises:
            LookupError: Nobody publishes keys under that issuer.
        """
        copy = self._copies.get(issuer)
        if copy is None or all(key.get("kid") != kid for key in copy["keys"]):
            copy = self._copies[issuer] = self._published.fetch(issuer)
        return copy
