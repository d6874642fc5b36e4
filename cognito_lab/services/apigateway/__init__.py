"""Amazon API Gateway: APIs that stand in front of functions, and the guards at their doors.

Two generations live here, as at AWS: REST APIs (boto3's ``apigateway``), which these files are
about, and HTTP APIs (``apigatewayv2``) in `http_apis`, which have a room of their own in the room.

Reading order. What a request meets:

    routing                 which method of the deployed API is meant
    user_pool_authorizer    the door that reads a user pool's token itself
    remembered_tokens       its memory: what was let in is not checked again for a while
    function_event          what the function behind the door is told (with `claims_text`)
    function_answer         what becomes of its answer
    gateway                 `ApiGateway`: these three steps in order, and all operations below

What the account's owner sets up (a file per noun, each with its record and its operations):
`rest_apis`, `resources`, `methods`, `authorizers`, `deployments`.

The other kind of guard, AWS_IAM, is not in this room: there the request's signature and the
caller's policies decide, as for any AWS service, before `ApiGateway.invoke` is called.

Left out: WebSocket APIs, Lambda authorizers, resource policies, API keys and usage
plans, request validation and mapping templates, caches of answers, throttling, custom domains,
every kind of integration but AWS_PROXY with a function.
"""

from cognito_lab.services.apigateway.function_answer import ApiResponse, refusal
from cognito_lab.services.apigateway.function_event import ApiRequest
from cognito_lab.services.apigateway.gateway import ApiGateway
from cognito_lab.services.apigateway.http_apis.gateway import ApiGatewayV2
from cognito_lab.services.apigateway.routing import Method

__all__ = ["ApiGateway", "ApiGatewayV2", "ApiRequest", "ApiResponse", "Method", "refusal"]
