"""What a policy may say: AWS's checks in AWS's order, each with AWS's sentence and our reason.

How to read the file: `CHECKS` lists the questions in the order in which AWS asks them; each
function below it is one question and yields what it finds. The first fault is the answer.

    1  the shape                     Syntax errors in policy.                     (`syntax`)
    2  the language                  Policy document must be version 2012-10-17 or greater.
    3  what an older parser refuses  The policy failed legacy parsing
    4  statement ids                 Statement IDs (SID) in a single policy must be unique.
    5  principals, where they belong Policy document should not specify a principal.
    6  actions are there             Policy statement must contain actions.
    7  resources are ARNs            Resource … must be in ARN format or "*".
    8  actions name a service        Actions/Conditions must be prefaced by a vendor …
    9  resources are there           Policy statement must contain resources.
    10 trust policies                Trust Policy statement actions can only be …

Source: the order and most texts were collected against AWS by moto's authors; the place of 5 is
Assumed.

Left out: whether actions, condition keys, users and roles exist, and S3's rule that a bucket policy
names its own bucket.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from cognito_lab.policy import syntax
from cognito_lab.policy.kinds import PolicyKind
from cognito_lab.policy.operators import ISO_DATE
from cognito_lab.policy.patterns import Pattern
from cognito_lab.policy.resource_grammar import lacks_colons, resource_fault
from cognito_lab.policy.syntax import Fault, as_list, load
from cognito_lab.primitives import messages

Policy = Mapping[str, Any]
Check = Callable[[Policy, PolicyKind], Iterator[Fault]]


def checked(text: str, kind: PolicyKind) -> dict[str, Any]:
    """The policy as a dict, if it breaks no rule.

    Raises:
        MalformedPolicyDocument: It does; ``MalformedPolicy`` for a bucket policy.
    """
    policy = load(text)
    fault = policy if isinstance(policy, Fault) else _first_fault(policy, kind)
    if fault is None:
        assert isinstance(policy, dict)
        return policy
    message = replace(fault.message, code=kind.rules.error_code)
    place = f"{fault.where}: " if fault.where else ""
    raise message.error(because=f"{place}{fault.because}.", **fault.values)


def find_fault(text: str, kind: PolicyKind = PolicyKind.IDENTITY) -> Fault | None:
    """The first thing that is wrong, for showing it where it stands; None if all is well."""
    policy = load(text)
    return policy if isinstance(policy, Fault) else _first_fault(policy, kind)


def _first_fault(policy: Policy, kind: PolicyKind) -> Fault | None:
    return next(chain.from_iterable(check(policy, kind) for check in CHECKS), None)


def one_of(statement: Mapping[str, Any], name: str, opposite: str) -> str | None:
    """Which of the two members the statement has: ``Action`` or ``NotAction``."""
    return next((member for member in (name, opposite) if member in statement), None)


def _statements(policy: Policy) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each statement with its place."""
    for index, statement in enumerate(as_list(policy["Statement"])):
        yield f"Statement[{index}]", statement


def _members(policy: Policy, *names: str) -> Iterator[tuple[str, list[str]]]:
    """The texts of each such member with their place."""
    for where, statement in _statements(policy):
        for name in names:
            if name in statement:
                yield f"{where}.{name}", as_list(statement[name])


# --- 2 the language -------------------------------------------------------------------------------


