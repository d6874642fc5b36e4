"""N08.E2: one policy for a million lockers, and the twelve probes that try it.

Two people try it, jdoe and gina. A policy that holds for one of them alone is found out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n07_probes import problem
from cognito_lab.lessons.n08_lockers import BUCKET, World, identity_of
from cognito_lab.lessons.tasks import Rule, Seen, State
from cognito_lab.policy.decision import Policies, Principal, PrincipalKind, Request, decide
from cognito_lab.policy.document import parse
from cognito_lab.primitives.caller import ACCOUNT_ID

GET, PUT, LIST = "s3:GetObject", "s3:PutObject", "s3:ListBucket"
_SUB = "cognito-identity.amazonaws.com:sub"
_SESSION = Principal(
    f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/locker/CognitoIdentityCredentials",
    ACCOUNT_ID,
    PrincipalKind.ASSUMED_ROLE,
)


@dataclass(frozen=True)
class Probe:
    """One request.

    Attributes:
        who: ``jdoe`` or ``gina``.
        does: A few words, after “can”.
        action: What is to be done.
        key: To which file; "" is the bucket itself. ``{jdoe}`` and ``{gina}`` are identity ids.
        misconception: What somebody believes whose policy gets this wrong.
        prefix: The part of the bucket that a listing asks for; None: it does not say.
    """

    who: str
    does: str
    action: str
    key: str
    misconception: str
    prefix: str | None = None


MUST_ALLOW = (
    Probe("jdoe", "read a file of her own locker", GET, "{jdoe}/note.txt", "M12"),
    Probe("jdoe", "put a file into her own locker", PUT, "{jdoe}/2026/b.txt", "M12"),
    Probe("jdoe", "list her own locker", LIST, "", "M51", "{jdoe}/"),
    Probe("jdoe", "list a folder in her own locker", LIST, "", "M46", "{jdoe}/2026/"),
    Probe("gina", "read a file of her own locker", GET, "{gina}/letter.txt", "M47"),
    Probe("gina", "list her own locker", LIST, "", "M47", "{gina}/"),
)
MUST_DENY = (
    Probe("jdoe", "read gina's letter", GET, "{gina}/letter.txt", "M50"),
    Probe("jdoe", "put a file into gina's locker", PUT, "{gina}/b.txt", "M50"),
    Probe("jdoe", "list without saying which part", LIST, "", "M51"),
    Probe("jdoe", "list gina's locker", LIST, "", "M51", "{gina}/"),
    Probe("jdoe", "list the root of the bucket", LIST, "", "M51", ""),
    Probe("jdoe", "delete the bucket", "s3:DeleteBucket", "", "M50"),
)


def allowed(probe: Probe, document: Mapping[str, object], ids: Mapping[str, str]) -> bool:
    """What the lab's IAM says to the probe, with this policy on the role.

    Args:
        probe: What is asked.
        document: The policy.
        ids: ``{name: identity id}``.
    """
    key = probe.key.format(**ids)
    resource = f"arn:aws:s3:::{BUCKET}" + (f"/{key}" if key else "")
    context = {_SUB: ids[probe.who]}
    if probe.prefix is not None:
        context["s3:prefix"] = probe.prefix.format(**ids)
    request = Request(probe.action, resource, _SESSION, context)
    return decide(request, Policies(identity=(parse(document),))).allowed


def identity_ids(world: World) -> dict[str, str]:
    """Who is who at the counter."""
    return {who: identity_of(world, who) for who in ("jdoe", "gina")}


def _rule(probe: Probe, *, allow: bool) -> Rule:
    def holds(seen: Seen) -> bool:
        return allowed(probe, seen.returned, identity_ids(seen.world)) is allow

    words = f"With your policy {probe.who} {'cannot' if allow else 'can'} {probe.does}."
    return Rule(f"{probe.who}: {probe.does}", holds, words, probe.misconception)


_BLANK = '''def my_policy():
    """The own locker and nothing else, for everybody."""
    statements = TODO
    return {"Version": "2012-10-17", "Statement": statements}'''
_TWO = """[
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": "arn:aws:s3:::lockers/${cognito-identity.amazonaws.com:sub}/*",
        },
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::lockers",
            "Condition": {
                "StringLike": {"s3:prefix": "${cognito-identity.amazonaws.com:sub}/*"}
            },
        },
    ]"""
_VARIABLE = "${cognito-identity.amazonaws.com:sub}"
_CONDITION = f'"StringLike": {{"s3:prefix": "{_VARIABLE}/*"}}'


def _instead(old: str, new: str) -> Cell:
    """The solution with one thing changed."""
    return Cell(_BLANK.replace("TODO", _TWO.replace(old, new)))


POLICY = Exercise(
    id="N08.E2",
    goal=(
        "Write one policy for everybody: read and put in the own locker, list the own locker, and "
        "nothing else. Twelve probes try it, as jdoe and as gina."
    ),
    answer="my_policy",
    blank=Cell(_BLANK),
    solution=Cell(_BLANK.replace("TODO", _TWO)),
    because=(
        "The variable is filled in for each request, so one text makes a locker for everybody. "
        "Listing is an action on the bucket; s3:prefix says which part, and the star lets folders "
        "below it pass."
    ),
    hints=(
        "There are two sentences: one about files, one about listing.",
        "Files have the ARN of the bucket, a slash, and their key. Listing has the bucket's ARN.",
        'Two statements; the second one has `"StringLike": {"s3:prefix": …}` with the variable.',
    ),
    task=State(
        rules=(
            Rule("IAM can read it", lambda seen: not problem(seen), problem, "M10"),
            *(_rule(probe, allow=True) for probe in MUST_ALLOW),
            *(_rule(probe, allow=False) for probe in MUST_DENY),
        )
    ),
    wrong_answers=(
        WrongAnswer(
            "the whole bucket",
            _instead(_TWO, '[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]'),
            "M50",
        ),
        WrongAnswer("list on the files", _instead(':::lockers",', ':::lockers/*",'), "M51"),
        WrongAnswer(
            "list everything", _instead(_CONDITION, '"StringLike": {"s3:prefix": "*"}'), "M51"
        ),
        WrongAnswer("no condition", _instead(_CONDITION, ""), "M51"),
        WrongAnswer(
            "a star where no star counts",
            _instead(_CONDITION, f'"StringEquals": {{"s3:prefix": "{_VARIABLE}/"}}'),
            "M46",
        ),
        WrongAnswer(
            "the user-pool sub",
            _instead("cognito-identity.amazonaws.com:sub", "cognito-idp.amazonaws.com:sub"),
            "M12",
        ),
        WrongAnswer(
            "jdoe's own id, written in", _instead(f'{_VARIABLE}/*"', '" + me + "/*"'), "M47"
        ),
    ),
    given=Cell(
        'from cognito_lab.lessons.n08_lockers import identity_of\n\nme = identity_of(world, "jdoe")'
    ),
)
