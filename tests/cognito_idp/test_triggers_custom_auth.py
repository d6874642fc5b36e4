"""CUSTOM_AUTH: functions ask and judge; and where it could go wrong: walks that are over."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from trigger_world import PASSWORD, TriggerWorld, answer, claims

from cognito_lab.app import SrpProof

Event = dict[str, Any]
HIDDEN = {"PreventUserExistenceErrors": "ENABLED"}


def define(event: Event) -> None:
    """A password first if one was begun, then the riddle; three wrong answers are the end."""
    session, response = event["request"]["session"], event["response"]
    names = [one["challengeName"] for one in session]
    wrong = [one for one in session if not one["challengeResult"]]
    if names[-1:] == ["SRP_A"]:
        response["challengeName"] = "PASSWORD_VERIFIER"
    elif len(wrong) >= 3:
        response["failAuthentication"] = True
    elif "CUSTOM_CHALLENGE" in names and session[-1]["challengeResult"]:
        response["issueTokens"] = True
    else:
        response["challengeName"] = "CUSTOM_CHALLENGE"


def create(event: Event) -> None:
    """A riddle with a number in it."""
    event["response"] |= {
        "publicChallengeParameters": {"riddle": "7 times 6?", "digits": 2},
        "privateChallengeParameters": {"answer": "42"},
        "challengeMetadata": f"RIDDLE-{len(event['request']['session'])}",
    }


def create_in_words(event: Event) -> None:
    """The same riddle, with nothing but words in what the person sees."""
    create(event)
    event["response"]["publicChallengeParameters"] = {"riddle": "7 times 6?"}
    event["response"]["challengeMetadata"] = "RIDDLE"


def verify(event: Event) -> None:
    """Compare."""
    request = event["request"]
    right = request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]
    event["response"]["answerCorrect"] = right


FUNCTIONS = {
    "DefineAuthChallenge": define,
    "CreateAuthChallenge": create,
    "VerifyAuthChallengeResponse": verify,
}


def riddles(client: dict[str, Any] | None = None, **other: Any) -> TriggerWorld:
    """A pool that asks riddles of jdoe, whose app may hide who exists."""
    flows = {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]}
    world = TriggerWorld(**{**FUNCTIONS, **other}, client={**flows, **(client or {})})
    world.add_user()
    return world


def begin(world: TriggerWorld, name: str = "jdoe", **more: str) -> dict[str, Any]:
    """InitiateAuth with CUSTOM_AUTH."""
    return world.idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="CUSTOM_AUTH",
        AuthParameters={"USERNAME": name, **more},
        ClientMetadata={"from": "beginning"},
    )


def reply(world: TriggerWorld, session: str, text: str = "42", **more: str) -> dict[str, Any]:
    """Answer the riddle."""
    return world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="CUSTOM_CHALLENGE",
        Session=session,
        ChallengeResponses={"USERNAME": "jdoe", "ANSWER": text, **more},
        ClientMetadata={"from": "answer"},
    )


def prove(world: TriggerWorld, password: str = PASSWORD) -> dict[str, Any]:
    """Begin with SRP, and prove the password."""
    proof = SrpProof(world.pool_id, password)
    asked = begin(world, CHALLENGE_NAME="SRP_A", SRP_A=proof.srp_a)
    proved = proof.answer(asked["ChallengeParameters"], world.cloud.clock.now())
    return world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="PASSWORD_VERIFIER",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "jdoe", **proved},
    )


def test_a_right_answer_brings_tokens():
    """The person sees the public part, and never the private one."""
    world = riddles(CreateAuthChallenge=create_in_words)

    asked = begin(world)
    result = reply(world, asked["Session"])

    assert asked["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert asked["ChallengeParameters"] == {"USERNAME": "jdoe", "riddle": "7 times 6?"}
    assert claims(result["AuthenticationResult"]["IdToken"])["cognito:username"] == "jdoe"
    session = world.event("DefineAuthChallenge_Authentication")["request"]["session"]
    assert session == [
        {
            "challengeName": "CUSTOM_CHALLENGE",
            "challengeResult": True,
            "challengeMetadata": "RIDDLE",
        }
    ]


def test_a_wrong_answer_asks_again_until_a_function_has_enough():
    """Each answer gets a new session; a spent one is refused; after the end there is none."""
    world = riddles()
    first = begin(world)["Session"]
    second = reply(world, first, "41")["Session"]
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        reply(world, first, "42")
    third = reply(world, second, "40")["Session"]

    with pytest.raises(ClientError, match="Incorrect username or password"):
        reply(world, third, "39")

    with pytest.raises(ClientError, match="NotAuthorizedException"):
        reply(world, third, "42")


def test_a_password_may_be_proved_first():
    """SRP_A begins, PASSWORD_VERIFIER follows, and then the riddle."""
    world = riddles()
    proof = SrpProof(world.pool_id, PASSWORD)

    asked = begin(world, CHALLENGE_NAME="SRP_A", SRP_A=proof.srp_a)
    riddle = world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses={
            "USERNAME": "jdoe",
            **proof.answer(asked["ChallengeParameters"], world.cloud.clock.now()),
        },
    )
    result = reply(world, riddle["Session"])

    assert [asked["ChallengeName"], riddle["ChallengeName"]] == [
        "PASSWORD_VERIFIER",
        "CUSTOM_CHALLENGE",
    ]
    assert result["AuthenticationResult"]["AccessToken"]
    history = world.event("DefineAuthChallenge_Authentication")["request"]["session"]
    assert [one["challengeName"] for one in history] == [
        "SRP_A",
        "PASSWORD_VERIFIER",
        "CUSTOM_CHALLENGE",
    ]


def test_somebody_unknown_walks_along_and_never_gets_tokens():
    """Where users are hidden, even a right answer is a wrong password."""
    world = riddles(HIDDEN)

    asked = begin(world, "nobody")

    assert world.event("DefineAuthChallenge_Authentication")["request"]["userNotFound"] is True
    with pytest.raises(ClientError, match="Incorrect username or password"):
        reply(world, asked["Session"], USERNAME="nobody")


def test_a_pool_without_the_functions_refuses_the_flow():
    """All three belong to it."""
    world = TriggerWorld(DefineAuthChallenge=define)
    world.add_user()

    with pytest.raises(ClientError, match="InvalidParameterException"):
        begin(world)


@pytest.mark.parametrize(
    "response",
    [
        pytest.param({}, id="nothing at all"),
        pytest.param({"challengeName": "SMS_MFA"}, id="a challenge that is not its to name"),
        pytest.param({"challengeName": "PASSWORD_VERIFIER"}, id="a password that nobody began"),
    ],
)
def test_a_definition_that_leads_nowhere_is_refused(response):
    """No session is opened by it."""
    world = TriggerWorld(
        DefineAuthChallenge=answer(**response),
        CreateAuthChallenge=create,
        VerifyAuthChallengeResponse=verify,
    )
    world.add_user()

    with pytest.raises(ClientError, match="InvalidLambdaResponseException"):
        begin(world)


def test_the_history_that_the_functions_get_is_complete() -> None:
    """Names, results and the function's own names of the questions, in order."""
    world = riddles()
    second = reply(world, prove(world)["Session"], "41")

    reply(world, second["Session"])

    assert world.event("DefineAuthChallenge_Authentication")["request"]["session"] == [
        {"challengeName": "SRP_A", "challengeResult": True, "challengeMetadata": None},
        {"challengeName": "PASSWORD_VERIFIER", "challengeResult": True, "challengeMetadata": None},
        {
            "challengeName": "CUSTOM_CHALLENGE",
            "challengeResult": False,
            "challengeMetadata": "RIDDLE-2",
        },
        {
            "challengeName": "CUSTOM_CHALLENGE",
            "challengeResult": True,
            "challengeMetadata": "RIDDLE-3",
        },
    ]


