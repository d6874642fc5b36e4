"""N02 · Reading a passport: exercises, predictions and recall questions.

Three exercises: decode one segment of a token, tell three kinds of token apart, and hand each kind
to the desk that takes it. The account, the batteries and the desks stand in `n02_tokens`.
"""

from __future__ import annotations

from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n02_tokens import DESKS, KINDS, build, kinds, segments, try_desk
from cognito_lab.lessons.predictions import Option, Prediction, Question
from cognito_lab.lessons.tasks import Choice, Function

__all__ = ["EXERCISES", "EXPLAIN", "PREDICTIONS", "RECALL", "TITLE", "build"]

TITLE = "Reading a passport"
EXPLAIN = "Explain to a colleague why anybody may read a token, and nobody may change it."

DECODE = Exercise(
    id="N02.E1",
    goal="Write `decode_segment`: one segment of a token as text in, its bytes out.",
    answer="decode_segment",
    blank=Cell(
        '''def decode_segment(segment: str) -> bytes:
    """The bytes behind one part of a token."""
    return TODO'''
    ),
    solution=Cell(
        '''import base64


def decode_segment(segment: str) -> bytes:
    """The bytes behind one part of a token."""
    padding = "=" * (-len(segment) % 4)
    return base64.urlsafe_b64decode(segment + padding)'''
    ),
    because=(
        "Tokens use base64url: `-` and `_` in place of `+` and `/`, and no `=` at the end. Python "
        "wants the padding back: as many `=` as make the length a multiple of four."
    ),
    hints=(
        "Count the letters of a segment that works and of one that does not.",
        "base64 works in groups of four letters. A token leaves the filling letters out.",
        "`base64.urlsafe_b64decode(segment + …)`, where … is zero, one or two `=`.",
    ),
    task=Function(cases=segments),
    wrong_answers=(
        WrongAnswer(
            "no padding",
            Cell(
                "import base64\n\n\ndef decode_segment(segment):\n    try:\n"
                "        return base64.urlsafe_b64decode(segment)\n"
                "    except ValueError:\n        return None"
            ),
            "M31",
            "Your function decoded a segment of full length. For the segment “{item}” it gave "
            "{came_back}.",
        ),
        WrongAnswer(
            "the standard alphabet",
            Cell(
                "import base64\n\n\ndef decode_segment(segment):\n"
                '    return base64.b64decode(segment + "=" * (-len(segment) % 4))'
            ),
            "M31",
            "Segments of letters and digits came out right. The one “{item}”: {came_back}.",
        ),
        WrongAnswer(
            "always two signs of padding, cut off",
            Cell(
                "import base64\n\n\ndef decode_segment(segment):\n"
                '    return base64.urlsafe_b64decode((segment + "==")[: len(segment) // 4 * 4])'
            ),
            "M31",
            "Bytes came back, but not all of them: for “{item}” your function gave {came_back}.",
        ),
    ),
)

KIND = Exercise(
    id="N02.E2",
    goal='Write `kind`: it says "id", "access" or "refresh" for any token of a user pool.',
    answer="kind",
    blank=Cell(
        '''def kind(token: str) -> str:
    """Which of a user pool's three tokens this is."""
    return TODO'''
    ),
    solution=Cell(
        '''import jwt


def kind(token: str) -> str:
    """Which of a user pool's three tokens this is."""
    if token.count(".") == 4:
        return "refresh"
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims["token_use"]'''
    ),
    because=(
        "A refresh token is encrypted: five parts, and only the user pool can read it. The other "
        "two say what they are in the claim `token_use`. Nothing is checked here, only read."
    ),
    hints=(
        "Look at the table of two tokens: which claim has another value in each?",
        "One kind cannot be decoded at all. How many parts has it?",
        'Five parts: "refresh". Else `jwt.decode(token, options={"verify_signature": False})`.',
    ),
    task=Function(cases=kinds),
    wrong_answers=(
        WrongAnswer(
            "by the e-mail address",
            Cell(
                "import jwt\n\n\ndef kind(token):\n"
                '    if token.count(".") == 4:\n        return "refresh"\n'
                '    claims = jwt.decode(token, options={"verify_signature": False})\n'
                '    return "id" if "email" in claims else "access"'
            ),
            "M32",
            "Your function called {item} {came_back}. Does every person have such a claim?",
        ),
        WrongAnswer(
            "one scope means access",
            Cell(
                "import jwt\n\n\ndef kind(token):\n"
                '    if token.count(".") == 4:\n        return "refresh"\n'
                '    claims = jwt.decode(token, options={"verify_signature": False})\n'
                '    return "access" if claims.get("scope", " ").count(" ") == 0 else "id"'
            ),
            "M32",
            "Your function called {item} {came_back}. How many scopes can such a token carry?",
        ),
        WrongAnswer(
            "never an access token",
            Cell('def kind(token):\n    return "refresh" if token.count(".") == 4 else "id"'),
            "M13",
            "Your function called {item} {came_back}. Three parts are not enough to tell.",
        ),
    ),
)

