"""N04's exercises on app clients and tokens: the secret hash, and tokens that show a new group."""

from __future__ import annotations

from cognito_lab.lessons import n04_office as office
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n04_hashes import hash_read, triples
from cognito_lab.lessons.tasks import Function, Rule, Seen, State

# --- E3: the secret hash --------------------------------------------------------------------------


def _hash(key: str, message: str, end: str = "base64.b64encode(digest.digest()).decode()") -> Cell:
    return Cell(
        "import base64\nimport hashlib\nimport hmac\n\n\n"
        "def secret_hash(username, client_id, client_secret):\n"
        f"    digest = hmac.new({key}.encode(), ({message}).encode(), hashlib.sha256)\n"
        f"    return {end}"
    )


HASH = Exercise(
    id="N04.E3",
    goal="Write `secret_hash`, which each call of a client with a secret needs.",
    answer="secret_hash",
    blank=Cell(
        '''def secret_hash(username, client_id, client_secret):
    """HMAC-SHA256 of user name and client id, the secret is the key; as base64."""
    return TODO'''
    ),
    solution=_hash("client_secret", "username + client_id"),
    because=(
        "The hash proves that the caller knows the secret, and the secret stays at home. It is "
        "bound to the user and to the client, so it is of no use for anybody else."
    ),
    hints=(
        "Python's `hmac` and `base64` do all of it.",
        "The secret is the key. The message is the user name, and then the client id.",
        "`hmac.new(key, message, hashlib.sha256).digest()`, then `base64.b64encode(…).decode()`",
    ),
    task=Function(cases=triples, reads=hash_read),
    wrong_answers=(
        WrongAnswer(
            "client id first",
            _hash("client_secret", "client_id + username"),
            "M52",
            "For {item}, the hash was made of the same two parts, and it is another one. "
            "In which order do they stand?",
        ),
        WrongAnswer(
            "hexadecimal",
            _hash("client_secret", "username + client_id", "digest.hexdigest()"),
            "M52",
            "For {item}, 64 hexadecimal digits came back. The pool reads another form.",
        ),
        WrongAnswer(
            "the secret as message",
            _hash("username", "client_id + client_secret"),
            "M52",
            "For {item}, the secret went into the message. What was the key?",
        ),
        WrongAnswer(
            "base64 for addresses",
            _hash(
                "client_secret",
                "username + client_id",
                "base64.urlsafe_b64encode(digest.digest()).decode()",
            ),
            "M52",
            "For {item}, the hash has - or _ where the pool writes + or /.",
        ),
        WrongAnswer(
            "the letters of one country",
            Cell(
                _hash("client_secret", "username + client_id").replace(
                    "(username + client_id).encode()", "(username + client_id).encode('latin-1')"
                )
            ),
            "M52",
            "For {item}, the hash was made of other bytes. Which encoding do the names of "
            "people all over the world need?",
        ),
    ),
)

# --- E4: tokens that show the group ---------------------------------------------------------------

_FRESH = "def fresh_tokens():\n    "
_AGAIN = (
    "idp.initiate_auth(\n        ClientId=world.client_id,\n"
    '        AuthFlow="{}",\n        AuthParameters={{{}}},\n    )["AuthenticationResult"]'
)


def _is_newer(seen: Seen) -> bool:
    """Whether the token was made after the password was proven."""
    found = office.claims(seen)
    return bool(found) and found["iat"] > found["auth_time"]


def _only_refreshed(seen: Seen) -> bool:
    """Whether auth_time is that of the old sign-in: no other one took place."""
    flows = {event.request.get("AuthFlow") for event in seen.answered("InitiateAuth")}
    return flows <= {"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"}


FRESH = Exercise(
    id="N04.E4",
    goal="jdoe is an editor now. Get tokens that say so, and do not ask for the password again.",
    answer="fresh_tokens",
    blank=Cell(f"{_FRESH}return TODO  # new tokens for jdoe"),
    solution=Cell(
        f"{_FRESH}return "
        + _AGAIN.format("REFRESH_TOKEN_AUTH", '"REFRESH_TOKEN": tokens["RefreshToken"]')
    ),
    because=(
        "The refresh token brings a new ID token and a new access token. Their claims are of now: "
        "iat is new, and the group is there. auth_time is the moment of the password, and stays."
    ),
    hints=(
        "What did jdoe get besides the two tokens that can be read?",
        "There is an AuthFlow that takes no password.",
        '`AuthFlow="REFRESH_TOKEN_AUTH"`, and the refresh token as its only parameter.',
    ),
    task=State(
        rules=(
            Rule(
                "an ID token came back",
                lambda seen: bool(office.claims(seen)),
                "The function gave back nothing with an ID token in it.",
                "M53",
            ),
            Rule(
                "it shows the group",
                lambda seen: "editors" in office.claims(seen).get("cognito:groups", ()),
                "This ID token was made before jdoe joined: no group stands in it.",
                "M17",
            ),
            Rule(
                "nobody was asked for the password",
                _is_newer,
                "The group is there, but auth_time is new: jdoe had to type the password again.",
                "M53",
            ),
            Rule(
                "auth_time is unchanged",
                _only_refreshed,
                "The token is a refreshed one, of a new sign-in: its auth_time is not the old one.",
                "M53",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("the same tokens again", Cell(f"{_FRESH}return tokens"), "M17"),
        WrongAnswer(
            "the password again",
            Cell(
                f"{_FRESH}return "
                + _AGAIN.format(
                    "USER_PASSWORD_AUTH",
                    '"USERNAME": "jdoe", "PASSWORD": world.passwords["jdoe"]',
                )
            ),
            "M53",
        ),
        WrongAnswer(
            "the password again, and then a refresh",
            Cell(
                "def fresh_tokens():\n    again = "
                + _AGAIN.format(
                    "USER_PASSWORD_AUTH",
                    '"USERNAME": "jdoe", "PASSWORD": world.passwords["jdoe"]',
                )
                + "\n    world.cloud.clock.advance(minutes=1)\n    return "
                + _AGAIN.format("REFRESH_TOKEN_AUTH", '"REFRESH_TOKEN": again["RefreshToken"]')
            ),
            "M53",
        ),
    ),
    given=Cell(
        f"{office.GIVEN}\n"
        "tokens = "
        + _AGAIN.format(
            "USER_PASSWORD_AUTH", '"USERNAME": "jdoe", "PASSWORD": world.passwords["jdoe"]'
        )
        + "\nadmin_idp.admin_add_user_to_group(\n"
        '    UserPoolId=world.user_pool_id, Username="jdoe", GroupName="editors"\n)\n'
        "world.cloud.clock.advance(minutes=5)"
    ),
)
