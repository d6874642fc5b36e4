"""N07 · Behind the counter: its exercises are sound, and its batteries say what IAM says."""

from __future__ import annotations

import pytest
from proofs import prove, prove_no_luck

from cognito_lab.lessons import n07, n07_account
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.n07_evaluators import WRONG, Evaluator
from cognito_lab.lessons.n07_probes import MUST_ALLOW, MUST_DENY, allowed
from cognito_lab.lessons.n07_requests import REQUESTS, Asked, cases
from cognito_lab.policy.decision import Policies, Principal, PrincipalKind, Request, decide
from cognito_lab.policy.document import parse

SESSION = Principal(
    "arn:aws:sts::123456789012:assumed-role/reader/x", "123456789012", PrincipalKind.ASSUMED_ROLE
)


@pytest.mark.parametrize("exercise", n07.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n07_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n07.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n07_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda asked: asked.id)
def test_the_labs_own_iam_agrees_with_the_battery(asked: Asked) -> None:
    """A second implementation, which also guards every door of the lab, says the same."""
    request = Request(asked.action, asked.resource, SESSION, asked.context)
    session = None if asked.session is None else (parse(asked.session),)

    decision = decide(request, Policies(identity=(parse(asked.policy),), session=session))

    assert decision.allowed is (asked.right == "Allow"), decision.explain()


def test_the_evaluator_with_no_rule_turned_is_right() -> None:
    """Each wrong evaluator differs from a right one in one rule."""
    assert all(Evaluator()(*case.arguments) == case.right for case in cases(None))


def test_nineteen_requests_tell_sixteen_evaluators_apart() -> None:
    """The battery has the size that the plan asks for, and no two mistakes look alike."""
    failing = {
        name: frozenset(case.id for case in cases(None) if evaluator(*case.arguments) != case.right)
        for name, evaluator in WRONG.items()
    }

    assert (len(REQUESTS), len(WRONG)) == (19, 16)
    assert len(set(failing.values())) == 16
    assert frozenset() not in failing.values()


@pytest.mark.parametrize(
    ("policy", "right"),
    [
        pytest.param({"Effect": "Allow", "Action": "*", "Resource": "*"}, 6, id="allow everything"),
        pytest.param({"Effect": "Deny", "Action": "*", "Resource": "*"}, 6, id="deny everything"),
    ],
)
def test_half_of_the_probes_find_each_extreme_out(policy: dict[str, str], right: int) -> None:
    """A policy for all and a policy for nobody each pass six probes, and fail the other six."""
    document = {"Version": "2012-10-17", "Statement": [policy]}

    passed = [allowed(probe, document) for probe in MUST_ALLOW]
    refused = [not allowed(probe, document) for probe in MUST_DENY]

    assert sum(passed) + sum(refused) == right


def test_only_the_role_that_is_in_order_lets_our_people_in() -> None:
    """`reader` is in order; `album` trusts an old pool; `wrong-verb` allows another call."""
    world = n07_account.build(1)

    who = {
        role: n07_account.enters(world, world.identity_pool_id, role=role)
        for role in ("reader", "album", "wrong-verb")
    }

    assert who == {"reader": True, "album": False, "wrong-verb": False}
