"""The calls of a form: real boto3 calls, as in its code twin, with both voices of a refusal.

boto3 raises what AWS says. Why AWS says it stands in the trace; an `Asker` puts the two together
again, so that a form can show the one and keep the other behind a disclosure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.cloud import Cloud


class Asker:
    """Somebody with, or without, AWS credentials who makes calls.

    Args:
        cloud: Where the calls are answered.
        credentials: As for `boto3_session`: ``{}`` is nobody, None the account's administrator.
    """

    def __init__(self, cloud: Cloud, credentials: Mapping[str, Any] | None) -> None:
        self._cloud, self._credentials = cloud, credentials
        self._clients: dict[str, Any] = {}

    def __call__(self, service: str, operation: str, **members: Any) -> dict[str, Any]:
        """Make one call.

        Args:
            service: As boto3 names the client, such as ``cognito-idp``.
            operation: As boto3 names the method, such as ``initiate_auth``.
            **members: AWS's members; one that is None is left out.

        Raises:
            AwsError: AWS's refusal, with the lab's reason.
            ParamValidationError: boto3's own, before anything was sent.
        """
        from botocore.exceptions import ClientError

        mark = self._cloud.trace.mark()
        given = {name: value for name, value in members.items() if value is not None}
        try:
            answer: dict[str, Any] = getattr(self._client(service), operation)(**given)
        except ClientError as refused:
            raise self._with_reason(mark, refused) from None
        answer.pop("ResponseMetadata")
        return answer

    def _client(self, service: str) -> Any:
        """A client is made when it is first needed: making one is slower than any call."""
        from cognito_lab.wire.boto import boto3_session

        if service not in self._clients:
            session: Any = boto3_session(self._cloud, self._credentials)
            self._clients[service] = session.client(service)
        return self._clients[service]

    def _with_reason(self, mark: int, refused: Exception) -> Exception:
        recorded = [exchange.error for exchange in self._cloud.trace.since(mark)]
        return next((error for error in reversed(recorded) if error is not None), refused)
