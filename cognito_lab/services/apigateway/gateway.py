"""`ApiGateway`: all operations, and the way of a request through a deployed API.

    find_method                 which method is meant
    authorize_with_user_pool    the guard, when it is a user-pool authorizer
    invoke                      the function behind the method, and its answer as HTTP

Between the first and the last step stands the method's guard. For AWS_IAM that is not this service:
the caller's signature is checked and the policies decided as for any AWS request, and `invoke` is
told who the caller is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import FunctionError
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.published_keys import CachedKeys, PublishedKeys
from cognito_lab.primitives.trace import Trace, operation
from cognito_lab.services.apigateway.authorizers import Authorizers
from cognito_lab.services.apigateway.deployments import Deployments
from cognito_lab.services.apigateway.function_answer import (
    ApiResponse,
    MalformedAnswer,
    refusal,
    response_from,
)
from cognito_lab.services.apigateway.function_event import ApiRequest, function_event
from cognito_lab.services.apigateway.methods import Methods
from cognito_lab.services.apigateway.records import Integration
from cognito_lab.services.apigateway.remembered_tokens import Place, RememberedTokens
from cognito_lab.services.apigateway.resources import Resources
from cognito_lab.services.apigateway.routing import Method, is_set_up, match
from cognito_lab.services.apigateway.user_pool_authorizer import check_use, token_in, verified


class FunctionCaller(Protocol):
    """What API Gateway needs of the account's functions."""

    def knows(self, arn_or_name: str) -> bool: ...
    def invoke(self, arn_or_name: str, event: Mapping[str, Any]) -> Any: ...


class ApiGateway(Resources, Methods, Authorizers, Deployments):
    """The service: its operations, and the requests that deployed APIs get.

    Args:
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where everything is recorded.
        published_keys: Where user pools publish the keys of their tokens.
        functions: What stands behind the methods.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        trace: Trace,
        published_keys: PublishedKeys,
        functions: FunctionCaller,
    ) -> None:
        super().__init__(clock=clock, ids=ids, trace=trace)
        self._keys = CachedKeys(published_keys)
        self._functions = functions
        self._remembered = RememberedTokens()

    @operation
    def flush_stage_authorizers_cache(self, *, rest_api_id: str, stage_name: str) -> dict[str, Any]:
        """Forget which tokens were let in at a stage: each is checked again.

        Raises:
            NotFoundException: There is no such API or stage.
        """
        stage = self._stage_of(rest_api_id, stage_name)
        self._remembered.forget(rest_api_id, stage.name)
        return {}

    def find_method(self, api_id: str, stage: str, verb: str, path: str) -> Method | None:
        """Find the method that a request means, among what is deployed at its stage.

        Args:
            api_id: From the host name.
            stage: The first part of the URL's path.
            verb: GET, POST, …
            path: The rest of the URL's path, percent-encoding kept.

        Returns:
            The method; None when nothing fits. The trace says why; AWS says API_NO_SUCH_ROUTE.
        """
        api = self._apis.get(api_id)
        if api is None or stage not in api.stages:
            stages = ", ".join(api.stages) if api else "none, there is no such API"
            self.trace.note(f"The API {api_id} has no stage {stage}; it has: {stages or 'none'}.")
            return None
        served = api.stages[stage]
        found = match(api.deployments[served.deployment_id].routes, verb, path)
        if found is None:
            self.trace.note(f"Nothing serves {verb} {path} at the stage {stage}.")
            if is_set_up(api, verb, path):
                self.trace.note("That method is set up but not deployed: deploy the API again.")
            return None
        return Method(api_id, served, verb, path, *found)

    def authorize_with_user_pool(self, method: Method, headers: Mapping[str, str]) -> Claims:
        """Let the method's user-pool authorizer read the request's token.

        Returns:
            The verified claims, for `invoke`.

        Raises:
            UnauthorizedException: 401; `because` says why, the caller does not learn it.
            ValueError: The method has no user-pool authorizer.
        """
        authorizer = method.route.authorizer
        if authorizer is None:
            raise ValueError(f"the method is guarded by {method.authorization_type}")
        raw_token = token_in(headers, authorizer.header)
        place = Place(method.api_id, method.stage.name, authorizer)
        claims = self._recalled(place, raw_token) or self._checked(place, raw_token)
        check_use(claims, method.route.scopes)
        return claims

    def _recalled(self, place: Place, raw_token: str) -> Claims | None:
        now = self.clock.now()
        found = self._remembered.recall(place, raw_token, now)
        if found is None:
            return None
        age, memory = now - found.checked_at, place.authorizer.result_ttl_seconds
        self.trace.note(
            f"Let in from the cache: this token was checked {age.total_seconds():.0f} s ago, and "
            f"the authorizer remembers that for {memory} s."
        )
        return found.claims

    def _checked(self, place: Place, raw_token: str) -> Claims:
        self.trace.step("check the user-pool token", header=place.authorizer.header)
        keys_of, now = self._keys.for_token, self.clock.now()
        claims = verified(place.authorizer, raw_token, keys_of=keys_of, now=now)
        self._remembered.remember(place, raw_token, claims, now)
        return claims

    def invoke(
        self,
        method: Method,
        *,
        request: ApiRequest,
        identity: Caller | None = None,
        claims: Claims | None = None,
    ) -> ApiResponse:
        """Call the function behind a method, once its guard has let the request in.

        Args:
            method: From `find_method`.
            request: The request.
            identity: Who signed it, for AWS_IAM.
            claims: The verified claims, for a user-pool authorizer.

        Returns:
            Its answer as HTTP; 502 when it failed or answered what is no response.
        """
        request_id = self.ids.uuid()
        event = function_event(
            method, request, identity, claims, request_id=request_id, now=self.clock.now()
        )
        response = self._answer(method.route.integration, event)
        return replace(response, headers={**response.headers, "x-amzn-RequestId": request_id})

    def _answer(self, integration: Integration, event: Mapping[str, Any]) -> ApiResponse:
        function, unreachable = integration.function_arn, messages.API_FUNCTION_UNREACHABLE
        if integration.http_method != "POST":
            return self._failed(unreachable, "integrationHttpMethod: a function is called by POST.")
        if not self._functions.knows(function):
            return self._failed(unreachable, f"No function {function} is registered.")
        try:
            return response_from(self._functions.invoke(function, event))
        except (FunctionError, MalformedAnswer) as failure:
            return self._failed(messages.API_FUNCTION_FAILED, str(failure))

    def _failed(self, message: messages.Message, why: str) -> ApiResponse:
        """The caller learns nothing; the trace says why."""
        self.trace.note(why)
        return refusal(message.error(because=why))
