"""Actions, resources and principals: what a statement speaks of."""

from typing import Any

import pytest
from policy_builders import (
    ACCOUNT,
    ALICE,
    ANYBODY,
    BUCKET,
    CAT,
    COGNITO,
    IDENTITY_ID,
    LAMBDA,
    OTHER_ACCOUNT,
    ROLE_ARN,
    ROOT,
    SESSION,
    SESSION_ARN,
    allow,
    ask,
    bucket_policy,
    deny,
    policy,
)

from cognito_lab.policy import Document, Effect, Policies, Principal, Request, decide


def applies(statement: Any, request: Request, version: str = "2012-10-17") -> bool:
    """Whether the one statement of an identity policy applies to the request."""
    only = policy(statement, version=version)
    return decide(request, Policies(identity=(only,))).statements[0].applies


@pytest.mark.parametrize(
    ("written", "asked", "expected"),
    [
        pytest.param("s3:GetObject", "s3:GetObject", True, id="the same name"),
        pytest.param("S3:getOBJECT", "s3:GetObject", True, id="another case"),
        pytest.param("s3:GetObject", "S3:GETOBJECT", True, id="another case in the request"),
        pytest.param("s3:Get*", "s3:GetObject", True, id="a star at the end"),
        pytest.param("s3:*Object", "s3:GetObject", True, id="a star at the start"),
        pytest.param("s3:?etObject", "s3:GetObject", True, id="a question mark"),
        pytest.param("*", "s3:GetObject", True, id="everything"),
        pytest.param("s3:*", "s3:GetObject", True, id="everything of a service"),
        pytest.param("s3:GetObject", "s3:GetObjectAcl", False, id="a longer name"),
        pytest.param("s3:GetObject*", "s3:GetObject", True, id="a star takes nothing"),
        pytest.param("s3:*", "s3express:GetObject", False, id="another service"),
        pytest.param("iam:*", "s3:GetObject", False, id="another service's everything"),
        pytest.param(["iam:*", "s3:Get*"], "s3:GetObject", True, id="one of a list"),
        pytest.param(["iam:*", "s3:Put*"], "s3:GetObject", False, id="none of a list"),
    ],
)
def test_actions(written: Any, asked: str, expected: bool) -> None:
    """An action is one of the listed names, wildcards allowed, without regard to case."""
    assert applies(allow(written), ask(asked)) is expected


@pytest.mark.parametrize(
    ("written", "asked", "expected"),
    [
        pytest.param(CAT, CAT, True, id="the same ARN"),
        pytest.param(f"{BUCKET}/*", CAT, True, id="a star crosses slashes"),
        pytest.param("arn:aws:s3:::*", CAT, True, id="every bucket and object"),
        pytest.param("*", CAT, True, id="everything"),
        pytest.param("arn:aws:s3:::photo?/cats/*", CAT, True, id="a question mark"),
        pytest.param(f"{BUCKET}/CATS/*", CAT, False, id="case counts"),
        pytest.param(BUCKET, CAT, False, id="the bucket is not its objects"),
        pytest.param(f"{BUCKET}/*", BUCKET, False, id="the objects are not the bucket"),
        pytest.param(f"{BUCKET}*", f"{BUCKET}-private/x", True, id="a star without a slash"),
        pytest.param("arn:aws:s3:::*", "*", False, id="an ARN is not the star of ListAllMyBuckets"),
        pytest.param("*", "*", True, id="only a star is"),
        pytest.param(["arn:aws:s3:::b", CAT], CAT, True, id="one of a list"),
    ],
)
def test_resources(written: Any, asked: str, expected: bool) -> None:
    """A resource is one of the listed ARNs, wildcards allowed, case and all."""
    assert applies(allow("s3:*", written), ask("s3:GetObject", asked)) is expected


