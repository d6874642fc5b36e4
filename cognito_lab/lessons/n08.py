"""N08 · Your own locker: exercises, predictions and recall questions.

Four exercises: use a locker (here), one policy for all lockers (`n08_policy`), safe keys
(`n08_keys`), and which id a table's key should be (here; its stories are in `n08_stories`).
"""

from __future__ import annotations

from cognito_lab.lessons import n08_lockers as lockers
from cognito_lab.lessons import n08_stories as stories
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n08_keys import OBJECT_KEY
from cognito_lab.lessons.n08_policy import POLICY
from cognito_lab.lessons.predictions import Option, Prediction, Question
from cognito_lab.lessons.tasks import Choice, Rule, Seen, State
from cognito_lab.wire.boto import boto3_session

TITLE = "Your own locker"
EXPLAIN = "Explain how one policy gives a million people a locker each."
build = lockers.build

_USE = """def use_locker():
    key = f"{me}/note.txt"
    s3.put_object(Bucket=world.bucket, Key=key, Body=b"my first note")
"""
_GET = 's3.get_object(Bucket=world.bucket, Key=key)["Body"].read()'


def _used(text: str, names: str) -> Cell:
    return Cell(f"{_USE}    text = {text}\n    names = {names}\n    return text, names")


def _listed(options: str) -> str:
    return (
        f'[\n        found["Key"]\n        for found in s3.list_objects_v2({options})'
        '["Contents"]\n    ]'
    )


def _refusal(seen: Seen, otherwise: str) -> str:
    said = getattr(seen.error, "response", {}).get("Error", {}).get("Message", "")
    return f"S3 refused: {said}" if said else otherwise


