"""Who is asking: the principal behind the request that is being served.

The gate finds out (from the signature and its session token) and says so for the length of one
request. An operation that needs to know asks `current_caller`: GetCallerIdentity prints it,
SetIdentityPoolRoles checks whether it may pass a role. Code that calls the core directly, without
the wire, is the account's administrator, as a notebook author is.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import field

from cognito_lab.primitives.record import record

ACCOUNT_ID = "123456789012"
REGION = "us-east-1"
ADMINISTRATOR_ARN = f"arn:aws:iam::{ACCOUNT_ID}:user/administrator"


@record
class Caller:
    """An authenticated principal, or nobody.

    Attributes:
        arn: ``arn:aws:iam::…:user/NAME`` or ``arn:aws:sts::…:assumed-role/ROLE/SESSION``;
            ``anonymous``.
        account: Twelve digits; empty for nobody.
        user_id: ``AIDA…``, or ``AROA…:SESSION`` for a role session.
        access_key_id: The key that signed; empty for nobody.
        role_arn: The role behind a session (its path included), else None.
        context: Condition keys that the session carries, such as
            ``{"cognito-identity.amazonaws.com:sub": …}``; a tuple is a multivalued key.
        session_policies: JSON texts passed when the role was assumed; None when none were passed,
            which is not the same as an empty tuple.
        cognito: What API Gateway tells its back end about a Cognito session: ``{"identity_pool_id",
            "identity_id", "amr": tuple}``; empty otherwise.
    """

    arn: str
    account: str = ACCOUNT_ID
    user_id: str = ""
    access_key_id: str = ""
    role_arn: str | None = None
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    session_policies: tuple[str, ...] | None = None
    cognito: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_administrator(self) -> bool:
        return self.arn == ADMINISTRATOR_ARN


ADMINISTRATOR = Caller(arn=ADMINISTRATOR_ARN)
NOBODY = Caller(arn="anonymous", account="")

_caller: ContextVar[Caller] = ContextVar("caller", default=ADMINISTRATOR)


def current_caller() -> Caller:
    """The principal whose request is being served; the administrator outside any request."""
    return _caller.get()


class served_for:
    """``with served_for(caller):`` inside, operations are served for this principal."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def __enter__(self) -> None:
        self._before = _caller.set(self._caller)

    def __exit__(self, *_: object) -> None:
        _caller.reset(self._before)
