"""Signing a plain HTTP request, as the doors behind API Gateway's IAM authorizer want it.

    http_session(cloud).get(url, auth=sigv4(credentials))

The signature is botocore's own (`SigV4Auth`); its date is the process's clock, as for every AWS
client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from cognito_lab.primitives.caller import REGION

if TYPE_CHECKING:
    from requests import PreparedRequest
    from requests.auth import AuthBase


@dataclass(frozen=True)
class AccessKey:
    """The part of a Credentials dict that signs."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None

    @staticmethod
    def of(credentials: Mapping[str, Any]) -> AccessKey | None:
        """Read a Credentials dict in any of AWS's spellings; ``{}`` is nobody, so None.

        GetCredentialsForIdentity says `SecretKey`, STS and IAM say `SecretAccessKey`. Other keys,
        such as `Expiration`, are ignored.

        Raises:
            TypeError: It is not a dict.
            ValueError: A key is missing or is not text.
        """
        if not isinstance(credentials, Mapping):
            raise TypeError(
                "credentials must be a Credentials dict, {} or None, "
                f"not {type(credentials).__name__}"
            )
        if not credentials:
            return None
        return AccessKey(
            _text(credentials, "AccessKeyId"),
            _text(credentials, "SecretKey", "SecretAccessKey"),
            _text(credentials, "SessionToken") if credentials.get("SessionToken") else None,
        )


def _text(credentials: Mapping[str, Any], *names: str) -> str:
    for name in names:
        if isinstance(value := credentials.get(name), str) and value:
            return value
    wanted = " or ".join(repr(name) for name in names)
    raise ValueError(
        f"credentials need {wanted} (text): pass the 'Credentials' of the answer, "
        f"not the whole answer; it has {sorted(map(str, credentials))}"
    )


def _is_signed(header: str) -> bool:
    """Headers of AWS's have to be signed; others may change on the way."""
    return header.lower().startswith("x-amz-") or header.lower() == "content-type"


def sigv4(credentials: Mapping[str, Any], service: str = "execute-api") -> AuthBase:
    """Something for requests' `auth=` that signs with these credentials.

    Args:
        credentials: A Credentials dict, as for `boto3_session`.
        service: The service's name in the signature.

    Raises:
        TypeError: The credentials are not a dict.
        ValueError: They lack a key, or are empty.
    """
    from requests.auth import AuthBase

    key = AccessKey.of(credentials)
    if key is None:
        raise ValueError("sigv4 needs credentials: nobody cannot sign")
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(
        Credentials(key.access_key_id, key.secret_access_key, key.session_token), service, REGION
    )

    class _SigV4(AuthBase):
        """Signs each request that it is given."""

        def __call__(self, request: PreparedRequest) -> PreparedRequest:
            own = {n: text for n, text in request.headers.items() if _is_signed(n)}
            unsigned = AWSRequest(request.method, request.url, own, request.body or b"")
            signer.add_auth(unsigned)
            request.headers.update(unsigned.headers.items())
            return request

    return _SigV4()
