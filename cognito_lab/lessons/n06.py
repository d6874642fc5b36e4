"""N06 · The counter, a vending machine: exercises, predictions and recall questions.

Three exercises: the two calls at the counter, a guest who signs in and keeps the cart, and when
credentials have to be renewed. Their batteries stand in `n06_counter`.
"""

from __future__ import annotations

from cognito_lab.lessons import journey
from cognito_lab.lessons.exercise import Cell, Exercise, Tag, WrongAnswer
from cognito_lab.lessons.n06_counter import (
    Credentials,
    guest_before,
    linked_logins,
    renewals,
)
from cognito_lab.lessons.predictions import Option, Prediction, Question
from cognito_lab.lessons.tasks import Function, Rule, Seen, State
from cognito_lab.primitives.trace import Exchange

TITLE = "The counter: a vending machine"
EXPLAIN = "Explain to a friend what an identity id is, and what it is not."
build = journey.build

_TWO_CALLS = Credentials()
_FIRST = 'who = counter.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]'
_SECOND = "counter.get_credentials_for_identity(IdentityId=who, Logins=logins)"


def _two_calls(first: str, second: str) -> Cell:
    return Cell(
        "def get_credentials(counter, pool_id, logins):\n"
        f'    {first}\n    return {second}["Credentials"]'
    )


GET_CREDENTIALS = Exercise(
    id="N06.E1",
    goal="Write `get_credentials`: two calls at the counter, for anybody who comes.",
    answer="get_credentials",
    blank=Cell(
        '''def get_credentials(counter, pool_id, logins):
    """Temporary credentials for whoever holds these logins; {} is a guest."""
    return TODO'''
    ),
    solution=_two_calls(_FIRST, _SECOND),
    because=(
        "GetId tells the name under which the pool knows this person. GetCredentialsForIdentity "
        "wants that name and the proof again, every time: both calls get the Logins map."
    ),
    hints=(
        "N01 made the same two calls for jdoe.",
        "The first call needs the pool. The second needs what the first gave, and the logins.",
        "`counter.get_id(IdentityPoolId=…, Logins=…)`, then "
        "`counter.get_credentials_for_identity(IdentityId=…, Logins=…)`.",
    ),
    task=Function(cases=_TWO_CALLS.cases, reads=_TWO_CALLS.reads),
    wrong_answers=(
        WrongAnswer(
            "the pool's id as identity id",
            Cell(
                "def get_credentials(counter, pool_id, logins):\n"
                "    return counter.get_credentials_for_identity(\n"
                '        IdentityId=pool_id, Logins=logins\n    )["Credentials"]'
            ),
            "M34",
            "For {item}, {came_back} came back: nobody has the identity id that you gave.",
        ),
        WrongAnswer(
            "no logins in the second call",
            _two_calls(_FIRST, "counter.get_credentials_for_identity(IdentityId=who)"),
            "M07",
            "GetId went well. Then, for {item}, {came_back} came back: nothing was shown there.",
        ),
        WrongAnswer(
            "no logins at all",
            _two_calls(
                'who = counter.get_id(IdentityPoolId=pool_id)["IdentityId"]',
                "counter.get_credentials_for_identity(IdentityId=who)",
            ),
            "M07",
            "No error came, but for {item} you got {came_back}. Whom did the counter serve?",
        ),
        WrongAnswer(
            "one identity id for everybody",
            Cell(
                "kept = {}\n\n\ndef get_credentials(counter, pool_id, logins):\n"
                '    if "who" not in kept:\n'
                "        answer = counter.get_id(IdentityPoolId=pool_id, Logins=logins)\n"
                '        kept["who"] = answer["IdentityId"]\n'
                "    return counter.get_credentials_for_identity(\n"
                '        IdentityId=kept["who"], Logins=logins\n    )["Credentials"]'
            ),
            "M06",
            "The first person was served. For {item}, {came_back} came back.",
        ),
    ),
)

_GUEST = """def keep_the_cart():
    guest = counter.get_id(IdentityPoolId=world.identity_pool_id)["IdentityId"]
    cart = {guest: ["one red umbrella"]}
    logins = new_customer(world)  # somebody signs in at Google
"""

