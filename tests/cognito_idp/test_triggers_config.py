"""LambdaConfig: what a pool keeps of it, and what it refuses, when it is made and when changed."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

import cognito_lab

ONE = "arn:aws:lambda:us-east-1:123456789012:function:one"
OTHER = "arn:aws:lambda:us-east-1:123456789012:function:other"


def versioned(version: str, arn: str = ONE) -> dict[str, Any]:
    """A token function of a version."""
    return {"PreTokenGenerationConfig": {"LambdaVersion": version, "LambdaArn": arn}}


class Account:
    """A pool to be made with a LambdaConfig, or changed to have one."""

    def __init__(self) -> None:
        self.idp = cognito_lab.boto3_session(cognito_lab.new_cloud(seed=7)).client("cognito-idp")

    def made(self, config: dict[str, Any], **more: Any) -> dict[str, Any]:
        """CreateUserPool, then what DescribeUserPool shows."""
        pool = self.idp.create_user_pool(PoolName="people", LambdaConfig=config, **more)
        return self.shown(pool["UserPool"]["Id"])

    def changed(self, config: dict[str, Any], **more: Any) -> dict[str, Any]:
        """UpdateUserPool of a plain pool."""
        pool_id = self.idp.create_user_pool(PoolName="people", **more)["UserPool"]["Id"]
        self.idp.update_user_pool(UserPoolId=pool_id, LambdaConfig=config)
        return self.shown(pool_id)

    def shown(self, pool_id: str) -> dict[str, Any]:
        """The LambdaConfig of a pool."""
        pool = self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        return dict(pool["LambdaConfig"])


WAYS = [
    pytest.param(Account.made, id="when it is made"),
    pytest.param(Account.changed, id="when it is changed"),
]
KEPT = [
    pytest.param({}, id="none"),
    pytest.param({"PreSignUp": ONE, "PostConfirmation": OTHER}, id="two functions"),
    pytest.param(versioned("V2_0"), id="a versioned function"),
    pytest.param({"PreTokenGeneration": ONE, **versioned("V3_0")}, id="the same one twice"),
]
REFUSED = [
    pytest.param(
        {"PreSignUp": "arn:aws:lambda is not a whole one"}, {}, "InvalidParameter", id="no ARN"
    ),
    pytest.param(
        {"PreTokenGeneration": OTHER, **versioned("V1_0")},
        {},
        "InvalidParameter",
        id="two functions for one trigger",
    ),
    pytest.param(versioned("V4_0"), {}, "InvalidParameter", id="a version that nobody has"),
    pytest.param(
        versioned("V2_0"),
        {"UserPoolTier": "LITE"},
        "FeatureUnavailableInTier",
        id="access tokens in the smallest tier",
    ),
]
LEFT_OUT = [
    pytest.param(
        {"CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": ONE}}, id="an e-mail sender"
    ),
    pytest.param(
        {"CustomSMSSender": {"LambdaVersion": "V1_0", "LambdaArn": ONE}}, id="an SMS sender"
    ),
    pytest.param(
        {"InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": ONE}}, id="inbound federation"
    ),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("config", KEPT)
def test_a_good_config_is_kept_and_shown(way: Any, config: dict[str, Any]) -> None:
    """As it was given; nobody looks whether the functions exist."""
    assert way(Account(), config) == config


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("config", "more", "code"), REFUSED)
def test_a_bad_config_is_refused(
    way: Any, config: dict[str, Any], more: dict[str, Any], code: str
) -> None:
    """By both operations alike, and no pool has it then."""
    account = Account()

    with pytest.raises(ClientError) as refused:
        way(account, config, **more)

    assert refused.value.response["Error"]["Code"] == f"{code}Exception"
    pools = account.idp.list_user_pools(MaxResults=10)["UserPools"]
    assert [pool["LambdaConfig"] for pool in pools if pool["LambdaConfig"]] == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("config", LEFT_OUT)
def test_a_function_that_the_lab_never_calls_is_refused_openly(
    way: Any, config: dict[str, Any]
) -> None:
    """It is the lab that says so, not AWS."""
    with pytest.raises(cognito_lab.NotSimulated, match=next(iter(config))):
        way(Account(), config)


def test_version_1_is_for_every_tier() -> None:
    """ID tokens can be changed in the smallest one, too."""
    assert Account().made(versioned("V1_0"), UserPoolTier="LITE") == versioned("V1_0")
