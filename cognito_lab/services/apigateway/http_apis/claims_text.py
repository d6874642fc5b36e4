"""A token's claims as a function behind a JWT authorizer gets them: every value is text.

    true                  true
    1767694087            1767694087                    unlike a REST API, which makes a date of it
    ["admins", "users"]   [admins users]                in brackets, and no JSON
    {"a": 1}              {"a":1}
    null                                                left out

Observed: August 2026, at a live HTTP API with a user pool.
"""

from __future__ import annotations

import json
from typing import Any

from cognito_lab.primitives.jose import Claims


def claims_as_text(claims: Claims) -> dict[str, str]:
    """The same claims in the same order, every value as text."""
    return {name: _text(value) for name, value in claims.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return f"[{' '.join(_text(item) for item in value)}]"
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
