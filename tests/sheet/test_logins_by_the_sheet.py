"""Fact sheet §3 and §4: how logins and roles are refused, word for word, through boto3."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from whole_account import (
    COGNITO,
    DEVELOPER,
    EVERYTHING,
    GOOGLE,
    WholeAccount,
    editors,
    policy,
    refusal,
    trust_of,
    words,
)

import cognito_lab
from cognito_lab.wire.http import HttpRequest, answer

NOT_AUTHORIZED = "NotAuthorizedException"
MISCONFIGURED = (
    "InvalidIdentityPoolConfigurationException",
    "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
)


def test_the_wire_form_of_a_refusal(account: WholeAccount):
    """HTTP 400, JSON 1.1, the code with a colon in a header and without it in the body."""
    request = HttpRequest(
        "POST",
        "https://cognito-identity.us-east-1.amazonaws.com/",
        {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSCognitoIdentityService.GetId",
        },
        json.dumps({"IdentityPoolId": "us-east-1:0-0"}).encode(),
    )

    response = answer(account.cloud, request)

    message = "IdentityPool 'us-east-1:0-0' not found."
    assert response.status == 400
    assert response.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert response.headers["x-amzn-ErrorType"] == "ResourceNotFoundException:"
    assert response.headers["x-amzn-ErrorMessage"] == message
    assert response.headers["x-amzn-RequestId"]
    assert json.loads(response.body) == {"__type": "ResourceNotFoundException", "message": message}


def expired(account: WholeAccount, minutes: int) -> str:
    """A genuine token that ended so many minutes ago."""
    return account.made_up(exp=account.cloud.clock.epoch() - 60 * minutes)


def test_an_expired_token_is_told_its_times(account: WholeAccount):
    """A is now minus 300 seconds, B the token's exp: up to five minutes later it is accepted."""
    ended = account.cloud.clock.epoch() - 300

    assert words(lambda: account.identity({account.user_pool: expired(account, 5)})) == (
        NOT_AUTHORIZED,
        f"Invalid login token. Token expired: {ended} >= {ended}",
    )
    assert account.identity({account.user_pool: expired(account, 4)})


Login = Callable[[WholeAccount], dict[str, str]]


@pytest.mark.parametrize(
    ("login", "message"),
    [
        pytest.param(
            lambda a: {a.user_pool: "not-a-token"},
            "Invalid login token. Not a valid OpenId Connect identity token.",
            id="not a JWT",
        ),
        pytest.param(
            lambda a: {a.user_pool: a.sign_in()["IdToken"][:-4] + "AAAA"},
            "Invalid login token. Couldn't verify signed token.",
            id="bad signature",
        ),
        pytest.param(
            lambda a: {f"https://{a.user_pool}": a.sign_in()["IdToken"]},
            "Invalid login token. Issuer doesn't match providerName",
            id="the scheme kept",
        ),
        pytest.param(
            lambda a: {a.user_pool[:-1] + "x": a.sign_in()["IdToken"]},
            "Invalid login token. Issuer doesn't match providerName",
            id="another pool's name",
        ),
        pytest.param(
            lambda a: {a.user_pool: a.sign_in()["AccessToken"]},
            "Invalid login token. Missing a required claim: aud",
            id="the access token",
        ),
        pytest.param(
            lambda a: {a.user_pool: a.made_up(aud="another-app")},
            "Token is not from a supported provider of this identity pool.",
            id="an app that is not listed",
        ),
        pytest.param(
            lambda a: {COGNITO: a.voucher()["Token"]},
            "Invalid login token. Can't pass in a Cognito token.",
            id="a token of the identity service, at GetId",
        ),
        pytest.param(
            lambda a: {GOOGLE: a.voucher()["Token"]},
            "Invalid login token. Can't pass in a Cognito token.",
            id="a token of the identity service, under another key",
        ),
        pytest.param(
            lambda a: {COGNITO: a.sign_in()["IdToken"]},
            "Invalid login token. Not a Cognito token.",
            id="some other token as the identity service's",
        ),
    ],
)
def test_a_wrong_login_gets_awss_words(account: WholeAccount, login: Login, message: str):
    """One fault at a time, each with its sentence, and the table stays empty but for vouchers."""
    shown = login(account)
    before = account.table()

    assert words(lambda: account.identity(shown)) == (NOT_AUTHORIZED, message)
    assert account.table() == before


