"""Fire a trigger: make its event, call the function, take its response.

Source: developer guide, "Lambda trigger event parameters"; user-pools.md §2 for the refusals.
Assumed: what is said about a function that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import REGION
from cognito_lab.primitives.errors import FunctionError
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.triggers.response import Response

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User

_SDK = "aws-sdk-unknown-unknown"
NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE"


@record
class Occasion:
    """What a function is asked about.

    Attributes:
        pool: Whose trigger it is.
        username: Whom it is about.
        client_id: Through which app; the constant NO_CLIENT for an administrator.
        metadata: ClientMetadata of the request, as far as it reaches this trigger.
    """

    pool: UserPool
    username: str
    client_id: str = NO_CLIENT
    metadata: Mapping[str, str] | None = None


def function_of(pool: UserPool, trigger: str) -> str | None:
    """The ARN of a trigger's function; None if the pool has none."""
    config = pool.settings["LambdaConfig"]
    if trigger == "PreTokenGeneration" and config.get("PreTokenGenerationConfig"):
        return str(config["PreTokenGenerationConfig"]["LambdaArn"])
    return config.get(trigger) or None


def fire(
    desk: Desk,
    occasion: Occasion,
    source: str,
    request: Mapping[str, Any],
    response: Mapping[str, Any],
    *,
    version: str = "1",
) -> Response | None:
    """Ask the function of a trigger.

    Args:
        desk: Where functions run.
        occasion: What it is asked about.
        source: The event's triggerSource, such as ``PreSignUp_SignUp``.
        request: What it is told.
        response: What it may fill in, with the values that count if it does not.
        version: Of the event.

    Returns:
        Its response; None if the pool has no such function.

    Raises:
        InvalidLambdaResponseException: What came back has no `response`.
        UnexpectedLambdaException: There is no such function.
        UserLambdaValidationException: The function raised.
    """
    trigger = source.partition("_")[0].replace("TokenGeneration", "PreTokenGeneration")
    if (arn := function_of(occasion.pool, trigger)) is None:
        return None
    event = {
        "version": version,
        "triggerSource": source,
        "region": REGION,
        "userPoolId": occasion.pool.id,
        "userName": occasion.username,
        "callerContext": {"awsSdkVersion": _SDK, "clientId": occasion.client_id},
        "request": dict(request),
        "response": dict(response),
    }
    result = _called(desk, trigger, arn, event)
    given = result.get("response") if isinstance(result, Mapping) else None
    if not isinstance(given, Mapping):
        raise messages.LAMBDA_UNREADABLE.error(
            because=f"The function of {trigger} has to return the whole event."
        )
    return Response(trigger, given)


def _called(desk: Desk, trigger: str, arn: str, event: Mapping[str, Any]) -> Any:
    try:
        return desk.functions.invoke(arn, event)
    except FunctionError as error:
        raise messages.LAMBDA_REFUSED.error(
            because=f"The function of {trigger} raised {error.error_type}.",
            trigger=trigger,
            text=error.error_message,
        ) from error
    except LookupError as error:
        raise messages.LAMBDA_MISSING.error(because=str(error), trigger=trigger) from error


def attributes_of(user: User) -> dict[str, str]:
    """`userAttributes`: every value a text, `sub` and status among them."""
    return {"sub": user.sub, "cognito:user_status": str(user.status), **user.attributes}
