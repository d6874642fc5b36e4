"""N03 · Checking it yourself: exercises, predictions and recall questions.

Three exercises: pick the key that a token names, verify ID tokens, and verify access tokens. The
account and the nineteen tokens stand in `n03_tokens`, the usual wrong verifiers in `n03_verifiers`,
what those hear in `n03_words`, and the questions in `n03_questions`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.lessons.calling import Answer
from cognito_lab.lessons.came_back import accepted_or_refused, error_in_words, in_words
from cognito_lab.lessons.exercise import Cell, Exercise, Tag, WrongAnswer
from cognito_lab.lessons.n03_questions import PREDICTIONS, RECALL
from cognito_lab.lessons.n03_tokens import access_tokens, build, id_tokens, keys_to_pick
from cognito_lab.lessons.n03_words import WRONG_ACCESS_VERIFIERS, WRONG_VERIFIERS
from cognito_lab.lessons.tasks import Case, Function

__all__ = ["EXERCISES", "EXPLAIN", "PREDICTIONS", "RECALL", "TITLE", "build"]

TITLE = "Checking it yourself"
EXPLAIN = "Explain to a colleague why a good signature alone does not make a token a good token."


def key_read(answer: Answer) -> str:
    """What `pick_key` gave: the key by its kid, or no key."""
    if answer.error is not None:
        return f"an exception, {error_in_words(answer.error)}"
    if answer.value is None:
        return "no key"
    if isinstance(answer.value, Mapping) and "kid" in answer.value:
        return f"the key {str(answer.value['kid'])[:8]}…"
    return in_words(answer.value)


def _keys(world: object) -> list[Case]:
    """The battery of E1, with each right key in the words of `key_read`."""
    return [
        Case(case.id, case.arguments, key_read(Answer(case.right)), case.words)
        for case in keys_to_pick(world)  # type: ignore[arg-type]
    ]


PICK_KEY = Exercise(
    id="N03.E1",
    goal="Write `pick_key`: the key of the list that the token names, or None if there is none.",
    answer="pick_key",
    blank=Cell(
        '''def pick_key(token: str, jwks: dict) -> dict | None:
    """The member of jwks["keys"] that signed this token, as its header says."""
    return TODO'''
    ),
    solution=Cell(
        '''import jwt


def pick_key(token: str, jwks: dict) -> dict | None:
    """The member of jwks["keys"] that signed this token, as its header says."""
    kid = jwt.get_unverified_header(token).get("kid")
    return next((key for key in jwks["keys"] if key["kid"] == kid), None)'''
    ),
    because=(
        "The header's `kid` says which key to take. It may only choose among keys that you got "
        "from the issuer. If none fits, there is no key: any other key would be a guess."
    ),
    hints=(
        "Print the header of the ID token and that of the access token. What differs?",
        "Compare the header's `kid` with the `kid` of every key in the list.",
        '`jwt.get_unverified_header(token).get("kid")`, then a loop over `jwks["keys"]`.',
    ),
    task=Function(cases=_keys, reads=key_read),
    wrong_answers=(
        WrongAnswer(
            "always the first key",
            Cell('def pick_key(token, jwks):\n    return jwks["keys"][0]'),
            "M40",
            "Your function gave {came_back} for the token “{item}”, as for every token.",
        ),
        WrongAnswer(
            "always the last key",
            Cell('def pick_key(token, jwks):\n    return jwks["keys"][-1]'),
            "M40",
            "Your function gave the newest key for the token “{item}”. Who says that it is right?",
        ),
        WrongAnswer(
            "by the kind of token",
            Cell(
                "import jwt\n\n\ndef pick_key(token, jwks):\n"
                '    claims = jwt.decode(token, options={"verify_signature": False})\n'
                '    return jwks["keys"][0 if claims["token_use"] == "id" else 1]'
            ),
            "M40",
            "ID token and access token got their keys. The token “{item}” got {came_back}.",
        ),
        WrongAnswer(
            "the first key where none fits",
            Cell(
                "import jwt\n\n\ndef pick_key(token, jwks):\n"
                '    kid = jwt.get_unverified_header(token).get("kid")\n'
                '    return next((k for k in jwks["keys"] if k["kid"] == kid), jwks["keys"][0])'
            ),
            "M26",
            "The list has no key for the token “{item}”, and your function gave {came_back}.",
        ),
    ),
)

VERIFY = Exercise(
    id="N03.E2",
    goal=(
        "Write `verify_id_token`: give back the claims of a good ID token, and raise an exception "
        "for any other. Nineteen tokens will try it."
    ),
    answer="verify_id_token",
    blank=Cell(
        '''def verify_id_token(token: str, jwks: dict, issuer: str, client_id: str) -> dict:
    """The claims of a good ID token; an exception for any other."""
    return TODO'''
    ),
    solution=Cell(
        '''import jwt


def verify_id_token(token: str, jwks: dict, issuer: str, client_id: str) -> dict:
    """The claims of a good ID token; an exception for any other."""
    key = jwt.PyJWKSet.from_dict(jwks)[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(
        token, key, algorithms=["RS256"], issuer=issuer, audience=client_id,
        leeway=10, options={"require": ["exp", "iat"]},
    )
    if claims.get("token_use") != "id":
        raise ValueError("this is no ID token")
    return claims'''
    ),
    because=(
        "PyJWT checks what you name: the key, the algorithm, `iss`, `aud`, and `exp` with a few "
        "seconds of leeway. That `exp` must be there, and what `token_use` says, you have to ask "
        "for yourself."
    ),
    hints=(
        "Start with `signature_only` above. Which of its accepted tokens should not pass?",
        "Each word of the table “who catches what” is one argument of `jwt.decode`, or one `if`.",
        '`jwt.decode(token, key, algorithms=["RS256"], issuer=…, audience=…, leeway=10, '
        'options={"require": ["exp", "iat"]})`, then look at `token_use`.',
    ),
    task=Function(cases=id_tokens, reads=accepted_or_refused),
    wrong_answers=WRONG_VERIFIERS,
)

ACCESS = Exercise(
    id="N03.E3",
    tag=Tag.STRETCH,
    goal="Write the same for access tokens: `verify_access_token`.",
    answer="verify_access_token",
    blank=Cell(
        '''def verify_access_token(token: str, jwks: dict, issuer: str, client_id: str) -> dict:
    """The claims of a good access token; an exception for any other."""
    return TODO'''
    ),
    solution=Cell(
        '''import jwt


def verify_access_token(token: str, jwks: dict, issuer: str, client_id: str) -> dict:
    """The claims of a good access token; an exception for any other."""
    key = jwt.PyJWKSet.from_dict(jwks)[jwt.get_unverified_header(token)["kid"]]
    options = {"require": ["exp", "iat"], "verify_aud": False}
    claims = jwt.decode(
        token, key, algorithms=["RS256"], issuer=issuer, leeway=10, options=options
    )
    if (claims.get("client_id"), claims.get("token_use")) != (client_id, "access"):
        raise ValueError("not an access token of this app")
    return claims'''
    ),
    because=(
        "An access token names the app in `client_id`, and PyJWT does not know that claim. So the "
        "question “for whom?” becomes an `if` of your own, beside the one for `token_use`."
    ),
    hints=(
        "Decode an access token: which claim names the app?",
        "PyJWT's `audience` looks at `aud` alone. Ask about the app yourself.",
        'Two claims to compare after `jwt.decode(…)`: `client_id` and `token_use` ("access").',
    ),
    task=Function(cases=access_tokens, reads=accepted_or_refused),
    wrong_answers=WRONG_ACCESS_VERIFIERS,
)

EXERCISES = (PICK_KEY, VERIFY, ACCESS)
