"""Requests that nobody means to send, through boto3: AWS's answer, and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from whole_account import (
    WholeAccount,
    words,
)

INVALID = "InvalidParameterException"
NOT_AUTHORIZED = "NotAuthorizedException"
MISCONFIGURED = "InvalidIdentityPoolConfigurationException"
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
LABELS = {f"label-{number}": "x" for number in range(51)}


def pools(account: WholeAccount) -> list[dict[str, Any]]:
    """Every pool as DescribeIdentityPool shows it."""
    listed = account.counter.list_identity_pools(MaxResults=60)["IdentityPools"]
    shown = [
        account.counter.describe_identity_pool(IdentityPoolId=pool["IdentityPoolId"])
        for pool in listed
    ]
    return [{k: v for k, v in pool.items() if k != "ResponseMetadata"} for pool in shown]


def make_pool(account: WholeAccount, **settings: Any) -> str:
    """A pool with guests and these settings; its id."""
    made = account.counter.create_identity_pool(
        IdentityPoolName="odd", AllowUnauthenticatedIdentities=True, **settings
    )
    return str(made["IdentityPoolId"])


# --- pools ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"CognitoIdentityProviders": [{"ProviderName": "p"}]}, id="no app client"),
        pytest.param({"CognitoIdentityProviders": [{"ClientId": "c"}]}, id="no user pool"),
        pytest.param({"CognitoIdentityProviders": [{}]}, id="an empty entry"),
        pytest.param({"IdentityPoolTags": LABELS}, id="51 labels"),
    ],
)
def test_settings_that_cannot_work_are_refused(account: WholeAccount, settings: dict[str, Any]):
    """Neither a new pool nor an old one gets them; the model lets them pass."""
    before = pools(account)

    made = words(lambda: make_pool(account, **settings))
    updated = words(
        lambda: account.counter.update_identity_pool(
            IdentityPoolId=account.pool_id,
            IdentityPoolName="odd",
            AllowUnauthenticatedIdentities=True,
            **settings,
        )
    )

    assert made == updated
    assert made[0] == INVALID
    assert pools(account) == before


def test_an_empty_list_of_user_pools_is_no_provider_of_that_kind(account: WholeAccount):
    """A pool that lists none answers as one without the setting does."""
    pool_id = make_pool(account, CognitoIdentityProviders=[])

    code, message = words(
        lambda: account.public.get_id(IdentityPoolId=pool_id, Logins=account.login())
    )

    assert code == NOT_AUTHORIZED
    assert message.startswith("Logins don't match.")


@pytest.mark.parametrize("token", ["9" * 5000, "99999999999999999999", "-1", "next"])
def test_a_page_token_that_no_answer_gave_is_refused(account: WholeAccount, token: str):
    """However long it is, the refusal is AWS's."""
    list_pools, list_rows = account.counter.list_identity_pools, account.counter.list_identities

    assert words(lambda: list_pools(MaxResults=1, NextToken=token))[0] == INVALID
    assert (
        words(lambda: list_rows(IdentityPoolId=account.pool_id, MaxResults=1, NextToken=token))[0]
        == INVALID
    )


def test_an_identity_that_is_named_twice_is_deleted_once(account: WholeAccount):
    """What was deleted does not come back as what could not be."""
    guest = account.identity()

    left = account.counter.delete_identities(IdentityIdsToDelete=[guest, guest])

    assert left["UnprocessedIdentityIds"] == []
    assert account.table() == []
