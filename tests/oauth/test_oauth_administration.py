"""Domains, resource servers, identity providers, and a client's OAuth settings, through boto3."""

import pytest
from oauth_world import CALLBACK, OAuthWorld

import cognito_lab

GOOGLE = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
OIDC = {
    "client_id": "x",
    "authorize_scopes": "openid",
    "oidc_issuer": "https://corp.example",
    "attributes_request_method": "GET",
}
SAML = {"MetadataURL": "https://idp.example.com/metadata"}


class Refused:
    """Asserts that a block raises one AWS error, by code and a part of its message."""

    def __init__(self, world: OAuthWorld, code: str, text: str | None = None) -> None:
        self.raises = pytest.raises(world.idp.exceptions.ClientError, match=text)
        self.code = code

    def __enter__(self):
        self.caught = self.raises.__enter__()

    def __exit__(self, *found):
        swallowed = self.raises.__exit__(*found)
        assert self.caught.value.response["Error"]["Code"] == self.code
        return swallowed


# --- domains --------------------------------------------------------------------------------------


def test_a_domain_describes_its_pool(world):
    """And the pool names its domain."""
    found = world.idp.describe_user_pool_domain(Domain="people")["DomainDescription"]

    assert found["UserPoolId"] == world.pool_id
    assert (found["Domain"], found["Status"]) == ("people", "ACTIVE")
    assert (found["AWSAccountId"], found["ManagedLoginVersion"]) == ("123456789012", 1)
    pool = world.idp.describe_user_pool(UserPoolId=world.pool_id)["UserPool"]
    assert pool["Domain"] == "people"


def test_an_unknown_domain_is_described_as_nothing(world):
    """No error: an empty description."""
    assert world.idp.describe_user_pool_domain(Domain="nobody")["DomainDescription"] == {}


@pytest.mark.parametrize(
    "prefix",
    ["People", "-people", "people-", "a.b", "p" * 64, "a_b"],
)
def test_a_prefix_has_the_form_of_a_host_s_label(world, prefix):
    """The service checks the pattern, as botocore does not."""
    pool = world.idp.create_user_pool(PoolName="others")["UserPool"]["Id"]

    with Refused(world, "InvalidParameterException", "validation error"):
        world.idp.create_user_pool_domain(Domain=prefix, UserPoolId=pool)


def test_a_prefix_belongs_to_one_pool_and_a_pool_has_one(world):
    """Neither is given twice."""
    other = world.idp.create_user_pool(PoolName="others")["UserPool"]["Id"]

    with Refused(world, "InvalidParameterException", "already associated with another"):
        world.idp.create_user_pool_domain(Domain="people", UserPoolId=other)
    with Refused(world, "InvalidParameterException", "already has a domain"):
        world.idp.create_user_pool_domain(Domain="second", UserPoolId=world.pool_id)
    with Refused(world, "InvalidParameterException", "ManagedLoginVersion"):
        world.idp.create_user_pool_domain(Domain="second", UserPoolId=other, ManagedLoginVersion=3)

    assert world.idp.describe_user_pool_domain(Domain="second")["DomainDescription"] == {}


def test_a_domain_goes_before_its_pool(world):
    """DeleteUserPool refuses as long as there is one; then the prefix is free again."""
    with Refused(world, "InvalidParameterException", "has a domain configured"):
        world.idp.delete_user_pool(UserPoolId=world.pool_id)
    other = world.idp.create_user_pool(PoolName="others")["UserPool"]["Id"]
    with Refused(world, "InvalidParameterException"):
        world.idp.delete_user_pool_domain(Domain="people", UserPoolId=other)

    world.idp.delete_user_pool_domain(Domain="people", UserPoolId=world.pool_id)
    world.idp.delete_user_pool(UserPoolId=world.pool_id)

    world.idp.create_user_pool_domain(Domain="people", UserPoolId=other, ManagedLoginVersion=2)


