"""Fact sheet §1: identity pools, their ids, limits and settings, through boto3."""

from __future__ import annotations

import re
from typing import Any

import pytest
from whole_account import (
    ACCOUNT_ID,
    CONTOSO,
    DEVELOPER,
    GOOGLE,
    WholeAccount,
    refusal,
    words,
)

GUID_ID = re.compile(r"us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEW = {"IdentityPoolName": "new", "AllowUnauthenticatedIdentities": True}


def updated(account: WholeAccount, **settings: Any) -> dict[str, Any]:
    """UpdateIdentityPool with only these settings; its answer."""
    answer: dict[str, Any] = account.counter.update_identity_pool(
        IdentityPoolId=account.pool_id, **{**NEW, **settings}
    )
    return answer


def test_pool_and_identity_ids_have_one_shape(account: WholeAccount):
    """A region, a colon, a lowercase GUID: nothing tells a pool's id from an identity's."""
    identity_id = account.identity()

    assert GUID_ID.fullmatch(account.pool_id)
    assert GUID_ID.fullmatch(identity_id)
    assert len(account.pool_id) == len(identity_id) == 46


@pytest.mark.parametrize("pool_id", ["", "no-colon", "us-east-1:UPPER", "us-east-1:" + "0" * 46])
def test_an_id_of_another_shape_is_a_validation_error(account: WholeAccount, pool_id: str):
    """The server checks the pattern and the 55 characters that boto3 lets through."""
    if not pool_id:  # boto3 itself stops an empty one
        with pytest.raises(Exception, match="Invalid length for parameter IdentityPoolId"):
            account.public.get_id(IdentityPoolId=pool_id)
        return
    code, message = words(lambda: account.public.get_id(IdentityPoolId=pool_id))

    assert code == "ValidationException"
    assert message.startswith("1 validation error detected: Value")


def test_a_pool_has_an_arn(account: WholeAccount):
    """Tags are kept under the pool's ARN, whose region and account are the lab's."""
    arn = f"arn:aws:cognito-identity:us-east-1:{ACCOUNT_ID}:identitypool/{account.pool_id}"

    account.counter.tag_resource(ResourceArn=arn, Tags={"team": "a"})

    assert account.counter.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "a"}


@pytest.mark.parametrize(
    ("name", "good"),
    [
        pytest.param("My pool_1=+,.@-", True, id="all kinds of characters"),
        pytest.param("x" * 128, True, id="128 characters"),
        pytest.param("x" * 129, False, id="129 characters"),
        pytest.param("a/b", False, id="a slash"),
    ],
)
def test_a_pools_name_has_a_pattern(account: WholeAccount, name: str, good: bool):
    """1 to 128 word characters, white space and some signs."""
    if good:
        assert updated(account, IdentityPoolName=name)["IdentityPoolName"] == name
    else:
        assert words(lambda: updated(account, IdentityPoolName=name))[0] == "ValidationException"


@pytest.mark.parametrize(
    "logins",
    [
        pytest.param({f"p{n}": "t" for n in range(11)}, id="eleven logins"),
        pytest.param({"p": "t" * 50_001}, id="a token of 50,001 characters"),
        pytest.param({"p" * 129: "t"}, id="a key of 129 characters"),
    ],
)
def test_logins_have_limits(account: WholeAccount, logins: dict[str, str]):
    """At most 10 entries, 50,000 characters a token, 128 a key: the server refuses more."""
    code, _ = words(lambda: account.identity(logins))

    assert code == "ValidationException"
    assert account.table() == []


def test_the_documented_quotas_hold(account: WholeAccount):
    """50 user-pool providers, 25 rules a provider, 10 providers with a mapping; no more."""
    listed = [{"ProviderName": account.user_pool, "ClientId": f"c{n}"} for n in range(51)]
    role = account.roles["authenticated"]
    rule = {"Claim": "sub", "MatchType": "Equals", "Value": "x", "RoleARN": role}

    def mapping(rules: int) -> dict[str, Any]:
        return {
            "Type": "Rules",
            "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": {"Rules": [rule] * rules},
        }

    def set_mappings(mappings: dict[str, Any]) -> None:
        account.counter.set_identity_pool_roles(
            IdentityPoolId=account.pool_id, Roles=account.roles, RoleMappings=mappings
        )

    assert updated(account, CognitoIdentityProviders=listed[:50])
    assert words(lambda: updated(account, CognitoIdentityProviders=listed))[0] == (
        "LimitExceededException"
    )
    key = f"{account.user_pool}:c1"
    set_mappings({key: mapping(25)})
    assert words(lambda: set_mappings({key: mapping(26)}))[0] == "InvalidParameterException"
    eleven = {f"{account.user_pool}:c{n}": mapping(1) for n in range(11)}
    assert words(lambda: set_mappings(eleven))[0] == "ValidationException"


