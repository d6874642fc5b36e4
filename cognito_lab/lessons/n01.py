"""N01 · Passport, counter, gate: what stands in the notebook's exercises, predictions and recall.

Three exercises: put six steps in order (the lab carries the order out), hand three documents to
three desks (the desks answer), fill two of six calls (the record shows who read the file). What the
lab does for the first two stands in `n01_walk`.
"""

from __future__ import annotations

from cognito_lab.lessons import journey
from cognito_lab.lessons.came_back import error_in_words
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n01_walk import DESKS, DOCUMENTS, STEPS, hand_over, walk
from cognito_lab.lessons.predictions import Option, Prediction, Question
from cognito_lab.lessons.tasks import Choice, Order, Rule, Seen, State

TITLE = "Passport, counter, gate"
EXPLAIN = "Explain to a friend why the password alone does not open the file. Use your own words."
build = journey.build

ORDER = Exercise(
    id="N01.E1",
    goal="Put the six steps in order. The lab carries out your order, as far as it gets.",
    answer="my_order",
    blank=Cell("my_order = TODO  # the numbers of the steps, such as [1, 2, 3, 4, 5, 6]"),
    solution=Cell("my_order = [2, 6, 4, 1, 3, 5]"),
    because=(
        "Each step needs what the step before gave: the password brings the tokens, the ID token "
        "brings the identity id, the identity id brings the credentials, and they sign the request."
    ),
    hints=(
        "Look at the picture of the six steps above: what does the app hold after each?",
        "Ask of every step: what does it need, and which step gives that?",
        "It begins with step 2 and ends with step 5. The token is sent before it is validated.",
    ),
    task=Order(steps=tuple(STEPS), run=walk),
    wrong_answers=(
        WrongAnswer("validates before it is sent", [2, 6, 1, 4, 3, 5], "M29"),
        WrongAnswer("credentials before validation", [2, 6, 4, 3, 1, 5], "M08"),
        WrongAnswer("gate before the counter", [2, 6, 5, 4, 1, 3], "M14"),
        WrongAnswer("tokens before the password", [6, 2, 4, 1, 3, 5], "M30"),
    ),
)

DOCUMENTS_AT_DESKS = Exercise(
    id="N01.E2",
    goal="Hand each document to the desk that takes it. The desks really answer.",
    answer="my_desks",
    blank=Cell(
        """my_desks = {
    "password": TODO,  # each is one of: "user pool", "counter", "gate"
    "passport": TODO,
    "boarding pass": TODO,
}"""
    ),
    solution=Cell(
        """my_desks = {
    "password": "user pool",
    "passport": "counter",
    "boarding pass": "gate",
}"""
    ),
    because=(
        "The user pool checks passwords and issues passports. The counter takes passports and "
        "hands out boarding passes. The gate knows boarding passes alone."
    ),
    hints=(
        "Look at the picture and the table: where is each document shown, and who made it?",
        "Every desk takes what another desk made. Only the first one takes a secret of jdoe's.",
        "The user pool takes the one thing that nobody issued. The gate takes what signs.",
    ),
    task=Choice(items=DOCUMENTS, options=DESKS, ask=hand_over),
    wrong_answers=(
        WrongAnswer(
            "password at the counter",
            {"password": "counter", "passport": "counter", "boarding pass": "gate"},
            "M03",
        ),
        WrongAnswer(
            "passport at the gate",
            {"password": "user pool", "passport": "gate", "boarding pass": "gate"},
            "M14",
        ),
        WrongAnswer(
            "passport back to the user pool",
            {"password": "user pool", "passport": "user pool", "boarding pass": "gate"},
            "M01",
        ),
    ),
)

_TWO_BLANKS = """def read_the_file() -> str:
    tokens = nobody.client("cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": world.passwords["jdoe"]},
    )["AuthenticationResult"]
    logins = {world.user_pool_provider: tokens["IdToken"]}
    who = TODO  # which call gives the identity id?
    credentials = TODO  # which call gives the boarding pass?
    s3 = boto3_session(world.cloud, credentials).client("s3")
    return s3.get_object(Bucket=world.bucket, Key=world.file)["Body"].read().decode()"""
_WHO = 'counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]'
_CREDENTIALS = (
    "counter.get_credentials_for_identity(\n"
    '        IdentityId=who, Logins=logins\n    )["Credentials"]'
)


def _filled(who: str, credentials: str) -> Cell:
    """The cell with both blanks filled; each blank is a line of its own."""
    lines = _TWO_BLANKS.replace("TODO  # which call gives the identity id?", who)
    return Cell(lines.replace("TODO  # which call gives the boarding pass?", credentials))


