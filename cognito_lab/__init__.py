"""cognito_lab: understand Amazon Cognito by using it. A pretend AWS account in this process.

    import cognito_lab
    cloud = cognito_lab.new_cloud(seed=7)
    pools = cognito_lab.boto3_session(cloud).client("cognito-idp")

The names below are all that a notebook starts from. Importing them loads the account itself, which
needs nothing but Python's own library. What boto3 or requests stand behind is loaded when it is
first used, so that a lesson that needs no boto3 never loads it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.primitives.errors import AwsError, NotSimulated

if TYPE_CHECKING:
    from cognito_lab.wire.boto import boto3_session
    from cognito_lab.wire.http import http_session
    from cognito_lab.wire.jwks import jwks_client
    from cognito_lab.wire.sigv4 import sigv4

_HOMES = {
    "boto3_session": "cognito_lab.wire.boto",
    "http_session": "cognito_lab.wire.http",
    "jwks_client": "cognito_lab.wire.jwks",
    "sigv4": "cognito_lab.wire.sigv4",
}

__all__ = [
    "AwsError",
    "Cloud",
    "NotSimulated",
    "boto3_session",
    "http_session",
    "jwks_client",
    "new_cloud",
    "sigv4",
]


def __getattr__(name: str) -> Any:
    """Load a name from where it lives (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cognito_lab' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
