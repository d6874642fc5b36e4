"""The caller's side: three things that an app computes for itself before it talks to a user pool.

    secret_hash   proves that the app knows its client secret
    SrpProof      proves that the person knows the password, without sending it
    PkcePair      ties an authorization code to the app that asked for it

AWS's SDKs leave all three to a library (Amplify, pycognito) or to you. They are short enough to
read.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from cognito_lab.primitives import srp
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import b64url
from cognito_lab.primitives.record import record


def secret_hash(username: str, client_id: str, client_secret: str) -> str:
    """SECRET_HASH: base64 of HMAC-SHA256 over user name and client id, keyed with the secret.

    Source: developer guide, "Computing secret hash values".
    """
    digest = hmac.digest(client_secret.encode(), f"{username}{client_id}".encode(), "sha256")
    return base64.b64encode(digest).decode()


class SrpProof:
    """The app's half of a USER_SRP_AUTH sign-in.

    proof = SrpProof(user_pool_id, password)
    send AuthParameters {"USERNAME": …, "SRP_A": proof.srp_a}, receive PASSWORD_VERIFIER
    send ChallengeResponses proof.answer(challenge_parameters, now)

    Args:
        user_pool_id: ``us-east-1_…``; the part after ``_`` goes into the proof.
        password: Stays here; only the proof leaves.
        ids: Source of the one-time secret `a`; the operating system's chance unless given.
    """

    def __init__(self, user_pool_id: str, password: str, *, ids: Ids | None = None) -> None:
        self._pool_name = user_pool_id.partition("_")[2]
        self._password = password
        self._a = int.from_bytes((ids or Ids()).bytes(32), "big")
        self._public_a = srp.app_public(self._a)

    @property
    def srp_a(self) -> str:
        """A = g^a in hex, unpadded: what SRP_A carries."""
        return f"{self._public_a:x}"

    def answer(self, challenge_parameters: Mapping[str, str], now: datetime) -> dict[str, str]:
        """ChallengeResponses for PASSWORD_VERIFIER.

        Args:
            challenge_parameters: As InitiateAuth returned them: SALT, SRP_B, SECRET_BLOCK,
                USER_ID_FOR_SRP.
            now: The time to claim; it is part of what is signed.
        """
        user_id = challenge_parameters["USER_ID_FOR_SRP"]
        salt = int(challenge_parameters["SALT"], 16)
        x = srp.password_hash(self._pool_name, user_id, self._password, salt)
        key = srp.app_key(
            a=self._a,
            public_a=self._public_a,
            public_b=int(challenge_parameters["SRP_B"], 16),
            x=x,
        )
        timestamp = srp.timestamp(now)
        secret_block = challenge_parameters["SECRET_BLOCK"]
        claim = srp.claim(
            key,
            pool_name=self._pool_name,
            user_id=user_id,
            secret_block=base64.b64decode(secret_block),
            timestamp=timestamp,
        )
        return {
            "USERNAME": challenge_parameters.get("USERNAME", user_id),
            "PASSWORD_CLAIM_SECRET_BLOCK": secret_block,
            "PASSWORD_CLAIM_SIGNATURE": claim,
            "TIMESTAMP": timestamp,
        }

    def __repr__(self) -> str:
        return f"<SrpProof for a user of pool …_{self._pool_name}>"


@record
class PkcePair:
    """A code verifier that stays with the app, and the challenge that the browser may carry."""

    code_verifier: str
    code_challenge: str
    code_challenge_method: str = "S256"


def pkce_pair(ids: Ids | None = None) -> PkcePair:
    """A fresh pair.

    Args:
        ids: Source of chance; the operating system's unless given.

    Source: RFC 7636, section 4 (32 random bytes, S256).
    """
    code_verifier = (ids or Ids()).base64url(32)
    return PkcePair(code_verifier, b64url(hashlib.sha256(code_verifier.encode()).digest()))
