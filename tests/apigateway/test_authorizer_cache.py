"""The memory of a user-pool authorizer: what was let in is not checked again for a while."""

from __future__ import annotations

import pytest
from api_world import POOL, ApiWorld, issuer

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.apigateway import Method

CHECK = "check the user-pool token"


def let_in(world: ApiWorld, method: Method, token: str) -> bool:
    """Whether a token opens a method, on the record."""
    try:
        with world.trace.exchange("API Gateway", "GET /jwt", {}):
            world.gateway.authorize_with_user_pool(method, {"Authorization": token})
    except AwsError:
        return False
    return True


@pytest.mark.parametrize(
    ("seconds", "ttl", "checks"),
    [
        pytest.param(0, None, 1, id="at once, 300 s by default"),
        pytest.param(299, None, 1, id="in the last second of 300"),
        pytest.param(300, None, 2, id="after 300 s"),
        pytest.param(9, 10, 1, id="in the last of 10"),
        pytest.param(10, 10, 2, id="after 10 s"),
        pytest.param(0, 0, 2, id="never, with 0"),
    ],
)
def test_a_token_is_checked_again_after_the_ttl(world, seconds, ttl, checks):
    """The lab's time decides; the trace shows a check, or says that it came from the cache."""
    options = {} if ttl is None else {"authorizer_result_ttl_in_seconds": ttl}
    method, token = world.guarded_method(**options), world.id_token()

    assert let_in(world, method, token)
    world.clock.advance(seconds=seconds)
    assert let_in(world, method, f"Bearer {token}")

    assert len(world.trace.find(CHECK)) == checks
    remembered = [n for n in world.trace.exchanges[-1].notes if n.startswith("Let in from the")]
    assert len(remembered) == 2 - checks


def test_the_note_says_how_old_the_answer_is(world):
    """A person who reads the trace learns when the token was really checked."""
    method, token = world.guarded_method(), world.id_token()
    let_in(world, method, token)
    world.clock.advance(seconds=12)

    let_in(world, method, token)

    assert world.trace.exchanges[-1].notes == [
        "Let in from the cache: this token was checked 12 s ago, and the authorizer remembers that "
        "for 300 s."
    ]


def test_while_it_is_remembered_nobody_notices_that_the_pool_is_gone(world):
    """The price of a cache: for five minutes a token of a deleted pool is still let in."""
    method, token = world.guarded_method(), world.id_token()
    let_in(world, method, token)
    world.published_keys.withdraw(issuer(POOL))
    world.gateway._keys._copies.clear()

    assert let_in(world, method, token)
    world.clock.advance(seconds=300)
    assert not let_in(world, method, token)


def test_no_token_is_remembered_beyond_its_end(world):
    """A token that ends inside the TTL is refused as expired all the same."""
    method = world.guarded_method(authorizer_result_ttl_in_seconds=3600)
    token = world.id_token(exp=world.clock.epoch() + 60)
    assert let_in(world, method, token)

    world.clock.advance(seconds=60)

    assert not let_in(world, method, token)


def test_another_token_is_not_remembered(world):
    """One byte more or less is another token, and is checked."""
    method, token = world.guarded_method(), world.id_token()
    let_in(world, method, token)

    assert not let_in(world, method, token[:-1])
    assert not let_in(world, method, token + "=")


def test_scopes_are_asked_of_a_remembered_token_too(world):
    """What a token opened here it need not open there: each method looks at the scopes itself."""
    api_id, _ = world.api()
    guard = {
        "authorization_type": "COGNITO_USER_POOLS",
        "authorizer_id": world.authorizer(api_id),
    }
    world.add_method(api_id, "/read", authorization_scopes=["orders/read"], **guard)
    world.add_method(api_id, "/write", authorization_scopes=["orders/write"], **guard)
    world.deploy(api_id)
    token = world.access_token("orders/read")

    assert let_in(world, world.method(api_id, "/read"), token)
    assert not let_in(world, world.method(api_id, "/write"), token)
    assert len(world.trace.find(CHECK)) == 1


def test_authorizers_and_stages_remember_for_themselves(world):
    """What one authorizer let in says nothing at another, and nothing at another stage."""
    here, there = world.guarded_method(), world.guarded_method()
    token = world.id_token()
    let_in(world, here, token)

    let_in(world, there, token)

    assert len(world.trace.find(CHECK)) == 2


def test_a_refusal_is_not_remembered(world):
    """A token that was refused once is looked at again."""
    method, token = world.guarded_method(), world.id_token("us-east-1_Other1234")

    assert [let_in(world, method, token), let_in(world, method, token)] == [False, False]

    assert len(world.trace.find(CHECK)) == 2


def test_the_memory_can_be_flushed(world):
    """FlushStageAuthorizersCache makes a stage forget."""
    method, token = world.guarded_method(), world.id_token()
    let_in(world, method, token)

    world.gateway.flush_stage_authorizers_cache(rest_api_id=method.api_id, stage_name="prod")
    let_in(world, method, token)

    assert len(world.trace.find(CHECK)) == 2


def test_only_a_thousand_are_remembered(world):
    """The memory is bounded: the oldest goes first."""
    method, token = world.guarded_method(), world.id_token()
    let_in(world, method, token)
    claims = world.gateway.authorize_with_user_pool(method, {"Authorization": token})
    place = next(iter(world.gateway._remembered._kept))[0]

    for number in range(1000):
        world.gateway._remembered.remember(place, str(number), claims, world.clock.now())

    assert len(world.gateway._remembered._kept) == 1000
    assert world.gateway._remembered.recall(place, token, world.clock.now()) is None
