"""Everything that the cloud sent by e-mail or SMS, kept where a learner can read it.

Real Cognito sends through Amazon SES and SNS; the lab keeps the last messages of each address. What
a response shows masked (``j***@e***``) stands here in clear, as it does in a real inbox.

Left out: delivery failures, delays, bounce handling, HTML.
"""

from collections import defaultdict, deque
from datetime import datetime
from typing import Literal

from cognito_lab.primitives.record import record

MESSAGES_KEPT = 20


@record
class Message:
    """One delivered message. `code` is the confirmation code in it, or the temporary password."""

    to: str
    medium: Literal["EMAIL", "SMS"]
    subject: str
    body: str
    sent_at: datetime
    code: str = ""

    def __repr__(self) -> str:
        return f"<{self.medium} to {self.to}: {self.subject}>"


class Mailbox:
    """The inboxes of everybody, by address."""

    def __init__(self) -> None:
        self._messages: dict[str, deque[Message]] = defaultdict(lambda: deque(maxlen=MESSAGES_KEPT))

    def deliver(self, message: Message) -> None:
        self._messages[message.to].append(message)

    def messages(self, address: str) -> list[Message]:
        """All messages kept for an address, oldest first; empty for one that never got any."""
        return list(self._messages.get(address, ()))

    def latest(self, address: str) -> Message:
        """The newest message of an address.

        Raises:
            LookupError: Nothing was ever sent there.
        """
        if not self._messages.get(address):
            known = ", ".join(sorted(self._messages)) or "nobody"
            raise LookupError(f"no message was sent to {address!r}; messages were sent to: {known}")
        return self._messages[address][-1]

    def __repr__(self) -> str:
        return f"<Mailbox of {len(self._messages)} addresses>"
