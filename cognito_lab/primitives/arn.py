"""Amazon Resource Names: ``arn:partition:service:region:account:resource``."""

from typing import NamedTuple

PARTITION = "aws"


class Arn(NamedTuple):
    """An ARN taken apart. `resource` keeps everything after the fifth colon, colons included."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return ":".join(("arn", *self))


def parse_arn(text: str) -> Arn:
    """Take an ARN apart.

    Raises:
        ValueError: The text has not the six fields of an ARN.
    """
    fields = text.split(":", 5)
    if len(fields) != 6 or fields[0] != "arn":
        raise ValueError(f"not an ARN: {text!r}")
    return Arn(*fields[1:])
