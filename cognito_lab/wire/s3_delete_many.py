"""DeleteObjects: one request, as many decisions as objects.

Each object is decided by itself. What may be deleted is deleted; what may not comes back in the
answer as an error of its own, and the answer as a whole is 200:

    <DeleteResult><Deleted><Key>mine</Key></Deleted>
    <Error><Key>yours</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>
    </DeleteResult>

The store gets a document that is written anew from what was decided.

Source: Amazon S3 API reference, DeleteObjects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from cognito_lab.primitives import messages
from cognito_lab.wire.actions import Access, Context
from cognito_lab.wire.message import HttpRequest, HttpResponse

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_MOST = 1000
_OF_THE_OLD_BODY = ("content-md5", "content-length", "x-amz-checksum-", "x-amz-sdk-checksum")


@dataclass(frozen=True)
class Doomed:
    """An object that somebody wants deleted, or one version of it."""

    key: str
    version_id: str = ""

    def accesses(self, bucket: str, context: Context, *, bypasses: bool) -> Iterator[Access]:
        """What its deletion asks for; a lock that is bypassed asks for one action more."""
        arn = f"arn:aws:s3:::{bucket}/{self.key}"
        action = "s3:DeleteObjectVersion" if self.version_id else "s3:DeleteObject"
        yield Access(action, arn, context)
        if bypasses:
            yield Access("s3:BypassGovernanceRetention", arn, context)


def objects_in(body: bytes) -> list[Doomed]:
    """The objects that a Delete document names.

    Raises:
        AwsError: MalformedXML.
    """
    root = _root(body)
    found = [
        Doomed(_text(node, "Key"), _text(node, "VersionId")) for node in _children(root, "Object")
    ]
    if not 0 < len(found) <= _MOST or not all(doomed.key for doomed in found):
        raise messages.S3_MALFORMED_XML.error(because=f"1 to {_MOST} objects with keys are wanted.")
    return found


def only(request: HttpRequest, kept: Sequence[Doomed]) -> HttpRequest:
    """The same request for these objects only."""
    delete = ElementTree.Element("Delete", {"xmlns": _NAMESPACE})
    for doomed in kept:
        node = ElementTree.SubElement(delete, "Object")
        ElementTree.SubElement(node, "Key").text = doomed.key
        if doomed.version_id:
            ElementTree.SubElement(node, "VersionId").text = doomed.version_id
    body = ElementTree.tostring(delete)
    headers = {
        name: text
        for name, text in request.headers.items()
        if not name.lower().startswith(_OF_THE_OLD_BODY)
    }
    headers["Content-Length"] = str(len(body))
    return HttpRequest(request.method, request.url, headers, body, request.source_ip)


def is_quiet(body: bytes) -> bool:
    """Whether the answer shall name errors only."""
    return _text(_root(body), "Quiet").lower() == "true"


def answer(
    response: HttpResponse | None, refused: Sequence[Doomed], *, quiet: bool
) -> HttpResponse:
    """The store's answer, or one of our own, with an error for each refused object."""
    if response is None:
        response = HttpResponse(200, {"Content-Type": "application/xml"}, _nothing_deleted())
    if response.status != 200:
        return response
    ElementTree.register_namespace("", _NAMESPACE)
    result = ElementTree.fromstring(response.body)
    space = result.tag.removesuffix("DeleteResult")
    for deleted in _children(result, "Deleted") if quiet else ():
        result.remove(deleted)
    for doomed in refused:
        error = ElementTree.SubElement(result, f"{space}Error")
        members = {
            "Key": doomed.key,
            "VersionId": doomed.version_id,
            "Code": "AccessDenied",
            "Message": "Access Denied",
        }
        for name, text in members.items():
            if text:
                ElementTree.SubElement(error, f"{space}{name}").text = text
    return HttpResponse(200, response.headers, ElementTree.tostring(result, "utf-8"))


def _nothing_deleted() -> bytes:
    return f'<DeleteResult xmlns="{_NAMESPACE}"></DeleteResult>'.encode()


def _root(body: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise messages.S3_MALFORMED_XML.error(because=str(error)) from None


def _children(node: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for child in node if child.tag.rpartition("}")[2] == name]


def _text(node: ElementTree.Element, name: str) -> str:
    return next((child.text or "" for child in _children(node, name)), "")
