"""What a server tells a browser: go there, look at this page, keep that cookie.

Sign-in by redirect is a conversation that a browser carries between servers. The services that take
part answer with one of three records, and know nothing of HTTP; the wire gives them status lines
and headers.

    Redirect   "go to this address": how a code reaches an app, or an error
    Page       something to look at and to fill in
    Document   JSON, for programs

Source: RFC 6749, sections 4.1.2 and 5.1; RFC 6265 for cookies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from cognito_lab.primitives.record import record

Parameters = Mapping[str, str]  # of a query or a form, each name once


@record
class Cookie:
    """What the browser shall keep for this host, and show to nobody else.

    Attributes:
        name: Its name.
        value: Empty when it is to be forgotten.
        max_age_seconds: How long it is kept; None until the browser is closed, 0 to forget it now.
    """

    name: str
    value: str = ""
    max_age_seconds: int | None = None


@record
class Redirect:
    """Go to another address. `to_app`: it leads to the app, and what it carries is the app's."""

    location: str
    cookies: tuple[Cookie, ...] = ()
    to_app: bool = False

    @property
    def carried(self) -> dict[str, str]:
        """What the address carries, in its query and behind its ``#``."""
        parts = urlsplit(self.location)
        pairs = parse_qsl(parts.query) + parse_qsl(parts.fragment)
        return dict(pairs)


@record
class Page:
    """Something to look at. `html` is complete and escaped; see `web_page.py`."""

    title: str
    html: str = field(repr=False)
    status: int = 200
    cookies: tuple[Cookie, ...] = ()


@record
class Document:
    """JSON, or nothing at all. `challenge` is what WWW-Authenticate says beside a refusal."""

    content: Mapping[str, Any] | None
    status: int = 200
    challenge: str = ""


Answer = Redirect | Page | Document


def with_query(address: str, parameters: Parameters) -> str:
    """The address with these parameters behind those that its query has already.

    The address itself stays letter for letter as it is.
    """
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(parameters)}" if parameters else address


def with_fragment(address: str, parameters: Parameters) -> str:
    """The address with these parameters behind ``#``, which a browser never sends to a server."""
    return f"{address}#{urlencode(parameters)}"
