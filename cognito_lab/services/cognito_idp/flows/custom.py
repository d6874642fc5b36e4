"""CUSTOM_AUTH: the account's own functions define the walk, question by question.

It may begin with SRP (``CHALLENGE_NAME: SRP_A``), so that a password is proved first; the functions
find that in the history that they get.

Source: developer guide, "Custom authentication challenge Lambda triggers"; user-pools.md §3.
Assumed: a disabled or unconfirmed user is refused at the beginning; but where nothing was proved
yet and the client hides its users, or a password is to be proved, only when tokens are due.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.applicant import applicant
from cognito_lab.services.cognito_idp.attempts import Attempt, Given, Metadata
from cognito_lab.services.cognito_idp.flows import srp
from cognito_lab.services.cognito_idp.standing import check_standing, required
from cognito_lab.services.cognito_idp.triggers import custom_auth

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk

_SRP = "SRP_A"


def start(desk: Desk, client: AppClient, given: Given, metadata: Metadata, /) -> Attempt:
    """Begin a walk and ask what comes first.

    Raises:
        InvalidParameterException: A parameter is missing, or the pool lacks one of the functions.
        UserNotFoundException: Nobody has this name, and the client says so.
    """
    custom_auth.check_configured(client.pool)
    if given.get("CHALLENGE_NAME") == _SRP:
        begun = srp.start(desk, client, given, metadata)
        walk = custom_auth.CustomWalk().after(_SRP, is_right=True)
    else:
        begun, walk = _named(desk, client, given, metadata), custom_auth.CustomWalk()
    return custom_auth.defined(desk, replace(begun, custom=walk))


def _named(desk: Desk, client: AppClient, given: Given, metadata: Metadata) -> Attempt:
    """Somebody says who they are, and proves nothing yet."""
    name = required(given, "USERNAME")
    client.check_secret_hash(name, given.get("SECRET_HASH"))
    user = applicant(desk, client, name, metadata)
    if not client.hides_users:
        check_standing(user, desk.clock.now())
    return Attempt(client, user, typed_name=name)
