"""Text inside an XML answer: STS, IAM and S3 speak XML."""

from __future__ import annotations

from xml.sax.saxutils import escape

# Characters that no document may hold, even escaped (XML 1.0, section 2.2). Whoever sends one reads
# a replacement character in the refusal, and not a document that cannot be parsed.
_FORBIDDEN = (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_KEPT = {"\t": "\t", "\n": "\n", "\r": "&#13;"}  # a bare carriage return would become a line feed
_WRITTEN = dict.fromkeys(_FORBIDDEN, "\ufffd") | {ord(sign): text for sign, text in _KEPT.items()}


def xml_text(text: str) -> str:
    """The text as it stands between two tags."""
    return escape(text).translate(_WRITTEN)
