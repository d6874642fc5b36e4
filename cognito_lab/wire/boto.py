"""A real boto3 session whose requests are answered in this process.

boto3 does everything that it always does: it checks parameters, serialises, signs, parses. Only
the last step is ours: `before-send` fires when the signed request is ready, and what a handler
returns there is taken for the network's answer.

The session is private. It reads no profile, config file or environment variable, and nothing
global is patched: the user's other sessions go to the real AWS as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.configprovider import (
    BOTOCORE_DEFAUT_SESSION_VARIABLES,
    ConfigValueStore,
    ConstantProvider,
)
from botocore.credentials import CredentialResolver
from botocore.handlers import add_recursion_detection_header
from botocore.session import Session as BotocoreSession

from cognito_lab.wire.given import a_cloud
from cognito_lab.wire.http import answer
from cognito_lab.wire.message import AnyCase, HttpRequest
from cognito_lab.wire.models import LOADER
from cognito_lab.wire.sigv4 import AccessKey

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

# What a session of the lab's is set to, over botocore's own defaults.
_SETTINGS: Mapping[str, Any] = {
    "region": "us-east-1",
    "ignore_configured_endpoint_urls": True,
    "account_id_endpoint_mode": "disabled",
    "metadata_service_num_attempts": 0,
}
# One attempt a call. boto3 would also describe this computer in each request, twice, which takes a
# third of its time and differs between computers.
_CLIENT_CONFIG = Config(
    retries={"total_max_attempts": 1},
    user_agent=f"Boto3/{boto3.__version__} cognito_lab",
)


def boto3_session(cloud: Cloud, credentials: Mapping[str, Any] | None = None) -> boto3.Session:
    """A boto3 session in a cloud.

    Args:
        cloud: Whose services answer.
        credentials: None signs as the account's administrator. ``{}`` is nobody: operations that
            need a signature raise NoCredentialsError, the others work. Otherwise the `Credentials`
            of GetCredentialsForIdentity or of an STS call, exactly as they came.

    Raises:
        TypeError: The cloud is none, or the credentials are not a dict.
        ValueError: They lack a key; the message says which.
    """
    cloud = a_cloud(cloud)
    session = _PrivateSession()
    if credentials is None:
        credentials = cloud.iam.administrator_credentials
    if key := AccessKey.of(credentials):
        session.set_credentials(key.access_key_id, key.secret_access_key, key.session_token)
    session.get_component("event_emitter").register_first("before-send", partial(_answer, cloud))
    return boto3.Session(botocore_session=session)


class _PrivateSession(BotocoreSession):
    """A botocore session that knows nothing of the computer that it runs on."""

    def __init__(self) -> None:
        super().__init__()
        self.register_component("data_loader", LOADER)
        self.register_component("config_store", _settings())
        self.register_component("credential_provider", CredentialResolver(providers=[]))
        self.set_default_client_config(_CLIENT_CONFIG)
        events: Any = self.get_component("event_emitter")
        events.register("choose-signer.s3", _presign_with_sigv4)
        # It reads the environment of AWS Lambda, and would send on what it finds there.
        events.unregister("before-call", add_recursion_detection_header)

    @property
    def full_config(self) -> dict[str, Any]:
        """The config file's content, if there were one."""
        return {"profiles": {}}


def _settings() -> ConfigValueStore:
    store = ConfigValueStore()
    for name, (_, _, default, _) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items():
        store.set_config_provider(name, ConstantProvider(_SETTINGS.get(name, default)))
    return store


def _presign_with_sigv4(signature_version: str, **_: Any) -> str | None:
    """boto3 still presigns S3 URLs with the old signature in us-east-1; AWS recommends SigV4."""
    for suffix in ("-query", "-presign-post"):
        if signature_version.endswith(suffix):
            return f"s3v4{suffix}"
    return None


def _answer(cloud: Cloud, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    """The `before-send` handler."""
    response = answer(cloud, _received(request))
    headers: Any = response.headers
    return AWSResponse(request.url, response.status, headers, _Raw(response.body))


def _received(request: AWSPreparedRequest) -> HttpRequest:
    """What would arrive at AWS's end of the wire."""
    return HttpRequest(request.method, request.url, _Headers(request), _bytes(request.body))


class _Headers(AnyCase):
    """The request's headers as text, read where they lie: of boto3's ten most are never asked for.

    Their own mapping finds a name whatever its capitals.
    """

    def __init__(self, request: AWSPreparedRequest) -> None:
        self._sent: Any = request.headers

    def __getitem__(self, name: str) -> str:
        value: str | bytes = self._sent[name]
        return value.decode() if isinstance(value, bytes) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._sent)

    def __len__(self) -> int:
        return len(self._sent)


def _bytes(body: Any) -> bytes:
    """A body may be text, bytes or a file; a file is rewound for whoever reads it next."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    content: bytes = body.read()
    body.seek(0)
    return content


class _Raw(BytesIO):
    """The answer's body, in the shape that botocore reads from urllib3."""

    def stream(self, amt: int = 65536, **_: Any) -> Any:
        """The content, piece by piece."""
        while piece := self.read(amt):
            yield piece
