"""A request, as IAM sees it: who asks, to do what, to which resource, under which circumstances.

How to read the file: `Principal` is who, `Request` is the whole question. Neither knows a policy.

Left out: AWS adds keys such as ``aws:PrincipalArn`` or ``aws:userid`` to the context by itself.
Here the context holds exactly what the caller of `decide` put into it, so that a test or a learner
can leave one out.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cached_property

from cognito_lab.primitives.record import record

ContextValue = str | tuple[str, ...]


class PrincipalKind(StrEnum):
    """The kinds of caller between which policies tell a difference."""

    USER = "IAM user"
    ASSUMED_ROLE = "role session"
    FEDERATED = "federated identity"
    SERVICE = "AWS service"
    ROOT = "account root user"
    ANONYMOUS = "anonymous"

    @property
    def has_identity_policies(self) -> bool:
        """Whether policies can be attached to such a caller in an account of its own."""
        return self in (PrincipalKind.USER, PrincipalKind.ASSUMED_ROLE, PrincipalKind.ROOT)


@record
class Principal:
    """Who asks.

    Attributes:
        arn: An ARN for users, roles and root. For a federated identity its provider
            (``cognito-identity.amazonaws.com``, or the ARN of an IAM OIDC provider), for a service
            its name (``lambda.amazonaws.com``), else ``anonymous``. Denial messages print it.
        account: Twelve digits; empty for those that belong to no account.
        kind: Which kind of caller this is.
        role_arn: For a role session the role's own ARN, path included: ``arn:aws:iam::…:role/…``.
        user_id: ``AIDA…``, or ``AROA…:SESSION`` for a role session.
    """

    arn: str
    account: str = ""
    kind: PrincipalKind = PrincipalKind.USER
    role_arn: str | None = None
    user_id: str = ""


@record
class Request:
    """What is asked.

    Attributes:
        action: ``s3:GetObject``; the case of its letters does not matter.
        resource: An ARN, or ``*`` for actions that name no resource (``s3:ListAllMyBuckets``). Its
            case matters.
        principal: Who asks.
        context: ``{condition key: value}``, keys in any case. A string is a single value; a tuple
            is a multivalued key such as ``cognito-identity.amazonaws.com:amr``, and an empty tuple
            is as good as no key. Binary values are base64 text.
        resource_account: Whose resource it is; empty means the principal's own account.
    """

    action: str
    resource: str
    principal: Principal
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    resource_account: str = ""

    @property
    def is_cross_account(self) -> bool:
        """Whether the resource belongs to another account than the caller."""
        return self.resource_account not in ("", self.principal.account)

    @cached_property
    def action_in_lower_case(self) -> str:
        return self.action.lower()

    @cached_property
    def _values_by_key(self) -> dict[str, tuple[str, ...]]:
        """The context with keys in lower case and every value as a tuple, read once per request."""
        return {
            key.lower(): (value,) if isinstance(value, str) else tuple(value)
            for key, value in self.context.items()
        }

    @cached_property
    def _single_values_by_key(self) -> dict[str, str]:
        return {key.lower(): value for key, value in self.context.items() if isinstance(value, str)}

    def values(self, key_in_lower_case: str) -> tuple[str, ...]:
        """All values of a condition key; empty when the request does not have it."""
        return self._values_by_key.get(key_in_lower_case, ())

    def single_value(self, key_in_lower_case: str) -> str | None:
        """The value of a single-valued key, the only kind that a policy variable can read.

        Source: IAM User Guide, "Variables and tags".
        """
        return self._single_values_by_key.get(key_in_lower_case)
