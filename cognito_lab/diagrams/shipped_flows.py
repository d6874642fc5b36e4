"""The flows that ship with a picture: the course's journey, and the way through the second door.

They are written by hand, to be shown before anything has run; after a run, `from_trace` tells
what really happened. Unlike the usual drawing of this journey they show that
GetCredentialsForIdentity checks the login again, and that STS sees claims that the identity pool
has verified, not the learner's own token.
"""

from __future__ import annotations

from cognito_lab.diagrams.flow import Branch, Flow, Frame, answer, call, error, itself

_APP, _POOL, _KEYS, _COUNTER = "App", "User Pool", "JWKS", "Identity Pool"
_STS, _S3, _DOOR, _BACK_END = "STS", "S3", "API Gateway", "Function"
_CHECKS = "signature, iss, aud, exp"

_SIGN_IN = (
    call(_APP, _POOL, "InitiateAuth", "user name + password", phase="Sign in"),
    itself(_POOL, "sign JWTs", "RS256 private key"),
)

THE_JOURNEY = Flow(
    title="From a password to a file in S3",
    caption="A user pool signs in, an identity pool exchanges the ID token, S3 reads a signature.",
    participants=(_APP, _POOL, _KEYS, _COUNTER, _STS, _S3),
    steps=(
        *_SIGN_IN,
        answer(
            _POOL,
            _APP,
            "three tokens",
            "ID · access · refresh",
            phase="Receive tokens",
            note="The passport: the ID token says who you are. S3 does not accept passports, "
            "so it has to be exchanged first.",
        ),
        call(_APP, _COUNTER, "GetId", "Logins: ID token", phase="Get identity"),
        call(_COUNTER, _KEYS, "GET jwks.json", "key id from header", phase="Validate token"),
        answer(_KEYS, _COUNTER, "public keys", "RSA n, e"),
        itself(_COUNTER, "verify the token", _CHECKS),
        answer(_COUNTER, _APP, "IdentityId", "us-east-1:guid"),
        call(_APP, _COUNTER, "GetCredentialsForIdentity", "IdentityId + ID token"),
        itself(_COUNTER, "verify the token", "again, with the keys at hand"),
        call(
            _COUNTER,
            _STS,
            "AssumeRoleWithWebIdentity",
            "role ARN + verified claims",
            phase="Assume the role",
        ),
        itself(_STS, "trust policy", "aud, amr"),
        answer(_STS, _COUNTER, "temporary credentials", "AccessKeyId ASIA…, 1 h"),
        answer(
            _COUNTER,
            _APP,
            "key id, secret key, session token",
            "AWS credentials",
            note="The boarding pass: one role, one session, expires by itself.",
        ),
        call(_APP, _S3, "GetObject", "request signed with SigV4", phase="Use AWS"),
        answer(_S3, _APP, "200 OK", "object bytes"),
        error(_COUNTER, _APP, "NotAuthorizedException", "Invalid login token. Sign in again."),
    ),
    frames=(
        Frame((Branch("token is valid", 8, 16), Branch("token is expired or forged", 17, 17))),
    ),
)

THE_SECOND_DOOR = Flow(
    title="Through the second door with the passport itself",
    caption="API Gateway reads the ID token; no identity pool, no STS and no role take part.",
    participants=(_APP, _POOL, _KEYS, _DOOR, _BACK_END),
    steps=(
        *_SIGN_IN,
        answer(_POOL, _APP, "three tokens", "ID · access · refresh", phase="Receive tokens"),
        call(_APP, _DOOR, "GET /jwt", "Authorization: ID token", phase="Knock"),
        call(_DOOR, _KEYS, "GET jwks.json", "key id from header"),
        answer(_KEYS, _DOOR, "public keys", "RSA n, e"),
        itself(_DOOR, "verify the token", _CHECKS),
        call(_DOOR, _BACK_END, "the event", "claims, sub among them", phase="Enter"),
        answer(_BACK_END, _DOOR, "200 OK", "the card"),
        answer(
            _DOOR,
            _APP,
            "200 OK",
            "the card",
            note="The id on this card is the sub, a bare uuid: no identity id was made.",
        ),
    ),
)

SHIPPED = {"the-journey": THE_JOURNEY, "the-second-door": THE_SECOND_DOOR}
