"""How long pictures take, beside the budgets of the design. Prints; asserts nothing about time.

    python benchmarks/diagrams.py

The sizes of the pictures have a test (``tests/diagrams/test_diagram.py``), because bytes are the
same on every machine. Times here are the best of several, in milliseconds, each with its budget.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from cognito_lab.diagrams import THE_JOURNEY, Flow, Kind, Step, airport, renderer, sequence
from cognito_lab.diagrams.paint import painted
from cognito_lab.diagrams.rows import lay_out
from cognito_lab.diagrams.svg import Legend, decorated

# messages → milliseconds for layout and DOT, for Graphviz, for what follows it, for all; kB
BUDGETS = {
    6: (5, 30, 8, 45, 30),
    15: (15, 50, 15, 80, 50),
    50: (30, 70, 30, 130, 95),
    200: (80, 200, 120, 400, 320),
}
REPEATS = 7


def flow(messages: int) -> Flow:
    """A flow of that many messages, as a run of the lab looks."""
    return Flow("Benchmark", tuple(_steps(messages)), THE_JOURNEY.participants)


def _steps(messages: int) -> Iterator[Step]:
    pattern = [step for step in THE_JOURNEY.steps if step.kind is not Kind.ERROR]
    for number in range(messages):
        step = pattern[number % len(pattern)]
        yield Step(step.kind, step.sender, step.receiver, step.label, step.detail)


def best_ms(work: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def row(messages: int) -> list[str]:
    """One line of the table: what was measured, and in brackets what was allowed."""
    story = flow(messages)
    dot = painted(lay_out(story))
    raw = renderer.draw(dot)
    legend = Legend("Benchmark", "", story.sentences())
    svg = decorated(raw, legend, "sd-00000000")
    measured = (
        best_ms(lambda: painted(lay_out(story))),
        best_ms(lambda: renderer.draw(dot)),
        best_ms(lambda: decorated(raw, legend, "sd-00000000")),
        best_ms(lambda: sequence(story).svg),
        len(svg.encode()) / 1000,
    )
    return [
        f"{value:.1f} ({budget})" for value, budget in zip(measured, BUDGETS[messages], strict=True)
    ]


def main() -> None:
    """Print the table."""
    heads = ("messages", "layout + DOT ms", "Graphviz ms", "sanitise ms", "all ms", "SVG kB")
    print("".join(f"{head:>17}" for head in heads))
    for messages in BUDGETS:
        print("".join(f"{cell:>17}" for cell in (str(messages), *row(messages))))
    print(f"\nthe airport, all: {best_ms(lambda: airport().svg):.1f} ms")
    diagram = sequence(THE_JOURNEY)
    print(f"the journey, shown once more: {best_ms(diagram.as_html):.2f} ms, nothing drawn anew")


if __name__ == "__main__":
    main()
