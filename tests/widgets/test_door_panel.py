"""The panel of doors as a person uses it, through its traits, without a browser."""

from __future__ import annotations

import html

import pytest
from door_worlds import Doors, doors
from form_worlds import Page, run_twin, said, shown, twin_of
from token_samples import HOSTILE

from cognito_lab.widgets import DoorPanel
from cognito_lab.widgets.doors import Visitor
from cognito_lab.widgets.visible import visible


@pytest.fixture(scope="module")
def at() -> Doors:
    """The journey's doors; nothing here changes them."""
    return doors()


@pytest.fixture
def panel(at: Doors) -> DoorPanel:
    """A panel with everybody in front of it."""
    return DoorPanel(at.world.cloud, at.world.api_url, at.papers.visitors)


def choose(panel: DoorPanel, label: str) -> None:
    """Pick a visitor, as a browser does."""
    panel.visitor.set_state({"index": list(panel.visitors).index(label)})


def press(panel: DoorPanel, door: str) -> None:
    """Press one of the doors."""
    next(b for b in panel.buttons if b.description == f"Knock at {door}").click()


# --- pressing a door ------------------------------------------------------------------------------


def test_making_a_panel_sends_nothing(at: Doors):
    """No request before a press."""
    visitors = at.papers.visitors
    mark = at.world.cloud.trace.mark()

    DoorPanel(at.world.cloud, at.world.api_url, visitors)

    assert at.world.cloud.trace.since(mark) == ()


def test_a_door_opens_and_shows_the_card(at: Doors, panel: DoorPanel):
    """A green light, the status, and the id that the back end printed."""
    choose(panel, "jdoe, shows a signature")

    press(panel, "/group")

    assert "● open" in panel.answer.value
    assert "/group → 200" in panel.answer.value
    assert str(at.papers["jdoe"].identity_id) in panel.answer.value
    assert said(panel) == "/group is open for jdoe: 200."


def test_a_closed_door_says_why(panel: DoorPanel):
    """A red light, the kind of refusal, a sentence, and no card."""
    choose(panel, "jdoe, shows a signature")

    press(panel, "/google")

    assert "○ closed" in panel.answer.value
    assert "/google → 403 policy" in panel.answer.value
    assert "The role journey-editors may not do execute-api:Invoke" in panel.answer.value
    assert "cl-card" not in panel.answer.value
    assert said(panel) == "/google is closed for jdoe: 403 policy."


def test_the_last_knock_can_be_read_by_the_next_cell(panel: DoorPanel):
    """What the person did by hand goes on in code."""
    choose(panel, "artie, shows an ID token")

    press(panel, "/jwt")

    assert panel.last is not None
    assert (panel.last.status, panel.last.visitor.name) == (200, "artie")


# --- a request built by hand ----------------------------------------------------------------------


def test_the_builder_is_on_the_page_on_request(panel: DoorPanel):
    """Most people press doors; the fields come with a tick."""
    assert panel._builder.layout.display == "none"

    panel.by_hand.set_state({"value": True})

    assert panel._builder.layout.display is None


def test_a_request_is_built_and_sent(panel: DoorPanel):
    """Another verb to another path, answered by the gateway."""
    panel.verb.set_state({"index": panel.verb.options.index("DELETE")})
    panel.path.set_state({"value": "/nowhere"})

    panel.request.click()

    assert "DELETE /nowhere → 403" in panel.answer.value
    assert "there is no such door" in panel.answer.value


def test_an_extra_header_goes_along(at: Doors):
    """A visitor with nothing shows a token by hand, and is let in."""
    panel = DoorPanel(at.world.cloud, at.world.api_url, [Visitor("somebody")])
    panel.path.value, panel.header.value = "/jwt", "Authorization"
    panel.value.value = at.papers.id_token("jdoe")

    panel.request.click()

    assert panel.last is not None
    assert panel.last.opened


def test_pressing_a_door_forgets_what_was_built(panel: DoorPanel):
    """A knock is a plain GET, whatever stood in the fields."""
    panel.verb.value, panel.path.value, panel.header.value = "DELETE", "/nowhere", "x-a"

    press(panel, "/jwt")

    assert panel.last is not None
    assert (panel.last.verb, panel.last.door) == ("GET", "/jwt")
    assert panel.headers == {}


def test_a_header_that_no_client_can_send_is_explained(panel: DoorPanel):
    """The library's refusal appears in the panel; the last answer leaves it."""
    press(panel, "/jwt")
    panel.header.value, panel.value.value = "bad header", "a\nb"

    panel.request.click()

    assert "InvalidHeader" in panel.trouble.value
    assert panel.answer.value == ""


