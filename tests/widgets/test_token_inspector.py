"""The token inspector as a person and a notebook use it, without a browser."""

from __future__ import annotations

import json

import pytest
from token_samples import HOSTILE, Tokens, tokens, unsigned

import cognito_lab
from cognito_lab.primitives.token_checks import Expectation
from cognito_lab.widgets import TokenInspector, html
from cognito_lab.widgets.token_edits import ATTACKS


@pytest.fixture
def made() -> Tokens:
    """Every token of the course, fresh."""
    return tokens()


def do(inspector: TokenInspector, kind: str, **more: object) -> list[dict]:
    """Send what token_inspector.js sends, and return what it was answered."""
    heard: list[dict] = []
    inspector.pane.send = lambda content, buffers=None: heard.append(content)
    inspector.pane._handle_custom_msg({"kind": kind, "id": "view-1", **more}, [])
    return heard


def failing(inspector: TokenInspector) -> list[str]:
    """Return the names of the checks that fail."""
    return [check.name for check in inspector.view.checks if check.passed is False]


def said(inspector: TokenInspector) -> str:
    """Return what was said aloud last."""
    return inspector.edge.announcement.partition(" ")[2]


def row_of(inspector: TokenInspector, name: str) -> int:
    """Return where a claim stands."""
    return [row.name for row in inspector.view.claims].index(name)


def test_one_line_shows_a_token_and_its_verdict(made: Tokens):
    """The page gets the whole view in one message."""
    inspector = TokenInspector(made.id_token, made.cloud)

    assert inspector.pane.content["view"]["title"] == "ID token"
    assert inspector.pane.content["view"]["verdict"] is True


def test_an_edited_claim_fails_its_check_at_once(made: Tokens):
    """Typing into a claim encodes the token anew, and the old signature no longer fits."""
    inspector = TokenInspector(made.id_token, made.cloud)

    do(inspector, "edit", part="claims", row=row_of(inspector, "aud"), text="x", is_text=True)

    assert failing(inspector) == ["signature", "audience"]
    assert "checks 3 (signature) and 5 (audience) fail" in said(inspector)
    assert inspector.pane.content["answers"] == "view-1"


def test_a_claim_that_is_typed_back_is_genuine_again(made: Tokens):
    """Undoing a change by hand gives back the very bytes that were signed."""
    inspector = TokenInspector(made.id_token, made.cloud)
    row = row_of(inspector, "email")

    do(inspector, "edit", part="claims", row=row, text="root@example.com", is_text=True)
    do(inspector, "edit", part="claims", row=row, text="jdoe@example.com", is_text=True)

    assert inspector.view.verdict is True
    assert inspector.view.was_edited is False


def test_a_half_typed_number_changes_nothing_and_says_so(made: Tokens):
    """What is not JSON yet stands beside its field, and the token stays as it was."""
    inspector = TokenInspector(made.id_token, made.cloud)
    row = row_of(inspector, "exp")

    do(inspector, "edit", part="claims", row=row, text="1767x", is_text=False)

    assert inspector.pane.content["problem"]["where"] == f"claims {row}"
    assert inspector.view.verdict is True


def test_json_is_edited_as_a_whole(made: Tokens):
    """Claims can be added and taken away; a mistake is named by line and column."""
    inspector = TokenInspector(made.id_token, made.cloud)

    do(inspector, "json", part="claims", text='{"sub": "x"')
    assert inspector.pane.content["problem"]["text"].startswith("line 1, column 12")
    do(inspector, "json", part="claims", text='{"sub": "x"}')

    assert inspector.pane.content["problem"] is None
    assert json.loads(inspector.view.claims_json) == {"sub": "x"}
    assert "signature" in failing(inspector)


@pytest.mark.parametrize("name", ATTACKS)
def test_every_attack_fails(made: Tokens, name: str):
    """Whatever an attacker writes into header or claims, a check catches it."""
    inspector = TokenInspector(made.id_token, made.cloud)

    do(inspector, "attack", name=name)

    assert "signature" in failing(inspector)
    assert inspector.view.was_edited is True


def test_undo_takes_every_change_back(made: Tokens):
    """After undoing, the token is the one that came in."""
    inspector = TokenInspector(made.id_token, made.cloud)
    for name in ATTACKS:
        inspector.attack(name)

    do(inspector, "undo")

    assert inspector.view.verdict is True


def test_another_token_can_be_pasted(made: Tokens):
    """Pasting forgets the last token and its changes, and says what the new one is."""
    inspector = TokenInspector(made.id_token, made.cloud)
    inspector.attack("Be somebody else")

    do(inspector, "paste", text=f"Bearer {made.access_token}")

    assert inspector.view.title == "Access token"
    assert inspector.view.verdict is True
    assert said(inspector).startswith("Signed by user pool")


def test_garbage_gets_a_helpful_answer(made: Tokens):
    """What is no token is named, and nothing can be changed in it."""
    inspector = TokenInspector(made.id_token, made.cloud)

    do(inspector, "paste", text="ya29.opaque")
    assert "Google access token. It is opaque" in said(inspector)
    do(inspector, "attack", name="Join a group")

    assert "only a token of three readable parts can be changed" in inspector.trouble.value


