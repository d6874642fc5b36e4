"""Knocking at doors, without a widget: what is sent, what comes back, and the reason for it."""

from __future__ import annotations

import pytest
from door_worlds import Doors, doors
from form_worlds import run_twin

from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.widgets.door_view import code_twin
from cognito_lab.widgets.doors import Visitor, knock, knock_at_all


@pytest.fixture(scope="module")
def at() -> Doors:
    """The journey's doors; nothing here changes them."""
    return doors()


NOBODY = Visitor("somebody")
ANSWERS = [
    pytest.param("signed", "jdoe", "/group", "200", "The role journey-editors may do", id="signed"),
    pytest.param("signed", "jdoe", "/google", "403 policy", "may not do execute-api", id="policy"),
    pytest.param("signed", "jdoe", "/jwt", "401 no JWT", "a signature, no token", id="no JWT"),
    pytest.param("with_token", "uma", "/jwt", "200", "The token itself opened", id="token"),
    pytest.param(
        "with_token", "gina", "/jwt", "401 other issuer", "The token's issuer", id="issuer"
    ),
    pytest.param("with_token", "jdoe", "/group", "403 not signed", "holds no signature", id="bare"),
]


@pytest.mark.parametrize(("shows", "who", "door", "in_short", "reason"), ANSWERS)
def test_an_answer_comes_with_its_reason(
    at: Doors, shows: str, who: str, door: str, in_short: str, reason: str
):
    """Status, two words and one whole sentence."""
    answer = at.knock(door, getattr(at, shows)(who))

    assert answer.in_short == in_short
    assert reason in answer.reason
    assert answer.reason[0].isupper()
    assert answer.reason.endswith(".")


def test_a_card_has_an_id_only_where_the_door_opened(at: Doors):
    """A refused person has no id printed."""
    opened, closed = (at.knock(door, at.signed("jdoe")) for door in ("/group", "/google"))

    assert opened.user_id == at.papers["jdoe"].identity_id
    assert closed.user_id is None


def test_somebody_with_nothing_is_told_what_is_missing(at: Doors):
    """Neither signature nor token: each door says it in its own way."""
    assert at.knock("/google", NOBODY).in_short == "403 not signed"
    assert at.knock("/jwt", NOBODY).in_short == "401 no JWT"


def test_a_door_that_is_not_there_is_no_door(at: Doors):
    """AWS's words are misleading, the reason is not."""
    answer = at.knock("/nowhere", at.signed("jdoe"))

    assert answer.status == 403
    assert "Missing Authentication Token" in answer.body
    assert "has no GET /nowhere" in answer.reason


def test_another_verb_is_another_door(at: Doors):
    """Only GET was set up."""
    answer = at.knock("/group", at.signed("jdoe"), verb="DELETE")

    assert answer.status == 403
    assert answer.verb == "DELETE"
    assert "has no DELETE /group" in answer.reason


def test_a_header_of_ones_own_takes_the_place_of_a_token(at: Doors):
    """Whoever shows a token may show another one."""
    token = at.papers.id_token("jdoe")

    answer = at.knock("/jwt", NOBODY, headers={"Authorization": f"Bearer {token}"})

    assert answer.opened


def test_a_header_of_ones_own_takes_no_signature_away(at: Doors):
    """A signature is put on last, so a signed request stays signed."""
    token = at.papers.id_token("jdoe")

    answer = at.knock("/group", at.signed("jdoe"), headers={"Authorization": token})

    assert answer.opened


@pytest.mark.parametrize("door", ["group", "/group", "//group"])
def test_a_path_may_be_typed_with_or_without_its_slash(at: Doors, door: str):
    """However it is typed, the request goes to the API's own host."""
    assert at.knock(door, at.signed("jdoe")).door == "/group"


@pytest.mark.parametrize("door", [".evil.example/x", "@evil.example/x"])
def test_no_path_leads_to_another_host(at: Doors, door: str):
    """What is typed stays behind the API's address."""
    answer = at.knock(door, NOBODY)

    assert answer.status == 403
    assert answer.exchange.receiver == "API Gateway"


def test_another_host_is_refused_before_anything_is_sent(at: Doors):
    """The lab reaches no network."""
    with pytest.raises(NotSimulated):
        knock(at.world.cloud, "https://example.com", "/x", NOBODY)


def test_everybody_knocks_at_every_door(at: Doors):
    """One row a visitor, one knock a door."""
    visitors = [at.signed("jdoe"), at.with_token("artie")]

    rows = knock_at_all(at.world.cloud, at.world.api_url, ["/group", "/jwt"], visitors)

    assert [[one.in_short for one in row] for row in rows] == [
        ["200", "401 no JWT"],
        ["403 not signed", "200"],
    ]


def test_a_visitor_shows_one_thing():
    """A signature and a token at once would need two headers of one name."""
    with pytest.raises(ValueError, match="a signature or a token at a door, not both"):
        Visitor("jdoe", credentials={}, id_token="eyJ")


def test_a_visitor_prints_no_secret(at: Doors):
    """Neither token nor credentials stand in a printed record."""
    for visitor in (at.signed("jdoe"), at.with_token("jdoe")):
        assert repr(visitor) == "Visitor(name='jdoe')"


@pytest.mark.parametrize(
    ("shows", "door", "verb", "headers"),
    [
        pytest.param("signed", "/group", "GET", {}, id="a signature"),
        pytest.param("with_token", "/jwt", "GET", {}, id="a token"),
        pytest.param(
            "with_token", "/jwt", "POST", {"x-note": "hello"}, id="another verb, a header"
        ),
    ],
)
def test_the_twin_gets_the_same_answer(at: Doors, shows: str, door: str, verb: str, headers: dict):
    """Run as shown, the code is answered as the panel was."""
    visitor = getattr(at, shows)("jdoe")
    answer = at.knock(door, visitor, verb=verb, headers=headers)
    code = code_twin(at.world.api_url, door, visitor, verb=verb, headers=headers)

    left = run_twin(
        code,
        cloud=at.world.cloud,
        credentials=visitor.credentials,
        id_token=visitor.id_token,
        print=lambda *_: None,
    )

    assert (left["answer"].status_code, left["answer"].text) == (answer.status, answer.body)
