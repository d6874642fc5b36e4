"""Requests that nobody means to send, through boto3: AWS's answer, and nothing changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from whole_account import (
    ACCOUNT_ID,
    CONTOSO,
    DEVELOPER,
    WholeAccount,
    policy,
    refusal,
    trust_of,
    words,
)

import cognito_lab
from cognito_lab.wire.http import HttpRequest, answer

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


# --- principal tags -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(CONTOSO, id="its key in Logins"),
        pytest.param(f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{CONTOSO}", id="its ARN"),
    ],
)
def test_an_oidc_provider_has_two_names_in_tag_maps(account: WholeAccount, name: str):
    """Tag maps take the names of Logins; the ARN is the name in role mappings."""
    account.counter.set_principal_tag_attribute_map(
        IdentityPoolId=account.pool_id, IdentityProviderName=name, PrincipalTags={"who": "email"}
    )

    session = account.cloud.sts.session(
        account.credentials(account.login("Contoso"))["AccessKeyId"]
    )

    assert session is not None
    assert session.caller.context["aws:PrincipalTag/who"] == "ana@contoso.example"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(f"arn:aws:iam::{ACCOUNT_ID}", id="the beginning of an OIDC provider's ARN"),
        pytest.param(DEVELOPER, id="the developer name"),
        pytest.param("nobody.example", id="a stranger"),
    ],
)
def test_a_tag_map_of_an_unknown_provider_is_refused(account: WholeAccount, name: str):
    """Setting and asking are refused alike."""
    where = {"IdentityPoolId": account.pool_id, "IdentityProviderName": name}
    tag = account.counter.set_principal_tag_attribute_map
    ask = account.counter.get_principal_tag_attribute_map

    assert words(lambda: tag(**where, UseDefaults=True))[0] == INVALID
    assert words(lambda: ask(**where))[0] == INVALID


def test_tags_that_differ_by_case_only_open_no_session(account: WholeAccount):
    """Policies ignore the case of tag keys, so nobody could say which of the two counts."""
    made = account.voucher(PrincipalTags={"team": "blue", "Team": "red"})
    lent = len(account.cloud.sts._sessions)

    exchanged = words(
        lambda: account.credentials(
            {"cognito-identity.amazonaws.com": made["Token"]}, identity=made["IdentityId"]
        )
    )
    assumed = words(lambda: account.assume(account.roles["authenticated"], made["Token"]))

    assert exchanged[0] == MISCONFIGURED
    assert assumed[0] == "InvalidIdentityToken"
    assert len(account.cloud.sts._sessions) == lent


def test_a_claim_with_members_becomes_json_text(account: WholeAccount):
    """A user's address is an object in the token, and Python's spelling of it is nobody's."""
    account.counter.set_principal_tag_attribute_map(
        IdentityPoolId=account.pool_id,
        IdentityProviderName=account.user_pool,
        PrincipalTags={"address": "address"},
    )
    logins = {account.user_pool: account.made_up(address={"formatted": "Main Street 1"})}

    session = account.cloud.sts.session(account.credentials(logins)["AccessKeyId"])

    assert session is not None
    tag = session.caller.context["aws:PrincipalTag/address"]
    assert tag == '{"formatted":"Main Street 1"}'


# --- role mappings --------------------------------------------------------------------------------


def role_of(account: WholeAccount, claims: dict[str, Any], **more: Any) -> str:
    """The name of the role that a user with these claims gets."""
    credentials = account.credentials({account.user_pool: account.made_up(**claims)}, **more)
    session = cognito_lab.boto3_session(account.cloud, credentials)
    arn: str = session.client("sts").get_caller_identity()["Arn"]
    return arn.split("/")[1]


@pytest.mark.parametrize(
    "roles",
    [
        pytest.param(5, id="a number"),
        pytest.param({"a": "b"}, id="an object"),
        pytest.param(None, id="absent"),
        pytest.param([5, None], id="a list of no texts"),
        pytest.param(True, id="true"),
    ],
)
def test_a_roles_claim_of_another_type_offers_nothing(account: WholeAccount, roles: Any):
    """Any provider may be mapped by token, and any claim may be in it."""
    account.map_roles(
        f"{account.user_pool}:{account.client_id}", Type="Token", AmbiguousRoleResolution="Deny"
    )
    wanted = account.roles["authenticated"]

    code, _ = words(lambda: role_of(account, {"cognito:roles": roles}, CustomRoleArn=wanted))

    assert code == NOT_AUTHORIZED


def test_a_text_of_roles_may_have_spaces(account: WholeAccount):
    """The guide calls cognito:roles a comma-separated text; spaces in it do not matter."""
    account.map_roles(
        f"{account.user_pool}:{account.client_id}", Type="Token", AmbiguousRoleResolution="Deny"
    )
    second = account.role("second", trust_of(account.pool_id, "authenticated"))
    roles = f"{account.roles['authenticated']}, {second}"

    assert role_of(account, {"cognito:roles": roles}, CustomRoleArn=second) == "second"


