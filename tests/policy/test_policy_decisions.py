"""The decision: the order of the layers, and what each of them can do.

Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic".
"""

from typing import Any

import pytest
from policy_builders import (
    ACCOUNT,
    ALICE,
    ANYBODY,
    BUCKET,
    CAT,
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
    trust,
    trust_policy,
)

from cognito_lab.policy import Document, Layer, Policies, PolicyKind, Principal, decide

ALLOWS = policy(allow("s3:*"))
SILENT = policy(allow("ec2:*"))
DENIES = policy(deny("s3:*"))


def grants(principal: Any) -> Document:
    """A bucket policy that lets this principal read."""
    return bucket_policy(allow("s3:GetObject", f"{BUCKET}/*", Principal=principal))


# --- one account, no resource policy --------------------------------------------------------------


def test_without_a_policy_everything_is_refused() -> None:
    """Nobody may do anything that no policy allows."""
    decision = decide(ask(), Policies())

    assert not decision
    assert decision.layer is Layer.IDENTITY
    assert not decision.explicit
    assert decision.determining == ()


def test_one_allow_is_enough() -> None:
    """One of several identity policies may allow."""
    decision = decide(ask(), Policies(identity=(SILENT, ALLOWS)))

    assert decision.allowed
    assert decision.layer is Layer.IDENTITY
    assert [result.policy for result in decision.determining] == [ALLOWS]


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param("identity", id="an identity policy"),
        pytest.param("boundary", id="a permissions boundary"),
        pytest.param("session", id="a session policy"),
        pytest.param("scp", id="a service control policy"),
        pytest.param("rcp", id="a resource control policy"),
        pytest.param("resource", id="a resource policy"),
    ],
)
def test_an_explicit_deny_anywhere_ends_the_matter(layer: str) -> None:
    """A Deny wins over every Allow, wherever it stands and however the others allow."""
    denying = (
        bucket_policy(deny("s3:*", f"{BUCKET}/*", Principal="*"))
        if layer in ("resource", "rcp")
        else DENIES
    )
    layers: dict[str, Any] = {"identity": (ALLOWS,), "resource": (grants("*"),)}
    layers[layer] = (*layers.get(layer, ()), denying)

    decision = decide(ask(), Policies(**layers))

    assert not decision
    assert decision.explicit
    assert decision.layer.name == layer.upper()
    assert [result.policy for result in decision.determining] == [denying]


@pytest.mark.parametrize(
    ("layers", "refusing"),
    [
        pytest.param({"identity": (SILENT,)}, Layer.IDENTITY, id="identity says nothing"),
        pytest.param({"boundary": (SILENT,)}, Layer.BOUNDARY, id="the boundary says nothing"),
        pytest.param({"boundary": ()}, Layer.BOUNDARY, id="the boundary is empty"),
        pytest.param({"session": (SILENT,)}, Layer.SESSION, id="the session policy says nothing"),
        pytest.param({"session": ()}, Layer.SESSION, id="the session policies are empty"),
        pytest.param({"scp": (SILENT,)}, Layer.SCP, id="the organization says nothing"),
        pytest.param({"rcp": (SILENT,)}, Layer.RCP, id="the resource's organization says nothing"),
        pytest.param({"scp": (SILENT,), "identity": ()}, Layer.SCP, id="the organization is first"),
        pytest.param({"boundary": (SILENT,), "session": (SILENT,)}, Layer.BOUNDARY,
                     id="the boundary is asked before the session"),
        pytest.param({"identity": (), "boundary": (SILENT,)}, Layer.IDENTITY,
                     id="identity is asked before the boundary"),
    ],
)  # fmt: skip
def test_every_layer_that_exists_must_allow(layers: dict[str, Any], refusing: Layer) -> None:
    """The first layer without an Allow refuses, although identity policies allow."""
    decision = decide(ask(), Policies(**{"identity": (ALLOWS,), **layers}))

    assert not decision
    assert not decision.explicit
    assert decision.layer is refusing


def test_every_layer_allows() -> None:
    """With an Allow in every layer the request goes through, and each of them took part."""
    decision = decide(
        ask(),
        Policies(identity=(ALLOWS,), boundary=(ALLOWS,), session=(ALLOWS,), scp=(ALLOWS,)),
    )

    assert decision
    assert [result.layer for result in decision.determining] == [
        Layer.SCP,
        Layer.IDENTITY,
        Layer.BOUNDARY,
        Layer.SESSION,
    ]


