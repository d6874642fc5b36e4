"""The maps: where a user, or a sign-in, stands is read from the lab and lit in the picture."""

from __future__ import annotations

import re

import pytest
from form_worlds import PASSWORD, Page, Pool, run_twin, said, shown, twin_of, user_pool
from token_samples import HOSTILE

from cognito_lab.app import SrpProof
from cognito_lab.diagrams import Diagram
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.signin import End
from cognito_lab.services.cognito_idp.user import STATUS_TABLE, UserStatus
from cognito_lab.widgets import StateMap
from cognito_lab.widgets.state_map import Map
from cognito_lab.widgets.state_view import MEANINGS, standing_of_user, standing_of_walk
from cognito_lab.widgets.walks import walk_of


def lit(state_map: Map) -> str:
    """The place that is lit in the shown picture, by the sentence of its step."""
    (number,) = re.findall(r'class="sd-g s-(\d+) sd-now"', state_map.picture.value)
    return state_map.standing.picture.steps[int(number) - 1].split(".")[0]


def sign_up(pool: Pool, name: str = "nia") -> None:
    """Sign up as anybody may."""
    pool.cloud.cognito_idp.sign_up(
        client_id=pool.client_id,
        username=name,
        password=PASSWORD,
        user_attributes=[{"Name": "email", "Value": f"{name}@example.com"}],
    )


def begin(pool: Pool, name: str = "jdoe", password: str = PASSWORD) -> dict:
    """Begin to sign in with a password."""
    return pool.cloud.cognito_idp.initiate_auth(
        client_id=pool.client_id,
        auth_flow="USER_PASSWORD_AUTH",
        auth_parameters={"USERNAME": name, "PASSWORD": password},
    )


def answer(pool: Pool, challenge: str, session: str | None, **responses: str) -> dict:
    """Answer a challenge."""
    return pool.cloud.cognito_idp.respond_to_auth_challenge(
        client_id=pool.client_id,
        challenge_name=challenge,
        session=session,
        challenge_responses={"USERNAME": "jdoe", **responses},
    )


# --- a user's status ----------------------------------------------------------------------------


def test_the_map_follows_a_user_through_life():
    """Sign-up, confirmation, a reset and a new password light one place after the other."""
    pool = user_pool()
    idp = pool.cloud.cognito_idp
    state_map = StateMap(pool.cloud, pool.pool_id, "nia")
    seen = [lit(state_map)]

    sign_up(pool)
    state_map.refresh()
    seen.append(lit(state_map))
    code = pool.cloud.mailbox.latest("nia@example.com").code
    idp.confirm_sign_up(client_id=pool.client_id, username="nia", confirmation_code=code)
    state_map.refresh()
    seen.append(lit(state_map))
    idp.admin_reset_user_password(user_pool_id=pool.pool_id, username="nia")
    state_map.refresh()
    seen.append(lit(state_map))

    assert seen == ["no user yet", "UNCONFIRMED", "CONFIRMED", "RESET_REQUIRED"]
    assert said(state_map) == "nia is RESET_REQUIRED."


def test_it_says_how_the_user_came_here():
    """What changed the status is read from the trace, and the way is marked."""
    pool = user_pool()
    pool.add("jdoe")

    standing = StateMap(pool.cloud, pool.pool_id, "jdoe").standing

    assert standing.passed == ("no user yet", "FORCE_CHANGE_PASSWORD")
    assert any(
        "AdminCreateUser (2026-01-06 09:08:07 UTC), then AdminSetUserPassword" in remark
        for remark in standing.remarks
    )


def test_another_pool_s_user_of_that_name_is_not_mixed_in():
    """A life is made of what happened in this pool."""
    pool = user_pool()
    pool.add("jdoe", temporary=True)
    other = pool.cloud.cognito_idp.create_user_pool(pool_name="other")["UserPool"]["Id"]
    pool.cloud.cognito_idp.admin_create_user(user_pool_id=other, username="jdoe")
    pool.cloud.cognito_idp.admin_set_user_password(
        user_pool_id=other, username="jdoe", password=PASSWORD, permanent=True
    )

    standing = StateMap(pool.cloud, pool.pool_id, "jdoe").standing

    assert standing.place == "FORCE_CHANGE_PASSWORD"
    assert standing.passed == ("no user yet",)


def test_looking_leaves_nothing_in_the_trace():
    """A map may be refreshed as often as one likes."""
    pool = user_pool()
    before = len(pool.cloud.trace.exchanges)

    StateMap(pool.cloud, username="jdoe").refresh()
    StateMap.sign_in(pool.cloud).refresh()

    assert len(pool.cloud.trace.exchanges) == before