def _who_read(seen: Seen) -> list[str]:
    """The ARNs of everybody who read the file, as the storage service saw them."""
    return [exchange.evidence["caller"].arn for exchange in seen.answered("GetObject")]


def _why_not(seen: Seen) -> str:
    """Whom the storage service refused, or that nothing reached it."""
    refused = [exchange for exchange in seen.all("GetObject") if exchange.error is not None]
    if refused:
        return f"The storage service refused {refused[-1].evidence['caller'].arn}."
    said = f" boto3 said: {error_in_words(seen.error)}." if seen.error is not None else ""
    return f"No request reached the storage service.{said}"


TWO_CALLS = Exercise(
    id="N01.E3",
    goal="Fill in the two calls at the counter, so that `read_the_file` reads the file as jdoe.",
    answer="read_the_file",
    blank=Cell(_TWO_BLANKS),
    solution=_filled(_WHO, _CREDENTIALS),
    because=(
        "GetId and GetCredentialsForIdentity both take the Logins map with jdoe's ID token; "
        "without it the counter serves a guest. S3 sees a role, never jdoe and never the token."
    ),
    hints=(
        "Look at the cells of steps 3, 4 and 5: the two calls stand there.",
        "The counter gives an identity id for a token, then credentials for that identity id.",
        "`counter.get_id(IdentityPoolId=…, Logins=…)` and then "
        "`counter.get_credentials_for_identity(IdentityId=…, Logins=…)`; each answer is a dict.",
    ),
    task=State(
        rules=(
            Rule(
                "a request was signed by somebody",
                lambda seen: bool(seen.all("GetObject")),
                _why_not,
                "M14",
            ),
            Rule("the file was read", lambda seen: bool(_who_read(seen)), _why_not, "M07"),
            Rule(
                "by a role",
                lambda seen: ":assumed-role/" in _who_read(seen)[-1],
                lambda seen: f"The file was read, but by {_who_read(seen)[-1]}. Who is that?",
                "M16",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("no credentials", _filled(_WHO, "{}"), "M14"),
        WrongAnswer(
            "without the Logins map",
            _filled(
                _WHO.replace(", Logins=logins", ""), _CREDENTIALS.replace(", Logins=logins", "")
            ),
            "M07",
        ),
        WrongAnswer("as the administrator", _filled(_WHO, "None"), "M16"),
    ),
    given=Cell('counter = nobody.client("cognito-identity")'),
)

EXERCISES = (ORDER, DOCUMENTS_AT_DESKS, TWO_CALLS)

PREDICTIONS = (
    Prediction(
        id="N01.P1",
        asks="Who carries the token from the user pool to the identity pool?",
        options=(
            Option("the user pool", "M29"),
            Option("the app"),
            Option("nobody: the two pools are one service", "M01"),
        ),
        because=(
            "The app does. The user pool gives the token to the app, and the app takes it to the "
            "identity pool. The two pools do not talk about jdoe."
        ),
    ),
    Prediction(
        id="N01.P2",
        asks="Which of the six steps can the app leave out, and still read the file?",
        options=(
            Option("step 4: the user pool has checked jdoe already", "M08"),
            Option("steps 3 to 5: the token alone opens the file", "M14"),
            Option("none of them"),
            Option("step 2: the password is proof enough", "M30"),
        ),
        because=(
            "None. Each step needs what the step before gave. The app cannot ask for credentials "
            "without the identity id, and gets no identity id for jdoe without the token."
        ),
    ),
    Prediction(
        id="N01.P3",
        asks="What does the storage service say if the app sends the passport there?",
        options=(
            Option("it cannot use it: it wants a request signed with AWS credentials"),
            Option("it opens: the passport is signed", "M14"),
            Option("it asks the user pool whether the passport is good", "M01"),
        ),
        because=(
            "It cannot use it. S3 knows signatures made with AWS credentials, and no passports. "
            "With boto3 the request does not even leave: there is nothing to sign it with."
        ),
    ),
)

RECALL = (
    Question(
        id="N01.R1",
        asks="Who carries the ID token to the identity pool?",
        options=(Option("the app"), Option("the provider that issued it", "M29")),
        because="The app carries it. Provider and identity pool do not talk about a person.",
    ),
    Question(
        id="N01.R2",
        asks="Which document does a storage service accept?",
        options=(
            Option("the ID token", "M14"),
            Option("a request signed with temporary credentials"),
            Option("the user name and the password", "M30"),
        ),
        because="AWS services know signatures. The boarding pass makes them, not the passport.",
    ),
    Question(
        id="N01.R3",
        asks="What does an identity pool do?",
        options=(
            Option("it checks passwords and issues tokens", "M01"),
            Option("it swaps a token for temporary AWS credentials"),
        ),
        because="The user pool issues passports; the identity pool swaps them for credentials.",
    ),
)
