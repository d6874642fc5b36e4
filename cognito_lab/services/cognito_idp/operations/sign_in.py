"""The four operations of signing in. `signin.py` has what they do.

Source: API reference, "InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge",
"AdminRespondToAuthChallenge".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.signin import answer, begin


class SignInOperations(Desk):
    """The four operations of signing in; the administrator's two allow other flows."""

    @operation
    def initiate_auth(
        self,
        *,
        auth_flow: str,
        client_id: str,
        auth_parameters: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        user_context_data: Mapping[str, str] | None = None,
        session: str | None = None,
    ) -> Response:
        """Begin a sign-in, as an app does it."""
        client = self.client(client_id)
        given = auth_parameters or {}
        return begin(self, client, auth_flow, given, by_admin=False, metadata=client_metadata)

    @operation
    def admin_initiate_auth(
        self,
        *,
        user_pool_id: str,
        client_id: str,
        auth_flow: str,
        auth_parameters: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        context_data: Mapping[str, Any] | None = None,
        session: str | None = None,
    ) -> Response:
        """Begin a sign-in, as a back end with AWS credentials does it."""
        client = self.client(client_id, self.pool(user_pool_id))
        given = auth_parameters or {}
        return begin(self, client, auth_flow, given, by_admin=True, metadata=client_metadata)

    @operation
    def respond_to_auth_challenge(
        self,
        *,
        client_id: str,
        challenge_name: str,
        session: str | None = None,
        challenge_responses: Mapping[str, str] | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        user_context_data: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer the open challenge of a sign-in."""
        client = self.client(client_id)
        given = challenge_responses or {}
        return answer(self, client, challenge_name, session, given, metadata=client_metadata)

    @operation
    def admin_respond_to_auth_challenge(
        self,
        *,
        user_pool_id: str,
        client_id: str,
        challenge_name: str,
        challenge_responses: Mapping[str, str] | None = None,
        session: str | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        context_data: Mapping[str, Any] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer the open challenge of a sign-in, with AWS credentials."""
        client = self.client(client_id, self.pool(user_pool_id))
        given = challenge_responses or {}
        return answer(self, client, challenge_name, session, given, metadata=client_metadata)
