"""Host name → who answers: the lab's whole internet on one page.

    cognito-idp.us-east-1.amazonaws.com                an AWS service
    my-bucket.s3.amazonaws.com                         S3, the bucket in front
    abc123.execute-api.us-east-1.amazonaws.com         an API that a learner made
    people.auth.us-east-1.amazoncognito.com            a user pool's sign-in page
    accounts.google.com, www.googleapis.com, …         Google; other providers where they were made

Everything else is refused by name: the lab never opens a connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from cognito_lab.primitives.caller import REGION
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.services import SERVICES, Service

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

_GOOGLE_HOSTS = ("accounts.google.com", "www.googleapis.com", "oauth2.googleapis.com")
_OTHER_HOSTS: Mapping[str, str] = {
    "sts.amazonaws.com": "sts",  # the old global address, still used by some tools
    "iam.amazonaws.com": "iam",
    "cognito-identity.amazonaws.com": "cognito-identity",  # an issuer's address: keys and discovery
}
_AWS_HOST = re.compile(
    r"(?P<service>[a-z0-9.-]+?)\.(?P<region>[a-z]{2}(-[a-z]+)+-\d)\.amazonaws\.com"
)
_S3_HOST = re.compile(rf"((?P<bucket>.+)\.)?s3([.-]{REGION})?\.amazonaws\.com")
_USER_POOL_HOST = re.compile(rf"(?P<prefix>[a-z0-9-]+)\.auth\.{REGION}\.amazoncognito\.com")
_EXECUTE_API_HOST = re.compile(rf"(?P<api>[a-z0-9]+)\.execute-api\.{REGION}\.amazonaws\.com")


class Kind(StrEnum):
    """How a host's requests are answered."""

    SERVICE = "a service of the lab's own"
    S3 = "S3: moto, behind the gate"
    DYNAMODB = "DynamoDB: moto, behind the gate"
    EXECUTE_API = "an API that a learner deployed"
    USER_POOL = "the pages of a user pool"
    PROVIDER = "an OpenID provider"


@dataclass(frozen=True)
class Destination:
    """Who a host name stands for.

    Attributes:
        kind: How its requests are answered.
        name: boto3's name of the service, the id of the API, the bucket in S3's host name, or the
            prefix of the pool's domain.
    """

    kind: Kind
    name: str = ""


@lru_cache(maxsize=512)
def destination(host: str) -> Destination:
    """Who answers for a host name.

    Raises:
        NotSimulated: Nobody in the lab does.
    """
    if host in _GOOGLE_HOSTS:
        return Destination(Kind.PROVIDER)
    if (pool := _USER_POOL_HOST.fullmatch(host)) is not None:
        return Destination(Kind.USER_POOL, pool["prefix"])
    if (api := _EXECUTE_API_HOST.fullmatch(host)) is not None:
        return Destination(Kind.EXECUTE_API, api["api"])
    if (s3 := _S3_HOST.fullmatch(host)) is not None:
        return Destination(Kind.S3, s3["bucket"] or "")
    name = _service(host)
    return Destination(Kind.DYNAMODB if name == "dynamodb" else Kind.SERVICE, name)


def service_at(place: Destination, request: HttpRequest) -> Service:
    """The service that answers there; API Gateway's two generations share a host."""
    is_younger = place.name == "apigateway" and request.path.startswith("/v2/")
    return SERVICES["apigatewayv2" if is_younger else place.name]


def place_of(cloud: Cloud, host: str) -> Destination:
    """The same, for one cloud, where somebody may have made an OpenID provider.

    Raises:
        NotSimulated: Nobody in this cloud answers for the host.
    """
    is_provider = cloud.openid_providers.at_host(host) is not None
    return Destination(Kind.PROVIDER) if is_provider else destination(host)


def answers_for(cloud: Cloud, host: str) -> bool:
    """Whether somebody in this cloud answers for a host, so that a redirect may be followed."""
    if cloud.openid_providers.at_host(host) is not None:
        return True
    if not is_simulated(host):
        return False
    place = destination(host)
    return place.kind is not Kind.USER_POOL or cloud.cognito_idp.pool_at(place.name) is not None


def is_simulated(host: str) -> bool:
    """Whether every cloud answers for this host name."""
    try:
        destination(host)
    except NotSimulated:
        return False
    return True


def _service(host: str) -> str:
    aws = _AWS_HOST.fullmatch(host)
    name = _OTHER_HOSTS.get(host) or (aws["service"] if aws else "")
    if not name:
        raise NotSimulated(
            f"nobody in the lab answers for {host!r}, and the lab never uses the network"
        )
    if aws is not None and aws["region"] != REGION:
        raise NotSimulated(f"the lab has one region, {REGION}: it does not answer for {host!r}")
    if name not in SERVICES or SERVICES[name].signed_as:
        raise NotSimulated(_left_out(name))
    return name


def _left_out(name: str) -> str:
    return f"the lab does not simulate the AWS service {name!r}; it has: {', '.join(SERVICES)}"
