"""Fact sheet §7: IAM's decision through boto3: at S3's gate, and in the policy simulator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from whole_account import (
    ACCOUNT_ID,
    EVERYTHING,
    ROOT_TRUST,
    SESSION_NAME,
    WholeAccount,
    policy,
    refusal,
    words,
)

import cognito_lab

BUCKET, KEY = "photos", "cat.txt"
OBJECT = f"arn:aws:s3:::{BUCKET}/{KEY}"
NOTHING = {**EVERYTHING, "Action": "sqs:*"}
READ = {**EVERYTHING, "Action": "s3:GetObject"}


@pytest.fixture
def s3(account: WholeAccount) -> Any:
    """The administrator's S3, with one object in one bucket."""
    client = account.admin.client("s3")
    client.create_bucket(Bucket=BUCKET)
    client.put_object(Bucket=BUCKET, Key=KEY, Body=b"miau")
    return client


def let_in(s3: Any, principal: Any, effect: str = "Allow") -> None:
    """Give the bucket a policy for reading."""
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:GetObject"}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy({**statement, "Resource": OBJECT}))


def reads(session: Any) -> bool:
    """Whether a session may read the object."""
    try:
        session.client("s3").get_object(Bucket=BUCKET, Key=KEY)
    except ClientError as refused:
        return refused.response["Error"]["Code"] != "AccessDenied"
    return True


def user(account: WholeAccount, *may: Any, boundary: str = "") -> Any:
    """A boto3 session of an IAM user who may do this."""
    limits = {"PermissionsBoundary": boundary} if boundary else {}
    account.iam.create_user(UserName="clerk", **limits)
    account.iam.put_user_policy(
        UserName="clerk", PolicyName="may", PolicyDocument=policy(*(may or (NOTHING,)))
    )
    key = account.iam.create_access_key(UserName="clerk")["AccessKey"]
    return cognito_lab.boto3_session(account.cloud, key)


def boundary(account: WholeAccount, *may: Any) -> str:
    """A managed policy; its ARN."""
    made = account.iam.create_policy(PolicyName="limit", PolicyDocument=policy(*may))
    return str(made["Policy"]["Arn"])


# --- what a bucket policy grants, by how it names the caller --------------------------------------


