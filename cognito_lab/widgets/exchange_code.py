"""The code twin of the TokenExchange: the boto3 code of the whole flow.

It runs as it stands where `cloud` is known and `logins` is what a sign-in brought,
``{provider name: ID token}``; for a guest ``{}``. At its end stands `credentials`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cognito_lab.widgets.code_text import Name, call
from cognito_lab.widgets.exchange_flow import CLASSIC_SESSION_NAME

_LOGINS = Name("logins")


def code_twin(identity_pool_id: str, *, classic: bool, guest: bool, role_arn: str) -> str:
    """The calls of a flow as code.

    Args:
        identity_pool_id: Which pool.
        classic: Whether the app goes to STS itself.
        guest: Whether nothing is shown.
        role_arn: The role that the app asks for; empty lets the pool choose.
    """
    steps = _classic(role_arn) if classic else _enhanced(role_arn)
    return "\n".join([*_start(identity_pool_id, guest), *steps])


def _start(identity_pool_id: str, guest: bool) -> Iterator[str]:
    yield "from cognito_lab import boto3_session\n"
    if guest:
        yield "logins = {}  # a guest shows nothing"
    yield "nobody = boto3_session(cloud, {})  # {}: without AWS credentials"
    yield 'counter = nobody.client("cognito-identity")'
    yield call("answer = counter.get_id", IdentityPoolId=identity_pool_id, Logins=_LOGINS)
    yield 'identity_id = answer["IdentityId"]'


def _enhanced(role_arn: str) -> Iterator[str]:
    asked = {"CustomRoleArn": role_arn} if role_arn else {}
    yield call(
        "answer = counter.get_credentials_for_identity",
        IdentityId=Name("identity_id"),
        Logins=_LOGINS,
        **asked,
    )
    yield 'credentials = answer["Credentials"]'


def _classic(role_arn: str) -> Iterator[str]:
    yield call("answer = counter.get_open_id_token", IdentityId=Name("identity_id"), Logins=_LOGINS)
    yield call(
        'answer = nobody.client("sts").assume_role_with_web_identity',
        RoleArn=role_arn,
        RoleSessionName=CLASSIC_SESSION_NAME,
        WebIdentityToken=Name('answer["Token"]'),
    )
    yield 'credentials = answer["Credentials"]'