def test_a_domain_of_one_s_own_is_left_out_and_said(world):
    """It would need a certificate."""
    arn = "arn:aws:acm:us-east-1:123456789012:certificate/x"
    with pytest.raises(cognito_lab.NotSimulated, match="prefix alone"):
        world.idp.create_user_pool_domain(
            Domain="auth", UserPoolId=world.pool_id, CustomDomainConfig={"CertificateArn": arn}
        )


# --- resource servers -----------------------------------------------------------------------------


def test_a_resource_server_is_described_and_listed_as_it_was_made(world):
    """With its scopes, in their order."""
    made = world.idp.create_resource_server(
        UserPoolId=world.pool_id, Identifier="https://api.example.com", Name="API"
    )["ResourceServer"]

    where = {"UserPoolId": world.pool_id, "Identifier": "https://api.example.com"}
    assert world.idp.describe_resource_server(**where)["ResourceServer"] == made
    listed = world.idp.list_resource_servers(UserPoolId=world.pool_id)["ResourceServers"]
    assert [server["Identifier"] for server in listed] == ["orders", "https://api.example.com"]
    assert [scope["ScopeName"] for scope in listed[0]["Scopes"]] == ["read", "write"]


def test_a_resource_server_s_name_is_unique(world):
    """The text names it and the pool."""
    with Refused(
        world, "InvalidParameterException", f"orders already exists in user pool {world.pool_id}"
    ):
        world.idp.create_resource_server(
            UserPoolId=world.pool_id, Identifier="orders", Name="again"
        )


def test_a_pool_has_25_resource_servers(world):
    """The quota; the list comes in pages."""
    for number in range(24):
        world.idp.create_resource_server(
            UserPoolId=world.pool_id, Identifier=f"api{number}", Name="n"
        )
    with Refused(world, "LimitExceededException"):
        world.idp.create_resource_server(UserPoolId=world.pool_id, Identifier="more", Name="n")

    pages = world.idp.get_paginator("list_resource_servers").paginate(
        UserPoolId=world.pool_id, PaginationConfig={"PageSize": 10}
    )

    assert [len(page["ResourceServers"]) for page in pages] == [10, 10, 5]


@pytest.mark.parametrize("operation", ["describe", "delete"])
def test_an_unknown_resource_server_is_not_found(world, operation):
    """For looking at and for deleting."""
    with Refused(world, "ResourceNotFoundException"):
        getattr(world.idp, f"{operation}_resource_server")(
            UserPoolId=world.pool_id, Identifier="nothing"
        )


# --- identity providers ---------------------------------------------------------------------------


def make(world, name="Corp", kind="OIDC", details=None, **more):
    """CreateIdentityProvider."""
    given = {"OIDC": OIDC, "Google": GOOGLE, "SAML": SAML}.get(kind, {})
    return world.idp.create_identity_provider(
        UserPoolId=world.pool_id,
        ProviderName=name,
        ProviderType=kind,
        ProviderDetails=given if details is None else details,
        **more,
    )["IdentityProvider"]


def test_a_provider_is_described_and_listed_as_it_was_made(world):
    """The list has no details; `username` is mapped to the subject whatever was given."""
    made = make(world, AttributeMapping={"email": "mail"}, IdpIdentifiers=["corp.example"])

    found = world.idp.describe_identity_provider(UserPoolId=world.pool_id, ProviderName="Corp")
    assert found["IdentityProvider"] == made
    assert made["AttributeMapping"] == {"email": "mail", "username": "sub"}
    assert made["IdpIdentifiers"] == ["corp.example"]
    (listed,) = world.idp.list_identity_providers(UserPoolId=world.pool_id)["Providers"]
    assert listed.keys() == {"ProviderName", "ProviderType", "LastModifiedDate", "CreationDate"}