def test_another_name_may_be_typed():
    """The map then follows that user, and says where they stand."""
    pool = user_pool()
    pool.add("jdoe")
    state_map = StateMap(pool.cloud, username="nobody")
    assert lit(state_map) == "no user yet"

    state_map.user_name.set_state({"value": "jdoe"})

    assert lit(state_map) == "CONFIRMED"
    assert said(state_map) == "jdoe is CONFIRMED."


@pytest.mark.parametrize("status", list(UserStatus))
def test_every_status_has_its_meaning_and_its_ways(status: UserStatus):
    """What a status means is said, and the ways on are those of the table."""
    pool = user_pool()
    pool.add("jdoe")
    user = pool.cloud.cognito_idp.pool(pool.pool_id).directory.find("jdoe")
    user.status = status

    standing = standing_of_user("jdoe", user)

    expected = {f"{row.event} → {row.after}" for row in STATUS_TABLE if status in row.before}
    assert set(standing.ways) == expected
    assert MEANINGS[status] in standing.remarks


def test_a_disabled_user_keeps_the_status_and_it_is_said():
    """Enabled and status are two things."""
    pool = user_pool()
    pool.add("jdoe")
    pool.cloud.cognito_idp.admin_disable_user(user_pool_id=pool.pool_id, username="jdoe")

    standing = StateMap(pool.cloud, username="jdoe").standing

    assert standing.place == "CONFIRMED"
    assert any("disabled" in remark for remark in standing.remarks)


def test_a_pool_that_is_not_there_is_refused():
    """AWS's own refusal comes when the map is made, not later."""
    with pytest.raises(AwsError, match="us-east-1_NoSuchPool"):
        StateMap(user_pool().cloud, "us-east-1_NoSuchPool", "jdoe")


def test_which_of_two_pools_has_to_be_said():
    """With more than one pool nothing is guessed."""
    pool = user_pool()
    pool.cloud.cognito_idp.create_user_pool(pool_name="other")

    with pytest.raises(ValueError, match="say which user pool"):
        StateMap(pool.cloud, username="jdoe")


def test_a_pool_that_is_deleted_later_is_said_in_the_map():
    """What goes wrong while following appears in the widget."""
    pool = user_pool()
    state_map = StateMap(pool.cloud, username="jdoe")
    pool.cloud.cognito_idp.delete_user_pool(user_pool_id=pool.pool_id)

    state_map.user_name.set_state({"value": "nia"})

    assert "ResourceNotFoundException" in state_map.trouble.value


# --- a sign-in ----------------------------------------------------------------------------------


def test_a_sign_in_with_a_password_goes_straight_to_tokens():
    """The flow is where it came from, tokens are where it is."""
    pool = user_pool()
    pool.add("jdoe")
    state_map = StateMap.sign_in(pool.cloud)
    assert "Nobody has tried to sign in yet." in state_map.words.value

    begin(pool)
    state_map.refresh()

    assert lit(state_map) == End.TOKENS
    assert state_map.standing.passed == ("USER_PASSWORD_AUTH",)
    assert said(state_map) == "jdoe has tokens."


def test_a_challenge_waits_until_it_is_answered():
    """The place is the challenge; what may come next is the row of the table."""
    pool = user_pool()
    pool.add("jdoe", temporary=True)
    state_map = StateMap.sign_in(pool.cloud)

    asked = begin(pool)
    state_map.refresh()
    assert lit(state_map) == "NEW_PASSWORD_REQUIRED"
    assert said(state_map) == "jdoe stands at NEW_PASSWORD_REQUIRED: the pool waits for the answer."
    assert state_map.standing.ways[-1] == "else tokens"
    answer(pool, "NEW_PASSWORD_REQUIRED", asked["Session"], NEW_PASSWORD="Other-Horse8")
    state_map.refresh()

    assert state_map.standing.passed == ("USER_PASSWORD_AUTH", "NEW_PASSWORD_REQUIRED")
    assert lit(state_map) == End.TOKENS


def test_a_refusal_stays_where_it_was_with_aws_s_words_and_the_reason():
    """A wrong password stands at the flow, and the map says both voices."""
    pool = user_pool()
    pool.add("jdoe")
    with pytest.raises(AwsError):
        begin(pool, password="Wrong-Horse9")

    standing = StateMap.sign_in(pool.cloud).standing

    assert (standing.place, standing.refused) == ("USER_PASSWORD_AUTH", True)
    assert "Incorrect username or password." in standing.sentence
    assert len(standing.remarks) == 2


