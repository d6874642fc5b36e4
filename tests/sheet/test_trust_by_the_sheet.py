"""Fact sheet §6: what wrong trust policies let happen, and what guests may not, through boto3."""

from __future__ import annotations

from typing import Any

import pytest
from whole_account import (
    COGNITO,
    EVERYTHING,
    WholeAccount,
    editors,
    policy,
    refusal,
    trust_of,
    words,
)

import cognito_lab

DENIED = (
    403,
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithWebIdentity",
)
MISCONFIGURED = "InvalidIdentityPoolConfigurationException"


def guest_takes(account: WholeAccount, role: str) -> bool:
    """Whether a guest of the pool gets a role in the classic flow."""
    return taken(account, role, account.public, account.identity())


def taken(account: WholeAccount, role: str, counter: Any, identity: str) -> bool:
    """Whether an identity without logins gets a role in the classic flow."""
    token = counter.get_open_id_token(IdentityId=identity)["Token"]
    try:
        account.assume(role, token)
    except account.sts.exceptions.ClientError as refused:
        error = refused.response["Error"]
        assert (error["Code"], error["Message"]) == DENIED[1:]
        return False
    return True


def condition(aud: str | None, amr: dict[str, Any] | None) -> dict[str, Any]:
    """A trust policy's conditions."""
    stated: dict[str, Any] = dict(amr or {})
    if aud is not None:
        stated["StringEquals"] = {f"{COGNITO}:aud": aud}
    return {"Condition": stated}


AMR = f"{COGNITO}:amr"
USERS = {"ForAnyValue:StringLike": {AMR: "authenticated"}}


def test_the_right_trust_policy_keeps_guests_out(account: WholeAccount):
    """With aud and amr a guest gets the guests' role and not the users'."""
    assert guest_takes(account, account.roles["unauthenticated"])
    assert not guest_takes(account, account.roles["authenticated"])


def test_without_aud_any_pool_may_have_the_role(account: WholeAccount):
    """A guest of another identity pool takes a role whose trust policy forgot the pool."""
    other = account.counter.create_identity_pool(
        IdentityPoolName="other", AllowUnauthenticatedIdentities=True
    )["IdentityPoolId"]
    stranger = account.public.get_id(IdentityPoolId=other)["IdentityId"]
    guests = {"ForAnyValue:StringLike": {AMR: "unauthenticated"}}
    forgetful = account.role("open", trust_of("", "", **condition(None, guests)))

    assert taken(account, forgetful, account.public, stranger)
    assert not taken(account, account.roles["unauthenticated"], account.public, stranger)


@pytest.mark.parametrize(
    "amr",
    [
        pytest.param(None, id="no amr at all"),
        pytest.param({"ForAnyValue:StringLike": {AMR: "*"}}, id="amr is anything"),
        pytest.param({"ForAllValues:StringLike": {AMR: ["un*", "auth*"]}}, id="ForAllValues"),
        pytest.param({"ForAllValues:StringEquals": {f"{COGNITO}:amrr": "x"}}, id="a key of no one"),
    ],
)
def test_without_amr_a_guest_takes_the_users_role(
    account: WholeAccount, amr: dict[str, Any] | None
):
    """A trust policy that does not ask how somebody came lets guests in."""
    role = account.role("open", trust_of("", "", **condition(account.pool_id, amr)))

    assert guest_takes(account, role)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"Action": "sts:AssumeRole"}, id="another action"),
        pytest.param(
            {"Principal": {"Federated": "cognito-idp.amazonaws.com"}}, id="the user pool's name"
        ),
        pytest.param(
            {
                "Condition": {
                    "StringEquals": {"cognito-identity.amazon.com:aud": "{pool}"},
                    "ForAnyValue:StringLike": {AMR: "authenticated"},
                }
            },
            id="amazon.com in place of amazonaws.com",
        ),
    ],
)
def test_a_mistyped_trust_policy_keeps_everybody_out(
    account: WholeAccount, changes: dict[str, Any]
):
    """The counter speaks of the pool's configuration, STS says AccessDenied."""
    trust = policy(trust_of(account.pool_id, "authenticated", **changes))
    trust = trust.replace("{pool}", account.pool_id)
    account.iam.update_assume_role_policy(RoleName="users", PolicyDocument=trust)

    assert words(lambda: account.credentials(account.login()))[0] == MISCONFIGURED
    assert refusal(lambda: account.classic(account.roles["authenticated"], account.login())) == (
        DENIED
    )


def test_one_role_for_all_is_a_role_for_guests(account: WholeAccount):
    """Guests get what users get; only the scope-down of the enhanced flow is in the way."""
    both = {"ForAnyValue:StringLike": {AMR: ["authenticated", "unauthenticated"]}}
    role = account.role("both", trust_of("", "", **condition(account.pool_id, both)))
    roles = {"authenticated": role, "unauthenticated": role}
    account.counter.set_identity_pool_roles(IdentityPoolId=account.pool_id, Roles=roles)

    guest = account.guest_session()

    assert guest.client("s3").list_buckets()
    assert refusal(lambda: guest.client("iam").list_users())[:2] == (403, "AccessDenied")


