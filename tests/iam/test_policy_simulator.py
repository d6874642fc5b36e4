"""The policy simulator: verdicts, the statements behind them, and what nobody said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from iam_world import READ_ONLY, make_role, policy

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.iam import Iam
from cognito_lab.services.iam.positions import statement_spans

OBJECT = "arn:aws:s3:::photos/cat.png"
BUCKET = "arn:aws:s3:::photos"
CLERK = "arn:aws:iam::123456789012:user/clerk"


def simulate(iam: Iam, *texts: str, action: str = "s3:GetObject", **more: Any) -> dict[str, Any]:
    """The one result of simulating one action with these policies."""
    more = {"resource_arns": [OBJECT]} | more
    answer = iam.simulate_custom_policy(
        policy_input_list=list(texts), action_names=[action], **more
    )
    (result,) = answer["EvaluationResults"]
    found: dict[str, Any] = result
    return found


@pytest.mark.parametrize(
    ("texts", "verdict", "source"),
    [
        pytest.param([policy("s3:Get*")], "allowed", "PolicyInputList.1", id="allowed"),
        pytest.param([policy("s3:Put*")], "implicitDeny", None, id="nobody allows it"),
        pytest.param(
            [policy("s3:*"), policy("s3:Get*", effect="Deny")],
            "explicitDeny",
            "PolicyInputList.2",
            id="denied by the second",
        ),
    ],
)
def test_the_verdict_and_the_statement_behind_it(
    iam: Iam, texts: list[str], verdict: str, source: str | None
) -> None:
    """Only statements that made the decision are named; a missing Allow has none."""
    result = simulate(iam, *texts)

    assert result["EvalDecision"] == verdict
    assert result["EvalResourceName"] == OBJECT
    matched = [found["SourcePolicyId"] for found in result["MatchedStatements"]]
    assert matched == ([] if source is None else [source])


def test_a_statement_is_pointed_at_by_line_and_column(iam: Iam) -> None:
    """In a policy on one line the statement begins in column 41, as AWS counts it."""
    text = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", '
        '"Resource": "*"}]}'
    )

    (matched,) = simulate(iam, text)["MatchedStatements"]

    assert matched == {
        "SourcePolicyId": "PolicyInputList.1",
        "SourcePolicyType": "IAM Policy",
        "StartPosition": {"Line": 1, "Column": 41},
        "EndPosition": {"Line": 1, "Column": len(text) - 1},
    }


STATEMENTS = [
    {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Sid": "braces"},
    {"Effect": "Deny", "Action": "s3:Put*", "Resource": f"{BUCKET}/[,{{}}]"},
]


@pytest.mark.parametrize("indent", [None, 0, 2, 4])
@pytest.mark.parametrize("statements", [STATEMENTS, STATEMENTS[:1], STATEMENTS[1]])
@pytest.mark.parametrize("first", ["Version", "Statement"])
def test_spans_cut_the_statements_out_of_the_text(
    indent: int | None, statements: Any, first: str
) -> None:
    """Whatever the layout, each span holds one statement and nothing else."""
    document = {"Statement": statements, "Version": "2012-10-17"}
    ordered = {first: document.pop(first), **document}
    text = json.dumps(ordered, indent=indent)

    cut = [json.loads(text[span.start : span.end]) for span in statement_spans(text)]

    assert cut == (statements if isinstance(statements, list) else [statements])


def test_several_resources_are_judged_one_by_one(iam: Iam) -> None:
    """The whole is as good as its worst part."""
    only = policy("s3:GetObject", resource=OBJECT)
    other = "arn:aws:s3:::photos/dog.png"

    result = simulate(iam, only, resource_arns=[OBJECT, other])

    assert result["EvalDecision"] == "implicitDeny"
    assert [
        (part["EvalResourceName"], part["EvalResourceDecision"])
        for part in result["ResourceSpecificResults"]
    ] == [(OBJECT, "allowed"), (other, "implicitDeny")]


def test_a_boundary_is_reported_beside_the_verdict(iam: Iam) -> None:
    """The identity policy allows it, and the boundary does not."""
    result = simulate(iam, policy("s3:*"), permissions_boundary_policy_input_list=[policy("sqs:*")])

    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    assert "PermissionsBoundaryDecisionDetail" not in simulate(iam, policy("s3:*"))


def prefixed() -> str:
    """Allows listing of one's own folder."""
    statement = {
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": BUCKET,
        "Condition": {"StringEquals": {"s3:prefix": "${aws:username}/"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def test_missing_context_values_are_named(iam: Iam) -> None:
    """Keys that the policy reads, in conditions and variables, and nobody gave."""
    asked: dict[str, Any] = {"action": "s3:ListBucket", "resource_arns": ["*"]}
    entries = [
        {"ContextKeyName": "s3:prefix", "ContextKeyValues": ["jdoe/"], "ContextKeyType": "string"},
        {
            "ContextKeyName": "aws:username",
            "ContextKeyValues": ["jdoe"],
            "ContextKeyType": "string",
        },
    ]

    nothing = simulate(iam, prefixed(), **asked)
    everything = simulate(iam, prefixed(), **asked, context_entries=entries)

    assert nothing["EvalDecision"] == "implicitDeny"
    assert nothing["MissingContextValues"] == ["aws:username", "s3:prefix"]
    assert everything["MissingContextValues"] == []
    again = prefixed().replace("s3:prefix", "S3:Prefix")
    keys = iam.get_context_keys_for_custom_policy(policy_input_list=[prefixed(), again])
    assert keys["ContextKeyNames"] == ["aws:username", "s3:prefix"]


def test_missing_context_values_stand_with_the_resources_that_were_named(iam: Iam) -> None:
    """With a list of resources the whole has none; each resource has those of its own decision."""
    result = simulate(iam, prefixed(), action="s3:ListBucket", resource_arns=[BUCKET])

    assert result["MissingContextValues"] == []
    (part,) = result["ResourceSpecificResults"]
    assert part["MissingContextValues"] == ["aws:username", "s3:prefix"]


def test_a_list_makes_a_key_multivalued(iam: Iam) -> None:
    """A stringList entry is held against set operators."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Resource": "*",
        "Condition": {
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
        },
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    entry = {
        "ContextKeyName": "cognito-identity.amazonaws.com:amr",
        "ContextKeyValues": ["authenticated"],
        "ContextKeyType": "stringList",
    }

    result = simulate(iam, text, action="sts:AssumeRoleWithWebIdentity", context_entries=[entry])

    assert result["EvalDecision"] == "allowed"


def bucket_policy(principal: str) -> str:
    """A resource policy that lets one principal read."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": "s3:GetObject",
        "Resource": OBJECT,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_resource_policy_needs_to_know_who_asks(iam: Iam) -> None:
    """With a caller it may grant by itself; without one it is an invalid input."""
    result = simulate(iam, policy("sqs:*"), resource_policy=bucket_policy(CLERK), caller_arn=CLERK)

    assert result["EvalDecision"] == "allowed"
    (matched,) = result["MatchedStatements"]
    assert (matched["SourcePolicyId"], matched["SourcePolicyType"]) == (
        "ResourcePolicy",
        "Resource Policy",
    )
    with pytest.raises(AwsError) as caught:
        simulate(iam, policy("sqs:*"), resource_policy=bucket_policy(CLERK))
    assert caught.value.code == "InvalidInput"


def test_a_principals_own_policies_are_simulated(iam: Iam) -> None:
    """Inline and attached policies under the simulator's names, and the boundary counts."""
    role = make_role(iam)
    iam.put_role_policy(role_name="reader", policy_name="own", policy_document=policy("sqs:*"))
    iam.attach_role_policy(role_name="reader", policy_arn=READ_ONLY)

    def verdicts(**more: Any) -> list[tuple[str, list[str]]]:
        answer = iam.simulate_principal_policy(
            policy_source_arn=role["Arn"],
            action_names=["sqs:SendMessage", "s3:GetObject", "s3:PutObject"],
            **more,
        )
        return [
            (result["EvalDecision"], [m["SourcePolicyId"] for m in result["MatchedStatements"]])
            for result in answer["EvaluationResults"]
        ]

    assert verdicts() == [
        ("allowed", ["role_reader_own"]),
        ("allowed", ["AmazonS3ReadOnlyAccess"]),
        ("implicitDeny", []),
    ]
    iam.put_role_permissions_boundary(role_name="reader", permissions_boundary=READ_ONLY)
    assert [verdict for verdict, _ in verdicts()] == ["implicitDeny", "allowed", "implicitDeny"]
    tried = verdicts(permissions_boundary_policy_input_list=[policy("*")])
    assert [verdict for verdict, _ in tried] == ["allowed", "allowed", "implicitDeny"]


def test_a_principal_knows_its_own_name(iam: Iam) -> None:
    """For a user the simulator fills in what IAM knows by itself."""
    iam.create_user(user_name="jdoe")
    iam.put_user_policy(user_name="jdoe", policy_name="own", policy_document=prefixed())
    entry = {
        "ContextKeyName": "s3:prefix",
        "ContextKeyValues": ["jdoe/"],
        "ContextKeyType": "string",
    }
    arn = "arn:aws:iam::123456789012:user/jdoe"

    answer = iam.simulate_principal_policy(
        policy_source_arn=arn,
        action_names=["s3:ListBucket"],
        resource_arns=[BUCKET],
        context_entries=[entry],
    )

    assert answer["EvaluationResults"][0]["EvalDecision"] == "allowed"
    keys = iam.get_context_keys_for_principal_policy(policy_source_arn=arn)["ContextKeyNames"]
    assert sorted(keys) == ["aws:username", "s3:prefix"]


def test_wrong_input_is_refused(iam: Iam) -> None:
    """A policy that breaks the grammar is InvalidInput here; an unknown principal is not found."""
    with pytest.raises(AwsError) as malformed:
        simulate(iam, "{")
    with pytest.raises(AwsError) as unknown:
        iam.simulate_principal_policy(policy_source_arn=CLERK, action_names=["s3:GetObject"])

    assert (malformed.value.code, unknown.value.code) == ("InvalidInput", "NoSuchEntity")


STRANGER = "arn:aws:iam::999999999999:user/stranger"
OURS, THEIRS = "arn:aws:iam::123456789012:root", "arn:aws:iam::999999999999:root"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:letters"


@pytest.mark.parametrize(
    ("own", "owner", "resource", "verdict"),
    [
        pytest.param("s3:*", OURS, OBJECT, "allowed", id="both sides allow, between accounts"),
        pytest.param("sns:*", OURS, OBJECT, "implicitDeny", id="one side, between accounts"),
        pytest.param("sns:*", THEIRS, OBJECT, "allowed", id="one side, within their account"),
        pytest.param("sns:*", None, OBJECT, "allowed", id="the owner is the caller's account"),
        pytest.param("sns:*", None, QUEUE, "implicitDeny", id="the ARN names another owner"),
    ],
)
def test_a_caller_belongs_to_the_account_in_its_arn(
    iam: Iam, own: str, owner: str | None, resource: str, verdict: str
) -> None:
    """Whether a resource policy is enough depends on whose the caller and the resource are."""
    theirs = json.loads(bucket_policy(STRANGER))
    theirs["Statement"][0] |= {"Action": "*", "Resource": "*"}

    result = simulate(
        iam,
        policy(own),
        resource_policy=json.dumps(theirs),
        caller_arn=STRANGER,
        resource_owner=owner,
        resource_arns=[resource],
    )

    assert result["EvalDecision"] == verdict


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"action": "GetObject"}, id="an action without its service"),
        pytest.param({"action": "s3:Get*"}, id="an action with a star"),
        pytest.param(
            {"caller_arn": "arn:aws:sts::123456789012:assumed-role/reader/me"}, id="a session asks"
        ),
        pytest.param({"caller_arn": "arn:aws:iam::123456789012:role/reader"}, id="a role asks"),
        pytest.param({"caller_arn": "clerk-of-the-photo-shop"}, id="a caller without an ARN"),
        pytest.param({"context_entries": [{"ContextKeyValues": ["1"]}]}, id="a key without a name"),
    ],
)
def test_what_the_simulator_does_not_take_is_an_invalid_input(iam: Iam, more: Any) -> None:
    """One action at a time, named with its service, and asked by a user."""
    with pytest.raises(AwsError) as refused:
        simulate(iam, policy("s3:*"), **more)

    assert refused.value.code == "InvalidInput"


def test_a_roles_resource_policy_is_not_simulated(iam: Iam) -> None:
    """For a role's policies with a resource policy, a user has to ask."""
    role = make_role(iam)
    ask: dict[str, Any] = {
        "policy_source_arn": role["Arn"],
        "action_names": ["s3:GetObject"],
        "resource_arns": [OBJECT],
        "resource_policy": bucket_policy(CLERK),
    }

    with pytest.raises(AwsError) as refused:
        iam.simulate_principal_policy(**ask)
    (result,) = iam.simulate_principal_policy(**ask, caller_arn=CLERK)["EvaluationResults"]

    assert refused.value.code == "InvalidInput"
    assert result["EvalDecision"] == "allowed"