def test_a_user_pool_that_is_not_listed_while_others_are(account: WholeAccount):
    """The pool lists another user pool: the token's own is not supported."""
    other = f"{account.user_pool[:-1]}x"
    account.counter.update_identity_pool(
        IdentityPoolId=account.pool_id,
        IdentityPoolName="photos",
        AllowUnauthenticatedIdentities=True,
        CognitoIdentityProviders=[{"ProviderName": other, "ClientId": account.client_id}],
    )

    assert words(lambda: account.identity(account.login())) == (
        NOT_AUTHORIZED,
        "Token is not from a supported provider of this identity pool.",
    )


@pytest.mark.parametrize("kind", ["user pool", "Google", "Contoso"])
def test_a_pool_without_any_provider_of_that_kind(kind: str):
    """Where nothing of the kind is listed at all, logins do not match."""
    account = WholeAccount(
        CognitoIdentityProviders=None, SupportedLoginProviders=None, OpenIdConnectProviderARNs=None
    )

    assert words(lambda: account.identity(account.login(kind))) == (
        NOT_AUTHORIZED,
        "Logins don't match. Please include at least one valid login for this identity or identity "
        "pool.",
    )


def test_no_such_pool_and_no_such_identity(account: WholeAccount):
    """Both are not found; the pool is named in quotes."""
    nowhere = "us-east-1:00000000-0000-0000-0000-000000000000"

    assert words(lambda: account.public.get_id(IdentityPoolId=nowhere)) == (
        "ResourceNotFoundException",
        f"IdentityPool '{nowhere}' not found.",
    )
    code, _ = words(lambda: account.credentials(identity=nowhere))
    assert code == "ResourceNotFoundException"


def test_the_developer_name_in_a_public_operation(account: WholeAccount):
    """InvalidParameterException, with the word public."""
    assert words(lambda: account.identity({DEVELOPER: "user-1"})) == (
        "InvalidParameterException",
        "Please provide a valid public provider.",
    )


# --- roles ----------------------------------------------------------------------------------------

Break = Callable[[WholeAccount], Any]


def no_role(account: WholeAccount) -> None:
    """Take the guests' role out of the pool."""
    account.counter.set_identity_pool_roles(
        IdentityPoolId=account.pool_id, Roles={"authenticated": account.roles["authenticated"]}
    )


def deleted(account: WholeAccount) -> None:
    """Delete the guests' role in IAM."""
    account.iam.delete_role_policy(RoleName="guests", PolicyName="may")
    account.iam.delete_role(RoleName="guests")


def other_trust(**changes: Any) -> Break:
    """Give the guests' role another trust policy."""

    def change(account: WholeAccount) -> None:
        statement = trust_of(account.pool_id, "unauthenticated", **changes)
        account.iam.update_assume_role_policy(RoleName="guests", PolicyDocument=policy(statement))

    return change


def tagged(account: WholeAccount) -> None:
    """Give users tags, and let their role's trust policy not allow tags."""
    account.counter.set_principal_tag_attribute_map(
        IdentityPoolId=account.pool_id, IdentityProviderName=account.user_pool, UseDefaults=True
    )
    trust = trust_of(account.pool_id, "authenticated", Action="sts:AssumeRoleWithWebIdentity")
    account.iam.update_assume_role_policy(RoleName="users", PolicyDocument=policy(trust))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(no_role, id="no role is set for guests"),
        pytest.param(deleted, id="the role was deleted"),
        pytest.param(
            other_trust(Condition={"StringEquals": {f"{COGNITO}:aud": "us-east-1:another"}}),
            id="the role trusts another pool",
        ),
        pytest.param(tagged, id="sts:TagSession is missing"),
    ],
)
def test_roles_that_cannot_be_had_are_a_mistake_in_the_pool(account: WholeAccount, fault: Break):
    """Whatever is wrong with a role, the app hears one sentence."""
    fault(account)
    logins = account.login() if fault is tagged else None

    assert words(lambda: account.credentials(logins)) == MISCONFIGURED


