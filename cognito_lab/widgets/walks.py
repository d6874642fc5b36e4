"""Who stands where: read from a user's record, and from the exchanges of a trace.

`life_of` finds what changed a user's status, `walk_of` the way that the latest sign-in took. Both
only read: looking at a map leaves no exchange behind.

Left out: sign-ins at the pool's own page, whose challenges are pages and not operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.primitives.trace import Exchange
from cognito_lab.services.cognito_idp.attempts import Challenge, Flow
from cognito_lab.services.cognito_idp.signin import SIGN_IN, End
from cognito_lab.services.cognito_idp.user import STATUS_TABLE, StatusEvent, UserStatus
from cognito_lab.widgets.token_reading import read

_BEGINS = frozenset({"InitiateAuth", "AdminInitiateAuth"})
_GOES_ON = frozenset({"RespondToAuthChallenge", "AdminRespondToAuthChallenge"})
_OLDER_NAMES = {"ADMIN_NO_SRP_AUTH": Flow.ADMIN_USER_PASSWORD_AUTH}
_OLDER_NAMES |= {"REFRESH_TOKEN": Flow.REFRESH_TOKEN_AUTH}
_EVENTS: Mapping[str, StatusEvent] = {
    **{event.value: event for event in StatusEvent},
    "AdminConfirmSignUp": StatusEvent.CONFIRM_SIGN_UP,
}
_AFTER: Mapping[StatusEvent, UserStatus] = {row.event: row.after for row in STATUS_TABLE}


# --- a user's status ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """What changed a user's status: the operation, when, and the status afterwards."""

    action: str
    time: str
    after: UserStatus


def life_of(
    exchanges: Iterable[Exchange], username: str, places: Iterable[str]
) -> tuple[Change, ...]:
    """What changed the status of a user, as far back as the trace goes.

    Args:
        exchanges: Those at the top of a trace.
        username: As requests name the user.
        places: The ids of the pool and of its clients, one of which a request names.
    """
    ours = frozenset(places)
    return tuple(
        Change(exchange.action, f"{exchange.at:%Y-%m-%d %H:%M:%S}", _AFTER[event])
        for exchange in exchanges
        if exchange.error is None
        and (event := _event_of(exchange)) is not None
        and _user_named(exchange.request).casefold() == username.casefold()
        and {exchange.request.get("UserPoolId"), exchange.request.get("ClientId")} & ours
    )


def _event_of(exchange: Exchange) -> StatusEvent | None:
    """The row of the status table that an operation is about; None if it changes no status."""
    if exchange.action == "AdminSetUserPassword":
        permanent = bool(exchange.request.get("Permanent"))
        lasting, passing = StatusEvent.SET_PERMANENT_PASSWORD, StatusEvent.SET_TEMPORARY_PASSWORD
        return lasting if permanent else passing
    if exchange.action in _GOES_ON:
        answered = exchange.request.get("ChallengeName")
        return StatusEvent.NEW_PASSWORD if answered == Challenge.NEW_PASSWORD_REQUIRED else None
    return _EVENTS.get(exchange.action)


def _user_named(request: Mapping[str, Any]) -> str:
    """The user name in a request, wherever an operation has it."""
    inner = request.get("AuthParameters") or request.get("ChallengeResponses") or {}
    return str(request.get("Username") or inner.get("USERNAME") or "")


# --- a sign-in ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Walk:
    """The way of one sign-in through the table.

    Attributes:
        places: Flow, challenges, perhaps tokens, in the order of coming there.
        username: Who signs in; empty where nothing says it.
        refusal: What AWS said last, when it refused; the walk stays where it was.
        reason: What the lab says about that.
    """

    places: tuple[str, ...]
    username: str = ""
    refusal: str = ""
    reason: str = field(default="", repr=False)

    @property
    def here(self) -> str:
        """Where it stands now."""
        return self.places[-1]

    @property
    def is_over(self) -> bool:
        return self.here == End.TOKENS


def walk_of(exchanges: Iterable[Exchange], username: str = "") -> Walk | None:
    """The latest sign-in; None if nobody has tried.

    Args:
        exchanges: Those at the top of a trace.
        username: Only sign-ins of this user; empty for anybody's.
    """
    last = None
    for walk in _walks(exchanges):
        if not username or walk.username.casefold() == username.casefold():
            last = walk
    return last


def _walks(exchanges: Iterable[Exchange]) -> Iterator[Walk]:
    """Every sign-in, again after each of its steps."""
    waiting: dict[str, Walk] = {}  # by session and by name, because several may be on their way
    for exchange in exchanges:
        if exchange.action in _BEGINS and (flow := _flow_of(exchange)) is not None:
            walk = _moved(Walk((flow,), _user_of(exchange)), exchange)
        elif exchange.action in _GOES_ON and (before := _answered(exchange, waiting)) is not None:
            walk = _moved(before, exchange)
        else:
            continue
        waiting |= dict.fromkeys(_keys_after(exchange, walk), walk)
        yield walk


def _answered(exchange: Exchange, waiting: Mapping[str, Walk]) -> Walk | None:
    """The walk that waits for this answer: by its Session, else by its user's name."""
    request = exchange.request
    keys = (str(request.get("Session")), _user_named(request).casefold())
    walk = next((waiting[key] for key in keys if key in waiting), None)
    return walk if walk and walk.here == request.get("ChallengeName") else None


def _keys_after(exchange: Exchange, walk: Walk) -> Iterator[str]:
    """By what the next answer may name the walk. Some clients answer with another user name."""
    answer = exchange.answer or {}
    parameters = answer.get("ChallengeParameters") or {}
    yield walk.username.casefold()
    for name in ("USERNAME", "USER_ID_FOR_SRP"):
        if name in parameters:
            yield str(parameters[name]).casefold()
    if "Session" in answer:
        yield str(answer["Session"])


def _moved(walk: Walk, exchange: Exchange) -> Walk:
    """The walk after an exchange: one place further, or refused where it stands."""
    if exchange.error is not None:
        return Walk(walk.places, walk.username, str(exchange.error), "\n".join(exchange.notes))
    answer = exchange.answer or {}
    challenge = answer.get("ChallengeName")
    if challenge in SIGN_IN:
        return Walk((*walk.places, str(challenge)), walk.username)
    if "AuthenticationResult" in answer:
        return Walk((*walk.places, End.TOKENS), walk.username)
    return walk


def _flow_of(exchange: Exchange) -> Flow | None:
    """The flow that a request names; None for one that the table does not have."""
    name = str(exchange.request.get("AuthFlow"))
    flow = _OLDER_NAMES.get(name, name)
    return Flow(flow) if flow in SIGN_IN else None


def _user_of(exchange: Exchange) -> str:
    """The user name in the request; a refresh has none, so its new token tells."""
    if named := _user_named(exchange.request):
        return named
    result = (exchange.answer or {}).get("AuthenticationResult") or {}
    claims = read(str(result.get("AccessToken", ""))).unverified_claims or {}
    return str(claims.get("username", ""))