@pytest.mark.parametrize(
    ("written", "asked", "expected"),
    [
        pytest.param("photos/${cognito-identity.amazonaws.com:sub}/*", f"photos/{IDENTITY_ID}/x",
                     True, id="one's own folder"),
        pytest.param("photos/${cognito-identity.amazonaws.com:sub}/*", "photos/someone/x", False,
                     id="someone else's folder"),
        pytest.param("photos/${aws:username}/*", "photos//x", False, id="no value: no resource"),
        pytest.param("photos/${aws:username}/*", "photos/${aws:username}/x", False,
                     id="no value: not even the text itself"),
        pytest.param("b-${aws:PrincipalTag/team, 'company-wide'}", "b-company-wide", True,
                     id="a default"),
        pytest.param("photos/${*}", "photos/*", True, id="an escaped star is a star"),
        pytest.param("photos/${*}", "photos/x", False, id="and nothing else"),
        pytest.param("photos/${$}", "photos/$", True, id="an escaped dollar sign"),
    ],
)  # fmt: skip
def test_variables_in_resources(written: str, asked: str, expected: bool) -> None:
    """A variable stands for the value in the request; one without a value resembles nothing."""
    request = ask(
        "s3:GetObject",
        f"arn:aws:s3:::{asked}",
        context={"cognito-identity.amazonaws.com:sub": IDENTITY_ID},
    )

    assert applies(allow("s3:*", f"arn:aws:s3:::{written}"), request) is expected


def test_variables_count_only_after_the_fifth_colon() -> None:
    """In the first five fields of an ARN a variable is plain text."""
    request = ask(
        "sqs:SendMessage",
        f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue",
        context={"aws:PrincipalAccount": ACCOUNT, "aws:PrincipalTag/queue": "queue"},
    )
    in_fifth = "arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:queue"
    in_sixth = "arn:aws:sqs:us-east-1:*:${aws:PrincipalTag/queue}"

    assert not applies(allow("sqs:*", in_fifth), request)
    assert applies(allow("sqs:*", in_sixth), request)


def test_the_language_of_2008_has_no_variables() -> None:
    """Without Version 2012-10-17 a variable is plain text, in resources and in conditions."""
    context = {"aws:PrincipalTag/team": "red", "s3:prefix": "${aws:PrincipalTag/team}"}
    resource = f"{BUCKET}/${{aws:PrincipalTag/team}}"
    condition = {"StringEquals": {"s3:prefix": "${aws:PrincipalTag/team}"}}
    statement = allow("s3:*", resource, Condition=condition)

    assert applies(statement, ask(resource=resource, context=context), version="2008-10-17")
    assert not applies(statement, ask(resource=f"{BUCKET}/red", context=context))


@pytest.mark.parametrize(
    ("statement", "action", "resource", "expected"),
    [
        pytest.param(allow(NotAction="s3:DeleteBucket", resource="arn:aws:s3:::*"),
                     "s3:GetObject", CAT, True, id="NotAction: everything that is not listed"),
        pytest.param(allow(NotAction="s3:DeleteBucket", resource="arn:aws:s3:::*"),
                     "s3:DeleteBucket", BUCKET, False, id="NotAction: not what is listed"),
        pytest.param(allow(NotAction="s3:DeleteBucket", resource="arn:aws:s3:::*"),
                     "s3:ListAllMyBuckets", "*", False, id="NotAction: only on its resources"),
        pytest.param(allow(NotAction="iam:*"), "ec2:RunInstances", "*", True,
                     id="NotAction: every other service"),
        pytest.param(allow(NotAction=["IAM:*", "s3:*"]), "s3:GetObject", CAT, False,
                     id="NotAction: none of a list, in any case"),
        pytest.param(allow("s3:*", NotResource=f"{BUCKET}/private/*"), "s3:GetObject", CAT, True,
                     id="NotResource: every other resource"),
        pytest.param(allow("s3:*", NotResource=f"{BUCKET}/*"), "s3:GetObject", CAT, False,
                     id="NotResource: not what is listed"),
        pytest.param(allow("s3:*", NotResource=f"{BUCKET}/${{aws:username}}"), "s3:GetObject", CAT,
                     True, id="NotResource: a variable without a value excludes nothing"),
    ],
)  # fmt: skip
def test_the_not_elements(statement: Any, action: str, resource: str, expected: bool) -> None:
    """`NotAction` and `NotResource` speak of everything that they do not list."""
    assert applies(statement, ask(action, resource)) is expected


def test_allow_with_not_action_does_not_deny_the_listed_actions() -> None:
    """What `NotAction` leaves out another statement may still allow."""
    both = policy(allow(NotAction="iam:*"), allow("iam:GetUser"))

    assert decide(ask("iam:GetUser", "*"), Policies(identity=(both,)))


def test_deny_with_not_action_denies_the_rest_and_allows_nothing() -> None:
    """`Deny` with `NotAction` strikes what is not listed, and grants nothing of the list."""
    only_deny = policy(deny(NotAction="s3:GetObject"))

    assert decide(ask("iam:GetUser", "*"), Policies(identity=(only_deny,))).explicit
    listed = decide(ask("s3:GetObject"), Policies(identity=(only_deny,)))
    assert not listed
    assert not listed.explicit


