"""What the inspector shows of a token: names, dates, checks, and one verdict."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest
from token_samples import HOSTILE, Tokens, tokens, unsigned, with_claims

from cognito_lab.primitives.token_checks import Expectation
from cognito_lab.widgets.time_words import moment, span
from cognito_lab.widgets.token_comparison import comparison
from cognito_lab.widgets.token_desk import Desk
from cognito_lab.widgets.token_view import CheckLine, Row, TokenView, view_of
from cognito_lab.widgets.visible import json_text, visible


@pytest.fixture
def made() -> Tokens:
    """Every token of the course, fresh."""
    return tokens()


def seen(made: Tokens, token: str, expected: Expectation | None = None, **more) -> TokenView:
    """The token as the inspector sees it in its own cloud."""
    return view_of(token, Desk.in_lab(made.cloud, expected), **more)


def check(view: TokenView, name: str) -> CheckLine:
    """Return one check by its name."""
    return next(line for line in view.checks if line.name == name)


def failing(view: TokenView) -> list[str]:
    """Return the names of the checks that fail."""
    return [line.name for line in view.checks if line.passed is False]


def claim(view: TokenView, name: str) -> Row:
    """Return one claim by its name."""
    return next(row for row in view.claims if row.name == name)


@pytest.mark.parametrize(
    ("token", "title", "about"),
    [
        pytest.param("id_token", "ID token", "for jdoe", id="an ID token"),
        pytest.param("access_token", "Access token", "for jdoe", id="an access token"),
        pytest.param("refresh_token", "Refresh token", "", id="a refresh token"),
        pytest.param("google_id_token", "Google ID token", "gina@example.com", id="Google's"),
        pytest.param("google_access_token", "Google access token", "", id="an opaque token"),
        pytest.param("identity_token", "Identity token", "identity pool us-east-1:", id="a pool's"),
    ],
)
def test_a_token_is_called_by_its_name(made: Tokens, token: str, title: str, about: str):
    """ID, access and refresh tokens are told apart, and whose they are is said."""
    view = seen(made, getattr(made, token))

    assert view.title == title
    assert about in view.about


@pytest.mark.parametrize("token", ["id_token", "access_token", "google_id_token", "identity_token"])
def test_a_genuine_token_passes_every_check_that_is_asked_for(made: Tokens, token: str):
    """The verdict names the issuer and the key, and says how long it is still good."""
    view = seen(made, getattr(made, token))

    assert view.verdict is True
    assert failing(view) == []
    assert [line.number for line in view.checks] == [1, 2, 3, 4, 5, 6, 7]
    assert view.summary.startswith("Signed by ")
    assert json.loads(view.header[0].value)[:8] in view.summary
    assert "Good for another" in view.summary


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        pytest.param({"email": "root@example.com"}, ["signature"], id="an address"),
        pytest.param({"aud": "another-app"}, ["signature", "audience"], id="the app"),
        pytest.param({"iss": "https://evil.com"}, ["signature", "issuer"], id="the issuer"),
        pytest.param({"token_use": "access"}, ["signature", "use"], id="the kind"),
        pytest.param({"exp": 1}, ["signature", "time"], id="the end"),
        pytest.param({"exp": "never"}, ["signature", "time"], id="an end that is no number"),
        pytest.param({"iat": 1800000000}, ["signature", "time"], id="the beginning"),
        pytest.param({"aud": ["a", {}]}, ["signature", "audience"], id="an audience of nonsense"),
    ],
)
def test_a_change_fails_the_checks_that_it_should(made: Tokens, changes: dict, fails: list[str]):
    """Whatever is changed, the signature fails, and so does the check of what was changed."""
    view = seen(made, with_claims(made.id_token, **changes), original=made.id_token)

    assert failing(view) == fails
    assert view.verdict is False
    assert "Do not believe it" in view.summary
    assert "3 (signature)" in view.summary
    name = next(iter(changes))
    assert claim(view, name).was == json_text(
        json.loads(claim(seen(made, made.id_token), name).value)
    )


def test_a_claim_that_was_taken_away_stays_in_sight(made: Tokens):
    """The row of a missing claim says what stood there."""
    header, _, signature = made.id_token.split(".")
    shorter = unsigned({"sub": "x"}).split(".")[1]

    view = seen(made, f"{header}.{shorter}.{signature}", original=made.id_token)

    assert claim(view, "email") == dataclasses.replace(
        claim(view, "email"), value="", was='"jdoe@example.com"'
    )


def test_the_verifier_decides_what_to_expect(made: Tokens):
    """An access token is refused by whoever wants an ID token, genuine as it is."""
    view = seen(made, made.access_token, Expectation(token_use="id"))

    assert failing(view) == ["use"]
    assert check(view, "signature").passed is True
    assert view.is_expected_by_itself is False


def test_where_nobody_says_what_to_expect_the_token_is_taken_at_its_first_word(made: Tokens):
    """The view says that it did so, because a real verifier must not."""
    view = seen(made, made.id_token)

    assert view.is_expected_by_itself is True
    assert view.expected["audience"] == made.client_id


def test_a_foreign_issuer_has_no_keys_here(made: Tokens):
    """A token from elsewhere is read; that its issuer has no keys here is said by name."""
    view = seen(made, unsigned({"iss": "https://idp.example.com", "exp": 1767694087}))

    assert failing(view) == ["key"]
    assert "https://idp.example.com" in check(view, "key").found


def test_a_token_that_names_nobody_has_nobody_to_ask(made: Tokens):
    """Without an issuer there is no key set to look into."""
    view = seen(made, unsigned({"exp": 1767694087}))

    assert "names no issuer" in check(view, "key").found
    assert view.about == "of nobody, for nobody by name"


def test_two_issuers_are_not_taken_for_two_keys_of_one(made: Tokens):
    """What is said of a pair depends on who issued both."""
    compared = comparison(seen(made, made.google_id_token), seen(made, made.id_token))

    assert [remark for remark in compared.remarks if "Two" in remark] == [
        "Two issuers speak here: what one says binds the other to nothing."
    ]


def test_without_a_lab_nothing_is_judged(made: Tokens):
    """Without keys and clock a token is read and not verified; no wall clock helps out."""
    view = view_of(made.id_token, Desk())

    assert view.verdict is None
    assert [line.passed for line in view.checks] == [True, None, None, None, None, None, None]
    assert claim(view, "exp").when == "2026-01-06 10:08:07 UTC"


def test_looking_leaves_no_trace(made: Tokens):
    """Nobody fetched a key, so no arrow may say so."""
    before = len(list(made.cloud.trace.walk()))

    for token in (made.id_token, made.google_id_token, made.identity_token):
        seen(made, token)

    assert len(list(made.cloud.trace.walk())) == before


def test_time_is_the_labs(made: Tokens):
    """The countdown and the verdict move with the lab's clock."""
    assert claim(seen(made, made.id_token), "exp").when.endswith("in 1 h 0 min")
    assert seen(made, made.id_token).life == (0.0, "1 h 0 min left of 1 h 0 min")

    made.cloud.clock.advance(minutes=45, seconds=10)
    assert claim(seen(made, made.id_token), "exp").when.endswith("in 14 min 50 s")

    made.cloud.clock.advance(minutes=20)
    view = seen(made, made.id_token)
    assert claim(view, "exp").when.endswith("5 min 10 s ago")
    assert failing(view) == ["time"]
    assert view.life == (1.0, "expired 5 min 10 s ago, after a life of 1 h 0 min")


