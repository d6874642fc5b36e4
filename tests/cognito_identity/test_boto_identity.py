"""The identity pool, STS and IAM through real boto3 clients."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError, NoCredentialsError

import cognito_lab
from cognito_lab.cloud import Cloud

COGNITO = "cognito-identity.amazonaws.com"
PASSWORD = "Correct-Horse7"


def trust(pool_id: str, amr: str) -> str:
    """The trust policy that AWS's console writes."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": COGNITO},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{COGNITO}:aud": pool_id},
            "ForAnyValue:StringLike": {f"{COGNITO}:amr": amr},
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Account:
    """A cloud with one user pool, one user, and one identity pool with two roles."""

    def __init__(self, *, server_side_check: bool = False) -> None:
        self.cloud: Cloud = cognito_lab.new_cloud(seed=7)
        self.admin = cognito_lab.boto3_session(self.cloud)
        self.nobody = cognito_lab.boto3_session(self.cloud, {})
        self.users = self.admin.client("cognito-idp")
        self.identities = self.admin.client("cognito-identity")
        self.public = self.nobody.client("cognito-identity")
        self.iam = self.admin.client("iam")
        self._make_user()
        self._make_pool(server_side_check)

    def _make_user(self) -> None:
        self.user_pool_id = self.users.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self.client_id = self.users.create_user_pool_client(
            UserPoolId=self.user_pool_id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]
        self.users.admin_create_user(
            UserPoolId=self.user_pool_id, Username="jdoe", MessageAction="SUPPRESS"
        )
        self.users.admin_set_user_password(
            UserPoolId=self.user_pool_id, Username="jdoe", Password=PASSWORD, Permanent=True
        )
        self.provider = f"cognito-idp.us-east-1.amazonaws.com/{self.user_pool_id}"

    def _make_pool(self, server_side_check: bool) -> None:
        self.pool_id = self.identities.create_identity_pool(
            IdentityPoolName="photos",
            AllowUnauthenticatedIdentities=True,
            CognitoIdentityProviders=[
                {
                    "ProviderName": self.provider,
                    "ClientId": self.client_id,
                    "ServerSideTokenCheck": server_side_check,
                }
            ],
        )["IdentityPoolId"]
        roles = {}
        for kind in ("authenticated", "unauthenticated"):
            document = trust(self.pool_id, kind)
            made = self.iam.create_role(RoleName=kind, AssumeRolePolicyDocument=document)
            roles[kind] = made["Role"]["Arn"]
        self.roles = roles
        self.identities.set_identity_pool_roles(IdentityPoolId=self.pool_id, Roles=roles)

    def sign_in(self) -> dict[str, Any]:
        """The three tokens of a password sign-in."""
        tokens: dict[str, Any] = self.nobody.client("cognito-idp").initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
        )["AuthenticationResult"]
        return tokens

    def credentials(self) -> dict[str, Any]:
        """Jdoe's temporary credentials."""
        logins = {self.provider: self.sign_in()["IdToken"]}
        identity_id = self.public.get_id(IdentityPoolId=self.pool_id, Logins=logins)["IdentityId"]
        answer = self.public.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)
        credentials: dict[str, Any] = answer["Credentials"]
        return credentials


@pytest.fixture
def account() -> Account:
    """A cloud with a user, an identity pool and its roles."""
    return Account()


def test_every_operation_of_identity_pools_is_served() -> None:
    """All 23 operations of botocore's model have a method, and their parameters are its own."""
    from cognito_lab.services.cognito_identity import CognitoIdentity

    model = botocore.session.get_session().get_service_model("cognito-identity")

    for name in model.operation_names:
        method = getattr(CognitoIdentity, xform_name(name))
        shape = model.operation_model(name).input_shape
        parameters = set(method.__wrapped__.__kwdefaults__ or {}) | set(
            method.__wrapped__.__annotations__
        )
        assert {xform_name(member) for member in shape.members} <= parameters
    assert len(model.operation_names) == 23


def test_an_id_token_becomes_credentials_that_know_who_they_are(account: Account) -> None:
    """GetCallerIdentity, signed with the credentials, names role and session."""
    session = cognito_lab.boto3_session(account.cloud, account.credentials())

    identity = session.client("sts").get_caller_identity()

    arn = "arn:aws:sts::123456789012:assumed-role/authenticated/CognitoIdentityCredentials"
    assert identity["Arn"] == arn
    assert identity["UserId"].endswith(":CognitoIdentityCredentials")


