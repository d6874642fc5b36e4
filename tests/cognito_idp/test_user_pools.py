"""Pools: what AWS fills in, what is refused, and the keys that are published."""

import pytest
from user_pool_world import make_world, refused

from cognito_lab.primitives.keys import key_id


def test_a_bare_pool_has_the_defaults_of_the_api(world):
    """CreateUserPool with a name alone fills in what the API (not the console) fills in."""
    pool = world.idp.describe_user_pool(user_pool_id=world.pool_id)["UserPool"]

    assert pool["Policies"]["PasswordPolicy"] == {
        "MinimumLength": 8,
        "RequireUppercase": True,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "TemporaryPasswordValidityDays": 7,
    }
    assert pool["Policies"]["SignInPolicy"] == {"AllowedFirstAuthFactors": ["PASSWORD"]}
    assert pool["MfaConfiguration"] == "OFF"
    assert pool["UserPoolTier"] == "ESSENTIALS"
    assert pool["UsernameConfiguration"] == {"CaseSensitive": True}
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is False
    assert pool["Arn"] == f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{world.pool_id}"
    assert "AutoVerifiedAttributes" not in pool


def test_a_schema_has_twenty_standard_attributes(world):
    """`sub` is required and immutable; the others are optional and mutable."""
    pool = world.idp.describe_user_pool(user_pool_id=world.pool_id)["UserPool"]
    attributes = {a["Name"]: a for a in pool["SchemaAttributes"]}

    assert len(attributes) == 20
    assert (attributes["sub"]["Required"], attributes["sub"]["Mutable"]) == (True, False)
    assert attributes["birthdate"]["StringAttributeConstraints"] == {
        "MinLength": "10",
        "MaxLength": "10",
    }
    assert attributes["updated_at"]["NumberAttributeConstraints"] == {"MinValue": "0"}
    assert attributes["email_verified"]["AttributeDataType"] == "Boolean"


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        pytest.param(
            {"Name": "role", "AttributeDataType": "String", "Required": True},
            "Required custom attributes are not supported currently.",
            id="a custom attribute that is required",
        ),
        pytest.param(
            {"Name": "email", "AttributeDataType": "Number"},
            "You can not change AttributeDataType or set developerOnlyAttribute for standard "
            "schema attribute email",
            id="a standard attribute of another type",
        ),
        pytest.param(
            {
                "Name": "role",
                "AttributeDataType": "String",
                "StringAttributeConstraints": {"MinLength": "9", "MaxLength": "3"},
            },
            "user.role: Max length cannot be less than min length.",
            id="lengths the wrong way round",
        ),
        pytest.param(
            {
                "Name": "role",
                "AttributeDataType": "String",
                "StringAttributeConstraints": {"MaxLength": "2049"},
            },
            "user.role: String attributes cannot have a length of more than 2048",
            id="too long",
        ),
        pytest.param(
            {
                "Name": "role",
                "AttributeDataType": "String",
                "StringAttributeConstraints": {"MaxLength": "long"},
            },
            None,
            id="a length that is no number",
        ),
        pytest.param({"AttributeDataType": "String"}, None, id="no name"),
    ],
)
def test_a_schema_that_cannot_be_is_refused_and_makes_no_pool(definition, message, world):
    """A definition that contradicts itself is refused in AWS's words."""
    with refused("InvalidParameterException", message):
        world.idp.create_user_pool(pool_name="odd", schema=[definition])

    assert len(world.idp.list_user_pools(max_results=60)["UserPools"]) == 1


def test_a_pool_publishes_two_keys_under_its_issuer(world):
    """The JWKS has the ID key and the access key, with kids derived from the issuer."""
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{world.pool_id}"

    published = world.published_keys.fetch(issuer)

    assert [key["kid"] for key in published["keys"]] == [key_id(issuer, 4), key_id(issuer, 5)]
    assert {frozenset(key) for key in published["keys"]} == {
        frozenset({"alg", "e", "kid", "kty", "n", "use"})
    }
    assert published == world.idp.jwks(world.pool_id)


def test_discovery_names_the_issuer_and_where_its_keys_are(world):
    """The discovery document points to the JWKS, on the cognito-idp host."""
    document = world.idp.discovery(world.pool_id)

    assert document["issuer"].endswith(f".amazonaws.com/{world.pool_id}")
    assert document["jwks_uri"] == document["issuer"] + "/.well-known/jwks.json"
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]


def test_an_unknown_pool_has_neither_keys_nor_description(world):
    """Operations say so in AWS's words; the plain functions raise LookupError."""
    with refused("ResourceNotFoundException", "User pool us-east-1_Missing00 does not exist."):
        world.idp.describe_user_pool(user_pool_id="us-east-1_Missing00")
    for ask in (world.idp.jwks, world.idp.discovery):
        with pytest.raises(LookupError, match="us-east-1_Missing00"):
            ask("us-east-1_Missing00")


def test_a_deleted_pool_is_gone_with_its_clients_and_keys(world):
    """Nobody can sign in, and nobody can fetch the keys any more."""
    world.idp.delete_user_pool(user_pool_id=world.pool_id)

    with refused(
        "ResourceNotFoundException", f"User pool client {world.client_id} does not exist."
    ):
        world.sign_in()
    assert not world.published_keys.knows(
        f"https://cognito-idp.us-east-1.amazonaws.com/{world.pool_id}"
    )


def test_a_protected_pool_cannot_be_deleted():
    """Deletion protection must be switched off first."""
    world = make_world(pool={"deletion_protection": "ACTIVE"})

    with refused(
        "InvalidParameterException",
        "The user pool cannot be deleted because deletion protection is activated. "
        "Deletion protection must be inactivated first.",
    ):
        world.idp.delete_user_pool(user_pool_id=world.pool_id)

    assert world.idp.describe_user_pool(user_pool_id=world.pool_id)


def test_pools_are_listed_page_by_page(world):
    """Each page says where the next begins, and the last says nothing."""
    for name in ("second", "third"):
        world.idp.create_user_pool(pool_name=name)

    first = world.idp.list_user_pools(max_results=2)
    second = world.idp.list_user_pools(max_results=2, next_token=first["NextToken"])

    names = [pool["Name"] for page in (first, second) for pool in page["UserPools"]]
    assert names == ["people", "second", "third"]
    assert "NextToken" not in second


def test_a_setting_that_no_pool_has_is_a_python_error(world):
    """A misspelled keyword of the core is caught, not stored."""
    with pytest.raises(TypeError, match="policy"):
        world.idp.create_user_pool(pool_name="odd", policy={})