def test_session_policies_join_before_they_narrow() -> None:
    """Of several session policies one has to allow; the role has to allow as well."""
    several = (SILENT, policy(allow("s3:GetObject")))

    assert decide(ask(), Policies(identity=(ALLOWS,), session=several))
    assert not decide(ask("s3:PutObject"), Policies(identity=(ALLOWS,), session=several))
    assert not decide(ask("ec2:RunInstances", "*"), Policies(identity=(ALLOWS,), session=several))


def test_no_limits_is_not_the_same_as_empty_limits() -> None:
    """A layer that is None does not exist; an empty one exists and allows nothing."""
    assert decide(ask(), Policies(identity=(ALLOWS,), boundary=None, session=None))
    assert not decide(ask(), Policies(identity=(ALLOWS,), session=()))


# --- one account, with a resource policy: AWS's table ---------------------------------------------

# caller, whom the bucket policy names, identity, boundary, session: and who refuses (None: nobody)
SAME_ACCOUNT = [
    pytest.param(ALICE, ALICE.arn, (), None, None, None,
                 id="a user by name: enough alone"),
    pytest.param(ALICE, ALICE.arn, (SILENT,), (SILENT,), None, None,
                 id="a user by name: silent identity policy and boundary do not matter"),
    pytest.param(SESSION, SESSION_ARN, (), None, None, None,
                 id="a role session by name: enough alone"),
    pytest.param(SESSION, SESSION_ARN, (SILENT,), (SILENT,), (SILENT,), None,
                 id="a role session by name: beats silent identity, boundary and session policy"),
    pytest.param(SESSION, ROLE_ARN, (), None, None, None,
                 id="a role by name: no identity policy needed"),
    pytest.param(SESSION, ROLE_ARN, (), (SILENT,), None, Layer.BOUNDARY,
                 id="a role by name: the boundary still limits"),
    pytest.param(SESSION, ROLE_ARN, (), None, (SILENT,), Layer.SESSION,
                 id="a role by name: the session policy still limits"),
    pytest.param(SESSION, ROLE_ARN, (), (ALLOWS,), (ALLOWS,), None,
                 id="a role by name: limits that allow"),
    pytest.param(ALICE, ACCOUNT, (), None, None, Layer.IDENTITY,
                 id="the account: delegates, so identity must allow"),
    pytest.param(SESSION, ACCOUNT, (ALLOWS,), None, None, None,
                 id="the account: identity allows"),
    pytest.param(SESSION, ACCOUNT, (ALLOWS,), None, (SILENT,), Layer.SESSION,
                 id="the account: session policies limit as always"),
    pytest.param(ROOT, ACCOUNT, (), None, None, None,
                 id="the account and its root: named directly"),
    pytest.param(SESSION, "*", (), None, None, None,
                 id="everybody: a session"),
    pytest.param(SESSION, "*", (SILENT,), (SILENT,), (SILENT,), None,
                 id="everybody: no limit matters"),
    pytest.param(ANYBODY, "*", (), None, None, None,
                 id="everybody: nobody in particular"),
    pytest.param(ANYBODY, ACCOUNT, (), None, None, Layer.RESOURCE,
                 id="the account: nobody in particular"),
    pytest.param(SESSION, f"{SESSION_ARN}2", (), None, None, Layer.IDENTITY,
                 id="another session by name"),
    pytest.param(SESSION, f"{SESSION_ARN}2", (ALLOWS,), None, None, None,
                 id="another session by name, but identity allows"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "named", "identity", "boundary", "session", "refusing"), SAME_ACCOUNT
)
def test_how_directly_a_resource_policy_names_the_caller(
    who: Principal,
    named: str,
    identity: tuple[Document, ...],
    boundary: tuple[Document, ...] | None,
    session: tuple[Document, ...] | None,
    refusing: Layer | None,
) -> None:
    """The more directly a resource policy names the caller, the fewer others have to allow."""
    policies = Policies(
        identity=identity,
        boundary=boundary,
        session=session,
        resource=(grants({"AWS": named}),),
    )

    decision = decide(ask(who=who), policies)

    assert decision.allowed is (refusing is None)
    if refusing is not None:
        assert decision.layer is refusing
        assert not decision.explicit