def test_an_account_has_a_thousand_pools_at_most(account: WholeAccount):
    """The 1001st pool is refused."""
    for _ in range(999):
        account.cloud.cognito_identity.create_identity_pool(
            identity_pool_name="x", allow_unauthenticated_identities=False
        )

    status, code, _ = refusal(lambda: account.counter.create_identity_pool(**NEW))

    assert (status, code) == (400, "LimitExceededException")


def test_pages_hold_sixty_at_most(account: WholeAccount):
    """MaxResults is 1 to 60: 61 reaches the server and is refused there, 0 is not even sent."""
    lists = (
        lambda n: account.counter.list_identity_pools(MaxResults=n),
        lambda n: account.counter.list_identities(IdentityPoolId=account.pool_id, MaxResults=n),
    )

    for ask in lists:
        assert ask(60)
        assert words(lambda ask=ask: ask(61))[0] == "ValidationException"
        with pytest.raises(Exception, match="valid min value: 1"):
            ask(0)


def test_an_update_replaces_everything(account: WholeAccount):
    """What UpdateIdentityPool leaves out goes back to its default."""
    answer = updated(account)

    shown = account.counter.describe_identity_pool(IdentityPoolId=account.pool_id)
    left = {"IdentityPoolId", "IdentityPoolName", "AllowUnauthenticatedIdentities"}
    for pool in (answer, shown):
        members = pool.keys() - {"ResponseMetadata", "IdentityPoolTags", "DeveloperProviderName"}
        assert members == left


@pytest.mark.parametrize(
    ("setting", "works"),
    [
        pytest.param(True, True, id="true"),
        pytest.param(None, True, id="absent"),
        pytest.param(False, False, id="false"),
    ],
)
def test_allow_classic_flow_has_three_values(setting: bool | None, works: bool):
    """Absent is not false: the classic flow works, and the answer does not show the setting."""
    account = WholeAccount(AllowClassicFlow=setting)
    pool = account.counter.describe_identity_pool(IdentityPoolId=account.pool_id)
    guest = account.identity()

    assert pool.get("AllowClassicFlow", None) is setting
    if works:
        assert account.public.get_open_id_token(IdentityId=guest)["Token"]
    else:
        assert words(lambda: account.public.get_open_id_token(IdentityId=guest)) == (
            "InvalidParameterException",
            "Basic (classic) flow is not enabled, please use enhanced flow.",
        )


def test_guests_can_be_switched_off():
    """With AllowUnauthenticatedIdentities=false nobody comes in without a login."""
    account = WholeAccount(AllowUnauthenticatedIdentities=False)

    assert words(account.identity) == (
        "NotAuthorizedException",
        "Unauthenticated access is not supported for this identity pool.",
    )


def test_a_user_pool_is_listed_once_for_each_app_client(account: WholeAccount):
    """Two clients of a pool are two entries without a scheme, and tokens of both pass."""
    other = account.people.create_user_pool_client(
        UserPoolId=account.user_pool_id, ClientName="second"
    )["UserPoolClient"]["ClientId"]
    listed = [
        {"ProviderName": account.user_pool, "ClientId": client}
        for client in (account.client_id, other)
    ]

    updated(account, CognitoIdentityProviders=listed)

    for client in (account.client_id, other):
        assert account.identity({account.user_pool: account.made_up(aud=client)})


def test_login_providers_are_ten_at_most(account: WholeAccount):
    """SupportedLoginProviders keeps ten; Twitter's value is two keys with a semicolon."""
    names = {"api.twitter.com": "consumerKey;consumerSecret"}
    names |= {f"provider{n}.example": "app" for n in range(10)}
    ten = dict(list(names.items())[:10])

    assert updated(account, SupportedLoginProviders=ten)["SupportedLoginProviders"] == ten
    too_many = words(lambda: updated(account, SupportedLoginProviders=names))
    assert too_many[0] == "ValidationException"


