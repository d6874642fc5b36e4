"""`ApiGatewayV2`: all operations on HTTP APIs, and the way of a request through one.

    find_route            which stage, which route
    authorize_with_jwt    the guard, when it is a JWT authorizer
    invoke                the function behind the route, and its answer as HTTP

For AWS_IAM the guard is not this service, as with REST APIs.
"""

from __future__ import annotations

from dataclasses import replace

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import FunctionError
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.published_keys import CachedKeys, PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.apigateway.function_answer import ApiResponse, MalformedAnswer
from cognito_lab.services.apigateway.function_event import ApiRequest, extended_id
from cognito_lab.services.apigateway.gateway import FunctionCaller
from cognito_lab.services.apigateway.http_apis.authorizers import JwtAuthorizers
from cognito_lab.services.apigateway.http_apis.function_answer import refusal, response_to
from cognito_lab.services.apigateway.http_apis.function_event import Knock, function_event
from cognito_lab.services.apigateway.http_apis.integrations import Integrations
from cognito_lab.services.apigateway.http_apis.jwt_authorizer import Admission, authorize
from cognito_lab.services.apigateway.http_apis.routes import Routes
from cognito_lab.services.apigateway.http_apis.routing import (
    FoundRoute,
    choose_route,
    choose_stage,
    is_set_up,
)
from cognito_lab.services.apigateway.http_apis.stages import Stages


class ApiGatewayV2(Routes, Integrations, JwtAuthorizers, Stages):
    """The service: its operations, and the requests that HTTP APIs get.

    Args:
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where everything is recorded.
        published_keys: Where issuers publish the keys of their tokens.
        functions: What stands behind the routes.
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
        super().__init__(clock=clock, ids=ids, trace=trace, published_keys=published_keys)
        self._keys = CachedKeys(published_keys)
        self._functions = functions

    def knows(self, api_id: str) -> bool:
        """Whether this is the id of an HTTP API."""
        return api_id in self._apis

    def find_route(self, api_id: str, verb: str, path: str) -> FoundRoute | None:
        """Find the route that a request means, among what is deployed.

        Args:
            api_id: From the host name; `knows` it.
            verb: GET, POST, …
            path: The URL's path, percent-encoding kept.

        Returns:
            The route; None when nothing fits. The trace says why; AWS says ``Not Found``.
        """
        api = self._apis[api_id]
        chosen = choose_stage(api, path)
        if chosen is None:
            stages = ", ".join(api.stages) or "none"
            self.trace.note(f"No stage answers for {path}, and there is no $default: {stages}.")
            return None
        stage, rest = chosen
        found = choose_route(api, stage, verb, rest)
        if found is None:
            self.trace.note(f"No route serves {verb} {rest} at the stage {stage.name}.")
            if is_set_up(api, verb, rest):
                self.trace.note("Such a route is set up, but not deployed, or it has no target.")
        return found

    def authorize_with_jwt(self, found: FoundRoute, request: ApiRequest) -> Admission:
        """Let the route's JWT authorizer read the request's token.

        Returns:
            The verified claims and scopes, for `invoke`.

        Raises:
            TokenRefused: 401, or 403 when only scopes are missing.
            ValueError: The route has no JWT authorizer.
        """
        authorizer = found.route.authorizer
        if authorizer is None:
            raise ValueError(f"the route is guarded by {found.authorization_type}")
        self.trace.step("check the token", source=authorizer.identity_source)
        scopes, now = found.route.scopes, self.clock.now()
        return authorize(authorizer, scopes, request, keys_of=self._keys.for_token, now=now)

    def invoke(
        self,
        found: FoundRoute,
        *,
        request: ApiRequest,
        identity: Caller | None = None,
        admission: Admission | None = None,
    ) -> ApiResponse:
        """Call the function behind a route, once its guard has let the request in.

        Args:
            found: From `find_route`.
            request: The request.
            identity: Who signed it, for AWS_IAM.
            admission: What its token says, for a JWT authorizer.

        Returns:
            Its answer as HTTP; 500 when it failed or answered what is no response.
        """
        request_id = self.next_request_id()
        knock = Knock(found, request, identity, admission, request_id, self.clock.now())
        integration = found.route.integration
        try:
            if not self._functions.knows(integration.function_arn):
                raise MalformedAnswer(f"No function {integration.function_arn} is registered.")
            answer = self._functions.invoke(integration.function_arn, function_event(knock))
            response = response_to(answer, integration.payload_format)
        except (FunctionError, MalformedAnswer) as failure:
            self.trace.note(str(failure))  # the caller learns nothing; the trace says why
            return refusal(
                messages.HTTP_API_FUNCTION_FAILED.error(because=str(failure)), request_id
            )
        return replace(response, headers={**response.headers, "apigw-requestid": request_id})

    def next_request_id(self) -> str:
        """An id in API Gateway's shape for one request, such as ``Mc7UVioPPHcEKPA=``."""
        return extended_id(self.ids.uuid())
