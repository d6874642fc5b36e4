"""CUSTOM_AUTH: the account's own functions define the walk, question by question.

It may begin with SRP (``CHALLENGE_NAME: SRP_A``), so that a password is proved first; the functions
find that in the history that they get.

Source: developer guide, "Custom authentication challenge Lambda triggers"; user-pools.md §3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.attempts import Attempt
from cognito_lab.services.cognito_idp.flows import srp
from cognito_lab.services.cognito_idp.standing import check_standing, required, user_or_decoy
from cognito_lab.services.cognito_idp.triggers import custom_auth

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk

_SRP = "SRP_A"


def start(desk: Desk, client: AppClient, given: Mapping[str, str], /) -> Attempt:
    """Begin a walk and ask what comes first.

    Raises:
        InvalidParameterException: A parameter is missing, or the pool lacks one of the functions.
        UserNotFoundException: Nobody has this name, and the client says so.
    """
    attempt = _begun(desk, client, given)
    custom_auth.check_configured(attempt)
    if not attempt.user.is_decoy:
        check_standing(attempt.user, desk.clock.now())
    attempt = replace(attempt, custom=custom_auth.CustomWalk())
    if attempt.srp is not None:
        attempt = custom_auth.with_result(attempt, _SRP, is_right=True)
    return custom_auth.defined(desk, attempt)


def _begun(desk: Desk, client: AppClient, given: Mapping[str, str]) -> Attempt:
    if given.get("CHALLENGE_NAME") == _SRP:
        return srp.start(desk, client, given)
    name = required(given, "USERNAME")
    client.check_secret_hash(name, given.get("SECRET_HASH"))
    return Attempt(client, user_or_decoy(desk, client, name), typed_name=name)
