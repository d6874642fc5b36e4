"""From the claims of a provider to a user of the pool.

    linked      an administrator said whose account this is: that user, under the user's own name
    known       came this way before: the same user, attributes overwritten
    new         a user ``<ProviderName>_<subject>`` is made, and joins the provider's group

Each sign-in writes the mapped attributes anew. One that the client may not write is skipped; one
that is immutable makes the sign-in fail, unless the user is being made.

The first time, PreSignUp and PostConfirmation are asked; later PreAuthentication and
PostAuthentication. PreSignUp is where an account often links who comes to a user that it has: the
sign-in under way then fails, and the next one is that user's.

Source: developer guide, "Mapping IdP attributes to profiles and tokens", "Linking federated users
to an existing user profile"; user-pools.md §5 for the triggers.
Observed: the name of the group; what is said to somebody whom PreSignUp has just linked.
Assumed: an attribute that the provider does not send stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.attributes import changed, check_changes, check_no_rival
from cognito_lab.services.cognito_idp.enrolment import stored, with_flags
from cognito_lab.services.cognito_idp.group import Group
from cognito_lab.services.cognito_idp.identity import identity_at, is_federated, with_identities
from cognito_lab.services.cognito_idp.standing import check_standing
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.joining import post_confirmation, pre_sign_up
from cognito_lab.services.cognito_idp.triggers.signing_in import (
    post_authentication,
    pre_authentication,
)
from cognito_lab.services.cognito_idp.undoing import undone_if_refused
from cognito_lab.services.cognito_idp.user import StatusEvent, User, first_status

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.identity_provider import IdentityProvider
    from cognito_lab.services.cognito_idp.pool import UserPool

_FLAGS = ("email_verified", "phone_number_verified")


def user_of(
    desk: Desk, client: AppClient, provider: IdentityProvider, claims: Mapping[str, Any]
) -> User:
    """The user behind a provider's account, with attributes as the provider tells them.

    Args:
        desk: Clock, ids and trace.
        client: The app, which may be allowed to write some attributes only.
        provider: Where the person signed in.
        claims: Of its ID token, verified.

    Raises:
        AliasExistsException: A linked user would get somebody else's address.
        InvalidParameterException: An attribute is immutable, required and missing, or misformed.
        NotAuthorizedException: The user is disabled. And the others of `check_standing`.
        UserLambdaValidationException: A function refuses.
        UsernameExistsException: A local user has the name that this one would get.
    """
    values, pool = _mapped(client, provider, claims), client.pool
    user = pool.directory.of_identity(provider.name, claims["sub"])
    if user is None:
        return _made(desk, client, provider, claims["sub"], values)
    desk.trace.note(f"{claims['sub']} at {provider.name} is the user {user.username}.")
    pre_authentication(desk, client, user.username, user)
    check_standing(user, desk.clock.now())
    with undone_if_refused(pool, user):
        _update(desk, pool, user, values)
        post_authentication(desk, client, user)
    return user


def _mapped(
    client: AppClient, provider: IdentityProvider, claims: Mapping[str, Any]
) -> dict[str, str]:
    """``{attribute: text}``, as far as the provider sent it and the client may write it."""
    writable = client.settings.get("WriteAttributes")
    return {
        name: _text(claims[claim])
        for name, claim in provider.mapping.items()
        if name != "username"
        and claims.get(claim) is not None
        and (writable is None or name in writable or name in _FLAGS)
    }


def _text(value: Any) -> str:
    """A claim as an attribute: ``true``, ``42``, ``[a,b]``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{','.join(map(_text, value))}]"
    return str(value)


def _made(
    desk: Desk, client: AppClient, provider: IdentityProvider, subject: str, values: dict[str, str]
) -> User:
    pool = client.pool
    username = pool.naming.fold(f"{provider.name}_{subject}")
    if missing := [name for name in pool.schema.required if not values.get(name)]:
        raise messages.ATTRIBUTES_REQUIRED.error(
            because=f"{provider.name} sent nothing for {missing[0]}, or it is not mapped.",
            names=", ".join(missing),
        )
    pool.schema.check(values)
    if pool.directory.has_username(username):
        raise messages.USER_ACCOUNT_EXISTS.error(
            because=f"A user of the pool is called {username}, and did not come from there."
        )
    occasion = Occasion(pool, username, client.id)
    values |= pre_sign_up(desk, occasion, "ExternalProvider", values).verified
    if (user := pool.directory.of_identity(provider.name, subject)) is not None:
        raise messages.ALREADY_LINKED.error(
            because=f"PreSignUp has linked the account to {user.username}: the next sign-in works.",
            username=username,
        )
    now = desk.clock.now()
    identity = identity_at(provider, subject, now, is_primary=True)
    user = User(
        username=username,
        sub=desk.ids.sub(),
        attributes=with_flags(values),
        password=stored(desk, pool, username, desk.ids.base64url(32)),  # which nobody knows
        status=first_status(StatusEvent.FEDERATED_SIGN_IN),
        created_at=now,
        modified_at=now,
    )
    user.attributes = with_identities(user, [identity.member()])
    with undone_if_refused(pool, user), _group(desk, pool, provider) as group:
        pool.directory.add(user)
        group.admit(user)
        desk.trace.step("make the user", username=username)
        post_confirmation(desk, occasion, "ConfirmSignUp", user)
    return user


def _update(desk: Desk, pool: UserPool, user: User, values: Mapping[str, str]) -> None:
    check_changes(pool, values)
    after = changed(user, values)
    if not is_federated(user):
        check_no_rival(pool, user, after)
    pool.directory.change(user, after, desk.clock.now())


@contextmanager
def _group(desk: Desk, pool: UserPool, provider: IdentityProvider) -> Iterator[Group]:
    """The provider's group, made when its first person comes, unless that person is refused.

    Assumed: when it is made.
    """
    name, now = provider.group_name, desk.clock.now()
    if (group := pool.groups.get(name.casefold())) is not None:
        yield group
        return
    description = f"Autogenerated group for users who sign in using {provider.name}"
    group = Group(name, pool.id, now, now, description)
    pool.groups.add(name.casefold(), group)
    try:
        yield group
    except Exception:
        pool.groups.remove(name.casefold())
        raise
