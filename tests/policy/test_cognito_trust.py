"""Trust policies for the identity service: the right one, and the mistakes that people make.

Source: fact sheet on identity pools, §6 (Cognito guide, "Role trust and permissions", "Security
best practices for Amazon Cognito identity pools").
"""

from typing import Any

import pytest
from policy_builders import COGNITO, IDENTITY_ID, POOL, allow, ask, policy, trust, trust_policy

from cognito_lab.policy import Decision, Layer, Policies, PolicyKind, decide, decide_trust, parse

OTHER_POOL = "us-east-1:99999999-2222-3333-4444-555555555555"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
USER = ("authenticated", USER_POOL, f"{USER_POOL}:CognitoSignIn:some-sub")
GUEST = ("unauthenticated",)

AUD = "cognito-identity.amazonaws.com:aud"
SUB = "cognito-identity.amazonaws.com:sub"
AMR = "cognito-identity.amazonaws.com:amr"
RIGHT_POOL = {"StringEquals": {AUD: POOL}}
USERS_ONLY = {"ForAnyValue:StringLike": {AMR: "authenticated"}}
RIGHT = RIGHT_POOL | USERS_ONLY


def assume(
    statement: Any,
    *,
    pool: str = POOL,
    amr: tuple[str, ...] = USER,
    action: str = "sts:AssumeRoleWithWebIdentity",
) -> Decision:
    """The identity service knocks with a token of that pool and that kind of identity."""
    context = {AUD: pool, SUB: IDENTITY_ID, AMR: amr}
    return decide_trust(ask(action, "*", who=COGNITO, context=context), trust_policy(statement))


def test_the_right_trust_policy_lets_the_pools_users_in() -> None:
    """A signed-in user of the right pool may assume the role."""
    decision = assume(trust(Condition=RIGHT))

    assert decision
    assert decision.layer is Layer.TRUST


@pytest.mark.parametrize(
    ("pool", "amr", "element"),
    [
        pytest.param(
            OTHER_POOL, USER, f"Condition StringEquals {AUD}", id="a user of another pool"
        ),
        pytest.param(POOL, GUEST, f"Condition ForAnyValue:StringLike {AMR}", id="a guest"),
        pytest.param(POOL, (), f"Condition ForAnyValue:StringLike {AMR}", id="a token without amr"),
    ],
)
def test_the_right_trust_policy_keeps_the_others_out(
    pool: str, amr: tuple[str, ...], element: str
) -> None:
    """Users of other pools and guests are refused, each by the condition that stands for it."""
    decision = assume(trust(Condition=RIGHT), pool=pool, amr=amr)

    assert not decision
    assert decision.layer is Layer.TRUST
    mismatch = decision.statements[0].mismatch
    assert mismatch is not None
    assert mismatch.element == element


def test_the_right_trust_policy_for_guests() -> None:
    """The guest role asks for `unauthenticated`, and users do not get it."""
    for_guests = trust(Condition=RIGHT_POOL | {"ForAnyValue:StringLike": {AMR: "unauthenticated"}})

    assert assume(for_guests, amr=GUEST)
    assert not assume(for_guests, amr=USER)