def test_parameters_are_texts_and_private_ones_stay_private() -> None:
    """A number becomes a text; the answer is nowhere in what the app gets."""
    asked = begin(riddles())

    assert asked["ChallengeParameters"] == {
        "USERNAME": "jdoe",
        "riddle": "7 times 6?",
        "digits": "2",
    }
    assert "42" not in str(asked["ChallengeParameters"])


def test_metadata_of_an_answer_reaches_the_functions_and_that_of_the_beginning_does_not() -> None:
    """Also the two that come after the walk."""
    world = riddles(PostAuthentication=None, PreTokenGeneration=None)
    session = begin(world)["Session"]
    assert {event["request"]["clientMetadata"] for event in world.events} == {None}
    world.events.clear()

    reply(world, session)

    assert world.sources == [
        "VerifyAuthChallengeResponse_Authentication",
        "DefineAuthChallenge_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_Authentication",
    ]
    for event in world.events:
        assert event["request"]["clientMetadata"] == {"from": "answer"}


def test_a_back_end_may_lead_the_walk_too() -> None:
    """AdminInitiateAuth and AdminRespondToAuthChallenge."""
    world = riddles()
    ours = {"UserPoolId": world.pool_id, "ClientId": world.client_id}
    asked = world.idp.admin_initiate_auth(
        **ours, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "jdoe"}
    )

    result = world.idp.admin_respond_to_auth_challenge(
        **ours,
        ChallengeName="CUSTOM_CHALLENGE",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "jdoe", "ANSWER": "42"},
    )

    token = claims(result["AuthenticationResult"]["IdToken"])
    assert token["cognito:username"] == "jdoe"


