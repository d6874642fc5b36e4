"""Fact sheet §10: the 23 operations of identity pools, each once through boto3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError
from whole_account import DEVELOPER, WholeAccount

import cognito_lab

Arguments = Callable[[WholeAccount], dict[str, Any]]


def pool(account: WholeAccount) -> dict[str, Any]:
    """The pool."""
    return {"IdentityPoolId": account.pool_id}


def arn(account: WholeAccount) -> dict[str, Any]:
    """The pool's ARN."""
    base = "arn:aws:cognito-identity:us-east-1:123456789012:identitypool"
    return {"ResourceArn": f"{base}/{account.pool_id}"}


def signed_in(account: WholeAccount) -> dict[str, Any]:
    """Jdoe's identity and login."""
    logins = account.login()
    return {"IdentityId": account.identity(logins), "Logins": logins}


def merged(account: WholeAccount) -> dict[str, Any]:
    """Two users of the back end."""
    for user in ("a", "b"):
        account.voucher(user)
    return {
        "SourceUserIdentifier": "a",
        "DestinationUserIdentifier": "b",
        "DeveloperProviderName": DEVELOPER,
        **pool(account),
    }


def unlinked(account: WholeAccount) -> dict[str, Any]:
    """A user of the back end."""
    return {
        "IdentityId": account.voucher("a")["IdentityId"],
        "DeveloperProviderName": DEVELOPER,
        "DeveloperUserIdentifier": "a",
        **pool(account),
    }


NAME = {"IdentityPoolName": "new", "AllowUnauthenticatedIdentities": True}
TAG_MAP = {"UseDefaults": False, "PrincipalTags": {"mail": "email"}}
# AWS's name → (its arguments, members of its answer)
OPERATIONS: Mapping[str, tuple[Arguments, set[str]]] = {
    "CreateIdentityPool": (lambda a: NAME, {"IdentityPoolId", *NAME}),
    "UpdateIdentityPool": (lambda a: {**NAME, **pool(a)}, {"IdentityPoolId", *NAME}),
    "DescribeIdentityPool": (pool, {"IdentityPoolId", *NAME}),
    "DeleteIdentityPool": (pool, set()),
    "ListIdentityPools": (lambda a: {"MaxResults": 1}, {"IdentityPools"}),
    "SetIdentityPoolRoles": (lambda a: {**pool(a), "Roles": a.roles}, set()),
    "GetIdentityPoolRoles": (pool, {"IdentityPoolId", "Roles"}),
    "SetPrincipalTagAttributeMap": (
        lambda a: {**pool(a), "IdentityProviderName": a.user_pool, **TAG_MAP},
        {"IdentityPoolId", "IdentityProviderName", *TAG_MAP},
    ),
    "GetPrincipalTagAttributeMap": (
        lambda a: {**pool(a), "IdentityProviderName": a.user_pool},
        {"IdentityPoolId", "IdentityProviderName"},
    ),
    "GetId": (pool, {"IdentityId"}),
    "GetCredentialsForIdentity": (signed_in, {"IdentityId", "Credentials"}),
    "GetOpenIdToken": (signed_in, {"IdentityId", "Token"}),
    "UnlinkIdentity": (lambda a: {**signed_in(a), "LoginsToRemove": [a.user_pool]}, set()),
    "GetOpenIdTokenForDeveloperIdentity": (
        lambda a: {**pool(a), "Logins": {DEVELOPER: "a"}},
        {"IdentityId", "Token"},
    ),
    "LookupDeveloperIdentity": (
        lambda a: {**pool(a), "IdentityId": a.voucher("a")["IdentityId"]},
        {"IdentityId", "DeveloperUserIdentifierList"},
    ),
    "MergeDeveloperIdentities": (merged, {"IdentityId"}),
    "UnlinkDeveloperIdentity": (unlinked, set()),
    "DescribeIdentity": (
        lambda a: {"IdentityId": a.identity()},
        {"IdentityId", "Logins", "CreationDate", "LastModifiedDate"},
    ),
    "ListIdentities": (lambda a: {**pool(a), "MaxResults": 1}, {"IdentityPoolId", "Identities"}),
    "DeleteIdentities": (
        lambda a: {"IdentityIdsToDelete": [a.identity()]},
        {"UnprocessedIdentityIds"},
    ),
    "TagResource": (lambda a: {**arn(a), "Tags": {"a": "b"}}, set()),
    "UntagResource": (lambda a: {**arn(a), "TagKeys": ["a"]}, set()),
    "ListTagsForResource": (arn, {"Tags"}),
}
UNSIGNED = {"GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"}


def call(client: Any, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Call an operation by AWS's name for it."""
    from botocore import xform_name

    answer: dict[str, Any] = getattr(client, xform_name(name))(**arguments)
    return answer


def test_all_operations_of_the_model_are_here(account: WholeAccount):
    """The table above is the whole of boto3's client."""
    assert set(account.counter.meta.service_model.operation_names) == set(OPERATIONS)
    assert len(OPERATIONS) == 23


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_is_answered(account: WholeAccount, name: str):
    """With its usual arguments it answers 200 with its members; four need no credentials."""
    arguments, members = OPERATIONS[name]
    given = arguments(account)

    client = account.public if name in UNSIGNED else account.counter
    answer = call(client, name, given)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert members <= answer.keys()


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - UNSIGNED))
def test_the_others_are_not_sent_without_credentials(account: WholeAccount, name: str):
    """boto3 stops a signed operation that nobody signs."""
    given = OPERATIONS[name][0](account)

    with pytest.raises(NoCredentialsError):
        call(account.public, name, given)


@pytest.mark.parametrize("name", sorted(UNSIGNED))
def test_boto3_attaches_nothing_to_the_four(account: WholeAccount, name: str):
    """Even with credentials: no Authorization, no date, no token."""
    given = OPERATIONS[name][0](account)
    client = cognito_lab.boto3_session(account.cloud).client("cognito-identity")
    sent: list[Any] = []
    client.meta.events.register_first("before-send", lambda request, **_: sent.append(request))

    call(client, name, given)

    headers = {header.lower() for header in sent[0].headers}
    assert not headers & {"authorization", "x-amz-date", "x-amz-security-token"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_refusal_is_one_that_the_model_knows(account: WholeAccount, name: str):
    """Whatever does not exist is refused with an error of the operation's own list."""
    nowhere = "us-east-1:00000000-0000-0000-0000-000000000000"
    given = OPERATIONS[name][0](account)
    for member in ("IdentityPoolId", "IdentityId"):
        if member in given:
            given = {**given, member: nowhere}
            break
    else:
        if "ResourceArn" not in given:
            return  # it names nothing that could be missing
        given["ResourceArn"] = given["ResourceArn"].rpartition("/")[0] + f"/{nowhere}"
    client = account.public if name in UNSIGNED else account.counter
    modelled = client.meta.service_model.operation_model(name).error_shapes

    with pytest.raises(client.exceptions.ClientError) as refused:
        call(client, name, given)

    code = refused.value.response["Error"]["Code"]
    assert code == "ResourceNotFoundException"
    assert code in {shape.name for shape in modelled}
