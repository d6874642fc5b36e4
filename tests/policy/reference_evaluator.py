"""A second evaluator, as plain as can be: it reads the JSON anew for each question, and tries all.

It shares no code with the package. Where both give the same answer to thousands of random
questions, no cleverness of the package (patterns in chunks, tables, laziness) changed a meaning.
"""

import base64
import ipaddress
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from cognito_lab.policy import Policies, PrincipalKind, Request

ONE, ANY = object(), object()


def verdict(request: Request, policies: Policies) -> tuple[bool, str, bool]:
    """(allowed, name of the deciding layer, by an explicit Deny?)."""
    layers = {
        "SCP": policies.scp,
        "RCP": policies.rcp,
        "TRUST": policies.trust and (policies.trust,),
        "RESOURCE": policies.resource,
        "IDENTITY": policies.identity,
        "BOUNDARY": policies.boundary,
        "SESSION": policies.session,
    }
    applying = {
        name: list(_applying(documents or (), request)) for name, documents in layers.items()
    }
    for name, statements in applying.items():
        if any(statement["Effect"] == "Deny" for statement in statements):
            return False, name, True

    def allows(name: str) -> bool:
        return bool(applying[name])

    for name in ("SCP", "RCP"):
        if layers[name] is not None and not allows(name):
            return False, name, False

    side = "RESOURCE" if policies.trust is None else "TRUST"
    owner = request.resource_account or request.principal.account
    if request.principal.kind in (
        PrincipalKind.ANONYMOUS,
        PrincipalKind.SERVICE,
        PrincipalKind.FEDERATED,
    ):
        return (True, side, False) if allows(side) else (False, side, False)

    if side == "TRUST" and not allows(side):
        return False, side, False
    named = {_how_named(statement, request) for statement in applying[side]}
    if owner == request.principal.account and "directly" in named:
        return True, side, False
    needs_identity = owner != request.principal.account or "by role" not in named
    if needs_identity and not allows("IDENTITY"):
        return False, "IDENTITY", False
    for name in ("BOUNDARY", "SESSION"):
        if layers[name] is not None and not allows(name):
            return False, name, False
    if owner != request.principal.account and not allows(side):
        return False, side, False
    granting = "IDENTITY" if needs_identity and side == "RESOURCE" else side
    return True, granting, False


def first_mismatch(document: Mapping[str, Any], index: int, request: Request) -> str | None:
    """The name of the first element of a statement that does not match; None if it applies."""
    new = document.get("Version") == "2012-10-17"
    statement = _list(document["Statement"])[index]
    for element in ("Principal", "NotPrincipal"):
        if element in statement and not _principal_matches(statement, request):
            return element
    for element in ("Action", "NotAction"):
        if element in statement:
            hit = any(
                like(_tokens(action.lower(), None), request.action.lower())
                for action in _list(statement[element])
            )
            if hit != (element == "Action"):
                return element
    for element in ("Resource", "NotResource"):
        if element in statement:
            hit = any(_resource_matches(text, request, new) for text in _list(statement[element]))
            if hit != (element == "Resource"):
                return element
    for operator, lines in statement.get("Condition", {}).items():
        for key, values in lines.items():
            if not condition_holds(operator, key, _list(values), request, new):
                return f"Condition {operator} {key}"
    return None


def _applying(documents: Any, request: Request) -> Iterator[Mapping[str, Any]]:
    for document in documents:
        policy = document.as_dict()
        for index, statement in enumerate(_list(policy["Statement"])):
            if first_mismatch(policy, index, request) is None:
                yield statement


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# --- principals -----------------------------------------------------------------------------------


def _how_named(statement: Mapping[str, Any], request: Request) -> str:
    if "NotPrincipal" in statement:
        return "directly"
    found = {_one_name(kind, name, request) for kind, name in _names(statement["Principal"])}
    return next(how for how in ("directly", "by role", "by account", "not") if how in found)


def _principal_matches(statement: Mapping[str, Any], request: Request) -> bool:
    names = _names(statement.get("Principal", statement.get("NotPrincipal")))
    named = any(_one_name(kind, name, request) != "not" for kind, name in names)
    return named == ("Principal" in statement)


def _names(principal: Any) -> list[tuple[str, str]]:
    if principal == "*":
        return [("AWS", "*")]
    return [(kind, name) for kind, names in principal.items() for name in _list(names)]


def _one_name(kind: str, name: str, request: Request) -> str:
    who = request.principal
    if kind == "AWS" and name == "*":
        return "directly"
    kinds = {PrincipalKind.FEDERATED: "Federated", PrincipalKind.SERVICE: "Service"}
    if who.kind is PrincipalKind.ANONYMOUS or kind != kinds.get(who.kind, "AWS"):
        return "not"
    root = f"arn:aws:iam::{who.account}:root"
    if name == who.arn or (name == who.account and who.arn == root):
        return "directly"
    if name == who.role_arn:
        return "by role"
    return "by account" if name in (who.account, root) else "not"


# --- text -----------------------------------------------------------------------------------------


def like(tokens: list[Any] | None, text: str) -> bool:
    """Whether the tokens (characters, ONE, ANY) fit the text, tried in every way."""
    if tokens is None:
        return False
    reached = {0}  # positions in the text that the tokens so far can reach
    for token in tokens:
        if token is ANY:
            reached = set(range(min(reached, default=len(text) + 1), len(text) + 1))
        else:
            reached = {
                at + 1 for at in reached if at < len(text) and (token is ONE or token == text[at])
            }
    return len(text) in reached


