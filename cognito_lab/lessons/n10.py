"""N10 · The other gate: exercises, predictions and recall questions.

Three exercises: open each door with the right proof, find one key for every kind of user, and deny
by group inside the function. The events stand in `n10_doors`.
"""

from __future__ import annotations

from cognito_lab.lessons import journey
from cognito_lab.lessons.calling import Answer
from cognito_lab.lessons.came_back import in_words, name_of
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n10_doors import (
    group_events,
    opened,
    role_took_part,
    user_keys,
    why_closed,
)
from cognito_lab.lessons.predictions import Option, Prediction, Question
from cognito_lab.lessons.tasks import Function, Rule, State

TITLE = "The other gate"
EXPLAIN = "Explain to a colleague why the card of a user-pool user shows another kind of id."
build = journey.build

_KNOCKS = '''def open_doors():
    """Knock at each door with the proof that it wants."""
    gina, jdoe, artie = papers["gina"], papers["jdoe"], papers["artie"]
    http.get(world.api_url + "/google", {google})
    http.get(world.api_url + "/group", {group})
    http.get(world.api_url + "/jwt", {jwt})'''
_SIGNED = "auth=sigv4({who}.credentials)"
_TOKEN = 'headers={{"Authorization": {who}.id_token}}'


def _doors(google: str, group: str, jwt: str) -> Cell:
    return Cell(_KNOCKS.format(google=google, group=group, jwt=jwt))


def _closed(door: str) -> Rule:
    return Rule(
        f"{door} opened",
        lambda seen: opened(seen, door),
        lambda seen: why_closed(seen, door),
        "M14",
    )


