"""HTTP APIs, the younger generation of API Gateway: boto3's ``apigatewayv2``.

Reading order. What a request meets:

    routing            which stage and which route are meant
    jwt_authorizer     the door that reads a token of any OpenID provider
    function_event     what the function behind the door is told (with `claims_text`)
    function_answer    what becomes of its answer
    gateway            `ApiGatewayV2`: these steps in order, and all operations below

What the account's owner sets up: `apis`, `integrations`, `authorizers`, `routes`, `stages`, with
their `records`.
"""
