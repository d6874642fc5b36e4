"""How each family of services says that a signature will not do.

One fault, five wordings: S3 has its own, JSON services end their codes in ``Exception`` and answer
400, API Gateway says the same with 403, Query services have the short old codes.

Source: fact sheet identity-pools.md §5 ("Using bad credentials, by service family") and §9.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.messages import Message
from cognito_lab.wire.services import Family


class Fault(StrEnum):
    """What can be wrong with a signature, each with the lab's reason."""

    NOT_SIGNED = "The request carries no signature at all."
    MALFORMED = (
        "The Authorization header holds no signature; perhaps a token, which this door never reads."
    )
    MALFORMED_LINK = "The presigned URL lacks a part of its signature, or one is garbled."
    UNKNOWN_KEY = "Nobody has this access key."
    KEY_OFF = "The access key is there, and UpdateAccessKey switched it off."
    NO_TOKEN = "The access key is a temporary one, and the request lacks its session token."
    OTHER_TOKEN = "The session token is not the one that was issued with this access key."
    EXPIRED = "The temporary credentials have expired in the lab's time."
    OTHER_SCOPE = "The signature was made for another date, region or service."
    OTHER_TIME = "The signature's date is too far from this computer's clock."
    LINK_EXPIRED = "The presigned URL has outlived its X-Amz-Expires."
    OTHER_CONTENT = "The body is not the one whose hash was signed."
    WRONG_SIGNATURE = (
        "The signature, computed again with the right secret, is another one: the secret is "
        "wrong, or something was changed after signing."
    )


class SignatureRefused(Exception):
    """A signature will not do; `refusal` puts it into AWS's words.

    Args:
        fault: What is wrong.
        sentence: AWS's sentence, where it depends on the request.
        details: Further members of S3's error body.
    """

    def __init__(
        self, fault: Fault, sentence: str = "", details: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.sentence = sentence
        self.details = details or {}


_UNKNOWN_KEY = (
    messages.UNKNOWN_KEY_JSON,
    messages.UNKNOWN_KEY_QUERY,
    messages.UNKNOWN_KEY_REST,
    messages.UNKNOWN_KEY_S3,
)
# fault                     JSON services, Query services, services with verbs and paths, S3
_WORDS: Mapping[Fault, tuple[Message, Message, Message, Message]] = {
    Fault.NOT_SIGNED: (
        messages.NOT_SIGNED_JSON,
        messages.NOT_SIGNED_QUERY,
        messages.NOT_SIGNED_REST,
        messages.NOT_SIGNED_S3,
    ),
    Fault.MALFORMED: (
        messages.INCOMPLETE_SIGNATURE_JSON,
        messages.INCOMPLETE_SIGNATURE_QUERY,
        messages.INCOMPLETE_SIGNATURE_REST,
        messages.INCOMPLETE_SIGNATURE_S3,
    ),
    Fault.MALFORMED_LINK: (
        messages.INCOMPLETE_SIGNATURE_JSON,
        messages.INCOMPLETE_SIGNATURE_QUERY,
        messages.INCOMPLETE_SIGNATURE_REST,
        messages.MALFORMED_LINK_S3,
    ),
    Fault.UNKNOWN_KEY: _UNKNOWN_KEY,
    Fault.KEY_OFF: _UNKNOWN_KEY,
    Fault.NO_TOKEN: _UNKNOWN_KEY,
    Fault.OTHER_TOKEN: (
        messages.UNKNOWN_KEY_JSON,
        messages.UNKNOWN_KEY_QUERY,
        messages.UNKNOWN_KEY_REST,
        messages.GARBLED_TOKEN_S3,
    ),
    Fault.EXPIRED: (
        messages.EXPIRED_JSON,
        messages.EXPIRED_QUERY,
        messages.EXPIRED_REST,
        messages.EXPIRED_S3,
    ),
    Fault.OTHER_SCOPE: (
        messages.BAD_SIGNATURE_JSON,
        messages.BAD_SIGNATURE_QUERY,
        messages.BAD_SIGNATURE_REST,
        messages.BAD_SCOPE_S3,
    ),
    Fault.OTHER_TIME: (
        messages.BAD_SIGNATURE_JSON,
        messages.BAD_SIGNATURE_QUERY,
        messages.BAD_SIGNATURE_REST,
        messages.TIME_TOO_SKEWED_S3,
    ),
    Fault.LINK_EXPIRED: (
        messages.BAD_SIGNATURE_JSON,
        messages.BAD_SIGNATURE_QUERY,
        messages.BAD_SIGNATURE_REST,
        messages.PRESIGNED_EXPIRED_S3,
    ),
    Fault.OTHER_CONTENT: (
        messages.WRONG_SIGNATURE_JSON,
        messages.WRONG_SIGNATURE_QUERY,
        messages.WRONG_SIGNATURE_REST,
        messages.OTHER_CONTENT_HASH_S3,
    ),
    Fault.WRONG_SIGNATURE: (
        messages.WRONG_SIGNATURE_JSON,
        messages.WRONG_SIGNATURE_QUERY,
        messages.WRONG_SIGNATURE_REST,
        messages.WRONG_SIGNATURE_S3,
    ),
}
_IN_SHORT = {
    Fault.NOT_SIGNED: "not signed",
    Fault.MALFORMED: "not signed",
    Fault.UNKNOWN_KEY: "unknown key",
    Fault.KEY_OFF: "unknown key",
    Fault.NO_TOKEN: "unknown key",
    Fault.EXPIRED: "expired",
    Fault.LINK_EXPIRED: "expired",
}
_COLUMN = {
    Family.JSON: 0,
    Family.QUERY: 1,
    Family.REST_JSON: 2,
    Family.EXECUTE_API: 2,
    Family.S3: 3,
}
_DENIED: Mapping[Family, Message] = {
    Family.JSON: messages.DENIED_JSON,
    Family.QUERY: messages.DENIED_QUERY,
    Family.REST_JSON: messages.DENIED_REST,
    Family.EXECUTE_API: messages.DENIED_REST,
    Family.S3: messages.DENIED_S3,
}


def refusal(family: Family, refused: SignatureRefused) -> AwsError:
    """A bad signature in the words of a family of services."""
    words = _WORDS[refused.fault][_COLUMN[family]]
    in_short = _IN_SHORT.get(refused.fault, "bad signature")
    error = words.error(because=refused.fault.value, in_short=in_short, sentence=refused.sentence)
    error.details.update(refused.details)
    return error


def denial(family: Family, sentence: str, because: str) -> AwsError:
    """IAM's denial in the code of a family of services."""
    return _DENIED[family].error(because=because, in_short="policy", denial=sentence)
