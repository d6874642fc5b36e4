"""Identifiers: AWS's shapes, one source of chance."""

import re

import pytest

from cognito_lab.primitives.ids import Ids

GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

SHAPES = [
    pytest.param(
        lambda ids: ids.uuid(),
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        id="a UUID of version 4",
    ),
    pytest.param(lambda ids: ids.sub(), r"[0-9a-f]{8}-[0-9a-f]{4}-70[0-9a-f]{2}-.{17}", id="a sub"),
    pytest.param(
        lambda ids: ids.user_pool_id("us-east-1"), r"us-east-1_[0-9a-zA-Z]{9}", id="a user pool"
    ),
    pytest.param(lambda ids: ids.client_id(), r"[0-9a-z]{26}", id="an app client"),
    pytest.param(lambda ids: ids.client_secret(), r"[0-9a-z]{51}", id="a client secret"),
    pytest.param(lambda ids: ids.identity_id("us-east-1"), f"us-east-1:{GUID}", id="an identity"),
    pytest.param(lambda ids: ids.unique_id("AROA"), r"AROA[A-Z2-7]{17}", id="a role"),
    pytest.param(lambda ids: ids.access_key_id(), r"AKIA[A-Z2-7]{16}", id="a lasting key"),
    pytest.param(lambda ids: ids.access_key_id("ASIA"), r"ASIA[A-Z2-7]{16}", id="a temporary key"),
    pytest.param(lambda ids: ids.secret_access_key(), r"[A-Za-z0-9/+]{40}", id="a secret key"),
    pytest.param(
        lambda ids: ids.session_token(), r"AgoJb3JpZ2luX2Vj[A-Za-z0-9/+]{400}", id="a session token"
    ),
    pytest.param(lambda ids: ids.rest_api_id(), r"[0-9a-z]{10}", id="a REST API"),
    pytest.param(lambda ids: ids.code(), r"[0-9]{6}", id="a confirmation code"),
    pytest.param(lambda ids: ids.base64url(33), r"[A-Za-z0-9_-]{44}", id="base64url bytes"),
]


@pytest.mark.parametrize(("draw", "shape"), SHAPES)
def test_every_id_has_awss_shape(draw, shape):
    """Whatever the seed, an id fits the pattern of the fact sheets."""
    for seed in range(50):
        drawn = draw(Ids(seed))
        assert re.fullmatch(shape, drawn), drawn


@pytest.mark.parametrize(("draw", "shape"), SHAPES)
def test_the_same_seed_draws_the_same_ids(draw, shape):
    """Two clouds with one seed agree; another seed, or none, does not."""
    assert [draw(Ids(7)) for _ in range(2)] == [draw(Ids(7)) for _ in range(2)]
    first, again = draw(seeded := Ids(7)), draw(seeded)

    assert first != again
    assert draw(Ids()) != draw(Ids())


def test_codes_keep_their_leading_zeros():
    """A code is text of six digits, also when its number is small."""
    codes = [Ids(seed).code() for seed in range(200)]

    assert any(code.startswith("0") for code in codes)
    assert {len(code) for code in codes} == {6}


def test_no_bytes_are_an_empty_text():
    """Zero bytes may be asked for."""
    assert Ids(7).bytes(0) == b""
    assert len(Ids(7).bytes(5)) == 5
