"""AdminLinkProviderForUser and its opposite: whose account elsewhere is which user's."""

import json

import pytest
from federation_world import GINA, FederationWorld
from oauth_world import carried

import cognito_lab


@pytest.fixture
def world() -> FederationWorld:
    """A pool with Google and Contoso as providers, and a local user jdoe."""
    world = FederationWorld()
    world.add_user(email="jdoe@example.com", email_verified="true")
    return world


def link(world, subject, *, provider="Google", username="jdoe", attribute="Cognito_Subject"):
    """AdminLinkProviderForUser."""
    return world.idp.admin_link_provider_for_user(
        UserPoolId=world.pool_id,
        DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": username},
        SourceUser={
            "ProviderName": provider,
            "ProviderAttributeName": attribute,
            "ProviderAttributeValue": subject,
        },
    )


def unlink(world, subject, *, provider="Google"):
    """AdminDisableProviderForUser."""
    return world.idp.admin_disable_provider_for_user(
        UserPoolId=world.pool_id,
        User={
            "ProviderName": provider,
            "ProviderAttributeName": "Cognito_Subject",
            "ProviderAttributeValue": subject,
        },
    )


def test_a_linked_account_signs_in_as_the_local_user(world):
    """Tokens carry the local name and sub; identities say where the sign-in came from."""
    sub = world.user("jdoe")["attributes"]["sub"]
    link(world, world.gina)

    tokens = world.tokens_from(world.sign_in_elsewhere())

    id_ = world.claims(tokens["id_token"])
    assert (id_["sub"], id_["cognito:username"]) == (sub, "jdoe")
    assert [(i["providerName"], i["primary"]) for i in id_["identities"]] == [("Google", "false")]
    assert "cognito:groups" not in id_
    assert world.usernames == ["jdoe"]
    assert world.user("jdoe")["UserStatus"] == "CONFIRMED"


def test_a_linked_user_still_has_the_local_password(world):
    """Both ways lead to one user; the local one shows the identities too."""
    link(world, world.gina)

    claims = world.claims(world.tokens()["id_token"])

    assert claims["cognito:username"] == "jdoe"
    assert claims["identities"][0]["userId"] == world.gina


def test_a_link_writes_the_mapped_attributes_of_the_local_user(world):
    """A changed address is no longer verified."""
    link(world, world.gina)

    world.sign_in_elsewhere()

    attributes = world.user("jdoe")["attributes"]
    assert (attributes["email"], attributes["email_verified"]) == (GINA, "false")


def test_a_link_must_come_before_the_first_sign_in(world):
    """AWS does not merge: the account is a user of its own already."""
    world.sign_in_elsewhere()

    with pytest.raises(world.idp.exceptions.InvalidParameterException, match="Merging is not"):
        link(world, world.gina)

    assert "identities" not in world.user("jdoe")["attributes"]


def test_an_account_is_linked_to_one_user_only(world):
    """Not even twice to the same."""
    world.add_user("other")
    link(world, world.gina)

    for username in ("other", "jdoe"):
        with pytest.raises(world.idp.exceptions.InvalidParameterException, match="Merging"):
            link(world, world.gina, username=username)


def test_a_user_has_five_links_at_most(world):
    """The sixth is refused, and the five stay."""
    for number in range(5):
        link(world, f"{number}", provider="Contoso")

    with pytest.raises(world.idp.exceptions.LimitExceededException):
        link(world, "6", provider="Contoso")

    assert len(json.loads(world.user("jdoe")["attributes"]["identities"])) == 5