def test_four_operations_need_no_credentials_and_the_others_do(account: Account) -> None:
    """boto3 itself stops a signed operation without credentials."""
    assert account.public.get_id(IdentityPoolId=account.pool_id)["IdentityId"]

    with pytest.raises(NoCredentialsError):
        account.public.list_identity_pools(MaxResults=1)


def test_refusals_arrive_as_modelled_exceptions(account: Account) -> None:
    """Code and words reach the client, and its exception classes match."""
    with pytest.raises(account.public.exceptions.NotAuthorizedException) as caught:
        account.public.get_id(
            IdentityPoolId=account.pool_id,
            Logins={account.provider: account.sign_in()["AccessToken"]},
        )

    assert caught.value.response["Error"]["Message"] == (
        "Invalid login token. Missing a required claim: aud"
    )
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_the_classic_flow_through_sts(account: Account) -> None:
    """GetOpenIdToken, then AssumeRoleWithWebIdentity without a signature."""
    identity_id = account.public.get_id(IdentityPoolId=account.pool_id)["IdentityId"]
    token = account.public.get_open_id_token(IdentityId=identity_id)["Token"]
    sts = account.nobody.client("sts")

    lent = sts.assume_role_with_web_identity(
        RoleArn=account.roles["unauthenticated"],
        RoleSessionName="guest",
        WebIdentityToken=token,
    )

    assert lent["SubjectFromWebIdentityToken"] == identity_id
    assert lent["AssumedRoleUser"]["Arn"].endswith("assumed-role/unauthenticated/guest")
    with pytest.raises(ClientError) as caught:
        sts.assume_role_with_web_identity(
            RoleArn=account.roles["authenticated"],
            RoleSessionName="guest",
            WebIdentityToken=token,
        )
    assert caught.value.response["Error"] == {
        "Type": "Sender",
        "Code": "AccessDenied",
        "Message": "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    }


def test_a_user_pools_token_is_nothing_to_sts(account: Account) -> None:
    """STS knows no such issuer: the identity pool speaks for it."""
    sts = account.nobody.client("sts")

    with pytest.raises(sts.exceptions.InvalidIdentityTokenException, match="No OpenIDConnect"):
        sts.assume_role_with_web_identity(
            RoleArn=account.roles["authenticated"],
            RoleSessionName="jdoe",
            WebIdentityToken=account.sign_in()["IdToken"],
        )


def test_credentials_end_after_an_hour(account: Account) -> None:
    """From the moment of their expiry on the gate refuses them."""
    session = cognito_lab.boto3_session(account.cloud, account.credentials())
    account.cloud.clock.advance(minutes=59, seconds=59)
    assert session.client("sts").get_caller_identity()

    account.cloud.clock.advance(seconds=1)

    with pytest.raises(ClientError) as caught:
        session.client("sts").get_caller_identity()
    assert caught.value.response["Error"]["Code"] == "ExpiredToken"


@pytest.mark.parametrize("checked", [True, False])
def test_a_global_sign_out_is_seen_only_where_the_pool_asks(checked: bool) -> None:
    """ServerSideTokenCheck makes the identity pool ask the user pool itself."""
    account = Account(server_side_check=checked)
    tokens = account.sign_in()
    account.cloud.clock.advance(seconds=1)
    account.users.admin_user_global_sign_out(UserPoolId=account.user_pool_id, Username="jdoe")
    login = {"IdentityPoolId": account.pool_id, "Logins": {account.provider: tokens["IdToken"]}}

    if not checked:
        assert account.public.get_id(**login)["IdentityId"]
        return
    with pytest.raises(account.public.exceptions.NotAuthorizedException):
        account.public.get_id(**login)


def test_policies_come_back_as_dicts(account: Account) -> None:
    """boto3 decodes the policy documents of IAM's answers."""
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a/100%/é"}],
    }
    account.iam.put_role_policy(
        RoleName="authenticated", PolicyName="own", PolicyDocument=json.dumps(policy)
    )

    shown = account.iam.get_role_policy(RoleName="authenticated", PolicyName="own")

    assert shown["PolicyDocument"] == policy
    role = account.iam.get_role(RoleName="authenticated")["Role"]
    assert role["AssumeRolePolicyDocument"] == json.loads(trust(account.pool_id, "authenticated"))


