"""cognito_lab: understand Amazon Cognito by using it. A pretend AWS account in this process.

    import cognito_lab
    cloud = cognito_lab.new_cloud(seed=7)
    pools = cognito_lab.boto3_session(cloud).client("cognito-idp")

The names below are all that a notebook starts from. Each is loaded when it is first used, so that
``import cognito_lab`` costs nothing and a lesson that needs no boto3 never loads it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud, new_cloud
    from cognito_lab.primitives.errors import AwsError, NotSimulated
    from cognito_lab.wire.boto import boto3_session
    from cognito_lab.wire.http import http_session
    from cognito_lab.wire.jwks import jwks_client
    from cognito_lab.wire.sigv4 import sigv4

_HOMES = {
    "Cloud": "cognito_lab.cloud",
    "new_cloud": "cognito_lab.cloud",
    "AwsError": "cognito_lab.primitives.errors",
    "NotSimulated": "cognito_lab.primitives.errors",
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
    """Load a public name from where it lives (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cognito_lab' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
