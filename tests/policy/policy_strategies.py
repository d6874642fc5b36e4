"""Random requests and policies, made of few words so that they meet often enough to matter.

`random_request` and `random_policies` make fresh ones from a `Random`. For hypothesis there are
pools of ready ones, the simplest first: drawing from them is fast, and a failing example shrinks.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st
from policy_builders import (
    ACCOUNT,
    ALICE,
    ANYBODY,
    COGNITO,
    LAMBDA,
    OTHER_ACCOUNT,
    ROLE_ARN,
    ROOT,
    SESSION,
    SESSION_ARN,
)

from cognito_lab.policy import Document, Policies, PolicyKind, Request, parse

ACTIONS = ["s3:GetObject", "S3:getobject", "s3:PutObject", "iam:GetUser"]
ACTION_PATTERNS = [
    "*",
    "*",
    "*",
    "s3:*",
    "s3:*",
    "s3:Get*",
    "S3:?ETobject",
    "s3:PutObject",
    "iam:*",
    "s3:*Object",
]
RESOURCES = ["*", "arn:aws:s3:::a", "arn:aws:s3:::a/b", "arn:aws:s3:::a/b/c", "arn:aws:s3:::a/*"]
RESOURCE_PATTERNS = [
    "*", "*", "*", "arn:aws:s3:::*", "arn:aws:s3:::*", "arn:aws:s3:::a", "arn:aws:s3:::a/*",
    "arn:aws:s3:::a/?", "arn:aws:s3:::a/${k:text}", "arn:aws:s3:::a/${K:Text}/*",
    "arn:aws:s3:::${k:no}*", "arn:aws:s3:::a/${k:no, 'b'}", "arn:aws:s3:::a/${*}",
    "arn:aws:s3:::${k:list}",
]  # fmt: skip
# {key: values that it may have}; the policies' values for it are drawn from the same pool.
VALUES = {
    "k:text": ["", "a", "b", "A", "a*", "*", "${k:list}"],
    "k:other": ["a", "b", "a/b", "?"],
    "k:number": ["1", "1.0", "2", "-3", "one"],
    "k:date": ["2026-01-06", "2026-01-06T00:00:00Z", "1767657600", "2027-01-01T01:00:00+01:00"],
    "k:bool": ["true", "TRUE", "false", "maybe"],
    "k:bytes": ["YQ==", "YWI=", "no base64!"],
    "k:address": ["10.0.0.1", "10.0.1.1", "::1", "here"],
    "k:arn": ["arn:aws:s3:::a", "arn:aws:s3:::a/b:c", "arn:aws:sns:r:1:t", "a:b"],
}
MORE_WANTED = {
    "String": [
        "a?",
        "*",
        "${k:other}",
        "${k:no}",
        "${k:no, 'a'}",
        "x${k:text}",
        "${*}",
        "${k:text",
    ],
    "Arn": ["*", "arn:aws:s3:::*", "arn:*:s3:::${k:text}", "arn:aws:*:1:t", "arn:aws:s*:?:1:t"],
    "Ip": ["10.0.0.0/24", "0.0.0.0/0", "::/0"],
    "NotIp": ["10.0.0.0/24", "10.0.0.1"],
}
OPERATORS_BY_KEY = {
    "k:text": ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
               "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    "k:other": ["StringEquals", "StringLike", "StringNotLike"],
    "k:number": ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
                 "NumericGreaterThan", "NumericGreaterThanEquals"],
    "k:date": ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals",
               "DateGreaterThan", "DateGreaterThanEquals"],
    "k:bool": ["Bool"],
    "k:bytes": ["BinaryEquals"],
    "k:address": ["IpAddress", "NotIpAddress"],
    "k:arn": ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike"],
}  # fmt: skip
PRINCIPALS = [
    "*", {"AWS": "*"}, {"AWS": ACCOUNT}, {"AWS": OTHER_ACCOUNT}, {"AWS": ALICE.arn},
    {"AWS": [ROLE_ARN, OTHER_ACCOUNT]}, {"AWS": SESSION_ARN}, {"Service": LAMBDA.arn},
    {"Federated": COGNITO.arn, "AWS": ACCOUNT},
]  # fmt: skip


def one_or_more(random: Random, values: list[Any]) -> Any:
    """One value, or a list of up to three."""
    many = random.randint(0, 3)
    return [random.choice(values) for _ in range(many)] if many else random.choice(values)


def random_conditions(random: Random) -> dict[str, Any]:
    """A block of one or two conditions."""
    block: dict[str, Any] = {}
    for key in random.sample(list(VALUES), random.randint(1, 2)):
        operator = random.choice([*OPERATORS_BY_KEY[key], "Null"])
        prefix = random.choice(["", "", "", "ForAllValues:", "ForAnyValue:"])
        suffix = random.choice(["", "", "IfExists"]) if operator != "Null" else ""
        values = ["true", "false"] if operator == "Null" else list(VALUES[key])
        for family, more in MORE_WANTED.items():
            values += more if operator.startswith(family) else []
        line = {random.choice([key, key.upper()]): one_or_more(random, values)}
        block[f"{prefix}{operator}{suffix}"] = line
    return block


def random_statement(random: Random, kind: PolicyKind) -> dict[str, Any]:
    """One statement as this kind of policy may have it."""
    statement: dict[str, Any] = {"Effect": random.choice(["Allow"] * 7 + ["Deny"])}
    if kind.rules.names_principals:
        opposite = "Principal" if kind is PolicyKind.TRUST else "NotPrincipal"
        element = random.choice(["Principal", "Principal", "Principal", opposite])
        statement[element] = random.choice(PRINCIPALS)
    patterns = ACTION_PATTERNS if kind.rules.names_resources else ["sts:AssumeRole", "sts:*"]
    element = random.choice(["Action", "Action", "Action", "NotAction"])
    statement[element] = one_or_more(random, patterns)
    if kind.rules.names_resources:
        element = random.choice(["Resource", "Resource", "Resource", "NotResource"])
        statement[element] = one_or_more(random, RESOURCE_PATTERNS)
    if random.random() < 0.4:
        statement["Condition"] = random_conditions(random)
    return statement


def random_document(random: Random, kind: PolicyKind = PolicyKind.IDENTITY) -> Document:
    """A policy of up to three statements."""
    statements = [random_statement(random, kind) for _ in range(random.randint(1, 3))]
    version = random.choice(["2012-10-17"] * 5 + ["2008-10-17"])
    return parse({"Version": version, "Statement": statements}, kind=kind)


def random_policies(random: Random) -> Policies:
    """Policies of every layer; the limiting ones are most often absent."""

    def several(kind: PolicyKind = PolicyKind.IDENTITY) -> tuple[Document, ...]:
        return tuple(random_document(random, kind) for _ in range(random.randint(0, 2)))

    layers: dict[str, Any] = {"identity": several()}
    for limit in ("boundary", "session", "scp"):
        if random.random() < 0.25:
            layers[limit] = several()
    if random.random() < 0.2:
        layers["rcp"] = several(PolicyKind.RCP)
    if random.random() < 0.2:
        layers["trust"] = random_document(random, PolicyKind.TRUST)
    elif random.random() < 0.6:
        layers["resource"] = several(PolicyKind.BUCKET)
    return Policies(**layers)


def random_request(random: Random) -> Request:
    """A request by one of six callers, with some of the context keys."""
    context: dict[str, str | tuple[str, ...]] = {}
    for key in random.sample(list(VALUES), random.randint(0, 5)):
        name = random.choice([key, key.title()])
        if random.random() < 0.3:
            context[name] = tuple(random.choices(VALUES[key], k=random.randint(0, 3)))
        else:
            context[name] = random.choice(VALUES[key])
    return Request(
        action=random.choice([*ACTIONS, "sts:AssumeRole"]),
        resource=random.choice(RESOURCES),
        principal=random.choice([SESSION] * 4 + [ALICE, ROOT, ANYBODY, LAMBDA, COGNITO]),
        context=context,
        resource_account=random.choice(["", "", ACCOUNT, OTHER_ACCOUNT]),
    )


def _pool(make: Any, size: int, *more: Any) -> st.SearchStrategy[Any]:
    def pool() -> st.SearchStrategy[Any]:
        made = [make(Random(seed), *more) for seed in range(size)]
        return st.sampled_from(sorted(made, key=lambda thing: len(str(vars(thing)))))

    return st.deferred(pool)  # made when a law is tried, not when it is collected


requests = _pool(random_request, 500)
documents = _pool(random_document, 300)
bucket_policies = _pool(random_document, 300, PolicyKind.BUCKET)
policy_sets = _pool(random_policies, 500)
several_documents = st.lists(documents, max_size=2).map(tuple)