ROUTE = Exercise(
    id="N02.E3",
    goal="Hand each desk the token that it takes. The desks really answer.",
    answer="my_tokens",
    blank=Cell(
        """my_tokens = {
    "counter": TODO,  # each is one of: "ID token", "access token", "refresh token"
    "/jwt": TODO,
    "/profile": TODO,
    "GetUser": TODO,
    "refresh": TODO,
}"""
    ),
    solution=Cell(
        """my_tokens = {
    "counter": "ID token",
    "/jwt": "ID token",
    "/profile": "access token",
    "GetUser": "access token",
    "refresh": "refresh token",
}"""
    ),
    because=(
        "The ID token says who somebody is: for the counter, and for API methods without scopes. "
        "The access token says what may be done: for methods with scopes, and for the user pool's "
        "own calls. The refresh token goes to the user pool alone."
    ),
    hints=(
        "Read what each desk is for: does it ask who somebody is, or what may be done?",
        "A scope stands in one kind of token only. The user pool's own calls want the same kind.",
        "ID token: counter and /jwt. Access token: two desks. The last desk has it in its name.",
    ),
    task=Choice(items=DESKS, options=tuple(KINDS), ask=try_desk),
    wrong_answers=(
        WrongAnswer(
            "access token at the counter",
            {
                "counter": "access token",
                "/jwt": "ID token",
                "/profile": "access token",
                "GetUser": "access token",
                "refresh": "refresh token",
            },
            "M03",
        ),
        WrongAnswer(
            "access tokens for all APIs",
            {
                "counter": "ID token",
                "/jwt": "access token",
                "/profile": "access token",
                "GetUser": "access token",
                "refresh": "refresh token",
            },
            "M13",
        ),
        WrongAnswer(
            "ID token everywhere",
            {
                "counter": "ID token",
                "/jwt": "ID token",
                "/profile": "ID token",
                "GetUser": "ID token",
                "refresh": "refresh token",
            },
            "M13",
        ),
    ),
)

EXERCISES = (DECODE, KIND, ROUTE)

PREDICTIONS = (
    Prediction(
        id="N02.P1",
        asks="Can anybody who has an ID token read its middle part?",
        options=(
            Option("no: it is encrypted with the user pool's key", "M33"),
            Option("no: the app can, and nobody else", "M33"),
            Option("yes: no key is needed to read it"),
        ),
        because=(
            "Yes. The middle part is JSON in another spelling. What needs a key is the third part, "
            "the signature."
        ),
    ),
    Prediction(
        id="N02.P2",
        asks="Somebody changes a claim in the token. Can it still be decoded?",
        options=(
            Option("no: a changed token cannot be read any more", "M02"),
            Option("yes: only a check finds the change"),
        ),
        because=(
            "Yes. Decoding reads what stands there. Only a check of the signature, with a public "
            "key of the issuer, finds that something was changed."
        ),
    ),
    Prediction(
        id="N02.P3",
        asks="Which token of a user pool carries the claim `aud`?",
        options=(
            Option("the ID token"),
            Option("the access token", "M13"),
            Option("both", "M25"),
        ),
        because=(
            "The ID token. Its audience is the app client. The access token names the app in "
            "`client_id`, and that is why the counter refuses it: it looks for `aud`."
        ),
    ),
)

RECALL = (
    Question(
        id="N02.R1",
        asks="You can decode a token. What do you know then?",
        options=(
            Option("what somebody claims"),
            Option("that the user pool issued it", "M02"),
            Option("that nobody changed it", "M02"),
        ),
        because="Decoding needs no key, so it proves nothing. Checking the signature does.",
    ),
    Question(
        id="N02.R2",
        asks="Which token does an API method without scopes want?",
        options=(Option("the ID token"), Option("the access token", "M13")),
        because="Without scopes the authorizer wants the ID token, with scopes the access token.",
    ),
    Question(
        id="N02.R3",
        asks="How many parts has a refresh token, and who can read it?",
        options=(
            Option("three; anybody", "M33"),
            Option("five; the user pool alone"),
        ),
        because="It is encrypted: five parts, and only the user pool has the key.",
    ),
)
