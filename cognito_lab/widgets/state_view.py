"""What the StateMap shows, as functions from standings to text and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.state_machine import Machine, Move
from cognito_lab.diagrams.states import (
    ANY_STATUS,
    DUE,
    NO_USER,
    sign_in_machine,
    state_diagram,
    status_machine,
)
from cognito_lab.services.cognito_idp.signin import SIGN_IN, End
from cognito_lab.services.cognito_idp.user import User, UserStatus
from cognito_lab.widgets import html
from cognito_lab.widgets.code_text import call
from cognito_lab.widgets.visible import shortened, visible
from cognito_lab.widgets.walks import Change, Walk

# What a status means to somebody who wants to sign in. Source: developer guide, "Signing up and
# confirming user accounts"; the refusals are those of the sign-in operations.
MEANINGS: Mapping[str, str] = {
    NO_USER: "The pool knows nobody of that name.",
    UserStatus.UNCONFIRMED: "Signed up, and nobody has confirmed it yet. With the right password "
    "a sign-in is refused: UserNotConfirmedException.",
    UserStatus.CONFIRMED: "May sign in.",
    UserStatus.FORCE_CHANGE_PASSWORD: "The password is an administrator's choice. The first "
    "sign-in asks for a new one: NEW_PASSWORD_REQUIRED.",
    UserStatus.RESET_REQUIRED: "The password has to be replaced first, with a code "
    "(ConfirmForgotPassword). A sign-in is refused: PasswordResetRequiredException.",
    "EXTERNAL_PROVIDER": "Comes from another provider and signs in there; this pool keeps no "
    "password.",
}


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in a machine.

    Attributes:
        machine: Whose picture it is.
        place: Where; None for nowhere.
        passed: Where one has come through.
        sentence: The same in words.
        remarks: What else is worth knowing, each a sentence.
        ways: What may come next, one a line.
        refused: Whether the last step was refused.
    """

    machine: Machine
    place: str | None
    passed: tuple[str, ...]
    sentence: str
    remarks: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    refused: bool = False

    @property
    def picture(self) -> Diagram:
        """The map with the place lit."""
        return _picture(self.machine, self.place, self.passed)


@lru_cache(maxsize=64)
def _picture(machine: Machine, place: str | None, passed: tuple[str, ...]) -> Diagram:
    return state_diagram(machine, place, passed)


# --- a user's status ------------------------------------------------------------------------------


def standing_of_user(username: str, user: User | None, life: tuple[Change, ...] = ()) -> Standing:
    """Where a user stands; None is somebody whom the pool does not know."""
    place = str(user.status) if user else NO_USER
    who = _quoted(username)
    return Standing(
        machine=status_machine(),
        place=place,
        passed=_passed(place, (NO_USER, *(change.after for change in life)) if life else ()),
        sentence=f"{who} is {place}." if user else f"There is no user {who} yet.",
        remarks=tuple(_remarks(user, place, life)),
        ways=tuple(_way(move) for move in _moves_from(place)),
    )


def _remarks(user: User | None, place: str, life: tuple[Change, ...]) -> list[str]:
    remarks = [MEANINGS[place]] if place in MEANINGS else []
    if user is not None and not user.enabled:
        remarks.append("The user is disabled: no sign-in, whatever the status, which is kept.")
    if life:
        steps = ", then ".join(f"{one.action} ({one.time} UTC)" for one in life)
        remarks.append(f"How it came here: {visible(steps)}.")
    return remarks


def _moves_from(place: str) -> tuple[Move, ...]:
    machine = status_machine()
    anywhere = () if place == NO_USER else machine.moves_from(ANY_STATUS)
    return (*machine.moves_from(place), *anywhere)


def _way(move: Move) -> str:
    return f"{move.words} → {move.target}"


# --- a sign-in ------------------------------------------------------------------------------------


def standing_of_walk(walk: Walk | None, username: str = "") -> Standing:
    """Where a sign-in stands; None is a sign-in that nobody has begun."""
    if walk is None:
        who = f"{_quoted(username)} has" if username else "Nobody has"
        not_yet = " not" if username else ""
        return Standing(sign_in_machine(), None, (), f"{who}{not_yet} tried to sign in yet.")
    return Standing(
        machine=sign_in_machine(),
        place=walk.here,
        passed=_passed(walk.here, walk.places),
        sentence=_walk_sentence(walk),
        remarks=_walk_remarks(walk),
        ways=() if walk.is_over else _ways_on(walk.here),
        refused=bool(walk.refusal),
    )


def _walk_sentence(walk: Walk) -> str:
    who = _quoted(walk.username) if walk.username else "Somebody"
    if walk.is_over:
        return f"{who} has tokens."
    if walk.refusal:
        return f"{who} was refused at {walk.here}: {visible(walk.refusal)}"
    return f"{who} stands at {walk.here}: the pool waits for the answer."


def _walk_remarks(walk: Walk) -> tuple[str, ...]:
    way = f"The way so far: {' → '.join(walk.places)}."
    return tuple(filter(None, (way, visible(walk.reason))))


def _ways_on(place: str) -> tuple[str, ...]:
    row = next(row for source, row in SIGN_IN.items() if source == place)
    if len(row) == 1:
        return (str(row[0]),)
    return tuple(f"{one}, if due: {DUE[one]}" if one in DUE else f"else {one}" for one in row)


def _passed(place: str, places: Iterable[str]) -> tuple[str, ...]:
    """The places before, each once."""
    return tuple(one for one in dict.fromkeys(map(str, places)) if one != place)


def _quoted(name: str) -> str:
    return visible(shortened(name, 80)) or "(no name)"


# --- as HTML and text -----------------------------------------------------------------------------


def standing_html(standing: Standing) -> Markup:
    """The sentence first, then remarks, then what may come next."""
    tone = "bad" if standing.refused else "good" if standing.place == End.TOKENS else "idp"
    ways = html.joined(Markup("<li>{}</li>").format(way) for way in standing.ways)
    following = Markup("<p>From here:</p><ul>{}</ul>").format(ways) if ways else Markup("")
    return Markup('<div class="cl-panel cl-{}"><strong>{}</strong>{}{}</div>').format(
        tone,
        standing.sentence,
        html.joined(html.paragraph(remark) for remark in standing.remarks),
        following,
    )


def as_text(title: str, standing: Standing) -> str:
    """The map in plain words."""
    ways = [f"- {way}" for way in standing.ways]
    head = [f"{title}: {standing.sentence}", *standing.remarks, *(["From here:"] if ways else [])]
    return "\n".join([*head, *ways, "", str(standing.picture)])


def as_html(standing: Standing) -> Markup:
    """The map where no widget can live."""
    return html.static(standing_html(standing) + Markup(standing.picture.as_html()))


def status_code(user_pool_id: str, username: str) -> str:
    """The boto3 code that asks for a user's status."""
    asked = call("user = idp.admin_get_user", UserPoolId=user_pool_id, Username=username)
    start = 'import cognito_lab\n\nidp = cognito_lab.boto3_session(cloud).client("cognito-idp")'
    return f'{start}\n{asked}\nuser["UserStatus"]'


def walk_code(standing: Standing) -> str:
    """The Python that draws the same picture from the same trace."""
    if standing.place is None:
        return "from cognito_lab.diagrams import sign_in\n\nsign_in()"
    lit = call("sign_in", standing.place, passed=list(standing.passed))
    return f"from cognito_lab.diagrams import sign_in\n\n{lit}"