# --- everybody ------------------------------------------------------------------------------------


def test_everybody_at_every_door_fills_the_table(panel: DoorPanel):
    """Seven visitors, three doors, by real requests; one short sentence is said."""
    panel.everybody.click()

    assert [len(row) for row in panel.rows] == [3] * 7
    assert panel.matrix.value.count("<tr>") == 8
    assert "401 other issuer" in panel.matrix.value
    assert said(panel) == "The table is filled: of 21 requests, 5 opened a door."


def test_the_table_gives_every_reason_on_request(panel: DoorPanel):
    """Behind a disclosure stands each answer as a sentence."""
    panel.everybody.click()

    text = Page(panel.matrix.value).text

    assert text.count(" is open for ") == 5
    assert text.count(" is closed for ") == 16


# --- mistakes, outside texts, static forms --------------------------------------------------------


@pytest.mark.parametrize(
    ("visitors", "doors", "message"),
    [
        pytest.param([], ["/jwt"], "visitors must be there", id="no visitor"),
        pytest.param(
            [Visitor("a"), Visitor("a")], ["/jwt"], "visitors must be", id="the same twice"
        ),
        pytest.param([Visitor("a")], [], "pass their paths", id="no door"),
    ],
)
def test_a_panel_needs_doors_and_visitors(at: Doors, visitors: list, doors: list, message: str):
    """A mistake shows where it is made."""
    with pytest.raises(ValueError, match=message):
        DoorPanel(at.world.cloud, at.world.api_url, visitors, doors)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_shown_and_does_nothing(at: Doors, text: str):
    """Visitor, door, path, header and token may be anything; all appear as text."""
    visitor = Visitor(text, id_token=text)
    panel = DoorPanel(at.world.cloud, at.world.api_url, [visitor], ["/jwt", text])
    panel.by_hand.value = True
    pages = []
    for value in ("/jwt", text):
        panel.path.value = value
        panel.request.click()
        pages.append(shown(panel))
    panel.path.value, panel.header.value, panel.value.value = "/jwt", text, text
    panel.request.click()
    panel.everybody.click()
    pages.append(shown(panel))

    for page in pages:
        assert visible(text).strip() in Page(page).text
        assert Page(page).strangers() == []
    (pages[-1] + said(panel) + repr(panel)).encode()


def test_no_secret_is_on_the_page(at: Doors, panel: DoorPanel):
    """Tokens and keys that were shown at the doors stand nowhere in the panel."""
    panel.everybody.click()
    press(panel, "/jwt")
    secrets = [
        secret
        for visitor in at.papers.visitors
        for secret in (
            visitor.id_token or "",
            str((visitor.credentials or {}).get("SecretKey", "")),
            str((visitor.credentials or {}).get("SessionToken", "")),
        )
        if secret
    ]

    page = shown(panel) + repr(panel)

    assert len(secrets) > 6
    assert not any(secret in page for secret in secrets)


def test_the_twin_is_the_request_that_is_chosen(at: Doors, panel: DoorPanel):
    """Run as shown, it gets the answer that the panel got."""
    choose(panel, "uma, shows an ID token")
    press(panel, "/jwt")
    names = {"id_token": at.papers.id_token("uma"), "print": lambda *_: None}

    left = run_twin(twin_of(panel), cloud=at.world.cloud, **names)

    assert panel.last is not None
    assert left["answer"].text == panel.last.body


def test_the_static_form_tells_who_knocked_and_why_it_ended_so(panel: DoorPanel):
    """Without a kernel a reader sees visitors, the last answer and the table."""
    choose(panel, "jdoe, shows a signature")
    press(panel, "/google")
    panel.everybody.click()

    text = Page(str(panel.as_html())).text

    assert "guest, shows a signature" in text
    assert "/google → 403 policy" in text
    assert "401 other issuer" in text
    assert "/google is closed for jdoe, a signature: 403 policy." in html.unescape(repr(panel))


def test_the_static_form_is_the_same_every_time():
    """Same seed, same bytes, although signatures carry the process's time."""
    pictures = []
    for at in (doors(), doors()):
        panel = DoorPanel(at.world.cloud, at.world.api_url, at.papers.visitors)
        press(panel, "/google")
        panel.everybody.click()
        pictures.append(str(panel.as_html()) + repr(panel))

    assert pictures[0] == pictures[1]
