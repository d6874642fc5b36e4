"""The ladder of roles: which rung decides, and what a refusal says."""

from typing import Any

import pytest
from identity_world import CLIENT, GOOGLE, JDOE, USER_POOL, World, trust

from cognito_lab.primitives.errors import AwsError

KEY = f"{USER_POOL}:{CLIENT}"


def role(world: World, name: str) -> str:
    """A role that trusts the pool's users."""
    return world.roles.get(name) or world.make_role(name, trust(world.pool_id))


def map_roles(world: World, key: str = KEY, **mapping: Any) -> None:
    """Replace the mappings by one; the default roles stay."""
    world.service.set_identity_pool_roles(
        identity_pool_id=world.pool_id,
        roles={"authenticated": role(world, "users")},
        role_mappings={key: {"AmbiguousRoleResolution": "Deny", **mapping}},
    )


def rule(world: World, claim: str, match: str, value: str, name: str) -> dict[str, str]:
    """One mapping rule."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": role(world, name)}


def role_given(world: World, claims: dict[str, Any], **more: Any) -> str:
    """Sign jdoe in with these claims, exchange, and say which role it was."""
    logins = {USER_POOL: world.user_pool.token(JDOE, **claims)}
    answer = world.credentials_of(world.identity_of(logins), logins, **more)
    role_arn: str = world.caller_of(answer["Credentials"]).role_arn
    return role_arn.rpartition("/")[2]


@pytest.mark.parametrize(
    ("claims", "resolution", "expected"),
    [
        pytest.param({"cognito:preferred_role": "editors"}, "Deny", "editors", id="preferred role"),
        pytest.param(
            {"cognito:preferred_role": "editors", "cognito:roles": ["editors", "admins"]},
            "Deny",
            "editors",
            id="preferred among several",
        ),
        pytest.param({"cognito:roles": ["editors"]}, "Deny", None, id="roles without preferred"),
        pytest.param({}, "Deny", None, id="no group at all"),
        pytest.param({}, "AuthenticatedRole", "users", id="no group, default allowed"),
        pytest.param(
            {"cognito:roles": ["editors", "admins"]},
            "AuthenticatedRole",
            "users",
            id="a tie, default allowed",
        ),
    ],
)
def test_mapping_by_token(
    world: World, claims: dict[str, Any], resolution: str, expected: str | None
) -> None:
    """The token's preferred role decides; without one the pool's resolution does."""
    for name in ("editors", "admins"):
        role(world, name)
    map_roles(world, Type="Token", AmbiguousRoleResolution=resolution)
    arns: dict[str, Any] = {
        claim: [world.roles[name] for name in names]
        if isinstance(names, list)
        else world.roles[names]
        for claim, names in claims.items()
    }

    if expected is not None:
        assert role_given(world, arns) == expected
        return
    with pytest.raises(AwsError) as caught:
        role_given(world, arns)
    assert caught.value.code == "NotAuthorizedException"
    assert caught.value.message == (
        f"The ambiguous role mapping rules for: {KEY} denied this request."
    )


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param({"custom:team": "red"}, "red", id="equals"),
        pytest.param({"custom:team": "reddish"}, "default", id="equals is not a prefix"),
        pytest.param({"custom:team": "blue"}, "blue", id="a later rule"),
        pytest.param({"custom:team": "red", "custom:level": "boss"}, "red", id="first rule wins"),
        pytest.param({"custom:level": "boss"}, "starts", id="starts with"),
        pytest.param({"custom:place": "at the desk here"}, "contains", id="contains"),
        pytest.param({"email_verified": True}, "verified", id="a boolean, as JSON spells it"),
        pytest.param({"cognito:groups": ["staff", "fun"]}, "staff", id="contains one of a list"),
        pytest.param({"custom:guest": "yes"}, "default", id="not equal, but it is equal"),
        pytest.param({"custom:guest": "no"}, "member", id="not equal"),
        pytest.param({}, "default", id="not equal skips an absent claim"),
    ],
)
def test_mapping_by_rules(world: World, claims: dict[str, Any], expected: str) -> None:
    """Rules are tried in order; the first that fits decides."""
    rules = [
        rule(world, "custom:team", "Equals", "red", "red"),
        rule(world, "custom:team", "Equals", "blue", "blue"),
        rule(world, "custom:level", "StartsWith", "bo", "starts"),
        rule(world, "custom:place", "Contains", "desk", "contains"),
        rule(world, "email_verified", "Equals", "true", "verified"),
        rule(world, "cognito:groups", "Contains", "staff", "staff"),
        rule(world, "custom:guest", "NotEqual", "yes", "member"),
    ]
    map_roles(
        world,
        Type="Rules",
        AmbiguousRoleResolution="AuthenticatedRole",
        RulesConfiguration={"Rules": rules},
    )

    assert role_given(world, claims) == ("users" if expected == "default" else expected)


def test_no_rule_and_deny_is_a_refusal(world: World) -> None:
    """With Deny, somebody whom no rule fits gets nothing."""
    rules = [rule(world, "custom:team", "Equals", "red", "red")]
    map_roles(world, Type="Rules", RulesConfiguration={"Rules": rules})

    with pytest.raises(AwsError, match="ambiguous role mapping rules"):
        role_given(world, {"custom:team": "green"})


def test_a_mapping_of_one_provider_leaves_the_others_alone(world: World) -> None:
    """Google has no mapping here, so a Google user gets the default role."""
    map_roles(world, Type="Token")
    logins = {GOOGLE: world.google.token("1")}

    answer = world.credentials_of(world.identity_of(logins), logins)

    assert world.caller_of(answer["Credentials"]).role_arn == world.roles["users"]


def test_the_role_from_the_token_must_trust_the_pool_too(world: World) -> None:
    """A preferred role that does not trust this pool cannot be had."""
    stranger = world.make_role("stranger", trust("us-east-1:another-pool"))
    map_roles(world, Type="Token")

    with pytest.raises(AwsError) as caught:
        role_given(world, {"cognito:preferred_role": stranger})

    assert caught.value.code == "InvalidIdentityPoolConfigurationException"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param("admins", "admins", id="one of the roles in the token"),
        pytest.param("outsiders", None, id="a role that is not in the token"),
    ],
)
def test_custom_role_arn_chooses_among_the_roles_on_offer(
    world: World, wanted: str, expected: str | None
) -> None:
    """An app may ask for one of the token's roles, and for no other."""
    on_offer = [role(world, "editors"), role(world, "admins")]
    role(world, "outsiders")
    map_roles(world, Type="Token")
    claims = {"cognito:roles": on_offer, "cognito:preferred_role": on_offer[0]}

    if expected is not None:
        assert role_given(world, claims, custom_role_arn=world.roles[wanted]) == expected
        return
    with pytest.raises(AwsError) as caught:
        role_given(world, claims, custom_role_arn=world.roles[wanted])
    assert caught.value.code == "NotAuthorizedException"