def test_an_empty_preferred_role_is_none(account: WholeAccount):
    """The mapping's resolution decides, as it does without the claim."""
    key = f"{account.user_pool}:{account.client_id}"
    account.map_roles(key, Type="Token", AmbiguousRoleResolution="Deny")

    code, message = words(lambda: role_of(account, {"cognito:preferred_role": ""}))

    assert code == NOT_AUTHORIZED
    assert message == f"The ambiguous role mapping rules for: {key} denied this request."


@pytest.mark.parametrize("first", ["admins", "adm", "staff"])
def test_a_further_group_takes_no_match_away(account: WholeAccount, first: str):
    """Whatever Contains asks of a list, a list of one is asked the same."""
    second = account.role("second", trust_of(account.pool_id, "authenticated"))
    rule = {"Claim": "cognito:groups", "MatchType": "Contains", "Value": "adm", "RoleARN": second}
    account.map_roles(
        f"{account.user_pool}:{account.client_id}",
        Type="Rules",
        AmbiguousRoleResolution="AuthenticatedRole",
        RulesConfiguration={"Rules": [rule]},
    )

    alone = role_of(account, {"cognito:groups": [first]})

    assert role_of(account, {"cognito:groups": [first, "others"]}) == alone


# --- STS ------------------------------------------------------------------------------------------


def test_ten_managed_session_policies_and_no_more(account: WholeAccount):
    """An eleventh is refused by both ways into a role."""
    arns = [{"arn": ADMINISTRATOR_ACCESS}] * 11
    token = account.voucher()["Token"]
    worker = account.session()  # has made a role that the administrator may assume
    role = f"arn:aws:iam::{ACCOUNT_ID}:role/worker"
    lent = len(account.cloud.sts._sessions)

    by_token = refusal(
        lambda: account.assume(account.roles["authenticated"], token, PolicyArns=arns)
    )
    by_signature = refusal(lambda: account.assume_by_user(role, PolicyArns=arns))

    assert by_token == by_signature
    assert by_token[:2] == (400, "ValidationError")
    assert len(account.cloud.sts._sessions) == lent
    assert worker.client("sts").get_caller_identity()
    assert account.assume(account.roles["authenticated"], token, PolicyArns=arns[:10])


def test_a_session_policy_without_an_arn_is_refused(account: WholeAccount):
    """boto3 leaves an empty entry out; a client of one's own may send it."""
    form = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": account.roles["authenticated"],
        "RoleSessionName": "app",
        "WebIdentityToken": account.voucher()["Token"],
        "PolicyArns.member.1.name": "x",
    }
    request = HttpRequest(
        "POST",
        "https://sts.us-east-1.amazonaws.com/",
        {"Content-Type": "application/x-www-form-urlencoded"},
        urlencode(form).encode(),
    )

    response = answer(account.cloud, request)

    assert response.status == 400
    assert b"<Code>ValidationError</Code>" in response.body
    assert account.cloud.sts._sessions == {}


# --- a refusal that comes late --------------------------------------------------------------------


def refuse_by_mapping(account: WholeAccount) -> None:
    """Somebody without a group gets nothing."""
    key = f"{account.user_pool}:{account.client_id}"
    account.map_roles(key, Type="Token", AmbiguousRoleResolution="Deny")


def refuse_by_trust(account: WholeAccount) -> None:
    """The users' role trusts another pool."""
    elsewhere = policy(trust_of("us-east-1:0-0", "authenticated"))
    account.iam.update_assume_role_policy(RoleName="users", PolicyDocument=elsewhere)


def refuse_for_want_of_a_role(account: WholeAccount) -> None:
    """The pool has no role for users."""
    guests = {"unauthenticated": account.roles["unauthenticated"]}
    account.counter.set_identity_pool_roles(IdentityPoolId=account.pool_id, Roles=guests)


@pytest.mark.parametrize("refuse", [refuse_by_mapping, refuse_by_trust, refuse_for_want_of_a_role])
@pytest.mark.parametrize("kind", ["upgrade", "link", "merge"])
def test_what_is_refused_after_the_linking_was_decided_links_nobody(
    account: WholeAccount, refuse: Any, kind: str
):
    """The guest is a guest still, and every login is where it was."""
    google, jdoe = account.login("Google"), account.login()
    guest, gina = account.identity(), account.identity(google)
    if kind == "merge":
        account.identity(jdoe)
    refuse(account)
    table, lent = account.table(), len(account.cloud.sts._sessions)

    identity, logins = (guest, jdoe) if kind == "upgrade" else (gina, google | jdoe)
    code, _ = words(lambda: account.credentials(logins, identity=identity))

    assert code in (NOT_AUTHORIZED, MISCONFIGURED)
    assert account.table() == table
    assert len(account.cloud.sts._sessions) == lent
    assert account.credentials(identity=guest)
