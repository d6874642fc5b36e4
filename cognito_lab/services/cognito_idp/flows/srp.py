"""USER_SRP_AUTH: prove the password without sending it, step one of two.

The app sends A, the pool answers with the user's salt and B. The proof follows as the answer to the
challenge PASSWORD_VERIFIER. `primitives/srp.py` has the arithmetic and the picture.

The same A may come again: clients reuse it, and each sign-in has its own b.

Source: user-pools.md §3, "SRP-6a, exact".
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages, srp
from cognito_lab.services.cognito_idp.applicant import applicant
from cognito_lab.services.cognito_idp.attempts import Attempt, Given, Metadata, SrpExchange
from cognito_lab.services.cognito_idp.standing import required

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk

_SECRET_BLOCK_BYTES = 600


def start(desk: Desk, client: AppClient, given: Given, metadata: Metadata, /) -> Attempt:
    """Take the app's A and make the pool's B. Nothing is proved yet.

    Raises:
        InvalidParameterException: USERNAME or SRP_A is missing, or A is no usable number.
        UserNotFoundException: Nobody has this name, and the client says so.
    """
    name, public_a = required(given, "USERNAME"), _public_a(required(given, "SRP_A"))
    client.check_secret_hash(name, given.get("SECRET_HASH"))
    user = applicant(desk, client, name, metadata)
    desk.trace.step("make SRP's B")
    b = int.from_bytes(desk.ids.bytes(32), "big")
    exchange = SrpExchange(
        public_a=public_a,
        b=b,
        public_b=srp.pool_public(b, user.password.verifier),
        secret_block=base64.b64encode(desk.ids.bytes(_SECRET_BLOCK_BYTES)).decode(),
    )
    return Attempt(client, user, typed_name=name, srp=exchange)


def _public_a(text_hex: str) -> int:
    """A as a number. A multiple of N would make the shared key the same for every password."""
    public_a = int(text_hex, 16) if re.fullmatch(r"[0-9a-fA-F]{1,1024}", text_hex) else 0
    if public_a % srp.N == 0:
        raise messages.SRP_A_INVALID.error(
            because="SRP_A must be a number in hex and no multiple of N: with 0, the key would not "
            "depend on the password."
        )
    return public_a