def test_the_strongest_of_several_grants_counts() -> None:
    """Where one statement names the account and another the session, the latter decides."""
    both = bucket_policy(
        allow("s3:*", f"{BUCKET}/*", Principal={"AWS": ACCOUNT}),
        allow("s3:*", f"{BUCKET}/*", Principal={"AWS": SESSION_ARN}),
    )

    assert decide(ask(), Policies(resource=(both,), session=(SILENT,)))


def test_allow_with_not_principal_lets_everybody_else_in() -> None:
    """`Allow` with `NotPrincipal` opens the resource to all but the named, anonymous included."""
    all_but_alice = bucket_policy(
        allow("s3:GetObject", f"{BUCKET}/*", NotPrincipal={"AWS": ALICE.arn})
    )

    assert decide(ask(who=ANYBODY), Policies(resource=(all_but_alice,)))
    assert not decide(ask(who=ALICE), Policies(resource=(all_but_alice,)))


def test_a_service_lives_by_the_resource_policy_alone() -> None:
    """A service principal has no identity policies, so the resource policy decides."""
    named = grants({"Service": LAMBDA.arn})

    assert decide(ask(who=LAMBDA), Policies(resource=(named,)))
    refused = decide(ask(who=LAMBDA), Policies(identity=(ALLOWS,)))
    assert not refused
    assert refused.layer is Layer.RESOURCE


# --- two accounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "refusing"),
    [
        pytest.param({"identity": (ALLOWS,), "resource": (grants({"AWS": SESSION_ARN}),)}, None,
                     id="both sides allow"),
        pytest.param({"identity": (ALLOWS,), "resource": (grants({"AWS": ACCOUNT}),)}, None,
                     id="both sides allow, the account is named"),
        pytest.param({"identity": (ALLOWS,), "resource": (grants("*"),)}, None,
                     id="both sides allow, everybody is named"),
        pytest.param({"identity": (ALLOWS,)}, Layer.RESOURCE, id="no resource policy"),
        pytest.param({"resource": (grants({"AWS": SESSION_ARN}),)}, Layer.IDENTITY,
                     id="no identity policy, though the session is named"),
        pytest.param({"resource": (grants("*"),)}, Layer.IDENTITY,
                     id="no identity policy, though everybody is named"),
        pytest.param({"identity": (ALLOWS,), "session": (SILENT,),
                      "resource": (grants({"AWS": SESSION_ARN}),)}, Layer.SESSION,
                     id="the session policy limits even a named session"),
        pytest.param({"identity": (ALLOWS,), "boundary": (SILENT,),
                      "resource": (grants("*"),)}, Layer.BOUNDARY,
                     id="the boundary limits even where everybody is named"),
    ],
)  # fmt: skip
def test_between_accounts_both_sides_must_allow(
    layers: dict[str, Any], refusing: Layer | None
) -> None:
    """The caller's account and the resource's account each have to allow."""
    decision = decide(ask(owner=OTHER_ACCOUNT), Policies(**layers))

    assert decision.allowed is (refusing is None)
    if refusing is not None:
        assert decision.layer is refusing


def test_naming_the_own_account_is_not_crossing_a_border() -> None:
    """A resource whose account is the caller's own is decided within the account."""
    assert decide(ask(owner=ACCOUNT), Policies(identity=(ALLOWS,)))


def test_anybody_needs_only_the_other_accounts_resource_policy() -> None:
    """An anonymous caller belongs to no account, so only the resource's side is asked."""
    assert decide(ask(who=ANYBODY, owner=OTHER_ACCOUNT), Policies(resource=(grants("*"),)))


# --- assuming a role: the trust policy has to allow in any case -----------------------------------

ASSUME = policy(allow("sts:AssumeRole"))


