"""The state diagrams: a user's life in a pool, and the walk of a sign-in, drawn from their tables.

    user_status()                                   the whole table
    user_status("CONFIRMED")                        with one place lit
    sign_in("SMS_MFA", passed=["USER_PASSWORD_AUTH"])

The services decide by `STATUS_TABLE` and `SIGN_IN`; these pictures are made from the same objects,
so they cannot say anything else. A row of `SIGN_IN` is a list of which the first place that is due
comes next; here each such question is a fork, and rows that end alike share their forks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.state_layout import lay_out_states
from cognito_lab.diagrams.state_machine import Machine, Move, Place, Shape
from cognito_lab.diagrams.state_paint import painted_states
from cognito_lab.diagrams.style import Domain
from cognito_lab.services.cognito_idp.attempts import Challenge, Flow
from cognito_lab.services.cognito_idp.signin import SIGN_IN, End
from cognito_lab.services.cognito_idp.user import STATUS_TABLE, Transition, UserStatus

NO_USER, ANY_STATUS = "no user yet", "any status"
# When a challenge is due, in a few words: `is_due` in the challenge's own module.
DUE: Mapping[str, str] = {
    Challenge.PASSWORD_VERIFIER: "prove the password",
    Challenge.NEW_PASSWORD_REQUIRED: "the password is temporary",
    Challenge.MFA_SETUP: "the pool insists, no factor yet",
    Challenge.SELECT_MFA_TYPE: "several factors, none preferred",
    Challenge.SOFTWARE_TOKEN_MFA: "an authenticator app",
    Challenge.SMS_MFA: "a phone",
    Challenge.CUSTOM_CHALLENGE: "a function asks",
}


def user_status(current: str | None = None) -> Diagram:
    """Draw what may happen to a user's status.

    Args:
        current: The status that is lit, `NO_USER`, or None for none.

    Raises:
        ValueError: There is no such status.
    """
    return state_diagram(status_machine(), current)


def sign_in(current: str | None = None, passed: Collection[str] = ()) -> Diagram:
    """Draw the ways that a sign-in may take.

    Args:
        current: Where it stands: a flow, a challenge or `End.TOKENS`; None for nowhere.
        passed: Where it has been before.

    Raises:
        ValueError: There is no such place.
    """
    return state_diagram(sign_in_machine(), current, passed)


def state_diagram(
    machine: Machine, current: str | None = None, passed: Collection[str] = ()
) -> Diagram:
    """Draw any machine; lighting a place draws nothing anew.

    Raises:
        ValueError: There is no such place.
    """
    return Diagram(
        machine.title,
        tuple(machine.sentences()),
        _dot(machine),
        machine.caption,
        current=None if current is None else machine.number_of(current),
        passed=tuple(sorted(machine.number_of(name) for name in passed)),
    )


@cache
def _dot(machine: Machine) -> str:
    return painted_states(lay_out_states(machine))


# --- a user's status ------------------------------------------------------------------------------


@cache
def status_machine() -> Machine:
    """`STATUS_TABLE` as a machine. What may happen in any status starts from one place for all."""
    idp = Domain.IDENTITY_PROVIDER
    return Machine(
        "The life of a user in a user pool",
        "What changes a status, and into which.",
        (
            Place(NO_USER, Domain.APP, Shape.START),
            Place(ANY_STATUS, Domain.APP, Shape.START),
            *(Place(status, idp, saying=_status_saying(status)) for status in _in_table_order()),
        ),
        tuple(
            Move(source, row.after, row.event) for row in STATUS_TABLE for source in _sources(row)
        ),
    )


def _in_table_order() -> tuple[UserStatus, ...]:
    """The statuses in the order in which the table leads to them."""
    return tuple(dict.fromkeys(row.after for row in STATUS_TABLE))


def _status_saying(status: UserStatus) -> str:
    """Something to say of a status that has no row of its own; empty for the others."""
    has_row = any(status in _sources(row) for row in STATUS_TABLE)
    return "" if has_row else "From here leads only what may happen in any status."


def _sources(row: Transition) -> tuple[str, ...]:
    if not row.before:
        return (NO_USER,)
    if row.before == frozenset(UserStatus):
        return (ANY_STATUS,)
    return tuple(status for status in _in_table_order() if status in row.before)


# --- a sign-in ------------------------------------------------------------------------------------

Row = tuple[Challenge | End, ...]


@cache
def sign_in_machine() -> Machine:
    """`SIGN_IN` as a machine."""
    idp = Domain.IDENTITY_PROVIDER
    forks = tuple(dict.fromkeys(rest for row in SIGN_IN.values() for rest in _rests(row)))
    return Machine(
        "The walk of a sign-in",
        "The app chooses the flow, the pool chooses what it still asks. At a fork, the pool goes "
        "aside if that is due, else on.",
        (
            *(Place(flow, Domain.APP, saying=_saying(SIGN_IN[flow])) for flow in Flow),
            *(Place(c, idp, saying=_saying(SIGN_IN[c])) for c in Challenge),
            *(Place(_fork(rest), idp, Shape.FORK) for rest in forks),
            Place(End.TOKENS, idp, Shape.END),
        ),
        (
            *(Move(place, _next(row)) for place, row in SIGN_IN.items()),
            *(move for rest in forks for move in _ways(rest)),
        ),
    )


def _rests(row: Row) -> Iterator[Row]:
    """What is left of a row after each question, as long as there is a question."""
    while len(row) > 1:
        yield row
        row = row[1:]


def _next(row: Row) -> str:
    """The only place of a row, or the fork that asks about its first."""
    return _fork(row) if len(row) > 1 else row[0]


def _fork(row: Row) -> str:
    return f"? {' '.join(row)}"


def _ways(row: Row) -> tuple[Move, Move]:
    first, *others = row
    return Move(_fork(row), first, DUE.get(first, "due")), Move(_fork(row), _next(tuple(others)))


def _saying(row: Row) -> str:
    """The row in words."""
    if len(row) == 1:
        return f"Then {row[0]}."
    *asked, last = (f"{name} ({DUE[name]})" if name in DUE else name for name in row)
    return f"Then the first of these that is due: {', '.join(asked)}, else {last}."