def names(principal: Any, caller: Principal, element: str = "Principal") -> bool:
    """Whether a Deny with that principal in a bucket policy strikes the caller."""
    statement = deny("s3:*", BUCKET, **{element: principal})
    decision = decide(
        ask("s3:ListBucket", BUCKET, who=caller), Policies(resource=(bucket_policy(statement),))
    )
    return decision.explicit


@pytest.mark.parametrize(
    ("principal", "caller", "expected"),
    [
        pytest.param("*", ANYBODY, True, id="the star names nobody in particular, so everybody"),
        pytest.param({"AWS": "*"}, ANYBODY, True, id="so does the star under AWS"),
        pytest.param("*", SESSION, True, id="a star and a session"),
        pytest.param("*", LAMBDA, True, id="a star and a service"),
        pytest.param({"AWS": ALICE.arn}, ALICE, True, id="a user"),
        pytest.param({"AWS": ALICE.arn.replace("alice", "Alice")}, ALICE, False, id="case counts"),
        pytest.param({"AWS": ROLE_ARN}, SESSION, True, id="the role of a session"),
        pytest.param({"AWS": SESSION_ARN}, SESSION, True, id="the session itself"),
        pytest.param({"AWS": f"{SESSION_ARN}2"}, SESSION, False, id="another session of the role"),
        pytest.param({"AWS": f"arn:aws:iam::{ACCOUNT}:role/PhotoReader"}, SESSION, False,
                     id="the role without its path"),
        pytest.param({"AWS": ACCOUNT}, ALICE, True, id="the account by its number"),
        pytest.param({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, SESSION, True,
                     id="the account by its root"),
        pytest.param({"AWS": ACCOUNT}, ROOT, True, id="root and its account"),
        pytest.param({"AWS": OTHER_ACCOUNT}, ALICE, False, id="another account"),
        pytest.param({"AWS": ACCOUNT}, ANYBODY, False, id="an account and nobody"),
        pytest.param({"AWS": [OTHER_ACCOUNT, ALICE.arn]}, ALICE, True, id="one of a list"),
        pytest.param({"Service": LAMBDA.arn}, LAMBDA, True, id="a service"),
        pytest.param({"Service": "s3.amazonaws.com"}, LAMBDA, False, id="another service"),
        pytest.param({"AWS": ACCOUNT, "Service": LAMBDA.arn}, LAMBDA, True, id="one of two kinds"),
        pytest.param({"Federated": COGNITO.arn}, COGNITO, True, id="an identity provider"),
        pytest.param({"Federated": COGNITO.arn}, SESSION, False,
                     id="a provider is not the session that came from it"),
        pytest.param({"Service": COGNITO.arn}, COGNITO, False, id="the wrong kind"),
        pytest.param({"CanonicalUser": "79a59df900b949e5"}, ALICE, False,
                     id="a canonical user is nobody here"),
    ],
)  # fmt: skip
def test_principals(principal: Any, caller: Principal, expected: bool) -> None:
    """A principal is named by its ARN, its role, its account, its kind, or by the star."""
    assert names(principal, caller) is expected


@pytest.mark.parametrize(
    ("principal", "caller", "expected"),
    [
        pytest.param({"AWS": ALICE.arn}, ALICE, False, id="the named user is spared"),
        pytest.param({"AWS": ALICE.arn}, SESSION, True, id="another caller is struck"),
        pytest.param({"AWS": ALICE.arn}, ANYBODY, True, id="nobody is struck too"),
        pytest.param({"AWS": ROLE_ARN}, SESSION, False, id="the session of a named role is spared"),
        pytest.param({"AWS": [ALICE.arn, OTHER_ACCOUNT]}, SESSION, True, id="named neither way"),
    ],
)
def test_not_principal(principal: Any, caller: Principal, expected: bool) -> None:
    """`NotPrincipal` speaks of everybody whom it does not name."""
    assert names(principal, caller, "NotPrincipal") is expected


def test_a_list_is_the_same_as_its_only_member() -> None:
    """One value and a list of one value mean the same, for statements, actions and resources."""
    single = allow("s3:GetObject", CAT)
    listed = allow(["s3:GetObject"], [CAT])
    document = policy(single)

    assert isinstance(document, Document)
    assert document.statements[0].effect is Effect.ALLOW
    assert applies(single, ask())
    assert applies(listed, ask())