@pytest.mark.parametrize(
    ("named", "identity", "owner", "refusing"),
    [
        pytest.param(ALICE.arn, (), "", None, id="a named user needs nothing else"),
        pytest.param(ACCOUNT, (), "", Layer.IDENTITY, id="the account delegates"),
        pytest.param(ACCOUNT, (ASSUME,), "", None, id="the account delegates, identity allows"),
        pytest.param(OTHER_ACCOUNT, (ASSUME,), "", Layer.TRUST, id="identity alone never suffices"),
        pytest.param(ALICE.arn, (), OTHER_ACCOUNT, Layer.IDENTITY, id="two accounts: one side"),
        pytest.param(ALICE.arn, (ASSUME,), OTHER_ACCOUNT, None, id="two accounts: both sides"),
        pytest.param(ACCOUNT, (ASSUME,), OTHER_ACCOUNT, None, id="two accounts: account named"),
    ],
)
def test_a_trust_policy_must_allow_in_any_case(
    named: str, identity: tuple[Document, ...], owner: str, refusing: Layer | None
) -> None:
    """Assuming a role asks the trust policy always, and the caller's policies unless named."""
    policies = Policies(
        trust=trust_policy(trust("sts:AssumeRole", {"AWS": named})), identity=identity
    )

    decision = decide(ask("sts:AssumeRole", ROLE_ARN, who=ALICE, owner=owner), policies)

    assert decision.allowed is (refusing is None)
    if refusing is not None:
        assert decision.layer is refusing


def test_a_role_has_no_resource_policy_beside_its_trust_policy() -> None:
    """Giving both is a mistake of the caller's, told in Python's way."""
    with pytest.raises(ValueError, match="trust policy"):
        Policies(trust=trust_policy(trust()), resource=(grants("*"),))


# --- AWS's own example ----------------------------------------------------------------------------

CARLOS = Principal("arn:aws:iam::111111111111:user/carlossalazar", "111111111111")
CARLOS_POLICY = policy(
    allow("s3:ListAllMyBuckets", Sid="AllowS3ListRead"),
    allow("s3:*Object*", "arn:aws:s3:::Production/*", Sid="AllowS3ProductionObjectActions"),
    deny("s3:*", ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"], Sid="DenyS3Logs"),
)
PRODUCTION_POLICY = bucket_policy(
    allow(
        ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
        "arn:aws:s3:::Production/*",
        Principal={"AWS": CARLOS.arn},
    )
)


@pytest.mark.parametrize(
    ("action", "resource", "resource_policy", "expected"),
    [
        pytest.param("s3:PutObject", "arn:aws:s3:::Production-logs/x", (), "explicit deny",
                     id="the bucket for logs"),
        pytest.param("s3:PutObject", "arn:aws:s3:::Production/x", (PRODUCTION_POLICY,), "allowed",
                     id="the bucket that both accounts allow"),
        pytest.param("s3:DeleteObject", "arn:aws:s3:::Production/x", (PRODUCTION_POLICY,),
                     "missing allow", id="what only one account allows"),
    ],
)  # fmt: skip
def test_carlos_of_the_iam_guide(
    action: str, resource: str, resource_policy: tuple[Document, ...], expected: str
) -> None:
    """The guide's example of cross-account evaluation comes out as the guide says.

    Source: IAM User Guide, "Example cross-account policy evaluation".
    """
    decision = decide(
        ask(action, resource, who=CARLOS, owner="222222222222"),
        Policies(identity=(CARLOS_POLICY,), resource=resource_policy),
    )

    verdict = {True: "explicit deny", False: "missing allow"}[decision.explicit]
    assert ("allowed" if decision else verdict) == expected


def test_a_decision_is_a_pure_function() -> None:
    """The same question gets an equal answer, and what was given stays as it was."""
    context = {"aws:PrincipalTag/team": "red"}
    policies = Policies(identity=(ALLOWS,), resource=(grants("*"),))

    first, second = decide(ask(context=context), policies), decide(ask(context=context), policies)

    assert first == second
    assert context == {"aws:PrincipalTag/team": "red"}


def test_a_service_control_policy_is_grammatically_an_identity_policy() -> None:
    """Policies of an organization are parsed under their own kinds."""
    scp = policy(allow("s3:*"), kind=PolicyKind.SCP)
    rcp = policy(allow("s3:*", Principal="*"), kind=PolicyKind.RCP)

    assert decide(ask(resource=CAT), Policies(identity=(ALLOWS,), scp=(scp,), rcp=(rcp,)))