def _tokens(text: str, request: Request | None) -> list[Any] | None:
    """Characters and wildcards; variables are filled in if a request is given. None: no value."""
    tokens: list[Any] = []
    while text:
        variable, rest = _variable(text) if request else (None, "")
        if variable is not None and request is not None:
            value = _value(variable, request)
            if value is None:
                return None
            tokens, text = tokens + list(value), rest
        else:
            tokens.append({"*": ANY, "?": ONE}.get(text[0], text[0]))
            text = text[1:]
    return tokens


def _filled(text: str, request: Request | None) -> str | None:
    tokens = _tokens(text, request)
    if tokens is None:
        return None
    return "".join({ANY: "*", ONE: "?"}.get(token, token) for token in tokens)


def _variable(text: str) -> tuple[str | None, str]:
    if not text.startswith("${") or "}" not in text:
        return None, ""
    inside, rest = text[2:].split("}", 1)
    return inside, rest


def _value(variable: str, request: Request) -> str | None:
    if variable in ("*", "?", "$"):
        return variable
    key, *default = variable.split(", ")
    for name, value in request.context.items():
        if name.lower() == key.lower() and isinstance(value, str):
            return value
    return default[0].strip("'") if default else None


def _resource_matches(text: str, request: Request, new: bool) -> bool:
    fields = text.split(":", 5)
    if not new or len(fields) < 6:
        return like(_tokens(text, None), request.resource)
    start = _tokens(":".join(fields[:5]) + ":", None)
    end = _tokens(fields[5], request)
    return start is not None and end is not None and like(start + end, request.resource)


# --- conditions -----------------------------------------------------------------------------------


def condition_holds(
    operator: str, key: str, wanted: list[Any], request: Request, new: bool
) -> bool:
    """Whether one line of a Condition block holds; `new` is the language that has variables."""
    quantifier, _, name = operator.rpartition(":")
    found = next(
        (value for name_, value in request.context.items() if name_.lower() == key.lower()), ()
    )
    values = [found] if isinstance(found, str) else list(found)
    if name == "Null":
        if quantifier:
            return quantifier == "ForAllValues"
        return ("false" if values else "true") in [str(value).lower() for value in wanted]
    if name.endswith("IfExists"):
        if not values:
            return True
        name = name.removesuffix("IfExists")
    negated = "Not" in name
    if not values:
        return {"ForAllValues": True, "ForAnyValue": False}.get(quantifier, negated)
    compare = COMPARISONS[name.replace("Not", "", 1)]
    texts = [value if isinstance(value, str) else str(value).lower() for value in wanted]
    fits = [
        any(compare(value, text, request if new else None) for text in texts) is not negated
        for value in values
    ]
    if quantifier == "ForAllValues" or (negated and not quantifier):
        return all(fits)
    return any(fits)


def _arn_like(found: str, wanted: str, request: Request | None) -> bool:
    if wanted == "*":
        return True
    marked = ""  # the colons that separate fields, not those inside a variable
    depth = 0
    for character in wanted:
        depth += (character == "{") - (character == "}")
        inside = depth > 0 and request is not None
        marked += "\n" if character == ":" and not inside else character
    theirs, ours = found.split(":", 5), marked.split("\n", 5)
    if len(theirs) != 6 or len(ours) != 6:
        return False
    return all(
        like(_tokens(pattern.replace("\n", ":"), request), field)
        for pattern, field in zip(ours, theirs, strict=True)
    )


def _read_number(text: str) -> float | None:
    try:
        return None if "_" in text or "n" in text.lower() else float(text)
    except ValueError:
        return None


def _read_date(text: str) -> float | None:
    number = _read_number(text)
    if number is not None:
        return number
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()


def _read_address(text: str) -> Any:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _read_bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _in_network(found: str, wanted: str, request: Request | None) -> bool:
    address, network = _read_address(found), _read_address(wanted)
    if "/" in found or address is None or network is None or address.version != network.version:
        return False
    return bool(address.subnet_of(network))


def _ordered(
    read: Callable[[str], float | None], holds: Callable[[float, float], bool]
) -> Callable[[str, str, Request | None], bool]:
    def compare(found: str, wanted: str, request: Request | None) -> bool:
        left, right = read(found), read(wanted)
        return left is not None and right is not None and holds(left, right)

    return compare


COMPARISONS: dict[str, Callable[[str, str, Request | None], bool]] = {
    "StringEquals": lambda found, wanted, request: found == _filled(wanted, request),
    "StringEqualsIgnoreCase": lambda found, wanted, request: (
        found.lower() == (_filled(wanted, request) or "\n").lower()
        if found
        else _filled(wanted, request) == ""
    ),
    "StringLike": lambda found, wanted, request: like(_tokens(wanted, request), found),
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": lambda found, wanted, _: (
        found.lower() == wanted.lower() and found.lower() in ("true", "false")
    ),
    "BinaryEquals": lambda found, wanted, _: (
        _read_bytes(found) is not None and _read_bytes(found) == _read_bytes(wanted)
    ),
    "IpAddress": _in_network,
}
for _family, _read in (("Numeric", _read_number), ("Date", _read_date)):
    COMPARISONS |= {
        f"{_family}Equals": _ordered(_read, lambda left, right: left == right),
        f"{_family}LessThan": _ordered(_read, lambda left, right: left < right),
        f"{_family}LessThanEquals": _ordered(_read, lambda left, right: left <= right),
        f"{_family}GreaterThan": _ordered(_read, lambda left, right: left > right),
        f"{_family}GreaterThanEquals": _ordered(_read, lambda left, right: left >= right),
    }