def test_the_classic_flow_sheds_the_scope_down(account: WholeAccount):
    """A guest who goes to STS itself keeps all of the role, and chooses which role."""
    role = account.roles["unauthenticated"]
    lent = account.classic(role)["Credentials"]

    classic = cognito_lab.boto3_session(account.cloud, lent)

    assert classic.client("iam").list_users()
    assert refusal(lambda: account.guest_session().client("iam").list_users())[1] == "AccessDenied"


def test_rules_on_attributes_that_users_write(account: WholeAccount):
    """A user who may change an attribute chooses the role."""
    account.role("admins", trust_of(account.pool_id, "authenticated"))
    rule = {
        "Claim": "nickname",
        "MatchType": "Equals",
        "Value": "admin",
        "RoleARN": "arn:aws:iam::123456789012:role/admins",
    }
    account.map_roles(
        f"{account.user_pool}:{account.client_id}",
        Type="Rules",
        AmbiguousRoleResolution="AuthenticatedRole",
        RulesConfiguration={"Rules": [rule]},
    )

    def role() -> str:
        session = account.user_session()
        return str(session.client("sts").get_caller_identity()["Arn"].split("/")[1])

    before = role()
    account.people.update_user_attributes(
        AccessToken=account.sign_in()["AccessToken"],
        UserAttributes=[{"Name": "nickname", "Value": "admin"}],
    )

    assert (before, role()) == ("users", "admins")


def test_the_variable_is_the_identity_id_and_not_the_users_sub(account: WholeAccount):
    """``${cognito-identity.amazonaws.com:sub}`` opens the folder of the identity, no other."""
    s3 = account.admin.client("s3")
    s3.create_bucket(Bucket="photos")
    folder = "arn:aws:s3:::photos/${cognito-identity.amazonaws.com:sub}/*"
    own = policy({**EVERYTHING, "Action": "s3:PutObject", "Resource": folder})
    account.iam.put_role_policy(RoleName="users", PolicyName="may", PolicyDocument=own)
    logins = account.login()
    sub = account.people.get_user(AccessToken=account.sign_in()["AccessToken"])["UserAttributes"]
    subject = next(one["Value"] for one in sub if one["Name"] == "sub")
    jdoe = cognito_lab.boto3_session(account.cloud, account.credentials(logins)).client("s3")

    assert jdoe.put_object(Bucket="photos", Key=f"{account.identity(logins)}/a", Body=b"1")
    denied = refusal(lambda: jdoe.put_object(Bucket="photos", Key=f"{subject}/a", Body=b"1"))
    assert denied[:2] == (403, "AccessDenied")


def test_a_trust_policy_that_lets_any_pool_in_cannot_be_made(account: WholeAccount):
    """IAM wants at least one condition for the identity service, made or changed."""
    open_ = {name: v for name, v in trust_of("", "").items() if name != "Condition"}

    made = words(
        lambda: account.iam.create_role(RoleName="open", AssumeRolePolicyDocument=policy(open_))
    )
    changed = words(
        lambda: account.iam.update_assume_role_policy(
            RoleName="users", PolicyDocument=policy(open_)
        )
    )

    assert made[0] == changed[0] == "MalformedPolicyDocument"


def test_a_role_may_trust_one_identity_or_one_provider(account: WholeAccount):
    """`sub` limits a role to an identity, amr to a provider."""
    logins = account.login()
    only_me = {
        "StringEquals": {
            f"{COGNITO}:aud": account.pool_id,
            f"{COGNITO}:sub": account.identity(logins),
        }
    }
    mine = account.role("mine", trust_of("", "", Condition=only_me))
    back_end = account.role("vouched", trust_of(account.pool_id, "login.my.app"))

    assert account.classic(mine, logins)
    assert refusal(lambda: account.classic(mine, account.login(name="uma"))) == DENIED
    assert account.assume(back_end, account.voucher()["Token"])
    assert refusal(lambda: account.classic(back_end, logins)) == DENIED


@pytest.mark.parametrize(
    ("service", "call", "action"),
    [
        pytest.param("iam", "list_users", "iam:ListUsers", id="IAM"),
        pytest.param("apigateway", "get_rest_apis", "apigateway:GET", id="API Gateway"),
    ],
)
def test_guests_are_cut_down_whatever_the_role_says(
    account: WholeAccount, service: str, call: str, action: str
):
    """What is in neither list is refused to guests, and the words speak of a session policy."""
    guest, user = account.guest_session(), account.user_session()

    _, message = words(getattr(guest.client(service), call))

    assert message.endswith(f"because no session policy allows the {action} action")
    assert getattr(user.client(service), call)()


def test_guests_keep_what_the_lists_name(account: WholeAccount):
    """S3, DynamoDB and Cognito are in the inline policy."""
    guest = account.guest_session()

    assert guest.client("s3").list_buckets()
    assert guest.client("dynamodb").list_tables()
    assert guest.client("cognito-idp").list_user_pools(MaxResults=1)
    assert guest.client("cognito-identity").list_identity_pools(MaxResults=1)


def test_users_get_no_session_policy(account: WholeAccount):
    """Nothing cuts an authenticated session down."""
    editors(account)

    assert account.user_session().client("iam").list_users()
    (lent,) = account.cloud.trace.find("AssumeRoleWithWebIdentity")
    assert "Policy" not in lent.request
