"""N04 · The passport office: exercises, predictions and recall questions.

Four exercises: sign up and prove an address, and answer a challenge, which stand here; compute a
secret hash, and get tokens that show a new group, which stand in `n04_clients`. The account is in
`n04_office`.
"""

from __future__ import annotations

from cognito_lab.lessons import n04_office as office
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n04_clients import FRESH, HASH
from cognito_lab.lessons.n04_questions import PREDICTIONS, RECALL
from cognito_lab.lessons.tasks import Rule, Seen, State

TITLE = "The passport office"
EXPLAIN = "Explain to a new colleague how a person becomes a user who can sign in."
build = office.build

# --- E1: sign up and confirm ----------------------------------------------------------------------

_SIGN_UP = """def join():
    nia = newcomer(world)  # a free user name: nia, nia-2, …
    idp.sign_up(
        ClientId=world.client_id,
        Username=nia,
        Password=world.passwords["nia"],
        UserAttributes=[{"Name": "email", "Value": f"{nia}@example.com"}],
    )
    code = world.cloud.mailbox.latest(f"{nia}@example.com").code
"""


def _new(seen: Seen) -> str:
    """The user name with which somebody signed up in this attempt."""
    return office.named(seen, "nia")


CONFIRM = Exercise(
    id="N04.E1",
    goal="Sign nia up and confirm her account, so that her address is proven.",
    answer="join",
    blank=Cell(f"{_SIGN_UP}    TODO  # one call hands the code in"),
    solution=Cell(
        f"{_SIGN_UP}    idp.confirm_sign_up(\n        ClientId=world.client_id, Username=nia, "
        "ConfirmationCode=code\n    )"
    ),
    because=(
        "Only somebody who reads nia's mail knows the code. ConfirmSignUp therefore does two "
        "things: it confirms the account, and it marks the address as verified."
    ),
    hints=(
        "You saw lee do it above.",
        "The code is in nia's hands. She, not the administrator, gives it to the pool.",
        "`idp.confirm_sign_up(ClientId=…, Username=…, ConfirmationCode=…)`",
    ),
    task=State(
        rules=(
            Rule(
                "nia is a user",
                lambda seen: bool(office.user(seen, _new(seen))),
                "The pool knows no nia.",
                "M21",
            ),
            Rule(
                "nia is confirmed",
                lambda seen: office.status(seen, _new(seen)) == "CONFIRMED",
                lambda seen: (
                    f"nia's status is {office.status(seen, _new(seen))}, so she cannot sign in."
                ),
                "M21",
            ),
            Rule(
                "the address is verified",
                lambda seen: office.is_proven(seen, _new(seen)),
                "Confirmed, but nobody proved the address.",
                "M21",
            ),
            Rule(
                "by a code",
                lambda seen: bool(seen.answered("ConfirmSignUp")),
                "The directory says “verified”, and the code never came back from nia.",
                "M21",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("only signed up", Cell(f"{_SIGN_UP}    return code"), "M21"),
        WrongAnswer(
            "the administrator confirms",
            Cell(
                f"{_SIGN_UP}    admin_idp.admin_confirm_sign_up(\n"
                "        UserPoolId=world.user_pool_id, Username=nia\n    )"
            ),
            "M21",
        ),
        WrongAnswer(
            "the administrator confirms and says that it is verified",
            Cell(
                f"{_SIGN_UP}    admin_idp.admin_confirm_sign_up(\n"
                "        UserPoolId=world.user_pool_id, Username=nia\n    )\n"
                "    admin_idp.admin_update_user_attributes(\n"
                "        UserPoolId=world.user_pool_id, Username=nia,\n"
                '        UserAttributes=[{"Name": "email_verified", "Value": "true"}],\n    )'
            ),
            "M21",
        ),
    ),
    given=office.GIVEN,
)

# --- E2: the invited user -------------------------------------------------------------------------

_FIRST_SIGN_IN = """def first_sign_in():
    ivan, temporary = invited(world)  # ivan; after him ivan-2, …
    asked = idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": ivan, "PASSWORD": temporary},
    )
"""


def _invited(seen: Seen) -> str:
    return office.named(seen, "ivan")


def _ivans_status(seen: Seen) -> str:
    said = office.refusal(seen)
    answer = f" The pool answered: {said}" if said else ""
    return f"ivan's status is still {office.status(seen, _invited(seen))}.{answer}"


CHALLENGE = Exercise(
    id="N04.E2",
    goal="ivan signs in with the temporary password. Answer the question that comes back.",
    answer="first_sign_in",
    blank=Cell(f"{_FIRST_SIGN_IN}    return TODO  # answer the challenge"),
    solution=Cell(
        f"{_FIRST_SIGN_IN}    return idp.respond_to_auth_challenge(\n"
        "        ClientId=world.client_id,\n"
        '        ChallengeName=asked["ChallengeName"],\n'
        '        Session=asked["Session"],\n'
        "        ChallengeResponses={\n"
        '            "USERNAME": ivan,\n'
        '            "NEW_PASSWORD": world.passwords["ivan"],\n'
        "        },\n"
        '    )["AuthenticationResult"]'
    ),
    because=(
        "The temporary password proves that ivan got the invitation. The pool then wants a "
        "password that the administrator does not know. The session ties the answer to the "
        "question, and works once."
    ),
    hints=(
        "Print `asked`: it holds no tokens. What does it hold?",
        "A challenge is answered by RespondToAuthChallenge, with the session that came with it.",
        '`idp.respond_to_auth_challenge(…, ChallengeResponses={"USERNAME": …, "NEW_PASSWORD": …})`',
    ),
    task=State(
        rules=(
            Rule(
                "ivan can sign in",
                lambda seen: office.status(seen, _invited(seen)) == "CONFIRMED",
                _ivans_status,
                "M22",
            ),
            Rule(
                "ivan chose the password",
                lambda seen: bool(seen.answered("RespondToAuthChallenge")),
                "ivan is confirmed, but somebody else chose the password and knows it.",
                "M22",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("no answer", Cell(f"{_FIRST_SIGN_IN}    return asked"), "M22"),
        WrongAnswer(
            "forgot password",
            Cell(
                "def first_sign_in():\n    ivan, temporary = invited(world)\n"
                "    return idp.forgot_password(ClientId=world.client_id, Username=ivan)"
            ),
            "M22",
        ),
        WrongAnswer(
            "the administrator sets the password",
            Cell(
                "def first_sign_in():\n    ivan, temporary = invited(world)\n"
                "    admin_idp.admin_set_user_password(\n"
                "        UserPoolId=world.user_pool_id, Username=ivan,\n"
                '        Password=world.passwords["ivan"], Permanent=True,\n    )'
            ),
            "M22",
        ),
    ),
    given=office.GIVEN,
)

EXERCISES = (CONFIRM, CHALLENGE, HASH, FRESH)

__all__ = ["EXERCISES", "EXPLAIN", "PREDICTIONS", "RECALL", "TITLE", "build"]
