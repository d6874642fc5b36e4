"""Every decision can be asked why."""

from typing import Any

import pytest
from policy_builders import (
    ALICE,
    BUCKET,
    CAT,
    IDENTITY_ID,
    SESSION,
    SESSION_ARN,
    allow,
    ask,
    bucket_policy,
    deny,
    policy,
)

from cognito_lab.policy import Effect, Layer, Policies, decide
from cognito_lab.policy.matching import Check

SUB = "cognito-identity.amazonaws.com:sub"
WHO = (SESSION_ARN, str(SESSION.role_arn))


def test_every_statement_is_reported_in_order() -> None:
    """A decision holds each statement with its place, its effect and whether it applies."""
    reads = policy(allow("s3:GetObject", Sid="Read"), deny("s3:PutObject"), name="reads")
    bucket = bucket_policy(allow("s3:*", BUCKET, Principal={"AWS": ALICE.arn}))

    statements = decide(ask(), Policies(identity=(reads,), resource=(bucket,))).statements

    assert [
        (result.layer, result.policy.name, result.sid, result.index, result.effect, result.applies)
        for result in statements
    ] == [
        (Layer.RESOURCE, "", "", 0, Effect.ALLOW, False),
        (Layer.IDENTITY, "reads", "Read", 0, Effect.ALLOW, True),
        (Layer.IDENTITY, "reads", "", 1, Effect.DENY, False),
    ]


def test_a_mismatch_says_what_was_compared_with_what() -> None:
    """The first element that does not match is given with both sides, variables filled in."""
    own_folder = policy(allow("s3:GetObject", f"{BUCKET}/${{{SUB}}}/*"))

    result = decide(ask(context={SUB: IDENTITY_ID}), Policies(identity=(own_folder,))).statements[0]

    assert result.mismatch == Check("Resource", False, (CAT,), (f"{BUCKET}/{IDENTITY_ID}/*",))


def test_each_element_has_its_mismatch() -> None:
    """Principal, action, resource and condition each name themselves when they do not match."""
    named = {"Principal": {"AWS": SESSION.arn}}
    bucket = bucket_policy(
        allow("s3:*", Principal={"AWS": ALICE.arn}),
        allow("s3:PutObject", **named),
        allow("s3:*", BUCKET, **named),
        allow("s3:*", Condition={"Bool": {"aws:SecureTransport": "true"}}, **named),
        allow("s3:*", **named),
    )

    results = decide(ask(), Policies(resource=(bucket,))).statements

    assert [result.mismatch and result.mismatch.element for result in results] == [
        "Principal",
        "Action",
        "Resource",
        "Condition Bool aws:SecureTransport",
        None,
    ]


def test_a_principal_that_does_not_match_is_compared_by_kind_and_name() -> None:
    """The names of a `Principal` are shown with their kinds; everybody is just a star."""
    bucket = bucket_policy(
        allow("s3:*", Principal={"AWS": ALICE.arn, "Service": "s3.amazonaws.com"}),
        deny("s3:*", NotPrincipal={"AWS": "*"}),
    )

    one, other = decide(ask(), Policies(resource=(bucket,))).statements

    assert one.mismatch == Check(
        "Principal", False, WHO, (f"AWS {ALICE.arn}", "Service s3.amazonaws.com")
    )
    assert other.mismatch == Check("NotPrincipal", False, WHO, ("*",))


def test_all_checks_can_be_seen_not_only_the_first_that_failed() -> None:
    """For a picture of the statement every element says whether it matched."""
    statement = allow("s3:Put*", BUCKET, Condition={"StringEquals": {"aws:PrincipalTag/a": "1"}})

    result = decide(
        ask(context={"aws:PrincipalTag/a": "1"}), Policies(identity=(policy(statement),))
    ).statements[0]

    assert [(check.element, check.matched) for check in result.checks] == [
        ("Action", False),
        ("Resource", False),
        ("Condition StringEquals aws:PrincipalTag/a", True),
    ]


def test_a_missing_key_is_said_in_words() -> None:
    """A condition on a key that the request does not have says so."""
    statement = allow(Condition={"StringEquals": {"aws:PrincipalTag/team": ["red", "blue"]}})

    mismatch = decide(ask(), Policies(identity=(policy(statement),))).statements[0].mismatch

    assert str(mismatch) == (
        "Condition StringEquals aws:PrincipalTag/team:"
        " (the request has no such key) does not fit red, blue"
    )


def test_an_explanation_reads_like_an_answer() -> None:
    """A learner gets the verdict, who asked, the reason, and a line for each statement."""
    reads = policy(
        allow("s3:GetObject", Sid="Read"), deny("s3:*", f"{BUCKET}/cats/*", Sid="NoCats"), name="p"
    )

    decision = decide(ask(), Policies(identity=(reads,)))

    assert decision.explain() == "\n".join(
        [
            f"DENIED: s3:GetObject on {CAT}",
            f"asked by {SESSION_ARN}",
            "with an explicit deny in an identity-based policy",
            '- identity-based policy "p", statement 1 "Read" (Allow) applies',
            '- identity-based policy "p", statement 2 "NoCats" (Deny) applies',
        ]
    )


def test_an_explanation_without_policies_says_so() -> None:
    """Where there is no statement at all, the explanation says that instead of nothing."""
    assert decide(ask(), Policies()).explain().endswith("- no policy has a statement")


