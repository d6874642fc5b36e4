"""Arguments of the front door, checked once: a wrong one gets one clear Python error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


def a_cloud(given: object) -> Cloud:
    """The cloud that was given.

    Raises:
        TypeError: It is no cloud.
    """
    from cognito_lab.cloud import Cloud

    if not isinstance(given, Cloud):
        raise TypeError(f"cloud must come from new_cloud(), not {given!r}")
    return given


def an_address(given: object) -> str:
    """The address that was given.

    Raises:
        TypeError: It is no text.
        ValueError: It is no https address.
    """
    if not isinstance(given, str):
        raise TypeError(f"an address is a text, not {given!r}")
    if not given.startswith("https://"):
        raise ValueError(f"an address begins with https://, not {given!r}")
    return given