def _language(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    version = policy.get("Version", "2008-10-17, because it is not given")
    if kind.rules.needs_version_2012 and version != "2012-10-17":
        yield Fault("Version", f"it is {version}", messages.POLICY_VERSION)


# --- 3 what an older parser refuses ---------------------------------------------------------------

_LAST_SECOND = 2**63 - 1


def _legacy_parsing(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    for where, statement in _statements(policy):
        if statement["Effect"] not in ("Allow", "Deny"):
            because = f"{statement['Effect']!r} has to be written Allow or Deny, with one capital"
            yield Fault(f"{where}.Effect", because, messages.POLICY_LEGACY_PARSING)
        for operator, lines in statement.get("Condition", {}).items():
            for key, values in lines.items():
                if "Date" in operator and not all(map(_is_date, as_list(values))):
                    because = "a date is ISO 8601 or a number of seconds since 1970"
                    place = f"{where}.Condition.{operator}.{key}"
                    yield Fault(place, because, messages.POLICY_LEGACY_PARSING)
    for where, resources in _members(policy, "Resource", "NotResource"):
        for resource in resources:
            if resource_fault(resource, where) is None and lacks_colons(resource):
                because = f"{resource!r} has an empty service or too few colons for an ARN"
                yield Fault(where, because, messages.POLICY_LEGACY_PARSING)


def _is_date(value: Any) -> bool:
    text = str(value)
    if text.isdecimal():
        return int(text) <= _LAST_SECOND
    return ISO_DATE.fullmatch(text) is not None


# --- 4 statement ids ------------------------------------------------------------------------------


def _statement_ids(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, statement in _statements(policy):
        sid = statement.get("Sid", "")
        if sid in seen:
            yield Fault(f"{where}.Sid", f"{sid!r} is taken", messages.POLICY_SIDS_NOT_UNIQUE)
        seen.update({sid} - {""})
        if kind is not PolicyKind.BUCKET and not re.fullmatch(r"[0-9A-Za-z]*", sid):
            because = f"{sid!r} holds more than letters and digits"
            yield Fault(f"{where}.Sid", because, messages.POLICY_SID_CHARACTERS)


# --- 5 principals ---------------------------------------------------------------------------------

_AWS_PRINCIPAL = re.compile(
    r"\*|\d{12}|A[A-Z]{3}[A-Z0-9]{12,}|arn:aws[a-z-]*:(iam|sts)::(\d{12}|cloudfront):[^*?]+",
    re.ASCII,
)


def _principals(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    for where, statement in _statements(policy):
        name = one_of(statement, "Principal", "NotPrincipal")
        if not kind.rules.names_principals:
            if name:
                because = "this kind of policy hangs on a principal, so it cannot name one"
                yield Fault(f"{where}.{name}", because, messages.POLICY_WITH_PRINCIPAL)
        elif name is None or not statement[name]:
            because = "this kind of policy has to say who it speaks of"
            yield Fault(where, because, messages.POLICY_WITHOUT_PRINCIPAL)
        elif name == "NotPrincipal" and kind is PolicyKind.TRUST:
            because = "a trust policy has to name whom it trusts"
            yield Fault(f"{where}.{name}", because, messages.TRUST_POLICY_NOT_PRINCIPAL)
        elif statement[name] != "*":
            yield from _invalid_principals(statement[name], f"{where}.{name}", kind)


def _invalid_principals(named: Mapping[str, Any], where: str, kind: PolicyKind) -> Iterator[Fault]:
    for who, names in named.items():
        for name in as_list(names):
            if not (_AWS_PRINCIPAL.fullmatch(name) if who == "AWS" else _is_whole_name(name)):
                message = (
                    messages.BUCKET_POLICY_INVALID_PRINCIPAL
                    if kind is PolicyKind.BUCKET
                    else messages.POLICY_INVALID_PRINCIPAL
                )
                because = f"{name!r} is no whole name of the kind {who}; wildcards stand only alone"
                yield Fault(f"{where}.{who}", because, message, {"kind": who, "name": name})


def _is_whole_name(name: str) -> bool:
    return bool(name) and not set(name) & {"*", "?"}


# --- 6 and 8 actions ------------------------------------------------------------------------------


def _actions_are_there(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    for where, statement in _statements(policy):
        name = one_of(statement, "Action", "NotAction")
        if name is None or statement[name] == []:
            yield Fault(where, "it names no action", messages.POLICY_WITHOUT_ACTIONS)


def _actions_name_a_service(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    for where, actions in _members(policy, "Action", "NotAction"):
        for action in actions:
            vendor, colon, name = action.partition(":")
            if action != "*" and not colon:
                because = f"{action!r} does not say of which service, as in s3:GetObject"
                yield Fault(where, because, messages.POLICY_ACTION_WITHOUT_VENDOR)
            elif ":" in name:
                because = f"{action!r} has more than one colon"
                yield Fault(where, because, messages.POLICY_ACTION_COLONS)
            elif vendor != "*" and re.search(r"[^a-zA-Z0-9.-]", vendor):
                because = f"{vendor!r} can be no service's name"
                yield Fault(where, because, messages.POLICY_ACTION_VENDOR, {"vendor": vendor})


# --- 7 and 9 resources ----------------------------------------------------------------------------


def _resources_are_arns(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    for where, resources in _members(policy, "Resource", "NotResource"):
        faults = (resource_fault(resource, where) for resource in sorted(resources))
        yield from (fault for fault in faults if fault is not None)


def _resources_are_there(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    if not kind.rules.names_resources:
        return
    for where, statement in _statements(policy):
        name = one_of(statement, "Resource", "NotResource")
        if name is None or statement[name] == []:
            yield Fault(where, "it names no resource", messages.POLICY_WITHOUT_RESOURCES)


# --- 10 trust policies ----------------------------------------------------------------------------

# Source: Service Authorization Reference, "AWS Security Token Service".
STS_ACTIONS = (
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetCallerIdentity",
    "GetFederationToken",
    "GetServiceBearerToken",
    "GetSessionToken",
    "SetSourceIdentity",
    "TagSession",
)


def _trust_policy(policy: Policy, kind: PolicyKind) -> Iterator[Fault]:
    if kind is not PolicyKind.TRUST:
        return
    for where, actions in _members(policy, "Action", "NotAction"):
        for action in actions:
            vendor, _, name = action.lower().partition(":")
            pattern = Pattern.parse(name)
            if vendor != "sts" or not any(pattern.matches(known.lower()) for known in STS_ACTIONS):
                because = f"{action!r} is no way of assuming a role"
                yield Fault(where, because, messages.TRUST_POLICY_ACTIONS)
    for where, _ in _members(policy, "Resource", "NotResource"):
        because = "a trust policy hangs on its role, so it cannot name a resource"
        yield Fault(where, because, messages.TRUST_POLICY_RESOURCE)


CHECKS: tuple[Check, ...] = (
    syntax.faults,
    _language,
    _legacy_parsing,
    _statement_ids,
    _principals,
    _actions_are_there,
    _resources_are_arns,
    _actions_name_a_service,
    _resources_are_there,
    _trust_policy,
)
