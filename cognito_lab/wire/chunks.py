r"""The body of an S3 upload as it travels, and as it is meant.

Over https boto3 sends an upload in *chunks*, with a checksum behind the last one (``aws-chunked``):

    5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n

The signature does not cover such a body; the checksum does.

Left out: chunks that are signed one by one.
Source: Amazon S3 user guide, "Checking object integrity"; measured with botocore 1.43.11.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping

from cognito_lab.primitives import messages
from cognito_lab.wire.message import HttpRequest

_FRAMING = frozenset(
    {"content-encoding", "transfer-encoding", "x-amz-trailer", "x-amz-decoded-content-length"}
)
_CHECKSUMS: Mapping[str, Callable[[bytes], bytes]] = {
    "x-amz-checksum-crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
}


def without_chunks(request: HttpRequest) -> HttpRequest:
    """The same request with its plain body, its trailer among the headers.

    Raises:
        AwsError: IncompleteBody: the chunks are malformed.
    """
    headers = dict(request.headers)
    body = request.body
    if request.header("x-amz-trailer") is not None:
        body, trailer = _unframed(request.body)
        kept = _other_encodings(request.header("content-encoding") or "")
        headers = {name: text for name, text in headers.items() if name.lower() not in _FRAMING}
        headers |= trailer | ({"Content-Encoding": kept} if kept else {})
        headers = {name: text for name, text in headers.items() if name.lower() != "content-length"}
        headers["Content-Length"] = str(len(body))
    return HttpRequest(request.method, request.url, headers, body, request.source_ip)


def check_sum(request: HttpRequest) -> None:
    """Hold a plain body against the checksum that came with it.

    Raises:
        AwsError: BadDigest: the body is not what the checksum was made of.
    """
    for header, checksum in _CHECKSUMS.items():
        stated = request.header(header)
        found = base64.b64encode(checksum(request.body)).decode()
        if stated is not None and stated != found:
            raise messages.OTHER_CHECKSUM_S3.error(
                algorithm=header.rpartition("-")[2].upper(),
                because="The body was changed after its checksum had been made.",
            )


def _unframed(framed: bytes) -> tuple[bytes, dict[str, str]]:
    """(payload, trailing headers)."""
    payload, rest = bytearray(), framed
    while True:
        line, _, rest = rest.partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            raise messages.S3_INCOMPLETE_BODY.error(because="The chunks are malformed.") from None
        if size == 0:
            return bytes(payload), _trailer(rest)
        payload += rest[:size]
        rest = rest[size:].removeprefix(b"\r\n")


def _trailer(text: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.decode("latin-1").split("\r\n") if line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _other_encodings(content_encoding: str) -> str:
    names = [name.strip() for name in content_encoding.split(",")]
    return ", ".join(name for name in names if name and name != "aws-chunked")
