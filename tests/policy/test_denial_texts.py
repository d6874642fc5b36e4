"""What AWS says to the refused, word for word.

Source: IAM User Guide, "Troubleshooting access denied error messages"; fact sheet on identity
pools, §7 (denied texts) and §8 (API Gateway).
"""

from typing import Any

import pytest
from policy_builders import (
    ACCOUNT,
    ANYBODY,
    CAT,
    OTHER_ACCOUNT,
    ROLE_ARN,
    SESSION_ARN,
    allow,
    ask,
    bucket_policy,
    deny,
    policy,
    trust,
    trust_policy,
)

from cognito_lab.policy import Decision, Policies, decide

ALLOWS = policy(allow("*"))
DENIES = policy(deny("*"))
BUCKET_DENIES = bucket_policy(deny("s3:*", Principal="*"))


def refusal(**layers: Any) -> Decision:
    """The refusal of a request that identity policies allow, unless `layers` says otherwise."""
    decision = decide(ask("s3:PutObject"), Policies(**{"identity": (ALLOWS,), **layers}))
    assert not decision
    return decision


@pytest.mark.parametrize(
    ("layers", "tail"),
    [
        pytest.param({"identity": ()},
                     "because no identity-based policy allows the s3:PutObject action",
                     id="implicit, identity"),
        pytest.param({"session": ()},
                     "because no session policy allows the s3:PutObject action",
                     id="implicit, session"),
        pytest.param({"boundary": ()},
                     "because no permissions boundary allows the s3:PutObject action",
                     id="implicit, boundary"),
        pytest.param({"scp": ()},
                     "because no service control policy allows the s3:PutObject action",
                     id="implicit, service control policy"),
        pytest.param({"identity": (DENIES,)},
                     "with an explicit deny in an identity-based policy", id="explicit, identity"),
        pytest.param({"boundary": (DENIES,)},
                     "with an explicit deny in a permissions boundary", id="explicit, boundary"),
        pytest.param({"session": (DENIES,)},
                     "with an explicit deny in a session policy", id="explicit, session"),
        pytest.param({"resource": (BUCKET_DENIES,)},
                     "with an explicit deny in a resource-based policy", id="explicit, resource"),
        pytest.param({"scp": (DENIES,)},
                     "with an explicit deny in a service control policy",
                     id="explicit, service control policy"),
        pytest.param({"rcp": (BUCKET_DENIES,)},
                     "with an explicit deny in a resource control policy",
                     id="explicit, resource control policy"),
    ],
)  # fmt: skip
def test_the_reason_names_one_kind_of_policy(layers: dict[str, Any], tail: str) -> None:
    """The end of the message says which kind of policy refused, and whether by a Deny."""
    decision = refusal(**layers)

    assert decision.reason == tail
    assert decision.denial_message() == (
        f"User: {SESSION_ARN} is not authorized to perform: s3:PutObject on resource: {CAT} {tail}"
    )


def test_between_accounts_a_missing_resource_policy_is_named() -> None:
    """Where only the caller's account allows, the resource policy is named."""
    decision = decide(ask(owner=OTHER_ACCOUNT), Policies(identity=(ALLOWS,)))

    assert decision.reason == "because no resource-based policy allows the s3:GetObject action"


def test_trust_policies_are_named() -> None:
    """A refusal by the trust policy names it, with the article that AWS uses."""
    silent = trust_policy(trust("sts:AssumeRole", {"AWS": OTHER_ACCOUNT}))
    denying = trust_policy(trust("sts:AssumeRole", {"AWS": ACCOUNT}, "Deny"))
    request = ask("sts:AssumeRole", ROLE_ARN)

    assert decide(request, Policies(trust=silent)).reason == (
        "because no role trust policy allows the sts:AssumeRole action"
    )
    assert decide(request, Policies(trust=denying)).reason == (
        "with an explicit deny in the role trust policy"
    )


def test_only_one_kind_of_policy_is_named_even_if_several_deny() -> None:
    """With a Deny in two layers the message names the one that is asked first."""
    decision = refusal(scp=(DENIES,), identity=(DENIES,), session=(DENIES,))

    assert decision.reason == "with an explicit deny in a service control policy"
    assert len(decision.determining) == 3


def test_s3_puts_the_resource_into_double_quotes() -> None:
    """S3's message has quotes round the ARN; other services have none."""
    assert refusal(identity=()).denial_message(quote_resource=True) == (
        f"User: {SESSION_ARN} is not authorized to perform: s3:PutObject"
        f' on resource: "{CAT}" because no identity-based policy allows the s3:PutObject action'
    )


def test_list_all_my_buckets_names_no_resource() -> None:
    """A message can go without the resource."""
    decision = decide(ask("s3:ListAllMyBuckets", "*"), Policies())

    assert decision.denial_message(show_resource=False) == (
        f"User: {SESSION_ARN} is not authorized to perform: s3:ListAllMyBuckets"
        " because no identity-based policy allows the s3:ListAllMyBuckets action"
    )


def test_api_gateway_masks_the_account_and_may_give_no_reason() -> None:
    """API Gateway shows the account's last four digits; older messages end with the resource."""
    door = f"arn:aws:execute-api:us-east-1:{ACCOUNT}:a1b2c3/prod/GET/google"
    masked = "arn:aws:execute-api:us-east-1:********9012:a1b2c3/prod/GET/google"
    decision = decide(ask("execute-api:Invoke", door), Policies())
    start = f"User: {SESSION_ARN} is not authorized to perform: execute-api:Invoke"

    assert decision.denial_message(mask_account=True, with_reason=False) == (
        f"{start} on resource: {masked}"
    )
    assert decision.denial_message(mask_account=True) == (
        f"{start} on resource: {masked}"
        " because no identity-based policy allows the execute-api:Invoke action"
    )


def test_masking_leaves_an_arn_without_account_as_it_is() -> None:
    """An S3 ARN has no account field, and digits elsewhere are nobody's account."""
    bucket = f"arn:aws:s3:::b/{ACCOUNT}:x"

    message = decide(ask(resource=bucket), Policies()).denial_message(mask_account=True)

    assert f"on resource: {bucket} because" in message


def test_nobody_is_called_anonymous() -> None:
    """An unsigned operation that an organization refuses names the user anonymous."""
    refusing = bucket_policy(deny("cognito-identity:*", Principal="*"))

    decision = decide(ask("cognito-identity:GetId", "*", who=ANYBODY), Policies(rcp=(refusing,)))

    assert decision.denial_message() == (
        "User: anonymous is not authorized to perform: cognito-identity:GetId on resource: *"
        " with an explicit deny in a resource control policy"
    )


def test_there_is_no_denial_message_for_a_permission() -> None:
    """Asking an allowed decision for its denial is a programming mistake."""
    with pytest.raises(ValueError, match="was allowed"):
        decide(ask(), Policies(identity=(ALLOWS,))).denial_message()