def test_the_pool_finds_out_where_a_provider_of_the_lab_is(world):
    """It reads the discovery document, and that is on record."""
    provider = world.cloud.openid_providers.create("Corp", issuer="https://corp.example")

    made = make(world)

    assert made["ProviderDetails"]["authorize_url"] == provider.authorization_endpoint
    assert made["ProviderDetails"]["token_url"] == provider.token_endpoint
    asked = world.cloud.trace.find("GET openid-configuration")[-1]
    assert (asked.sender, asked.receiver) == ("User Pool", "Corp")


def test_a_saml_provider_is_kept(world):
    """Its configuration comes back as it was given."""
    make(world, "Saml", "SAML", AttributeMapping={"email": "mail"})

    found = world.idp.describe_identity_provider(UserPoolId=world.pool_id, ProviderName="Saml")
    assert found["IdentityProvider"]["ProviderDetails"] == SAML
    assert found["IdentityProvider"]["AttributeMapping"] == {"email": "mail"}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param({"name": "Goggle", "kind": "Google"}, "Goggle", id="a social one renamed"),
        pytest.param({"name": "Google"}, "Google", id="a stranger called Google"),
        pytest.param({"name": "COGNITO"}, "COGNITO", id="a stranger called as the pool"),
        pytest.param({"name": "_ab"}, "validation error", id="an underscore in front"),
        pytest.param({"details": {}}, "client_id", id="no details"),
        pytest.param(
            {"details": {**OIDC, "oidc_issuer": ""}}, "Missing oidc_issuer", id="no issuer"
        ),
        pytest.param(
            {"name": "Google", "kind": "Google", "details": {**OIDC}}, "client_secret", id="secret"
        ),
        pytest.param({"kind": "SAML", "details": {}}, "MetadataURL", id="no metadata"),
        pytest.param({"AttributeMapping": {"shoe": "size"}}, "shoe", id="an unknown attribute"),
        pytest.param({"AttributeMapping": {"sub": "sub"}}, "sub", id="the sub itself"),
        pytest.param({"kind": "LDAP"}, "validation error", id="an unknown type"),
    ],
)
def test_a_provider_that_cannot_work_is_refused(world, arguments, text):
    """InvalidParameterException, and nothing was made."""
    with Refused(world, "InvalidParameterException", text):
        make(world, **arguments)

    assert world.idp.list_identity_providers(UserPoolId=world.pool_id)["Providers"] == []


def test_names_and_identifiers_of_providers_are_unique(world):
    """DuplicateProviderException for both."""
    make(world, IdpIdentifiers=["corp.example"])

    with Refused(world, "DuplicateProviderException"):
        make(world)
    with Refused(world, "DuplicateProviderException"):
        make(world, "Other", IdpIdentifiers=["more", "corp.example"])


@pytest.mark.parametrize("operation", ["describe", "delete"])
def test_an_unknown_provider_is_not_found(world, operation):
    """For looking at and for deleting."""
    with Refused(world, "ResourceNotFoundException"):
        getattr(world.idp, f"{operation}_identity_provider")(
            UserPoolId=world.pool_id, ProviderName="nothing"
        )


def test_a_deleted_provider_signs_nobody_in(world):
    """The client still lists it."""
    make(world)
    client = world.make_client(SupportedIdentityProviders=["COGNITO", "Corp"])["ClientId"]
    world.idp.delete_identity_provider(UserPoolId=world.pool_id, ProviderName="Corp")

    response = world.authorize(client_id=client, identity_provider="Corp")

    assert "error=invalid_request" in response.headers["Location"]


# --- OAuth settings of a client -------------------------------------------------------------------

