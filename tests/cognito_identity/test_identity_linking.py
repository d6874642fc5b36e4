"""Linking: which identity a login stands for, and when two identities become one."""

import pytest
from identity_world import (
    GINA,
    GOOGLE,
    JDOE,
    UMA,
    USER_POOL,
    World,
)

from cognito_lab.primitives.errors import AwsError

LOGINS_DO_NOT_MATCH = (
    "Logins don't match. Please include at least one valid login for this identity or identity "
    "pool."
)


def jdoe(world: World) -> dict[str, str]:
    """Jdoe's login at the user pool."""
    return {USER_POOL: world.user_pool.token(JDOE)}


def uma(world: World) -> dict[str, str]:
    """Uma's login at the user pool."""
    return {USER_POOL: world.user_pool.token(UMA)}


def gina(world: World) -> dict[str, str]:
    """Gina's login at Google."""
    return {GOOGLE: world.google.token(GINA)}


def test_a_guest_who_signs_in_keeps_the_identity(world: World) -> None:
    """The guest's id becomes the user's id, so what was stored under it stays theirs."""
    guest_id = world.identity_of()

    answer = world.credentials_of(guest_id, jdoe(world))

    assert answer["IdentityId"] == guest_id
    assert world.identity_of(jdoe(world)) == guest_id
    assert [row["Logins"] for row in world.table()] == [[USER_POOL]]


def test_an_identity_that_signed_in_is_no_guest_any_more(world: World) -> None:
    """After the upgrade the id alone opens nothing."""
    guest_id = world.identity_of()
    world.credentials_of(guest_id, jdoe(world))

    with pytest.raises(AwsError) as caught:
        world.credentials_of(guest_id)

    assert caught.value.code == "NotAuthorizedException"
    assert caught.value.message == f"Access to Identity '{guest_id}' is forbidden."


def test_another_users_perfectly_good_token_is_refused(world: World) -> None:
    """Switching users while an app keeps the old identity id is the classic mistake."""
    jdoes_id = world.identity_of(jdoe(world))

    with pytest.raises(AwsError) as caught:
        world.credentials_of(jdoes_id, uma(world))

    assert (caught.value.code, caught.value.message) == (
        "NotAuthorizedException",
        LOGINS_DO_NOT_MATCH,
    )
    assert world.identity_of(uma(world)) != jdoes_id


def test_a_second_provider_is_linked_when_the_first_is_shown_too(world: World) -> None:
    """With the proof of one login, another login is linked to the same identity."""
    identity_id = world.identity_of(jdoe(world))

    answer = world.credentials_of(identity_id, jdoe(world) | gina(world))

    assert answer["IdentityId"] == identity_id
    assert world.identity_of(gina(world)) == identity_id
    caller = world.caller_of(answer["Credentials"])
    assert caller.cognito["amr"][0] == "authenticated"
    assert {USER_POOL, GOOGLE} < set(caller.cognito["amr"])


def test_amr_names_only_the_logins_of_this_call(world: World) -> None:
    """A linked login that was not shown this time is not among the methods."""
    identity_id = world.identity_of(jdoe(world) | gina(world))

    answer = world.credentials_of(identity_id, gina(world))

    assert USER_POOL not in world.caller_of(answer["Credentials"]).cognito["amr"]


def test_two_new_logins_in_one_call_are_one_identity(world: World) -> None:
    """GetId links everything that it was shown together."""
    together = world.identity_of(jdoe(world) | gina(world))

    assert world.identity_of(jdoe(world)) == together
    assert world.identity_of(gina(world)) == together
    assert len(world.table()) == 1


def test_a_guest_who_signs_in_as_a_known_user_is_merged_into_that_user(world: World) -> None:
    """The user's own identity survives, and the guest's id is disabled."""
    jdoes_id = world.identity_of(jdoe(world))
    guest_id = world.identity_of()

    answer = world.credentials_of(guest_id, jdoe(world))

    assert answer["IdentityId"] == jdoes_id
    visible = world.service.list_identities(
        identity_pool_id=world.pool_id, max_results=60, hide_disabled=True
    )
    assert [row["IdentityId"] for row in visible["Identities"]] == [jdoes_id]
    with pytest.raises(AwsError, match="is forbidden"):
        world.credentials_of(guest_id)


def test_two_identities_merge_when_both_logins_are_shown(world: World) -> None:
    """Two lives of one person become one; the other identity's login now leads to it."""
    jdoes_id, ginas_id = world.identity_of(jdoe(world)), world.identity_of(gina(world))

    answer = world.credentials_of(jdoes_id, jdoe(world) | gina(world))

    assert answer["IdentityId"] == jdoes_id
    assert world.identity_of(gina(world)) == jdoes_id
    described = world.service.describe_identity(identity_id=ginas_id)
    assert described["Logins"] == []


def test_a_second_user_of_a_linked_provider_is_a_conflict(world: World) -> None:
    """One identity has one user per public provider."""
    world.identity_of(jdoe(world) | gina(world))
    world.identity_of(uma(world))
    before = world.table()

    with pytest.raises(AwsError) as caught:
        world.identity_of(uma(world) | gina(world))

    assert caught.value.code == "ResourceConflictException"
    assert world.table() == before


def test_a_deleted_identity_is_forgotten_with_its_logins(world: World) -> None:
    """Whoever comes back after a deletion is new, and unknown ids are reported back."""
    first = world.identity_of(jdoe(world))

    answer = world.service.delete_identities(identity_ids_to_delete=[first, "us-east-1:ab"])

    assert answer["UnprocessedIdentityIds"] == [
        {"IdentityId": "us-east-1:ab", "ErrorCode": "AccessDenied"}
    ]
    assert world.identity_of(jdoe(world)) != first


def test_pools_do_not_share_identities(world: World) -> None:
    """The same person is somebody else at another counter."""
    here = world.identity_of(jdoe(world))
    world.make_pool()

    assert world.identity_of(jdoe(world)) != here