CART = Exercise(
    id="N06.E2",
    goal="A guest fills a cart, then signs in at Google. The cart must still be found.",
    answer="keep_the_cart",
    blank=Cell(
        _GUEST + "    after = TODO  # one call: the login, and the guest's identity\n"
        "    return cart[after]"
    ),
    solution=Cell(
        _GUEST + "    after = counter.get_credentials_for_identity(\n"
        '        IdentityId=guest, Logins=logins\n    )["IdentityId"]\n    return cart[after]'
    ),
    because=(
        "Logins that nobody has used yet are linked to the identity that they come with. The guest "
        "becomes a person, and the identity id stays. GetId with the login would have made another."
    ),
    hints=(
        "Which call takes an identity id and logins together?",
        "The pool links a new login to the identity that it came with.",
        "`counter.get_credentials_for_identity(IdentityId=guest, Logins=…)` and its IdentityId.",
    ),
    task=State(
        rules=(
            Rule(
                "a login was shown",
                lambda seen: any(e.request.get("Logins") for e in _at_counter(seen)),
                "Nobody signed in at the counter: no call carried a login.",
                "M07",
            ),
            Rule(
                "the login is linked to the guest's identity",
                lambda seen: (
                    bool(guest_before(seen)) and bool(linked_logins(seen, guest_before(seen)))
                ),
                lambda seen: (
                    f"The guest's identity {guest_before(seen)} still has no login linked; "
                    "the person is another identity now, and the cart stays behind."
                ),
                "M06",
            ),
            Rule(
                "the cart is found",
                lambda seen: seen.returned == ["one red umbrella"],
                lambda seen: f"The function gave {seen.returned!r}.",
                "M06",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer(
            "a new identity for the person",
            Cell(
                _GUEST + "    after = counter.get_id(\n"
                "        IdentityPoolId=world.identity_pool_id, Logins=logins\n"
                '    )["IdentityId"]\n    return cart.get(after)'
            ),
            "M06",
        ),
        WrongAnswer(
            "the guest goes on as a guest",
            Cell(
                _GUEST + "    after = counter.get_credentials_for_identity(\n"
                '        IdentityId=guest\n    )["IdentityId"]\n    return cart[after]'
            ),
            "M07",
        ),
    ),
    given=Cell(
        "from cognito_lab.lessons.n06_counter import new_customer\n\n"
        'counter = nobody.client("cognito-identity")'
    ),
)


def _at_counter(seen: Seen) -> list[Exchange]:
    return [*seen.answered("GetId"), *seen.answered("GetCredentialsForIdentity")]


RENEW = Exercise(
    id="N06.E3",
    goal="Write `needs_refresh`: true when less than five minutes are left.",
    answer="needs_refresh",
    blank=Cell(
        '''def needs_refresh(credentials, now):
    """Whether it is time to visit the counter again."""
    return TODO'''
    ),
    solution=Cell(
        "from datetime import timedelta\n\n\ndef needs_refresh(credentials, now):\n"
        '    return credentials["Expiration"] - now < timedelta(minutes=5)'
    ),
    because=(
        "Expiration is a point in time. Renewing a little before it leaves room for a slow network "
        "and for clocks that differ by some seconds."
    ),
    hints=(
        "Print `Expiration`: what type is it?",
        "The difference of two times is a duration, and durations can be compared.",
        '`credentials["Expiration"] - now < timedelta(minutes=5)`',
    ),
    task=Function(cases=renewals),
    tag=Tag.STRETCH,
    wrong_answers=(
        WrongAnswer(
            "only when it is over",
            Cell(
                'def needs_refresh(credentials, now):\n    return now >= credentials["Expiration"]'
            ),
            "M27",
            "With {item}, your function said {came_back}: the next call may come too late.",
        ),
        WrongAnswer(
            "turned round",
            Cell(
                'def needs_refresh(credentials, now):\n    return now < credentials["Expiration"]'
            ),
            "M08",
            "With {item}, your function said {came_back}.",
        ),
    ),
)

EXERCISES = (GET_CREDENTIALS, CART, RENEW)

PREDICTIONS = (
    Prediction(
        id="N06.P1",
        asks="jdoe signs in a second time. Does the counter give the same identity id?",
        options=(
            Option("no: every visit gets a new one", "M06"),
            Option("yes: it belongs to the person's login"),
        ),
        because="Yes. The pool keeps which login belongs to which identity id, and finds it again.",
    ),
    Prediction(
        id="N06.P2",
        asks="Guests are switched off. What happens at GetId without a token?",
        options=(
            Option("it is refused, and the sentence says why"),
            Option("it gives an identity id; only credentials are refused", "M07"),
            Option("it asks for a password", "M01"),
        ),
        because="It is refused: the pool requires an identity provider, and no login was shown.",
    ),
    Prediction(
        id="N06.P3",
        asks="The ID token ends in 5 minutes, the credentials in 60. Who can read at minute 6?",
        options=(
            Option("nobody: without the token the credentials are void", "M35"),
            Option("the app, with the credentials that it has"),
        ),
        because=(
            "The app. Credentials have an end of their own; nobody looks at the token again. What "
            "the app cannot do any more is get new ones with the old token, some minutes later."
        ),
    ),
    Prediction(
        id="N06.P4",
        asks="A guest signs in and shows identity id and login together. Old id or new id?",
        options=(
            Option("a new id: now it is a person", "M06"),
            Option("the old id: the login is linked to it"),
        ),
        because="The old id. The login is new to the pool, so it is linked to that identity.",
    ),
)

RECALL = (
    Question(
        id="N06.R1",
        asks="What does an identity pool keep about a person?",
        options=(
            Option("name, e-mail address and password", "M01"),
            Option("an identity id and the logins linked to it"),
        ),
        because="Names and passwords stay with the provider. The pool keeps ids and linked logins.",
    ),
    Question(
        id="N06.R2",
        asks="Which calls at the counter carry the Logins map?",
        options=(
            Option("GetId alone", "M07"),
            Option("GetId and GetCredentialsForIdentity"),
        ),
        because="Both. A call without logins is a guest's call.",
    ),
    Question(
        id="N06.R3",
        asks="Who asks STS for the credentials in the enhanced flow?",
        options=(Option("the identity pool"), Option("the app", "M01")),
        because="The pool asks STS. The app sees one answer, and STS stays behind the counter.",
    ),
)
