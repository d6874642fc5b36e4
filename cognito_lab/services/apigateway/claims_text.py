"""A token's claims as a function behind a user-pool authorizer gets them: every value is text.

    true                  true                            booleans and numbers as JSON has them
    ["admins", "users"]   admins,users
    1767694087            Tue Jan 06 10:08:07 UTC 2026    for `exp` and `iat`, if they are dates

Observed: July 2016 for the dates (assumed for today); weakly, the comma between groups.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from cognito_lab.primitives.jose import Claims

YEAR_10000 = 253402300800  # nothing from here on that anybody means as a date, nor infinity


def claims_as_text(claims: Claims) -> dict[str, str]:
    """The same claims in the same order, every value as text."""
    return {name: _claim_text(name, value) for name, value in claims.items()}


def _claim_text(name: str, value: Any) -> str:
    if name in ("exp", "iat") and isinstance(value, int | float) and 0 <= value < YEAR_10000:
        return _java_date(datetime.fromtimestamp(value, UTC))
    if isinstance(value, list):
        return ",".join(_claim_text("", item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _java_date(moment: datetime) -> str:
    """``Tue Jan 06 10:08:07 UTC 2026``; the names in `ctime` are English everywhere."""
    return f"{moment.ctime()[:7]} {moment:%d %H:%M:%S} UTC {moment:%Y}"
