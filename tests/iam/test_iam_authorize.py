"""The question that all others ask IAM: may this caller do that?"""

import json
from typing import Any

import pytest
from iam_world import (
    ACCOUNT_TRUST,
    ADMINISTRATOR_ACCESS,
    READ_ONLY,
    make_role,
    make_user,
    policy,
    session_of,
)

from cognito_lab.policy.document import PolicyKind, parse
from cognito_lab.primitives.caller import ADMINISTRATOR, NOBODY
from cognito_lab.services.iam import Iam

OBJECT = "arn:aws:s3:::b/k"


def test_the_administrator_is_decided_like_anyone(iam: Iam) -> None:
    """A Deny stops the administrator too, and the decision says where it stands."""
    iam.put_user_policy(
        user_name="administrator",
        policy_name="no-deleting",
        policy_document=policy("s3:DeleteBucket", effect="Deny"),
    )

    assert iam.authorize(ADMINISTRATOR, "s3:GetObject", OBJECT).allowed
    refused = iam.authorize(ADMINISTRATOR, "s3:DeleteBucket", "arn:aws:s3:::b")
    assert refused.reason == "with an explicit deny in an identity-based policy"


def test_nobody_may_do_nothing(iam: Iam) -> None:
    """Without a signature only a resource policy can let somebody in."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": OBJECT}
    open_to_all = parse({"Version": "2012-10-17", "Statement": [statement]}, kind=PolicyKind.BUCKET)

    assert not iam.authorize(NOBODY, "s3:GetObject", OBJECT).allowed
    assert iam.authorize(NOBODY, "s3:GetObject", OBJECT, {}, [open_to_all]).allowed


@pytest.mark.parametrize(
    ("boundary", "session", "allowed", "reason"),
    [
        pytest.param(None, None, True, "allows", id="neither boundary nor session policy"),
        pytest.param(READ_ONLY, None, False, "permissions boundary", id="the boundary lacks it"),
        pytest.param(
            None, (policy("s3:Get*"),), False, "session policy", id="the session lacks it"
        ),
        pytest.param(None, (), False, "session policy", id="session policies that allow nothing"),
        pytest.param(
            None, (policy("s3:Get*"), policy("s3:Put*")), True, "allows", id="one of two allows it"
        ),
        pytest.param(
            ADMINISTRATOR_ACCESS, (policy("s3:Put*"),), True, "allows", id="both allow it"
        ),
    ],
)
def test_boundary_and_session_policies_only_narrow(
    iam: Iam, boundary: str | None, session: tuple[str, ...] | None, allowed: bool, reason: str
) -> None:
    """What a role permits is cut by its boundary and by what the session was begun with."""
    role = make_role(iam)
    iam.put_role_policy(role_name="reader", policy_name="all", policy_document=policy("s3:*"))
    if boundary is not None:
        iam.put_role_permissions_boundary(role_name="reader", permissions_boundary=boundary)

    decision = iam.authorize(session_of(role, session_policies=session), "s3:PutObject", OBJECT)

    assert decision.allowed is allowed
    assert reason in decision.reason


def test_a_session_of_a_deleted_role_can_do_nothing(iam: Iam) -> None:
    """A new role of the same name is another role: its sessions, not the old ones, may act."""
    old = session_of(make_role(iam))
    iam.delete_role(role_name="reader")
    new = session_of(make_role(iam))
    iam.put_role_policy(role_name="reader", policy_name="all", policy_document=policy("s3:*"))

    assert not iam.authorize(old, "s3:GetObject", OBJECT).allowed
    assert iam.authorize(new, "s3:GetObject", OBJECT).allowed


def conditional(condition: dict[str, Any]) -> str:
    """A policy that allows s3:* under one condition."""
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        pytest.param({"StringEquals": {"aws:username": "clerk"}}, True, id="the user's name"),
        pytest.param({"StringEquals": {"aws:PrincipalType": "User"}}, True, id="the kind"),
        pytest.param({"StringEquals": {"aws:PrincipalTag/Team": "red"}}, True, id="a tag"),
        pytest.param(
            {"StringEquals": {"aws:principaltag/team": "red"}}, True, id="a tag, any case"
        ),
        pytest.param(
            {"DateLessThan": {"aws:CurrentTime": "2026-01-07T00:00:00Z"}}, True, id="time"
        ),
        pytest.param({"StringEquals": {"s3:prefix": "a/"}}, True, id="a key of the request"),
        pytest.param({"StringEquals": {"aws:username": "other"}}, False, id="another name"),
    ],
)
def test_policies_can_ask_who_and_when(iam: Iam, condition: dict[str, Any], allowed: bool) -> None:
    """IAM knows name, kind, tags and time by itself; the request brings the rest."""
    caller = make_user(iam, "clerk")
    iam.tag_user(user_name="clerk", tags=[{"Key": "Team", "Value": "red"}])
    iam.put_user_policy(
        user_name="clerk", policy_name="own", policy_document=conditional(condition)
    )

    decision = iam.authorize(caller, "s3:ListBucket", "arn:aws:s3:::b", {"s3:prefix": "a/"})

    assert decision.allowed is allowed


def test_a_session_tag_wins_over_the_roles_tag_of_that_name(iam: Iam) -> None:
    """Session tags replace role tags, whatever the case of the key."""
    role = make_role(iam, tags=[{"Key": "Team", "Value": "red"}])
    iam.put_role_policy(
        role_name="reader",
        policy_name="own",
        policy_document=conditional({"StringEquals": {"aws:PrincipalTag/Team": "blue"}}),
    )
    tagged = session_of(role, context={"aws:PrincipalTag/team": "blue"})

    assert iam.authorize(tagged, "s3:GetObject", OBJECT).allowed
    assert not iam.authorize(session_of(role), "s3:GetObject", OBJECT).allowed


def test_a_resource_of_another_account_needs_both_sides(iam: Iam) -> None:
    """Administrator access ends at the account's border."""
    foreign = "arn:aws:dynamodb:us-east-1:999988887777:table/t"

    assert not iam.authorize(ADMINISTRATOR, "dynamodb:GetItem", foreign).allowed


def test_a_trust_policy_that_names_the_account_hands_the_question_on(iam: Iam) -> None:
    """Trusting the account is not enough: the user's own policies must allow it too."""
    role = make_role(iam)
    trust = parse(ACCOUNT_TRUST, kind=PolicyKind.TRUST)
    action, arn = "sts:AssumeRole", role["Arn"]

    assert iam.authorize(make_user(iam, "may", action), action, arn, trust=trust).allowed
    assert not iam.authorize(make_user(iam, "may-not"), action, arn, trust=trust).allowed