CODE = {"AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"]}
MACHINE = {"AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["orders/read"]}
WRONG_SETTINGS = [
    pytest.param(
        {"AllowedOAuthFlows": []}, "InvalidOAuthFlowException", "are required", id="no flow"
    ),
    pytest.param(
        {"AllowedOAuthScopes": []}, "InvalidOAuthFlowException", "are required", id="no scope"
    ),
    pytest.param(
        {**MACHINE, "AllowedOAuthFlows": ["code", "client_credentials"], "GenerateSecret": True},
        "InvalidOAuthFlowException",
        "along with",
        id="a machine and a person",
    ),
    pytest.param(MACHINE, "InvalidOAuthFlowException", "secret", id="a machine without a secret"),
    pytest.param(
        {**MACHINE, "AllowedOAuthScopes": ["openid"], "GenerateSecret": True},
        "InvalidOAuthFlowException",
        "openid is not supported with client_credentials flow",
        id="a machine with openid",
    ),
    pytest.param(
        {"AllowedOAuthScopes": ["orders/delete"]},
        "ScopeDoesNotExistException",
        "Invalid scope requested: orders/delete",
        id="an unknown scope",
    ),
    pytest.param(
        {"AllowedOAuthFlows": ["token"]},
        "InvalidParameterException",
        "enum value set",
        id="an unknown flow",
    ),
    pytest.param(
        {"SupportedIdentityProviders": ["Google"]},
        "InvalidParameterException",
        "The provider Google does not exist for User Pool",
        id="an unknown provider",
    ),
    pytest.param(
        {"DefaultRedirectURI": "https://other.example.com/"},
        "InvalidParameterException",
        "CallbackURLs",
        id="a default that is no callback",
    ),
]


@pytest.mark.parametrize("operation", ["create", "update"])
@pytest.mark.parametrize(("settings", "error", "text"), WRONG_SETTINGS)
def test_settings_that_contradict_each_other_are_refused(world, operation, settings, error, text):
    """The same for a new client and for an old one, which stays as it was."""
    before = world.idp.describe_user_pool_client(
        UserPoolId=world.pool_id, ClientId=world.client["ClientId"]
    )["UserPoolClient"]
    given = {"AllowedOAuthFlowsUserPoolClient": True, **CODE, "CallbackURLs": [CALLBACK]}
    given = {**given, **settings, "UserPoolId": world.pool_id}
    if operation == "update":
        given.pop("GenerateSecret", None)
        given["ClientId"] = before["ClientId"]
        if text in ("openid is not supported with client_credentials flow",):
            text = "secret|openid"
    else:
        given["ClientName"] = "app"

    with Refused(world, error, text):
        getattr(world.idp, f"{operation}_user_pool_client")(**given)

    after = world.idp.describe_user_pool_client(
        UserPoolId=world.pool_id, ClientId=before["ClientId"]
    )["UserPoolClient"]
    assert after == before


@pytest.mark.parametrize("member", ["CallbackURLs", "LogoutURLs"])
@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        pytest.param("https://app.example.com/callback", True, id="https"),
        pytest.param("https://app.example.com/?a=b", True, id="with a query"),
        pytest.param("http://localhost:8400/", True, id="this computer"),
        pytest.param("myapp://callback", True, id="a phone's app"),
        pytest.param("http://app.example.com/", False, id="without TLS"),
        pytest.param("http://localhost.evil.example/", False, id="looks like this computer"),
        pytest.param("https://app.example.com/#x", False, id="with a fragment"),
        pytest.param("/callback", False, id="relative"),
        pytest.param("https:///callback", False, id="no host"),
        pytest.param("callback", False, id="a word"),
    ],
)
def test_addresses_are_absolute_and_travel_inside_tls(world, member, url, is_good):
    """Http is for this computer only."""
    if is_good:
        assert world.make_client(**{member: [url]})[member] == [url]
        return
    with Refused(world, "InvalidParameterException"):
        world.make_client(**{member: [url]})


def test_a_client_without_oauth_says_so(world):
    """The API's default: the endpoints do not know it."""
    client = world.idp.create_user_pool_client(UserPoolId=world.pool_id, ClientName="plain")

    assert client["UserPoolClient"]["AllowedOAuthFlowsUserPoolClient"] is False
    assert "AllowedOAuthFlows" not in client["UserPoolClient"]
