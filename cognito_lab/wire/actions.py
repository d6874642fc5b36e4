"""What a request asks for, in IAM's words: an action, a resource, and condition keys.

Management operations of the lab's own services are called as the operation is
(``iam:CreateRole``), on the ARN of what they name, or on ``*``. API Gateway's actions are verbs
(``apigateway:POST``) on paths. S3 and DynamoDB have tables of their own: `s3_actions.py`,
`dynamodb_actions.py`.

Source: Service Authorization Reference, the pages of each service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION, Caller

if TYPE_CHECKING:
    from cognito_lab.wire.call import ApiCall

IDENTITY_POOLS = f"arn:aws:cognito-identity:{REGION}:{ACCOUNT_ID}:identitypool/"

# Without UserName they mean the user who asks.
_OF_THE_CALLER = frozenset(
    {"GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey"}
)
Context = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Access:
    """One thing that a request wants to do.

    Attributes:
        action: ``service:Action``.
        resource: The ARN that it concerns; ``*`` where the action has none.
        context: Condition keys that belong to this access; a tuple is a multivalued key.
    """

    action: str
    resource: str
    context: Context = field(default_factory=dict)


def access_for(call: ApiCall, caller: Caller) -> tuple[Access, ...]:
    """What a request to one of the lab's own services wants to do."""
    if call.service.signing_name == "apigateway":
        path = call.request.path.removeprefix("/v2")  # ARNs name no generation
        arn = f"arn:aws:apigateway:{REGION}::{path}"
        return (Access(f"apigateway:{call.request.method}", arn),)
    if call.operation.name == "ListIdentityPools":
        resource = IDENTITY_POOLS  # as observed in AWS's denials
    elif call.service.name == "iam":
        resource = _iam_entity(call, caller)
    else:
        resource = _RESOURCES[call.service.name](call.parameters)
    return (Access(f"{call.service.name}:{call.operation.name}", resource),)


def _user_pool(parameters: Mapping[str, Any]) -> str:
    if "ResourceArn" in parameters:
        return str(parameters["ResourceArn"])
    pool = parameters.get("UserPoolId")
    return f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/{pool}" if pool else "*"


def _identity_pool(parameters: Mapping[str, Any]) -> str:
    if "ResourceArn" in parameters:
        return str(parameters["ResourceArn"])
    pool = parameters.get("IdentityPoolId")
    return f"{IDENTITY_POOLS}{pool}" if pool else "*"


def _iam_entity(call: ApiCall, caller: Caller) -> str:
    """The role, user, provider or policy that is acted on; its path, which no request repeats."""
    parameters, name = call.parameters, call.operation.name
    path = str(parameters.get("Path", "/"))
    for member, kind in (("RoleName", "role"), ("UserName", "user"), ("PolicyName", "policy")):
        if member in parameters:
            new = f"arn:aws:iam::{ACCOUNT_ID}:{kind}{path}{parameters[member]}"
            is_known = kind != "policy" and name not in ("CreateRole", "CreateUser")
            return (is_known and call.cloud.iam.arn_of(kind, str(parameters[member]))) or new
    if name == "CreateOpenIDConnectProvider":
        host_and_path = str(parameters.get("Url", "")).removeprefix("https://")
        return f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{host_and_path}"
    if name in _OF_THE_CALLER and caller.role_arn is None:
        return caller.arn
    for member in ("PolicyArn", "OpenIDConnectProviderArn", "PolicySourceArn"):
        if member in parameters:
            return str(parameters[member])
    return "*"


def _role_to_assume(parameters: Mapping[str, Any]) -> str:
    return str(parameters.get("RoleArn", "*"))


_RESOURCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "cognito-idp": _user_pool,
    "cognito-identity": _identity_pool,
    "sts": _role_to_assume,
}