def test_a_client_that_does_not_allow_it_cannot_begin() -> None:
    """The flag is ALLOW_CUSTOM_AUTH."""
    world = riddles({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]})

    with pytest.raises(ClientError, match="InvalidParameterException"):
        begin(world)

    assert world.events == []


def test_a_wrong_password_ends_a_walk_that_began_with_one() -> None:
    """No function is asked about it."""
    world = riddles()

    with pytest.raises(ClientError, match="Incorrect username or password"):
        prove(world, "Wrong-Horse7")

    assert world.sources == ["DefineAuthChallenge_Authentication"]


def test_after_three_wrong_answers_the_right_one_does_not_help() -> None:
    """The last session is spent by the end."""
    world = riddles()
    session = begin(world)["Session"]
    for _ in range(2):
        session = reply(world, session, "wrong")["Session"]
    with pytest.raises(ClientError, match="Incorrect username or password"):
        reply(world, session, "wrong")

    with pytest.raises(ClientError, match="Invalid session for the user"):
        reply(world, session, "42")


def test_a_function_that_raises_leaves_the_question_open() -> None:
    """The same session takes the answer again."""
    moods = iter([True, False])

    def moody(event: Event) -> None:
        if next(moods):
            raise ValueError("out of order")
        verify(event)

    world = riddles(VerifyAuthChallengeResponse=moody)
    session = begin(world)["Session"]
    with pytest.raises(
        ClientError, match="VerifyAuthChallengeResponse failed with error out of order\\."
    ):
        reply(world, session)

    assert "AuthenticationResult" in reply(world, session)


@pytest.mark.parametrize("trigger", ["DefineAuthChallenge", "CreateAuthChallenge"])
def test_so_does_one_that_raises_after_the_answer(trigger: str) -> None:
    """What comes after the answer fails, and the answer can be given again."""
    broken = []

    def moody(event: Event) -> None:
        if broken:
            raise ValueError("out of order")
        FUNCTIONS[trigger](event)

    world = riddles(**{trigger: moody})
    session = begin(world)["Session"]
    broken.append(True)
    with pytest.raises(ClientError, match=f"{trigger} failed with error out of order\\."):
        reply(world, session, "41")

    broken.clear()

    assert "AuthenticationResult" in reply(world, session)


# --- who may not sign in -------------------------------------------------------------------------


