"""A session that has variables, as a notebook has them, and a person in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_samples import session

from cognito_lab.lessons import n01
from cognito_lab.lessons.session import Session, use


class Notebook(Session):
    """A session with variables, as a notebook has them."""

    def variable(self, name: str) -> Any:
        return vars(self).get(f"its {name}")

    def set_variable(self, name: str, value: Any) -> None:
        vars(self)[f"its {name}"] = value


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """Somebody sits at notebook N01."""
    monkeypatch.delenv("COGNITO_LAB_AUTO", raising=False)
    made = Notebook(session(tmp_path).progress, "N01", n01.build(7))
    use(made)
    yield made
    use(None)