@pytest.mark.parametrize(
    ("header", "warning"),
    [
        pytest.param({"alg": "none"}, "skip the signature", id="no signature"),
        pytest.param({"alg": "HS256"}, "shared secret", id="the public key as a secret"),
        pytest.param({"alg": "RS256", "jwk": {}}, "brings its own key (jwk)", id="a key inside"),
        pytest.param({"alg": "RS256", "jku": "x"}, "brings its own key (jku)", id="an address"),
    ],
)
def test_a_header_that_tells_the_verifier_what_to_do_is_named(made: Tokens, header, warning: str):
    """Known attacks on headers are recognised and fail."""
    view = seen(made, unsigned({"iss": "x", "exp": 1767694087}, header))

    assert warning in view.remarks[0]
    assert view.verdict is False


def test_a_view_never_holds_the_token_or_its_signature(made: Tokens):
    """What is displayed and saved gives no token away."""
    for token in (made.id_token, made.access_token, made.refresh_token, made.google_id_token):
        text = json.dumps(seen(made, token).as_dict())

        assert not any(part in text for part in token.split(".") if len(part) > 20)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_outside_text_is_shown_as_it_is_with_nothing_invisible_in_it(made: Tokens, text: str):
    """Names, values and ids from a token are readable, and a message can carry them."""
    view = seen(made, unsigned({text: text, "iss": text, "aud": text}, {"kid": text, "alg": text}))

    sent = json.dumps(view.as_dict(), ensure_ascii=False).encode()

    assert json.loads(claim(view, visible(text)).value) == text
    assert visible(text) in view.about
    assert not any(code in sent.decode() for code in ("\u202e", "\x1b", "\x00"))


def test_two_tokens_of_one_sign_in_are_recognised(made: Tokens):
    """Side by side, what both say and what only one says is told apart."""
    compared = comparison(seen(made, made.id_token), seen(made, made.access_token))

    says = {row.name: row.says for row in compared.rows}
    assert (says["sub"], says["jti"]) == ("same", "different")
    assert (says["aud"], says["client_id"]) == ("only left", "only right")
    assert any("one sign-in" in remark for remark in compared.remarks)
    assert any("Two keys" in remark for remark in compared.remarks)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        pytest.param(0, "0 s", id="nothing"),
        pytest.param(59, "59 s", id="seconds"),
        pytest.param(3552, "59 min 12 s", id="minutes"),
        pytest.param(3600, "1 h 0 min", id="a whole hour"),
        pytest.param(2591999, "29 d 23 h", id="days"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: int, words: str):
    """Nobody has to count seconds."""
    assert span(seconds) == words


@pytest.mark.parametrize(
    "value",
    [True, "1767694087", None, [], -1, 1e30, float("nan"), float("inf"), 10**400],
    ids=lambda value: repr(value)[:12],
)
def test_what_is_no_time_gets_no_date(value: object):
    """A claim that should be a time and is not is shown, and upsets nothing."""
    assert moment(value, datetime(2026, 1, 6, tzinfo=UTC)) == ""