def test_the_verifier_can_say_what_it_expects(made: Tokens):
    """Expectations typed into the page replace those that were taken from the token."""
    inspector = TokenInspector(made.access_token, made.cloud)

    do(inspector, "expect", issuer="", audience=made.client_id, token_use="id")
    assert failing(inspector) == ["use"]
    do(inspector, "expect")

    assert failing(inspector) == []


def test_two_tokens_stand_side_by_side(made: Tokens):
    """A second token is compared, and can be taken away again."""
    inspector = TokenInspector(made.id_token, made.cloud)

    do(inspector, "compare", text=made.access_token)
    assert inspector.pane.content["comparison"]["other"] == "Access token"
    assert "one sign-in" in said(inspector)
    do(inspector, "compare", text="")

    assert inspector.pane.content["comparison"] is None


def test_the_token_travels_only_when_somebody_asks(made: Tokens):
    """No trait holds a token, so no saved notebook does; the page gets it on request."""
    inspector = TokenInspector(made.id_token, made.cloud, beside=made.access_token)
    signatures = [token.split(".")[2] for token in (made.id_token, made.access_token)]

    state = (
        json.dumps(inspector.pane.content)
        + inspector.code.value
        + str(inspector._repr_mimebundle_())
    )
    heard = do(inspector, "reveal")

    assert not any(signature in state for signature in signatures)
    assert heard == [{"kind": "token", "id": "view-1", "parts": made.id_token.split(".")}]


def test_the_countdown_follows_the_labs_clock(made: Tokens):
    """After any cell the page shows the time that is left, and a verdict that turns is said."""
    inspector = TokenInspector(made.id_token, made.cloud)

    made.cloud.clock.advance(minutes=59)
    inspector.refresh()
    assert inspector.pane.content["view"]["life"][1] == "1 min 0 s left of 1 h 0 min"
    made.cloud.clock.advance(minutes=2)
    inspector.refresh()

    assert said(inspector) == "Do not believe it: check 7 (time) fails."


def test_what_is_no_text_is_refused_with_help():
    """Passing a whole answer is a common slip."""
    with pytest.raises(TypeError, match=r'answer\["AuthenticationResult"\]\["IdToken"\]'):
        TokenInspector({"AuthenticationResult": {}})


@pytest.mark.parametrize(
    ("token", "verified"),
    [
        pytest.param("id_token", "jdoe@example.com", id="an ID token"),
        pytest.param("access_token", "jdoe", id="an access token"),
        pytest.param("google_id_token", "gina@example.com", id="a token of Google"),
        pytest.param("identity_token", "unauthenticated", id="a token of an identity pool"),
        pytest.param("refresh_token", "", id="a refresh token"),
    ],
)
def test_the_code_twin_runs_and_checks_the_same(made: Tokens, token: str, verified: str):
    """The code that a person could have typed accepts the token and reads its claims."""
    inspector = TokenInspector(getattr(made, token), made.cloud)
    names = {"cloud": made.cloud, "token": getattr(made, token), "cognito_lab": cognito_lab}

    exec(inspector.code_twin(), names)

    assert verified in json.dumps(names.get("claims", {}))


def test_without_an_issuer_the_code_twin_only_reads(made: Tokens):
    """Where nobody's keys are known, the code says that it verifies nothing."""
    inspector = TokenInspector(made.id_token)
    names = {"token": made.id_token}

    exec(inspector.code_twin(), names)

    assert names["unverified_claims"]["cognito:username"] == "jdoe"


def test_the_code_twin_refuses_a_changed_token(made: Tokens):
    """The code that is shown is no weaker than the checks beside it."""
    inspector = TokenInspector(made.id_token, made.cloud)
    forged = unsigned(
        {**json.loads(inspector.view.claims_json)}, json.loads(inspector.view.header_json)
    )

    with pytest.raises(Exception, match="Signature verification failed"):
        exec(inspector.code_twin(), {"cloud": made.cloud, "token": forged})


def test_the_static_form_tells_the_same(made: Tokens):
    """Text and tables hold the verdict, the checks and the claims, the same for the same seed."""
    bundle = TokenInspector(made.id_token, made.cloud)._repr_mimebundle_()
    again = tokens()

    assert bundle["text/plain"].startswith("ID token of user pool us-east-1_")
    assert "3 ✓ signature" in bundle["text/plain"]
    assert "1767694087 = 2026-01-06 10:08:07 UTC, in 1 h 0 min" in bundle["text/plain"]
    assert bundle["text/html"].count("<table") == 3
    assert bundle["text/plain"] == repr(TokenInspector(again.id_token, again.cloud))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_becomes_markup(made: Tokens, text: str):
    """In the static form, hostile text in names, values, header and expectations stays text."""
    hostile = unsigned({text: text, "iss": text, "aud": text}, {"kid": text, text: text})

    inspector = TokenInspector(
        hostile, made.cloud, expected=Expectation(issuer=text, audience=[text]), beside=hostile
    )
    shown = str(inspector.as_html()).replace(html.css(), "") + inspector.code.value

    for harm in ("<script", "<img", "<svg", "</style><style", "<table href", "<x>", "<b>"):
        assert harm not in shown
    do(inspector, "paste", text=text)
    assert inspector.view.title
