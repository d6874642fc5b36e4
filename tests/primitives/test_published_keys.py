"""The public noticeboard of keys, and a verifier's copy of it."""

import pytest

from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.published_keys import CachedKeys, PublishedKeys
from cognito_lab.primitives.trace import Trace

ISSUER = "https://issuer.example"


def new_board() -> tuple[PublishedKeys, Trace]:
    """An empty noticeboard, and where its readings are recorded."""
    trace = Trace(Clock().now)
    return PublishedKeys(trace), trace


def keys(*kids: str) -> dict[str, list[dict[str, str]]]:
    """A JWKS with nothing but key ids."""
    return {"keys": [{"kid": kid} for kid in kids]}


def test_a_fetch_brings_what_is_published_now():
    """Keys are read live, and each reading is one exchange."""
    board, trace = new_board()
    published = keys("old")
    board.publish(ISSUER, lambda: published)

    before = board.fetch(ISSUER)
    published = keys("new")

    assert before == keys("old")
    assert board.fetch(ISSUER) == keys("new")
    assert [one.answer for one in trace.find("GET jwks.json")] == [keys("old"), keys("new")]


def test_nobodys_keys_cannot_be_read():
    """An issuer that publishes nothing, or nothing any more, is a LookupError on the record."""
    board, trace = new_board()
    board.publish(ISSUER, lambda: keys("a"))
    board.withdraw(ISSUER)
    board.withdraw("https://never.example")

    with pytest.raises(LookupError, match=ISSUER):
        board.fetch(ISSUER)

    assert not board.knows(ISSUER)
    assert isinstance(trace.exchanges[0].error, LookupError)


def test_a_verifier_fetches_once_and_again_for_an_unknown_key_id():
    """Its copy serves every token whose key it holds; a rotated key makes it read again."""
    board, trace = new_board()
    published = keys("first")
    board.publish(ISSUER, lambda: published)
    verifier = CachedKeys(board)

    verifier.for_token(ISSUER, "first")
    verifier.for_token(ISSUER, "first")
    assert len(trace.exchanges) == 1

    published = keys("first", "second")
    assert verifier.for_token(ISSUER, "second") == keys("first", "second")
    verifier.for_token(ISSUER, "first")
    assert len(trace.exchanges) == 2


def test_every_verifier_has_its_own_copy():
    """What one has read, another has not."""
    board, trace = new_board()
    board.publish(ISSUER, lambda: keys("a"))

    CachedKeys(board).for_token(ISSUER, "a")
    CachedKeys(board).for_token(ISSUER, "a")

    assert len(trace.exchanges) == 2
