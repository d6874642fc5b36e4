"""N04.E3's battery: five names, clients and secrets, and the hash that the pool would expect.

The expected values come from `cognito_lab.app.secret_hash`, which the pool's own check agrees with
(a test signs in with it). The triples are fixed, so a hash that needs ``+`` or ``/`` is among them.
"""

from __future__ import annotations

from cognito_lab.app import secret_hash
from cognito_lab.lessons.calling import Answer
from cognito_lab.lessons.tasks.function import Case

_CLIENT = "3n4b5urk1ft4fl3mg5e62d9ado"
_SECRET = "1example2secret3of4a5server6app7"
TRIPLES = {
    "a short name": ("jdoe", _CLIENT, _SECRET),
    "an e-mail address as name": ("nia@example.com", _CLIENT, _SECRET),
    "another client": ("jdoe", "7h1sisth30th3rcl13nt0fth3lab", "another9secret8of7another6app"),
    "a name with a letter beyond ASCII": ("zoë", _CLIENT, _SECRET),
    "a name in capitals": ("JDOE", _CLIENT, _SECRET),
}


def triples(_: object) -> list[Case]:
    """The five calls, the basic one first."""
    return [
        Case(item, triple, secret_hash(*triple), "For {item}, the pool expects another hash.")
        for item, triple in TRIPLES.items()
    ]


def hash_read(answer: Answer) -> str:
    """What came back, by its look; a right hash is compared as it is."""
    return str(answer.value) if answer.error is None else f"the error {type(answer.error).__name__}"
