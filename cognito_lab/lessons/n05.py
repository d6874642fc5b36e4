"""N05 · A foreign passport: exercises, predictions and recall questions.

Three exercises: register Google at the counter, find the right key for any token, and link two
logins of one human. The account and gina's ways in are in `n05_routes`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.lessons import n05_routes as routes
from cognito_lab.lessons.calling import Answer
from cognito_lab.lessons.came_back import error_in_words, in_words, name_of
from cognito_lab.lessons.exercise import Cell, Exercise, Tag, WrongAnswer
from cognito_lab.lessons.n05_questions import PREDICTIONS, RECALL
from cognito_lab.lessons.tasks import Function, Rule, Seen, State
from cognito_lab.lessons.tasks.function import Case
from cognito_lab.primitives.errors import AwsError

TITLE = "A foreign passport"
EXPLAIN = "Explain why one human can have three ids here, and who gave each of them."
build = routes.build

# --- E1: register Google --------------------------------------------------------------------------


def _registered(value: str) -> Cell:
    return Cell(
        "def register():\n"
        "    pool = admin.describe_identity_pool(IdentityPoolId=world.identity_pool_id)\n"
        '    pool.pop("ResponseMetadata")\n'
        f'    pool["SupportedLoginProviders"] = {{"accounts.google.com": {value}}}\n'
        "    return admin.update_identity_pool(**pool)"
    )


def _at_counter(seen: Seen, app_id: str) -> str:
    return routes.counter_says(seen.world, routes.straight(seen.world, app_id))


def _refused(seen: Seen) -> str:
    said = _at_counter(seen, seen.world.web_app_id)
    return f"gina came from the web app, and the counter said: {said}"


REGISTER = Exercise(
    id="N05.E1",
    goal="Let people of Google in, if they signed in for our web app, and nobody else of Google.",
    answer="register",
    blank=_registered("TODO"),
    solution=_registered("world.web_app_id"),
    because=(
        "The counter compares the token's audience with the app id that you entered. A token that "
        "Google made for another app stays outside, although Google signed it."
    ),
    hints=(
        "Look at the claims of gina's token. Which one names the app?",
        "The counter compares that claim with what you enter here.",
        "The world knows the ids: `world.web_app_id`, `world.phone_app_id`, "
        "`world.web_app_secret`. One of them is the audience.",
    ),
    task=State(
        rules=(
            Rule(
                "another app's token is refused",
                lambda seen: _at_counter(seen, seen.world.phone_app_id) != "",
                "A token that Google made for the phone app gets in. gina uses the web app.",
                "M04",
            ),
            Rule(
                "gina gets an identity id",
                lambda seen: _at_counter(seen, seen.world.web_app_id) == "",
                _refused,
                "M55",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("the app's secret", _registered("world.web_app_secret"), "M55"),
        WrongAnswer(
            "the phone app's id",
            _registered("world.phone_app_id"),
            "M04",
        ),
    ),
    given=Cell('admin = boto3_session(world.cloud).client("cognito-identity")'),
)

# --- E2: which key --------------------------------------------------------------------------------

_REFUSAL = "Invalid login token. Issuer doesn't match providerName"  # the counter, to a wrong key
_READ = "import jwt\n\n\ndef logins_for(token):\n    claims = "
_READ += 'jwt.decode(token, options={"verify_signature": False})\n'
_EMAIL = (
    '    google = claims["email"].endswith("@example.com")\n'
    '    pool = claims["iss"].removeprefix("https://")\n'
    '    return {("accounts.google.com" if google else pool): token}'
)
_IDENTITIES = (
    '    if "identities" in claims:\n        return {"accounts.google.com": token}\n'
    '    return {claims["iss"].removeprefix("https://"): token}'
)


def tokens(world: routes.World) -> list[Case]:
    """Four tokens, and the key that belongs to each; the federated one is the bait."""
    pool = world.user_pool_provider
    contoso = world.cloud.openid_providers.create("Contoso", issuer="https://login.contoso.example")
    contoso.add_user("ana@contoso.example", "Practice-Contoso1")
    app_id = contoso.register_client("web")
    ana = contoso.sign_in("ana@contoso.example", "Practice-Contoso1", client_id=app_id)
    found = {
        "gina's token from Google": (routes.straight(world)[routes.GOOGLE], routes.GOOGLE),
        "gina's token by her password at the user pool": (routes.by_password(world)[pool], pool),
        "gina's token from Google through the user pool": (
            routes.through_the_user_pool(world)[pool],
            pool,
        ),
        "ana's token from Contoso": (ana.id_token, "login.contoso.example"),
    }
    words = "For {item}, {came_back} came back."
    return [Case(item, (token,), f"the key {key}", words) for item, (token, key) in found.items()]


def key_read(answer: Answer) -> str:
    """The key of the map that came back, and whether a token is under it; none is ever quoted."""
    if answer.error is not None:
        return f"the error {name_of(answer.error)}"
    if not isinstance(answer.value, Mapping):
        return in_words(answer.value)
    if len(answer.value) != 1:
        return f"a map with {len(answer.value)} keys"
    ((key, token),) = answer.value.items()
    is_token = isinstance(token, str) and token.count(".") == 2
    return f"the key {key}" if is_token else f"the key {key}, without a token under it,"


LOGINS_FOR = Exercise(
    id="N05.E2",
    goal="Write `logins_for`: the Logins map for any ID token.",
    answer="logins_for",
    blank=Cell(
        '''def logins_for(token):
    """{provider name: token}, as the counter wants it."""
    return TODO'''
    ),
    solution=Cell(f'{_READ}    return {{claims["iss"].removeprefix("https://"): token}}'),
    because=(
        "Who issued the token stands in iss, and the key is that issuer without https://. Nothing "
        "else in the token says it: not the e-mail address, and not how the person signed in."
    ),
    hints=(
        "Print the claims of two tokens beside each other.",
        "The key names the issuer. Which claim is that?",
        '`claims["iss"].removeprefix("https://")`; PyJWT reads without checking with '
        '`options={"verify_signature": False}`.',
    ),
    task=Function(cases=tokens, reads=key_read),
    wrong_answers=(
        WrongAnswer(
            "the whole address",
            Cell(f'{_READ}    return {{claims["iss"]: token}}'),
            "M62",
            "For {item}, {came_back} came back. The counter knows no such name.",
        ),
        WrongAnswer(
            "always Google",
            Cell('def logins_for(token):\n    return {"accounts.google.com": token}'),
            "M05",
            "For {item}, {came_back} came back, but another issuer signed it. Under this key the "
            f"counter says: {_REFUSAL}",
        ),
        WrongAnswer(
            "by the e-mail address",
            Cell(_READ + _EMAIL),
            "M05",
            "For {item}, {came_back} came back. An e-mail address says nothing about the issuer. "
            f"The counter says: {_REFUSAL}",
        ),
        WrongAnswer(
            "by identities",
            Cell(_READ + _IDENTITIES),
            "M05",
            "For {item}, {came_back} came back. She signed in at Google, but Google did not sign "
            f"this token. The counter says: {_REFUSAL}",
        ),
    ),
)

# --- E3: link two logins --------------------------------------------------------------------------

_LINK = """def link():
    google, password = two_ways_in(world)  # somebody new, with two accounts
    who = counter.get_id(
        IdentityPoolId=world.identity_pool_id, Logins=google
    )["IdentityId"]