USE = Exercise(
    id="N08.E1",
    goal="Put a note into your locker, read it back, and list what is in the locker.",
    answer="use_locker",
    blank=_used("TODO  # read the note back", "TODO  # the keys of all files in your locker"),
    solution=_used(_GET, _listed('Bucket=world.bucket, Prefix=f"{me}/"')),
    because=(
        "All three calls are signed with the credentials from the counter. Listing says which part "
        "of the bucket it wants: the part that belongs to you."
    ),
    hints=(
        "boto3's S3 client has a call for each: put_object, get_object, list_objects_v2.",
        "The policy lets you list under your own prefix only. Say so in the call.",
        '`s3.list_objects_v2(Bucket=world.bucket, Prefix=f"{me}/")["Contents"]`, and the `Key` of '
        "each.",
    ),
    task=State(
        rules=(
            Rule(
                "a note was put",
                lambda seen: bool(seen.answered("PutObject")),
                lambda seen: _refusal(seen, "No file was put into the bucket."),
                "M12",
            ),
            Rule(
                "it was read",
                lambda seen: bool(seen.answered("GetObject")),
                lambda seen: _refusal(seen, "The note was not read back."),
                "M16",
            ),
            Rule(
                "the locker was listed",
                lambda seen: bool(seen.answered("ListObjectsV2")),
                lambda seen: _refusal(seen, "The locker was not listed."),
                "M51",
            ),
            Rule(
                "both came back",
                lambda seen: _came_back(seen) == (b"my first note", _in_the_locker(seen)),
                lambda seen: f"Of text and keys, this came back: {seen.returned!r}",
                "M51",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer(
            "the folder of the user-pool sub",
            Cell(
                _used(_GET, _listed('Bucket=world.bucket, Prefix=f"{me}/"')).replace(
                    "{me}", "{sub}"
                )
            ),
            "M12",
        ),
        WrongAnswer("nothing read", _used("b''", "[]"), "M16"),
        WrongAnswer("the whole bucket listed", _used(_GET, _listed("Bucket=world.bucket")), "M51"),
    ),
    given=Cell(
        "from cognito_lab.lessons.n08_lockers import logins_of\n"
        "from cognito_lab.primitives import jose\n\n"
        'counter = nobody.client("cognito-identity")\n'
        'logins = logins_of(world, "jdoe")\n'
        'sub = jose.parse(*logins.values()).unverified_claims["sub"]\n'
        'me = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]\n'
        "mine = counter.get_credentials_for_identity(\n"
        "    IdentityId=me, Logins=logins\n"
        ')["Credentials"]\n'
        's3 = boto3_session(world.cloud, mine).client("s3")'
    ),
)


def _came_back(seen: Seen) -> tuple[object, list[str]] | None:
    """The text and the keys, in order; None for an answer of another shape."""
    match seen.returned:
        case (text, list() | tuple() | set() as names):
            return text, sorted(map(str, names))
    return None


def _in_the_locker(seen: Seen) -> list[str]:
    """The keys of all files in the locker into which the note was put."""
    put = seen.answered("PutObject")[-1].request
    folder = str(put.get("Key", "")).partition("/")[0]
    s3 = boto3_session(seen.world.cloud).client("s3")
    found = s3.list_objects_v2(Bucket=seen.world.bucket, Prefix=f"{folder}/")
    return sorted(one["Key"] for one in found.get("Contents", ()))


_CHOICES = ("only the API", "only credentials", "both, and a second provider")
_RIGHT = ("sub", "identity id", "identity id")


def _chosen(*keys: str) -> dict[str, str]:
    return dict(zip(_CHOICES, keys, strict=True))


TABLE_KEY = Exercise(
    id="N08.E4",
    goal="Choose the key of a table of notes for three apps. A year later the rows must be found.",
    answer="my_keys",
    blank=Cell(
        "my_keys = {\n"
        '    "only the API": TODO,  # "sub", "identity id" or "e-mail address"\n'
        '    "only credentials": TODO,\n'
        '    "both, and a second provider": TODO,\n'
        "}"
    ),
    solution=Cell(
        "my_keys = {\n"
        '    "only the API": "sub",\n'
        '    "only credentials": "identity id",\n'
        '    "both, and a second provider": "identity id",\n'
        "}"
    ),
    because=(
        "A key must be there in each call, and must stay. The API with a token knows the sub. "
        "Signed calls know the identity id, and linked logins share it. An address can change."
    ),
    hints=(
        "Which ids reach the service in each story?",
        "Of those, which one is the same after a year?",
        "Where no identity pool takes part there is no identity id. Google's sub is another number "
        "than the user pool's.",
    ),
    task=Choice(items=stories.STORIES, options=stories.KEYS, ask=stories.a_year_later),
    wrong_answers=(
        WrongAnswer("identity id everywhere", _chosen("identity id", *_RIGHT[1:]), "M36"),
        WrongAnswer("sub everywhere", _chosen("sub", "sub", "sub"), "M12"),
        WrongAnswer("sub for jdoe", _chosen("sub", "identity id", "sub"), "M54"),
        WrongAnswer("e-mail address for the API", _chosen("e-mail address", *_RIGHT[1:]), "M37"),
        WrongAnswer(
            "e-mail address for jdoe", _chosen("sub", "identity id", "e-mail address"), "M37"
        ),
    ),
)

EXERCISES = (USE, POLICY, OBJECT_KEY, TABLE_KEY)

PREDICTIONS = (
    Prediction(
        id="N08.P1",
        asks="The variable's name ends in `sub`. Is it the `sub` of jdoe's user-pool token?",
        options=(
            Option("no: it is the identity id from the counter"),
            Option("yes: it is the same word", "M12"),
        ),
        because=(
            "No. It is the sub of the token that the identity pool shows to STS, and that is the "
            "identity id."
        ),
    ),
    Prediction(
        id="N08.P2",
        asks="jdoe lists the bucket without saying which part. What comes?",
        options=(
            Option("all keys: listing gives no file away", "M51"),
            Option("a refusal"),
            Option("the keys of the own locker: S3 leaves the others out", "M46"),
        ),
        because=(
            "A refusal. The condition asks for s3:prefix, and the request has none that fits. S3 "
            "never filters an answer by who asks."
        ),
    ),
    Prediction(
        id="N08.P3",
        asks="A program writes the colon of the folder's name as %3A. jdoe puts a note there. And?",
        options=(
            Option("it works: the variable is encoded in the same way", "M47"),
            Option("it works: S3 makes a colon of it", "M56"),
            Option("a refusal"),
        ),
        because=(
            "A refusal. boto3 encodes the key on its way, and S3 decodes it again: what arrives is "
            "%3A, letter by letter. That is another folder than the identity id."
        ),
    ),
)

RECALL = (
    Question(
        id="N08.R1",
        asks="`${cognito-identity.amazonaws.com:sub}` in a policy stands for …",
        options=(Option("the identity id"), Option("the user-pool sub", "M12")),
        because="The identity pool makes that token for STS, and its subject is the identity id.",
    ),
    Question(
        id="N08.R2",
        asks="Why is an e-mail address a bad key for somebody's rows?",
        options=(
            Option("it is not: everybody has one of their own", "M37"),
            Option("it can change, and it can move to another person"),
        ),
        because="An id that never changes is the key; the address is a thing to show.",
    ),
    Question(
        id="N08.R3",
        asks="Where does the folder's name in a key come from?",
        options=(
            Option("from the name that the person typed", "M56"),
            Option("from the identity id that the counter gave"),
        ),
        because="Only the counter's answer says who it is. Typed text is checked, part by part.",
    ),
)