def disable(world: TriggerWorld) -> None:
    """An administrator shuts jdoe out."""
    world.idp.admin_disable_user(UserPoolId=world.pool_id, Username="jdoe")


def reset(world: TriggerWorld) -> None:
    """An administrator asks for a new password."""
    world.idp.admin_reset_user_password(UserPoolId=world.pool_id, Username="jdoe")


def delete(world: TriggerWorld) -> None:
    """An administrator deletes jdoe."""
    world.idp.admin_delete_user(UserPoolId=world.pool_id, Username="jdoe")


OUT = [
    pytest.param(disable, "User is disabled", id="disabled"),
    pytest.param(reset, "Password reset required", id="to be reset"),
    pytest.param(delete, "User does not exist", id="deleted"),
]


@pytest.mark.parametrize(("shut_out", "message"), OUT)
def test_who_is_shut_out_while_the_question_is_open_gets_no_tokens(
    shut_out: Any, message: str
) -> None:
    """The right answer does not help."""
    world = riddles()
    session = begin(world)["Session"]

    shut_out(world)

    with pytest.raises(ClientError, match=message):
        reply(world, session)


@pytest.mark.parametrize(("shut_out", "message"), OUT)
def test_who_is_shut_out_cannot_begin_where_nobody_is_hidden(shut_out: Any, message: str) -> None:
    """It is said at once."""
    world = riddles()
    shut_out(world)

    with pytest.raises(ClientError, match=message):
        begin(world)


@pytest.mark.parametrize("srp", [False, True], ids=["by name", "by SRP"])
def test_a_hidden_user_who_is_disabled_looks_like_any_other_at_the_beginning(srp: bool) -> None:
    """Whoever has not answered learns nothing; unknown people are asked in the same way."""
    world = riddles(HIDDEN)
    more = {"CHALLENGE_NAME": "SRP_A", "SRP_A": SrpProof(world.pool_id, PASSWORD).srp_a}
    disable(world)

    asked = [begin(world, name, **(more if srp else {})) for name in ("jdoe", "nobody")]

    assert len({step["ChallengeName"] for step in asked}) == 1
    assert [sorted(step["ChallengeParameters"]) for step in asked].count(
        sorted(asked[0]["ChallengeParameters"])
    ) == 2


# --- a function that has enough after the password -----------------------------------------------


def enough_after_password(event: Event) -> None:
    """A password is asked for, and then nobody gets in."""
    is_begun = len(event["request"]["session"]) == 1
    word = "challengeName" if is_begun else "failAuthentication"
    event["response"][word] = "PASSWORD_VERIFIER" if is_begun else True


def tokens_after_password(event: Event) -> None:
    """A password is enough."""
    is_begun = len(event["request"]["session"]) == 1
    word = "challengeName" if is_begun else "issueTokens"
    event["response"][word] = "PASSWORD_VERIFIER" if is_begun else True


def test_an_end_after_the_password_is_the_end() -> None:
    """Not even the new password is asked for, which the user would have to choose."""
    world = riddles(DefineAuthChallenge=enough_after_password)
    world.idp.admin_set_user_password(UserPoolId=world.pool_id, Username="jdoe", Password=PASSWORD)

    with pytest.raises(ClientError, match="Incorrect username or password"):
        prove(world)


def test_a_temporary_password_is_replaced_before_tokens_come() -> None:
    """The function wants tokens; the pool asks for a new password first."""
    world = riddles(DefineAuthChallenge=tokens_after_password)
    world.idp.admin_set_user_password(UserPoolId=world.pool_id, Username="jdoe", Password=PASSWORD)

    assert prove(world)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def again(event: Event) -> None:
    """PASSWORD_VERIFIER, and once more."""
    event["response"]["challengeName"] = "PASSWORD_VERIFIER"


def test_a_password_is_not_asked_for_twice() -> None:
    """The proof is over; the function's answer cannot be used."""
    world = riddles(DefineAuthChallenge=again)

    with pytest.raises(ClientError, match="InvalidLambdaResponseException"):
        prove(world)
