"""The sequence diagram: from a trace, or from a flow written by hand, to a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.flow import MOST_STEPS, Flow
from cognito_lab.diagrams.from_trace import from_trace
from cognito_lab.diagrams.paint import painted
from cognito_lab.diagrams.rows import lay_out
from cognito_lab.primitives.trace import Exchange, Trace

NOTHING_HAPPENED = "No picture: nothing has happened yet that it could show."


def sequence(
    story: Flow | Trace | Iterable[Exchange], *, title: str = "", **options: Any
) -> Diagram:
    """Draw who said what to whom, in the order of time.

    Args:
        story: A trace or some of its exchanges, which show what really happened, or a `Flow`.
        title: What the picture is about.
        **options: As `from_trace` takes them: ``caption``, ``participants``, ``notes``, ``phases``,
            ``with_administrator``, ``with_reasons``. A flow takes none of them.

    Raises:
        TypeError: Options were given for a flow, or one that does not exist.
    """
    if isinstance(story, Flow):
        if options:
            raise TypeError(f"a Flow brings its own {', '.join(options)}")
        flow = story
    else:
        flow = from_trace(story, title=title, **options)
    return _drawn(flow, title or flow.title)


def _drawn(flow: Flow, title: str) -> Diagram:
    sentences = flow.sentences()
    refusal = flow.too_much if flow.steps else NOTHING_HAPPENED
    if refusal:
        more = len(sentences) - MOST_STEPS
        cut = (*sentences[:MOST_STEPS], f"… and {more} more") if more > 0 else sentences
        return Diagram(title, cut, "", flow.caption, refusal=refusal)
    titles = tuple(step.sentence() for step in flow.steps)
    return Diagram(title, sentences, painted(lay_out(flow)), flow.caption, titles=titles)
