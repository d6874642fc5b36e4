"""How a sign-in may begin: each flow, who may use it where, and the function that starts it.

A flow is open to a client that has its flag in ExplicitAuthFlows, through one operation or both.

Source: developer guide, "Authentication flows"; user-pools.md §3 for the table, §2 for the
refusals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.attempts import Attempt, Flow, Given, Metadata
from cognito_lab.services.cognito_idp.flows import custom, login_page, password, refresh, srp

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk


class Start(Protocol):
    """Takes AuthParameters and ClientMetadata, checks what they prove, and begins an attempt."""

    def __call__(
        self, desk: Desk, client: AppClient, given: Given, metadata: Metadata, /
    ) -> Attempt: ...


@record
class FlowRule:
    """One flow. `for_app` and `for_admin`: open through InitiateAuth, through AdminInitiateAuth."""

    flag: str
    start: Start
    for_app: bool = True
    for_admin: bool = True
    refusal: messages.Message = messages.FLOW_NOT_ENABLED

    def check_allowed(self, client: AppClient, *, by_admin: bool) -> None:
        """Refuse a flow that this operation has not, or that the client does not allow.

        Raises:
            InvalidParameterException: Either of the two.
        """
        if not (self.for_admin if by_admin else self.for_app):
            raise messages.FLOW_NOT_AT_THIS_OPERATION.error(
                because="This flow belongs to the other operation: InitiateAuth for apps, "
                "AdminInitiateAuth for back ends with AWS credentials."
            )
        if not client.allows(self.flag):
            refusal = messages.ADMIN_FLOW_NOT_ENABLED if by_admin else self.refusal
            raise refusal.error(
                because=f"The client's ExplicitAuthFlows lack {self.flag}.",
                flow=self.flag.removeprefix("ALLOW_"),
            )


FLOWS: Mapping[Flow, FlowRule] = {
    Flow.USER_PASSWORD_AUTH: FlowRule("ALLOW_USER_PASSWORD_AUTH", password.start, for_admin=False),
    Flow.ADMIN_USER_PASSWORD_AUTH: FlowRule(
        "ALLOW_ADMIN_USER_PASSWORD_AUTH", password.start, for_app=False
    ),
    Flow.USER_SRP_AUTH: FlowRule(
        "ALLOW_USER_SRP_AUTH", srp.start, refusal=messages.SRP_NOT_ENABLED
    ),
    Flow.REFRESH_TOKEN_AUTH: FlowRule("ALLOW_REFRESH_TOKEN_AUTH", refresh.start),
    Flow.CUSTOM_AUTH: FlowRule("ALLOW_CUSTOM_AUTH", custom.start),
    Flow.LOGIN_PAGE: FlowRule("", login_page.start, for_app=False, for_admin=False),
}
_OLDER_NAMES = {
    "ADMIN_NO_SRP_AUTH": Flow.ADMIN_USER_PASSWORD_AUTH,
    "REFRESH_TOKEN": Flow.REFRESH_TOKEN_AUTH,
}


def flow_named(auth_flow: str) -> Flow:
    """The flow of a name, older names included.

    Raises:
        NotSimulated: AWS has this flow, the lab has not.
    """
    flow = _OLDER_NAMES.get(auth_flow, auth_flow)
    if flow not in FLOWS:
        raise NotSimulated(f"the lab leaves out the sign-in flow {auth_flow}")
    return Flow(flow)
