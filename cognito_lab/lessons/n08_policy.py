"""N08.E2: one policy for a million lockers, and the ten probes that try it."""

from __future__ import annotations

from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n07_probes import Probe, rules
from cognito_lab.lessons.n07_requests import GET, GINA, JDOE, LIST, PUT
from cognito_lab.lessons.tasks import State

_BUCKET = "arn:aws:s3:::lockers"
_MINE, _HERS = f"{_BUCKET}/{JDOE}", f"{_BUCKET}/{GINA}"

MUST_ALLOW = (
    Probe("read a file of the own locker", GET, f"{_MINE}/a.txt", "M12"),
    Probe("put a file into the own locker", PUT, f"{_MINE}/2026/b.txt", "M12"),
    Probe("list the own locker", LIST, _BUCKET, "M51", {"s3:prefix": f"{JDOE}/"}),
    Probe("list a folder in the own locker", LIST, _BUCKET, "M46", {"s3:prefix": f"{JDOE}/2026/"}),
)
MUST_DENY = (
    Probe("read gina's letter", GET, f"{_HERS}/letter.txt", "M12"),
    Probe("put a file into gina's locker", PUT, f"{_HERS}/b.txt", "M12"),
    Probe("list gina's locker", LIST, _BUCKET, "M51", {"s3:prefix": f"{GINA}/"}),
    Probe("list the root of the bucket", LIST, _BUCKET, "M51", {"s3:prefix": ""}),
    Probe("list without saying which part", LIST, _BUCKET, "M48"),
    Probe("delete the bucket", "s3:DeleteBucket", _BUCKET, "M50"),
)

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
_CONDITION = '"StringLike": {"s3:prefix": "${cognito-identity.amazonaws.com:sub}/*"}'


def _with(statements: str) -> Cell:
    return Cell(_BLANK.replace("TODO", statements))


POLICY = Exercise(
    id="N08.E2",
    goal=(
        "Write one policy for everybody: read and put in the own locker, list the own locker, and "
        "nothing else. Ten probes try it, as jdoe."
    ),
    answer="my_policy",
    blank=Cell(_BLANK),
    solution=_with(_TWO),
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
    task=State(rules=rules(MUST_ALLOW, MUST_DENY)),
    wrong_answers=(
        WrongAnswer(
            "the whole bucket",
            _with('[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]'),
            "M12",
        ),
        WrongAnswer(
            "list on the files",
            _with(_TWO.replace(':::lockers",', ':::lockers/*",')),
            "M51",
        ),
        WrongAnswer(
            "list everything",
            _with(_TWO.replace(_CONDITION, '"StringLike": {"s3:prefix": "*"}')),
            "M51",
        ),
        WrongAnswer(
            "a star where no star counts",
            _with(
                _TWO.replace(
                    _CONDITION,
                    '"StringEquals": {"s3:prefix": "${cognito-identity.amazonaws.com:sub}/"}',
                )
            ),
            "M46",
        ),
        WrongAnswer(
            "the user-pool sub",
            _with(_TWO.replace("cognito-identity.amazonaws.com:sub", "cognito-idp:sub")),
            "M12",
        ),
    ),
)
