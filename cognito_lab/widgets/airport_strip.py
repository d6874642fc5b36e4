"""AirportStrip: the picture of passport, counter, boarding pass and gate, lit where we are.

    AirportStrip(cloud.trace)            # follows what happens, cell by cell
    AirportStrip(player=player)          # follows the step that a SequencePlayer shows

`stop_of` says which stop an exchange belongs to; it is the whole of the rule:

    a user pool or Google, its tokens                      passport
    an identity pool and STS, until credentials came       counter
    the answer that brought credentials                    boarding pass
    S3, DynamoDB, STS, a door that wants a signature       gate
    a door with a user-pool authorizer                     second door
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup

from cognito_lab.diagrams.airport import CARDS, SECOND_DOOR, Stop, airport
from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.flow import Kind
from cognito_lab.diagrams.from_trace import ADMINISTRATOR
from cognito_lab.primitives.trace import Exchange, Trace
from cognito_lab.widgets import html
from cognito_lab.widgets.controls import prose
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.sequence_player import SequencePlayer
from cognito_lab.widgets.visible import visible

_TITLE = "Where we are in the airport"
_NOWHERE = "The whole airport. A stop is lit as soon as something happens there."
_HEADINGS = {card.stop: card.heading for card in (*CARDS, SECOND_DOOR)}
_AUTHORIZER = "check the user-pool token"  # what a door with a user-pool authorizer does by itself
_CREDENTIALS_COME = ("GetCredentialsForIdentity", "AssumeRoleWithWebIdentity")
_AT_HOME = {"User Pool": Stop.PASSPORT, "Google": Stop.PASSPORT, "Browser at Google": Stop.PASSPORT}
_AT_THE_GATE = {"S3": Stop.GATE, "DynamoDB": Stop.GATE}


def stop_of(exchange: Exchange, *, answered: bool = True) -> Stop | None:
    """The stop of the airport that an exchange is about; None when it belongs to none.

    Args:
        exchange: A request and its answer, or a step that a participant does by itself.
        answered: Whether the answer is there already, or only the request.
    """
    if exchange.action in _CREDENTIALS_COME:
        came = answered and exchange.error is None
        return Stop.BOARDING_PASS if came else Stop.COUNTER
    if exchange.receiver == "API Gateway":
        inside = {one.action for one in exchange.walk()}
        return Stop.SECOND_DOOR if _AUTHORIZER in inside else Stop.GATE
    if exchange.receiver == "JWKS":  # whoever asks for keys is checking a passport
        return Stop.SECOND_DOOR if exchange.sender == "API Gateway" else Stop.COUNTER
    if exchange.receiver == "STS":
        return Stop.COUNTER if exchange.is_step else Stop.GATE
    if exchange.receiver == "Identity Pool":
        return Stop.COUNTER
    sender_at_home = _AT_HOME.get(exchange.sender) if exchange.receiver == "App" else None
    return (_AT_HOME | _AT_THE_GATE).get(exchange.receiver, sender_at_home)


class AirportStrip(Frame):
    """The airport, with the stop lit that the run has reached.

    Args:
        trace: What to follow; looked at again whenever a cell or a widget has run.
        player: A player to follow, instead of a trace.

    Raises:
        ValueError: Neither or both are given.
    """

    def __init__(self, trace: Trace | None = None, *, player: SequencePlayer | None = None) -> None:
        if (trace is None) == (player is None):
            raise ValueError("a strip follows one thing: AirportStrip(cloud.trace) or player=…")
        self._trace, self._player = trace, player
        self._shown: tuple[Stop | None, str] | None = None
        self.sentence, self.picture = prose(), prose()
        self.picture.add_class("cl-airport")
        super().__init__(_TITLE, "aws", [self.sentence, self.picture])
        if player is not None:
            player.stage.observe(lambda _: self.refresh(), ["step", "run", "runs"])
        self.refresh()

    @property
    def stop(self) -> Stop | None:
        """Where we are; None before anything has happened."""
        return self._found()[0]

    def refresh(self) -> None:
        """Light the stop of what happened last."""
        found = self._found()
        if found == self._shown:
            return
        if self._shown is None or found[0] != self._shown[0]:
            self.picture.value = _picture(found[0]).as_html()
            self.show_code(_code_twin(found[0]))
        self.sentence.value = html.paragraph(found[1])
        self._shown = found

    def _found(self) -> tuple[Stop | None, str]:
        """The stop, and a sentence about how we got there."""
        moments = _told(self._player) if self._player else _kept(self._trace)
        for exchange, answered in moments:
            if (stop := stop_of(exchange, answered=answered)) is not None:
                refused = answered and exchange.error is not None
                return stop, _sentence(exchange, stop, refused=refused)
        return None, _NOWHERE

    def as_text(self) -> str:
        stop, sentence = self._found()
        return f"{sentence}\n{_picture(stop)}"

    def as_html(self) -> Markup:
        stop, sentence = self._found()
        return html.paragraph(sentence) + Markup(_picture(stop).as_html())


Moments = Iterable[
    tuple[Exchange, bool]
]  # exchanges, the latest first, each with: was it answered?


def _kept(trace: Trace | None) -> Moments:
    """The exchanges of a trace; the administrator is not a traveller."""
    kept = trace.exchanges if trace else ()
    return ((one, True) for one in reversed(kept) if one.sender != ADMINISTRATOR)


def _told(player: SequencePlayer) -> Moments:
    """The exchanges of the steps up to the one that a player shows."""
    return (
        (step.exchange, step.kind is not Kind.CALL) for step in player.until_now() if step.exchange
    )


def _sentence(exchange: Exchange, stop: Stop, *, refused: bool) -> str:
    who = exchange.sender if exchange.receiver == "App" else exchange.receiver
    outcome = ", refused" if refused else ""
    return f"{_HEADINGS[stop]}: {visible(exchange.action)} ({who}){outcome}."


@cache
def _picture(stop: Stop | None) -> Diagram:
    return airport(current=stop)


def _code_twin(stop: Stop | None) -> str:
    current = f"current=Stop.{stop.name}" if stop else ""
    return f"from cognito_lab.diagrams import Stop, airport\n\nairport({current})"
