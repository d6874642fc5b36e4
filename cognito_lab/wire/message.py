"""An HTTP request and its answer: the two things that the edge passes around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from urllib.parse import SplitResult, urlsplit

from cognito_lab.primitives.record import record

SOURCE_IP = "127.0.0.1"  # every request comes from this computer


class AnyCase(Mapping[str, str]):
    """Headers that are found whatever a name's capitals, without a copy in lower case."""


@record
class HttpRequest:
    """One request, complete: nothing is streamed.

    Attributes:
        method: ``GET``, ``POST`` and so on, in capitals.
        url: The whole address, with scheme and query.
        headers: As sent; `header` finds one whatever its capitals.
        body: The payload's bytes as sent, so that its hash can be checked.
        source_ip: Where it came from.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    source_ip: str = SOURCE_IP

    def header(self, name: str) -> str | None:
        """A header's value, or None."""
        if isinstance(self.headers, AnyCase):
            return self.headers.get(name)
        return self.lower_headers.get(name.lower())

    @cached_property
    def lower_headers(self) -> dict[str, str]:
        """``{header name in lower case: value}``."""
        return {name.lower(): value for name, value in self.headers.items()}

    @property
    def parts(self) -> SplitResult:
        """The address, split; `urlsplit` remembers those that it saw last."""
        return urlsplit(self.url)

    @property
    def host(self) -> str:
        """The host name in lower case, without a port."""
        return _host(self.url)

    @property
    def path(self) -> str:
        """The path as sent, percent signs and all; ``/`` when it is empty."""
        return self.parts.path or "/"


@record
class HttpResponse:
    """One answer. A HEAD request's answer has headers only.

    Attributes:
        cookies: Values of Set-Cookie, the one header that comes several times.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cookies: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