def test_a_permission_gives_its_reason_too() -> None:
    """An allowed decision is true, shows itself as allowed, and names what granted."""
    decision = decide(ask(), Policies(identity=(policy(allow()),)))

    assert decision
    assert repr(decision) == (
        f"<ALLOWED: s3:GetObject on {CAT}"
        " because an identity-based policy allows the s3:GetObject action;"
        " statements that decided: 1 of 1>"
    )


def test_missing_context_lists_the_keys_that_were_not_given() -> None:
    """Keys that the policies read and the request lacks are named once, as written, sorted."""
    reads = policy(
        allow(
            "s3:*",
            f"{BUCKET}/${{aws:PrincipalTag/Team}}/${{*}}",
            Condition={"StringEquals": {"aws:principaltag/team": "${aws:userid}"}},
        ),
        allow("ec2:*", Condition={"Null": {"aws:TokenIssueTime": "true"}}),
        allow("ec2:*", Condition={"ForAnyValue:StringLike": {"aws:TagKeys": "x"}}),
    )

    decision = decide(ask(context={"AWS:USERID": "AROA:x", "aws:TagKeys": ()}),
                      Policies(identity=(reads,)))  # fmt: skip

    assert decision.missing_context == (
        "aws:TagKeys",
        "aws:TokenIssueTime",
        "aws:principaltag/team",
    )


@pytest.mark.parametrize(
    ("policies", "asked"),
    [
        pytest.param(
            Policies(session=(policy(allow()),)),
            (Layer.IDENTITY, Layer.SESSION),
            id="own policies, and the session's narrow them",
        ),
        pytest.param(
            Policies(resource=(bucket_policy(allow(Principal={"AWS": SESSION_ARN})),)),
            (Layer.RESOURCE,),
            id="the resource names the very session, so nobody else is asked",
        ),
    ],
)
def test_a_decision_says_which_layers_had_to_allow(policies, asked) -> None:
    """Whoever reads a decision sees whose Allow was needed, in the order of asking."""
    assert decide(ask(), policies).asked == asked


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
            "NotAction: s3:GetObject fits s3:*",
            id="an action that is excepted",
        ),
        pytest.param(
            {"Effect": "Deny", "Action": "s3:*", "NotResource": CAT},
            f"NotResource: {CAT} fits {CAT}",
            id="a resource that is excepted",
        ),
        pytest.param(
            allow(Condition={"StringNotEquals": {"aws:PrincipalTag/team": "red"}}),
            "Condition StringNotEquals aws:PrincipalTag/team: red fits red",
            id="a value that must not be",
        ),
        pytest.param(
            allow(Condition={"ForAnyValue:StringNotEquals": {"aws:TagKeys": "red"}}),
            "Condition ForAnyValue:StringNotEquals aws:TagKeys: (the request has no such key)"
            " does not fit red",
            id="a value that must not be, and no key",
        ),
    ],
)
def test_an_exception_says_that_it_is_met(statement: dict[str, Any], said: str) -> None:
    """Where an element wants the opposite, its explanation still says truly what fits what."""
    request = ask(context={"aws:PrincipalTag/team": "red"})

    result = decide(request, Policies(identity=(policy(statement),))).statements[0]

    assert str(result.mismatch) == said


def test_a_missing_key_that_suffices_is_said_so() -> None:
    """A condition that a missing key meets does not pretend that something fitted."""
    statement = allow(Condition={"StringEqualsIfExists": {"aws:PrincipalTag/team": "red"}})

    *_, last = decide(ask(), Policies(identity=(policy(statement),))).statements[0].checks

    assert str(last) == (
        "Condition StringEqualsIfExists aws:PrincipalTag/team:"
        " (the request has no such key) is enough beside red"
    )


def test_an_empty_value_is_not_a_missing_key() -> None:
    """A key with an empty value, such as the prefix of a whole listing, is shown as two quotes."""
    statement = allow(Condition={"StringLike": {"s3:prefix": "home/*"}})

    decision = decide(ask(context={"s3:prefix": ""}), Policies(identity=(policy(statement),)))

    assert str(decision.statements[0].mismatch) == (
        'Condition StringLike s3:prefix: "" does not fit home/*'
    )


def test_a_star_that_a_variable_brings_is_shown_as_a_plain_character() -> None:
    """A wildcard inside a variable's value has no power, and is written as policies write that."""
    home = policy(allow("s3:GetObject", f"{BUCKET}/${{aws:PrincipalTag/home}}/*"))

    decision = decide(ask(context={"aws:PrincipalTag/home": "*?"}), Policies(identity=(home,)))

    mismatch = decision.statements[0].mismatch
    assert mismatch is not None
    assert mismatch.wanted == (f"{BUCKET}/${{*}}${{?}}/*",)


def test_a_role_session_is_compared_by_its_roles_arn_too() -> None:
    """A principal's mismatch shows the role's own ARN, whose path the session's ARN lacks."""
    other = {"AWS": "arn:aws:iam::123456789012:role/photos"}

    mismatch = (
        decide(ask(), Policies(resource=(bucket_policy(allow("s3:*", Principal=other)),)))
        .statements[0]
        .mismatch
    )

    assert mismatch is not None
    assert mismatch.found == WHO