OPEN_DOORS = Exercise(
    id="N10.E1",
    goal="Open all three doors, each with the right person and the right proof.",
    answer="open_doors",
    blank=_doors("auth=TODO", "auth=TODO", "headers=TODO"),
    solution=_doors(
        _SIGNED.format(who="gina"), _SIGNED.format(who="jdoe"), _TOKEN.format(who="artie")
    ),
    because=(
        "/google and /group want a signature made with temporary credentials, each of another "
        "role. /jwt reads an ID token, and neither role nor STS takes part."
    ),
    hints=(
        "Look at the table above: which door reads what?",
        "Two doors ask for a signature; `papers[…].credentials` can make one.",
        '`auth=sigv4(gina.credentials)`, and `headers={"Authorization": artie.id_token}`.',
    ),
    task=State(
        rules=(
            _closed("/google"),
            _closed("/group"),
            _closed("/jwt"),
            Rule(
                "no role at /jwt",
                lambda seen: not role_took_part(seen),
                "A role took part at /jwt.",
                "M16",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer(
            "ID tokens everywhere",
            _doors(*(_TOKEN.format(who=who) for who in ("gina", "jdoe", "artie"))),
            "M14",
        ),
        WrongAnswer(
            "gina at both signed doors",
            _doors(
                _SIGNED.format(who="gina"), _SIGNED.format(who="gina"), _TOKEN.format(who="artie")
            ),
            "M14",
        ),
        WrongAnswer(
            "a signature at /jwt",
            _doors(*(_SIGNED.format(who=who) for who in ("gina", "jdoe", "jdoe"))),
            "M14",
        ),
    ),
    given=Cell(
        "from cognito_lab import http_session, sigv4\nfrom cognito_lab.lessons import journey\n\n"
        "papers = journey.papers(world)\nhttp = http_session(world.cloud)"
    ),
)

USER_KEY = Exercise(
    id="N10.E2",
    goal="Write `user_key`: the id under which the back end keeps this user's rows.",
    answer="user_key",
    blank=Cell(
        '''def user_key(event):
    """One stable key for whoever sent this request."""
    return TODO'''
    ),
    solution=Cell(
        '''def user_key(event):
    """One stable key for whoever sent this request."""
    request = event["requestContext"]
    identity_id = request["identity"]["cognitoIdentityId"]
    return identity_id or request["authorizer"]["claims"]["sub"]'''
    ),
    because=(
        "Behind an IAM door the gateway tells the identity id. Behind the user-pool authorizer no "
        "identity id exists, so the `sub` is the user's key. An e-mail address can change."
    ),
    hints=(
        "Print both events: where does each say who came?",
        "One of them has an identity id. In the other the same place is empty.",
        '`…["identity"]["cognitoIdentityId"] or …["authorizer"]["claims"]["sub"]`',
    ),
    task=Function(cases=user_keys),
    wrong_answers=(
        WrongAnswer(
            "the identity id everywhere",
            Cell(
                "def user_key(event):\n"
                '    return event["requestContext"]["identity"]["cognitoIdentityId"]'
            ),
            "M36",
            "For {item}, your function gave {came_back}. Under which key would the rows stand?",
        ),
        WrongAnswer(
            "the e-mail address",
            Cell(
                'def user_key(event):\n    request = event["requestContext"]\n'
                '    claims = (request.get("authorizer") or {}).get("claims", {})\n'
                '    return claims.get("email") or request["identity"]["cognitoIdentityId"]'
            ),
            "M37",
            "For {item}, your function gave {came_back}. What if that changes next year?",
        ),
        WrongAnswer(
            "the session's user",
            Cell(
                'def user_key(event):\n    request = event["requestContext"]\n'
                '    claims = (request.get("authorizer") or {}).get("claims", {})\n'
                '    return claims.get("sub") or request["identity"]["user"]'
            ),
            "M38",
            "For {item}, your function gave {came_back}. Everybody with that role has this one.",
        ),
    ),
)


def _status(answer: Answer) -> str:
    """The status code that came back, or what came back in its place."""
    if answer.error is not None:
        return f"no status but {name_of(answer.error)}"
    value = answer.value
    return in_words(
        value["statusCode"] if isinstance(value, dict) and "statusCode" in value else value
    )


BY_GROUP = Exercise(
    id="N10.E3",
    goal="Write the function behind /jwt: editors get 200, everybody else 403.",
    answer="handler",
    blank=Cell(
        '''def handler(event, context):
    """Let editors in."""
    claims = event["requestContext"]["authorizer"]["claims"]
    allowed = TODO
    return {"statusCode": 200 if allowed else 403, "body": "{}"}'''
    ),
    solution=Cell(
        '''def handler(event, context):
    """Let editors in."""
    claims = event["requestContext"]["authorizer"]["claims"]
    allowed = "editors" in claims.get("cognito:groups", "").split(",")
    return {"statusCode": 200 if allowed else 403, "body": "{}"}'''
    ),
    because=(
        "The gateway hands every claim over as text, groups with commas between. Without any group "
        "the claim is missing. And a part of a name is not the name."
    ),
    hints=(
        "Print the claims of jdoe's event: which type has `cognito:groups`?",
        "A text with commas can be split. A claim that is missing needs a default.",
        '`"editors" in claims.get("cognito:groups", "").split(",")`',
    ),
    task=Function(cases=group_events, reads=_status),
    wrong_answers=(
        WrongAnswer(
            "the text equals the group",
            Cell(
                "def handler(event, context):\n"
                '    claims = event["requestContext"]["authorizer"]["claims"]\n'
                '    allowed = claims.get("cognito:groups") == "editors"\n'
                '    return {"statusCode": 200 if allowed else 403, "body": "{}"}'
            ),
            "M09",
            "For {item}, the status was {came_back}. How does the gateway write two groups?",
        ),
        WrongAnswer(
            "a part of the text",
            Cell(
                "def handler(event, context):\n"
                '    claims = event["requestContext"]["authorizer"]["claims"]\n'
                '    allowed = "editors" in claims.get("cognito:groups", "")\n'
                '    return {"statusCode": 200 if allowed else 403, "body": "{}"}'
            ),
            "M39",
            "For {item}, the status was {came_back}. Is that the same group?",
        ),
        WrongAnswer(
            "the claim is always there",
            Cell(
                "def handler(event, context):\n"
                '    claims = event["requestContext"]["authorizer"]["claims"]\n'
                '    allowed = "editors" in claims["cognito:groups"].split(",")\n'
                '    return {"statusCode": 200 if allowed else 403, "body": "{}"}'
            ),
            "M32",
            "For {item}, there was {came_back}. Does every person have this claim?",
        ),
    ),
)

EXERCISES = (OPEN_DOORS, USER_KEY, BY_GROUP)

PREDICTIONS = (
    Prediction(
        id="N10.P1",
        asks="Five people get a user card. Whose card shows another kind of id, and why?",
        options=(
            Option("gina's: Google gives its own id", "M05"),
            Option("jdoe's: a group's role has an id of its own", "M09"),
            Option("artie's: he never visited the identity pool"),
        ),
        because=(
            "artie's. Identity ids are made by the identity pool, and artie went straight to the "
            "API with his ID token. His card shows the `sub` of the user pool."
        ),
    ),
    Prediction(
        id="N10.P2",
        asks="jdoe, an editor with a role, sends her raw ID token to /jwt. What happens?",
        options=(
            Option("refused: jdoe has to use her role", "M16"),
            Option("it opens: any ID token of the user pool is enough there"),
            Option("refused: a token is no signature", "M14"),
        ),
        because="It opens. The authorizer reads the token; group and role do not matter to it.",
    ),
    Prediction(
        id="N10.P3",
        asks="Which of these needs no STS at all?",
        options=(
            Option("artie, ID token, at /jwt"),
            Option("gina, signed, at /google", "M01"),
            Option("a guest, signed, at any door", "M07"),
        ),
        because="artie's. Signatures are made with credentials, and those come from STS.",
    ),
)

RECALL = (
    Question(
        id="N10.R1",
        asks="Which key has a user who came through a user-pool authorizer?",
        options=(Option("the sub"), Option("the identity id", "M36")),
        because="No identity pool took part, so no identity id exists. The sub is the user's id.",
    ),
    Question(
        id="N10.R2",
        asks="A 403 says “Missing Authentication Token”. What may be wrong?",
        options=(
            Option("the ID token was forgotten", "M15"),
            Option("no signature, or no such path", None),
        ),
        because="AWS answers so to unsigned requests at IAM doors, and to paths that do not exist.",
    ),
)
