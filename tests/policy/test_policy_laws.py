"""Laws that hold for every request and every set of policies.

After Cedar's theorems (forbid trumps permit, default deny), which its authors proved and we try.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from policy_strategies import (
    bucket_policies,
    documents,
    policy_sets,
    random_conditions,
    random_policies,
    random_request,
    requests,
    several_documents,
)
from reference_evaluator import condition_holds, first_mismatch, verdict

from cognito_lab.policy import (
    Decision,
    Document,
    Layer,
    Policies,
    PolicyKind,
    Request,
    decide,
    parse,
)
from cognito_lab.policy.conditions import Condition
from examples import examples

MANY = settings(
    max_examples=examples(250),
    deadline=None,
    derandomize=True,
)
LAYERS = ("identity", "resource", "boundary", "session", "scp", "rcp")


def changed(policies: Policies, change: Callable[[Layer, dict[str, Any]], Any]) -> Policies:
    """The policies with each document's dict given to `change`; None drops the document."""

    def documents_of(layer: Layer, given: tuple[Document, ...] | None) -> Any:
        if given is None:
            return None
        kept = (change(layer, document.as_dict()) for document in given)
        return tuple(
            parse(new, kind=document.kind)
            for document, new in zip(given, kept, strict=True)
            if new is not None
        )

    layers = {name: documents_of(Layer[name.upper()], getattr(policies, name)) for name in LAYERS}
    trust = documents_of(Layer.TRUST, policies.trust and (policies.trust,))
    return Policies(**layers, trust=trust[0] if trust else None)


def keeping(policies: Policies, wanted: Callable[[Layer, dict[str, Any]], bool]) -> Policies:
    """The policies with only the wanted statements; a document without any is dropped."""

    def filtered(layer: Layer, document: dict[str, Any]) -> dict[str, Any] | None:
        kept = [statement for statement in document["Statement"] if wanted(layer, statement)]
        return {**document, "Statement": kept} if kept else None

    return changed(policies, filtered)


def answer(decision: Decision) -> tuple[bool, Layer, bool]:
    """What a decision comes to, without its reasons."""
    return decision.allowed, decision.layer, decision.explicit


DENY_ALL = {"Effect": "Deny", "Action": "*", "Resource": "*"}


@given(requests, policy_sets, st.sampled_from(LAYERS))
@MANY
def test_an_explicit_deny_trumps_any_allow(
    request: Request, policies: Policies, layer: str
) -> None:
    """With a Deny of everything in any layer, the request is refused explicitly."""
    assume(not (layer == "resource" and policies.trust))
    kind = PolicyKind.RESOURCE if layer in ("resource", "rcp") else PolicyKind.IDENTITY
    denial = DENY_ALL | ({"Principal": "*"} if kind is PolicyKind.RESOURCE else {})
    more = parse({"Version": "2012-10-17", "Statement": denial}, kind=kind)

    decision = decide(
        request, replace(policies, **{layer: (*(getattr(policies, layer) or ()), more)})
    )

    assert not decision.allowed
    assert decision.explicit


@given(requests, policy_sets)
@MANY
def test_nothing_is_allowed_without_a_statement_that_allows_it(
    request: Request, policies: Policies
) -> None:
    """Every permission rests on an Allow that applies; without any Allow there is none."""
    decision = decide(request, policies)
    only_denials = keeping(policies, lambda _, statement: statement["Effect"] == "Deny")

    assert not decision.allowed or any(
        result.allows and result.layer is decision.layer for result in decision.determining
    )
    assert not decide(request, only_denials).allowed


@given(requests, policy_sets, several_documents)
@MANY
def test_adding_a_session_policy_never_widens(
    request: Request, policies: Policies, session: tuple[Document, ...]
) -> None:
    """What is refused without session policies is refused with any."""
    without = decide(request, replace(policies, session=None))

    assert without.allowed or not decide(request, replace(policies, session=session)).allowed


@given(requests, policy_sets, several_documents)
@MANY
def test_no_limit_ever_widens(
    request: Request, policies: Policies, limit: tuple[Document, ...]
) -> None:
    """A boundary, like an organization's policy, only takes away."""
    for layer in ("boundary", "scp", "rcp"):
        without = decide(request, replace(policies, **{layer: None}))
        assert without.allowed or not decide(request, replace(policies, **{layer: limit})).allowed


@given(requests, policy_sets)
@MANY
def test_removing_a_deny_never_narrows(request: Request, policies: Policies) -> None:
    """What is allowed stays allowed when every Deny is taken out."""
    without = keeping(policies, lambda _, statement: statement["Effect"] == "Allow")

    assert not decide(request, policies).allowed or decide(request, without).allowed


