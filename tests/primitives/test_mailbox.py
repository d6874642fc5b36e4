"""What the cloud sent, kept in clear."""

from datetime import UTC, datetime

import pytest

from cognito_lab.primitives.mailbox import MESSAGES_KEPT, Mailbox, Message


def message(number: int = 1, to: str = "jdoe@example.com") -> Message:
    """A letter with a code."""
    return Message(
        to=to,
        medium="EMAIL",
        subject=f"letter {number}",
        body="…",
        sent_at=datetime(2026, 1, 6, tzinfo=UTC),
        code=f"{number:06d}",
    )


def test_the_latest_message_is_the_newest():
    """Messages are kept in order, for each address alone."""
    mailbox = Mailbox()

    mailbox.deliver(message(1))
    mailbox.deliver(message(2))
    mailbox.deliver(message(3, to="uma@example.com"))

    assert mailbox.latest("jdoe@example.com").code == "000002"
    assert [one.code for one in mailbox.messages("jdoe@example.com")] == ["000001", "000002"]


def test_an_address_without_letters_is_told_apart():
    """Asking for the latest of nobody names those who have some, and opens no inbox."""
    mailbox = Mailbox()
    mailbox.deliver(message())

    with pytest.raises(LookupError, match=r"messages were sent to: jdoe@example\.com"):
        mailbox.latest("nobody@example.com")

    assert mailbox.messages("nobody@example.com") == []
    assert repr(mailbox) == "<Mailbox of 1 addresses>"


def test_an_inbox_keeps_the_last_messages_only():
    """Twenty are kept; the oldest goes first."""
    mailbox = Mailbox()

    for number in range(MESSAGES_KEPT + 5):
        mailbox.deliver(message(number))

    assert len(mailbox.messages("jdoe@example.com")) == MESSAGES_KEPT
    assert mailbox.messages("jdoe@example.com")[0].code == "000005"


def test_a_message_shown_by_chance_keeps_its_code_to_itself():
    """A message's repr names address and subject, not the code."""
    assert repr(message(123456)) == "<EMAIL to jdoe@example.com: letter 123456>"
    assert "code" not in repr(message())