@pytest.mark.parametrize(
    ("condition", "pool", "amr"),
    [
        pytest.param(USERS_ONLY, OTHER_POOL, USER, id="no aud condition: any pool's users"),
        pytest.param(RIGHT_POOL, POOL, GUEST, id="no amr condition: guests too"),
        pytest.param({}, OTHER_POOL, GUEST, id="no condition: everybody's guests"),
        pytest.param(RIGHT_POOL | {"ForAnyValue:StringLike": {AMR: "*"}}, POOL, GUEST,
                     id="amr like a star: guests too"),
        pytest.param(RIGHT_POOL | {"ForAllValues:StringLike": {AMR: "*"}}, POOL, GUEST,
                     id="ForAllValues like a star: guests too"),
        pytest.param(RIGHT_POOL | {"ForAllValues:StringEquals": {AMR: "authenticated"}}, POOL, (),
                     id="ForAllValues on amr: a token without amr"),
        pytest.param({"StringLike": {AUD: "*"}} | USERS_ONLY, OTHER_POOL, USER,
                     id="aud like a star: any pool's users"),
    ],
)  # fmt: skip
def test_a_misconfigured_trust_policy_lets_strangers_in(
    condition: dict[str, Any], pool: str, amr: tuple[str, ...]
) -> None:
    """Each of these mistakes opens the role to somebody for whom it was not meant."""
    assert assume(trust(Condition=condition), pool=pool, amr=amr)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(trust("sts:AssumeRole", Condition=RIGHT), id="the wrong action"),
        pytest.param(trust(principal={"Federated": "cognito-idp.amazonaws.com"}, Condition=RIGHT),
                     id="the user pools' principal"),
        pytest.param(trust(principal={"Service": COGNITO.arn}, Condition=RIGHT),
                     id="a service principal"),
        pytest.param(trust(principal={"AWS": "123456789012"}, Condition=RIGHT),
                     id="an account principal"),
        pytest.param(trust(Condition={"StringEquals": {"cognito-identity.amazon.com:aud": POOL}}),
                     id="a typing mistake in the key"),
        pytest.param(trust(Condition={"StringEquals": {AUD: POOL.upper()}}),
                     id="the pool's id in another case"),
    ],
)  # fmt: skip
def test_a_misconfigured_trust_policy_keeps_everybody_out(statement: Any) -> None:
    """Each of these mistakes refuses the very users for whom the role was made."""
    decision = assume(statement)

    assert not decision
    assert not decision.explicit


def test_a_role_may_trust_several_pools_or_one_identity() -> None:
    """`aud` takes a list of pools, `sub` narrows to identities, `amr` to a provider."""
    several = trust(Condition={"StringEquals": {AUD: [OTHER_POOL, POOL]}})
    one_identity = trust(Condition=RIGHT_POOL | {"StringEquals": {AUD: POOL, SUB: IDENTITY_ID}})
    one_provider = trust(Condition=RIGHT_POOL | {"ForAnyValue:StringLike": {AMR: f"{USER_POOL}*"}})

    assert assume(several)
    assert assume(one_identity)
    assert assume(one_provider)
    assert not assume(one_provider, amr=("authenticated", "graph.facebook.com"))


def test_session_tags_need_an_action_of_their_own() -> None:
    """Without `sts:TagSession` in the trust policy, a session with tags cannot begin."""
    without = trust(Condition=RIGHT)
    with_tags = trust(["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], Condition=RIGHT)

    assert not assume(without, action="sts:TagSession")
    assert assume(with_tags, action="sts:TagSession")


def test_an_explicit_deny_in_the_trust_policy_wins() -> None:
    """A Deny in a trust policy refuses, whatever it allows besides."""
    both = trust_policy(trust(), trust(effect="Deny", Condition={"StringEquals": {AUD: POOL}}))
    context = {AUD: POOL}

    decision = decide_trust(
        ask("sts:AssumeRoleWithWebIdentity", "*", who=COGNITO, context=context), both
    )

    assert decision.explicit
    assert decision.reason == "with an explicit deny in the role trust policy"


# --- the guest scope-down: a session policy that only the enhanced flow adds ----------------------

GUEST_MANAGED = parse(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["rum:PutRumEvents", "polly:*", "geo:GetMap*", "kms:Encrypt"],
                "Resource": "*",
            }
        ],
    },
    name="AmazonCognitoUnAuthedIdentitiesSessionPolicy (shortened)",
    kind=PolicyKind.SESSION,
)
GUEST_INLINE = policy(allow(["s3:*", "dynamodb:*"]), kind=PolicyKind.SESSION)