def test_providers_in_iam_are_kept_by_arn(account: WholeAccount):
    """OpenID Connect and SAML providers are listed by their ARNs."""
    saml = f"arn:aws:iam::{ACCOUNT_ID}:saml-provider/corp"

    answer = updated(
        account, OpenIdConnectProviderARNs=[account.contoso_arn], SamlProviderARNs=[saml]
    )

    assert answer["OpenIdConnectProviderARNs"] == [account.contoso_arn]
    assert answer["SamlProviderARNs"] == [saml]


def test_a_developer_name_is_kept_for_ever(account: WholeAccount):
    """Once set, the name cannot be changed, nor taken off by leaving it out."""
    code, _ = words(lambda: updated(account, DeveloperProviderName="another.name"))
    kept = updated(account)

    assert code == "InvalidParameterException"
    assert kept["DeveloperProviderName"] == DEVELOPER
    for wrong in ("a b", "x" * 129):
        new = {**NEW, "DeveloperProviderName": wrong}
        refused = words(lambda new=new: account.counter.create_identity_pool(**new))
        assert refused[0] == "ValidationException"


def test_a_pool_has_tags(account: WholeAccount):
    """At most 50, a key of 128 and a value of 256 characters."""
    good = {f"k{n}": "v" * 256 for n in range(50)}

    made = account.counter.create_identity_pool(**NEW, IdentityPoolTags=good)

    assert made["IdentityPoolTags"] == good
    arn = f"arn:aws:cognito-identity:us-east-1:{ACCOUNT_ID}:identitypool/{made['IdentityPoolId']}"
    for wrong in ({"one": "too many"}, {"k" * 129: "v"}, {"k1": "v" * 257}):
        attempt = words(lambda w=wrong: account.counter.tag_resource(ResourceArn=arn, Tags=w))
        assert attempt[0] in ("InvalidParameterException", "ValidationException")


# --- the names of providers -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["user pool", "Google", "Contoso"])
def test_each_provider_has_its_key(account: WholeAccount, kind: str):
    """A login is accepted under the issuer's name without the scheme, and listed by it."""
    login = account.login(kind)

    account.credentials(login)

    names = {"user pool": account.user_pool, "Google": GOOGLE, "Contoso": CONTOSO}
    assert [row["Logins"] for row in account.table()] == [[names[kind]]]


def test_a_user_pool_wants_the_id_token(account: WholeAccount):
    """The access token is not accepted in place of the ID token."""
    access_token = account.sign_in()["AccessToken"]

    assert words(lambda: account.identity({account.user_pool: access_token})) == (
        "NotAuthorizedException",
        "Invalid login token. Missing a required claim: aud",
    )


@pytest.mark.parametrize("with_client", [True, False], ids=["with the client", "plain"])
def test_principal_tag_maps_take_both_names_of_a_user_pool(
    account: WholeAccount, with_client: bool
):
    """A map for a user pool may be named with or without the app client; its tags are the same."""
    key = f"{account.user_pool}:{account.client_id}" if with_client else account.user_pool
    account.counter.set_principal_tag_attribute_map(
        IdentityPoolId=account.pool_id,
        IdentityProviderName=key,
        UseDefaults=False,
        PrincipalTags={"mail": "email"},
    )

    account.credentials(account.login())

    (lent,) = account.cloud.trace.find("AssumeRoleWithWebIdentity")
    assert "jdoe@example.com" in str(lent.request)


@pytest.mark.parametrize(
    "name", ["graph.facebook.com", "www.amazon.com", "appleid.apple.com", "api.twitter.com"]
)
def test_providers_that_the_lab_lacks_are_kept_and_said_to_be_lacking(
    account: WholeAccount, name: str
):
    """Their app ids are settings like others; a login with them is refused by the lab, openly."""
    import cognito_lab

    updated(account, SupportedLoginProviders={name: "app"})

    with pytest.raises(cognito_lab.NotSimulated, match=name):
        account.identity({name: "token"})


def test_a_developer_name_is_a_key_for_the_back_end_only(account: WholeAccount):
    """The back end vouches under it; the public may not use it."""
    assert account.voucher("user-1")["IdentityId"]

    assert words(lambda: account.identity({DEVELOPER: "user-1"})) == (
        "InvalidParameterException",
        "Please provide a valid public provider.",
    )