def test_a_mapping_that_comes_to_nothing_and_denies(account: WholeAccount):
    """Google's token names no role, and ambiguous means deny."""
    account.map_roles(GOOGLE, Type="Token", AmbiguousRoleResolution="Deny")

    assert words(lambda: account.credentials(account.login("Google"))) == (
        NOT_AUTHORIZED,
        "The ambiguous role mapping rules for: accounts.google.com denied this request.",
    )


def test_setting_roles_needs_pass_role(account: WholeAccount):
    """Whoever sets roles must be allowed to pass each of them."""
    clerk = account.session({"Effect": "Allow", "Action": "cognito-identity:*", "Resource": "*"})

    def set_roles() -> None:
        clerk.client("cognito-identity").set_identity_pool_roles(
            IdentityPoolId=account.pool_id, Roles=account.roles
        )

    assert words(set_roles) == (
        NOT_AUTHORIZED,
        f"Access to Role '{account.roles['authenticated']}' is forbidden.",
    )


def test_a_mapping_of_an_unknown_provider(account: WholeAccount):
    """RoleMappings may name only what the pool lists."""
    assert words(
        lambda: account.map_roles("nobody", Type="Token", AmbiguousRoleResolution="Deny")
    ) == (
        "InvalidParameterException",
        "(nobody) is not a valid RoleMapping ProviderName or is not a configured provider.",
    )


def test_iam_refuses_a_signed_operation(account: WholeAccount):
    """An error that no model has: AccessDeniedException, 400, with the usual sentence."""
    stranger = account.session({**EVERYTHING, "Action": "s3:*"}).client("cognito-identity")
    arn = f"arn:aws:cognito-identity:us-east-1:123456789012:identitypool/{account.pool_id}"

    refused = refusal(lambda: stranger.describe_identity_pool(IdentityPoolId=account.pool_id))

    assert refused == (
        400,
        "AccessDeniedException",
        "User: arn:aws:sts::123456789012:assumed-role/worker/visit is not authorized to perform: "
        f"cognito-identity:DescribeIdentityPool on resource: {arn} because no identity-based "
        "policy allows the cognito-identity:DescribeIdentityPool action",
    )


def sign_out(account: WholeAccount) -> None:
    """Sign jdoe out everywhere."""
    account.people.admin_user_global_sign_out(UserPoolId=account.user_pool_id, Username="jdoe")


def delete_user(account: WholeAccount) -> None:
    """Delete jdoe at the user pool."""
    account.people.admin_delete_user(UserPoolId=account.user_pool_id, Username="jdoe")


@pytest.mark.parametrize("gone", [sign_out, delete_user])
@pytest.mark.parametrize("operation", ["get_open_id_token", "get_credentials_for_identity"])
def test_signed_out_users_are_seen_where_the_pool_asks(
    account: WholeAccount, operation: str, gone: Callable[[WholeAccount], None]
):
    """With ServerSideTokenCheck those who left get no token and no credentials, but 400."""
    listed = {
        "ProviderName": account.user_pool,
        "ClientId": account.client_id,
        "ServerSideTokenCheck": True,
    }
    account.counter.update_identity_pool(
        IdentityPoolId=account.pool_id,
        IdentityPoolName="photos",
        AllowUnauthenticatedIdentities=True,
        CognitoIdentityProviders=[listed],
    )
    logins = account.login()
    ask, identity = getattr(account.public, operation), account.identity(logins)
    assert ask(IdentityId=identity, Logins=logins)
    lent = len(account.cloud.sts._sessions)

    account.cloud.clock.advance(seconds=1)
    gone(account)

    status, code, _ = refusal(lambda: ask(IdentityId=identity, Logins=logins))
    assert (status, code) == (400, NOT_AUTHORIZED)
    assert len(account.cloud.sts._sessions) == lent


