"""AssumeRole by users and sessions, and the question who somebody is."""

from __future__ import annotations

from typing import Any

import pytest
from sts_world import ACCOUNT, World, policy, trust

from cognito_lab.primitives.caller import ADMINISTRATOR, Caller, served_for
from cognito_lab.primitives.errors import AwsError

ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}


def assume(world: World, caller: Caller, role_arn: str, **more: Any) -> dict[str, Any]:
    """AssumeRole, signed by this caller."""
    with served_for(caller):
        return world.sts.assume_role(role_arn=role_arn, role_session_name="work", **more)


def test_a_user_whom_the_role_names_needs_nothing_else(world: World) -> None:
    """A trust policy that names the very user is enough."""
    clerk = world.make_user("clerk")
    role_arn = world.make_role("desk", trust({"AWS": clerk.arn}, "sts:AssumeRole"))

    answer = assume(world, clerk, role_arn)

    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/desk/work"
    assert world.caller_of(answer).role_arn == role_arn


@pytest.mark.parametrize(
    ("actions", "reason"),
    [
        pytest.param(["sts:AssumeRole"], None, id="the user's policy allows it"),
        pytest.param(
            [],
            " because no identity-based policy allows the sts:AssumeRole action",
            id="the user's policies are silent",
        ),
    ],
)
def test_a_role_that_trusts_the_account_asks_the_users_policies(
    world: World, actions: list[str], reason: str | None
) -> None:
    """Trusting the account means: whoever of it has the permission."""
    clerk = world.make_user("clerk", *actions)
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole"))

    if reason is None:
        assert assume(world, clerk, role_arn)
        return
    with pytest.raises(AwsError) as caught:
        assume(world, clerk, role_arn)
    assert (caught.value.code, caught.value.status) == ("AccessDenied", 403)
    assert caught.value.message == (
        f"User: {clerk.arn} is not authorized to perform: sts:AssumeRole on resource: "
        f"{role_arn}{reason}"
    )


def test_even_the_administrator_needs_to_be_trusted(world: World) -> None:
    """Permission to do everything does not replace trust."""
    role_arn = world.make_role(
        "desk", trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/clerk"}, "sts:AssumeRole")
    )

    with pytest.raises(AwsError, match="because no role trust policy allows"):
        assume(world, ADMINISTRATOR, role_arn)
    with pytest.raises(AwsError, match="is not authorized to perform: sts:AssumeRole"):
        assume(world, ADMINISTRATOR, f"arn:aws:iam::{ACCOUNT}:role/gone")


def test_a_session_policy_narrows_and_lasts_in_the_chain(world: World) -> None:
    """A session narrowed to one action cannot assume a further role."""
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole"))
    narrow = assume(world, ADMINISTRATOR, role_arn, policy=policy("s3:GetObject"))

    with pytest.raises(AwsError, match="because no session policy allows"):
        assume(world, world.caller_of(narrow), role_arn)


def test_a_chained_session_lasts_an_hour_at_most(world: World) -> None:
    """Whatever the role allows, a session that assumes a further role gets an hour."""
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole"), max_session_duration=7200)
    first = assume(world, ADMINISTRATOR, role_arn, duration_seconds=7200)

    with pytest.raises(AwsError) as caught:
        assume(world, world.caller_of(first), role_arn, duration_seconds=3601)

    assert caught.value.code == "ValidationError"


def test_an_external_id_is_a_condition_key(world: World) -> None:
    """A role may ask for an agreed word."""
    role_arn = world.make_role(
        "desk", trust(ROOT, "sts:AssumeRole", StringEquals={"sts:ExternalId": "blue moon"})
    )

    assert assume(world, ADMINISTRATOR, role_arn, external_id="blue moon")
    with pytest.raises(AwsError):
        assume(world, ADMINISTRATOR, role_arn)


def test_transitive_tags_go_along_and_cannot_be_replaced(world: World) -> None:
    """A tag marked transitive is on the next session too; others stay behind."""
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole", "sts:TagSession"))
    tags = [{"Key": "team", "Value": "red"}, {"Key": "shift", "Value": "late"}]
    first = world.caller_of(
        assume(world, ADMINISTRATOR, role_arn, tags=tags, transitive_tag_keys=["team"])
    )

    second = world.caller_of(assume(world, first, role_arn))

    assert first.context["aws:PrincipalTag/shift"] == "late"
    assert second.context["aws:PrincipalTag/team"] == "red"
    assert "aws:PrincipalTag/shift" not in second.context
    with pytest.raises(AwsError):
        assume(world, second, role_arn, tags=[{"Key": "Team", "Value": "blue"}])


def test_tagging_needs_its_own_permission(world: World) -> None:
    """A role that does not let its sessions be tagged refuses tags."""
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole"))

    with pytest.raises(AwsError, match="sts:TagSession"):
        assume(world, ADMINISTRATOR, role_arn, tags=[{"Key": "team", "Value": "red"}])


def test_everybody_may_ask_who_they_are(world: World) -> None:
    """GetCallerIdentity answers even a session that may do nothing."""
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole"))
    answer = assume(world, ADMINISTRATOR, role_arn, policy=policy("*", effect="Deny"))

    with served_for(world.caller_of(answer)):
        identity = world.sts.get_caller_identity()

    assert identity == {
        "UserId": answer["AssumedRoleUser"]["AssumedRoleId"],
        "Account": ACCOUNT,
        "Arn": answer["AssumedRoleUser"]["Arn"],
    }
    administrator = world.sts.get_caller_identity()
    assert administrator["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/administrator"
    assert administrator["UserId"].startswith("AIDA")


def test_a_key_belongs_to_the_account(world: World) -> None:
    """Lasting and temporary keys are known; others belong to nobody here."""
    role_arn = world.make_role("desk", trust(ROOT, "sts:AssumeRole"))
    temporary = assume(world, ADMINISTRATOR, role_arn)["Credentials"]["AccessKeyId"]
    lasting = world.iam.administrator_credentials["AccessKeyId"]

    for access_key_id in (temporary, lasting):
        info = world.sts.get_access_key_info(access_key_id=access_key_id)
        assert info == {"Account": ACCOUNT}
    with pytest.raises(AwsError):
        world.sts.get_access_key_info(access_key_id="AKIAAAAAAAAAAAAAAAAA")