def test_somebody_from_elsewhere_can_have_links_too(world):
    """The destination may be named by provider and subject."""
    world.sign_in_elsewhere()
    ana = world.contoso.add_user("ana@contoso.example", "pw")
    world.idp.admin_link_provider_for_user(
        UserPoolId=world.pool_id,
        DestinationUser={"ProviderName": "Google", "ProviderAttributeValue": world.gina},
        SourceUser={
            "ProviderName": "Contoso",
            "ProviderAttributeName": "Cognito_Subject",
            "ProviderAttributeValue": ana,
        },
    )

    tokens = world.tokens_from(world.sign_in_elsewhere("Contoso", "ana@contoso.example", "pw"))

    claims = world.claims(tokens["id_token"])
    assert claims["cognito:username"] == f"Google_{world.gina}"
    assert [identity["primary"] for identity in claims["identities"]] == ["true", "false"]


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        pytest.param({"username": "nobody"}, "UserNotFoundException", "exist", id="no such user"),
        pytest.param({"provider": "Nope"}, "ResourceNotFoundException", "Nope", id="no provider"),
        pytest.param(
            {"provider": "Cognito"}, "InvalidParameterException", "Invalid SourceUser", id="local"
        ),
        pytest.param(
            {"attribute": "email"}, "InvalidParameterException", "email", id="Google by address"
        ),
        pytest.param(
            {"attribute": ""}, "InvalidParameterException", "ProviderAttributeName", id="by nothing"
        ),
    ],
)
def test_a_wrong_link_is_refused(world, arguments, error, text):
    """Each with its own error, and nothing changed."""
    with pytest.raises(world.idp.exceptions.ClientError, match=text) as refused:
        link(world, world.gina, **arguments)

    assert refused.value.response["Error"]["Code"] == error
    assert "identities" not in world.user("jdoe")["attributes"]


def test_links_by_other_claims_are_left_out_and_said(world):
    """For OIDC and SAML providers AWS has them."""
    with pytest.raises(cognito_lab.NotSimulated, match="Cognito_Subject only, not by email"):
        link(world, GINA, provider="Contoso", attribute="email")


def test_a_link_can_be_taken_away(world):
    """The next sign-in makes a user of its own."""
    link(world, world.gina)
    world.sign_in_elsewhere()

    unlink(world, world.gina)

    assert "identities" not in world.user("jdoe")["attributes"]
    claims = world.claims(world.tokens_from(world.sign_in_elsewhere())["id_token"])
    assert claims["cognito:username"] == f"Google_{world.gina}"


def test_only_the_one_link_is_taken_away(world):
    """The same subject at another provider stays."""
    link(world, "7", provider="Google")
    link(world, "7", provider="Contoso")

    unlink(world, "7", provider="Google")

    identities = json.loads(world.user("jdoe")["attributes"]["identities"])
    assert [identity["providerName"] for identity in identities] == ["Contoso"]


def test_a_link_that_is_not_there_cannot_be_taken_away(world):
    """Nobody has the account."""
    with pytest.raises(world.idp.exceptions.UserNotFoundException):
        unlink(world, world.gina)


def test_disabling_a_user_s_own_origin_is_left_out_and_said(world):
    """Neither for who came from a provider, nor for a local user."""
    world.sign_in_elsewhere()

    for provider, subject in (("Google", world.gina), ("Cognito", "jdoe")):
        with pytest.raises(cognito_lab.NotSimulated, match="links only"):
            unlink(world, subject, provider=provider)


def test_a_deleted_user_s_links_are_gone(world):
    """The account can be linked anew."""
    link(world, world.gina)
    world.idp.admin_delete_user(UserPoolId=world.pool_id, Username="jdoe")
    world.add_user("second")

    link(world, world.gina, username="second")

    tokens = world.tokens_from(world.sign_in_elsewhere())
    assert world.claims(tokens["id_token"])["cognito:username"] == "second"


def test_a_linked_user_does_not_take_another_one_s_address():
    """Where addresses are aliases, the mapped one may be somebody's already."""
    world = FederationWorld(
        pool={"AliasAttributes": ["email"]},
        mapping={"email": "email", "email_verified": "email_verified"},
    )
    world.add_user(email="jdoe@example.com")
    world.add_user("rival", email=GINA, email_verified="true")
    link(world, world.gina)

    result = carried(world.sign_in_elsewhere())

    assert result["error"] == "invalid_request"
    assert "already exists" in result["error_description"]
    assert world.user("jdoe")["attributes"]["email"] == "jdoe@example.com"