# --- §4: the role that is chosen ------------------------------------------------------------------


def role_of(account: WholeAccount, credentials: dict[str, Any]) -> str:
    """The role's name behind credentials."""
    who = cognito_lab.boto3_session(account.cloud, credentials).client("sts")
    return str(who.get_caller_identity()["Arn"].split("/")[1])


def test_without_a_mapping_the_default_role_is_taken(account: WholeAccount):
    """Users get the authenticated role, guests always the unauthenticated one."""
    assert role_of(account, account.credentials(account.login())) == "users"
    assert role_of(account, account.credentials()) == "guests"


def test_a_token_names_its_role(account: WholeAccount):
    """`cognito:preferred_role` is taken; `cognito:roles` is a real list; none falls back."""
    editors(account)
    key = f"{account.user_pool}:{account.client_id}"
    account.map_roles(key, Type="Token", AmbiguousRoleResolution="AuthenticatedRole")

    assert role_of(account, account.credentials(account.login(name="jdoe"))) == "editors"
    assert role_of(account, account.credentials(account.login(name="uma"))) == "users"


def test_a_custom_role_must_be_among_the_tokens_roles(account: WholeAccount):
    """CustomRoleArn picks one of `cognito:roles`; any other is refused."""
    arn = editors(account)
    key = f"{account.user_pool}:{account.client_id}"
    account.map_roles(key, Type="Token", AmbiguousRoleResolution="Deny")
    login = account.login()

    assert role_of(account, account.credentials(login, CustomRoleArn=arn)) == "editors"
    other = account.roles["authenticated"]
    code, _ = words(lambda: account.credentials(login, CustomRoleArn=other))
    assert code == NOT_AUTHORIZED


def test_rules_are_tried_in_order(account: WholeAccount):
    """The first rule that matches wins; NotEqual on an absent claim is no match."""
    for name in ("first", "second"):
        account.role(name, trust_of(account.pool_id, "authenticated"))

    def rule(claim: str, match: str, value: str, role: str) -> dict[str, str]:
        arn = f"arn:aws:iam::123456789012:role/{role}"
        return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": arn}

    rules = [
        rule("nothing", "NotEqual", "x", "first"),
        rule("email", "StartsWith", "jdoe@", "second"),
        rule("email", "Contains", "example", "first"),
    ]
    account.map_roles(
        f"{account.user_pool}:{account.client_id}",
        Type="Rules",
        AmbiguousRoleResolution="Deny",
        RulesConfiguration={"Rules": rules},
    )

    assert role_of(account, account.credentials(account.login(name="jdoe"))) == "second"
    assert role_of(account, account.credentials(account.login(name="uma"))) == "first"


def test_tags_from_claims_reach_policies(account: WholeAccount):
    """Attributes for access control: a claim becomes aws:PrincipalTag, and a policy asks for it."""
    account.counter.set_principal_tag_attribute_map(
        IdentityPoolId=account.pool_id,
        IdentityProviderName=account.user_pool,
        UseDefaults=False,
        PrincipalTags={"mail": "email"},
    )
    wanted = {"StringEquals": {"aws:PrincipalTag/mail": "jdoe@example.com"}}
    only_jdoe = {**EVERYTHING, "Action": "s3:ListAllMyBuckets", "Condition": wanted}
    account.iam.put_role_policy(
        RoleName="users", PolicyName="may", PolicyDocument=policy(only_jdoe)
    )

    def may_list(name: str) -> bool:
        credentials = account.credentials(account.login(name=name))
        s3 = cognito_lab.boto3_session(account.cloud, credentials).client("s3")
        try:
            return bool(s3.list_buckets())
        except s3.exceptions.ClientError:
            return False

    assert (may_list("jdoe"), may_list("uma")) == (True, False)
