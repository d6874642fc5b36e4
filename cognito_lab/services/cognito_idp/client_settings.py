"""What an app client can be told, AWS's defaults, and what is refused.

UpdateUserPoolClient takes the same settings and *resets* each one that it is not given.

Source: API reference, "CreateUserPoolClient" and "UpdateUserPoolClient". The defaults are those of
the API; the console's differ (it hides which users exist, for one).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from cognito_lab.primitives import messages
from cognito_lab.primitives.names import pascal_case
from cognito_lab.services.cognito_idp.client import life_seconds
from cognito_lab.services.cognito_idp.schema import Schema

REFRESH_FLOW = "ALLOW_REFRESH_TOKEN_AUTH"
DEFAULT_FLOWS = [REFRESH_FLOW, "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LIFE_RANGES = {
    "AccessToken": (5 * _MINUTE, _DAY),
    "IdToken": (5 * _MINUTE, _DAY),
    "RefreshToken": (_HOUR, 3650 * _DAY),
}


class ClientSettings(TypedDict, total=False):
    """The settings that CreateUserPoolClient and UpdateUserPoolClient share, in Python's names."""

    refresh_token_validity: int
    access_token_validity: int
    id_token_validity: int
    token_validity_units: Mapping[str, str]
    read_attributes: Sequence[str]
    write_attributes: Sequence[str]
    explicit_auth_flows: Sequence[str]
    supported_identity_providers: Sequence[str]
    callback_urls: Sequence[str]
    logout_urls: Sequence[str]
    default_redirect_uri: str
    allowed_o_auth_flows: Sequence[str]
    allowed_o_auth_scopes: Sequence[str]
    allowed_o_auth_flows_user_pool_client: bool
    analytics_configuration: Mapping[str, Any]
    prevent_user_existence_errors: str
    enable_token_revocation: bool
    enable_propagate_additional_user_context_data: bool
    auth_session_validity: int
    refresh_token_rotation: Mapping[str, Any]


def client_settings(name: str, given: ClientSettings, schema: Schema) -> dict[str, Any]:
    """Complete settings in AWS's names.

    Args:
        name: ClientName.
        given: What the request says; the rest gets its default.
        schema: The pool's attributes, which read and write lists must be among.

    Raises:
        InvalidParameterException: Settings that contradict each other or are out of range.
    """
    known = ClientSettings.__annotations__
    if unknown := sorted(given.keys() - known):
        raise TypeError(f"an app client has no setting {unknown[0]!r}; it has {', '.join(known)}")
    settings: dict[str, Any] = {
        "ClientName": name,
        "RefreshTokenValidity": 30,
        "ExplicitAuthFlows": DEFAULT_FLOWS,
        "AllowedOAuthFlowsUserPoolClient": False,
        "PreventUserExistenceErrors": "LEGACY",
        "EnableTokenRevocation": True,
        "EnablePropagateAdditionalUserContextData": False,
        "AuthSessionValidity": 3,
        **{pascal_case(key): value for key, value in given.items() if value is not None},
    }
    settings["RefreshTokenValidity"] = settings["RefreshTokenValidity"] or 30
    _check_rotation(settings, given)
    _check_flows(settings["ExplicitAuthFlows"])
    _check_lives(settings)
    _check_attribute_lists(settings, schema)
    return settings


def _check_rotation(settings: dict[str, Any], given: ClientSettings) -> None:
    """With rotation, refreshing goes through GetTokensFromRefreshToken alone.

    Assumed: where no flows are named, the default loses its refresh flow.
    """
    if (settings.get("RefreshTokenRotation") or {}).get("Feature") != "ENABLED":
        return
    if given.get("explicit_auth_flows") is None:
        settings["ExplicitAuthFlows"] = [f for f in DEFAULT_FLOWS if f != REFRESH_FLOW]
    if REFRESH_FLOW in settings["ExplicitAuthFlows"]:
        raise messages.ROTATION_AND_REFRESH_FLOW.error(
            because="With rotation a refresh token is used by GetTokensFromRefreshToken."
        )


def _check_flows(flows: Sequence[str]) -> None:
    if len({flow.startswith("ALLOW_") for flow in flows}) > 1:
        raise messages.FLOW_NAMES_MIXED.error(
            because="Names with ALLOW_ and older names without it cannot stand in one list."
        )


def _check_lives(settings: Mapping[str, Any]) -> None:
    for token, (shortest, longest) in _LIFE_RANGES.items():
        seconds = life_seconds(settings, token)
        if not shortest <= seconds <= longest:
            raise messages.TOKEN_VALIDITY.error(
                because=f"A {token} lives {shortest} to {longest} seconds, not {seconds}."
            )


def _check_attribute_lists(settings: Mapping[str, Any], schema: Schema) -> None:
    for kind in ("Read", "Write"):
        for name in settings.get(f"{kind}Attributes") or ():
            if name not in schema.attributes:
                raise messages.UNKNOWN_ATTRIBUTE_OF_CLIENT.error(
                    because=f"The pool's schema has no attribute {name!r}.", kind=kind.lower()
                )
