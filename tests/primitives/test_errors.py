"""AWS's words and the lab's, kept apart."""

import re

import pytest

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.messages import Message

QUOTED = {name: one for name, one in vars(messages).items() if isinstance(one, Message)}


def test_an_error_shows_awss_words_only():
    """The reason is not in the text that a client gets."""
    error = AwsError("SomeException", "No.", 403, because="it is Tuesday")

    assert str(error) == "SomeException: No."
    assert repr(error) == "AwsError('SomeException', 'No.', 403)"
    assert error.because == "it is Tuesday"
    assert error.details == {}


def test_a_message_is_filled_in_and_keeps_what_people_typed():
    """Braces in a value are text, not placeholders."""
    message = Message("ConflictException", "Name {name} is taken.", 409)

    error = message.error(name="{name} {0}", because="somebody has it")

    assert (error.code, error.status) == ("ConflictException", 409)
    assert error.message == "Name {name} {0} is taken."
    assert error.because == "somebody has it"


def test_a_forgotten_placeholder_is_a_fault_of_ours():
    """A sentence is never sent half filled in."""
    with pytest.raises(KeyError):
        Message("X", "Name {name} is taken.").error()


def test_every_quoted_sentence_names_its_evidence():
    """Each message says D, M, O, T, moto, E or unsure, as the fact sheets do."""
    tags = {"D", "M", "O", "T", "moto", "E", "unsure"}

    untagged = {
        name: message.evidence
        for name, message in QUOTED.items()
        if not tags & set(re.findall(r"\w+", message.evidence))
    }

    assert untagged == {}
    assert len(QUOTED) > 50


def test_every_refusal_has_a_status_that_refuses():
    """A message is sent with 4xx or 5xx, and has a code."""
    odd = [name for name, one in QUOTED.items() if not (400 <= one.status < 600 and one.code)]

    assert odd == []
