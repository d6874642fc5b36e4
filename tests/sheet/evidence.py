"""The list of evidence: which test shows which row of the fact sheet.

    python tests/sheet/evidence.py > docs/evidence.md

The rows stand in `rows.toml`. `test_rows.py` holds the list to the tests that there are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DATA: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_name("rows.toml").read_text(encoding="utf-8")
)
FIRM_TAGS = frozenset({"D", "M", "O", "moto", "T"})
LEFT_OUT: Mapping[str, str] = _DATA["left_out"]
BY_DECIDE: Mapping[str, str] = _DATA["by_decide"]
HEAD = """# Evidence

Which test shows which fact about identity pools, STS, IAM and API Gateway. Each goes through a real
boto3 client or real HTTP, but for what is said beside it. Tags: **D** AWS documentation, **M**
botocore's model, **O** observed, **moto** moto's collected texts, **T** measured; a row without a
tag has only its section's sources. Made by `python tests/sheet/evidence.py`; a test keeps it fresh.
"""


@dataclass(frozen=True)
class Row:
    """One row of one table.

    Attributes:
        id: The section's number and a name.
        tags: Evidence tags that stand in the row.
        says: What it says, in a few words.
        tests: Node ids of pytest's; a parametrised test may stand for all its cases.
    """

    id: str
    tags: tuple[str, ...]
    says: str
    tests: tuple[str, ...]

    @property
    def is_firm(self) -> bool:
        """Whether the row has evidence of its own."""
        return bool(FIRM_TAGS & set(self.tags))

    @property
    def aside(self) -> str:
        """Why nothing in the wire shows it, if so."""
        if self.id in LEFT_OUT:
            return f"left out; README: “{LEFT_OUT[self.id]}”"
        return BY_DECIDE.get(self.id, "")


def rows() -> Iterator[Row]:
    """All rows, in the sheet's order."""
    for section in _DATA["rows"].values():
        for row_id, tags, says, tests in section:
            yield Row(row_id, tuple(tags.split()), says, tuple(map(_node_id, tests)))
    for name in _DATA["operations"]["names"]:
        test = _DATA["operations"]["test"].format(name=name)
        yield Row(f"10.{name}", ("M",), "its input, its answer, signed or not", (_node_id(test),))


def markdown() -> str:
    """The list as a document."""
    lines = [HEAD, "| row | tag | says | shown by |", "| --- | --- | --- | --- |"]
    for row in rows():
        shown = [f"`{test.partition('::')[2]}`" for test in row.tests]
        cell = "<br>".join([*shown, *([row.aside] if row.aside else [])]) or "–"
        lines.append(f"| {row.id} | {' '.join(row.tags)} | {row.says} | {cell} |")
    firm = [row for row in rows() if row.is_firm]
    shown_rows = sum(bool(row.tests) for row in firm)
    lines += ["", f"{len(firm)} rows carry a firm tag; tests show {shown_rows} of them, and"]
    lines.append(f"{len(firm) - shown_rows} are left out openly.")
    return "\n".join(lines) + "\n"


def _node_id(test: str) -> str:
    file, _, name = test.partition("::")
    return f"{_DATA['files'][file]}::{name}"


if __name__ == "__main__":
    print(markdown(), end="")
