"""The user information card: one for every route, with the id explained."""

from __future__ import annotations

import pytest
from door_worlds import Doors, doors
from form_worlds import Page
from token_samples import HOSTILE

from cognito_lab.widgets import IdentityCard
from cognito_lab.widgets.doors import Visitor
from cognito_lab.widgets.identity_card import Card, IdKind, card_of, cards_html, kind_of_id
from cognito_lab.widgets.visible import visible

GUID = "34c84488-e0e1-70ae-9d34-2fdef3e5b6a1"
SHAPES = [
    pytest.param(f"us-east-1:{GUID}", IdKind.IDENTITY_ID, id="region, colon, GUID"),
    pytest.param(f"ap-southeast-2:{GUID}", IdKind.IDENTITY_ID, id="another region"),
    pytest.param(GUID, IdKind.SUB, id="a bare GUID"),
    pytest.param(None, IdKind.NONE, id="nothing"),
    pytest.param("", IdKind.NONE, id="an empty text"),
    pytest.param("jdoe", IdKind.OTHER, id="a user name"),
    pytest.param(f"{GUID}\n", IdKind.OTHER, id="a line break behind it"),
    pytest.param(f"us-east-1:{GUID}x", IdKind.OTHER, id="a letter too many"),
]


@pytest.fixture(scope="module")
def at() -> Doors:
    """The journey's doors; nothing here changes them."""
    return doors()


@pytest.mark.parametrize(("user_id", "kind"), SHAPES)
def test_an_id_is_known_by_its_shape(user_id: str | None, kind: IdKind):
    """A back end can tell who made an id, but not whose it is."""
    assert kind_of_id(user_id) is kind


ROUTES = [
    pytest.param(
        "signed", "gina", "/google", IdKind.IDENTITY_ID, "role journey-default", id="Google, signed"
    ),
    pytest.param(
        "signed", "jdoe", "/group", IdKind.IDENTITY_ID, "role journey-editors", id="pool, signed"
    ),
    pytest.param("with_token", "artie", "/jwt", IdKind.SUB, "no role", id="pool alone"),
    pytest.param("signed", "guest", "/google", IdKind.NONE, "role journey-guest", id="guest"),
]


@pytest.mark.parametrize(("shows", "who", "door", "kind", "way"), ROUTES)
def test_every_route_has_its_card(
    at: Doors, shows: str, who: str, door: str, kind: IdKind, way: str
):
    """Person, route, kind of id, and which parties took part."""
    card = card_of(at.knock(door, getattr(at, shows)(who)))

    assert card.person == who
    assert card.kind is kind
    assert way in card.way


def test_a_refused_person_sees_the_reason_and_no_id(at: Doors):
    """In place of an id stands why there is none."""
    card = card_of(at.knock("/google", at.signed("jdoe")))

    assert card.user_id is None
    assert card.explanation.startswith("The role journey-editors may not do execute-api:Invoke")


def test_somebody_with_nothing_has_a_card_without_an_id(at: Doors):
    """No sign-in took part."""
    card = card_of(at.knock("/jwt", Visitor("somebody")))

    assert (card.kind, card.way) == (IdKind.NONE, "no sign-in, no role")


def test_the_id_is_explained_on_the_card(at: Doors):
    """Who made it, and what it does not say."""
    cards = IdentityCard(
        at.knock("/group", at.signed("jdoe")), at.knock("/jwt", at.with_token("artie"))
    )

    text = Page(str(cards.as_html())).text

    assert "The identity pool made this id at GetId: its region, a colon, a UUID." in text
    assert "No identity pool took part, so there is no identity id." in text


def test_cards_stand_side_by_side(at: Doors):
    """One section a card, in a row that wraps."""
    cards = IdentityCard(*(at.knock("/jwt", at.with_token(who)) for who in ("jdoe", "artie")))

    page = Page(str(cards.as_html()))

    assert [tag for tag, _ in page.tags].count("section") == 2
    assert ("div", {"class": "cl-cards"}) in page.tags


def test_a_card_in_text_is_one_line(at: Doors):
    """For `repr` and for ears."""
    cards = IdentityCard(at.knock("/jwt", at.with_token("artie")))

    sub = cards.cards[0].user_id
    assert repr(cards).startswith(f"artie, an ID token at /jwt: sub {sub}. The user pool made")
    assert cards._repr_mimebundle_()["text/plain"] == repr(cards)


def test_the_picture_is_the_same_every_time(at: Doors):
    """Same seed, same bytes."""
    pictures = {
        str(IdentityCard(one.knock("/jwt", one.with_token("artie"))).as_html())
        for one in (at, doors())
    }

    assert len(pictures) == 1


def test_a_card_needs_a_request():
    """An empty row would say nothing."""
    with pytest.raises(ValueError, match="a card belongs to a request"):
        IdentityCard()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_shown_and_does_nothing(text: str):
    """Person, route, id and reason may be anything; all appear as text."""
    page = Page(str(cards_html(Card(text, text, text, text, text))))

    assert page.text.count(visible(text)) == 5
    assert page.strangers() == []
    page.text.encode()
