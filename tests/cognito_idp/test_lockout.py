"""Too many wrong passwords: locked for a second, then for longer, and forgotten after a while."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

EXCEEDED = "Password attempts exceeded"
WRONG = "Incorrect username or password."


def _fail(world, times, username="jdoe"):
    for _ in range(times):
        with refused("NotAuthorizedException", WRONG):
            world.sign_in(username, "Wrong-Horse7")


def test_the_right_password_does_not_help_while_the_account_is_locked(world):
    """After five failures the account is locked for a second."""
    world.add_user()
    _fail(world, 5)

    with refused("NotAuthorizedException", EXCEEDED):
        world.sign_in()
    world.clock.advance(seconds=1)
    assert world.tokens()["IdToken"]


def test_a_proof_by_srp_is_locked_out_too(world):
    """However the password comes."""
    world.add_user()
    _fail(world, 5)

    with refused("NotAuthorizedException", EXCEEDED):
        world.answer_srp(*world.ask_srp())


@pytest.mark.parametrize(
    ("more", "seconds"),
    [
        pytest.param(0, 1, id="five failures"),
        pytest.param(1, 2, id="six"),
        pytest.param(2, 4, id="seven"),
        pytest.param(10, 900, id="fifteen: never more than a quarter of an hour"),
    ],
)
def test_each_failure_doubles_the_time(more, seconds, world):
    """Up to 15 minutes, which also are the quiet time that clears the count."""
    world.add_user()
    _fail(world, 5)
    for number in range(more):
        world.clock.advance(seconds=2**number)
        with refused("NotAuthorizedException", WRONG):
            world.sign_in("jdoe", "Wrong-Horse7")

    world.clock.advance(seconds=seconds - 0.5)
    with refused("NotAuthorizedException", EXCEEDED):
        world.sign_in()
    world.clock.advance(seconds=0.5)
    assert world.tokens()["IdToken"]


def test_a_success_clears_the_count(world):
    """Four failures, a success, and four more lock nobody."""
    world.add_user()
    _fail(world, 4)
    world.sign_in()
    _fail(world, 4)

    assert world.tokens()["IdToken"]


def test_fifteen_quiet_minutes_clear_the_count(world):
    """The next failure is the first again."""
    world.add_user()
    _fail(world, 4)
    world.clock.advance(minutes=15)
    _fail(world, 4)

    assert world.tokens()["IdToken"]


def test_a_user_who_does_not_exist_is_locked_out_alike():
    """Or the lock would tell who exists."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})
    _fail(world, 5, "nobody")

    with refused("NotAuthorizedException", EXCEEDED):
        world.sign_in("nobody", PASSWORD)


def test_one_person_s_failures_lock_nobody_else(world):
    """The count is each user's own."""
    world.add_user()
    world.add_user("alice")
    _fail(world, 5)

    assert world.tokens("alice")["IdToken"]


def test_a_new_password_ends_the_lock(world):
    """An administrator can help at once."""
    world.add_user()
    _fail(world, 5)

    world.idp.admin_set_user_password(
        user_pool_id=world.pool_id, username="jdoe", password=PASSWORD, permanent=True
    )

    assert world.tokens()["IdToken"]