def test_srp_passes_the_verifier_although_it_answers_with_another_name():
    """Some clients answer with USER_ID_FOR_SRP; the session still says whose answer it is."""
    pool = user_pool(username_attributes=["email"])
    pool.add("jdoe@example.com", email="jdoe@example.com", email_verified="true")
    proof = SrpProof(pool.pool_id, PASSWORD)
    idp = pool.cloud.cognito_idp
    asked = idp.initiate_auth(
        client_id=pool.client_id,
        auth_flow="USER_SRP_AUTH",
        auth_parameters={"USERNAME": "jdoe@example.com", "SRP_A": proof.srp_a},
    )
    idp.respond_to_auth_challenge(
        client_id=pool.client_id,
        challenge_name="PASSWORD_VERIFIER",
        session=asked["Session"],
        challenge_responses=proof.answer(asked["ChallengeParameters"], pool.cloud.clock.now()),
    )

    walk = walk_of(pool.cloud.trace.exchanges, "jdoe@example.com")

    assert walk.places == ("USER_SRP_AUTH", "PASSWORD_VERIFIER", "tokens")


def test_a_refresh_is_known_by_its_new_token():
    """REFRESH_TOKEN_AUTH names no user; the map of one user finds it all the same."""
    pool = user_pool()
    pool.add("jdoe")
    refresh_token = begin(pool)["AuthenticationResult"]["RefreshToken"]
    pool.cloud.cognito_idp.initiate_auth(
        client_id=pool.client_id,
        auth_flow="REFRESH_TOKEN_AUTH",
        auth_parameters={"REFRESH_TOKEN": refresh_token},
    )

    assert StateMap.sign_in(pool.cloud, "jdoe").standing.passed == ("REFRESH_TOKEN_AUTH",)


def test_two_people_on_their_way_are_kept_apart():
    """The map of one user shows that user's walk, whoever came later."""
    pool = user_pool()
    pool.add("jdoe", temporary=True)
    pool.add("uma")
    begin(pool)
    begin(pool, "uma")

    assert StateMap.sign_in(pool.cloud, "jdoe").standing.place == "NEW_PASSWORD_REQUIRED"
    assert StateMap.sign_in(pool.cloud, "artie").standing.sentence == (
        "artie has not tried to sign in yet."
    )
    assert StateMap.sign_in(pool.cloud).standing.place == End.TOKENS


# --- words, code, safety ------------------------------------------------------------------------


def test_the_status_twin_asks_the_pool():
    """The shown code is boto3, runs, and finds the status that is lit."""
    pool = user_pool()
    pool.add("jdoe")

    left = run_twin(twin_of(StateMap(pool.cloud, username="jdoe")), cloud=pool.cloud)

    assert left["user"]["UserStatus"] == "CONFIRMED"


def test_the_sign_in_twin_draws_the_same_picture():
    """The shown code runs, and gives the picture that the map shows."""
    pool = user_pool()
    pool.add("jdoe", temporary=True)
    begin(pool)
    state_map = StateMap.sign_in(pool.cloud)

    last = twin_of(state_map).splitlines()[-1]
    left = run_twin(twin_of(state_map) + f"\npicture = {last}")

    assert isinstance(left["picture"], Diagram)
    assert str(left["picture"]) == str(state_map.standing.picture)


def test_the_maps_have_a_static_form():
    """Text and HTML name the place, and say the whole table as a list."""
    pool = user_pool()
    pool.add("jdoe")
    bundle = StateMap(pool.cloud, username="jdoe")._repr_mimebundle_()

    assert bundle["text/plain"].startswith("The life of a user: jdoe is CONFIRMED.")
    assert "(you are here)" in bundle["text/plain"]
    assert "jdoe is CONFIRMED." in Page(bundle["text/html"]).text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_user_name_stays_text(text: str):
    """Whatever somebody types as a user name, and whatever AWS says about it, is no markup."""
    pool = user_pool()
    with pool.cloud.trace.exchange(
        "User Pool", "InitiateAuth", {"AuthFlow": "USER_PASSWORD_AUTH"}
    ) as one:
        one.request = {**one.request, "AuthParameters": {"USERNAME": text}}
        one.error = AwsError("NotAuthorizedException", text, because=text)

    for state_map in (StateMap(pool.cloud, username=text), StateMap.sign_in(pool.cloud)):
        page = Page(state_map.words.value + state_map.code.value)
        assert page.strangers() == []
    standing = standing_of_walk(walk_of(pool.cloud.trace.exchanges))
    assert standing.refused


def test_no_secret_is_shown():
    """Passwords, sessions and tokens of the trace are on no map."""
    pool = user_pool()
    pool.add("jdoe", temporary=True)
    session = begin(pool)["Session"]

    text = shown(StateMap.sign_in(pool.cloud)) + shown(StateMap(pool.cloud, username="jdoe"))

    assert PASSWORD not in text and session not in text
