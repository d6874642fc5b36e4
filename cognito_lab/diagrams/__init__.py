"""Pictures of what happened, drawn by Graphviz: DOT out, SVG in.

Read in this order: `flow` (what is told), `from_trace` and `wording` (a run becomes a flow),
`columns`, `rows` and their helpers (a flow gets its places), `paint` and `dot` (places become
DOT), `renderer` (Graphviz draws), `sanitiser` and `svg` (the drawing becomes ours), `diagram` (it
is shown). State diagrams go the same way from `states`, by `state_machine`, `state_layers` and
`state_layout`, to `state_paint`; decisions from `reasons` and `why_layout` to `why_tree`.
"""

from cognito_lab.diagrams.airport import Stop, airport
from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.flow import (
    Branch,
    Flow,
    Frame,
    Kind,
    Step,
    answer,
    call,
    error,
    itself,
    one_way,
)
from cognito_lab.diagrams.from_trace import SIX_PHASES, from_trace
from cognito_lab.diagrams.participants import Participant
from cognito_lab.diagrams.renderer import CannotDraw
from cognito_lab.diagrams.sequence import sequence
from cognito_lab.diagrams.shipped_flows import THE_JOURNEY, THE_SECOND_DOOR
from cognito_lab.diagrams.states import sign_in, user_status
from cognito_lab.diagrams.style import Domain
from cognito_lab.diagrams.why_tree import why_tree

__all__ = [
    "SIX_PHASES",
    "THE_JOURNEY",
    "THE_SECOND_DOOR",
    "Branch",
    "CannotDraw",
    "Diagram",
    "Domain",
    "Flow",
    "Frame",
    "Kind",
    "Participant",
    "Step",
    "Stop",
    "airport",
    "answer",
    "call",
    "error",
    "from_trace",
    "itself",
    "one_way",
    "sequence",
    "sign_in",
    "user_status",
    "why_tree",
]