def test_a_user_who_is_named_needs_nothing_else(account: WholeAccount, s3: Any):
    """A user's ARN in a bucket policy is enough: implicit denies of identity and boundary yield."""
    clerk = user(account, boundary=boundary(account, NOTHING))
    assert not reads(clerk)

    let_in(s3, {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:user/clerk"})

    assert reads(clerk)


def test_a_role_session_that_is_named_needs_nothing_else(account: WholeAccount, s3: Any):
    """A session's ARN beats the implicit denies of role, boundary and session policy."""
    account.iam.put_role_policy(RoleName="users", PolicyName="may", PolicyDocument=policy(NOTHING))
    account.iam.put_role_permissions_boundary(
        RoleName="users", PermissionsBoundary=boundary(account, NOTHING)
    )
    jdoe = account.user_session()
    assert not reads(jdoe)

    let_in(s3, {"AWS": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/users/{SESSION_NAME}"})

    assert reads(jdoe)


def test_a_guests_session_that_is_named_beats_the_scope_down(account: WholeAccount, s3: Any):
    """Named in the bucket policy, a session passes its session policies too."""
    arn = account.role("narrow", ROOT_TRUST)
    lent = account.assume_by_user(arn, Policy=policy(NOTHING))
    narrowed = cognito_lab.boto3_session(account.cloud, lent)
    assert not reads(narrowed)

    let_in(s3, {"AWS": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/narrow/visit"})

    assert reads(narrowed)


@pytest.mark.parametrize(
    ("limit", "may_read"),
    [
        pytest.param("none", True, id="by the role's ARN alone"),
        pytest.param("boundary", False, id="but its boundary still limits"),
        pytest.param("session", False, id="and so does a session policy"),
    ],
)
def test_a_role_that_is_named_needs_no_policy_of_its_own(
    account: WholeAccount, s3: Any, limit: str, may_read: bool
):
    """A role's ARN replaces its identity policy, not what limits it."""
    arn = account.role("reader", ROOT_TRUST, NOTHING)
    if limit == "boundary":
        account.iam.put_role_permissions_boundary(
            RoleName="reader", PermissionsBoundary=boundary(account, NOTHING)
        )
    narrowing = {"Policy": policy(NOTHING)} if limit == "session" else {}
    let_in(s3, {"AWS": arn})

    lent = account.assume_by_user(arn, **narrowing)

    assert reads(cognito_lab.boto3_session(account.cloud, lent)) is may_read


@pytest.mark.parametrize("principal", [f"arn:aws:iam::{ACCOUNT_ID}:root", ACCOUNT_ID])
def test_naming_the_account_hands_the_question_on(account: WholeAccount, s3: Any, principal: str):
    """The account's root, or its number: identity policies must allow."""
    let_in(s3, {"AWS": principal})

    assert not reads(user(account))
    assert reads(account.session(READ, name="reader"))


def test_a_star_lets_anybody_in(account: WholeAccount, s3: Any):
    """``*`` includes whoever does not sign."""
    url = f"https://{BUCKET}.s3.amazonaws.com/{KEY}"
    assert account.http.get(url).status_code == 403

    let_in(s3, "*")

    assert account.http.get(url).content == b"miau"
    assert reads(user(account))


def test_an_explicit_deny_of_the_bucket_ends_the_matter(account: WholeAccount, s3: Any):
    """Deny in the bucket policy beats every allow, the administrator's too."""
    let_in(s3, "*", effect="Deny")

    assert not reads(account.session(READ, name="reader"))
    assert not reads(account.admin)


# --- operators, in the simulator ------------------------------------------------------------------


def verdict(
    account: WholeAccount, condition: dict[str, Any], context: dict[str, Any], effect: str = "Allow"
) -> str:
    """What SimulateCustomPolicy says of one statement with a condition."""
    statement = {**READ, "Effect": effect, "Condition": condition}
    entries = [
        {"ContextKeyName": name, "ContextKeyType": kind, "ContextKeyValues": values}
        for name, (kind, values) in context.items()
    ]
    answered = account.iam.simulate_custom_policy(
        PolicyInputList=[policy(*([EVERYTHING] if effect == "Deny" else []), statement)],
        ActionNames=["s3:GetObject"],
        ResourceArns=[OBJECT],
        ContextEntries=entries,
    )
    return str(answered["EvaluationResults"][0]["EvalDecision"])


ROLE_ARN = f"arn:aws:iam::{ACCOUNT_ID}:role/a/b"


@pytest.mark.parametrize(
    ("operator", "kind", "policy_value", "yes", "no"),
    [
        pytest.param("StringEquals", "string", "a*", "a*", "ab", id="StringEquals"),
        pytest.param("StringNotEquals", "string", "a", "A", "a", id="StringNotEquals"),
        pytest.param("StringEqualsIgnoreCase", "string", "Ab", "aB", "b", id="IgnoreCase"),
        pytest.param("StringNotEqualsIgnoreCase", "string", "Ab", "b", "aB", id="NotIgnoreCase"),
        pytest.param("StringLike", "string", "a?c*", "abcd", "Abcd", id="StringLike"),
        pytest.param("StringNotLike", "string", "a*", "b", "ab", id="StringNotLike"),
        pytest.param("NumericEquals", "numeric", "10", "10.0", "11", id="NumericEquals"),
        pytest.param("NumericNotEquals", "numeric", "10", "11", "10", id="NumericNotEquals"),
        pytest.param("NumericLessThan", "numeric", "10", "9", "10", id="NumericLessThan"),
        pytest.param("NumericLessThanEquals", "numeric", "10", "10", "11", id="LessThanEquals"),
        pytest.param("NumericGreaterThan", "numeric", "10", "11", "10", id="GreaterThan"),
        pytest.param("NumericGreaterThanEquals", "numeric", "10", "10", "9", id="Gte"),
        pytest.param(
            "DateEquals",
            "date",
            "2026-01-06T00:00:00Z",
            "1767657600",
            "2026-01-06T00:00:01Z",
            id="DateEquals, ISO or epoch",
        ),
        pytest.param(
            "DateLessThan",
            "date",
            "2026-01-06T00:00:00Z",
            "2026-01-05T23:59:59Z",
            "2026-01-06T00:00:00Z",
            id="DateLessThan",
        ),
        pytest.param("Bool", "boolean", "true", "true", "false", id="Bool"),
        pytest.param("BinaryEquals", "binary", "QUI=", "QUI=", "QUE=", id="BinaryEquals"),
        pytest.param(
            "IpAddress", "ip", "203.0.113.0/24", "203.0.113.7", "203.0.114.7", id="IpAddress"
        ),
        pytest.param(
            "IpAddress", "ip", "203.0.113.7", "203.0.113.7", "203.0.113.8", id="bare address"
        ),
        pytest.param("IpAddress", "ip", "2001:db8::/32", "2001:db8::1", "2001:db9::1", id="IPv6"),
        pytest.param(
            "NotIpAddress", "ip", "203.0.113.0/24", "203.0.114.7", "203.0.113.7", id="NotIpAddress"
        ),
        pytest.param(
            "ArnEquals",
            "string",
            f"arn:aws:iam::{ACCOUNT_ID}:role/*",
            ROLE_ARN,
            f"arn:aws:iam::{ACCOUNT_ID}:user/a",
            id="ArnEquals takes wildcards",
        ),
        pytest.param(
            "ArnNotLike",
            "string",
            "arn:aws:iam::*:user/*",
            ROLE_ARN,
            "arn:aws:iam::1:user/a",
            id="ArnNotLike",
        ),
    ],
)
def test_each_operator_compares_in_its_way(
    account: WholeAccount, operator: str, kind: str, policy_value: str, yes: str, no: str
):
    """Case, wildcards, numbers, dates, addresses and ARNs, each operator by its own rules."""
    found = [
        verdict(account, {operator: {"my:key": policy_value}}, {"my:key": (kind, [value])})
        for value in (yes, no)
    ]

    assert found == ["allowed", "implicitDeny"]


def test_a_star_of_an_arn_operator_stays_in_its_field(account: WholeAccount):
    """In the first five fields `*` cannot jump a colon; StringLike's can."""
    context = {"my:key": ("string", [ROLE_ARN])}

    assert verdict(account, {"ArnLike": {"my:key": "arn:aws:*:role/*"}}, context) == "implicitDeny"
    assert verdict(account, {"StringLike": {"my:key": "arn:aws:*:role/*"}}, context) == "allowed"


def test_values_are_or_and_negated_values_nor(account: WholeAccount):
    """One of several values is enough; a negated operator must differ from all of them."""
    context = {"my:key": ("string", ["b"])}

    assert verdict(account, {"StringEquals": {"my:key": ["a", "b"]}}, context) == "allowed"
    assert verdict(account, {"StringNotEquals": {"my:key": ["a", "b"]}}, context) == "implicitDeny"
    assert verdict(account, {"StringNotEquals": {"my:key": ["a", "c"]}}, context) == "allowed"


@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        *((name, False) for name in ("StringEquals", "ArnLike", "Bool", "NumericEquals")),
        ("IpAddress", False),
        *((name, True) for name in ("StringNotEquals", "StringNotLike", "ArnNotLike")),
        ("NotIpAddress", True),
        *((f"{name}IfExists", True) for name in ("StringEquals", "NumericLessThan", "Bool")),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
    ],
)
def test_what_an_absent_key_means(account: WholeAccount, operator: str, holds: bool):
    """The classic source of mistakes: positive false, negated true, IfExists true."""
    value = {"Bool": "true", "IpAddress": "1.2.3.4", "NotIpAddress": "1.2.3.4"}.get(operator, "1")

    found = verdict(account, {operator: {"my:key": value}}, {})

    assert found == ("allowed" if holds else "implicitDeny")


def test_a_deny_with_a_negated_if_exists_still_denies(account: WholeAccount):
    """IfExists makes a condition true for an absent key, and a Deny needs true conditions."""
    condition = {"StringNotEqualsIfExists": {"my:key": "x"}}

    assert verdict(account, condition, {}, effect="Deny") == "explicitDeny"


@pytest.mark.parametrize(
    ("value", "context", "outcome"),
    [
        pytest.param("true", {}, "allowed", id="must be absent, and is"),
        pytest.param("false", {}, "implicitDeny", id="must be there, and is not"),
        pytest.param("true", {"my:key": ("string", ["x"])}, "implicitDeny", id="absent, but is"),
        pytest.param("false", {"my:key": ("string", ["x"])}, "allowed", id="there, and is"),
    ],
)
def test_null_asks_whether_a_key_is_there(
    account: WholeAccount, value: str, context: dict[str, Any], outcome: str
):
    """Null true: the key must be absent; Null false: it must be there."""
    assert verdict(account, {"Null": {"my:key": value}}, context) == outcome


@pytest.mark.parametrize(
    ("prefix", "values", "outcome"),
    [
        pytest.param("ForAllValues", ["a"], "allowed", id="all of one"),
        pytest.param("ForAllValues", ["a", "x"], "implicitDeny", id="all, but one is not"),
        pytest.param("ForAnyValue", ["a", "x"], "allowed", id="any of two"),
        pytest.param("ForAnyValue", ["x", "y"], "implicitDeny", id="none"),
    ],
)
def test_set_operators_look_at_every_value(
    account: WholeAccount, prefix: str, values: list[str], outcome: str
):
    """ForAllValues: every value of the request; ForAnyValue: at least one."""
    condition = {f"{prefix}:StringEquals": {"my:keys": ["a", "b"]}}

    assert verdict(account, condition, {"my:keys": ("stringList", values)}) == outcome


# --- the words of a denial ------------------------------------------------------------------------

WHO = f"User: arn:aws:sts::{ACCOUNT_ID}:assumed-role/{{role}}/visit is not authorized to perform: "
DENY = {**EVERYTHING, "Effect": "Deny"}


@pytest.mark.parametrize(
    ("may", "options", "tail"),
    [
        pytest.param(
            [NOTHING],
            {},
            "because no identity-based policy allows the s3:GetObject action",
            id="no identity policy",
        ),
        pytest.param(
            [READ],
            {"session": NOTHING},
            "because no session policy allows the s3:GetObject action",
            id="no session policy",
        ),
        pytest.param(
            [READ],
            {"boundary": NOTHING},
            "because no permissions boundary allows the s3:GetObject action",
            id="no boundary",
        ),
        pytest.param(
            [READ, DENY], {}, "with an explicit deny in an identity-based policy", id="denied"
        ),
        pytest.param(
            [READ],
            {"boundary": [READ, DENY]},
            "with an explicit deny in a permissions boundary",
            id="denied by the boundary",
        ),
        pytest.param(
            [READ],
            {"session": [READ, DENY]},
            "with an explicit deny in a session policy",
            id="denied by the session policy",
        ),
        pytest.param(
            [READ],
            {"bucket": "Deny"},
            "with an explicit deny in a resource-based policy",
            id="denied by the bucket",
        ),
    ],
)
def test_a_denial_names_one_kind_of_policy(
    account: WholeAccount, s3: Any, may: list[Any], options: dict[str, Any], tail: str
):
    """Who, what, on which resource (S3 puts it into double quotes), and why."""
    arn = account.role("reader", ROOT_TRUST, *may)
    listed = {k: v if isinstance(v, list) else [v] for k, v in options.items()}
    if "boundary" in listed:
        account.iam.put_role_permissions_boundary(
            RoleName="reader", PermissionsBoundary=boundary(account, *listed["boundary"])
        )
    if "bucket" in options:
        let_in(s3, "*", effect="Deny")
    session = {"Policy": policy(*listed["session"])} if "session" in listed else {}
    lent = account.assume_by_user(arn, **session)
    client = cognito_lab.boto3_session(account.cloud, lent).client("s3")

    status, code, message = refusal(lambda: client.get_object(Bucket=BUCKET, Key=KEY))

    assert (status, code) == (403, "AccessDenied")
    assert message.startswith(
        WHO.format(role="reader") + f's3:GetObject on resource: "{OBJECT}" {tail}'
    )


def test_cognitos_principal_is_the_session(account: WholeAccount, s3: Any):
    """A denied user of an identity pool is the role's session, by its usual name."""
    account.iam.put_role_policy(RoleName="users", PolicyName="may", PolicyDocument=policy(NOTHING))

    _, message = words(
        lambda: account.user_session().client("s3").get_object(Bucket=BUCKET, Key=KEY)
    )

    assert message.startswith(
        f"User: arn:aws:sts::{ACCOUNT_ID}:assumed-role/users/CognitoIdentityCredentials is not "
    )


def test_dynamodb_quotes_nothing_and_listing_buckets_names_no_resource(account: WholeAccount):
    """The family decides the spelling."""
    stranger = account.session(NOTHING)

    table = refusal(lambda: stranger.client("dynamodb").scan(TableName="notes"))
    buckets = words(lambda: stranger.client("s3").list_buckets())

    assert table[:2] == (400, "AccessDeniedException")
    assert (
        "dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:123456789012:table/notes "
        in (table[2])
    )
    assert "perform: s3:ListAllMyBuckets because no identity-based policy" in buckets[1]


# --- the simulator --------------------------------------------------------------------------------


def test_the_simulator_names_the_statement_and_what_it_misses(account: WholeAccount):
    """SimulateCustomPolicy points at the matched statement, and names keys without a value."""
    text = policy({**READ, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}})
    ask = {"PolicyInputList": [text], "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT]}
    team = {
        "ContextKeyName": "aws:PrincipalTag/team",
        "ContextKeyType": "string",
        "ContextKeyValues": ["red"],
    }

    blind = account.iam.simulate_custom_policy(**ask)["EvaluationResults"][0]
    seeing = account.iam.simulate_custom_policy(**ask, ContextEntries=[team])
    result = seeing["EvaluationResults"][0]

    assert blind["EvalDecision"] == "implicitDeny"
    (part,) = blind["ResourceSpecificResults"]
    assert part["MissingContextValues"] == ["aws:PrincipalTag/team"]
    assert result["EvalDecision"] == "allowed"
    (matched,) = result["MatchedStatements"]
    start, end = matched["StartPosition"]["Column"], matched["EndPosition"]["Column"]
    assert text[start - 1 : end].count("s3:GetObject") == 1


def test_the_simulator_knows_a_principals_own_policies(account: WholeAccount):
    """SimulatePrincipalPolicy takes a user's policies and boundary into account."""
    limit = boundary(account, {**EVERYTHING, "Action": "s3:Get*"})
    user(account, {**EVERYTHING, "Action": "s3:*"}, boundary=limit)

    answered = account.iam.simulate_principal_policy(
        PolicySourceArn=f"arn:aws:iam::{ACCOUNT_ID}:user/clerk",
        ActionNames=["s3:GetObject", "s3:PutObject"],
        ResourceArns=[OBJECT],
    )["EvaluationResults"]

    assert [result["EvalDecision"] for result in answered] == ["allowed", "implicitDeny"]
    detail = answered[1]["PermissionsBoundaryDecisionDetail"]
    assert detail == {"AllowedByPermissionsBoundary": False}


def test_a_policy_that_is_none_is_refused(account: WholeAccount):
    """IAM: 400 MalformedPolicyDocument; S3: MalformedPolicy."""
    bad = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "allow"}]})
    account.admin.client("s3").create_bucket(Bucket=BUCKET)
    account.iam.create_user(UserName="clerk")

    iam = refusal(
        lambda: account.iam.put_user_policy(UserName="clerk", PolicyName="may", PolicyDocument=bad)
    )
    bucket = refusal(
        lambda: account.admin.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=bad)
    )

    assert iam[:2] == (400, "MalformedPolicyDocument")
    assert bucket[:2] == (400, "MalformedPolicy")
