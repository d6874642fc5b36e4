"""Flows and texts that the tests of the pictures share."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from cognito_lab.diagrams import (
    THE_JOURNEY,
    THE_SECOND_DOOR,
    Branch,
    Diagram,
    Flow,
    Frame,
    Kind,
    Step,
    airport,
    answer,
    call,
    error,
    itself,
    sequence,
)
from cognito_lab.diagrams.participants import KNOWN
from cognito_lab.diagrams.states import sign_in, user_status
from cognito_lab.diagrams.why_tree import why_tree
from cognito_lab.policy import (
    Decision,
    Policies,
    PolicyKind,
    Principal,
    PrincipalKind,
    Request,
    decide,
    parse,
)

JWT = "eyJhbGciOiJSUzI1NiJ9." + "eyJzdWIiOiJqZG9lIn0" * 100 + ".c2lnbmF0dXJl"

# What people and tokens may bring along: diagrams.md, "Text from outside".
PAYLOADS = {
    "closes the attribute list": '"] evil [label="',
    "adds a URL": 'x" URL="javascript:alert(1)',
    "looks like an HTML label": '<x> URL="javascript:alert(1)" label=<y>',
    "is a script address": "javascript:alert(1)",
    "escapes a quotation mark in a URL": 'x\\" onclick=\\"alert(1)',
    "escapes a quotation mark in a font": 'Arial\\" onmouseover=\\"alert(1)',
    "is an HTML label with a link": '<<table href="javascript:alert(1)"><tr/></table>>',
    "means the node's name": r"\N",
    "means the graph's name": r"\G",
    "means the edge's name": r"\E",
    "means a new line": r"a\nb",
    "means a line to the left": r"a\lb",
    "is a path of Windows": r"C:\new",
    "is escaped markup": "&lt;b&gt;",
    "is an escaped ampersand": "&amp;",
    "holds NUL": "a\x00b",
    "holds ESC": "a\x1b[31mb",
    "turns the direction": "user\u202egnp.exe",
    "holds half a character": "a\ud800b",
    "is Chinese": "用户池",
    "is Arabic": "مرحبا",
    "is an emoji": "🔑",
    "ends a comment": "--><script>alert(1)</script>",
}

# The flow of the reference picture, word for word.
REFERENCE = Flow(
    title="Sign in to a user pool and read from S3 with temporary AWS credentials",
    participants=("App", "User Pool", "JWKS", "Identity Pool", "STS", "S3"),
    steps=(
        call("App", "User Pool", "InitiateAuth", "user name + password", phase="Sign in"),
        itself("User Pool", "sign JWTs", "RS256 private key"),
        answer(
            "User Pool",
            "App",
            "three tokens",
            "ID · access · refresh",
            phase="Receive tokens",
            note="The passport: the ID token says who you are. S3 does not accept passports, "
            "so it has to be exchanged first.",
        ),
        call("App", "Identity Pool", "GetId", "Logins: ID token", phase="Get identity"),
        call(
            "Identity Pool", "JWKS", "GET jwks.json", "key id from header", phase="Validate token"
        ),
        answer("JWKS", "Identity Pool", "public keys", "RSA n, e"),
        itself("Identity Pool", "verify the token", "signature, iss, aud, exp"),
        answer("Identity Pool", "App", "IdentityId", "region:uuid"),
        call(
            "App",
            "Identity Pool",
            "GetCredentialsForIdentity",
            "IdentityId + ID token",
            phase="Assume the role",
        ),
        call("Identity Pool", "STS", "AssumeRoleWithWebIdentity", "role ARN + OpenID token"),
        answer("STS", "Identity Pool", "temporary credentials", "AccessKeyId ASIA…, 1 h"),
        answer(
            "Identity Pool",
            "App",
            "key id, secret key, session token",
            "AWS credentials",
            note="The boarding pass: one role, one session, expires by itself.",
        ),
        call("App", "S3", "GetObject", "request signed with SigV4", phase="Use AWS"),
        answer("S3", "App", "200 OK", "object bytes"),
        error("Identity Pool", "App", "NotAuthorizedException", "sign in again"),
    ),
    frames=(
        Frame((Branch("token is valid", 8, 14), Branch("token is expired or forged", 15, 15))),
    ),
)
FLOWS = {
    "the reference": REFERENCE,
    "the journey": THE_JOURNEY,
    "the second door": THE_SECOND_DOOR,
}


_SUB = "cognito-identity.amazonaws.com:sub"
_OWN_LOCKER = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "OwnLocker",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": f"arn:aws:s3:::lockers/${{{_SUB}}}/*",
        },
        {
            "Sid": "ListOwn",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::lockers",
            "Condition": {"StringLike": {"s3:prefix": f"${{{_SUB}}}/*"}},
        },
    ],
}
_GUARD = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {
            "Sid": "NoGuests",
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {
                "ForAllValues:StringNotEquals": {
                    "cognito-identity.amazonaws.com:amr": "authenticated"
                }
            },
        },
    ],
}


def locker_decision(folder: str) -> Decision:
    """Whether jdoe, who signed in through the identity pool, may read a file of that folder."""
    role = "arn:aws:iam::123456789012:role/lockers"
    session = "arn:aws:sts::123456789012:assumed-role/lockers/CognitoIdentityCredentials"
    return decide(
        Request(
            "s3:GetObject",
            f"arn:aws:s3:::lockers/{folder}/photo.jpg",
            Principal(session, "123456789012", PrincipalKind.ASSUMED_ROLE, role),
            {_SUB: JDOE, "cognito-identity.amazonaws.com:amr": ("authenticated",)},
        ),
        Policies(
            identity=(parse(_OWN_LOCKER, name="own-locker"),),
            session=(parse(_GUARD, name="scope-down", kind=PolicyKind.SESSION),),
        ),
    )


JDOE = "us-east-1:11111111-2222-3333-4444-555555555555"
GINA = "us-east-1:66666666-7777-8888-9999-000000000000"


def shipped_diagrams() -> dict[str, Diagram]:
    """Every picture that the package brings along, by the name of its files."""
    return {
        "the-journey": sequence(THE_JOURNEY),
        "the-second-door": sequence(THE_SECOND_DOOR),
        "the-airport": airport(),
        "user-status": user_status(),
        "sign-in": sign_in(),
        "own-locker": why_tree(
            locker_decision(GINA), title="Why gina's locker stays closed to jdoe"
        ),
    }


def texts_of(svg: str) -> list[str]:
    """The words that one reads in a picture, line by line, in the order of painting."""
    root = ET.fromstring(svg)
    return [
        "".join(element.itertext()).replace("\xa0", " ")
        for element in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def long_flow(messages: int) -> Flow:
    """A flow of that many messages between six participants, as a run of the lab looks."""
    return Flow("Long", tuple(_endless(messages)), REFERENCE.participants)


def _endless(messages: int) -> Iterator[Step]:
    pattern = [s for s in REFERENCE.steps if s.kind is not Kind.ERROR]
    for number in range(messages):
        step = pattern[number % len(pattern)]
        yield Step(step.kind, step.sender, step.receiver, step.label, step.detail)


_LABELS = (
    "GetId",
    "GetCredentialsForIdentity",
    "AssumeRoleWithWebIdentity",
    "a rather long sentence in the place of a label, as a notebook might have it",
    "NotAuthorizedException",
    "GET /group",
    "Anmeldungsbestätigungsverfahrensbeschreibung",
    "x",
)
_DETAILS = (
    "",
    "IdentityId + ID token",
    "Invalid login token. Token expired: 1767690487 >= 1767690000 and so on and on and on",
    "a",
    "arn:aws:sts::123456789012:assumed-role/editors/CognitoIdentityCredentials",
)
_NOTES = (
    "Short.",
    "The passport: the ID token says who you are. S3 does not accept passports, so it waits.",
    "The trust policy of the role wants the audience to be this identity pool, and the token's "
    "audience is another one; so STS refused, and nobody was told more than that.",
)


def random_flow(seed: int) -> Flow:
    """A flow that is properly nested and otherwise as unpleasant as chance makes it."""
    chance = random.Random(seed)
    cast = sorted(chance.sample([p.name for p in KNOWN], chance.randint(2, 9)))
    names = [p.name for p in KNOWN if p.name in cast]
    steps = tuple(
        step
        for _ in range(chance.randint(1, 4))
        for step in _conversation(chance, names, names[0], 0)
    )
    return Flow("Random", steps, tuple(names), _random_frames(chance, len(steps)))


def _conversation(
    chance: random.Random, names: list[str], sender: str, depth: int
) -> Iterator[Step]:
    receiver = chance.choice([name for name in names if name != sender])
    if chance.random() < 0.1:
        yield _random_step(chance, Kind.ONE_WAY, sender, receiver)
        return
    yield _random_step(chance, Kind.CALL, sender, receiver)
    for _ in range(chance.choice((0, 0, 1, 2))):
        if chance.random() < 0.5 or depth > 2:
            yield _random_step(chance, Kind.SELF, receiver, receiver)
        else:
            yield from _conversation(chance, names, receiver, depth + 1)
    kind = Kind.ERROR if chance.random() < 0.25 else Kind.ANSWER
    yield _random_step(chance, kind, receiver, sender)


def _random_step(chance: random.Random, kind: Kind, sender: str, receiver: str) -> Step:
    return Step(
        kind,
        sender,
        receiver,
        chance.choice(_LABELS),
        chance.choice(_DETAILS),
        chance.choice(_NOTES) if chance.random() < 0.3 else "",
        chance.choice(("Sign in", "Exchange credentials for a role"))
        if chance.random() < 0.2
        else "",
    )


def _random_frames(chance: random.Random, steps: int) -> tuple[Frame, ...]:
    if steps < 3 or chance.random() < 0.5:
        return ()
    first, middle, last = sorted(chance.sample(range(1, steps + 1), 3))
    return (
        Frame(
            (
                Branch("the token is valid", first, middle - 1 if middle > first else middle),
                Branch("the token is expired, forged, or made for somebody else", middle, last),
            )
        ),
    )
