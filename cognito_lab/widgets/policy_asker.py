"""The request half of a question, read from what somebody types: who asks, and with which keys.

What cannot be read as condition keys is a `Trouble` with line and column, as in a policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from cognito_lab.policy.request import ContextValue, Principal, PrincipalKind
from cognito_lab.policy.syntax import Fault, load
from cognito_lab.widgets import json_places
from cognito_lab.widgets.policy_text import Trouble
from cognito_lab.widgets.visible import json_text, visible

_FEDERATED = re.compile(
    r"arn:aws:iam::\d{12}:(oidc|saml)-provider/.+|cognito-identity\.amazonaws\.com"
    r"|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com"
)


def principal_of(asker: str, known: Principal | None = None) -> Principal:
    """Who it is, by the look of the name: a user, a role session, a provider, a service, nobody."""
    if known is not None and asker == known.arn:
        return known
    service, account, name = (asker.split(":", 5) + [""] * 6)[2], *_account_and_name(asker)
    if service == "sts" and name.startswith("assumed-role/"):
        role = f"arn:aws:iam::{account}:role/{name.split('/')[1]}"
        return Principal(asker, account, PrincipalKind.ASSUMED_ROLE, role)
    if service == "iam" and name.startswith("role/"):
        return Principal(asker, account, PrincipalKind.ASSUMED_ROLE, asker)
    if _FEDERATED.fullmatch(asker):
        return Principal(asker, kind=PrincipalKind.FEDERATED)
    if name == "root":
        return Principal(asker, account, PrincipalKind.ROOT)
    if service == "iam":
        return Principal(asker, account, PrincipalKind.USER)
    is_service = asker.endswith(".amazonaws.com")
    return Principal(asker, kind=PrincipalKind.SERVICE if is_service else PrincipalKind.ANONYMOUS)


def _account_and_name(arn: str) -> tuple[str, str]:
    fields = arn.split(":", 5)
    return (fields[4], fields[5]) if len(fields) == 6 else ("", "")


def context_text(context: Mapping[str, ContextValue]) -> str:
    """Condition keys as JSON, for somebody to change."""
    members = {k: v if isinstance(v, str) else list(v) for k, v in context.items()}
    return json_text(members, indent=2)


def context_of(text: str) -> tuple[dict[str, ContextValue], Trouble | None]:
    """Condition keys from JSON: a text is one value, a list of texts several."""
    if not text.strip():
        return {}, None
    members = load(text)
    if isinstance(members, Fault):
        fault = replace(members, because=members.because.replace("a policy", "the context"))
        return {}, trouble_at(text, fault, ours=True)
    values: dict[str, ContextValue] = {}
    for key, value in members.items():
        read_value = _context_value(value)
        if read_value is None:
            because = "a condition key has a text, a number, true or false, or a list of them"
            return {}, trouble_at(text, Fault(key, because), ours=True)
        values[key] = read_value
    return values, None


def _context_value(value: object) -> ContextValue | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return None


def trouble_at(text: str, fault: Fault, *, ours: bool = False) -> Trouble:
    """A fault with its place in the text, in the lab's words; then AWS's, for a policy."""
    named = re.match(r"'([^']*)'", fault.because)  # the one of several that is meant
    place = json_places.find(text, fault.where, named[1] if named else None)
    at = "" if fault.where.startswith("line ") or not fault.where else f"{fault.where}: "
    aws = "" if ours else f" AWS says: {fault.text}"
    words = visible(f"{at}{fault.because}.{aws}")
    return Trouble(place.line, place.column, place.start, place.end, words)