"""


def _linked(seen: Seen) -> int:
    """How many logins belong to the identity that the function gave back."""
    try:
        found = seen.world.cloud.cognito_identity.describe_identity(identity_id=str(seen.returned))
    except AwsError:
        return 0
    return len(found.get("Logins", ()))


def _refusal(seen: Seen) -> str:
    return "" if seen.error is None else f"The counter refused. {error_in_words(seen.error)}"


LINK = Exercise(
    id="N05.E3",
    goal="Let one identity know both logins of one human.",
    answer="link",
    blank=Cell(f"{_LINK}    TODO  # one call shows both logins\n    return who"),
    solution=Cell(
        f"{_LINK}    counter.get_credentials_for_identity(\n"
        "        IdentityId=who, Logins={**google, **password}\n    )\n    return who"
    ),
    because=(
        "Both proofs come in one call, so the counter knows that one human holds both. The login "
        "that is new is linked to the identity."
    ),
    hints=(
        "N06 will keep a guest's cart in the same way.",
        "Which call takes an identity id and a map of logins?",
        "`counter.get_credentials_for_identity(IdentityId=who, Logins=…)` with both maps in one.",
    ),
    task=State(
        rules=(
            Rule(
                "the counter took the logins",
                lambda seen: seen.error is None,
                _refusal,
                "M54",
            ),
            Rule(
                "an identity came back",
                lambda seen: _linked(seen) > 0,
                "The function gave back no identity id that the pool knows.",
                "M54",
            ),
            Rule(
                "it has two logins",
                lambda seen: _linked(seen) == 2,
                lambda seen: (
                    f"The identity still has one login. Calls with a login were "
                    f"made {len(_shown(seen))} times; none showed both at once."
                ),
                "M54",
            ),
        )
    ),
    tag=Tag.STRETCH,
    wrong_answers=(
        WrongAnswer(
            "the new login alone",
            Cell(
                f"{_LINK}    counter.get_credentials_for_identity(\n"
                "        IdentityId=who, Logins=password\n    )\n    return who"
            ),
            "M54",
        ),
        WrongAnswer(
            "one after the other",
            Cell(
                f"{_LINK}    counter.get_id(\n"
                "        IdentityPoolId=world.identity_pool_id, Logins=password\n"
                "    )\n    return who"
            ),
            "M54",
        ),
    ),
    given=Cell(
        "from cognito_lab.lessons.n05_routes import register_google, two_ways_in\n\n"
        'counter = nobody.client("cognito-identity")\n'
        "register_google(world)"
    ),
)


def _shown(seen: Seen) -> list[object]:
    calls = (*seen.all("GetId"), *seen.all("GetCredentialsForIdentity"))
    return [call for call in calls if call.request.get("Logins")]


EXERCISES = (REGISTER, LOGINS_FOR, LINK)

__all__ = ["EXERCISES", "EXPLAIN", "PREDICTIONS", "RECALL", "TITLE", "build"]
