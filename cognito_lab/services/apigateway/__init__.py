"""Amazon API Gateway: REST APIs that stand in front of functions, and the guards at their doors.

Reading order. What a request meets:

    routing                 which method of the deployed API is meant
    user_pool_authorizer    the door that reads a user pool's token itself
    function_event          what the function behind the door is told (with `claims_text`)
    function_answer         what becomes of its answer
    gateway                 `ApiGateway`: these three steps in order, and all operations below

What the account's owner sets up (a file per noun, each with its record and its operations):
`rest_apis`, `resources`, `methods`, `authorizers`, `deployments`.

The other kind of guard, AWS_IAM, is not in this room: there the request's signature and the
caller's policies decide, as for any AWS service, before `ApiGateway.invoke` is called.

Left out: HTTP APIs and WebSocket APIs, Lambda authorizers, resource policies, API keys and usage
plans, request validation and mapping templates, caching, throttling, custom domains, every kind of
integration but AWS_PROXY with a function.
"""

from cognito_lab.services.apigateway.function_answer import ApiResponse, refusal
from cognito_lab.services.apigateway.function_event import ApiRequest
from cognito_lab.services.apigateway.gateway import ApiGateway
from cognito_lab.services.apigateway.routing import Method

__all__ = ["ApiGateway", "ApiRequest", "ApiResponse", "Method", "refusal"]