@pytest.mark.parametrize(
    ("action", "role_allows", "expected"),
    [
        pytest.param("s3:GetObject", "s3:GetObject", None, id="the role and the inline policy"),
        pytest.param("polly:SynthesizeSpeech", "*", None, id="the role and the managed policy"),
        pytest.param("ssm:GetParameter", "*", Layer.SESSION, id="the role alone: parameter store"),
        pytest.param("s3:GetObject", "polly:*", Layer.IDENTITY, id="the session policies alone"),
    ],
)
def test_a_guest_of_the_enhanced_flow_is_cut_down(
    action: str, role_allows: str, expected: Layer | None
) -> None:
    """What a guest may do is what the role *and* one of the two session policies allow."""
    policies = Policies(
        identity=(policy(allow(role_allows)),), session=(GUEST_INLINE, GUEST_MANAGED)
    )

    decision = decide(ask(action, "*"), policies)

    assert decision.allowed is (expected is None)
    if expected is not None:
        assert decision.layer is expected


def test_the_classic_flow_sheds_the_scope_down() -> None:
    """The same role without session policies lets the guest read the parameter store."""
    assert decide(ask("ssm:GetParameter", "*"), Policies(identity=(policy(allow("*")),)))


def test_one_policy_serves_every_user() -> None:
    """A folder named after the identity id is open to that identity and to nobody else."""
    own_folder = policy(
        allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::locker/${{{SUB}}}/*"),
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::locker",
            Condition={"StringLike": {"s3:prefix": [f"${{{SUB}}}/*"]}},
        ),
    )
    mine = f"arn:aws:s3:::locker/{IDENTITY_ID}/note.txt"
    theirs = "arn:aws:s3:::locker/us-east-1:someone-else/note.txt"
    policies = Policies(identity=(own_folder,))

    def may(action: str, resource: str, **context: str) -> bool:
        full = {SUB: IDENTITY_ID, **{f"s3:{key}": value for key, value in context.items()}}
        return decide(ask(action, resource, context=full), policies).allowed

    assert may("s3:PutObject", mine)
    assert not may("s3:PutObject", theirs)
    assert not may("s3:PutObject", "arn:aws:s3:::locker/note.txt")
    assert may("s3:ListBucket", "arn:aws:s3:::locker", prefix=f"{IDENTITY_ID}/2026")
    assert not may("s3:ListBucket", "arn:aws:s3:::locker", prefix="")
    assert not may("s3:ListBucket", "arn:aws:s3:::locker")


def test_the_user_pools_sub_is_not_the_identity_id() -> None:
    """A folder named after the user-pool `sub` stays shut: the variable holds the identity id."""
    own_folder = policy(allow("s3:*", f"arn:aws:s3:::locker/${{{SUB}}}/*"))
    by_user_pool_sub = "arn:aws:s3:::locker/0f1e2d3c-some-user-pool-sub/note.txt"

    decision = decide(
        ask("s3:PutObject", by_user_pool_sub, context={SUB: IDENTITY_ID}),
        Policies(identity=(own_folder,)),
    )

    assert not decision
    mismatch = decision.statements[0].mismatch
    assert mismatch is not None
    assert mismatch.wanted == (f"arn:aws:s3:::locker/{IDENTITY_ID}/*",)


def test_fine_grained_dynamodb_access() -> None:
    """`dynamodb:LeadingKeys` with ForAllValues lets a scan through, which has no leading keys."""
    own_items = allow(
        "dynamodb:*",
        Condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": f"${{{SUB}}}"}},
    )
    with_keys_only = allow(
        "dynamodb:*", Condition=own_items["Condition"] | {"Null": {"dynamodb:LeadingKeys": "false"}}
    )

    def may(statement: Any, **keys: tuple[str, ...]) -> bool:
        context = {SUB: IDENTITY_ID, **{f"dynamodb:{key}": value for key, value in keys.items()}}
        only = Policies(identity=(policy(statement),))
        return decide(ask("dynamodb:Query", "*", context=context), only).allowed

    assert may(own_items, LeadingKeys=(IDENTITY_ID,))
    assert not may(own_items, LeadingKeys=(IDENTITY_ID, "someone else"))
    assert may(own_items)
    assert not may(with_keys_only)
