"""Functions that answer nonsense: AWS's refusal or tokens that hold, never an error of ours."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trigger_world import PASSWORD, TriggerWorld

from examples import examples

SLOW = settings(
    max_examples=examples(36),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
WORDS = st.sampled_from(
    """claimsToAddOrOverride claimsToSuppress groupOverrideDetails groupsToOverride
    iamRolesToOverride preferredRole idTokenGeneration accessTokenGeneration scopesToAdd
    scopesToSuppress scope sub email cognito:groups aud iss challengeName issueTokens""".split()
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | WORDS
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


def filled(*names: str, **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with any of these members."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON) | others)


CLAIM = {
    "claimsToAddOrOverride": st.dictionaries(WORDS, JSON, min_size=1, max_size=3) | JSON,
    "claimsToSuppress": st.lists(WORDS, max_size=3) | JSON,
}
GROUPS = filled("groupsToOverride", "iamRolesToOverride", "preferredRole")
CLAIMS = filled(**CLAIM, groupOverrideDetails=GROUPS | JSON)
ACCESS = filled("scopesToAdd", "scopesToSuppress", **CLAIM)
DETAILS = filled(
    idTokenGeneration=CLAIMS | JSON,
    accessTokenGeneration=ACCESS | JSON,
    groupOverrideDetails=GROUPS | JSON,
)
MEMBERS = {  # trigger: what it may fill in
    "PreSignUp": ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"],
    "PostConfirmation": ["anything"],
    "PreAuthentication": ["anything"],
    "PostAuthentication": ["anything"],
    "PreTokenGeneration": ["claimsOverrideDetails"],
    "DefineAuthChallenge": ["challengeName", "issueTokens", "failAuthentication"],
    "CreateAuthChallenge": [
        "publicChallengeParameters",
        "privateChallengeParameters",
        "challengeMetadata",
    ],
    "VerifyAuthChallengeResponse": ["answerCorrect"],
    "UserMigration": [
        "userAttributes",
        "finalUserStatus",
        "messageAction",
        "desiredDeliveryMediums",
        "forceAliasCreation",
        "enableSMSMFA",
    ],
    "CustomMessage": ["smsMessage", "emailMessage", "emailSubject"],
}


def define(event: dict[str, Any]) -> None:
    """One question, then tokens, whatever was answered."""
    is_begun = event["request"]["session"] == []
    word = "challengeName" if is_begun else "issueTokens"
    event["response"][word] = "CUSTOM_CHALLENGE" if is_begun else True


class Nonsense:
    """A pool with all its triggers, one of which answers what it is told to."""

    def __init__(self, trigger: str) -> None:
        self.said: Any = None  # the event as it came
        functions = {name: None for name in MEMBERS if name != "UserMigration"}
        functions |= {"DefineAuthChallenge": define, trigger: lambda event: self.said}
        self.world = TriggerWorld(**functions)
        self.trigger, self.tries = trigger, 0
        self.world.add_user()

    def happen(self, said: Any) -> None:
        """Whatever fires the trigger; a ClientError is a good answer."""
        self.said, self.tries = said, self.tries + 1
        world, name = self.world, f"user{self.tries}"
        steps = (
            lambda: world.sign_up(name),
            lambda: world.idp.admin_confirm_sign_up(UserPoolId=world.pool_id, Username=name),
            lambda: self.check(world.tokens()),
            lambda: self.check(world.tokens(f"{name}-elsewhere")),
            self.riddle,
        )
        for step in steps:
            with suppress(ClientError):
                step()

    def riddle(self) -> None:
        """CUSTOM_AUTH, as far as it goes."""
        world = self.world
        asked = world.idp.initiate_auth(
            ClientId=world.client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "jdoe"}
        )
        answer = {"USERNAME": "jdoe", "ANSWER": PASSWORD}
        world.idp.respond_to_auth_challenge(
            ClientId=world.client_id,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=asked["Session"],
            ChallengeResponses=answer,
        )

    def check(self, tokens: dict[str, str]) -> None:
        """Tokens that were given can be used: the pool knows whose they are."""
        user = self.world.idp.get_user(AccessToken=tokens["AccessToken"])
        assert user["Username"]


def answers(trigger: str) -> st.SearchStrategy[Any]:
    """The whole result of a function: its response with any members, or no event at all."""
    response = st.fixed_dictionaries({}, optional=dict.fromkeys(MEMBERS[trigger], JSON))
    if trigger == "PreTokenGeneration":
        response = st.builds(lambda details: {"claimsOverrideDetails": details}, CLAIMS | JSON)
    return st.builds(lambda given: {"response": given}, response) | JSON


@pytest.mark.parametrize("trigger", MEMBERS)
def test_nonsense_is_refused_or_harmless(trigger: str) -> None:
    """Nothing but a ClientError ever comes of it, and tokens that come of it are good ones."""
    nonsense = Nonsense(trigger)

    @SLOW
    @given(said=answers(trigger))
    def holds(said: Any) -> None:
        nonsense.happen(said)

    holds()


@pytest.mark.parametrize("version", ["V2_0", "V3_0"])
def test_nonsense_about_access_tokens_is_refused_or_harmless(version: str) -> None:
    """The later versions may say more, and are believed no more."""
    nonsense = Nonsense("PreTokenGeneration")
    world = nonsense.world
    errors = world.idp.exceptions
    refusals = (errors.InvalidLambdaResponseException, errors.NotAuthorizedException)
    config = {"LambdaVersion": version, "LambdaArn": world.arns["PreTokenGeneration"]}
    world.configure(**{**world.arns, "PreTokenGenerationConfig": config})

    @SLOW
    @given(details=DETAILS | JSON)
    def holds(details: Any) -> None:
        nonsense.said = {"response": {"claimsAndScopeOverrideDetails": details}}
        with suppress(*refusals):
            nonsense.check(world.tokens())

    holds()
