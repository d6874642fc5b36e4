"""The code twin of the PolicyLens: the same question as Python that anybody can run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cognito_lab.policy import Layer, Principal
from cognito_lab.policy.request import ContextValue
from cognito_lab.widgets.code_text import Name, call, literal
from cognito_lab.widgets.policy_asker import context_of
from cognito_lab.widgets.policy_question import KINDS, Question, Sheet, request_of
from cognito_lab.widgets.visible import visible

_IMPORT = (
    "from cognito_lab.policy import (\n"
    "    Policies, PolicyKind, Principal, PrincipalKind, Request, decide, parse\n"
    ")"
)
_MEMBERS: Mapping[Layer, str] = {
    Layer.SCP: "scp",
    Layer.RCP: "rcp",
    Layer.TRUST: "trust",
    Layer.RESOURCE: "resource",
    Layer.IDENTITY: "identity",
    Layer.BOUNDARY: "boundary",
    Layer.SESSION: "session",
}


def code_twin(*questions: Question) -> str:
    """Request, policies, decision, one question after the other."""
    return "\n\n".join([_IMPORT, *map(_asked, questions)])


def _asked(question: Question) -> str:
    """One question; a context that cannot be read is left out."""
    context, _ = context_of(question.context)
    asked = request_of(question, context)
    account = {"resource_account": asked.resource_account} if asked.resource_account else {}
    request = call(
        "request = Request",
        action=asked.action,
        resource=asked.resource,
        principal=Name("asker"),
        context=Name(_context(context)),
        **account,
    )
    end = ["decision = decide(request, policies)", "print(decision.explain())"]
    parts = [_principal(asked.principal), request, *_policies(question), "\n".join(end)]
    return "\n\n".join(parts)


def _principal(asker: Principal) -> str:
    given = {"account": asker.account, "role_arn": asker.role_arn, "user_id": asker.user_id}
    kind = Name(f"PrincipalKind.{asker.kind.name}")
    return call("asker = Principal", asker.arn, kind=kind, **{k: v for k, v in given.items() if v})


def _context(context: Mapping[str, ContextValue]) -> str:
    """A tuple is a key with several values, so it stays one."""
    pairs = [f"        {literal(key)}: {_value(value)}," for key, value in context.items()]
    return "\n".join(["{", *pairs, "    }"]) if pairs else "{}"


def _value(value: ContextValue) -> str:
    if isinstance(value, str):
        return literal(value)
    return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"


def _policies(question: Question) -> Iterator[str]:
    by_layer: dict[Layer, list[str]] = {}
    for number, sheet in enumerate(question.counting(), 1):
        name = f"policy_{number}"
        by_layer.setdefault(sheet.layer, []).append(name)
        yield _parsed(name, sheet)
    members = {_MEMBERS[layer]: Name(_member(layer, names)) for layer, names in by_layer.items()}
    yield call("policies = Policies", **members)


def _member(layer: Layer, names: list[str]) -> str:
    if layer is Layer.TRUST:
        return names[0]
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def _parsed(name: str, sheet: Sheet) -> str:
    kind = "" if sheet.kind is KINDS[Layer.IDENTITY] else f", kind=PolicyKind.{sheet.kind.name}"
    named = f", name={literal(sheet.name)}" if sheet.name else ""
    return f"{name} = parse({_text(sheet.text)}{named}{kind})"


def _text(text: str) -> str:
    """A text of several lines as it stands, where nothing in it could end or change it."""
    plain = visible(text)
    if "'''" in plain or "\\" in plain or plain.endswith("'"):
        return literal(text)
    return f"'''{plain}'''"