@given(requests, policy_sets, documents, bucket_policies)
@MANY
def test_adding_an_allow_never_narrows(
    request: Request, policies: Policies, identity: Document, resource: Document
) -> None:
    """What is allowed stays allowed when identity or resource policies allow more."""
    added = keeping(
        Policies(identity=(identity,), resource=(resource,)),
        lambda _, statement: statement["Effect"] == "Allow",
    )
    more = replace(policies, identity=(*policies.identity, *added.identity))
    if policies.trust is None:
        more = replace(more, resource=(*policies.resource, *added.resource))

    assert not decide(request, policies).allowed or decide(request, more).allowed


@given(requests, policy_sets, st.randoms(use_true_random=False))
@MANY
def test_the_order_of_statements_never_matters(
    request: Request, policies: Policies, random: Any
) -> None:
    """Shuffled statements and policies come to the same answer for the same reason."""

    def shuffled(layer: Layer, document: dict[str, Any]) -> dict[str, Any]:
        random.shuffle(document["Statement"])
        return document

    other = changed(policies, shuffled)
    reversed_too = replace(other, identity=other.identity[::-1], resource=other.resource[::-1])

    assert answer(decide(request, reversed_too)) == answer(decide(request, policies))


@given(requests, policy_sets)
@MANY
def test_an_explanation_replayed_gives_the_decision(request: Request, policies: Policies) -> None:
    """The statements that are said to apply are all that is needed to decide the same again."""
    decision = decide(request, policies)
    applying = {
        (result.layer, json.dumps(result.policy.as_dict()["Statement"][result.index]))
        for result in decision.statements
        if result.applies
    }

    replayed = decide(
        request,
        keeping(policies, lambda layer, statement: (layer, json.dumps(statement)) in applying),
    )

    assume(policies.trust is None or any(layer is Layer.TRUST for layer, _ in applying))
    assert answer(replayed) == answer(decision)
    assert all(result.applies for result in replayed.statements)


@given(requests, policy_sets)
@MANY
def test_the_determining_statements_alone_determine(request: Request, policies: Policies) -> None:
    """Of an explicit denial or a permission, the named statements suffice for the verdict."""
    decision = decide(request, policies)
    assume(decision.determining)
    named = {
        (result.layer, json.dumps(result.policy.as_dict()["Statement"][result.index]))
        for result in decision.determining
    }
    assume(policies.trust is None or any(layer is Layer.TRUST for layer, _ in named))

    alone = decide(
        request,
        keeping(policies, lambda layer, statement: (layer, json.dumps(statement)) in named),
    )

    assert answer(alone) == answer(decision)


@given(requests, policy_sets)
@MANY
def test_every_mismatch_is_where_the_reference_finds_it(
    request: Request, policies: Policies
) -> None:
    """The element that is said not to match is the first that the plain evaluator finds."""
    for result in decide(request, policies).statements:
        expected = first_mismatch(result.policy.as_dict(), result.index, request)
        assert (result.mismatch and result.mismatch.element) == expected
        assert all(check.matched for check in result.checks) is result.applies


def test_a_plain_evaluator_agrees_on_every_single_condition() -> None:
    """On 3,000 random conditions, each by itself, both evaluators find the same."""
    random = Random(2026)
    for _ in range(3_000):
        request, new = random_request(random), random.random() < 0.9
        for operator, lines in random_conditions(random).items():
            for key, values in lines.items():
                texts = tuple(values) if isinstance(values, list) else (values,)
                condition = Condition.parse(operator, key, texts, variables=new)

                expected = condition_holds(operator, key, list(texts), request, new)

                assert condition.matches(request) is expected, f"{condition} {request}"


def agree(seed: int) -> bool:
    """Both evaluators come to the same verdict, layer and manner; returns the verdict."""
    random = Random(seed)
    request, policies = random_request(random), random_policies(random)
    decision = decide(request, policies)

    ours = (decision.allowed, decision.layer.name, decision.explicit)
    assert ours == verdict(request, policies), f"seed {seed}: {request} {policies}"
    return decision.allowed


def test_a_plain_evaluator_agrees_on_a_thousand_requests() -> None:
    """On 1,000 random requests the decision is the brute-force evaluator's; many are allowed."""
    assert sum(map(agree, range(1_000))) > 100


@pytest.mark.slow
def test_a_plain_evaluator_agrees_on_ten_thousand_requests() -> None:
    """On 10,000 further random requests the decision is the brute-force evaluator's."""
    assert sum(map(agree, range(1_000, 11_000))) > 1_000
