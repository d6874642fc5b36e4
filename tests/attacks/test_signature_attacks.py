"""The attack table for SigV4: what happens to a signed request that somebody has changed.

Every row is tried on every kind of service. All are refused, and none leaves anything behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from signed_requests import (
    TARGETS,
    Target,
    authorization,
    change,
    move,
    signed,
    temporary_credentials,
)

import cognito_lab
from cognito_lab.wire.http import answer
from cognito_lab.wire.message import HttpRequest

Attack = Callable[[HttpRequest], HttpRequest]

ATTACKS: Mapping[str, Attack] = {
    # what was signed is changed
    "another body": lambda r: replace(r, body=r.body.replace(b"a", b"b") + b" "),
    "no body": lambda r: replace(r, body=b""),
    "another path": lambda r: move(r, path=r.parts.path + "/other"),
    "a step up in the path": lambda r: move(r, path="/x/.." + r.parts.path + "%2f"),
    "another query": lambda r: move(r, query="a=1&b=3"),
    "one parameter more": lambda r: move(r, query="a=1&b=2&c=3"),
    "one parameter less": lambda r: move(r, query="a=1"),
    "a parameter twice": lambda r: move(r, query="a=1&b=2&b=2"),
    "another verb": lambda r: replace(r, method="PATCH"),
    "another content type": lambda r: change(r, content_type="text/html"),
    "a signed header dropped": lambda r: change(r, content_type=None),
    "a signed header twice in one": lambda r: change(r, content_type="text/plain, text/plain"),
    "an x-amz header that nobody signed": lambda r: change(r, x_amz_meta_extra="1"),
    "another date": lambda r: change(r, x_amz_date=(r.header("x-amz-date") or "")[:-3] + "59Z"),
    "no date": lambda r: change(r, x_amz_date=None),
    "a date in words": lambda r: change(r, x_amz_date="yesterday"),
    # the scope is changed
    "another region": lambda r: authorization(r, "/us-east-1/", "/eu-west-1/"),
    "another service": lambda r: authorization(r, "/aws4_request", "x/aws4_request"),
    "another terminator": lambda r: authorization(r, "/aws4_request", "/aws5_request"),
    "another day in the scope": lambda r: authorization(
        r, f"/{(r.header('x-amz-date') or '')[:8]}/", "/20200101/"
    ),
    "a scope with a part less": lambda r: authorization(r, "/us-east-1", ""),
    # the key is changed
    "an unknown key": lambda r: authorization(r, "Credential=ASIA", "Credential=ASIX"),
    "no key": lambda r: authorization(r, "Credential=", "Credentials="),
    "no session token": lambda r: change(r, x_amz_security_token=None),
    "a cut session token": lambda r: change(
        r, x_amz_security_token=(r.header("x-amz-security-token") or "")[:-1]
    ),
    "another's session token": lambda r: change(r, x_amz_security_token="AgoJb3JpZ2luX2VjAAAA"),
    # the signature is changed
    "a flipped digit": lambda r: flip(r, -1),
    "a flipped first digit": lambda r: flip(r, -64),
    "capital digits": lambda r: authorization(r, signature(r), signature(r).upper() + " "),
    "an empty signature": lambda r: authorization(r, signature(r), ""),
    "a short signature": lambda r: authorization(r, signature(r), signature(r)[:-1]),
    "nothing signed": lambda r: authorization(r, "SignedHeaders=", "SignedHeaders=x;"),
    "the host not signed": lambda r: authorization(r, "host;", ""),
    "another algorithm": lambda r: authorization(r, "HMAC-SHA256", "HMAC-SHA1"),
    "no algorithm": lambda r: authorization(r, "AWS4-HMAC-SHA256 ", ""),
    "a bearer token": lambda r: change(r, authorization="Bearer eyJhbGciOiJub25lIn0.e30."),
    "a bare token": lambda r: change(r, authorization="eyJhbGciOiJub25lIn0.e30."),
    "a password": lambda r: change(r, authorization="Basic am9lOnB3"),
    "an unsigned body": lambda r: replace(
        change(r, x_amz_content_sha256="UNSIGNED-PAYLOAD"), body=r.body + b" "
    ),
    "a lie about the body": lambda r: replace(
        change(r, x_amz_content_sha256="0" * 64), body=r.body + b" "
    ),
}


def signature(request: HttpRequest) -> str:
    """The 64 digits."""
    return (request.header("authorization") or "").rpartition("Signature=")[2]


def flip(request: HttpRequest, position: int) -> HttpRequest:
    """One digit of the signature is another one."""
    digits = list(signature(request))
    digits[position] = "0" if digits[position] != "0" else "1"
    return authorization(request, signature(request), "".join(digits))


def http_api(cloud: cognito_lab.Cloud) -> Target:
    """An HTTP API with one route guarded by AWS_IAM; its function counts its calls."""
    calls: list[object] = []
    function = cloud.functions.register("seen", lambda event, _: calls.append(event) or "in")
    apis = cognito_lab.boto3_session(cloud).client("apigatewayv2")
    api = apis.create_api(Name="doors", ProtocolType="HTTP")["ApiId"]
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    target = apis.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationUri=function,
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    for path in ("open", "open/other"):
        apis.create_route(
            ApiId=api,
            RouteKey=f"ANY /{path}",
            Target=f"integrations/{target}",
            AuthorizationType="AWS_IAM",
        )
    request = HttpRequest(
        "POST",
        f"https://{api}.execute-api.us-east-1.amazonaws.com/open?a=1&b=2",
        {"Content-Type": "application/json", "x-amz-meta": "yes"},
        b'{"amount": 1}',
    )
    return Target("execute-api", request, lambda _: len(calls))


KINDS = {**TARGETS, "an HTTP API": http_api}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_request_passes(kind: str):
    """The request that the attacks start from is good: it is carried out."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = KINDS[kind](cloud)
    request = signed(target, temporary_credentials(cloud))
    before = target.traces(cloud)

    response = answer(cloud, request)

    assert response.status < 300, response.body
    assert target.traces(cloud) == before + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_request_is_refused_and_leaves_nothing(
    kind: str, record_figure: Callable[..., None]
):
    """Every change after signing is refused with AWS's error, and nothing has been carried out."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = KINDS[kind](cloud)
    request = signed(target, temporary_credentials(cloud))
    before = target.traces(cloud)
    passed = []

    for name, attack in ATTACKS.items():
        response = answer(cloud, attack(request))
        if not 400 <= response.status < 500:
            passed.append((name, response))

    refused = len(ATTACKS) - len(passed)
    record_figure(door=f"SigV4 at {kind}", tried=len(ATTACKS), refused=refused)
    assert passed == []
    assert target.traces(cloud) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_of_another_service_opens_nothing(kind: str):
    """A signature that was made for one service does not open another."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = KINDS[kind](cloud)
    credentials = temporary_credentials(cloud)
    before = target.traces(cloud)

    for service in {"sts", "s3", "execute-api", "cognito-idp"} - {target.service}:
        assert answer(cloud, signed(target, credentials, service=service)).status >= 400

    assert target.traces(cloud) == before


@pytest.mark.parametrize("kind", TARGETS)
def test_a_replay_after_the_end_is_refused(kind: str):
    """A good request, sent again when the credentials have expired, is refused."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS[kind](cloud)
    request = signed(target, temporary_credentials(cloud))
    assert answer(cloud, request).status < 300
    before = target.traces(cloud)

    cloud.clock.advance(minutes=61)
    response = answer(cloud, request)

    assert response.status in (400, 403)
    assert b"expired" in response.body
    assert target.traces(cloud) == before


@pytest.mark.parametrize("minutes", [pytest.param(-16, id="early"), pytest.param(16, id="late")])
@pytest.mark.parametrize("kind", TARGETS)
def test_a_signature_of_another_time_is_refused(kind: str, minutes: int):
    """A request that was signed more than a quarter of an hour before or after now is refused."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS[kind](cloud)
    credentials = temporary_credentials(cloud)
    before = target.traces(cloud)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes), tick=False):
        request = signed(target, credentials)

    response = answer(cloud, request)

    assert response.status in (400, 403)
    assert target.traces(cloud) == before