def test_a_user_assumes_a_role_and_is_refused_another(account: Account) -> None:
    """A lasting key signs AssumeRole; the answer says why not, where it is not allowed."""
    account.iam.create_user(UserName="clerk")
    key = account.iam.create_access_key(UserName="clerk")["AccessKey"]
    clerk = "arn:aws:iam::123456789012:user/clerk"
    for name, who in (("desk", clerk), ("safe", f"{clerk}-boss")):
        statement = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        account.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
    sts = cognito_lab.boto3_session(account.cloud, key).client("sts")

    lent = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/desk", RoleSessionName="day")

    assert lent["AssumedRoleUser"]["Arn"].endswith("assumed-role/desk/day")
    with pytest.raises(ClientError) as caught:
        sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/safe", RoleSessionName="day")
    error = caught.value.response["Error"]
    assert error["Code"] == "AccessDenied"
    assert error["Message"].startswith(
        f"User: {clerk} is not authorized to perform: sts:AssumeRole on resource: "
        "arn:aws:iam::123456789012:role/safe because "
    )


def test_the_simulator_answers_over_the_wire(account: Account) -> None:
    """Decision, matched statement and missing context keys come back as boto3 knows them."""
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::photos/${aws:username}/*",
        },
    }
    ask = {"PolicyInputList": [json.dumps(policy)], "ActionNames": ["s3:GetObject"]}
    resource = {"ResourceArns": ["arn:aws:s3:::photos/jdoe/cat.png"]}

    (unknown,) = account.iam.simulate_custom_policy(**ask, **resource)["EvaluationResults"]
    (known,) = account.iam.simulate_custom_policy(
        **ask,
        **resource,
        ContextEntries=[
            {
                "ContextKeyName": "aws:username",
                "ContextKeyValues": ["jdoe"],
                "ContextKeyType": "string",
            }
        ],
    )["EvaluationResults"]

    (part,) = unknown["ResourceSpecificResults"]
    assert (part["EvalResourceDecision"], part["MissingContextValues"]) == (
        "implicitDeny",
        ["aws:username"],
    )
    assert known["EvalDecision"] == "allowed"
    assert known["MatchedStatements"][0]["SourcePolicyId"] == "PolicyInputList.1"


def test_open_id_connect_providers_over_the_wire(account: Account) -> None:
    """Names with acronyms reach their operations."""
    made = account.iam.create_open_id_connect_provider(
        Url="https://login.example.com", ClientIDList=["one"], ThumbprintList=["a" * 40]
    )
    arn = made["OpenIDConnectProviderArn"]
    account.iam.add_client_id_to_open_id_connect_provider(
        OpenIDConnectProviderArn=arn, ClientID="two"
    )

    shown = account.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)

    assert shown["ClientIDList"] == ["one", "two"]
    assert account.cloud.trace.exchanges[-1].action == "GetOpenIDConnectProvider"
    assert account.cloud.trace.exchanges[-1].children == []


def test_the_wire_checks_what_boto3_lets_through(account: Account) -> None:
    """Patterns, maxima and map keys are the server's to check."""
    attempts = [
        lambda: account.identities.list_identity_pools(MaxResults=61),
        lambda: account.public.get_id(IdentityPoolId="no pool id"),
        lambda: account.identities.set_identity_pool_roles(
            IdentityPoolId=account.pool_id, Roles={"foo": account.roles["authenticated"]}
        ),
        lambda: account.public.get_id(
            IdentityPoolId=account.pool_id, Logins={f"p{n}": "t" for n in range(11)}
        ),
    ]

    for attempt in attempts:
        with pytest.raises(ClientError) as caught:
            attempt()
        assert caught.value.response["Error"]["Code"] == "ValidationException"
        assert caught.value.response["Error"]["Message"].startswith("1 validation error detected:")
    assert account.identities.get_identity_pool_roles(IdentityPoolId=account.pool_id)["Roles"] == (
        account.roles
    )


def test_developer_identities_over_the_wire(account: Account) -> None:
    """A back end vouches with a signed call; its app exchanges the token without one."""
    account.identities.update_identity_pool(
        IdentityPoolId=account.pool_id,
        IdentityPoolName="photos",
        AllowUnauthenticatedIdentities=False,
        DeveloperProviderName="login.my.app",
    )

    vouched = account.identities.get_open_id_token_for_developer_identity(
        IdentityPoolId=account.pool_id, Logins={"login.my.app": "user-1"}, TokenDuration=60
    )
    credentials = account.public.get_credentials_for_identity(
        IdentityId=vouched["IdentityId"], Logins={COGNITO: vouched["Token"]}
    )["Credentials"]

    session = cognito_lab.boto3_session(account.cloud, credentials)
    assert (
        session.client("sts")
        .get_caller_identity()["Arn"]
        .endswith("assumed-role/authenticated/CognitoIdentityCredentials")
    )


def test_the_same_seed_gives_the_same_credentials() -> None:
    """Two clouds with one seed hand out the same bytes."""
    first, second = Account().credentials(), Account().credentials()

    assert first == second