def test_custom_role_arn_may_choose_another_rule_that_fits(world: World) -> None:
    """By rules, any matching rule's role may be asked for; one that does not match may not."""
    rules = [
        rule(world, "custom:team", "Equals", "red", "red"),
        rule(world, "custom:level", "Equals", "boss", "bosses"),
        rule(world, "custom:level", "Equals", "clerk", "clerks"),
    ]
    map_roles(world, Type="Rules", RulesConfiguration={"Rules": rules})
    claims = {"custom:team": "red", "custom:level": "boss"}

    assert role_given(world, claims, custom_role_arn=world.roles["bosses"]) == "bosses"
    with pytest.raises(AwsError) as caught:
        role_given(world, claims, custom_role_arn=world.roles["clerks"])
    assert caught.value.code == "NotAuthorizedException"


def test_a_guest_cannot_ask_for_a_role(world: World) -> None:
    """CustomRoleArn is no way round the guest role."""
    with pytest.raises(AwsError) as caught:
        world.credentials_of(world.identity_of(), custom_role_arn=world.roles["users"])

    assert caught.value.code == "NotAuthorizedException"


def test_the_trace_says_which_rung_decided(world: World) -> None:
    """The role choice is kept beside the exchange, for people who ask why."""
    map_roles(world, Type="Token", AmbiguousRoleResolution="AuthenticatedRole")

    role_given(world, {})

    exchange = world.trace.find("GetCredentialsForIdentity")[-1]
    assert exchange.evidence["role_choice"].rung == "ambiguous"


def climbed(world: World) -> list[tuple[str, bool]]:
    """The rungs that the last exchange went over, each with whether it decided."""
    exchange = world.trace.find("GetCredentialsForIdentity")[-1]
    return [(step.rung.value, step.decides) for step in exchange.evidence["role_ladder"]]


def test_the_trace_keeps_the_rungs_that_were_passed(world: World) -> None:
    """The whole climb is on record, its last step being the one that decided."""
    map_roles(world, Type="Token")

    role_given(world, {"cognito:preferred_role": world.roles["users"]})

    assert climbed(world) == [
        ("guest", False),
        ("no mapping", False),
        ("asked for", False),
        ("preferred", True),
    ]


def test_a_refusal_leaves_its_climb_on_record_too(world: World) -> None:
    """Whoever is refused can be shown how far the search went, and where it ended."""
    map_roles(world, Type="Token")

    with pytest.raises(AwsError) as caught:
        role_given(world, {})

    assert climbed(world)[-2:] == [("preferred", False), ("ambiguous", True)]
    exchange = world.trace.find("GetCredentialsForIdentity")[-1]
    assert exchange.evidence["role_ladder"][-1].refusal is caught.value


def test_a_rule_that_decides_is_named(world: World) -> None:
    """The step of a mapping by rules says which rule it was."""
    rules = [
        rule(world, "custom:team", "Equals", "red", "red"),
        rule(world, "custom:level", "StartsWith", "bo", "bosses"),
    ]
    map_roles(world, Type="Rules", RulesConfiguration={"Rules": rules})

    role_given(world, {"custom:level": "boss"})

    exchange = world.trace.find("GetCredentialsForIdentity")[-1]
    assert "(custom:level StartsWith bo)" in exchange.evidence["role_ladder"][-1].found
